//! The matrix of a track: levels as columns, competencies as rows.

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::{ColNum, RowNum, Worksheet, XlsxError};

use super::fingerprint;
use super::look::{self, Look, Paper};
use super::measure::{self, HIGHEST};
use super::rich::{self, Ink, Line};
use crate::handbook::effective;
use crate::handbook::{CategoryIx, CompetencyIx, Handbook, LevelIx, TrackIx};
use crate::spelling::capitalized;
use crate::theme::Messages;

/// What the sheets of all tracks are made from.
pub struct Matrix<'a> {
    pub handbook: &'a Handbook,
    pub messages: &'a Messages,
    pub look: &'a Look,
    /// The title of the book.
    pub book: &'a str,
}

/// The first row of a matrix below the title and the sentence of its track.
const HEAD: RowNum = 2;

/// How wide the column of competencies is, in letters.
const NAMES: f64 = 22.0;

impl Matrix<'_> {
    /// The sheet of a track.
    pub fn write(
        &self,
        sheet: &mut Worksheet,
        name: &str,
        track: TrackIx,
    ) -> Result<(), XlsxError> {
        sheet.set_name(name)?;
        let levels = &self.handbook[track].rungs;
        self.top(sheet, track)?;
        let mut rows = Rows { sheet, look: self.look, row: HEAD + 1, levels };
        self.facts(&mut rows)?;
        self.competencies(&mut rows)?;
        let end = rows.row + 1;
        let hint = self.messages.plain("sheet-hint");
        sheet.write_string_with_format(end, 0, hint, &self.look.lede)?;
        let pages_wide = u16::try_from(levels.len().div_ceil(LEVELS_A_PAGE)).unwrap_or(1).max(1);
        let is_wide = levels.len() > 3;
        let paper = Paper { book: self.book, head: (HEAD, HEAD), is_wide, pages_wide };
        look::set_up(sheet, &paper)?;
        sheet.set_repeat_columns(0, 0)?;
        sheet.set_freeze_panes(HEAD + 1, 1)?;
        Ok(())
    }

    /// The title of the track, and the row of its levels.
    fn top(&self, sheet: &mut Worksheet, track: TrackIx) -> Result<(), XlsxError> {
        let Self { handbook, messages, look, .. } = self;
        let it = &handbook[track];
        look::top(sheet, &it.title, &it.summary, look)?;
        sheet.set_column_width(0, NAMES)?;
        sheet.write_string_with_format(HEAD, 0, messages.plain("sheet-competency"), &look.head)?;
        let width = width(it.rungs.len());
        let mut height = 1;
        for (column, level) in (1..).zip(&it.rungs) {
            let title = self.level(*level);
            height = height.max(measure::lines(&title, width, true));
            sheet.set_column_width(column, width)?;
            sheet.write_string_with_format(HEAD, column, title, &look.head)?;
        }
        sheet.set_row_height(HEAD, measure::height(height))?;
        look::hide_machine_columns(sheet, HEAD, column(it.rungs.len())?)
    }

    /// What a level is called at the head of its column: its code and title, and its grade below.
    fn level(&self, level: LevelIx) -> String {
        let it = &self.handbook[level];
        let title = look::with_code(it, self.handbook.untracked().title(level));
        let grade = match it.grade_text().as_str() {
            "" => String::new(),
            grade => format!("\n{} {grade}", self.messages.plain("grade")),
        };
        title + &grade
    }

    /// The sentence of each level, and its facts.
    fn facts(&self, rows: &mut Rows) -> Result<(), XlsxError> {
        let Self { handbook, messages, .. } = self;
        let plain = |text: &str| match text {
            "" => Vec::new(),
            text => vec![Line::new(Ink::Plain, text)],
        };
        let summaries: Vec<_> =
            rows.levels.iter().map(|level| plain(&handbook[*level].summary)).collect();
        rows.write(&messages.plain("sheet-summary"), "summary", summaries)?;
        let levels = || rows.levels.iter().map(|level| &handbook[*level].facts);
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let names = levels().flatten().map(|(name, _)| name.as_str());
        let names: Vec<&str> = names.filter(|name| seen.insert(name)).collect();
        let values: Vec<BTreeMap<&str, &str>> = levels()
            .map(|facts| facts.iter().rev().map(|(name, it)| (&**name, &*it.value)).collect())
            .collect();
        for name in names {
            let value = |facts: &BTreeMap<&str, &str>| {
                facts.get(name).map_or_else(Vec::new, |value| plain(value))
            };
            let values = values.iter().map(value).collect();
            rows.write(&capitalized(name), &format!("fact:{name}"), values)?;
        }
        Ok(())
    }

    /// A row for each competency of the track, below its category.
    fn competencies(&self, rows: &mut Rows) -> Result<(), XlsxError> {
        let handbook = self.handbook;
        let mut category: Option<CategoryIx> = None;
        for (key, competency) in handbook.competencies() {
            let cells: Vec<Vec<Line>> =
                rows.levels.iter().map(|level| self.cell(*level, key)).collect();
            if cells.iter().all(Vec::is_empty) {
                continue;
            }
            if let Some(key) = competency.category.filter(|it| category != Some(*it)) {
                rows.band(&handbook[key].title)?;
            }
            category = competency.category;
            rows.write(&competency.title, &competency.id, cells)?;
        }
        Ok(())
    }

    fn cell(&self, level: LevelIx, competency: CompetencyIx) -> Vec<Line> {
        let cell = effective::cell(self.handbook.untracked(), level, competency);
        rich::cell(self.handbook, self.messages, &cell)
    }
}

/// How many levels stand side by side on a page.
const LEVELS_A_PAGE: usize = 8;

/// How wide the column of a level is, in letters, by how many there are.
fn width(levels: usize) -> f64 {
    match levels {
        0..=3 => 46.0,
        4..=5 => 42.0,
        _ => 36.0,
    }
}

/// The number of the column behind some levels.
fn column(levels: usize) -> Result<ColNum, XlsxError> {
    ColNum::try_from(levels + 1).map_err(|_| XlsxError::RowColumnLimitError)
}

/// The rows of a matrix as they are written.
struct Rows<'a> {
    sheet: &'a mut Worksheet,
    look: &'a Look,
    row: RowNum,
    levels: &'a [LevelIx],
}

impl Rows<'_> {
    /// A row that heads others.
    fn band(&mut self, title: &str) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(self.row, 0, title, &self.look.band)?;
        for column in 1..column(self.levels.len())? {
            self.sheet.write_blank(self.row, column, &self.look.band)?;
        }
        self.row += 1;
        Ok(())
    }

    /// A row, or several where one could not be high enough; none if all fields are empty. What the row is about and
    /// what it said travel with it.
    fn write(&mut self, name: &str, id: &str, cells: Vec<Vec<Line>>) -> Result<(), XlsxError> {
        let width = width(self.levels.len());
        let portions: Vec<Vec<Vec<Line>>> =
            cells.into_iter().map(|lines| rich::portions(lines, width)).collect();
        let height = portions.iter().map(Vec::len).max().unwrap_or_default();
        for part in 0..height {
            let name = if part == 0 { name } else { "" };
            let fields: Vec<&[Line]> =
                portions.iter().map(|it| it.get(part).map_or(&[][..], Vec::as_slice)).collect();
            self.row(name, id, &fields, width)?;
        }
        Ok(())
    }

    fn row(
        &mut self,
        name: &str,
        id: &str,
        fields: &[&[Line]],
        width: f64,
    ) -> Result<(), XlsxError> {
        let Self { sheet, look, row, .. } = self;
        sheet.write_string_with_format(*row, 0, name, &look.name)?;
        let mut lines = measure::lines(name, NAMES, true);
        for (column, field) in (1..).zip(fields) {
            lines = lines.max(rich::height(field, width));
            match field {
                [] => drop(sheet.write_blank(*row, column, &look.text)?),
                field => rich::write(sheet, (*row, column), field, look)?,
            }
        }
        sheet.set_row_height(*row, measure::height(lines.min(HIGHEST)))?;
        let said: Vec<String> = fields.iter().map(|field| rich::text(field)).collect();
        let machines = column(fields.len())?;
        sheet.write_string(*row, machines, id)?;
        let fingerprint = fingerprint::of(said.iter().map(String::as_str));
        sheet.write_string(*row, machines + 1, fingerprint)?;
        *row += 1;
        Ok(())
    }
}
