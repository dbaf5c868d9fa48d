//! The gap sheet: where one prepares for a level. What is written on it stays in the browser, so a page
//! only has the levels to choose from and says where their criteria are.

use super::pages::{ReviewLevel, ReviewTrack, ReviewView};
use super::site::Site;
use crate::handbook::{LevelIx, PageKey, TrackIx};
use crate::tree::RelPath;

/// The gap sheet.
pub fn view(site: Site) -> ReviewView {
    let data = RelPath::new("api/handbook.json");
    let tracks = site.handbook.tracks();
    let tracks = tracks.filter(|(_, it)| !it.is_abstract && !it.levels.is_empty());
    ReviewView {
        tracks: tracks.map(|(key, _)| track(site, key)).collect(),
        data: data.map(|path| site.routes.file_href(PageKey::Review, &path)).unwrap_or_default(),
    }
}

/// The gap sheet for a level, as a link on a page; empty where the handbook has none.
pub fn href(site: Site, on: PageKey, level: LevelIx) -> String {
    if !site.routes.has(PageKey::Review) {
        return String::new();
    }
    site.routes.query_href(on, PageKey::Review, "level", &site.handbook.level_name(level))
}

fn track(site: Site, track: TrackIx) -> ReviewTrack {
    let it = &site.handbook[track];
    let levels = it.levels.iter().map(|level| ReviewLevel {
        name: site.handbook.level_name(*level),
        title: site.handbook[*level].title.clone(),
        code: site.handbook[*level].code.clone(),
        href: site.routes.href(PageKey::Review, PageKey::Level(*level), None),
    });
    ReviewTrack { title: it.title.clone(), hue: site.handbook.hue(track), levels: levels.collect() }
}
