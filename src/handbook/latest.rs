//! Criteria without those that later ones take the place of.

use std::collections::{HashMap, hash_map};

use super::effective::EffectiveCriterion;
use crate::fingerprint::{ByHash, Fingerprint};

/// Criteria of which the last one with an id stands where the first one stood.
#[derive(Default)]
pub struct Latest<'h> {
    pub criteria: Vec<EffectiveCriterion<'h>>,
    /// Where each is by its id, as [`Fingerprint::short_of`] it, once there are more than [`Self::FEW`].
    places: HashMap<u64, usize, ByHash>,
}

impl<'h> Latest<'h> {
    /// So many are looked through faster than they are looked up.
    const FEW: usize = 16;

    /// Puts one behind the others, or in the place of the one with its id.
    pub fn put(&mut self, it: EffectiveCriterion<'h>) {
        match self.place(&it.criterion.id) {
            Some(known) => self.criteria[known] = it,
            None => self.criteria.push(it),
        }
    }

    /// Where the one with an id is. If there is none, one is about to be put behind the last.
    fn place(&mut self, id: &str) -> Option<usize> {
        let count = self.criteria.len();
        if count < Self::FEW {
            return self.criteria.iter().position(|it| *it.criterion.id == *id);
        }
        let hash = |it: &EffectiveCriterion| Fingerprint::short_of(&it.criterion.id);
        if self.places.is_empty() {
            self.places.extend(self.criteria.iter().map(hash).zip(0..));
        }
        match self.places.entry(Fingerprint::short_of(id)) {
            hash_map::Entry::Occupied(known) => Some(*known.get()),
            hash_map::Entry::Vacant(new) => {
                new.insert(count);
                None
            }
        }
    }
}
