//! What all changes come to, in a sentence or two.

use super::Told;
use super::items::counted;
use crate::handbook::changes::{CriterionKind, Noun, Subject, Weight, What};

/// Why the version is what is proposed.
pub fn reason(told: &Told) -> String {
    match told.weight() {
        None => "Nothing changed.".to_owned(),
        Some(Weight::Major) => {
            let subjects = told.changes.subjects.iter();
            let heavy = subjects.filter(|it| it.weight() == Some(Weight::Major));
            format!("Something is required that was not, or may be: {}.", list(heavy))
        }
        Some(Weight::Minor) => "Nothing is required that was not: what changed is clearer, less, or beside \
                                the criteria."
            .to_owned(),
        Some(Weight::Patch) if told.changes.subjects.is_empty() => {
            "The ladder says the same: its files differ in order, comments or layout.".to_owned()
        }
        Some(Weight::Patch) => "The ladder says the same: only typography and ids differ.".to_owned(),
    }
}

/// Where something happened, by title: `at Senior and Staff, in Delivery`.
fn list<'a, 'h: 'a>(subjects: impl Iterator<Item = &'a Subject<'h>>) -> String {
    let (mut levels, mut others) = (Vec::new(), Vec::new());
    for it in subjects {
        let title = it.name().title.clone();
        if it.noun == Noun::Level { levels.push(title) } else { others.push(title) }
    }
    let parts = [("at", levels), ("in", others)].map(|(word, titles)| match titles.as_slice() {
        [] => None,
        titles => Some(format!("{word} {}", and(titles))),
    });
    parts.into_iter().flatten().collect::<Vec<String>>().join(", ")
}

fn and(titles: &[String]) -> String {
    match titles {
        [] => String::new(),
        [only] => only.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
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
    let counts = KINDS.iter().map(|(kind, word)| (count(*kind), *word)).filter(|(count, _)| *count > 0);
    let mut words: Vec<String> = Vec::new();
    for (count, word) in counts {
        match words.is_empty() {
            true => words.push(format!("{} {word}", counted(count, "criterion"))),
            false => words.push(format!("{count} {word}")),
        }
    }
    let steps = |raised: bool| {
        let is_step = |what: &What| matches!(what, What::Step { is_raised, .. } if *is_raised == raised);
        changes().filter(|it| is_step(&it.what)).count()
    };
    for (count, word) in [(steps(true), "raised"), (steps(false), "lowered")] {
        if count > 0 {
            words.push(format!("{} {word}", counted(count, "step")));
        }
    }
    words.join(", ")
}
