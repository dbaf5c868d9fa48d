//! Which level of one edition is which of another.

use std::collections::BTreeMap;

use super::step::Step;
use crate::handbook::ix::LevelIx;

/// Levels over all editions: those that are one and the same have one number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Lineage {
    /// For each edition, the last of which is today's handbook, the numbers of its levels.
    numbers: Vec<Vec<usize>>,
    /// For each edition, its levels by their numbers.
    levels: Vec<BTreeMap<usize, LevelIx>>,
}

impl Lineage {
    /// From what happened between neighbours; `levels` is how many levels each has.
    pub fn new<'s>(levels: &[usize], steps: impl IntoIterator<Item = &'s Step>) -> Self {
        let mut numbers: Vec<Vec<usize>> = Vec::new();
        let mut fresh = 0..;
        numbers.extend(levels.first().map(|count| fresh.by_ref().take(*count).collect()));
        for (count, step) in levels.iter().skip(1).zip(steps) {
            let before = numbers.last().expect("the first has numbers");
            let mut after: Vec<Option<usize>> = vec![None; *count];
            for (from, to) in &step.levels {
                after[to.0] = before.get(from.0).copied();
            }
            let mut next = || fresh.next().expect("numbers do not end");
            numbers.push(after.into_iter().map(|it| it.unwrap_or_else(&mut next)).collect());
        }
        let by_number = |numbers: &Vec<usize>| {
            numbers.iter().enumerate().map(|(at, number)| (*number, LevelIx(at))).collect()
        };
        Self { levels: numbers.iter().map(by_number).collect(), numbers }
    }

    /// What a level of one edition is in another one.
    pub fn level(&self, edition: usize, level: LevelIx, other: usize) -> Option<LevelIx> {
        let number = self.numbers.get(edition)?.get(level.0)?;
        self.levels.get(other)?.get(number).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_followed_through_all_editions() {
        let step = |levels: &[(usize, usize)]| Step {
            levels: levels.iter().map(|(from, to)| (LevelIx(*from), LevelIx(*to))).collect(),
            ..Step::default()
        };
        // The first goes, one comes in between, the last two change places.
        let steps = [step(&[(1, 0), (2, 2)]), step(&[(0, 0), (1, 2), (2, 1)])];
        let lineage = Lineage::new(&[3, 3, 3], &steps);
        assert_eq!(lineage.level(0, LevelIx(2), 2), Some(LevelIx(1)));
        assert_eq!(lineage.level(2, LevelIx(1), 0), Some(LevelIx(2)));
        assert_eq!(lineage.level(2, LevelIx(2), 1), Some(LevelIx(1)));
        assert_eq!(lineage.level(2, LevelIx(2), 0), None);
        assert_eq!(lineage.level(0, LevelIx(0), 1), None);
    }
}
