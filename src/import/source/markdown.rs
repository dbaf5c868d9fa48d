//! The tables of a Markdown document, each called like the heading above it.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::tables::Tables;
use crate::import::grid::{At, Cell, Grid};

/// Whether there is a table in a text: the line that parts its head from its rows.
pub fn has_table(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim();
        line.contains('|') && line.contains("--") && line.chars().all(|it| "|-: ".contains(it))
    })
}

/// The tables. What stands in a cell stays the Markdown that it is.
pub fn read(name: &str, text: &str) -> Tables {
    let mut grids: Vec<Grid> = Vec::new();
    let mut heading: Option<String> = None;
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut in_heading = false;
    let mut cell = None;
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                (in_heading, heading) = (true, Some(String::new()))
            }
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Text(words) | Event::Code(words) if in_heading => {
                heading.get_or_insert_default().push_str(&words);
            }
            Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
            Event::Start(Tag::TableCell) => cell = Some(range),
            Event::End(TagEnd::TableCell) => {
                let source = cell.take().map_or("", |range| &text[range]);
                let row = rows.len().saturating_sub(1);
                if let Some(cells) = rows.last_mut() {
                    let at = At::new(row, cells.len());
                    cells.push(Cell {
                        text: content(source),
                        is_markdown: true,
                        at,
                        ..Cell::default()
                    });
                }
            }
            Event::End(TagEnd::Table) => {
                let own = heading.clone().filter(|it| !it.is_empty());
                let is_named = own.is_some();
                let name = own.unwrap_or_else(|| name.to_owned());
                grids.push(Grid::new(&name, is_named, std::mem::take(&mut rows), &[]));
            }
            _ => {}
        }
    }
    Tables { grids, remarks: Vec::new() }
}

/// The Markdown of a cell: without the bars around it, `<br>` as a line break.
fn content(source: &str) -> String {
    let source = source.trim().trim_start_matches('|');
    let source = match source.strip_suffix('|') {
        Some(rest) if !rest.ends_with('\\') => rest,
        _ => source,
    };
    let mut text = source.replace("\\|", "|");
    for tag in ["<br>", "<br/>", "<br />", "<BR>"] {
        text = text.replace(tag, "\n");
    }
    text.lines().map(str::trim).collect::<Vec<_>>().join("\n").trim().to_owned()
}
