//! The page for searching.

use super::pages::{SearchChoice, SearchTrack, SearchView};
use super::site::Site;
use crate::handbook::routes::SEARCH_INDEX;
use crate::handbook::{PageKey, TrackIx};

/// The page for searching.
pub fn view(site: Site) -> SearchView {
    let tracks = site.handbook.tracks().filter(|(_, it)| !it.is_abstract);
    let competencies = site.handbook.competencies();
    SearchView {
        index: format!("{}{SEARCH_INDEX}/", site.routes.root(PageKey::Search)),
        tracks: tracks.map(|(it, _)| track(site, it)).collect(),
        competencies: competencies.map(|(_, it)| choice(&it.id, &it.title)).collect(),
    }
}

fn track(site: Site, track: TrackIx) -> SearchTrack {
    let it = &site.handbook[track];
    let levels = it.levels.iter().copied().filter(|level| site.handbook.has_page(*level));
    let level = |level| choice(&site.handbook.level_name(level), &site.handbook[level].title);
    SearchTrack { choice: choice(&it.id, &it.title), levels: levels.map(level).collect() }
}

fn choice(name: &str, title: &str) -> SearchChoice {
    SearchChoice { name: name.to_owned(), title: title.to_owned() }
}
