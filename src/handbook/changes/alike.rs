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

    /// The numbers by all keys but the most frequent ones, which alone make up no share of `least`: for a share of `s`
    /// of 1, two have the part `s / (2 - s)` at least of the criteria of one in common.
    fn rarest(
        &self,
        all: &HashMap<u64, Vec<usize>, ByHash>,
        keys: &Counts,
        least: u32,
    ) -> Vec<usize> {
        let numbers = |key: &u64| all.get(key).map_or(&[][..], Vec::as_slice);
        let mut keys: Vec<(&[usize], usize)> =
            keys.iter().map(|(key, count)| (numbers(key), *count)).collect();
        keys.sort_unstable_by_key(|(numbers, _)| numbers.len());
        let (whole, least) = (ALL as usize, least as usize);
        let mut left_out = 0;
        while let Some((_, count)) = keys.last() {
            left_out += count;
            if left_out * (2 * whole - least) >= least * self.criteria {
                break;
            }
            keys.pop();
        }
        keys.into_iter().flat_map(|(numbers, _)| numbers).copied().collect()
    }
}

/// The levels of a revision by what they say, so that those are found that may say the same as another one.
#[derive(Default)]
pub struct Sayers {
    ids: HashMap<u64, Vec<usize>, ByHash>,
    words: HashMap<u64, Vec<usize>, ByHash>,
}

impl Sayers {
    /// What each says, by its number.
    pub fn of<'s>(all: impl IntoIterator<Item = (usize, &'s Said)>) -> Self {
        let mut sayers = Self::default();
        for (number, said) in all {
            let kinds = [(&mut sayers.ids, &said.ids), (&mut sayers.words, &said.words)];
            for (numbers, keys) in kinds {
                keys.keys().for_each(|key| numbers.entry(*key).or_default().push(number));
            }
        }
        sayers
    }

    /// The numbers of those whose [`Said::share`] with something is `least` or more, and of some others; in their order.
    pub fn perhaps_alike(&self, said: &Said, least: u32) -> Vec<usize> {
        let kinds = [(&self.ids, &said.ids), (&self.words, &said.words)];
        let mut numbers: Vec<usize> =
            kinds.into_iter().flat_map(|(all, keys)| said.rarest(all, keys, least)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

/// How much two have in common.
fn common(one: &Counts, other: &Counts) -> usize {
    one.iter().map(|(key, count)| other.get(key).map_or(0, |it| *it.min(count))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(ids: &[u64], words: &[u64]) -> Said {
        let counted = |keys: &[u64]| {
            let mut counts = Counts::default();
            keys.iter().for_each(|key| *counts.entry(*key).or_default() += 1);
            counts
        };
        Said { ids: counted(ids), words: counted(words), criteria: words.len() }
    }

    #[test]
    fn whoever_shares_enough_is_found() {
        let mut state = 3_u64;
        let mut next = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) % below
        };
        // What low numbers stand for is said by many.
        let mut some =
            |most: u64| -> Vec<u64> { (0..next(most)).map(|_| next(40).min(next(40))).collect() };
        let all: Vec<Said> = (0..80)
            .map(|_| {
                let words = some(9);
                let ids: Vec<u64> = some(9).into_iter().take(words.len()).collect();
                said(&ids, &words)
            })
            .collect();
        let sayers = Sayers::of(all.iter().enumerate());
        let mut passed_over = 0;
        for least in [1, ALL / 10, ALL / 2, ALL] {
            for one in &all {
                let found = sayers.perhaps_alike(one, least);
                let alike = (0..all.len()).filter(|it| one.share(&all[*it]) >= least);
                assert!(alike.into_iter().all(|it| found.contains(&it)), "at least {least}");
                passed_over += all.len() - found.len();
            }
        }
        assert!(passed_over > 10_000, "{passed_over} of {}", 4 * all.len() * all.len());
    }
}
