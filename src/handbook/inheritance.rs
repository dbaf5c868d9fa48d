//! Which level a level takes its expectations from, and which levels of a track say something about a
//! competency.

use super::ix::{CompetencyIx, LevelIx, TrackIx};
use super::model::{Handbook, Inheritance};

/// How many levels may take over from one another, one after the other, and how many tracks may extend one another.
/// What is in effect at the last of them is found by going through all, again for each page that shows it.
pub const MOST_STEPS: usize = 64;

/// The inheritance and the level of the parent track that a cell inherits from.
pub fn inherited_from(
    handbook: &Handbook,
    level: LevelIx,
    competency: CompetencyIx,
) -> Option<(&Inheritance, LevelIx)> {
    let inheritance = handbook[handbook[level].track].extends.as_ref()?;
    let taken = inheritance.competencies.as_ref().is_none_or(|it| it.contains(&competency));
    let pair = pair(handbook, level, inheritance.parent)?;
    taken.then_some((inheritance, pair))
}

/// The level of another track that a level pairs with: by grade if both tracks have grades, else by
/// order.
pub fn pair(handbook: &Handbook, level: LevelIx, track: TrackIx) -> Option<LevelIx> {
    let others = &handbook[track].levels;
    let graded = others.iter().any(|other| !handbook[*other].grades.is_empty());
    let grades = &handbook[level].grades;
    if graded && !grades.is_empty() {
        return others
            .iter()
            .copied()
            .find(|other| handbook[*other].grades.iter().any(|grade| grades.contains(grade)));
    }
    others.get(handbook[level].order).copied()
}

/// The level that a level takes its expectations from: the one that it equals, or its pair in the
/// track that its own extends.
pub fn source(handbook: &Handbook, level: LevelIx) -> Option<LevelIx> {
    if let Some(same) = &handbook[level].same_as {
        return Some(same.level);
    }
    let inheritance = handbook[handbook[level].track].extends.as_ref()?;
    pair(handbook, level, inheritance.parent)
}

/// The level that a cell takes what is said from: the one whose cell it takes over, the one that its level equals, or
/// the one that it inherits from.
pub fn cell_source(
    handbook: &Handbook,
    level: LevelIx,
    competency: CompetencyIx,
) -> Option<LevelIx> {
    same_as(handbook, level, competency)
        .or_else(|| inherited_from(handbook, level, competency).map(|(_, pair)| pair))
}

/// The level that a cell is the same as, by its own heading or by its level's front matter.
pub fn same_as(handbook: &Handbook, level: LevelIx, competency: CompetencyIx) -> Option<LevelIx> {
    let own = handbook.same_cells.get(&(level, competency)).copied();
    own.or_else(|| handbook[level].same_as.as_ref().map(|same| same.level))
}

/// The positions of the first and the last level of a track that say something about a competency, or take
/// over what is said; `None` if none does. `says` tells whether a level's own file does.
pub fn row_span(
    handbook: &Handbook,
    track: TrackIx,
    competency: CompetencyIx,
    says: impl Fn(LevelIx) -> bool,
) -> Option<(usize, usize)> {
    let taken_from = |level: LevelIx| cell_source(handbook, level, competency);
    // What is in a loop has been reported and taken apart.
    let says =
        |level: LevelIx| std::iter::successors(Some(level), |level| taken_from(*level)).any(&says);
    let levels = handbook[track].levels.iter();
    let mut positions = levels.enumerate().filter(|(_, level)| says(**level)).map(|(at, _)| at);
    let first = positions.next()?;
    Some((first, positions.next_back().unwrap_or(first)))
}
