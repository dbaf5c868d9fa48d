//! How alike the words of two texts are, and which texts belong together best.
//!
//! Words are folded (case, punctuation, typographic signs), cut to their stems in the language of the
//! handbook, and weighed by how rare they are in it. What comes out is a number from 0 to [`ALL`], by whole
//! numbers alone, so that every machine and the script in the browser come to the same answer.

mod language;
mod words;
mod rarity;
mod sayings;
mod score;
mod stemming;
mod assignment;
mod pair;

pub use self::assignment::{Candidate, best};
pub use self::language::Language;
pub use self::pair::{By, Pair};
pub use self::rarity::{Rarity, Stems};
pub use self::sayings::Sayings;
pub use self::score::{ALL, ByRarest, Shelf, Weighed, likeness};
pub use self::words::Words;
