//! How much of what two levels or competencies say is the same, before single criteria are paired.

use std::collections::HashMap;

use super::stated::Stated;
use crate::fingerprint::{ByHash, Fingerprint};
use crate::handbook::likeness::{ALL, Language};

/// What some criteria say, by their written ids and by their words.
#[derive(Default)]
pub struct Said {
    /// How often each id is written, by its [`Fingerprint::short_of`].
    ids: Counts,
    /// How often each text is there, by what those share that say the same.
    words: Counts,
    criteria: usize,
}

type Counts = HashMap<u64, usize, ByHash>;

impl Said {
    /// What these criteria say. One with a written id counts by that alone.
    pub fn new<'a, 'h: 'a>(
        criteria: impl IntoIterator<Item = &'a Stated<'h>>,
        language: Language,
    ) -> Self {
        let mut said = Self::default();
        for it in criteria {
            let criterion = it.criterion;
            *said.words.entry(criterion.text.words(language).folded()).or_default() += 1;
            let ids = criterion.ids().filter(|id| criterion.pinned || **id != *criterion.id);
            for id in ids {
                *said.ids.entry(Fingerprint::short_of(id)).or_default() += 1;
            }
            said.criteria += 1;
        }
        said
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.criteria == 0
    }

    /// The part of both that is the same, from 0 to [`ALL`]. A criterion that has both its id and its words
    /// in common counts no more than one that has either.
    pub fn share(&self, other: &Self) -> u32 {
        let all = self.criteria + other.criteria;
        let least = self.criteria.min(other.criteria);
        let shared =
            common(&self.ids, &other.ids).max(common(&self.words, &other.words)).min(least);
        (2 * shared * ALL as usize).checked_div(all).unwrap_or_default() as u32
    }
}

/// How much two have in common.
fn common(one: &Counts, other: &Counts) -> usize {
    one.iter().map(|(key, count)| other.get(key).map_or(0, |it| *it.min(count))).sum()
}
