//! Files of a site that wait for the others in the output folder, so that a site need not be in memory as a whole.
//!
//! They stand in a folder of their own with the name of a temporary file: no manifest names it, and the next run that
//! holds the lock removes one that was left behind. A spool is for bytes that are there anyway: whatever keeps it from
//! taking them, they stay in memory, and writing the site tells what is wrong.

#![expect(
    clippy::disallowed_methods,
    reason = "this module is the edge: it reads and writes files"
)]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::files::{create, create_written, read_stored};
use super::lock::{LOCK, OutputLock};
use super::manifest::read_manifest;
use super::output::output_folder;
use super::paths::{TEMPORARY_PREFIX, TEMPORARY_SUFFIX, exists, is_temporary, on_disk};
use crate::fingerprint::Fingerprint;
use crate::tree::{File, FileStore, InMemory, RelPath, WriteFn};

/// A store for the files of a site. It touches no disk before the first of them, and leaves nothing behind but what
/// was written of it.
pub struct Spool {
    output: PathBuf,
    project_dir: PathBuf,
    /// `None` inside if it cannot be opened.
    opened: OnceLock<Option<OpenSpool>>,
    /// How many files it was given.
    count: AtomicUsize,
    /// Whether one could not be written. Those after it could be no more, or would take the room of the manifest.
    is_full: AtomicBool,
}

impl Spool {
    /// A spool for the site of a project in a folder.
    pub fn new(output: &Path, project_dir: &Path) -> Self {
        Self {
            output: output.to_owned(),
            project_dir: project_dir.to_owned(),
            opened: OnceLock::new(),
            count: AtomicUsize::new(0),
            is_full: AtomicBool::new(false),
        }
    }

    /// The output folder as it was given.
    pub(super) fn output(&self) -> &Path {
        &self.output
    }

    pub(super) fn project_dir(&self) -> &Path {
        &self.project_dir
    }

    /// The open spool; `None` if no file was given to it, or if it could not be opened.
    pub(super) fn opened(&self) -> Option<&OpenSpool> {
        self.opened.get()?.as_ref()
    }
}

impl FileStore for Spool {
    fn store(&self, path: &RelPath, bytes: Vec<u8>) -> File {
        let Some(opened) = self.open() else { return File::new(bytes) };
        let target = on_disk(&opened.output, path);
        let place = match has_bytes(&target, &bytes) {
            true => Some(target),
            false => self.spooled(opened, |place| create(place, &bytes)).map(|(place, ())| place),
        };
        let Some(place) = place else { return File::new(bytes) };
        File::stored(place, bytes.len() as u64, Fingerprint::of_bytes(&bytes), read_stored)
    }

    fn store_written(&self, path: &RelPath, write: WriteFn) -> File {
        let into = |place: &Path| create_written(place, write);
        let Some(opened) = self.open() else { return InMemory.store_written(path, write) };
        let Some((mut place, (fingerprint, length))) = self.spooled(opened, into) else {
            return InMemory.store_written(path, write);
        };
        let target = on_disk(&opened.output, path);
        if has_fingerprint(&target, fingerprint, length) {
            let _ = fs::remove_file(&place);
            place = target;
        }
        File::stored(place, length, fingerprint, read_stored)
    }
}

impl Spool {
    /// Opens the spool when it is first asked for; `None` if it cannot be opened.
    fn open(&self) -> Option<&OpenSpool> {
        let open = || OpenSpool::open(&self.output, &self.project_dir);
        self.opened.get_or_init(open).as_ref()
    }

    /// Makes the next file of an open spool. Its place, and what the function gives; `None` if it cannot be written.
    fn spooled<T>(
        &self,
        opened: &OpenSpool,
        create: impl FnOnce(&Path) -> io::Result<T>,
    ) -> Option<(PathBuf, T)> {
        if self.is_full.load(Ordering::Relaxed) {
            return None;
        }
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        let place = opened.folder.join(format!("{TEMPORARY_PREFIX}{number}{TEMPORARY_SUFFIX}"));
        if let Ok(made) = create(&place) {
            return Some((place, made));
        }
        let _ = fs::remove_file(&place);
        self.is_full.store(true, Ordering::Relaxed);
        None
    }
}

/// Whether a file has these bytes.
fn has_bytes(target: &Path, bytes: &[u8]) -> bool {
    let is_alike =
        |it: fs::Metadata| it.is_file() && it.len() == u64::try_from(bytes.len()).unwrap_or(0);
    fs::symlink_metadata(target).is_ok_and(is_alike)
        && fs::read(target).is_ok_and(|there| there == bytes)
}

/// Whether a file has so many bytes with this fingerprint.
fn has_fingerprint(target: &Path, fingerprint: Fingerprint, length: u64) -> bool {
    let is_alike = |it: fs::Metadata| it.is_file() && it.len() == length;
    fs::symlink_metadata(target).is_ok_and(is_alike)
        && fs::File::open(target)
            .and_then(|mut file| Fingerprint::of_reader(&mut file))
            .is_ok_and(|(there, _)| there == fingerprint)
}

/// A spool that has its folder, and the lock on the folder that this stands in.
pub struct OpenSpool {
    /// The real path of the output folder.
    pub output: PathBuf,
    pub lock: OutputLock,
    /// Where the files stand.
    pub folder: PathBuf,
    /// The folders that were made for it, the innermost first.
    _made: MadeFolders,
}

impl OpenSpool {
    /// Opens a spool; `None` if it cannot be, or if there is nothing to be gained: another run is writing to the
    /// folder, for which writing waits.
    fn open(output: &Path, project_dir: &Path) -> Option<Self> {
        let output = output_folder(output, project_dir).ok()?;
        read_manifest(&output).ok()?;
        let made = MadeFolders::before(&output);
        let lock = OutputLock::try_take(&output)?;
        // The lock keeps other runs out, and what they left would take up the room that is needed.
        remove_spools(&output, None);
        let name = format!("{TEMPORARY_PREFIX}{}{TEMPORARY_SUFFIX}", std::process::id());
        let folder = output.join(name);
        let opened = Self { output, lock, folder, _made: made };
        fs::create_dir(&opened.folder).ok()?;
        Some(opened)
    }
}

impl Drop for OpenSpool {
    fn drop(&mut self) {
        remove_spool(&self.folder);
    }
}

/// Folders that were not there. They are removed again if there is nothing in them.
struct MadeFolders(Vec<PathBuf>);

impl MadeFolders {
    /// The folders that have to be made for one.
    fn before(folder: &Path) -> Self {
        Self(folder.ancestors().take_while(|it| !exists(it)).map(Path::to_owned).collect())
    }
}

impl Drop for MadeFolders {
    fn drop(&mut self) {
        for (number, folder) in self.0.iter().enumerate() {
            // Elsewhere than on Unix the file that was locked stays.
            let lock = folder.join(LOCK);
            if cfg!(not(unix))
                && number == 0
                && fs::read_dir(folder).is_ok_and(|it| it.count() == 1)
            {
                let _ = fs::remove_file(lock);
            }
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Removes the spools in an output folder that were left behind, which takes its lock, but for one.
pub fn remove_spools(output: &Path, but: Option<&Path>) {
    let Ok(entries) = fs::read_dir(output) else { return };
    for entry in entries.flatten() {
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && is_temporary(&entry.file_name()) && Some(&*entry.path()) != but {
            remove_spool(&entry.path());
        }
    }
}

/// Removes a spool, with nothing in it that has another name than those that it gives.
fn remove_spool(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_file && is_temporary(&entry.file_name()) {
            let _ = fs::remove_file(entry.path());
        }
    }
    let _ = fs::remove_dir(folder);
}
