//! Writing the files of a new project.

#![expect(
    clippy::disallowed_methods,
    reason = "this module is the edge: it reads and writes files"
)]

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};

use super::files::{create_parents, replace};
use super::paths::{is_hidden, listed, on_disk, reason};
use crate::config::BOOK;
use crate::tree::{File, RelPath, Tree};

/// Writes files into folders, which are made if need be, beside what is there. Each file is there as a whole or not
/// at all, book.toml comes last, and a run that was broken off can be taken up again. Returns how many were written.
///
/// # Errors
///
/// If a file is there already, or something that would become a part of the handbook: then nothing has been written.
/// Or if the system refuses.
pub fn write_new(folders: &[(&Path, &Tree)]) -> anyhow::Result<usize> {
    let mut missing = Vec::new();
    for (dir, files) in folders {
        let shown = dir.display();
        fs::create_dir_all(dir)
            .map_err(|error| anyhow::anyhow!("cannot create `{shown}`: {}", reason(&error)))?;
        let fills_content = files.iter().any(|(path, _)| path.is_inside(CONTENT));
        if fills_content && has_others(dir, CONTENT, files) {
            bail!(
                "`{CONTENT}` in `{shown}` has files of its own, which would become a part of the handbook; nothing \
                 was written\n\
                 help: name a new folder, such as `ladderbook init handbook`"
            );
        }
        missing.extend(missing_files(dir, files)?.map(|(path, file)| (on_disk(dir, path), file)));
    }
    if missing.is_empty() {
        let all: Vec<&str> =
            folders.iter().flat_map(|(_, files)| files.iter()).map(|(it, _)| it.as_str()).collect();
        bail!("there is {} already; nothing was written", listed(&all));
    }
    missing.sort_by_key(|(path, _)| path.ends_with(BOOK));
    for (path, file) in &missing {
        let written = create_parents(path).and_then(|()| replace(path, 0, file.bytes()));
        written.with_context(|| format!("cannot write `{}`", path.display()))?;
    }
    Ok(missing.len())
}

/// The folder whose files are parts of a handbook, whatever they are called.
const CONTENT: &str = "content";

/// The files that are not there yet. A file with the same bytes is one of a run that was broken off.
fn missing_files<'t>(
    dir: &Path,
    files: &'t Tree,
) -> anyhow::Result<impl Iterator<Item = (&'t RelPath, &'t File)>> {
    let is_there = |path: &RelPath| fs::symlink_metadata(on_disk(dir, path)).is_ok();
    let (there, missing): (Vec<_>, Vec<_>) = files.iter().partition(|(path, _)| is_there(path));
    let is_whole = |path: &RelPath, bytes: &[u8]| {
        fs::read(on_disk(dir, path)).is_ok_and(|existing| existing == bytes)
    };
    let others = there.iter().filter(|(path, file)| !is_whole(path, file.bytes()));
    let taken: Vec<&str> = others.map(|(path, _)| path.as_str()).collect();
    if !taken.is_empty() {
        bail!("`{}` has {} already; nothing was written", dir.display(), listed(&taken));
    }
    Ok(missing.into_iter())
}

/// Whether a folder has a file that is not among these. Hidden ones are no part of a handbook, and neither are those
/// of a run that was broken off.
fn has_others(dir: &Path, folder: &str, files: &Tree) -> bool {
    let Ok(entries) = fs::read_dir(dir.join(folder)) else { return false };
    entries.flatten().any(|entry| {
        let name = entry.file_name();
        let path = format!("{folder}/{}", name.to_string_lossy());
        match entry.file_type() {
            _ if is_hidden(&name) => false,
            Ok(kind) if kind.is_dir() => has_others(dir, &path, files),
            _ => files.get(&path).is_none(),
        }
    })
}
