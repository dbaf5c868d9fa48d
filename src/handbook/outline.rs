//! The outline of a handbook as a fingerprint: what any page may show of any other.
//!
//! Not in it is what only few pages show: the bodies of levels, and the prose of tracks,
//! competencies, guides, moves and generated pages. Places in files are not in it either, since no
//! page shows them. Every noun is taken apart field by field, so that a new field has to be thought
//! about here.

use std::hash::{Hash, Hasher};

use super::nouns::{
    Category, Cell, Competency, Criterion, Expectation, Handbook, Level, Move, MoveProse, Page,
    Scale, SpecialPage, Step, Term, Track,
};
use crate::fingerprint::Fingerprint;

/// The fingerprint of a handbook's outline.
pub fn outline(handbook: &Handbook) -> Fingerprint {
    Fingerprint::of(&Outline(handbook))
}

/// Hashes the outline of what it holds.
struct Outline<'a, T>(&'a T);

fn all<T, H: Hasher>(nouns: &[T], state: &mut H)
where
    for<'a> Outline<'a, T>: Hash,
{
    nouns.len().hash(state);
    for noun in nouns {
        Outline(noun).hash(state);
    }
}

impl Hash for Outline<'_, Handbook> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Handbook {
            tracks,
            levels,
            categories,
            competencies,
            scales,
            terms,
            pages,
            moves,
            special,
            assets,
            hidden,
            incomplete,
        } = self.0;
        all(tracks, state);
        all(levels, state);
        all(categories, state);
        all(competencies, state);
        all(scales, state);
        all(terms, state);
        all(pages, state);
        all(moves, state);
        special.len().hash(state);
        for (which, page) in special {
            which.hash(state);
            Outline(page).hash(state);
        }
        (assets, hidden, incomplete).hash(state);
    }
}

impl Hash for Outline<'_, Track> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Track {
            id,
            title,
            summary,
            group,
            status,
            replaced_by,
            extends,
            is_abstract,
            cumulative,
            levels,
            rungs,
            prose: _,
            headings,
            file,
            place: _,
        } = self.0;
        (id, title, summary, group, status, replaced_by, extends, is_abstract).hash(state);
        (cumulative, levels, rungs, headings, file).hash(state);
    }
}

impl Hash for Outline<'_, Level> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Level {
            track,
            id,
            order,
            title,
            code,
            grades,
            grade_place: _,
            summary,
            next,
            facts,
            status,
            replaced_by,
            internal,
            aliases,
            same_as,
            sublevels,
            links,
            body: _,
            incomplete,
            file,
            place: _,
        } = self.0;
        (track, id, order, title, code, grades, summary).hash(state);
        all(next, state);
        (status, replaced_by, internal, same_as, sublevels, incomplete, file).hash(state);
        facts.len().hash(state);
        for (name, value) in facts.iter().chain(links) {
            (name, &value.value).hash(state);
        }
        for alias in aliases {
            alias.value.hash(state);
        }
    }
}

impl Hash for Outline<'_, Move> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Move { to, kind, note, place } = self.0;
        (to, kind, note, place.is_some()).hash(state);
    }
}

impl Hash for Outline<'_, Category> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Category { id, title, summary, place: _ } = self.0;
        (id, title, summary).hash(state);
    }
}

impl Hash for Outline<'_, Competency> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Competency {
            id,
            title,
            category,
            summary,
            aliases,
            tracks,
            from,
            steps,
            cumulative,
            prose: _,
            headings,
            file,
            place,
        } = self.0;
        (id, title, category, summary, aliases, tracks, from).hash(state);
        all(steps, state);
        (cumulative, headings, file, &place.path).hash(state);
    }
}

impl Hash for Outline<'_, Step> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Step { title, text, criteria, examples } = self.0;
        (title, text, criteria, examples).hash(state);
    }
}

/// A criterion as it is shown; where it stands in its file does not matter.
impl Hash for Criterion {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { id, pinned, was, text, examples, group, new, dropped, place: _ } = self;
        (id, pinned, was, text, examples, group, new, dropped).hash(state);
    }
}

/// A cell as it is shown; where it stands in its file does not matter.
impl Hash for Cell {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { competency, none, expect, prose, criteria, place: _, fingerprint: _ } = self;
        (competency, none, prose, criteria, expect.is_some()).hash(state);
        if let Some(Expectation { first, last, or_above, place: _ }) = expect {
            (first, last, or_above).hash(state);
        }
    }
}

impl Hash for Outline<'_, Scale> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Scale { id, used, place: _ } = self.0;
        (id, used).hash(state);
    }
}

impl Hash for Outline<'_, Term> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Term { term, aliases, text, link, place } = self.0;
        (term, aliases, text, link.as_ref().map(|link| &link.value), &place.path).hash(state);
    }
}

impl Hash for Outline<'_, Page> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Page { address, is_index, title, summary, status, aliases, prose: _, headings, file } =
            self.0;
        (address, is_index, title, summary, status, headings, file).hash(state);
        for alias in aliases {
            alias.value.hash(state);
        }
    }
}

impl Hash for Outline<'_, MoveProse> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let MoveProse { from, to, prose: _, file } = self.0;
        (from, to, file).hash(state);
    }
}

impl Hash for Outline<'_, SpecialPage> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let SpecialPage { title, summary, prose: _, headings, file } = self.0;
        (title, summary, headings, file).hash(state);
    }
}
