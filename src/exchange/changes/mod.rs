//! What differs between two revisions of a handbook: for a terminal, for a message that is sent round, for
//! programs, for a forge.

mod told;
mod items;
mod sums;
mod human;
mod markdown;
mod json;
mod annotations;

pub use self::annotations::{Annotation, annotations};
pub use self::told::{Side, Told};

/// What the changes are written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangesFormat {
    /// Lines for a terminal, coloured or not.
    Human { color: bool },
    /// An entry of a change log.
    Markdown,
    /// All of it, for programs.
    Json,
}

/// The changes in a format, with a newline at its end.
pub fn changes(told: &Told, format: ChangesFormat) -> String {
    match format {
        ChangesFormat::Human { color } => human::text(told, color),
        ChangesFormat::Markdown => markdown::text(told),
        ChangesFormat::Json => json::text(told),
    }
}
