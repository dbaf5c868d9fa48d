//! Expected steps: from names and numbers in front matter to steps of a competency.

use std::collections::{BTreeSet, HashMap};

use super::vocabulary::Vocabulary;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Spanned};
use crate::handbook::former;
use crate::handbook::{Cell, CompetencyIx, Expectation};
use crate::read::level::{ParsedExpectation, ParsedLevel};
use crate::suggestion::nearest;

/// Adds the expected steps to the cells; one without a heading makes a cell of its own.
pub fn add(
    level: &ParsedLevel,
    vocabulary: &Vocabulary,
    cells: &mut Vec<Cell>,
    diagnostics: &mut Diagnostics,
) {
    if level.expect.is_empty() {
        return;
    }
    let mut taken: BTreeSet<String> =
        level.expect.iter().map(|(name, _)| name.value.clone()).collect();
    let blocks = level.blocks.get();
    let hidden: BTreeSet<CompetencyIx> =
        blocks.hidden.headings.iter().filter_map(|it| vocabulary.hidden_competency(it)).collect();
    let written = cells.iter().enumerate().map(|(place, cell)| (cell.competency, place));
    let mut places: HashMap<CompetencyIx, usize> = written.collect();
    for (name, parsed) in &level.expect {
        if vocabulary.is_hidden(&name.value) {
            continue;
        }
        let Some(competency) = vocabulary.competency(&name.value) else {
            if !vocabulary.competencies_broken {
                let message = format!("`{}` is not the name of a competency", name.value);
                diagnostics.push(
                    Diagnostic::new(Code::UnknownReference, message)
                        .at(name.place.clone())
                        .suggest(vocabulary.nearest_id(&name.value))
                        .unless_taken(&mut taken),
                );
            }
            continue;
        };
        if vocabulary.former(&name.value).is_some() {
            let renamed = former::renamed(&name.value, vocabulary.id(competency));
            diagnostics.push(former::note(renamed, &name.place));
        }
        let unread = vocabulary.competencies_broken || vocabulary.scales_broken;
        if unread || !vocabulary.knows_steps(competency) {
            continue;
        }
        let expects_nothing = is_nothing(vocabulary, competency, parsed);
        let expect = if expects_nothing {
            None
        } else {
            expectation(vocabulary, competency, parsed, diagnostics)
        };
        // The step goes with the heading that is left out.
        if hidden.contains(&competency) {
            continue;
        }
        let place = *places.entry(competency).or_insert(cells.len());
        if place == cells.len() {
            cells.push(unwritten(competency, &name.place));
        }
        (cells[place].expect, cells[place].expects_nothing) = (expect, expects_nothing);
    }
}

/// The cell of a competency that has no heading.
fn unwritten(competency: CompetencyIx, place: &Place) -> Cell {
    Cell {
        competency,
        none: false,
        internal: false,
        expect: None,
        same_as: None,
        expects_nothing: false,
        blocks: Vec::new(),
        place: place.clone(),
    }
}

/// Whether an author says that no step is expected: a single `0`, unless a step has that name.
fn is_nothing(
    vocabulary: &Vocabulary,
    competency: CompetencyIx,
    parsed: &ParsedExpectation,
) -> bool {
    let is_name = || vocabulary.steps(competency).iter().any(|step| step == "0");
    matches!(parsed.steps.as_slice(), [step] if step.value == "0") && !is_name()
}

fn expectation(
    vocabulary: &Vocabulary,
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
        steps.push(step_number(vocabulary, competency, name, step, diagnostics)?);
    }
    let first = *steps.iter().min()?;
    let last = *steps.iter().max()?;
    Some(Expectation { first, last, or_above, place: parsed.place.clone() })
}

/// The number of a step, from 0: by its name, else by its number from 1.
fn step_number(
    vocabulary: &Vocabulary,
    competency: CompetencyIx,
    name: &str,
    written: &Spanned<String>,
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    let steps = vocabulary.steps(competency);
    let lower = name.to_lowercase();
    if let Some(found) = steps.iter().position(|step| step.to_lowercase() == lower) {
        return Some(found);
    }
    let highest = if steps.is_empty() { 100 } else { steps.len() };
    if let Ok(number @ 1..) = name.parse::<usize>()
        && number <= highest
    {
        return Some(number - 1);
    }
    // Of a scale, many competencies and levels use one step.
    let message = match vocabulary.scale(competency) {
        Some(scale) => format!("the scale `{scale}` has no step `{name}`"),
        None => format!("`{}` has no step `{name}`", vocabulary.title(competency)),
    };
    let diagnostic = Diagnostic::new(Code::UnknownStep, message).at(written.place.clone());
    let near = nearest(name, steps.iter().map(String::as_str));
    diagnostics.push(match near {
        Some(_) => diagnostic.suggest(near),
        None if steps.is_empty() => {
            diagnostic.help("it has no steps: write a number, or give it a `scale` or `steps`")
        }
        None => diagnostic.help(format!("its steps are {}", steps.join(", "))),
    });
    None
}
