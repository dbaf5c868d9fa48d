//! Editions: revisions of a handbook that are published beside today's.
//!
//! Which these are book.toml says ([`EditionConfig`]); what their files were the edge reads ([`Past`]).

mod day;
mod edition;
mod past;

pub use self::edition::{EditionConfig, lower};
pub use self::past::{Past, Revision, Trouble};
