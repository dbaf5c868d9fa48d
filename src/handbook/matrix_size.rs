//! How large the matrices of all tracks are on one page.

use super::effective::{EffectiveCell, EffectiveContent};
use super::model::Handbook;
use super::prose::Prose;

/// About how many bytes of HTML they have there at most. A larger page takes a browser seconds to lay out, and is
/// too wide and too long to be read side by side.
const WHOLE: usize = 1_000_000;

/// About how many bytes of HTML a cell has besides what is written in it.
const CELL: usize = 200;

/// Whether one page has the matrices of all tracks, whose columns have about so many bytes of HTML.
pub fn is_whole(columns: impl Iterator<Item = usize>) -> bool {
    columns.sum::<usize>() <= WHOLE
}

/// About how many bytes of HTML the cells of a level have.
pub fn of_column(handbook: &Handbook, cells: &[EffectiveCell]) -> usize {
    cells.iter().map(|cell| CELL + of_words(handbook, cell)).sum()
}

fn of_words(handbook: &Handbook, cell: &EffectiveCell) -> usize {
    let step = cell.expect.and_then(|it| handbook[cell.competency].steps.get(it.first));
    let blocks = cell.blocks.iter().map(|block| match &block.content {
        EffectiveContent::Prose(prose) => prose.length_as_html(),
        EffectiveContent::Criteria { lead_in, criteria } => {
            let texts = criteria.iter().map(|it| &it.criterion.text);
            lead_in.iter().copied().chain(texts).map(Prose::length_as_html).sum()
        }
    });
    step.map_or(0, |it| it.text.length_as_html()) + blocks.sum::<usize>()
}
