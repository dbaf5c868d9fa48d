//! What is in effect: a cell with what it inherits, what its level equals and what its step brings.

use super::body::{Cell, Criterion, Expectation};
use super::ix::{CompetencyIx, LevelIx, TrackIx};
use super::model::{Handbook, Inheritance};
use super::prose::Prose;
use super::tracked::Tracked;

/// The state of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// It says something.
    Stated,
    /// It is empty on purpose.
    None,
    /// It was forgotten.
    Missing,
    /// The competency does not apply here.
    Excluded,
}

impl State {
    /// The word that themes use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::None => "none",
            Self::Missing => "missing",
            Self::Excluded => "excluded",
        }
    }
}

/// Where a criterion in effect comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The level itself.
    Own,
    /// A level of the track that this track extends.
    Track(TrackIx),
    /// The level that this one equals.
    Level(LevelIx),
    /// The expected step, by its number from 0.
    Step(usize),
}

/// What is in effect where a level and a competency meet.
#[derive(Clone, Debug)]
pub struct EffectiveCell<'h> {
    pub competency: CompetencyIx,
    pub state: State,
    /// The expected step.
    pub expect: Option<&'h Expectation>,
    /// Prose beside the criteria: the level's own, else inherited.
    pub prose: Option<&'h Prose>,
    /// Criteria in the order in which they are shown.
    pub criteria: Vec<EffectiveCriterion<'h>>,
}

/// A criterion in effect.
#[derive(Clone, Copy, Debug)]
pub struct EffectiveCriterion<'h> {
    pub criterion: &'h Criterion,
    /// Where it comes from.
    pub origin: Origin,
    /// The level in whose file it stands; `None` for a step's.
    pub level: Option<LevelIx>,
    /// The level in whose cell it is in effect, and on whose page it stands.
    pub at: LevelIx,
    /// Whether its examples are shown here.
    pub examples: bool,
}

impl<'h> EffectiveCriterion<'h> {
    /// The examples that are shown here.
    pub fn examples(&self) -> &'h [Prose] {
        if self.examples { &self.criterion.examples } else { &[] }
    }
}

/// The cells of a level, one for each competency that applies to it, in the book's order.
pub fn cells(handbook: Tracked<'_>, level: LevelIx) -> Vec<EffectiveCell<'_>> {
    handbook
        .competencies()
        .map(|(competency, _)| cell(handbook, level, competency))
        .filter(|cell| cell.state != State::Excluded)
        .collect()
}

/// What is in effect where a level and a competency meet.
pub fn cell(handbook: Tracked<'_>, level: LevelIx, competency: CompetencyIx) -> EffectiveCell<'_> {
    let own = handbook.cell(level, competency);
    let base = base(handbook, level, competency);
    let expect = own.and_then(|cell| cell.expect.as_ref()).or(base.expect);
    let prose = own.map(|cell| &cell.prose).filter(|prose| !prose.is_empty()).or(base.prose);
    let mut criteria = base.criteria;
    merge(&mut criteria, own, level, base.before);
    criteria.iter_mut().for_each(|it| it.at = level);
    criteria.extend(step_criteria(handbook, level, competency, expect));

    let state = if !handbook.applies(competency, level) {
        State::Excluded
    } else if own.is_some_and(|cell| cell.none) && criteria.is_empty() {
        State::None
    } else if own.is_some() || !criteria.is_empty() || expect.is_some() || prose.is_some() {
        State::Stated
    } else if base.none {
        State::None
    } else {
        State::Missing
    };
    EffectiveCell { competency, state, expect, prose, criteria }
}

/// What a cell starts from, before the level's own words.
#[derive(Default)]
struct Base<'h> {
    criteria: Vec<EffectiveCriterion<'h>>,
    expect: Option<&'h Expectation>,
    prose: Option<&'h Prose>,
    before: bool,
    none: bool,
}

fn base(handbook: Tracked<'_>, level: LevelIx, competency: CompetencyIx) -> Base<'_> {
    if let Some(same) = &handbook[level].same_as {
        let cell = without_steps(cell(handbook, same.level, competency));
        let criteria = relabel(cell.criteria, Origin::Level(same.level), true);
        let none = cell.state == State::None;
        return Base { criteria, expect: cell.expect, prose: cell.prose, before: true, none };
    }
    let Some((inheritance, pair)) = inherited_from(handbook.handbook(), level, competency) else {
        return Base::default();
    };
    let cell = without_steps(cell(handbook, pair, competency));
    let origin = Origin::Track(inheritance.parent);
    Base {
        criteria: relabel(cell.criteria, origin, inheritance.examples),
        expect: cell.expect,
        prose: cell.prose,
        before: inheritance.before,
        none: cell.state == State::None,
    }
}

/// A step's criteria come with the expectation, which may be another one here.
fn without_steps(mut cell: EffectiveCell<'_>) -> EffectiveCell<'_> {
    cell.criteria.retain(|it| !matches!(it.origin, Origin::Step(_)));
    cell
}

/// Gives the criteria that were the other level's own this origin; those which that level has from
/// elsewhere keep theirs.
fn relabel(
    mut criteria: Vec<EffectiveCriterion<'_>>,
    origin: Origin,
    examples: bool,
) -> Vec<EffectiveCriterion<'_>> {
    for it in &mut criteria {
        if it.origin == Origin::Own {
            it.origin = origin;
        }
        it.examples &= examples;
    }
    criteria
}

/// The inheritance and the level of the parent track that a cell inherits from.
fn inherited_from(
    handbook: &Handbook,
    level: LevelIx,
    competency: CompetencyIx,
) -> Option<(&Inheritance, LevelIx)> {
    let inheritance = handbook[handbook[level].track].extends.as_ref()?;
    let taken = inheritance.competencies.as_ref().is_none_or(|it| it.contains(&competency));
    let pair = pair(handbook, level, inheritance.parent)?;
    taken.then_some((inheritance, pair))
}

/// The level of another track that a level pairs with: by grade if both tracks have grades, else by
/// order.
pub fn pair(handbook: &Handbook, level: LevelIx, track: TrackIx) -> Option<LevelIx> {
    let others = &handbook[track].levels;
    let graded = others.iter().any(|other| !handbook[*other].grades.is_empty());
    let grades = &handbook[level].grades;
    if graded && !grades.is_empty() {
        return others
            .iter()
            .copied()
            .find(|other| handbook[*other].grades.iter().any(|grade| grades.contains(grade)));
    }
    others.get(handbook[level].order).copied()
}

/// Puts the level's own criteria before or after the inherited ones. An own criterion with an
/// inherited one's id takes its place, or removes it.
fn merge<'h>(
    criteria: &mut Vec<EffectiveCriterion<'h>>,
    own: Option<&'h Cell>,
    level: LevelIx,
    inherited_first: bool,
) {
    let Some(own) = own else { return };
    let mut added = Vec::new();
    for criterion in &own.criteria {
        let here = EffectiveCriterion {
            criterion,
            origin: Origin::Own,
            level: Some(level),
            at: level,
            examples: true,
        };
        let inherited = criteria.iter().position(|it| it.criterion.id == criterion.id);
        match inherited {
            Some(index) if criterion.dropped => {
                criteria.remove(index);
            }
            Some(index) => criteria[index] = here,
            None if criterion.dropped => {}
            None => added.push(here),
        }
    }
    let at = if inherited_first { criteria.len() } else { 0 };
    criteria.splice(at..at, added);
}

fn step_criteria<'h>(
    handbook: Tracked<'h>,
    level: LevelIx,
    competency: CompetencyIx,
    expect: Option<&Expectation>,
) -> Vec<EffectiveCriterion<'h>> {
    let Some(expect) = expect else { return Vec::new() };
    let steps = &handbook.handbook()[competency].steps;
    let Some(step) = steps.get(expect.first) else { return Vec::new() };
    let origin = Origin::Step(expect.first);
    let criteria = step.criteria.iter();
    criteria
        .map(|criterion| EffectiveCriterion {
            criterion,
            origin,
            level: None,
            at: level,
            examples: true,
        })
        .collect()
}

/// The level that a level takes its expectations from: the one that it equals, or its pair in the
/// track that its own extends.
pub fn source(handbook: &Handbook, level: LevelIx) -> Option<LevelIx> {
    if let Some(same) = &handbook[level].same_as {
        return Some(same.level);
    }
    let inheritance = handbook[handbook[level].track].extends.as_ref()?;
    pair(handbook, level, inheritance.parent)
}

/// The expectation of a level for a competency in effect.
pub fn expectation(
    handbook: Tracked<'_>,
    level: LevelIx,
    competency: CompetencyIx,
) -> Option<&Expectation> {
    let own = handbook.cell(level, competency).and_then(|cell| cell.expect.as_ref());
    own.or_else(|| {
        if let Some(same) = &handbook[level].same_as {
            return expectation(handbook, same.level, competency);
        }
        let (_, pair) = inherited_from(&handbook, level, competency)?;
        expectation(handbook, pair, competency)
    })
}
