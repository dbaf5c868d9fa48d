//! Lowering: a mapping on its way to a type, read through the declaration of its keys.

use std::collections::BTreeSet;

use super::book::BOOK;
use super::declaration::{Absent, Key, Keys, Kind};
use crate::diagnostic::{Code, Diagnostic, Place, Span, Spanned};
use crate::node::{Entry, Node, NodeReader, Value};
use crate::suggestion::nearest;

/// A mapping whose keys are declared. Each of them is asked for, once and for the kind of value that
/// it has; then [`Fields::finish`] reports the keys that are not declared, and those that are missing.
pub struct Fields<'n> {
    keys: &'static Keys,
    found: Found<'n>,
    /// Names of the keys that were asked for.
    asked: Vec<&'static str>,
}

/// What there is in the place of a mapping.
enum Found<'n> {
    Mapping {
        span: Span,
        entries: Vec<&'n Entry>,
    },
    /// The value of the first key alone; see [`Kind::TextOr`].
    First(&'n Node),
    /// Something else, which has been reported.
    Broken,
}

impl<'n> Fields<'n> {
    /// The fields of a mapping, and none of nothing. Anything else is reported.
    pub fn of(reader: &mut NodeReader, keys: &'static Keys, node: &'n Node) -> Option<Self> {
        let found = match &node.value {
            Value::Map(_) | Value::Null => {
                Found::Mapping { span: node.span, entries: reader.entries(keys.what, node) }
            }
            _ => {
                let found = node.value.kind();
                let message = format!("{} must be a mapping, not {found}", keys.what);
                let diagnostic =
                    Diagnostic::new(Code::WrongType, message).at(reader.place(node.span));
                let is_register = keys.what.ends_with(".yaml");
                reader.diagnostics.push(if is_register {
                    diagnostic.help(register_help(keys))
                } else {
                    diagnostic
                });
                return None;
            }
        };
        Some(Self { keys, found, asked: Vec::new() })
    }

    /// The text of a key, perhaps as an address, a folder or a day.
    pub fn text(&mut self, reader: &mut NodeReader, name: &str) -> Option<Spanned<String>> {
        let is_text = |kind: &Kind| {
            let is_address = matches!(kind, Kind::Url | Kind::UrlOfFile | Kind::UrlOfCriterion);
            let is_checked = matches!(kind, Kind::Segment | Kind::Day | Kind::Versions);
            is_address || is_checked || matches!(kind, Kind::Text | Kind::Folder)
        };
        let key = self.ask(name, is_text);
        let (what, node) = self.value(reader, key)?;
        reader.text(&what, node)
    }

    /// The text of a key, or else its default, which has no place in the file.
    pub fn text_or_default(&mut self, reader: &mut NodeReader, name: &str) -> Spanned<String> {
        self.text(reader, name).unwrap_or_else(|| Spanned {
            value: self.default(name).to_owned(),
            place: reader.place(Span::default()),
        })
    }

    /// The text of a key without its place; empty if there is none.
    pub fn plain(&mut self, reader: &mut NodeReader, name: &str) -> String {
        self.text(reader, name).map(|text| text.value).unwrap_or_default()
    }

    /// What a key says, if it says `true` or `false`.
    pub fn boolean(&mut self, reader: &mut NodeReader, name: &str) -> Option<bool> {
        let key = self.ask(name, |kind| matches!(kind, Kind::Boolean));
        let (what, node) = self.value(reader, key)?;
        reader.boolean(&what, node)
    }

    /// What a key says, or else its default.
    pub fn boolean_or_default(&mut self, reader: &mut NodeReader, name: &str) -> bool {
        self.boolean(reader, name).unwrap_or_else(|| self.default(name) == "true")
    }

    /// What the word of a key means, or else that of its default. The choices are those of the
    /// declaration.
    pub fn choice<T: Copy>(
        &mut self,
        reader: &mut NodeReader,
        name: &str,
        choices: &[(&'static str, T)],
    ) -> T {
        let is_declared = |kind: &Kind| {
            let declared = choices.iter().map(|(word, _)| word);
            matches!(kind, Kind::Choice(words) if words.iter().eq(declared))
        };
        let key = self.ask(name, is_declared);
        let said = self.value(reader, key);
        let said = said.and_then(|(what, node)| reader.choice(&what, node, choices));
        said.unwrap_or_else(|| {
            let default = choices.iter().find(|(word, _)| *word == self.default(name));
            default.expect("the default is one of the choices").1
        })
    }

    /// The texts of a key.
    pub fn texts(&mut self, reader: &mut NodeReader, name: &str) -> Vec<Spanned<String>> {
        let key = self.ask(name, |kind| matches!(kind, Kind::OneOrMany(Kind::Text)));
        let value = self.value(reader, key);
        value.map(|(what, node)| reader.texts(&what, node)).unwrap_or_default()
    }

    /// The texts of a key without their places.
    pub fn plain_texts(&mut self, reader: &mut NodeReader, name: &str) -> Vec<String> {
        self.texts(reader, name).into_iter().map(|text| text.value).collect()
    }

    /// The numbers of a key.
    pub fn numbers(&mut self, reader: &mut NodeReader, name: &str) -> Vec<u32> {
        let key = self.ask(name, |kind| matches!(kind, Kind::OneOrMany(Kind::Number)));
        let Some((what, node)) = self.value(reader, key) else { return Vec::new() };
        one_or_many(node).iter().filter_map(|item| reader.number(&what, item)).collect()
    }

    /// The fields of the mapping of a key. Where it is absent or something else, no key of it is there.
    pub fn mapping(&mut self, reader: &mut NodeReader, name: &str) -> Fields<'n> {
        let key = self.ask(name, |kind| matches!(kind, Kind::Mapping(_)));
        let keys = key.nested().expect("a mapping has keys");
        let found = match (self.node(name), &self.found) {
            (Some(node), _) => return Self::or_broken(reader, keys, node),
            // Where the mapping should be, its required keys are missed in the one around it.
            (None, Found::Mapping { span, .. }) => {
                Found::Mapping { span: *span, entries: Vec::new() }
            }
            (None, Found::First(_) | Found::Broken) => Found::Broken,
        };
        Self { keys, found, asked: Vec::new() }
    }

    fn or_broken(reader: &mut NodeReader, keys: &'static Keys, node: &'n Node) -> Self {
        Self::of(reader, keys, node).unwrap_or(Self {
            keys,
            found: Found::Broken,
            asked: Vec::new(),
        })
    }

    /// The fields of a key whose value is a mapping, or text that stands for one.
    pub fn short(&mut self, reader: &mut NodeReader, name: &str) -> Option<Fields<'n>> {
        let key = self.ask(name, |kind| matches!(kind, Kind::TextOr(_)));
        item(reader, &key.kind, self.node(name)?)
    }

    /// The fields of each mapping in the list of a key. What is no mapping is reported and left out.
    pub fn mappings(&mut self, reader: &mut NodeReader, name: &str) -> Vec<Fields<'n>> {
        let is_list = |kind: &Kind| matches!(kind, Kind::List(_) | Kind::OneOrMany(_));
        let key = self.ask(name, |kind| is_list(kind) && kind.keys().is_some());
        let Some((what, node)) = self.value(reader, key) else { return Vec::new() };
        let (items, kind) = match key.kind {
            Kind::OneOrMany(kind) => (one_or_many(node), kind),
            Kind::List(kind) => (reader.list(&what, node), kind),
            _ => unreachable!("`{name}` is declared as a list"),
        };
        items.iter().filter_map(|node| item(reader, kind, node)).collect()
    }

    /// The items of the list of a key, which have no keys of their own.
    pub fn items(&mut self, reader: &mut NodeReader, name: &str) -> &'n [Node] {
        let key = self.ask(name, |kind| matches!(kind, Kind::List(Kind::Text)));
        let value = self.value(reader, key);
        value.map_or(&[], |(what, node)| reader.list(&what, node))
    }

    /// The entries of the mapping of a key, whose keys are not declared, without those that are empty.
    pub fn entries(&mut self, reader: &mut NodeReader, name: &str) -> Vec<&'n Entry> {
        let key = self.ask(name, |kind| matches!(kind, Kind::Entries(_) | Kind::Rules(_)));
        let Some((mut what, node)) = self.value(reader, key) else { return Vec::new() };
        // Messages call a table of TOML what it is called there.
        if reader.path.extension() == "toml" {
            what = format!("`[{name}]`");
        }
        if let (Value::List(_), Kind::Entries(Kind::List(_))) = (&node.value, &key.kind) {
            let message = format!("{what} must be a mapping, not a list");
            let diagnostic = Diagnostic::new(Code::WrongType, message);
            let help = "write lines such as `name: [first, second]`, without `-` in front";
            reader.diagnostics.push(diagnostic.at(reader.place(node.span)).help(help));
            return Vec::new();
        }
        let mut entries = reader.entries(&what, node);
        entries.retain(|entry| entry.node.value != Value::Null);
        entries
    }

    /// The lists of a mapping whose keys are not declared: each entry with the fields of its items. `what` says
    /// what an entry is.
    pub fn lists(
        &mut self,
        reader: &mut NodeReader,
        name: &str,
        what: &str,
    ) -> Vec<(&'n Entry, Vec<Fields<'n>>)> {
        let Some(Kind::Entries(Kind::List(kind))) = self.keys.get(name).map(|key| &key.kind) else {
            unreachable!("`{name}` is declared as lists by their names");
        };
        let entries = self.entries(reader, name).into_iter();
        let lists = entries.map(|entry| {
            let items = reader.list(&format!("{what} `{}`", entry.key), &entry.node);
            (entry, items.iter().filter_map(|node| item(reader, kind, node)).collect())
        });
        lists.collect()
    }

    /// Whether a key is there with a value.
    pub fn has(&self, name: &str) -> bool {
        self.node(name).is_some()
    }

    /// The value of a key, whatever it is. A key with nothing behind it counts as absent.
    pub fn node(&self, name: &str) -> Option<&'n Node> {
        match &self.found {
            Found::Mapping { entries, .. } => {
                let entry = self.entry(entries, name)?;
                (entry.node.value != Value::Null).then_some(&entry.node)
            }
            Found::First(node) => (self.keys.keys[0].name == name).then_some(*node),
            Found::Broken => None,
        }
    }

    /// The entry of a key, or one whose key is certainly a misspelling of it. That is reported, and what
    /// depends on the value is no second fault.
    fn entry(&self, entries: &[&'n Entry], name: &str) -> Option<&'n Entry> {
        let is_misspelt = |entry: &&&Entry| {
            self.keys.get(&entry.key).is_none()
                && nearest(&entry.key, self.keys.names())
                    .is_some_and(|near| near.certain && near.meant == name)
        };
        let exact = entries.iter().find(|entry| entry.key == name);
        exact.or_else(|| entries.iter().find(is_misspelt)).copied()
    }

    /// Where the value of a key stands.
    pub fn place(&self, reader: &NodeReader, name: &str) -> Option<Place> {
        self.node(name).map(|node| reader.place(node.span))
    }

    /// The value that the declaration gives a key that is absent.
    pub fn default(&self, name: &str) -> &'static str {
        match self.keys.get(name).map(|key| key.if_absent) {
            Some(Absent::Value(value)) => value,
            _ => unreachable!("no default of `{name}` is declared for {}", self.keys.what),
        }
    }

    /// The declaration of a key that is now asked for.
    fn ask(&mut self, name: &str, is_kind: impl Fn(&Kind) -> bool) -> &'static Key {
        let Some(key) = self.keys.get(name) else {
            unreachable!("`{name}` is not declared for {}", self.keys.what);
        };
        debug_assert!(is_kind(&key.kind), "`{name}` is declared as {:?}", key.kind);
        self.asked.push(key.name);
        key
    }

    /// What messages call the value of a key, and the value. That a required one is empty is reported.
    fn value(&self, reader: &mut NodeReader, key: &Key) -> Option<(String, &'n Node)> {
        let entries = match &self.found {
            Found::Mapping { entries, .. } => entries,
            Found::First(node) => {
                return (self.keys.keys[0].name == key.name)
                    .then(|| (self.keys.what.to_owned(), *node));
            }
            Found::Broken => return None,
        };
        let entry = self.entry(entries, key.name)?;
        if entry.node.value == Value::Null {
            if key.if_absent != Absent::Fault {
                return None;
            }
            let message = format!("the `{}` of {} is empty", key.name, self.keys.what);
            reader.diagnostics.push(
                Diagnostic::new(Code::MissingKey, message)
                    .at(reader.place(entry.key_span))
                    .help(format!("write {}", assignment(reader, key.name))),
            );
            return None;
        }
        Some((format!("`{}`", key.name), &entry.node))
    }

    /// Whether a key that stands in a table of book.toml is another one of its tables.
    fn is_table_of_book(&self, key: &str) -> bool {
        let is_own = |it: &Key| it.kind.keys().is_some_and(|keys| keys.what == self.keys.what);
        BOOK.keys.iter().any(is_own) && BOOK.get(key).is_some()
    }

    /// How the format says what other generators have a key for.
    fn other_way(&self, key: &str) -> Option<&'static str> {
        let (key, help) = match key {
            "draft" => ("status", "write `status: draft`"),
            "internal" | "hidden" | "private" => ("visibility", "write `visibility: internal`"),
            "slug" | "weight" | "order" => {
                ("aliases", "the name of the file gives the address and, by its number, the order")
            }
            _ => return None,
        };
        self.keys.get(key).map(|_| help)
    }

    /// Reports every key that is not declared, and every required one that is missing. Where there
    /// are both, the unknown key is probably the missing one, and one diagnostic is enough.
    pub fn finish(self, reader: &mut NodeReader) {
        debug_assert!(
            self.keys.names().all(|name| self.asked.contains(&name)),
            "only {:?} of {} were asked for",
            self.asked,
            self.keys.what
        );
        let Found::Mapping { span, entries } = &self.found else { return };
        // A mapping that is missing has been read as an empty one, which reports its own missing keys.
        let is_missing = |key: &&Key| {
            let is_required = key.if_absent == Absent::Fault;
            let is_there = || entries.iter().any(|entry| entry.key == key.name);
            is_required && !matches!(key.kind, Kind::Mapping(_)) && !is_there()
        };
        let mut missing: Vec<&str> =
            self.keys.keys.iter().filter(is_missing).map(|key| key.name).collect();
        let mut taken: BTreeSet<String> = entries.iter().map(|entry| entry.key.clone()).collect();
        for entry in entries.iter().filter(|entry| self.keys.get(&entry.key).is_none()) {
            let message = format!("unknown key `{}` in {}", entry.key, self.keys.what);
            let mut diagnostic =
                Diagnostic::new(Code::UnknownKey, message).at(reader.place(entry.key_span));
            if let Some(near) = nearest(&entry.key, self.keys.names()) {
                missing.retain(|key| *key != near.meant);
                diagnostic = diagnostic.suggest(Some(near)).unless_taken(&mut taken);
            } else if let Some(help) = self.other_way(&entry.key) {
                diagnostic = diagnostic.help(help);
            } else if self.is_table_of_book(&entry.key) {
                let help = format!(
                    "`[{}]` is a table of its own, outside of {}",
                    entry.key, self.keys.what
                );
                diagnostic = diagnostic.help(help);
            } else if let Some(key) = missing.pop() {
                diagnostic = diagnostic.help(format!("`{key}` is missing; is it what was meant?"));
            } else {
                let names: Vec<String> = self.keys.names().map(|key| format!("`{key}`")).collect();
                diagnostic = diagnostic.help(format!("the keys are {}", names.join(", ")));
            }
            reader.diagnostics.push(diagnostic);
        }
        for key in missing {
            let message = format!("{} has no `{key}`", self.keys.what);
            reader.diagnostics.push(
                Diagnostic::new(Code::MissingKey, message)
                    .at(reader.place(*span))
                    .help(format!("add {}", assignment(reader, key))),
            );
        }
    }
}

/// How a register starts.
fn register_help(keys: &Keys) -> String {
    let names: Vec<String> = keys.names().map(|name| format!("`{name}:`")).collect();
    format!("the file starts with {}; what it says stands indented below", names.join(" or "))
}

/// The fields of one item, or of the one value, of a key with this kind.
fn item<'n>(reader: &mut NodeReader, kind: &Kind, node: &'n Node) -> Option<Fields<'n>> {
    match kind {
        Kind::TextOr(keys) if !matches!(node.value, Value::Map(_)) => {
            Some(Fields { keys, found: Found::First(node), asked: Vec::new() })
        }
        kind => Fields::of(reader, kind.keys().expect("an item with keys"), node),
    }
}

/// The items of a list, or the one value alone.
fn one_or_many(node: &Node) -> &[Node] {
    match &node.value {
        Value::List(items) => items,
        Value::Null => &[],
        _ => std::slice::from_ref(node),
    }
}

/// How a key is written in the language of the file.
fn assignment(reader: &NodeReader, key: &str) -> String {
    match reader.path.extension() {
        "toml" => format!("`{key} = \"…\"`"),
        _ => format!("`{key}: …`"),
    }
}
