//! What links may name on a page, to be looked up.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::sync::OnceLock;

use super::reads::Read;
use super::slug::slug;
use crate::spelling::composed;
use crate::suggestion::{Candidates, Suggestion};

/// A name that a link may use after `#`, and the anchor it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    pub name: String,
    pub anchor: String,
    pub title: Option<String>,
}

/// All that links may name on a page, but for what raw HTML in its text defines.
#[derive(Debug)]
pub struct PageAnchors {
    /// In the page's order; what it has whatever its author's text says comes first.
    all: Vec<Anchor>,
    /// How many it has whatever its author's text says.
    own: usize,
    /// The places of all by their names, composed; of equal ones in the page's order.
    by_name: Vec<u32>,
    /// The same by what they mean.
    by_anchor: Vec<u32>,
    /// The anchors that raw HTML defines. Found when they are first asked for.
    html: OnceLock<HashSet<String>>,
    /// What messages may suggest. Made when it is first asked for.
    near: OnceLock<Candidates>,
    listed: OnceLock<ListedAnchors>,
}

/// Anchors of a page, as a message lists them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListedAnchors {
    /// The first ones.
    pub first: Vec<String>,
    /// How many there are.
    pub count: usize,
}

impl ListedAnchors {
    /// How many a message lists.
    const FIRST: usize = 5;

    /// Of some anchors, each but once.
    pub fn of<'a>(anchors: impl IntoIterator<Item = &'a str>) -> Self {
        let (mut listed, mut seen) = (Self::default(), HashSet::new());
        for anchor in anchors.into_iter().filter(|anchor| seen.insert(*anchor)) {
            listed.count += 1;
            if listed.first.len() < Self::FIRST {
                listed.first.push(anchor.to_owned());
            }
        }
        listed
    }
}

/// What links may name on a page, and what was read to find it out.
#[derive(Debug)]
pub struct KnownAnchors {
    pub anchors: PageAnchors,
    /// Cell by cell.
    pub reads: BTreeSet<Read>,
}

impl PageAnchors {
    /// Those that a page has whatever its author's text says, and those of that text.
    pub fn new(mut own: Vec<Anchor>, of_text: Vec<Anchor>) -> Self {
        let count = own.len();
        own.extend(of_text);
        let all = own;
        let sorted = |key: fn(&Anchor) -> Cow<'_, str>| -> Vec<u32> {
            let mut places: Vec<u32> = (0..).take(all.len()).collect();
            // This keeps the order of equal ones.
            places.sort_by(|a, b| key(&all[*a as usize]).cmp(&key(&all[*b as usize])));
            places
        };
        let (by_name, by_anchor) = (sorted(name), sorted(anchor));
        Self {
            all,
            own: count,
            by_name,
            by_anchor,
            html: OnceLock::new(),
            near: OnceLock::new(),
            listed: OnceLock::new(),
        }
    }

    /// The name that was probably meant by one that nothing has.
    pub fn nearest(&self, written: &str) -> Option<Suggestion> {
        let names = || Candidates::new(self.all.iter().map(|it| it.name.as_str()));
        self.near.get_or_init(names).nearest(written)
    }

    /// What a message lists of them; `of_level` finds it out for the page of a level.
    pub fn listed(&self, of_level: Option<impl FnOnce() -> ListedAnchors>) -> &ListedAnchors {
        self.listed.get_or_init(|| match of_level {
            Some(make) => make(),
            None => ListedAnchors::of(self.all.iter().map(|it| it.anchor.as_str())),
        })
    }

    /// The one that a link means: the first that is called so, or else the first whose name is what a heading of
    /// these words would have.
    pub fn find(&self, written: &str) -> Option<&Anchor> {
        let first = self.equal(&self.by_name, name, &composed(written)).next();
        first.or_else(|| self.named(&slug(written)).next()).map(|place| &self.all[place])
    }

    /// Whether one of them means an anchor.
    pub fn has(&self, wanted: &str) -> bool {
        self.equal(&self.by_anchor, anchor, wanted).next().is_some()
    }

    /// Whether the page has an anchor whatever its author's text says.
    pub fn has_own(&self, wanted: &str) -> bool {
        self.equal(&self.by_anchor, anchor, wanted).next().is_some_and(|first| first < self.own)
    }

    /// Whether it has something of this name whatever its author's text says.
    pub fn has_own_name(&self, wanted: &str) -> bool {
        self.named(wanted).next().is_some_and(|first| first < self.own)
    }

    /// Whether raw HTML in the text of the page defines an anchor. `make` gives all that it defines.
    pub fn has_in_html(&self, wanted: &str, make: impl FnOnce() -> HashSet<String>) -> bool {
        self.html.get_or_init(make).contains(wanted)
    }

    /// The places of those with exactly this name.
    fn named<'a>(&'a self, wanted: &'a str) -> impl Iterator<Item = usize> + 'a {
        let called = self.equal(&self.by_name, name, &composed(wanted));
        called.filter(move |place| self.all[*place].name == wanted)
    }

    /// The places of those with this key, in the page's order.
    fn equal<'a>(
        &'a self,
        places: &'a [u32],
        key: fn(&Anchor) -> Cow<'_, str>,
        wanted: &str,
    ) -> impl Iterator<Item = usize> + use<'a> {
        let compared = |place: &u32| key(&self.all[*place as usize]);
        let start = places.partition_point(|place| *compared(place) < *wanted);
        let end = start + places[start..].partition_point(|place| *compared(place) == *wanted);
        places[start..end].iter().map(|place| *place as usize)
    }
}

fn name(it: &Anchor) -> Cow<'_, str> {
    composed(&it.name)
}

fn anchor(it: &Anchor) -> Cow<'_, str> {
    Cow::Borrowed(&it.anchor)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(names: &[(&str, &str)]) -> Vec<Anchor> {
        let anchor = |(name, anchor): &(&str, &str)| Anchor {
            name: (*name).to_owned(),
            anchor: (*anchor).to_owned(),
            title: None,
        };
        names.iter().map(anchor).collect()
    }

    #[test]
    fn what_is_called_so_comes_before_what_would_be() {
        let own = all(&[("scope", "scope"), ("old", "scope"), ("c", "term-c"), ("e\u{301}", "e1")]);
        let of_text = all(&[("Scope", "text"), ("scope", "later"), ("a-b", "ab"), ("é", "e2")]);
        let anchors = PageAnchors::new(own, of_text);
        let cases = [
            ("scope", Some("scope")),
            ("Scope", Some("text")),
            ("SCOPE", Some("scope")),
            ("old", Some("scope")),
            ("A b", Some("ab")),
            // Letters composed or not are one name.
            ("é", Some("e1")),
            ("e\u{301}", Some("e1")),
            ("É", Some("e2")),
            ("b", None),
            ("", None),
        ];
        for (written, meant) in cases {
            let found = anchors.find(written).map(|it| it.anchor.as_str());
            assert_eq!(found, meant, "{written}");
        }
        assert!(anchors.has("text") && anchors.has("ab") && !anchors.has("a-b"));
        assert!(anchors.has_own("scope") && !anchors.has_own("text") && !anchors.has_own("c"));
        assert!(anchors.has_own_name("c") && !anchors.has_own_name("a-b"));
    }
}
