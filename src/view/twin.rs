//! Pages as plain data for those who read Markdown: the markup in it is Markdown, and addresses hold wherever it is
//! read. It has what a page says, without what leads around the site.

use std::sync::Arc;

use super::cells::StepText;
use super::changes::{self, MarkedChanges};
use super::common::{Html, Link, Rung};
use super::competencies::{self, CompetenciesView};
use super::competency::{self, CompetencyGrade, CompetencyTrack, StepDetail};
use super::components::{self, Shown};
use super::context::{Notes, PageContext, Site};
use super::criteria::{self, CriteriaTwin};
use super::glossary::{self, GlossaryView};
use super::guide::{self, PageView};
use super::home;
use super::level::{self, CellGroup, LevelFact, ProseSection};
use super::levels::{self, LevelsView};
use super::map::{self, MapMove};
use super::markdown::{html, own_prose};
use super::matrix::{self, TrackMatrix};
use super::model::Part;
use super::track::{self, Growth};
use crate::handbook::compare::Comparison;
use crate::handbook::{CompetencyIx, LevelIx, PageKey, TrackIx};

/// A page.
pub struct Twin<'a> {
    /// Title of the page.
    pub title: String,
    /// Whether it is left out of a site for the public.
    pub internal: bool,
    /// What it says.
    pub view: TwinView<'a>,
    /// What the calls of components in its prose show, in the order of their placeholders; `None` for a faulty call,
    /// or a component of the theme's own.
    pub components: Vec<Option<Shown>>,
}

/// What a page says, by its kind.
pub enum TwinView<'a> {
    Home(LadderTwin),
    Levels(LevelsView),
    Track(Box<TrackTwin>),
    Level(Box<LevelTwin<'a>>),
    Competencies(CompetenciesView),
    Competency(CompetencyTwin),
    Criteria(CriteriaTwin<'a>),
    Matrix(MatrixTwin),
    Comparisons(ComparisonsTwin),
    Compare(CompareTwin),
    Glossary(GlossaryView),
    Page(PageView),
}

/// Levels by competencies, whose tables are parts.
pub struct MatrixTwin {
    pub prose: Html,
    /// The ways to the tables of tracks, where the page does not have them.
    pub tracks: Vec<Link>,
}

/// All tracks with their levels, and the moves between them.
pub struct LadderTwin {
    pub summary: String,
    pub prose: Html,
    pub tracks: Vec<Ladder>,
    pub moves: Vec<MapMove>,
    /// Sections and pages that the navigation has no room for.
    pub further: Vec<Link>,
}

/// A track with its levels, first to last.
pub struct Ladder {
    pub track: Link,
    pub summary: String,
    pub rungs: Vec<Rung>,
}

pub struct TrackTwin {
    pub summary: String,
    pub status: &'static str,
    pub replaced_by: Option<Link>,
    pub extends: Option<Link>,
    pub prose: Html,
    pub rungs: Vec<Rung>,
    pub growth: Option<Growth>,
}

pub struct LevelTwin<'a> {
    pub rung: Rung,
    pub track: Link,
    pub replaced_by: Option<Link>,
    pub same_as: Option<Link>,
    pub sublevels: Vec<String>,
    pub links: Vec<Link>,
    pub facts: Vec<LevelFact>,
    pub intro: Html,
    /// What changes from the level before.
    pub changes: Option<MarkedChanges<'a>>,
    /// The comparison with the level before; empty at the first rung.
    pub compare: String,
    pub steps: Vec<StepText>,
    pub groups: Vec<CellGroup>,
    pub prose: Vec<ProseSection>,
    pub moves: Vec<MoveTwin>,
}

/// Where one can go from a level.
pub struct MoveTwin {
    pub kind: &'static str,
    pub to: Link,
    pub note: String,
}

/// What stands on the page of a competency before its tracks, which are parts.
pub struct CompetencyTwin {
    pub category: Option<Link>,
    pub summary: String,
    pub prose: Html,
    pub steps: Vec<StepDetail>,
    /// Where tracks say what they expect, if that is too much for this page.
    pub elsewhere: Vec<Link>,
}

pub struct ComparisonsTwin {
    pub prose: Html,
    /// Each comparison that is a page.
    pub pairs: Vec<Link>,
}

/// Two levels. What differs is told from their comparison.
pub struct CompareTwin {
    /// Their pages.
    pub links: [Link; 2],
    /// `promotion`, `lateral` or `back`; empty if it is no move.
    pub kind: &'static str,
    pub note: String,
    pub prose: Html,
}

/// A part of a page.
pub struct TwinPart {
    pub view: TwinPartView,
    /// As in [`Twin`].
    pub components: Vec<Option<Shown>>,
}

/// What a part says.
pub enum TwinPartView {
    Grade(CompetencyGrade),
    Track(CompetencyTrack),
    Matrix(TrackMatrix),
}

/// A page; `None` if it is of a kind that says nothing of its own. What is read is noted.
pub fn twin<'a>(
    site: &'a Site<'a>,
    notes: &'a Notes,
    page: PageKey,
    compared: &'a [Arc<Comparison<'a>>],
) -> Option<Twin<'a>> {
    if !page.kind().has_twin {
        return None;
    }
    let cx = PageContext::new(site, notes, page).with_compared(compared).as_markdown();
    let view = view(cx)?;
    Some(Twin {
        title: cx.title(page),
        internal: cx.handbook.is_internal(page),
        view,
        components: components::shown(cx, notes),
    })
}

fn view(cx: PageContext) -> Option<TwinView> {
    Some(match cx.page {
        PageKey::Home => TwinView::Home(home_twin(cx)),
        PageKey::Levels => TwinView::Levels(levels::view(cx)),
        PageKey::Track(track) => TwinView::Track(Box::new(track_twin(cx, track))),
        PageKey::Level(level) => TwinView::Level(Box::new(level_twin(cx, level))),
        PageKey::Competencies => TwinView::Competencies(competencies::view(cx)),
        PageKey::Competency(competency) => TwinView::Competency(competency_twin(cx, competency)),
        PageKey::Criteria => TwinView::Criteria(criteria::twin(cx)),
        PageKey::CriteriaPart(part) => TwinView::Criteria(criteria::twin_of_part(cx, part)),
        PageKey::Matrix => TwinView::Matrix(matrix_twin(cx)),
        PageKey::Comparisons => TwinView::Comparisons(comparisons(cx)),
        PageKey::Compare(from, to) => TwinView::Compare(compare(cx, from, to)),
        PageKey::Glossary => TwinView::Glossary(glossary::view(cx)),
        PageKey::Page(page) => TwinView::Page(guide::view(cx, page)),
        PageKey::Changes
        | PageKey::Editions
        | PageKey::Search
        | PageKey::Review
        | PageKey::Calibrate
        | PageKey::Print
        | PageKey::NotFound => return None,
    })
}

/// A part of a page that has a twin; `None` for others. What is read is noted.
pub fn twin_part(site: &Site, notes: &Notes, part: Part) -> Option<TwinPart> {
    let cx = PageContext::new(site, notes, part.page()).as_markdown();
    let view = match part {
        Part::Grade(competency, grade) => {
            TwinPartView::Grade(competency::grade(cx, competency, grade))
        }
        Part::Competency(competency, track) => {
            TwinPartView::Track(competency::track(cx, competency, track))
        }
        Part::Matrix(track) => TwinPartView::Matrix(matrix::track(cx, track)),
        Part::Changes(_) | Part::Print(_) => return None,
    };
    Some(TwinPart { view, components: components::shown(cx, notes) })
}

fn matrix_twin(cx: PageContext) -> MatrixTwin {
    let elsewhere = cx.shown_tracks().filter(|_| !cx.has_whole_matrix());
    MatrixTwin {
        prose: own_prose(cx),
        tracks: elsewhere.map(|track| matrix::link(cx, track)).collect(),
    }
}

fn home_twin(cx: PageContext) -> LadderTwin {
    let text = cx.handbook.handbook().text(cx.page);
    let summary = text.map(|it| it.summary.clone()).filter(|summary| !summary.is_empty());
    LadderTwin {
        summary: summary.unwrap_or_else(|| cx.config.description.clone()),
        prose: own_prose(cx),
        tracks: ladders(cx),
        moves: map::moves(cx),
        further: home::further(cx),
    }
}

/// The tracks in use with their levels.
fn ladders(cx: PageContext) -> Vec<Ladder> {
    let ladder = |track: TrackIx| Ladder {
        track: cx.track_link(track),
        summary: cx.handbook[track].summary.clone(),
        rungs: rungs(cx, track),
    };
    cx.shown_tracks().map(ladder).collect()
}

fn rungs(cx: PageContext, track: TrackIx) -> Vec<Rung> {
    let rungs = cx.handbook[track].rungs.iter();
    rungs.map(|rung| cx.rung(*rung, Some(track))).collect()
}

fn track_twin(cx: PageContext, track: TrackIx) -> TrackTwin {
    let it = &cx.handbook[track];
    TrackTwin {
        summary: it.summary.clone(),
        status: it.status.name(),
        replaced_by: it.replaced_by.map(|by| cx.track_link(by)),
        extends: it.extends.as_ref().map(|extends| cx.track_link(extends.parent)),
        prose: own_prose(cx),
        rungs: rungs(cx, track),
        growth: track::growth(cx, track),
    }
}

fn level_twin<'a>(cx: PageContext<'a>, level: LevelIx) -> LevelTwin<'a> {
    let it = &cx.handbook[level];
    let previous = cx.handbook.previous(level);
    let changes = previous.map(|it| changes::marked(cx, it, level));
    let moves = it.next.iter().map(|step| MoveTwin {
        kind: step.kind.name(),
        to: cx.level_link(step.to, None),
        note: step.note.clone(),
    });
    LevelTwin {
        rung: cx.rung(level, None),
        track: cx.track_link(it.track),
        replaced_by: level::replaced_by(cx, level),
        same_as: it.same_as.as_ref().map(|same| cx.level_link(same.level, None)),
        sublevels: it.sublevels.clone(),
        links: level::links(cx, level),
        facts: level::facts(cx, level, changes.as_ref().map(|it| &*it.facts)),
        intro: html(cx, &cx.handbook.body(level).intro),
        compare: previous.map(|it| changes::href(cx, it, level)).unwrap_or_default(),
        changes,
        steps: level::steps(cx, level),
        groups: level::groups(cx, level),
        prose: level::sections(cx, level),
        moves: moves.collect(),
    }
}

fn competency_twin(cx: PageContext, competency: CompetencyIx) -> CompetencyTwin {
    CompetencyTwin {
        category: competency::category(cx, competency),
        summary: cx.handbook[competency].summary.clone(),
        prose: own_prose(cx),
        steps: competency::steps(cx, competency),
        elsewhere: competency::elsewhere(cx, competency)
            .map(|track| matrix::link(cx, track))
            .collect(),
    }
}

fn comparisons(cx: PageContext) -> ComparisonsTwin {
    let pairs = cx.routes().pages().filter(|page| matches!(page, PageKey::Compare(..)));
    ComparisonsTwin { prose: own_prose(cx), pairs: pairs.map(|page| cx.link(page)).collect() }
}

fn compare(cx: PageContext, from: LevelIx, to: LevelIx) -> CompareTwin {
    let declared = cx.handbook[from].next.iter().find(|step| step.to == to);
    CompareTwin {
        links: [from, to].map(|level| cx.level_link(level, None)),
        kind: declared.map_or("", |step| step.kind.name()),
        note: declared.map(|step| step.note.clone()).unwrap_or_default(),
        prose: own_prose(cx),
    }
}
