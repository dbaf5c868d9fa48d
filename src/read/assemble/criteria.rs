//! Ids of criteria: unique in the whole book, and independent of level and competency.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use super::cells::{LevelBody, first_words};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::fingerprint::Fingerprint;
use crate::handbook::{Body, Cell, Criterion, Handbook, LevelIx, TrackIx};

/// Makes the ids of all criteria unique. An id that the author wrote stays as it is; one that stands
/// twice is reported, unless it overrides an inherited one. `bodies` are those of the levels, in
/// their order.
pub fn name(handbook: &mut Handbook, bodies: &[Arc<LevelBody>], diagnostics: &mut Diagnostics) {
    report_twins(handbook, bodies, diagnostics);
    let mut taken = Taken::default();
    taken.0.reserve(bodies.iter().map(|body| body.wanted.len() + body.pinned.len()).sum());
    for competency in &handbook.competencies {
        let steps = competency.steps.iter().flat_map(|step| &step.criteria);
        let pinned = steps.filter(|it| it.pinned).map(|it| &it.id);
        taken.0.extend(pinned.chain([&competency.id]).map(|id| (short(id), 1)));
    }
    taken.0.extend(bodies.iter().flat_map(|body| &body.pinned).map(|id| (*id, 1)));

    let steps = handbook.competencies.iter_mut().flat_map(|it| &mut it.steps);
    for criterion in steps.flat_map(|step| &mut step.criteria).filter(|it| !it.pinned) {
        let wanted = first_words(&criterion.text);
        criterion.id = taken.take(short(&wanted), || wanted.clone()).unwrap_or(wanted);
    }
    for (level, body) in handbook.levels.iter_mut().zip(bodies) {
        let nth = |number| {
            let mut unpinned = body.body.criteria().enumerate().filter(|(_, it)| !it.pinned);
            unpinned.nth(number).expect("there is one for each wanted id")
        };
        let wanted = body.wanted.iter().enumerate();
        let renamed: Vec<(usize, String)> = wanted
            .filter_map(|(number, id)| {
                let other = taken.take(*id, || nth(number).1.id.clone())?;
                Some((nth(number).0, other))
            })
            .collect();
        if !renamed.is_empty() {
            rename(Arc::make_mut(&mut level.body), renamed);
        }
    }
}

/// Stands for an id. If two ever had the same, one of them would get a number that it does not need.
pub fn short(id: &str) -> u64 {
    Fingerprint::of_bytes(id.as_bytes()).short()
}

/// Ids that are taken, and how often each was wanted.
#[derive(Default)]
struct Taken(HashMap<u64, usize, BuildHasherDefault<AsItIs>>);

impl Taken {
    /// Takes an id. If it is taken already, takes it with a number and returns that.
    fn take(&mut self, wanted: u64, text: impl FnOnce() -> String) -> Option<String> {
        let count = self.0.entry(wanted).or_insert(0);
        *count += 1;
        let mut number = *count;
        if number == 1 {
            return None;
        }
        let text = text();
        loop {
            let candidate = format!("{text}-{number}");
            let id = short(&candidate);
            if !self.0.contains_key(&id) {
                self.0.insert(id, 1);
                self.0.insert(wanted, number);
                return Some(candidate);
            }
            number += 1;
        }
    }
}

/// What stands for an id is a hash already.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
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

/// Criteria whose ids the author wrote, with the level in whose file they stand.
fn pinned<'h>(
    handbook: &'h Handbook,
    bodies: &[Arc<LevelBody>],
) -> impl Iterator<Item = (&'h Criterion, Option<LevelIx>)> {
    let steps = handbook.competencies.iter().flat_map(|it| &it.steps).flat_map(|it| &it.criteria);
    let levels = handbook.levels().zip(bodies).filter(|(_, body)| !body.pinned.is_empty());
    let cells =
        levels.flat_map(|((level, it), _)| it.body.criteria().map(move |it| (it, Some(level))));
    steps.map(|it| (it, None)).chain(cells).filter(|(it, _)| it.pinned)
}

fn report_twins(handbook: &Handbook, bodies: &[Arc<LevelBody>], diagnostics: &mut Diagnostics) {
    let mut first: HashMap<&str, (Option<LevelIx>, &Place)> = HashMap::new();
    let competencies: HashMap<&str, &Place> =
        handbook.competencies.iter().map(|it| (it.id.as_str(), &it.place)).collect();
    for (criterion, level) in pinned(handbook, bodies) {
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
