//! The criteria that stand in files.

use crate::handbook::{Criterion, Handbook};

/// All criteria that stand in files: those of levels, in their order, then those of steps.
pub fn all_criteria(handbook: &Handbook) -> impl Iterator<Item = &Criterion> {
    let handbook = handbook.untracked();
    let levels = handbook.handbook().levels().map(|(level, _)| level);
    let of_levels = levels.flat_map(move |level| handbook.body(level).criteria());
    let steps = handbook.handbook().competencies.iter().flat_map(|it| &it.steps);
    of_levels.chain(steps.flat_map(|step| &step.criteria))
}
