//! Which candidates are taken, so that all pairs together are as good as they can be.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

/// That a row and a column may be a pair.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    pub row: usize,
    pub column: usize,
    /// How good a pair they are; more than 0.
    pub gain: i64,
}

/// The pairs of rows and columns, each in one pair at most, whose gains have the greatest sum; in the order
/// of their rows.
pub fn best(candidates: &[Candidate]) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> =
        components(candidates).iter().flat_map(|it| best_of(it)).collect();
    pairs.sort_unstable();
    pairs
}

/// The candidates, divided so that no two parts have a row or a column in common: what is best in one does not depend
/// on the others. Two revisions of a large handbook have tens of thousands, in parts of a few, and what is done with a
/// part takes the cube of its size.
fn components(candidates: &[Candidate]) -> Vec<Vec<Candidate>> {
    let rows = distinct(candidates.iter().map(|it| it.row));
    let columns = distinct(candidates.iter().map(|it| it.column));
    let number = |all: &[usize], it: usize| all.binary_search(&it).unwrap_or_default();
    // Rows, then columns, each with another one of its part; the first of a part has itself.
    let mut joined: Vec<usize> = (0..rows.len() + columns.len()).collect();
    for it in candidates {
        let row = first_of_part(&mut joined, number(&rows, it.row));
        let column = first_of_part(&mut joined, rows.len() + number(&columns, it.column));
        joined[row.max(column)] = row.min(column);
    }
    let mut parts: BTreeMap<usize, Vec<Candidate>> = BTreeMap::new();
    for it in candidates {
        let part = first_of_part(&mut joined, number(&rows, it.row));
        parts.entry(part).or_default().push(*it);
    }
    parts.into_values().collect()
}

fn first_of_part(joined: &mut [usize], of: usize) -> usize {
    let mut at = of;
    while joined[at] != at {
        joined[at] = joined[joined[at]];
        at = joined[at];
    }
    at
}

/// The best pairs of one part, by the Hungarian algorithm with potentials, whose time is the cube of the number of rows.
/// Of a part that is too large for that, pair by pair the best that is left.
fn best_of(candidates: &[Candidate]) -> Vec<(usize, usize)> {
    let rows = distinct(candidates.iter().map(|it| it.row));
    let columns = distinct(candidates.iter().map(|it| it.column));
    let is_wide = rows.len() <= columns.len();
    let (short, long) = if is_wide { (&rows, &columns) } else { (&columns, &rows) };
    if short.len() > MOST {
        return one_by_one(candidates);
    }
    let mut gains = vec![vec![0; long.len()]; short.len()];
    for it in candidates {
        let (row, column) = if is_wide { (it.row, it.column) } else { (it.column, it.row) };
        let (Ok(row), Ok(column)) = (short.binary_search(&row), long.binary_search(&column)) else {
            continue;
        };
        gains[row][column] = it.gain;
    }
    let taken = assigned(&gains).into_iter().enumerate();
    taken
        .filter(|(row, column)| gains[*row][*column] > 0)
        .map(|(row, column)| (short[row], long[column]))
        .map(|(row, column)| if is_wide { (row, column) } else { (column, row) })
        .collect()
}

/// The most rows, or columns if these are fewer, of a part that is assigned as a whole: that takes some 27 million steps.
const MOST: usize = 300;

fn one_by_one(candidates: &[Candidate]) -> Vec<(usize, usize)> {
    let mut candidates = candidates.to_vec();
    candidates.sort_unstable_by_key(|it| (Reverse(it.gain), it.row, it.column));
    let (mut rows, mut columns) = (HashSet::new(), HashSet::new());
    let mut is_free = |it: &Candidate| {
        let is_free = !rows.contains(&it.row) && !columns.contains(&it.column);
        is_free && rows.insert(it.row) && columns.insert(it.column)
    };
    candidates.into_iter().filter(|it| is_free(it)).map(|it| (it.row, it.column)).collect()
}

fn distinct(numbers: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut numbers: Vec<usize> = numbers.collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// For each row its column; there are at least as many columns as rows. Rows are added one by one, each along
/// the path that costs least by the potentials of the rows and columns before it. Number 0 of both stands
/// for none.
fn assigned(gains: &[Vec<i64>]) -> Vec<usize> {
    let width = gains.first().map_or(0, Vec::len);
    let mut row_potential = vec![0; gains.len() + 1];
    let mut column_potential = vec![0; width + 1];
    let mut row_of = vec![0; width + 1];
    for row in 1..=gains.len() {
        row_of[0] = row;
        let mut at = 0;
        let mut least = vec![i64::MAX; width + 1];
        let mut came_from = vec![0; width + 1];
        let mut is_done = vec![false; width + 1];
        while row_of[at] != 0 {
            is_done[at] = true;
            let current = row_of[at];
            let (mut step, mut next) = (i64::MAX, 0);
            for column in (1..=width).filter(|column| !is_done[*column]) {
                let cost = -gains[current - 1][column - 1];
                let reduced = cost - row_potential[current] - column_potential[column];
                if reduced < least[column] {
                    least[column] = reduced;
                    came_from[column] = at;
                }
                if least[column] < step {
                    (step, next) = (least[column], column);
                }
            }
            for column in 0..=width {
                if is_done[column] {
                    row_potential[row_of[column]] += step;
                    column_potential[column] -= step;
                } else if least[column] < i64::MAX {
                    least[column] -= step;
                }
            }
            at = next;
        }
        while at != 0 {
            let before = came_from[at];
            row_of[at] = row_of[before];
            at = before;
        }
    }
    let mut columns = vec![0; gains.len()];
    for column in (1..=width).filter(|column| row_of[*column] != 0) {
        columns[row_of[column] - 1] = column - 1;
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidates(gains: &[&[i64]]) -> Vec<Candidate> {
        let rows = gains.iter().enumerate();
        let cells = rows.flat_map(|(row, gains)| {
            gains.iter().enumerate().map(move |(column, gain)| Candidate {
                row,
                column,
                gain: *gain,
            })
        });
        cells.filter(|it| it.gain > 0).collect()
    }

    /// The greatest sum by trying all.
    fn tried(gains: &[&[i64]], free: &mut Vec<bool>) -> i64 {
        let Some((first, rest)) = gains.split_first() else { return 0 };
        let mut greatest = tried(rest, free);
        for column in 0..free.len() {
            if free[column] && first[column] > 0 {
                free[column] = false;
                greatest = greatest.max(first[column] + tried(rest, free));
                free[column] = true;
            }
        }
        greatest
    }

    #[test]
    fn the_whole_counts_not_the_best_pair() {
        // The best pair alone would leave the second row with nothing.
        assert_eq!(best(&candidates(&[&[9, 8], &[7, 0]])), [(0, 1), (1, 0)]);
        assert_eq!(best(&candidates(&[&[3], &[5], &[4]])), [(1, 0)]);
        assert_eq!(best(&[]), []);
    }

    #[test]
    fn parts_share_neither_a_row_nor_a_column() {
        let gains: [&[i64]; 4] = [&[1, 0, 0, 0], &[0, 2, 0, 3], &[4, 0, 0, 0], &[0, 5, 0, 0]];
        let parts = components(&candidates(&gains));
        let rows = |part: &Vec<Candidate>| distinct(part.iter().map(|it| it.row));
        assert_eq!(parts.iter().map(rows).collect::<Vec<_>>(), [[0, 2], [1, 3]]);
        assert_eq!(best(&candidates(&gains)), [(1, 3), (2, 0), (3, 1)]);
        // One part that is put together last.
        let gains: [&[i64]; 3] = [&[1, 0], &[0, 1], &[1, 1]];
        assert_eq!(components(&candidates(&gains)).len(), 1);
    }

    #[test]
    fn a_part_that_is_too_large_is_taken_pair_by_pair() {
        // A chain in which each row gains most from the column behind its own, and the last row has no other than that. As
        // a whole it would be best if each row took its own.
        let pairs = (0..=MOST).flat_map(|row| [(row, row, 1000), (row, row + 1, 1001)]);
        let chain: Vec<Candidate> = pairs
            .chain([(MOST + 1, MOST + 1, 900)])
            .map(|(row, column, gain)| Candidate { row, column, gain })
            .collect();
        let taken: Vec<(usize, usize)> = (0..=MOST).map(|row| (row, row + 1)).collect();
        assert_eq!(best(&chain), taken);
        let own: Vec<(usize, usize)> = (2..=MOST + 1).map(|row| (row, row)).collect();
        assert_eq!(best(&chain[4..]), own);
        assert_eq!(one_by_one(&candidates(&[&[9, 8], &[7, 0]])), [(0, 0)]);
    }

    #[test]
    fn no_other_choice_has_a_greater_sum() {
        let mut state = 7_u64;
        for round in 0..200 {
            let (rows, columns) = (1 + round % 5, 1 + round / 5 % 6);
            let gains: Vec<Vec<i64>> = (0..rows)
                .map(|_| {
                    let next = |_| {
                        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                        ((state >> 33) % 12) as i64 - 4
                    };
                    (0..columns).map(next).collect()
                })
                .collect();
            let gains: Vec<&[i64]> = gains.iter().map(Vec::as_slice).collect();
            let sum = |pairs: &[(usize, usize)]| -> i64 {
                pairs.iter().map(|(row, column)| gains[*row][*column]).sum()
            };
            let found = best(&candidates(&gains));
            assert_eq!(sum(&found), tried(&gains, &mut vec![true; columns]), "{gains:?}");
        }
    }
}
