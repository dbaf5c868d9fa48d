//! CSV and TSV, also as pasted from a spreadsheet.

use super::tables::Tables;
use crate::exchange::sheets::{from_csv, tidy};
use crate::import::grid::{At, Cell, Grid};

/// What may stand between fields, the likeliest first where two are as good.
const DELIMITERS: [char; 4] = ['\t', ';', ',', '|'];

pub fn read(name: &str, text: &str) -> Result<Tables, String> {
    let (text, stated) = match text.strip_prefix("sep=") {
        // Excel writes the delimiter into a line of its own.
        Some(rest) => (rest.split_once('\n').map_or("", |(_, rest)| rest), rest.chars().next()),
        None => (text, None),
    };
    let delimiter = stated.filter(char::is_ascii).unwrap_or_else(|| delimiter(text));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter as u8)
        .from_reader(text.as_bytes());
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        let start = reader.position().line();
        let is_there = reader.read_record(&mut record);
        if !is_there.map_err(|error| format!("the table cannot be read: {error}"))? {
            break;
        }
        // The reader passes over blank lines, which are rows of a sheet.
        let breaks = record.iter().map(|field| field.matches('\n').count() as u64).sum::<u64>();
        let blank = (reader.position().line() - start).saturating_sub(breaks + 1);
        rows.extend((0..blank).map(|_| Vec::new()));
        let row = rows.len();
        let cells = record.iter().enumerate().map(|(column, field)| Cell {
            text: tidy(from_csv(&tidy(field))),
            at: At::new(row, column),
            ..Cell::default()
        });
        rows.push(cells.collect());
    }
    Ok(Tables { grids: vec![Grid::new(name, false, rows, &[])], remarks: Vec::new() })
}

/// The delimiter that most lines have as often as each other, outside of quotes.
fn delimiter(text: &str) -> char {
    const LINES: usize = 200;
    let score = |delimiter: char| {
        let mut counts = Vec::new();
        let (mut count, mut is_quoted) = (0, false);
        for letter in text.chars() {
            match letter {
                '"' => is_quoted = !is_quoted,
                '\n' if !is_quoted => {
                    counts.push(std::mem::take(&mut count));
                    if counts.len() == LINES {
                        break;
                    }
                }
                it if it == delimiter && !is_quoted => count += 1,
                _ => {}
            }
        }
        counts.push(count);
        let most = counts.iter().copied().max().unwrap_or_default();
        let alike = counts.iter().filter(|it| **it == most).count();
        if most == 0 { 0 } else { alike * 1000 + most }
    };
    let mut best = (',', 0);
    for delimiter in DELIMITERS {
        let score = score(delimiter);
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_found_outside_of_quotes() {
        let cases = [
            ("a,b\nc,d\n", ','),
            ("a;b\n\"1,5; or\";d\n", ';'),
            ("a\tb, c\nd\te, f\n", '\t'),
            ("\"a\n,b\";c\nd;e\n", ';'),
            ("alone\n", ','),
        ];
        for (text, expected) in cases {
            assert_eq!(delimiter(text), expected, "{text}");
        }
    }
}
