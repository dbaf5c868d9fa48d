//! Adding files to a folder that has others.

#![expect(clippy::disallowed_methods, reason = "this module is the edge: it writes files")]

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};

use super::files::{create, create_parents};
use super::paths::{listed, on_disk};
use crate::tree::Tree;

/// Writes files that are not there yet into a folder, which is made if need be.
///
/// # Errors
///
/// If one of the files is there already: then nothing has been written. Or if the machine refuses.
pub fn add(dir: &Path, files: &Tree) -> anyhow::Result<()> {
    let there: Vec<&str> = files
        .iter()
        .filter(|(path, _)| fs::symlink_metadata(on_disk(dir, path)).is_ok())
        .map(|(path, _)| path.as_str())
        .collect();
    if !there.is_empty() {
        bail!("`{}` has {} already; nothing was written", dir.display(), listed(&there));
    }
    for (path, file) in files.iter() {
        let target = on_disk(dir, path);
        let created = create_parents(&target).and_then(|()| create(&target, file.bytes()));
        created.with_context(|| format!("cannot write `{}`", target.display()))?;
    }
    Ok(())
}
