//! The list of all levels, by track.

use std::collections::HashMap;

use serde::Serialize;

use super::changes;
use super::common::{Html, Link, Rung};
use super::context::PageContext;
use super::markdown::own_prose;
use crate::handbook::{LevelIx, Status, TrackIx};

/// `levels`: all levels, by track.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LevelsView {
    /// Text of levels.md, if there is one.
    pub prose: Html,
    /// Groups of tracks in the book's order, what is out of use last.
    pub groups: Vec<LevelsGroup>,
}

/// Tracks that belong together.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LevelsGroup {
    /// Its name; empty for tracks without one.
    pub title: String,
    /// Its tracks.
    pub tracks: Vec<LevelsTrack>,
}

/// A track with its levels.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LevelsTrack {
    /// Its page.
    pub track: Link,
    /// Its summary; may be empty.
    pub summary: String,
    /// Number of its colour, from 1.
    pub hue: usize,
    /// `active`, `draft` or `retired`.
    pub status: &'static str,
    /// The track that took its place.
    pub replaced_by: Option<Link>,
    /// Whether it is left out of a site for the public.
    pub internal: bool,
    /// Its levels, first to last.
    pub levels: Vec<LevelsRung>,
}

/// A level, and where to read on.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LevelsRung {
    /// The level.
    pub rung: Rung,
    /// Comparisons with the levels that come next, each called after its level.
    pub next: Vec<Link>,
}

/// All levels.
pub fn view(cx: PageContext) -> LevelsView {
    let tracks = cx.handbook.tracks().filter(|(_, it)| !it.is_abstract);
    let (retired, in_use): (Vec<_>, Vec<_>) =
        tracks.partition(|(_, it)| it.status == Status::Retired);
    let mut groups: Vec<LevelsGroup> = Vec::new();
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    for (key, it) in in_use.into_iter().chain(retired) {
        let number = *numbers.entry(&it.group).or_insert_with(|| {
            groups.push(LevelsGroup { title: it.group.clone(), tracks: Vec::new() });
            groups.len() - 1
        });
        groups[number].tracks.push(track(cx, key));
    }
    LevelsView { prose: own_prose(cx), groups }
}

fn track(cx: PageContext, track: TrackIx) -> LevelsTrack {
    let it = &cx.handbook[track];
    let level =
        |level: &LevelIx| LevelsRung { rung: cx.rung(*level, Some(track)), next: next(cx, *level) };
    LevelsTrack {
        track: cx.track_link(track),
        summary: it.summary.clone(),
        hue: cx.handbook.hue(track),
        status: it.status.name(),
        replaced_by: it.replaced_by.map(|by| cx.track_link(by)),
        internal: it.internal,
        levels: it.rungs.iter().map(level).collect(),
    }
}

fn next(cx: PageContext, level: LevelIx) -> Vec<Link> {
    let steps = cx.handbook[level].next.iter().filter(|step| cx.handbook.has_page(step.to));
    let link = |to: LevelIx| Link {
        title: cx.handbook.label(to).to_owned(),
        href: changes::href(cx, level, to),
    };
    steps.map(|step| link(step.to)).collect()
}
