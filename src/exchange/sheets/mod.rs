//! The handbook as sheets: a workbook with the matrix of each track and the lists of levels and criteria, an
//! evidence sheet for one level, and the list of criteria as CSV.

mod safe;
mod fingerprint;
mod list;
mod csv;
mod measure;
mod look;
mod rich;
mod table;
mod track;
mod evidence;
mod workbook;

pub use self::fingerprint::hash;
pub use self::list::{
    CRITERIA, DERIVED, FINGERPRINT, GROUPS, LEVEL, List, criteria, levels, traces,
};
pub use self::safe::{from_csv, tidy};
pub use self::workbook::{CRITERIA as CRITERIA_SHEET, LEVELS as LEVELS_SHEET};
use crate::config::Config;
use crate::handbook::routes::Routes;
use crate::handbook::{Handbook, LevelIx};
use crate::theme::Messages;

/// What is written as a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetFormat {
    /// The list of criteria as CSV.
    Csv,
    /// The whole handbook as a workbook.
    Workbook,
    /// A workbook in which evidence for one level is collected.
    Evidence(LevelIx),
}

/// A handbook with what is needed to show it.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// What it says.
    pub handbook: &'a Handbook,
    /// Where its pages are.
    pub routes: &'a Routes,
    /// What book.toml says.
    pub config: &'a Config,
    /// Words in its language.
    pub messages: &'a Messages,
}

/// The bytes of a sheet, the same for the same handbook at any time.
///
/// # Errors
///
/// If the format cannot hold the handbook, as a sentence: there are more criteria than a sheet has rows.
pub fn sheet(source: Source, format: SheetFormat) -> Result<Vec<u8>, String> {
    let Source { handbook, routes, config, messages } = source;
    let bytes = match format {
        SheetFormat::Csv => return Ok(csv::write(&criteria(handbook, routes))),
        SheetFormat::Workbook => workbook::of_handbook(handbook, routes, config, messages),
        SheetFormat::Evidence(level) => workbook::of_evidence(handbook, config, messages, level),
    };
    bytes.map_err(|error| format!("a workbook cannot hold this handbook: {error}"))
}
