//! The ladder map: all tracks side by side on common grades.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::common::{Link, Rung};
use super::context::PageContext;
use super::ladders::MOST_CELLS;
use crate::handbook::{LevelIx, Move, MoveKind, PageKey, Status, TrackIx, Tracked};

/// Component `ladder-map`: all tracks side by side on common grades. It is a table: columns are tracks, rows are grades,
/// the highest grade first. Arrows lie on a grid of `width` x `height` units that is stretched over
/// the table's body without the column of row heads: [`LadderMap::COLUMN`] units for a column,
/// [`LadderMap::ROW`] for each unit of a row. A card fills the middle 76 % of its column. A map that would be too
/// large to read has its columns alone, each of which leads to the page of its track, and the moves as text.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LadderMap {
    /// One column for each track.
    pub columns: Vec<MapColumn>,
    /// Groups of the columns, first to last; empty where no track has one.
    pub groups: Vec<MapGroup>,
    /// Grades, highest first; empty where the map would be too large.
    pub rows: Vec<MapRow>,
    /// Moves, to be drawn below the cards; empty where the map would be too large.
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
    /// Whether it would be too large to read.
    pub is_divided: bool,
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
    let grid = Grid::new(cx.handbook);
    let is_divided = grid.columns.len() * grid.rows > MOST_CELLS;
    let columns: Vec<MapColumn> = grid.columns.iter().map(|it| column(cx, it.track)).collect();
    let retired = cx
        .handbook
        .tracks()
        .filter(|(_, it)| it.status == Status::Retired && !it.is_abstract && !it.levels.is_empty());
    LadderMap {
        groups: groups(&columns),
        rows: if is_divided { Vec::new() } else { rows(cx, &grid, &columns) },
        arrows: if is_divided { Vec::new() } else { arrows(cx.handbook, &grid) },
        columns,
        head: cx.id(Some(HEAD)),
        defines_head: cx.note_anchor(HEAD),
        moves: in_words(cx, &grid),
        width: grid.columns.len() * LadderMap::COLUMN,
        height: grid.height() * LadderMap::ROW,
        graded: grid.graded,
        retired: retired.map(|(track, _)| cx.track_link(track)).collect(),
        is_divided,
    }
}

/// The moves between tracks that the map shows.
pub fn moves(cx: PageContext) -> Vec<MapMove> {
    in_words(cx, &Grid::new(cx.handbook))
}

fn column(cx: PageContext, track: TrackIx) -> MapColumn {
    let it = &cx.handbook[track];
    MapColumn {
        id: it.id.clone(),
        title: it.title.clone(),
        href: cx.href(PageKey::Track(track), None),
        summary: it.summary.clone(),
        hue: cx.handbook.hue(track),
        internal: it.internal,
        group: it.group.clone(),
    }
}

/// Tracks in the order of the register, but for those of one group, which stand together.
fn grouped(handbook: Tracked) -> Vec<TrackIx> {
    let mut tracks: Vec<TrackIx> = handbook.shown_tracks().collect();
    let mut firsts: HashMap<&str, TrackIx> = HashMap::new();
    for track in tracks.iter().filter(|track| !handbook[**track].group.is_empty()) {
        firsts.entry(&handbook[*track].group).or_insert(*track);
    }
    // Handles have the order of the register.
    tracks.sort_by_key(|track| firsts.get(handbook[*track].group.as_str()).unwrap_or(track).0);
    tracks
}

fn groups(columns: &[MapColumn]) -> Vec<MapGroup> {
    let mut groups: Vec<MapGroup> = Vec::new();
    for column in columns {
        match groups.last_mut() {
            Some(last) if last.title == column.group => last.span += 1,
            _ => groups.push(MapGroup { title: column.group.clone(), span: 1 }),
        }
    }
    let has_any = groups.iter().any(|group| !group.title.is_empty());
    if has_any { groups } else { Vec::new() }
}

/// Which level stands where. Rows count from the top.
struct Grid {
    columns: Vec<Column>,
    graded: bool,
    /// Grades with a row of their own, highest first.
    grades: Vec<u32>,
    rows: usize,
    /// Units above each row, and above the end of the last one.
    above: Vec<usize>,
}

/// One track. Most of its places may be empty, so that only the others are kept.
struct Column {
    track: TrackIx,
    /// Cards by row.
    held: BTreeMap<usize, Held>,
}

/// What stands in one place.
struct Held {
    /// The furthest first.
    levels: Vec<LevelIx>,
    /// Rows that it spans; the others of them are empty.
    span: usize,
}

/// The middle of a card in units of the arrows' grid, and its column.
#[derive(Clone, Copy)]
struct Middle {
    column: usize,
    x: f64,
    y: f64,
}

impl Grid {
    fn new(handbook: Tracked) -> Self {
        let tracks = grouped(handbook).into_iter();
        let tracks: Vec<_> = tracks.map(|track| (track, rungs(handbook, track))).collect();
        let all = || tracks.iter().flat_map(|(_, rungs)| rungs);
        let mut grades: Vec<u32> =
            all().flat_map(|level| handbook[*level].grades.iter().copied()).collect();
        grades.sort_unstable_by(|a, b| b.cmp(a));
        grades.dedup();
        let graded = !grades.is_empty();
        let has_rest =
            tracks.iter().any(|(_, rungs)| !rungs.is_empty() && !is_graded(handbook, rungs));
        let longest = tracks.iter().map(|(_, rungs)| rungs.len()).max().unwrap_or_default();
        let rows = if graded { grades.len() + usize::from(has_rest) } else { longest };
        let columns = tracks.into_iter().map(|(track, rungs)| {
            let held = if is_graded(handbook, &rungs) {
                by_grade(handbook, &grades, rows, &rungs)
            } else {
                by_order(rows, graded, &rungs)
            };
            Column { track, held }
        });
        let columns: Vec<Column> = columns.collect();
        let above = above(rows, &columns);
        Self { columns, graded, grades, rows, above }
    }

    fn height(&self) -> usize {
        self.above[self.rows]
    }

    /// Height of a row, or of several, in units.
    fn units(&self, row: usize, span: usize) -> usize {
        self.above[row + span] - self.above[row]
    }

    /// The card of each level: that in its own track, else the first one.
    fn middles(&self, handbook: Tracked) -> HashMap<LevelIx, Middle> {
        let mut middles: HashMap<LevelIx, Middle> = HashMap::new();
        for (number, column) in self.columns.iter().enumerate() {
            let cards = column.held.iter().flat_map(|(row, held)| {
                let cards = held.levels.iter().enumerate();
                cards.map(move |(place, level)| (*level, self.middle(number, *row, held, place)))
            });
            for (level, middle) in cards {
                if handbook[level].track == column.track {
                    middles.insert(level, middle);
                } else {
                    middles.entry(level).or_insert(middle);
                }
            }
        }
        middles
    }

    fn middle(&self, column: usize, row: usize, held: &Held, place: usize) -> Middle {
        let (top, height) = (self.above[row], self.units(row, held.span));
        let share = (place as f64 + 0.5) / held.levels.len() as f64;
        Middle {
            column,
            x: (column as f64 + 0.5) * LadderMap::COLUMN as f64,
            y: (top as f64 + share * height as f64) * LadderMap::ROW as f64,
        }
    }
}

/// The rungs of a track that are in use, first to last.
fn rungs(handbook: Tracked, track: TrackIx) -> Vec<LevelIx> {
    let rungs = handbook[track].rungs.iter().copied();
    rungs.filter(|level| handbook[*level].status != Status::Retired).collect()
}

fn is_graded(handbook: Tracked, rungs: &[LevelIx]) -> bool {
    rungs.iter().any(|level| !handbook[*level].grades.is_empty())
}

/// Units above each row, and above the end of the last one. A row has the height of its highest cell.
fn above(rows: usize, columns: &[Column]) -> Vec<usize> {
    let mut units = vec![1; rows];
    for (row, held) in columns.iter().flat_map(|column| &column.held) {
        units[*row] = held.levels.len().max(units[*row]);
    }
    let mut above = vec![0];
    above.extend(units.iter().scan(0, |sum, units| {
        *sum += units;
        Some(*sum)
    }));
    above
}

/// The places of a track with grades: levels by their highest grade, those without grade with the level before them.
fn by_grade(
    handbook: Tracked,
    grades: &[u32],
    rows: usize,
    rungs: &[LevelIx],
) -> BTreeMap<usize, Held> {
    let row_of = |grade: &u32| grades.partition_point(|it| it > grade);
    let mut row = rows.saturating_sub(1);
    let mut held: BTreeMap<usize, Held> = BTreeMap::new();
    for level in rungs {
        let own = &handbook[*level].grades;
        let mut span = 1;
        if let (Some(lowest), Some(highest)) = (own.first(), own.last()) {
            row = row_of(highest);
            span = row_of(lowest) - row + 1;
        }
        let here = held.entry(row).or_insert(Held { levels: Vec::new(), span });
        here.levels.push(*level);
        here.span = span;
    }
    for it in held.values_mut() {
        it.levels.reverse();
    }
    unspan_crowded(&mut held);
    held
}

/// A level spans several rows only if it has them to itself.
fn unspan_crowded(held: &mut BTreeMap<usize, Held>) {
    // The row below that holds a level, on the way up.
    let mut below = None;
    for (row, it) in held.iter_mut().rev() {
        if it.levels.len() > 1 || below.is_some_and(|below| below < row + it.span) {
            it.span = 1;
        }
        below = Some(*row);
    }
}

/// The places of a track without grades: in the last row, beside tracks that have some; where none has any, a row is a
/// place in the order.
fn by_order(rows: usize, graded: bool, rungs: &[LevelIx]) -> BTreeMap<usize, Held> {
    let last = rows.saturating_sub(1);
    let held = |levels: Vec<LevelIx>| Held { levels, span: 1 };
    if graded {
        let furthest_first: Vec<LevelIx> = rungs.iter().rev().copied().collect();
        return (!rungs.is_empty()).then(|| (last, held(furthest_first))).into_iter().collect();
    }
    rungs.iter().enumerate().map(|(order, level)| (last - order, held(vec![*level]))).collect()
}

fn rows(cx: PageContext, grid: &Grid, columns: &[MapColumn]) -> Vec<MapRow> {
    // The first row of each column that no cell above reaches into.
    let mut free = vec![0; columns.len()];
    let mut rows = Vec::with_capacity(grid.rows);
    for row in 0..grid.rows {
        let mut cells = Vec::new();
        for (number, column) in columns.iter().enumerate() {
            if free[number] > row {
                continue;
            }
            let Column { track, held } = &grid.columns[number];
            let held = held.get(&row);
            let span = held.map_or(1, |it| it.span);
            free[number] = row + span;
            let levels = held.into_iter().flat_map(|it| &it.levels);
            cells.push(MapCell {
                column: number,
                span,
                hue: column.hue,
                track: column.title.clone(),
                rungs: levels.map(|level| cx.rung(*level, Some(*track))).collect(),
            });
        }
        let grade = grid.grades.get(row).map(u32::to_string);
        rows.push(MapRow { grade, units: grid.units(row, 1), cells });
    }
    rows
}

/// The moves whose ends both have a card.
fn moves_on<'h>(
    handbook: Tracked<'h>,
    grid: &Grid,
) -> impl Iterator<Item = (LevelIx, &'h Move, [Middle; 2])> {
    let middles = grid.middles(handbook);
    let moves = handbook.handbook().levels();
    let moves = moves.flat_map(|(from, it)| it.next.iter().map(move |step| (from, step)));
    moves.filter_map(move |(from, step)| {
        Some((from, step, [*middles.get(&from)?, *middles.get(&step.to)?]))
    })
}

fn arrows(handbook: Tracked, grid: &Grid) -> Vec<Arrow> {
    let arrow = |(_, step, [start, end]): (LevelIx, &Move, [Middle; 2])| Arrow {
        path: path(start, end, step),
        kind: step.kind.name(),
        within: start.column == end.column,
    };
    moves_on(handbook, grid).map(arrow).collect()
}

fn in_words(cx: PageContext, grid: &Grid) -> Vec<MapMove> {
    let between = moves_on(cx.handbook, grid);
    let between = between.filter(|(_, _, [start, end])| start.column != end.column);
    let in_words = between.map(|(from, step, _)| MapMove {
        from: cx.level_link(from, None),
        to: cx.level_link(step.to, None),
        kind: step.kind.name(),
        note: step.note.clone(),
    });
    in_words.collect()
}

/// The curve of a move: straight up inside a track, otherwise from the side of one card to the facing
/// side of the other.
fn path(start: Middle, end: Middle, step: &Move) -> String {
    let (half_width, half_height) =
        (HALF_CARD * LadderMap::COLUMN as f64, HALF_HEIGHT * LadderMap::ROW as f64);
    let apart = APART * LadderMap::ROW as f64;
    let (Middle { column: from, x: x1, y: y1 }, Middle { column: to, x: x2, y: y2 }) = (start, end);
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
