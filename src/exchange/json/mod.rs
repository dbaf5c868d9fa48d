//! The handbook as JSON: `/api/handbook.json` and `export json`, the same bytes; and the schema of it.
//!
//! There is one way to say that there is nothing: the key is left out. No value is null, no text empty and no flag
//! `false`; a list or mapping that the schema requires may be empty. Within a [`FORMAT`] keys are added, and none
//! is changed or removed.

mod texts;
mod steps;
mod registers;
mod prose;
mod level;

use std::sync::Arc;

use serde::Serialize;
use serde_json::value::RawValue;

pub use self::level::{LevelJson, level};
use self::prose::{JsonGuide, JsonMoveText, JsonTerm, glossary, guides, moves};
use self::registers::{
    JsonCategory, JsonCompetency, JsonScale, JsonTrack, categories, competencies, scales, tracks,
};
use crate::config::{Audience, Config};
use crate::handbook::history::EditionOf;
use crate::view::{Notes, Site};

/// The number of the format, of which the schema is part.
const FORMAT: u32 = 1;

/// The schema of the handbook as JSON.
pub const SCHEMA: &str = include_str!("handbook.schema.json");

#[derive(Serialize)]
struct JsonHandbook<'h> {
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
    levels: Vec<&'h RawValue>,
    moves: Vec<JsonMoveText<'h>>,
    glossary: Vec<JsonTerm<'h>>,
    guides: Vec<JsonGuide<'h>>,
}

/// The edition that the handbook is.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct JsonEdition<'h> {
    name: &'h str,
    in_force: &'h str,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<&'h str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'h str,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct JsonBook<'h> {
    title: &'h str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'h str,
    language: &'h str,
    authors: &'h [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    base_url: Option<&'h str>,
}

/// The handbook as JSON, with a newline at its end: indented, each level on a line of its own, so that
/// two versions can be compared line by line. `levels` holds one for each level, in their order.
pub fn json(site: &Site, levels: &[Arc<LevelJson>]) -> Vec<u8> {
    let notes = Notes::default();
    let document = JsonHandbook {
        schema: "handbook.schema.json",
        format: FORMAT,
        generator: concat!("ladderbook ", env!("CARGO_PKG_VERSION")),
        revision: site.config.repository.revision.as_deref(),
        edition: site.edition.map(edition),
        audience: match site.config.build.audience {
            Audience::Public => "public",
            Audience::Internal => "internal",
        },
        book: book(site.config),
        tracks: tracks(site, &notes),
        categories: categories(site.handbook),
        competencies: competencies(site, &notes),
        scales: scales(site, &notes),
        levels: levels.iter().map(|level| &*level.json).collect(),
        moves: moves(site, &notes),
        glossary: glossary(site, &notes),
        guides: guides(site),
    };
    let length: usize = levels.iter().map(|level| level.json.get().len() + 4).sum();
    let mut bytes = Vec::with_capacity(length + 4096);
    let formatter = serde_json::ser::PrettyFormatter::with_indent(b" ");
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, formatter);
    document.serialize(&mut serializer).expect("plain data is always JSON");
    bytes.push(b'\n');
    bytes
}

fn edition(of: &EditionOf) -> JsonEdition<'_> {
    let it = &of.edition;
    JsonEdition {
        name: &it.name,
        in_force: &it.in_force,
        until: it.until.as_deref(),
        note: &it.note,
    }
}

fn book(config: &Config) -> JsonBook<'_> {
    JsonBook {
        title: &config.title,
        description: &config.description,
        language: &config.language.value,
        authors: &config.authors,
        base_url: config.build.base_url.as_deref(),
    }
}
