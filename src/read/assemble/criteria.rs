//! Ids of criteria: unique in the whole book, and independent of level and competency.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::cells::first_words;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::fingerprint::Fingerprint;
use crate::handbook::{Body, Cell, Criterion, Handbook, LevelIx, TrackIx};
use crate::read::markdown::unique;

/// Makes the ids of all criteria unique. An id that the author wrote stays as it is; one that stands
/// twice is reported, unless it overrides an inherited one.
pub fn name(handbook: &mut Handbook, diagnostics: &mut Diagnostics) {
    report_twins(handbook, diagnostics);
    let competencies = handbook.competencies.clone();
    let bodies: Vec<Arc<Body>> =
        handbook.levels.iter().map(|level| Arc::clone(&level.body)).collect();
    let mut used: HashMap<Cow<str>, usize> =
        HashMap::with_capacity(bodies.iter().map(|body| body.criteria().count()).sum());
    used.extend(competencies.iter().map(|it| (Cow::Borrowed(it.id.as_str()), 1)));
    let steps = competencies.iter().flat_map(|it| &it.steps).flat_map(|step| &step.criteria);
    let all = steps.chain(bodies.iter().flat_map(|body| body.criteria()));
    used.extend(all.filter(|it| it.pinned).map(|it| (Cow::Borrowed(it.id.as_str()), 1)));

    let steps = handbook.competencies.iter_mut().flat_map(|it| &mut it.steps);
    for criterion in steps.flat_map(|step| &mut step.criteria).filter(|it| !it.pinned) {
        criterion.id = unique(&mut used, first_words(&criterion.text).into()).into_owned();
    }
    for (level, body) in handbook.levels.iter_mut().zip(&bodies) {
        let wanted = body.criteria().enumerate().filter(|(_, it)| !it.pinned);
        let renamed: Vec<(usize, String)> = wanted
            .filter_map(|(number, it)| match unique(&mut used, Cow::Borrowed(it.id.as_str())) {
                Cow::Borrowed(_) => None,
                Cow::Owned(other) => Some((number, other)),
            })
            .collect();
        if !renamed.is_empty() {
            rename(Arc::make_mut(&mut level.body), renamed);
        }
    }
}

/// Gives criteria, by their number in the body, other ids.
fn rename(body: &mut Body, renamed: Vec<(usize, String)>) {
    body.fingerprint = Fingerprint::of(&(body.fingerprint, &renamed));
    let mut criteria: Vec<&mut Criterion> = body.criteria_mut().collect();
    for (number, id) in renamed {
        criteria[number].id = id;
    }
    body.cells.iter_mut().for_each(Cell::seal);
}

/// All criteria with the level in whose file they stand.
fn criteria(handbook: &Handbook) -> impl Iterator<Item = (&Criterion, Option<LevelIx>)> {
    let steps = handbook.competencies.iter().flat_map(|it| &it.steps).flat_map(|it| &it.criteria);
    let cells = handbook
        .levels()
        .flat_map(|(level, it)| it.body.criteria().map(move |it| (it, Some(level))));
    steps.map(|it| (it, None)).chain(cells)
}

fn report_twins(handbook: &Handbook, diagnostics: &mut Diagnostics) {
    let mut first: HashMap<&str, (Option<LevelIx>, &Place)> = HashMap::new();
    let competencies: HashMap<&str, &Place> =
        handbook.competencies.iter().map(|it| (it.id.as_str(), &it.place)).collect();
    for (criterion, level) in criteria(handbook).filter(|(it, _)| it.pinned) {
        let id = criterion.id.as_str();
        if let Some(place) = competencies.get(id) {
            let message = format!("`{id}` is already the id of a competency");
            diagnostics.push(twin(message, criterion, place));
            continue;
        }
        match first.get(id) {
            None => {
                first.insert(id, (level, &criterion.place));
            }
            Some((other, _)) if overrides(handbook, level, *other) => {}
            Some((_, place)) => {
                let message = format!("there are two criteria `{id}`");
                diagnostics.push(twin(message, criterion, place));
            }
        }
    }
}

fn twin(message: String, criterion: &Criterion, first: &Place) -> Diagnostic {
    Diagnostic::new(Code::DuplicateId, message)
        .at(criterion.place.clone())
        .related(first.clone(), "first here")
        .help("ids are unique in the whole book; give one of them another")
}

/// Whether one of two levels inherits from the other or equals it, so that an id may stand in both.
fn overrides(handbook: &Handbook, one: Option<LevelIx>, other: Option<LevelIx>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return false };
    let same = |level: LevelIx, other: LevelIx| {
        handbook[level].same_as.as_ref().is_some_and(|same| same.level == other)
    };
    let (track, of_other) = (handbook[one].track, handbook[other].track);
    let related = track != of_other
        && ancestors(handbook, track).iter().any(|it| ancestors(handbook, of_other).contains(it));
    same(one, other) || same(other, one) || related
}

/// A track and those that it extends, one after the other.
fn ancestors(handbook: &Handbook, track: TrackIx) -> Vec<TrackIx> {
    let mut line = vec![track];
    let mut at = track;
    while let Some(inheritance) = &handbook[at].extends {
        at = inheritance.parent;
        line.push(at);
    }
    line
}
