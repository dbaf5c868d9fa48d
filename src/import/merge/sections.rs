//! Which headings a criterion needs in a file, and which are left without content.

use std::collections::BTreeSet;

use super::lines::{FileEdits, SectionPlace};
use super::outline::Outline;
use super::subject::Spot;
use crate::diagnostic::{Place, Span};
use crate::handbook::{CompetencyIx, Handbook};
use crate::import::escape::escaped;
use crate::spelling::folded;

/// Where of several sections at one place those of groups come: behind items, before competencies.
const OF_GROUPS: usize = 1;

/// The place inside a cell for what stands below some groups and is in no list yet.
pub fn of_group(
    outline: &Outline,
    heading: &Place,
    groups: &[String],
) -> Result<SectionPlace, String> {
    let cell = outline.at(heading).ok_or("its heading is not found")?;
    let (at, groups_there) = outline.group(cell, groups);
    let section = &outline.sections[at];
    // A new group comes behind those that are there, a list straight below its own heading.
    let boundary = match groups_there == groups.len() {
        true => section.end,
        false => outline.end(at),
    };
    let headings = Vec::new();
    Ok(SectionPlace { boundary, headings, depth: section.depth, groups_there, rank: OF_GROUPS })
}

/// The place for the section of a competency that a level's file has not yet: between those that come before and after
/// it in the handbook, below the heading of its category where the file has these;
/// at the end of the file, which is so long, where it is the first one.
pub fn of_competency(
    handbook: &Handbook,
    spot: &Spot,
    outline: &Outline,
    length: usize,
) -> Result<SectionPlace, String> {
    let competency = spot.competency;
    let body = handbook.untracked().body(spot.level);
    let found = body.cells.iter().filter_map(|it| Some((it.competency, outline.at(&it.place)?)));
    let there: Vec<(CompetencyIx, usize)> = found.collect();
    let title = escaped(&handbook[competency].title);
    let rank = OF_GROUPS + 1 + competency.0;
    let place = |boundary: usize, headings: Vec<(u8, String)>| {
        let depth = headings.last().map_or(2, |(depth, _)| *depth);
        Ok(SectionPlace { boundary, headings, depth, groups_there: 0, rank })
    };
    let category = handbook[competency].category.map(|it| &handbook[it]);
    let headings: BTreeSet<usize> = there.iter().map(|(_, at)| *at).collect();
    let is_heading = |at: &usize| {
        let section = &outline.sections[*at];
        let names = category.iter().flat_map(|it| [&it.title, &it.id]);
        section.depth == 2
            && !headings.contains(at)
            && names.into_iter().any(|name| folded(name) == folded(&section.title))
    };
    if let Some(at) = (0..outline.sections.len()).find(is_heading) {
        let inside = at + 1..outline.behind(at);
        let there = there.iter().filter(|(_, it)| inside.contains(it));
        let boundary = match neighbours(there, competency) {
            (Some(before), _) => outline.end(before),
            (None, Some(after)) => outline.sections[after].start,
            (None, None) => outline.sections[at].end,
        };
        return place(boundary, vec![(3, title)]);
    }
    let boundary = match neighbours(there.iter(), competency) {
        (Some(before), _) => outline.end(outline.root(before)),
        (None, Some(after)) => outline.sections[outline.root(after)].start,
        (None, None) => length,
    };
    let is_by_category = there.iter().any(|(_, at)| outline.sections[*at].depth > 2);
    match category.filter(|_| is_by_category) {
        Some(category) => place(boundary, vec![(2, escaped(&category.title)), (3, title)]),
        None => place(boundary, vec![(2, title)]),
    }
}

/// The sections of the competencies next to one in the order of the handbook, before and after it.
fn neighbours<'a>(
    there: impl Iterator<Item = &'a (CompetencyIx, usize)>,
    competency: CompetencyIx,
) -> (Option<usize>, Option<usize>) {
    let (before, after): (Vec<_>, Vec<_>) = there.copied().partition(|(it, _)| *it < competency);
    let before = before.into_iter().max_by_key(|(it, _)| *it).map(|(_, at)| at);
    (before, after.into_iter().min_by_key(|(it, _)| *it).map(|(_, at)| at))
}

/// Takes out the headings of a cell below which nothing stays, unless they say something themselves.
pub fn cut_empty(outline: &Outline, cell: usize, with_own: bool, edits: &mut FileEdits) {
    for at in (cell..outline.behind(cell)).rev() {
        let section = &outline.sections[at];
        let end = outline.end(at);
        let says_something = edits.source[section.start..section.body].contains('{');
        if (at != cell || with_own) && !says_something && edits.is_emptied(section.body, end) {
            edits.cut(vec![Span::new(section.start, end)]);
        }
    }
}
