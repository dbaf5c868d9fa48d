//! What differs between two levels.
//!
//! Criteria are matched by id first, then by how alike their words are. Across tracks a level is what
//! its own cell says. Within a track whose criteria are cumulative, what an earlier level expects is
//! still expected at a later one; both sides are then looked at from the earlier of the two levels
//! on, since what came before it is the same for both.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::body::Expectation;
use super::effective::{self, EffectiveCriterion, Origin};
use super::ix::{CompetencyIx, LevelIx};
use super::model::Level;
use super::tracked::Tracked;

/// How alike the words of two criteria must be for one to count as the other reworded: twice the
/// number of words that stand in both in one order, divided by the number of words of both. At
/// three fifths a sentence of ten words may have four others and is still the same sentence to a
/// reader; with fewer words in common it is kinder to show one that is gone and one that is new.
pub const REWORDED: f64 = 0.6;

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
    /// The criteria: in the order of the right side, then those that are gone.
    pub criteria: Vec<CriterionPair<'h>>,
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

impl CompetencyPair<'_> {
    /// How the expected step differs.
    pub fn step(&self) -> StepChange {
        StepChange::between(self.from, self.to)
    }

    /// Whether nothing differs.
    pub fn is_same(&self) -> bool {
        let unchanged = |it: &CriterionPair| matches!(it.kind, Kind::Same | Kind::Expected);
        self.missing.is_none()
            && matches!(self.step(), StepChange::None | StepChange::Same)
            && self.criteria.iter().all(unchanged)
    }

    /// Number of criteria of one kind.
    pub fn count(&self, kind: Kind) -> usize {
        self.criteria.iter().filter(|it| it.kind == kind).count()
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
            Self::New => "new",
            Self::Gone => "gone",
        }
    }
}

impl<'h> CriterionPair<'h> {
    fn new(
        from: Option<EffectiveCriterion<'h>>,
        to: Option<EffectiveCriterion<'h>>,
        cumulative: bool,
    ) -> Self {
        let kind = match (&from, &to) {
            (None, _) => Kind::New,
            (_, None) => Kind::Gone,
            (Some(from), Some(to)) if words_of(from) != words_of(to) => Kind::Reworded,
            (Some(from), Some(to)) if !stand_alike(from, to) => Kind::Regrouped,
            _ if cumulative => Kind::Expected,
            _ => Kind::Same,
        };
        Self { from, to, kind }
    }
}

/// A ticked box and struck words are words.
fn words_of<'h>(it: &EffectiveCriterion<'h>) -> &'h str {
    it.criterion.text.text()
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
    let competencies = handbook
        .competencies()
        .filter_map(|(competency, _)| pair(handbook, from, to, competency))
        .collect();
    Comparison { from, to, facts: facts(&handbook[from], &handbook[to]), competencies }
}

fn pair(
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
    let first = match cumulative {
        true => Some(handbook[from].order.min(handbook[to].order)),
        false => None,
    };
    let before = expected(handbook, from, competency, first);
    let after = expected(handbook, to, competency, first);
    let step = |level: LevelIx, applies: bool| {
        effective::expectation(handbook, level, competency).filter(|_| applies)
    };
    Some(CompetencyPair {
        competency,
        from: step(from, applies[0]),
        to: step(to, applies[1]),
        criteria: match missing {
            Some(_) => Vec::new(),
            None => matched(&before, &after, cumulative),
        },
        cumulative,
        missing,
    })
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
    let mut criteria: Vec<EffectiveCriterion> = Vec::new();
    for level in levels {
        let cell = effective::cell(handbook, *level, competency);
        for it in cell.criteria().filter(|_| cell.state.is_shown()) {
            match criteria.iter_mut().find(|known| known.criterion.id == it.criterion.id) {
                Some(known) => *known = *it,
                None => criteria.push(*it),
            }
        }
    }
    criteria
}

/// Pairs criteria by id, then by likeness; the likest first, and of equally like ones those that
/// stand nearest to the top, which is the same from either side.
pub fn matched<'h>(
    before: &[EffectiveCriterion<'h>],
    after: &[EffectiveCriterion<'h>],
    cumulative: bool,
) -> Vec<CriterionPair<'h>> {
    let mut partner: Vec<Option<usize>> = after
        .iter()
        .map(|it| before.iter().position(|other| other.criterion.id == it.criterion.id))
        .collect();
    let mut taken: Vec<bool> = (0..before.len()).map(|it| partner.contains(&Some(it))).collect();
    let mut likely = likely_pairs(before, after, &taken, &partner);
    likely.sort_by(|a, b| {
        b.likeness.total_cmp(&a.likeness).then((a.from + a.to).cmp(&(b.from + b.to)))
    });
    for pair in likely {
        if !taken[pair.from] && partner[pair.to].is_none() {
            taken[pair.from] = true;
            partner[pair.to] = Some(pair.from);
        }
    }
    let right = after.iter().zip(&partner).map(|(to, partner)| {
        CriterionPair::new(partner.map(|partner| before[partner]), Some(*to), cumulative)
    });
    let gone = before.iter().zip(&taken).filter(|(_, taken)| !**taken);
    let gone = gone.map(|(from, _)| CriterionPair::new(Some(*from), None, cumulative));
    right.chain(gone).collect()
}

struct Likely {
    from: usize,
    to: usize,
    likeness: f64,
}

/// All pairs without a partner that are alike enough.
fn likely_pairs(
    before: &[EffectiveCriterion],
    after: &[EffectiveCriterion],
    taken: &[bool],
    partner: &[Option<usize>],
) -> Vec<Likely> {
    let left = before.iter().enumerate().filter(|(index, _)| !taken[*index]);
    let right = || after.iter().enumerate().filter(|(index, _)| partner[*index].is_none());
    let mut likely = Vec::new();
    for (from, a) in left {
        for (to, b) in right() {
            let (a, b) = (&a.criterion.text, &b.criterion.text);
            let likeness = likeness(a.folded_words(), b.folded_words());
            if likeness >= REWORDED {
                likely.push(Likely { from, to, likeness });
            }
        }
    }
    likely
}

/// How alike two lists of words are, from 0 to 1.
fn likeness(a: &[u64], b: &[u64]) -> f64 {
    let both = a.len() + b.len();
    // No order of words can make them more alike than the words that they share at all.
    let shared = a.iter().filter(|word| b.contains(word)).count();
    if both == 0 || 2.0 * (shared as f64) < REWORDED * both as f64 {
        return 0.0;
    }
    let common: usize = capture_diff_slices(Algorithm::Lcs, a, b)
        .iter()
        .map(|op| if let DiffOp::Equal { len, .. } = op { *len } else { 0 })
        .sum();
    2.0 * common as f64 / both as f64
}

/// Which words of two texts stand in one of them only: for each word of either, whether it changed.
pub fn changed_words(from: &[&str], to: &[&str]) -> (Vec<bool>, Vec<bool>) {
    let (mut left, mut right) = (vec![true; from.len()], vec![true; to.len()]);
    for op in capture_diff_slices(Algorithm::Lcs, from, to) {
        if let DiffOp::Equal { .. } = op {
            left[op.old_range()].fill(false);
            right[op.new_range()].fill(false);
        }
    }
    (left, right)
}

/// Facts of two levels, in the order of the right side, then those only the left side states.
pub fn facts(from: &Level, to: &Level) -> Vec<FactPair> {
    let (before, after) = (&from.facts, &to.facts);
    let value = |facts: &[(String, crate::diagnostic::Spanned<String>)], name: &str| {
        let found = facts.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.value.clone()).unwrap_or_default()
    };
    let only_before =
        before.iter().filter(|(name, _)| !after.iter().any(|(known, _)| known == name));
    after
        .iter()
        .chain(only_before)
        .map(|(name, _)| FactPair {
            name: name.clone(),
            from: value(before, name),
            to: value(after, name),
        })
        .collect()
}
