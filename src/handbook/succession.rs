//! Which criteria are the grown form of which, by their authors' word: `replaces=` on a criterion.

use std::collections::HashSet;

use super::body::Criterion;
use super::effective::EffectiveCriterion;
use super::tracked::Tracked;

/// Ids of today of what a criterion replaces, and of what that replaced before it; nearest first.
pub fn predecessors<'h>(handbook: Tracked<'h>, criterion: &'h Criterion) -> Vec<&'h str> {
    let mut found: Vec<&str> = Vec::new();
    let mut open: Vec<&'h Criterion> = vec![criterion];
    // A loop is reported elsewhere, and ends here.
    let mut at = 0;
    while let Some(later) = open.get(at).copied() {
        for replaced in &later.replaces {
            let earlier = handbook.criterion(&replaced.value).map(|(_, it)| it);
            // What a step brings stands in no level's file.
            let id = earlier.map_or(replaced.value.as_str(), |it| &it.id);
            if id != criterion.id && !found.contains(&id) {
                found.push(id);
                open.extend(earlier);
            }
        }
        at += 1;
    }
    found
}

/// Ids of today of what a criterion itself replaces.
pub fn replaced_by<'h>(handbook: Tracked<'h>, criterion: &'h Criterion) -> Vec<&'h str> {
    let ids = criterion.replaces.iter();
    ids.map(|id| handbook.criterion(&id.value).map_or(id.value.as_str(), |(_, it)| &it.id))
        .collect()
}

/// Ids of what any of these criteria replaces.
pub fn replaced<'c, 'h: 'c>(
    handbook: Tracked<'h>,
    criteria: impl IntoIterator<Item = &'c EffectiveCriterion<'h>>,
) -> HashSet<&'h str> {
    let with = criteria.into_iter().filter(|it| !it.criterion.replaces.is_empty());
    with.flat_map(|it| predecessors(handbook, it.criterion)).collect()
}
