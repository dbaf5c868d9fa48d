//! The page of a competency.

use serde::Serialize;

use super::blocks::{CriterionView, Examples};
use super::cells::{self, CellView};
use super::common::{Html, Link, Rung};
use super::context::PageContext;
use super::markdown::{html, own_prose};
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
    pub examples: Vec<Examples>,
    /// Number of examples in all lists.
    pub example_count: usize,
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

/// One competency over all levels and tracks.
pub fn view(cx: PageContext, competency: CompetencyIx) -> CompetencyView {
    let it = &cx.handbook[competency];
    let category = it.category.map(|category| {
        let it = &cx.handbook[category];
        let href = cx.href(PageKey::Competencies, Some(&it.id));
        Link { title: it.title.clone(), href }
    });
    CompetencyView {
        category,
        summary: it.summary.clone(),
        prose: own_prose(cx),
        steps: steps(cx, competency),
        tracks: placeholder::parts(tracks(cx, competency).count()),
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
        text: html(cx, &step.text),
        criteria: criteria.collect(),
        examples: Examples::plain(cx, &step.examples),
        example_count: step.examples.len(),
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
    levels
        .filter(move |level| cx.handbook[*level].status != Status::Retired)
        .filter(move |level| effective::cell(cx.handbook, *level, competency).state.is_shown())
}

/// The anchor of a track on the page of a competency.
pub fn track_anchor(cx: PageContext, track: TrackIx) -> String {
    format!("track-{}", cx.handbook[track].id)
}

/// One track on the page of a competency.
pub fn track(cx: PageContext, competency: CompetencyIx, track: TrackIx) -> CompetencyTrack {
    CompetencyTrack {
        track: cx.track_link(track),
        anchor: track_anchor(cx, track),
        hue: cx.handbook.hue(track),
        levels: levels(cx, competency, track)
            .map(|level| (level, effective::cell(cx.handbook, level, competency)))
            .map(|(level, cell)| CompetencyLevel {
                rung: cx.rung(level, None),
                cell: cells::cell(cx, level, &cell),
            })
            .collect(),
    }
}
