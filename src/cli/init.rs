//! `ladderbook init`: a handbook to be rewritten, beside what is there already.

use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use clap::{Args, ValueEnum};

use super::ci::{Forge, Workflow};
use super::editors;
use super::options::Outcome;
use super::terminal;
use crate::config::BOOK;
use crate::spelling::counted;
use crate::tree::{File, RelPath, Tree};
use crate::{builtin, config, disk};

/// Start a handbook that builds at once
///
/// Writes beside what is there already, and nothing at all if a file is in its way.
#[derive(Args)]
pub struct Arguments {
    /// Folder for the handbook, which is created if need be
    #[arg(value_name = "DIR", default_value = ".", hide_default_value = true)]
    dir: PathBuf,
    /// Write a workflow that checks and publishes the handbook as well; alone in the folder of a handbook
    #[arg(long, value_name = "FORGE")]
    ci: Option<Forge>,
    /// Two files to begin with, instead of the sample
    #[arg(long, conflicts_with_all = ["tracks", "levels"])]
    empty: bool,
    /// Tracks to begin with
    #[arg(long, value_name = "TRACKS", value_enum)]
    tracks: Option<Tracks>,
    /// The first so many levels of one track, 1 to 4
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u8).range(1..=4))]
    levels: Option<u8>,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Tracks {
    /// Engineers, four levels
    Ic,
    /// Engineers and their managers, eleven levels
    #[value(name = "ic,management")]
    Both,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let Arguments { dir, ci, .. } = arguments;
    let workflow = ci.map(|forge| Workflow::new(forge, dir)).transpose()?;
    let is_handbook = disk::exists(&dir.join(BOOK));
    let starter = arguments.starter(is_handbook)?;
    let mut files = starter.clone();
    let (settings, kept) = arguments.editor_settings(&starter);
    files.extend(settings);
    let gitignore = Gitignore::of(dir, &starter);
    if let Gitignore::New(path, file) = &gitignore {
        files.insert(path.clone(), file.clone());
    }
    let workflow_files = workflow.iter().map(|it| (it.root.as_path(), &it.files));
    let places: Vec<_> = workflow_files.chain([(dir.as_path(), &files)]).collect();
    let written = disk::write_new(&places).map_err(|error| match is_handbook && ci.is_none() {
        true => {
            anyhow!("{error}\nhelp: `ladderbook init --ci github` adds a workflow to a handbook")
        }
        false => error,
    })?;
    if let Gitignore::Longer(path, file) = &gitignore {
        disk::write_file(path, file.bytes())?;
    }

    let mut text = format!("{} written to {}\n", counted(written, "file"), shell_quoted(dir));
    if !starter.is_empty() {
        text.push_str(&next_steps(dir));
    }
    for path in kept {
        text.push_str(&format!(
            "{} was there already and stays as it is.\n",
            dir.join(path.as_str()).display()
        ));
    }
    if let Some(workflow) = workflow {
        text.push_str(&workflow.next_steps);
    }
    terminal::print(&text)?;
    Ok(Outcome::Success)
}

impl Arguments {
    /// The handbook to begin with; without files where only a workflow is added to one.
    fn starter(&self, is_handbook: bool) -> anyhow::Result<Tree> {
        if is_handbook && self.ci.is_some() {
            if self.empty || self.tracks.is_some() || self.levels.is_some() {
                bail!(
                    "`{}` has a handbook already; nothing was written\n\
                     help: `--ci` alone adds a workflow to it",
                    self.dir.display()
                );
            }
            return Ok(Tree::default());
        }
        match (self.tracks, self.levels) {
            _ if self.empty => Ok(builtin::starter("empty")),
            (Some(Tracks::Both), Some(_)) => {
                bail!("`--levels` is for one track\nhelp: leave it out, or say `--tracks ic`")
            }
            (None | Some(Tracks::Both), None) => Ok(builtin::sample()),
            (_, levels) => {
                let mut starter = builtin::starter("small");
                for path in levels_above(&starter, levels.map(usize::from)) {
                    starter.remove(&path);
                }
                Ok(starter)
            }
        }
    }

    /// What editors and assistants are told of a handbook, and those that are left out because there are some. Who
    /// wants nothing but what is needed gets none.
    fn editor_settings(&self, starter: &Tree) -> (Tree, Vec<RelPath>) {
        if starter.is_empty() || self.empty {
            return (Tree::default(), Vec::new());
        }
        let mut settings = editors::vs_code();
        let agents = RelPath::new("AGENTS.md").expect("a relative path");
        settings.insert(agents, File::new(include_str!("agents.md").as_bytes()));
        let is_other = |(path, file): &(&RelPath, &File)| {
            let there = self.dir.join(path.as_str());
            let is_same =
                disk::read_input(&there).is_ok_and(|text| text.as_bytes() == file.bytes());
            disk::exists(&there) && !is_same
        };
        let kept: Vec<RelPath> =
            settings.iter().filter(is_other).map(|(path, _)| path.clone()).collect();
        for path in &kept {
            settings.remove(path);
        }
        (settings, kept)
    }
}

/// The files of the levels behind the first so many. Nothing names a later level, so that what is left is whole.
fn levels_above(starter: &Tree, number: Option<usize>) -> Vec<RelPath> {
    let levels = starter.iter().filter(|(path, _)| path.is_inside("content/levels/ic"));
    levels.skip(number.unwrap_or(usize::MAX)).map(|(path, _)| path.clone()).collect()
}

/// What becomes of the .gitignore beside a handbook, so that git leaves the site out.
enum Gitignore {
    New(RelPath, File),
    /// With a line more.
    Longer(PathBuf, File),
    /// It says so already, or is no text.
    AsItIs,
}

impl Gitignore {
    fn of(dir: &Path, starter: &Tree) -> Self {
        let name = RelPath::new(".gitignore").expect("a relative path");
        let path = dir.join(name.as_str());
        let folder = output_folder(dir, starter);
        if !disk::exists(&path) {
            return ignoring("", &folder).map_or(Self::AsItIs, |file| Self::New(name, file));
        }
        let longer = disk::read_input(&path).ok().and_then(|text| ignoring(&text, &folder));
        longer.map_or(Self::AsItIs, |file| Self::Longer(path, file))
    }
}

/// The folder that the site is written to.
fn output_folder(dir: &Path, starter: &Tree) -> String {
    let path = RelPath::new(BOOK).expect("a relative path");
    let read = || File::new(disk::read_input(&dir.join(BOOK)).unwrap_or_default().as_bytes());
    let book = starter.get(BOOK).cloned().unwrap_or_else(read);
    let (config, _) = config::read(&[(path, book)].into_iter().collect());
    config.build.output.value
}

/// The text of a .gitignore with a folder in it, and the list of its files beside it; `None` if it has both.
fn ignoring(text: &str, folder: &str) -> Option<File> {
    let folder = folder.trim_matches('/');
    let manifest = disk::manifest_path(Path::new(folder));
    let lines = [format!("/{folder}/"), format!("/{}", manifest.display()).replace('\\', "/")];
    let is_ignored = |wanted: &str| {
        let same = |line: &str| line.trim().trim_matches('/') == wanted.trim_matches('/');
        text.lines().any(same)
    };
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let separator = if text.is_empty() || text.ends_with('\n') { "" } else { end };
    let more: String =
        lines.iter().filter(|it| !is_ignored(it)).map(|it| format!("{it}{end}")).collect();
    (!more.is_empty()).then(|| File::new(format!("{text}{separator}{more}").as_bytes()))
}

/// What to do with a new handbook.
fn next_steps(dir: &Path) -> String {
    let folder =
        if dir == Path::new(".") { String::new() } else { format!(" {}", shell_quoted(dir)) };
    format!(
        "\nNext:\n  \
         ladderbook build{folder}\n\
         Then make it yours, from {} and {} on.\n",
        shell_quoted(&dir.join(BOOK)),
        shell_quoted(&dir.join("content/levels/")),
    )
}

/// A path as an argument that a shell takes as it is.
fn shell_quoted(path: &Path) -> String {
    let path = path.display().to_string();
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./".contains(c);
    if !path.is_empty() && !path.starts_with('-') && path.chars().all(plain) {
        path
    } else {
        format!("'{}'", path.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{ignoring, shell_quoted};
    use crate::tree::File;

    #[test]
    fn a_path_is_quoted_if_a_shell_would_change_it() {
        for (path, expected) in [
            ("handbook/2025", "handbook/2025"),
            ("my handbook", "'my handbook'"),
            ("it's", r"'it'\''s'"),
            ("$HOME", "'$HOME'"),
            ("-x", "'-x'"),
            ("", "''"),
        ] {
            assert_eq!(shell_quoted(Path::new(path)), expected, "{path}");
        }
    }

    #[test]
    fn a_gitignore_gets_the_lines_that_it_lacks() {
        for (before, after) in [
            ("", Some("/public/\n/.public.ladderbook-manifest\n")),
            ("/target\n", Some("/target\n/public/\n/.public.ladderbook-manifest\n")),
            ("/target", Some("/target\n/public/\n/.public.ladderbook-manifest\n")),
            ("a\r\n", Some("a\r\n/public/\r\n/.public.ladderbook-manifest\r\n")),
            ("/target\npublic/\n.public.ladderbook-manifest\n", None),
            ("/public", Some("/public\n/.public.ladderbook-manifest\n")),
            ("#public", Some("#public\n/public/\n/.public.ladderbook-manifest\n")),
        ] {
            let found = ignoring(before, "public");
            assert_eq!(found, after.map(|it| File::new(it.as_bytes())), "{before:?}");
        }
    }
}
