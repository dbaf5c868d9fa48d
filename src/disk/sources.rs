//! Writing the sources of a project, by the commands that edit them.

#![expect(
    clippy::disallowed_methods,
    reason = "this module is the edge: it reads and writes files"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::files::replace_existing;
use super::paths::{on_disk, reason};
use crate::tree::{Change, File, RelPath, Tree};

/// Writes the files of a project that differ between the tree that was read and an edited one, each at
/// once and with its permissions. Files are neither added nor removed.
///
/// # Errors
///
/// If a file has changed since it was read, is read-only, or lies outside the project, where a link
/// may lead: then nothing has been written. Or if the machine refuses.
pub fn write_sources(dir: &Path, read: &Tree, edited: &Tree) -> anyhow::Result<()> {
    let root = fs::canonicalize(dir)
        .map_err(|error| anyhow::anyhow!("cannot open `{}`: {}", dir.display(), reason(&error)))?;
    // Two paths may lead to one file.
    let mut targets: BTreeMap<PathBuf, &File> = BTreeMap::new();
    for change in read.diff(edited) {
        let Change::Changed(path, file) = change else {
            bail!("`{}` is not in both trees; nothing was written", change.path());
        };
        let target = target(&root, path)?;
        let known = read.get(path.as_str()).map(File::bytes);
        if fs::read(&target).ok().as_deref() != known {
            bail!("`{path}` has changed since it was read; nothing was written\nhelp: try again");
        }
        if targets.insert(target, file).is_some_and(|other| other != file) {
            bail!("`{path}` is a file that has another path as well; nothing was written");
        }
    }
    for (number, (target, file)) in targets.into_iter().enumerate() {
        replace_existing(&target, number, file.bytes())
            .with_context(|| format!("cannot write `{}`", target.display()))?;
    }
    Ok(())
}

/// Where the file with a path really is. A link is not replaced, what it leads to is.
fn target(root: &Path, path: &RelPath) -> anyhow::Result<PathBuf> {
    let refused = |why: &str| anyhow::anyhow!("`{path}` {why}; nothing was written");
    let real = fs::canonicalize(on_disk(root, path))
        .map_err(|error| refused(&format!("cannot be opened: {}", reason(&error))))?;
    if !real.starts_with(root) {
        return Err(refused("lies outside the project"));
    }
    let metadata = fs::metadata(&real).map_err(|error| refused(&reason(&error)))?;
    if !metadata.is_file() {
        return Err(refused("is not a file"));
    }
    // The rename would not mind.
    if metadata.permissions().readonly() {
        return Err(refused("is read-only"));
    }
    Ok(real)
}
