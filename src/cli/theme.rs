//! `ladderbook theme`: which layer gives which file of a theme, and copies of them to edit.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::{Args, Subcommand};

use super::options::Outcome;
use super::terminal;
use crate::config::{self, BOOK};
use crate::disk;
use crate::spelling::counted;
use crate::suggestion::nearest;
use crate::theme::{self, DEFAULT, Layer};
use crate::tree::{RelPath, Tree};

/// Show the files of a theme, or copy some of them for editing
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// List the files of a theme, with the folder that gives each and what it overrides
    List(Which),
    /// Copy files of a theme to themes/NAME/, where they override it
    Eject {
        /// Files such as `templates/level.html`; the name alone is enough where it is unique
        #[arg(value_name = "FILE", required = true)]
        files: Vec<String>,
        #[command(flatten)]
        which: Which,
    },
}

/// Which theme of which handbook.
#[derive(Args)]
struct Which {
    /// Name of the theme, instead of the `theme` in book.toml
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
    /// Folder of the handbook, the one that has book.toml
    #[arg(long, value_name = "DIR", default_value = ".", hide_default_value = true)]
    project: PathBuf,
}

/// A handbook as far as themes are concerned.
struct ThemeProject {
    tree: Tree,
    /// The theme that book.toml chooses.
    chosen: String,
    /// The theme that the command is about.
    name: String,
}

impl Which {
    fn read(&self) -> anyhow::Result<ThemeProject> {
        let (tree, _) = disk::read(&self.project)?;
        if tree.get(BOOK).is_none() {
            bail!(
                "there is no {BOOK} in `{}`\nhelp: name the folder of a handbook: `--project DIR`",
                self.project.display()
            );
        }
        let (config, _) = config::read(&tree);
        let chosen = config.build.theme.value;
        let name = self.theme.clone().unwrap_or_else(|| chosen.clone());
        Ok(ThemeProject { tree, chosen, name })
    }
}

/// Lists or copies.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    match &arguments.command {
        Command::List(which) => list(&which.read()?),
        Command::Eject { files, which } => eject(&which.read()?, files, &which.project),
    }
}

fn list(handbook: &ThemeProject) -> anyhow::Result<Outcome> {
    let ThemeProject { tree, name, .. } = handbook;
    let names = theme::names(tree);
    if !names.contains(&name.as_str()) {
        let help = match nearest(name, names.iter().copied()) {
            Some(near) => near.help(),
            None => format!("`ladderbook theme eject FILE --theme {name}` starts one"),
        };
        bail!("there is no theme `{name}`\nhelp: {help}");
    }
    terminal::print(&table(tree, &theme::layers(tree, name)))?;
    Ok(Outcome::Success)
}

/// A row for each file of a theme.
fn table(project: &Tree, layers: &[Layer]) -> String {
    let unused: BTreeSet<RelPath> =
        theme::unused(project, layers).into_iter().map(|it| it.path).collect();
    let files: BTreeSet<&RelPath> =
        layers.iter().flat_map(|layer| layer.files.iter().map(|(path, _)| path)).collect();
    let mut rows = vec![["FILE", "FROM", "OVER"].map(str::to_owned)];
    for path in files {
        // The uppermost first.
        let mut with = layers.iter().rev().filter(|layer| layer.files.get(path.as_str()).is_some());
        let Some(top) = with.next() else { continue };
        let below: Vec<String> = with.map(source).collect();
        let over = if unused.contains(&top.project_path(path)) {
            "nothing, and nothing uses it".to_owned()
        } else if path.inside("i18n").is_some() && !below.is_empty() {
            format!("{}, string by string", below.join(", "))
        } else {
            below.join(", ")
        };
        rows.push([path.to_string(), source(top), over]);
    }
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or_default();
    let (first, second) = (width(0), width(1));
    let line = |[file, from, over]: &[String; 3]| {
        let line = format!("{file:first$}  {from:second$}  {over}");
        format!("{}\n", line.trim_end())
    };
    rows.iter().map(line).collect()
}

/// What to call a layer.
fn source(layer: &Layer) -> String {
    if layer.is_builtin { "built-in".to_owned() } else { layer.folder() }
}

fn eject(handbook: &ThemeProject, wanted: &[String], dir: &Path) -> anyhow::Result<Outcome> {
    let ThemeProject { tree, chosen, name } = handbook;
    check_name(name)?;
    let layers = theme::layers(tree, name);
    // What is in effect without the layer that is written to.
    let mut lower = Tree::default();
    for layer in layers.iter().take(layers.len() - 1) {
        lower.extend(layer.files.clone());
    }
    let mut files = Tree::default();
    for wanted in wanted {
        let path = find(&lower, wanted)?;
        if let Some(file) = lower.get(path.as_str()) {
            files.insert(path.below(name).below("themes"), file.clone());
        }
    }
    disk::add(dir, &files)?;

    let mut text: String = files.iter().map(|(path, _)| format!("{path}\n")).collect();
    text.push_str(&format!("{} written\n", counted(files.len(), "file")));
    if name != DEFAULT && name != chosen {
        text.push_str(&format!(
            "\nTo use the theme, choose it in {BOOK}:\n\n  [build]\n  theme = \"{name}\"\n"
        ));
    }
    terminal::print(&text)?;
    Ok(Outcome::Success)
}

/// A theme is a folder, so its name must be that of one.
fn check_name(name: &str) -> anyhow::Result<()> {
    let is_plain = |it: char| it.is_alphanumeric() || "-_.".contains(it);
    if name.is_empty() || name.starts_with('.') || !name.chars().all(is_plain) {
        bail!("`{name}` cannot be the name of a theme\nhelp: use letters, digits, `-` and `_`");
    }
    Ok(())
}

/// The file that is meant: by its path, or by the end of it.
fn find<'t>(files: &'t Tree, wanted: &str) -> anyhow::Result<&'t RelPath> {
    let paths = || files.iter().map(|(path, _)| path);
    if let Some(path) = paths().find(|path| path.as_str() == wanted) {
        return Ok(path);
    }
    let end = format!("/{wanted}");
    let found: Vec<&RelPath> = paths().filter(|path| path.as_str().ends_with(&end)).collect();
    match found.as_slice() {
        [path] => Ok(path),
        [] => {
            let names = paths().flat_map(|path| [path.as_str(), path.name()]);
            let help = match nearest(wanted, names) {
                Some(near) => near.help(),
                None => "`ladderbook theme list` shows all".to_owned(),
            };
            bail!("the theme has no file `{wanted}`\nhelp: {help}")
        }
        several => {
            let several: Vec<String> = several.iter().map(|path| format!("`{path}`")).collect();
            bail!("`{wanted}` is the name of several files: {}", several.join(", "))
        }
    }
}
