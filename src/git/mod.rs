//! The history of a handbook: revisions of its folder as trees, read through the `git` program.
//!
//! Nothing is checked out and nothing is written. A folder is found again in a revision in which it had
//! another name.

mod process;
mod revision;
mod folder;
mod objects;
mod dates;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};

use self::process::{Git, Refused};
pub use self::revision::Revision;
use crate::suggestion::nearest;
use crate::tree::{RelPath, Tree};

/// The repository that holds a handbook.
pub struct Repository {
    git: Git,
    /// The handbook's folder as it is named from the root of the repository on; empty for the root.
    folder: String,
}

impl Repository {
    /// The repository around a folder; `named` is how messages call it.
    ///
    /// # Errors
    ///
    /// If there is none, if git does not read it, or if there is no git.
    pub fn around(dir: &Path, named: &Path) -> anyhow::Result<Self> {
        if !dir.is_dir() {
            bail!(
                "`{}` is not a folder\nhelp: name the folder that has book.toml",
                named.display()
            );
        }
        let git = Git::new(dir);
        let folder = match git.run(&["rev-parse", "--show-prefix"])? {
            Ok(prefix) => line(&prefix).trim_end_matches('/').to_owned(),
            Err(Refused(message)) if message.contains("not a git repository") => bail!(
                "`{}` is in no git repository, so that it has no history\nhelp: `git init`, and commit the \
                 handbook; what changes from then on can be told",
                named.display()
            ),
            Err(refused) => return Err(refused.into_error()),
        };
        Ok(Self { git, folder })
    }

    /// The commit with a name: a tag, a branch, an id, `HEAD~3`.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn revision(&self, name: &str) -> anyhow::Result<Revision> {
        let commit = format!("{name}^{{commit}}");
        let found = ["rev-parse", "--verify", "--quiet", "--end-of-options", &commit];
        let Ok(found) = self.git.run(&found)? else { return Err(self.unknown(name)?) };
        let commit = line(&found);
        let shown = ["log", "-1", "--no-show-signature", "--format=%cs", &commit, "--"];
        let date = self.git.run(&shown)?.map_err(Refused::into_error)?;
        Ok(Revision { name: name.to_owned(), commit, date: line(&date) })
    }

    /// Where the repository keeps what names mean: as long as nothing changes there, each name is the same commit.
    ///
    /// # Errors
    ///
    /// If git cannot be run.
    pub fn names(&self) -> anyhow::Result<Vec<PathBuf>> {
        // A worktree has a HEAD of its own, and shares tags and branches with others.
        let found = self.git.run(&["rev-parse", "--git-dir", "--git-common-dir"])?;
        let found = String::from_utf8_lossy(&found.unwrap_or_default()).into_owned();
        let folders = found.lines().map(|line| self.git.dir().join(line));
        let names = ["HEAD", "packed-refs", "refs", "reftable"];
        Ok(folders.flat_map(|folder| names.map(|name| folder.join(name))).collect())
    }

    /// The handbook's folder as it was in a revision.
    ///
    /// # Errors
    ///
    /// If it is not in the revision, or cannot be read.
    pub fn tree(&self, revision: &Revision) -> anyhow::Result<Tree> {
        let folder = folder::find(&self.git, &self.folder, revision)?;
        objects::read(&self.git, &revision.commit, &folder)
    }

    /// The id of the commit that is checked out; `None` where there is none yet.
    ///
    /// # Errors
    ///
    /// If git cannot be run.
    pub fn head(&self) -> anyhow::Result<Option<String>> {
        let found = self.git.run(&["rev-parse", "--verify", "--quiet", "HEAD^{commit}"])?;
        Ok(found.ok().map(|it| line(&it)))
    }

    /// For each file of the handbook's folder the day of the last commit that changed it: paths from the folder on.
    /// `None` where the clone has a part of the history only, in which all files seem to be of one day.
    ///
    /// # Errors
    ///
    /// If git cannot be run.
    pub fn last_changes(&self) -> anyhow::Result<Option<BTreeMap<RelPath, String>>> {
        if self.is_shallow()? {
            return Ok(None);
        }
        let all =
            ["log", "--no-show-signature", "--no-renames", "--name-only", "-z", "--format=%x01%cs"];
        let folder = format!(":(top,literal){}", self.folder);
        let folder: &[&str] = if self.folder.is_empty() { &[] } else { &[&folder] };
        // A repository without a commit has no log.
        let log =
            self.git.run(&[&all[..], &["--end-of-options", "HEAD", "--"], folder].concat())?;
        Ok(Some(dates::parse(&log.unwrap_or_default(), &self.folder)))
    }

    fn is_shallow(&self) -> anyhow::Result<bool> {
        let answer = self.git.run(&["rev-parse", "--is-shallow-repository"])?;
        Ok(answer.is_ok_and(|it| line(&it) == "true"))
    }

    /// Why there is no commit with a name, and what to do.
    fn unknown(&self, name: &str) -> anyhow::Result<anyhow::Error> {
        let is_shallow = self.is_shallow()?;
        let names = self.git.run(&["for-each-ref", "--format=%(refname:short)"])?;
        let names = String::from_utf8_lossy(&names.unwrap_or_default()).into_owned();
        if names.is_empty() && name == "HEAD" {
            return Ok(anyhow!(
                "the repository has no commit yet\nhelp: commit the handbook; what changes from then on can \
                 be told"
            ));
        }
        let mut message = format!("there is no revision `{name}`");
        if let Some((from, to)) = range(name) {
            message += &format!("\nhelp: name two revisions: `{from}` and `{to}`");
            return Ok(anyhow!(message));
        }
        // A branch that was fetched and not checked out, as in continuous integration.
        let remote = names.lines().find(|it| it.split_once('/').is_some_and(|(_, it)| it == name));
        let near = || nearest(name, names.lines()).map(|it| it.meant);
        if let Some(near) = remote.map(str::to_owned).or_else(near) {
            message += &format!("\nhelp: did you mean `{near}`?");
        }
        if is_shallow {
            message += "\nhelp: this is a shallow clone, which has a part of the history only: run `git fetch \
                        --unshallow --tags`, or set `fetch-depth: 0` for actions/checkout (GitHub) or \
                        `GIT_DEPTH: 0` (GitLab)";
        } else if near().is_none() && remote.is_none() {
            message += "\nhelp: `git tag` and `git branch --all` list the names that there are";
        }
        Ok(anyhow!(message))
    }
}

/// The two ends of `v1..v2`, which other commands of git take as one argument.
fn range(name: &str) -> Option<(&str, &str)> {
    let (from, to) = name.split_once("...").or_else(|| name.split_once(".."))?;
    (!from.is_empty() && !to.is_empty()).then_some((from, to))
}

/// The one line that git printed.
fn line(output: &[u8]) -> String {
    // Git before 2.30 prints `--end-of-options` as well, before what it was asked for.
    String::from_utf8_lossy(output)
        .trim_end_matches(['\r', '\n'])
        .lines()
        .last()
        .unwrap_or_default()
        .to_owned()
}
