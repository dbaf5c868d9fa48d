//! A text as words that can be compared.

use super::language::Language;
use super::stemming::Stemming;
use crate::fingerprint::Fingerprint;
use crate::spelling::{is_mark, is_unspaced, plain_characters};

/// The words of a text, without what does not tell two texts apart.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Hash of the text without case, punctuation and typographic signs: texts that share it say the same.
    folded: u64,
    /// Hashes of the stems, in the order of the text.
    stems: Box<[u64]>,
    /// The positions of the stems, ordered by stem and then by position, so that two texts are matched in one pass.
    order: Box<[u16]>,
}

impl Words {
    /// The words of a text in a language.
    pub fn new(text: &str, language: Language) -> Self {
        let runs = runs(text);
        let stemming = Stemming::new(language);
        let mut stems = Vec::with_capacity(text.len() / 8 + 1);
        for run in runs.split(' ').filter(|run| !run.is_empty()) {
            if run.starts_with(is_unspaced) {
                stems.extend(bigrams(run).map(|pair| Fingerprint::short_of(&pair)));
            } else {
                stems.push(stemming.stem(run));
            }
        }
        // No sentence has as many words; the rest of an article would tell nothing more.
        stems.truncate(usize::from(u16::MAX));
        let mut sorted: Vec<(u64, u16)> = stems.iter().copied().zip(0..).collect();
        sorted.sort_unstable();
        let order = sorted.into_iter().map(|(_, at)| at).collect();
        Self { folded: Fingerprint::short_of(&runs), stems: stems.into(), order }
    }

    /// What texts share that say the same.
    pub fn folded(&self) -> u64 {
        self.folded
    }

    /// The stems, in the order of the text.
    pub fn stems(&self) -> &[u64] {
        &self.stems
    }

    /// Each stem with its position, ordered by both.
    pub fn sorted(&self) -> impl Iterator<Item = (u64, usize)> {
        self.order.iter().map(|at| usize::from(*at)).map(|at| (self.stems[at], at))
    }
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
    fn signs_tell_texts_apart() {
        assert!(!same("Writes C++", "Writes C#"));
        assert!(!same("Takes 5 % on call", "Takes 5 € on call"));
        assert!(!same("☑ Reviews", "☐ Reviews"));
        assert!(!same("~~Reviews~~", "Reviews"));
    }

    #[test]
    fn words_are_cut_to_stems_of_the_language() {
        let stems = |text, tag| Words::new(text, Language::of_tag(tag)).stems().to_vec();
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
