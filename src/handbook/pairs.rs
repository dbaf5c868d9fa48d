//! Which comparisons are pages of their own.
//!
//! All pairs of levels would grow with the square of the handbook. Those that people ask for are
//! rendered: neighbours in a track, declared moves, and levels of two tracks at one grade. Any other
//! pair is compared in the browser.

use std::collections::{BTreeMap, BTreeSet};

use super::ix::LevelIx;
use super::model::{Handbook, Status};

/// Pairs that are rendered for one grade: all those of twelve tracks. Where there are more, only
/// levels of tracks of one group are paired, up to this number.
const PAIRS_PER_GRADE: usize = 66;

/// Levels up to which neighbours are rendered without a declared move between them. A larger
/// handbook is generated rather than written; a second page for each of its levels would cost more
/// than is read, and its level pages say what changes in any case.
const NEIGHBOURS_UP_TO: usize = 2_000;

/// The pairs, each from its left to its right level, in the order of the handbook.
pub fn prerendered_pairs(handbook: &Handbook) -> BTreeSet<(LevelIx, LevelIx)> {
    let mut pairs = BTreeSet::new();
    let neighbours = handbook.levels.len() <= NEIGHBOURS_UP_TO;
    for (level, it) in handbook.levels().filter(|(level, _)| handbook.has_page(*level)) {
        let declared = it.next.iter().filter(|step| neighbours || step.place.is_some());
        let following = handbook.following(level).filter(|_| neighbours);
        let next = declared.map(|step| step.to).chain(following);
        let shown = next.filter(|to| handbook.has_page(*to) && *to != level);
        pairs.extend(shown.map(|to| (level, to)));
    }
    for peers in by_grade(handbook).values() {
        for (from, to) in at_one_grade(handbook, peers) {
            if !pairs.contains(&(to, from)) {
                pairs.insert((from, to));
            }
        }
    }
    pairs
}

/// Levels in use by grade.
fn by_grade(handbook: &Handbook) -> BTreeMap<u32, Vec<LevelIx>> {
    let mut grades: BTreeMap<u32, Vec<LevelIx>> = BTreeMap::new();
    for (level, it) in handbook.levels().filter(|(level, _)| handbook.has_page(*level)) {
        let in_use = it.status != Status::Retired && handbook[it.track].status != Status::Retired;
        for grade in it.grades.iter().filter(|_| in_use) {
            grades.entry(*grade).or_default().push(level);
        }
    }
    grades
}

fn at_one_grade(handbook: &Handbook, peers: &[LevelIx]) -> Vec<(LevelIx, LevelIx)> {
    let few = peers.len() * peers.len().saturating_sub(1) / 2 <= PAIRS_PER_GRADE;
    let track = |level: &LevelIx| handbook[*level].track;
    let related = |a: &LevelIx, b: &LevelIx| {
        let group = &handbook[track(a)].group;
        few || !group.is_empty() && *group == handbook[track(b)].group
    };
    let grouped = |level: &&LevelIx| few || !handbook[track(level)].group.is_empty();
    let peers: Vec<LevelIx> = peers.iter().filter(grouped).copied().collect();
    let mut pairs = Vec::new();
    for (index, from) in peers.iter().enumerate() {
        for to in &peers[index + 1..] {
            if pairs.len() == PAIRS_PER_GRADE {
                return pairs;
            }
            if track(from) != track(to) && related(from, to) {
                pairs.push((*from, *to));
            }
        }
    }
    pairs
}
