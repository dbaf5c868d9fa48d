//! Two levels side by side: a page of its own, and in three lines on others.

use pulldown_cmark_escape::escape_html_body_text;

use super::cells::expectation_title;
use super::markdown;
use super::pages::{
    Changes, CompareView, CompetencyComparison, CriterionComparison, Fact, FactChange, FactPair,
    Html, Link, NewCriteria, StepChange, Totals,
};
use super::radar;
use super::site::Site;
use crate::handbook::compare::{self, Comparison, CompetencyPair, CriterionPair, Kind, Run};
use crate::handbook::effect::EffectiveCriterion;
use crate::handbook::names::criterion_anchor;
use crate::handbook::{CompetencyIx, Expectation, LevelIx, PageKey};

/// The page that compares two levels.
pub fn view(site: Site, from: LevelIx, to: LevelIx) -> CompareView {
    let on = PageKey::Compare(from, to);
    let comparison = compare::levels(site.handbook, from, to, site.config.ladder.cumulative);
    let declared = site.handbook[from].next.iter().find(|step| step.to == to);
    let prose = site.handbook.move_prose(from, to);
    let competencies: Vec<CompetencyComparison> = comparison
        .competencies
        .iter()
        .map(|pair| competency(site, on, &comparison, pair))
        .collect();
    CompareView {
        from: site.rung(on, from, None),
        to: site.rung(on, to, None),
        swapped: href(site, on, to, from),
        kind: declared.map_or("", |step| step.kind.name()),
        note: declared.map(|step| step.note.clone()).unwrap_or_default(),
        prose: prose.map(|it| markdown::html(site, on, &it.prose, 1)).unwrap_or_default(),
        facts: comparison.facts.iter().map(fact_pair).collect(),
        totals: sum(&competencies),
        competencies,
        radar: radar::chart(site, on, &[from, to]),
        onward: onward(site, from, to),
    }
}

fn sum(competencies: &[CompetencyComparison]) -> Totals {
    competencies.iter().fold(Totals::default(), |sum, it| Totals {
        same: sum.same + it.totals.same,
        reworded: sum.reworded + it.totals.reworded,
        new: sum.new + it.totals.new,
        gone: sum.gone + it.totals.gone,
    })
}

/// Comparisons that start from the right side, and those that lead from the left side elsewhere.
fn onward(site: Site, from: LevelIx, to: LevelIx) -> Vec<Link> {
    let on = PageKey::Compare(from, to);
    let ahead = site.handbook[to].next.iter().map(|step| (to, step.to));
    let beside = site.handbook[from].next.iter().map(|step| (from, step.to));
    ahead
        .chain(beside)
        .map(|(from, to)| PageKey::Compare(from, to))
        .filter(|page| *page != on && site.routes.has(*page))
        .map(|page| super::frame::link(site, on, page))
        .collect()
}

/// Where two levels are compared: their own page, the page of the same pair the other way round
/// where that is all there is, or the picker.
pub fn href(site: Site, on: PageKey, from: LevelIx, to: LevelIx) -> String {
    let page = PageKey::Compare(from, to);
    if site.routes.has(page) {
        return site.routes.href(on, page, None);
    }
    let (from, to) = (site.handbook.level_name(from), site.handbook.level_name(to));
    let picker = site.routes.href(on, PageKey::Comparisons, None);
    format!("{picker}?from={from}&to={to}")
}

fn competency(
    site: Site,
    on: PageKey,
    comparison: &Comparison,
    pair: &CompetencyPair,
) -> CompetencyComparison {
    let it = &site.handbook[pair.competency];
    let step = |expect: Option<&Expectation>| {
        expect.map(|it| expectation_title(site, pair.competency, it)).unwrap_or_default()
    };
    CompetencyComparison {
        competency: Link {
            title: it.title.clone(),
            href: site.routes.href(on, PageKey::Competency(pair.competency), None),
        },
        anchor: it.id.clone(),
        category: it.category.map(|it| site.handbook[it].title.clone()).unwrap_or_default(),
        same: pair.is_same(),
        from_step: step(pair.from),
        to_step: step(pair.to),
        step: pair.step().name(),
        criteria: pair
            .criteria
            .iter()
            .map(|it| criterion(site, on, comparison, pair.cumulative, it))
            .collect(),
        totals: Totals {
            same: pair.count(Kind::Same) + pair.count(Kind::Expected),
            reworded: pair.count(Kind::Reworded),
            new: pair.count(Kind::New),
            gone: pair.count(Kind::Gone),
        },
    }
}

fn criterion(
    site: Site,
    on: PageKey,
    comparison: &Comparison,
    cumulative: bool,
    pair: &CriterionPair,
) -> CriterionComparison {
    let kind = pair.kind;
    let html = |side: &Option<EffectiveCriterion>| {
        side.map(|it| markdown::html(site, on, &it.criterion.text, 0)).unwrap_or_default()
    };
    let (from, to) = match (kind, &pair.from, &pair.to) {
        (Kind::Reworded, Some(left), Some(right)) => {
            let (left, right) = (left.criterion.text.text(), right.criterion.text.text());
            let (left, right) = compare::marked(left, right);
            (marks(&left, "del"), marks(&right, "ins"))
        }
        _ => (html(&pair.from), html(&pair.to)),
    };
    // A criterion of a level in between has that level as its home, not the one compared.
    let home = |side: &Option<EffectiveCriterion>| side.and_then(|it| it.level);
    let via = home(&pair.to).or(home(&pair.from)).filter(|home| {
        let track = site.handbook[*home].track;
        ![comparison.from, comparison.to].contains(home)
            && track == site.handbook[comparison.to].track
            && cumulative
    });
    let place = |side: &Option<EffectiveCriterion>, level: LevelIx| {
        side.map(|it| {
            let level = via.unwrap_or(level);
            let anchor = criterion_anchor(&it.criterion.id);
            site.routes.href(on, PageKey::Level(level), Some(&anchor))
        })
    };
    CriterionComparison {
        kind: kind.name(),
        from_href: place(&pair.from, own_home(pair.from, comparison.from, site))
            .unwrap_or_default(),
        to_href: place(&pair.to, own_home(pair.to, comparison.to, site)).unwrap_or_default(),
        from,
        to,
        via: via.map(|level| site.level_link(on, level, None)),
    }
}

/// The level on whose page a criterion stands: with cumulative criteria the one that brings it,
/// otherwise the one compared, which shows what it inherits.
fn own_home(side: Option<EffectiveCriterion>, compared: LevelIx, site: Site) -> LevelIx {
    let home = side.and_then(|it| it.level);
    let same_track = |home: &LevelIx| site.handbook[*home].track == site.handbook[compared].track;
    home.filter(same_track).unwrap_or(compared)
}

fn marks(runs: &[Run], tag: &str) -> Html {
    let mut html = String::new();
    for (index, run) in runs.iter().enumerate() {
        if index > 0 {
            html.push(' ');
        }
        let mut words = String::new();
        escape_html_body_text(&mut words, &run.words).expect("a string takes every write");
        match run.changed {
            true => html.push_str(&format!("<{tag}>{words}</{tag}>")),
            false => html.push_str(&words),
        }
    }
    Html(html)
}

fn fact_pair(pair: &compare::FactPair) -> FactPair {
    FactPair {
        name: fact_name(&pair.name),
        from: pair.from.clone(),
        to: pair.to.clone(),
        same: pair.is_same(),
    }
}

/// A fact as it is shown.
pub fn fact(name: &str, value: &str) -> Fact {
    Fact { name: fact_name(name), value: value.to_owned() }
}

/// A fact's name as it is shown: `own-time` becomes `Own time`.
fn fact_name(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// What changes from one level to another, in three lines.
pub fn changes(site: Site, on: PageKey, from: LevelIx, to: LevelIx) -> Changes {
    let comparison = compare::levels(site.handbook, from, to, site.config.ladder.cumulative);
    let count = |kind| comparison.competencies.iter().map(|pair| pair.count(kind)).sum();
    let mut new: Vec<NewCriteria> = comparison
        .competencies
        .iter()
        .filter(|pair| pair.count(Kind::New) > 0)
        .map(|pair| NewCriteria {
            competency: cell_link(site, on, to, pair.competency),
            count: pair.count(Kind::New),
        })
        .collect();
    new.sort_by_key(|it| std::cmp::Reverse(it.count));
    Changes {
        from: site.level_link(on, from, None),
        facts: changed_facts(&comparison),
        steps: changed_steps(site, on, &comparison),
        new,
        new_total: count(Kind::New),
        gone_total: count(Kind::Gone),
    }
}

/// A link to what a level expects in a competency; on the pages of tracks, to the competency.
fn cell_link(site: Site, on: PageKey, level: LevelIx, competency: CompetencyIx) -> Link {
    let it = &site.handbook[competency];
    let href = match on {
        PageKey::Track(_) => site.routes.href(on, PageKey::Competency(competency), None),
        _ => site.routes.href(on, PageKey::Level(level), Some(&it.id)),
    };
    Link { title: it.title.clone(), href }
}

/// Facts that differ.
pub fn changed_facts(comparison: &Comparison) -> Vec<FactChange> {
    let changed = comparison.facts.iter().filter(|pair| !pair.is_same());
    changed
        .map(|pair| FactChange {
            name: fact_name(&pair.name),
            from: pair.from.clone(),
            to: pair.to.clone(),
        })
        .collect()
}

/// Expected steps that differ.
pub fn changed_steps(site: Site, on: PageKey, comparison: &Comparison) -> Vec<StepChange> {
    let words = |pair: &CompetencyPair, expect: Option<&Expectation>| {
        expect.map(|it| expectation_title(site, pair.competency, it)).unwrap_or_default()
    };
    let changed = comparison.competencies.iter().filter(|pair| {
        matches!(pair.step(), compare::StepChange::Raised | compare::StepChange::Lowered)
    });
    changed
        .map(|pair| StepChange {
            competency: cell_link(site, on, comparison.to, pair.competency),
            from: words(pair, pair.from),
            to: words(pair, pair.to),
            direction: pair.step().name(),
        })
        .collect()
}
