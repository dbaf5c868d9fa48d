//! What levels were called before, by the old addresses that lead to them.
//!
//! An author who renames a level or a track says so once, by its old address. The level also stood in the
//! addresses of comparisons, and scripts name it in queries: `?level=ic/mid`.

use std::collections::{BTreeMap, BTreeSet};

use super::ix::{LevelIx, TrackIx};
use super::model::Handbook;
use super::page::PageKey;

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
        for (track, id) in former_tracks(old) {
            for level in &handbook[track].levels {
                add(*level, format!("{id}/{}", handbook[*level].id));
            }
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
