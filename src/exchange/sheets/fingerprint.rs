//! What a row said when it was written: a short hash of each of its fields, which travels with it in a column of
//! its own. When the row comes back, it tells who has changed what since: the sheet, the files, or both.

use crate::fingerprint::Fingerprint;

/// The hashes of some fields, in their order.
pub fn of<'a>(fields: impl IntoIterator<Item = &'a str>) -> String {
    let hashes = fields.into_iter().map(|field| format!("{:012x}", hash(field)));
    hashes.collect::<Vec<_>>().join("-")
}

/// 48 bits: enough to tell two texts apart, and short enough for a column.
fn hash(field: &str) -> u64 {
    Fingerprint::of_bytes(field.as_bytes()).short() >> 16
}
