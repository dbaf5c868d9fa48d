//! Terms of the glossary, to be found in texts.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::handbook::{Handbook, TermIx};

/// The terms by the words that they are known by.
pub struct Terms {
    /// For the first word of each name, in lower case, the names that start with it, the longest first.
    names: BTreeMap<String, Vec<(String, TermIx)>>,
}

impl Terms {
    /// The terms of a handbook. A name that does not start with a letter or digit is never found.
    pub fn new(handbook: &Handbook) -> Self {
        let mut names: BTreeMap<String, Vec<(String, TermIx)>> = BTreeMap::new();
        for (term, it) in handbook.terms() {
            for name in std::iter::once(&it.term).chain(&it.aliases) {
                let name = name.trim().to_lowercase();
                let first = first_word(&name).to_owned();
                if !first.is_empty() {
                    names.entry(first).or_default().push((name, term));
                }
            }
        }
        for names in names.values_mut() {
            names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        }
        Self { names }
    }

    /// Where names stand in a text: whole words, whatever their case; the longest name wins.
    pub fn find(&self, text: &str) -> Vec<(Range<usize>, TermIx)> {
        let mut found = Vec::new();
        let mut word = String::new();
        let mut at = 0;
        while let Some(skipped) = text[at..].find(char::is_alphanumeric) {
            let start = at + skipped;
            let first = first_word(&text[start..]);
            word.clear();
            word.extend(first.chars().flat_map(char::to_lowercase));
            let name = self.names.get(&word).filter(|_| starts_word(&text[..start]));
            let end = name.into_iter().flatten().find_map(|(name, term)| {
                let end = start + match_len(&text[start..], name)?;
                ends_word(&text[end..]).then_some((end, *term))
            });
            at = match end {
                Some((end, term)) => {
                    found.push((start..end, term));
                    end
                }
                None => start + first.len(),
            };
        }
        found
    }
}

/// The letters and digits that a text starts with.
fn first_word(text: &str) -> &str {
    let end = text.find(|it: char| !it.is_alphanumeric()).unwrap_or(text.len());
    &text[..end]
}

/// Whether a word may start after this text: not after a hyphen, nor inside an address.
fn starts_word(before: &str) -> bool {
    let token = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    !before.ends_with(['-', '_', '@', '#']) && !token.contains("://") && !token.contains("www.")
}

/// Whether a word may end before this text.
fn ends_word(after: &str) -> bool {
    let mut after = after.chars();
    match after.next() {
        Some('-') => !after.next().is_some_and(char::is_alphanumeric),
        Some(next) => !next.is_alphanumeric() && next != '_',
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
