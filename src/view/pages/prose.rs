//! Pages of text: the glossary, guides, and those for what is missing or has moved.

use serde::Serialize;

use super::frame::{Html, Link};

/// `glossary`: the terms in alphabetical order.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GlossaryView {
    /// Text of glossary.md, if there is one.
    pub prose: Html,
    /// The terms.
    pub terms: Vec<TermView>,
}

/// One term.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TermView {
    /// The term.
    pub term: String,
    /// Other words for it.
    pub aliases: Vec<String>,
    /// Anchor on the glossary's page.
    pub anchor: String,
    /// What it means.
    pub html: Html,
    /// Where to read more.
    pub link: Option<Link>,
}

/// `page`: a guide or another page.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PageView {
    /// Summary of the page; may be empty.
    pub summary: String,
    /// Text of the page.
    pub html: Html,
    /// Pages of the section, where the page is a section's index.
    pub children: Vec<PageCard>,
    /// Whether the page is a draft or internal: `active`, `draft`, `retired`.
    pub status: &'static str,
}

/// A page in a list.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PageCard {
    /// Title of the page.
    pub title: String,
    /// Relative address.
    pub href: String,
    /// Its summary; may be empty.
    pub summary: String,
}

/// `not-found`: what a host shows for an unknown address.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct NotFoundView {}

/// `redirect`: an old address that leads to a new one.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct RedirectView {
    /// Where it leads.
    pub to: Link,
}
