//! Words that stand in front of cells again and again: the steps of a scale.

use std::collections::{BTreeMap, BTreeSet};

use super::content;
use super::heads;
use super::matrix::{Matrix, Row};
use crate::spelling::folded;

/// The scales of some matrices.
#[derive(Debug, Default)]
pub struct Scales {
    /// Their names and steps, lowest first.
    pub named: Vec<(String, Vec<String>)>,
    /// The competencies that have one, by their numbers, with the number of the scale.
    pub of: Vec<(usize, usize)>,
}

/// How many steps a scale has.
const STEPS: std::ops::RangeInclusive<usize> = 2..=10;

/// A word in front of cells: how it is written, how often it stands there, and at which levels, from 0 for the first to
/// 1 for the last.
#[derive(Default)]
struct Word {
    written: String,
    count: usize,
    levels: f64,
}

/// Finds the words that stand in front of most cells of a row, in at least two cells each.
pub fn find(matrices: &[Matrix], competency: impl Fn(&Row) -> Option<usize>) -> Scales {
    let rows = || {
        let all = matrices.iter().flat_map(|matrix| &matrix.rows);
        all.filter(|row| row.kind.is_none())
    };
    let mut words: BTreeMap<String, Word> = BTreeMap::new();
    for row in rows() {
        let last = row.cells.len().saturating_sub(1).max(1) as f64;
        for (level, text) in texts(row) {
            let Some((word, _)) = content::step(&text) else { continue };
            let known = words.entry(folded(word)).or_default();
            if known.count == 0 {
                word.clone_into(&mut known.written);
            }
            known.count += 1;
            known.levels += level as f64 / last;
        }
    }
    words.retain(|word, it| it.count > 1 && word.parse::<u32>().is_err());
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let mut with_scale: Vec<usize> = Vec::new();
    for row in rows() {
        let own: Vec<&str> = texts(row).filter_map(|(_, text)| word(&words, &text)).collect();
        let stated = texts(row).count();
        if !own.is_empty() && own.len() * 10 >= stated * 6 {
            used.extend(own);
            with_scale.extend(competency(row));
        }
    }
    if !STEPS.contains(&used.len()) {
        return Scales::default();
    }
    let mut steps: Vec<&Word> = used.iter().filter_map(|word| words.get(*word)).collect();
    let place = |it: &Word| it.levels / it.count as f64;
    steps.sort_by(|a, b| place(a).total_cmp(&place(b)));
    let steps = steps.iter().map(|it| it.written.clone()).collect();
    with_scale.sort_unstable();
    with_scale.dedup();
    Scales {
        named: vec![("steps".to_owned(), steps)],
        of: with_scale.into_iter().map(|it| (it, 0)).collect(),
    }
}

/// What the cells of a row say that say something, with the numbers of their levels.
fn texts(row: &Row) -> impl Iterator<Item = (usize, String)> {
    let texts = row.cells.iter().map(|cells| content::joined(cells).0).enumerate();
    texts.filter(|(_, text)| {
        let says_something = !content::is_nothing(text) && !content::is_open(text);
        !text.is_empty() && says_something && !heads::refers(text)
    })
}

fn word<'w>(words: &'w BTreeMap<String, Word>, text: &str) -> Option<&'w str> {
    let (word, _) = content::step(text)?;
    words.get_key_value(&folded(word)).map(|(key, _)| key.as_str())
}

/// The step of a scale that a word in front of a cell is, as the scale writes it, with the rest of the cell. A number
/// alone is a step wherever there is none.
pub fn known<'t>(scale: &[String], (word, rest): (&str, &'t str)) -> Option<(String, &'t str)> {
    let found = scale.iter().find(|it| folded(it) == folded(word));
    let number = || word.parse::<u32>().ok().filter(|it| (1..=10).contains(it) && rest.is_empty());
    found.cloned().or_else(|| number().map(|it| it.to_string())).map(|step| (step, rest))
}
