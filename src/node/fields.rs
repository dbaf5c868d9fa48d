//! Lowering: from a mapping to the fields of a type, one key at a time.

use std::collections::BTreeSet;

use super::value::{Entry, Node, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span, Spanned};
use crate::suggestion::nearest;
use crate::tree::RelPath;

/// Reads the nodes of one file and collects what is wrong with them.
pub struct Reader<'a> {
    /// The file.
    pub path: &'a RelPath,
    /// What was wrong so far.
    pub diagnostics: &'a mut Diagnostics,
}

impl<'a> Reader<'a> {
    /// The place of a span in this file.
    pub fn place(&self, span: Span) -> Place {
        Place::new(self.path, span)
    }

    /// Reports a problem at a span.
    pub fn report(&mut self, code: Code, message: impl Into<String>, span: Span) {
        let diagnostic = Diagnostic::new(code, message).at(self.place(span));
        self.diagnostics.push(diagnostic);
    }

    fn wrong_type(&mut self, what: &str, wanted: &str, node: &Node) {
        let message = format!("{what} must be {wanted}, not {}", node.value.kind());
        self.report(Code::WrongType, message, node.span);
    }

    /// The text of a scalar as written; `None` and a report for a list, a mapping or nothing.
    pub fn text(&mut self, what: &str, node: &Node) -> Option<Spanned<String>> {
        let value = match &node.value {
            Value::Text(text) | Value::Number(text) | Value::Bool(_, text) => text.clone(),
            Value::Null | Value::List(_) | Value::Map(_) => {
                self.wrong_type(what, "text", node);
                return None;
            }
        };
        Some(Spanned { value, place: self.place(node.span) })
    }

    /// `true` or `false`; anything else is reported.
    pub fn boolean(&mut self, what: &str, node: &Node) -> Option<bool> {
        match &node.value {
            Value::Bool(value, _) => Some(*value),
            _ => {
                self.wrong_type(what, "`true` or `false`", node);
                None
            }
        }
    }

    /// A whole number from 0; anything else is reported.
    pub fn number(&mut self, what: &str, node: &Node) -> Option<u32> {
        let number = match &node.value {
            Value::Number(text) | Value::Text(text) => text.parse().ok(),
            _ => None,
        };
        if number.is_none() {
            let found = match &node.value {
                Value::Number(text) | Value::Text(text) => format!("`{text}`"),
                value => value.kind().to_owned(),
            };
            let message = format!("{what} must be a whole number, not {found}");
            self.report(Code::WrongType, message, node.span);
        }
        number
    }

    /// The items of a list; anything else but nothing is reported.
    pub fn list<'n>(&mut self, what: &str, node: &'n Node) -> &'n [Node] {
        match &node.value {
            Value::List(items) => items,
            Value::Null => &[],
            _ => {
                self.wrong_type(what, "a list", node);
                &[]
            }
        }
    }

    /// The texts of a list, or one text alone; others are reported.
    pub fn texts(&mut self, what: &str, node: &Node) -> Vec<Spanned<String>> {
        match &node.value {
            Value::List(items) => items.iter().filter_map(|item| self.text(what, item)).collect(),
            Value::Null => Vec::new(),
            _ => self.text(what, node).into_iter().collect(),
        }
    }

    /// The entries of a mapping, each key once; anything else but nothing is reported, and so is a
    /// repeated key.
    pub fn entries<'n>(&mut self, what: &str, node: &'n Node) -> Vec<&'n Entry> {
        let Value::Map(entries) = &node.value else {
            if node.value != Value::Null {
                self.wrong_type(what, "a mapping", node);
            }
            return Vec::new();
        };
        let mut unique: Vec<&Entry> = Vec::with_capacity(entries.len());
        for entry in entries {
            match unique.iter().find(|earlier| earlier.key == entry.key) {
                None => unique.push(entry),
                Some(earlier) => {
                    let message = format!("the key `{}` stands twice in {what}", entry.key);
                    let diagnostic = Diagnostic::new(Code::DuplicateKey, message)
                        .at(self.place(entry.key_span))
                        .related(self.place(earlier.key_span), "first here")
                        .help("remove one of them");
                    self.diagnostics.push(diagnostic);
                }
            }
        }
        unique
    }

    /// One of some words; anything else is reported with the nearest of them.
    pub fn choice<T: Copy>(
        &mut self,
        what: &str,
        node: &Node,
        choices: &[(&'static str, T)],
    ) -> Option<T> {
        let text = self.text(what, node)?;
        let found = choices.iter().find(|(word, _)| *word == text.value);
        if found.is_none() {
            let words: Vec<String> = choices.iter().map(|(word, _)| format!("`{word}`")).collect();
            let message = format!("{what} cannot be `{}`", text.value);
            let diagnostic = Diagnostic::new(Code::InvalidValue, message)
                .at(text.place)
                .did_you_mean(&text.value, choices.iter().map(|(word, _)| *word))
                .help(format!("it is one of {}", words.join(", ")));
            self.diagnostics.push(diagnostic);
        }
        found.map(|(_, value)| *value)
    }

    /// The fields of a mapping; anything else is reported, and nothing counts as an empty one.
    pub fn fields<'n>(&mut self, what: &'static str, node: &'n Node) -> Option<Fields<'n>> {
        if !matches!(node.value, Value::Map(_) | Value::Null) {
            self.wrong_type(what, "a mapping", node);
            return None;
        }
        let entries = self.entries(what, node);
        Some(Fields { what, span: node.span, entries, known: Vec::new(), missing: Vec::new() })
    }
}

/// A mapping on its way to a type: each known key is asked for once, then [`Fields::finish`] reports
/// the keys that nobody asked for.
pub struct Fields<'n> {
    what: &'static str,
    span: Span,
    entries: Vec<&'n Entry>,
    known: Vec<&'static str>,
    missing: Vec<&'static str>,
}

impl<'n> Fields<'n> {
    /// The value of a key.
    pub fn get(&mut self, key: &'static str) -> Option<&'n Node> {
        self.known.push(key);
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// The value of a key that must be there; its absence is reported by [`Fields::finish`].
    pub fn required(&mut self, reader: &mut Reader, key: &'static str) -> Option<&'n Node> {
        self.known.push(key);
        match self.entries.iter().find(|entry| entry.key == key) {
            Some(entry) if entry.node.value == Value::Null => {
                let message = format!("the `{key}` of {} is empty", self.what);
                reader.diagnostics.push(
                    Diagnostic::new(Code::MissingKey, message)
                        .at(reader.place(entry.key_span))
                        .help(format!("write {}", assignment(reader, key))),
                );
                None
            }
            Some(entry) => Some(&entry.node),
            None => {
                self.missing.push(key);
                None
            }
        }
    }

    /// Reports every key that was not asked for, and every key that must be there and is not. Where
    /// there are both, the unknown key is probably the missing one, and one diagnostic is enough.
    pub fn finish(self, reader: &mut Reader) {
        let mut missing = self.missing.clone();
        let mut taken: BTreeSet<String> =
            self.entries.iter().map(|entry| entry.key.clone()).collect();
        for entry in &self.entries {
            if self.known.contains(&entry.key.as_str()) {
                continue;
            }
            let message = format!("unknown key `{}` in {}", entry.key, self.what);
            let mut diagnostic =
                Diagnostic::new(Code::UnknownKey, message).at(reader.place(entry.key_span));
            if let Some(near) = nearest(&entry.key, self.known.iter().copied()) {
                missing.retain(|key| *key != near.meant);
                diagnostic = diagnostic.suggest(Some(near)).unless_taken(&mut taken);
            } else if let Some(key) = missing.pop() {
                diagnostic = diagnostic.help(format!("`{key}` is missing; is it what was meant?"));
            } else {
                let keys: Vec<String> = self.known.iter().map(|key| format!("`{key}`")).collect();
                diagnostic = diagnostic.help(format!("the keys are {}", keys.join(", ")));
            }
            reader.diagnostics.push(diagnostic);
        }
        for key in missing {
            let message = format!("{} has no `{key}`", self.what);
            reader.diagnostics.push(
                Diagnostic::new(Code::MissingKey, message)
                    .at(reader.place(self.span))
                    .help(format!("add {}", assignment(reader, key))),
            );
        }
    }
}

/// How a key is written in the language of the file.
fn assignment(reader: &Reader, key: &str) -> String {
    match reader.path.extension() {
        "toml" => format!("`{key} = \"…\"`"),
        _ => format!("`{key}: …`"),
    }
}
