//! How rare words are in a handbook.

use std::borrow::Borrow;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::words::Words;
use crate::fingerprint::{ByHash, Fingerprint};

/// In how many texts of a handbook each stem stands.
#[derive(Clone, Debug, Default)]
pub struct Rarity {
    texts: usize,
    texts_with: HashMap<u64, u32, ByHash>,
    /// See [`Self::weights`]. Made when it is first asked for.
    weights: OnceLock<u64>,
}

impl Rarity {
    /// Counts stems. Texts that say the same count as one.
    pub fn of(all: impl IntoIterator<Item = impl Borrow<Stems>>) -> Self {
        let mut rarity = Self::default();
        let mut seen: HashSet<u64, ByHash> = HashSet::default();
        for texts in all {
            for (folded, stems) in texts.borrow().texts() {
                if !seen.insert(folded) {
                    continue;
                }
                rarity.texts += 1;
                for stem in stems {
                    *rarity.texts_with.entry(*stem).or_default() += 1;
                }
            }
        }
        rarity
    }

    /// The weight of a stem: how often the number of texts that have it can be doubled before it is that of
    /// all texts, and one. These steps are so coarse that an edit seldom changes one, and the more texts
    /// have a word, the less often.
    pub fn weight(&self, stem: u64) -> u32 {
        let with = self.texts_with.get(&stem).copied().unwrap_or(1);
        self.most() - with.ilog2()
    }

    /// In how many texts a stem stands.
    pub fn count(&self, stem: u64) -> u32 {
        self.texts_with.get(&stem).copied().unwrap_or_default()
    }

    /// The weight of a stem that stands in one text, or in none.
    fn most(&self) -> u32 {
        self.texts.max(1).ilog2() + 1
    }

    /// The fingerprint of the weights of some stems.
    pub fn fingerprint(&self, stems: &Stems) -> Fingerprint {
        Fingerprint::of(&stems.all().iter().map(|stem| self.weight(*stem)).collect::<Vec<_>>())
    }

    /// What stands for the weights of all stems. Those of one text are left out, so that most new words change nothing.
    pub fn weights(&self) -> u64 {
        *self.weights.get_or_init(|| {
            // A sum, since the stems are in no order.
            let heavier = self.texts_with.iter().filter(|(_, with)| **with > 1);
            let hash = |it: &(u64, u32)| Fingerprint::of(it).short();
            let hashes = heavier.map(|(stem, with)| hash(&(*stem, with.ilog2())));
            hashes.fold(u64::from(self.most()), u64::wrapping_add)
        })
    }
}

/// The stems of several texts in one piece of memory, through which every build goes.
#[derive(Clone, Debug, Default)]
pub struct Stems {
    /// For each text [`Words::folded`], and where its stems end.
    texts: Box<[(u64, usize)]>,
    /// Those of one text after those of another, each once.
    stems: Box<[u64]>,
}

impl Stems {
    /// The stems of some texts.
    pub fn of(texts: impl IntoIterator<Item = Words>) -> Self {
        let (mut of_texts, mut stems) = (Vec::new(), Vec::new());
        for words in texts {
            let start = stems.len();
            for (stem, _) in words.sorted() {
                if stems[start..].last() != Some(&stem) {
                    stems.push(stem);
                }
            }
            of_texts.push((words.folded(), stems.len()));
        }
        Self { texts: of_texts.into(), stems: stems.into() }
    }

    /// All stems, text by text.
    pub fn all(&self) -> &[u64] {
        &self.stems
    }

    fn texts(&self) -> impl Iterator<Item = (u64, &[u64])> {
        let starts = [0].into_iter().chain(self.texts.iter().map(|(_, end)| *end));
        starts.zip(&self.texts).map(|(start, (folded, end))| (*folded, &self.stems[start..*end]))
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
        let rarity = Rarity::of([&Stems::of(texts)]);
        let stem = |word| Words::new(word, Language::default()).stems().next().unwrap();
        let weight = |word| rarity.weight(stem(word));
        // Four texts, since the last two say the same.
        assert_eq!(["a", "plan", "keeps", "list", "unheard"].map(weight), [1, 2, 2, 3, 3]);
    }

    #[test]
    fn what_stands_for_weights_changes_with_them_alone() {
        let weights = |texts: &[&str]| {
            let texts = texts.iter().map(|text| Words::new(text, Language::default()));
            Rarity::of([&Stems::of(texts)]).weights()
        };
        let all = ["writes plans", "reads plans", "keeps plans", "keeps lists"];
        let changed = |number: usize, text: &'static str| {
            let mut others = all;
            others[number] = text;
            weights(&others) != weights(&all)
        };
        assert!(!changed(0, "drafts plans"), "a word of one text for another");
        assert!(changed(2, "drafts plans"), "one text keeps something");
        assert!(changed(3, "keeps plans"), "three texts are left");
    }
}
