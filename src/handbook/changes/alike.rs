//! How much of what two levels or competencies say is the same, before single criteria are paired.

use std::collections::HashMap;

use super::stated::Stated;
use crate::handbook::likeness::{ALL, Language};

/// What some criteria say, by their written ids and by their words.
pub struct Said {
    counts: HashMap<Key, usize>,
    criteria: usize,
}

#[derive(PartialEq, Eq, Hash)]
enum Key {
    Id(String),
    Words(u64),
}

impl Said {
    /// What these criteria say. One with a written id counts by that alone.
    pub fn new<'a, 'h: 'a>(
        criteria: impl IntoIterator<Item = &'a Stated<'h>>,
        language: Language,
    ) -> Self {
        let mut said = Self { counts: HashMap::new(), criteria: 0 };
        for it in criteria {
            let criterion = it.criterion;
            let words = Key::Words(criterion.text.words(language).folded());
            *said.counts.entry(words).or_default() += 1;
            if criterion.pinned {
                *said.counts.entry(Key::Id(criterion.id.clone())).or_default() += 1;
            }
            for old in &criterion.was {
                *said.counts.entry(Key::Id(old.clone())).or_default() += 1;
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
        let common = |is_id: bool| -> usize {
            let own = self.counts.iter().filter(|(key, _)| matches!(key, Key::Id(_)) == is_id);
            own.map(|(key, count)| other.counts.get(key).map_or(0, |it| *it.min(count))).sum()
        };
        let all = self.criteria + other.criteria;
        let least = self.criteria.min(other.criteria);
        let shared = common(true).max(common(false)).min(least);
        (2 * shared * ALL as usize).checked_div(all).unwrap_or_default() as u32
    }
}
