//! UI strings: what a site says in its own words, in the language of the handbook.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::layers::Layer;
use super::plural::{Form, Forms, Plurals};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span, Spanned};
use crate::fingerprint::Fingerprint;
use crate::node::{self, Value};
use crate::suggestion::{Suggestion, nearest};
use crate::text::Text;
use crate::tree::RelPath;

/// UI strings by key, in one language. A page asks for hundreds: they are found by what stands for their keys
/// ([`Fingerprint::short_of`]).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Messages(BTreeMap<u64, (String, Message)>);

/// A UI string with `{name}` where a value goes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Message {
    /// The same for every number.
    Plain(String),
    /// The forms that the language of its file has for numbers: a string may stand in for that of another
    /// language, whose rules are others.
    Plural { plurals: Plurals, forms: BTreeMap<Form, String> },
}

impl Messages {
    /// The UI string of a key with the values of `arguments` in its places; `None` if there is no such
    /// key. The argument `n` chooses the form of a plural.
    pub fn get(&self, key: &str, arguments: &[(&str, &str)]) -> Option<String> {
        let value = |name: &str| arguments.iter().find(|(known, _)| *known == name);
        self.get_with(key, |name| value(name).map(|(_, value)| Cow::Borrowed(*value)))
    }

    /// The same with the values that a function has for their names.
    pub fn get_with<'v>(
        &self,
        key: &str,
        value: impl Fn(&str) -> Option<Cow<'v, str>>,
    ) -> Option<String> {
        let (_, message) = self.0.get(&Fingerprint::short_of(key))?;
        let text = match message {
            Message::Plain(text) => text,
            Message::Plural { plurals, forms } => {
                let form = value("n").map_or(Form::Other, |number| plurals.form(&number));
                let found = forms.get(&form).or_else(|| forms.get(&Form::Other));
                // A Polish plural need not have the form for fractions.
                found.or_else(|| forms.values().next_back())?
            }
        };
        Some(filled(text, value))
    }

    /// All keys in their order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let keys: BTreeSet<&str> = self.0.values().map(|(key, _)| key.as_str()).collect();
        keys.into_iter()
    }

    fn insert(&mut self, key: String, message: Message) {
        self.0.insert(Fingerprint::short_of(&key), (key, message));
    }

    /// The UI string of a key without arguments. A key that no language file has is shown as it is,
    /// which a test of the built-in theme rules out.
    pub fn plain(&self, key: &str) -> String {
        self.get(key, &[]).unwrap_or_else(|| key.to_owned())
    }
}

/// Bytes of most values together.
const USUAL_VALUES: usize = 64;

/// A UI string with values in its places. A value may have braces of its own.
fn filled<'v>(text: &str, value: impl Fn(&str) -> Option<Cow<'v, str>>) -> String {
    let mut filled = String::with_capacity(text.len() + USUAL_VALUES);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let place = after.split_once('}');
        let value = place.and_then(|(name, _)| value(name));
        rest = match (value, place) {
            (Some(value), Some((_, behind))) => {
                filled.push_str(&value);
                behind
            }
            _ => {
                filled.push('{');
                after
            }
        };
    }
    filled.push_str(rest);
    filled
}

/// The UI strings of a language over those of English. Files of other kinds replace one another from layer to
/// layer; language files are laid upon each other, string by string.
pub fn read(layers: &[Layer], written: &Spanned<String>) -> (Messages, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let language = written.value.as_str();
    let primary = language.split('-').next().unwrap_or(language);
    let (mut messages, english) = of_language("en", layers, &mut diagnostics);
    let mut tags = vec![primary, language];
    tags.dedup();
    let mut translated = Messages::default();
    // The file that an author would add strings to.
    let mut file = None;
    for tag in tags {
        let (found, path) = match tag {
            "en" => (messages.clone(), english.clone()),
            tag => of_language(tag, layers, &mut diagnostics),
        };
        translated.0.extend(found.0);
        file = path.or(file);
    }
    let is_missing = |key: &&str| !translated.0.contains_key(&Fingerprint::short_of(key));
    let missing: Vec<&str> = messages.keys().filter(is_missing).collect();
    if !missing.is_empty() {
        let folder = layers.last().map(Layer::folder).unwrap_or_default();
        let there = format!("{folder}/i18n/{primary}.toml");
        diagnostics.push(if translated.0.is_empty() {
            let message = format!("there are no UI strings in the language `{language}`");
            let diagnostic = Diagnostic::new(Code::MissingWord, message).at(written.place.clone());
            let diagnostic = if (2..=3).contains(&primary.len()) {
                let help =
                    format!("copy the built-in `i18n/en.toml` to `{there}` and translate it");
                diagnostic.help(help)
            } else {
                let help = "a language is called by its tag, such as `en` or `pt-BR`";
                diagnostic.suggest(tag_of(language, layers)).help(help)
            };
            diagnostic.help("until then, the interface is in English")
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

/// The tag with which the name of a language starts, such as `en` of `English`, if there are UI strings in it.
fn tag_of(name: &str, layers: &[Layer]) -> Option<Suggestion> {
    let lower = name.to_lowercase();
    let files = layers.iter().flat_map(|layer| layer.files.iter());
    let tags =
        files.filter_map(|(path, _)| path.as_str().strip_prefix("i18n/")?.strip_suffix(".toml"));
    let meant = tags.filter(|tag| lower.starts_with(*tag)).max_by_key(|tag| tag.len())?.to_owned();
    Some(Suggestion { written: name.to_owned(), meant, certain: false })
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
            report_unused(&mut reader, &node, layers);
            uppermost = Some(path);
        }
    }
    (messages, uppermost)
}

/// Reports UI strings that no template of ours and none of the theme's own asks for.
fn report_unused(reader: &mut node::NodeReader, node: &node::Node, layers: &[Layer]) {
    let Value::Map(entries) = &node.value else { return };
    let builtin = layers.first().map(builtin_keys).unwrap_or_default();
    for entry in entries.iter().filter(|entry| !builtin.contains(&entry.key)) {
        if layers.iter().skip(1).any(|layer| names(layer, &entry.key)) {
            continue;
        }
        let message = format!("nothing shows the UI string `{}`", entry.key);
        let diagnostic = Diagnostic::new(Code::UnusedWord, message)
            .at(reader.place(entry.key_span))
            .did_you_mean(&entry.key, builtin.iter().map(String::as_str))
            .help("`ladderbook theme eject i18n/en.toml` writes a file with all of them");
        reader.diagnostics.push(diagnostic);
    }
}

/// Keys of the built-in UI strings.
fn builtin_keys(layer: &Layer) -> BTreeSet<String> {
    let path = RelPath::new("i18n/en.toml");
    let file = path.as_ref().and_then(|path| layer.files.get(path.as_str()));
    let text = path.as_ref().zip(file).and_then(|(path, file)| Text::of(path, file).ok());
    let Some((path, Text { text, offset })) = path.as_ref().zip(text) else {
        return BTreeSet::new();
    };
    match node::parse_toml(path, text, offset).0.value {
        Value::Map(entries) => entries.into_iter().map(|entry| entry.key).collect(),
        _ => BTreeSet::new(),
    }
}

/// Whether a template or a script of a layer names a key, whole or up to a hyphen: what follows may be put
/// together there.
fn names(layer: &Layer, key: &str) -> bool {
    let starts = key.match_indices('-').map(|(at, _)| &key[..=at]).chain([key]);
    let quoted: Vec<String> =
        starts.flat_map(|it| [format!("\"{it}\""), format!("'{it}'")]).collect();
    let sources = layer.files.iter().filter(|(path, _)| ["html", "js"].contains(&path.extension()));
    let mut texts = sources.filter_map(|(_, file)| std::str::from_utf8(file.bytes()).ok());
    texts.any(|text| quoted.iter().any(|name| text.contains(name.as_str())))
}

fn lower(
    reader: &mut node::NodeReader,
    node: &node::Node,
    language: &str,
    messages: &mut Messages,
) {
    let plurals = Plurals::of(language);
    let known = plurals.forms();
    for entry in reader.entries("a language file", node) {
        let message = if let Value::Map(_) = entry.node.value {
            let Some(forms) = plural_forms(reader, &entry.node, &known) else { continue };
            Message::Plural { plurals: plurals.clone(), forms }
        } else {
            let Some(text) = reader.text("a UI string", &entry.node) else { continue };
            Message::Plain(text.value)
        };
        messages.insert(entry.key.clone(), message);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_shown_as_it_is() {
        let value = |name: &str| match name {
            "n" => Some(Cow::Borrowed("{title}")),
            "title" => Some(Cow::Borrowed("{n}")),
            _ => None,
        };
        for (text, shown) in [
            ("{n} in {title}", "{title} in {n}"),
            ("{n}{n}", "{title}{title}"),
            ("{other} {n", "{other} {n"),
            ("{{n}}", "{{title}}"),
            ("", ""),
        ] {
            assert_eq!(filled(text, value), shown);
        }
    }
}
