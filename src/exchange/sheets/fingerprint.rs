//! What a row said when it was written: a short hash of each of its fields, which travels with it in a column of
//! its own. When the row comes back, it tells who has changed what since: the sheet, the files, or both.

use super::safe::tidy;
use crate::fingerprint::Fingerprint;

/// The hashes of some fields, in their order.
pub fn of<'a>(fields: impl IntoIterator<Item = &'a str>) -> String {
    let hashes: Vec<String> = fields.into_iter().map(hash).collect();
    hashes.join("-")
}

/// The hash of one field, without what programs change by themselves. Of 48 bits: enough to tell two texts apart, and
/// short enough for a column.
pub fn hash(field: &str) -> String {
    format!("{:012x}", Fingerprint::short_of(&tidy(field)) >> 16)
}
