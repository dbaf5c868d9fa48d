//! Workbooks: the sheets of a handbook, and the evidence sheet of a level.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::evidence::Evidence;
use super::list;
use super::look::{Look, SheetNames, properties};
use super::table;
use super::track::Matrix;
use crate::config::Config;
use crate::handbook::routes::Routes;
use crate::handbook::{Handbook, LevelIx};
use crate::theme::Messages;

/// The sheet of all criteria, and that of all levels. They have these names in every language, as their columns
/// have: the way back finds them by their names.
pub const CRITERIA: &str = "Criteria";
pub const LEVELS: &str = "Levels";

/// How many columns of the list of criteria are printed: up to the step.
const PRINTED: usize = 8;

/// The whole handbook: a matrix for each track, then the lists.
pub fn of_handbook(
    handbook: &Handbook,
    routes: &Routes,
    config: &Config,
    messages: &Messages,
) -> Result<Vec<u8>, XlsxError> {
    let look = Look::new();
    let book = config.title.as_str();
    let mut workbook = empty(book, &look)?;
    let mut names = SheetNames::beside(&[CRITERIA, LEVELS]);
    let matrix = Matrix { handbook, messages, look: &look, book };
    let shown = handbook.tracks().filter(|(_, it)| !it.is_abstract && !it.rungs.is_empty());
    for (key, track) in shown {
        let name = names.of(&track.title);
        matrix.write(workbook.add_worksheet(), &name, key)?;
    }
    let levels = list::levels(handbook);
    let all = levels.columns.len() - 1;
    table::write(workbook.add_worksheet(), LEVELS, &levels, all, book, &look)?;
    let criteria = list::criteria(handbook, routes);
    table::write(workbook.add_worksheet(), CRITERIA, &criteria, PRINTED, book, &look)?;
    workbook.save_to_buffer()
}

/// A workbook without sheets. Its own font is that of the text, in whose digits widths of columns are counted.
fn empty(book: &str, look: &Look) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(book));
    workbook.set_default_format(&look.plain, 17, 64)?;
    Ok(workbook)
}

/// The evidence sheet of a level.
pub fn of_evidence(
    handbook: &Handbook,
    config: &Config,
    messages: &Messages,
    level: LevelIx,
) -> Result<Vec<u8>, XlsxError> {
    let look = Look::new();
    let book = config.title.as_str();
    let mut workbook = empty(book, &look)?;
    let name = SheetNames::default().of(handbook.untracked().label(level));
    let evidence = Evidence { handbook, messages, look: &look, book };
    evidence.write(workbook.add_worksheet(), &name, level)?;
    workbook.save_to_buffer()
}
