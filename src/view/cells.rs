//! Cells: what one level expects in one competency, for level and competency pages.

use super::pages::{
    CellView, CriteriaGroup, CriterionView, EarlierCell, Html, Link, StepText, StepView,
};
use super::site::Site;
use crate::handbook::effect::{self, EffectiveCell, EffectiveCriterion, Origin, State};
use crate::handbook::names::criterion_anchor;
use crate::handbook::{CompetencyIx, Expectation, LevelIx, PageKey, step_title};

/// A cell on the page `on`: a level's own page, or a competency's.
pub fn cell(site: Site, on: PageKey, level: LevelIx, cell: &EffectiveCell) -> CellView {
    let competency = &site.handbook[cell.competency];
    let on_level = on == PageKey::Level(level);
    let (title, href) = if on_level {
        let href = site.routes.href(on, PageKey::Competency(cell.competency), None);
        (competency.title.clone(), href)
    } else {
        let link = site.level_link(on, level, Some(&competency.id));
        (link.title, link.href)
    };
    // Terms are marked where they stand first, so prose is made in the order of the page.
    let mut step = cell.expect.map(|expect| step(site, on, cell.competency, expect));
    let prose = cell.prose.map(|prose| site.html(on, prose)).unwrap_or_default();
    let groups = groups(site, on, level, cell);
    if let (Some(step), Some(expect)) = (&mut step, cell.expect) {
        step.earlier = earlier_steps(site, on, level, cell.competency, expect);
    }
    CellView {
        anchor: if on_level { site.routes.id(on, Some(&competency.id)) } else { String::new() },
        title,
        href,
        summary: competency.summary.clone(),
        state: cell.state.name(),
        step,
        prose,
        groups,
        count: cell.criteria.len(),
        // A competency's page shows the earlier levels themselves.
        earlier: if on_level { earlier(site, on, level, cell.competency) } else { Vec::new() },
    }
}

/// The words for an expectation: `Owns`, `Owns or above`, `Owns to Leads`.
pub fn expectation_title(site: Site, competency: CompetencyIx, expect: &Expectation) -> String {
    let competency = &site.handbook[competency];
    let first = step_title(competency, expect.first);
    let last = step_title(competency, expect.last);
    let words = if expect.first != expect.last {
        site.words.get("step-range", &[("from", &first), ("to", &last)])
    } else if expect.or_above {
        site.words.get("step-or-above", &[("step", &first)])
    } else {
        None
    };
    words.unwrap_or(first)
}

/// The expected step, without those before it.
fn step(site: Site, on: PageKey, competency: CompetencyIx, expect: &Expectation) -> StepView {
    let steps = &site.handbook[competency].steps;
    StepView {
        title: expectation_title(site, competency, expect),
        number: expect.first + 1,
        of: steps.len(),
        text: steps.get(expect.first).map(|it| site.html(on, &it.text)).unwrap_or_default(),
        earlier: Vec::new(),
    }
}

/// What the steps before the expected one say, where it stays expected.
fn earlier_steps(
    site: Site,
    on: PageKey,
    level: LevelIx,
    competency: CompetencyIx,
    expect: &Expectation,
) -> Vec<StepText> {
    if !site.is_cumulative(site.handbook[level].track, competency) {
        return Vec::new();
    }
    let steps = site.handbook[competency].steps.iter().take(expect.first);
    let steps = steps.filter(|step| !step.text.is_empty());
    steps.map(|it| StepText { title: it.title.clone(), text: site.html(on, &it.text) }).collect()
}

/// Criteria by their headings, in the order in which the headings first appear.
fn groups(site: Site, on: PageKey, level: LevelIx, cell: &EffectiveCell) -> Vec<CriteriaGroup> {
    let mut groups: Vec<CriteriaGroup> = Vec::new();
    for it in &cell.criteria {
        let title = it.criterion.group.clone();
        let view = criterion(site, on, level, cell.competency, it);
        match groups.iter_mut().find(|group| group.title == title) {
            Some(group) => group.criteria.push(view),
            None => groups.push(CriteriaGroup { title, criteria: vec![view] }),
        }
    }
    groups
}

fn criterion(
    site: Site,
    on: PageKey,
    level: LevelIx,
    competency: CompetencyIx,
    it: &EffectiveCriterion,
) -> CriterionView {
    let anchor = criterion_anchor(&it.criterion.id);
    let own_page = on == PageKey::Level(level);
    CriterionView {
        href: if site.routes.is_paper() {
            String::new()
        } else {
            site.routes.href(on, PageKey::Level(level), Some(&anchor))
        },
        anchor: if own_page { site.routes.id(on, Some(&anchor)) } else { String::new() },
        html: site.html(on, &it.criterion.text),
        examples: it.examples().iter().map(|example| site.html(on, example)).collect(),
        new: it.criterion.new,
        origin: origin(site, on, competency, it.origin),
    }
}

fn origin(site: Site, on: PageKey, competency: CompetencyIx, origin: Origin) -> Option<Link> {
    match origin {
        Origin::Own => None,
        Origin::Track(track) => Some(site.track_link(on, track)),
        Origin::Level(level) => Some(site.level_link(on, level, None)),
        Origin::Step(step) => {
            Some(Link { title: step_title(&site.handbook[competency], step), href: String::new() })
        }
    }
}

/// Earlier levels of the track whose criteria stay expected, nearest first.
fn earlier(site: Site, on: PageKey, level: LevelIx, competency: CompetencyIx) -> Vec<EarlierCell> {
    let track = site.handbook[level].track;
    if !site.is_cumulative(track, competency) {
        return Vec::new();
    }
    let before = site.handbook[track].levels.iter().take(site.handbook[level].order).rev();
    before
        .filter_map(|earlier| {
            let cell = effect::cell(site.handbook, *earlier, competency);
            let count = cell.criteria.len();
            (count > 0 && cell.state != State::Excluded).then(|| EarlierCell {
                level: site.level_link(on, *earlier, Some(&site.handbook[competency].id)),
                count,
            })
        })
        .take(EARLIER)
        .collect()
}

/// How many earlier levels a cell names; those before them can be reached from there.
const EARLIER: usize = 6;

/// The text of an expected step.
pub fn step_text(site: Site, on: PageKey, cell: &EffectiveCell) -> Html {
    let step = cell.expect.and_then(|it| site.handbook[cell.competency].steps.get(it.first));
    step.map(|step| site.html(on, &step.text)).unwrap_or_default()
}
