//! Reading a project. One bad entry becomes a diagnostic, and the rest is read.

#![expect(
    clippy::disallowed_methods,
    reason = "this module is the edge: it reads files and the clock"
)]

use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::bail;
use rayon::prelude::*;

use super::paths::{on_disk, reason};
use super::walk::{Found, Sources, has_vanished, unreadable, walk};
use crate::diagnostic::Diagnostics;
use crate::tree::{File, RelPath, Tree};

/// Reads a project: book.toml, content/ and themes/. What cannot be read is reported and left out.
///
/// # Errors
///
/// If `dir` is not a folder.
pub fn read(dir: &Path) -> anyhow::Result<(Tree, Diagnostics)> {
    Reader::new(dir).read()
}

/// Reads a project again and again, and opens only the files that may have changed.
pub struct Reader {
    /// The folder as it was named.
    dir: PathBuf,
    /// The same, wherever this process may be by then.
    absolute: PathBuf,
    known: HashMap<RelPath, Known>,
    sources: Sources,
    opened: usize,
}

/// What is known of a file.
struct Known {
    stamp: Stamp,
    /// Whether the stamp would differ if the file had changed since. Times of files are coarse: a
    /// file that was changed a moment before it was read can be changed again without a trace.
    settled: bool,
    file: File,
}

/// How much older than its reading a file must be: the coarsest clock, that of FAT, counts in two
/// seconds.
const SETTLED: Duration = Duration::from_secs(2);

impl Reader {
    /// A reader of the project in a folder, which it has not looked at yet.
    pub fn new(dir: &Path) -> Self {
        Self {
            dir: dir.to_path_buf(),
            absolute: std::path::absolute(dir).unwrap_or_else(|_| dir.to_path_buf()),
            known: HashMap::new(),
            sources: Sources::default(),
            opened: 0,
        }
    }

    /// Reads the project as it is now. What vanishes while it is being read is not there.
    ///
    /// # Errors
    ///
    /// If the folder is not there, or not a folder.
    pub fn read(&mut self) -> anyhow::Result<(Tree, Diagnostics)> {
        let root = self.root()?;
        let now = SystemTime::now();
        let Found { files, sources, mut diagnostics } = walk(&root);
        self.sources = sources;
        let read: Vec<io::Result<(Known, bool)>> =
            files.par_iter().map(|path| self.look_up(&root, path, now)).collect();

        self.opened = 0;
        self.known = HashMap::with_capacity(files.len());
        let mut tree = Vec::with_capacity(files.len());
        for (path, read) in files.into_iter().zip(read) {
            match read {
                Ok((known, opened)) => {
                    self.opened += usize::from(opened);
                    tree.push((path.clone(), known.file.clone()));
                    self.known.insert(path, known);
                }
                Err(error) if has_vanished(&error) => {}
                Err(error) => diagnostics.push(unreadable(&path, &error)),
            }
        }
        Ok((tree.into_iter().collect(), diagnostics.sorted()))
    }

    /// Where the last reading has read.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Number of files that the last reading has opened; the others were known.
    pub fn opened(&self) -> usize {
        self.opened
    }

    /// The real path of the folder.
    fn root(&self) -> anyhow::Result<PathBuf> {
        let shown = self.dir.display();
        let root = fs::canonicalize(&self.absolute)
            .map_err(|error| anyhow::anyhow!("cannot open `{shown}`: {}", reason(&error)))?;
        if !root.is_dir() {
            bail!("`{shown}` is not a folder\nhelp: name the folder that has book.toml");
        }
        Ok(root)
    }

    /// One file, and whether it had to be opened. Its stamp is taken before its bytes: if it
    /// changes in between, the next reading finds another stamp.
    fn look_up(&self, root: &Path, path: &RelPath, now: SystemTime) -> io::Result<(Known, bool)> {
        let on_disk = on_disk(root, path);
        let metadata = fs::metadata(&on_disk)?;
        if !metadata.is_file() {
            return Err(io::ErrorKind::NotFound.into());
        }
        let stamp = Stamp::of(&metadata);
        let known = self.known.get(path).filter(|known| known.stamp == stamp);
        if let Some(Known { settled: true, file, .. }) = known {
            return Ok((Known { stamp, settled: true, file: file.clone() }, false));
        }
        let file = File::new(fs::read(&on_disk)?);
        let file = match known {
            Some(known) if known.file == file => known.file.clone(),
            _ => file,
        };
        Ok((Known { settled: stamp.is_older_than(now), stamp, file }, true))
    }
}

/// What changes when a file does.
#[derive(Clone, PartialEq, Eq)]
struct Stamp {
    size: u64,
    modified: Option<SystemTime>,
    identity: Identity,
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self {
            size: metadata.len(),
            modified: metadata.modified().ok(),
            identity: identity(metadata),
        }
    }

    /// Whether all times are safely in the past.
    fn is_older_than(&self, now: SystemTime) -> bool {
        let in_the_past =
            |time: SystemTime| now.duration_since(time).is_ok_and(|age| age > SETTLED);
        self.modified.is_some_and(in_the_past) && changed(&self.identity).is_none_or(in_the_past)
    }
}

/// Device, inode, and when anything about the file was changed, in seconds and nanoseconds. That
/// time cannot be set back as the modification time can, which copies and archives restore.
#[cfg(unix)]
type Identity = (u64, u64, i64, i64);

#[cfg(unix)]
fn identity(metadata: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(unix)]
fn changed(&(_, _, seconds, nanoseconds): &Identity) -> Option<SystemTime> {
    let whole = Duration::from_secs(seconds.try_into().ok()?);
    Some(SystemTime::UNIX_EPOCH + whole + Duration::from_nanos(nanoseconds.try_into().ok()?))
}

#[cfg(not(unix))]
type Identity = ();

#[cfg(not(unix))]
fn identity(_: &Metadata) -> Identity {}

#[cfg(not(unix))]
fn changed(_: &Identity) -> Option<SystemTime> {
    None
}
