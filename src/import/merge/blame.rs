//! Which of several changes the errors come from that a handbook would have with all of them.

use std::collections::{BTreeMap, BTreeSet};

use super::moves::{Made, Refusal};
use super::subject::{Named, Subject};
use super::wish::Wish;
use crate::diagnostic::{Diagnostic, Place, Span};
use crate::handbook::{Criterion, Handbook, LevelIx};
use crate::tree::RelPath;

/// What is said of a change that an error comes from.
pub fn reason(error: &Diagnostic) -> String {
    format!("the handbook would have an error: {}", error.message)
}

/// Changes that were made together, and what came of it.
pub struct Trial<'a> {
    pub wishes: &'a [&'a Wish],
    /// The edits.
    pub made: &'a Made,
    /// The ids of new criteria.
    pub new: &'a [String],
    /// The handbook with the changes.
    pub after: &'a Handbook,
}

impl Trial<'_> {
    /// The wishes in whose words errors stand, and those in whose files they do.
    pub fn blame(&self, errors: &[&Diagnostic]) -> (Vec<Refusal>, Vec<usize>) {
        let place = |error: &&Diagnostic| error.place.clone();
        let paths: BTreeSet<RelPath> = errors.iter().filter_map(place).map(|it| it.path).collect();
        let spans = [Spans::of_edits(self.made), self.spans_of_criteria(&paths)];
        let mut certain = Vec::new();
        for error in errors {
            for place in error.place.iter().chain(error.repeats.iter().map(|(place, _)| place)) {
                let there = spans.iter().flat_map(|it| it.at(place));
                certain.extend(there.map(|number| (number, reason(error))));
            }
        }
        let files = self.files();
        let suspects: BTreeSet<usize> =
            paths.iter().filter_map(|path| files.get(path)).flatten().copied().collect();
        (certain, suspects.into_iter().collect())
    }

    /// Where criteria of some files stand that the wishes are about.
    fn spans_of_criteria(&self, paths: &BTreeSet<RelPath>) -> Spans {
        let mut wishes: BTreeMap<(LevelIx, &str), usize> = BTreeMap::new();
        let mut new = self.new.iter();
        for (number, wish) in self.wishes.iter().enumerate() {
            let id = match &wish.subject {
                Subject::Criterion(Named { level: Some(level), id }) => Some((*level, id.as_str())),
                Subject::Place(named, spot) => Some((spot.level, named.id.as_str())),
                Subject::New(spot, _) => new.next().map(|id| (spot.level, id.as_str())),
                _ => None,
            };
            wishes.extend(id.map(|id| (id, number)));
        }
        let mut spans = Spans::default();
        for (level, it) in self.after.levels().filter(|(_, it)| paths.contains(&it.file)) {
            for criterion in self.after.untracked().body(level).criteria() {
                if let Some(number) = wishes.get(&(level, &*criterion.id)) {
                    spans.add(&it.file, extent(criterion), *number);
                }
            }
        }
        spans.sorted()
    }

    /// The numbers of the wishes by the files that they change.
    fn files(&self) -> BTreeMap<&RelPath, Vec<usize>> {
        let mut files: BTreeMap<&RelPath, Vec<usize>> = BTreeMap::new();
        for (number, wish) in self.wishes.iter().enumerate() {
            let levels: [Option<LevelIx>; 2] = match &wish.subject {
                Subject::Criterion(named) | Subject::Gone(named) => [named.level, None],
                Subject::Place(named, spot) => [named.level, Some(spot.level)],
                Subject::New(spot, _) => [Some(spot.level), None],
                Subject::Cell(level, _) | Subject::Level(level) => [Some(*level), None],
                Subject::Unknown(_) => [None, None],
            };
            for level in levels.into_iter().flatten() {
                files.entry(&self.after[level].file).or_default().push(number);
            }
        }
        files
    }
}

/// The bytes of a criterion with its examples.
fn extent(it: &Criterion) -> Span {
    let examples = it.examples().filter_map(|it| it.place()).map(|place| place.span.end);
    let Span { start, end } = it.place.span;
    Span::new(start, examples.chain([end, Span::from(it.attributes).end]).max().unwrap_or(end))
}

/// Where in files what wishes say stands once they are carried over, each with the number of the wish. In a file they are
/// in their order, and none begins inside another one.
#[derive(Default)]
struct Spans(BTreeMap<RelPath, Vec<(Span, usize)>>);

impl Spans {
    /// The words of edits that are made for one wish each.
    fn of_edits(made: &Made) -> Self {
        let mut edits: Vec<_> = made.iter().collect();
        edits.sort_by_key(|(_, edit)| (&edit.place.path, edit.place.span));
        let mut spans = Self::default();
        // How many bytes stand before the end of the last edit, in the file as it was and as it is.
        let (mut path, mut was, mut is) = (None, 0, 0);
        for (number, edit) in edits {
            let Place { path: of, span } = &edit.place;
            if path != Some(of) {
                (path, was, is) = (Some(of), 0, 0);
            }
            let start = is + (span.start - was);
            (was, is) = (span.end, start + edit.text.len());
            if let Some(number) = number {
                spans.add(of, Span::new(start, is), *number);
            }
        }
        spans
    }

    fn add(&mut self, path: &RelPath, span: Span, number: usize) {
        self.0.entry(path.clone()).or_default().push((span, number));
    }

    fn sorted(mut self) -> Self {
        self.0.values_mut().for_each(|spans| spans.sort());
        self
    }

    /// The wishes in whose words a place begins or ends.
    fn at(&self, place: &Place) -> impl Iterator<Item = usize> {
        let Span { start, end } = place.span;
        let of_file = self.0.get(&place.path).map_or(&[][..], Vec::as_slice);
        let first = of_file.partition_point(|(span, _)| span.end < start);
        let there = of_file[first..].iter().take_while(move |(span, _)| span.start <= end);
        there.map(|(_, number)| *number)
    }
}
