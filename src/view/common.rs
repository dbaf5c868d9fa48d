//! What the views of many kinds of pages hold: finished markup, links, a level as a card.

use serde::Serialize;

/// Finished markup: a template prints it with `| safe`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Html(pub String);

/// A title and where it leads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Link {
    /// Text of the link.
    pub title: String,
    /// Relative address.
    pub href: String,
}

/// A level as a small card.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Rung {
    /// Title of the level.
    pub title: String,
    /// Code such as `IC3`; may be empty.
    pub code: String,
    /// Its page.
    pub href: String,
    /// Its summary; may be empty.
    pub summary: String,
    /// Its grade or grades as text, such as `3` or `3–4`; may be empty.
    pub grade: String,
    /// Number of its track's colour, from 1.
    pub hue: usize,
    /// Title of its track.
    pub track: String,
    /// `active`, `draft` or `retired`.
    pub status: &'static str,
    /// Whether the level is left out of a site for the public.
    pub internal: bool,
    /// Whether the level belongs to another track and is only shown here (`also-in`).
    pub guest: bool,
}
