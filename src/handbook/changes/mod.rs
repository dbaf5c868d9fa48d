//! What differs between two revisions of a handbook, seen as a ladder.
//!
//! First it is found out which track, level and competency of the one is which of the other
//! ([`identity`]), then which criterion is which ([`criteria`]). Whatever is found on both sides and
//! stands elsewhere or in other words is one change; nothing is both gone and new. Order, numbers of files
//! and comments are no differences. A criterion counts where its author wrote it, not at each level that
//! inherits or still expects it.
//!
//! Each change has a [`Weight`], by the rules that `docs/versions.md` tells.

mod revision;
mod weight;
mod wording;
mod pairs;
mod stated;
mod change;
mod alike;
mod identity;
mod criteria;
mod fields;
mod steps;
mod texts;
mod levels;
mod others;

pub use self::change::{
    Change, Changes, CriterionChange, CriterionKind, Kept, Moved, Name, Noun, Subject, What,
};
pub use self::revision::Revision;
pub use self::stated::Stated;
pub use self::weight::Weight;
pub use self::wording::Wording;

use self::identity::Identity;
use crate::handbook::ix::LevelIx;

/// What differs between two revisions.
pub fn between<'h>(before: Revision<'h>, after: Revision<'h>) -> Changes<'h> {
    let identity = Identity::find(before, after);
    let (before, after) = (before.handbook, after.handbook);
    let (criteria, kept) = criteria::changes(before, after, &identity);
    let (of_levels, of_steps) = criteria.into_iter().partition(|it| !it.is_of_step());
    let mut subjects = others::tracks(before, after, &identity);
    subjects.extend(others::categories(before, after));
    subjects.extend(others::competencies(before, after, &identity, of_steps));
    subjects.extend(others::scales(before, after));
    subjects.extend(levels::subjects(before, after, &identity, of_levels));
    subjects.extend(others::terms(before, after));
    subjects.extend(others::pages(before, after));
    subjects.retain(|subject| !subject.changes.is_empty());
    let levels = identity.levels.iter().map(|(one, other)| (LevelIx(one), LevelIx(other)));
    Changes { subjects, levels: levels.collect(), kept }
}
