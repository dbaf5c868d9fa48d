//! The history of a handbook, as its pages of today tell it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::edition::{Edition, Elsewhere};
use super::lineage::Lineage;
use super::step::{Descent, Step};
use super::told::{ToldLine, ToldSubject};
use crate::fingerprint::{ByHash, Fingerprint};
use crate::handbook::ix::LevelIx;

/// The editions of a handbook in the order in which they came into force, and what happened between them. Nothing
/// where there are none, as in an edition itself.
#[derive(Clone, Debug, Default)]
pub struct History {
    pub editions: Vec<Edition>,
    /// What happened from each edition to the next, and from the last one to today's handbook.
    steps: Vec<Arc<Step>>,
    lineage: Lineage,
    /// What became of the criteria of today.
    pasts: Arc<Pasts>,
    /// Where a level of today stands in editions, in their order.
    places: Arc<Places>,
}

/// Where levels stand in editions, in their order.
pub type Places = BTreeMap<LevelIx, Vec<Elsewhere>>;

/// What became of the criteria of an edition, or of today's handbook, by [`Fingerprint::short_of`] their ids there.
/// Those that are new in it are left out.
#[derive(Debug, Default)]
pub struct Pasts(HashMap<u64, CriterionPast, ByHash>);

impl Pasts {
    /// Those of the last edition, from what happened from edition to edition.
    pub fn new<'s>(steps: impl IntoIterator<Item = &'s Step>) -> Self {
        let steps = steps.into_iter().enumerate();
        steps.fold(Self::default(), |pasts, (number, step)| {
            pasts.after(step, number, Passage::Edition(number + 1))
        })
    }

    /// Those one step later. `before` is the number of the edition that the step began at.
    pub fn after(&self, step: &Step, before: usize, passage: Passage) -> Self {
        let past = |descent: &Descent| {
            let new = CriterionPast { since: Passage::Edition(before), reworded: None };
            let past = self.0.get(&descent.from).copied().unwrap_or(new);
            past.after(descent, passage)
        };
        Self(step.criteria.iter().map(|(id, descent)| (*id, past(descent))).collect())
    }
}

/// When something happened: in the edition with this number, or after the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Passage {
    Edition(usize),
    Today,
}

/// What became of a level.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LevelPast<'h> {
    /// The edition in which it first stood.
    pub since: Passage,
    /// When it changed since, the last change first.
    pub changes: Vec<(Passage, &'h [ToldLine])>,
    /// Where it stands in editions, in their order.
    pub elsewhere: &'h [Elsewhere],
}

/// What became of a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CriterionPast {
    /// The edition in which it first stood.
    pub since: Passage,
    /// When its words last changed; `None` if they never did.
    pub reworded: Option<Passage>,
}

impl CriterionPast {
    /// What became of it one step later.
    fn after(self, descent: &Descent, passage: Passage) -> Self {
        if descent.is_reworded { Self { reworded: Some(passage), ..self } } else { self }
    }
}

impl History {
    /// `steps` are those between neighbours, the last of which leads to today's handbook, whose criteria have these
    /// `pasts`. `levels` is how many levels each edition has, and today's handbook.
    pub fn new(
        editions: Vec<Edition>,
        steps: Vec<Arc<Step>>,
        pasts: Arc<Pasts>,
        levels: &[usize],
    ) -> Self {
        let lineage = Lineage::new(levels, steps.iter().map(|it| &**it));
        Self { editions, steps, lineage, pasts, places: Arc::default() }
    }

    /// The same with the places of today's levels in editions.
    pub fn with_places(self, places: Arc<Places>) -> Self {
        Self { places, ..self }
    }

    /// Which level of one edition is which of another.
    pub fn lineage(&self) -> &Lineage {
        &self.lineage
    }

    /// What changed in each edition from the second one on, and after the last one; the last change first.
    pub fn steps(&self) -> impl Iterator<Item = (Passage, &Step)> {
        let steps = self.steps.iter().enumerate().rev();
        steps.map(|(number, step)| (self.passage(number + 1), &**step))
    }

    /// What changed in the edition with a number, today's being that after the last; `None` in the first one.
    pub fn step(&self, number: usize) -> Option<&Step> {
        self.steps.get(number.checked_sub(1)?).map(|it| &**it)
    }

    /// When something happened, by the number of its edition.
    pub fn passage(&self, number: usize) -> Passage {
        if number < self.editions.len() { Passage::Edition(number) } else { Passage::Today }
    }

    /// The number of the edition, today's being that after the last.
    pub fn number(&self, passage: Passage) -> usize {
        match passage {
            Passage::Edition(number) => number,
            Passage::Today => self.editions.len(),
        }
    }

    /// The level of today that one of an edition is.
    pub fn level_of_today(&self, passage: Passage, level: LevelIx) -> Option<LevelIx> {
        self.lineage.level(self.number(passage), level, self.editions.len())
    }

    /// What became of a level of today; `None` where there are no editions.
    pub fn of_level(&self, level: LevelIx) -> Option<LevelPast<'_>> {
        let today = self.editions.len();
        let is_there = |number: &usize| self.lineage.level(today, level, *number).is_some();
        let since = (0..=today).find(is_there).filter(|_| today > 0)?;
        // The last change first; in the edition in which it first stood it is new, which is no change.
        let changes = (since + 1..=today).rev().filter_map(|number| {
            let then = self.lineage.level(today, level, number)?;
            let step = self.step(number)?;
            let lines = step.subjects[*step.of_levels.get(&then)?].lines.as_slice();
            Some((self.passage(number), lines))
        });
        Some(LevelPast {
            since: self.passage(since),
            changes: changes.collect(),
            elsewhere: self.places.get(&level).map(Vec::as_slice).unwrap_or_default(),
        })
    }

    /// What became of a criterion of today; `None` where there are no editions.
    pub fn of_criterion(&self, id: &str) -> Option<CriterionPast> {
        let new = CriterionPast { since: Passage::Today, reworded: None };
        let past = self.pasts.0.get(&Fingerprint::short_of(id)).copied();
        (!self.editions.is_empty()).then(|| past.unwrap_or(new))
    }

    /// The fingerprint of what an edition changed, with the levels of today that are meant.
    pub fn answer_step(&self, number: usize) -> Fingerprint {
        let passage = self.passage(number);
        let levels = self.step(number).into_iter().flat_map(|step| &step.subjects);
        let levels = levels.filter_map(ToldSubject::level);
        let today: Vec<Option<LevelIx>> =
            levels.map(|level| self.level_of_today(passage, level)).collect();
        Fingerprint::of(&(self.step(number).map(|it| it.fingerprint), today))
    }

    /// The fingerprint of all that changed.
    pub fn answer(&self) -> Fingerprint {
        let steps = 0..=self.editions.len();
        Fingerprint::of(&steps.map(|number| self.answer_step(number)).collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edition(name: &str) -> Edition {
        Edition {
            name: name.to_owned(),
            in_force: String::new(),
            until: None,
            note: String::new(),
            day: String::new(),
            folder: String::new(),
        }
    }

    fn step(criteria: &[(&str, &str, bool)]) -> Arc<Step> {
        let descent = |(to, from, is_reworded): &(&str, &str, bool)| {
            let [from, to] = [from, to].map(|id| Fingerprint::short_of(id));
            (to, Descent { from, is_reworded: *is_reworded })
        };
        let criteria: HashMap<u64, Descent, ByHash> = criteria.iter().map(descent).collect();
        Arc::new(Step { criteria, ..Step::default() })
    }

    #[test]
    fn a_criterion_is_traced_to_where_it_first_stood() {
        let steps = vec![
            step(&[("ships", "ships", false)]),
            step(&[("ships", "ships", true), ("asks", "asks", false)]),
            step(&[("delivers", "ships", false), ("asks", "asks", true)]),
        ];
        let editions = ["1", "2", "3"].map(edition).to_vec();
        let pasts = Pasts::new(steps[..2].iter().map(|it| &**it));
        let pasts = pasts.after(&steps[2], 2, Passage::Today);
        let history = History::new(editions, steps, Arc::new(pasts), &[0, 0, 0, 0]);
        let past = |id| history.of_criterion(id).expect("there are editions");
        let (one, two, three) = (Passage::Edition(0), Passage::Edition(1), Passage::Edition(2));
        assert_eq!(past("delivers"), CriterionPast { since: one, reworded: Some(three) });
        assert_eq!(past("asks"), CriterionPast { since: two, reworded: Some(Passage::Today) });
        assert_eq!(past("new"), CriterionPast { since: Passage::Today, reworded: None });
        assert_eq!(History::default().of_criterion("asks"), None);
    }
}
