//! From a node to a value of a wanted kind, or a report.

use std::collections::HashMap;
use std::collections::hash_map::Entry as MapEntry;

use super::value::{Entry, Node, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span, Spanned};
use crate::tree::RelPath;

/// Reads the nodes of one file and collects what is wrong with them.
pub struct NodeReader<'a> {
    /// The file.
    pub path: &'a RelPath,
    /// What was wrong so far.
    pub diagnostics: &'a mut Diagnostics,
}

impl NodeReader<'_> {
    /// The place of a span in this file.
    pub fn place(&self, span: Span) -> Place {
        Place::new(self.path, span)
    }

    /// Reports a problem at a span.
    pub fn report(&mut self, code: Code, message: impl Into<String>, span: Span) {
        let diagnostic = Diagnostic::new(code, message).at(self.place(span));
        self.diagnostics.push(diagnostic);
    }

    /// Reports that a value is of another kind than the wanted one.
    pub fn wrong_type(&mut self, what: &str, wanted: &str, node: &Node) {
        let message = format!("{what} must be {wanted}, not {}", node.value.kind());
        let diagnostic = Diagnostic::new(Code::WrongType, message).at(self.place(node.span));
        self.diagnostics.push(match self.shape(wanted) {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }

    /// How a value of a kind is written in the language of the file.
    fn shape(&self, wanted: &str) -> Option<&'static str> {
        let is_toml = self.path.extension() == "toml";
        match wanted {
            "a mapping" if is_toml => {
                Some("write lines such as `name = …` below its name in brackets")
            }
            "a mapping" => Some("write lines such as `name: …`, without `-` in front"),
            "a list" if is_toml => Some("put it in brackets: `[…]`"),
            "a list" => Some("start each item with `-` on a line of its own"),
            _ => None,
        }
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
        let mut known: HashMap<&str, &Entry> = HashMap::with_capacity(entries.len());
        for entry in entries {
            match known.entry(&entry.key) {
                MapEntry::Vacant(free) => {
                    free.insert(entry);
                    unique.push(entry);
                }
                MapEntry::Occupied(earlier) => {
                    let earlier = earlier.get();
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
}
