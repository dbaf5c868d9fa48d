//! Ids that follow from words -> the same ids, written down.

use std::collections::BTreeMap;

use crate::diagnostic::{Attribute, Place};
use crate::edit::{Edit, EditError, Edits};
use crate::fix::addition;
use crate::handbook::{Criterion, Handbook};
use crate::site;
use crate::tree::Tree;

/// A project after edits of its sources.
#[derive(Debug)]
pub struct Written {
    /// The project with them.
    pub tree: Tree,
    /// Number of criteria that were edited.
    pub count: usize,
    /// Criteria whose attributes cannot be written where they stand, such as behind a block of code.
    pub refused: Vec<Place>,
}

/// Writes down the id of each criterion that has none in its file. Nothing else changes: no id, no address, no
/// byte outside the attributes.
///
/// # Errors
///
/// If the files are not those of the handbook.
pub fn pin(handbook: &Handbook, project: &Tree) -> Result<Written, EditError> {
    let unpinned = handbook.untracked().criteria().filter(|it| !it.pinned && !it.id.is_empty());
    write(unpinned.map(|it| (it, vec![Attribute::Id(it.id.to_string())])), project)
}

/// Makes additions, each of them unless it would be read as something else where it stands.
pub fn write<'a>(
    additions: impl Iterator<Item = (&'a Criterion, Vec<Attribute>)>,
    project: &Tree,
) -> Result<Written, EditError> {
    let mut refused = Vec::new();
    let mut made: Vec<Made> = Vec::new();
    for (criterion, attributes) in additions {
        match addition(&criterion.place_of_attributes(), &attributes, project) {
            Some(edit) => made.push(Made { criterion, attributes, edit }),
            None => refused.push(criterion.place.clone()),
        }
    }
    let mut tree = applied(&made, project)?;
    loop {
        let handbook = site::whole(&tree).handbook;
        let unread = unread(&made, &handbook);
        if unread.is_empty() {
            break;
        }
        refused.extend(unread.iter().cloned());
        made.retain(|it| !unread.contains(&it.criterion.place));
        tree = applied(&made, project)?;
    }
    refused.sort();
    Ok(Written { tree, count: made.len(), refused })
}

/// An addition that was made.
struct Made<'a> {
    criterion: &'a Criterion,
    attributes: Vec<Attribute>,
    edit: Edit,
}

fn applied(made: &[Made], project: &Tree) -> Result<Tree, EditError> {
    let mut edits = Edits::default();
    for it in made {
        edits.add(project, std::slice::from_ref(&it.edit))?;
    }
    project.apply(&edits)
}

/// The places of criteria that are not read as they were meant to be: with the same words, and with what was
/// added.
fn unread(made: &[Made], handbook: &Handbook) -> Vec<Place> {
    let mut known: BTreeMap<&str, &Criterion> = BTreeMap::new();
    for it in handbook.untracked().criteria() {
        known.entry(&it.id).or_insert(it);
    }
    let is_read = |it: &&Made| {
        let Some(now) = known.get(&*it.criterion.id) else { return false };
        let has = |attribute: &Attribute| match attribute {
            Attribute::Id(_) => now.pinned,
            Attribute::Replaces(id) => now.replaces().iter().any(|it| it.value == *id),
        };
        now.text.text() == it.criterion.text.text() && it.attributes.iter().all(has)
    };
    let unread = made.iter().filter(|it| !is_read(it));
    unread.map(|it| it.criterion.place.clone()).collect()
}
