//! Reading a project. One bad entry becomes a diagnostic, and the rest is read.

#![expect(
    clippy::disallowed_methods,
    reason = "this module is the edge: it reads files and the clock"
)]

use std::collections::{BTreeSet, HashMap};
use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::bail;
use rayon::prelude::*;

use super::files::read_stored;
use super::paths::{on_disk, reason};
use super::walk::{SourcePaths, WalkResult, has_vanished, unreadable, walk};
use crate::diagnostic::Diagnostics;
use crate::fingerprint::Fingerprint;
use crate::tree::{File, RelPath, Tree};

/// Reads a project: book.toml, content/ and themes/. What cannot be read is reported and left out.
///
/// # Errors
///
/// If `dir` is not a folder.
pub fn read(dir: &Path) -> anyhow::Result<(Tree, Diagnostics)> {
    ProjectReader::new(dir).read()
}

/// Reads a project repeatedly, and opens only the files that may have changed.
pub struct ProjectReader {
    /// The folder as it was named, for messages.
    dir: PathBuf,
    /// The same independent of the current folder of the process.
    absolute: PathBuf,
    cache: HashMap<RelPath, CachedFile>,
    source_paths: SourcePaths,
    files_opened: usize,
    /// The real path of the folder that was read last; `None` if a file in it cannot be known by its own path alone.
    known_root: Option<PathBuf>,
}

/// A file as it was read last.
struct CachedFile {
    stamp: Stamp,
    /// Whether the stamp is sure to differ if the file changes. Times of files are coarse: a file that
    /// was changed a moment before it was read can be changed again under the same stamp.
    is_settled: bool,
    file: File,
}

/// More bytes than these of a file that is only copied stay on the disk: a recording may be larger than the memory.
const LARGE: u64 = 1 << 20;

/// Whether a file is part of a site as it is, by its name.
fn is_copied(path: &RelPath) -> bool {
    const READ: [&str; 10] =
        ["md", "markdown", "mdown", "mkdn", "mkd", "mdx", "txt", "text", "yaml", "yml"];
    let is_read = READ.iter().any(|it| path.extension().eq_ignore_ascii_case(it));
    path.is_inside("content") && !is_read
}

/// How much older than its reading a file must be to be settled: the coarsest clock, that of FAT,
/// counts in two seconds.
const SETTLED_AGE: Duration = Duration::from_secs(2);

impl ProjectReader {
    /// A reader of the project in a folder, which has not been read yet.
    pub fn new(dir: &Path) -> Self {
        Self {
            dir: dir.to_path_buf(),
            absolute: std::path::absolute(dir).unwrap_or_else(|_| dir.to_path_buf()),
            cache: HashMap::new(),
            source_paths: SourcePaths::default(),
            files_opened: 0,
            known_root: None,
        }
    }

    /// Reads the project as it is now. A file that vanishes meanwhile counts as missing.
    ///
    /// # Errors
    ///
    /// If the folder is missing, or not a folder.
    pub fn read(&mut self) -> anyhow::Result<(Tree, Diagnostics)> {
        self.known_root = None;
        let root = self.root()?;
        let now = SystemTime::now();
        let WalkResult { files, source_paths, has_links, mut diagnostics } = walk(&root);
        self.source_paths = source_paths;
        let read: Vec<io::Result<(CachedFile, bool)>> =
            files.par_iter().map(|path| self.read_file(&root, path, now)).collect();

        self.files_opened = 0;
        self.cache = HashMap::with_capacity(files.len());
        let mut tree = Vec::with_capacity(files.len());
        for (path, read) in files.into_iter().zip(read) {
            match read {
                Ok((cached, was_opened)) => {
                    self.files_opened += usize::from(was_opened);
                    tree.push((path.clone(), cached.file.clone()));
                    self.cache.insert(path, cached);
                }
                Err(error) if has_vanished(&error) => {}
                Err(error) => diagnostics.push(unreadable(&path, &error)),
            }
        }
        self.known_root = (!has_links && diagnostics.is_empty()).then_some(root);
        Ok((tree.into_iter().collect(), diagnostics.sorted()))
    }

    /// Reads again what is at some real paths, and returns the files that have changed since they were read last.
    /// `None` if that is more than other bytes of files that were there, or cannot be told; then the project is to be
    /// read as a whole.
    pub fn read_at(&mut self, paths: &BTreeSet<PathBuf>) -> Option<Vec<(RelPath, File)>> {
        let root = self.known_root.clone()?;
        let now = SystemTime::now();
        let mut read = Vec::with_capacity(paths.len());
        for real in paths {
            let inside = real.strip_prefix(&root).ok()?;
            let parts: Option<Vec<&str>> = inside.iter().map(OsStr::to_str).collect();
            let path = RelPath::new(&parts?.join("/"))?;
            let known = self.cache.get(&path)?;
            if fs::symlink_metadata(real).ok()?.is_symlink() {
                return None;
            }
            let (cached, was_opened) = self.read_file(&root, &path, now).ok()?;
            if cached.file.bytes().is_empty() {
                return None;
            }
            let has_changed = cached.file != known.file;
            read.push((path, cached, was_opened, has_changed));
        }
        self.files_opened = read.iter().filter(|(_, _, was_opened, _)| *was_opened).count();
        let mut changed = Vec::new();
        for (path, cached, _, has_changed) in read {
            if has_changed {
                changed.push((path.clone(), cached.file.clone()));
            }
            self.cache.insert(path, cached);
        }
        Some(changed)
    }

    /// Where the last reading has read.
    pub fn source_paths(&self) -> &SourcePaths {
        &self.source_paths
    }

    /// Number of files that the last reading has opened; the others came from the cache.
    pub fn files_opened(&self) -> usize {
        self.files_opened
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
    fn read_file(
        &self,
        root: &Path,
        path: &RelPath,
        now: SystemTime,
    ) -> io::Result<(CachedFile, bool)> {
        let on_disk = on_disk(root, path);
        let metadata = fs::metadata(&on_disk)?;
        if !metadata.is_file() {
            return Err(io::ErrorKind::NotFound.into());
        }
        let stamp = Stamp::of(&metadata);
        let cached = self.cache.get(path).filter(|cached| cached.stamp == stamp);
        if let Some(CachedFile { is_settled: true, file, .. }) = cached {
            return Ok((CachedFile { stamp, is_settled: true, file: file.clone() }, false));
        }
        let file = match metadata.len() > LARGE && is_copied(path) {
            true => {
                let (fingerprint, length) = Fingerprint::of_reader(&mut fs::File::open(&on_disk)?)?;
                File::stored(on_disk, length, fingerprint, read_stored)
            }
            false => File::new(fs::read(&on_disk)?),
        };
        let file = match cached {
            Some(cached) if cached.file == file => cached.file.clone(),
            _ => file,
        };
        Ok((CachedFile { is_settled: stamp.is_settled(now), stamp, file }, true))
    }
}

/// The metadata that changes when a file does.
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

    /// Whether all its times are further back than any clock is coarse.
    fn is_settled(&self, now: SystemTime) -> bool {
        let is_past =
            |time: SystemTime| now.duration_since(time).is_ok_and(|age| age > SETTLED_AGE);
        self.modified.is_some_and(is_past) && change_time(&self.identity).is_none_or(is_past)
    }
}

/// Device, inode, and the time of the last change to the file or its metadata, in seconds and
/// nanoseconds. That time cannot be set back; the modification time can, and copies and archives
/// restore it.
#[cfg(unix)]
type Identity = (u64, u64, i64, i64);

#[cfg(unix)]
fn identity(metadata: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(unix)]
fn change_time(&(_, _, seconds, nanoseconds): &Identity) -> Option<SystemTime> {
    let whole = Duration::from_secs(seconds.try_into().ok()?);
    Some(SystemTime::UNIX_EPOCH + whole + Duration::from_nanos(nanoseconds.try_into().ok()?))
}

#[cfg(not(unix))]
type Identity = ();

#[cfg(not(unix))]
fn identity(_: &Metadata) -> Identity {}

#[cfg(not(unix))]
fn change_time(_: &Identity) -> Option<SystemTime> {
    None
}
