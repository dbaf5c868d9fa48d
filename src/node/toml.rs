//! TOML to nodes. The only room that knows the TOML crate.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::value::{Entry, Node, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span};
use crate::spelling::composed;
use crate::tree::RelPath;

/// The value of a TOML document and all that is wrong with its syntax; what could be read in spite
/// of the faults is in the value. `text` stands at byte `offset` of the file at `path`.
pub fn parse_toml(path: &RelPath, text: &str, offset: usize) -> (Node, Diagnostics) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut diagnostics = Diagnostics::default();
    for error in errors {
        let span = error.span().map_or(Span::default(), |span| Span::new(span.start, span.end));
        let span = span.shifted(offset);
        let message = format!("invalid TOML: {}", error.message());
        let diagnostic = Diagnostic::new(Code::InvalidToml, message).at(Place::new(path, span));
        let fault = text.get(error.span().map_or(0, |span| span.start)..).unwrap_or_default();
        diagnostics.push(match help(error.message(), fault) {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }
    let span = span(&table, offset);
    (Node { value: map(table.into_inner(), offset), span }, diagnostics)
}

/// What to do about a fault that shows at the start of a text.
fn help(words: &str, fault: &str) -> Option<&'static str> {
    const QUOTES: [char; 8] = ['“', '”', '„', '‘', '’', '‚', '«', '»'];
    if fault.starts_with(QUOTES) {
        return Some("these quotes are typographic; write straight ones: `\"…\"`");
    }
    let known = [
        ("string values must be quoted", "put text in quotes: `\"…\"`"),
        ("unclosed table", "the name of a table stands in brackets: `[book]`"),
        ("invalid basic string", "text ends on its line, with a quote: `\"…\"`"),
        ("duplicate key", "put all of it in one place"),
    ];
    known.iter().find(|(part, _)| words.contains(part)).map(|(_, help)| *help)
}

fn span<T>(spanned: &Spanned<T>, offset: usize) -> Span {
    let range = spanned.span();
    Span::new(range.start, range.end).shifted(offset)
}

fn map(table: DeTable<'_>, offset: usize) -> Value {
    let mut entries: Vec<Entry> = table
        .into_iter()
        .map(|(key, value)| Entry {
            key_span: span(&key, offset),
            key: composed(&key.into_inner()).into_owned(),
            node: node(value, offset),
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_span);
    Value::Map(entries)
}

fn node(value: Spanned<DeValue<'_>>, offset: usize) -> Node {
    let span = span(&value, offset);
    let value = match value.into_inner() {
        DeValue::String(text) => Value::Text(composed(&text).into_owned()),
        DeValue::Integer(number) => Value::Number(number.as_str().to_owned()),
        DeValue::Float(number) => Value::Number(number.as_str().to_owned()),
        DeValue::Boolean(value) => Value::Bool(value, value.to_string()),
        DeValue::Datetime(datetime) => Value::Text(datetime.to_string()),
        DeValue::Array(items) => {
            Value::List(items.into_iter().map(|item| node(item, offset)).collect())
        }
        DeValue::Table(table) => map(table, offset),
    };
    Node { value, span }
}
