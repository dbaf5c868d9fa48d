//! Writing a site.

#![expect(
    clippy::disallowed_methods,
    reason = "this module is the edge: it reads and writes files"
)]

use std::collections::BTreeSet;
use std::fs;
use std::mem;
use std::path::Path;

use super::lock::OutputLock;
use super::manifest::{
    Manifest, move_manifest_out, read_manifest, remove_temporary_manifest, write_manifest,
};
use super::output::output_folder;
use super::paths::{ancestors, is_temporary};
use super::plan::{Plan, Written, check_paths};
use super::spool::{OpenSpool, Spool, remove_spools};
use crate::tree::{RelPath, Tree};

/// Writes a site: files whose bytes differ are replaced one by one, files of an earlier site that
/// this one does not have are removed, all others are left alone.
///
/// # Errors
///
/// If the folder must not be written to, because it holds the sources of the project, files that
/// ladderbook did not write, or symbolic links out of it, or because another run is writing to it: then nothing
/// has been touched. Or if the system refuses: then the manifest names all that has been written.
pub fn write(output: &Path, project_dir: &Path, site: &Tree) -> anyhow::Result<Written> {
    check_paths(site)?;
    let output = output_folder(output, project_dir)?;
    let lock = OutputLock::take(&output)?;
    replace_site(&output, &lock, None, site)
}

/// Writes a site whose files wait in a spool. What could not wait there is in memory.
///
/// # Errors
///
/// As [`write`].
pub fn write_spooled(spool: Spool, site: &Tree) -> anyhow::Result<Written> {
    let Some(opened) = spool.opened() else {
        return write(spool.output(), spool.project_dir(), site);
    };
    check_paths(site)?;
    replace_site(&opened.output, &opened.lock, Some(opened), site)
}

/// Writes a site. Files that stand in `spool` are moved out of it.
fn replace_site(
    output: &Path,
    lock: &OutputLock,
    spool: Option<&OpenSpool>,
    site: &Tree,
) -> anyhow::Result<Written> {
    let old = read_manifest(output)?;
    let mut plan = Plan::new(output, &old.files, site)?;
    let manifest = Manifest { files: mem::take(&mut plan.owned), is_finished: true };
    // Where there is no lock, another run may be about to rename them.
    if lock.is_held() {
        // A run that was broken off while it wrote its first manifest has left that beside the one before.
        let nowhere = BTreeSet::new();
        let touched = if old.is_finished { &nowhere } else { &old.files };
        remove_temporary_files(output, touched);
        remove_spools(output, spool.map(|it| &*it.folder));
        remove_temporary_manifest(output);
    }
    if plan.changed.is_empty() && plan.stale.is_empty() && manifest == old {
        move_manifest_out(output, &manifest);
        return Ok(plan.summary(0));
    }
    let all = old.files.union(&manifest.files).cloned().collect();
    write_manifest(output, &Manifest { files: all, is_finished: false })?;
    let removed = plan.apply(output, spool)?;
    write_manifest(output, &manifest)?;
    move_manifest_out(output, &manifest);
    Ok(plan.summary(removed))
}

/// Removes the temporary files that a run has left that was broken off: beside the manifest, and in the folders of
/// the files that it may have written.
fn remove_temporary_files(output: &Path, files: &BTreeSet<RelPath>) {
    let folders: BTreeSet<&str> =
        files.iter().flat_map(ancestors).chain(std::iter::once("")).collect();
    for folder in folders {
        let folder = output.join(folder);
        let real = fs::symlink_metadata(&folder).is_ok_and(|metadata| metadata.is_dir());
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
            if real && is_file && is_temporary(&entry.file_name()) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}
