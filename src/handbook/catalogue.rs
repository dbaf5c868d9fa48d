//! All criteria by their ids, old ones included: where each is now.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::body::{Criterion, OtherIds};
use super::effective;
use super::inheritance::source;
use super::ix::{CompetencyIx, LevelIx};
use super::model::Handbook;
use super::page_sizes::Bytes;
use super::prose::Prose;
use super::tracked::Tracked;
use crate::fingerprint::Fingerprint;
use crate::spelling::beginning;

/// All criteria that some page shows, with where each is now, and their ids in alphabetical order.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// For each level in its order, and at last for steps, what is shown.
    sources: Vec<Arc<ShownCriteria>>,
    criteria: Vec<Entry>,
    /// For each criterion in its order where it stands.
    at: Vec<LevelIx>,
    lines: Vec<Line>,
    parts: Vec<Range<usize>>,
    /// Fingerprints of what the parts say and of all ids. Made when they are first asked for.
    answers: Vec<OnceLock<Fingerprint>>,
    answer_names: OnceLock<Fingerprint>,
}

/// A criterion and where it is.
#[derive(Clone, Copy, Debug, Hash)]
pub struct Listed<'c> {
    pub id: &'c Arc<str>,
    pub was: &'c [String],
    pub text: &'c Prose,
    pub competency: CompetencyIx,
    /// The levels on whose pages it stands, the one in whose file it is written first. None for a criterion of
    /// a step that no level expects.
    pub at: &'c [LevelIx],
    /// Whether it is left out of a site for the public.
    pub internal: bool,
}

/// The criteria on the page of a level, or in steps.
#[derive(Debug, Default)]
pub struct ShownCriteria {
    all: Vec<Shown>,
    /// How large what the level says is on pages that show many levels.
    bytes: Bytes,
    /// Made when it is first asked for, and kept as long as all else.
    marks: OnceLock<Marks>,
}

/// What stands for criteria without a look at their words.
#[derive(Debug)]
struct Marks {
    /// For each criterion the fingerprint of what it says.
    says: Vec<u64>,
    /// That of all ids.
    names: Fingerprint,
}

/// A criterion on a page, with what tells its place in the list without a look at its words.
#[derive(Debug)]
struct Shown {
    id: Arc<str>,
    /// See [`Fingerprint::short_of`].
    hash: u64,
    /// See [`beginning`].
    beginning: u128,
    other_ids: Option<Arc<OtherIds>>,
    text: Prose,
    /// Length of the text in bytes.
    length: u32,
    /// Its number, see [`CompetencyIx`].
    competency: u32,
    /// Whether it is written in the file of the level on whose page it stands.
    is_own: bool,
    internal: bool,
}

/// A criterion of the list. There may be hundreds of thousands.
#[derive(Debug)]
struct Entry {
    /// The number of its source, and its number in that.
    shown: (u32, u32),
    /// Where what [`Catalogue::at`] has of it ends.
    at_end: u32,
}

/// An id, old or new.
#[derive(Clone, Copy, Debug)]
struct Line {
    /// The number of its criterion.
    criterion: u32,
    /// Which of its old ids it is.
    was: Option<u32>,
}

/// About how many bytes of HTML one page holds all of them in, at most.
const WHOLE: usize = 250_000;

/// About how many bytes each page has, at most, where one is not enough, but for one line. It is to be small, since an
/// edit of one criterion renders the page that lists it anew; but each further page is one more to look through and to
/// make.
const LARGEST: usize = 200_000;

/// How many bytes it has before it may end.
const SMALLEST: usize = 80_000;

/// How many names there are for one with which a page may begin.
const CHANCE: u64 = 64;

/// About how many bytes of HTML a line has besides its id and its words.
const BESIDE: usize = 320;

impl Catalogue {
    /// All criteria: those shown at each level, in the order of the levels, and at last those of steps.
    pub fn new(sources: Vec<Arc<ShownCriteria>>) -> Self {
        let (criteria, at) = with_levels(&sorted_places(&sources), sources.len());
        let mut catalogue = Self { sources, criteria, at, ..Self::default() };
        catalogue.lines = catalogue.sorted_lines();
        catalogue.parts = catalogue.divided();
        catalogue.answers = vec![OnceLock::new(); catalogue.parts.len()];
        catalogue
    }

    /// Whether it is what [`Self::new`] makes of these, which are the very same.
    pub fn is_of(&self, sources: &[Arc<ShownCriteria>]) -> bool {
        let pairs = || self.sources.iter().zip(sources);
        self.sources.len() == sources.len() && pairs().all(|(one, other)| Arc::ptr_eq(one, other))
    }

    /// How many criteria there are.
    pub fn count(&self) -> usize {
        self.criteria.len()
    }

    /// Whether there is a criterion with this id, old or new.
    pub fn has(&self, id: &str) -> bool {
        self.lines.binary_search_by(|line| self.name(line).cmp(id)).is_ok()
    }

    /// How large what a level says is on pages that show many levels.
    pub fn bytes(&self, level: LevelIx) -> &Bytes {
        &self.sources[level.0].bytes
    }

    /// How many pages they fill.
    pub fn parts(&self) -> usize {
        self.parts.len()
    }

    /// The ids of a part in their order, each with its criterion.
    ///
    /// Neighbours in the alphabet lie far from each other in memory, and of a large handbook no cache holds what is
    /// on the way to their words. So each step is taken for all lines before the next one: a processor waits for
    /// many places at once, but only for those that it knows. Who needs the words does well to do the same.
    pub fn part(&self, part: usize) -> Vec<(&str, Listed<'_>)> {
        let lines = self.lines_of(part);
        let shown: Vec<&Shown> = lines.iter().map(|line| self.shown(line)).collect();
        let named = lines.iter().zip(shown);
        named.map(|(line, shown)| (shown.name(line.was), self.listed(line, shown))).collect()
    }

    /// How many ids a part has.
    pub fn count_of(&self, part: usize) -> usize {
        self.lines_of(part).len()
    }

    /// The ids of a part in their order.
    pub fn ids(&self, part: usize) -> impl Iterator<Item = &str> {
        self.lines_of(part).iter().map(|line| self.name(line))
    }

    /// The first and the last of each so many ids of a part.
    pub fn ends_of_each(&self, count: usize, part: usize) -> impl Iterator<Item = (&str, &str)> {
        let ends = |lines: &[Line]| Some((self.name(lines.first()?), self.name(lines.last()?)));
        self.lines_of(part).chunks(count).filter_map(ends)
    }

    /// The first and the last id of a part.
    pub fn ends(&self, part: usize) -> Option<(&str, &str)> {
        let lines = self.lines_of(part);
        Some((self.name(lines.first()?), self.name(lines.last()?)))
    }

    fn lines_of(&self, part: usize) -> &[Line] {
        &self.lines[self.parts.get(part).cloned().unwrap_or_default()]
    }

    /// The fingerprint of what a part says.
    pub fn answer(&self, part: usize) -> Fingerprint {
        let says = |line: &Line| {
            let (source, number) = self.criteria[line.criterion as usize].shown;
            (line.was, self.sources[source as usize].marks().says[number as usize], self.at(line))
        };
        let answer = || {
            let says: Vec<_> = self.lines_of(part).iter().map(says).collect();
            Fingerprint::of(&says)
        };
        self.answers.get(part).map_or_else(answer, |known| *known.get_or_init(answer))
    }

    /// The fingerprint of the ids of all parts.
    pub fn answer_names(&self) -> Fingerprint {
        *self.answer_names.get_or_init(|| {
            let names: Vec<_> = self.sources.iter().map(|it| it.marks().names).collect();
            Fingerprint::of(&(names, self.criteria.len(), &self.parts))
        })
    }

    fn shown(&self, line: &Line) -> &Shown {
        let (source, number) = self.criteria[line.criterion as usize].shown;
        &self.sources[source as usize].all[number as usize]
    }

    fn listed<'c>(&'c self, line: &Line, shown: &'c Shown) -> Listed<'c> {
        let Shown { id, text, internal, .. } = shown;
        let (was, competency) = (shown.was(), CompetencyIx(shown.competency as usize));
        Listed { id, was, text, competency, at: self.at(line), internal: *internal }
    }

    /// Where the criterion of a line stands.
    fn at(&self, line: &Line) -> &[LevelIx] {
        let criterion = line.criterion as usize;
        let start = criterion.checked_sub(1).map_or(0, |it| self.criteria[it].at_end);
        &self.at[start as usize..self.criteria[criterion].at_end as usize]
    }

    /// The id that a line names.
    fn name(&self, line: &Line) -> &str {
        self.shown(line).name(line.was)
    }

    /// The ids of criteria in alphabetical order. An old one that is the id of another criterion today leads to
    /// that, and one that two had leads to the first.
    fn sorted_lines(&self) -> Vec<Line> {
        let criteria = || (0..short(self.criteria.len())).into_par_iter();
        let shown = |criterion: u32| self.shown(&Line { criterion, was: None });
        let today = criteria().map(|criterion| {
            let shown = shown(criterion);
            (shown.beginning, &*shown.id, Line { criterion, was: None })
        });
        let former = criteria().flat_map_iter(|criterion| {
            (0..).zip(shown(criterion).was()).map(move |(at, id)| {
                (beginning(id), id.as_str(), Line { criterion, was: Some(at) })
            })
        });
        // Most have no former ids: their lines are put where they belong, and not into one list after another.
        let mut lines: Vec<_> = today.collect();
        lines.par_extend(former);
        // Of lines with one name the first is the one that counts.
        lines.par_sort_unstable_by_key(|&(beginning, name, line)| {
            (beginning, name, line.was.is_some(), line.criterion, line.was)
        });
        lines.dedup_by_key(|&mut (beginning, name, _)| (beginning, name));
        lines.into_iter().map(|(.., line)| line).collect()
    }

    /// Divides the lines so that none of the pages that hold them grows too large; what fits into one page stays
    /// together. A new line is to move as few others from page to page as can be: where a page may begin is said by the
    /// name of its first line, as in content-defined chunking.
    fn divided(&self) -> Vec<Range<usize>> {
        let weighed = |line: &Line| {
            let shown = self.shown(line);
            let bytes = BESIDE + 3 * shown.name(line.was).len() + shown.length as usize;
            (bytes, may_begin_part(shown, line))
        };
        let lines: Vec<(usize, bool)> = self.lines.par_iter().map(weighed).collect();
        let is_long = lines.iter().map(|(bytes, _)| bytes).sum::<usize>() > WHOLE;
        let largest = if is_long { LARGEST } else { WHOLE };
        let mut parts: Vec<Range<usize>> = Vec::new();
        let mut size = 0;
        for (number, (bytes, may_begin)) in lines.into_iter().enumerate() {
            let may_end = || is_long && size >= SMALLEST && may_begin;
            match parts.last_mut() {
                Some(part) if size + bytes <= largest && !may_end() => {
                    part.end = number + 1;
                    size += bytes;
                }
                _ => {
                    parts.push(number..number + 1);
                    size = bytes;
                }
            }
        }
        parts
    }
}

/// Whether a part may begin with a line, which names this criterion, before it has to: one in [`CHANCE`] may.
fn may_begin_part(shown: &Shown, line: &Line) -> bool {
    let hash = match line.was {
        Some(_) => Fingerprint::short_of(shown.name(line.was)),
        None => shown.hash,
    };
    hash.is_multiple_of(CHANCE)
}

/// A place of a criterion. Of one criterion that comes first in whose file it is written: its words are those of that
/// file, not those of a level that shows it as well.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct ShownAt {
    /// The hash of its id.
    criterion: u64,
    is_elsewhere: bool,
    source: u32,
    number: u32,
}

/// The places of all criteria, those of one together. Sorted they are found in far less time than by a map, which of
/// a large handbook no cache holds.
fn sorted_places(sources: &[Arc<ShownCriteria>]) -> Vec<ShownAt> {
    let mut places = Vec::with_capacity(sources.iter().map(|shown| shown.all.len()).sum());
    for (source, shown) in sources.iter().enumerate() {
        places.extend(shown.all.iter().enumerate().map(|(number, it)| ShownAt {
            criterion: it.hash,
            is_elsewhere: !it.is_own,
            source: short(source),
            number: short(number),
        }));
    }
    places.par_sort_unstable();
    places
}

/// The criteria in the order in which they are met first, and the levels at which they stand, those of the first before
/// those of the second. The last of the sources is no level.
fn with_levels(places: &[ShownAt], sources: usize) -> (Vec<Entry>, Vec<LevelIx>) {
    let mut of_criteria: Vec<&[ShownAt]> = Vec::with_capacity(places.len());
    of_criteria.extend(places.chunk_by(|one, next| one.criterion == next.criterion));
    of_criteria.par_sort_unstable_by_key(|places| {
        let ShownAt { is_elsewhere, source, number, .. } = places[0];
        (is_elsewhere, source, number)
    });
    let mut at = Vec::with_capacity(places.len());
    let mut criteria = Vec::with_capacity(of_criteria.len());
    for places in of_criteria {
        let start = at.len();
        let mut own_end = start;
        for place in places.iter().filter(|place| place.source as usize + 1 < sources) {
            let level = LevelIx(place.source as usize);
            // Both those in whose files it is written and those that show it as well stand in the order of levels.
            let is_known = at[start..].last() == Some(&level)
                || at[start..own_end].binary_search(&level).is_ok();
            if !is_known {
                at.push(level);
            }
            if !place.is_elsewhere {
                own_end = at.len();
            }
        }
        let shown = (places[0].source, places[0].number);
        criteria.push(Entry { shown, at_end: short(at.len()) });
    }
    (criteria, at)
}

impl ShownCriteria {
    fn new(all: Vec<Shown>, bytes: Bytes) -> Self {
        Self { all, bytes, marks: OnceLock::new() }
    }

    fn marks(&self) -> &Marks {
        self.marks.get_or_init(|| {
            let says = |it: &Shown| {
                let Shown { id, text, competency, internal, .. } = it;
                Fingerprint::of(&(id, it.was(), text, competency, internal)).short()
            };
            let names: Vec<_> = self.all.iter().map(|it| (&it.id, it.was(), it.is_own)).collect();
            Marks { says: self.all.iter().map(says).collect(), names: Fingerprint::of(&names) }
        })
    }
}

impl Shown {
    /// Ids that it had.
    fn was(&self) -> &[String] {
        self.other_ids.as_ref().map_or(&[], |it| &it.was)
    }

    /// Its id, or one of those that it had.
    fn name(&self, was: Option<u32>) -> &str {
        was.map_or(&self.id, |number| &self.was()[number as usize])
    }

    fn new(criterion: &Criterion, competency: CompetencyIx, is_own: bool, internal: bool) -> Self {
        let Criterion { id, other_ids, text, .. } = criterion;
        Self {
            hash: Fingerprint::short_of(id),
            beginning: beginning(id),
            length: short(text.text().len()),
            id: Arc::clone(id),
            other_ids: other_ids.clone(),
            text: text.clone(),
            competency: short(competency.0),
            is_own,
            internal,
        }
    }
}

/// The criteria on the page of a level; none if it has no page.
pub fn shown_at(tracked: Tracked, level: LevelIx) -> ShownCriteria {
    let handbook = tracked.handbook();
    if !handbook.has_page(level) {
        return ShownCriteria::default();
    }
    // What a level neither writes nor takes from another one it does not show.
    let cells = match source(handbook, level) {
        Some(_) => effective::cells(tracked, level),
        None => {
            let written = tracked.body(level).cells.iter();
            let cells = written.map(|it| effective::cell(tracked, level, it.competency));
            cells.filter(|cell| cell.state.is_shown()).collect()
        }
    };
    let mut shown = Vec::new();
    for cell in &cells {
        let is_internal =
            handbook[level].internal || tracked.is_internal_cell(level, cell.competency);
        let named = cell.criteria().filter(|it| !it.criterion.id.is_empty());
        shown.extend(named.map(|it| {
            let internal = is_internal || it.is_internal();
            Shown::new(it.criterion, cell.competency, it.level == Some(level), internal)
        }));
    }
    shown.shrink_to_fit();
    ShownCriteria::new(shown, Bytes::of(handbook, &cells))
}

/// The criteria of steps, which stand at their competency if no level expects them.
pub fn of_steps(handbook: &Handbook) -> ShownCriteria {
    let shown = handbook.competencies().flat_map(|(competency, it)| {
        let criteria = it.steps.iter().flat_map(|step| &step.criteria);
        criteria.map(move |criterion| {
            Shown::new(criterion, competency, false, it.internal || criterion.internal)
        })
    });
    ShownCriteria::new(shown.collect(), Bytes::default())
}

/// A number of criteria or of levels, of which no handbook has as many as are four gigabytes.
fn short(number: usize) -> u32 {
    u32::try_from(number).expect("there are fewer criteria than bytes of text")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(number: usize) -> Shown {
        let id = format!("{:08x}", number.wrapping_mul(2_654_435_761) as u32);
        Shown {
            hash: Fingerprint::short_of(&id),
            beginning: beginning(&id),
            id: id.into(),
            other_ids: None,
            text: Prose::default(),
            length: 37,
            competency: 0,
            is_own: true,
            internal: false,
        }
    }

    fn of_level(criteria: &[(usize, bool)]) -> Arc<ShownCriteria> {
        let all = criteria.iter().map(|&(number, is_own)| Shown { is_own, ..shown(number) });
        Arc::new(ShownCriteria::new(all.collect(), Bytes::default()))
    }

    /// Its words are those of the file that it is written in, and that level stands first.
    #[test]
    fn each_criterion_has_its_levels_once_its_own_first() {
        let sources = [
            of_level(&[(7, false), (7, false), (1, true)]),
            of_level(&[(7, true), (7, true), (1, false)]),
            of_level(&[(7, true), (7, false)]),
            of_level(&[(7, false)]),
            of_level(&[(1, false), (9, false)]), // steps
        ];
        let (criteria, at) = with_levels(&sorted_places(&sources), sources.len());
        let shown: Vec<(u32, u32)> = criteria.iter().map(|it| it.shown).collect();
        assert_eq!(shown, [(0, 2), (1, 0), (4, 1)]);
        let ends: Vec<u32> = criteria.iter().map(|it| it.at_end).collect();
        assert_eq!(ends, [2, 6, 6]);
        assert_eq!(at, [0, 1, 1, 2, 0, 3].map(LevelIx));
    }

    /// The ids of each part of a list of criteria.
    fn parts(all: impl IntoIterator<Item = usize>) -> Vec<Vec<String>> {
        let all = all.into_iter().map(shown).collect();
        let of_level = ShownCriteria::new(all, Bytes::default());
        let catalogue = Catalogue::new([of_level, ShownCriteria::default()].map(Arc::new).into());
        let ids = |part| catalogue.ids(part).map(str::to_owned).collect();
        (0..catalogue.parts()).map(ids).collect()
    }

    /// A criterion more or less is nothing to the pages that do not list it.
    #[test]
    fn a_new_line_moves_few_others_to_another_page() {
        let whole = parts(0..20_000);
        assert!(whole.len() > 20, "{} parts", whole.len());
        assert!(whole.iter().all(|part| part.len() < LARGEST / BESIDE));
        for gone in [0, 1, 777, 19_999] {
            let fewer = parts((0..20_000).filter(|number| *number != gone));
            let changed = fewer.iter().filter(|part| !whole.contains(part)).count();
            assert!(changed <= 3, "{changed} of {} parts changed without line {gone}", whole.len());
        }
    }

    #[test]
    fn what_fits_into_one_page_stays_together() {
        assert_eq!(parts(0..500).len(), 1);
        assert!(parts(0..1000).len() > 1);
    }
}
