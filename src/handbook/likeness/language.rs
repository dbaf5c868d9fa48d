//! The languages whose words can be cut to their stems.

use pagefind_stem::{Algorithm, Stemmer};

/// A language, by its place in [`STEMMERS`]; one past the end for all others, whose words stay as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Language(usize);

/// The first part of a language's tag, and what makes stems of its words.
const STEMMERS: [(&str, Algorithm); 33] = [
    ("ar", Algorithm::Arabic),
    ("ca", Algorithm::Catalan),
    ("da", Algorithm::Danish),
    ("de", Algorithm::German),
    ("el", Algorithm::Greek),
    ("en", Algorithm::English),
    ("eo", Algorithm::Esperanto),
    ("es", Algorithm::Spanish),
    ("et", Algorithm::Estonian),
    ("eu", Algorithm::Basque),
    ("fi", Algorithm::Finnish),
    ("fr", Algorithm::French),
    ("ga", Algorithm::Irish),
    ("hi", Algorithm::Hindi),
    ("hu", Algorithm::Hungarian),
    ("hy", Algorithm::Armenian),
    ("id", Algorithm::Indonesian),
    ("it", Algorithm::Italian),
    ("lt", Algorithm::Lithuanian),
    ("nb", Algorithm::Norwegian),
    ("ne", Algorithm::Nepali),
    ("nl", Algorithm::Dutch),
    ("nn", Algorithm::Norwegian),
    ("no", Algorithm::Norwegian),
    ("pl", Algorithm::Polish),
    ("pt", Algorithm::Portuguese),
    ("ro", Algorithm::Romanian),
    ("ru", Algorithm::Russian),
    ("sr", Algorithm::Serbian),
    ("sv", Algorithm::Swedish),
    ("ta", Algorithm::Tamil),
    ("tr", Algorithm::Turkish),
    ("yi", Algorithm::Yiddish),
];

impl Language {
    /// The language of a tag such as `pt-BR`.
    pub fn of_tag(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        let known = STEMMERS.iter().position(|(tag, _)| tag.eq_ignore_ascii_case(primary));
        Self(known.unwrap_or(STEMMERS.len()))
    }

    /// What makes stems of its words, if that is known.
    pub fn stemmer(self) -> Option<Stemmer> {
        // The algorithms can neither be copied nor cloned, so that each is taken from a table of its own.
        let table = STEMMERS;
        table.into_iter().nth(self.0).map(|(_, algorithm)| Stemmer::create(algorithm))
    }
}

impl Default for Language {
    fn default() -> Self {
        Self(STEMMERS.len())
    }
}
