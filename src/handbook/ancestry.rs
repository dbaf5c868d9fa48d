//! Which criteria are reached from which over `replaces=`, however many steps that takes.
//!
//! Each criterion that is replaced has a number: its place in the order in which a walk through all of them, from
//! the later to the earlier, is done with them. What a criterion reaches was done before it, so that its number
//! lies in a span that is known. Who looks for some criteria does not go where no number of theirs is in the span:
//! a chain of any length costs only the steps that lead to what is looked for.

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
    /// For each number the least span with it and all that it reaches; one of all numbers where a circle is among
    /// that.
    spans: Vec<RangeInclusive<usize>>,
    /// The fingerprint of all of it.
    pub fingerprint: Fingerprint,
}

/// One that is being looked at.
struct Open {
    id: Arc<str>,
    before: Vec<Arc<str>>,
    /// How many of these have been looked at.
    done: usize,
    span: RangeInclusive<usize>,
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
        let Numbering { ids, numbers, before, spans } = walk;
        let numbers: HashMap<Arc<str>, usize> =
            numbers.into_iter().filter_map(|(id, number)| Some((id, number?))).collect();
        let fingerprint = Fingerprint::of(&(&meant, &ids, &before));
        let named = meant.into_iter().map(|(name, id)| (name.to_owned(), numbers[&id])).collect();
        let of_all = |before: Vec<Arc<str>>| before.iter().map(|id| numbers[id]).collect();
        let before = before.into_iter().map(of_all).collect();
        Self { ids, named, before, spans, fingerprint, numbers }
    }

    /// The number of the criterion with an id of today; `None` if nothing replaces it.
    pub fn number(&self, id: &str) -> Option<usize> {
        self.numbers.get(id).copied()
    }

    /// The id of today of the criterion with a number.
    pub fn id(&self, number: usize) -> &str {
        &self.ids[number]
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

/// The walk that gives criteria their numbers.
#[derive(Default)]
struct Numbering {
    ids: Vec<Arc<str>>,
    /// The number of each that was come to; `None` while it is open.
    numbers: HashMap<Arc<str>, Option<usize>>,
    before: Vec<Vec<Arc<str>>>,
    spans: Vec<RangeInclusive<usize>>,
}

impl Numbering {
    /// Numbers a criterion after all that it reaches. Chains may be longer than a stack is deep.
    fn number(&mut self, id: &Arc<str>, before: &impl Fn(&str) -> Vec<Arc<str>>) {
        let mut open = Vec::new();
        self.enter(id, before, &mut open);
        while let Some(it) = open.last_mut() {
            let Some(next) = it.before.get(it.done).map(Arc::clone) else {
                self.leave(&mut open);
                continue;
            };
            it.done += 1;
            match self.numbers.get(&next) {
                None => self.enter(&next, before, &mut open),
                Some(Some(number)) => it.span = joined(&it.span, &self.spans[*number]),
                // Of what is on a circle something always comes to what is still open, and all else on it to that.
                Some(None) => it.span = 0..=usize::MAX,
            }
        }
    }

    fn enter(
        &mut self,
        id: &Arc<str>,
        before: &impl Fn(&str) -> Vec<Arc<str>>,
        open: &mut Vec<Open>,
    ) {
        if self.numbers.contains_key(id) {
            return;
        }
        self.numbers.insert(Arc::clone(id), None);
        let start = usize::MAX;
        open.push(Open { id: Arc::clone(id), before: before(id), done: 0, span: start..=0 });
    }

    /// Gives the last one that is open its number, and those who reach it its span.
    fn leave(&mut self, open: &mut Vec<Open>) {
        let Some(Open { id, before, span, .. }) = open.pop() else { return };
        let number = self.ids.len();
        let span = joined(&span, &(number..=number));
        if let Some(later) = open.last_mut() {
            later.span = joined(&later.span, &span);
        }
        self.numbers.insert(Arc::clone(&id), Some(number));
        self.ids.push(id);
        self.before.push(before);
        self.spans.push(span);
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
            let all = walked(&replaces, from);
            prop_assert_eq!(&reached(&ancestry, from, None), &all);
            let mut numbers: Vec<usize> =
                wanted.iter().map(|it| ancestry.number(&it.to_string()).expect("a number")).collect();
            numbers.sort_unstable();
            let found = reached(&ancestry, from, Some(&numbers));
            prop_assert!(found.is_subset(&all));
            for it in wanted {
                prop_assert_eq!(found.contains(&it), all.contains(&it));
            }
        }
    }
}
