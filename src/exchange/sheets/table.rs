//! A list as a sheet: headings that stay, filters, and what is there for machines out of sight.

use rust_xlsxwriter::{ColNum, RowNum, Worksheet, XlsxError};

use super::list::{FINGERPRINT, List};
use super::look::{self, Look, Paper};
use super::measure::{self, HIGHEST};
use super::safe::looks_like_formula;

/// The sheet of a list. The first `printed` columns are what goes on paper.
pub fn write(
    sheet: &mut Worksheet,
    name: &str,
    list: &List,
    printed: usize,
    book: &str,
    look: &Look,
) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    let columns: Vec<(ColNum, &String)> = (0..).zip(&list.columns).collect();
    for (column, title) in &columns {
        sheet.set_column_width(*column, width(title))?;
        sheet.write_string_with_format(0, *column, title.as_str(), &look.head)?;
        let is_plain = |row: &Vec<String>| row[usize::from(*column)] == "public";
        let is_idle = *title == "visibility" && list.rows.iter().all(is_plain);
        if *title == FINGERPRINT || is_idle {
            sheet.set_column_hidden(*column)?;
        }
    }
    for (row, fields) in (1..).zip(&list.rows) {
        for ((column, title), field) in columns.iter().zip(fields) {
            let format = match title.as_str() {
                _ if looks_like_formula(field) => &look.quoted,
                "id" | "status" | "visibility" | "address" => &look.quiet,
                _ => &look.text,
            };
            sheet.write_string_with_format(row, *column, field, format)?;
        }
        let seen = columns.iter().zip(fields).filter(|((_, title), _)| *title != FINGERPRINT);
        let lines = seen.map(|((_, title), field)| measure::lines(field, width(title), false));
        let lines = lines.max().unwrap_or(1).min(HIGHEST);
        sheet.set_row_height(row, measure::height(lines))?;
    }
    let last_row = RowNum::try_from(list.rows.len()).map_err(|_| XlsxError::RowColumnLimitError)?;
    let last_column = columns.last().map_or(0, |(column, _)| *column);
    sheet.autofilter(0, 0, last_row, last_column.saturating_sub(1))?;
    sheet.set_freeze_panes(1, 1)?;
    let is_wide = columns.len() > 6;
    look::set_up(sheet, &Paper { book, head: (0, 0), is_wide, pages_wide: 1 })?;
    let last_printed = ColNum::try_from(printed).unwrap_or(last_column).max(1) - 1;
    sheet.set_print_area(0, 0, last_row, last_printed)?;
    Ok(())
}

/// How wide a column is, in letters.
fn width(title: &str) -> f64 {
    match title {
        "id" => 24.0,
        "text" => 64.0,
        "examples" | "summary" => 44.0,
        "track" | "level" | "competency" => 22.0,
        "group" => 18.0,
        "title" => 26.0,
        "code" | "grade" => 8.0,
        "step" => 13.0,
        "status" | "visibility" => 11.0,
        "address" => 40.0,
        _ => 30.0,
    }
}
