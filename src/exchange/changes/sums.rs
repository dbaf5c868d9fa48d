//! What all changes come to, in a sentence or two.

use super::told::Told;
use crate::handbook::changes::{CriterionKind, Noun, Subject, Weight, What};
use crate::spelling::counted;

/// Why the version is what is proposed.
pub fn reason(told: &Told) -> String {
    let subjects = &told.changes.subjects;
    match told.weight() {
        None => "Nothing changed.".to_owned(),
        Some(Weight::Major) => major(subjects),
        Some(Weight::Minor) => {
            "Nothing more is required than before: what changed is clearer, less, or \
                                stands beside the criteria."
                .to_owned()
        }
        Some(Weight::Patch) if subjects.is_empty() => {
            "The ladder asks for the same: its files differ in order, comments, attributes or looks.".to_owned()
        }
        Some(Weight::Patch) => {
            "The ladder asks for the same: only typography and ids differ.".to_owned()
        }
    }
}

/// Where more is required, and which levels and tracks are no more.
fn major(subjects: &[Subject]) -> String {
    let titles = |is_meant: &dyn Fn(&Subject) -> bool| -> Vec<String> {
        let heavy = subjects.iter().filter(|it| it.weight() == Some(Weight::Major) && is_meant(it));
        heavy.map(|it| it.name().title.clone()).collect()
    };
    let is_level = |it: &Subject| it.noun == Noun::Level;
    let at = titles(&|it| is_level(it) && !is_over(it));
    let in_others = titles(&|it| !is_level(it) && !is_over(it));
    let over = titles(&is_over);
    let mut sentences = Vec::new();
    let places = [("at", at), ("in", in_others)]
        .map(|(word, titles)| (!titles.is_empty()).then(|| format!("{word} {}", and(&titles))));
    let places: Vec<String> = places.into_iter().flatten().collect();
    if !places.is_empty() {
        sentences
            .push(format!("More is required than before, or may be, {}.", places.join(", and ")));
    }
    if !over.is_empty() {
        let verb = if over.len() == 1 { "is" } else { "are" };
        sentences.push(format!("{} {verb} no longer in use.", and(&over)));
    }
    sentences.join(" ")
}

/// Whether something is gone or retired.
fn is_over(it: &Subject) -> bool {
    it.changes.iter().any(|it| matches!(it.what, What::Gone { .. } | What::Retired { .. }))
}

/// How many titles a sentence names.
const NAMED: usize = 8;

/// Titles as a part of a sentence. Of many, some stand for all.
fn and(titles: &[String]) -> String {
    let (named, others) = match titles.len() {
        length if length > NAMED => (&titles[..NAMED - 1], length - NAMED + 1),
        _ => (titles, 0),
    };
    match (named, others) {
        ([all @ .., last], 0) if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        (named, 0) => named.concat(),
        (named, others) => format!("{} and {others} others", named.join(", ")),
    }
}

/// How many criteria had what happen to them; empty if none had anything.
pub fn counts(told: &Told) -> String {
    const KINDS: [(CriterionKind, &str); 14] = [
        (CriterionKind::New, "new"),
        (CriterionKind::Grown, "grown"),
        (CriterionKind::Rewritten, "rewritten"),
        (CriterionKind::Likely, "perhaps reworded"),
        (CriterionKind::Moved, "moved"),
        (CriterionKind::Reworded, "reworded"),
        (CriterionKind::Merged, "merged"),
        (CriterionKind::Split, "split off"),
        (CriterionKind::Regrouped, "regrouped"),
        (CriterionKind::Gone, "gone"),
        (CriterionKind::Examples, "with other examples"),
        (CriterionKind::Visibility, "with other readers"),
        (CriterionKind::Typography, "in other typography"),
        (CriterionKind::Id, "with another id"),
    ];
    let changes = || told.changes.subjects.iter().flat_map(|it| &it.changes);
    let count = |kind| {
        changes().filter(|it| matches!(&it.what, What::Criterion(it) if it.kind == kind)).count()
    };
    let counts =
        KINDS.iter().map(|(kind, word)| (count(*kind), *word)).filter(|(count, _)| *count > 0);
    let mut words: Vec<String> = Vec::new();
    for (count, word) in counts {
        match words.is_empty() {
            true => words.push(format!("{} {word}", counted(count, "criterion"))),
            false => words.push(format!("{count} {word}")),
        }
    }
    let steps = |raised: bool| {
        let is_step =
            |what: &What| matches!(what, What::Step { is_raised, .. } if *is_raised == raised);
        changes().filter(|it| is_step(&it.what)).count()
    };
    for (count, word) in [(steps(true), "raised"), (steps(false), "lowered")] {
        if count > 0 {
            words.push(format!("{} {word}", counted(count, "step")));
        }
    }
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_names_some_for_all() {
        let titles: Vec<String> = ('a'..='j').map(String::from).collect();
        assert_eq!(and(&titles[..1]), "a");
        assert_eq!(and(&titles[..3]), "a, b and c");
        assert_eq!(and(&titles[..8]), "a, b, c, d, e, f, g and h");
        assert_eq!(and(&titles), "a, b, c, d, e, f, g and 3 others");
    }
}
