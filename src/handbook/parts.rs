//! The data of pages in parts: how much of a handbook a page loads.

use super::model::Handbook;

/// Up to how many levels pages load the data of all of them at once. A level is some eight kilobytes, so these are
/// about three hundred; a page about two levels should not load more than that of others.
const WHOLE: usize = 40;

/// For about how many levels there is one file of where criteria are found. What is written on a gap sheet about
/// criteria of other tracks asks for a file each, so these are small.
const LEVELS_OF_A_FILE: usize = 8;

/// What pages need to know of the handbook as a whole.
pub const INDEX: &str = "api/parts/index.json";

/// Whether pages load the data of tracks one by one.
pub fn is_divided(handbook: &Handbook) -> bool {
    handbook.levels.len() > WHOLE
}

/// The file of the levels of a track.
pub fn of_track(id: &str) -> String {
    format!("api/parts/levels/{id}.json")
}

/// The file of where criteria are found, by its number.
pub fn of_criteria(number: usize) -> String {
    format!("api/parts/criteria/{number}.json")
}

/// How many files of where criteria are found there are. The number doubles, so that one level more seldom changes all
/// of them.
pub fn criteria_files(handbook: &Handbook) -> usize {
    (handbook.levels.len() / LEVELS_OF_A_FILE).next_power_of_two()
}

/// The hash by which a criterion is looked up (FNV-1a), which scripts have as well.
pub fn hash_of_criterion(id: &str) -> u32 {
    let mut hash: u32 = 0x811c_9dc5;
    for byte in id.bytes() {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    hash
}

/// The number of the file, of so many, in which criteria with a hash are looked up.
pub fn file_of_hash(hash: u32, files: usize) -> usize {
    hash as usize % files
}
