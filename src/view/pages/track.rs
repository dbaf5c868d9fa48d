//! A track's page.

use serde::Serialize;

use super::frame::{Html, Link, Rung};
use super::matrix::Matrix;

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

/// One fact before and after; an empty string where one side does not state it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct FactChange {
    /// Name of the fact, such as `Scope`.
    pub name: String,
    /// The value before.
    pub from: String,
    /// The value after.
    pub to: String,
}

/// One competency's expected step before and after.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct StepChange {
    /// The competency; the link leads to its cell where there is one.
    pub competency: Link,
    /// Step before, empty where none was expected.
    pub from: String,
    /// Step after, empty where none is expected.
    pub to: String,
    /// `raised` or `lowered`.
    pub direction: &'static str,
}
