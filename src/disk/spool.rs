//! Files of a site that wait for the others in the output folder, so that a site need not be in memory as a whole.
//!
//! They stand in a folder of their own with the name of a temporary file: no manifest names it, and the next run that
//! holds the lock removes one that was left behind. A spool is for bytes that are there anyway: whatever keeps it from
//! taking them, they stay in memory, and writing the site tells what is wrong.
//!
//! Where there is no site yet, they stand in the folders that they will have in it, and these are moved as a whole: to
//! move each of thousands of files from folder to folder takes a twentieth of the time of a build.

#![expect(
    clippy::disallowed_methods,
    reason = "this module is the edge: it reads and writes files"
)]

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::files::{create, create_parents, create_written, read_stored};
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
        let there = opened.there(path).filter(|target| has_bytes(target, &bytes));
        let spooled = || Some(self.spooled(opened, path, |place| create(place, &bytes))?.0);
        let Some(place) = there.or_else(spooled) else { return File::new(bytes) };
        File::stored(place, bytes.len() as u64, Fingerprint::of_bytes(&bytes), read_stored)
    }

    fn store_written(&self, path: &RelPath, write: WriteFn) -> File {
        let into = |place: &Path| create_written(place, write);
        let Some(opened) = self.open() else { return InMemory.store_written(path, write) };
        let Some((mut place, (fingerprint, length))) = self.spooled(opened, path, into) else {
            return InMemory.store_written(path, write);
        };
        let is_alike = |target: &PathBuf| has_fingerprint(target, fingerprint, length);
        if let Some(target) = opened.there(path).filter(is_alike) {
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
        path: &RelPath,
        create: impl Fn(&Path) -> io::Result<T>,
    ) -> Option<(PathBuf, T)> {
        if self.is_full.load(Ordering::Relaxed) {
            return None;
        }
        let number = opened.count.fetch_add(1, Ordering::Relaxed);
        let place = match opened.is_whole_site {
            true => on_disk(&opened.folder, path),
            false => opened.folder.join(format!("{TEMPORARY_PREFIX}{number}{TEMPORARY_SUFFIX}")),
        };
        // Nearly each page has a folder to itself.
        if opened.is_whole_site && path.name() == "index.html" && !path.folder().is_empty() {
            let _ = place.parent().map(fs::create_dir);
        }
        let made = match create(&place) {
            Err(error) if opened.is_whole_site && error.kind() == io::ErrorKind::NotFound => {
                create_parents(&place).and_then(|()| create(&place))
            }
            made => made,
        };
        match made {
            Ok(made) => return Some((place, made)),
            // Another file has this path, or one that a system takes for the same.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(_) => {
                let _ = fs::remove_file(&place);
                self.is_full.store(true, Ordering::Relaxed);
            }
        }
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
    /// Whether there was nothing of a site in the output folder, so that the files stand as they do in the site.
    is_whole_site: bool,
    /// How many files it was given.
    count: AtomicUsize,
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
        let is_whole_site = is_empty(&output);
        let kind = if is_whole_site { WHOLE_SITE } else { "" };
        let process = std::process::id();
        let folder = output.join(format!("{TEMPORARY_PREFIX}{kind}{process}{TEMPORARY_SUFFIX}"));
        let count = AtomicUsize::new(0);
        let opened = Self { output, lock, folder, is_whole_site, count, _made: made };
        fs::create_dir(&opened.folder).ok()?;
        Some(opened)
    }

    /// Where a file of the site may stand already; `None` if there is no site.
    fn there(&self, path: &RelPath) -> Option<PathBuf> {
        (!self.is_whole_site).then(|| on_disk(&self.output, path))
    }

    /// Whether a file stands in it.
    pub fn has(&self, file: &File) -> bool {
        self.inside(file).is_some()
    }

    /// Whether a file stands in it where it does in the site.
    fn has_at(&self, path: &RelPath, file: &File) -> bool {
        self.inside(file).is_some_and(|inside| inside == path.as_str().as_bytes())
    }

    /// Where a file stands in it. Its bytes are compared, which takes a fraction of what paths by their parts do.
    fn inside<'f>(&self, file: &'f File) -> Option<&'f [u8]> {
        let place = file.stored_at()?.place().as_os_str().as_encoded_bytes();
        let inside = place.strip_prefix(self.folder.as_os_str().as_encoded_bytes())?;
        let (separator, inside) = inside.split_first()?;
        std::path::is_separator(char::from(*separator)).then_some(inside)
    }

    /// Moves what stands at the root of the site into the output folder, with all that is in it, if these are files of
    /// the site and no others. The names of what was moved; the files that stand elsewhere are left to be moved one by
    /// one.
    pub fn move_whole(&self, files: &[(&RelPath, &File)]) -> HashSet<OsString> {
        let mut spooled = files.iter().filter(|(_, file)| self.has(file));
        let is_all = spooled.clone().count() == self.count.load(Ordering::Relaxed);
        if !self.is_whole_site || !is_all || !spooled.all(|(path, file)| self.has_at(path, file)) {
            return HashSet::new();
        }
        let Ok(entries) = fs::read_dir(&self.folder) else { return HashSet::new() };
        let names = entries.flatten().map(|entry| entry.file_name());
        let is_moved = |name: &OsString| {
            let target = self.output.join(name);
            !exists(&target) && fs::rename(self.folder.join(name), target).is_ok()
        };
        names.filter(is_moved).collect()
    }
}

/// What the name of a spool has in it whose files have the names that they have in the site.
const WHOLE_SITE: &str = "site-";

/// Whether there is nothing in an output folder but what a run needs that writes to it.
fn is_empty(output: &Path) -> bool {
    let is_ours = |entry: io::Result<fs::DirEntry>| entry.is_ok_and(|it| it.file_name() == LOCK);
    fs::read_dir(output).is_ok_and(|mut entries| entries.all(is_ours))
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

/// Removes a spool. Files that have other names than those that it gives stay, but for the one of a whole site, which
/// gives any.
fn remove_spool(folder: &Path) {
    let name = folder.file_name().map_or(&[][..], |it| it.as_encoded_bytes());
    let rest = name.strip_prefix(TEMPORARY_PREFIX.as_bytes());
    if rest.is_some_and(|it| it.starts_with(WHOLE_SITE.as_bytes())) {
        let _ = fs::remove_dir_all(folder);
        return;
    }
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_file && is_temporary(&entry.file_name()) {
            let _ = fs::remove_file(entry.path());
        }
    }
    let _ = fs::remove_dir(folder);
}
