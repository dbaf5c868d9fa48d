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
    /// Its search index, which may lag behind: see `Indexer`.
    pub index: Tree,
    /// The path below which the published site stands, such as `/careers/`: pages that are shown at
    /// any address, like 404.html, link there. Empty as long as there is no site.
    pub base_path: String,
    /// The report of what is wrong now, as plain text; `None` if the site is up to date.
    pub problems: Option<String>,
}

impl Snapshot {
    /// The snapshot that follows when the project has been built; none if it would show the same.
    pub fn after(&self, turn: &Turn) -> Option<Self> {
        match turn.site() {
            Some(build) => {
                self.followed_by(Some(build.output.clone()), build.base_path.clone(), None)
            }
            None => self.with_problems(turn.problems()),
        }
    }

    /// The snapshot that follows when something keeps the site from being built; it still shows the
    /// last good one.
    pub fn with_problems(&self, problems: Option<String>) -> Option<Self> {
        self.followed_by(self.site.clone(), self.base_path.clone(), problems)
    }

    /// The snapshot that follows when the search index was made; none if that is the same.
    pub fn with_index(&self, index: Tree) -> Option<Self> {
        (self.index != index).then(|| Self { epoch: self.epoch + 1, index, ..self.clone() })
    }

    fn followed_by(
        &self,
        site: Option<Tree>,
        base_path: String,
        problems: Option<String>,
    ) -> Option<Self> {
        let shows_same = self.epoch > 0
            && self.site == site
            && self.base_path == base_path
            && self.problems == problems;
        let index = self.index.clone();
        (!shows_same).then(|| Self { epoch: self.epoch + 1, site, index, base_path, problems })
    }
}
