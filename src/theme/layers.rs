//! The layers of a theme: what the binary carries, then folders of the project, file by file.

use crate::builtin;
use crate::tree::{RelPath, Tree};

/// Name of the built-in theme, which every other one lies upon.
pub const DEFAULT: &str = "default";

/// The folder of a theme, and of a preview, with the files that pages load.
pub const ASSETS: &str = "assets";

/// One layer of a theme.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Name of the theme that it is part of. The built-in files and those of `themes/default/` are one theme.
    pub name: String,
    /// Whether it is what the binary carries, and not a folder of the project.
    pub is_builtin: bool,
    /// Its files, with paths such as `templates/level.html`.
    pub files: Tree,
}

impl Layer {
    /// The folder of the project in which its files lie, or in which they can be overridden.
    pub fn folder(&self) -> String {
        format!("themes/{}", self.name)
    }

    /// The path in the project of one of its files.
    pub fn project_path(&self, path: &RelPath) -> RelPath {
        path.below(&self.name).below("themes")
    }
}

/// The layers of the theme `name`, the lowest first. A folder that is not there is an empty layer.
pub fn layers(project: &Tree, name: &str) -> Vec<Layer> {
    let of_project = |name: &str| Layer {
        name: name.to_owned(),
        is_builtin: false,
        files: project.folder(&format!("themes/{name}")),
    };
    let builtin = Layer { name: DEFAULT.to_owned(), is_builtin: true, files: builtin::theme() };
    let mut layers = vec![builtin, of_project(DEFAULT)];
    if name != DEFAULT {
        layers.push(of_project(name));
    }
    layers
}

/// Names of the themes that a project may choose, sorted.
pub fn names(project: &Tree) -> Vec<&str> {
    let folders = project
        .iter()
        .filter_map(|(path, _)| path.as_str().strip_prefix("themes/")?.split_once('/'));
    let mut names: Vec<&str> = folders.map(|(name, _)| name).chain([DEFAULT]).collect();
    names.sort_unstable();
    names.dedup();
    names
}
