//! Rules about cells, steps and criteria.

use std::collections::{HashMap, HashSet};

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::handbook::effective::{self, Origin};
use crate::handbook::{
    Cell, Competency, CompetencyIx, Handbook, Level, LevelIx, Status, Tracked, pair, step_title,
};

/// Levels in use, of tracks in use.
pub fn active(handbook: &Handbook) -> impl Iterator<Item = (LevelIx, &Level)> {
    handbook.levels().filter(|(_, level)| {
        level.status != Status::Retired && handbook[level.track].status != Status::Retired
    })
}

/// A level without one word about a competency that applies to it.
pub fn missing(context: Context, diagnostics: &mut Diagnostics) {
    let handbook = context.handbook;
    // Where the headings are the competencies, nothing is registered.
    let registered = |it: &Competency| it.place.path.extension() != "md";
    let used: Vec<bool> =
        handbook.competencies().map(|(competency, _)| states(handbook, competency)).collect();
    for (level, it) in active(handbook.handbook()).filter(|(_, it)| !it.incomplete) {
        let missing: Vec<CompetencyIx> = handbook
            .competencies()
            .map(|(competency, _)| competency)
            .filter(|competency| used[competency.0])
            .filter(|competency| effective::is_missing(handbook, level, *competency))
            .collect();
        if missing.is_empty() {
            continue;
        }
        let titles: Vec<String> =
            missing.iter().map(|it| format!("`{}`", handbook[*it].title)).collect();
        let message = format!("nothing is said about {}", titles.join(", "));
        let title = &handbook[missing[0]].title;
        let mut diagnostic = Diagnostic::new(Code::MissingCell, message)
            .at(it.place.clone())
            .help(format!("write what is expected, or that it is nothing: `## {title} {{.none}}`"));
        if missing.iter().any(|it| registered(&handbook[*it])) {
            let help =
                "where it does not apply, say so in competencies.yaml with `tracks` or `from`";
            diagnostic = diagnostic.help(help);
        }
        diagnostics.push(diagnostic);
    }
}

/// Whether any level writes about a competency.
pub fn states(handbook: Tracked, competency: CompetencyIx) -> bool {
    handbook
        .levels()
        .any(|(level, _)| handbook.cell(level, competency).is_some_and(Cell::is_written))
}

/// A level that writes about a competency that does not apply to it.
pub fn excluded(context: Context, diagnostics: &mut Diagnostics) {
    let handbook = context.handbook;
    for (level, _) in handbook.levels() {
        for cell in handbook
            .body(level)
            .cells
            .iter()
            .filter(|cell| !handbook.applies(cell.competency, level))
        {
            let competency = &handbook[cell.competency];
            let message = format!("`{}` does not apply to this level", competency.title);
            diagnostics.push(
                Diagnostic::new(Code::ExcludedCell, message)
                    .at(cell.place.clone())
                    .related(competency.place.clone(), "its `tracks` or `from` say so")
                    .help("what stands here is not shown; remove it or widen the competency"),
            );
        }
    }
}

/// The expected step of a level and of the level before, with the place of the former.
fn neighbours(
    handbook: Tracked<'_>,
) -> impl Iterator<Item = (CompetencyIx, LevelIx, usize, usize, &Place)> {
    active(handbook.handbook()).flat_map(move |(level, _)| {
        // Of two levels of one grade neither follows the other.
        let is_higher = |it: &LevelIx| {
            let grades = &handbook[level].grades;
            grades.is_empty() || *grades != handbook[*it].grades
        };
        let before = handbook.previous(level).filter(is_higher);
        handbook.handbook().competencies().filter_map(move |(competency, _)| {
            let now = effective::expectation(handbook, level, competency)?;
            let then = effective::expectation(handbook, before?, competency)?;
            Some((competency, level, then.first, now.first, &now.place))
        })
    })
}

/// A step that is lower than at the level before.
pub fn step_falls(context: Context, diagnostics: &mut Diagnostics) {
    let handbook = context.handbook;
    for (competency, _, then, now, place) in neighbours(handbook) {
        if now < then {
            let it = &handbook[competency];
            let (then, now) = (step_title(it, then), step_title(it, now));
            let message = format!("`{}` falls from `{then}` to `{now}`", it.title);
            diagnostics.push(
                Diagnostic::new(Code::StepFalls, message)
                    .at(place.clone())
                    .help("if neither level follows the other, give both the same `grade`")
                    .help("if it is meant, switch the rule off: `[check] step-falls = \"off\"`"),
            );
        }
    }
}

/// A step that skips one or more.
pub fn step_jumps(context: Context, diagnostics: &mut Diagnostics) {
    let handbook = context.handbook;
    for (competency, level, then, now, place) in neighbours(handbook) {
        if now > then + 1 && !hides_a_neighbour(&handbook, level) {
            let it = &handbook[competency];
            let (then, now) = (step_title(it, then), step_title(it, now));
            let message = format!("`{}` jumps from `{then}` to `{now}`", it.title);
            let diagnostic = Diagnostic::new(Code::StepJumps, message).at(place.clone());
            diagnostics.push(diagnostic.help("is there a level missing in between?"));
        }
    }
}

/// Whether a level of the same track is left out of this build, which may be the one in between.
fn hides_a_neighbour(handbook: &Handbook, level: LevelIx) -> bool {
    let folder = handbook[level].file.folder();
    handbook.hidden.iter().any(|hidden| hidden.path.folder() == folder)
}

/// A criterion marked to be dropped that is not inherited.
pub fn useless_drop(context: Context, diagnostics: &mut Diagnostics) {
    let handbook = context.handbook;
    for (level, _) in handbook.levels() {
        let mut inherited = None;
        for (cell, criterion) in handbook.body(level).dropped() {
            let of_cell = match &inherited {
                Some((competency, ids)) if *competency == cell.competency => ids,
                _ => {
                    let ids = inherited_ids(handbook, level, cell.competency);
                    &inherited.insert((cell.competency, ids)).1
                }
            };
            if !of_cell.contains(&*criterion.id) {
                let message = if criterion.pinned {
                    format!("nothing called `{}` is inherited here", criterion.id)
                } else {
                    "a criterion is dropped by its id, and this one has none".to_owned()
                };
                diagnostics.push(
                    Diagnostic::new(Code::UselessDrop, message)
                        .at(criterion.place.clone())
                        .help("write the id of an inherited criterion: `{#id .drop}`"),
                );
            }
        }
    }
}

/// The ids of the criteria that a level inherits in a competency, before it drops any.
fn inherited_ids(handbook: Tracked<'_>, level: LevelIx, competency: CompetencyIx) -> HashSet<&str> {
    let from = match (&handbook[level].same_as, &handbook[handbook[level].track].extends) {
        (Some(same), _) => Some(same.level),
        (None, Some(extends)) => pair(&handbook, level, extends.parent),
        (None, None) => None,
    };
    let cell = from.map(|from| effective::cell(handbook, from, competency));
    let criteria = cell.iter().flat_map(|cell| cell.criteria());
    let of_levels = criteria.filter(|it| !matches!(it.origin, Origin::Step(_)));
    of_levels.map(|it| &*it.criterion.id).collect()
}

/// The same words as a criterion of another level.
pub fn repeated_wording(context: Context, diagnostics: &mut Diagnostics) {
    let handbook = context.handbook;
    let mut seen: HashMap<String, &Place> = HashMap::new();
    for (level, _) in active(handbook.handbook()) {
        for criterion in handbook.body(level).criteria() {
            if criterion.dropped {
                continue;
            }
            let words = criterion.text.text().to_lowercase();
            match seen.get(&words) {
                None => {
                    seen.insert(words, &criterion.place);
                }
                Some(first) => diagnostics.push(
                    Diagnostic::new(
                        Code::RepeatedWording,
                        "this criterion stands elsewhere as well",
                    )
                    .at(criterion.place.clone())
                    .related((*first).clone(), "first here")
                    .help("copies drift apart; inherit it, or say what is different here"),
                ),
            }
        }
    }
}
