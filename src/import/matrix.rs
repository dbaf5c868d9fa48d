//! What a table is once it is known where its levels stand.

use super::grid::{At, Cell};
use super::heads::Head;

/// Where levels stand in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Levels {
    /// Side by side, at the head of columns.
    Columns,
    /// One below the other, at the head of rows.
    Rows,
}

/// What is told about a table instead of being found.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told {
    pub levels: Option<Levels>,
    /// The row that has the levels, or the column, from 0.
    pub header: Option<usize>,
}

/// The levels of one track, and what each is expected.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// The name of its sheet.
    pub sheet: String,
    /// What its track is called, if the table says so.
    pub track: Option<String>,
    pub direction: Levels,
    /// The cell that its header begins with.
    pub header: At,
    pub levels: Vec<LevelHead>,
    pub rows: Vec<Row>,
}

/// A level at the head of a column.
#[derive(Clone, Debug)]
pub struct LevelHead {
    pub head: Head,
    pub at: At,
}

/// What a row that is no competency says of its levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Title,
    Code,
    Grade,
    Summary,
    Fact,
}

/// A row of a matrix.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it says, unless it is a competency.
    pub kind: Option<Kind>,
    pub category: Option<String>,
    pub title: String,
    pub summary: String,
    pub at: At,
    /// For each level, the cells that say something.
    pub cells: Vec<Vec<Cell>>,
}
