//! Which criteria are the grown form of which, by their authors' word: `replaces=` on a criterion.

use std::collections::{HashMap, HashSet};

use super::ancestry::Ancestry;
use super::body::Criterion;
use super::tracked::Tracked;

/// Ids of today of what a criterion itself replaces.
pub fn replaced_by<'h>(handbook: Tracked<'h>, criterion: &Criterion) -> Vec<&'h str> {
    let ids = criterion.replaces().iter();
    ids.filter_map(|id| handbook.current_id(&id.value)).map(|id| &**id).collect()
}

/// The id that comes first on the circle on which two criteria replace each other; `None` if they do not.
pub fn circle<'h>(handbook: Tracked<'h>, one: &str, other: &str) -> Option<&'h str> {
    handbook.ancestry().circle(one, other)
}

/// Whether the criterion with an id of today is a predecessor of a criterion.
pub fn is_predecessor(handbook: Tracked, id: &str, criterion: &Criterion) -> bool {
    *id != *criterion.id && reaches(handbook.ancestry(), criterion, id)
}

fn reaches(ancestry: &Ancestry, criterion: &Criterion, id: &str) -> bool {
    let Some(wanted) = ancestry.number(id) else { return false };
    let mut seen = HashSet::new();
    ancestry.reached(names(criterion), Some(&[wanted]), &mut seen).any(|it| it == wanted)
}

/// The names that a criterion has for what it replaces.
fn names(criterion: &Criterion) -> impl Iterator<Item = &str> {
    criterion.replaces().iter().map(|it| it.value.as_str())
}

/// Criteria of which some may be predecessors of others, each by its place in a list.
pub struct Earlier<'h> {
    ancestry: &'h Ancestry,
    places: HashMap<usize, usize>,
    wanted: Vec<usize>,
}

impl<'h> Earlier<'h> {
    /// Those with these ids of today, which may be replaced by something. Of equal ones the first counts.
    pub fn new<'i>(handbook: Tracked<'h>, ids: impl IntoIterator<Item = &'i str>) -> Self {
        let ancestry = handbook.ancestry();
        let mut places = HashMap::new();
        for (place, id) in ids.into_iter().enumerate() {
            if let Some(number) = ancestry.number(id) {
                places.entry(number).or_insert(place);
            }
        }
        let mut wanted: Vec<usize> = places.keys().copied().collect();
        wanted.sort_unstable();
        Self { ancestry, places, wanted }
    }

    /// The places of those that are predecessors of a criterion, in no order.
    pub fn predecessors(&self, criterion: &Criterion) -> Vec<usize> {
        let mut seen = HashSet::new();
        let found = self.ancestry.reached(names(criterion), Some(&self.wanted), &mut seen);
        let own = self.ancestry.number(&criterion.id);
        let others = found.filter(|it| Some(*it) != own);
        others.filter_map(|it| self.places.get(&it).copied()).collect()
    }
}

/// What some criteria replace, and what that replaced before it.
pub struct Replaced<'h> {
    handbook: Tracked<'h>,
    /// The numbers of those that are asked about, if not all are.
    wanted: Option<Vec<usize>>,
    seen: HashSet<usize>,
    ids: HashSet<&'h str>,
}

impl<'h> Replaced<'h> {
    /// What no criteria replace.
    pub fn none(handbook: Tracked<'h>) -> Self {
        Self { handbook, wanted: None, seen: HashSet::new(), ids: HashSet::new() }
    }

    /// What criteria replace, which is asked about these ids of today alone.
    pub fn among<'c, 'i>(
        handbook: Tracked<'h>,
        criteria: impl IntoIterator<Item = &'c Criterion>,
        ids: impl IntoIterator<Item = &'i str>,
    ) -> Self {
        let mut replacing = criteria.into_iter().filter(|it| !it.replaces().is_empty()).peekable();
        let mut replaced = Self::none(handbook);
        if replacing.peek().is_some() {
            let ancestry = handbook.ancestry();
            let wanted = ids.into_iter().filter_map(|id| ancestry.number(id));
            let mut wanted: Vec<usize> = wanted.collect();
            wanted.sort_unstable();
            replaced.wanted = Some(wanted);
            replaced.add(replacing);
        }
        replaced
    }

    /// Adds what further criteria replace. What is known of those before is not walked again.
    pub fn add<'c>(&mut self, criteria: impl IntoIterator<Item = &'c Criterion>) {
        for criterion in criteria.into_iter().filter(|it| !it.replaces().is_empty()) {
            let ancestry = self.handbook.ancestry();
            let wanted = self.wanted.as_deref();
            // A criterion does not replace itself; that it comes back to itself must not end the walks of others.
            let mut own = HashSet::new();
            let seen = match reaches(ancestry, criterion, &criterion.id) {
                true => &mut own,
                false => &mut self.seen,
            };
            let found = ancestry.reached(names(criterion), wanted, seen);
            self.ids.extend(found.map(|it| ancestry.id(it)).filter(|id| **id != *criterion.id));
        }
    }

    /// Whether the criterion with an id of today is replaced.
    pub fn has(&self, id: &str) -> bool {
        self.ids.contains(id)
    }
}

/// Whether criteria replace something, over all steps, that has none of these ids of today.
pub fn replace_others<'c>(
    handbook: Tracked,
    criteria: impl IntoIterator<Item = &'c Criterion>,
    is_known: impl Fn(&str) -> bool,
) -> bool {
    let mut replacing = criteria.into_iter().filter(|it| !it.replaces().is_empty());
    replacing.any(|it| {
        let ancestry = handbook.ancestry();
        let mut seen = HashSet::new();
        let found = ancestry.reached(names(it), None, &mut seen).map(|it| ancestry.id(it));
        found.filter(|id| **id != *it.id).any(|id| !is_known(id))
    })
}
