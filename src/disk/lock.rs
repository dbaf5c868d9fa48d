//! The lock on an output folder: of two runs that would write to it at once, one waits for the other. A run that finds
//! it taken before its first page makes its site in memory meanwhile.
//!
//! The system drops the lock with the process that holds it, however that ends. The file that is locked is
//! removed by its holder; one that was left behind is locked by the next.

#![expect(
    clippy::disallowed_methods,
    reason = "this module is the edge: it reads and writes files, and the clock"
)]

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use super::paths::exists;

/// The file in an output folder that is locked while it is written to.
pub const LOCK: &str = ".ladderbook-lock";

/// How long to wait for another run, which has the lock from its first page on. Few sites take longer to make.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long to wait between two tries.
const PAUSE: Duration = Duration::from_millis(10);

/// The right to write to an output folder, until it is dropped.
pub struct OutputLock {
    path: PathBuf,
    /// `None` where there can be no lock: the folder is read-only, or its file system has none.
    file: Option<File>,
}

/// What came of one try.
enum Attempt {
    Locked(File),
    /// Another process has it, which may have written its id there.
    Held(String),
    Impossible,
    /// The file was removed meanwhile by the run that had locked it.
    Gone,
}

impl OutputLock {
    /// Makes the folder, if need be, and waits a while for the right to write to it.
    ///
    /// # Errors
    ///
    /// If another run keeps it for too long, or if there can be no such folder.
    pub fn take(output: &Path) -> anyhow::Result<Self> {
        Self::take_within(output, PATIENCE)
    }

    /// Makes the folder, if need be, and takes the right to write to it if there is a lock and it is free.
    pub fn try_take(output: &Path) -> Option<Self> {
        Self::take_within(output, Duration::ZERO).ok().filter(Self::is_held)
    }

    fn take_within(output: &Path, patience: Duration) -> anyhow::Result<Self> {
        let shown = output.display();
        if fs::metadata(output).is_ok_and(|it| !it.is_dir()) {
            bail!("cannot write to the folder `{shown}`: it is not a folder");
        }
        let path = output.join(LOCK);
        let started = Instant::now();
        loop {
            // Each time: a run that had made it for itself and has written nothing removes it.
            fs::create_dir_all(output)
                .with_context(|| format!("cannot create the folder `{shown}`"))?;
            match attempt(&path)? {
                Attempt::Locked(file) => return Ok(Self { path, file: Some(file) }),
                Attempt::Impossible => return Ok(Self { path, file: None }),
                Attempt::Held(process) if started.elapsed() >= patience => bail!(
                    "another ladderbook is writing to `{shown}`{process}\n\
                     help: try again once it is done, or write to another folder with `--output`"
                ),
                Attempt::Held(_) | Attempt::Gone => thread::sleep(PAUSE),
            }
        }
    }

    /// Whether it keeps other runs out.
    pub fn is_held(&self) -> bool {
        self.file.is_some()
    }
}

impl Drop for OutputLock {
    fn drop(&mut self) {
        // Elsewhere than on Unix there is no telling a file from another one that has taken its place.
        if cfg!(unix) && self.file.is_some() {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn attempt(path: &Path) -> anyhow::Result<Attempt> {
    if fs::symlink_metadata(path).is_ok_and(|it| !it.is_file()) {
        bail!("`{}` is not a file", path.display());
    }
    let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
    // A file of another user can be locked all the same.
    let mut file = match opened.or_else(|_| File::open(path)) {
        Ok(file) => file,
        Err(_) if path.parent().is_some_and(|folder| !exists(folder)) => return Ok(Attempt::Gone),
        Err(_) => return Ok(Attempt::Impossible),
    };
    match file.try_lock() {
        Ok(()) if !is_at(&file, path) => Ok(Attempt::Gone),
        Ok(()) => {
            // Only a message needs it.
            let id = std::process::id().to_string();
            let _ = file.set_len(0).and_then(|()| file.write_all(id.as_bytes()));
            Ok(Attempt::Locked(file))
        }
        Err(TryLockError::WouldBlock) => Ok(Attempt::Held(holder(&mut file))),
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Interrupted => {
            Ok(Attempt::Gone)
        }
        Err(TryLockError::Error(_)) => Ok(Attempt::Impossible),
    }
}

/// The process that holds a lock, in words behind others; empty if it cannot be told.
fn holder(file: &mut File) -> String {
    let mut id = String::new();
    let read = file.take(20).read_to_string(&mut id);
    let is_id = read.is_ok() && !id.is_empty() && id.bytes().all(|it| it.is_ascii_digit());
    if is_id { format!(" (process {id})") } else { String::new() }
}

/// Whether a path still leads to an open file.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |it: fs::Metadata| (it.dev(), it.ino());
    let open = file.metadata().map(identity).ok();
    open.is_some() && open == fs::symlink_metadata(path).map(identity).ok()
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::Duration;

    use super::{LOCK, OutputLock};

    #[test]
    fn the_second_waits_and_says_who_has_it() {
        let dir = tempfile::tempdir().expect("a folder");
        let output = dir.path().join("a/public");
        let first = OutputLock::take(&output).expect("a lock");
        assert!(first.is_held());
        let refused = OutputLock::take_within(&output, Duration::from_millis(50)).err();
        let words = refused.expect("it is held").to_string();
        assert!(words.contains(&format!("(process {})", std::process::id())), "{words}");

        drop(first);
        assert!(fs::read_dir(&output).expect("the folder").next().is_none());
        OutputLock::take_within(&output, Duration::ZERO).expect("it is free");
    }

    #[test]
    fn one_that_was_left_behind_is_taken() {
        let dir = tempfile::tempdir().expect("a folder");
        fs::write(dir.path().join(LOCK), "1").expect("a file");
        let lock = OutputLock::take_within(dir.path(), Duration::ZERO).expect("a lock");
        assert!(lock.is_held());
        drop(lock);
        assert!(!dir.path().join(LOCK).exists());
    }

    #[test]
    fn many_at_once_take_turns() {
        let dir = tempfile::tempdir().expect("a folder");
        let counter = dir.path().join("counter");
        fs::write(&counter, "0").expect("a file");
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..20 {
                        let lock = OutputLock::take(dir.path()).expect("a lock");
                        assert!(lock.is_held());
                        let text = fs::read_to_string(&counter).expect("a number");
                        let next = text.parse::<u32>().expect("a number") + 1;
                        fs::write(&counter, next.to_string()).expect("a file");
                    }
                });
            }
        });
        assert_eq!(fs::read_to_string(&counter).expect("a number"), "160");
    }
}
