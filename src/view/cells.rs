//! Cells: what one level expects in one competency, for level and competency pages.

use serde::Serialize;

use super::common::{Html, Link};
use super::context::PageContext;
use super::markdown::html;
use crate::handbook::criterion_anchor;
use crate::handbook::effective::{self, EffectiveCell, EffectiveCriterion, Origin, State};
use crate::handbook::{CompetencyIx, Expectation, LevelIx, PageKey, step_title};

/// What one level expects in one competency.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CellView {
    /// Anchor on the level's page.
    pub anchor: String,
    /// Title of the competency, or of the level on the competency's page.
    pub title: String,
    /// The competency's page (on a level) or the level's cell (on a competency's page).
    pub href: String,
    /// Summary of the competency; may be empty.
    pub summary: String,
    /// `stated`, `none` (empty on purpose) or `missing` (forgotten).
    pub state: &'static str,
    /// The expected step.
    pub step: Option<StepView>,
    /// Prose of the cell.
    pub prose: Html,
    /// Criteria in effect, in named and unnamed groups.
    pub groups: Vec<CriteriaGroup>,
    /// Number of criteria in effect.
    pub count: usize,
    /// Earlier levels of the track whose criteria stay expected (cumulative), nearest first.
    pub earlier: Vec<EarlierCell>,
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

/// Criteria under one heading of a cell.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CriteriaGroup {
    /// Name of the group; `None` for those without.
    pub title: Option<String>,
    /// The criteria.
    pub criteria: Vec<CriterionView>,
}

/// One observable behaviour.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CriterionView {
    /// Anchor: `id` of the element and target of the permalink. Empty on pages other than the
    /// level's own.
    pub anchor: String,
    /// Where its permalink leads; on the level's page `#anchor`.
    pub href: String,
    /// The text.
    pub html: Html,
    /// Small scenes that show it.
    pub examples: Vec<Html>,
    /// Whether the author marked it as new.
    pub new: bool,
    /// Where it comes from, if not from the level itself: title of a track, level or step. `href`
    /// may be empty.
    pub origin: Option<Link>,
}

/// Criteria of an earlier level that stay expected.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct EarlierCell {
    /// The earlier level; the link leads to its cell.
    pub level: Link,
    /// Number of its criteria.
    pub count: usize,
}

/// A cell on the page `on`: a level's own page, or a competency's.
pub fn cell(cx: PageContext, level: LevelIx, cell: &EffectiveCell) -> CellView {
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
    let prose = cell.prose.map(|prose| html(cx, prose)).unwrap_or_default();
    let groups = groups(cx, level, cell);
    if let (Some(step), Some(expect)) = (&mut step, cell.expect) {
        step.earlier = earlier_steps(cx, level, cell.competency, expect);
    }
    CellView {
        anchor: if on_level { cx.id(Some(&competency.id)) } else { String::new() },
        title,
        href,
        summary: competency.summary.clone(),
        state: cell.state.name(),
        step,
        prose,
        groups,
        count: cell.criteria.len(),
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
    if !cx.is_cumulative(cx.handbook[level].track, competency) {
        return Vec::new();
    }
    let steps = cx.handbook[competency].steps.iter().take(expect.first);
    let steps = steps.filter(|step| !step.text.is_empty());
    steps.map(|it| StepText { title: it.title.clone(), text: html(cx, &it.text) }).collect()
}

/// Criteria by their headings, in the order in which the headings first appear.
fn groups(cx: PageContext, level: LevelIx, cell: &EffectiveCell) -> Vec<CriteriaGroup> {
    let mut groups: Vec<CriteriaGroup> = Vec::new();
    for it in &cell.criteria {
        let title = it.criterion.group.clone();
        let view = criterion(cx, level, cell.competency, it);
        match groups.iter_mut().find(|group| group.title == title) {
            Some(group) => group.criteria.push(view),
            None => groups.push(CriteriaGroup { title, criteria: vec![view] }),
        }
    }
    groups
}

fn criterion(
    cx: PageContext,
    level: LevelIx,
    competency: CompetencyIx,
    it: &EffectiveCriterion,
) -> CriterionView {
    let anchor = criterion_anchor(&it.criterion.id);
    let own_page = cx.page == PageKey::Level(level);
    CriterionView {
        href: if cx.is_print() {
            String::new()
        } else {
            cx.href(PageKey::Level(level), Some(&anchor))
        },
        anchor: if own_page { cx.id(Some(&anchor)) } else { String::new() },
        html: html(cx, &it.criterion.text),
        examples: it.examples().iter().map(|example| html(cx, example)).collect(),
        new: it.criterion.new,
        origin: origin(cx, competency, it.origin),
    }
}

fn origin(cx: PageContext, competency: CompetencyIx, origin: Origin) -> Option<Link> {
    match origin {
        Origin::Own => None,
        Origin::Track(track) => Some(cx.track_link(track)),
        Origin::Level(level) => Some(cx.level_link(level, None)),
        Origin::Step(step) => {
            Some(Link { title: step_title(&cx.handbook[competency], step), href: String::new() })
        }
    }
}

/// Earlier levels of the track whose criteria stay expected, nearest first.
fn earlier(cx: PageContext, level: LevelIx, competency: CompetencyIx) -> Vec<EarlierCell> {
    let track = cx.handbook[level].track;
    if !cx.is_cumulative(track, competency) {
        return Vec::new();
    }
    let before = cx.handbook[track].levels.iter().take(cx.handbook[level].order).rev();
    before
        .filter_map(|earlier| {
            let cell = effective::cell(cx.handbook, *earlier, competency);
            let count = cell.criteria.len();
            (count > 0 && cell.state != State::Excluded).then(|| EarlierCell {
                level: cx.level_link(*earlier, Some(&cx.handbook[competency].id)),
                count,
            })
        })
        .take(EARLIER)
        .collect()
}

/// How many earlier levels a cell names; those before them can be reached from there.
const EARLIER: usize = 6;

/// The text of an expected step.
pub fn step_text(cx: PageContext, cell: &EffectiveCell) -> Html {
    let step = cell.expect.and_then(|it| cx.handbook[cell.competency].steps.get(it.first));
    step.map(|step| html(cx, &step.text)).unwrap_or_default()
}
