//! Ids of criteria in the sources: what they are, and edits that write them down. An id that the author has
//! not written follows from the words, and is lost with them.

mod pinning;
mod growth;
mod listing;

pub use self::growth::{Fault, Growth, accept, candidates, listed};
pub use self::listing::{Line, list};
pub use self::pinning::{Written, pin};
