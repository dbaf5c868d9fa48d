//! When the files of a handbook were last changed, for the pages made of them.

use super::options::{ProjectArgs, ReportArgs};
use crate::config::{self, Dates, Overrides};
use crate::git::Repository;
use crate::tree::Tree;

/// What is known of when files were last changed.
pub enum History {
    Known(Dates),
    /// The clone has a part of the history, which would tell wrong days.
    Shallow,
    /// The handbook is in no repository, or there is no git: it needs neither.
    None,
}

impl History {
    /// Reads the history of a project, unless its book.toml says that pages have no dates.
    pub fn wanted(project: &ProjectArgs, tree: &Tree) -> Self {
        let (config, _) = config::read(tree);
        if config.repository.dates { Self::read(project) } else { Self::None }
    }

    /// Reads the history of a project, whose book.toml may change while it is shown.
    pub fn read(project: &ProjectArgs) -> Self {
        let Ok(repository) = Repository::around(&project.dir.path, &project.dir.named) else {
            return Self::None;
        };
        match repository.last_changes() {
            Ok(Some(days)) => Self::Known(Dates::new(days)),
            Ok(None) => Self::Shallow,
            Err(_) => Self::None,
        }
    }

    /// The same overrides with the days on which files were last changed.
    pub fn add_to(self, overrides: Overrides) -> Overrides {
        match self {
            Self::Known(dates) => Overrides { dates, ..overrides },
            Self::Shallow | Self::None => overrides,
        }
    }

    /// Says what to do where pages lack the dates that they are to have.
    pub fn explain(&self, report: &ReportArgs) {
        if matches!(self, Self::Shallow) {
            report.print_status(
                "note: this is a shallow clone, so that pages do not say when they were last changed\n\
                 help: set `fetch-depth: 0` for actions/checkout (GitHub) or `GIT_DEPTH: 0` (GitLab), or \
                 `dates = false` under [repository] in book.toml",
            );
        }
    }
}
