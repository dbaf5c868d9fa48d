//! What else authors write as JSON: about moves, terms of the glossary, guides.

use serde::Serialize;

use super::registers::JsonAddress;
use super::texts::{JsonText, some_markdown, text};
use crate::handbook::{PageKey, Term};
use crate::view::{Markup, Notes, Site};

/// What is said about a move between two levels.
#[derive(Serialize)]
pub struct JsonMoveText<'h> {
    from: String,
    to: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'h str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    internal: bool,
    #[serde(flatten)]
    address: JsonAddress,
    #[serde(skip_serializing_if = "Option::is_none")]
    markdown: Option<String>,
}

/// A term of the glossary.
#[derive(Serialize)]
pub struct JsonTerm<'h> {
    term: &'h str,
    /// What it was called before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    was: Vec<&'h str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    aliases: &'h [String],
    /// The fragment under which it stands on the page of the glossary.
    anchor: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    internal: bool,
    #[serde(flatten)]
    text: JsonText<'h>,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
}

/// A guide or another page. What it says is in its Markdown.
#[derive(Serialize)]
pub struct JsonGuide<'h> {
    id: &'h str,
    title: &'h str,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'h str,
    status: &'static str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    internal: bool,
    #[serde(flatten)]
    address: JsonAddress,
}

/// What authors wrote about moves.
pub fn moves<'h>(site: &'h Site<'h>, notes: &'h Notes) -> Vec<JsonMoveText<'h>> {
    let moves = site.handbook.moves().map(|(from, to, written)| {
        let page = PageKey::Compare(from, to);
        let markup = Markup::new(site, notes, page);
        JsonMoveText {
            from: site.handbook.level_name(from),
            to: site.handbook.level_name(to),
            summary: &written.summary,
            internal: written.internal,
            address: JsonAddress::of(site, page),
            markdown: some_markdown(markup, markup.handbook().prose(page)),
        }
    });
    moves.collect()
}

/// The terms of the glossary.
pub fn glossary<'h>(site: &'h Site<'h>, notes: &'h Notes) -> Vec<JsonTerm<'h>> {
    let markup = Markup::new(site, notes, PageKey::Glossary);
    let term = |it: &'h Term| JsonTerm {
        term: &it.term,
        was: it.was.iter().map(|old| old.value.as_str()).collect(),
        aliases: &it.aliases,
        anchor: it.anchor(),
        internal: it.internal,
        text: text(markup, &it.text),
        link: markup.term_link(it),
    };
    site.handbook.terms.iter().map(term).collect()
}

/// The guides and other pages, each section's own before its pages.
pub fn guides<'h>(site: &'h Site<'h>) -> Vec<JsonGuide<'h>> {
    let guides = site.handbook.pages().map(|(page, it)| JsonGuide {
        id: &it.address,
        title: &it.title,
        summary: &it.summary,
        status: it.status.name(),
        internal: it.internal,
        address: JsonAddress::of(site, PageKey::Page(page)),
    });
    guides.collect()
}
