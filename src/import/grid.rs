//! Tables as they come from any source: cells with their places.

use std::fmt;

/// A cell of a sheet, by its numbers from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    pub row: u32,
    pub column: u32,
}

impl At {
    pub fn new(row: usize, column: usize) -> Self {
        let number = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
        Self { row: number(row), column: number(column) }
    }
}

/// As a spreadsheet names it: `C7`.
impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = Vec::new();
        let mut rest = u64::from(self.column) + 1;
        while rest > 0 {
            letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
            rest = (rest - 1) / 26;
        }
        let letters: String = letters.into_iter().rev().collect();
        write!(f, "{letters}{}", u64::from(self.row) + 1)
    }
}

/// One cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What it says, without white space around it.
    pub text: String,
    /// Whether that is Markdown; otherwise its characters mean themselves.
    pub is_markdown: bool,
    pub at: At,
    /// The cell whose content it shows, being merged with it.
    pub merged_into: Option<At>,
}

impl Cell {
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }
}

/// A table.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    /// The name of its sheet, or the heading above it.
    pub name: String,
    /// Whether a person gave it that name: `Sheet1` is none.
    pub is_named: bool,
    /// Rows of one length.
    pub rows: Vec<Vec<Cell>>,
}

impl Grid {
    /// A table of rows of any length; what is merged says the same in all its cells. `merges` are first and last cells.
    pub fn new(name: &str, is_named: bool, rows: Vec<Vec<Cell>>, merges: &[(At, At)]) -> Self {
        let mut rows = rows;
        let width = rows.iter().map(Vec::len).max().unwrap_or_default();
        for (number, row) in rows.iter_mut().enumerate() {
            for column in row.len()..width {
                row.push(Cell { at: At::new(number, column), ..Cell::default() });
            }
        }
        for (first, last) in merges {
            let Some(origin) =
                rows.get(first.row as usize).and_then(|it| it.get(first.column as usize))
            else {
                continue;
            };
            let (text, is_markdown) = (origin.text.clone(), origin.is_markdown);
            for row in rows.iter_mut().take(last.row as usize + 1).skip(first.row as usize) {
                let inside =
                    row.iter_mut().take(last.column as usize + 1).skip(first.column as usize);
                for cell in inside.filter(|it| it.at != *first) {
                    cell.text.clone_from(&text);
                    cell.is_markdown = is_markdown;
                    cell.merged_into = Some(*first);
                }
            }
        }
        Self { name: name.to_owned(), is_named, rows }
    }

    /// The table with rows for columns. Cells keep their places.
    pub fn transposed(&self) -> Self {
        let width = self.rows.first().map_or(0, Vec::len);
        let column = |number: usize| self.rows.iter().map(|row| row[number].clone()).collect();
        Self { rows: (0..width).map(column).collect(), ..self.clone() }
    }
}

/// Something that is to be known about a table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Remark {
    /// The name of its sheet.
    pub sheet: String,
    /// The cell that it is about, if it is about one.
    pub at: Option<At>,
    /// A lower-case phrase.
    pub message: String,
}

impl Remark {
    pub fn new(sheet: &str, at: Option<At>, message: impl Into<String>) -> Self {
        Self { sheet: sheet.to_owned(), at, message: message.into() }
    }
}

/// `Engineering!C7: …`.
impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sheet, at, message } = self;
        match at {
            Some(at) => write!(f, "{sheet}!{at}: {message}"),
            None => write!(f, "{sheet}: {message}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_named_as_in_a_spreadsheet() {
        let names = [(0, 0), (6, 2), (9, 25), (0, 26), (0, 701), (0, 702)];
        let names = names.map(|(row, column)| At { row, column }.to_string());
        assert_eq!(names, ["A1", "C7", "Z10", "AA1", "ZZ1", "AAA1"]);
    }
}
