//! Reading: each file to what it says, then all of them to a [`Handbook`](crate::handbook::Handbook).
//!
//! [`parse`] looks at one file alone, so that its result can be remembered for as long as the file
//! stays the same. [`outline`] puts the parts together and resolves the names between them; what
//! stands in the [`body`] of each level is read in the words of all, and [`Outline::complete`] puts
//! it in.

mod options;
mod paths;
mod portable;
mod source;
mod calls;
mod autolinks;
mod html_blocks;
mod events;
mod reading;
mod comments;
mod misplaced;
mod visibility;
mod footnotes;
mod attributes;
mod markdown;
mod blocks;
mod held;
mod slips;
mod page;
mod level;
mod registers;
mod parsed;
mod assemble;

pub use self::assemble::{LevelBody, Outline, body, body_key, outline};
pub use self::level::ParsedLevel;
pub use self::options::ReadOptions;
pub use self::parsed::{Parsed, ParsedFile};
pub use self::paths::{passed_over, sources};
pub use self::portable::unportable;
pub use self::source::Source;
#[cfg(feature = "sheets")]
pub use self::source::{Parts, split as split_front_matter};

use std::sync::Arc;

use self::paths::{Kind, Register, classify};
use crate::diagnostic::Diagnostics;
use crate::fingerprint::Fingerprint;
#[cfg(feature = "sheets")]
use crate::handbook::Prose;
use crate::handbook::links::EscapedName;
#[cfg(feature = "sheets")]
use crate::text::TextFile;
use crate::tree::{File, RelPath};

/// A short text as a register has it, such as a criterion of a step, without its attributes. Its places are bytes of the
/// text, and not of a file.
#[cfg(feature = "sheets")]
pub fn short_text(path: &RelPath, text: &str, options: &ReadOptions) -> Prose {
    let file = TextFile::without_text(path);
    markdown::parse_text(&file, text, options, &mut Diagnostics::default()).0
}

/// The fingerprint of everything that [`parse`] is a function of.
pub fn key(path: &RelPath, file: &File, options: &ReadOptions) -> Fingerprint {
    Fingerprint::of(&(path, file, options))
}

/// A folder of what is not ready, which no build shows.
const DRAFTS: &str = "_drafts";
/// What stands in files in brackets that are escaped, such as `\[\[staff\]\]`.
pub fn escaped_names(files: &[Arc<ParsedFile>]) -> impl Iterator<Item = &EscapedName> {
    files.iter().flat_map(|file| match &file.parsed {
        Parsed::Level(level) => level.suspects.names.as_slice(),
        Parsed::Page(page) => &page.suspects.names,
        _ => &[],
    })
}

/// Reads one file of content/.
pub fn parse(path: &RelPath, file: &File, options: &ReadOptions) -> ParsedFile {
    let mut diagnostics = Diagnostics::default();
    if path.as_str().split('/').any(|name| name == DRAFTS) {
        let head = Fingerprint::default();
        return ParsedFile { path: path.clone(), parsed: Parsed::Draft, head, diagnostics };
    }
    let kind = classify(path, file, &mut diagnostics);
    let parsed = match kind {
        Kind::Asset => Parsed::Asset,
        Kind::Nothing => Parsed::Nothing,
        kind => match Source::new(path, file) {
            Ok(source) => parse_text(kind, &source, options, &mut diagnostics),
            Err(diagnostic) => {
                diagnostics.push(*diagnostic);
                parse_text(kind, &Source::unreadable(path), options, &mut Diagnostics::default())
            }
        },
    };
    let head = match &parsed {
        Parsed::Level(level) => Fingerprint::of_bytes(&file.bytes()[..level.body_offset]),
        Parsed::Page(page) => Fingerprint::of_bytes(&file.bytes()[..page.body_offset]),
        _ => file.fingerprint(),
    };
    ParsedFile { path: path.clone(), parsed, head, diagnostics }
}

fn parse_text(
    kind: Kind,
    source: &Source,
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
) -> Parsed {
    match kind {
        Kind::Level { track, number, id } => {
            let name = level::LevelName { track, number, id };
            Parsed::Level(Box::new(level::parse(source, name, options, diagnostics)))
        }
        Kind::Page(page) => Parsed::Page(Box::new(page::parse(source, page, options, diagnostics))),
        Kind::Register(Register::Tracks) => Parsed::Tracks(registers::tracks(source, diagnostics)),
        Kind::Register(Register::Competencies) => {
            Parsed::Competencies(registers::competencies(source, options, diagnostics))
        }
        Kind::Register(Register::Scales) => {
            Parsed::Scales(registers::scales(source, options, diagnostics))
        }
        Kind::Register(Register::Glossary) => {
            Parsed::Glossary(registers::glossary(source, options, diagnostics))
        }
        Kind::Asset => Parsed::Asset,
        Kind::Nothing => Parsed::Nothing,
    }
}
