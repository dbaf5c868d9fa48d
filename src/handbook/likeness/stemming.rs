//! The stems of words, by hash.

use std::cell::RefCell;
use std::collections::HashMap;

use pagefind_stem::Stemmer;

use super::language::Language;
use crate::fingerprint::{ByHash, Fingerprint};

/// Most words of which a thread remembers the stems, in less than a megabyte. Few handbooks have as many.
const MOST: usize = 1 << 14;

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::default();
}

/// Stems that were found before. A handbook says the same words again and again, and to find the stem of one takes
/// ten times as long as to look it up.
#[derive(Default)]
struct Known {
    language: Language,
    /// Hashes of stems by those of words.
    stems: HashMap<u64, u64, ByHash>,
}

/// What makes stems of the words of a language.
pub struct Stemming {
    language: Language,
    stemmer: Option<Stemmer>,
}

impl Stemming {
    /// That of a language.
    pub fn new(language: Language) -> Self {
        Self { language, stemmer: language.stemmer() }
    }

    /// The hash of the stem of a word; where no stems are known in the language, that of the word.
    pub fn stem(&self, word: &str) -> u64 {
        let hash = Fingerprint::short_of(word);
        let Some(stemmer) = &self.stemmer else { return hash };
        KNOWN.with_borrow_mut(|known| {
            if known.language != self.language || known.stems.len() == MOST {
                known.stems.clear();
                known.language = self.language;
            }
            let find = || Fingerprint::short_of(&stemmer.stem(word));
            *known.stems.entry(hash).or_insert_with(find)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stem_is_that_of_its_language_whatever_was_asked_for_before() {
        let stem = |tag, word| Stemming::new(Language::of_tag(tag)).stem(word);
        let hash = Fingerprint::short_of;
        for _ in 0..2 {
            assert_eq!(stem("en", "plans"), hash("plan"));
            assert_eq!(stem("ja", "plans"), hash("plans"));
            assert_eq!(stem("de", "entscheidungen"), hash("entscheid"));
            assert_eq!(stem("en", "entscheidungen"), hash("entscheidungen"));
        }
    }

    #[test]
    fn no_more_words_are_remembered_than_said() {
        let stemming = Stemming::new(Language::of_tag("en"));
        for number in 0..=2 * MOST {
            let word = format!("word{number}");
            assert_eq!(stemming.stem(&word), Fingerprint::short_of(&word));
            KNOWN.with_borrow(|known| assert!(known.stems.len() <= MOST));
        }
    }
}
