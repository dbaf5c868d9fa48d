//! The moves that lead to a level.

use crate::handbook::{Handbook, LevelIx, MoveKind};

/// For each level the levels from which one moves there, but for moves back.
pub struct Ways(Vec<Vec<LevelIx>>);

impl Ways {
    /// The moves of a handbook.
    pub fn new(handbook: &Handbook) -> Self {
        let mut ways = vec![Vec::new(); handbook.levels.len()];
        for (from, level) in handbook.levels() {
            for step in level.next.iter().filter(|it| it.kind != MoveKind::Back) {
                let known: &mut Vec<LevelIx> = &mut ways[step.to.0];
                if known.last() != Some(&from) {
                    known.push(from);
                }
            }
        }
        Self(ways)
    }

    /// The levels from which one moves to a level, in the order of the handbook.
    pub fn to(&self, level: LevelIx) -> &[LevelIx] {
        &self.0[level.0]
    }

    /// Whether one moves from a level to another one.
    pub fn lead(&self, from: LevelIx, to: LevelIx) -> bool {
        self.to(to).binary_search(&from).is_ok()
    }
}
