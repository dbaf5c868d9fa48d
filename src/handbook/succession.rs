//! Which criteria are the grown form of which, by their authors' word: `replaces=` on a criterion.

use std::collections::HashSet;

use super::body::Criterion;
use super::tracked::Tracked;

/// The id of today of a criterion that a level or a step has; `None` if this build has none of that name. An
/// id of what is left out of it must not be shown.
pub fn current_id<'h>(handbook: Tracked<'h>, id: &str) -> Option<&'h str> {
    if let Some((_, criterion)) = handbook.criterion(id) {
        return Some(&criterion.id);
    }
    let steps = handbook.handbook().competencies.iter().flat_map(|it| &it.steps);
    let mut criteria = steps.flat_map(|step| &step.criteria);
    criteria.find(|it| it.ids().any(|it| it == id)).map(|it| &*it.id)
}

/// Ids of today of what a criterion itself replaces.
pub fn replaced_by<'h>(handbook: Tracked<'h>, criterion: &Criterion) -> Vec<&'h str> {
    let ids = criterion.replaces.iter();
    ids.filter_map(|id| current_id(handbook, &id.value)).collect()
}

/// Ids of today of what a criterion replaces, and of what that replaced before it; nearest first.
pub fn predecessors<'h>(handbook: Tracked<'h>, criterion: &Criterion) -> Vec<&'h str> {
    let mut found = replaced_by(handbook, criterion);
    // A loop is reported elsewhere, and ends here.
    let mut at = 0;
    while let Some(id) = found.get(at) {
        let before = handbook.criterion(id).map(|(_, earlier)| replaced_by(handbook, earlier));
        for id in before.unwrap_or_default() {
            if !found.contains(&id) {
                found.push(id);
            }
        }
        at += 1;
    }
    found.retain(|id| *id != &*criterion.id);
    found
}

/// Ids of what any of these criteria replaces.
pub fn replaced<'c, 'h>(
    handbook: Tracked<'h>,
    criteria: impl IntoIterator<Item = &'c Criterion>,
) -> HashSet<&'h str> {
    let with = criteria.into_iter().filter(|it| !it.replaces.is_empty());
    with.flat_map(|it| predecessors(handbook, it)).collect()
}
