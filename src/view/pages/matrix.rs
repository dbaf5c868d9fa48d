//! Levels by competencies.

use serde::Serialize;

use super::frame::{Html, Link, Rung};

/// `matrix`: levels by competencies, one table for each track.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MatrixView {
    /// Text of matrix.md, if there is one.
    pub prose: Html,
    /// One for each active track.
    pub tracks: Vec<TrackChip>,
    /// Titles of the categories that stand in the tables; one is empty where the book has competencies
    /// without a category.
    pub categories: Vec<String>,
    /// Their tables, each as the component `ui.matrix_track` shows it.
    pub tables: Vec<Html>,
}

/// The way to a track's section of the page.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TrackChip {
    /// Title of the track.
    pub title: String,
    /// Anchor of its section.
    pub anchor: String,
    /// Number of its colour, from 1.
    pub hue: usize,
}

/// The matrix of one track: what the component `ui.matrix_track` receives as `item`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TrackMatrix {
    /// The track.
    pub track: Link,
    /// Anchor of its section.
    pub anchor: String,
    /// Number of its colour, from 1.
    pub hue: usize,
    /// Its table.
    pub matrix: Matrix,
}

/// The matrix of one track in prose.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ComponentMatrix {
    /// The track.
    pub track: Link,
    /// Number of its colour, from 1.
    pub hue: usize,
    /// Its table.
    pub matrix: Matrix,
}

/// Levels (columns) by competencies (rows).
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct Matrix {
    /// Levels, first to last.
    pub levels: Vec<Rung>,
    /// Competencies that apply to at least one of the levels, by category.
    pub groups: Vec<MatrixGroup>,
}

/// The rows of one category.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MatrixGroup {
    /// Title of the category; empty where the book has none.
    pub title: String,
    /// Its rows.
    pub rows: Vec<MatrixRow>,
}

/// One competency as a row.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MatrixRow {
    /// The competency.
    pub competency: Link,
    /// One for each level of the matrix.
    pub cells: Vec<MatrixCell>,
}

/// Where a level and a competency meet.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MatrixCell {
    /// The level's cell.
    pub href: String,
    /// `stated`, `none`, `missing` or `excluded`.
    pub state: &'static str,
    /// The expected step in words; may be empty.
    pub step: String,
    /// Text of the step; may be empty.
    pub text: Html,
    /// Criteria in effect.
    pub criteria: Vec<Html>,
}
