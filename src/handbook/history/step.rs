//! What happened from one edition to the next.

use crate::handbook::changes::{self, Revision};
use crate::handbook::ix::LevelIx;

/// What happened from one edition to the next, kept without the handbooks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Step {
    /// Which level of the earlier one is which of the later one.
    pub levels: Vec<(LevelIx, LevelIx)>,
}

impl Step {
    pub fn between(before: Revision, after: Revision) -> Self {
        let changes = changes::between(before, after);
        Self { levels: changes.levels }
    }
}
