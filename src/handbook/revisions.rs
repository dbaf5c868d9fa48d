//! What differs between two revisions of a handbook, in the vocabulary of [`super::compare`].
//!
//! Levels and competencies are the same in both revisions if they have the same name. Within a level
//! each revision's own words are compared, with what they inherit and what their steps bring; that
//! criteria are cumulative changes nothing here, since both sides are one level.

use std::collections::BTreeMap;

use super::body::Expectation;
use super::compare::{self, CriterionPair, FactPair, Kind, StepChange};
use super::effective::{self, EffectiveCriterion};
use super::ix::{CompetencyIx, LevelIx};
use super::model::Handbook;

/// What happened to one level.
#[derive(Clone, Debug)]
pub enum LevelChange<'h> {
    /// Only the later revision has it.
    New(LevelIx),
    /// Only the earlier revision has it.
    Gone(LevelIx),
    /// Both have it, and it differs.
    Changed(LevelDifference<'h>),
}

/// How a level differs. Only what differs is in it.
#[derive(Clone, Debug)]
pub struct LevelDifference<'h> {
    /// The level in the earlier revision.
    pub from: LevelIx,
    /// The level in the later revision.
    pub to: LevelIx,
    /// Title, summary and facts that differ; the first two under the names `title` and `summary`.
    pub facts: Vec<FactPair>,
    /// Competencies that differ, in the order of the later revision, then those that are gone.
    pub competencies: Vec<CompetencyDifference<'h>>,
}

/// How a competency differs at a level.
#[derive(Clone, Debug)]
pub struct CompetencyDifference<'h> {
    /// Id of the competency.
    pub id: &'h str,
    /// The step expected in the earlier revision.
    pub from: Option<&'h Expectation>,
    /// The step expected in the later revision.
    pub to: Option<&'h Expectation>,
    /// How the step differs.
    pub step: StepChange,
    /// Criteria, those that are the same included.
    pub criteria: Vec<CriterionPair<'h>>,
}

/// Compares two revisions; levels that do not differ are left out. The order is that of the later
/// revision, then that of the earlier one for levels that are gone.
pub fn compare<'h>(before: &'h Handbook, after: &'h Handbook) -> Vec<LevelChange<'h>> {
    let earlier: BTreeMap<String, LevelIx> =
        before.levels().map(|(level, _)| (before.level_name(level), level)).collect();
    let mut changes = Vec::new();
    for (to, _) in after.levels() {
        match earlier.get(&after.level_name(to)) {
            None => changes.push(LevelChange::New(to)),
            Some(from) => {
                let difference = level(before, *from, after, to);
                if !difference.facts.is_empty() || !difference.competencies.is_empty() {
                    changes.push(LevelChange::Changed(difference));
                }
            }
        }
    }
    let later: BTreeMap<String, LevelIx> =
        after.levels().map(|(level, _)| (after.level_name(level), level)).collect();
    let gone = before.levels().filter(|(level, _)| !later.contains_key(&before.level_name(*level)));
    changes.extend(gone.map(|(level, _)| LevelChange::Gone(level)));
    changes
}

fn level<'h>(
    before: &'h Handbook,
    from: LevelIx,
    after: &'h Handbook,
    to: LevelIx,
) -> LevelDifference<'h> {
    let (old, new) = (&before[from], &after[to]);
    let own = |name: &str, from: &str, to: &str| FactPair {
        name: name.to_owned(),
        from: from.to_owned(),
        to: to.to_owned(),
    };
    let facts =
        [own("title", &old.title.0, &new.title.0), own("summary", &old.summary, &new.summary)]
            .into_iter()
            .chain(compare::facts(old, new))
            .filter(|pair| !pair.is_same())
            .collect();
    let ids = after.competencies.iter().map(|it| it.id.as_str());
    let only_before = before.competencies.iter().map(|it| it.id.as_str());
    let only_before = only_before.filter(|id| !after.competencies.iter().any(|it| it.id == *id));
    let competencies = ids
        .chain(only_before)
        .map(|id| competency(id, (before, from), (after, to)))
        .filter(differs)
        .collect();
    LevelDifference { from, to, facts, competencies }
}

fn differs(difference: &CompetencyDifference) -> bool {
    !matches!(difference.step, StepChange::None | StepChange::Same)
        || difference.criteria.iter().any(|it| it.kind != Kind::Same)
}

fn competency<'h>(
    id: &'h str,
    (before, from): (&'h Handbook, LevelIx),
    (after, to): (&'h Handbook, LevelIx),
) -> CompetencyDifference<'h> {
    let (from, old) = side(before, from, id);
    let (to, new) = side(after, to, id);
    let step = StepChange::between(from, to);
    let criteria = compare::revisions((before.untracked(), old), (after.untracked(), new));
    CompetencyDifference { id, from, to, step, criteria }
}

/// What one revision expects of a level in a competency.
fn side<'h>(
    handbook: &'h Handbook,
    level: LevelIx,
    id: &str,
) -> (Option<&'h Expectation>, Vec<EffectiveCriterion<'h>>) {
    let found = handbook.competencies.iter().position(|it| it.id == id).map(CompetencyIx);
    let cell = found.map(|competency| effective::cell(handbook.untracked(), level, competency));
    match cell.filter(|cell| cell.state.is_shown()) {
        Some(cell) => (cell.expect, cell.criteria().copied().collect()),
        None => (None, Vec::new()),
    }
}
