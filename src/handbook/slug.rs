//! Slugs: texts as names for addresses and anchors.

use crate::fingerprint::Fingerprint;
use crate::spelling::{composed, is_mark};

/// The most bytes of a slug. A file name may have 255, and a sentence without spaces, as in Japanese, is
/// one long word.
const MAX_BYTES: usize = 120;

/// Bytes of the hash behind a slug that was cut, with its hyphen.
const HASH_BYTES: usize = 9;

/// A name for addresses and anchors: letters and digits in lower case with the marks on them, everything
/// else a single hyphen. A text that has neither is named by its characters. Two texts that differ far
/// behind their beginning have two names: one that is cut ends with a hash.
pub fn slug(text: &str) -> String {
    let slug = whole(text);
    if slug.len() <= MAX_BYTES {
        return slug;
    }
    let hash = Fingerprint::short_of(&slug) & 0xffff_ffff;
    format!("{}-{hash:08x}", start(&slug, MAX_BYTES - HASH_BYTES))
}

/// The beginning of the slug of a text, for names that are made unique afterwards. What stands far behind
/// in the text does not change it.
pub fn slug_start(text: &str) -> String {
    let mut slug = whole(text);
    slug.truncate(start(&slug, MAX_BYTES).len());
    slug
}

/// The slug of a text, of any length; empty for white space alone.
fn whole(text: &str) -> String {
    let text = composed(text);
    let mut slug = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    let mut previous = ' ';
    while let Some(character) = rest.chars().next() {
        // Most of what is named is ASCII, and of that most are letters.
        let word = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        if let Some(last) = rest[..word].chars().next_back() {
            slug.push_str(&rest[..word]);
            (rest, previous) = (&rest[word..], last);
            continue;
        }
        let after = &rest[character.len_utf8()..];
        let in_word = slug.as_bytes().last().is_some_and(|last| *last != b'-');
        if character.is_alphanumeric() || is_mark(character) && in_word {
            slug.extend(character.to_lowercase());
        } else if let Some((words, behind)) = sign(rest).filter(|_| previous.is_alphabetic()) {
            slug.push_str(&words);
            (rest, previous) = (behind, character);
            continue;
        } else if !is_silent(character) && in_word {
            slug.push('-');
        }
        if !is_silent(character) {
            previous = character;
        }
        rest = after;
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug.make_ascii_lowercase();
    if slug.is_empty() { characters(&text) } else { slug }
}

/// Signs that are part of the word that they end, as in C++ and C#, in words; and what follows them.
fn sign(text: &str) -> Option<(String, &str)> {
    let (sign, word) = match text.chars().next()? {
        '+' => ('+', "-plus"),
        '#' => ('#', "-sharp"),
        _ => return None,
    };
    let behind = text.trim_start_matches(sign);
    let ends_word = !behind.starts_with(char::is_alphanumeric);
    ends_word.then(|| (word.repeat(text.len() - behind.len()), behind))
}

/// Whether a character stands inside of words: an apostrophe, or what joins letters and is not seen.
fn is_silent(character: char) -> bool {
    matches!(
        character,
        '\'' | '’' | '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'
            ..='\u{fe0f}'
    )
}

/// A text without letters and digits by the numbers of its characters: `u1f680` for a rocket.
fn characters(text: &str) -> String {
    let visible = text.chars().filter(|it| !it.is_whitespace() && !is_silent(*it));
    let names: Vec<String> = visible.map(|it| format!("u{:x}", u32::from(it))).collect();
    names.join("-")
}

/// At most so many bytes of a slug, up to the end of a word if there is one in their second half, and never
/// amid a letter and its marks.
fn start(slug: &str, bytes: usize) -> &str {
    if slug.len() <= bytes {
        return slug;
    }
    let mut end = bytes;
    while !slug.is_char_boundary(end) || slug[end..].starts_with(is_mark) {
        end -= 1;
    }
    let kept = &slug[..end];
    let last_word = kept.rfind('-').filter(|hyphen| *hyphen >= bytes / 2);
    match last_word {
        Some(hyphen) if !slug[end..].starts_with('-') => &kept[..hyphen],
        _ => kept.trim_end_matches('-'),
    }
}

/// The anchor that GitHub and its like give to a heading: letters, digits, `-` and `_`, with a hyphen for
/// each space. Links that were written for a forge use it.
pub fn forge_slug(heading: &str) -> String {
    let kept = heading.trim().chars().filter(|it| {
        it.is_alphanumeric() || is_mark(*it) || matches!(it, '-' | '_') || it.is_whitespace()
    });
    kept.flat_map(char::to_lowercase).map(|it| if it.is_whitespace() { '-' } else { it }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_digits_in_lower_case() {
        let cases = [
            ("Explains a trade-off", "explains-a-trade-off"),
            ("  Don't & won’t!  ", "dont-wont"),
            ("5–8 years", "5-8-years"),
            ("5+ years, level 4+", "5-years-level-4"),
            ("PR #12", "pr-12"),
            ("Größe", "größe"),
            ("Gro\u{308}ße", "größe"),
            ("", ""),
            ("  ", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(slug(text), expected, "{text}");
        }
    }

    #[test]
    fn marks_stay_with_their_letters() {
        // Hindi with virama and nukta, Thai with a tone mark, Tamil with pulli.
        for word in ["नेतृत्व", "लड़का", "ผู้นำ", "நுட்பம்"]
        {
            let composed = composed(word).into_owned();
            assert_eq!(slug(word), composed);
            assert_eq!(slug(&format!("{word}, {word}!")), format!("{composed}-{composed}"));
        }
    }

    #[test]
    fn signs_that_end_a_word_are_named() {
        let slugs = ["C", "C++", "C#", "c", "C++ und C#", "C++, C#", "A+B", "C#7"].map(slug);
        let expected = [
            "c",
            "c-plus-plus",
            "c-sharp",
            "c",
            "c-plus-plus-und-c-sharp",
            "c-plus-plus-c-sharp",
            "a-b",
            "c-7",
        ];
        assert_eq!(slugs, expected);
    }

    #[test]
    fn what_has_no_letters_is_named_by_its_characters() {
        assert_eq!(slug("🚀"), "u1f680");
        assert_eq!(slug("❤\u{fe0f}"), slug("❤"));
        assert_eq!(slug("🚀 Launch"), "launch");
        assert_ne!(slug("🚀"), slug("🌱"));
    }

    #[test]
    fn long_texts_have_short_names_that_differ() {
        let sentence = "設計の判断を文書に残し、関係者が後から経緯をたどれるようにする。".repeat(6);
        let (one, other) = (slug(&format!("{sentence}甲")), slug(&format!("{sentence}乙")));
        assert_ne!(one, other);
        for name in [&one, &other, &slug_start(&sentence)] {
            assert!(name.len() <= MAX_BYTES, "{name}");
            assert!(name.len() > MAX_BYTES / 2, "{name}");
        }
        assert_eq!(slug_start(&format!("{sentence}甲")), slug_start(&format!("{sentence}乙")));
        let words = "trustworthy ".repeat(20);
        assert!(slug_start(&words).ends_with("-trustworthy"), "{}", slug_start(&words));
        let marks = format!("a{}", "क\u{94d}".repeat(60));
        assert!(slug_start(&marks).ends_with('\u{94d}'), "{}", slug_start(&marks));
    }

    #[test]
    fn a_forge_names_headings_its_own_way() {
        let cases = [
            ("Pay & Bands", "pay--bands"),
            ("How we review: 2025", "how-we-review-2025"),
            ("snake_case", "snake_case"),
            ("🚀 Launch", "-launch"),
            ("What’s new?", "whats-new"),
        ];
        for (heading, expected) in cases {
            assert_eq!(forge_slug(heading), expected, "{heading}");
        }
    }
}
