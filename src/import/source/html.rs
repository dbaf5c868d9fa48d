//! The tables of an HTML document, as wikis and office programs write them, each called like the heading above it.

use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::tables::Tables;
use crate::exchange::sheets::tidy;
use crate::import::escape::escaped;
use crate::import::grid::{At, Cell, Grid};

/// The most rows or columns over which a cell is taken to reach.
const MOST_SPAN: usize = 200;

/// Whether there is a table in a text.
pub fn has_table(text: &str) -> bool {
    text.to_ascii_lowercase().contains("<table")
}

pub fn read(name: &str, text: &str) -> Tables {
    let mut tables = Reader::new(name);
    let handle = |event: CallbackEvent<'_>, _: Span<()>| -> Option<Infallible> {
        tables.event(event);
        None
    };
    // There is no token to be had, so asking for the first one reads all of it.
    let first = Tokenizer::new_with_emitter(text, CallbackEmitter::new(handle)).next();
    debug_assert!(first.is_none());
    Tables { grids: tables.grids, remarks: Vec::new() }
}

/// What has been read so far.
struct Reader {
    file: String,
    grids: Vec<Grid>,
    heading: String,
    /// Names of open elements whose content is no text: scripts, styles.
    silent: usize,
    in_heading: bool,
    tag: String,
    attribute: String,
    span: [usize; 2],
    link: String,
    /// Whether a link is open that has an address.
    in_link: bool,
    depth: usize,
    rows: Vec<Vec<Cell>>,
    merges: Vec<(At, At)>,
    /// For each column the first row that no cell of a row above reaches.
    free: Vec<usize>,
    /// The text of the open cell, and over how many rows and columns it reaches.
    cell: Option<(String, [usize; 2])>,
    /// How deep lists are nested in the open cell.
    lists: usize,
}

impl Reader {
    fn new(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            grids: Vec::new(),
            heading: String::new(),
            silent: 0,
            in_heading: false,
            tag: String::new(),
            attribute: String::new(),
            span: [1, 1],
            link: String::new(),
            in_link: false,
            depth: 0,
            rows: Vec::new(),
            merges: Vec::new(),
            free: Vec::new(),
            cell: None,
            lists: 0,
        }
    }

    fn event(&mut self, event: CallbackEvent<'_>) {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = text(name).to_ascii_lowercase();
                self.span = [1, 1];
                self.link.clear();
            }
            CallbackEvent::AttributeName { name } => {
                self.attribute = text(name).to_ascii_lowercase()
            }
            CallbackEvent::AttributeValue { value } => self.value(&text(value)),
            CallbackEvent::CloseStartTag { self_closing } => {
                let tag = std::mem::take(&mut self.tag);
                self.open(&tag);
                if self_closing {
                    self.close(&tag);
                }
            }
            CallbackEvent::EndTag { name } => self.close(&text(name).to_ascii_lowercase()),
            CallbackEvent::String { value } => self.words(&text(value)),
            _ => {}
        }
    }

    fn value(&mut self, value: &str) {
        let number = || value.trim().parse::<usize>().unwrap_or(1).clamp(1, MOST_SPAN);
        match self.attribute.as_str() {
            "rowspan" => self.span[0] = number(),
            "colspan" => self.span[1] = number(),
            "href" => self.link = value.trim().to_owned(),
            _ => {}
        }
    }

    fn open(&mut self, tag: &str) {
        match tag {
            "script" | "style" => self.silent += 1,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "caption" => {
                self.in_heading = self.cell.is_none();
                if self.in_heading {
                    self.heading.clear();
                }
            }
            "table" => self.depth += 1,
            "tr" if self.depth == 1 => {
                self.end_cell();
                self.rows.push(Vec::new());
            }
            "td" | "th" if self.depth == 1 => {
                self.end_cell();
                self.cell = Some((String::new(), self.span));
                self.lists = 0;
            }
            "ul" | "ol" => self.lists += 1,
            "li" => {
                let indent = "  ".repeat(self.lists.saturating_sub(1));
                self.push(&format!("\n{indent}• "));
            }
            "br" | "p" | "div" => self.push("\n"),
            "strong" | "b" | "em" | "i" | "code" => {}
            "a" if is_address(&self.link) && self.cell.is_some() => {
                self.push("[");
                self.in_link = true;
            }
            _ => {}
        }
    }

    fn close(&mut self, tag: &str) {
        match tag {
            "script" | "style" => self.silent = self.silent.saturating_sub(1),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "caption" => self.in_heading = false,
            "table" => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.end_cell();
                    self.end_table();
                }
            }
            "td" | "th" | "tr" if self.depth == 1 => self.end_cell(),
            "ul" | "ol" => self.lists = self.lists.saturating_sub(1),
            "p" | "div" | "li" => self.push("\n"),
            "a" if std::mem::take(&mut self.in_link) => {
                let link = std::mem::take(&mut self.link);
                self.push(&format!("](<{link}>)"));
            }
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if let Some((cell, _)) = &mut self.cell {
            cell.push_str(text);
        }
    }

    fn words(&mut self, words: &str) {
        if self.silent > 0 {
            return;
        }
        let words = words.replace('\u{a0}', " ").replace(['\n', '\r', '\t'], " ");
        if self.in_heading {
            self.heading.push_str(&words);
        }
        self.push(&escaped(&words));
    }

    fn end_cell(&mut self) {
        let Some((text, [height, width])) = self.cell.take() else { return };
        let row = self.rows.len().saturating_sub(1);
        let Some(cells) = self.rows.last_mut() else { return };
        // Cells that reach down from rows above stand in the way.
        while self.free.get(cells.len()).is_some_and(|free| row < *free) {
            cells.push(Cell { at: At::new(row, cells.len()), ..Cell::default() });
        }
        let at = At::new(row, cells.len());
        cells.push(Cell { text: lines(&text), is_markdown: true, at, merged_into: None });
        for column in at.column as usize + 1..at.column as usize + width {
            cells.push(Cell { at: At::new(row, column), ..Cell::default() });
        }
        if height > 1 || width > 1 {
            let last = At::new(row + height - 1, at.column as usize + width - 1);
            self.merges.push((at, last));
        }
        self.free.resize(self.free.len().max(cells.len()), 0);
        for free in &mut self.free[at.column as usize..cells.len()] {
            *free = (*free).max(row + height);
        }
    }

    fn end_table(&mut self) {
        let heading = self.heading.trim().to_owned();
        let is_named = !heading.is_empty();
        let name = if is_named { heading } else { self.file.clone() };
        let rows = std::mem::take(&mut self.rows);
        let merges = std::mem::take(&mut self.merges);
        self.free.clear();
        self.grids.push(Grid::new(&name, is_named, rows, &merges));
        self.heading.clear();
    }
}

/// Whether a link leads out of the document that it stands in.
fn is_address(link: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|start| link.starts_with(start))
}

/// The lines of a cell without blank ones, and without white space that HTML does not show.
fn lines(text: &str) -> String {
    let tidied = tidy(text);
    let lines = tidied.lines().filter(|line| !line.trim().is_empty()).map(|line| {
        let indent = line.len() - line.trim_start().len();
        let words: Vec<&str> = line.split_whitespace().collect();
        format!("{}{}", &line[..indent], words.join(" "))
    });
    // Only items of lists keep their distance from the border.
    let lines = lines.map(|line| match line.trim_start().starts_with('•') {
        true => line,
        false => line.trim_start().to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}
