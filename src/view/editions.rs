//! The list of editions.

use serde::Serialize;

use super::common::Link;
use super::context::PageContext;
use crate::handbook::PageKey;
use crate::handbook::history::Edition;

/// `editions`: all editions, the newest first.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct EditionsView {
    /// The handbook of today.
    pub today: Link,
    /// The editions, the one that comes into force last first.
    pub editions: Vec<EditionEntry>,
}

/// An edition in the list.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct EditionEntry {
    /// Its name.
    pub name: String,
    /// Its home page.
    pub href: String,
    /// The day from which it is in force, such as `2026-04-01`.
    pub in_force: String,
    /// The day from which the next one is; `None` if there is none.
    pub until: Option<String>,
    /// What readers should know about it; may be empty.
    pub note: String,
}

/// The list of editions.
pub fn view(cx: PageContext) -> EditionsView {
    let entry = |it: &Edition| EditionEntry {
        name: it.name.clone(),
        href: cx.edition_href(it),
        in_force: it.in_force.clone(),
        until: it.until.clone(),
        note: it.note.clone(),
    };
    EditionsView {
        today: cx.link(PageKey::Home),
        editions: cx.editions().iter().rev().map(entry).collect(),
    }
}
