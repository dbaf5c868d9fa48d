//! Texts by what they say.

use std::collections::{HashMap, VecDeque};

use super::words::Words;
use crate::fingerprint::ByHash;

/// Numbers of texts by what they share with those that say the same, in their order.
#[derive(Default)]
pub struct Sayings(HashMap<u64, VecDeque<usize>, ByHash>);

impl Sayings {
    /// Those of texts with their numbers.
    pub fn new(texts: impl IntoIterator<Item = (usize, Words)>) -> Self {
        let mut sayings = Self::default();
        for (number, words) in texts {
            sayings.0.entry(words.folded()).or_default().push_back(number);
        }
        sayings
    }

    /// The first number of a text that says the same, is free and is meant. What is not free must never be again: those
    /// at the front are forgotten, since thousands of texts may say the same.
    pub fn first(
        &mut self,
        words: &Words,
        is_free: impl Fn(usize) -> bool,
        is_meant: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let numbers = self.0.get_mut(&words.folded())?;
        while numbers.front().is_some_and(|it| !is_free(*it)) {
            numbers.pop_front();
        }
        numbers.iter().copied().find(|it| is_free(*it) && is_meant(*it))
    }
}
