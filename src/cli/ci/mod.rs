//! The workflows by which a forge checks and publishes a handbook.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::ValueEnum;

use crate::disk;
use crate::tree::{File, RelPath, Tree};

/// Where workflows run.
#[derive(Clone, Copy, ValueEnum)]
pub enum Forge {
    /// GitHub Pages, by .github/workflows/handbook.yml
    Github,
    /// GitLab Pages, by .gitlab-ci.yml
    Gitlab,
}

/// A workflow that is to be written.
pub struct Workflow {
    /// The root of the repository, the only place where a forge looks for it; the handbook's folder if it is in none.
    pub root: PathBuf,
    /// The one file.
    pub files: Tree,
    /// The steps that are left to do by hand.
    pub next_steps: String,
}

impl Workflow {
    /// The workflow for a handbook in a folder, which need not be there yet.
    pub fn new(forge: Forge, dir: &Path) -> anyhow::Result<Self> {
        let around = disk::folder_around(dir, ".git")?;
        let (root, folder) = around.unwrap_or_else(|| (dir.to_owned(), PathBuf::new()));
        let folder = folder.to_str().context("the name of the folder is not UTF-8")?;
        let folder = folder.replace('\\', "/");
        let is_taken = |path: &str| disk::exists(&root.join(path));
        let (path, next_steps) = match forge {
            Forge::Github => (
                ".github/workflows/handbook.yml",
                "To publish: push, and choose GitHub Actions in Settings > Pages.\n".to_owned(),
            ),
            Forge::Gitlab if is_taken(GITLAB) => (
                GITLAB_INCLUDED,
                format!(
                    "To publish: add `include: {GITLAB_INCLUDED}` to {GITLAB}, and push; the address is shown under \
                     Deploy > Pages.\n"
                ),
            ),
            Forge::Gitlab => (
                GITLAB,
                "To publish: push; the address is shown under Deploy > Pages.\n".to_owned(),
            ),
        };
        let text = match forge {
            Forge::Github => github(path, &folder),
            Forge::Gitlab => gitlab(path, &folder),
        };
        let shown = root.join(path);
        let path = RelPath::new(path).expect("a relative path");
        let files = [(path, File::new(text.as_bytes()))].into_iter().collect();
        let next_steps =
            format!("Workflow: {}\n{next_steps}{}", shown.display(), without_address());
        Ok(Self { root, files, next_steps })
    }
}

const GITLAB: &str = ".gitlab-ci.yml";
const GITLAB_INCLUDED: &str = ".gitlab/handbook.yml";

/// Where the project lives, by Cargo.toml.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// What to do where ladderbook was built before it had an address.
fn without_address() -> String {
    if !REPOSITORY.contains(".invalid/") {
        return String::new();
    }
    "This ladderbook does not know where its releases are: set LADDERBOOK_RELEASES in the workflow.\n".to_owned()
}

fn github(path: &str, folder: &str) -> String {
    let paths = watched(folder)
        .map(|folder| format!("    paths: ['{folder}/**', '{path}']\n"))
        .unwrap_or_default();
    let text = filled(include_str!("github.yml"), folder, 10);
    text.replace("@push-paths@", &paths).replace("@pull-paths@", &paths)
}

fn gitlab(path: &str, folder: &str) -> String {
    let changes = watched(folder)
        .map(|folder| format!("      changes: ['{folder}/**/*', '{path}']\n"))
        .unwrap_or_default();
    filled(include_str!("gitlab.yml"), folder, 6).replace("@paths@", &changes)
}

/// The folder whose changes start a workflow; `None` if any change does, because the handbook is the repository or
/// its folder has characters that mean something in a pattern.
fn watched(folder: &str) -> Option<&str> {
    let plain = |c: char| c.is_alphanumeric() || " _-./".contains(c);
    (!folder.is_empty() && folder.chars().all(plain)).then_some(folder)
}

/// A template with what both forges have in common, and the script of the installation indented by some spaces.
fn filled(template: &str, folder: &str, indent: usize) -> String {
    let folder = if folder.is_empty() { "." } else { folder };
    let install: Vec<String> =
        include_str!("install.sh").lines().map(|line| format!("{:indent$}{line}", "")).collect();
    template
        .replace("@folder@", &format!("'{}'", folder.replace('\'', "''")))
        .replace("@version@", env!("CARGO_PKG_VERSION"))
        .replace("@releases@", &format!("{REPOSITORY}/releases/download"))
        .replace("@install@", &install.join("\n"))
}
