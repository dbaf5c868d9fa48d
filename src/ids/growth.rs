//! Which criteria probably grew from which -> a list that an author thins out -> `replaces=` in the files.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::pinning::{Written, write};
use crate::diagnostic::Attribute;
use crate::edit::EditError;
use crate::handbook::compare::{self, Kind};
use crate::handbook::likeness::ALL;
use crate::handbook::{Criterion, Handbook, LevelIx};
use crate::suggestion::nearest;
use crate::tree::Tree;

/// A criterion that probably is the grown form of another one.
#[derive(Clone, Copy, Debug)]
pub struct Growth<'h> {
    /// The level in whose file the grown form stands.
    pub level: LevelIx,
    /// The level before it.
    pub previous: LevelIx,
    /// What the level before expects.
    pub earlier: &'h Criterion,
    /// Its grown form.
    pub later: &'h Criterion,
    /// How alike their words are, from 0 to [`ALL`].
    pub likeness: u32,
    /// Whether it is more than likely.
    pub is_sure: bool,
}

/// All of them, level by level.
pub fn candidates(handbook: &Handbook) -> Vec<Growth<'_>> {
    let tracked = handbook.untracked();
    let mut found = Vec::new();
    for (level, _) in handbook.levels() {
        let Some(previous) = handbook.previous(level) else { continue };
        for row in compare::growth(tracked, level) {
            let (Some(from), Some(to), Some(reason)) = (row.from, row.to, row.reason) else {
                continue;
            };
            found.push(Growth {
                level,
                previous,
                earlier: from.criterion,
                later: to.criterion,
                likeness: reason.likeness,
                is_sure: row.kind != Kind::Likely,
            });
        }
    }
    found
}

/// They as a text, one in a line, as [`accept`] reads it.
pub fn listed(handbook: &Handbook, candidates: &[Growth]) -> String {
    let mut text = String::new();
    let mut heading = None;
    for it in candidates {
        if heading != Some(it.level) {
            heading = Some(it.level);
            let names = [it.previous, it.level].map(|level| handbook.level_name(level));
            let _ = writeln!(text, "# {} -> {}\n", names[0], names[1]);
        }
        let _ = writeln!(text, "#   {}", it.earlier.text.text());
        let _ = writeln!(text, "#   {}", it.later.text.text());
        let percent = it.likeness * 100 / ALL;
        let band = if it.is_sure { "surely" } else { "perhaps" };
        let ids = (&it.later.id, &it.earlier.id);
        let _ = writeln!(text, "{} replaces {}  # {percent} % alike, {band}\n", ids.0, ids.1);
    }
    text
}

/// A line of a list that means nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

/// Writes `replaces=` for each line `LATER replaces EARLIER` of a list, and pins the ids of both. What follows a
/// `#` is a comment.
///
/// # Errors
///
/// Outside: lines that mean nothing. Inside: if the files are not those of the handbook.
pub fn accept(
    handbook: &Handbook,
    project: &Tree,
    list: &str,
) -> Result<Result<Written, EditError>, Vec<Fault>> {
    let known: BTreeMap<&str, &Criterion> =
        handbook.untracked().criteria().map(|it| (&*it.id, it)).collect();
    let mut additions: BTreeMap<&str, Vec<Attribute>> = BTreeMap::new();
    let mut add = |criterion: &'_ Criterion, attribute: Attribute| {
        let (id, _) = known.get_key_value(&*criterion.id).expect("it is known by its id");
        let attributes = additions.entry(id).or_default();
        if !attributes.contains(&attribute) {
            attributes.push(attribute);
        }
    };
    let mut faults = Vec::new();
    for (number, line) in list.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if line.is_empty() {
            continue;
        }
        match pair(line, &known) {
            Ok((later, earlier)) => {
                for it in [later, earlier].into_iter().filter(|it| !it.pinned) {
                    add(it, Attribute::Id(it.id.to_string()));
                }
                if !later.replaces().iter().any(|it| *it.value == *earlier.id) {
                    add(later, Attribute::Replaces(earlier.id.to_string()));
                }
            }
            Err(message) => faults.push(Fault { line: number + 1, message }),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(write(additions.into_iter().map(|(id, attributes)| (known[id], attributes)), project))
}

/// The two criteria of a line, the later one first.
fn pair<'h>(
    line: &str,
    known: &BTreeMap<&str, &'h Criterion>,
) -> Result<(&'h Criterion, &'h Criterion), String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [later, "replaces", earlier] = words.as_slice() else {
        return Err(format!("`{line}` is not of the form `LATER replaces EARLIER`"));
    };
    let criterion = |id: &str| {
        known.get(id).copied().ok_or_else(|| {
            let near = nearest(id, known.keys().copied());
            let near = near.map(|it| format!("; did you mean `{}`?", it.meant));
            format!("there is no criterion `{id}`{}", near.unwrap_or_default())
        })
    };
    Ok((criterion(later)?, criterion(earlier)?))
}
