//! The gap sheet: where one prepares for a level. What is written on it stays in the browser, so a page
//! only has the levels to choose from and says where their criteria are.

use serde::Serialize;

use super::context::PageContext;
use super::data_source::data_href;
use super::told::last_edition;
use crate::handbook::{PageKey, Status, TrackIx};

/// `review`: the gap sheet.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ReviewView {
    /// All levels with a page, by track; those out of use last.
    pub tracks: Vec<ReviewTrack>,
    /// Where the criteria are: the exported handbook, or the index of its parts.
    pub data: String,
    /// The name of the last edition, against which notes are written; empty where there are none.
    pub edition: String,
}

/// The levels of one track, to choose from.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ReviewTrack {
    /// Title of the track.
    pub title: String,
    /// Number of its colour, from 1.
    pub hue: usize,
    /// Whether it is out of use.
    pub retired: bool,
    /// Its levels, first to last, those out of use at the end.
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
    /// Whether it is out of use.
    pub retired: bool,
}

/// The gap sheet.
pub fn view(cx: PageContext) -> ReviewView {
    let tracks = cx.handbook.tracks();
    let tracks = tracks.filter(|(_, it)| !it.is_abstract && !it.levels.is_empty());
    let mut tracks: Vec<ReviewTrack> = tracks.map(|(key, _)| track(cx, key)).collect();
    tracks.sort_by_key(|it| it.retired);
    ReviewView { tracks, data: data_href(cx), edition: last_edition(cx) }
}

fn track(cx: PageContext, track: TrackIx) -> ReviewTrack {
    let it = &cx.handbook[track];
    let levels = it.levels.iter().map(|level| ReviewLevel {
        name: cx.handbook.level_name(*level),
        title: cx.handbook.label(*level).to_owned(),
        code: cx.handbook[*level].code.clone(),
        href: cx.href(PageKey::Level(*level), None),
        retired: cx.handbook.status(*level) == Status::Retired,
    });
    let mut levels: Vec<ReviewLevel> = levels.collect();
    levels.sort_by_key(|it| it.retired);
    ReviewTrack {
        title: it.title.clone(),
        hue: cx.handbook.hue(track),
        retired: it.status == Status::Retired,
        levels,
    }
}
