//! Terms of the glossary, to be found in texts.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::handbook::{Handbook, TermIx};
use crate::spelling::{folded, is_mark};

/// The terms by the words that they are known by.
pub struct Terms {
    /// For the first word of each name, in lower case, the names that start with it, the longest first.
    names: BTreeMap<String, Vec<Name>>,
    /// A bit for each ASCII letter or digit that one of the first words starts with. Most words of a text
    /// start no name, and need not be looked for.
    initials: u128,
}

/// A name of a term, in lower case.
struct Name {
    /// Signs in front of its first word, as in `.NET`.
    signs: String,
    words: String,
    term: TermIx,
}

impl Terms {
    /// The terms of a handbook. A name without a letter or digit is never found.
    pub fn new(handbook: &Handbook) -> Self {
        let mut names: BTreeMap<String, Vec<Name>> = BTreeMap::new();
        let mut initials = 0;
        for (term, it) in handbook.terms() {
            for name in std::iter::once(&it.term).chain(&it.aliases) {
                let name = folded(name.trim());
                let Some(start) = name.find(char::is_alphanumeric) else { continue };
                let (signs, words) = name.split_at(start);
                let first = first_word(words).to_owned();
                let (signs, words) = (signs.to_owned(), words.to_owned());
                initials |= first.bytes().next().map_or(0, bit);
                names.entry(first).or_default().push(Name { signs, words, term });
            }
        }
        for names in names.values_mut() {
            names.sort_by_key(|name| std::cmp::Reverse(name.signs.len() + name.words.len()));
        }
        Self { names, initials }
    }

    /// Whether there is nothing to find.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Where names stand in a text: whole words, whatever their case; the longest name wins.
    pub fn find(&self, text: &str) -> Vec<(Range<usize>, TermIx)> {
        let mut found = Vec::new();
        let mut word = String::new();
        let mut at = 0;
        while let Some(skipped) = text[at..].find(char::is_alphanumeric) {
            let start = at + skipped;
            let first = first_word(&text[start..]);
            let initial = text.as_bytes()[start].to_ascii_lowercase();
            if initial.is_ascii() && self.initials & bit(initial) == 0 {
                at = start + first.len();
                continue;
            }
            word.clear();
            word.extend(first.chars().flat_map(char::to_lowercase));
            let names = self.names.get(&word).into_iter().flatten();
            let here = names.filter_map(|name| {
                let before = text[at..start].strip_suffix(name.signs.as_str())?;
                let before = at + before.len();
                let end = start + match_len(&text[start..], &name.words)?;
                let is_whole = starts_word(&text[..before], &name.signs)
                    && ends_word(&text[end..], &name.words);
                is_whole.then_some((before..end, name.term))
            });
            at = match here.into_iter().next() {
                Some((range, term)) => {
                    let end = range.end;
                    found.push((range, term));
                    end
                }
                None => start + first.len(),
            };
        }
        found
    }
}

/// The bit of an ASCII character; none for the first byte of another.
fn bit(initial: u8) -> u128 {
    1u128.checked_shl(initial.into()).unwrap_or_default()
}

/// The letters and digits that a text starts with.
fn first_word(text: &str) -> &str {
    // A byte at a time as far as that goes, which is all of most words.
    let ascii = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    if text.as_bytes().get(ascii).is_none_or(u8::is_ascii) {
        return &text[..ascii];
    }
    let end = text.find(|it: char| !it.is_alphanumeric() && !is_mark(it)).unwrap_or(text.len());
    &text[..end]
}

/// Whether a name with these signs in front may start after this text: not after a hyphen, nor inside an
/// address, nor amid a word.
fn starts_word(before: &str, signs: &str) -> bool {
    let token = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_apart = signs.is_empty() || !before.ends_with(char::is_alphanumeric);
    is_apart
        && !before.ends_with(['-', '_', '@', '#'])
        && !token.contains("://")
        && !token.contains("www.")
}

/// Whether a name may end before this text. `C` is no name where `C++` or `C#` stands.
fn ends_word(after: &str, name: &str) -> bool {
    let is_word = name.ends_with(char::is_alphanumeric);
    let mut letters = after.chars();
    match letters.next() {
        Some('-') => !letters.next().is_some_and(char::is_alphanumeric),
        Some('#') => !is_word,
        Some('+') => !is_word || letters.next() != Some('+'),
        Some(next) => !next.is_alphanumeric() && next != '_' && !is_mark(next),
        None => true,
    }
}

/// The length of a name in lower case at the start of a text. A space in it may be any white space.
fn match_len(text: &str, name: &str) -> Option<usize> {
    let mut at = 0;
    for (number, word) in name.split_whitespace().enumerate() {
        if number > 0 {
            let rest = text[at..].trim_start();
            if rest.len() == text.len() - at {
                return None;
            }
            at = text.len() - rest.len();
        }
        let mut wanted = word.chars().peekable();
        for letter in text[at..].chars() {
            if wanted.peek().is_none() {
                break;
            }
            if !letter.to_lowercase().all(|lower| wanted.next() == Some(lower)) {
                return None;
            }
            at += letter.len_utf8();
        }
        if wanted.peek().is_some() {
            return None;
        }
    }
    Some(at)
}
