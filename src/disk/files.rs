//! Single files, each put in its place at once.

#![expect(
    clippy::disallowed_methods,
    reason = "this module is the edge: it reads and writes files"
)]

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use super::paths::{TEMPORARY, reason};

/// Writes one file by temporary file and rename. What is there and is not a regular file, such as
/// a pipe, is written to as it is.
///
/// # Errors
///
/// If the machine refuses.
pub fn write_file(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let special = fs::metadata(path).is_ok_and(|metadata| !metadata.is_file());
    let written = if special { fs::write(path, bytes) } else { replace(path, 0, bytes) };
    written
        .map_err(|error| anyhow::anyhow!("cannot write `{}`: {}", path.display(), reason(&error)))
}

/// Puts a file in its place at once, through a temporary file beside it, whose `number` is its own
/// in this run.
pub fn replace(path: &Path, number: usize, bytes: &[u8]) -> io::Result<()> {
    replace_with(path, number, |temporary| create(temporary, bytes))
}

/// The same for a file that is there already and keeps its permissions.
pub fn replace_existing(path: &Path, number: usize, bytes: &[u8]) -> io::Result<()> {
    let permissions = fs::metadata(path)?.permissions();
    replace_with(path, number, |temporary| {
        create(temporary, &[])?;
        fs::set_permissions(temporary, permissions)?;
        fs::write(temporary, bytes)
    })
}

fn replace_with(
    path: &Path,
    number: usize,
    write: impl FnOnce(&Path) -> io::Result<()>,
) -> io::Result<()> {
    let (start, end) = TEMPORARY;
    let temporary = path.with_file_name(format!("{start}{}-{number}{end}", std::process::id()));
    let result = write(&temporary).and_then(|()| fs::rename(&temporary, path));
    if result.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    result
}

/// Writes a file that must not be there yet.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(bytes)
}

pub fn create_parents(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}
