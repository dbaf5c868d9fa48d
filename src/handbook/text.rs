//! Text that an author wrote for a page.

use std::sync::Arc;

use super::noted::Noted;
use super::prose::Prose;
use crate::diagnostic::Spanned;
use crate::tree::RelPath;

/// What an author wrote for a page in a file of its own: a guide, a generated page, a track, a
/// competency, a move.
#[derive(Clone, Debug, Hash)]
pub struct PageText {
    /// Its title, if the author gave one.
    pub title: Option<String>,
    /// One sentence; may be empty.
    pub summary: String,
    /// Headings in the prose.
    pub headings: Arc<[Heading]>,
    /// Whether it is left out of a public build.
    pub internal: bool,
    /// Old addresses of the page.
    pub aliases: Vec<Spanned<String>>,
    /// Whether part of its file could not be read, which has been reported: what seems to be missing may
    /// be there.
    pub incomplete: bool,
    pub file: RelPath,
    /// The prose, which [`Tracked::prose`](super::tracked::Tracked::prose) gives.
    pub prose: Noted<Prose>,
}

/// A heading in prose.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Heading {
    /// Its text.
    pub title: String,
    /// Its anchor, unique in its file.
    pub anchor: String,
    /// The anchor that forges give it, unique in its file.
    pub forge: String,
    /// 2 for an H2.
    pub depth: u8,
}
