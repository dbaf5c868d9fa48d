//! The page for searching.

use serde::Serialize;

/// `search`: full text, with filters.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SearchView {
    /// The folder of the search index.
    pub index: String,
    /// Tracks with their levels, to filter by.
    pub tracks: Vec<SearchTrack>,
    /// Competencies, to filter by.
    pub competencies: Vec<SearchChoice>,
}

/// A track to filter by.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SearchTrack {
    /// The track.
    pub choice: SearchChoice,
    /// Its levels with a page, first to last.
    pub levels: Vec<SearchChoice>,
}

/// Something to filter by.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SearchChoice {
    /// Its name in the index and in addresses: `ic/senior`.
    pub name: String,
    /// Its title.
    pub title: String,
}
