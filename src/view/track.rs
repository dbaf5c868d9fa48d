//! The page of a track.

use super::compare;
use super::matrix;
use super::pages::{Growth, TrackView};
use super::site::Site;
use crate::handbook::{PageKey, TrackIx, compare as comparing};

/// The page of a track.
pub fn view(site: Site, track: TrackIx) -> TrackView {
    let on = PageKey::Track(track);
    let it = &site.handbook[track];
    TrackView {
        summary: it.summary.clone(),
        hue: site.handbook.hue(track),
        status: it.status.name(),
        replaced_by: it.replaced_by.map(|by| site.track_link(on, by)),
        extends: it.extends.as_ref().map(|extends| site.track_link(on, extends.parent)),
        prose: site.html(on, &it.prose),
        rungs: it.rungs.iter().map(|rung| site.rung(on, *rung, Some(track))).collect(),
        growth: growth(site, track),
        matrix: matrix::matrix(site, on, track),
    }
}

/// What grows from the first to the last level.
pub fn growth(site: Site, track: TrackIx) -> Option<Growth> {
    let on = PageKey::Track(track);
    let [first, .., last] = site.handbook[track].levels.as_slice() else { return None };
    let comparison = comparing::levels(site.handbook, *first, *last, site.config.ladder.cumulative);
    Some(Growth {
        first: site.level_link(on, *first, None),
        last: site.level_link(on, *last, None),
        facts: compare::changed_facts(&comparison),
        steps: compare::changed_steps(site, on, &comparison),
    })
}
