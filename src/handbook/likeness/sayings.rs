//! Texts by what they say.

use super::words::Words;

/// Numbers of texts by what they share with those that say the same.
pub struct Sayings {
    /// What texts share that say the same, with their numbers; in this order.
    texts: Vec<(u64, usize)>,
    /// Where several say the same, how many of the first of them are known to be free no more.
    passed: Vec<usize>,
}

impl Sayings {
    /// Those of texts with their numbers.
    pub fn new<'w>(texts: impl IntoIterator<Item = (usize, &'w Words)>) -> Self {
        let texts = texts.into_iter().map(|(number, words)| (words.folded(), number));
        let mut texts: Vec<(u64, usize)> = texts.collect();
        texts.sort_unstable();
        Self { passed: vec![0; texts.len()], texts }
    }

    /// The first number of a text that says the same, is free and is meant. What is not free must never be again: of
    /// thousands of texts that say the same, those that have been taken are passed over once.
    pub fn first(
        &mut self,
        words: &Words,
        is_free: impl Fn(usize) -> bool,
        is_meant: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let start = self.texts.partition_point(|(it, _)| *it < words.folded());
        let same = |at: usize| {
            let text = self.texts.get(at).filter(|(it, _)| *it == words.folded());
            text.map(|(_, number)| *number)
        };
        let mut at = start + self.passed.get(start).copied().unwrap_or_default();
        while same(at).is_some_and(|it| !is_free(it)) {
            at += 1;
        }
        let found = (at..).map_while(same).find(|it| is_free(*it) && is_meant(*it));
        if let Some(passed) = self.passed.get_mut(start) {
            *passed = at - start;
        }
        found
    }
}
