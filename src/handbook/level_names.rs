//! Levels by their names, and why a name means nothing certain.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::derived::Derived;
use super::former;
use super::fragment::MissingAnchor;
use super::ix::LevelIx;
use super::model::Hidden;
use super::order::OrderNumber;
use crate::diagnostic::{Code, Diagnostic, Spanned};
use crate::spelling::{composed, folded};
use crate::suggestion::{Candidates, Suggestion};
use crate::tree::RelPath;

/// Levels by their names: `ic/senior` always, `senior` where it is unique or in the level's own track; the
/// same by the stem of the file, `ic/3-senior` and `3-senior`, as editors complete links.
#[derive(Clone, Debug, Default)]
pub struct LevelNames {
    named: HashMap<String, Vec<LevelIx>>,
    /// The same without case; made when it is first asked for.
    folded: OnceLock<HashMap<String, Vec<LevelIx>>>,
    /// The full name of each level.
    all: Vec<String>,
    /// Names that levels had before, where none is called so today.
    former: HashMap<String, Vec<LevelIx>>,
    /// What messages may suggest: names without the track, and with it.
    near_short: Derived<Candidates>,
    near_full: Derived<Candidates>,
}

/// Why a name means nothing certain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unresolved {
    /// Nothing has this name; the nearest that something has.
    Unknown(Option<Suggestion>),
    /// Several things have it: their unambiguous names.
    Ambiguous(Vec<String>),
    /// What has it is left out of this build.
    Hidden(Hidden),
    /// It is a page where a picture should be.
    NoPicture,
    /// The page exists but has no such anchor.
    NoAnchor(Box<MissingAnchor>),
}

impl Unresolved {
    /// The diagnostic for a reference to `what`, which is one of `a level`, `a page` and so on.
    pub fn diagnostic(&self, what: &str, name: &str) -> Diagnostic {
        match self {
            Self::Unknown(near) => Diagnostic::new(
                Code::UnknownReference,
                format!("`{name}` is not the name of {what}"),
            )
            .suggest(near.clone()),
            Self::Ambiguous(names) => {
                let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
                Diagnostic::new(
                    Code::AmbiguousReference,
                    format!("`{name}` is the name of more than one thing"),
                )
                .help(format!("write {}", names.join(" or ")))
            }
            Self::Hidden(hidden) => Diagnostic::new(
                Code::HiddenReference,
                format!("`{}` is {} and left out of this build", hidden.name, hidden.reason),
            )
            .help("leave this page out as well, or remove the reference"),
            Self::NoPicture => {
                Diagnostic::new(Code::BrokenLink, format!("`{name}` is a page, not a picture"))
                    .help("write a link, without the `!` in front")
            }
            Self::NoAnchor(missing) => missing.diagnostic(),
        }
    }
}

impl LevelNames {
    /// The names of levels given as track, id and file; the handles are their positions.
    pub fn new<'a>(levels: impl ExactSizeIterator<Item = (&'a str, &'a str, &'a RelPath)>) -> Self {
        let mut names = Self::default();
        // Each has its id and the stem of its file, with its track and without.
        names.all.reserve(levels.len());
        names.named.reserve(4 * levels.len());
        for (index, (track, id, file)) in levels.enumerate() {
            names.all.push(format!("{track}/{id}"));
            for name in [id, file.stem()] {
                for name in [name.to_owned(), format!("{track}/{name}")] {
                    let name = composed(&name).into_owned();
                    let levels = names.named.entry(name).or_default();
                    // The id may be the stem; levels come in their order.
                    if levels.last() != Some(&LevelIx(index)) {
                        levels.push(LevelIx(index));
                    }
                }
            }
        }
        names
    }

    /// The same with names that levels had before, each in full.
    pub fn with_former(mut self, former: Vec<(LevelIx, String)>) -> Self {
        for (level, name) in former {
            let id = name.rsplit('/').next().unwrap_or_default();
            for name in [name.as_str(), id] {
                let name = composed(name).into_owned();
                if !self.named.contains_key(&name) || name.as_str() == id {
                    add(self.former.entry(name).or_default(), level);
                }
            }
        }
        self
    }

    /// How many levels have a name.
    pub fn count(&self, name: &str) -> usize {
        self.named.get(name).map_or(0, Vec::len)
    }

    /// The level with a name that stands in `file`: in the folder of a track it means that track's own
    /// level before any other.
    ///
    /// # Errors
    ///
    /// If no level has it, or a short name is that of several.
    pub fn get(&self, name: &str, file: &RelPath) -> Result<LevelIx, Unresolved> {
        let found = self.today(name, file).or_else(|| self.before(name, file));
        found.unwrap_or_else(|| Err(Unresolved::Unknown(self.nearest(name))))
    }

    /// What a name means today.
    fn today(&self, name: &str, file: &RelPath) -> Option<Result<LevelIx, Unresolved>> {
        let name = composed(bare(name));
        if !self.former.is_empty() && self.was_own(&name, file) {
            return None;
        }
        self.one_of(self.named.get(name.as_ref()), file)
    }

    /// Whether a short name in the folder of a track was that of the track's own level and is none today: then it
    /// is not that of another track's.
    fn was_own(&self, name: &str, file: &RelPath) -> bool {
        let track = file.inside("content/levels");
        let track = track.as_ref().map_or("", RelPath::folder);
        let own = format!("{track}/{name}");
        !track.is_empty() && !self.named.contains_key(&own) && self.former.contains_key(&own)
    }

    /// What a name meant before. A file may have been named with a number.
    fn before(&self, name: &str, file: &RelPath) -> Option<Result<LevelIx, Unresolved>> {
        if self.former.is_empty() {
            return None;
        }
        let name = composed(bare(name));
        let found = self.former.get(name.as_ref()).or_else(|| {
            let (folder, last) = name.rsplit_once('/').map_or(("", name.as_ref()), |it| it);
            let (Some(_), id) = OrderNumber::of_level(last) else { return None };
            let id = if folder.is_empty() { id.to_owned() } else { format!("{folder}/{id}") };
            self.former.get(&id)
        });
        self.one_of(found, file)
    }

    /// Whether no level is called so today.
    pub fn is_unknown(&self, name: &str, file: &RelPath) -> bool {
        self.today(name, file).is_none()
    }

    /// What a name should be that a level had before; `None` for one that a level has today, and for what no
    /// level was called. What is written in full or in short stays so, if that is certain.
    pub fn renamed(&self, name: &str, file: &RelPath) -> Option<Suggestion> {
        if self.today(name, file).is_some() {
            return None;
        }
        let level = self.before(name, file)?.ok()?;
        let full = &self.all[level.0];
        let id = full.rsplit('/').next().unwrap_or_default();
        let is_short = !bare(name).contains('/') && self.today(id, file) == Some(Ok(level));
        let prefix = if name.starts_with("levels/") { "levels/" } else { "" };
        let meant = if is_short { id.to_owned() } else { format!("{prefix}{full}") };
        Some(former::renamed(name, &meant))
    }

    /// The note about a name that a level had before.
    pub fn note(&self, name: &Spanned<String>) -> Option<Diagnostic> {
        let renamed = self.renamed(&name.value, &name.place.path)?;
        Some(former::note(renamed, &name.place))
    }

    /// The level with a name in whatever case, as vaults of notes tell names apart; `None` if no level
    /// has it.
    pub fn get_folded(&self, name: &str, file: &RelPath) -> Option<Result<LevelIx, Unresolved>> {
        let by_folded = self.folded.get_or_init(|| {
            let mut all: HashMap<String, Vec<LevelIx>> = HashMap::new();
            let mut named: Vec<_> = self.named.iter().collect();
            named.sort_unstable();
            for (name, levels) in named {
                let known = all.entry(folded(name)).or_default();
                levels.iter().for_each(|level| add(known, *level));
            }
            all
        });
        self.one_of(by_folded.get(&folded(bare(name))), file)
    }

    /// The one level that a name means in a file.
    fn one_of(
        &self,
        levels: Option<&Vec<LevelIx>>,
        file: &RelPath,
    ) -> Option<Result<LevelIx, Unresolved>> {
        let levels = levels?;
        if let [level] = levels.as_slice() {
            return Some(Ok(*level));
        }
        let file = file.inside("content/levels");
        let track = file.as_ref().map_or("", RelPath::folder);
        let mut own = levels.iter().filter(|level| {
            let id = self.all[level.0].strip_prefix(composed(track).as_ref());
            id.is_some_and(|id| id.starts_with('/'))
        });
        if let (Some(level), None) = (own.next(), own.next()) {
            return Some(Ok(*level));
        }
        let names = levels.iter().map(|level| self.all[level.0].clone()).collect();
        Some(Err(Unresolved::Ambiguous(names)))
    }

    fn nearest(&self, name: &str) -> Option<Suggestion> {
        let short = self.near_short.get(|| {
            let names = self.all.iter().filter_map(|it| it.split_once('/'));
            let mut short: Vec<&str> = names.map(|(_, short)| short).collect();
            short.sort_unstable();
            short.dedup();
            Candidates::new(short)
        });
        let full = || {
            let names = || Candidates::new(self.all.iter().map(String::as_str));
            self.near_full.get(names).nearest(name)
        };
        let found = short.nearest(name).or_else(full)?;
        match self.named.get(&found.meant).map(Vec::as_slice) {
            Some([first, _, ..]) => {
                Some(Suggestion { meant: self.all[first.0].clone(), ..found.uncertain() })
            }
            _ => Some(found),
        }
    }
}

fn add(levels: &mut Vec<LevelIx>, level: LevelIx) {
    if !levels.contains(&level) {
        levels.push(level);
    }
}

/// A name without what stands around it in a path from the root of content/.
fn bare(name: &str) -> &str {
    let name = name.strip_prefix("levels/").unwrap_or(name);
    name.strip_suffix(".md").unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(path: &str) -> RelPath {
        RelPath::new(path).expect("a path")
    }

    #[test]
    fn id_stem_and_path_are_names() {
        let staff = path("content/levels/ic/4-staff.md");
        let names = LevelNames::new([("ic", "staff", &staff)].into_iter());
        let elsewhere = path("content/guides/a.md");
        for name in [
            "staff",
            "ic/staff",
            "4-staff",
            "ic/4-staff",
            "levels/ic/4-staff",
            "levels/ic/4-staff.md",
        ] {
            assert_eq!(names.get(name, &elsewhere), Ok(LevelIx(0)), "{name}");
        }
        assert!(matches!(names.get("Staff", &elsewhere), Err(Unresolved::Unknown(Some(_)))));
        assert_eq!(names.get_folded("Staff", &elsewhere), Some(Ok(LevelIx(0))));
        assert_eq!(names.get_folded("4-Staff", &elsewhere), Some(Ok(LevelIx(0))));
    }

    #[test]
    fn in_a_track_the_short_form_is_its_own_level() {
        let files =
            ["ic", "icx", "lead"].map(|track| path(&format!("content/levels/{track}/1-one.md")));
        let levels = ["ic", "icx", "lead"].iter().zip(&files);
        let names = LevelNames::new(levels.map(|(track, file)| (*track, "one", file)));
        for (number, file) in files.iter().enumerate() {
            assert_eq!(names.get("one", file), Ok(LevelIx(number)));
            assert_eq!(names.get("1-one", file), Ok(LevelIx(number)));
        }
        let all = ["ic/one", "icx/one", "lead/one"].map(str::to_owned).to_vec();
        let elsewhere = names.get("one", &path("content/guides/a.md"));
        assert_eq!(elsewhere, Err(Unresolved::Ambiguous(all)));
    }

    #[test]
    fn composed_and_decomposed_names_are_the_same() {
        let file = path("content/levels/ic/2-inge\u{301}nieur.md");
        let names = LevelNames::new([("ic", "ing\u{e9}nieur", &file)].into_iter());
        for name in ["ing\u{e9}nieur", "inge\u{301}nieur", "ic/2-ing\u{e9}nieur"] {
            assert_eq!(names.get(name, &file), Ok(LevelIx(0)), "{name}");
        }
    }
}
