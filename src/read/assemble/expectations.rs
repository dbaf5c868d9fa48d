//! Expected steps: from names and numbers in front matter to steps of a competency.

use super::headings::Headings;
use super::parts::Parts;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Spanned, nearest};
use crate::handbook::{Cell, CompetencyIx, Expectation, Handbook, Prose};
use crate::read::level::{ParsedExpectation, ParsedLevel};

/// Adds the expected steps to the cells; one without a heading makes a cell of its own.
pub fn add(
    parts: &Parts,
    level: &ParsedLevel,
    headings: &Headings,
    handbook: &Handbook,
    cells: &mut Vec<Cell>,
    diagnostics: &mut Diagnostics,
) {
    let registers = [
        parts.competencies.is_some_and(|register| register.broken),
        parts.scales.is_some_and(|register| register.broken),
    ];
    for (name, parsed) in &level.expect {
        let Some(competency) = headings.competency(&name.value) else {
            if !registers[0] {
                let message = format!("`{}` is not the name of a competency", name.value);
                let ids = handbook.competencies.iter().map(|known| known.id.as_str());
                let diagnostic = Diagnostic::new(Code::UnknownReference, message)
                    .at(name.place.clone())
                    .did_you_mean(&name.value, ids);
                diagnostics.push(diagnostic);
            }
            continue;
        };
        if registers[0] || registers[1] {
            continue;
        }
        let expectation = expectation(handbook, competency, parsed, diagnostics);
        match cells.iter_mut().find(|cell| cell.competency == competency) {
            Some(cell) => cell.expect = expectation,
            None => cells.push(Cell {
                competency,
                none: false,
                expect: expectation,
                prose: Prose::default(),
                criteria: Vec::new(),
                place: name.place.clone(),
            }),
        }
    }
}

fn expectation(
    handbook: &Handbook,
    competency: CompetencyIx,
    parsed: &ParsedExpectation,
    diagnostics: &mut Diagnostics,
) -> Option<Expectation> {
    let mut steps = Vec::new();
    let mut or_above = false;
    for step in &parsed.steps {
        let (name, plus) = match step.value.strip_suffix('+') {
            Some(name) => (name.trim_end(), true),
            None => (step.value.as_str(), false),
        };
        or_above |= plus;
        steps.push(step_number(handbook, competency, name, step, diagnostics)?);
    }
    let first = *steps.iter().min()?;
    let last = *steps.iter().max()?;
    Some(Expectation { first, last, or_above, place: parsed.place.clone() })
}

/// The number of a step, from 0: by its name, else by its number from 1.
fn step_number(
    handbook: &Handbook,
    competency: CompetencyIx,
    name: &str,
    written: &Spanned<String>,
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    let it = &handbook[competency];
    let lower = name.to_lowercase();
    if let Some(found) = it.steps.iter().position(|step| step.title.to_lowercase() == lower) {
        return Some(found);
    }
    let highest = if it.steps.is_empty() { 100 } else { it.steps.len() };
    if let Ok(number @ 1..) = name.parse::<usize>()
        && number <= highest
    {
        return Some(number - 1);
    }
    let titles: Vec<&str> = it.steps.iter().map(|step| step.title.as_str()).collect();
    let message = format!("`{}` has no step `{name}`", it.title);
    let mut diagnostic = Diagnostic::new(Code::UnknownStep, message).at(written.place.clone());
    diagnostic = match nearest(name, titles.iter().copied()) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None if titles.is_empty() => {
            diagnostic.help("it has no steps: write a number, or give it a `scale` or `steps`")
        }
        None => diagnostic.help(format!("its steps are {}", titles.join(", "))),
    };
    diagnostics.push(diagnostic);
    None
}
