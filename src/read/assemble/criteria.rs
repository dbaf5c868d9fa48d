//! Ids of criteria: unique in the whole book, and independent of level and competency.

use std::cell::LazyCell;
use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::cells::LevelBody;
use super::ids::first_words;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::fingerprint::Fingerprint;
use crate::handbook::{Body, Criterion, Handbook, LevelIx, TrackIx, UniqueNames};

/// Makes the ids of all criteria unique, those of steps in the handbook; returns the bodies of the levels,
/// in their order. An id that the author wrote stays as it is; one that stands twice is reported, unless
/// it overrides an inherited one.
pub fn name(
    handbook: &mut Handbook,
    bodies: &[Arc<LevelBody>],
    diagnostics: &mut Diagnostics,
) -> Vec<Arc<Body>> {
    report_duplicates(handbook, bodies, diagnostics);
    report_old_ids_in_use(handbook, bodies, diagnostics);
    let count = bodies.iter().map(|body| body.pinned.len()).sum();
    let mut taken = UniqueNames::with_capacity(count);
    for competency in &handbook.competencies {
        let steps = competency.steps.iter().flat_map(|step| &step.criteria);
        let pinned = steps.filter(|it| it.pinned).map(|it| &*it.id);
        let former = competency.was.iter().map(|old| old.value.as_str());
        taken.reserve(
            pinned.chain([competency.id.as_str()]).chain(former).map(Fingerprint::short_of),
        );
    }
    taken.reserve(bodies.iter().flat_map(|body| body.pinned.iter().copied()));

    let steps = handbook.competencies.iter_mut().flat_map(|it| &mut it.steps);
    for criterion in steps.flat_map(|step| &mut step.criteria).filter(|it| !it.pinned) {
        let wanted = first_words(&criterion.text);
        criterion.id = taken.claim(wanted).into();
    }
    if are_unique(bodies, &taken) {
        return bodies.iter().map(|it| Arc::clone(&it.body)).collect();
    }
    bodies.iter().map(|body| with_unique_ids(body, &mut taken)).collect()
}

/// Whether the ids that levels want are unique already. They are sorted on all cores, where a set of them is filled on one,
/// all over the memory.
fn are_unique(bodies: &[Arc<LevelBody>], taken: &UniqueNames) -> bool {
    let mut wanted: Vec<u64> =
        bodies.par_iter().flat_map_iter(|body| body.wanted.iter().copied()).collect();
    wanted.par_sort_unstable();
    let is_wanted = |name: u64| wanted.binary_search(&name).is_ok();
    !wanted.windows(2).any(|pair| pair[0] == pair[1]) && !taken.hashes().any(is_wanted)
}

/// The body of a level, the ids of which are unique in the book.
fn with_unique_ids(body: &LevelBody, taken: &mut UniqueNames) -> Arc<Body> {
    // Most levels have no id that is taken.
    let unpinned = LazyCell::new(|| {
        body.body.criteria().enumerate().filter(|(_, it)| !it.pinned).collect::<Vec<_>>()
    });
    let wanted = body.wanted.iter().enumerate();
    let other: Vec<(usize, String)> = wanted
        .filter_map(|(number, id)| {
            let other = taken.claim_hash(*id, || unpinned[number].1.id.to_string())?;
            Some((unpinned[number].0, other))
        })
        .collect();
    if other.is_empty() { Arc::clone(&body.body) } else { Arc::new(body.body.with_ids(other)) }
}

/// Criteria whose ids the author wrote, with the level in whose file they stand.
fn pinned<'h>(
    handbook: &'h Handbook,
    bodies: &'h [Arc<LevelBody>],
) -> impl Iterator<Item = (&'h Criterion, Option<LevelIx>)> {
    let steps = handbook.competencies.iter().flat_map(|it| &it.steps).flat_map(|it| &it.criteria);
    let levels = bodies.iter().enumerate().filter(|(_, body)| !body.pinned.is_empty());
    let cells = levels.flat_map(|(level, it)| {
        it.body.criteria().map(move |criterion| (criterion, Some(LevelIx(level))))
    });
    steps.map(|it| (it, None)).chain(cells).filter(|(it, _)| it.pinned)
}

fn report_duplicates(
    handbook: &Handbook,
    bodies: &[Arc<LevelBody>],
    diagnostics: &mut Diagnostics,
) {
    let mut first: HashMap<&str, (Option<LevelIx>, &Place)> = HashMap::new();
    let competencies: HashMap<&str, &Place> =
        handbook.competencies.iter().map(|it| (it.id.as_str(), &it.place)).collect();
    for (criterion, level) in pinned(handbook, bodies) {
        let id = &*criterion.id;
        if let Some(place) = competencies.get(id) {
            let message = format!("`{id}` is already the id of a competency");
            diagnostics.push(duplicate(message, criterion, place));
            continue;
        }
        match first.get(id) {
            None => {
                first.insert(id, (level, &criterion.place));
            }
            Some((other, _)) if overrides(handbook, level, *other) => {}
            Some((_, place)) => {
                let message = format!("there are two criteria `{id}`");
                diagnostics.push(duplicate(message, criterion, place));
            }
        }
    }
}

/// An old id leads to the criterion that had it. It cannot if another one has it today, or had it as well.
fn report_old_ids_in_use(
    handbook: &Handbook,
    bodies: &[Arc<LevelBody>],
    diagnostics: &mut Diagnostics,
) {
    let mut today: HashMap<&str, &Criterion> = HashMap::new();
    for (criterion, _) in pinned(handbook, bodies) {
        today.entry(&criterion.id).or_insert(criterion);
    }
    let mut before: HashMap<&str, &Criterion> = HashMap::new();
    for (criterion, _) in pinned(handbook, bodies) {
        for old in criterion.was() {
            let (other, words) = match today.get(old.as_str()) {
                Some(other) => (*other, "is the id of a criterion today"),
                None => {
                    (*before.entry(old).or_insert(criterion), "was the id of another criterion")
                }
            };
            // What overrides an inherited criterion has its ids, old and new.
            if other.id == criterion.id && **old != *criterion.id {
                continue;
            }
            if **old == *criterion.id {
                let message = format!("`{old}` is the id that this criterion has today");
                let diagnostic = Diagnostic::new(Code::DuplicateId, message)
                    .at(criterion.place.clone())
                    .help(format!("remove `was={old}`, or write the id that it had before"));
                diagnostics.push(diagnostic);
                continue;
            }
            diagnostics.push(
                Diagnostic::new(Code::DuplicateId, format!("`{old}` {words}"))
                    .at(criterion.place.clone())
                    .related(other.place.clone(), "this one")
                    .help("a link to an old id can lead to one criterion only; remove `was` here or there"),
            );
        }
    }
}

fn duplicate(message: String, criterion: &Criterion, first: &Place) -> Diagnostic {
    Diagnostic::new(Code::DuplicateId, message)
        .at(criterion.place.clone())
        .related(first.clone(), "first here")
        .help("ids are unique in the whole book; give one of them another")
}

/// Whether one of two levels inherits from the other or equals it, so that an id may stand in both.
fn overrides(handbook: &Handbook, one: Option<LevelIx>, other: Option<LevelIx>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return false };
    let same = |level: LevelIx, other: LevelIx| {
        let mut cells = handbook.same_cells.iter();
        handbook[level].same_as.as_ref().is_some_and(|same| same.level == other)
            || cells.any(|((at, _), source)| (*at, *source) == (level, other))
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
