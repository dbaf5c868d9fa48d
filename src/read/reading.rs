//! A Markdown text that is read for an audience.

use crate::diagnostic::{Place, Span};
use crate::tree::RelPath;

/// A text to be read for an audience.
pub struct Reading<'a> {
    pub path: &'a RelPath,
    /// The Markdown.
    pub text: &'a str,
    /// Where it starts in its file.
    pub offset: usize,
    /// Whether internal parts are shown.
    pub shows_internal: bool,
}

impl Reading<'_> {
    /// The place of some bytes of the file.
    pub fn place(&self, span: Span) -> Place {
        Place::new(self.path, span)
    }

    /// The source of some bytes of the file.
    pub fn source(&self, span: Span) -> &str {
        self.text.get(span.start - self.offset..span.end - self.offset).unwrap_or_default()
    }
}
