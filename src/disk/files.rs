//! Writing single files so that a reader sees the old one or the new one, never half of one.

#![expect(
    clippy::disallowed_methods,
    reason = "this module is the edge: it reads and writes files"
)]

use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

use super::paths::{TEMPORARY_PREFIX, TEMPORARY_SUFFIX, exists, reason};
use crate::fingerprint::{Fingerprint, FingerprintWriter};
use crate::tree::WriteFn;

/// Writes one file by temporary file and rename. One that is there keeps its permissions, and where it is a
/// link, what it leads to is written. Something that is not a regular file, such as a pipe, is written to
/// instead of replaced.
///
/// # Errors
///
/// If the system refuses.
pub fn write_file(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let written = match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => {
            fs::canonicalize(path).and_then(|real| replace_existing(&real, 0, bytes))
        }
        Err(_) if !exists(path) => replace(path, 0, bytes),
        // A pipe or a device, or a link to what is not there yet.
        Ok(_) | Err(_) => fs::write(path, bytes),
    };
    written
        .map_err(|error| anyhow::anyhow!("cannot write `{}`: {}", path.display(), reason(&error)))
}

/// The text of a file that is named on the command line; `-` is standard input.
///
/// # Errors
///
/// If it cannot be read, or is not UTF-8.
pub fn read_input(path: &Path) -> io::Result<String> {
    if path == Path::new("-") { io::read_to_string(io::stdin()) } else { fs::read_to_string(path) }
}

/// The bytes of a file that is named on the command line, at most so many; `-` is standard input.
///
/// # Errors
///
/// If it cannot be read, or is larger.
#[cfg(feature = "sheets")]
pub fn read_bytes(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let count = match path == Path::new("-") {
        true => io::stdin().take(most + 1).read_to_end(&mut bytes)?,
        false => fs::File::open(path)?.take(most + 1).read_to_end(&mut bytes)?,
    };
    if count as u64 > most {
        let message = format!("it is larger than {} MB", most / 1024 / 1024);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    Ok(bytes)
}

/// Replaces a file in one step, by a temporary file beside it and a rename. The `number` is different
/// for each file that is written at the same time.
pub fn replace(path: &Path, number: usize, bytes: &[u8]) -> io::Result<()> {
    replace_with(path, number, |temporary| create(temporary, bytes))
}

/// The same for a file that is there already and keeps its permissions.
pub fn replace_existing(path: &Path, number: usize, bytes: &[u8]) -> io::Result<()> {
    let permissions = fs::metadata(path)?.permissions();
    replace_with(path, number, |temporary| {
        let mut file = OpenOptions::new().write(true).create_new(true).open(temporary)?;
        // Before there is anything to read in it.
        file.set_permissions(permissions)?;
        file.write_all(bytes)
    })
}

/// The same with the bytes of another file, which may be large, if they still have this fingerprint.
pub fn replace_by_copy(
    path: &Path,
    number: usize,
    from: &Path,
    fingerprint: Fingerprint,
) -> io::Result<()> {
    replace_with(path, number, |temporary| {
        let to = OpenOptions::new().write(true).create_new(true).open(temporary)?;
        let mut copying = Copying { from: fs::File::open(from)?, to };
        match Fingerprint::of_reader(&mut copying)? {
            (copied, _) if copied == fingerprint => Ok(()),
            _ => Err(io::Error::other(format!("`{}` has changed meanwhile", from.display()))),
        }
    })
}

/// The same with a file that is moved there. What lies between may be another disk: then it is copied.
pub fn move_or_copy(
    from: &Path,
    path: &Path,
    number: usize,
    fingerprint: Fingerprint,
) -> io::Result<()> {
    match fs::rename(from, path) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
            replace_by_copy(path, number, from, fingerprint)
        }
        moved => moved,
    }
}

/// A file that is read, and written to another one at that.
struct Copying {
    from: fs::File,
    to: fs::File,
}

impl Read for Copying {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(buffer)?;
        self.to.write_all(&buffer[..count])?;
        Ok(count)
    }
}

/// The bytes at a place where a file is stored.
pub fn read_stored(place: &Path) -> Vec<u8> {
    fs::read(place).unwrap_or_default()
}

fn replace_with(
    path: &Path,
    number: usize,
    write: impl FnOnce(&Path) -> io::Result<()>,
) -> io::Result<()> {
    let name = format!("{TEMPORARY_PREFIX}{}-{number}{TEMPORARY_SUFFIX}", std::process::id());
    let temporary = path.with_file_name(name);
    let result = write(&temporary).and_then(|()| fs::rename(&temporary, path));
    if result.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    result
}

/// Writes a file that must not exist yet.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(bytes)
}

/// The same with what a function writes; its fingerprint, and how many bytes it is.
pub fn create_written(path: &Path, write: WriteFn) -> io::Result<(Fingerprint, u64)> {
    let file = OpenOptions::new().write(true).create_new(true).open(path)?;
    let mut writer = FingerprintWriter::new(BufWriter::with_capacity(1 << 16, file));
    write(&mut writer)?;
    writer.finish()
}

pub fn create_parents(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}
