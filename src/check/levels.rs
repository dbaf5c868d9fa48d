//! Rules about levels and moves.

use std::collections::HashMap;

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span};
use crate::handbook::{Level, Status};

/// A grade that is lower than at the level before.
pub fn grade_falls(context: Context, diagnostics: &mut Diagnostics) {
    let handbook = context.handbook;
    for (level, it) in handbook.levels() {
        let Some(before) = handbook.previous(level) else { continue };
        let before = &handbook[before];
        if let (Some(now), Some(then)) = (it.grades.first(), before.grades.first())
            && now < then
        {
            let message = format!("the grade falls from {then} to {now}");
            diagnostics.push(
                Diagnostic::new(Code::GradeFalls, message)
                    .at(it.grade_place.clone())
                    .related(before.grade_place.clone(), "the previous level")
                    .help("the number in front of a file's name gives the order"),
            );
        }
    }
}

/// Two levels of a track that cannot be told apart by what they are called.
pub fn duplicate_name(context: Context, diagnostics: &mut Diagnostics) {
    let handbook = context.handbook;
    for (_, track) in handbook.tracks() {
        let mut seen: HashMap<(&str, &str), &Level> = HashMap::new();
        let levels = track.levels.iter().map(|level| (*level, &handbook.handbook()[*level]));
        for (level, it) in levels.filter(|(_, it)| it.status != Status::Retired) {
            // A title may stand twice if the codes differ.
            let name = match it.code.as_str() {
                "" => ("title", handbook.title(level)),
                code => ("code", code),
            };
            let first = *seen.entry(name).or_insert(it);
            if first.file == it.file {
                continue;
            }
            let message = format!("two levels of this track have the {} `{}`", name.0, name.1);
            diagnostics.push(
                Diagnostic::new(Code::DuplicateName, message)
                    .at(it.code_place.clone())
                    .related(first.code_place.clone(), "the other one")
                    .help("give one of them another, or both a `code` that tells them apart"),
            );
        }
    }
}

/// A move that leads to a retired level.
pub fn retired_reference(context: Context, diagnostics: &mut Diagnostics) {
    let handbook = context.handbook;
    for (_, it) in handbook.levels().filter(|(_, it)| it.status != Status::Retired) {
        for step in &it.next {
            let Some(place) = &step.place else { continue };
            if handbook[step.to].status != Status::Retired {
                continue;
            }
            let message =
                format!("this move leads to `{}`, which is retired", handbook.title(step.to));
            let mut diagnostic = Diagnostic::new(Code::RetiredReference, message).at(place.clone());
            diagnostic = match handbook[step.to].replaced_by {
                Some(by) => {
                    diagnostic.help(format!("it was replaced by `{}`", handbook.level_name(by)))
                }
                None => diagnostic
                    .related(handbook[step.to].place.clone(), "the retired level")
                    .help("let it lead elsewhere, or name a successor there: `replaced-by: …`"),
            };
            diagnostics.push(diagnostic);
        }
    }
}

/// Prose for a move that no level declares.
pub fn undeclared_move(context: Context, diagnostics: &mut Diagnostics) {
    let handbook = context.handbook;
    for (start, end, text) in handbook.moves().filter(|(a, b, _)| !handbook[*a].leads_to(*b)) {
        let (from, to) = (handbook.level_name(start), handbook.level_name(end));
        let declared = handbook[start].next.iter().map(|step| handbook.level_name(step.to));
        let next: Vec<String> = declared.chain([to.clone()]).collect();
        let message = format!("`{from}` does not lead to `{to}`");
        diagnostics.push(
            Diagnostic::new(Code::UndeclaredMove, message)
                .at(Place::new(&text.file, Span::default()))
                .related(handbook[start].place.clone(), "this level")
                .help(format!("declare the move there: `next: [{}]`", next.join(", "))),
        );
    }
}
