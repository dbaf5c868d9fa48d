//! The words of a comparison: what happens to a criterion, and all of it in one sentence.
//!
//! Within a track criteria grow, move and go. Two tracks are other work: there a criterion is of one
//! level, of the other, or of both, and a step is higher at one of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::handbook::Tracked;
use crate::handbook::compare::{Comparison, Kind, Row, StepChange};
use crate::handbook::likeness::By;
use crate::theme::Messages;

/// What is said of a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Word {
    New,
    /// The grown form of an earlier one, by the author's word.
    Grown,
    Reworded,
    Regrouped,
    Moved,
    Likely,
    Gone,
    Expected,
    Same,
    Both,
    MaybeBoth,
    OnlyFrom,
    OnlyTo,
}

impl Word {
    /// The name by which themes know it.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Grown => "grown",
            Self::Reworded => "reworded",
            Self::Regrouped => "regrouped",
            Self::Moved => "moved",
            Self::Likely => "likely",
            Self::Gone => "gone",
            Self::Expected => "expected",
            Self::Same => "same",
            Self::Both => "both",
            Self::MaybeBoth => "maybe-both",
            Self::OnlyFrom | Self::OnlyTo => "only",
        }
    }
}

/// What words a comparison needs to be told.
#[derive(Clone, Copy)]
pub struct Wording<'a> {
    handbook: Tracked<'a>,
    messages: &'a Messages,
    comparison: &'a Comparison<'a>,
}

impl<'a> Wording<'a> {
    pub fn new(
        handbook: Tracked<'a>,
        messages: &'a Messages,
        comparison: &'a Comparison<'a>,
    ) -> Self {
        Self { handbook, messages, comparison }
    }

    /// Whether both levels are of one track.
    pub fn is_one_track(self) -> bool {
        let Comparison { from, to, .. } = self.comparison;
        self.handbook[*from].track == self.handbook[*to].track
    }

    /// What the levels are called, so that they can be told apart.
    pub fn names(self) -> (String, String) {
        let name = |level| self.handbook.label(level).to_owned();
        (name(self.comparison.from), name(self.comparison.to))
    }

    /// What is said of a criterion.
    pub fn word(self, row: Row) -> Word {
        let is_grown = self.comparison.from < self.comparison.to
            && row.reason().is_some_and(|it| it.by == By::Author);
        match (self.is_one_track(), row.kind()) {
            (true, Kind::Reworded | Kind::Moved) if is_grown => Word::Grown,
            (true, Kind::New) => Word::New,
            (true, Kind::Reworded) => Word::Reworded,
            (true, Kind::Regrouped) => Word::Regrouped,
            (true, Kind::Moved) => Word::Moved,
            (true, Kind::Likely) => Word::Likely,
            (true, Kind::Gone) => Word::Gone,
            (true, Kind::Expected) => Word::Expected,
            (true, Kind::Same) => Word::Same,
            (false, Kind::Likely) => Word::MaybeBoth,
            (false, Kind::New) => Word::OnlyTo,
            (false, Kind::Gone) => Word::OnlyFrom,
            (false, _) => Word::Both,
        }
    }

    /// A word as it is shown.
    pub fn shown(self, word: Word) -> String {
        let key = format!("kind-{}", word.name());
        let (from, to) = self.names();
        let title = if word == Word::OnlyFrom { from } else { to };
        self.message(&key, &[("title", &title)])
    }

    /// All of the comparison in one sentence; empty if there is nothing to say.
    pub fn sum(self) -> String {
        let parts = if self.is_one_track() { self.changes() } else { self.other_work() };
        let comma = format!("{} ", self.messages.plain("comma"));
        let clauses = [parts.join(&comma), self.steps().join(&comma)];
        let clauses: Vec<String> = clauses.into_iter().filter(|it| !it.is_empty()).collect();
        if clauses.is_empty() {
            return String::new();
        }
        let semicolon = format!("{} ", self.messages.plain("semicolon"));
        self.message("sum", &[("text", &clauses.join(&semicolon))])
    }

    /// Numbers of what happens to criteria within a track.
    fn changes(self) -> Vec<String> {
        let words = [
            Word::New,
            Word::Grown,
            Word::Reworded,
            Word::Regrouped,
            Word::Moved,
            Word::Likely,
            Word::Gone,
            Word::Expected,
            Word::Same,
        ];
        let counts = self.counts();
        words.into_iter().filter_map(|word| self.counted(&counts, word)).collect()
    }

    /// Numbers of what two tracks have each alone, and both.
    fn other_work(self) -> Vec<String> {
        let (from, to) = self.names();
        let counts = self.counts();
        let [left, right, both, maybe_both] =
            [Word::OnlyFrom, Word::OnlyTo, Word::Both, Word::MaybeBoth].map(|it| counts.of(it));
        if both + maybe_both == 0 && left > 0 && right > 0 {
            let number = |key: &str, n, title: &str| self.number(key, n, title);
            return vec![number("sum-other", left, &from), number("sum-other-to", right, &to)];
        }
        [Word::Both, Word::MaybeBoth, Word::OnlyFrom, Word::OnlyTo]
            .into_iter()
            .filter_map(|word| self.counted(&counts, word))
            .collect()
    }

    /// Numbers of steps that differ.
    fn steps(self) -> Vec<String> {
        let (from, to) = self.names();
        let keys = match self.is_one_track() {
            true => [("sum-raised", &to), ("sum-lowered", &to)],
            false => [("sum-higher", &to), ("sum-higher", &from)],
        };
        let changes = [StepChange::Raised, StepChange::Lowered].into_iter().zip(keys);
        changes
            .filter_map(|(change, (key, title))| {
                let pairs = self.comparison.competencies.iter();
                let n = pairs.filter(|pair| pair.step() == change).count();
                (n > 0).then(|| self.number(key, n, title))
            })
            .collect()
    }

    fn counted(self, counts: &Counts, word: Word) -> Option<String> {
        let n = counts.of(word);
        let (from, to) = self.names();
        let title = if word == Word::OnlyFrom { from } else { to };
        (n > 0).then(|| self.number(&format!("sum-{}", word.name()), n, &title))
    }

    /// Of how many criteria each word is said.
    fn counts(self) -> Counts<'a> {
        let mut ids: BTreeMap<Word, BTreeSet<&str>> = BTreeMap::new();
        for row in self.comparison.competencies.iter().flat_map(|pair| pair.rows()) {
            let Some(shown) = row.shown() else { continue };
            ids.entry(self.word(row)).or_default().insert(&shown.criterion.id);
        }
        Counts(ids)
    }

    /// A number in words: `n` chooses the form of a plural.
    fn number(self, key: &str, n: usize, title: &str) -> String {
        let n = n.to_string();
        self.message(key, &[("n", &n), ("count", &n), ("title", title)])
    }

    /// A UI string with values in its places.
    pub fn message(self, key: &str, values: &[(&str, &str)]) -> String {
        self.messages.get(key, values).unwrap_or_else(|| key.to_owned())
    }
}

/// The ids of the criteria of which each word is said: one may stand in several competencies.
struct Counts<'a>(BTreeMap<Word, BTreeSet<&'a str>>);

impl Counts<'_> {
    fn of(&self, word: Word) -> usize {
        self.0.get(&word).map_or(0, BTreeSet::len)
    }
}
