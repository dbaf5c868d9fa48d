//! The home page with the ladder map.

use serde::Serialize;

use super::frame::{Html, Link, Rung};

/// `home`: the ladder map, then the text of index.md.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct HomeView {
    /// All tracks side by side on common grades.
    pub map: LadderMap,
    /// Summary of index.md, or the book's description; may be empty.
    pub summary: String,
    /// Text of index.md.
    pub prose: Html,
}

/// All tracks side by side on common grades. It is a table: columns are tracks, rows are grades,
/// the highest grade first. Arrows lie on a grid of `width` x `height` units that is stretched over
/// the table's body without the column of row heads: [`LadderMap::COLUMN`] units for a column,
/// [`LadderMap::ROW`] for each unit of a row. A card fills the middle 76 % of its column.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LadderMap {
    /// One column for each track.
    pub columns: Vec<MapColumn>,
    /// Grades, highest first.
    pub rows: Vec<MapRow>,
    /// Moves, to be drawn below the cards.
    pub arrows: Vec<Arrow>,
    /// The same moves as text; between tracks only.
    pub moves: Vec<MapMove>,
    /// Width of the arrows' grid, in units.
    pub width: usize,
    /// Height of the arrows' grid, in units.
    pub height: usize,
    /// Whether the rows stand for grades; without any graded level they are only an order.
    pub graded: bool,
    /// Tracks that are no longer in use; they have no column.
    pub retired: Vec<Link>,
}

impl LadderMap {
    /// Units of the arrows' grid for one column; about its width in rem.
    pub const COLUMN: usize = 20;
    /// Units of the arrows' grid for one unit of a row; about its height in rem.
    pub const ROW: usize = 7;
}

/// One track as a column of the map.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MapColumn {
    /// Title of the track.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Its summary; may be empty.
    pub summary: String,
    /// Number of its colour, from 1.
    pub hue: usize,
}

/// One grade as a row of the map.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MapRow {
    /// The grade; `None` where rows are only an order.
    pub grade: Option<String>,
    /// Height in units: the most cards that stand on one another in a cell of this row.
    pub units: usize,
    /// One for each column that is not covered by a taller cell above.
    pub cells: Vec<MapCell>,
}

/// One place of the map.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MapCell {
    /// Rows that the cell spans: more than 1 for a level with several grades.
    pub span: usize,
    /// Number of the track's colour, from 1.
    pub hue: usize,
    /// Title of the track, for the list on a phone.
    pub track: String,
    /// Cards, the furthest first; may be empty.
    pub rungs: Vec<Rung>,
}

/// One move as a curve on the map.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Arrow {
    /// Path data for an SVG `path`, in units of the map's grid.
    pub path: String,
    /// `promotion`, `lateral` or `back`.
    pub kind: &'static str,
    /// Whether it stays in its track: the next rung up.
    pub within: bool,
}

/// One move between tracks as text.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MapMove {
    /// Where it starts.
    pub from: Link,
    /// Where it ends.
    pub to: Link,
    /// `promotion`, `lateral` or `back`.
    pub kind: &'static str,
    /// The author's note; may be empty.
    pub note: String,
}
