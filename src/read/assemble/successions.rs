//! What criteria replace: each must be a criterion that came before.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Spanned};
use crate::handbook::level_names::Unresolved;
use crate::handbook::{Criterion, Handbook, LevelIx, Tracked, succession};

/// Reports `replaces=` that names nothing, or something that did not come before.
pub fn check(handbook: &Handbook, diagnostics: &mut Diagnostics) {
    let handbook = handbook.untracked();
    for (level, _) in handbook.levels() {
        let mut gone = Vec::new();
        for criterion in handbook.body(level).replacing() {
            check_criterion(handbook, Some(level), criterion, &mut gone, diagnostics);
        }
        report_gone(gone, diagnostics);
    }
    let steps = handbook.handbook().competencies.iter().flat_map(|it| &it.steps);
    let mut gone = Vec::new();
    for criterion in steps.flat_map(|step| &step.criteria) {
        check_criterion(handbook, None, criterion, &mut gone, diagnostics);
    }
    report_gone(gone, diagnostics);
}

/// From how many names on they are one problem: their level was probably deleted.
const MANY: usize = 4;

/// Names of criteria that are not there, of one file.
fn report_gone(gone: Vec<Diagnostic>, diagnostics: &mut Diagnostics) {
    if gone.len() < MANY {
        diagnostics.extend(gone);
        return;
    }
    let count = gone.len();
    let mut places = gone.into_iter().filter_map(|it| it.place);
    let Some(first) = places.next() else { return };
    let message = format!("{count} criteria that are replaced here are not in the handbook");
    let mut diagnostic = Diagnostic::new(Code::UnknownReference, message).at(first);
    diagnostic.repeats = places.map(|place| (place, None)).collect();
    diagnostics
        .push(diagnostic.help("if their level was deleted, remove the `replaces` that name them"));
}

fn check_criterion(
    handbook: Tracked,
    level: Option<LevelIx>,
    criterion: &Criterion,
    gone: &mut Vec<Diagnostic>,
    diagnostics: &mut Diagnostics,
) {
    for replaced in criterion.replaces() {
        let Some(id) = handbook.current_id(&replaced.value) else {
            if let Some(unknown) = unknown(handbook, replaced) {
                let is_slip = unknown.suggestion.is_some();
                match unknown.code == Code::UnknownReference && !is_slip {
                    true => gone.push(unknown),
                    false => diagnostics.push(unknown),
                }
            }
            continue;
        };
        let fault = match handbook.criterion(id) {
            _ if **id == *criterion.id => {
                let message = format!("`{}` replaces itself", criterion.id);
                Some(Diagnostic::new(Code::ReferenceLoop, message).help("remove `replaces`"))
            }
            Some((_, earlier)) if is_start_of_circle(handbook, criterion, earlier) => {
                let message =
                    format!("`{}` and `{id}` replace each other in a circle", criterion.id);
                let loop_ = Diagnostic::new(Code::ReferenceLoop, message);
                Some(
                    loop_
                        .related(earlier.place.clone(), "the other one")
                        .help("remove `replaces` from the criterion that came first"),
                )
            }
            Some((other, earlier)) => level
                .filter(|level| !came_before(handbook, other, *level))
                .map(|level| not_before(handbook, level, other, id, earlier)),
            None => None,
        };
        diagnostics.extend(fault.map(|it| it.at(replaced.place.clone())));
    }
}

/// Whether a level is no later one of the track of another one.
fn came_before(handbook: Tracked, earlier: LevelIx, later: LevelIx) -> bool {
    handbook[earlier].track != handbook[later].track
        || handbook[earlier].order < handbook[later].order
}

fn not_before(
    handbook: Tracked,
    level: LevelIx,
    other: LevelIx,
    id: &str,
    earlier: &Criterion,
) -> Diagnostic {
    let message = match level == other {
        true => format!("`{id}` is a criterion of the same level"),
        false => {
            format!("`{id}` is a criterion of a later level: `{}`", handbook.level_name(other))
        }
    };
    Diagnostic::new(Code::InvalidValue, message)
        .related(earlier.place.clone(), "this one")
        .help("`replaces` names a criterion of an earlier level, or of another track")
}

/// Whether two criteria replace each other, be it through others. Only the one with the first id reports it.
fn is_start_of_circle(handbook: Tracked, criterion: &Criterion, earlier: &Criterion) -> bool {
    if !succession::is_predecessor(handbook, &criterion.id, earlier) {
        return false;
    }
    let is_in_circle = |id: &str| {
        let other = handbook.criterion(id);
        other.is_some_and(|(_, it)| succession::is_predecessor(handbook, &criterion.id, it))
    };
    let others = succession::predecessors(handbook, criterion).into_iter();
    !others.filter(|id| **id <= *criterion.id).any(is_in_circle)
}

/// `None` where the criterion may stand in what could not be read, which has been reported.
fn unknown(handbook: Tracked, replaced: &Spanned<String>) -> Option<Diagnostic> {
    let id = &replaced.value;
    let unresolved = match handbook.hidden_criterion(id) {
        Some(hidden) => Unresolved::Hidden(hidden),
        None if handbook.has_gaps() => return None,
        None => Unresolved::Unknown(handbook.nearest_criterion(id)),
    };
    Some(unresolved.diagnostic("a criterion", id).at(replaced.place.clone()))
}
