//! The page for searching.

use serde::Serialize;

use super::context::PageContext;
use crate::handbook::routes::SEARCH_INDEX;
use crate::handbook::{PageKey, TrackIx};

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

/// The page for searching.
pub fn view(cx: PageContext) -> SearchView {
    let tracks = cx.handbook.tracks().filter(|(_, it)| !it.is_abstract);
    let competencies = cx.handbook.competencies();
    SearchView {
        index: format!("{}{SEARCH_INDEX}/", cx.routes().root(PageKey::Search)),
        tracks: tracks.map(|(it, _)| track(cx, it)).collect(),
        competencies: competencies.map(|(_, it)| choice(&it.id, &it.title)).collect(),
    }
}

fn track(cx: PageContext, track: TrackIx) -> SearchTrack {
    let it = &cx.handbook[track];
    let levels = it.levels.iter().copied().filter(|level| cx.handbook.has_page(*level));
    let level = |level| choice(&cx.handbook.level_name(level), &cx.handbook[level].label);
    SearchTrack { choice: choice(&it.id, &it.title), levels: levels.map(level).collect() }
}

fn choice(name: &str, title: &str) -> SearchChoice {
    SearchChoice { name: name.to_owned(), title: title.to_owned() }
}
