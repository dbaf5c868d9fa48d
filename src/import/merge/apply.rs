//! Changes that a sheet asks for -> edits, each of which is looked at once it is made.

use std::collections::BTreeSet;

use super::account::Account;
use super::examples;
use super::front;
use super::moves::{self, Base, Ids};
use super::outline::options;
use super::scalar;
use super::subject::{Criteria, Named, Subject};
use super::wish::{Open, Wish};
use super::words;
use crate::diagnostic::{Attribute, Place, Severity};
use crate::edit::{Edit, Edits};
use crate::fix::addition;
use crate::handbook::{Criterion, Handbook};
use crate::read::ReadOptions;
use crate::site::{self, Whole};
use crate::tree::Tree;

/// Makes all changes that can be made. What cannot comes back with the reason.
pub fn apply(wishes: Vec<Wish>, project: &Tree, whole: Whole) -> (Tree, Vec<Wish>, Vec<Open>) {
    let options = options(project);
    let tree = project.clone();
    let mut state =
        State { tree, whole, options, done: Vec::new(), open: Vec::new(), refused: Vec::new() };
    // Words change where they stand before whole lines go elsewhere.
    let (structural, words): (Vec<Wish>, Vec<Wish>) =
        wishes.into_iter().partition(|wish| wish.subject.is_structural());
    for stage in [words, structural] {
        if stage.is_empty() {
            continue;
        }
        let (possible, impossible) = state.possible(stage);
        state.leave(impossible);
        state.apply(possible);
        // What was in the way of a change may be gone.
        for (wish, reason) in std::mem::take(&mut state.refused) {
            match state.done.is_empty() {
                true => state.refused.push((wish, reason)),
                false => state.apply(vec![wish]),
            }
        }
        let refused = std::mem::take(&mut state.refused);
        state.leave(refused);
    }
    (state.tree, state.done, state.open)
}

struct State {
    tree: Tree,
    whole: Whole,
    options: ReadOptions,
    done: Vec<Wish>,
    open: Vec<Open>,
    /// What could not be done together with other changes, nor alone.
    refused: Vec<(Wish, String)>,
}

impl State {
    /// The changes for which there are edits, whatever becomes of them, and those for which there are none.
    fn possible(&self, wishes: Vec<Wish>) -> (Vec<Wish>, Vec<(Wish, String)>) {
        let base = Base::of(&self.whole.handbook, &self.tree, &self.options);
        // These ids are given to nothing.
        let mut ids = Ids::of(&self.whole.handbook);
        let (mut possible, mut impossible) = (Vec::new(), Vec::new());
        let mut stretches = vec![wishes];
        while let Some(mut wishes) = stretches.pop() {
            let all: Vec<&Wish> = wishes.iter().collect();
            match base.edits(&all, &mut ids) {
                Ok(_) => possible.append(&mut wishes),
                Err(reason) if wishes.len() == 1 => impossible.push((wishes.remove(0), reason)),
                // What is possible together is possible alone, so that only halves of others are looked at.
                Err(_) => {
                    let others = wishes.split_off(wishes.len() / 2);
                    stretches.extend([others, wishes]);
                }
            }
        }
        (possible, impossible)
    }

    fn leave(&mut self, wishes: Vec<(Wish, String)>) {
        let handbook = &self.whole.handbook;
        let criteria = Criteria::of(handbook);
        for (wish, reason) in wishes {
            let place = place(&wish.subject, handbook, &criteria);
            self.open.push(Open { wish, place, reason });
        }
    }

    /// Makes changes together; if that does something else than it should, half of them, and then the others.
    fn apply(&mut self, mut wishes: Vec<Wish>) {
        if wishes.is_empty() {
            return;
        }
        match self.attempt(&wishes.iter().collect::<Vec<_>>()) {
            Ok((tree, whole)) => {
                (self.tree, self.whole) = (tree, whole);
                self.done.append(&mut wishes);
            }
            Err(reason) if wishes.len() == 1 => {
                self.refused.push((wishes.remove(0), reason));
            }
            Err(_) => {
                let others = wishes.split_off(wishes.len() / 2);
                self.apply(wishes);
                self.apply(others);
            }
        }
    }

    /// The project with changes made, if that is all that happens.
    fn attempt(&self, wishes: &[&Wish]) -> Result<(Tree, Whole), String> {
        let criteria = Criteria::of(&self.whole.handbook);
        let mut pins = changing(wishes, &criteria);
        loop {
            let tree = pinned(&pins, &criteria, &self.tree)?;
            let pinned = (!pins.is_empty()).then(|| site::whole(&tree));
            let before = pinned.as_ref().unwrap_or(&self.whole);
            let base = Base::of(&before.handbook, &tree, &self.options);
            let mut ids = Ids::of(&before.handbook);
            let made = base.edits(wishes, &mut ids)?;
            let new = ids.given;
            let mut edits = Edits::default();
            edits.add(&tree, &made).map_err(|error| error.to_string())?;
            let edited = tree.apply(&edits).map_err(|error| error.to_string())?;
            let after = site::whole(&edited);
            let lost = lost(&before.handbook, &after.handbook, wishes);
            if lost.iter().any(|it| !pins.contains(it)) {
                // Ids with a number follow from what stands before them, and would be others.
                pins.extend(lost);
                continue;
            }
            if let Some(error) = after.diagnostics.iter().find(|it| it.severity == Severity::Error)
            {
                return Err(format!("the handbook would have an error: {}", error.message));
            }
            let is_meant =
                Account::of(&after).is(Account::of(before), wishes, &new, &before.handbook);
            return match is_meant {
                true => Ok((edited, after)),
                false => {
                    Err("it would be read as something else; change it in the file".to_owned())
                }
            };
        }
    }
}

impl Base<'_> {
    /// The edits that make changes, all of which are structural or none.
    fn edits(&self, wishes: &[&Wish], ids: &mut Ids) -> Result<Vec<Edit>, String> {
        if wishes.first().is_some_and(|wish| wish.subject.is_structural()) {
            return moves::plan(wishes, self, ids);
        }
        let mut edits = Vec::new();
        for wish in wishes {
            edits.extend(made(wish, self)?);
        }
        Ok(edits)
    }
}

/// Criteria without an id of their own that are about to change: an id that follows from their words or from those
/// before them would be lost.
fn changing(wishes: &[&Wish], criteria: &Criteria) -> BTreeSet<Named> {
    let of_wish = |wish: &&Wish| match &wish.subject {
        Subject::Criterion(named) if wish.field == "text" => Some(named.clone()),
        Subject::Place(named, _) => Some(named.clone()),
        _ => None,
    };
    let is_unpinned = |it: &Named| criteria.get(it).is_some_and(|criterion| !criterion.pinned);
    wishes.iter().filter_map(of_wish).filter(is_unpinned).collect()
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

/// Criteria without an id of their own whose id is gone, though they are meant to stay.
fn lost(before: &Handbook, after: &Handbook, wishes: &[&Wish]) -> Vec<Named> {
    let ids: BTreeSet<&str> = after.untracked().criteria().map(|it| &*it.id).collect();
    let gone = |wish: &&Wish| match &wish.subject {
        Subject::Gone(named) => Some(named.clone()),
        _ => None,
    };
    let gone: BTreeSet<Named> = wishes.iter().filter_map(gone).collect();
    let is_lost = |it: &&Criterion| !it.pinned && !ids.contains(&*it.id);
    let of_levels = before.levels().flat_map(|(level, _)| {
        let lost = before.untracked().body(level).criteria().filter(is_lost);
        lost.map(move |it| Named { id: it.id.to_string(), level: Some(level) })
    });
    of_levels.filter(|it| !gone.contains(it)).collect()
}

/// The project with the ids of criteria written down.
fn pinned(pins: &BTreeSet<Named>, criteria: &Criteria, project: &Tree) -> Result<Tree, String> {
    let mut edits = Edits::default();
    for it in pins.iter().filter_map(|it| criteria.get(it)) {
        let id = Attribute::Id(it.id.to_string());
        let edit = addition(&it.place_of_attributes(), &[id], project)
            .ok_or("its id cannot be written down where it stands; change it in the file")?;
        edits.add(project, &[edit]).map_err(|error| error.to_string())?;
    }
    project.apply(&edits).map_err(|error| error.to_string())
}

/// The edits that make a change of words.
fn made(wish: &Wish, base: &Base) -> Result<Vec<Edit>, String> {
    let Base { handbook, project: tree, options, criteria } = base;
    match (&wish.subject, wish.field.as_str()) {
        (Subject::Criterion(named), field) => {
            let it = criteria.get(named).ok_or("the criterion is not in the files")?;
            match field {
                "text" if wish.new.is_empty() => Err("its text was taken out; to remove the \
                    criterion, take its row out and import with `--delete`"
                    .to_owned()),
                "text" if it.place.path.extension() != "md" => {
                    scalar::edit(it, &wish.new, tree, options).map(|edit| vec![edit])
                }
                "text" => words::edit(&it.text, &wish.new, tree).map(|edit| vec![edit]),
                "examples" => examples::edits(it, &wish.new, tree),
                _ => Err(format!("a change of `{field}` is made in the file")),
            }
        }
        (Subject::Cell(level, competency), _) => {
            let keys = ["expect", handbook[*competency].id.as_str()];
            front::edit(&handbook[*level].file, &keys, &wish.new, tree).map(|edit| vec![edit])
        }
        (Subject::Level(level), field) => {
            let keys: &[&str] = match field {
                "title" | "code" | "summary" | "grade" | "status" => &[field],
                "level" | "track" => {
                    return Err("levels are renamed and moved with `ladderbook mv`".to_owned());
                }
                fact => &["facts", fact],
            };
            front::edit(&handbook[*level].file, keys, &wish.new, tree).map(|edit| vec![edit])
        }
        _ => Err("it is not known what this is about".to_owned()),
    }
}
