//! Which of some things of an earlier revision is which of a later one.

use std::collections::HashMap;
use std::hash::Hash;

/// Pairs by the numbers of both sides; each is in one at most.
#[derive(Clone, Debug)]
pub struct Pairs {
    later: Vec<Option<usize>>,
    earlier: Vec<Option<usize>>,
}

impl Pairs {
    /// No pairs yet, of so many things before and after.
    pub fn new(before: usize, after: usize) -> Self {
        Self { later: vec![None; before], earlier: vec![None; after] }
    }

    /// Makes a pair of two that are in none.
    pub fn join(&mut self, before: usize, after: usize) {
        debug_assert!(self.is_free(before, after), "each is in one pair");
        self.later[before] = Some(after);
        self.earlier[after] = Some(before);
    }

    /// Whether neither has a partner.
    pub fn is_free(&self, before: usize, after: usize) -> bool {
        self.later[before].is_none() && self.earlier[after].is_none()
    }

    /// What something of the earlier revision is in the later one.
    pub fn later(&self, before: usize) -> Option<usize> {
        self.later[before]
    }

    /// What something of the later revision was in the earlier one.
    pub fn earlier(&self, after: usize) -> Option<usize> {
        self.earlier[after]
    }

    /// All pairs, in the order of the earlier revision.
    pub fn iter(&self) -> impl Iterator<Item = (usize, usize)> {
        self.later.iter().enumerate().filter_map(|(before, after)| Some((before, (*after)?)))
    }

    /// Joins all that a function says are one and have no partner, each with the first such.
    pub fn join_where(&mut self, is_same: impl Fn(usize, usize) -> bool) {
        for after in 0..self.earlier.len() {
            let found = (0..self.later.len())
                .find(|before| self.is_free(*before, after) && is_same(*before, after));
            if let Some(before) = found {
                self.join(before, after);
            }
        }
    }

    /// Joins all that have one key and no partner, each with the first such. Keys are those of the earlier and of the
    /// later revision.
    pub fn join_by<K: Eq + Hash>(
        &mut self,
        before: impl IntoIterator<Item = K>,
        after: impl IntoIterator<Item = K>,
    ) {
        let numbers = numbers(before);
        let after: Vec<K> = after.into_iter().collect();
        let found = |number: usize| numbers.get(&after[number]).cloned().unwrap_or_default();
        self.join_among(found, |_, _| true);
    }

    /// Joins all that a function says are one and have no partner, each with the first such of those, in their order,
    /// that another function says may be.
    pub fn join_among(
        &mut self,
        perhaps: impl Fn(usize) -> Vec<usize>,
        is_same: impl Fn(usize, usize) -> bool,
    ) {
        for after in 0..self.earlier.len() {
            if self.earlier[after].is_some() {
                continue;
            }
            let mut perhaps = perhaps(after).into_iter();
            let found =
                perhaps.find(|before| self.is_free(*before, after) && is_same(*before, after));
            if let Some(before) = found {
                self.join(before, after);
            }
        }
    }

    /// Those of the earlier revision that have no partner.
    pub fn only_before(&self) -> impl Iterator<Item = usize> {
        (0..self.later.len()).filter(|it| self.later[*it].is_none())
    }

    /// Those of the later revision that have no partner.
    pub fn only_after(&self) -> impl Iterator<Item = usize> {
        (0..self.earlier.len()).filter(|it| self.earlier[*it].is_none())
    }
}

/// The numbers of all that has a key, in their order.
pub fn numbers<K: Eq + Hash>(keys: impl IntoIterator<Item = K>) -> HashMap<K, Vec<usize>> {
    let mut numbers: HashMap<K, Vec<usize>> = HashMap::new();
    for (number, key) in keys.into_iter().enumerate() {
        numbers.entry(key).or_default().push(number);
    }
    numbers
}
