//! How large the matrices of all tracks are on one page.

use super::catalogue::Catalogue;
use super::model::Handbook;

/// About how many bytes of HTML they have there at most. A larger page takes a browser seconds to lay out, and is
/// too wide and too long to be read side by side.
const WHOLE: usize = 1_000_000;

/// Whether one page has the matrices of all tracks.
pub fn is_whole(handbook: &Handbook, catalogue: &Catalogue) -> bool {
    let tracks = handbook.shown_tracks().map(|track| &handbook[track]);
    let columns = tracks.flat_map(|it| &it.rungs).map(|level| catalogue.column_bytes(*level));
    columns.sum::<usize>() <= WHOLE
}
