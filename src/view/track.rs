//! The page of a track.

use serde::Serialize;

use super::changes::{FactChange, StepChange, changed_facts, changed_steps};
use super::common::{Html, Link, Rung};
use super::context::PageContext;
use super::markdown::own_prose;
use super::matrix::{self, Matrix};
use crate::handbook::{TrackIx, compare};

/// `track`: one track's rungs, what grows from first to last, its matrix.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TrackView {
    /// Summary of the track; may be empty.
    pub summary: String,
    /// Number of its colour, from 1.
    pub hue: usize,
    /// `active`, `draft` or `retired`.
    pub status: &'static str,
    /// The track that took its place.
    pub replaced_by: Option<Link>,
    /// The track whose expectations it inherits. `href` is empty where that track has no pages.
    pub extends: Option<Link>,
    /// Text of the track's index.md.
    pub prose: Html,
    /// Its levels, first to last.
    pub rungs: Vec<Rung>,
    /// What grows from the first to the last level; `None` with fewer than two levels.
    pub growth: Option<Growth>,
    /// Its levels by competencies.
    pub matrix: Matrix,
}

/// What differs between the first and the last level of a track.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Growth {
    /// The first level.
    pub first: Link,
    /// The last level.
    pub last: Link,
    /// Facts that differ.
    pub facts: Vec<FactChange>,
    /// Expected steps that differ.
    pub steps: Vec<StepChange>,
}

/// The page of a track.
pub fn view(cx: PageContext, track: TrackIx) -> TrackView {
    let it = &cx.handbook[track];
    TrackView {
        summary: it.summary.clone(),
        hue: cx.handbook.hue(track),
        status: it.status.name(),
        replaced_by: it.replaced_by.map(|by| cx.track_link(by)),
        extends: it.extends.as_ref().map(|extends| cx.track_link(extends.parent)),
        prose: own_prose(cx),
        rungs: it.rungs.iter().map(|rung| cx.rung(*rung, Some(track))).collect(),
        growth: growth(cx, track),
        matrix: matrix::matrix(cx, track),
    }
}

/// What grows from the first to the last level.
pub fn growth(cx: PageContext, track: TrackIx) -> Option<Growth> {
    let [first, .., last] = cx.handbook[track].levels.as_slice() else { return None };
    let comparison = compare::without_criteria(cx.handbook, *first, *last);
    Some(Growth {
        first: cx.level_link(*first, None),
        last: cx.level_link(*last, None),
        facts: changed_facts(&comparison),
        steps: changed_steps(cx, &comparison),
    })
}
