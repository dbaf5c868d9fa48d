//! The page for searching.

use serde::Serialize;

use super::context::PageContext;
use crate::handbook::routes::SEARCH_INDEX;
use crate::handbook::{PageKey, Status, TrackIx};

/// `search`: full text, with filters.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SearchView {
    /// The folder of the search index.
    pub index: String,
    /// Tracks with their levels, to filter by; those out of use last.
    pub tracks: Vec<SearchTrack>,
    /// Competencies, to filter by.
    pub competencies: Vec<SearchChoice>,
}

/// A track to filter by.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SearchTrack {
    /// The track.
    pub choice: SearchChoice,
    /// Its levels with a page, first to last, those out of use at the end.
    pub levels: Vec<SearchChoice>,
}

/// Something to filter by.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SearchChoice {
    /// Its name in the index and in addresses: `ic/senior`.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Whether it is out of use.
    pub retired: bool,
}

/// The page for searching.
pub fn view(cx: PageContext) -> SearchView {
    let tracks = cx.handbook.tracks().filter(|(_, it)| !it.is_abstract);
    let mut tracks: Vec<SearchTrack> = tracks.map(|(it, _)| track(cx, it)).collect();
    tracks.sort_by_key(|it| it.choice.retired);
    let competencies = cx.handbook.competencies();
    SearchView {
        index: format!("{}{SEARCH_INDEX}/", cx.routes().root(PageKey::Search)),
        tracks,
        competencies: competencies
            .map(|(_, it)| choice(&it.id, &it.title, Status::Active))
            .collect(),
    }
}

fn track(cx: PageContext, track: TrackIx) -> SearchTrack {
    let it = &cx.handbook[track];
    let levels = it.levels.iter().copied().filter(|level| cx.handbook.has_page(*level));
    let level = |level| {
        let status = cx.handbook.status(level);
        choice(&cx.handbook.level_name(level), cx.handbook.label(level), status)
    };
    let mut levels: Vec<SearchChoice> = levels.map(level).collect();
    levels.sort_by_key(|it| it.retired);
    SearchTrack { choice: choice(&it.id, &it.title, it.status), levels }
}

fn choice(name: &str, title: &str, status: Status) -> SearchChoice {
    let retired = status == Status::Retired;
    SearchChoice { name: name.to_owned(), title: title.to_owned(), retired }
}
