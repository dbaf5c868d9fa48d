//! Cells that take over that of another level: `## Delivery {same-as=senior}`.

use std::sync::Arc;

use super::cells::LevelBody;
use super::levels::find;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Spanned};
use crate::handbook::effective::{self, State};
use crate::handbook::level_names::{LevelNames, Unresolved};
use crate::handbook::{CompetencyIx, Handbook, Hidden, INTERNAL, LevelIx, MOST_STEPS, cell_source};

/// A cell that takes over another one, and the name by which it does.
pub struct Taken {
    level: LevelIx,
    competency: CompetencyIx,
    source: LevelIx,
    name: Spanned<String>,
}

/// Resolves the names. What leads back to where it started is reported and taken over by none.
pub fn take(
    bodies: &[Arc<LevelBody>],
    names: &LevelNames,
    handbook: &mut Handbook,
    diagnostics: &mut Diagnostics,
) -> Vec<Taken> {
    let mut all = Vec::new();
    for (level, it) in bodies.iter().enumerate() {
        for cell in &it.body.cells {
            let Some(name) = &cell.same_as else { continue };
            let (level, competency) = (LevelIx(level), cell.competency);
            let Some(source) = find(handbook, names, name, diagnostics) else {
                handbook.levels[level.0].incomplete = true;
                continue;
            };
            handbook.same_cells.insert((level, competency), source);
            all.push(Taken { level, competency, source, name: name.clone() });
        }
    }
    all.retain(|it| {
        let way = way(handbook, it);
        let (message, help) = if way.len() > 1 && way.last() == Some(&it.level) {
            let names: Vec<String> = way.iter().map(|level| handbook.level_name(*level)).collect();
            (
                format!("cells are the same in a circle: {}", names.join(" → ")),
                "one level of the circle must state what it expects",
            )
        } else if way.len() > MOST_STEPS + 1 {
            (
                format!(
                    "the cell takes over from more than {MOST_STEPS} levels, one after the other"
                ),
                "name the level that states what it expects itself",
            )
        } else {
            return true;
        };
        let diagnostic = Diagnostic::new(Code::ReferenceLoop, message);
        diagnostics.push(diagnostic.at(it.name.place.clone()).help(help));
        handbook.same_cells.remove(&(it.level, it.competency));
        handbook.levels[it.level.0].incomplete = true;
        false
    });
    all
}

/// The levels that a cell takes over from, one after the other, from its own on: round to itself, or to the last one;
/// or to the first one that is too many.
fn way(handbook: &Handbook, it: &Taken) -> Vec<LevelIx> {
    let mut way = vec![it.level];
    while way.len() <= MOST_STEPS + 1
        && let Some(next) = cell_source(handbook, way[way.len() - 1], it.competency)
    {
        // A circle that does not lead here is another cell's.
        if next != it.level && way.contains(&next) {
            break;
        }
        way.push(next);
        if next == it.level {
            break;
        }
    }
    way
}

/// Reports what takes over nothing.
pub fn check(taken: Vec<Taken>, handbook: &Handbook, diagnostics: &mut Diagnostics) {
    for Taken { competency, source, name, .. } in taken {
        let cell = effective::cell(handbook.untracked(), source, competency);
        let (title, level) = (&handbook[competency].title, handbook.level_name(source));
        let diagnostic = if handbook.hidden_cells.contains(&(source, competency)) {
            let cell = format!("{level}#{}", handbook[competency].id);
            let hidden = Hidden::new(&handbook[source].file, cell, INTERNAL);
            Unresolved::Hidden(hidden).diagnostic("a cell", &name.value)
        } else if matches!(cell.state, State::Missing | State::Absent | State::Excluded) {
            if handbook[source].unread || handbook[source].incomplete {
                continue;
            }
            let message = format!("`{level}` says nothing about `{title}`");
            Diagnostic::new(Code::InvalidValue, message)
                .help("name a level that does, or write what is expected here")
        } else {
            continue;
        };
        diagnostics.push(diagnostic.at(name.place));
    }
}
