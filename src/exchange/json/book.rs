//! What is said of the handbook as a whole as JSON.

use serde::Serialize;

use crate::config::{Audience, Config};
use crate::handbook::history::EditionOf;

/// The edition that the handbook is.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct JsonEdition<'h> {
    name: &'h str,
    in_force: &'h str,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<&'h str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'h str,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct JsonBook<'h> {
    title: &'h str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'h str,
    language: &'h str,
    authors: &'h [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    base_url: Option<&'h str>,
}

/// For whom the site is.
pub fn audience(config: &Config) -> &'static str {
    match config.build.audience {
        Audience::Public => "public",
        Audience::Internal => "internal",
    }
}

/// The edition that the handbook is.
pub fn edition(of: &EditionOf) -> JsonEdition<'_> {
    let it = &of.edition;
    JsonEdition {
        name: &it.name,
        in_force: &it.in_force,
        until: it.until.as_deref(),
        note: &it.note,
    }
}

/// What book.toml says of the handbook.
pub fn book(config: &Config) -> JsonBook<'_> {
    JsonBook {
        title: &config.title,
        description: &config.description,
        language: &config.language.value,
        authors: &config.authors,
        base_url: config.build.base_url.as_deref(),
    }
}
