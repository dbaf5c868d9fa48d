//! What a field of a matrix says: lines of words, some of them strong or quiet.

use rust_xlsxwriter::{ColNum, Format, RowNum, Worksheet, XlsxError};

use super::look::Look;
use super::measure::{self, HIGHEST};
use super::safe::{fitting, looks_like_formula};
use crate::handbook::effective::{EffectiveBlock, EffectiveCell, EffectiveContent, State};
use crate::handbook::{Competency, Expectation, Handbook, step_title};
use crate::theme::Messages;

/// How a line stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    Plain,
    Strong,
    Faint,
}

/// One line of a field, which may be longer than the field is wide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub ink: Ink,
    pub text: String,
}

impl Line {
    pub fn new(ink: Ink, text: impl Into<String>) -> Self {
        Self { ink, text: text.into() }
    }

    /// How many lines it takes in a column.
    fn height(&self, width: f64) -> usize {
        measure::lines(&self.text, width, self.ink == Ink::Strong)
    }
}

/// What stands where a level and a competency meet.
pub fn cell(handbook: &Handbook, messages: &Messages, cell: &EffectiveCell) -> Vec<Line> {
    let mut lines = Vec::new();
    match cell.state {
        State::Stated => {}
        State::None => lines.push(Line::new(Ink::Faint, messages.plain("nothing-expected-short"))),
        State::Missing => lines.push(Line::new(Ink::Faint, messages.plain("not-written-short"))),
        State::Absent | State::Excluded => return lines,
    }
    let competency = &handbook[cell.competency];
    if let Some(expect) = cell.expect {
        lines.push(Line::new(Ink::Faint, step(messages, competency, expect)));
        let text = competency.steps.get(expect.first).map_or("", |step| step.text.text());
        lines.extend((!text.is_empty()).then(|| Line::new(Ink::Plain, text)));
    }
    let mut groups: Vec<&str> = Vec::new();
    for block in &cell.blocks {
        lines.extend(heading(block, &mut groups));
        lines.extend(content(messages, block));
    }
    lines
}

/// The heading of a block, unless the block before stands under the same one.
pub fn heading<'h>(block: &EffectiveBlock<'h>, before: &mut Vec<&'h str>) -> Option<Line> {
    let groups: Vec<&str> = block.groups.iter().map(|group| group.title.as_str()).collect();
    let is_new = groups != *before && !groups.is_empty();
    let line = is_new.then(|| Line::new(Ink::Strong, groups.join(" › ")));
    *before = groups;
    line
}

fn content(messages: &Messages, block: &EffectiveBlock) -> Vec<Line> {
    match &block.content {
        EffectiveContent::Prose(prose) => vec![Line::new(Ink::Plain, prose.text())],
        EffectiveContent::Criteria { lead_in, criteria } => {
            let lead_in = lead_in.map(|it| Line::new(Ink::Plain, it.text()));
            let items = criteria.iter().map(|it| {
                let mark =
                    it.criterion.number.map_or("•".to_owned(), |number| format!("{number}."));
                let internal = match it.is_internal() {
                    true => format!(" ({})", messages.plain("internal")),
                    false => String::new(),
                };
                let text = it.criterion.text.text();
                Line::new(Ink::Plain, format!("{mark} {text}{internal}"))
            });
            lead_in.into_iter().chain(items).collect()
        }
    }
}

/// The words for an expectation: `Owns`, `Owns or above`, `Owns to Leads`.
pub fn step(messages: &Messages, competency: &Competency, expect: &Expectation) -> String {
    let first = step_title(competency, expect.first);
    let words = if expect.first != expect.last {
        let last = step_title(competency, expect.last);
        messages.get("step-range", &[("from", &first), ("to", &last)])
    } else if expect.or_above {
        messages.get("step-or-above", &[("step", &first)])
    } else {
        None
    };
    words.unwrap_or(first)
}

/// Lines in portions, none of which is higher than a row can be. One line is never divided.
pub fn portions(lines: Vec<Line>, width: f64) -> Vec<Vec<Line>> {
    let mut portions: Vec<Vec<Line>> = Vec::new();
    let mut height = 0;
    for line in lines {
        let own = line.height(width);
        match portions.last_mut() {
            Some(last) if height + own <= HIGHEST => {
                last.push(line);
                height += own;
            }
            _ => {
                portions.push(vec![line]);
                height = own;
            }
        }
    }
    portions
}

/// How many lines some lines take in a column.
pub fn height(lines: &[Line], width: f64) -> usize {
    lines.iter().map(|line| line.height(width)).sum()
}

/// The words of some lines.
pub fn text(lines: &[Line]) -> String {
    let lines: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    fitting(lines.join("\n"))
}

/// Writes lines into a field.
pub fn write(
    sheet: &mut Worksheet,
    (row, column): (RowNum, ColNum),
    lines: &[Line],
    look: &Look,
) -> Result<(), XlsxError> {
    let words = text(lines);
    let format = match column {
        0 => &look.name,
        _ if looks_like_formula(&words) => &look.quoted,
        _ => &look.text,
    };
    let is_long = words.len() < lines.iter().map(|line| line.text.len()).sum();
    let is_one = lines.windows(2).all(|pair| pair[0].ink == pair[1].ink);
    if is_one || is_long {
        let format = match lines.first().map(|line| line.ink) {
            Some(Ink::Strong) => &look.name,
            Some(Ink::Faint) => &look.quiet,
            _ => format,
        };
        sheet.write_string_with_format(row, column, words, format)?;
        return Ok(());
    }
    let mut pieces: Vec<(Ink, String)> = Vec::new();
    for line in lines.iter().filter(|line| !line.text.is_empty()) {
        match pieces.last_mut() {
            Some((ink, text)) if *ink == line.ink => *text += &format!("\n{}", line.text),
            Some((_, text)) => {
                text.push('\n');
                pieces.push((line.ink, line.text.clone()));
            }
            None => pieces.push((line.ink, line.text.clone())),
        }
    }
    let pieces: Vec<(&Format, &str)> =
        pieces.iter().map(|(ink, text)| (look.ink(*ink), text.as_str())).collect();
    sheet.write_rich_string_with_format(row, column, &pieces, format)?;
    Ok(())
}

impl Look {
    fn ink(&self, ink: Ink) -> &Format {
        match ink {
            Ink::Plain => &self.plain,
            Ink::Strong => &self.strong,
            Ink::Faint => &self.faint,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_high_for_a_row_goes_on_in_the_next() {
        let line = |lines: usize| Line::new(Ink::Plain, vec!["a"; lines].join("\n"));
        let heights = |lines: Vec<Line>| -> Vec<usize> {
            portions(lines, 10.0).iter().map(Vec::len).collect()
        };
        assert_eq!(heights(vec![line(1); HIGHEST]), [HIGHEST]);
        assert_eq!(heights(vec![line(1); HIGHEST + 1]), [HIGHEST, 1]);
        assert_eq!(heights(vec![line(14), line(14), line(2), line(90), line(1)]), [3, 1, 1]);
        assert_eq!(heights(Vec::new()), [0; 0]);
    }
}
