//! Changes that a sheet asks for -> edits, each of which is looked at once it is made.

use std::collections::{BTreeMap, BTreeSet};

use super::attempt::{Failure, State};
use super::moves::{Ids, Refusal};
use super::outline::options;
use super::subject::{Criteria, Subject};
use super::wish::{Open, Wish};
use crate::diagnostic::Place;
use crate::handbook::Handbook;
use crate::site::Whole;
use crate::tree::Tree;

/// Makes all changes that can be made. What cannot comes back with the reason.
pub fn apply(wishes: Vec<Wish>, project: &Tree, whole: Whole) -> (Tree, Vec<Wish>, Vec<Open>) {
    let state = State { tree: project.clone(), whole, options: options(project) };
    let mut work = Work { state, done: Vec::new(), open: Vec::new(), failures: 0 };
    // Words change where they stand before whole lines go elsewhere.
    let (structural, words): (Vec<Wish>, Vec<Wish>) =
        wishes.into_iter().partition(|wish| wish.subject.is_structural());
    for stage in [words, structural] {
        work.failures = 0;
        let possible = work.possible(stage).into_iter();
        let mut left = work.apply(possible.map(|wish| (wish, NOT_TRIED.to_owned())).collect());
        // What was in the way of a change may be gone.
        while !left.is_empty() && !work.done.is_empty() {
            let before = work.done.len();
            left = work.apply(left);
            if work.done.len() == before {
                break;
            }
        }
        work.leave(left);
    }
    (work.state.tree, work.done, work.open)
}

/// How often changes may fail in a stage. Each time the handbook is read again; thousands of changes of which none is
/// known to be the one that fails would take that often.
const MOST_FAILURES: usize = 100;

/// Why a change was not even tried.
const NOT_TRIED: &str = "it was not tried, since too many others could not be carried over; \
                         settle these first, and import the sheet again";

struct Work {
    state: State,
    done: Vec<Wish>,
    open: Vec<Open>,
    failures: usize,
}

/// Changes, each with what is said of it unless it is made.
type Told = Vec<(Wish, String)>;

impl Work {
    /// The changes for which there are edits, whatever becomes of them. The others are left open.
    fn possible(&mut self, mut wishes: Vec<Wish>) -> Vec<Wish> {
        loop {
            // These ids are given to nothing.
            let mut ids = Ids::of(&self.state.whole.handbook);
            let all: Vec<&Wish> = wishes.iter().collect();
            let Err(refused) = self.state.base().edits(&all, &mut ids) else { return wishes };
            let mut reasons = by_number(refused);
            let (mut possible, mut impossible) = (Vec::new(), Told::new());
            for (number, wish) in wishes.into_iter().enumerate() {
                match reasons.remove(&number) {
                    Some(reason) => impossible.push((wish, reason)),
                    None => possible.push(wish),
                }
            }
            self.leave(impossible);
            wishes = possible;
        }
    }

    fn leave(&mut self, wishes: Told) {
        let handbook = &self.state.whole.handbook;
        let criteria = Criteria::of(handbook);
        for (wish, reason) in wishes {
            let place = place(&wish.subject, handbook, &criteria);
            self.open.push(Open { wish, place, reason });
        }
    }

    /// Makes changes together. If that does something else than it should, those that are known to be to blame are left
    /// out; where none is known, those that may be are tried apart from the others, and then half of them from the other
    /// half. Returns what was not made.
    fn apply(&mut self, wishes: Told) -> Told {
        let mut left = Told::new();
        let mut stretches = vec![wishes];
        while let Some(wishes) = stretches.pop() {
            if self.failures == MOST_FAILURES || wishes.is_empty() {
                left.extend(wishes);
                continue;
            }
            let all: Vec<&Wish> = wishes.iter().map(|(wish, _)| wish).collect();
            match self.state.attempt(&all) {
                Ok(state) => {
                    self.state = state;
                    self.done.extend(wishes.into_iter().map(|(wish, _)| wish));
                }
                Err(failure) => {
                    self.failures += 1;
                    let again = divided(wishes, failure, &mut left);
                    stretches.extend(again);
                }
            }
        }
        left
    }
}

/// What is tried after some changes have failed together, the first last. Those that need not be tried are `left`.
fn divided(mut wishes: Told, failure: Failure, left: &mut Told) -> Vec<Told> {
    let Failure { certain, suspects, reason, is_of_suspects } = failure;
    let certain = by_number(certain);
    let suspects: BTreeSet<usize> = suspects.into_iter().collect();
    for number in suspects.iter().filter(|_| is_of_suspects) {
        wishes[*number].1.clone_from(&reason);
    }
    if certain.is_empty() && wishes.len() == 1 {
        left.extend(wishes.into_iter().map(|(wish, _)| (wish, reason.clone())));
        return Vec::new();
    }
    let half = wishes.len().div_ceil(2);
    let is_apart = !suspects.is_empty() && suspects.len() < wishes.len();
    let (mut first, mut later) = (Told::new(), Told::new());
    for (number, (wish, untried)) in wishes.into_iter().enumerate() {
        let is_later = if is_apart { suspects.contains(&number) } else { number >= half };
        match certain.get(&number) {
            Some(reason) => left.push((wish, reason.clone())),
            None if is_later && certain.is_empty() => later.push((wish, untried)),
            None => first.push((wish, untried)),
        }
    }
    vec![later, first]
}

/// Of several reasons the first counts.
fn by_number(refused: Vec<Refusal>) -> BTreeMap<usize, String> {
    let mut reasons = BTreeMap::new();
    for (number, reason) in refused {
        reasons.entry(number).or_insert(reason);
    }
    reasons
}

/// What stands in the files where a wish belongs.
fn place(subject: &Subject, handbook: &Handbook, criteria: &Criteria) -> Option<Place> {
    match subject {
        Subject::Criterion(named) | Subject::Place(named, _) | Subject::Gone(named) => {
            criteria.get(named).map(|it| it.place.clone())
        }
        Subject::Cell(level, competency) => {
            let cell = handbook.untracked().cell(*level, *competency);
            Some(cell.map_or(&handbook[*level].place, |cell| &cell.place).clone())
        }
        Subject::New(spot, _) => {
            let cell = handbook.untracked().cell(spot.level, spot.competency);
            Some(cell.map_or(&handbook[spot.level].place, |cell| &cell.place).clone())
        }
        Subject::Level(level) => Some(handbook[*level].place.clone()),
        Subject::Unknown(_) => None,
    }
}
