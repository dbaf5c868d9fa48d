//! What ids of criteria are made of.

use crate::handbook::{Prose, slug_start};

/// Words of a criterion that make its id, where the author gave none.
const WORDS: usize = 6;

/// The id of a criterion that has none of its own. Only its first block counts: what follows is edited
/// more often, and is no part of the sentence.
pub fn first_words(text: &Prose) -> String {
    let sentence = text.first_block().trim_start_matches(['☐', '☑', ' ']);
    let mut rest = sentence;
    for _ in 0..WORDS {
        rest = rest.trim_start();
        rest = &rest[rest.find(char::is_whitespace).unwrap_or(rest.len())..];
    }
    match slug_start(&sentence[..sentence.len() - rest.len()]) {
        slug if slug.is_empty() => "criterion".to_owned(),
        slug => slug,
    }
}
