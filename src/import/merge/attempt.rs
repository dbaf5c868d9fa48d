//! Changes made together, and whether all that happens is what was meant.

use std::collections::{BTreeMap, BTreeSet};

use super::account::Account;
use super::blame::{self, Trial};
use super::examples;
use super::front::Front;
use super::moves::{self, Base, Ids, Made, Refusal};
use super::scalar;
use super::subject::{Criteria, Named, Subject};
use super::wish::Wish;
use super::words;
use crate::diagnostic::{Attribute, Diagnostic, Severity};
use crate::edit::{Edit, Edits};
use crate::fix::addition;
use crate::handbook::{Criterion, Handbook};
use crate::read::ReadOptions;
use crate::site::{self, Whole};
use crate::tree::{RelPath, Tree};

/// A project as it is once some changes are made.
pub struct State {
    pub tree: Tree,
    pub whole: Whole,
    pub options: ReadOptions,
}

/// Why changes were not made together.
#[derive(Default)]
pub struct Failure {
    /// Those that cannot be made.
    pub certain: Vec<Refusal>,
    /// The numbers of those that may be to blame where none is for certain; empty where any of them may be.
    pub suspects: Vec<usize>,
    /// What to say if there was only one.
    pub reason: String,
    /// Whether that is to be said of all suspects, should they be tried no further.
    pub is_of_suspects: bool,
}

impl Failure {
    fn of(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), ..Self::default() }
    }

    fn of_some(certain: Vec<Refusal>) -> Self {
        Self { certain, ..Self::default() }
    }
}

impl State {
    /// What changes are made to.
    pub fn base(&self) -> Base<'_> {
        Base::of(&self.whole.handbook, &self.tree, &self.options)
    }

    /// The project with changes made, if that is all that happens.
    pub fn attempt(&self, wishes: &[&Wish]) -> Result<Self, Failure> {
        let criteria = Criteria::of(&self.whole.handbook);
        let mut pins = changing(wishes, &criteria);
        loop {
            let tree =
                pinned(&pins, &criteria, &self.tree).map_err(|named| unpinned(&named, wishes))?;
            let pinned = (!pins.is_empty()).then(|| site::whole(&tree));
            let before = pinned.as_ref().unwrap_or(&self.whole);
            let base = Base::of(&before.handbook, &tree, &self.options);
            let mut ids = Ids::of(&before.handbook);
            let made = base.edits(wishes, &mut ids).map_err(Failure::of_some)?;
            let edited = edited(&tree, &made)?;
            let after = site::whole(&edited);
            let lost = lost(&before.handbook, &after.handbook, wishes);
            if lost.iter().any(|it| !pins.contains(it)) {
                // Ids with a number follow from what stands before them, and would be others.
                pins.extend(lost);
                continue;
            }
            let errors = after.diagnostics.iter().filter(|it| it.severity == Severity::Error);
            let errors: Vec<&Diagnostic> = errors.collect();
            if let Some(first) = errors.first() {
                let reason = blame::reason(first);
                let (made, new, after) = (&made, &ids.given[..], &after.handbook);
                let (certain, suspects) = Trial { wishes, made, new, after }.blame(&errors);
                return Err(Failure { certain, suspects, ..Failure::of(reason) });
            }
            let account = Account::of(&after);
            let meant = account.compare(Account::of(before), wishes, &ids.given, &base);
            return match meant {
                Ok(()) => Ok(Self { tree: edited, whole: after, options: self.options.clone() }),
                Err(suspects) => {
                    let reason = "it would be read as something else; change it in the file";
                    Err(Failure { suspects, is_of_suspects: true, ..Failure::of(reason) })
                }
            };
        }
    }
}

/// The project with edits made.
fn edited(tree: &Tree, made: &Made) -> Result<Tree, Failure> {
    let mut edits = Edits::default();
    let mut certain = Vec::new();
    for (number, edit) in made {
        if let Err(error) = edits.add(tree, std::slice::from_ref(edit)) {
            match number {
                Some(number) => certain.push((*number, error.to_string())),
                None => return Err(Failure::of(error.to_string())),
            }
        }
    }
    if !certain.is_empty() {
        return Err(Failure::of_some(certain));
    }
    tree.apply(&edits).map_err(|error| Failure::of(error.to_string()))
}

impl Base<'_> {
    /// The edits that make changes, all of which are structural or none.
    ///
    /// # Errors
    ///
    /// If there are none for some of them, these.
    pub fn edits(&self, wishes: &[&Wish], ids: &mut Ids) -> Result<Made, Vec<Refusal>> {
        if wishes.first().is_some_and(|wish| wish.subject.is_structural()) {
            return moves::plan(wishes, self, ids);
        }
        let mut fronts = BTreeMap::new();
        let (mut edits, mut refused) = (Vec::new(), Vec::new());
        for (number, wish) in wishes.iter().enumerate() {
            match made(wish, self, &mut fronts) {
                Ok(made) => edits.extend(made.into_iter().map(|edit| (Some(number), edit))),
                Err(reason) => refused.push((number, reason)),
            }
        }
        if refused.is_empty() { Ok(edits) } else { Err(refused) }
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

/// The project with the ids of criteria written down.
///
/// # Errors
///
/// If some cannot be, those of which they are.
fn pinned(
    pins: &BTreeSet<Named>,
    criteria: &Criteria,
    project: &Tree,
) -> Result<Tree, BTreeSet<Named>> {
    let mut edits = Edits::default();
    let mut unpinned = BTreeSet::new();
    for named in pins {
        let Some(it) = criteria.get(named) else { continue };
        let id = Attribute::Id(it.id.to_string());
        let edit = addition(&it.place_of_attributes(), &[id], project);
        if edit.is_none_or(|edit| edits.add(project, &[edit]).is_err()) {
            unpinned.insert(named.clone());
        }
    }
    match unpinned.is_empty() {
        true => project.apply(&edits).map_err(|_| pins.clone()),
        false => Err(unpinned),
    }
}

/// The changes of criteria whose ids cannot be written down.
fn unpinned(named: &BTreeSet<Named>, wishes: &[&Wish]) -> Failure {
    const REASON: &str = "its id cannot be written down where it stands; change it in the file";
    let is_of = |wish: &Wish| match &wish.subject {
        Subject::Criterion(it) | Subject::Place(it, _) => named.contains(it),
        _ => false,
    };
    let certain = (0..wishes.len()).filter(|it| is_of(wishes[*it]));
    let certain = certain.map(|it| (it, REASON.to_owned())).collect();
    Failure { certain, ..Failure::of(REASON) }
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

/// The front matter of the files that change, or why it cannot be edited.
type Fronts<'t> = BTreeMap<RelPath, Result<Front<'t>, &'static str>>;

/// The edits that make a change of words.
fn made<'b>(wish: &Wish, base: &Base<'b>, fronts: &mut Fronts<'b>) -> Result<Vec<Edit>, String> {
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
            let competency = handbook[*competency].id.as_str();
            front(&handbook[*level].file, tree, fronts)?
                .edit("expect", competency, &wish.new)
                .map(|edit| vec![edit])
        }
        (Subject::Level(level), field) => {
            let (key, inner) = match field {
                "title" | "code" | "summary" | "grade" | "status" => (field, ""),
                "level" | "track" => {
                    return Err("levels are renamed and moved with `ladderbook mv`".to_owned());
                }
                fact => ("facts", fact),
            };
            front(&handbook[*level].file, tree, fronts)?
                .edit(key, inner, &wish.new)
                .map(|edit| vec![edit])
        }
        _ => Err("it is not known what this is about".to_owned()),
    }
}

fn front<'f, 't>(
    path: &RelPath,
    project: &'t Tree,
    fronts: &'f mut Fronts<'t>,
) -> Result<&'f Front<'t>, &'static str> {
    let front = fronts.entry(path.clone()).or_insert_with(|| Front::of(path, project));
    front.as_ref().map_err(|reason| *reason)
}
