//! What the history of a handbook says of it: which commit it is, and when its files were last changed.

use super::options::{ProjectArgs, ReportArgs};
use crate::config::{self, Dates, Overrides};
use crate::git::Repository;
use crate::tree::Tree;

/// What is known of a handbook's history. It may be in no repository, or there is no git: it needs neither.
#[derive(Default)]
pub struct History {
    /// The commit that is checked out.
    revision: Option<String>,
    dates: Dates,
    /// Whether the clone has a part of the history, which would tell wrong days.
    is_shallow: bool,
}

impl History {
    /// Reads the history of a project, unless its book.toml says that pages have no dates.
    pub fn wanted(project: &ProjectArgs, tree: &Tree) -> Self {
        let (config, _) = config::read(tree);
        if config.repository.dates { Self::read(project) } else { Self::default() }
    }

    /// Reads the history of a project, whose book.toml may change while it is shown.
    pub fn read(project: &ProjectArgs) -> Self {
        let Ok(repository) = Repository::around(&project.dir.path, &project.dir.named) else {
            return Self::default();
        };
        let days = repository.last_changes();
        Self {
            revision: repository.head().ok().flatten(),
            is_shallow: matches!(days, Ok(None)),
            dates: Dates::new(days.ok().flatten().unwrap_or_default()),
        }
    }

    /// The same overrides with what the history says.
    pub fn add_to(self, overrides: Overrides) -> Overrides {
        Overrides { dates: self.dates, revision: self.revision, ..overrides }
    }

    /// Says what to do where pages lack the dates that they are to have.
    pub fn explain(&self, report: &ReportArgs) {
        if self.is_shallow {
            report.print_status(
                "note: this is a shallow clone, so that pages do not say when they were last changed\n\
                 help: set `fetch-depth: 0` for actions/checkout (GitHub) or `GIT_DEPTH: 0` (GitLab), or \
                 `dates = false` under [repository] in book.toml",
            );
        }
    }
}
