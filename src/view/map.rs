//! The ladder map: all tracks side by side on common grades.

use std::collections::HashMap;

use super::pages::{Arrow, LadderMap, MapCell, MapColumn, MapMove, MapRow};
use super::site::Site;
use crate::handbook::{LevelIx, Move, MoveKind, PageKey, Status, TrackIx};

/// Half the width of a card, as a share of its column.
const HALF_CARD: f64 = 0.38;
/// Half the height of a card, as a share of a unit.
const HALF_HEIGHT: f64 = 0.35;
/// How far a move across runs above the middle of its cards, and a move back below it, as a share of
/// a unit: two moves between the same cards do not lie on one another.
const APART: f64 = 0.13;

/// The map as a page shows it.
pub fn view(site: Site, on: PageKey) -> LadderMap {
    let grid = Grid::new(site);
    let (arrows, moves) = moves(site, on, &grid);
    let columns = grid.tracks.iter().map(|track| MapColumn {
        title: site.handbook[*track].title.clone(),
        href: site.routes.href(on, PageKey::Track(*track), None),
        summary: site.handbook[*track].summary.clone(),
        hue: site.handbook.hue(*track),
    });
    let retired = site
        .handbook
        .tracks()
        .filter(|(_, it)| it.status == Status::Retired && !it.is_abstract && !it.levels.is_empty());
    LadderMap {
        columns: columns.collect(),
        rows: rows(site, on, &grid),
        arrows,
        moves,
        width: grid.tracks.len() * LadderMap::COLUMN,
        height: grid.units.iter().sum::<usize>() * LadderMap::ROW,
        graded: grid.graded,
        retired: retired.map(|(track, _)| site.track_link(on, track)).collect(),
    }
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
    fn new(site: Site) -> Self {
        let tracks: Vec<TrackIx> = site.shown_tracks().collect();
        let rungs = |track: TrackIx| {
            let rungs = site.handbook[track].rungs.iter().copied();
            rungs.filter(|level| site.handbook[*level].status != Status::Retired)
        };
        let mut grades: Vec<u32> = tracks
            .iter()
            .flat_map(|track| rungs(*track))
            .flat_map(|level| site.handbook[level].grades.iter().copied())
            .collect();
        grades.sort_unstable_by(|a, b| b.cmp(a));
        grades.dedup();
        let longest = tracks.iter().map(|track| rungs(*track).count()).max().unwrap_or_default();
        let graded = !grades.is_empty();
        let rows = if graded { grades.len() } else { longest };
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
            grid.fill(site, column, &rungs(grid.tracks[column]).collect::<Vec<_>>());
        }
        grid.units = (0..rows)
            .map(|row| grid.cells.iter().map(|column| column[row].len()).max().unwrap_or(1).max(1))
            .collect();
        grid
    }

    /// Places the levels of one track: by grade, those without grade with the level before them; in
    /// a track without grades by their order from the bottom.
    fn fill(&mut self, site: Site, column: usize, levels: &[LevelIx]) {
        let track_is_graded = levels.iter().any(|level| !site.handbook[*level].grades.is_empty());
        let mut row = self.rows.saturating_sub(1);
        for (order, level) in levels.iter().enumerate() {
            let grades = &site.handbook[*level].grades;
            if let (Some(lowest), Some(highest)) = (grades.first(), grades.last()) {
                let at = |grade: &u32| self.grades.iter().position(|it| it == grade);
                let (top, bottom) = (at(highest).unwrap_or(row), at(lowest).unwrap_or(row));
                row = top;
                if bottom > top {
                    self.spans.insert(*level, bottom - top + 1);
                }
            } else if !track_is_graded {
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
    fn middle(&self, site: Site, level: LevelIx) -> Option<(usize, f64, f64)> {
        let own = site.handbook[level].track;
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

fn rows(site: Site, on: PageKey, grid: &Grid) -> Vec<MapRow> {
    (0..grid.rows)
        .map(|row| {
            let shown = (0..grid.tracks.len()).filter(|column| !grid.is_covered(*column, row));
            let cells = shown.map(|column| {
                let track = grid.tracks[column];
                let rungs = grid.cells[column][row].iter();
                MapCell {
                    span: grid.span(column, row),
                    hue: site.handbook.hue(track),
                    track: site.handbook[track].title.clone(),
                    rungs: rungs.map(|level| site.rung(on, *level, Some(track))).collect(),
                }
            });
            MapRow {
                grade: grid.graded.then(|| grid.grades[row].to_string()),
                units: grid.units[row],
                cells: cells.collect(),
            }
        })
        .collect()
}

fn moves(site: Site, on: PageKey, grid: &Grid) -> (Vec<Arrow>, Vec<MapMove>) {
    let mut arrows = Vec::new();
    let mut moves = Vec::new();
    for (from, it) in site.handbook.levels() {
        for step in &it.next {
            let ends = (grid.middle(site, from), grid.middle(site, step.to));
            let (Some(start), Some(end)) = ends else { continue };
            arrows.push(Arrow {
                path: path(start, end, step),
                kind: step.kind.name(),
                within: start.0 == end.0,
            });
            if start.0 != end.0 {
                moves.push(MapMove {
                    from: site.level_link(on, from, None),
                    to: site.level_link(on, step.to, None),
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
