//! Another name for a level, track, competency or page: its files, and all that refers to it.
//!
//! What is renamed says what it was (`was`, or for a page `aliases`), and is moved. Then every reference by the
//! old name is a problem that has a fix, wherever it stands; what is written as a path is rewritten before.

mod subject;
mod yaml;
mod traces;
mod paths;
mod meanings;

use std::collections::BTreeMap;

use self::meanings::meanings;
use self::subject::Subject;
use crate::diagnostic::{Code, Diagnostics};
use crate::edit::{EditError, Edits};
use crate::fix::Fix;
use crate::site::{self, Whole};
use crate::tree::{RelPath, Tree};

/// A project in which something is called otherwise.
#[derive(Debug)]
pub struct Renamed {
    /// The project with its files moved, and nothing else changed.
    pub moved: Tree,
    /// The same with all references.
    pub tree: Tree,
    /// Files that moved, from where to where.
    pub files: Vec<(RelPath, RelPath)>,
}

/// Why something cannot be called otherwise.
#[derive(Debug)]
pub enum Refusal {
    /// The handbook has errors.
    Errors(Diagnostics),
    /// In words, with help behind the first line.
    Because(String),
}

impl From<EditError> for Refusal {
    fn from(error: EditError) -> Self {
        Self::Because(error.to_string())
    }
}

/// How often references are rewritten, lest two fixes take turns for ever.
const ROUNDS: usize = 8;

/// Renames what is called `from`.
///
/// # Errors
///
/// If the handbook has errors, the old name means nothing certain, the new one is taken or cannot be, or if a
/// reference would mean something else.
pub fn rename(project: &Tree, from: &str, to: &str) -> Result<Renamed, Refusal> {
    let before = site::whole(project);
    if before.diagnostics.has_errors() {
        return Err(Refusal::Errors(before.diagnostics));
    }
    let subject = Subject::find(&before, from, to).map_err(Refusal::Because)?;
    let files = subject.moves(&before.handbook, project);
    let map: BTreeMap<RelPath, RelPath> = files.iter().cloned().collect();
    if let Some((_, taken)) = files.iter().find(|(_, new)| project.get(new.as_str()).is_some()) {
        return Err(Refusal::Because(format!("there is a file `{taken}` already")));
    }
    let mut edits = Edits::default();
    edits.add(project, &traces::edits(&before, &subject, project))?;
    edits.add(project, &paths::edits(&before, &subject, &map, project))?;
    let edited = moved(&project.apply(&edits)?, &map);
    let edited = traces::with_new_register(&before.handbook, &subject, edited);
    let tree = rewritten(edited, &before.diagnostics)?;
    let after = site::whole(&tree);
    verify(&before, &after, &subject, &map)?;
    Ok(Renamed { moved: moved(project, &map), tree, files })
}

/// A project with files in other places.
fn moved(project: &Tree, map: &BTreeMap<RelPath, RelPath>) -> Tree {
    let place = |path: &RelPath| map.get(path).unwrap_or(path).clone();
    project.iter().map(|(path, file)| (place(path), file.clone())).collect()
}

/// Writes names of today for those that something had before, but for those that were noted already.
fn rewritten(mut tree: Tree, known: &Diagnostics) -> Result<Tree, EditError> {
    let is_known = |message: &str| known.iter().any(|it| it.message == message);
    for _ in 0..ROUNDS {
        let found = site::whole(&tree).diagnostics;
        let notes = found.iter().filter(|it| it.code == Code::FormerName);
        let fixes = notes.filter(|it| !is_known(&it.message)).filter_map(|it| Fix::of(it, &tree));
        let mut edits = Edits::default();
        for fix in fixes {
            // Of two in one place the second is made in the next round.
            let _ = edits.add(&tree, &fix.edits);
        }
        if edits.is_empty() {
            break;
        }
        tree = tree.apply(&edits)?;
    }
    Ok(tree)
}

/// Sees that nothing is wrong that was not, and that everything means what it meant.
fn verify(
    before: &Whole,
    after: &Whole,
    subject: &Subject,
    map: &BTreeMap<RelPath, RelPath>,
) -> Result<(), Refusal> {
    let count = |all: &Diagnostics, code: Code| -> usize {
        all.iter().filter(|it| it.code == code).map(|it| 1 + it.repeats.len()).sum()
    };
    let worse = after
        .diagnostics
        .iter()
        .find(|it| count(&after.diagnostics, it.code) > count(&before.diagnostics, it.code));
    if let Some(worse) = worse {
        let place = worse.place.as_ref().map(|at| format!("{}: ", at.path)).unwrap_or_default();
        let message = &worse.message;
        return Err(Refusal::Because(format!("this would follow from it: {place}{message}")));
    }
    let (old, new) = (meanings(before, Some((subject, map))), meanings(after, None));
    match old.iter().find(|it| !new.contains(*it)) {
        Some(lost) => Err(Refusal::Because(format!(
            "`{}` would mean something else\nhelp: write the reference in full first, or choose another name",
            lost.shown()
        ))),
        None => Ok(()),
    }
}
