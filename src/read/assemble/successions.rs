//! What criteria replace: each must be a criterion that came before.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Spanned};
use crate::handbook::level_names::Unresolved;
use crate::handbook::{Criterion, Handbook, LevelIx, Tracked, succession};

/// Reports `replaces=` that names nothing, or something that did not come before.
pub fn check(handbook: &Handbook, diagnostics: &mut Diagnostics) {
    let has_gaps = handbook.has_gaps();
    let handbook = handbook.untracked();
    let mut check_all = |level, criteria: &mut dyn Iterator<Item = &Criterion>| {
        let mut faults = Faults { handbook, has_gaps, gone: Vec::new(), diagnostics };
        criteria.for_each(|it| faults.check(level, it));
        faults.report_gone();
    };
    for (level, _) in handbook.levels() {
        check_all(Some(level), &mut handbook.body(level).replacing());
    }
    let steps = handbook.handbook().competencies.iter().flat_map(|it| &it.steps);
    check_all(None, &mut steps.flat_map(|step| &step.criteria));
}

/// From how many names on they are one problem: their level was probably deleted.
const MANY: usize = 4;

/// What is wrong in one file.
struct Faults<'d, 'h> {
    handbook: Tracked<'h>,
    /// See [`Handbook::has_gaps`].
    has_gaps: bool,
    /// Names of criteria that are not there.
    gone: Vec<Diagnostic>,
    diagnostics: &'d mut Diagnostics,
}

impl Faults<'_, '_> {
    fn report_gone(self) {
        let Self { gone, diagnostics, .. } = self;
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
        diagnostics.push(
            diagnostic.help("if their level was deleted, remove the `replaces` that name them"),
        );
    }

    fn check(&mut self, level: Option<LevelIx>, criterion: &Criterion) {
        let handbook = self.handbook;
        for replaced in criterion.replaces() {
            let Some(id) = handbook.current_id(&replaced.value) else {
                if let Some(unknown) = self.unknown(replaced) {
                    let is_slip = unknown.suggestion.is_some();
                    match unknown.code == Code::UnknownReference && !is_slip {
                        true => self.gone.push(unknown),
                        false => self.diagnostics.push(unknown),
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
            self.diagnostics.extend(fault.map(|it| it.at(replaced.place.clone())));
        }
    }

    /// `None` where the criterion may stand in what could not be read, which has been reported.
    fn unknown(&self, replaced: &Spanned<String>) -> Option<Diagnostic> {
        let id = &replaced.value;
        let unresolved = match self.handbook.hidden_criterion(id) {
            Some(hidden) => Unresolved::Hidden(hidden),
            None if self.has_gaps => return None,
            None => Unresolved::Unknown(self.handbook.nearest_criterion(id)),
        };
        Some(unresolved.diagnostic("a criterion", id).at(replaced.place.clone()))
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
    match succession::circle(handbook, &criterion.id, &earlier.id) {
        Some(first) => *first == *criterion.id,
        // What overrides an inherited criterion has its id, and may replace something else.
        None => succession::is_predecessor(handbook, &criterion.id, earlier),
    }
}
