//! Did you mean …? The name that was probably meant by one that nothing has.

use std::collections::BTreeSet;

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
pub fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<Suggestion> {
    let lower = folded(name);
    let spelling = fold(name);
    let likely: Vec<Candidate> = candidates
        .into_iter()
        .map(|candidate| Candidate::new(candidate, &lower, &spelling))
        .filter(|it| it.is_same || it.likeness >= 2.0 / 3.0 - f64::EPSILON)
        .collect();
    let best = likely.iter().max_by(|a, b| {
        let likeness = || a.likeness.total_cmp(&b.likeness);
        a.is_same.cmp(&b.is_same).then_with(likeness).then(b.name.cmp(a.name))
    })?;
    let rivals: BTreeSet<&str> = likely
        .iter()
        .filter(|it| if best.is_same { it.is_same } else { it.distance <= 1 })
        .map(|it| it.name)
        .collect();
    let is_slip =
        || best.distance <= 1 && spelling.chars().filter(|it| it.is_alphanumeric()).count() >= 4;
    Some(Suggestion {
        written: name.to_owned(),
        meant: best.name.to_owned(),
        certain: rivals.len() == 1
            && (best.is_same || is_slip())
            && digits(&spelling).eq(digits(&fold(best.name))),
    })
}

/// How like a name a candidate is.
struct Candidate<'a> {
    name: &'a str,
    /// Whether only case, hyphens, underscores and spaces differ.
    is_same: bool,
    distance: usize,
    /// From 0 to 1.
    likeness: f64,
}

impl<'a> Candidate<'a> {
    fn new(name: &'a str, wanted: &str, spelling: &str) -> Self {
        let lower = folded(name);
        let (length, own) = (wanted.chars().count(), lower.chars().count());
        let longest = length.max(own).max(1);
        // The distance is at least the difference in length, which alone keeps most candidates out.
        let difference = length.abs_diff(own);
        let distance = if difference * 3 > longest {
            difference
        } else {
            strsim::damerau_levenshtein(wanted, &lower)
        };
        Self {
            name,
            is_same: !spelling.is_empty() && fold(name) == spelling,
            distance,
            likeness: 1.0 - distance as f64 / longest as f64,
        }
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
}
