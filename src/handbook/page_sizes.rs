//! How large the pages are that show cells of many levels.

use std::collections::BTreeSet;

use super::body::Criterion;
use super::effective::{EffectiveCell, EffectiveContent, EffectiveCriterion};
use super::ix::CompetencyIx;
use super::model::Handbook;
use super::prose::Prose;

/// About how many bytes of HTML the matrices of all tracks have on one page at most. A larger page takes a browser
/// seconds to lay out, and is too wide and too long to be read side by side.
const WHOLE_MATRIX: usize = 1_000_000;

/// About how many bytes of HTML the page of a competency has at most, for the same reasons.
const WHOLE_COMPETENCY: usize = 750_000;

/// About how many bytes of HTML a cell has in a matrix besides what is written in it.
const IN_MATRIX: usize = 200;

/// What the place of a cell has in a matrix whose level does not have that competency.
const EMPTY: usize = 80;

/// The same on the page of its competency, where it stands below the name of its level.
const IN_FULL: usize = 320;

/// What a criterion has there besides its words.
const CRITERION: usize = 50;

/// What examples have there besides their words.
const EXAMPLES: usize = 130;

/// About how many bytes of HTML what a level says has on pages that show it beside other levels.
#[derive(Clone, Debug, Default)]
pub struct Bytes {
    /// Its column in a matrix.
    pub in_matrix: usize,
    /// Its cells on the pages of their competencies.
    pub in_full: Vec<(CompetencyIx, usize)>,
}

impl Bytes {
    /// Those of a level that shows these cells.
    pub fn of(handbook: &Handbook, cells: &[EffectiveCell]) -> Self {
        let in_matrix =
            cells.iter().map(|cell| IN_MATRIX + words(handbook, cell, |it| text_of(it.criterion)));
        let in_full = cells.iter().map(|cell| {
            let criterion = |it: &EffectiveCriterion| {
                let examples = it.example_lists().iter().map(|list| {
                    EXAMPLES + list.items.iter().map(Prose::length_as_html).sum::<usize>()
                });
                CRITERION + text_of(it.criterion) + examples.sum::<usize>()
            };
            (cell.competency, IN_FULL + words(handbook, cell, criterion))
        });
        Self { in_matrix: in_matrix.sum(), in_full: in_full.collect() }
    }
}

/// Which pages show the cells of all levels; each of the others leads to the pages of tracks.
#[derive(Debug)]
pub struct WholePages {
    /// Whether the matrix does.
    pub matrix: bool,
    /// Whether the page of each competency does.
    pub competencies: Vec<bool>,
}

impl WholePages {
    /// Those of a handbook with so many competencies, whose tracks have levels with so many bytes on their pages.
    pub fn new<'b, Levels: Iterator<Item = &'b Bytes>>(
        competencies: usize,
        tracks: impl Iterator<Item = Levels>,
    ) -> Self {
        let mut in_matrix = 0;
        let mut in_full = vec![0; competencies];
        for track in tracks {
            let (mut levels, mut filled, mut rows) = (0, 0, BTreeSet::new());
            for level in track {
                levels += 1;
                filled += level.in_full.len();
                rows.extend(level.in_full.iter().map(|(competency, _)| *competency));
                in_matrix += level.in_matrix;
                for (competency, bytes) in &level.in_full {
                    in_full[competency.0] += bytes;
                }
            }
            in_matrix += (rows.len() * levels).saturating_sub(filled) * EMPTY;
        }
        Self {
            matrix: in_matrix <= WHOLE_MATRIX,
            competencies: in_full.into_iter().map(|bytes| bytes <= WHOLE_COMPETENCY).collect(),
        }
    }
}

fn text_of(criterion: &Criterion) -> usize {
    criterion.text.length_as_html()
}

/// What is written in a cell, of whose criteria each has so many bytes.
fn words(
    handbook: &Handbook,
    cell: &EffectiveCell,
    of_criterion: impl Fn(&EffectiveCriterion) -> usize,
) -> usize {
    let step = cell.expect.and_then(|it| handbook[cell.competency].steps.get(it.first));
    let blocks = cell.blocks.iter().map(|block| match &block.content {
        EffectiveContent::Prose(prose) => prose.length_as_html(),
        EffectiveContent::Criteria { lead_in, criteria } => {
            let criteria = criteria.iter().map(&of_criterion);
            lead_in.map_or(0, Prose::length_as_html) + criteria.sum::<usize>()
        }
    });
    step.map_or(0, |it| it.text.length_as_html()) + blocks.sum::<usize>()
}
