//! The site that an output folder has.

#![expect(clippy::disallowed_methods, reason = "this module is the edge: it reads files")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::manifest::read_manifest;
use super::paths::real_path;
use crate::handbook::routes::DATA;
use crate::tree::RelPath;

/// A site as it was written.
pub struct LastSite {
    /// Its files.
    pub files: BTreeSet<RelPath>,
    /// Its handbook as data; empty if that is not there.
    pub data: Vec<u8>,
}

/// The site that was last written to a folder; `None` if there is none, or not all of it.
pub fn last_site(output: &Path) -> Option<LastSite> {
    let output = &real_path(output).ok()?;
    let manifest = read_manifest(output).ok()?;
    let data = || fs::read(output.join(DATA)).unwrap_or_default();
    (manifest.is_finished && !manifest.files.is_empty())
        .then(|| LastSite { files: manifest.files, data: data() })
}
