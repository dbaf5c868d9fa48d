//! Tracks and competencies by their ids, and scales by their steps.

use std::collections::{HashMap, HashSet};

use super::ix::{CompetencyIx, TrackIx};
use crate::diagnostic::Spanned;
use crate::fingerprint::Fingerprint;

/// Where tracks and competencies are, by the ids that they have and those that they had. Of several with one the first
/// counts.
#[derive(Debug, Default)]
pub struct ById {
    tracks: HashMap<String, usize>,
    former_tracks: HashMap<String, usize>,
    competencies: HashMap<String, usize>,
    former_competencies: HashMap<String, usize>,
    /// The first scale of some steps, by what stands for these.
    scales: HashMap<Fingerprint, usize>,
    /// What stands for the steps of competencies.
    steps: HashSet<Fingerprint>,
}

/// Things with their ids and those that they had.
pub type Named<'h> = (&'h str, &'h [Spanned<String>]);

impl ById {
    /// Those of a handbook: its tracks and its competencies, and what stands for the steps of its scales and of its
    /// competencies, each in their order.
    pub fn new<'h>(
        tracks: impl Iterator<Item = Named<'h>>,
        competencies: impl Iterator<Item = Named<'h>>,
        scales: impl Iterator<Item = Fingerprint>,
        steps: impl Iterator<Item = Fingerprint>,
    ) -> Self {
        let mut by_id = Self { steps: steps.collect(), ..Self::default() };
        for (at, it) in tracks.enumerate() {
            note(at, it, &mut by_id.tracks, &mut by_id.former_tracks);
        }
        for (at, it) in competencies.enumerate() {
            note(at, it, &mut by_id.competencies, &mut by_id.former_competencies);
        }
        for (at, steps) in scales.enumerate() {
            by_id.scales.entry(steps).or_insert(at);
        }
        by_id
    }

    /// The track with an id.
    pub fn track(&self, id: &str) -> Option<TrackIx> {
        self.tracks.get(id).copied().map(TrackIx)
    }

    /// The track that had an id.
    pub fn former_track(&self, id: &str) -> Option<TrackIx> {
        self.former_tracks.get(id).copied().map(TrackIx)
    }

    /// The competency with an id.
    pub fn competency(&self, id: &str) -> Option<CompetencyIx> {
        self.competencies.get(id).copied().map(CompetencyIx)
    }

    /// The competency that had an id.
    pub fn former_competency(&self, id: &str) -> Option<CompetencyIx> {
        self.former_competencies.get(id).copied().map(CompetencyIx)
    }

    /// The number of the first scale with the steps for which something stands.
    pub fn scale(&self, steps: Fingerprint) -> Option<usize> {
        self.scales.get(&steps).copied()
    }

    /// Whether a competency has the steps for which something stands.
    pub fn has_steps(&self, steps: Fingerprint) -> bool {
        self.steps.contains(&steps)
    }
}

fn note(
    at: usize,
    (id, was): Named,
    today: &mut HashMap<String, usize>,
    former: &mut HashMap<String, usize>,
) {
    today.entry(id.to_owned()).or_insert(at);
    for old in was {
        former.entry(old.value.clone()).or_insert(at);
    }
}
