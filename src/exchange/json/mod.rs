//! The handbook as JSON: `/api/handbook.json` and `export json`, the same bytes; and the schema of it.
//!
//! There is one way to say that there is nothing: the key is left out. No value is null, no text empty and no flag
//! `false`; a list or mapping that the schema requires may be empty. Within a [`FORMAT`] keys are added, and none
//! is changed or removed.

mod texts;
mod steps;
mod registers;
mod prose;
mod book;
mod sentences;
mod level;
mod levels;
mod parts;
mod lookup;

use std::io::{self, Write};

use serde::Serialize;

use self::book::{JsonBook, JsonEdition, audience, book, edition};
pub use self::level::{LevelJson, level};
use self::levels::Each;
pub use self::levels::{LevelText, Levels};
pub use self::parts::{MadeTrack, Parts};
use self::prose::{JsonGuide, JsonMoveText, JsonTerm, glossary, guides, moves};
use self::registers::{
    JsonCategory, JsonCompetency, JsonScale, JsonTrack, categories, competencies, scales, tracks,
};
use crate::view::{Notes, Site};

/// The number of the format, of which the schema is part.
const FORMAT: u32 = 1;

/// The schema of the handbook as JSON.
pub const SCHEMA: &str = include_str!("handbook.schema.json");

#[derive(Serialize)]
struct JsonHandbook<'h, 'l> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    format: u32,
    generator: &'static str,
    /// The commit that was checked out.
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<&'h str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edition: Option<JsonEdition<'h>>,
    audience: &'static str,
    book: JsonBook<'h>,
    tracks: Vec<JsonTrack<'h>>,
    categories: Vec<JsonCategory<'h>>,
    competencies: Vec<JsonCompetency<'h>>,
    scales: Vec<JsonScale<'h>>,
    levels: Each<'l>,
    moves: Vec<JsonMoveText<'h>>,
    glossary: Vec<JsonTerm<'h>>,
    guides: Vec<JsonGuide<'h>>,
}

/// The handbook as JSON, with a newline at its end: indented, each level on a line of its own, so that
/// two versions can be compared line by line. `levels` gives all levels in their order, each when it is to be written.
///
/// # Errors
///
/// Those of the writer.
pub fn write_json<'l>(
    site: &Site,
    levels: impl Iterator<Item = LevelText<'l>> + 'l,
    to: &mut dyn Write,
) -> io::Result<()> {
    let notes = Notes::default();
    let document = JsonHandbook {
        schema: "handbook.schema.json",
        format: FORMAT,
        generator: concat!("ladderbook ", env!("CARGO_PKG_VERSION")),
        revision: site.config.repository.revision.as_deref(),
        edition: site.edition.map(edition),
        audience: audience(site.config),
        book: book(site.config),
        tracks: tracks(site, &notes),
        categories: categories(site.handbook),
        competencies: competencies(site, &notes),
        scales: scales(site, &notes),
        levels: Each::new(levels),
        moves: moves(site, &notes),
        glossary: glossary(site, &notes),
        guides: guides(site),
    };
    let formatter = serde_json::ser::PrettyFormatter::with_indent(b" ");
    document.serialize(&mut serde_json::Serializer::with_formatter(&mut *to, formatter))?;
    to.write_all(b"\n")
}

/// The same in memory.
pub fn json(site: &Site, levels: &Levels) -> Vec<u8> {
    let mut bytes = Vec::new();
    let each = site.handbook.levels().map(|(level, _)| levels.json(level));
    write_json(site, each, &mut bytes).expect("a list takes every write");
    bytes
}
