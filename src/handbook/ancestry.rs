//! Which criteria are reached from which over `replaces=`, however many steps that takes.
//!
//! Each criterion that is replaced has a number: its place in the order in which a walk through all of them, from
//! the later to the earlier, is done with them. What a criterion reaches was done before it, so that its number
//! lies in a span that is known. Who looks for some criteria does not go where no number of theirs is in the span:
//! a chain of any length costs only the steps that lead to what is looked for.
//!
//! Criteria that replace each other in a circle are an error. No step from one of them to another is taken: each would
//! reach all of them, which for thousands is more than can be walked.

use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::fingerprint::Fingerprint;

/// What replaces what, for all criteria of a handbook.
#[derive(Clone, Debug)]
pub struct Ancestry {
    /// Ids of today of what is replaced, by their numbers.
    ids: Vec<Arc<str>>,
    /// The numbers of these.
    numbers: HashMap<Arc<str>, usize>,
    /// The numbers of what is meant, by the names that authors write for it.
    named: HashMap<String, usize>,
    /// For each number those of what it replaces itself.
    before: Vec<Vec<usize>>,
    /// For each number the least span with it and all that it reaches.
    spans: Vec<RangeInclusive<usize>>,
    /// For each number that is on a circle that of the first id on it. Circles that have a criterion in common are one.
    circles: HashMap<usize, usize>,
    /// The fingerprint of all of it.
    pub fingerprint: Fingerprint,
}

impl Ancestry {
    /// That of a handbook. `names` are all names that are written in `replaces=`, `current` gives the id of today of
    /// what a name means, and `before` those of what the criterion with an id replaces itself.
    pub fn new<'n>(
        names: impl IntoIterator<Item = &'n str>,
        current: impl Fn(&str) -> Option<Arc<str>>,
        before: impl Fn(&str) -> Vec<Arc<str>>,
    ) -> Self {
        let mut meant: Vec<(&str, Arc<str>)> = Vec::new();
        let mut seen = HashSet::new();
        for name in names.into_iter().filter(|name| seen.insert(*name)) {
            meant.extend(current(name).map(|id| (name, id)));
        }
        let mut walk = Numbering::default();
        for (_, id) in &meant {
            walk.number(id, &before);
        }
        let Numbering { ids, numbers, before, spans, circles, .. } = walk;
        let circles: HashMap<usize, usize> = circles.into_iter().collect();
        let fingerprint = Fingerprint::of(&(&meant, &ids, &before));
        let named = meant.into_iter().map(|(name, id)| (name.to_owned(), numbers[&id])).collect();
        Self { ids, numbers, named, before, spans, circles, fingerprint }
    }

    /// The number of the criterion with an id of today; `None` if nothing replaces it.
    pub fn number(&self, id: &str) -> Option<usize> {
        self.numbers.get(id).copied()
    }

    /// The id of today of the criterion with a number.
    pub fn id(&self, number: usize) -> &str {
        &self.ids[number]
    }

    /// The id that comes first on the circle on which the criteria with two ids of today replace each other; `None` if
    /// they do not.
    pub fn circle(&self, one: &str, other: &str) -> Option<&str> {
        let of = |id| self.circles.get(&self.number(id)?);
        let first = of(one)?;
        (of(other) == Some(first)).then(|| self.id(*first))
    }

    /// The numbers of what is reached from these names, each but once, and none that has been `seen`. With `wanted`,
    /// which is sorted, it need not be all, but has all of these.
    pub fn reached<'a>(
        &'a self,
        names: impl IntoIterator<Item = &'a str>,
        wanted: Option<&'a [usize]>,
        seen: &'a mut HashSet<usize>,
    ) -> impl Iterator<Item = usize> + 'a {
        let leads_on = move |number: &usize| {
            let span = &self.spans[*number];
            wanted.is_none_or(|wanted| {
                let first = wanted.partition_point(|it| it < span.start());
                wanted.get(first).is_some_and(|it| span.contains(it))
            })
        };
        let named = names.into_iter().filter_map(|name| self.named.get(name).copied());
        let mut open: Vec<usize> = named.filter(leads_on).collect();
        std::iter::from_fn(move || {
            while let Some(number) = open.pop() {
                if seen.insert(number) {
                    let before = self.before[number].iter().copied();
                    open.extend(before.filter(leads_on));
                    return Some(number);
                }
            }
            None
        })
    }
}

/// The walk that gives criteria their numbers: Tarjan's, which finds circles as it goes ("Depth-first search and linear
/// graph algorithms", 1972).
#[derive(Default)]
struct Numbering {
    ids: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, usize>,
    before: Vec<Vec<usize>>,
    spans: Vec<RangeInclusive<usize>>,
    circles: Vec<(usize, usize)>,
    /// Those that have no number yet, in the order in which they were come to.
    waiting: Vec<(Arc<str>, Vec<Arc<str>>)>,
    /// The places of these.
    places: HashMap<Arc<str>, usize>,
}

/// One that is being looked at.
struct Open {
    /// Its place among those that wait.
    place: usize,
    /// How many of what it replaces have been looked at.
    done: usize,
    /// The first place to which a way leads from it.
    first: usize,
}

impl Numbering {
    /// Numbers a criterion after all that it reaches. Chains may be longer than a stack is deep.
    fn number(&mut self, id: &Arc<str>, before: &impl Fn(&str) -> Vec<Arc<str>>) {
        if self.numbers.contains_key(id) {
            return;
        }
        let mut open = vec![self.enter(id, before)];
        while let Some(it) = open.last_mut() {
            let Some(next) = self.waiting[it.place].1.get(it.done).map(Arc::clone) else {
                let Open { place, first, .. } = *it;
                open.pop();
                if let Some(later) = open.last_mut() {
                    later.first = first.min(later.first);
                }
                if first == place {
                    self.leave(place);
                }
                continue;
            };
            it.done += 1;
            if let Some(place) = self.places.get(&next) {
                it.first = it.first.min(*place);
            } else if !self.numbers.contains_key(&next) {
                open.push(self.enter(&next, before));
            }
        }
    }

    fn enter(&mut self, id: &Arc<str>, before: &impl Fn(&str) -> Vec<Arc<str>>) -> Open {
        let place = self.waiting.len();
        self.places.insert(Arc::clone(id), place);
        self.waiting.push((Arc::clone(id), before(id)));
        Open { place, done: 0, first: place }
    }

    /// Gives their numbers to all that wait from a place on: one, or those of a circle. What else they reach has one.
    fn leave(&mut self, place: usize) {
        let start = self.ids.len();
        let (ids, before): (Vec<_>, Vec<_>) = self.waiting.split_off(place).into_iter().unzip();
        for (number, id) in (start..).zip(ids) {
            self.places.remove(&id);
            self.numbers.insert(Arc::clone(&id), number);
            self.ids.push(id);
        }
        for (number, before) in (start..).zip(before) {
            let before = before.iter().map(|id| self.numbers[id]);
            let before: Vec<usize> = before.filter(|it| *it < start).collect();
            let span =
                before.iter().fold(number..=number, |span, it| joined(&span, &self.spans[*it]));
            self.before.push(before);
            self.spans.push(span);
        }
        let members = start..self.ids.len();
        if members.len() > 1
            && let Some(first) = members.clone().min_by_key(|it| &self.ids[*it])
        {
            self.circles.extend(members.map(|it| (it, first)));
        }
    }
}

/// The least span that has both.
fn joined(one: &RangeInclusive<usize>, other: &RangeInclusive<usize>) -> RangeInclusive<usize> {
    *one.start().min(other.start())..=*one.end().max(other.end())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// That of criteria 0 and so on, each with the numbers of those that it replaces.
    fn ancestry(replaces: &[Vec<usize>]) -> Ancestry {
        let named: Vec<String> = (0..replaces.len()).map(|it| it.to_string()).collect();
        let ids = |name: &str| -> Vec<Arc<str>> {
            let number: usize = name.parse().expect("a number");
            replaces[number].iter().map(|it| it.to_string().into()).collect()
        };
        Ancestry::new(named.iter().map(String::as_str), |name| Some(name.into()), ids)
    }

    /// All that one reaches, itself included, looked for step by step.
    fn walked(replaces: &[Vec<usize>], from: usize) -> HashSet<usize> {
        let mut found = HashSet::from([from]);
        let mut open = vec![from];
        while let Some(it) = open.pop() {
            open.extend(replaces[it].iter().copied().filter(|next| found.insert(*next)));
        }
        found
    }

    fn is_circle(replaces: &[Vec<usize>], one: usize, other: usize) -> bool {
        walked(replaces, one).contains(&other) && walked(replaces, other).contains(&one)
    }

    fn reached(ancestry: &Ancestry, from: usize, wanted: Option<&[usize]>) -> HashSet<usize> {
        let (name, mut seen) = (from.to_string(), HashSet::new());
        let found = ancestry.reached([name.as_str()], wanted, &mut seen);
        found.map(|it| ancestry.id(it).parse().expect("a number")).collect()
    }

    #[test]
    fn a_chain_is_followed_as_far_as_what_is_wanted() {
        let chain: Vec<Vec<usize>> =
            (0..200_000usize).map(|it| it.checked_sub(1).into_iter().collect()).collect();
        let ancestry = ancestry(&chain);
        let number = |it: usize| ancestry.number(&it.to_string()).expect("a number");
        assert_eq!(reached(&ancestry, 150_000, Some(&[number(149_998)])).len(), 3);
        assert_eq!(reached(&ancestry, 150_000, Some(&[number(150_001)])), HashSet::new());
        assert_eq!(reached(&ancestry, 150_000, None).len(), 150_001);
    }

    proptest! {
        #[test]
        fn whatever_replaces_whatever_all_that_is_wanted_is_reached(
            replaces in prop::collection::vec(prop::collection::vec(0..12usize, 0..3), 12),
            from in 0..12usize,
            wanted in prop::collection::btree_set(0..12usize, 0..4),
        ) {
            let ancestry = ancestry(&replaces);
            let steps = |it: usize| {
                let before = replaces[it].iter().copied();
                before.filter(|to| !is_circle(&replaces, it, *to)).collect::<Vec<_>>()
            };
            let all = walked(&(0..12).map(steps).collect::<Vec<_>>(), from);
            prop_assert_eq!(&reached(&ancestry, from, None), &all);
            let mut numbers: Vec<usize> =
                wanted.iter().map(|it| ancestry.number(&it.to_string()).expect("a number")).collect();
            numbers.sort_unstable();
            let found = reached(&ancestry, from, Some(&numbers));
            prop_assert!(found.is_subset(&all));
            for it in wanted {
                prop_assert_eq!(found.contains(&it), all.contains(&it));
            }
            for other in (0..12).filter(|other| *other != from) {
                let on_it = |it: &usize| is_circle(&replaces, from, *it);
                let first = (0..12).filter(on_it).map(|it| it.to_string()).min();
                let found = ancestry.circle(&from.to_string(), &other.to_string());
                prop_assert_eq!(found, first.as_deref().filter(|_| on_it(&other)));
            }
        }
    }
}
