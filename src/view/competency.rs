//! The page of a competency.

use std::collections::BTreeSet;

use serde::Serialize;

use super::blocks::{CriterionView, ExampleLists};
use super::cells::{self, CellView};
use super::common::{Html, Link, Rung};
use super::context::PageContext;
use super::ladders::MOST_CELLS;
use super::markdown::{html, own_prose};
use super::matrix;
use super::placeholder;
use crate::handbook::{CompetencyIx, LevelIx, PageKey, Status, Step, TrackIx, effective};

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
    /// The tracks that are laid side by side; none if fewer than two can be.
    pub columns: Vec<GradeColumn>,
    /// Their grades, lowest first, by which a reader chooses.
    pub grades: Vec<u32>,
    /// All tracks of the page, by which a reader chooses: first those side by side.
    pub choices: Vec<TrackName>,
    /// Ids of all tracks of the handbook.
    pub all_tracks: Vec<String>,
    /// What they expect, grade by grade, each as the component `ui.competency_grade` shows it.
    pub rows: Vec<Html>,
    /// How it grows along the other tracks, each as the component `ui.competency_track` shows it.
    pub tracks: Vec<Html>,
    /// Where else each track says what it expects, if all of them are too much for this page; there are no rows and
    /// tracks then.
    pub elsewhere: Vec<GradeColumn>,
}

/// A track by its names.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TrackName {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
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
    /// Examples of the step; `None` if it has none.
    pub examples: Option<ExampleLists>,
}

/// A track among those that are laid side by side, or that stand elsewhere.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GradeColumn {
    /// Its id, by which a reader chooses it.
    pub id: String,
    /// The track, or where its cells stand.
    pub track: Link,
    /// Anchor of its column.
    pub anchor: String,
    /// Anchors that it had before.
    pub old_anchors: Vec<String>,
    /// Number of its colour, from 1.
    pub hue: usize,
}

/// One competency at one grade: what the component `ui.competency_grade` receives as `item`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CompetencyGrade {
    /// The grade.
    pub grade: u32,
    /// One for each track, in the order of the columns.
    pub tracks: Vec<CompetencyGradeCell>,
}

/// What a track expects at a grade.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CompetencyGradeCell {
    /// Id of the track.
    pub id: String,
    /// Its title.
    pub track: String,
    /// Number of its colour, from 1.
    pub hue: usize,
    /// Its levels whose lowest grade this is; may be none.
    pub levels: Vec<CompetencyLevel>,
}

/// One competency along one track: what the component `ui.competency_track` receives as `item`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CompetencyTrack {
    /// Its id, by which a reader chooses it.
    pub id: String,
    /// The track.
    pub track: Link,
    /// Anchor of its section.
    pub anchor: String,
    /// Anchors that it had before.
    pub old_anchors: Vec<String>,
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

/// One competency over all levels and tracks.
pub fn view(cx: PageContext, competency: CompetencyIx) -> CompetencyView {
    let it = &cx.handbook[competency];
    let (grades, others) = parts(cx, competency);
    let columns = aligned(cx, competency);
    let choices = columns.iter().chain(&others).map(|track| TrackName {
        id: cx.handbook[*track].id.clone(),
        title: cx.handbook[*track].title.clone(),
    });
    let choices = choices.collect();
    let all_tracks = cx.shown_tracks().map(|it| cx.handbook[it].id.clone()).collect();
    // All parts are numbered on, the grades first.
    let mut all = placeholder::parts(grades.len() + others.len()).into_iter();
    let rows = all.by_ref().take(grades.len()).collect();
    CompetencyView {
        category: category(cx, competency),
        summary: it.summary.clone(),
        prose: own_prose(cx),
        steps: steps(cx, competency),
        columns: columns.into_iter().map(|track| column(cx, track)).collect(),
        elsewhere: elsewhere(cx, competency)
            .map(|track| GradeColumn { track: matrix::link(cx, track), ..column(cx, track) })
            .collect(),
        choices,
        all_tracks,
        rows,
        tracks: all.collect(),
        grades,
    }
}

/// The category of a competency.
pub fn category(cx: PageContext, competency: CompetencyIx) -> Option<Link> {
    let it = &cx.handbook[cx.handbook[competency].category?];
    let href = cx.href(PageKey::Competencies, Some(&it.id));
    Some(Link { title: it.title.clone(), href })
}

fn column(cx: PageContext, track: TrackIx) -> GradeColumn {
    GradeColumn {
        id: cx.handbook[track].id.clone(),
        track: cx.track_link(track),
        anchor: track_anchor(cx, track),
        old_anchors: old_track_anchors(cx, track),
        hue: cx.handbook.hue(track),
    }
}

/// The tracks whose levels stand on the page: all of them, or none.
fn here(cx: PageContext, competency: CompetencyIx) -> impl Iterator<Item = TrackIx> {
    let is_whole = cx.has_whole_page(competency);
    tracks(cx, competency).filter(move |_| is_whole)
}

/// The tracks whose matrices show what does not stand on the page, since it is too much.
pub fn elsewhere(cx: PageContext, competency: CompetencyIx) -> impl Iterator<Item = TrackIx> {
    let is_whole = cx.has_whole_page(competency);
    tracks(cx, competency).filter(move |_| !is_whole)
}

/// The parts of the page: first the grades, then the tracks that stand for themselves.
pub fn parts(cx: PageContext, competency: CompetencyIx) -> (Vec<u32>, Vec<TrackIx>) {
    let aligned = aligned(cx, competency);
    let others = here(cx, competency).filter(|track| !aligned.contains(track));
    (grades(cx, competency, &aligned), others.collect())
}

/// The tracks that can be laid side by side, since all their levels have grades; none if there is only one, or if a table
/// of them would be too large.
fn aligned(cx: PageContext, competency: CompetencyIx) -> Vec<TrackIx> {
    let has_grades = |track: &TrackIx| {
        levels(cx, competency, *track).all(|level| !cx.handbook[level].grades.is_empty())
    };
    let aligned: Vec<TrackIx> = here(cx, competency).filter(has_grades).collect();
    let cells = aligned.len() * grades(cx, competency, &aligned).len();
    if aligned.len() > 1 && cells <= MOST_CELLS { aligned } else { Vec::new() }
}

/// The lowest grades of their levels.
fn grades(cx: PageContext, competency: CompetencyIx, tracks: &[TrackIx]) -> Vec<u32> {
    let levels = tracks.iter().flat_map(|track| levels(cx, competency, *track));
    let grades: BTreeSet<u32> =
        levels.filter_map(|level| cx.handbook[level].grades.first().copied()).collect();
    grades.into_iter().collect()
}

/// One grade on the page of a competency.
pub fn grade(cx: PageContext, competency: CompetencyIx, grade: u32) -> CompetencyGrade {
    let is_at = |level: &LevelIx| cx.handbook[*level].grades.first() == Some(&grade);
    let cell = |track: TrackIx| CompetencyGradeCell {
        id: cx.handbook[track].id.clone(),
        track: cx.handbook[track].title.clone(),
        hue: cx.handbook.hue(track),
        levels: levels(cx, competency, track)
            .filter(is_at)
            .map(|level| at_level(cx, competency, level))
            .collect(),
    };
    let tracks = aligned(cx, competency).into_iter().map(cell).collect();
    CompetencyGrade { grade, tracks }
}

/// A level beside the one before it, of which it may repeat some.
fn at_level(cx: PageContext, competency: CompetencyIx, level: LevelIx) -> CompetencyLevel {
    let cell = effective::cell(cx.handbook, level, competency);
    let before = cx.handbook.previous(level);
    let before = before.map(|it| effective::cell(cx.handbook, it, competency));
    CompetencyLevel {
        rung: cx.rung(level, Some(cx.handbook[level].track)),
        cell: cells::cell_beside(cx, level, &cell, before.as_ref()),
    }
}

/// The steps of a competency with everything said about them.
pub fn steps(cx: PageContext, competency: CompetencyIx) -> Vec<StepDetail> {
    let steps = cx.handbook[competency].steps.iter().enumerate();
    steps.map(|(number, it)| step(cx, number, it)).collect()
}

fn step(cx: PageContext, number: usize, step: &Step) -> StepDetail {
    let criteria = step.criteria.iter().map(|it| CriterionView::of_step(cx, it));
    StepDetail {
        number: number + 1,
        title: step.title.clone(),
        text: html(cx, step.meaning()),
        criteria: criteria.collect(),
        examples: ExampleLists::plain(cx, &step.examples),
    }
}

/// Tracks with a level in use that the competency applies to.
pub fn tracks(cx: PageContext, competency: CompetencyIx) -> impl Iterator<Item = TrackIx> {
    cx.shown_tracks().filter(move |track| levels(cx, competency, *track).next().is_some())
}

/// Levels in use of a track at which a competency is a row of the track.
pub fn levels(
    cx: PageContext,
    competency: CompetencyIx,
    track: TrackIx,
) -> impl Iterator<Item = LevelIx> {
    let levels = cx.handbook.handbook()[track].levels.iter().copied();
    let rows = cx.rows(competency);
    levels.filter(move |level| cx.handbook[*level].status != Status::Retired && rows[level.0])
}

/// The anchor of a track on the page of a competency.
pub fn track_anchor(cx: PageContext, track: TrackIx) -> String {
    format!("track-{}", cx.handbook[track].id)
}

/// Anchors that a track had before on the page of a competency; on paper none.
fn old_track_anchors(cx: PageContext, track: TrackIx) -> Vec<String> {
    let was = cx.handbook.handbook()[track].was.iter().filter(|_| !cx.is_print());
    was.map(|old| format!("track-{}", old.value)).collect()
}

/// One track on the page of a competency.
pub fn track(cx: PageContext, competency: CompetencyIx, track: TrackIx) -> CompetencyTrack {
    CompetencyTrack {
        id: cx.handbook[track].id.clone(),
        track: cx.track_link(track),
        anchor: track_anchor(cx, track),
        old_anchors: old_track_anchors(cx, track),
        hue: cx.handbook.hue(track),
        levels: levels(cx, competency, track)
            .map(|level| at_level(cx, competency, level))
            .collect(),
    }
}
