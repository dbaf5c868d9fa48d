//! Writing the sources of a project, by the commands that edit them.

#![expect(
    clippy::disallowed_methods,
    reason = "this module is the edge: it reads and writes files"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::files::{create_parents, replace, replace_existing};
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

/// Does the same where files have moved as well, from where to where, or are new. What is new is written before
/// anything that is there changes, and what has moved is removed last.
///
/// # Errors
///
/// As for [`write_sources`]; also if there is a file already where one moves to, or a file that moves is a link.
pub fn move_sources(
    dir: &Path,
    read: &Tree,
    edited: &Tree,
    files: &[(RelPath, RelPath)],
) -> anyhow::Result<()> {
    let mut stays: Tree = read.clone();
    let mut new = Vec::new();
    for (old, _) in files {
        let path = on_disk(dir, old);
        let is_file = fs::symlink_metadata(&path).is_ok_and(|it| it.is_file());
        let is_known = fs::read(&path).ok().as_deref() == read.get(old.as_str()).map(File::bytes);
        if !is_file || !is_known {
            bail!("`{old}` is a link or has changed since it was read; nothing was written");
        }
        stays.remove(old);
    }
    for (path, file) in edited.iter().filter(|(path, _)| stays.get(path.as_str()).is_none()) {
        let target = on_disk(dir, path);
        if fs::symlink_metadata(&target).is_ok() {
            bail!("there is a file `{path}` already; nothing was written");
        }
        new.push((path, target, file));
    }
    let mut written: Vec<&Path> = Vec::new();
    for (number, (path, target, file)) in new.iter().enumerate() {
        let result = create_parents(target).and_then(|()| replace(target, number, file.bytes()));
        if let Err(error) = result {
            written.iter().for_each(|path| drop(fs::remove_file(path)));
            bail!("cannot write `{path}`: {}; nothing was changed", reason(&error));
        }
        written.push(target);
    }
    for (old, new) in files {
        let permissions = fs::metadata(on_disk(dir, old)).map(|it| it.permissions());
        // Who may read it is no reason to stop.
        let _ = permissions.and_then(|it| fs::set_permissions(on_disk(dir, new), it));
    }
    let kept: Tree = edited
        .iter()
        .filter(|(path, _)| stays.get(path.as_str()).is_some())
        .map(|(path, file)| (path.clone(), file.clone()))
        .collect();
    if let Err(error) = write_sources(dir, &stays, &kept) {
        written.iter().for_each(|path| drop(fs::remove_file(path)));
        return Err(error);
    }
    for (old, _) in files {
        let path = on_disk(dir, old);
        fs::remove_file(&path).with_context(|| format!("cannot remove `{}`", path.display()))?;
        // Folders that hold something else stay.
        let mut folder = path.parent();
        while let Some(empty) = folder.filter(|it| *it != dir && fs::remove_dir(it).is_ok()) {
            folder = empty.parent();
        }
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
