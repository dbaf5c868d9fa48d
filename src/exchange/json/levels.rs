//! The levels that data is made from.

use std::borrow::Cow;
use std::sync::Arc;

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
    /// Made wherever they are asked for, so that a build that has no next one never has all of them in memory.
    Made(&'h Site<'h>),
}

impl<'h> Levels<'h> {
    /// A level without line breaks.
    pub fn json(&self, level: LevelIx) -> Cow<'_, RawValue> {
        match self {
            Self::Remembered(levels) => Cow::Borrowed(&levels[level.0].json),
            Self::Made(site) => Cow::Owned(level::json(site, &Notes::default(), level)),
        }
    }

    /// The words of all its criteria, in the order of its cells.
    pub fn words(&self, level: LevelIx) -> Cow<'_, [Arc<Words>]> {
        match self {
            Self::Remembered(levels) => Cow::Borrowed(&levels[level.0].words),
            Self::Made(site) => Cow::Owned(level::words(site.handbook.untracked(), level)),
        }
    }

    /// What it says, without all that is only shown of it.
    pub fn sentences(&self, level: LevelIx) -> Cow<'_, [Sentence<'h>]> {
        match self {
            Self::Remembered(levels) => Cow::Borrowed(&levels[level.0].sentences),
            Self::Made(site) => Cow::Owned(level::sentences(site.handbook.untracked(), level)),
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
