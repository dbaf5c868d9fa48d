//! What the preview shows at one moment.

use super::cycle::Turn;
use crate::tree::Tree;

/// What the preview shows at one moment. A new one takes the place of the old one whole.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// Counts the snapshots of a run, from 1.
    pub epoch: u64,
    /// The last site that had no errors; `None` if there has been none yet.
    pub site: Option<Tree>,
    /// The report of what is wrong now, as plain text; `None` if the site is up to date.
    pub problems: Option<String>,
}

impl Snapshot {
    /// The snapshot that follows when the project has been built; none if it would show the same.
    pub fn after(&self, turn: &Turn) -> Option<Self> {
        let site =
            turn.site().map_or_else(|| self.site.clone(), |build| Some(build.output.clone()));
        self.with(site, turn.problems())
    }

    /// The snapshot that follows when the project cannot be built at all.
    pub fn without_project(&self, problems: String) -> Option<Self> {
        self.with(self.site.clone(), Some(problems))
    }

    fn with(&self, site: Option<Tree>, problems: Option<String>) -> Option<Self> {
        let shows_same = self.epoch > 0 && self.site == site && self.problems == problems;
        (!shows_same).then(|| Self { epoch: self.epoch + 1, site, problems })
    }
}
