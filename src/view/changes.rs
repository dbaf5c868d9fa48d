//! What changes from one level to another, in words, and where the whole of it is told.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use serde::Serialize;

use super::cells::expectation_title;
use super::common::Link;
use super::context::PageContext;
use crate::fingerprint::{ByHash, Fingerprint};
use crate::handbook::compare::{self, Comparison, CompetencyPair, CriterionPair, Kind, Row};
use crate::handbook::{
    CompetencyIx, Expectation, LevelIx, PageKey, Status, criterion_anchor, effective,
};
use crate::spelling::capitalized;

/// What changes from one level to another.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Changes {
    /// The level compared with.
    pub from: Link,
    /// The level itself.
    pub to: Link,
    /// Whether both are of one track. If not, neither is what the other grows into.
    pub one_track: bool,
    /// Facts that differ.
    pub facts: Vec<FactChange>,
    /// Expected steps that differ.
    pub steps: Vec<StepChange>,
    /// Number of criteria that the level before does not have, in these or other words.
    pub new_total: usize,
    /// Number of criteria of the level before that are no longer listed. Always 0 where criteria are
    /// cumulative.
    pub gone_total: usize,
    /// The criteria themselves; `None` on cards and in print, where there is no room for them or they follow.
    pub criteria: Option<ChangedCriteria>,
}

impl Changes {
    /// Whether steps or criteria differ.
    pub fn is_empty_but_for_facts(&self) -> bool {
        let is_empty =
            |it: &ChangedCriteria| it.grown.is_empty() && it.new.is_empty() && it.gone.is_empty();
        self.steps.is_empty() && self.criteria.as_ref().is_none_or(is_empty)
    }
}

/// The criteria of two levels that differ, each list in the order of the right side's page.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct ChangedCriteria {
    /// Those that both levels have in other words.
    pub grown: Vec<GrownCriterion>,
    /// Those that only the right side has.
    pub new: Vec<ChangedCriterion>,
    /// Those that only the left side has.
    pub gone: Vec<ChangedCriterion>,
}

/// One of them.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ChangedCriterion {
    /// Its plain words; on the left if it is gone. What stands in them with an anchor of its own, stands on the
    /// page once.
    pub text: String,
    /// Where it stands.
    pub href: String,
    /// Its competency.
    pub competency: Arc<str>,
}

/// One that both levels have in other words.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GrownCriterion {
    /// Its plain words on the right.
    pub text: String,
    /// Where it stands.
    pub href: String,
    /// The words on the left that it has grown from, which may be of several criteria.
    pub before: Vec<String>,
    /// Whether it has grown for sure: by its id, its author's word or half of its words.
    pub sure: bool,
    /// Its competency.
    pub competency: Arc<str>,
}

/// What changes from one level to another, for the Markdown of that level's page, which marks what is new or has grown
/// where it stands.
pub struct MarkedChanges<'a> {
    /// The level compared with.
    pub from: Link,
    /// Facts that differ.
    pub facts: Vec<FactChange>,
    /// Expected steps that differ.
    pub steps: Vec<StepChange>,
    /// What became of criteria of the page, by the hashes of their anchors.
    pub marks: HashMap<u64, ChangeMark<'a>, ByHash>,
    /// The words of criteria that only the left side has, each with its competency.
    pub gone: Vec<(&'a str, &'a str)>,
}

/// What became of a criterion since another level.
pub enum ChangeMark<'a> {
    /// The other level does not have it.
    New,
    /// The words that it has grown from, and whether that is certain.
    Grown(Vec<&'a str>, bool),
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
    /// What the step after means, as far as it is described; empty where a change above it in the list says so.
    pub meaning: String,
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
    capitalized(&name.replace(['-', '_'], " "))
}

/// What changes from one level to another, without the criteria themselves.
pub fn in_short(cx: PageContext, from: LevelIx, to: LevelIx) -> Changes {
    counted(cx, &cx.comparison(from, to))
}

/// What changes from one level to another.
pub fn in_full(cx: PageContext, from: LevelIx, to: LevelIx) -> Changes {
    of(cx, &cx.comparison(from, to))
}

/// What a comparison says.
pub fn of(cx: PageContext, comparison: &Comparison) -> Changes {
    Changes { criteria: Some(changed_criteria(cx, comparison)), ..counted(cx, comparison) }
}

fn counted(cx: PageContext, comparison: &Comparison) -> Changes {
    let (from, to) = (comparison.from, comparison.to);
    let count = |kind| comparison.competencies.iter().map(|pair| pair.count(kind)).sum();
    Changes {
        from: cx.level_link(from, None),
        to: cx.level_link(to, None),
        one_track: cx.handbook[from].track == cx.handbook[to].track,
        facts: changed_facts(comparison),
        steps: changed_steps(cx, comparison),
        new_total: count(Kind::New),
        gone_total: count(Kind::Gone),
        criteria: None,
    }
}

/// What has become of a row of a comparison.
enum Became {
    Grown,
    New,
    Gone,
}

/// The rows of a comparison that differ, in its order.
fn changed_rows<'c, 'h>(
    comparison: &'c Comparison<'h>,
) -> impl Iterator<Item = (Became, CompetencyIx, Row<'c, 'h>)> {
    let rows = comparison
        .competencies
        .iter()
        .flat_map(|pair| pair.rows().map(|row| (pair.competency, row)));
    rows.filter_map(|(competency, row)| {
        let became = match row.kind() {
            Kind::New => Became::New,
            Kind::Gone => Became::Gone,
            Kind::Reworded | Kind::Likely => Became::Grown,
            Kind::Moved if row.pairs().iter().any(CriterionPair::is_reworded) => Became::Grown,
            Kind::Same | Kind::Expected | Kind::Regrouped | Kind::Moved => return None,
        };
        Some((became, competency, row))
    })
}

/// The words on the left that a row has grown from, and whether that is certain.
fn before<'h>(row: Row<'_, 'h>) -> (Vec<&'h str>, bool) {
    (row.from().map(|it| it.criterion.text.text()).collect(), row.kind() != Kind::Likely)
}

fn changed_criteria(cx: PageContext, comparison: &Comparison) -> ChangedCriteria {
    let mut changed = ChangedCriteria::default();
    // Those of one competency follow each other.
    let mut last: Option<(CompetencyIx, Arc<str>)> = None;
    for (became, competency, row) in changed_rows(comparison) {
        let Some(shown) = row.shown() else { continue };
        let anchor = criterion_anchor(&shown.criterion.id);
        let text = shown.criterion.text.text().to_owned();
        let href = cx.href(PageKey::Level(shown.at), Some(&anchor));
        let (_, competency) = match last.take() {
            Some(known) if known.0 == competency => last.insert(known),
            _ => last.insert((competency, cx.handbook[competency].title.as_str().into())),
        };
        let competency = Arc::clone(competency);
        match became {
            Became::New => changed.new.push(ChangedCriterion { text, href, competency }),
            Became::Gone => changed.gone.push(ChangedCriterion { text, href, competency }),
            Became::Grown => {
                let (before, sure) = before(row);
                let before = before.into_iter().map(str::to_owned).collect();
                changed.grown.push(GrownCriterion { text, href, before, sure, competency });
            }
        }
    }
    changed
}

/// What changes from the level before, for the Markdown of a level's page.
pub fn marked<'a>(cx: PageContext<'a>, from: LevelIx, to: LevelIx) -> MarkedChanges<'a> {
    let comparison = cx.comparison(from, to);
    let mut marks = HashMap::default();
    let mut gone = Vec::new();
    for (became, competency, row) in changed_rows(&comparison) {
        let Some(shown) = row.shown() else { continue };
        let mark = match became {
            Became::New => ChangeMark::New,
            Became::Grown => {
                let (before, sure) = before(row);
                ChangeMark::Grown(before, sure)
            }
            Became::Gone => {
                let competency = &cx.handbook.handbook()[competency].title;
                gone.push((shown.criterion.text.text(), competency.as_str()));
                continue;
            }
        };
        // What stays expected from earlier levels stands on their pages.
        if shown.at == to {
            marks.insert(Fingerprint::short_of(&criterion_anchor(&shown.criterion.id)), mark);
        }
    }
    MarkedChanges {
        from: cx.level_link(from, None),
        facts: changed_facts(&comparison),
        steps: changed_steps(cx, &comparison),
        marks,
        gone,
    }
}

/// A link to what a level expects in a competency; on the pages of tracks and comparisons, to the competency.
fn cell_link(cx: PageContext, level: LevelIx, competency: CompetencyIx) -> Link {
    let it = &cx.handbook[competency];
    let href = match cx.page {
        PageKey::Track(_) | PageKey::Compare(..) => cx.href(PageKey::Competency(competency), None),
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
    let mut said = BTreeSet::new();
    changed
        .map(|pair| StepChange {
            competency: cell_link(cx, comparison.to, pair.competency),
            from: words(pair, pair.from),
            to: words(pair, pair.to),
            meaning: pair
                .to
                .map(|it| meaning(cx, pair.competency, it))
                .filter(|it| said.insert(*it))
                .unwrap_or_default()
                .to_owned(),
            direction: pair.step().name(),
        })
        .collect()
}

/// What the lowest step expected means, in plain words.
fn meaning<'h>(cx: PageContext<'h>, competency: CompetencyIx, expect: &Expectation) -> &'h str {
    let step = cx.handbook.handbook()[competency].steps.get(expect.first);
    step.map(|it| it.meaning().text()).unwrap_or_default()
}

/// The gap sheet of a reader at one level who wants to get to another; empty where the handbook has none, and for
/// levels that are out of use.
pub fn review_href(cx: PageContext, level: LevelIx, next: Option<LevelIx>) -> String {
    let is_retired = |it: LevelIx| cx.handbook.status(it) == Status::Retired;
    if !cx.routes().has(PageKey::Review) || is_retired(level) || next.is_some_and(is_retired) {
        return String::new();
    }
    let name = |level: LevelIx| cx.handbook.level_name(level);
    let now = ("level", name(level));
    let values: Vec<_> = [now].into_iter().chain(next.map(|next| ("next", name(next)))).collect();
    cx.routes().query_href(cx.page, PageKey::Review, &values)
}
