//! The levels that data is made from.

use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::Arc;

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::level::{self, LevelJson};
use super::sentences::{Sentence, StepSentences, sentences};
use crate::handbook::LevelIx;
use crate::handbook::likeness::Words;
use crate::view::{Notes, Site};

/// What data says of a level, without line breaks.
pub type LevelText<'l> = Cow<'l, RawValue>;

/// What data says of the levels of a handbook.
pub enum Levels<'h> {
    /// One for each level, in their order, which the next build has again.
    Remembered(Vec<Arc<LevelJson>>),
    /// Made whenever they are asked for, and never kept: no next build has them again.
    Made(&'h Site<'h>),
}

impl<'h> Levels<'h> {
    /// A level as it is remembered; `None` where none is.
    pub fn remembered(&self, level: LevelIx) -> Option<&LevelJson> {
        match self {
            Self::Remembered(levels) => Some(&levels[level.0]),
            Self::Made(_) => None,
        }
    }

    /// What data says of a level.
    pub fn json(&self, level: LevelIx) -> LevelText<'_> {
        match self {
            Self::Remembered(levels) => Cow::Borrowed(&levels[level.0].json),
            Self::Made(site) => Cow::Owned(level::json(site, &Notes::default(), level)),
        }
    }

    /// The words of all its criteria, in the order of its cells.
    pub fn words(&self, level: LevelIx) -> Cow<'_, [Words]> {
        match self {
            Self::Remembered(levels) => Cow::Borrowed(&levels[level.0].words),
            Self::Made(site) => Cow::Owned(level::words(site.handbook.untracked(), level)),
        }
    }

    /// The sentences of steps, of which [`Self::sentences`] takes some.
    pub fn steps(&self) -> StepSentences {
        match self {
            Self::Remembered(_) => StepSentences::default(),
            Self::Made(site) => StepSentences::new(site.handbook),
        }
    }

    /// What it says, without all that is only shown of it.
    pub(super) fn sentences<'a>(
        &'a self,
        steps: &'a StepSentences,
        level: LevelIx,
    ) -> Vec<Sentence<'a>> {
        match self {
            Self::Remembered(levels) => {
                levels[level.0].sentences.iter().map(Sentence::Kept).collect()
            }
            Self::Made(site) => sentences(site.handbook.untracked(), steps, level),
        }
    }
}

/// Levels as a list, each asked for when it is written.
pub struct Each<'a>(RefCell<Box<dyn Iterator<Item = LevelText<'a>> + 'a>>);

impl<'a> Each<'a> {
    /// Those that an iterator gives. It can be written once.
    pub fn new(levels: impl Iterator<Item = LevelText<'a>> + 'a) -> Self {
        Self(RefCell::new(Box::new(levels)))
    }
}

impl Serialize for Each<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.borrow_mut().by_ref())
    }
}
