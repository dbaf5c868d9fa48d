//! A sheet that came from `export` -> the same handbook with what was changed in the sheet.
//!
//! Each row carries what it said when it was written. A field that differs from that in the sheet was changed there, one
//! that differs in the files was changed in them; where both were, and not to the same, a person has to decide. Edits
//! are of the bytes that say the field. They are made, the handbook is read again, and an edit that did anything else
//! than it should is taken back and told: nothing is lost in silence.
//!
//! 1. `sheet` reads the lists, `places` where their rows belong; `wish` and `gone` say what they ask for.
//! 2. `apply` carries it over in two steps: first words where they stand (`words`, `scalar`, `front`, `examples`), then
//!    whole lines that come, go and move (`moves`, with `item`, `lines` and `sections`).
//! 3. `attempt` makes changes together. `account` says what is written, so that what came of it can be compared with what
//!    was meant, and `blame` which changes an error comes from: the others are tried again without these.

mod sheet;
mod item;
mod outline;
mod subject;
mod lines;
mod sections;
mod words;
mod scalar;
mod front;
mod examples;
mod places;
mod wish;
mod gone;
mod moves;
mod account;
mod blame;
mod attempt;
mod apply;

use crate::diagnostic::Diagnostics;
use crate::exchange::sheets;
use crate::import::grid::Remark;
use crate::import::source;
use crate::site;
use crate::tree::Tree;

pub use self::sheet::Exported;
pub use self::subject::{Named, Spot, Subject};
pub use self::wish::{Open, Wish};

/// How a sheet is merged.
#[derive(Clone, Copy, Debug, Default)]
pub struct MergeOptions {
    /// Whether what is gone from the sheet is taken out of the files.
    pub delete: bool,
}

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

/// The sheet that a file is, if it came from `export`; `None` for any other table. `only` names the sheets that are
/// looked at; all if there are none.
///
/// # Errors
///
/// If it cannot be read, as lines of a message.
pub fn exported(name: &str, bytes: &[u8], only: &[String]) -> Result<Option<Exported>, String> {
    let mut tables = source::read(name, bytes)?;
    tables.select(only)?;
    Ok(sheet::exported(&tables))
}

/// Carries over into a project what was changed in a sheet.
///
/// # Errors
///
/// If the project has errors.
pub fn merge(
    exported: &Exported,
    project: &Tree,
    options: MergeOptions,
) -> Result<Merged, Diagnostics> {
    let whole = site::whole(project);
    if whole.diagnostics.has_errors() {
        return Err(whole.diagnostics);
    }
    let handbook = &whole.handbook;
    let lists = [sheets::criteria(handbook, &whole.routes), sheets::levels(handbook)];
    let places = wish::places(exported, &lists[0], handbook);
    let (mut wishes, mut open) = wish::wishes(exported, &lists, handbook, &places, options.delete);
    let gone = gone::gone(exported, &lists[0], handbook, &places, options.delete);
    wishes.extend(gone.wishes);
    open.extend(gone.open);
    let (tree, done, refused) = apply::apply(wishes, project, whole);
    open.extend(refused);
    let order = |it: &Open| (it.wish.sheet.clone(), it.wish.at, it.place.clone());
    open.sort_by_cached_key(order);
    let mut remarks = exported.remarks.clone();
    remarks.extend(gone.remarks);
    Ok(Merged { tree, done, open, remarks })
}
