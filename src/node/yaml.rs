//! YAML to nodes. The only room that knows the YAML crate.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{DuplicateKeyPolicy, Spanned};

use super::value::{Entry, Node, Value};
use crate::diagnostic::{Code, Diagnostic, Place, Span};
use crate::position::{Lines, Position, Unit};
use crate::tree::RelPath;

/// The value of a YAML document, or what is wrong with it. `text` stands at byte `offset` of the
/// file at `path`. An empty document is [`Value::Null`].
///
/// # Errors
///
/// The first fault of its syntax; the parser cannot go on after it. Aliases that expand to more
/// than the crate's budget are a fault.
pub fn parse_yaml(path: &RelPath, text: &str, offset: usize) -> Result<Node, Box<Diagnostic>> {
    if let Some(diagnostic) = tab_indentation(path, text, offset) {
        return Err(Box::new(diagnostic));
    }
    let options = serde_yaml::options! {
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        with_snippet: false,
    };
    let parsed: Result<Option<Spanned<Raw>>, _> = serde_yaml::from_str_with_options(text, options);
    match parsed {
        Ok(Some(raw)) => Ok(node(raw, text, offset)),
        Ok(None) => Ok(Node { value: Value::Null, span: Span::new(offset, offset) }),
        Err(error) => Err(Box::new(fault(path, text, offset, &error))),
    }
}

/// YAML forbids tabs in indentation; the parser's own words for it do not say so plainly.
fn tab_indentation(path: &RelPath, text: &str, offset: usize) -> Option<Diagnostic> {
    let mut start = offset;
    for line in text.split_inclusive('\n') {
        let indentation = line.len() - line.trim_start_matches([' ', '\t']).len();
        let is_content = !line.trim().is_empty() && !line.trim_start().starts_with('#');
        if let Some(tab) = line[..indentation].find('\t').filter(|_| is_content) {
            let span = Span::new(start + tab, start + tab + 1);
            return Some(
                Diagnostic::new(Code::InvalidYaml, "a tab in the indentation of YAML")
                    .at(Place::new(path, span))
                    .label("this is a tab")
                    .help("indent with spaces"),
            );
        }
        start += line.len();
    }
    None
}

fn fault(path: &RelPath, text: &str, offset: usize, error: &serde_yaml::Error) -> Diagnostic {
    let span = error.location().map_or_else(
        || Span::new(offset, offset + text.lines().next().map_or(0, str::len)),
        |location| {
            let span = location.span();
            let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
            let at = || {
                let (line, column) = (count(location.line()), count(location.column()));
                Lines::new(text.as_bytes()).offset(Position { line, column }, Unit::Character)
            };
            let start = span.byte_offset().map_or_else(at, |byte| byte as usize).min(text.len());
            let end = start + span.byte_len().unwrap_or(0) as usize;
            Span::new(offset + start, offset + end.min(text.len()))
        },
    );
    let words = first_line(&error.to_string());
    let (message, help) = in_our_words(&words);
    let message = message.map_or_else(|| format!("invalid YAML: {words}"), str::to_owned);
    let diagnostic = Diagnostic::new(Code::InvalidYaml, message).at(Place::new(path, span));
    if help.is_empty() { diagnostic } else { diagnostic.help(help) }
}

/// The parser's words in ours, where ours help more, and what to do.
fn in_our_words(words: &str) -> (Option<&'static str>, &'static str) {
    const QUOTES: &str =
        "put the text in quotes: `: `, ` #` and some signs at its start mean something";
    let known: [(&str, Option<&str>, &str); 8] = [
        ("mapping values are not allowed", None, QUOTES),
        ("unexpected character", None, QUOTES),
        ("trailing content after", None, "inside single quotes, write a quote twice: `''`"),
        (
            "multiple YAML documents",
            Some("a second YAML document starts here"),
            "remove the line `---`",
        ),
        ("budget", Some("the aliases of this document unfold to too much"), "write it out instead"),
        ("alias", None, "text that starts with `*` needs quotes"),
        (
            "expected '-' indicator",
            Some("this is neither an item of the list above nor outside it"),
            "the items of a list start with `-` in one column",
        ),
        ("unclosed", None, "text with a quote or bracket at its start needs quotes around it"),
    ];
    let found = known.iter().find(|(part, _, _)| words.contains(part));
    found.map_or((None, ""), |(_, message, help)| (*message, *help))
}

/// The first line of the parser's message, in lower case and without its position, which the
/// diagnostic shows itself.
fn first_line(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    let line = line.split_once(" at line ").map_or(line, |(words, _)| words);
    let line = match line.split_once(": ") {
        Some((position, words)) if position.contains("line") => words,
        _ => line,
    };
    let mut chars = line.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// A value as the YAML crate gives it: scalars are typed, but not as written.
enum Raw {
    Null,
    Bool(bool),
    Number,
    Text(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

fn node(raw: Spanned<Raw>, text: &str, offset: usize) -> Node {
    let location = raw.referenced.span();
    let start = location.byte_offset().unwrap_or(0) as usize;
    let end = start + location.byte_len().unwrap_or(0) as usize;
    let span = Span::new(start + offset, end + offset);
    // An alias stands where it is used but is written where it is defined.
    let written = || {
        let span = raw.defined.span();
        let start = span.byte_offset().unwrap_or(0) as usize;
        let end = start + span.byte_len().unwrap_or(0) as usize;
        text.get(start..end).unwrap_or_default().trim().to_owned()
    };
    let value = match raw.value {
        Raw::Null => Value::Null,
        Raw::Bool(value) => Value::Bool(value, written()),
        Raw::Number => Value::Number(written()),
        Raw::Text(text) => Value::Text(text),
        Raw::List(items) => {
            Value::List(items.into_iter().map(|item| node(item, text, offset)).collect())
        }
        Raw::Map(entries) => Value::Map(
            entries.into_iter().map(|(key, value)| entry(key, value, text, offset)).collect(),
        ),
    };
    Node { value, span }
}

fn entry(key: Spanned<Raw>, value: Spanned<Raw>, text: &str, offset: usize) -> Entry {
    let key = node(key, text, offset);
    let name = match key.value {
        Value::Text(text) | Value::Number(text) | Value::Bool(_, text) => text,
        Value::Null => "~".to_owned(),
        Value::List(_) | Value::Map(_) => "?".to_owned(),
    };
    Entry { key: name, key_span: key.span, node: node(value, text, offset) }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Raw, E> {
        Ok(Raw::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Raw::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Raw::Map(map))
    }
}
