//! The sheets of a workbook.

use std::io::Cursor;

use calamine::{DataRef, Reader, SheetVisible, Xlsx};

use super::tables::Tables;
use crate::exchange::sheets::tidy;
use crate::import::grid::{At, Cell, Grid, Remark};

/// The most cells with something in them that are read of a workbook.
const MOST_CELLS: usize = 4_000_000;

/// The most cells of a sheet, blank ones among them, that are laid out as a table.
const MOST_AREA: usize = 8_000_000;

pub fn read(bytes: &[u8]) -> Result<Tables, String> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut tables = Tables::default();
    let mut left = MOST_CELLS;
    for sheet in workbook.sheets_metadata().to_vec() {
        if sheet.visible != SheetVisible::Visible {
            tables.remarks.push(Remark::new(&sheet.name, None, "is hidden, and was not read"));
            continue;
        }
        let found = cells(&mut workbook, &sheet.name, &mut left, &mut tables.remarks)?;
        let merges = workbook.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        let merges: Vec<(At, At)> = merges.iter().map(|it| (at(it.start), at(it.end))).collect();
        let rows = laid_out(&sheet.name, found)?;
        tables.grids.push(Grid::new(&sheet.name, !is_placeholder(&sheet.name), rows, &merges));
        formulas(&mut workbook, &sheet.name, &mut tables.remarks);
    }
    Ok(tables)
}

fn damaged(error: calamine::XlsxError) -> String {
    match error {
        calamine::XlsxError::Password => "the file is protected with a password\n\
                                          help: save it without one"
            .to_owned(),
        error => format!("the workbook cannot be read: {error}"),
    }
}

fn at((row, column): (u32, u32)) -> At {
    At { row, column }
}

/// The cells of a sheet that say something.
fn cells(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &str,
    left: &mut usize,
    remarks: &mut Vec<Remark>,
) -> Result<Vec<Cell>, String> {
    let mut found = Vec::new();
    // A sheet without cells, such as one of a chart, has none to give.
    let Ok(mut reader) = workbook.worksheet_cells_reader(sheet) else { return Ok(found) };
    while let Some(cell) = reader.next_cell().map_err(damaged)? {
        let at = at(cell.get_position());
        let Some(text) = shown(cell.get_value(), sheet, at, remarks) else { continue };
        *left = left.checked_sub(1).ok_or_else(|| {
            format!("the workbook has more than {MOST_CELLS} cells, which no ladder fills")
        })?;
        found.push(Cell { text, at, ..Cell::default() });
    }
    Ok(found)
}

/// What a cell shows; `None` for nothing.
fn shown(value: &DataRef, sheet: &str, at: At, remarks: &mut Vec<Remark>) -> Option<String> {
    let mut remark = |message: String| remarks.push(Remark::new(sheet, Some(at), message));
    let text = match value {
        DataRef::Empty => return None,
        DataRef::String(text) => tidy(text),
        DataRef::SharedString(text) => tidy(text),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(date) => {
            remark("is a date, and was read as the number behind it".to_owned());
            date.as_f64().to_string()
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => tidy(text),
        DataRef::Error(error) => {
            remark(format!("is the error {error}, and was left out"));
            return None;
        }
    };
    (!text.is_empty()).then_some(text)
}

fn laid_out(sheet: &str, cells: Vec<Cell>) -> Result<Vec<Vec<Cell>>, String> {
    let height = cells.iter().map(|it| it.at.row as usize + 1).max().unwrap_or_default();
    let width = cells.iter().map(|it| it.at.column as usize + 1).max().unwrap_or_default();
    if height.saturating_mul(width) > MOST_AREA {
        return Err(format!(
            "the sheet `{sheet}` is {height} rows high and {width} columns wide, which no ladder is\n\
             help: delete what is far below or beside it"
        ));
    }
    let blank = |row: usize| {
        (0..width).map(move |column| Cell { at: At::new(row, column), ..Cell::default() })
    };
    let mut rows: Vec<Vec<Cell>> = (0..height).map(|row| blank(row).collect()).collect();
    for cell in cells {
        let At { row, column } = cell.at;
        rows[row as usize][column as usize] = cell;
    }
    Ok(rows)
}

/// Tells of formulas: what they came to last is read.
fn formulas(workbook: &mut Xlsx<Cursor<&[u8]>>, sheet: &str, remarks: &mut Vec<Remark>) {
    let Ok(mut reader) = workbook.worksheet_cells_reader(sheet) else { return };
    let mut places = Vec::new();
    while let Ok(Some(formula)) = reader.next_formula() {
        if !formula.get_value().is_empty() {
            places.push(at(formula.get_position()));
        }
    }
    let message = match places.len() {
        0 => return,
        1 => "is a formula; what it came to last was read".to_owned(),
        count => format!("is the first of {count} formulas; what they came to last was read"),
    };
    remarks.push(Remark::new(sheet, places.first().copied(), message));
}

/// Whether a name is one that programs give by themselves: `Sheet1`, `Tabelle 2`.
fn is_placeholder(name: &str) -> bool {
    const WORDS: [&str; 9] =
        ["sheet", "table", "tabelle", "blatt", "feuil", "feuille", "hoja", "foglio", "blad"];
    let word = name.trim_end_matches(|it: char| it.is_ascii_digit()).trim().to_lowercase();
    word.is_empty() || WORDS.contains(&word.as_str())
}
