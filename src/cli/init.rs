//! `ladderbook init`: the sample handbook, to be rewritten.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::options::{Outcome, counted};
use super::terminal;
use crate::tree::{File, RelPath, Tree};
use crate::{builtin, config, disk};

/// Start a handbook that builds at once
#[derive(Args)]
pub struct Arguments {
    /// Folder for the handbook; it is created, or it is empty
    #[arg(value_name = "DIR", default_value = ".", hide_default_value = true)]
    dir: PathBuf,
    /// Write a workflow that publishes the site as well
    #[arg(long, value_name = "FORGE")]
    ci: Option<Forge>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Forge {
    /// GitHub Pages, by .github/workflows/handbook.yml
    Github,
    /// GitLab Pages, by .gitlab-ci.yml
    Gitlab,
}

impl Forge {
    /// The workflow and where it belongs.
    fn workflow(self) -> (&'static str, &'static str) {
        match self {
            Self::Github => (".github/workflows/handbook.yml", include_str!("ci/github.yml")),
            Self::Gitlab => (".gitlab-ci.yml", include_str!("ci/gitlab.yml")),
        }
    }

    /// The steps that are left to do by hand.
    fn next_steps(self) -> &'static str {
        match self {
            Self::Github => "To publish: push, and choose GitHub Actions in Settings > Pages.",
            Self::Gitlab => "To publish: push; the address is shown under Deploy > Pages.",
        }
    }
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let Arguments { dir, ci } = arguments;
    let files = files(dir, *ci);
    let written = disk::write_new(dir, &files)?;

    let here = dir == Path::new(".");
    let folder = if here { String::new() } else { format!(" {}", shell_quoted(dir)) };
    let mut text = format!(
        "{} written to {}\n\n\
         Next:\n  \
         ladderbook build{folder}\n\
         Then make it yours, from {} and {} on.\n",
        counted(written, "file"),
        shell_quoted(dir),
        shell_quoted(&dir.join(config::BOOK)),
        shell_quoted(&dir.join("content/levels/")),
    );
    if let Some(forge) = ci {
        text.push_str(forge.next_steps());
        text.push('\n');
    }
    terminal::print(&text)?;
    Ok(Outcome::Success)
}

/// The sample handbook, with the workflow and a .gitignore.
fn files(dir: &Path, ci: Option<Forge>) -> Tree {
    let mut files = builtin::sample();
    let mut add = |path: &str, text: &str| {
        let path = RelPath::new(path).expect("a relative path");
        files.insert(path, File::new(text.as_bytes()));
    };
    if let Some((path, text)) = ci.map(Forge::workflow) {
        add(path, text);
    }
    // An existing repository keeps its own.
    if !disk::exists(&dir.join(GITIGNORE)) {
        let (config, _) = config::read(&builtin::sample());
        add(GITIGNORE, &format!("/{}/\n", config.build.output.value));
    }
    files
}

const GITIGNORE: &str = ".gitignore";

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

    use super::shell_quoted;

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
}
