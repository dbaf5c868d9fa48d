//! Cells: what one level expects in one competency, for level and competency pages.

use serde::Serialize;

use super::blocks::{self, BlockView, sentence};
use super::common::{Html, Link};
use super::context::PageContext;
use super::markdown::html;
use crate::handbook::effective::{self, EffectiveCell, EffectiveCriterion};
use crate::handbook::{CompetencyIx, Expectation, LevelIx, PageKey, criterion_anchor, step_title};

/// What one level expects in one competency.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CellView {
    /// Anchor on the level's page.
    pub anchor: String,
    /// Anchors that it had there when the competency had other ids.
    pub old_anchors: Vec<String>,
    /// Title of the competency, or of the level on the competency's page.
    pub title: String,
    /// The competency's page (on a level) or the level's cell (on a competency's page).
    pub href: String,
    /// Summary of the competency; may be empty.
    pub summary: String,
    /// `stated`, `none` (empty on purpose), `missing` (forgotten) or `absent` (no row of the track any more, but
    /// earlier levels' criteria stay expected).
    pub state: &'static str,
    /// Whether it is left out of a site for the public.
    pub internal: bool,
    /// The expected step.
    pub step: Option<StepView>,
    /// What it consists of, in the author's order: prose, and lists of the criteria in effect.
    pub blocks: Vec<BlockView>,
    /// Number of criteria in effect.
    pub count: usize,
    /// Earlier levels of the track whose criteria stay expected (cumulative), nearest first.
    pub earlier: Vec<EarlierCell>,
}

impl CellView {
    /// Whether one of its criteria has examples.
    pub fn has_examples(&self) -> bool {
        self.blocks.iter().flat_map(|block| &block.criteria).any(|it| it.examples.is_some())
    }
}

/// The expected step of a cell.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct StepView {
    /// What is expected, in words: `Owns`, `Owns or above`, `Owns to Leads`.
    pub title: String,
    /// Number of the step, from 1.
    pub number: usize,
    /// How many steps there are; 0 where the expectation is a bare number.
    pub of: usize,
    /// Text of the step; may be empty.
    pub text: Html,
    /// Earlier steps, lowest first, where steps are cumulative.
    pub earlier: Vec<StepText>,
}

/// A step with its text.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct StepText {
    /// Name of the step.
    pub title: String,
    /// Text of the step; may be empty.
    pub text: Html,
}

/// Criteria of an earlier level that stay expected.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct EarlierCell {
    /// The earlier level; the link leads to its cell.
    pub level: Link,
    /// Number of its criteria.
    pub count: usize,
    /// These criteria, without examples.
    pub criteria: Vec<EarlierCriterion>,
}

/// A criterion of an earlier level that stays expected.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct EarlierCriterion {
    /// Its words.
    pub html: Html,
    /// Where it stands.
    pub href: String,
    /// Whether it is left out of a site for the public.
    pub internal: bool,
}

/// A cell on the page of a competency, beside that of the level before.
pub fn cell_beside(
    cx: PageContext,
    level: LevelIx,
    cell: &EffectiveCell,
    before: Option<&EffectiveCell>,
) -> CellView {
    with_blocks(cx, level, cell, || match before {
        Some(before) => blocks::beside(cx, level, cell, before),
        None => blocks::full(cx, level, cell),
    })
}

/// A cell on the page of its level.
pub fn cell(cx: PageContext, level: LevelIx, cell: &EffectiveCell) -> CellView {
    with_blocks(cx, level, cell, || blocks::full(cx, level, cell))
}

fn with_blocks(
    cx: PageContext,
    level: LevelIx,
    cell: &EffectiveCell,
    blocks: impl FnOnce() -> Vec<BlockView>,
) -> CellView {
    let competency = &cx.handbook[cell.competency];
    let on_level = cx.page == PageKey::Level(level);
    let (title, href) = if on_level {
        let href = cx.href(PageKey::Competency(cell.competency), None);
        (competency.title.clone(), href)
    } else {
        let link = cx.level_link(level, Some(&competency.id));
        (link.title, link.href)
    };
    // Terms are marked where they stand first, so prose is made in the order of the page.
    let mut step = cell.expect.map(|expect| step(cx, cell.competency, expect));
    let blocks = blocks();
    if let (Some(step), Some(expect)) = (&mut step, cell.expect) {
        step.earlier = earlier_steps(cx, level, cell.competency, expect);
    }
    let old = competency.was.iter().filter(|_| on_level);
    CellView {
        old_anchors: old.map(|old| cx.id(Some(&old.value))).collect(),
        anchor: if on_level { cx.id(Some(&competency.id)) } else { String::new() },
        title,
        href,
        summary: competency.summary.clone(),
        state: cell.state.name(),
        internal: cx.handbook.is_internal_cell(level, cell.competency),
        step,
        blocks,
        count: cell.criteria().count(),
        // A competency's page shows the earlier levels themselves.
        earlier: if on_level { earlier(cx, level, cell.competency) } else { Vec::new() },
    }
}

/// The words for an expectation: `Owns`, `Owns or above`, `Owns to Leads`.
pub fn expectation_title(
    cx: PageContext,
    competency: CompetencyIx,
    expect: &Expectation,
) -> String {
    let competency = &cx.handbook[competency];
    let first = step_title(competency, expect.first);
    let last = step_title(competency, expect.last);
    let words = if expect.first != expect.last {
        cx.messages.get("step-range", &[("from", &first), ("to", &last)])
    } else if expect.or_above {
        cx.messages.get("step-or-above", &[("step", &first)])
    } else {
        None
    };
    words.unwrap_or(first)
}

/// The expected step, without those before it.
fn step(cx: PageContext, competency: CompetencyIx, expect: &Expectation) -> StepView {
    let steps = &cx.handbook[competency].steps;
    StepView {
        title: expectation_title(cx, competency, expect),
        number: expect.first + 1,
        of: steps.len(),
        text: steps.get(expect.first).map(|it| html(cx, &it.text)).unwrap_or_default(),
        earlier: Vec::new(),
    }
}

/// What the steps before the expected one say, where it stays expected.
fn earlier_steps(
    cx: PageContext,
    level: LevelIx,
    competency: CompetencyIx,
    expect: &Expectation,
) -> Vec<StepText> {
    if !cx.handbook.is_cumulative(cx.handbook[level].track, competency) {
        return Vec::new();
    }
    let steps = cx.handbook[competency].steps.iter().take(expect.first);
    let steps = steps.filter(|step| !step.text.is_empty());
    steps.map(|it| StepText { title: it.title.clone(), text: html(cx, &it.text) }).collect()
}

/// Earlier levels of the track whose criteria stay expected, nearest first.
fn earlier(cx: PageContext, level: LevelIx, competency: CompetencyIx) -> Vec<EarlierCell> {
    let earlier = effective::still_expected(cx.handbook, level, competency).take(EARLIER);
    // What can be unfolded takes no mark of a term away from what is in sight.
    let unmarked = cx.without_term_marks();
    let criterion = |it: &EffectiveCriterion| EarlierCriterion {
        html: sentence(unmarked, &it.criterion.text),
        href: cx.href(PageKey::Level(it.at), Some(&criterion_anchor(&it.criterion.id))),
        internal: it.is_internal(),
    };
    earlier
        .map(|(earlier, criteria)| EarlierCell {
            level: cx.level_link(earlier, Some(&cx.handbook[competency].id)),
            count: criteria.len(),
            criteria: criteria.iter().map(criterion).collect(),
        })
        .collect()
}

/// How many earlier levels a cell names; those before them can be reached from there.
const EARLIER: usize = 6;

/// The text of an expected step.
pub fn step_text(cx: PageContext, cell: &EffectiveCell) -> Html {
    let step = cell.expect.and_then(|it| cx.handbook[cell.competency].steps.get(it.first));
    step.map(|step| html(cx, &step.text)).unwrap_or_default()
}
