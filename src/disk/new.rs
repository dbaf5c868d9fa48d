//! Writing the files of a new project.

#![expect(
    clippy::disallowed_methods,
    reason = "this module is the edge: it reads and writes files"
)]

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};

use super::files::{create_parents, replace};
use super::paths::{is_hidden, is_temporary, listed, on_disk, reason};
use crate::tree::{RelPath, Tree};

/// Writes files into a folder that is new or empty, hidden files aside. Each is there as a whole or not at all,
/// and a run that was broken off can be taken up again. Returns how many were written.
///
/// # Errors
///
/// If the folder has other files: then nothing has been written. Or if the system refuses.
pub fn write_new(dir: &Path, files: &Tree) -> anyhow::Result<usize> {
    let shown = dir.display();
    fs::create_dir_all(dir)
        .map_err(|error| anyhow::anyhow!("cannot create `{shown}`: {}", reason(&error)))?;
    let is_there = |path: &RelPath| fs::symlink_metadata(on_disk(dir, path)).is_ok();
    let (there, missing): (Vec<_>, Vec<_>) = files.iter().partition(|(path, _)| is_there(path));
    let is_whole = |path: &RelPath, bytes: &[u8]| {
        fs::read(on_disk(dir, path)).is_ok_and(|existing| existing == bytes)
    };
    let others = there.iter().filter(|(path, file)| !is_whole(path, file.bytes()));
    let mut taken: Vec<&str> = others.map(|(path, _)| path.as_str()).collect();
    if missing.is_empty() {
        taken = there.iter().map(|(path, _)| path.as_str()).collect();
    }
    if !taken.is_empty() {
        bail!("`{shown}` has {} already; nothing was written", listed(&taken));
    }
    if !holds_only(dir, "", files)? {
        bail!(
            "`{shown}` is not empty; nothing was written\n\
             help: name a new folder, such as `ladderbook init handbook`"
        );
    }
    for (path, file) in &missing {
        let target = on_disk(dir, path);
        let written = create_parents(&target).and_then(|()| replace(&target, 0, file.bytes()));
        written.with_context(|| format!("cannot write `{}`", target.display()))?;
    }
    Ok(missing.len())
}

/// Whether all that is in a folder is among some files, hidden ones and those of a run that was broken off
/// aside. A folder inside has to hold one of them to count.
fn holds_only(dir: &Path, inside: &str, files: &Tree) -> anyhow::Result<bool> {
    let folder = dir.join(inside);
    let unreadable = || format!("cannot read the folder `{}`", folder.display());
    for entry in fs::read_dir(&folder).with_context(unreadable)? {
        let entry = entry.with_context(unreadable)?;
        let name = entry.file_name();
        if is_temporary(&name) || inside.is_empty() && is_hidden(&name) {
            continue;
        }
        let Some(path) = name.to_str().map(|name| join(inside, name)) else { return Ok(false) };
        let is_known = match entry.file_type().with_context(unreadable)? {
            kind if kind.is_dir() => {
                let below = format!("{path}/");
                let is_ours = files.iter().any(|(it, _)| it.as_str().starts_with(&below));
                is_ours && holds_only(dir, &path, files)?
            }
            _ => files.get(&path).is_some(),
        };
        if !is_known {
            return Ok(false);
        }
    }
    Ok(true)
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}
