//! Levels by competencies.

use serde::Serialize;

use super::blocks::{self, BlockView, BriefCriterion};
use super::cells::{expectation_title, step_text};
use super::common::{Html, Link, Rung};
use super::context::PageContext;
use super::markdown::own_prose;
use super::placeholder;
use crate::handbook::effective;
use crate::handbook::{CategoryIx, CompetencyIx, LevelIx, PageKey, TrackIx};

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
    /// Their tables, each as the component `ui.matrix_track` shows it; none where a page of all would be too
    /// large, and then each stands on the page of its track.
    pub tables: Vec<Html>,
    /// Heads of the one table that a reader can have of these; none where there are not several, or no grades.
    pub by_grade: Option<GradeMatrix>,
}

/// The way to the matrix of a track.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TrackChip {
    /// Id of the track.
    pub id: String,
    /// Title of the track.
    pub title: String,
    /// Anchor of its section on this page.
    pub anchor: String,
    /// Address of its matrix: of its section, or on its own page.
    pub href: String,
    /// Number of its colour, from 1.
    pub hue: usize,
    /// Its levels, in the order of the columns of its table.
    pub levels: Vec<ColumnChip>,
}

/// A column that can be shown or not.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ColumnChip {
    /// Name of the level in the data and in addresses: `ic/senior`.
    pub name: String,
    /// Title of the level.
    pub title: String,
}

/// One table of all tracks, without its cells: a script moves them there.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GradeMatrix {
    /// Its columns by grade, lowest first, those without a grade last.
    pub grades: Vec<GradeColumns>,
    /// Competencies that are a row of at least one of the tables, by category.
    pub groups: Vec<MatrixGroup>,
}

/// The levels of one grade over all tracks.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GradeColumns {
    /// The grade or grades as text, such as `3` or `3–4`; empty for levels without.
    pub grade: String,
    /// The levels, in the order of the tracks.
    pub levels: Vec<GradeColumnHead>,
}

/// The head of one column, whose level stands in the table of its track.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GradeColumnHead {
    /// Name of the level in the data and in addresses: `ic/senior`.
    pub name: String,
    /// Title of the track.
    pub track: String,
    /// Anchor of the track's section.
    pub anchor: String,
    /// Number of the track's colour, from 1.
    pub hue: usize,
}

/// The matrix of one track: what the component `ui.matrix_track` receives as `item`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TrackMatrix {
    /// The track.
    pub track: Link,
    /// Anchor of its section.
    pub anchor: String,
    /// Anchors that it had before.
    pub old_anchors: Vec<String>,
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
    /// Id of the competency.
    pub id: String,
    /// The competency.
    pub competency: Link,
    /// Whether the competency is left out of a site for the public.
    pub internal: bool,
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
    /// Whether it is left out of a site for the public.
    pub internal: bool,
    /// Whether the competency is a row of the track at this level.
    pub is_shown: bool,
    /// The expected step in words; may be empty.
    pub step: String,
    /// Text of the step; may be empty.
    pub text: Html,
    /// Number of criteria in effect.
    pub count: usize,
    /// What it consists of, in the author's order; of the criteria the text alone.
    pub blocks: Vec<BlockView<BriefCriterion>>,
}

/// The anchor of the matrix on the page of a track that has one.
const MATRIX_OF_TRACK: &str = "lb-matrix";

/// The page of all tracks.
pub fn view(cx: PageContext) -> MatrixView {
    MatrixView {
        prose: own_prose(cx),
        tracks: cx.shown_tracks().map(|track| track_chip(cx, track)).collect(),
        categories: categories(cx),
        tables: placeholder::parts(parts(cx).count()),
        by_grade: by_grade(cx),
    }
}

/// The tracks whose matrices stand on the page of all: each of them, or none.
pub fn parts(cx: PageContext) -> impl Iterator<Item = TrackIx> {
    cx.shown_tracks().filter(move |_| cx.has_whole_matrix())
}

fn track_chip(cx: PageContext, track: TrackIx) -> TrackChip {
    TrackChip {
        id: cx.handbook[track].id.clone(),
        title: cx.handbook[track].title.clone(),
        anchor: anchor(cx, track),
        href: href(cx, track),
        hue: cx.handbook.hue(track),
        levels: cx.handbook[track].rungs.iter().map(|level| column(cx, *level)).collect(),
    }
}

/// The way to the matrix of a track.
pub fn link(cx: PageContext, track: TrackIx) -> Link {
    Link { title: cx.handbook[track].title.clone(), href: href(cx, track) }
}

fn href(cx: PageContext, track: TrackIx) -> String {
    if cx.has_whole_matrix() {
        cx.href(PageKey::Matrix, Some(&anchor(cx, track)))
    } else {
        cx.href(PageKey::Track(track), has_rows(cx, track).then_some(MATRIX_OF_TRACK))
    }
}

/// Whether any competency is a row of a track.
fn has_rows(cx: PageContext, track: TrackIx) -> bool {
    let levels = &cx.handbook[track].rungs;
    cx.handbook.competencies().any(|(competency, _)| {
        let rows = cx.rows(competency);
        levels.iter().any(|level| rows[level.0])
    })
}

/// The heads of one table of all tracks that have a table.
fn by_grade(cx: PageContext) -> Option<GradeMatrix> {
    let tracks: Vec<TrackIx> = cx.shown_tracks().filter(|track| has_rows(cx, *track)).collect();
    let columns = tracks.iter().flat_map(|track| {
        cx.handbook[*track].rungs.iter().map(|level| (&cx.handbook[*level].grades, *track, *level))
    });
    let mut columns: Vec<(&Vec<u32>, TrackIx, LevelIx)> = columns.collect();
    if tracks.len() < 2
        || !cx.has_whole_matrix()
        || columns.iter().all(|(grades, ..)| grades.is_empty())
    {
        return None;
    }
    // Levels of a track stand in its order, which the sort keeps.
    columns.sort_by_key(|(grades, ..)| (grades.is_empty(), grades.first(), grades.last()));
    let grades = columns.chunk_by(|(one, ..), (other, ..)| one == other);
    let grades = grades.map(|columns| GradeColumns {
        grade: cx.handbook[columns[0].2].grade_text(),
        levels: columns.iter().map(|(_, track, level)| column_head(cx, *track, *level)).collect(),
    });
    let levels: Vec<LevelIx> = columns.iter().map(|(.., level)| *level).collect();
    Some(GradeMatrix {
        grades: grades.collect(),
        groups: grouped(cx, |competency| {
            levels.iter().any(|level| cx.rows(competency)[level.0]).then(Vec::new)
        }),
    })
}

fn column_head(cx: PageContext, track: TrackIx, level: LevelIx) -> GradeColumnHead {
    GradeColumnHead {
        name: cx.handbook.level_name(level),
        track: cx.handbook[track].title.clone(),
        anchor: anchor(cx, track),
        hue: cx.handbook.hue(track),
    }
}

fn column(cx: PageContext, level: LevelIx) -> ColumnChip {
    ColumnChip { name: cx.handbook.level_name(level), title: cx.handbook.label(level).to_owned() }
}

/// The matrix with the columns of a level and of those next to it, or that of its track where one page does not
/// have those of all; empty where it has none.
pub fn href_of_level(cx: PageContext, level: LevelIx) -> String {
    let Some((track, at)) = cx.ladders().place(level) else { return String::new() };
    let rungs = &cx.handbook[track].rungs;
    if !cx.has_whole_matrix() {
        return href(cx, track);
    }
    let beside = &rungs[at.saturating_sub(1)..rungs.len().min(at + 2)];
    let names = beside.iter().map(|it| ("level", cx.handbook.level_name(*it)));
    cx.routes().query_href(cx.page, PageKey::Matrix, &names.collect::<Vec<_>>())
}

fn anchor(cx: PageContext, track: TrackIx) -> String {
    format!("track-{}", cx.handbook[track].id)
}

/// Anchors that a track had before.
fn old_anchors(cx: PageContext, track: TrackIx) -> Vec<String> {
    cx.handbook[track].was.iter().map(|old| format!("track-{}", old.value)).collect()
}

/// One track on the page of all tracks.
pub fn track(cx: PageContext, track: TrackIx) -> TrackMatrix {
    TrackMatrix {
        track: cx.track_link(track),
        anchor: anchor(cx, track),
        old_anchors: old_anchors(cx, track),
        hue: cx.handbook.hue(track),
        matrix: matrix(cx, track),
    }
}

/// Categories of the competencies that apply to a level that is shown, in the book's order.
fn categories(cx: PageContext) -> Vec<String> {
    let mut categories: Vec<String> = Vec::new();
    for (competency, it) in cx.handbook.competencies() {
        let category = it.category.map(|category| cx.handbook[category].title.clone());
        let category = category.unwrap_or_default();
        let mut rungs = cx.shown_tracks().flat_map(|track| &cx.handbook[track].rungs);
        if !categories.contains(&category)
            && rungs.any(|rung| cx.handbook.applies(competency, *rung))
        {
            categories.push(category);
        }
    }
    categories
}

/// The matrix of one track, on a page.
pub fn matrix(cx: PageContext, track: TrackIx) -> Matrix {
    let cx = cx.without_term_marks();
    let levels = &cx.handbook[track].rungs;
    Matrix {
        levels: levels.iter().map(|level| cx.rung(*level, Some(track))).collect(),
        groups: grouped(cx, |competency| {
            let cells: Vec<MatrixCell> =
                levels.iter().map(|level| cell(cx, *level, competency)).collect();
            cells.iter().any(|cell| cell.is_shown).then_some(cells)
        }),
    }
}

/// Rows by category, in the book's order: those competencies for which `cells` has something.
fn grouped(
    cx: PageContext,
    cells: impl Fn(CompetencyIx) -> Option<Vec<MatrixCell>>,
) -> Vec<MatrixGroup> {
    let mut groups: Vec<(Option<CategoryIx>, MatrixGroup)> = Vec::new();
    for (competency, it) in cx.handbook.competencies() {
        let Some(cells) = cells(competency) else { continue };
        let href = cx.href(PageKey::Competency(competency), None);
        let competency = Link { title: it.title.clone(), href };
        let row = MatrixRow { id: it.id.clone(), competency, internal: it.internal, cells };
        match groups.iter_mut().find(|(known, _)| *known == it.category) {
            Some((_, group)) => group.rows.push(row),
            None => {
                let title = it.category.map(|category| cx.handbook[category].title.clone());
                let title = title.unwrap_or_default();
                groups.push((it.category, MatrixGroup { title, rows: vec![row] }));
            }
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn cell(cx: PageContext, level: LevelIx, competency: CompetencyIx) -> MatrixCell {
    let cell = effective::cell(cx.handbook, level, competency);
    let shown = cell.state.is_shown();
    let anchor = shown.then(|| cx.handbook[competency].id.as_str());
    let step = cell.expect.filter(|_| shown).map(|it| expectation_title(cx, competency, it));
    MatrixCell {
        href: cx.href(PageKey::Level(level), anchor),
        state: cell.state.name(),
        internal: cx.handbook.is_internal_cell(level, competency),
        is_shown: shown,
        step: step.unwrap_or_default(),
        text: if shown { step_text(cx, &cell) } else { Default::default() },
        count: if shown { cell.criteria().count() } else { 0 },
        blocks: if shown { blocks::brief(cx, &cell) } else { Vec::new() },
    }
}
