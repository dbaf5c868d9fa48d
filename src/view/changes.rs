//! What changes from one level to another, in three lines, and where the whole of it is told.

use serde::Serialize;

use super::cells::expectation_title;
use super::common::Link;
use super::context::PageContext;
use crate::handbook::compare::{self, Comparison, CompetencyPair, Kind};
use crate::handbook::{CompetencyIx, Expectation, LevelIx, PageKey, effective};

/// What changes from one level to another, in three lines.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Changes {
    /// The level compared with.
    pub from: Link,
    /// First line: facts that differ.
    pub facts: Vec<FactChange>,
    /// Second line: expected steps that differ.
    pub steps: Vec<StepChange>,
    /// Third line: competencies with new criteria, those with the most first.
    pub new: Vec<NewCriteria>,
    /// Third line: number of criteria that the level before does not have.
    pub new_total: usize,
    /// Third line: number of criteria of the level before that are no longer listed. Always 0
    /// where criteria are cumulative.
    pub gone_total: usize,
}

/// How many criteria of a competency are new.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct NewCriteria {
    /// The competency; the link leads to its cell on the page.
    pub competency: Link,
    /// Number of new criteria.
    pub count: usize,
}

/// A short fact of a level.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Fact {
    /// Its name, such as `Scope`.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// One fact before and after; an empty string where one side does not state it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct FactChange {
    /// Name of the fact, such as `Scope`.
    pub name: String,
    /// The value before.
    pub from: String,
    /// The value after.
    pub to: String,
}

/// One competency's expected step before and after.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct StepChange {
    /// The competency; the link leads to its cell where there is one.
    pub competency: Link,
    /// Step before, empty where none was expected.
    pub from: String,
    /// Step after, empty where none is expected.
    pub to: String,
    /// `raised` or `lowered`.
    pub direction: &'static str,
}

/// Where two levels are compared: their own page, the page of the same pair the other way round
/// where that is all there is, or the picker.
pub fn href(cx: PageContext, from: LevelIx, to: LevelIx) -> String {
    let page = PageKey::Compare(from, to);
    if cx.routes().has(page) {
        return cx.href(page, None);
    }
    picker_href(cx, from, to)
}

/// Where two levels are compared that have no page.
pub fn picker_href(cx: PageContext, from: LevelIx, to: LevelIx) -> String {
    let (from, to) = (cx.handbook.level_name(from), cx.handbook.level_name(to));
    let picker = cx.href(PageKey::Comparisons, None);
    format!("{picker}?from={from}&to={to}")
}

/// A fact as it is shown.
pub fn fact(name: &str, value: &str) -> Fact {
    Fact { name: fact_name(name), value: value.to_owned() }
}

/// A fact's name as it is shown: `own-time` becomes `Own time`.
pub fn fact_name(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// What changes from one level to another, in three lines.
pub fn changes(cx: PageContext, from: LevelIx, to: LevelIx) -> Changes {
    let comparison = compare::levels(cx.handbook, from, to);
    let count = |kind| comparison.competencies.iter().map(|pair| pair.count(kind)).sum();
    let mut new: Vec<NewCriteria> = comparison
        .competencies
        .iter()
        .filter(|pair| pair.count(Kind::New) > 0)
        .map(|pair| NewCriteria {
            competency: cell_link(cx, to, pair.competency),
            count: pair.count(Kind::New),
        })
        .collect();
    new.sort_by_key(|it| std::cmp::Reverse(it.count));
    Changes {
        from: cx.level_link(from, None),
        facts: changed_facts(&comparison),
        steps: changed_steps(cx, &comparison),
        new,
        new_total: count(Kind::New),
        gone_total: count(Kind::Gone),
    }
}

/// A link to what a level expects in a competency; on the pages of tracks, to the competency.
fn cell_link(cx: PageContext, level: LevelIx, competency: CompetencyIx) -> Link {
    let it = &cx.handbook[competency];
    let href = match cx.page {
        PageKey::Track(_) => cx.href(PageKey::Competency(competency), None),
        _ if !effective::is_on_page(cx.handbook, level, competency) => {
            cx.href(PageKey::Competency(competency), None)
        }
        _ => cx.href(PageKey::Level(level), Some(&it.id)),
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
pub fn changed_steps(cx: PageContext, comparison: &Comparison) -> Vec<StepChange> {
    let words = |pair: &CompetencyPair, expect: Option<&Expectation>| {
        expect.map(|it| expectation_title(cx, pair.competency, it)).unwrap_or_default()
    };
    let changed = comparison.competencies.iter().filter(|pair| {
        matches!(pair.step(), compare::StepChange::Raised | compare::StepChange::Lowered)
    });
    changed
        .map(|pair| StepChange {
            competency: cell_link(cx, comparison.to, pair.competency),
            from: words(pair, pair.from),
            to: words(pair, pair.to),
            direction: pair.step().name(),
        })
        .collect()
}

/// The gap sheet for a level, as a link on a page; empty where the handbook has none.
pub fn review_href(cx: PageContext, level: LevelIx) -> String {
    if !cx.routes().has(PageKey::Review) {
        return String::new();
    }
    cx.routes().query_href(cx.page, PageKey::Review, "level", &cx.handbook.level_name(level))
}
