//! The gap sheet.

use serde::Serialize;

/// `review`: the gap sheet.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ReviewView {
    /// All levels with a page, by track.
    pub tracks: Vec<ReviewTrack>,
    /// Where the criteria are: the exported handbook.
    pub data: String,
}

/// The levels of one track, to choose from.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ReviewTrack {
    /// Title of the track.
    pub title: String,
    /// Number of its colour, from 1.
    pub hue: usize,
    /// Its levels, first to last.
    pub levels: Vec<ReviewLevel>,
}

/// One level, to choose from.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ReviewLevel {
    /// Its name in the data and in addresses: `ic/senior`.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Code such as `IC3`; may be empty.
    pub code: String,
    /// Its page.
    pub href: String,
}
