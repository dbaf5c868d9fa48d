//! `{.internal}` where it hides nothing, and what was to be hidden would be there for all to read.

use pulldown_cmark::{CodeBlockKind, Event, Tag};

use super::reading::Reading;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::handbook::{INTERNAL_MARK, SpannedEvent};
use crate::node::{Node, NodeReader, Value};

/// Reports each `{.internal}` that is left: it stands where it hides nothing.
pub fn report(reading: &Reading, events: &[SpannedEvent], faults: &mut Vec<Diagnostic>) {
    let mut around: Vec<&Tag> = Vec::new();
    let mut at = 0;
    while at < events.len() {
        let (event, span) = &events[at];
        let mut run = *span;
        match event {
            Event::Start(tag) => {
                around.push(tag);
                if let Tag::CodeBlock(CodeBlockKind::Fenced(info)) = tag
                    && let Some(_) = find_braces(info)
                {
                    let first_line = reading.source(*span).lines().next().unwrap_or_default();
                    run.end = run.start + first_line.len();
                    faults.push(fault(reading, run, Where::Code));
                }
            }
            Event::End(_) => drop(around.pop()),
            Event::InlineHtml(html) if &**html == INTERNAL_MARK => {}
            Event::Text(_) | Event::Html(_) | Event::InlineHtml(_) => {
                // The parser cuts text at each character that might be markup.
                while let Some((Event::Text(_), next)) = events.get(at + 1)
                    && matches!(event, Event::Text(_))
                    && next.start >= run.end
                {
                    run.end = next.end;
                    at += 1;
                }
                faults.extend(left_over(reading, run, Where::of(&around, event)));
            }
            _ => {}
        }
        at += 1;
    }
}

/// The fault of an attribute that stands in some text or HTML.
fn left_over(reading: &Reading, run: Span, place: Where) -> Option<Diagnostic> {
    let source = reading.source(run);
    let (open, close) = find_braces(source)?;
    let before = &reading.text[..run.start - reading.offset + open];
    if before.ends_with('\\') && place != Where::Code {
        return None;
    }
    // In a block of code only what stands where an attribute would is meant as one.
    let ends_line = source[close..].lines().next().is_none_or(|rest| rest.trim().is_empty());
    (place != Where::Code || ends_line)
        .then(|| fault(reading, Span::new(run.start + open, run.start + close), place))
}

fn fault(reading: &Reading, span: Span, place: Where) -> Diagnostic {
    Diagnostic::new(
        Code::UnknownAttribute,
        format!("`{{.internal}}` hides nothing {}", place.words()),
    )
    .at(reading.place(span))
    .help(place.help())
}

/// Reports what looks as if it hid something in the values of front matter or a register, where it would
/// be shown as it is. The values of the keys `markdown` are read as Markdown.
pub fn check_values(reader: &mut NodeReader, node: &Node, markdown: &[&str]) {
    match &node.value {
        Value::Map(entries) => {
            let plain = entries.iter().filter(|entry| !markdown.contains(&entry.key.as_str()));
            plain.for_each(|entry| check_values(reader, &entry.node, markdown));
        }
        Value::List(items) => items.iter().for_each(|item| check_values(reader, item, markdown)),
        Value::Text(text) => {
            let place = reader.place(node.span);
            if find_braces(text).is_some() {
                let message = "`{.internal}` hides nothing in a value";
                reader.diagnostics.push(
                    Diagnostic::new(Code::UnknownAttribute, message).at(place.clone()).help(
                        "write `visibility: internal` for the whole, or say this in Markdown",
                    ),
                );
            }
            if text.contains("<!--") {
                let message = "a comment of HTML is shown in a value";
                reader.diagnostics.push(
                    Diagnostic::new(Code::InvalidValue, message)
                        .at(place)
                        .help("a comment of YAML starts with `#` after a space"),
                );
            }
        }
        Value::Number(_) | Value::Bool(..) | Value::Null => {}
    }
}

/// Where an attribute stands that cannot work there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    Table,
    Code,
    Html,
    Heading,
    Alone,
    Text,
}

impl Where {
    fn of(around: &[&Tag], event: &Event) -> Self {
        let is_in = |wanted: fn(&Tag) -> bool| around.iter().any(|tag| wanted(tag));
        if !matches!(event, Event::Text(_)) {
            Self::Html
        } else if is_in(|tag| matches!(tag, Tag::CodeBlock(_))) {
            Self::Code
        } else if is_in(|tag| matches!(tag, Tag::Table(_))) {
            Self::Table
        } else if is_in(|tag| matches!(tag, Tag::Heading { .. })) {
            Self::Heading
        } else if matches!(event, Event::Text(words) if words.trim_start().starts_with('{')) {
            Self::Alone
        } else {
            Self::Text
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Table => "inside a table",
            Self::Code => "in a block of code",
            Self::Html => "in HTML",
            Self::Heading => "in the middle of a heading",
            Self::Alone => "on a line of its own",
            Self::Text => "in the middle of a text",
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::Table | Self::Code | Self::Html => {
                "put this under a heading that ends in `{.internal}`"
            }
            Self::Heading => "write it at the end of the heading",
            Self::Alone | Self::Text => {
                "write it at the end of the paragraph or list item that it is to hide, or of the heading above"
            }
        }
    }
}

/// Where the first attributes in braces stand that have `.internal` among them.
fn find_braces(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(open) = text[from..].find('{').map(|at| from + at) {
        let close = open + text[open..].find('}')? + 1;
        if is_internal(&text[open + 1..close - 1]) {
            return Some((open, close));
        }
        from = open + 1;
    }
    None
}

/// Whether `.internal` is among what stands in braces.
fn is_internal(inside: &str) -> bool {
    inside.split_whitespace().any(|token| token.trim_start_matches(':') == ".internal")
}
