//! Ids of criteria: unique in the whole book, and independent of level and competency.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::handbook::{Criterion, Handbook, LevelIx, Prose, TrackIx, slug};
use crate::read::markdown::unique;

/// Words of a criterion that make its id, where the author gave none.
const WORDS: usize = 6;

/// Gives every criterion an id. An id that the author wrote stays as it is; one that stands twice is
/// reported, unless it overrides an inherited one.
pub fn name(handbook: &mut Handbook, diagnostics: &mut Diagnostics) {
    let mut used: HashMap<String, usize> = HashMap::new();
    for competency in &handbook.competencies {
        used.insert(competency.id.clone(), 1);
    }
    report_twins(handbook, diagnostics);
    let pinned: Vec<String> =
        criteria(handbook).filter(|(it, _)| it.pinned).map(|(it, _)| it.id.clone()).collect();
    for id in pinned {
        used.insert(id, 1);
    }
    let steps = handbook
        .competencies
        .iter_mut()
        .flat_map(|it| &mut it.steps)
        .flat_map(|step| &mut step.criteria);
    let cells = handbook
        .levels
        .iter_mut()
        .flat_map(|level| &mut level.cells)
        .flat_map(|cell| &mut cell.criteria);
    for criterion in steps.chain(cells) {
        if !criterion.pinned {
            criterion.id = unique(&mut used, first_words(&criterion.text));
        }
    }
}

fn first_words(text: &Prose) -> String {
    let text = text.text();
    let words: Vec<&str> = text.split_whitespace().take(WORDS).collect();
    match slug(&words.join(" ")) {
        slug if slug.is_empty() => "criterion".to_owned(),
        slug => slug,
    }
}

/// All criteria with the level in whose file they stand.
fn criteria(handbook: &Handbook) -> impl Iterator<Item = (&Criterion, Option<LevelIx>)> {
    let steps = handbook.competencies.iter().flat_map(|it| &it.steps).flat_map(|it| &it.criteria);
    let cells = handbook.levels().flat_map(|(level, it)| {
        it.cells.iter().flat_map(|cell| &cell.criteria).map(move |it| (it, Some(level)))
    });
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
