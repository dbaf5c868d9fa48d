//! A sheet that came from `export` -> the same handbook with what was changed in the sheet.
//!
//! Each row carries what it said when it was written. A field that differs from that in the sheet was changed there, one
//! that differs in the files was changed in them; where both were, and not to the same, a person has to decide. Edits
//! are of the bytes that say the field. They are made, the handbook is read again, and an edit that did anything else
//! than it should is taken back and told: nothing is lost in silence.

mod sheet;
mod wish;
mod words;
mod front;
mod apply;

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostics;
use crate::exchange::sheets::{self, List};
use crate::handbook::Handbook;
use crate::import::grid::Remark;
use crate::import::source;
use crate::site::{self, Whole};
use crate::tree::Tree;

pub use self::sheet::Exported;
pub use self::wish::{Open, Wish};

/// A handbook with what was changed in a sheet.
#[derive(Debug)]
pub struct Merged {
    /// Its files.
    pub tree: Tree,
    /// What was carried over.
    pub done: Vec<Wish>,
    /// What was not, and why.
    pub open: Vec<Open>,
    /// What is to be known about the sheet.
    pub remarks: Vec<Remark>,
}

/// The sheet that a file is, if it came from `export`; `None` for any other table.
///
/// # Errors
///
/// If it cannot be read, as lines of a message.
pub fn exported(name: &str, bytes: &[u8]) -> Result<Option<Exported>, String> {
    let tables = source::read(name, bytes)?;
    Ok(sheet::exported(&tables))
}

/// Carries over into a project what was changed in a sheet.
///
/// # Errors
///
/// If the project has errors.
pub fn merge(exported: &Exported, project: &Tree) -> Result<Merged, Diagnostics> {
    let Whole { handbook, routes, diagnostics, .. } = site::whole(project);
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    let lists = [sheets::criteria(&handbook, &routes), sheets::levels(&handbook)];
    let (wishes, mut open) = wish::wishes(exported, &lists, &handbook);
    let (tree, done, refused) = apply::apply(wishes, project, handbook);
    open.extend(refused);
    open.sort_by(|a, b| (&a.wish.sheet, a.wish.at).cmp(&(&b.wish.sheet, b.wish.at)));
    let mut remarks = exported.remarks.clone();
    remarks.extend(missing(exported, &lists[0], &site::handbook(project).0));
    Ok(Merged { tree, done, open, remarks })
}

/// Tells of criteria that have no row in the sheet, of those that the handbook shows as book.toml has it: they stay. What
/// is internal is in no sheet that was made without it.
fn missing(exported: &Exported, list: &List, shown: &Handbook) -> Option<Remark> {
    const SHOWN: usize = 5;
    let column = |name: &str| list.columns.iter().position(|it| it == name).unwrap_or_default();
    let (id, visibility) = (column("id"), column("visibility"));
    let with_internal = exported.criteria.iter().any(|row| row.text("visibility") == "internal");
    let rows: BTreeSet<&str> = exported.criteria.iter().map(|row| row.text("id")).collect();
    let shown: BTreeSet<&str> = shown.untracked().criteria().map(|it| it.id.as_str()).collect();
    let is_expected = |row: &&Vec<String>| {
        shown.contains(row[id].as_str()) && (with_internal || row[visibility] != "internal")
    };
    let absent = list.rows.iter().filter(is_expected).map(|row| row[id].as_str());
    let absent: Vec<&str> = absent.filter(|id| !id.is_empty() && !rows.contains(id)).collect();
    let first = exported.criteria.first().filter(|_| !absent.is_empty())?;
    let named =
        absent.iter().take(SHOWN).map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
    let more = absent.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let message = format!("has no row for {named}{more}: nothing is removed; do that in the files");
    Some(Remark::new(&first.sheet, None, message))
}
