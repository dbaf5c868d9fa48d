//! The theme: built-in < themes/default < themes/NAME, file by file.

use std::collections::BTreeMap;

use crate::builtin;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span, Spanned};
use crate::keys::{COUNTED_WORD, Fields};
use crate::node::{self, NodeReader, Value};
use crate::text::Text;
use crate::tree::{RelPath, Tree};

/// Name of the built-in theme, which every other one lies upon.
pub const DEFAULT: &str = "default";

/// Everything that decides how a site looks, with the layers resolved.
#[derive(Clone, Debug, Hash)]
pub struct Theme {
    /// Names of the layers, the uppermost first.
    pub layers: Vec<String>,
    /// Templates and components under `LAYER/`, so that one layer can name another's.
    pub templates: Tree,
    /// Files that are copied to `assets/`.
    pub assets: Tree,
    /// Words of the interface.
    pub words: Words,
}

/// The theme that book.toml asks for. A theme that is not there is reported, and the built-in one
/// is used.
pub fn assemble(project: &Tree, config: &Config) -> (Theme, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let (carried, overrides) = (builtin::theme(), project.folder("themes/default"));
    let mut layers = vec![(DEFAULT.to_owned(), carried.overlay(&overrides))];
    // Other files replace one another; those of words are laid upon each other, word by word.
    let mut spoken = vec![(DEFAULT.to_owned(), carried), (DEFAULT.to_owned(), overrides)];
    let name = &config.build.theme.value;
    if name != DEFAULT {
        let layer = project.folder(&format!("themes/{name}"));
        if layer.is_empty() {
            diagnostics.push(unknown_theme(project, config));
        } else {
            layers.insert(0, (name.clone(), layer.clone()));
            spoken.push((name.clone(), layer));
        }
    }

    let mut templates = Tree::default();
    let mut assets = Tree::default();
    for (name, layer) in layers.iter().rev() {
        for (path, file) in layer.folder("templates").iter() {
            templates.insert(path.below(name), file.clone());
        }
        for (path, file) in layer.folder("components").iter() {
            templates.insert(path.below("components").below(name), file.clone());
        }
        assets = assets.overlay(&layer.folder("assets"));
    }
    let (words, found) = words(&spoken, &config.language);
    diagnostics.extend(found);
    let layers = layers.into_iter().map(|(name, _)| name).collect();
    (Theme { layers, templates, assets, words }, diagnostics)
}

fn unknown_theme(project: &Tree, config: &Config) -> Diagnostic {
    let theme = &config.build.theme;
    let mut names: Vec<&str> = project
        .iter()
        .filter_map(|(path, _)| path.as_str().strip_prefix("themes/")?.split_once('/'))
        .map(|(name, _)| name)
        .chain([DEFAULT])
        .collect();
    names.dedup();
    Diagnostic::new(Code::UnknownTheme, format!("there is no theme `{}`", theme.value))
        .at(theme.place.clone())
        .did_you_mean(&theme.value, names.iter().copied())
        .help(format!("a theme is a folder with files: `themes/{}/`", theme.value))
}

/// Words of the interface by key, in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Words(BTreeMap<String, Word>);

/// A word or sentence with `{name}` where a value goes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Word {
    /// The same for every number.
    Plain(String),
    /// One form for `n` = 1 and one for the others.
    Counted { one: String, other: String },
}

impl Words {
    /// The word of a key with the values of `arguments` in its places; `None` if there is no such
    /// key. The argument `n` chooses between singular and plural.
    pub fn get(&self, key: &str, arguments: &[(&str, &str)]) -> Option<String> {
        let number = arguments.iter().find(|(name, _)| *name == "n").map(|(_, value)| *value);
        let mut text = match self.0.get(key)? {
            Word::Plain(text) => text,
            Word::Counted { one, .. } if number == Some("1") => one,
            Word::Counted { other, .. } => other,
        }
        .clone();
        for (name, value) in arguments {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        Some(text)
    }

    /// The word of a key without arguments. A key that no language file has is shown as it is,
    /// which a test of the built-in theme rules out.
    pub fn plain(&self, key: &str) -> String {
        self.get(key, &[]).unwrap_or_else(|| key.to_owned())
    }
}

/// The words of a language over those of English. The layers are the built-in theme, then the project's
/// from the lowest to the uppermost.
fn words(layers: &[(String, Tree)], written: &Spanned<String>) -> (Words, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let language = written.value.as_str();
    let primary = language.split('-').next().unwrap_or(language);
    let (mut words, _) = words_of("en", layers, &mut diagnostics);
    let mut tags = vec![primary, language];
    tags.dedup();
    let mut spoken = Words::default();
    // The file that an author would add words to.
    let mut file = None;
    for tag in tags {
        let (found, path) = words_of(tag, layers, &mut diagnostics);
        spoken.0.extend(found.0);
        file = path.or(file);
    }
    let missing: Vec<&str> =
        words.0.keys().filter(|key| !spoken.0.contains_key(*key)).map(String::as_str).collect();
    if !missing.is_empty() {
        let theme = layers.last().map_or(DEFAULT, |(name, _)| name);
        let there = format!("themes/{theme}/i18n/{primary}.toml");
        diagnostics.push(if spoken.0.is_empty() {
            let message =
                format!("there are no words of the interface in the language `{language}`");
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
    words.0.extend(spoken.0);
    (words, diagnostics)
}

fn some_missing(missing: &[&str], language: &str) -> Diagnostic {
    let shown = 8;
    let mut keys: Vec<String> = missing.iter().take(shown).map(|key| format!("`{key}`")).collect();
    if missing.len() > shown {
        keys.push(format!("and {} more", missing.len() - shown));
    }
    let message = format!("the interface lacks words in `{language}`: {}", keys.join(", "));
    Diagnostic::new(Code::MissingWord, message)
}

/// The words of one language file, and the uppermost file of the project that has any.
fn words_of(
    tag: &str,
    layers: &[(String, Tree)],
    diagnostics: &mut Diagnostics,
) -> (Words, Option<RelPath>) {
    let mut words = Words::default();
    let mut uppermost = None;
    for (number, (name, layer)) in layers.iter().enumerate() {
        let Some(file) = layer.get(&format!("i18n/{tag}.toml")) else { continue };
        let path = RelPath::new(&format!("themes/{name}/i18n/{tag}.toml"));
        let Some(path) = path else { continue };
        let Text { text, offset } = match Text::of(&path, file) {
            Ok(text) => text,
            Err(diagnostic) => {
                diagnostics.push(*diagnostic);
                continue;
            }
        };
        let (node, found) = node::parse_toml(&path, text, offset);
        diagnostics.extend(found);
        let mut reader = NodeReader { path: &path, diagnostics: &mut *diagnostics };
        read_words(&mut reader, &node, &mut words);
        if number > 0 {
            uppermost = Some(path);
        }
    }
    (words, uppermost)
}

fn read_words(reader: &mut NodeReader, node: &node::Node, words: &mut Words) {
    for entry in reader.entries("a language file", node) {
        let word = if let Value::Map(_) = entry.node.value {
            let Some(mut forms) = Fields::of(reader, &COUNTED_WORD, &entry.node) else { continue };
            let (one, other) = (forms.text(reader, "one"), forms.text(reader, "other"));
            forms.finish(reader);
            let (Some(one), Some(other)) = (one, other) else { continue };
            Word::Counted { one: one.value, other: other.value }
        } else {
            let Some(text) = reader.text("a word", &entry.node) else { continue };
            Word::Plain(text.value)
        };
        words.0.insert(entry.key.clone(), word);
    }
}
