//! The revisions that book.toml names, read from git for the build.

use std::path::PathBuf;

use super::options::NamedPath;
use crate::config::{self, Overrides};
use crate::disk;
use crate::editions::{Past, Revision, Trouble};
use crate::fingerprint::Fingerprint;
use crate::git::Repository;
use crate::tree::Tree;

/// Reads the revisions of editions, as often as others are named or a name may mean another commit.
pub struct PastReader {
    dir: NamedPath,
    /// The names of those that were read last.
    names: Vec<String>,
    /// Where the repository keeps what names mean, and how that was when they were read.
    refs: (Vec<PathBuf>, Fingerprint),
    past: Past,
}

impl PastReader {
    /// A reader for a project, which reads nothing yet.
    pub fn new(dir: &NamedPath) -> Self {
        let refs = (Vec::new(), disk::stamp(&[]));
        Self { dir: dir.clone(), names: Vec::new(), refs, past: Past::default() }
    }

    /// The revisions that the book.toml of a project names.
    pub fn read(&mut self, project: &Tree) -> Past {
        let (config, _) = config::read(project);
        let names: Vec<String> = config.editions.into_iter().map(|it| it.rev.value).collect();
        let (paths, known) = &self.refs;
        if names != self.names || disk::stamp(paths) != *known {
            // As it was before the names were read, so that what changes meanwhile is noticed.
            let repository = Repository::around(&self.dir.path, &self.dir.named);
            let paths = repository.as_ref().ok().and_then(|it| it.names().ok()).unwrap_or_default();
            let stamp = disk::stamp(&paths);
            self.refs = (paths, stamp);
            self.past = read(repository, &names);
            self.names = names;
        }
        self.past.clone()
    }

    /// The same overrides with the revisions that the book.toml of a project names.
    pub fn add_to(&mut self, overrides: Overrides, project: &Tree) -> Overrides {
        Overrides { past: self.read(project), ..overrides }
    }
}

fn read(repository: anyhow::Result<Repository>, names: &[String]) -> Past {
    let trouble = |error: anyhow::Error| Trouble::from_lines(&format!("{error:#}"));
    let repository = repository.map_err(trouble);
    let revision = |name: &String| {
        let repository = repository.as_ref().map_err(Clone::clone)?;
        let revision = repository.revision(name).map_err(trouble)?;
        let tree = repository.tree(&revision).map_err(trouble)?;
        Ok(Revision { day: revision.date, commit: revision.commit, tree })
    };
    Past::new(names.iter().map(|name| (name.clone(), revision(name))))
}
