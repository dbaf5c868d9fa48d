//! UI strings: what a site says in its own words, in the language of the handbook.

use std::collections::BTreeMap;

use super::layers::Layer;
use super::plural::{self, Form, Forms};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span, Spanned};
use crate::node::{self, Value};
use crate::suggestion::nearest;
use crate::text::Text;
use crate::tree::RelPath;

/// UI strings by key, in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Messages(BTreeMap<String, Message>);

/// A UI string with `{name}` where a value goes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Message {
    /// The same for every number.
    Plain(String),
    /// The forms that the language of its file has for numbers: a string may stand in for that of another
    /// language, whose rules are others.
    Plural { language: String, forms: BTreeMap<Form, String> },
}

impl Messages {
    /// The UI string of a key with the values of `arguments` in its places; `None` if there is no such
    /// key. The argument `n` chooses the form of a plural.
    pub fn get(&self, key: &str, arguments: &[(&str, &str)]) -> Option<String> {
        let mut text = match self.0.get(key)? {
            Message::Plain(text) => text,
            Message::Plural { language, forms } => {
                let number = arguments.iter().find(|(name, _)| *name == "n");
                let form = number.map_or(Form::Other, |(_, number)| plural::form(language, number));
                let found = forms.get(&form).or_else(|| forms.get(&Form::Other));
                // A Polish plural need not have the form for fractions.
                found.or_else(|| forms.values().next_back())?
            }
        }
        .clone();
        for (name, value) in arguments {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        Some(text)
    }

    /// The UI string of a key without arguments. A key that no language file has is shown as it is,
    /// which a test of the built-in theme rules out.
    pub fn plain(&self, key: &str) -> String {
        self.get(key, &[]).unwrap_or_else(|| key.to_owned())
    }
}

/// The UI strings of a language over those of English. Files of other kinds replace one another from layer to
/// layer; language files are laid upon each other, string by string.
pub fn read(layers: &[Layer], written: &Spanned<String>) -> (Messages, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let language = written.value.as_str();
    let primary = language.split('-').next().unwrap_or(language);
    let (mut messages, _) = of_language("en", layers, &mut diagnostics);
    let mut tags = vec![primary, language];
    tags.dedup();
    let mut translated = Messages::default();
    // The file that an author would add strings to.
    let mut file = None;
    for tag in tags {
        let (found, path) = of_language(tag, layers, &mut diagnostics);
        translated.0.extend(found.0);
        file = path.or(file);
    }
    let missing: Vec<&str> = messages
        .0
        .keys()
        .filter(|key| !translated.0.contains_key(*key))
        .map(String::as_str)
        .collect();
    if !missing.is_empty() {
        let folder = layers.last().map(Layer::folder).unwrap_or_default();
        let there = format!("{folder}/i18n/{primary}.toml");
        diagnostics.push(if translated.0.is_empty() {
            let message = format!("there are no UI strings in the language `{language}`");
            Diagnostic::new(Code::MissingWord, message)
                .at(written.place.clone())
                .help("the interface is in English")
                .help(format!("copy the built-in `i18n/en.toml` to `{there}` and translate it"))
        } else {
            some_missing(&missing, language)
                .at(file
                    .map_or_else(|| written.place.clone(), |it| Place::new(&it, Span::default())))
                .help(format!("what is missing is shown in English; add it to `{there}`"))
        });
    }
    messages.0.extend(translated.0);
    (messages, diagnostics)
}

fn some_missing(missing: &[&str], language: &str) -> Diagnostic {
    let shown = 8;
    let mut keys: Vec<String> = missing.iter().take(shown).map(|key| format!("`{key}`")).collect();
    if missing.len() > shown {
        keys.push(format!("and {} more", missing.len() - shown));
    }
    let message = format!("UI strings are missing in `{language}`: {}", keys.join(", "));
    Diagnostic::new(Code::MissingWord, message)
}

/// The UI strings of one language, and the uppermost file of the project that has any.
fn of_language(
    tag: &str,
    layers: &[Layer],
    diagnostics: &mut Diagnostics,
) -> (Messages, Option<RelPath>) {
    let mut messages = Messages::default();
    let mut uppermost = None;
    for layer in layers {
        let inside = format!("i18n/{tag}.toml");
        let Some(file) = layer.files.get(&inside) else { continue };
        let Some(path) = RelPath::new(&format!("{}/{inside}", layer.folder())) else { continue };
        let Text { text, offset } = match Text::of(&path, file) {
            Ok(text) => text,
            Err(diagnostic) => {
                diagnostics.push(*diagnostic);
                continue;
            }
        };
        let (node, found) = node::parse_toml(&path, text, offset);
        diagnostics.extend(found);
        let mut reader = node::NodeReader { path: &path, diagnostics: &mut *diagnostics };
        lower(&mut reader, &node, tag, &mut messages);
        if !layer.is_builtin {
            uppermost = Some(path);
        }
    }
    (messages, uppermost)
}

fn lower(
    reader: &mut node::NodeReader,
    node: &node::Node,
    language: &str,
    messages: &mut Messages,
) {
    let known = Forms::of(language);
    for entry in reader.entries("a language file", node) {
        let message = if let Value::Map(_) = entry.node.value {
            let Some(forms) = plural_forms(reader, &entry.node, &known) else { continue };
            Message::Plural { language: language.to_owned(), forms }
        } else {
            let Some(text) = reader.text("a UI string", &entry.node) else { continue };
            Message::Plain(text.value)
        };
        messages.0.insert(entry.key.clone(), message);
    }
}

/// The forms of a plural; `None` if one that the language needs is not there, which is reported.
fn plural_forms(
    reader: &mut node::NodeReader,
    node: &node::Node,
    of_language: &Forms,
) -> Option<BTreeMap<Form, String>> {
    let mut forms = BTreeMap::new();
    for entry in reader.entries("a plural", node) {
        let known = of_language.known.iter().find(|form| form.key() == entry.key);
        match known {
            Some(form) => {
                let text = reader.text(&format!("`{}`", entry.key), &entry.node)?;
                forms.insert(*form, text.value);
            }
            None => {
                let place = reader.place(entry.key_span);
                reader.diagnostics.push(unknown_form(&entry.key, of_language).at(place));
            }
        }
    }
    let missing = of_language.needed.iter().filter(|form| !forms.contains_key(form));
    let missing: Vec<&str> = missing.map(|form| form.key()).collect();
    for key in &missing {
        reader.diagnostics.push(
            Diagnostic::new(Code::MissingKey, format!("a plural has no `{key}`"))
                .at(reader.place(node.span))
                .help(format!("add `{key} = \"…\"`")),
        );
    }
    missing.is_empty().then_some(forms)
}

/// A key of a plural that is no form of the language.
fn unknown_form(key: &str, of_language: &Forms) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownKey, format!("unknown key `{key}` in a plural"));
    let known = of_language.known.iter().map(|form| form.key());
    match nearest(key, known.clone()) {
        Some(near) => diagnostic.suggest(Some(near)),
        None => {
            let known: Vec<String> = known.map(|key| format!("`{key}`")).collect();
            diagnostic.help(format!("the keys are {}", known.join(", ")))
        }
    }
}
