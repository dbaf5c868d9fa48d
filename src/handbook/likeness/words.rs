//! A text as words that can be compared.

use std::sync::Arc;

use super::language::Language;
use super::stemming::Stemming;
use crate::fingerprint::Fingerprint;
use crate::spelling::{is_mark, is_unspaced, plain_characters};

/// The words of a text, without what does not tell two texts apart. Cheap to clone, and in one piece of memory: a large
/// handbook has hundreds of thousands of texts, and goes through them several times.
///
/// First stands a hash of the text without case, punctuation and typographic signs, which texts share that say the same;
/// then the stems in the order of the text, each with a position beside it.
#[derive(Clone, Debug, Hash)]
pub struct Words(Arc<[u64]>);

/// Bits of a stem that hold a position instead. Those that are left tell millions of stems apart.
const POSITION: u32 = u16::BITS;

impl Words {
    /// The words of a text in a language.
    pub fn new(text: &str, language: Language) -> Self {
        let runs = runs(text);
        let stemming = Stemming::new(language);
        let mut packed = Vec::with_capacity(text.len() / 8 + 2);
        packed.push(Fingerprint::short_of(&runs));
        for run in runs.split(' ').filter(|run| !run.is_empty()) {
            if run.starts_with(is_unspaced) {
                packed.extend(bigrams(run).map(|pair| packed_stem(Fingerprint::short_of(&pair))));
            } else {
                packed.push(packed_stem(stemming.stem(run)));
            }
        }
        // No sentence has as many words; the rest of an article would tell nothing more.
        packed.truncate(usize::from(u16::MAX) + 1);
        // Beside them stand the positions of the stems, ordered by stem and then by position, so that two texts are
        // matched in one pass.
        let stems = &mut packed[1..];
        let mut sorted: Vec<(u64, u16)> = stems.iter().map(|it| stem(*it)).zip(0..).collect();
        sorted.sort_unstable();
        for (it, (_, at)) in stems.iter_mut().zip(sorted) {
            *it |= u64::from(at);
        }
        Self(packed.into())
    }

    /// What texts share that say the same.
    pub fn folded(&self) -> u64 {
        self.0[0]
    }

    /// Hashes of the stems, in the order of the text.
    pub fn stems(&self) -> impl ExactSizeIterator<Item = u64> {
        self.0[1..].iter().map(|it| stem(*it))
    }

    /// Each stem with its position, ordered by both.
    pub fn sorted(&self) -> impl Iterator<Item = (u64, usize)> {
        let stems = &self.0[1..];
        stems.iter().map(|it| usize::from(*it as u16)).map(|at| (stem(stems[at]), at))
    }
}

/// The hash of a stem with room for a position.
fn packed_stem(hash: u64) -> u64 {
    hash >> POSITION << POSITION
}

/// The hash of a packed stem. The bits that it has no place for are others of it, so that all bits differ from stem to
/// stem, as maps want it.
fn stem(packed: u64) -> u64 {
    packed_stem(packed) | packed >> (u64::BITS - POSITION)
}

/// The words of a text between spaces and punctuation, in lower case, with a space between them. What is written
/// without spaces between words is one run.
fn runs(text: &str) -> String {
    // Most handbooks are in English.
    if text.is_ascii() {
        ascii_runs(text)
    } else {
        joined(text.len(), plain_characters(text).flat_map(char::to_lowercase))
    }
}

/// The same of a text in ASCII, which is plain already, has no marks and puts spaces between words.
fn ascii_runs(text: &str) -> String {
    let mut runs = String::with_capacity(text.len());
    for character in text.chars().filter(|it| !is_joint(*it)) {
        if character.is_ascii_alphanumeric() || is_sign(character) {
            runs.push(character.to_ascii_lowercase());
        } else if runs.as_bytes().last().is_some_and(|it| *it != b' ') {
            runs.push(' ');
        }
    }
    runs.truncate(runs.trim_end_matches(' ').len());
    runs
}

/// The runs of these characters, which are in lower case; `length` is about how many bytes they are.
fn joined(length: usize, characters: impl Iterator<Item = char>) -> String {
    let mut runs = String::with_capacity(length + 1);
    // What the last run starts with.
    let mut first: Option<char> = None;
    for character in characters {
        if is_joint(character) {
            continue;
        }
        let belongs_to_word =
            character.is_alphanumeric() || is_mark(character) || is_sign(character);
        let is_other_script = first.is_some_and(|first| {
            is_unspaced(first) != is_unspaced(character) && !is_mark(character)
        });
        if (!belongs_to_word || is_other_script) && first.take().is_some() {
            runs.push(' ');
        }
        if belongs_to_word {
            first.get_or_insert(character);
            runs.push(character);
        }
    }
    runs.truncate(runs.trim_end_matches(' ').len());
    runs
}

/// Whether a character stands inside words and tells none apart: apostrophes of either kind, soft hyphens,
/// and what has no width.
fn is_joint(character: char) -> bool {
    matches!(
        character,
        '\'' | '‘' | '’' | 'ʼ' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
    )
}

/// Whether a character is neither letter nor punctuation, as in `C++`, `50 %` or `☑`: it means something.
fn is_sign(character: char) -> bool {
    let is_punctuation = match character {
        '\u{0}'..='\u{7f}' => !matches!(
            character,
            '#' | '$' | '%' | '&' | '+' | '<' | '=' | '>' | '@' | '^' | '|' | '~'
        ),
        '¡' | '§' | '«' | '¶' | '·' | '»' | '¿' => true,
        '\u{2000}'..='\u{206f}' | '\u{2e00}'..='\u{2e7f}' | '\u{3000}'..='\u{303f}' => true,
        // The middle dot between words of foreign origin in Japanese.
        '・' => true,
        _ => character.is_whitespace() || character.is_control(),
    };
    !is_punctuation
}

/// Pairs of neighbouring characters, which find most words of such a script without a dictionary. A single
/// character stands for itself.
fn bigrams(run: &str) -> impl Iterator<Item = String> {
    let characters: Vec<char> = run.chars().collect();
    let size = characters.len().min(2);
    let pairs: Vec<String> = characters.windows(size).map(|pair| pair.iter().collect()).collect();
    pairs.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: &str, other: &str) -> bool {
        let words = |text| Words::new(text, Language::of_tag("en")).folded();
        words(one) == words(other)
    }

    #[test]
    fn case_punctuation_and_typography_are_no_difference() {
        assert!(same("Owns the team's plan - end to end.", "owns the team’s plan – “end to end”"));
        assert!(same("Se\u{ad}cure\u{200b} cafe\u{301}", "secure CAFÉ!"));
    }

    #[test]
    fn stems_stand_in_the_order_of_the_text_and_sorted() {
        let words = Words::new("b a c a", Language::of_tag("en"));
        let stems: Vec<u64> = words.stems().collect();
        assert_eq!(stems[1], stems[3]);
        let mut sorted: Vec<(u64, usize)> = stems.iter().copied().zip(0..).collect();
        sorted.sort_unstable();
        assert_eq!(words.sorted().collect::<Vec<_>>(), sorted);
        assert_eq!(Words::new("", Language::of_tag("en")).stems().len(), 0);
        let long = Words::new(&"a ".repeat(70_000), Language::of_tag("en"));
        assert_eq!(long.sorted().map(|(_, at)| at).max(), Some(usize::from(u16::MAX) - 1));
    }

    #[test]
    fn signs_tell_texts_apart() {
        assert!(!same("Writes C++", "Writes C#"));
        assert!(!same("Takes 5 % on call", "Takes 5 € on call"));
        assert!(!same("☑ Reviews", "☐ Reviews"));
        assert!(!same("~~Reviews~~", "Reviews"));
    }

    #[test]
    fn words_are_cut_to_stems_of_the_language() {
        let stems =
            |text, tag| Words::new(text, Language::of_tag(tag)).stems().collect::<Vec<u64>>();
        assert_eq!(stems("plans planning", "en"), stems("plan planned", "en-GB"));
        assert_ne!(stems("plans", "ja"), stems("plan", "ja"));
        assert_eq!(stems("Entscheidungen", "de"), stems("Entscheidung", "de"));
    }

    /// All characters of ASCII, between letters, at either end, and one after the other.
    #[test]
    fn what_is_ascii_has_the_same_runs_as_any_text() {
        let characters = || ('\0'..='\u{7f}').collect::<Vec<char>>();
        let between = characters().into_iter().map(|it| format!("a{it}b {it}c{it} {it}{it} d{it}"));
        let all: String = characters().into_iter().collect();
        for text in between.chain([all.clone(), all.chars().rev().collect(), String::new()]) {
            let lower = text.chars().map(|it| it.to_ascii_lowercase());
            assert_eq!(ascii_runs(&text), joined(text.len(), lower), "{text:?}");
        }
    }

    #[test]
    fn what_is_written_without_spaces_is_cut_into_pairs() {
        assert_eq!(runs("APIを設計する、レビュー。"), "api を設計する レビュー");
        assert_eq!(runs(" Owns: C++ – (all)! "), "owns c++ all");
        assert_eq!(runs("…"), "");
        assert_eq!(bigrams("設計する").collect::<Vec<_>>(), ["設計", "計す", "する"]);
        assert_eq!(bigrams("書").collect::<Vec<_>>(), ["書"]);
    }
}
