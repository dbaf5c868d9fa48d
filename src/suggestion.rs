//! Did you mean …? The name that was probably meant by one that nothing has.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use crate::fingerprint::{ByHash, Fingerprint};
use crate::spelling::folded;

/// A name as it was written, and the one that was probably meant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Suggestion {
    /// What was written.
    pub written: String,
    /// What was probably meant.
    pub meant: String,
    /// Whether one may take the place of the other without a person having looked.
    pub certain: bool,
}

impl Suggestion {
    /// The sentence.
    pub fn help(&self) -> String {
        format!("did you mean `{}`?", self.meant)
    }

    /// Whether only case, hyphens, underscores and spaces differ.
    pub fn is_same_spelling(&self) -> bool {
        fold(&self.written) == fold(&self.meant)
    }

    /// The same suggestion, to be decided by a person.
    pub fn uncertain(mut self) -> Self {
        self.certain = false;
        self
    }

    /// The same suggestion with something put before both names.
    pub fn prefixed(self, prefix: &str) -> Self {
        let with_prefix = |name: &str| format!("{prefix}{name}");
        Self { written: with_prefix(&self.written), meant: with_prefix(&self.meant), ..self }
    }
}

/// The candidate that is most like a name, as [`Candidates::nearest`] says. For one question; where there may be many,
/// [`Candidates`] are made ready once.
pub fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<Suggestion> {
    Candidates::new(candidates).nearest(name)
}

/// Whether two names are alike enough for one to be meant by the other.
pub fn is_like(name: &str, other: &str) -> bool {
    let (one, two) = (Candidate::new(name), Candidate::new(other));
    let spelling = fold(name);
    let is_same = !spelling.is_empty() && spelling == fold(other);
    is_same
        || one.is_alike(&two, one.least_distance(&two)) && one.is_alike(&two, one.distance(&two))
}

/// Names that may have been meant.
///
/// A handbook may have thousands of names, and after a folder was moved thousands of links that nothing has: to
/// measure how far each is from each would take minutes. So all but a few are kept out by what is known of them
/// beforehand.
#[derive(Debug)]
pub struct Candidates {
    all: Vec<Candidate>,
    /// Numbers of the candidates by their spelling.
    by_spelling: HashMap<String, Vec<usize>>,
    /// The same by the hashes of what is left of each without one character, and of all of it: two names that are a
    /// slip apart have one of these in common.
    by_rest: HashMap<u64, Vec<usize>, ByHash>,
    /// Their numbers in the order of their letters, and in that of their letters from the last one on. Made when they
    /// are first asked for.
    sorted: OnceLock<[Vec<usize>; 2]>,
}

/// How many candidates that are more than a slip away are measured.
const MEASURED: usize = 200;

/// If there are more candidates than this, no more of them are looked at: those next to a name in each order, which begin
/// or end as it does.
const LOOKED_AT: usize = 1_000;

impl Candidates {
    /// Makes names ready to be asked for.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let all: Vec<Candidate> = names.into_iter().map(Candidate::new).collect();
        let mut by_spelling: HashMap<String, Vec<usize>> = HashMap::new();
        let mut by_rest: HashMap<u64, Vec<usize>, ByHash> = HashMap::default();
        for (number, candidate) in all.iter().enumerate() {
            by_spelling.entry(fold(&candidate.name)).or_default().push(number);
            for rest in candidate.rests() {
                by_rest.entry(rest).or_default().push(number);
            }
        }
        Self { all, by_spelling, by_rest, sorted: OnceLock::new() }
    }

    /// The candidate that is most like a name, if one is like it at all: spelt the same but for case,
    /// hyphens, underscores and spaces, or at least two thirds alike by Damerau-Levenshtein distance, the
    /// bound that rustc uses for its own suggestions.
    ///
    /// It is certain if no other candidate could have been meant as well: it is the only one that is
    /// spelt the same, or else the only one from which the name differs by a single slip. A slip is a
    /// letter too many, too few, wrong, or swapped with its neighbour; Damerau found four of five
    /// misspellings to be one of these (Communications of the ACM 7, 1964). Names of fewer than four
    /// letters and digits are never certain, nor are those that differ in a digit: `ic1` and `ic2`,
    /// `level-3` and `level-4` are one slip apart and not the same thing.
    pub fn nearest(&self, name: &str) -> Option<Suggestion> {
        self.nearest_where(name, |_| true)
    }

    /// The same among those of which something holds.
    pub fn nearest_where(&self, name: &str, is_meant: impl Fn(&str) -> bool) -> Option<Suggestion> {
        let wanted = Candidate::new(name);
        let spelling = fold(name);
        let spelt = self.by_spelling.get(&spelling).filter(|_| !spelling.is_empty());
        let same = spelt.into_iter().flatten().map(|number| &self.all[*number]);
        let same: Vec<Like> = same
            .filter(|it| is_meant(&it.name))
            .map(|it| Like { candidate: it, distance: it.distance(&wanted) })
            .collect();
        let is_same = !same.is_empty();
        let likely = if is_same { same } else { self.likely(&wanted, is_meant) };
        let best = likely.iter().max_by(|a, b| {
            let likeness = |it: &Like| it.candidate.likeness(&wanted, it.distance);
            likeness(a).total_cmp(&likeness(b)).then(b.candidate.name.cmp(&a.candidate.name))
        })?;
        let rivals: BTreeSet<&str> = likely
            .iter()
            .filter(|it| is_same || it.distance <= 1)
            .map(|it| &*it.candidate.name)
            .collect();
        let is_slip = || {
            best.distance <= 1 && spelling.chars().filter(|it| it.is_alphanumeric()).count() >= 4
        };
        Some(Suggestion {
            written: name.to_owned(),
            meant: best.candidate.name.to_string(),
            certain: rivals.len() == 1
                && (is_same || is_slip())
                && digits(&spelling).eq(digits(&fold(&best.candidate.name))),
        })
    }

    /// Those that are at least two thirds like a name: if some are a slip away these alone, which are more like it than
    /// all others.
    fn likely(&self, wanted: &Candidate, is_meant: impl Fn(&str) -> bool) -> Vec<Like<'_>> {
        let slips = self.a_slip_away(wanted).into_iter().map(|number| &self.all[number]);
        let slips = slips.filter(|it| is_meant(&it.name));
        let slips: Vec<Like> = slips
            .map(|candidate| Like { candidate, distance: candidate.distance(wanted) })
            .filter(|it| it.distance <= 1 && it.candidate.is_alike(wanted, it.distance))
            .collect();
        if slips.is_empty() { self.further_away(wanted, is_meant) } else { slips }
    }

    /// All candidates; of very many those that begin or end most like a name, in their order.
    fn near(&self, wanted: &Candidate) -> impl Iterator<Item = &Candidate> {
        let is_few = self.all.len() <= LOOKED_AT;
        let near = if is_few { BTreeSet::new() } else { self.alike_at_an_end(wanted) };
        let few = self.all.iter().filter(move |_| is_few);
        few.chain(near.into_iter().map(|number| &self.all[number]))
    }

    fn alike_at_an_end(&self, wanted: &Candidate) -> BTreeSet<usize> {
        let backwards = |it: &Candidate| it.lower.chars().rev().collect::<String>();
        let sorted = self.sorted.get_or_init(|| {
            let mut numbers: [Vec<usize>; 2] =
                std::array::from_fn(|_| (0..self.all.len()).collect());
            numbers[0].sort_by_key(|it| &*self.all[*it].lower);
            numbers[1].sort_by_cached_key(|it| backwards(&self.all[*it]));
            numbers
        });
        let wanted_backwards = backwards(wanted);
        let places = [
            sorted[0].partition_point(|it| *self.all[*it].lower < *wanted.lower),
            sorted[1].partition_point(|it| {
                self.all[*it].lower.chars().rev().lt(wanted_backwards.chars())
            }),
        ];
        let beside = |(sorted, place): (&Vec<usize>, usize)| {
            let start = place.saturating_sub(LOOKED_AT / 4);
            sorted[start..].iter().take(LOOKED_AT / 2).copied().collect::<Vec<_>>()
        };
        sorted.iter().zip(places).flat_map(beside).collect()
    }

    /// Numbers of all that may be a slip away.
    fn a_slip_away(&self, wanted: &Candidate) -> BTreeSet<usize> {
        let rests = wanted.rests();
        rests.iter().filter_map(|rest| self.by_rest.get(rest)).flatten().copied().collect()
    }

    /// Those that are further away. The closest by what is known beforehand are measured first, and of names that are
    /// all much alike the others are not.
    fn further_away(&self, wanted: &Candidate, is_meant: impl Fn(&str) -> bool) -> Vec<Like<'_>> {
        let bounded = self.near(wanted).map(|it| (it.least_distance(wanted), it));
        let bounded = bounded.filter(|(least, it)| it.is_alike(wanted, (*least).max(2)));
        let mut bounded: Vec<(usize, Reverse<usize>, &Candidate)> =
            bounded.map(|(least, it)| (least, Reverse(it.ends_alike(wanted)), it)).collect();
        bounded.sort_by_key(|(least, ends, _)| (*least, *ends));
        let bounded = bounded.into_iter().filter(|(_, _, it)| is_meant(&it.name)).take(MEASURED);
        let measured = bounded.map(|(_, _, candidate)| {
            let distance = candidate.distance(wanted);
            Like { candidate, distance }
        });
        measured.filter(|it| it.candidate.is_alike(wanted, it.distance)).collect()
    }
}

/// A candidate that is like a name.
struct Like<'a> {
    candidate: &'a Candidate,
    distance: usize,
}

/// A name that may have been meant.
#[derive(Debug)]
struct Candidate {
    name: Box<str>,
    lower: Box<str>,
    /// How many characters it has.
    length: usize,
    /// A bit for each character that it has, which some characters share.
    characters: u64,
}

impl Candidate {
    fn new(name: &str) -> Self {
        let lower = folded(name);
        Self {
            name: name.into(),
            length: lower.chars().count(),
            characters: lower.chars().fold(0, |bits, it| bits | 1 << place_of(it)),
            lower: lower.into(),
        }
    }

    /// The length of the longer one of two.
    fn longest(&self, other: &Self) -> usize {
        self.length.max(other.length).max(1)
    }

    /// From 0 to 1.
    fn likeness(&self, other: &Self, distance: usize) -> f64 {
        1.0 - distance as f64 / self.longest(other) as f64
    }

    /// Whether two that are so far from one another are two thirds alike.
    fn is_alike(&self, other: &Self, distance: usize) -> bool {
        distance * 3 <= self.longest(other)
    }

    /// What the distance is at least: each slip changes the length by one at most, and takes away one character at
    /// most that the other does not have.
    fn least_distance(&self, other: &Self) -> usize {
        let missing = |from: u64, to: u64| (from & !to).count_ones() as usize;
        let (own, others) = (self.characters, other.characters);
        self.length.abs_diff(other.length).max(missing(own, others)).max(missing(others, own))
    }

    /// Hashes of its letters, and of them without each one of them.
    fn rests(&self) -> Vec<u64> {
        let lower = &self.lower;
        let without = lower.char_indices().map(|(at, character)| {
            let rest = [&lower[..at], &lower[at + character.len_utf8()..]].concat();
            Fingerprint::short_of(&rest)
        });
        let mut rests: Vec<u64> = without.chain([Fingerprint::short_of(lower)]).collect();
        rests.sort_unstable();
        rests.dedup();
        rests
    }

    /// How many bytes are the same at both ends.
    fn ends_alike(&self, other: &Self) -> usize {
        let (one, other) = (self.lower.bytes(), other.lower.bytes());
        let alike = |(a, b): &(u8, u8)| a == b;
        let start = one.clone().zip(other.clone()).take_while(alike).count();
        start + one.rev().zip(other.rev()).take_while(alike).count()
    }

    fn distance(&self, other: &Self) -> usize {
        strsim::damerau_levenshtein(&other.lower, &self.lower)
    }
}

/// The bit of a character. Letters and digits of most names have one each.
fn place_of(character: char) -> u32 {
    match character {
        'a'..='z' => u32::from(character) - u32::from('a'),
        '0'..='9' => 26 + u32::from(character) - u32::from('0'),
        _ => 36 + u32::from(character) % 28,
    }
}

/// A name without what spellings of it differ in.
fn fold(name: &str) -> String {
    folded(name).chars().filter(|it| !matches!(it, '-' | '_' | ' ')).collect()
}

fn digits(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|it| it.is_numeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(name: &str, candidates: &[&str]) -> Option<(String, bool)> {
        nearest(name, candidates.iter().copied()).map(|it| (it.meant, it.certain))
    }

    fn certain(name: &str) -> Option<(String, bool)> {
        Some((name.to_owned(), true))
    }

    fn uncertain(name: &str) -> Option<(String, bool)> {
        Some((name.to_owned(), false))
    }

    #[test]
    fn one_slip_is_certain() {
        for written in ["titl", "tittle", "tirle", "titel"] {
            assert_eq!(meant(written, &["title", "summary"]), certain("title"), "{written}");
        }
        assert_eq!(meant("comunicaton", &["communication"]), uncertain("communication"));
    }

    #[test]
    fn a_different_spelling_is_certain() {
        for written in ["Replaced-By", "replaced_by", "replacedBy", "replaced by"] {
            let candidates = ["replaces-by", "replaced-by"];
            assert_eq!(meant(written, &candidates), certain("replaced-by"), "{written}");
        }
        assert_eq!(meant("IC", &["ic"]), certain("ic"));
    }

    #[test]
    fn two_that_could_be_meant_are_not_certain() {
        assert_eq!(meant("staf", &["staff", "stuf", "stab"]), uncertain("staff"));
        assert_eq!(meant("code-review", &["codereview", "code review"]), uncertain("code review"));
        assert_eq!(meant("titel", &["title", "title"]), certain("title"));
    }

    #[test]
    fn short_names_and_other_numbers_are_not_certain() {
        assert_eq!(meant("icc", &["ic"]), uncertain("ic"));
        assert_eq!(meant("level-3", &["level-4"]), uncertain("level-4"));
        assert_eq!(meant("senior", &["senior2"]), uncertain("senior2"));
    }

    #[test]
    fn what_is_not_like_it_is_not_suggested() {
        assert_eq!(meant("technical", &["people", "delivery"]), None);
        assert_eq!(meant("-", &["_"]), None);
        assert_eq!(meant("", &["a"]), None);
        assert_eq!(meant("x", &[]), None);
    }

    #[test]
    fn of_very_many_names_those_that_begin_or_end_alike_are_found() {
        let names: Vec<String> =
            (0..20_000).map(|it| format!("guide-{it}-of-area-{}", it * 7919 % 997)).collect();
        let candidates = Candidates::new(names.iter().map(String::as_str));
        for meant in names.iter().step_by(1_999) {
            let slips = [
                format!("giude{}", &meant[5..].replace("area", "aera")),
                meant.replace("of-area", "fo-aera"),
            ];
            for written in slips {
                assert_eq!(
                    candidates.nearest(&written).map(|it| it.meant).as_ref(),
                    Some(meant),
                    "{written}"
                );
            }
        }
    }

    /// What is known beforehand keeps none out that a measurement of each would find.
    #[test]
    fn the_nearest_is_the_one_of_all() {
        let letters = ["a", "b", "é", "1", "-", "ab"];
        let name = |number: usize| -> String {
            let digits = (0..1 + number % 5).scan(number, |rest, _| {
                let letter = letters[*rest % letters.len()];
                *rest /= letters.len();
                Some(letter)
            });
            digits.collect()
        };
        let names: Vec<String> = (0..400).map(|number| name(number * 37)).collect();
        let candidates = Candidates::new(names.iter().map(String::as_str));
        for written in (0..400).map(|number| name(number * 53 + 7)) {
            let likeness = |known: &String| {
                let (one, other) = (folded(&written), folded(known));
                let longest = one.chars().count().max(other.chars().count());
                let distance = strsim::damerau_levenshtein(&one, &other);
                let is_same = fold(&written) == fold(known);
                (is_same || distance * 3 <= longest)
                    .then(|| (is_same, 1.0 - distance as f64 / longest as f64))
            };
            let measured = names.iter().filter_map(|it| Some((likeness(it)?, it)));
            let best = measured.max_by(|(one, a), (other, b)| {
                one.partial_cmp(other).expect("no likeness is no number").then(b.cmp(a))
            });
            let found = candidates.nearest(&written).map(|it| it.meant);
            assert_eq!(found.as_ref(), best.map(|(_, name)| name), "{written}");
        }
    }
}
