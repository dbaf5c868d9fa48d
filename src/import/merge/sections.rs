//! Which headings a criterion needs in a file, and which are left without content.

use std::collections::{BTreeSet, HashMap};

use super::lines::{DEEPEST, FileEdits, SectionPlace};
use super::outline::{Groups, Outline};
use crate::diagnostic::Span;
use crate::handbook::{CompetencyIx, Handbook, LevelIx};
use crate::import::escape::escaped;
use crate::spelling::folded;

/// Where of several sections at one place those of groups come: behind items, what is below deeper headings first, and
/// what stands straight below a heading before what is below new ones.
fn rank_of_group(depth: u8, is_new: bool) -> usize {
    1 + 2 * usize::from(DEEPEST.saturating_sub(depth)) + usize::from(is_new)
}

/// Those of competencies come last.
const OF_COMPETENCIES: usize = 2 + 2 * DEEPEST as usize;

/// The place inside a cell for what stands below some groups and is in no list yet.
pub fn of_group(outline: &Outline, inside: &Groups, groups: &[String]) -> SectionPlace {
    let (at, groups_there) = inside.find(groups);
    let section = &outline.sections[at];
    // A new group comes behind those that are there, a list straight below its own heading.
    let is_new = groups_there < groups.len();
    SectionPlace {
        boundary: if is_new { outline.end(at) } else { section.end },
        headings: Vec::new(),
        depth: section.depth,
        groups_there,
        rank: rank_of_group(section.depth, is_new),
    }
}

/// Where in a level's file competencies stand.
pub struct CompetencySections {
    /// Their sections, in the order of the handbook.
    there: Vec<(CompetencyIx, usize)>,
    /// The first section of each other title at the top of the file, in any spelling.
    others: HashMap<String, usize>,
}

impl CompetencySections {
    /// Those of a level.
    pub fn of(handbook: &Handbook, level: LevelIx, outline: &Outline) -> Self {
        let cells = handbook.untracked().body(level).cells.iter();
        let there: Vec<(CompetencyIx, usize)> =
            cells.filter_map(|it| Some((it.competency, outline.at(&it.place)?))).collect();
        let own: BTreeSet<usize> = there.iter().map(|(_, at)| *at).collect();
        let mut others = HashMap::new();
        for (at, section) in outline.sections.iter().enumerate() {
            if section.depth == 2 && !own.contains(&at) {
                others.entry(folded(&section.title)).or_insert(at);
            }
        }
        Self { there, others }
    }

    /// The place for the section of a competency that the file has not yet: between those that come before and after it
    /// in the handbook, below the heading of its category where the file has these; at the end of the file, which is
    /// so long, where it is the first one.
    pub fn place(
        &self,
        handbook: &Handbook,
        competency: CompetencyIx,
        outline: &Outline,
        length: usize,
    ) -> SectionPlace {
        let title = escaped(&handbook[competency].title);
        let place = |boundary: usize, headings: Vec<(u8, String)>| {
            let depth = headings.last().map_or(2, |(depth, _)| *depth);
            SectionPlace { boundary, headings, depth, groups_there: 0, rank: OF_COMPETENCIES }
        };
        let category = handbook[competency].category.map(|it| &handbook[it]);
        let names = category.iter().flat_map(|it| [&it.title, &it.id]);
        let known = names.filter_map(|name| self.others.get(&folded(name)).copied()).min();
        if let Some(at) = known {
            let inside = at + 1..outline.behind(at);
            let boundary = match self.neighbours(competency, |it| inside.contains(&it)) {
                (Some(before), _) => outline.end(before),
                (None, Some(after)) => outline.sections[after].start,
                (None, None) => outline.sections[at].end,
            };
            return place(boundary, vec![(3, title)]);
        }
        let boundary = match self.neighbours(competency, |_| true) {
            (Some(before), _) => outline.end(outline.root(before)),
            (None, Some(after)) => outline.sections[outline.root(after)].start,
            (None, None) => length,
        };
        let is_by_category = self.there.iter().any(|(_, at)| outline.sections[*at].depth > 2);
        match category.filter(|_| is_by_category) {
            Some(category) => place(boundary, vec![(2, escaped(&category.title)), (3, title)]),
            None => place(boundary, vec![(2, title)]),
        }
    }

    /// The sections of the competencies next to one in the order of the handbook, before and after it, among some.
    fn neighbours(
        &self,
        competency: CompetencyIx,
        is_meant: impl Fn(usize) -> bool,
    ) -> (Option<usize>, Option<usize>) {
        let (before, after) =
            self.there.split_at(self.there.partition_point(|(it, _)| *it < competency));
        let mut sections = before.iter().rev().map(|(_, at)| *at);
        let mut later = after.iter().map(|(_, at)| *at);
        (sections.find(|it| is_meant(*it)), later.find(|it| is_meant(*it)))
    }
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
