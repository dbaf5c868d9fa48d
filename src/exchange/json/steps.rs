//! Steps as JSON: what each means, and which of them are expected.

use serde::Serialize;

use super::texts::{JsonText, some_text, text};
use crate::handbook::{CompetencyIx, Criterion, Expectation, Handbook, Step, step_title};
use crate::view::Markup;

/// A step with everything said about it.
#[derive(Serialize)]
pub struct JsonStep<'h> {
    title: &'h str,
    #[serde(flatten)]
    text: Option<JsonText<'h>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    criteria: Vec<JsonStepCriterion<'h>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    examples: Vec<JsonText<'h>>,
}

/// A criterion where it is written: at the step that brings it.
#[derive(Serialize)]
struct JsonStepCriterion<'h> {
    id: &'h str,
    #[serde(flatten)]
    text: JsonText<'h>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    examples: Vec<JsonText<'h>>,
}

/// A step of a cell: what it is called, and what it means.
#[derive(Serialize)]
pub struct JsonStepText<'h> {
    title: &'h str,
    #[serde(skip_serializing_if = "str::is_empty")]
    text: &'h str,
}

/// Steps from `first` to `last`, which are the same unless the author gave a range.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct JsonExpectation {
    first: JsonNumberedStep,
    last: JsonNumberedStep,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    or_above: bool,
}

/// A step by its number from 1. Where the competency gives its steps no titles, the title is the number.
#[derive(Serialize)]
pub struct JsonNumberedStep {
    number: usize,
    title: String,
}

/// The steps of a competency.
pub fn of_competency<'h>(markup: Markup<'h>, steps: &'h [Step]) -> Vec<JsonStep<'h>> {
    let steps = steps.iter().map(|step| JsonStep {
        title: &step.title,
        text: some_text(markup, step.meaning()),
        criteria: step.criteria.iter().map(|it| criterion(markup, it)).collect(),
        examples: step.examples.iter().map(|it| text(markup, it)).collect(),
    });
    steps.collect()
}

fn criterion<'h>(markup: Markup<'h>, it: &'h Criterion) -> JsonStepCriterion<'h> {
    JsonStepCriterion {
        id: &it.id,
        text: text(markup, &it.text),
        examples: it.examples().map(|it| text(markup, it)).collect(),
    }
}

/// The steps of a scale, which mean the same in all its competencies.
pub fn of_scale<'h>(markup: Markup<'h>, steps: &'h [Step]) -> Vec<JsonStep<'h>> {
    let steps = steps.iter().map(|step| JsonStep {
        title: &step.title,
        text: some_text(markup, &step.scale_text),
        criteria: Vec::new(),
        examples: Vec::new(),
    });
    steps.collect()
}

/// What each step is called and means.
pub fn meanings(steps: &[Step]) -> Vec<JsonStepText<'_>> {
    steps.iter().map(|it| JsonStepText { title: &it.title, text: it.meaning().text() }).collect()
}

/// The first of the expected steps, if it has a name.
pub fn first<'h>(
    handbook: &'h Handbook,
    competency: CompetencyIx,
    expect: &Expectation,
) -> Option<JsonStepText<'h>> {
    let step = handbook[competency].steps.get(expect.first)?;
    Some(JsonStepText { title: &step.title, text: step.meaning().text() })
}

/// The expected steps.
pub fn expectation(
    handbook: &Handbook,
    competency: CompetencyIx,
    expect: &Expectation,
) -> JsonExpectation {
    JsonExpectation {
        first: numbered(handbook, competency, expect.first),
        last: numbered(handbook, competency, expect.last),
        or_above: expect.or_above,
    }
}

/// A step by its number from 0.
pub fn numbered(handbook: &Handbook, competency: CompetencyIx, step: usize) -> JsonNumberedStep {
    JsonNumberedStep { number: step + 1, title: step_title(&handbook[competency], step) }
}
