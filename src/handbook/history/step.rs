//! What happened from one edition to the next.

use std::collections::HashMap;

use super::told::ToldSubject;
use crate::fingerprint::{ByHash, Fingerprint};
use crate::handbook::changes::{self, Noun, Revision, Weight};
use crate::handbook::ix::LevelIx;

/// What happened from one edition to the next, kept without the handbooks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// Which level of the earlier one is which of the later one.
    pub levels: Vec<(LevelIx, LevelIx)>,
    /// What became of criteria, by [`Fingerprint::short_of`] their ids in the later one. One that is new has no descent.
    pub criteria: HashMap<u64, Descent, ByHash>,
    /// All that changed, each thing once.
    pub subjects: Vec<ToldSubject>,
    /// The numbers of those subjects that are levels of the later one.
    pub of_levels: HashMap<LevelIx, usize>,
    /// The fingerprint of what changed.
    pub fingerprint: Fingerprint,
}

/// What a criterion was one edition before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Descent {
    /// [`Fingerprint::short_of`] its id.
    pub from: u64,
    /// Whether its words have changed, by more than typography.
    pub is_reworded: bool,
}

impl Step {
    pub fn between(before: Revision, after: Revision) -> Self {
        let changes = changes::between(before, after);
        let descent = |it: &changes::Kept| {
            let [from, to] = [it.from, it.to].map(|it| Fingerprint::short_of(&it.id));
            (to, Descent { from, is_reworded: it.is_reworded })
        };
        let subjects: Vec<ToldSubject> = changes.subjects.iter().map(ToldSubject::new).collect();
        let of_levels = subjects.iter().enumerate();
        let of_levels = of_levels
            .filter(|(_, it)| it.noun == Noun::Level)
            .filter_map(|(number, it)| Some((it.level()?, number)));
        Self {
            fingerprint: Fingerprint::of(&subjects),
            criteria: changes.kept.iter().map(descent).collect(),
            levels: changes.levels,
            of_levels: of_levels.collect(),
            subjects,
        }
    }

    /// What is proposed for the version: that of the weightiest change; `None` if nothing changed.
    pub fn weight(&self) -> Option<Weight> {
        self.subjects.iter().map(|it| it.weight).max()
    }
}
