//! All criteria by their ids, old ones included: where each is now.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use super::body::Criterion;
use super::effective;
use super::inheritance::source;
use super::ix::{CompetencyIx, LevelIx};
use super::model::Handbook;
use super::prose::Prose;
use crate::fingerprint::Fingerprint;

/// All criteria that some page shows, with where each is now, and their ids in alphabetical order.
#[derive(Debug, Default)]
pub struct Catalogue {
    criteria: Vec<Listed>,
    lines: Vec<Line>,
    parts: Vec<Range<usize>>,
    /// Fingerprints of what the parts say and of all ids. Made when they are first asked for.
    answers: Vec<OnceLock<Fingerprint>>,
    answer_names: OnceLock<Fingerprint>,
}

/// A criterion and where it is.
#[derive(Clone, Debug, Hash)]
pub struct Listed {
    pub id: String,
    pub was: Vec<String>,
    pub text: Prose,
    pub competency: CompetencyIx,
    /// The levels on whose pages it stands, the one in whose file it is written first. None for a criterion of
    /// a step that no level expects.
    pub at: Vec<LevelIx>,
    /// Whether it is left out of a site for the public.
    pub internal: bool,
}

/// An id, old or new.
#[derive(Clone, Copy, Debug)]
struct Line {
    /// The number of its criterion.
    criterion: usize,
    /// Which of its old ids it is.
    was: Option<usize>,
}

/// About how many bytes of HTML one page holds all of them in, at most.
const WHOLE: usize = 250_000;

/// About how many bytes each page has, at most, where one is not enough, but for one line. An edit of one criterion
/// renders the page that lists it anew, so that it is to be small.
const LARGEST: usize = 100_000;

/// How many bytes it has before it may end.
const SMALLEST: usize = 40_000;

/// How many names there are for one with which a page may begin.
const CHANCE: u64 = 64;

/// About how many bytes of HTML a line has besides its id and its words.
const BESIDE: usize = 320;

impl Catalogue {
    /// The criteria of a handbook.
    pub fn new(handbook: &Handbook) -> Self {
        let levels = handbook.levels().map(|(level, _)| level);
        let levels = levels.filter(|level| handbook.has_page(*level));
        let shown = levels.flat_map(|level| shown_at(handbook, level)).chain(of_steps(handbook));
        // Its words are those of the file that it is written in, not those of a level that shows it as well.
        let (own, others): (Vec<Shown>, Vec<Shown>) = shown.partition(|it| it.is_own);
        let mut criteria: Vec<Listed> = Vec::with_capacity(own.len());
        let mut known: HashMap<&str, usize> = HashMap::with_capacity(own.len());
        for it in own.iter().chain(&others) {
            let number = *known.entry(it.criterion.id.as_str()).or_insert_with(|| {
                criteria.push(it.listed());
                criteria.len() - 1
            });
            let at = &mut criteria[number].at;
            at.extend(it.at.filter(|level| !at.contains(level)));
        }
        let lines = lines(&criteria);
        let parts = parts(&criteria, &lines);
        let answers = vec![OnceLock::new(); parts.len()];
        Self { criteria, lines, parts, answers, answer_names: OnceLock::new() }
    }

    /// How many criteria there are.
    pub fn count(&self) -> usize {
        self.criteria.len()
    }

    /// Whether there is a criterion with this id, old or new.
    pub fn has(&self, id: &str) -> bool {
        self.lines.binary_search_by(|line| self.name(line).cmp(id)).is_ok()
    }

    /// How many pages they fill.
    pub fn parts(&self) -> usize {
        self.parts.len()
    }

    /// The ids of a part in their order, each with its criterion.
    pub fn part(&self, part: usize) -> impl Iterator<Item = (&str, &Listed)> {
        let range = self.parts.get(part).cloned().unwrap_or_default();
        self.lines[range].iter().map(|line| (self.name(line), &self.criteria[line.criterion]))
    }

    /// The ids of a part in their order.
    pub fn ids(&self, part: usize) -> impl Iterator<Item = &str> {
        self.part(part).map(|(id, _)| id)
    }

    /// The first and the last id of a part.
    pub fn ends(&self, part: usize) -> Option<(&str, &str)> {
        let lines = self.lines.get(self.parts.get(part)?.clone())?;
        Some((self.name(lines.first()?), self.name(lines.last()?)))
    }

    /// The fingerprint of what a part says.
    pub fn answer(&self, part: usize) -> Fingerprint {
        let answer = || Fingerprint::of(&self.part(part).collect::<Vec<_>>());
        self.answers.get(part).map_or_else(answer, |known| *known.get_or_init(answer))
    }

    /// The fingerprint of the ids of all parts.
    pub fn answer_names(&self) -> Fingerprint {
        *self.answer_names.get_or_init(|| {
            let names: Vec<&str> = self.lines.iter().map(|it| self.name(it)).collect();
            Fingerprint::of(&(names, self.criteria.len(), &self.parts))
        })
    }

    fn name(&self, line: &Line) -> &str {
        self.criteria[line.criterion].name(line)
    }
}

impl Listed {
    /// The id that a line of this criterion has.
    fn name(&self, line: &Line) -> &str {
        line.was.map_or(&self.id, |number| &self.was[number])
    }
}

/// A criterion on the page of a level, or in a step.
struct Shown<'h> {
    criterion: &'h Criterion,
    competency: CompetencyIx,
    /// The level on whose page it stands.
    at: Option<LevelIx>,
    /// Whether it is written in the file of that level.
    is_own: bool,
    internal: bool,
}

impl Shown<'_> {
    fn listed(&self) -> Listed {
        Listed {
            id: self.criterion.id.clone(),
            was: self.criterion.was.clone(),
            text: self.criterion.text.clone(),
            competency: self.competency,
            at: Vec::new(),
            internal: self.internal,
        }
    }
}

/// The criteria on the page of a level.
fn shown_at(handbook: &Handbook, level: LevelIx) -> Vec<Shown<'_>> {
    let tracked = handbook.untracked();
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
        shown.extend(cell.criteria().filter(|it| !it.criterion.id.is_empty()).map(|it| Shown {
            criterion: it.criterion,
            competency: cell.competency,
            at: Some(level),
            is_own: it.level == Some(level),
            internal: is_internal || it.is_internal(),
        }));
    }
    shown
}

/// The criteria of steps, which stand at their competency if no level expects them.
fn of_steps(handbook: &Handbook) -> impl Iterator<Item = Shown<'_>> {
    handbook.competencies().flat_map(|(competency, it)| {
        let criteria = it.steps.iter().flat_map(|step| &step.criteria);
        criteria.map(move |criterion| Shown {
            criterion,
            competency,
            at: None,
            is_own: false,
            internal: it.internal || criterion.internal,
        })
    })
}

/// The ids of criteria in alphabetical order. An old one that is the id of another criterion today leads to
/// that, and one that two had leads to the first.
fn lines(criteria: &[Listed]) -> Vec<Line> {
    let today = (0..criteria.len()).map(|criterion| Line { criterion, was: None });
    let former = criteria.iter().enumerate().flat_map(|(criterion, it)| {
        (0..it.was.len()).map(move |number| Line { criterion, was: Some(number) })
    });
    let name = |line: &Line| criteria[line.criterion].name(line);
    let mut lines: Vec<(u64, Line)> =
        today.chain(former).map(|line| (beginning(name(&line)), line)).collect();
    // The sort is stable, so that of lines with one name the first is the one that counts.
    lines.sort_by(|(beginning, one), (other_beginning, other)| {
        beginning.cmp(other_beginning).then_with(|| name(one).cmp(name(other)))
    });
    lines.dedup_by(|(_, later), (_, first)| name(later) == name(first));
    lines.into_iter().map(|(_, line)| line).collect()
}

/// The first bytes of a name as a number, by which names are ordered: most differ there already.
fn beginning(name: &str) -> u64 {
    let mut bytes = [0; 8];
    let length = name.len().min(bytes.len());
    bytes[..length].copy_from_slice(&name.as_bytes()[..length]);
    u64::from_be_bytes(bytes)
}

/// Divides lines so that none of the pages that hold them grows too large; what fits into one page stays together. A
/// new line is to move as few others from page to page as can be: where a page may begin is said by the name of its
/// first line, as in content-defined chunking.
fn parts(criteria: &[Listed], lines: &[Line]) -> Vec<Range<usize>> {
    let bytes = |line: &Line| {
        let it = &criteria[line.criterion];
        BESIDE + 3 * it.name(line).len() + it.text.text().len()
    };
    let is_long = lines.iter().map(bytes).sum::<usize>() > WHOLE;
    let largest = if is_long { LARGEST } else { WHOLE };
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut size = 0;
    for (number, line) in lines.iter().enumerate() {
        let bytes = bytes(line);
        let may_end =
            || is_long && size >= SMALLEST && is_first(criteria[line.criterion].name(line));
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

/// Whether a part of the list may begin with a name before it has to: one in [`CHANCE`] may.
fn is_first(name: &str) -> bool {
    Fingerprint::of_bytes(name.as_bytes()).short().is_multiple_of(CHANCE)
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::Event;

    use super::*;
    use crate::diagnostic::Span;
    use crate::tree::RelPath;

    fn listed(number: usize) -> Listed {
        Listed {
            id: format!("{:08x}", number.wrapping_mul(2_654_435_761) as u32),
            was: Vec::new(),
            text: sentence(),
            competency: CompetencyIx(0),
            at: Vec::new(),
            internal: false,
        }
    }

    fn sentence() -> Prose {
        let text = Event::Text("Does what is to be done, and says so.".into());
        Prose::new(&RelPath::new("a.md").expect("a path"), vec![(text, Span::default())])
    }

    fn names(criteria: &[Listed]) -> Vec<Vec<&str>> {
        let lines = lines(criteria);
        let name = |line: &Line| criteria[line.criterion].id.as_str();
        let parts = parts(criteria, &lines);
        parts.into_iter().map(|part| lines[part].iter().map(name).collect()).collect()
    }

    /// A criterion more or less is nothing to the pages that do not list it.
    #[test]
    fn a_new_line_moves_few_others_to_another_page() {
        let all: Vec<Listed> = (0..20_000).map(listed).collect();
        let whole = names(&all);
        assert!(whole.len() > 20, "{} parts", whole.len());
        assert!(whole.iter().all(|part| part.len() < LARGEST / BESIDE));
        for gone in [0, 1, 777, 19_999] {
            let mut fewer = all.clone();
            fewer.remove(gone);
            let changed = names(&fewer).iter().filter(|part| !whole.contains(part)).count();
            assert!(changed <= 3, "{changed} of {} parts changed without line {gone}", whole.len());
        }
    }

    #[test]
    fn what_fits_into_one_page_stays_together() {
        let fits: Vec<Listed> = (0..500).map(listed).collect();
        assert_eq!(names(&fits).len(), 1);
        let too_many: Vec<Listed> = (0..1000).map(listed).collect();
        assert!(names(&too_many).len() > 1);
    }
}
