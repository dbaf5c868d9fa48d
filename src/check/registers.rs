//! Rules about the registers.

use super::cells::states;
use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::handbook::{Status, Track};

/// A competency that no level says anything about.
pub fn unused_competency(context: Context, diagnostics: &mut Diagnostics) {
    let handbook = context.handbook;
    if handbook.levels.is_empty() {
        return;
    }
    for (competency, it) in handbook.competencies() {
        if !states(handbook, competency) && !handbook.hidden_mentions.contains(&competency) {
            let message = format!("no level says anything about `{}`", it.title);
            diagnostics.push(
                Diagnostic::new(Code::UnusedCompetency, message)
                    .at(it.place.clone())
                    .help(format!("write `## {}` in a level, or remove it", it.title)),
            );
        }
    }
}

/// A track that has no level, and so a page with nothing on it.
pub fn unused_track(context: Context, diagnostics: &mut Diagnostics) {
    let handbook = context.handbook;
    if handbook.levels.is_empty() {
        return;
    }
    let is_without = |track: &Track| track.rungs.is_empty() && track.status != Status::Retired;
    for (_, it) in handbook.tracks().filter(|(_, it)| is_without(it)) {
        let folder = format!("content/levels/{}", it.id);
        // Levels that are drafts or internal are there, though this build leaves them out.
        if handbook.hidden.iter().any(|hidden| hidden.path.inside(&folder).is_some()) {
            continue;
        }
        let message = format!("the track `{}` has no level", it.id);
        diagnostics.push(
            Diagnostic::new(Code::UnusedTrack, message)
                .at(it.place.clone())
                .help(format!("write one, `{folder}/1-ID.md`, or remove the track")),
        );
    }
}

/// A scale that no competency uses.
pub fn unused_scale(context: Context, diagnostics: &mut Diagnostics) {
    for scale in context.handbook.scales.iter().filter(|scale| !scale.used) {
        let message = format!("no competency uses the scale `{}`", scale.id);
        diagnostics.push(
            Diagnostic::new(Code::UnusedScale, message)
                .at(scale.place.clone())
                .help(format!("write `scale: {}` in a competency, or remove it", scale.id)),
        );
    }
}
