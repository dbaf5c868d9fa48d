//! What differs between two levels.
//!
//! Criteria are paired over all competencies, as [`super::pairing`] says. Across tracks a level is what
//! its own cell says. Within a track whose criteria are cumulative, what an earlier level expects is
//! still expected at a later one, unless that one replaces it; both sides are then looked at from the
//! earlier of the two levels on, since what came before it is the same for both, but for what the later one
//! replaces of it.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use similar::algorithms::{Capture, diff_slices};
use similar::{Algorithm, DiffOp};

use super::body::Expectation;
use super::effective::{self, EffectiveCriterion, Origin};
use super::ix::{CompetencyIx, LevelIx};
use super::latest::Latest;
use super::likeness::{ALL, By, Pair};
use super::model::Level;
use super::pairing::{self, Entry, Kinship};
use super::succession::{self, Earlier, Replaced};
use super::tracked::Tracked;

/// What two levels say, laid side by side.
#[derive(Clone, Debug)]
pub struct Comparison<'h> {
    /// The level on the left.
    pub from: LevelIx,
    /// The level on the right.
    pub to: LevelIx,
    /// Facts of both, in the order of the right side, then those only the left side states.
    pub facts: Vec<FactPair>,
    /// Competencies that apply to either, in the book's order.
    pub competencies: Vec<CompetencyPair<'h>>,
}

/// A fact of both levels; empty where a level does not state it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactPair {
    pub name: String,
    /// Its value on the left.
    pub from: String,
    /// Its value on the right.
    pub to: String,
}

impl FactPair {
    /// Whether both levels say the same.
    pub fn is_same(&self) -> bool {
        self.from == self.to
    }
}

/// A competency of both levels.
#[derive(Clone, Debug)]
pub struct CompetencyPair<'h> {
    pub competency: CompetencyIx,
    /// The step expected on the left.
    pub from: Option<&'h Expectation>,
    /// The step expected on the right.
    pub to: Option<&'h Expectation>,
    /// The criteria: in the order of the right side, then those that are gone. One that stands elsewhere on
    /// the left is here.
    pub criteria: Vec<CriterionPair<'h>>,
    /// Criteria that stand here on the left, and elsewhere on the right, where they are in `criteria`.
    pub moved_away: Vec<CriterionPair<'h>>,
    /// Whether the two levels are of one track whose criteria are cumulative.
    pub cumulative: bool,
    /// The level that has not been described yet. What the other says has nothing to be compared with, so
    /// that there are no criteria.
    pub missing: Option<LevelIx>,
}

/// How a step differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepChange {
    /// Neither level expects one.
    None,
    /// Both expect the same.
    Same,
    /// More is expected on the right.
    Raised,
    /// Less is expected on the right.
    Lowered,
}

impl StepChange {
    /// How one expected step differs from another, by their places among the steps.
    pub fn between(from: Option<&Expectation>, to: Option<&Expectation>) -> Self {
        let rank = |it: Option<&Expectation>| it.map(|it| (it.first, it.last, it.or_above));
        match (rank(from), rank(to)) {
            (None, None) => Self::None,
            (from, to) if from == to => Self::Same,
            (from, to) if from < to => Self::Raised,
            _ => Self::Lowered,
        }
    }

    /// The word that themes use; empty if neither level expects a step.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Same => "same",
            Self::Raised => "raised",
            Self::Lowered => "lowered",
        }
    }
}

impl<'h> CompetencyPair<'h> {
    /// The criteria as a reader counts them: those of the right side, each with all on the left that it belongs
    /// to, then those that are gone.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_, 'h>> {
        // Pairs with one criterion of the right side follow each other.
        let has_one_right = |one: &CriterionPair, other: &CriterionPair| match (one.to, other.to) {
            (Some(one), Some(other)) => std::ptr::eq(one.criterion, other.criterion),
            _ => false,
        };
        self.criteria.chunk_by(has_one_right).map(|pairs| Row { pairs })
    }

    /// How the expected step differs.
    pub fn step(&self) -> StepChange {
        StepChange::between(self.from, self.to)
    }

    /// Whether nothing differs.
    pub fn is_same(&self) -> bool {
        let unchanged = |it: &CriterionPair| matches!(it.kind, Kind::Same | Kind::Expected);
        self.missing.is_none()
            && matches!(self.step(), StepChange::None | StepChange::Same)
            && self.moved_away.is_empty()
            && self.criteria.iter().all(unchanged)
    }

    /// Number of rows of one kind.
    pub fn count(&self, kind: Kind) -> usize {
        self.rows().filter(|it| it.kind() == kind).count()
    }
}

/// A criterion of the right side with what it belongs to on the left, or one of the left side alone.
#[derive(Clone, Copy, Debug)]
pub struct Row<'c, 'h> {
    /// One pair; several where the criterion has grown from several.
    pairs: &'c [CriterionPair<'h>],
}

impl<'c, 'h> Row<'c, 'h> {
    /// The row of one pair.
    pub fn of(pair: &'c CriterionPair<'h>) -> Self {
        Self { pairs: std::slice::from_ref(pair) }
    }

    /// Its pairs: one for each criterion of the left side, or the one of what the right side alone has.
    pub fn pairs(self) -> &'c [CriterionPair<'h>] {
        self.pairs
    }

    /// Its only pair; `None` where a criterion has grown from several.
    pub fn single(self) -> Option<&'c CriterionPair<'h>> {
        match self.pairs {
            [pair] => Some(pair),
            _ => None,
        }
    }

    /// The criterion of the right side.
    pub fn to(self) -> Option<EffectiveCriterion<'h>> {
        self.pairs.first().and_then(|it| it.to)
    }

    /// The criteria of the left side.
    pub fn from(self) -> impl Iterator<Item = EffectiveCriterion<'h>> {
        self.pairs.iter().filter_map(|it| it.from)
    }

    /// The criterion that is shown of it: of the right side, or the one that is gone.
    pub fn shown(self) -> Option<EffectiveCriterion<'h>> {
        self.to().or_else(|| self.from().next())
    }

    /// Whether both sides have it.
    pub fn is_shared(self) -> bool {
        self.to().is_some() && self.from().next().is_some()
    }

    /// What happens to it. What has grown from several has changed if it has from any of them.
    pub fn kind(self) -> Kind {
        let changed = [Kind::Reworded, Kind::Moved, Kind::Likely, Kind::Regrouped];
        let is_any = |kind: &Kind| self.pairs.iter().any(|it| it.kind == *kind);
        changed.into_iter().find(is_any).unwrap_or(self.pairs[0].kind)
    }

    /// Why both sides belong together; `None` if only one side says it.
    pub fn reason(self) -> Option<Reason> {
        let kind = self.kind();
        self.pairs.iter().find(|it| it.kind == kind).and_then(|it| it.reason)
    }
}

/// A criterion of both levels, or of one.
#[derive(Clone, Copy, Debug)]
pub struct CriterionPair<'h> {
    /// On the left.
    pub from: Option<EffectiveCriterion<'h>>,
    /// On the right.
    pub to: Option<EffectiveCriterion<'h>>,
    /// What happens to it.
    pub kind: Kind,
    /// The competency in which it stands on the left, if that is another one than on the right.
    pub moved_from: Option<CompetencyIx>,
    /// The competency in which it stands on the right, if that is another one than on the left.
    pub moved_to: Option<CompetencyIx>,
    /// Why both sides are a pair; `None` if only one side says it.
    pub reason: Option<Reason>,
}

impl CriterionPair<'_> {
    /// Whether both sides say it, and not in the same words.
    pub fn is_reworded(&self) -> bool {
        self.reason.is_some_and(|it| it.likeness < ALL)
    }
}

/// Why two criteria are a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What says that they belong together.
    pub by: By,
    /// How alike their words are, from 0 to [`ALL`](super::likeness::ALL).
    pub likeness: u32,
}

/// What happens to a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Both levels say it, in the same words.
    Same,
    /// An earlier level says it, and it is still expected.
    Expected,
    /// Both levels say it, in other words.
    Reworded,
    /// Both levels say it in the same words, but under another heading or lead-in.
    Regrouped,
    /// Both levels say it, in another competency.
    Moved,
    /// Likely both levels say it: they are alike, but not enough to be sure.
    Likely,
    /// Only the right side says it.
    New,
    /// Only the left side says it.
    Gone,
}

impl Kind {
    /// The word that themes use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Expected => "expected",
            Self::Reworded => "reworded",
            Self::Regrouped => "regrouped",
            Self::Moved => "moved",
            Self::Likely => "likely",
            Self::New => "new",
            Self::Gone => "gone",
        }
    }
}

/// Whether two criteria stand under the same headings and lead-in. A step has neither, and says nothing
/// of those that it does not have.
fn stand_alike(from: &EffectiveCriterion, to: &EffectiveCriterion) -> bool {
    if [from, to].iter().any(|it| matches!(it.origin, Origin::Step(_))) {
        return true;
    }
    let lead_in = |it: &EffectiveCriterion| it.lead_in.map(|it| it.text().to_lowercase());
    from.group_titles().eq(to.group_titles()) && lead_in(from) == lead_in(to)
}

/// Compares two levels.
pub fn levels(handbook: Tracked<'_>, from: LevelIx, to: LevelIx) -> Comparison<'_> {
    let mut comparison = without_criteria(handbook, from, to);
    let first = handbook[from].order.min(handbook[to].order);
    let mut before = side(handbook, from, &comparison.competencies, since(first));
    let mut after = side(handbook, to, &comparison.competencies, since(first));
    if handbook[from].track != handbook[to].track {
        let of_left = still_expected(handbook, from, &before, &after, &comparison.competencies);
        let of_right = still_expected(handbook, to, &after, &before, &comparison.competencies);
        before.extend(of_left);
        after.extend(of_right);
    } else if handbook[from].order < handbook[to].order {
        before.extend(outgrown(handbook, from, &before, &after, &comparison.competencies));
    } else {
        after.extend(outgrown(handbook, to, &after, &before, &comparison.competencies));
    }
    let pairs = paired(handbook, (from, &before), (to, &after));
    Rows { before: &before, after: &after, pairs: &pairs }.fill(&mut comparison.competencies);
    comparison
}

/// Compares two levels in facts and steps alone.
pub fn without_criteria(handbook: Tracked<'_>, from: LevelIx, to: LevelIx) -> Comparison<'_> {
    let competencies = handbook
        .competencies()
        .filter_map(|(competency, _)| frame(handbook, from, to, competency))
        .collect();
    Comparison { from, to, facts: facts(&handbook[from], &handbook[to]), competencies }
}

/// A competency of both levels, without criteria; `None` if neither says anything of it.
fn frame(
    handbook: Tracked<'_>,
    from: LevelIx,
    to: LevelIx,
    competency: CompetencyIx,
) -> Option<CompetencyPair<'_>> {
    let applies = [from, to].map(|level| handbook.applies(competency, level));
    // A level about which this build says nothing cannot be compared in that.
    let is_hidden = [from, to].iter().any(|it| handbook.hidden_cells.contains(&(*it, competency)));
    if is_hidden || applies == [false, false] {
        return None;
    }
    let missing =
        [to, from].into_iter().find(|level| effective::is_missing(handbook, *level, competency));
    let track = handbook[from].track;
    let cumulative = track == handbook[to].track && handbook.is_cumulative(track, competency);
    let step = |level: LevelIx, applies: bool| {
        effective::expectation(handbook, level, competency).filter(|_| applies)
    };
    Some(CompetencyPair {
        competency,
        from: step(from, applies[0]),
        to: step(to, applies[1]),
        criteria: Vec::new(),
        moved_away: Vec::new(),
        cumulative,
        missing,
    })
}

/// Which criteria in a level's own file probably grew from what the level before expects, by their words
/// alone; empty for the first level of a track. Where criteria are cumulative, these may have been
/// written for a still earlier level.
pub fn growth(handbook: Tracked<'_>, level: LevelIx) -> Vec<CriterionPair<'_>> {
    let Some(previous) = handbook.previous(level) else { return Vec::new() };
    let mut competencies = without_criteria(handbook, previous, level).competencies;
    let before = side(handbook, previous, &competencies, since(0));
    let after = side(handbook, level, &competencies, since(handbook[level].order));
    let by_author = by_author(handbook, &before, &after);
    let pairs = pairing::pairs(&before, &after, &by_author, Kinship::OneTrack, handbook.rarity());
    let grew = |it: &Pair| {
        let (one, other) = (&before[it.from], &after[it.to]);
        it.by == By::Words
            && other.criterion.level == Some(level)
            && one.words.folded() != other.words.folded()
    };
    let pairs: Vec<Pair> = pairs.into_iter().filter(grew).collect();
    Rows { before: &before, after: &after, pairs: &pairs }.fill(&mut competencies);
    let rows = competencies.into_iter().flat_map(|it| it.criteria);
    rows.filter(|it| it.reason.is_some()).collect()
}

/// Where criteria are cumulative for both levels, those of their track's levels from number `first` on count.
fn since(first: usize) -> impl Fn(&CompetencyPair) -> Option<usize> {
    move |pair| pair.cumulative.then_some(first)
}

/// What stays expected of a level from those before it, as far as the other level expects it as well. Two tracks
/// are compared by what their levels say themselves, and nothing that both expect may seem to be of one alone.
fn still_expected<'h>(
    handbook: Tracked<'h>,
    level: LevelIx,
    own: &[Entry<'h>],
    other: &[Entry<'h>],
    competencies: &[CompetencyPair],
) -> Vec<Entry<'h>> {
    let track = handbook[level].track;
    let all = side(handbook, level, competencies, |pair| {
        handbook.is_cumulative(track, pair.competency).then_some(0)
    });
    let own: BTreeSet<&str> = own.iter().map(id).collect();
    let others: BTreeSet<(usize, &str)> = other.iter().map(|it| (it.place, id(it))).collect();
    let sayings: BTreeSet<(usize, u64)> =
        other.iter().map(|it| (it.place, it.words.folded())).collect();
    let is_of_both = |it: &Entry| {
        others.contains(&(it.place, id(it))) || sayings.contains(&(it.place, it.words.folded()))
    };
    all.into_iter().filter(|it| !own.contains(id(it)) && is_of_both(it)).collect()
}

/// What stays expected of the earlier of two levels from those before it, as far as the later one replaces it: what
/// the later one says has grown from that, and is not new.
fn outgrown<'h>(
    handbook: Tracked<'h>,
    level: LevelIx,
    own: &[Entry<'h>],
    later: &[Entry<'h>],
    competencies: &[CompetencyPair],
) -> Vec<Entry<'h>> {
    // Where nothing is cumulative the earlier one expects nothing but its own.
    if !competencies.iter().any(|it| it.cumulative) {
        return Vec::new();
    }
    let later = || later.iter().map(|it| it.criterion.criterion);
    let own: BTreeSet<&str> = own.iter().map(id).collect();
    if !succession::replace_others(handbook, later(), |id| own.contains(id)) {
        return Vec::new();
    }
    let all = side(handbook, level, competencies, since(0));
    let mut all: Vec<Entry> = all.into_iter().filter(|it| !own.contains(id(it))).collect();
    let replaced = Replaced::among(handbook, later(), all.iter().map(id));
    all.retain(|it| replaced.has(id(it)));
    all
}

/// What a level expects in all competencies that are compared. Where criteria are cumulative, that is what
/// the levels of its track from the number given by `first` on say, without what a later one replaces.
fn side<'h>(
    handbook: Tracked<'h>,
    level: LevelIx,
    competencies: &[CompetencyPair],
    first: impl Fn(&CompetencyPair) -> Option<usize>,
) -> Vec<Entry<'h>> {
    let compared = competencies.iter().enumerate().filter(|(_, pair)| pair.missing.is_none());
    let mut lists: Vec<(usize, Vec<EffectiveCriterion>)> = compared
        .map(|(place, pair)| (place, expected(handbook, level, pair.competency, first(pair))))
        .collect();
    let is_cumulative = |place: usize| first(&competencies[place]).is_some();
    if lists.iter().any(|(place, _)| is_cumulative(*place)) {
        let all = || lists.iter().flat_map(|(_, list)| list).map(|it| it.criterion);
        let replaced = Replaced::among(handbook, all(), all().map(|it| &*it.id));
        for (_, criteria) in lists.iter_mut().filter(|(place, _)| is_cumulative(*place)) {
            criteria.retain(|it| !replaced.has(&it.criterion.id));
        }
    }
    entries(handbook, lists)
}

/// Criteria of several competencies as one list.
fn entries<'h>(
    handbook: Tracked<'h>,
    lists: impl IntoIterator<Item = (usize, Vec<EffectiveCriterion<'h>>)>,
) -> Vec<Entry<'h>> {
    let mut entries = Vec::new();
    for (place, criteria) in lists {
        for (position, criterion) in criteria.into_iter().enumerate() {
            let words = criterion.criterion.text.words(handbook.language);
            entries.push(Entry { criterion, place, position, words });
        }
    }
    entries
}

/// The criteria of a level's cell; with `first`, those of all levels of its track from that position
/// on. A later criterion takes the place of an earlier one with its id.
fn expected(
    handbook: Tracked<'_>,
    level: LevelIx,
    competency: CompetencyIx,
    first: Option<usize>,
) -> Vec<EffectiveCriterion<'_>> {
    let it = &handbook[level];
    let own = std::slice::from_ref(&level);
    let levels = first.map_or(own, |first| &handbook[it.track].levels[first..=it.order]);
    let mut known = Latest::default();
    for level in levels {
        let cell = effective::cell(handbook, *level, competency);
        cell.criteria().filter(|_| cell.state.is_shown()).for_each(|it| known.put(*it));
    }
    known.criteria
}

/// The pairs of two levels. They are found in the order of the handbook, and then turned round if asked for the
/// other way, so that a comparison mirrors its opposite whatever is equally good.
fn paired<'h>(
    handbook: Tracked<'h>,
    (from, before): (LevelIx, &[Entry<'h>]),
    (to, after): (LevelIx, &[Entry<'h>]),
) -> Vec<Pair> {
    let mut sources: Vec<_> = before.iter().chain(after).map(|it| it.criterion.level).collect();
    sources.dedup();
    for level in sources {
        handbook.note_rarity(level);
    }
    if from > to {
        let pairs = paired_in_order(handbook, (to, after), (from, before));
        return pairs.iter().map(|it| it.flipped()).collect();
    }
    paired_in_order(handbook, (from, before), (to, after)).to_vec()
}

/// The pairs of a level and the next one of its track are found once, since several pages show them.
/// Everything that they depend on is read, and so noted, by the caller each time.
fn paired_in_order<'h>(
    handbook: Tracked<'h>,
    (from, before): (LevelIx, &[Entry<'h>]),
    (to, after): (LevelIx, &[Entry<'h>]),
) -> Arc<[Pair]> {
    let by_author = by_author(handbook, before, after);
    let kinship = match handbook[from].track == handbook[to].track {
        true => Kinship::OneTrack,
        false => Kinship::TwoTracks,
    };
    let make = || -> Arc<[Pair]> {
        pairing::pairs(before, after, &by_author, kinship, handbook.rarity()).into()
    };
    match handbook.previous(to) == Some(from) {
        true => Arc::clone(handbook.pairs_with_previous(to).get_or_init(make)),
        false => make(),
    }
}

/// The pairs that `replaces=` makes, by their numbers.
fn by_author<'h>(
    handbook: Tracked<'h>,
    before: &[Entry<'h>],
    after: &[Entry<'h>],
) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (earlier, later, is_flipped) in [(before, after, false), (after, before, true)] {
        let is_replacing = |it: &Entry| !it.criterion.criterion.replaces().is_empty();
        if !later.iter().any(is_replacing) {
            continue;
        }
        let known = Earlier::new(handbook, earlier.iter().map(id));
        for (at, it) in later.iter().enumerate().filter(|(_, it)| is_replacing(it)) {
            let found = known.predecessors(it.criterion.criterion).into_iter();
            pairs.extend(found.map(|of| if is_flipped { (at, of) } else { (of, at) }));
        }
    }
    pairs.sort_unstable();
    pairs
}

fn id<'h>(it: &Entry<'h>) -> &'h str {
    &it.criterion.criterion.id
}

/// The rows of a comparison, to be put into its competencies.
struct Rows<'a, 'h> {
    before: &'a [Entry<'h>],
    after: &'a [Entry<'h>],
    pairs: &'a [Pair],
}

impl<'h> Rows<'_, 'h> {
    fn fill(&self, competencies: &mut [CompetencyPair<'h>]) {
        let mut of_right: Vec<Vec<&Pair>> = vec![Vec::new(); self.after.len()];
        let mut is_paired = vec![false; self.before.len()];
        for pair in self.pairs {
            of_right[pair.to].push(pair);
            is_paired[pair.from] = true;
        }
        for (to, pairs) in self.after.iter().zip(of_right) {
            if pairs.is_empty() {
                competencies[to.place].criteria.push(alone(None, Some(to)));
            }
            for pair in pairs {
                let row = self.row(pair, competencies);
                competencies[to.place].criteria.push(row);
                if row.moved_from.is_some() {
                    competencies[self.before[pair.from].place].moved_away.push(row);
                }
            }
        }
        for (from, is_paired) in self.before.iter().zip(is_paired) {
            if !is_paired {
                competencies[from.place].criteria.push(alone(Some(from), None));
            }
        }
    }

    fn row(&self, pair: &Pair, competencies: &[CompetencyPair<'h>]) -> CriterionPair<'h> {
        let (from, to) = (&self.before[pair.from], &self.after[pair.to]);
        let is_moved = from.place != to.place;
        let place = |it: &Entry| is_moved.then(|| competencies[it.place].competency);
        CriterionPair {
            from: Some(from.criterion),
            to: Some(to.criterion),
            kind: kind(pair, from, to, competencies[to.place].cumulative),
            moved_from: place(from),
            moved_to: place(to),
            reason: Some(Reason { by: pair.by, likeness: pair.likeness }),
        }
    }
}

fn alone<'h>(from: Option<&Entry<'h>>, to: Option<&Entry<'h>>) -> CriterionPair<'h> {
    CriterionPair {
        from: from.map(|it| it.criterion),
        to: to.map(|it| it.criterion),
        kind: if from.is_some() { Kind::Gone } else { Kind::New },
        moved_from: None,
        moved_to: None,
        reason: None,
    }
}

fn kind(pair: &Pair, from: &Entry, to: &Entry, cumulative: bool) -> Kind {
    if !pair.is_sure {
        Kind::Likely
    } else if from.place != to.place {
        Kind::Moved
    } else if from.words.folded() != to.words.folded() {
        Kind::Reworded
    } else if !stand_alike(&from.criterion, &to.criterion) {
        Kind::Regrouped
    } else if cumulative {
        Kind::Expected
    } else {
        Kind::Same
    }
}

/// How many pairs of words of two texts are looked at. The table of them is as large as one text times the other:
/// two texts of a thousand words have a million.
const MOST_PAIRS: usize = 1_000_000;

/// Which words of two texts stand in one of them only: for each word of either, whether it changed. Of several
/// ways to keep the same number of words it takes the one that the browser takes: what both begin and end with,
/// then the earliest words on the right. Of very long texts it keeps what both begin and end with alone.
pub fn changed_words(from: &[&str], to: &[&str]) -> (Vec<bool>, Vec<bool>) {
    let (mut left, mut right) = (vec![true; from.len()], vec![true; to.len()]);
    let shorter = from.len().min(to.len());
    let start = from.iter().zip(to).take_while(|(one, other)| one == other).count();
    let ends = from.iter().rev().zip(to.iter().rev()).take(shorter - start);
    let end = ends.take_while(|(one, other)| one == other).count();
    let [between, other] = [from, to].map(|text| text.len() - start - end);
    if between.saturating_mul(other) > MOST_PAIRS {
        for changed in [&mut left, &mut right] {
            let length = changed.len();
            changed[..start].fill(false);
            changed[length - end..].fill(false);
        }
        return (left, right);
    }
    // Nothing shifts what is captured, as it would be in a difference for people to read.
    let mut captured = Capture::new();
    let Ok(()) = diff_slices(Algorithm::Lcs, &mut captured, from, to);
    for op in captured.ops() {
        if let DiffOp::Equal { .. } = op {
            left[op.old_range()].fill(false);
            right[op.new_range()].fill(false);
        }
    }
    (left, right)
}

/// The values of the facts of a level. Of two of one name the first counts.
fn facts_by_name(level: &Level) -> HashMap<&str, &str> {
    let facts = level.facts.iter().rev();
    facts.map(|(name, value)| (name.as_str(), value.value.as_str())).collect()
}

/// Facts of two levels, in the order of the right side, then those only the left side states.
pub fn facts(from: &Level, to: &Level) -> Vec<FactPair> {
    let (before, after) = (facts_by_name(from), facts_by_name(to));
    let only_before = from.facts.iter().filter(|(name, _)| !after.contains_key(name.as_str()));
    let value = |facts: &HashMap<&str, &str>, name: &str| {
        facts.get(name).copied().unwrap_or_default().to_owned()
    };
    let pair = |(name, _): &(String, _)| FactPair {
        name: name.clone(),
        from: value(&before, name),
        to: value(&after, name),
    };
    to.facts.iter().chain(only_before).map(pair).collect()
}
