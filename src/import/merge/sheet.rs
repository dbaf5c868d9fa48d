//! The lists of an exported sheet, row by row.

use std::collections::{BTreeMap, BTreeSet};

use crate::exchange::sheets::{
    CRITERIA, CRITERIA_SHEET, DERIVED, FINGERPRINT, LEVEL, LEVELS_SHEET, hash,
};
use crate::import::grid::{At, Cell, Grid, Remark};
use crate::import::source::Tables;

/// A sheet that came from `export`.
#[derive(Debug, Default)]
pub struct Exported {
    pub criteria: Vec<Row>,
    pub levels: Vec<Row>,
    /// Traces of rows that were written, those that are not there any more among them.
    pub traces: BTreeSet<String>,
    pub remarks: Vec<Remark>,
}

/// A row of a list.
#[derive(Clone, Debug)]
pub struct Row {
    pub sheet: String,
    /// What it says, by column.
    pub fields: BTreeMap<String, Cell>,
    /// What it said when it was written, as hashes by column; `None` for a row that was added since.
    pub written: Option<BTreeMap<String, String>>,
    pub at: At,
}

impl Row {
    /// What a field says; empty for a column that is not there any more.
    pub fn text(&self, column: &str) -> &str {
        self.fields.get(column).map_or("", |cell| cell.text.as_str())
    }

    /// The hash of what a field said; empty where that is not known.
    pub fn written(&self, column: &str) -> &str {
        self.written.as_ref().and_then(|it| it.get(column)).map_or("", String::as_str)
    }

    /// What a row has in common with its copies.
    pub fn key(&self) -> (String, String) {
        (self.text("id").to_owned(), self.text(FINGERPRINT).to_owned())
    }

    pub fn is_changed_anywhere(&self) -> bool {
        self.fields.keys().any(|it| self.is_changed(it))
    }

    /// Whether a field says something else than when it was written.
    pub fn is_changed(&self, column: &str) -> bool {
        let written = self.written.as_ref().and_then(|it| it.get(column));
        self.fields.contains_key(column)
            && written.is_some_and(|written| *written != hash(self.text(column)))
    }

    /// Whether a text is what a field said when it was written.
    pub fn was(&self, column: &str, text: &str) -> bool {
        let written = self.written.as_ref().and_then(|it| it.get(column));
        written.is_some_and(|written| *written == hash(text))
    }
}

/// The lists of some tables; `None` if none of these came from `export`.
pub fn exported(tables: &Tables) -> Option<Exported> {
    let mut found = Exported { remarks: tables.remarks.clone(), ..Exported::default() };
    let mut is_export = false;
    for grid in &tables.grids {
        let Some(head) = grid.rows.first() else { continue };
        let has = |name: &str| head.iter().any(|cell| cell.text == name);
        if has("id") && has("text") && has(FINGERPRINT) {
            is_export = true;
            let columns = CRITERIA.iter().copied().filter(|it| !DERIVED.contains(it));
            let columns: Vec<String> = columns.map(str::to_owned).collect();
            let rows = rows(grid, &columns);
            // Behind the hashes of its own fields a row has the traces of others.
            for row in &rows {
                let parts = row.text(FINGERPRINT).split('-').skip(columns.len());
                found.traces.extend(parts.map(str::to_owned));
            }
            found.criteria.extend(rows);
        } else if grid.name == LEVELS_SHEET && has("level") && has(FINGERPRINT) {
            is_export = true;
            // Facts have their columns behind those that all levels have.
            let facts = head.iter().map(|cell| cell.text.as_str());
            let facts =
                facts.filter(|it| !LEVEL.contains(it) && *it != FINGERPRINT && !it.is_empty());
            let columns: Vec<String> = LEVEL.into_iter().chain(facts).map(str::to_owned).collect();
            found.levels.extend(rows(grid, &columns));
        } else if head.first().is_some_and(|cell| cell.text == "id") && has(FINGERPRINT) {
            is_export = true;
            let message = "has lost its column `text`, and was not carried over\n  \
                           help: give the column its name again, or export once more";
            found.remarks.push(Remark::new(&grid.name, None, message.to_owned()));
        } else {
            found.remarks.extend(changed_for_reading(grid));
        }
    }
    is_export.then_some(found)
}

/// The rows of a list. `columns` are those that a fingerprint covers, in its order.
fn rows(grid: &Grid, columns: &[String]) -> Vec<Row> {
    let head: Vec<&str> = grid.rows[0].iter().map(|cell| cell.text.as_str()).collect();
    let mut found = Vec::new();
    for cells in &grid.rows[1..] {
        let fields: BTreeMap<String, Cell> = head
            .iter()
            .zip(cells)
            .filter(|(name, _)| !name.is_empty())
            .map(|(name, cell)| ((*name).to_owned(), cell.clone()))
            .collect();
        let says = |name: &&String| fields.get(*name).is_some_and(|cell| !cell.is_blank());
        if !columns.iter().any(|it| says(&it)) {
            continue;
        }
        let fingerprint = fields.get(FINGERPRINT).map_or("", |cell| cell.text.as_str());
        let hashes = fingerprint.split('-').map(str::to_owned);
        let written = columns.iter().cloned().zip(hashes).collect();
        found.push(Row {
            sheet: grid.name.clone(),
            written: (!fingerprint.is_empty()).then_some(written),
            at: cells.first().map(|cell| cell.at).unwrap_or_default(),
            fields,
        });
    }
    found
}

/// What was changed in a sheet that is for reading: the matrix of a track has a fingerprint for each row.
fn changed_for_reading(grid: &Grid) -> Vec<Remark> {
    let is_head = |row: &&Vec<Cell>| {
        row.iter().any(|cell| cell.text == "id") && row.iter().any(|cell| cell.text == FINGERPRINT)
    };
    let Some(head) = grid.rows.iter().find(is_head) else { return Vec::new() };
    let place = |name: &str| head.iter().position(|cell| cell.text == name);
    let (Some(id), Some(fingerprint)) = (place("id"), place(FINGERPRINT)) else {
        return Vec::new();
    };
    let mut remarks = Vec::new();
    for row in grid.rows.iter().filter(|row| !is_head(row)) {
        // Columns may have been moved, and rows shortened.
        let Some((said, written)) = row.get(1..id).zip(row.get(fingerprint)) else { continue };
        if written.is_blank() {
            continue;
        }
        let said = said.iter().zip(written.text.split('-'));
        for (cell, _) in said.filter(|(cell, written)| hash(&cell.text) != *written) {
            let message = format!(
                "was changed in a sheet for reading, and was not carried over; change it in the sheet `{CRITERIA_SHEET}` or `{LEVELS_SHEET}`"
            );
            remarks.push(Remark::new(&grid.name, Some(cell.at), message));
        }
    }
    remarks
}
