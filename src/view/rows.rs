//! Which levels have a competency as a row.

use std::sync::OnceLock;

use crate::handbook::{CompetencyIx, Handbook, effective};

/// For each competency, once it is asked for, whether each level has it as a row.
pub struct Rows(Vec<OnceLock<Vec<bool>>>);

impl Rows {
    /// Nothing is found out yet.
    pub fn new(handbook: &Handbook) -> Self {
        Self(handbook.competencies().map(|_| OnceLock::new()).collect())
    }

    /// Whether each level, by its number, has a competency as a row.
    pub fn of(&self, handbook: &Handbook, competency: CompetencyIx) -> &[bool] {
        self.0[competency.0].get_or_init(|| {
            let levels = handbook.levels().map(|(level, _)| level);
            levels.map(|it| effective::is_shown(handbook.untracked(), it, competency)).collect()
        })
    }
}
