//! What exists but is left out of a build.

use std::collections::HashMap;
use std::ops::Deref;

use super::derived::Derived;
use crate::spelling::folded;
use crate::tree::RelPath;

/// Why something is left out of a build for the public.
pub const INTERNAL: &str = "internal";

/// Why something is left out of a build without drafts.
pub const DRAFT: &str = "a draft";

/// Something that exists but is left out of this build.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Hidden {
    /// Its file.
    pub path: RelPath,
    /// The name that references use: `ic/senior`, `guides/pay`.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// [`INTERNAL`] or [`DRAFT`].
    pub reason: &'static str,
}

impl Hidden {
    /// Something that has one name.
    pub fn new(path: &RelPath, name: impl Into<String>, reason: &'static str) -> Self {
        Self { path: path.clone(), name: name.into(), aliases: Vec::new(), reason }
    }

    /// All its names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(&self.aliases).map(String::as_str)
    }
}

/// All that is left out, in the order in which it was found.
#[derive(Clone, Debug, Default, Hash)]
pub struct HiddenThings {
    all: Vec<Hidden>,
    /// Made when something is first looked up: most links lead to what is there.
    index: Derived<Index>,
}

/// Numbers of the first thing with a name and the first with a path.
#[derive(Debug, Default)]
struct Index {
    by_name: HashMap<String, usize>,
    by_path: HashMap<String, usize>,
}

impl HiddenThings {
    /// Adds something.
    pub fn push(&mut self, hidden: Hidden) {
        self.index = Derived::default();
        self.all.push(hidden);
    }

    /// The first thing that has a name, in whatever case: one of its own, or the end of the path of its file without
    /// the extension.
    pub fn named(&self, name: &str) -> Option<&Hidden> {
        let wanted = folded(name.strip_suffix(".md").unwrap_or(name));
        self.index().by_name.get(&wanted).map(|number| &self.all[*number])
    }

    /// The first thing in a file.
    pub fn at(&self, path: &str) -> Option<&Hidden> {
        self.index().by_path.get(path).map(|number| &self.all[*number])
    }

    fn index(&self) -> &Index {
        self.index.get(|| {
            let mut index = Index::default();
            for (number, hidden) in self.all.iter().enumerate() {
                for name in hidden.names().map(folded).chain(ends_of_path(&hidden.path)) {
                    index.by_name.entry(name).or_insert(number);
                }
                index.by_path.entry(hidden.path.to_string()).or_insert(number);
            }
            index
        })
    }
}

/// What a link may call a page by its file: `content/guides/pay.md` is `guides/pay` and `pay`.
fn ends_of_path(path: &RelPath) -> Vec<String> {
    let (whole, extension) = (path.as_str(), path.extension());
    let stem = whole.strip_suffix(&format!(".{extension}"));
    let stem = stem.filter(|_| whole.starts_with("content/") && extension != "yaml");
    let stem = folded(stem.unwrap_or_default());
    stem.match_indices('/').map(|(slash, _)| stem[slash + 1..].to_owned()).collect()
}

impl Deref for HiddenThings {
    type Target = [Hidden];

    fn deref(&self) -> &[Hidden] {
        &self.all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(things: &HiddenThings, name: &str) -> Option<String> {
        things.named(name).map(|it| it.path.to_string())
    }

    #[test]
    fn things_are_found_by_names_and_the_ends_of_paths() {
        let mut things = HiddenThings::default();
        for (path, name) in [
            ("content/levels/ic/3-staff.md", "ic/staff"),
            ("content/guides/Pay.md", "guides/pay"),
            ("content/other/pay.md", "other/pay"),
            ("content/competencies.yaml", "competencies/craft"),
        ] {
            let path = RelPath::new(path).expect("a relative path");
            things.push(Hidden::new(&path, name, INTERNAL));
        }
        let pay = Some("content/guides/Pay.md".to_owned());
        for name in ["guides/pay", "PAY", "pay.md", "Guides/Pay"] {
            assert_eq!(found(&things, name), pay, "{name}");
        }
        let staff = Some("content/levels/ic/3-staff.md".to_owned());
        for name in ["ic/staff", "3-staff", "ic/3-staff", "levels/ic/3-staff"] {
            assert_eq!(found(&things, name), staff, "{name}");
        }
        for name in ["staff", "competencies", "ay", "", "content/guides/pay"] {
            assert_eq!(found(&things, name), None, "{name}");
        }
        let last = RelPath::new("content/staff.md").expect("a relative path");
        things.push(Hidden::new(&last, "staff", DRAFT));
        assert_eq!(found(&things, "staff"), Some("content/staff.md".to_owned()));
        assert_eq!(things.at("content/staff.md").map(|it| it.reason), Some(DRAFT));
    }
}
