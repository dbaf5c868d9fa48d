//! Steps of competencies, and which of them a level expects.

use super::change::{Change, What};
use super::fields;
use super::texts;
use super::weight::Weight;
use crate::handbook::body::Expectation;
use crate::handbook::likeness::Language;
use crate::handbook::model::{Competency, Step, step_title};

/// How the expected step differs; `None` if it does not. `before` and `after` are the competency in both
/// revisions: a step that was put in between raises no expectation.
pub fn expected<'h>(
    before: &Competency,
    from: Option<&Expectation>,
    after: &Competency,
    to: Option<&Expectation>,
) -> Option<Change<'h>> {
    let was = from.map(|it| {
        let later = |step| later(before, after, step);
        (later(it.first), later(it.last), it.or_above)
    });
    let is = to.map(|it| (it.first, it.last, it.or_above));
    if was == is {
        return None;
    }
    let is_raised = was < is;
    let weight = if is_raised { Weight::Major } else { Weight::Minor };
    let from = from.map(|it| shown(before, it));
    let to = to.map(|it| shown(after, it));
    Some(Change::new(weight, What::Step { from, to, is_raised }))
}

/// The number that a step has in the later revision: that of the step of its title, else its own.
fn later(before: &Competency, after: &Competency, step: usize) -> usize {
    let title = before.steps.get(step).map(|it| &it.title);
    let found = title.and_then(|title| after.steps.iter().position(|it| it.title == *title));
    found.unwrap_or(step)
}

/// The words for an expectation: `Owns`, `Owns or above`, `Owns to Leads`.
fn shown(competency: &Competency, expect: &Expectation) -> String {
    let first = step_title(competency, expect.first);
    if expect.first != expect.last {
        format!("{first} to {}", step_title(competency, expect.last))
    } else if expect.or_above {
        format!("{first} or above")
    } else {
        first
    }
}

/// How the steps of a scale differ in what they mean in all of its competencies.
pub fn meanings<'h>(before: &[Step], after: &[Step], language: Language) -> Vec<Change<'h>> {
    let pairs = after.iter().filter_map(|step| {
        let earlier = before.iter().find(|it| it.title == step.title)?;
        texts::prose(&step.title, &earlier.scale_text, &step.scale_text, language)
    });
    pairs.collect()
}

/// How the steps of a competency differ, but for their criteria.
pub fn changes<'h>(before: &Competency, after: &Competency, language: Language) -> Vec<Change<'h>> {
    let titles = |it: &Competency| -> Vec<String> {
        it.steps.iter().map(|step| step.title.clone()).collect()
    };
    let (was, is) = (titles(before), titles(after));
    let mut changes = Vec::new();
    // Other names for as many steps; with fewer or more of them, each may mean something else.
    match was.len() == is.len() {
        true => changes.extend(fields::value("steps", &was.join(", "), &is.join(", "))),
        false => changes.extend(fields::rule("steps", was.join(", "), is.join(", "), true)),
    }
    for (number, step) in after.steps.iter().enumerate() {
        let same = before.steps.iter().find(|it| it.title == step.title);
        let same = same.or_else(|| before.steps.get(number).filter(|_| was.len() == is.len()));
        let Some(earlier) = same else { continue };
        changes.extend(texts::prose(&step.title, &earlier.text, &step.text, language));
        let examples = |it: &Step| -> Vec<u64> {
            it.examples.iter().map(|it| it.words(language).folded()).collect()
        };
        if examples(earlier) != examples(step) {
            changes.push(texts::changed(&format!("examples of {}", step.title)));
        }
    }
    changes
}
