//! Reading: each file to what it says, then all of them to a [`Handbook`].
//!
//! [`parse`] looks at one file alone, so that its result can be remembered for as long as the file
//! stays the same. [`assemble`] puts the parts together and resolves the names between them.

mod assemble;
mod level;
mod markdown;
mod page;
mod paths;
mod registers;
mod source;

pub use self::assemble::assemble;
pub use self::paths::{Kind, classify};

use crate::config::{Config, MarkdownConfig, Nested};
use crate::diagnostic::Diagnostics;
use crate::fingerprint::Fingerprint;
use crate::tree::{File, RelPath};

/// One file of content/ on its own.
#[derive(Debug)]
pub struct ParsedFile {
    /// Its path, from the root of the project.
    pub path: RelPath,
    /// What it says.
    pub parsed: Parsed,
    /// What is wrong with it on its own.
    pub diagnostics: Diagnostics,
}

/// What one file says.
#[derive(Debug)]
pub enum Parsed {
    /// A level.
    Level(Box<level::ParsedLevel>),
    /// Prose of some kind of page.
    Page(Box<page::ParsedPage>),
    /// tracks.yaml.
    Tracks(registers::ParsedTracks),
    /// competencies.yaml.
    Competencies(registers::ParsedCompetencies),
    /// scales.yaml.
    Scales(registers::ParsedScales),
    /// glossary.yaml.
    Glossary(registers::ParsedGlossary),
    /// A file that is copied as it is.
    Asset,
    /// A file whose place the format has no use for, or that is not text; reported.
    Nothing,
}

/// What reading one file depends on, besides the file.
#[derive(Clone, Debug, Hash)]
pub struct ReadOptions {
    /// How prose is read.
    pub markdown: MarkdownConfig,
    /// What a list inside a criterion is.
    pub nested: Nested,
}

impl ReadOptions {
    /// The options that book.toml sets.
    pub fn of(config: &Config) -> Self {
        Self { markdown: config.markdown.clone(), nested: config.ladder.nested }
    }
}

/// The fingerprint of everything that [`parse`] is a function of.
pub fn key(path: &RelPath, file: &File, options: &ReadOptions) -> Fingerprint {
    Fingerprint::of(&(path, file, options))
}

/// Reads one file of content/.
pub fn parse(path: &RelPath, file: &File, options: &ReadOptions) -> ParsedFile {
    let mut diagnostics = Diagnostics::default();
    let kind = classify(path, &mut diagnostics);
    let parsed = match kind {
        Kind::Asset => Parsed::Asset,
        Kind::Nothing => Parsed::Nothing,
        kind => match source::text(path, file) {
            Ok(source) => parse_text(kind, &source, options, &mut diagnostics),
            Err(diagnostic) => {
                diagnostics.push(*diagnostic);
                parse_text(
                    kind,
                    &source::Source::unreadable(path),
                    options,
                    &mut Diagnostics::default(),
                )
            }
        },
    };
    ParsedFile { path: path.clone(), parsed, diagnostics }
}

fn parse_text(
    kind: Kind,
    source: &source::Source,
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
) -> Parsed {
    match kind {
        Kind::Level { track, number, id } => {
            let name = level::LevelName { track, number, id };
            Parsed::Level(Box::new(level::parse(source, name, options, diagnostics)))
        }
        Kind::Page(page) => Parsed::Page(Box::new(page::parse(source, page, options, diagnostics))),
        Kind::Tracks => Parsed::Tracks(registers::tracks(source, diagnostics)),
        Kind::Competencies => {
            Parsed::Competencies(registers::competencies(source, options, diagnostics))
        }
        Kind::Scales => Parsed::Scales(registers::scales(source, diagnostics)),
        Kind::Glossary => Parsed::Glossary(registers::glossary(source, options, diagnostics)),
        Kind::Asset => Parsed::Asset,
        Kind::Nothing => Parsed::Nothing,
    }
}
