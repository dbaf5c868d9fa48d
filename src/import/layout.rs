//! Tables -> matrices: where the levels stand, which rows are competencies, what belongs to which category.

use super::grid::{Cell, Grid, Remark};
use super::heads;
use super::labels::{self, Labels};
use super::matrix::{LevelHead, Levels, Matrix, Told};

/// The matrices of a table. A table has several where blocks with levels of their own stand below each other, or where
/// groups of levels have a heading each.
pub fn matrices(grid: &Grid, told: Told, remarks: &mut Vec<Remark>) -> Vec<Matrix> {
    let (direction, grid) = match told.levels {
        Some(Levels::Rows) => (Levels::Rows, grid.transposed()),
        Some(Levels::Columns) => (Levels::Columns, grid.clone()),
        None => directed(grid, told),
    };
    let headers = match told.header {
        Some(row) => {
            (row..row + 1).filter(|it| *it < grid.rows.len()).map(|it| it..it + 1).collect()
        }
        None => headers(&grid),
    };
    let mut found = Vec::new();
    for (number, header) in headers.iter().enumerate() {
        let next = headers.get(number + 1);
        let end = next.map_or(grid.rows.len(), |next| block_end(&grid, header.end, next.start));
        let block = Block { grid: &grid, direction, header: header.clone(), end };
        found.extend(block.matrices(told.header.is_some(), remarks));
    }
    found
}

/// The direction in which levels are found, the nearer to the corner where both are possible.
fn directed(grid: &Grid, told: Told) -> (Levels, Grid) {
    let transposed = grid.transposed();
    let first = |grid: &Grid| match told.header {
        Some(row) => grid.rows.get(row).filter(|row| is_header(row)).map(|_| row),
        None => headers(grid).first().map(|it| it.start),
    };
    match (first(grid), first(&transposed)) {
        (None, Some(_)) => (Levels::Rows, transposed),
        (Some(row), Some(column)) if column < row => (Levels::Rows, transposed),
        _ => (Levels::Columns, grid.clone()),
    }
}

/// The stretches of rows that have the names of levels: one row, or two with codes and titles.
fn headers(grid: &Grid) -> Vec<std::ops::Range<usize>> {
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    for (number, row) in grid.rows.iter().enumerate() {
        if !is_header(row) {
            continue;
        }
        match found.last_mut() {
            Some(last) if last.end == number && last.len() < 2 => last.end += 1,
            _ => found.push(number..number + 1),
        }
    }
    found
}

/// Whether most cells of a row look like levels from the first one on that does, and at least two do. A few columns
/// may stand before them.
fn is_header(row: &[Cell]) -> bool {
    const MOST_LABELS: usize = 4;
    let is_level = |it: &Cell| heads::is_level(&it.text);
    let Some(first) = (1..row.len()).find(|column| is_level(&row[*column])) else { return false };
    let named: Vec<&Cell> = row[first..].iter().filter(|it| !it.is_blank()).collect();
    let like = named.iter().filter(|it| is_level(it)).count();
    let is_first_level = row.first().is_some_and(is_level);
    first <= MOST_LABELS
        && like >= 2
        && like * 10 >= named.len() * 6
        && !(is_first_level && like < named.len())
}

/// Where a block ends that another one follows: before the title of that.
fn block_end(grid: &Grid, from: usize, next: usize) -> usize {
    let filled = |row: usize| grid.rows[row].iter().filter(|it| !it.is_blank()).count();
    let mut end = next;
    while end > from && filled(end - 1) == 0 {
        end -= 1;
    }
    // A title stands alone in its row, below a blank one.
    if end > from && filled(end - 1) == 1 && (end - 1 == from || filled(end - 2) == 0) {
        end - 1
    } else {
        end
    }
}

/// Rows of a table from a header on.
struct Block<'g> {
    grid: &'g Grid,
    direction: Levels,
    header: std::ops::Range<usize>,
    end: usize,
}

impl Block<'_> {
    fn matrices(&self, is_told: bool, remarks: &mut Vec<Remark>) -> Vec<Matrix> {
        let columns = self.columns(is_told, remarks);
        let Some(first) = columns.first().copied() else { return Vec::new() };
        let body = self.header.end..self.end;
        let rows: Vec<&[Cell]> = self.grid.rows[body].iter().map(Vec::as_slice).collect();
        let titles = &self.grid.rows[self.header.end - 1][..first];
        let labels = Labels::of(titles, &rows);
        let title = self.title();
        let mut found = Vec::new();
        for (group, columns) in self.groups(&columns) {
            let read = labels::rows(&self.grid.name, &labels, &rows, &columns, remarks);
            found.push(Matrix {
                sheet: self.grid.name.clone(),
                track: group.or_else(|| title.clone()),
                direction: self.direction,
                header: self.grid.rows[self.header.start][first].at,
                levels: columns.iter().map(|column| self.level(*column)).collect(),
                rows: read,
            });
        }
        found
    }

    /// The columns that have a level each.
    fn columns(&self, is_told: bool, remarks: &mut Vec<Remark>) -> Vec<usize> {
        let width = self.grid.rows.first().map_or(0, Vec::len);
        let is_level = |column: &usize| heads::is_level(&self.name(*column));
        let first = (0..width).find(is_level);
        let first = first.unwrap_or(usize::from(is_told)).max(1);
        let mut columns = Vec::new();
        for column in first..width {
            let name = self.name(column);
            let at = self.grid.rows[self.header.start][column].at;
            if name.is_empty() {
                let says = |row: &Vec<Cell>| !row[column].is_blank();
                if self.grid.rows[self.header.end..self.end].iter().any(says) {
                    let message = "heads cells that have no level, which were left out";
                    remarks.push(Remark::new(&self.grid.name, Some(at), message));
                }
            } else if labels::is_aside(&name) {
                let message = format!("`{name}` is no level, and was left out");
                remarks.push(Remark::new(&self.grid.name, Some(at), message));
            } else {
                columns.push(column);
            }
        }
        columns
    }

    /// What the header says of a column, in one or two rows.
    fn name(&self, column: usize) -> String {
        let mut parts: Vec<&str> = Vec::new();
        for row in &self.grid.rows[self.header.clone()] {
            let text = row[column].text.as_str();
            if !text.is_empty() && !parts.contains(&text) {
                parts.push(text);
            }
        }
        parts.join("\n")
    }

    fn level(&self, column: usize) -> LevelHead {
        let at = self.grid.rows[self.header.start][column].at;
        LevelHead { head: heads::read(&self.name(column)), at }
    }

    /// The text that stands alone above the header.
    fn title(&self) -> Option<String> {
        let above = self.grid.rows[..self.header.start].iter().rev();
        let row = above.take(3).find(|row| row.iter().any(|it| !it.is_blank()))?;
        let mut texts: Vec<&str> =
            row.iter().map(|it| it.text.as_str()).filter(|it| !it.is_empty()).collect();
        texts.dedup();
        match texts.as_slice() {
            [title] if title.chars().count() <= 60 && !title.contains('\n') => {
                Some((*title).to_owned())
            }
            _ => None,
        }
    }

    /// The columns by the headings that stand above the levels; without such headings all together.
    fn groups(&self, columns: &[usize]) -> Vec<(Option<String>, Vec<usize>)> {
        let above = self.header.start.checked_sub(1).map(|row| &self.grid.rows[row]);
        let Some(above) = above else { return vec![(None, columns.to_vec())] };
        let mut groups: Vec<(Option<String>, Vec<usize>)> = Vec::new();
        for column in columns {
            let text = &above[*column].text;
            match groups.last_mut() {
                // What stands above the first of several levels holds for those beside it.
                Some((known, group)) if text.is_empty() || known.as_ref() == Some(text) => {
                    group.push(*column);
                }
                _ => {
                    let text = (!text.is_empty()).then(|| text.clone());
                    groups.push((text, vec![*column]));
                }
            }
        }
        let is_grouped = groups.len() > 1
            && groups
                .iter()
                .all(|(name, _)| name.as_ref().is_some_and(|it| it.chars().count() <= 60))
            && groups.iter().any(|(_, group)| group.len() > 1);
        if is_grouped { groups } else { vec![(None, columns.to_vec())] }
    }
}
