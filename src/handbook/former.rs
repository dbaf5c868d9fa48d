//! What levels were called before, by what their authors say (`was`) and by the old addresses that lead to them.
//!
//! An author who renames a level or a track says so once. The level also stood in the addresses of comparisons,
//! and scripts name it in queries: `?level=ic/mid`.

use std::collections::{BTreeMap, BTreeSet};

use super::ix::{LevelIx, TrackIx};
use super::model::{Handbook, Track};
use super::page::PageKey;
use crate::diagnostic::{Code, Diagnostic, Place, Spanned};
use crate::suggestion::Suggestion;

/// Names that levels had, each in full: `ic/mid`. None of them is the name of a level today.
#[derive(Debug, Default)]
pub struct FormerNames {
    levels: BTreeMap<LevelIx, Vec<String>>,
}

impl FormerNames {
    /// From pages and the paths that lead to them: old addresses without `/` at their ends.
    pub fn new<'a>(
        handbook: &Handbook,
        old: impl Iterator<Item = (PageKey, &'a str)> + Clone,
    ) -> Self {
        let mut names = Self::default();
        let in_use: BTreeSet<String> =
            handbook.levels().map(|(level, _)| handbook.level_name(level)).collect();
        let mut add = |level: LevelIx, name: String| {
            let known = names.levels.entry(level).or_default();
            if !in_use.contains(&name) && !known.contains(&name) {
                known.push(name);
            }
        };
        for (page, path) in old.clone() {
            if let (PageKey::Level(level), Some(name)) = (page, level_name(path)) {
                add(level, name.to_owned());
            }
        }
        for (track, id) in former_tracks(old.clone()) {
            for level in &handbook[track].levels {
                add(*level, format!("{id}/{}", handbook[*level].id));
            }
        }
        for (level, name) in names_of_levels(handbook) {
            add(level, name);
        }
        names.levels.retain(|_, names| !names.is_empty());
        names
    }

    /// Names that a level had.
    pub fn of(&self, level: LevelIx) -> &[String] {
        self.levels.get(&level).map_or(&[], Vec::as_slice)
    }

    /// All levels that were called otherwise, with what they were called.
    pub fn iter(&self) -> impl Iterator<Item = (LevelIx, &str)> {
        self.levels
            .iter()
            .flat_map(|(level, names)| names.iter().map(|name| (*level, name.as_str())))
    }
}

/// Names that levels had by what their authors say of them and of their tracks, each in full.
pub fn names_of_levels(handbook: &Handbook) -> Vec<(LevelIx, String)> {
    let levels = handbook.levels();
    let levels = levels.map(|(_, it)| (&handbook[it.track], it.id.as_str(), it.was.as_slice()));
    level_names(levels)
}

/// Names that levels had, each in full, of levels given as track, id and what it was; the handles are their
/// positions. A level was called by its old ids in its track, and by all its ids in each track that its own was.
pub fn level_names<'a>(
    levels: impl Iterator<Item = (&'a Track, &'a str, &'a [Spanned<String>])>,
) -> Vec<(LevelIx, String)> {
    let mut names = Vec::new();
    for (index, (track, id, was)) in levels.enumerate() {
        let level = LevelIx(index);
        let old: Vec<String> = was.iter().map(|it| full_name(&track.id, &it.value)).collect();
        for former in &track.was {
            let here = format!("{}/", track.id);
            let ids = old.iter().filter_map(|name| name.strip_prefix(&here)).chain([id]);
            names.extend(ids.map(|id| (level, format!("{}/{id}", former.value))));
        }
        names.extend(old.into_iter().map(|name| (level, name)));
    }
    names
}

/// The full name of a level that an author gives in short where it was of the same track.
pub fn full_name(track: &str, name: &str) -> String {
    let name = name.strip_prefix("levels/").unwrap_or(name).trim_matches('/');
    if name.contains('/') { name.to_owned() } else { format!("{track}/{name}") }
}

/// The note about a name that something had before.
pub fn note(suggestion: Suggestion, place: &Place) -> Diagnostic {
    let Suggestion { written, meant, .. } = &suggestion;
    let message = format!("`{written}` is called `{meant}` now");
    let mut diagnostic = Diagnostic::new(Code::FormerName, message)
        .at(place.clone())
        .help(format!("write `{meant}`; `ladderbook check --fix` does it everywhere"));
    diagnostic.suggestion = Some(suggestion);
    diagnostic
}

/// What a name of today is in the place of an old one.
pub fn renamed(written: &str, meant: &str) -> Suggestion {
    Suggestion { written: written.to_owned(), meant: meant.to_owned(), certain: true }
}

/// The name of the level that stood at a path.
fn level_name(path: &str) -> Option<&str> {
    let name = path.strip_prefix("levels/")?;
    (name.matches('/').count() == 1).then_some(name)
}

/// Tracks with the folders that they had.
fn former_tracks<'a>(
    old: impl Iterator<Item = (PageKey, &'a str)>,
) -> impl Iterator<Item = (TrackIx, &'a str)> {
    old.filter_map(|(page, path)| match page {
        PageKey::Track(track) => {
            let id = path.strip_prefix("levels/").filter(|id| !id.contains('/'))?;
            Some((track, id))
        }
        _ => None,
    })
}
