//! What the preview shows at one moment.

use crate::tree::Tree;

/// What the preview shows at one moment. A new one takes the place of the old one whole.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// Counts the snapshots of a run, from 1.
    pub epoch: u64,
    /// The last site that had no errors; `None` if there has been none yet.
    pub site: Option<Tree>,
    /// The path below which the published site stands, such as `/careers/`: pages that are shown at
    /// any address, like 404.html, link there. Empty is as good as `/`.
    pub base_path: String,
    /// The report of what is wrong now, as plain text; `None` if the site is up to date.
    pub problems: Option<String>,
}
