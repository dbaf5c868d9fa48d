//! Files of a theme that change nothing: they override no built-in file, and nothing names them.
//!
//! Mostly such a file has a typo in its name. Names are looked for as text, not by reading templates and style
//! sheets: a file that is named in a comment passes, and none that is used is reported.

use std::collections::BTreeSet;

use super::layers::Layer;
use crate::config::BOOK;
use crate::diagnostic::{Code, Diagnostic, Place, Span};
use crate::suggestion::nearest;
use crate::tree::{File, RelPath, Tree};

/// What a theme consists of, by folder, and what to call a file of each.
const FOLDERS: [(&str, &str); 4] = [
    ("templates", "template"),
    ("components", "component file"),
    ("assets", "asset"),
    ("i18n", "language file"),
];

/// A file of a theme that changes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unused {
    /// Its path in the project.
    pub path: RelPath,
    /// What it is, with its name.
    what: String,
    /// What was probably meant: a path in the same folder, a component, or a whole path.
    meant: Option<String>,
    /// When a file like it takes effect.
    rule: &'static str,
}

impl Unused {
    /// The warning about it.
    pub fn diagnostic(&self) -> Diagnostic {
        let message = format!("nothing uses {}", self.what);
        let diagnostic = Diagnostic::new(Code::UnusedThemeFile, message)
            .at(Place::new(&self.path, Span::default()));
        let diagnostic = match &self.meant {
            Some(name) => diagnostic.help(format!("did you mean `{name}`?")),
            None => diagnostic,
        };
        diagnostic.help(self.rule)
    }
}

/// Files in the layers of a project that change nothing. The first layer is the built-in theme.
pub fn unused(project: &Tree, layers: &[Layer]) -> Vec<Unused> {
    let Some((builtin, own)) = layers.split_first() else { return Vec::new() };
    let theme = Sources { project, layers, builtin: &builtin.files };
    own.iter()
        .flat_map(|layer| layer.files.iter().map(move |(path, file)| (layer, path, file)))
        .filter(|(_, path, _)| builtin.files.get(path.as_str()).is_none())
        .filter_map(|(layer, path, file)| theme.unused(layer, path, file))
        .collect()
}

/// Where a file may be named.
struct Sources<'a> {
    project: &'a Tree,
    layers: &'a [Layer],
    builtin: &'a Tree,
}

impl Sources<'_> {
    fn unused(&self, layer: &Layer, path: &RelPath, file: &File) -> Option<Unused> {
        let (folder, inside) = path.as_str().split_once('/').unwrap_or(("", path.as_str()));
        let (meant, rule) = match folder {
            "templates" if self.includes(layer, path, inside) => return None,
            "templates" => (self.near(folder, inside), TEMPLATE),
            "components" => {
                let names = defined_components(file);
                if names.iter().any(|name| self.calls(layer, path, name)) {
                    return None;
                }
                (self.near_component(&names).or_else(|| self.near(folder, inside)), COMPONENT)
            }
            "assets" if is_legal_text(path) || self.mentions(layer, path) => return None,
            "assets" => (self.near(folder, inside), ASSET),
            "i18n" if is_language(inside) => return None,
            "i18n" => (self.near(folder, inside), LANGUAGE),
            _ if folder.is_empty() && !is_of_a_theme(path) => return None,
            _ => (self.near_path(path), FOLDER),
        };
        let kind = FOLDERS.iter().find(|(name, _)| *name == folder).map(|(_, kind)| *kind);
        let what = match kind {
            Some(kind) => format!("the {kind} `{inside}`"),
            None => format!("the file `{path}` of a theme"),
        };
        Some(Unused { path: layer.project_path(path), what, meant, rule })
    }

    /// All texts of the theme but one file.
    fn texts<'s>(
        &'s self,
        layer: &'s Layer,
        but: &'s RelPath,
    ) -> impl Iterator<Item = (&'s RelPath, &'s str)> {
        let all = self.layers.iter().flat_map(|it| it.files.iter().map(move |file| (it, file)));
        all.filter(move |(of, (path, _))| !(std::ptr::eq(*of, layer) && *path == but))
            .filter_map(|(_, (path, file))| Some((path, text(path, file)?)))
    }

    /// Whether another template extends or includes a template: by its path, alone or below its layer.
    fn includes(&self, layer: &Layer, path: &RelPath, inside: &str) -> bool {
        let names = [inside.to_owned(), format!("{}/{inside}", layer.name)];
        let quoted = names.iter().flat_map(|it| [format!("\"{it}\""), format!("'{it}'")]);
        let quoted: Vec<String> = quoted.collect();
        self.texts(layer, path)
            .filter(|(path, _)| path.extension() == "html")
            .any(|(_, text)| quoted.iter().any(|name| text.contains(name.as_str())))
    }

    /// Whether a component is called, or is one of the built-in theme, which it then replaces.
    fn calls(&self, layer: &Layer, path: &RelPath, name: &str) -> bool {
        let by_author = [name.to_owned(), name.replace('_', "-")];
        self.builtin_components().contains(name)
            || self.texts(layer, path).any(|(_, text)| is_called(text, name))
            || self.content().any(|text| by_author.iter().any(|name| is_called(text, name)))
    }

    /// Whether the name of an asset occurs in a text of the theme or in the handbook.
    fn mentions(&self, layer: &Layer, path: &RelPath) -> bool {
        let name = path.name();
        self.texts(layer, path).any(|(_, text)| text.contains(name))
            || self.content().any(|text| text.contains(name))
    }

    fn content(&self) -> impl Iterator<Item = &str> {
        self.project
            .iter()
            .filter(|(path, _)| path.as_str() == BOOK || path.inside("content").is_some())
            .filter_map(|(path, file)| text(path, file))
    }

    fn builtin_components(&self) -> BTreeSet<String> {
        self.builtin
            .folder("components")
            .iter()
            .flat_map(|(_, file)| defined_components(file))
            .collect()
    }

    /// The built-in file of the same folder that is most like a name.
    fn near(&self, folder: &str, inside: &str) -> Option<String> {
        let known = self.builtin.folder(folder);
        let known: Vec<&str> = known.iter().map(|(path, _)| path.as_str()).collect();
        nearest(inside, known).map(|near| near.meant)
    }

    fn near_component(&self, names: &[String]) -> Option<String> {
        let known = self.builtin_components();
        let near = |name: &String| nearest(name, known.iter().map(String::as_str));
        names.iter().find_map(near).map(|near| near.meant)
    }

    /// The built-in file that is most like a path, or has the same name in another folder.
    fn near_path(&self, path: &RelPath) -> Option<String> {
        let known = || self.builtin.iter().map(|(path, _)| path.as_str());
        let namesake = self.builtin.iter().find(|(it, _)| it.name() == path.name());
        let near = nearest(path.as_str(), known()).map(|near| near.meant);
        near.or(namesake.map(|(path, _)| path.to_string()))
    }
}

const TEMPLATE: &str = "a template takes effect if it has the path of a built-in one, or if another extends or \
                        includes it";
const COMPONENT: &str = "a component takes effect if it has the name of a built-in one, or if a template or a \
                         page calls it";
const ASSET: &str = "an asset takes effect if it has the path of a built-in one, or if a style sheet, a \
                     template, a script or a page names it";
const LANGUAGE: &str = "a language file is named after a language, such as `i18n/fr.toml`";
const FOLDER: &str = "a theme has the folders `templates`, `components`, `assets` and `i18n`";

/// Names of the components that a file defines.
pub fn defined_components(file: &File) -> Vec<String> {
    let text = String::from_utf8_lossy(file.bytes());
    let tags = text.split("{%").skip(1);
    let definitions =
        tags.filter_map(|tag| tag.trim_start_matches('-').trim_start().strip_prefix("component "));
    let names = definitions.filter_map(|it| it.trim_start().split(['(', ' ']).next());
    names.map(str::to_owned).collect()
}

/// Whether a text calls a component: `<ui.rung rung={rung} />`.
fn is_called(text: &str, name: &str) -> bool {
    text.split('<').skip(1).any(|rest| {
        let after = rest.trim_start().strip_prefix(name);
        after.is_some_and(|after| after.starts_with([' ', '\n', '\r', '\t', '/', '>']))
    })
}

/// The text of a file in which others may be named; `None` for pictures and fonts.
fn text<'f>(path: &RelPath, file: &'f File) -> Option<&'f str> {
    let known = [
        "html",
        "css",
        "js",
        "mjs",
        "svg",
        "json",
        "webmanifest",
        "xml",
        "toml",
        "md",
        "yaml",
        "yml",
    ];
    let is_text = known.iter().any(|it| path.extension().eq_ignore_ascii_case(it));
    if is_text { std::str::from_utf8(file.bytes()).ok() } else { None }
}

/// The licence of a font or the like, which lies beside it.
fn is_legal_text(path: &RelPath) -> bool {
    ["", "txt", "md"].contains(&path.extension())
}

/// Whether a file that lies in no folder of a theme belongs into one. A README does not.
fn is_of_a_theme(path: &RelPath) -> bool {
    ["html", "css", "js", "toml"].contains(&path.extension())
}

/// Whether a language file is named after a language: `fr.toml`, `pt-BR.toml`.
fn is_language(name: &str) -> bool {
    let Some(tag) = name.strip_suffix(".toml") else { return false };
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    let is_primary =
        matches!(primary.len(), 2 | 3) && primary.bytes().all(|it| it.is_ascii_lowercase());
    is_primary
        && parts.all(|it| {
            (1..=8).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_alphanumeric())
        })
}
