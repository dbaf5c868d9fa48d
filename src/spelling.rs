//! Spellings that are one name: letters composed or decomposed, and of either case; letters and marks of scripts; and numbers with their nouns.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A text with its letters composed (Unicode normal form C). macOS writes the names of files decomposed and
/// keyboards type composed; both look the same.
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        IsNormalized::No | IsNormalized::Maybe => Cow::Owned(text.nfc().collect()),
    }
}

/// The characters of a text as those that they stand for (Unicode normal form KC): letters composed, full-width
/// ones of the usual width, ligatures as their letters.
pub fn plain_characters(text: &str) -> impl Iterator<Item = char> {
    text.nfkc()
}

/// A name without what people do not tell names apart by: composed, and in lower case.
pub fn folded(name: &str) -> String {
    composed(name).to_lowercase()
}

/// Whether a character belongs to the letter before it: a vowel sign, a tone mark, an accent. What encloses
/// a character or chooses its picture, as emoji have it, does not.
pub fn is_mark(character: char) -> bool {
    if character.is_ascii() {
        return false;
    }
    unicode_normalization::char::is_combining_mark(character) && !chooses_form(character)
}

/// Whether a character belongs to the one before it: a mark on it, or what chooses the form that it is written in.
pub fn goes_on(character: char) -> bool {
    is_mark(character) || chooses_form(character)
}

/// Whether a character chooses the form of the one before it, as in pictures.
fn chooses_form(character: char) -> bool {
    matches!(character, '\u{20d0}'..='\u{20f0}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Letters of scripts that put no space between words: Han, kana, Thai, Lao, Burmese, Khmer.
pub const UNSPACED: [RangeInclusive<char>; 16] = [
    '\u{E01}'..='\u{E30}',
    '\u{E32}'..='\u{E33}',
    '\u{E40}'..='\u{E46}',
    '\u{E81}'..='\u{EB0}',
    '\u{EB2}'..='\u{EB3}',
    '\u{EBD}'..='\u{EC6}',
    '\u{1000}'..='\u{102A}',
    '\u{1050}'..='\u{1055}',
    '\u{1780}'..='\u{17B3}',
    '\u{3005}'..='\u{3007}',
    '\u{3041}'..='\u{3096}',
    '\u{309D}'..='\u{30FA}',
    '\u{30FC}'..='\u{31FF}',
    '\u{3400}'..='\u{9FFF}',
    '\u{F900}'..='\u{FAFF}',
    '\u{20000}'..='\u{323AF}',
];

/// Whether a character is a letter of a script that puts no space between words.
pub fn is_unspaced(character: char) -> bool {
    !character.is_ascii() && UNSPACED.iter().any(|range| range.contains(&character))
}

/// The first bytes of a name as a number, by which names are ordered: most differ there already.
pub fn beginning(name: &str) -> u128 {
    let mut bytes = [0; 16];
    let length = name.len().min(bytes.len());
    bytes[..length].copy_from_slice(&name.as_bytes()[..length]);
    u128::from_be_bytes(bytes)
}

/// A text with its first letter as a capital.
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A number with its English noun: `1 page`, `2 pages`, `3 criteria`.
pub fn counted(number: usize, noun: &str) -> String {
    match (number, noun.strip_suffix("criterion")) {
        (1, _) => format!("1 {noun}"),
        (_, Some(before)) => format!("{number} {before}criteria"),
        _ => format!("{number} {noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn composed_and_decomposed_letters_are_one_spelling() {
        assert_eq!(composed("caf\u{65}\u{301}"), "caf\u{e9}");
        assert!(matches!(composed("caf\u{e9}"), Cow::Borrowed(_)));
        assert_eq!(folded("U\u{308}bung"), folded("\u{fc}BUNG"));
    }

    #[test]
    fn marks_belong_to_letters_and_not_to_pictures() {
        assert!(is_mark('\u{94d}') && is_mark('\u{e48}') && is_mark('\u{bcd}'));
        assert!(!is_mark('\u{fe0f}') && !is_mark('\u{20e3}') && !is_mark('a'));
    }

    #[test]
    fn nouns_follow_their_numbers() {
        assert_eq!(counted(1, "page"), "1 page");
        assert_eq!(counted(0, "page"), "0 pages");
        assert_eq!(counted(2, "new criterion"), "2 new criteria");
    }
}
