//! What differs between two levels.

use super::effect::{self, EffectiveCell, State};
use super::nouns::{CompetencyIx, Expectation, Handbook, LevelIx};

/// What changes from one level to another.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The level before.
    pub from: LevelIx,
    /// The level after.
    pub to: LevelIx,
    /// Facts that differ, in the order in which they are shown.
    pub facts: Vec<FactDifference>,
    /// Expected steps that differ, in the book's order.
    pub steps: Vec<StepDifference>,
    /// Criteria by competency, for those competencies where they differ.
    pub criteria: Vec<CriteriaDifference>,
}

/// A fact that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactDifference {
    /// Its name.
    pub name: String,
    /// The value before; empty if there is none.
    pub from: String,
    /// The value after; empty if there is none.
    pub to: String,
}

/// A step that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepDifference {
    /// The competency.
    pub competency: CompetencyIx,
    /// What is expected before.
    pub from: Option<Expectation>,
    /// What is expected after.
    pub to: Option<Expectation>,
}

impl StepDifference {
    /// Whether more is expected after than before.
    pub fn is_raised(&self) -> bool {
        let rank = |expectation: &Option<Expectation>| {
            expectation.as_ref().map(|it| (it.first, it.last, it.or_above))
        };
        rank(&self.from) < rank(&self.to)
    }
}

/// Criteria of a competency that differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriteriaDifference {
    /// The competency.
    pub competency: CompetencyIx,
    /// Ids that only the level after has.
    pub new: Vec<String>,
    /// Ids that only the level before has; empty where criteria are cumulative.
    pub gone: Vec<String>,
}

/// Compares two levels. `cumulative` is the book's own setting.
pub fn levels(handbook: &Handbook, from: LevelIx, to: LevelIx, cumulative: bool) -> Comparison {
    let mut steps = Vec::new();
    let mut criteria = Vec::new();
    for (competency, _) in handbook.competencies() {
        let before = effect::cell(handbook, from, competency);
        let after = effect::cell(handbook, to, competency);
        let expected =
            |cell: &EffectiveCell| cell.expect.filter(|_| cell.state != State::Excluded).cloned();
        let (first, second) = (expected(&before), expected(&after));
        let rank = |it: &Expectation| (it.first, it.last, it.or_above);
        if first.as_ref().map(rank) != second.as_ref().map(rank) {
            steps.push(StepDifference { competency, from: first, to: second });
        }
        let new = only_in(&after, &before);
        let stays = handbook.is_cumulative(handbook[to].track, competency, cumulative);
        let gone = if stays { Vec::new() } else { only_in(&before, &after) };
        if !new.is_empty() || !gone.is_empty() {
            criteria.push(CriteriaDifference { competency, new, gone });
        }
    }
    Comparison { from, to, facts: facts(handbook, from, to), steps, criteria }
}

/// Ids of criteria in one cell whose id and words are not in another.
fn only_in(cell: &EffectiveCell, other: &EffectiveCell) -> Vec<String> {
    let criteria = cell.criteria.iter().filter(|_| cell.state != State::Excluded);
    criteria
        .filter(|it| {
            let text = it.criterion.text.text();
            !other.criteria.iter().any(|them| {
                them.criterion.id == it.criterion.id || them.criterion.text.text() == text
            })
        })
        .map(|it| it.criterion.id.clone())
        .collect()
}

fn facts(handbook: &Handbook, from: LevelIx, to: LevelIx) -> Vec<FactDifference> {
    let (before, after) = (&handbook[from].facts, &handbook[to].facts);
    let value = |facts: &[(String, crate::diagnostic::Spanned<String>)], name: &str| {
        let found = facts.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.value.clone()).unwrap_or_default()
    };
    let gone = before.iter().filter(|(name, _)| !after.iter().any(|(known, _)| known == name));
    after
        .iter()
        .chain(gone)
        .map(|(name, _)| FactDifference {
            name: name.clone(),
            from: value(before, name),
            to: value(after, name),
        })
        .filter(|difference| difference.from != difference.to)
        .collect()
}
