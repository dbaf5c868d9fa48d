//! Tables from elsewhere -> a handbook: a matrix of levels and competencies as a spreadsheet, a wiki page or pasted text
//! has it.
//!
//! 1. `source` reads tables out of bytes, each cell with its place.
//! 2. `layout` finds where levels stand, `labels` what the columns before them have.
//! 3. `plan` understands the cells; what it does not understand is remarked, with sheet and cell.
//! 4. `files` writes the handbook, and the ids of its criteria are pinned at once.
//!
//! A sheet that came from `export` is no table from elsewhere: `merge` carries what was changed in it over into the
//! handbook that it is of.

#![expect(missing_docs, reason = "a field or a variant whose name says it all has no comment")]

mod grid;
mod heads;
mod matrix;
mod labels;
mod layout;
mod escape;
mod content;
mod facts;
mod scales;
mod source;
mod plan;
mod files;
mod told;
mod merge;

use crate::diagnostic::Diagnostics;
use crate::ids;
use crate::site;
use crate::spelling::capitalized;
use crate::tree::Tree;

pub use self::content::Split;
use self::grid::Grid;
pub use self::grid::Remark;
use self::matrix::Matrix;
pub use self::matrix::{Levels, Told};
pub use self::merge::{
    Exported, MergeOptions, Merged, Named, Open, Spot, Subject, Wish, exported, merge,
};
pub use self::source::MOST_BYTES;
use self::source::Tables;

/// What is told about a file instead of being found.
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub told: Told,
    pub split: Split,
    /// Names of the sheets that are read; all if there are none.
    pub sheets: Vec<String>,
    /// What the handbook is called.
    pub title: Option<String>,
    /// What the track is called of a table that does not say it.
    pub track: Option<String>,
    /// The language of the handbook.
    pub language: Option<String>,
}

/// A handbook made of tables.
#[derive(Debug)]
pub struct Imported {
    /// Its files.
    pub tree: Tree,
    /// What was found where, as lines of text.
    pub plan: String,
    /// What is wrong with the handbook.
    pub diagnostics: Diagnostics,
}

/// The most rows of a table in which levels are looked for.
const MOST_ROWS: usize = 5000;

/// Makes a handbook of a file; `name` is what the file is called.
///
/// # Errors
///
/// If it cannot be read or holds no matrix, as lines of a message.
pub fn import(name: &str, bytes: &[u8], options: &Options) -> Result<Imported, String> {
    let mut tables = source::read(name, bytes)?;
    tables.select(&options.sheets)?;
    let Tables { grids, remarks } = &mut tables;
    let matrices = matrices(grids, options.told, remarks);
    if matrices.iter().all(|it| it.rows.is_empty()) {
        return Err(nothing_found(remarks));
    }
    let title = options.title.clone().unwrap_or_else(|| "Career ladder".to_owned());
    let track = options.track.clone().unwrap_or_else(|| track(name));
    let plan = plan::plan(&matrices, &track, options.split, remarks);
    let tree = files::files(&plan, &title, options.language.as_deref().unwrap_or("en"));
    let whole = site::whole(&tree);
    let pinned = ids::pin(&whole.handbook, &tree).map_err(|error| error.to_string())?;
    let diagnostics = site::whole(&pinned.tree).diagnostics;
    let plan = told::plan(&plan, remarks);
    Ok(Imported { tree: pinned.tree, plan, diagnostics })
}

/// The matrices of all tables, each with the name of its track.
fn matrices(grids: &[Grid], told: Told, remarks: &mut Vec<Remark>) -> Vec<Matrix> {
    let mut matrices = Vec::new();
    for grid in grids {
        if grid.rows.len() > MOST_ROWS {
            let count = grid.rows.len();
            let message =
                format!("has {count} rows, which are too many for a ladder, and was not read");
            remarks.push(Remark::new(&grid.name, None, message));
            continue;
        }
        let mut found = layout::matrices(grid, told, remarks);
        let is_alone = found.len() == 1;
        for matrix in &mut found {
            facts::mark(&mut matrix.rows);
            // The name of a sheet is that of its track, unless the sheet has several.
            if is_alone || matrix.track.is_none() {
                let own = grid.is_named.then(|| grid.name.clone());
                matrix.track = own.or_else(|| matrix.track.take());
            }
        }
        if found.is_empty() {
            let message = match grid.rows.is_empty() {
                true => "is empty",
                false => "has no levels that were found, and was left out",
            };
            remarks.push(Remark::new(&grid.name, None, message));
        }
        matrices.extend(found);
    }
    matrices
}

/// What a track is called after the file: `my-ladder.csv` is `My ladder`.
fn track(file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem).replace(['-', '_'], " ");
    match stem.trim() {
        "" => "Levels".to_owned(),
        stem => capitalized(stem),
    }
}

fn nothing_found(remarks: &[Remark]) -> String {
    let mut message = "no levels were found".to_owned();
    for remark in remarks.iter().take(10) {
        message += &format!("\n  {remark}");
    }
    message
        + "\nhelp: say where they are: `--levels columns --header 3` for the third row, `--levels rows --header 1` \
               for the first column"
}
