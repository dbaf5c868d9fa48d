//! The theme: built-in < themes/default < themes/NAME, file by file.

mod layers;
mod plural;
mod messages;
mod unused;
mod misplaced;

pub use self::layers::{ASSETS, DEFAULT, Layer, layers, names};
pub use self::messages::Messages;
pub use self::unused::{Unused, defined_components, unused};

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::tree::Tree;

/// Everything that decides how a site looks, with the layers resolved.
#[derive(Clone, Debug, Hash)]
pub struct Theme {
    /// Names of the layers, the uppermost first.
    pub layers: Vec<String>,
    /// Templates and components under `LAYER/`, so that one layer can name another's.
    pub templates: Tree,
    /// Files that pages load, below their folder.
    pub assets: Tree,
    /// UI strings.
    pub messages: Messages,
}

/// The theme that book.toml asks for. A theme that is not there is reported, and the built-in one
/// is used.
pub fn assemble(project: &Tree, config: &Config) -> (Theme, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let mut layers = layers(project, &config.build.theme.value);
    if layers.len() > 2 && layers[2].files.is_empty() {
        layers.truncate(2);
        diagnostics.push(unknown_theme(project, config));
    }

    let mut templates = Tree::default();
    let mut assets = Tree::default();
    for layer in &layers {
        for (path, file) in layer.files.folder("templates").iter() {
            templates.insert(path.below(&layer.name), file.clone());
        }
        for (path, file) in layer.files.folder("components").iter() {
            templates.insert(path.below("components").below(&layer.name), file.clone());
        }
        assets.extend(layer.files.folder(ASSETS));
    }
    let (messages, found) = messages::read(&layers, &config.language);
    diagnostics.extend(found);
    diagnostics.extend(misplaced::misplaced(project, &layers, &assets));
    diagnostics.extend(unused(project, &layers).iter().map(Unused::diagnostic));
    let mut names: Vec<String> = layers.into_iter().rev().map(|layer| layer.name).collect();
    names.dedup();
    (Theme { layers: names, templates, assets, messages }, diagnostics)
}

fn unknown_theme(project: &Tree, config: &Config) -> Diagnostic {
    let theme = &config.build.theme;
    let known: Vec<String> = names(project).iter().map(|name| format!("`{name}`")).collect();
    Diagnostic::new(Code::UnknownTheme, format!("there is no theme `{}`", theme.value))
        .at(theme.place.clone())
        .did_you_mean(&theme.value, names(project))
        .help(format!("a theme is a folder with files: `themes/{}/`", theme.value))
        .help(format!("the themes here: {}", known.join(", ")))
}
