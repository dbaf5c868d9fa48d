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
        diagnostics.push(Diagnostic::new(Code::InvalidToml, message).at(Place::new(path, span)));
    }
    let span = span(&table, offset);
    (Node { value: map(table.into_inner(), offset), span }, diagnostics)
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
