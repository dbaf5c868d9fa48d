//! Two levels side by side.

use std::collections::BTreeSet;

use serde::Serialize;

use super::blocks::sentence;
use super::cells::expectation_title;
use super::changes::{self, Changes, fact_name, href, picker_href};
use super::common::{Html, Link, Rung};
use super::context::PageContext;
use super::markdown::{html_below, mark_text};
use super::picker::{self, Picker};
use super::radar::{self, Radar};
use super::word_marks;
use super::wording::Wording;
use crate::handbook::compare::{
    self, Comparison, CompetencyPair, CriterionPair, Kind, Row, StepChange,
};
use crate::handbook::criterion_anchor;
use crate::handbook::effective::EffectiveCriterion;
use crate::handbook::{CompetencyIx, Expectation, LevelIx, PageKey};

/// `compare`: two levels side by side.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CompareView {
    /// The level on the left, or above.
    pub from: Rung,
    /// The level on the right, or below, in another colour.
    pub to: Rung,
    /// What the level on the left is called, with more than its title where both have the same.
    pub from_name: String,
    /// What the level on the right is called.
    pub to_name: String,
    /// Whether both levels are of one track. If not, neither is what becomes of the other.
    pub one_track: bool,
    /// Whether any criterion of the left side is shown.
    pub two_sided: bool,
    /// What differs, in one sentence; empty if there is nothing to say.
    pub sum: String,
    /// What differs, in words; `None` if that is neither a step nor a criterion.
    pub changes: Option<Changes>,
    /// A way to other levels.
    pub picker: Picker,
    /// The same comparison the other way round.
    pub swapped: String,
    /// What kind of move it is, if a level declares it: `promotion`, `lateral` or `back`; empty
    /// otherwise.
    pub kind: &'static str,
    /// The author's note on the move; may be empty.
    pub note: String,
    /// Prose about the move; may be empty.
    pub prose: Html,
    /// Facts of both levels, in the book's order.
    pub facts: Vec<FactPair>,
    /// Competencies in the book's order, those without any difference included.
    pub competencies: Vec<CompetencyComparison>,
    /// Whether something is the same on both sides, which is shown on demand.
    pub folded: bool,
    /// Whether nothing differs.
    pub same: bool,
    /// Both levels' expected steps as a radar chart; `None` with fewer than three axes.
    pub radar: Option<Radar>,
    /// Both levels seen from a third one that leads to both, by that level's title. At most twelve.
    pub seen_from: Vec<Link>,
    /// Comparisons that a reader may want next: from here on, and back. At most twelve.
    pub onward: Vec<Link>,
}

/// One fact of both levels; empty where a level does not state it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct FactPair {
    /// Its name, such as `Scope`.
    pub name: String,
    /// Its value at the level on the left.
    pub from: String,
    /// Its value at the level on the right.
    pub to: String,
    /// Whether they are equal.
    pub same: bool,
}

/// One competency of both levels.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CompetencyComparison {
    /// The competency.
    pub competency: Link,
    /// Anchor of its section.
    pub anchor: String,
    /// Whether a site for the public leaves out what one of the levels says about it.
    pub internal: bool,
    /// Anchors that it had when the competency had other ids.
    pub old_anchors: Vec<String>,
    /// Title of its category; empty where the book has none.
    pub category: String,
    /// Whether nothing differs.
    pub same: bool,
    /// Title of the level that has not been described yet, so that there is nothing to compare; empty
    /// otherwise.
    pub missing: String,
    /// Expected step on the left; empty if none is.
    pub from_step: String,
    /// Expected step on the right; empty if none is.
    pub to_step: String,
    /// `same`, `raised`, `lowered`; empty if neither level expects a step.
    pub step: &'static str,
    /// Between tracks, the level at which the step is higher; empty if that is neither.
    pub higher_at: String,
    /// Whether a criterion, or the place of one, differs.
    pub differs: bool,
    /// Criteria of both sides, in the order of the right side.
    pub shared: Vec<CriterionComparison>,
    /// Criteria that only the left side has, in its order.
    pub only_from: Vec<LoneCriterion>,
    /// Criteria that only the right side has, in its order.
    pub only_to: Vec<LoneCriterion>,
}

/// A criterion that one of the levels has alone.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LoneCriterion {
    /// The word for it: `new` or `gone`; between tracks `only`.
    pub word: &'static str,
    /// Its words.
    pub html: Html,
    /// Where it stands.
    pub href: String,
    /// What else there is to be shown of it; `None` for most, of which there is nothing more.
    pub aside: Option<Box<LoneAside>>,
}

/// What is shown of such a criterion beside its words and its address.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LoneAside {
    /// What it stands under; `None` if that is nothing, or the same as for the criterion before it.
    pub context: Option<PairContext>,
    /// The level in between that brings it, if it is neither of the two.
    pub via: Option<Link>,
    /// Whether a site for the public leaves it out.
    pub internal: bool,
}

/// One criterion of both levels.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CriterionComparison {
    /// `same`, `expected` (of an earlier level and still expected), `reworded`, `regrouped` (under another
    /// heading or lead-in), `moved` (to this competency), `likely` (the same in other words), `new` or
    /// `gone`.
    pub kind: &'static str,
    /// The word for it, which depends on whether both levels are of one track: `same`, `expected`,
    /// `grown` (by the author's word), `reworded`, `regrouped`, `moved`, `likely`, `new`, `gone`; between
    /// tracks `both`, `maybe-both` or `only`.
    pub word: &'static str,
    /// What says that both sides belong together: `id`, `author` or `words`; empty if only one side says it.
    pub by: &'static str,
    /// The competency that it stands in on the left, if that is another one; none where it has grown from
    /// several criteria, each of which says so itself.
    pub moved_from: Option<Link>,
    /// What it stands under; `None` if that is nothing, or the same as for the criterion before it.
    pub context: Option<PairContext>,
    /// What it is on the left: several criteria where it has grown from several; empty if it is new.
    pub from: Vec<LeftCriterion>,
    /// Its words on the right, with `<ins>` around those that changed, unless most did or it has grown from
    /// several; empty if it is gone.
    pub to: Html,
    /// Where it stands on the right; empty if it is gone.
    pub to_href: String,
    /// The level in between that brings it, if it is neither of the two.
    pub via: Option<Link>,
    /// Whether a site for the public leaves it out on one of the sides.
    pub internal: bool,
}

/// A criterion of the left side.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LeftCriterion {
    /// Its words, with `<del>` around those that changed, unless most did or there are several.
    pub html: Html,
    /// Where it stands.
    pub href: String,
    /// The competency that it stands in, if that is another one and there are several.
    pub moved_from: Option<Link>,
}

/// What a criterion stands under inside its cell.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PairContext {
    /// On the left, if that is something else.
    pub from: Option<ListHead>,
    /// On the right; on the left if it is gone.
    pub to: ListHead,
}

/// What a list of criteria stands under.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct ListHead {
    /// Titles of the headings inside the cell, the highest first, joined by `›`; may be empty.
    pub group: String,
    /// The paragraph that leads to the list; may be empty.
    pub lead_in: Html,
}

/// The page that compares two levels.
pub fn view(cx: PageContext, from: LevelIx, to: LevelIx) -> CompareView {
    let comparison = &*cx.comparison(from, to);
    let declared = cx.handbook[from].next.iter().find(|step| step.to == to);
    let mut competencies: Vec<CompetencyComparison> =
        comparison.competencies.iter().map(|pair| competency(cx, comparison, pair)).collect();
    keep_anchors_unique(&mut competencies);
    let wording = Wording::new(cx.handbook, cx.messages, comparison);
    let kinds = || comparison.competencies.iter().flat_map(|pair| &pair.criteria).map(|it| it.kind);
    let (from_name, to_name) = wording.names();
    let hues = cx.handbook.hues_beside(&[from, to]);
    CompareView {
        from: Rung { hue: hues[0], ..cx.rung(from, None) },
        to: Rung { hue: hues[1], ..cx.rung(to, None) },
        from_name,
        to_name,
        one_track: wording.is_one_track(),
        two_sided: kinds().any(|it| it == Kind::Gone || has_two_texts(it)),
        sum: wording.sum(),
        changes: Some(changes::of(cx, comparison)).filter(|it| !it.is_empty_but_for_facts()),
        picker: picker::of_pair(cx, from, to),
        swapped: href(cx, to, from),
        kind: declared.map_or("", |step| step.kind.name()),
        note: declared.map(|step| step.note.clone()).unwrap_or_default(),
        prose: moved_prose(cx),
        facts: comparison.facts.iter().map(fact_pair).collect(),
        folded: kinds().any(|it| !differs(it)),
        same: comparison.facts.iter().all(compare::FactPair::is_same)
            && comparison.competencies.iter().all(CompetencyPair::is_same),
        competencies,
        radar: radar::chart(cx, &[from, to]),
        seen_from: seen_from(cx, from, to),
        onward: onward(cx, from, to),
    }
}

/// The levels from which a reader may go on to either of both.
fn seen_from(cx: PageContext, from: LevelIx, to: LevelIx) -> Vec<Link> {
    let before = cx.ways().to(from).iter().copied();
    let before = before.filter(|level| cx.handbook.has_page(*level));
    let both = before.filter(|level| cx.ways().lead(*level, to));
    let link = |level: LevelIx| Link {
        title: cx.handbook.label(level).to_owned(),
        href: format!("{}&with={}", picker_href(cx, level, from), cx.handbook.level_name(to)),
    };
    both.take(ONWARD).map(link).collect()
}

/// Whether a criterion of this kind is shown in the words of both sides.
fn has_two_texts(kind: Kind) -> bool {
    matches!(kind, Kind::Reworded | Kind::Moved | Kind::Likely)
}

/// Whether a criterion of this kind stands otherwise on the two sides.
fn differs(kind: Kind) -> bool {
    !matches!(kind, Kind::Same | Kind::Expected)
}

/// Leaves out old anchors that are the present ones of something else on the page.
fn keep_anchors_unique(competencies: &mut [CompetencyComparison]) {
    let mut taken: BTreeSet<String> = competencies.iter().map(|it| it.anchor.clone()).collect();
    for it in competencies {
        it.old_anchors.retain(|anchor| taken.insert(anchor.clone()));
    }
}

/// The prose about a move, whose headings stand below that of its section.
fn moved_prose(cx: PageContext) -> Html {
    let prose = cx.handbook.prose(cx.page).map(|prose| html_below(cx, prose, 1));
    mark_text(cx, prose.unwrap_or_default())
}

/// Comparisons that start from the right side, and those that lead from the left side elsewhere.
fn onward(cx: PageContext, from: LevelIx, to: LevelIx) -> Vec<Link> {
    let ahead = cx.handbook[to].next.iter().map(|step| (to, step.to));
    let beside = cx.handbook[from].next.iter().map(|step| (from, step.to));
    ahead
        .chain(beside)
        .map(|(from, to)| PageKey::Compare(from, to))
        .filter(|page| *page != cx.page && cx.routes().has(*page))
        .take(ONWARD)
        .map(|page| cx.link(page))
        .collect()
}

/// How many comparisons are offered beside one. Each page of those that start from one level offers the others, so that
/// with all of them a site would grow with the square of its moves; the page of the level has them all.
const ONWARD: usize = 12;

fn competency(
    cx: PageContext,
    comparison: &Comparison,
    pair: &CompetencyPair,
) -> CompetencyComparison {
    let it = &cx.handbook[pair.competency];
    let wording = Wording::new(cx.handbook, cx.messages, comparison);
    let step = |expect: Option<&Expectation>| {
        expect.map(|it| expectation_title(cx, pair.competency, it)).unwrap_or_default()
    };
    let rows = |is_row: fn(&Row) -> bool| -> Vec<Row> { pair.rows().filter(is_row).collect() };
    let lone = |is_row| lone_criteria(cx, wording, comparison, &rows(is_row));
    let (from, to) = wording.names();
    CompetencyComparison {
        competency: competency_link(cx, pair.competency),
        anchor: it.id.clone(),
        internal: [comparison.from, comparison.to]
            .iter()
            .any(|level| cx.handbook.is_internal_cell(*level, pair.competency)),
        old_anchors: it.was.iter().map(|old| old.value.clone()).collect(),
        category: it.category.map(|it| cx.handbook[it].title.clone()).unwrap_or_default(),
        same: pair.is_same(),
        missing: pair.missing.map(|level| cx.handbook.label(level).to_owned()).unwrap_or_default(),
        from_step: step(pair.from),
        to_step: step(pair.to),
        step: pair.step().name(),
        higher_at: match pair.step() {
            StepChange::Raised if !wording.is_one_track() => to,
            StepChange::Lowered if !wording.is_one_track() => from,
            _ => String::new(),
        },
        differs: !pair.moved_away.is_empty() || pair.criteria.iter().any(|it| differs(it.kind)),
        shared: criteria(cx, wording, comparison, &rows(|row| row.is_shared())),
        only_from: lone(|row| row.to().is_none()),
        only_to: lone(|row| row.from().next().is_none()),
    }
}

fn competency_link(cx: PageContext, competency: CompetencyIx) -> Link {
    Link {
        title: cx.handbook[competency].title.clone(),
        href: cx.href(PageKey::Competency(competency), None),
    }
}

fn criteria(
    cx: PageContext,
    wording: Wording,
    comparison: &Comparison,
    rows: &[Row],
) -> Vec<CriterionComparison> {
    let criteria = rows.iter().zip(contexts(cx, rows));
    criteria
        .map(|(row, context)| CriterionComparison {
            context,
            word: wording.word(*row).name(),
            ..criterion(cx, comparison, *row)
        })
        .collect()
}

fn lone_criteria(
    cx: PageContext,
    wording: Wording,
    comparison: &Comparison,
    rows: &[Row],
) -> Vec<LoneCriterion> {
    let criteria = rows.iter().zip(contexts(cx, rows)).filter_map(|(row, context)| {
        let shown = row.shown()?;
        let (via, internal) = (via(cx, comparison, *row), shown.is_internal());
        let is_more = context.is_some() || via.is_some() || internal;
        Some(LoneCriterion {
            word: wording.word(*row).name(),
            html: sentence(cx, &shown.criterion.text),
            href: place(cx, shown),
            aside: is_more.then(|| Box::new(LoneAside { context, via, internal })),
        })
    });
    criteria.collect()
}

/// What each criterion stands under, where that has to be said.
fn contexts(cx: PageContext, rows: &[Row]) -> Vec<Option<PairContext>> {
    let head = |side: Option<EffectiveCriterion>| side.map(|it| list_head(cx, &it));
    // The last list that was shown: among all rows, and among those that show a difference, since the
    // others may be folded.
    let mut last: [Option<(bool, ListHead)>; 2] = [None, None];
    let mut contexts = Vec::with_capacity(rows.len());
    for row in rows {
        let kind = row.kind();
        let (from, to) = (head(row.from().next()), head(row.to()));
        let is_moved = matches!(kind, Kind::Reworded | Kind::Regrouped | Kind::Likely)
            && row.single().is_some_and(|it| it.moved_from.is_none())
            && from != to;
        let is_gone = row.to().is_none();
        let shown = (is_gone, to.or_else(|| from.clone()).unwrap_or_default());
        let before = &last[usize::from(differs(kind))];
        let continues = before.as_ref() == Some(&shown);
        let is_said = is_moved || !continues && shown.1 != ListHead::default();
        contexts.push(
            is_said.then(|| PairContext { from: from.filter(|_| is_moved), to: shown.1.clone() }),
        );
        if differs(kind) {
            last[1] = Some(shown.clone());
        }
        last[0] = Some(shown);
    }
    contexts
}

fn list_head(cx: PageContext, it: &EffectiveCriterion) -> ListHead {
    ListHead {
        group: it.group_titles().collect::<Vec<_>>().join(" › "),
        lead_in: it.lead_in.map(|lead_in| sentence(cx, lead_in)).unwrap_or_default(),
    }
}

/// Where a criterion stands.
fn place(cx: PageContext, it: EffectiveCriterion) -> String {
    cx.href(PageKey::Level(it.at), Some(&criterion_anchor(&it.criterion.id)))
}

/// The level in between that brings a criterion, on whose page it stands.
fn via(cx: PageContext, comparison: &Comparison, row: Row) -> Option<Link> {
    let brought = row.shown().map(|it| it.at);
    let via = brought.filter(|at| ![comparison.from, comparison.to].contains(at));
    via.map(|level| cx.level_link(level, None))
}

fn criterion(cx: PageContext, comparison: &Comparison, row: Row) -> CriterionComparison {
    let (from, to) = texts(cx, row);
    let is_single = row.single().is_some();
    let moved_from = |pair: &CriterionPair| pair.moved_from.map(|it| competency_link(cx, it));
    let left = row.pairs().iter().filter_map(|pair| Some((pair, pair.from?)));
    let from = left.zip(from).map(|((pair, it), html)| LeftCriterion {
        html,
        href: place(cx, it),
        moved_from: moved_from(pair).filter(|_| !is_single),
    });
    CriterionComparison {
        kind: row.kind().name(),
        word: "",
        by: row.reason().map(|it| it.by.name()).unwrap_or_default(),
        moved_from: row.single().and_then(moved_from),
        context: None,
        from: from.collect(),
        to_href: row.to().map(|it| place(cx, it)).unwrap_or_default(),
        to,
        via: via(cx, comparison, row),
        internal: row.from().chain(row.to()).any(|it| it.is_internal()),
    }
}

/// The words of a row: those of each criterion of the left side, and those of the right one. What has grown from
/// several has no marks, since a word that it has not from one of them it may have from another.
fn texts(cx: PageContext, row: Row) -> (Vec<Html>, Html) {
    let html = |it: EffectiveCriterion| sentence(cx, &it.criterion.text);
    let to = row.to().map(html).unwrap_or_default();
    let mut from: Vec<Html> = row.from().map(html).collect();
    if let [left] = from.as_mut_slice()
        && has_two_texts(row.kind())
    {
        let (marked, to) = word_marks::marked(left, &to);
        *left = marked;
        return (from, to);
    }
    (from, to)
}

fn fact_pair(pair: &compare::FactPair) -> FactPair {
    FactPair {
        name: fact_name(&pair.name),
        from: pair.from.clone(),
        to: pair.to.clone(),
        same: pair.is_same(),
    }
}
