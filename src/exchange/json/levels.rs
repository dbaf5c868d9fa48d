//! The levels that data is made from.

use std::borrow::Cow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::level::{self, LevelJson, Sentence};
use crate::handbook::LevelIx;
use crate::handbook::likeness::Words;
use crate::view::{Notes, Site};

/// What data says of the levels of a handbook.
pub enum Levels<'h> {
    /// One for each level, in their order, which the next build has again.
    Remembered(Vec<Arc<LevelJson>>),
    /// Made when they are asked for, and kept as far as there is room: no next build has them again.
    Made(MadeLevels<'h>),
}

/// Levels of a build that has no next one.
pub struct MadeLevels<'h> {
    site: &'h Site<'h>,
    /// Those that were made, as far as there was room: two files have each.
    json: Vec<OnceLock<Box<RawValue>>>,
    /// Bytes that are left for further ones.
    room: AtomicUsize,
}

/// Most bytes of levels that are kept: those of some eight thousand. A build needed more while it read the handbook.
const ROOM: usize = 64 << 20;

impl MadeLevels<'_> {
    fn json(&self, level: LevelIx) -> Cow<'_, RawValue> {
        let place = &self.json[level.0];
        if let Some(known) = place.get() {
            return Cow::Borrowed(known);
        }
        let json = level::json(self.site, &Notes::default(), level);
        let rest = |room: usize| room.checked_sub(json.get().len());
        match self.room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, rest) {
            Ok(_) => Cow::Borrowed(place.get_or_init(|| json)),
            Err(_) => Cow::Owned(json),
        }
    }
}

impl<'h> Levels<'h> {
    /// The levels of a site, none of which is made yet.
    pub fn made(site: &'h Site<'h>) -> Self {
        let json = vec![OnceLock::new(); site.handbook.levels.len()];
        Self::Made(MadeLevels { site, json, room: AtomicUsize::new(ROOM) })
    }

    /// A level as it is remembered; `None` where none is.
    pub fn remembered(&self, level: LevelIx) -> Option<&LevelJson> {
        match self {
            Self::Remembered(levels) => Some(&levels[level.0]),
            Self::Made(_) => None,
        }
    }

    /// A level without line breaks.
    pub fn json(&self, level: LevelIx) -> Cow<'_, RawValue> {
        match self {
            Self::Remembered(levels) => Cow::Borrowed(&levels[level.0].json),
            Self::Made(made) => made.json(level),
        }
    }

    /// The words of all its criteria, in the order of its cells.
    pub fn words(&self, level: LevelIx) -> Cow<'_, [Words]> {
        match self {
            Self::Remembered(levels) => Cow::Borrowed(&levels[level.0].words),
            Self::Made(made) => Cow::Owned(level::words(made.site.handbook.untracked(), level)),
        }
    }

    /// What it says, without all that is only shown of it.
    pub fn sentences(&self, level: LevelIx) -> Cow<'_, [Sentence<'h>]> {
        match self {
            Self::Remembered(levels) => Cow::Borrowed(&levels[level.0].sentences),
            Self::Made(made) => Cow::Owned(level::sentences(made.site.handbook.untracked(), level)),
        }
    }
}

/// All levels as a list.
pub struct Each<'a> {
    pub site: &'a Site<'a>,
    pub levels: &'a Levels<'a>,
}

impl Serialize for Each<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let levels = self.site.handbook.levels();
        serializer.collect_seq(levels.map(|(level, _)| self.levels.json(level)))
    }
}
