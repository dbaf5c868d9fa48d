//! Where a list item or paragraph stands in its file, with all lines that belong to it.

use pulldown_cmark::{Event, Tag};

use crate::diagnostic::Span;
use crate::handbook::{Criterion, Prose};

/// What an item begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Bullet(char),
    Number(u64, char),
    /// A paragraph, which has none.
    Paragraph,
}

/// Whole lines of a file that are one item. Its places are bytes of the file.
#[derive(Clone, Debug)]
pub struct Item {
    /// Where its first line begins.
    pub start: usize,
    /// Behind the line break of its last line.
    pub end: usize,
    /// Where its words begin.
    pub content: usize,
    /// How many blanks stand before its mark.
    pub indent: usize,
    pub mark: Mark,
}

impl Item {
    /// The lines of a criterion with its examples; `None` where they are not its own, such as in a quote.
    pub fn of(it: &Criterion, source: &str) -> Option<Self> {
        let of_examples = it.examples().filter_map(own_end);
        let known = of_examples.chain([it.place.span.end, Span::from(it.attributes).end]).max()?;
        Self::at(it.place.span.start, known, source)
    }

    /// The lines of an example.
    pub fn of_example(example: &Prose, source: &str) -> Option<Self> {
        Self::at(example.place()?.span.start, own_end(example)?, source)
    }

    /// The item whose first line has a byte and that goes at least to another one.
    fn at(first: usize, known: usize, source: &str) -> Option<Self> {
        let start = source.get(..first)?.rfind('\n').map_or(0, |at| at + 1);
        let line = &source[start..];
        let indent = line.len() - line.trim_start_matches(' ').len();
        let (mark, width) = mark(&line[indent..]);
        let content = start + indent + width;
        let is_own =
            source[start..first.min(content).max(start)].trim_start_matches(' ').is_empty()
                || first >= content;
        if !is_own || (mark == Mark::Paragraph && content != first) {
            return None;
        }
        let known = source.get(..known)?.trim_end().len().max(content);
        let end = line_end(source, known);
        let end =
            if mark == Mark::Paragraph { end } else { indented(source, end, content - start) };
        Some(Self { start, end, content, indent, mark })
    }

    /// How far its words stand from the beginning of their line.
    pub fn column(&self) -> usize {
        self.content - self.start
    }
}

/// Where prose ends, without the footnotes that it refers to, which stand elsewhere.
fn own_end(prose: &Prose) -> Option<usize> {
    let is_note = |event: &Event| matches!(event, Event::Start(Tag::FootnoteDefinition(_)));
    prose.events().take_while(|(event, _)| !is_note(event)).map(|(_, span)| span.end).max()
}

/// What a line begins with, and how many bytes that is with the blanks behind it.
fn mark(line: &str) -> (Mark, usize) {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let mark = match line[digits..].chars().next() {
        Some(sign @ ('-' | '*' | '+')) if digits == 0 => Mark::Bullet(sign),
        Some(sign @ ('.' | ')')) if (1..10).contains(&digits) => {
            Mark::Number(line[..digits].parse().unwrap_or_default(), sign)
        }
        _ => return (Mark::Paragraph, 0),
    };
    let rest = &line[digits + 1..];
    let blanks = rest.len() - rest.trim_start_matches(' ').len();
    match blanks {
        0 => (Mark::Paragraph, 0),
        // More of them begin a block of code.
        5.. => (mark, digits + 2),
        blanks => (mark, digits + 1 + blanks),
    }
}

/// Behind the line break of the line in which a byte stands.
pub fn line_end(source: &str, at: usize) -> usize {
    source[at..].find('\n').map_or(source.len(), |line| at + line + 1)
}

/// The end of the lines from `end` on that are indented so far, blank ones between them included.
fn indented(source: &str, mut end: usize, column: usize) -> usize {
    let mut at = end;
    for line in source[end..].split_inclusive('\n') {
        at += line.len();
        if line.trim().is_empty() {
            continue;
        }
        let is_inside =
            line.starts_with('\t') || line.len() - line.trim_start_matches(' ').len() >= column;
        if !is_inside {
            break;
        }
        end = at;
    }
    end
}

/// Whether there is nothing but white space between two bytes.
pub fn is_blank(source: &str, start: usize, end: usize) -> bool {
    source.get(start..end).is_some_and(|it| it.trim().is_empty())
}

/// The bytes to take out so that some items of a list go, with the blank lines that stood between them and the others.
/// `before` is where what stands before the list ends, if the blank lines behind that may go with all of the list.
pub fn cuts(
    items: &[Item],
    leaves: impl Fn(usize) -> bool,
    before: Option<usize>,
    source: &str,
) -> Vec<Span> {
    let mut cuts = Vec::new();
    let mut at = 0;
    while at < items.len() {
        if !leaves(at) {
            at += 1;
            continue;
        }
        let first = at;
        let goes_on = |at: usize| {
            at + 1 < items.len()
                && leaves(at + 1)
                && is_blank(source, items[at].end, items[at + 1].start)
        };
        while goes_on(at) {
            at += 1;
        }
        let (start, end) = (items[first].start, items[at].end);
        let previous = first.checked_sub(1).map(|it| items[it].end).or(before);
        let previous = previous.filter(|it| is_blank(source, *it, start));
        let next = items.get(at + 1).map(|it| it.start).filter(|it| is_blank(source, end, *it));
        cuts.push(match (previous, next) {
            (_, Some(next)) => Span::new(start, next),
            (Some(previous), None) => Span::new(previous, end),
            (None, None) => Span::new(start, end),
        });
        at += 1;
    }
    cuts
}

/// The lines of an item that is put in somewhere, without their indentation.
#[derive(Clone, Debug)]
pub struct Content {
    /// As they stood, if they stood somewhere.
    lines: Vec<String>,
    /// How far they were indented, from the second on.
    column: usize,
}

impl Content {
    pub fn new(first: String, rest: impl IntoIterator<Item = String>) -> Self {
        let lines = std::iter::once(first).chain(rest).collect();
        Self { lines, column: 0 }
    }

    /// The lines of an item as they stand in a file.
    pub fn of(item: &Item, source: &str) -> Self {
        let lines = source[item.content..item.end].lines().map(str::to_owned).collect();
        Self { lines, column: item.column() }
    }

    /// Whether it is one paragraph, which can stand without a mark.
    pub fn is_paragraph(&self) -> bool {
        self.lines.iter().skip(1).all(|line| {
            let (mark, _) = mark(line.trim_start());
            mark == Mark::Paragraph && !line.trim().is_empty()
        })
    }

    /// The lines behind a mark.
    pub fn behind(&self, indent: usize, mark: &str, line_break: &str) -> String {
        let mut text = format!("{}{mark}", " ".repeat(indent));
        let column = indent + mark.len();
        for (number, line) in self.lines.iter().enumerate() {
            if number > 0 && column != self.column && !line.trim().is_empty() {
                text.push_str(&" ".repeat(column));
            }
            let blanks = line.len() - line.trim_start_matches(' ').len();
            let own =
                if number == 0 || column == self.column { 0 } else { blanks.min(self.column) };
            text.push_str(&line[own..]);
            text.push_str(line_break);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(source: &str, words: &str) -> Option<String> {
        let first = source.find(words).expect("the words");
        let item = Item::at(first, first + words.len(), source)?;
        Some(source[item.start..item.end].to_owned())
    }

    #[test]
    fn an_item_has_all_lines_that_belong_to_it() {
        let list = "- one\n  - example\n\n  <!-- why -->\n- two\n\n10. ten\n    more\n\n    still\n\nelse\n";
        assert_eq!(item(list, "one").unwrap(), "- one\n  - example\n\n  <!-- why -->\n");
        assert_eq!(item(list, "two").unwrap(), "- two\n");
        assert_eq!(item(list, "ten").unwrap(), "10. ten\n    more\n\n    still\n");
        assert_eq!(item(list, "else").unwrap(), "else\n");
        assert_eq!(item("> - quoted\n", "quoted"), None);
    }

    #[test]
    fn items_go_with_the_blank_lines_between_them() {
        let source = "- a\n\n- b\n\n- c\n\nend\n";
        let items: Vec<Item> = ["a", "b", "c"]
            .iter()
            .map(|it| {
                let at = source.find(it).unwrap();
                Item::at(at, at + 1, source).unwrap()
            })
            .collect();
        let without = |going: &[usize]| {
            let mut text = source.to_owned();
            for cut in cuts(&items, |at| going.contains(&at), None, source).iter().rev() {
                text.replace_range(cut.start..cut.end, "");
            }
            text
        };
        assert_eq!(without(&[0]), "- b\n\n- c\n\nend\n");
        assert_eq!(without(&[1]), "- a\n\n- c\n\nend\n");
        assert_eq!(without(&[2]), "- a\n\n- b\n\nend\n");
        assert_eq!(without(&[1, 2]), "- a\n\nend\n");
        assert_eq!(without(&[0, 2]), "- b\n\nend\n");
        assert_eq!(without(&[0, 1, 2]), "\nend\n");
    }

    #[test]
    fn lines_are_indented_as_their_mark_asks() {
        let source = "- one\n  two\n\n  - three\n";
        let content = Content::of(&Item::at(2, 5, source).unwrap(), source);
        assert_eq!(content.behind(0, "* ", "\n"), "* one\n  two\n\n  - three\n");
        assert_eq!(content.behind(0, "10. ", "\r\n"), "10. one\r\n    two\r\n\r\n    - three\r\n");
        assert!(!content.is_paragraph());
    }
}
