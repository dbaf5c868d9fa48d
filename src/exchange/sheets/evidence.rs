//! A sheet for one level, in which evidence is collected: a row for each criterion, with a field for how one sees
//! oneself and one for what shows it.

use rust_xlsxwriter::{DataValidation, RowNum, Worksheet, XlsxError};

use super::fingerprint;
use super::look::{self, Look, Paper};
use super::measure::{self, HIGHEST};
use super::rich::{self, Ink, Line};
use crate::handbook::effective::EffectiveCriterion;
use crate::handbook::effective::{self, EffectiveBlock, EffectiveCell, EffectiveContent};
use crate::handbook::{Handbook, LevelIx, Prose};
use crate::theme::Messages;

/// What an evidence sheet is made from.
pub struct Evidence<'a> {
    pub handbook: &'a Handbook,
    pub messages: &'a Messages,
    pub look: &'a Look,
    /// The title of the book.
    pub book: &'a str,
}

/// The row of headings.
const HEAD: RowNum = 2;

/// The columns: heading and width in letters.
const COLUMNS: [(&str, f64); 4] = [
    ("sheet-competency", 24.0),
    ("sheet-expected", 62.0),
    ("review-own", 16.0),
    ("review-add-evidence", 56.0),
];

/// The words to choose from for how one sees oneself.
const RATINGS: [&str; 3] =
    ["review-rating-not-yet", "review-rating-sometimes", "review-rating-consistently"];

impl Evidence<'_> {
    /// The sheet of a level.
    pub fn write(
        &self,
        sheet: &mut Worksheet,
        name: &str,
        level: LevelIx,
    ) -> Result<(), XlsxError> {
        sheet.set_name(name)?;
        self.top(sheet, level)?;
        let mut rows = Rows { sheet, look: self.look, row: HEAD + 1 };
        for cell in effective::cells(self.handbook.untracked(), level) {
            self.cell(&mut rows, &cell)?;
        }
        let end = rows.row;
        self.ratings(sheet, end)?;
        let paper = Paper { book: self.book, head: (HEAD, HEAD), is_wide: false, pages_wide: 1 };
        look::set_up(sheet, &paper)?;
        sheet.set_freeze_panes(HEAD + 1, 1)?;
        Ok(())
    }

    fn top(&self, sheet: &mut Worksheet, level: LevelIx) -> Result<(), XlsxError> {
        let Self { handbook, messages, look, .. } = self;
        let it = &handbook[level];
        let label = handbook.untracked().label(level);
        look::top(sheet, &look::with_code(it, label), &it.summary, look)?;
        for (column, (key, width)) in (0..).zip(COLUMNS) {
            sheet.set_column_width(column, width)?;
            sheet.write_string_with_format(HEAD, column, messages.plain(key), &look.head)?;
        }
        look::hide_machine_columns(sheet, HEAD, MACHINES)
    }

    /// The rows of one competency, whose name and step stand beside the first.
    fn cell(&self, rows: &mut Rows, cell: &EffectiveCell) -> Result<(), XlsxError> {
        let competency = &self.handbook[cell.competency];
        let mut name = vec![Line::new(Ink::Strong, competency.title.as_str())];
        if let Some(expect) = cell.expect {
            name.push(Line::new(Ink::Faint, rich::step(self.messages, competency, expect)));
        }
        let mut all: Vec<(Vec<Line>, Option<&str>)> = Vec::new();
        let mut groups = Vec::new();
        for block in &cell.blocks {
            let heading = rich::heading(block, &mut groups);
            all.extend(heading.map(|line| (vec![line], None)));
            all.extend(of_block(block));
        }
        if all.is_empty() {
            all.push((rich::cell(self.handbook, self.messages, cell), None));
        }
        for (lines, id) in &all {
            rows.write(&std::mem::take(&mut name), lines, *id)?;
        }
        Ok(())
    }

    /// The words to choose from, where they fit in what a list holds.
    fn ratings(&self, sheet: &mut Worksheet, end: RowNum) -> Result<(), XlsxError> {
        let words = RATINGS.map(|key| self.messages.plain(key));
        if let (Ok(list), true) = (DataValidation::new().allow_list_strings(&words), end > HEAD + 1)
        {
            sheet.add_data_validation(HEAD + 1, 2, end - 1, 2, &list)?;
        }
        Ok(())
    }
}

/// The columns that are out of sight.
const MACHINES: u16 = COLUMNS.len() as u16;

/// The rows of a block: what each says, and the id of its criterion.
fn of_block<'h>(block: &EffectiveBlock<'h>) -> Vec<(Vec<Line>, Option<&'h str>)> {
    let faint = |prose: &Prose| (vec![Line::new(Ink::Faint, prose.text())], None);
    match &block.content {
        EffectiveContent::Prose(prose) => vec![faint(prose)],
        EffectiveContent::Criteria { lead_in, criteria } => {
            let items = criteria.iter().map(|it| (criterion(it), Some(&*it.criterion.id)));
            lead_in.map(faint).into_iter().chain(items).collect()
        }
    }
}

/// A criterion with its examples below it.
fn criterion(it: &EffectiveCriterion) -> Vec<Line> {
    let examples =
        it.examples().map(|example| Line::new(Ink::Faint, format!("– {}", example.text())));
    std::iter::once(Line::new(Ink::Plain, it.criterion.text.text())).chain(examples).collect()
}

/// The rows of the sheet as they are written.
struct Rows<'a> {
    sheet: &'a mut Worksheet,
    look: &'a Look,
    row: RowNum,
}

impl Rows<'_> {
    /// A row; with fields to fill in if it is a criterion's.
    fn write(&mut self, name: &[Line], lines: &[Line], id: Option<&str>) -> Result<(), XlsxError> {
        let Self { sheet, look, row } = self;
        match name {
            [] => drop(sheet.write_blank(*row, 0, &look.name)?),
            name => rich::write(sheet, (*row, 0), name, look)?,
        }
        rich::write(sheet, (*row, 1), lines, look)?;
        let heights = [rich::height(name, COLUMNS[0].1), rich::height(lines, COLUMNS[1].1)];
        let height = heights[0].max(heights[1]).min(HIGHEST);
        sheet.set_row_height(*row, measure::height(height))?;
        let format = if id.is_some() { &look.field } else { &look.text };
        for column in [2, 3] {
            sheet.write_blank(*row, column, format)?;
        }
        if let Some(id) = id {
            let text = rich::text(lines);
            sheet.write_string(*row, MACHINES, id)?;
            sheet.write_string(*row, MACHINES + 1, fingerprint::of([text.as_str()]))?;
        }
        *row += 1;
        Ok(())
    }
}
