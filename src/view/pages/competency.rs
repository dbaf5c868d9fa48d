//! The page about all competencies, and that of one.

use serde::Serialize;

use super::frame::{Html, Link, Rung};
use super::level::{CellView, CriterionView};

/// `competencies`: all of them, by category.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CompetenciesView {
    /// Text of competencies/index.md.
    pub prose: Html,
    /// Categories in the book's order.
    pub groups: Vec<CompetencyGroup>,
}

/// The competencies of one category.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CompetencyGroup {
    /// Title of the category; empty where the book has none.
    pub title: String,
    /// Summary of the category; may be empty.
    pub summary: String,
    /// Anchor of the category; empty where the book has none.
    pub anchor: String,
    /// Its competencies.
    pub competencies: Vec<CompetencyCard>,
}

/// A competency in a list.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CompetencyCard {
    /// Title of the competency.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Its summary; may be empty.
    pub summary: String,
    /// Names of its steps, lowest first; may be empty.
    pub steps: Vec<String>,
}

/// `competency`: one competency over all levels and tracks.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CompetencyView {
    /// Its category.
    pub category: Option<Link>,
    /// Its summary; may be empty.
    pub summary: String,
    /// Text of competencies/ID.md.
    pub prose: Html,
    /// Its steps, lowest first; may be empty.
    pub steps: Vec<StepDetail>,
    /// How it grows, track by track, each as the component `ui.competency_track` shows it.
    pub tracks: Vec<Html>,
}

/// A step of a competency with everything said about it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct StepDetail {
    /// Number, from 1.
    pub number: usize,
    /// Its name.
    pub title: String,
    /// Its text; may be empty.
    pub text: Html,
    /// Criteria of the step.
    pub criteria: Vec<CriterionView>,
    /// Examples of the step.
    pub examples: Vec<Html>,
}

/// One competency along one track: what the component `ui.competency_track` receives as `item`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CompetencyTrack {
    /// The track.
    pub track: Link,
    /// Anchor of its section.
    pub anchor: String,
    /// Number of its colour, from 1.
    pub hue: usize,
    /// One for each level that the competency applies to, first to last.
    pub levels: Vec<CompetencyLevel>,
}

/// One competency at one level.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CompetencyLevel {
    /// The level as a card.
    pub rung: Rung,
    /// What it expects.
    pub cell: CellView,
}
