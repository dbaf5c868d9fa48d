//! Where levels stand among the tracks that are shown side by side.

use std::collections::HashMap;

use crate::handbook::{Handbook, LevelIx, Status, TrackIx};

/// How many cells a table of tracks by grades has at most, empty ones included. With a card in each of them they are
/// about a megabyte of HTML; a larger page takes a browser seconds to lay out, and is too wide and too long to be read
/// side by side.
pub const MOST_CELLS: usize = 2_000;

/// The tracks that are shown side by side, by their levels.
pub struct Ladders {
    /// For each level the first track that has it as a rung, and its position there.
    places: Vec<Option<(TrackIx, usize)>>,
    /// Levels in use by grade, those of each track together, all in the order of the handbook.
    by_grade: HashMap<u32, Vec<(TrackIx, Vec<LevelIx>)>>,
}

impl Ladders {
    /// Those of a handbook.
    pub fn new(handbook: &Handbook) -> Self {
        let mut places = vec![None; handbook.levels.len()];
        let mut by_grade: HashMap<u32, Vec<(TrackIx, Vec<LevelIx>)>> = HashMap::new();
        for track in handbook.shown_tracks() {
            for (position, rung) in handbook[track].rungs.iter().enumerate() {
                places[rung.0].get_or_insert((track, position));
            }
            let levels = handbook[track].levels.iter().copied();
            for level in levels.filter(|level| handbook[*level].status != Status::Retired) {
                for grade in &handbook[level].grades {
                    let tracks = by_grade.entry(*grade).or_default();
                    match tracks.last_mut() {
                        Some((last, levels)) if *last == track => levels.push(level),
                        _ => tracks.push((track, vec![level])),
                    }
                }
            }
        }
        Self { places, by_grade }
    }

    /// The first track that has a level as a rung, and its position there.
    pub fn place(&self, level: LevelIx) -> Option<(TrackIx, usize)> {
        self.places[level.0]
    }

    /// The levels of all tracks but one at a grade, in the order of the handbook.
    pub fn others_at(&self, grade: u32, track: TrackIx) -> impl Iterator<Item = LevelIx> {
        let tracks = self.by_grade.get(&grade).into_iter().flatten();
        let others = tracks.filter(move |(it, _)| *it != track);
        others.flat_map(|(_, levels)| levels.iter().copied())
    }
}
