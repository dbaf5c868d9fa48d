//! Names that messages suggest for one that nothing has.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::suggestion::{Candidates, Suggestion};

/// Names in their order. What they are looked up by is made when it is first asked for: most handbooks have no name
/// that is unknown, and a broken one may have thousands.
#[derive(Default)]
pub struct KnownNames {
    all: Vec<String>,
    candidates: OnceLock<Candidates>,
    /// The first name with a last part, without case.
    by_last: OnceLock<HashMap<String, usize>>,
    by_folder: OnceLock<HashMap<String, InFolder>>,
}

/// The names that begin with those of a folder.
#[derive(Default)]
struct InFolder {
    /// The first ones, as a message shows them.
    listed: Vec<String>,
    /// How many there are.
    count: usize,
}

/// How many names a message lists.
const LISTED: usize = 5;

impl KnownNames {
    /// Adds a name. To be called before anything is looked up.
    pub fn push(&mut self, name: String) {
        self.all.push(name);
    }

    /// The name that is nearest.
    pub fn nearest(&self, name: &str) -> Option<Suggestion> {
        let candidates = || Candidates::new(self.all.iter().map(String::as_str));
        self.candidates.get_or_init(candidates).nearest(name)
    }

    /// The first name whose last part is that of a name.
    pub fn with_last_part_of(&self, name: &str) -> Option<&str> {
        let by_last = self.by_last.get_or_init(|| {
            let mut by_last = HashMap::new();
            for (number, known) in self.all.iter().enumerate() {
                by_last.entry(last_part(known)).or_insert(number);
            }
            by_last
        });
        by_last.get(&last_part(name)).map(|number| self.all[*number].as_str())
    }

    /// What a folder has, which ends in `/`; `None` if nothing.
    pub fn in_folder(&self, folder: &str) -> Option<String> {
        let by_folder = self.by_folder.get_or_init(|| by_folder(&self.all));
        let InFolder { listed, count } = by_folder.get(folder)?;
        let listed = listed.join(", ");
        Some(match count.saturating_sub(LISTED) {
            0 => format!("`{folder}` has {listed}"),
            more => format!("`{folder}` has {listed} and {more} more"),
        })
    }
}

fn by_folder(names: &[String]) -> HashMap<String, InFolder> {
    let mut by_folder: HashMap<String, InFolder> = HashMap::new();
    for name in names {
        for (slash, _) in name.match_indices('/').filter(|(slash, _)| slash + 1 < name.len()) {
            let folder = by_folder.entry(name[..=slash].to_owned()).or_default();
            folder.count += 1;
            if folder.listed.len() < LISTED {
                folder.listed.push(format!("`{name}`"));
            }
        }
    }
    by_folder
}

fn last_part(name: &str) -> String {
    name.rsplit('/').next().unwrap_or_default().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(names: &[&str]) -> KnownNames {
        let mut known = KnownNames::default();
        names.iter().for_each(|name| known.push((*name).to_owned()));
        known
    }

    #[test]
    fn a_folder_has_what_stands_anywhere_in_it() {
        let known = known(&["a/b", "a/c/d", "a/", "b", "a/e", "a/f", "a/g", "a/h"]);
        let wanted = "`a/` has `a/b`, `a/c/d`, `a/e`, `a/f`, `a/g` and 1 more";
        assert_eq!(known.in_folder("a/").as_deref(), Some(wanted));
        assert_eq!(known.in_folder("a/c/").as_deref(), Some("`a/c/` has `a/c/d`"));
        assert_eq!(known.in_folder("b/"), None);
    }

    #[test]
    fn of_several_with_one_last_part_the_first_is_found() {
        let known = known(&["a/Guide", "b/guide", "other"]);
        assert_eq!(known.with_last_part_of("c/guide"), Some("a/Guide"));
        assert_eq!(known.with_last_part_of("guides"), None);
    }
}
