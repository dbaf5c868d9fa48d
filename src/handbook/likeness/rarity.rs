//! How rare words are in a handbook.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use super::words::Words;

/// In how many texts of a handbook each stem stands.
#[derive(Clone, Debug, Default)]
pub struct Rarity {
    texts: usize,
    texts_with: HashMap<u64, u32, ByHash>,
}

impl Rarity {
    /// Counts stems. Texts that say the same count as one.
    pub fn of<'w>(texts: impl IntoIterator<Item = &'w Words>) -> Self {
        let mut rarity = Self::default();
        let mut seen: HashSet<u64, ByHash> = HashSet::default();
        for words in texts {
            if !seen.insert(words.folded()) {
                continue;
            }
            rarity.texts += 1;
            let mut last = None;
            for (stem, _) in words.sorted() {
                if last != Some(stem) {
                    *rarity.texts_with.entry(*stem).or_default() += 1;
                }
                last = Some(stem);
            }
        }
        rarity
    }

    /// The weight of a stem: how often the number of texts that have it can be doubled before it is that of
    /// all texts, and one. These steps are so coarse that an edit seldom changes one, and the more texts
    /// have a word, the less often.
    pub fn weight(&self, stem: u64) -> u32 {
        let with = self.texts_with.get(&stem).copied().unwrap_or(1);
        self.texts.max(1).ilog2() + 1 - with.ilog2()
    }
}

/// Puts keys that are hashes already into maps without hashing them again.
pub type ByHash = BuildHasherDefault<OfHash>;

/// See [`ByHash`].
#[derive(Default)]
pub struct OfHash(u64);

impl Hasher for OfHash {
    fn write(&mut self, bytes: &[u8]) {
        unreachable!("{} bytes are no hash", bytes.len());
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handbook::likeness::Language;

    #[test]
    fn a_rare_word_weighs_more_than_a_frequent_one() {
        let texts =
            ["writes a plan", "reads a plan", "keeps a plan", "keeps a list", "Keeps a list."];
        let texts = texts.map(|text| Words::new(text, Language::default()));
        let rarity = Rarity::of(&texts);
        let weight = |word| rarity.weight(Words::new(word, Language::default()).stems()[0]);
        // Four texts, since the last two say the same.
        assert_eq!(["a", "plan", "keeps", "list", "unheard"].map(weight), [1, 2, 2, 3, 3]);
    }
}
