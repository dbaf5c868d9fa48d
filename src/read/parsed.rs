//! What single files say.

use super::level::ParsedLevel;
use super::page::ParsedPage;
use super::registers::{ParsedCompetencies, ParsedGlossary, ParsedScales, ParsedTracks};
use crate::diagnostic::Diagnostics;
use crate::fingerprint::Fingerprint;
use crate::tree::RelPath;

/// One file of content/ on its own.
#[derive(Debug)]
pub struct ParsedFile {
    /// Its path, from the root of the project.
    pub path: RelPath,
    /// What it says.
    pub parsed: Parsed,
    /// The fingerprint of its front matter and what stands above, or of all of it where it has none: while
    /// that stays the same, so does each place in it.
    pub head: Fingerprint,
    /// What is wrong with it on its own.
    pub diagnostics: Diagnostics,
}

/// What one file says.
#[derive(Debug)]
pub enum Parsed {
    Level(Box<ParsedLevel>),
    /// Prose of some kind of page.
    Page(Box<ParsedPage>),
    /// tracks.yaml.
    Tracks(ParsedTracks),
    /// competencies.yaml.
    Competencies(ParsedCompetencies),
    /// scales.yaml.
    Scales(ParsedScales),
    /// glossary.yaml.
    Glossary(ParsedGlossary),
    /// A file that is copied as it is.
    Asset,
    /// A file in a folder `_drafts`, which no build shows.
    Draft,
    /// A file whose place the format has no use for, or that is not text; reported.
    Nothing,
}
