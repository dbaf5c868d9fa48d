//! The ladder map: all tracks side by side on common grades.

use std::collections::HashMap;

use serde::Serialize;

use super::common::{Link, Rung};
use super::context::PageContext;
use crate::handbook::{LevelIx, Move, MoveKind, PageKey, Status, TrackIx};

/// Component `ladder-map`: all tracks side by side on common grades. It is a table: columns are tracks, rows are grades,
/// the highest grade first. Arrows lie on a grid of `width` x `height` units that is stretched over
/// the table's body without the column of row heads: [`LadderMap::COLUMN`] units for a column,
/// [`LadderMap::ROW`] for each unit of a row. A card fills the middle 76 % of its column.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LadderMap {
    /// One column for each track.
    pub columns: Vec<MapColumn>,
    /// Groups of the columns, first to last; empty where no track has one.
    pub groups: Vec<MapGroup>,
    /// Grades, highest first.
    pub rows: Vec<MapRow>,
    /// Moves, to be drawn below the cards.
    pub arrows: Vec<Arrow>,
    /// Id of the head of the arrows.
    pub head: String,
    /// Whether the page has no other map before this one, which defines the head.
    pub defines_head: bool,
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

/// Columns that belong together.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MapGroup {
    /// Title of the group; empty for tracks without one.
    pub title: String,
    /// How many columns it has.
    pub span: usize,
}

/// One track as a column of the map.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MapColumn {
    /// Id of the track.
    pub id: String,
    /// Title of the track.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Its summary; may be empty.
    pub summary: String,
    /// Number of its colour, from 1.
    pub hue: usize,
    /// Whether the track is left out of a site for the public.
    pub internal: bool,
    /// Group of tracks that it belongs to; may be empty.
    pub group: String,
}

/// One grade as a row of the map.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MapRow {
    /// The grade; `None` where rows are only an order, and for the levels of tracks without grades.
    pub grade: Option<String>,
    /// Height in units: the most cards that stand on one another in a cell of this row.
    pub units: usize,
    /// One for each column that is not covered by a taller cell above.
    pub cells: Vec<MapCell>,
}

/// One place of the map.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MapCell {
    /// Number of its column, from 0.
    pub column: usize,
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

/// Half the width of a card, as a share of its column.
const HALF_CARD: f64 = 0.38;
/// Half the height of a card, as a share of a unit.
const HALF_HEIGHT: f64 = 0.35;
/// How far a move across runs above the middle of its cards, and a move back below it, as a share of
/// a unit: two moves between the same cards do not lie on one another.
const APART: f64 = 0.13;

/// The id of the head of the arrows, as it is called on a page with one map.
const HEAD: &str = "lb-head";

/// The map as a page shows it.
pub fn view(cx: PageContext) -> LadderMap {
    let grid = Grid::new(cx);
    let (arrows, moves) = moves(cx, &grid);
    let columns = grid.tracks.iter().map(|track| MapColumn {
        id: cx.handbook[*track].id.clone(),
        title: cx.handbook[*track].title.clone(),
        href: cx.href(PageKey::Track(*track), None),
        summary: cx.handbook[*track].summary.clone(),
        hue: cx.handbook.hue(*track),
        internal: cx.handbook[*track].internal,
        group: cx.handbook[*track].group.clone(),
    });
    let retired = cx
        .handbook
        .tracks()
        .filter(|(_, it)| it.status == Status::Retired && !it.is_abstract && !it.levels.is_empty());
    LadderMap {
        columns: columns.collect(),
        groups: groups(cx, &grid.tracks),
        rows: rows(cx, &grid),
        arrows,
        head: cx.id(Some(HEAD)),
        defines_head: cx.note_anchor(HEAD),
        moves,
        width: grid.tracks.len() * LadderMap::COLUMN,
        height: grid.units.iter().sum::<usize>() * LadderMap::ROW,
        graded: grid.graded,
        retired: retired.map(|(track, _)| cx.track_link(track)).collect(),
    }
}

/// Tracks in the order of the register, but for those of one group, which stand together.
fn grouped(cx: PageContext) -> Vec<TrackIx> {
    let tracks: Vec<TrackIx> = cx.shown_tracks().collect();
    let group = |track: TrackIx| &cx.handbook[track].group;
    let mut sorted = tracks.clone();
    sorted.sort_by_key(|track| {
        let own = tracks.iter().position(|it| it == track);
        let first = tracks.iter().position(|it| group(*it) == group(*track));
        if group(*track).is_empty() { own } else { first }
    });
    sorted
}

fn groups(cx: PageContext, tracks: &[TrackIx]) -> Vec<MapGroup> {
    let mut groups: Vec<MapGroup> = Vec::new();
    for track in tracks {
        let title = &cx.handbook[*track].group;
        match groups.last_mut() {
            Some(last) if last.title == *title => last.span += 1,
            _ => groups.push(MapGroup { title: title.clone(), span: 1 }),
        }
    }
    groups.retain(|_| tracks.iter().any(|track| !cx.handbook[*track].group.is_empty()));
    groups
}

/// Which level stands where. Rows count from the top.
struct Grid {
    tracks: Vec<TrackIx>,
    graded: bool,
    grades: Vec<u32>,
    rows: usize,
    /// Levels by column and row, the furthest first, each with the rows that it spans.
    cells: Vec<Vec<Vec<LevelIx>>>,
    spans: HashMap<LevelIx, usize>,
    units: Vec<usize>,
}

impl Grid {
    fn new(cx: PageContext) -> Self {
        let tracks = grouped(cx);
        let rungs = |track: TrackIx| {
            let rungs = cx.handbook[track].rungs.iter().copied();
            rungs.filter(|level| cx.handbook[*level].status != Status::Retired)
        };
        let mut grades: Vec<u32> = tracks
            .iter()
            .flat_map(|track| rungs(*track))
            .flat_map(|level| cx.handbook[level].grades.iter().copied())
            .collect();
        grades.sort_unstable_by(|a, b| b.cmp(a));
        grades.dedup();
        let longest = tracks.iter().map(|track| rungs(*track).count()).max().unwrap_or_default();
        let graded = !grades.is_empty();
        let is_graded = |track: TrackIx| {
            rungs(track).next().is_none()
                || rungs(track).any(|it| !cx.handbook[it].grades.is_empty())
        };
        let rest = usize::from(!tracks.iter().all(|track| is_graded(*track)));
        let rows = if graded { grades.len() + rest } else { longest };
        let mut grid = Self {
            cells: vec![vec![Vec::new(); rows]; tracks.len()],
            tracks,
            graded,
            grades,
            rows,
            spans: HashMap::new(),
            units: Vec::new(),
        };
        for column in 0..grid.tracks.len() {
            grid.fill(cx, column, &rungs(grid.tracks[column]).collect::<Vec<_>>());
        }
        grid.units = (0..rows)
            .map(|row| grid.cells.iter().map(|column| column[row].len()).max().unwrap_or(1).max(1))
            .collect();
        grid
    }

    /// Places the levels of one track: by grade, those without grade with the level before them. A track without
    /// grades is in the last row, beside those that have some; where none has any, a row is a place in the order.
    fn fill(&mut self, cx: PageContext, column: usize, levels: &[LevelIx]) {
        let track_is_graded = levels.iter().any(|level| !cx.handbook[*level].grades.is_empty());
        let mut row = self.rows.saturating_sub(1);
        for (order, level) in levels.iter().enumerate() {
            let grades = &cx.handbook[*level].grades;
            if let (Some(lowest), Some(highest)) = (grades.first(), grades.last()) {
                let at = |grade: &u32| self.grades.iter().position(|it| it == grade);
                let (top, bottom) = (at(highest).unwrap_or(row), at(lowest).unwrap_or(row));
                row = top;
                if bottom > top {
                    self.spans.insert(*level, bottom - top + 1);
                }
            } else if !track_is_graded && !self.graded {
                row = self.rows.saturating_sub(1 + order);
            }
            self.cells[column][row].insert(0, *level);
        }
        self.unspan_crowded(column);
    }

    /// A level spans several rows only if it has them to itself.
    fn unspan_crowded(&mut self, column: usize) {
        let cells = &self.cells[column];
        for row in 0..self.rows {
            let spans = cells[row].iter().filter_map(|level| self.spans.get(level));
            let Some(span) = spans.max().copied() else { continue };
            let alone =
                cells[row].len() == 1 && cells[row + 1..row + span].iter().all(Vec::is_empty);
            if !alone {
                for level in &cells[row] {
                    self.spans.remove(level);
                }
            }
        }
    }

    fn span(&self, column: usize, row: usize) -> usize {
        match self.cells[column][row].as_slice() {
            [level] => self.spans.get(level).copied().unwrap_or(1),
            _ => 1,
        }
    }

    /// Whether a taller cell above reaches down into this one.
    fn is_covered(&self, column: usize, row: usize) -> bool {
        (0..row).any(|above| above + self.span(column, above) > row)
    }

    /// The middle of a level's card in units of the arrows' grid, and its column.
    fn middle(&self, cx: PageContext, level: LevelIx) -> Option<(usize, f64, f64)> {
        let own = cx.handbook[level].track;
        let columns = (0..self.tracks.len()).filter(|column| self.tracks[*column] == own);
        for column in columns.chain(0..self.tracks.len()) {
            for row in 0..self.rows {
                let levels = &self.cells[column][row];
                let Some(place) = levels.iter().position(|it| *it == level) else { continue };
                let top: usize = self.units[..row].iter().sum();
                let height: usize = self.units[row..row + self.span(column, row)].iter().sum();
                let share = (place as f64 + 0.5) / levels.len() as f64;
                let x = (column as f64 + 0.5) * LadderMap::COLUMN as f64;
                let y = (top as f64 + share * height as f64) * LadderMap::ROW as f64;
                return Some((column, x, y));
            }
        }
        None
    }
}

fn rows(cx: PageContext, grid: &Grid) -> Vec<MapRow> {
    (0..grid.rows)
        .map(|row| {
            let shown = (0..grid.tracks.len()).filter(|column| !grid.is_covered(*column, row));
            let cells = shown.map(|column| {
                let track = grid.tracks[column];
                let rungs = grid.cells[column][row].iter();
                MapCell {
                    column,
                    span: grid.span(column, row),
                    hue: cx.handbook.hue(track),
                    track: cx.handbook[track].title.clone(),
                    rungs: rungs.map(|level| cx.rung(*level, Some(track))).collect(),
                }
            });
            MapRow {
                grade: grid.grades.get(row).map(u32::to_string),
                units: grid.units[row],
                cells: cells.collect(),
            }
        })
        .collect()
}

fn moves(cx: PageContext, grid: &Grid) -> (Vec<Arrow>, Vec<MapMove>) {
    let mut arrows = Vec::new();
    let mut moves = Vec::new();
    for (from, it) in cx.handbook.levels() {
        for step in &it.next {
            let ends = (grid.middle(cx, from), grid.middle(cx, step.to));
            let (Some(start), Some(end)) = ends else { continue };
            arrows.push(Arrow {
                path: path(start, end, step),
                kind: step.kind.name(),
                within: start.0 == end.0,
            });
            if start.0 != end.0 {
                moves.push(MapMove {
                    from: cx.level_link(from, None),
                    to: cx.level_link(step.to, None),
                    kind: step.kind.name(),
                    note: step.note.clone(),
                });
            }
        }
    }
    (arrows, moves)
}

/// The curve of a move: straight up inside a track, otherwise from the side of one card to the facing
/// side of the other.
fn path(start: (usize, f64, f64), end: (usize, f64, f64), step: &Move) -> String {
    let (half_width, half_height) =
        (HALF_CARD * LadderMap::COLUMN as f64, HALF_HEIGHT * LadderMap::ROW as f64);
    let apart = APART * LadderMap::ROW as f64;
    let ((from, x1, y1), (to, x2, y2)) = (start, end);
    if from == to {
        let side = if y2 < y1 { -half_height } else { half_height };
        return format!("M{x1:.1} {:.1}V{:.1}", y1 + side, y2 - side);
    }
    let direction = if to > from { 1.0 } else { -1.0 };
    let shift = if step.kind == MoveKind::Back { apart } else { -apart };
    let (x1, x2) = (x1 + direction * half_width, x2 - direction * half_width);
    let (y1, y2) = (y1 + shift, y2 + shift);
    let bend = direction * (x2 - x1).abs() * 0.5;
    format!("M{x1:.1} {y1:.1}C{:.1} {y1:.1} {:.1} {y2:.1} {x2:.1} {y2:.1}", x1 + bend, x2 - bend)
}
