//! Watches the folders of a project. A file system event only says that something may have changed, and where; what
//! did is found by reading.
//!
//! Nothing can be missed: whenever the watched folders may differ from those that the last reading
//! has read, all of them are watched anew and the project is read once more. So each file is read
//! after its folder is watched, and every later change to it raises an event.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use notify::event::ModifyKind;
use notify::{
    Config, ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher, WatcherKind,
};

use super::signal::{ChangeSignal, Changed};
use crate::disk::{self, SourcePaths};

/// How often to look at the files where the system reports no changes.
pub const POLL_INTERVAL: Duration = Duration::from_millis(500);

/// Notifies a signal when something in the sources of a project changes.
pub struct SourceWatcher {
    signal: Arc<ChangeSignal>,
    backend: Backend,
}

enum Backend {
    /// The system reports changes, once there is something to watch.
    Native(Option<NativeWatch>),
    /// The files are looked at after each interval.
    Polling(Duration),
}

impl SourceWatcher {
    /// A watcher that watches nothing yet, or one that never will if an interval for polling is given.
    pub fn new(signal: Arc<ChangeSignal>, poll_interval: Option<Duration>) -> Self {
        let backend = poll_interval.map_or(Backend::Native(None), Backend::Polling);
        Self { signal, backend }
    }

    /// After which time to read without a notification; `None` if the system reports changes.
    pub fn poll_interval(&self) -> Option<Duration> {
        match self.backend {
            Backend::Native(_) => None,
            Backend::Polling(interval) => Some(interval),
        }
    }

    /// Watches what has just been read. If not all of it was watched while it was read, notifies the
    /// signal, so that it is read once more. If the system turns out to report nothing, falls back to
    /// polling and returns why.
    pub fn ensure_watching(&mut self, sources: &SourcePaths) -> Option<String> {
        let Backend::Native(watch) = &mut self.backend else { return None };
        if watch.as_ref().is_some_and(|watch| watch.covers(sources)) {
            return None;
        }
        let started = NativeWatch::start(sources, &self.signal);
        self.signal.notify(Changed::Anything);
        match started {
            Ok(new) => {
                *watch = Some(new);
                None
            }
            Err(error) => {
                self.backend = Backend::Polling(POLL_INTERVAL);
                Some(fallback_reason(&error))
            }
        }
    }

    /// Stops watching until the next [`Self::ensure_watching`].
    pub fn stop(&mut self) {
        if let Backend::Native(watch) = &mut self.backend {
            *watch = None;
        }
    }
}

/// A set of watched folders.
struct NativeWatch {
    sources: SourcePaths,
    /// Whether some of the folders may no longer be watched.
    is_broken: Arc<AtomicBool>,
    /// Stops watching when it is dropped.
    _watcher: RecommendedWatcher,
}

impl NativeWatch {
    /// Watches everything with a new watcher. The records of one that has seen folders come and go
    /// are not reliable: a folder that is moved takes its watch along, and a late event under its old
    /// name may end the watch under the new one.
    fn start(sources: &SourcePaths, signal: &Arc<ChangeSignal>) -> notify::Result<Self> {
        let targets = targets(sources);
        let is_broken = Arc::new(AtomicBool::new(false));
        let filter = EventFilter {
            watched: targets.keys().map(|path| path.to_path_buf()).collect(),
            sources: sources.clone(),
        };
        let handler = {
            let (signal, is_broken) = (Arc::clone(signal), Arc::clone(&is_broken));
            move |event: notify::Result<Event>| {
                let relevance = filter.relevance(&event);
                is_broken.fetch_or(relevance == Relevance::Rewatch, Ordering::SeqCst);
                if relevance != Relevance::Ignore {
                    signal.notify(filter.changed(relevance, event));
                }
            }
        };
        let config = Config::default().with_follow_symlinks(false);
        let mut watcher = RecommendedWatcher::new(handler, config)?;
        let mut paths = watcher.paths_mut();
        // A folder stands before what is in it.
        let mut added = BTreeSet::new();
        for (path, mode) in targets {
            match paths.add(path, mode).map_err(|error| error.kind) {
                Ok(()) => {
                    added.insert(path);
                }
                Err(kind) if is_missing(&kind) => {
                    // Nothing would tell that the folder of the project is there again, as after a short move.
                    let is_told = path.parent().is_some_and(|above| added.contains(above));
                    is_broken.fetch_or(!is_told, Ordering::SeqCst);
                }
                // It could not be read either. When that changes, the folder above it raises an event.
                Err(ErrorKind::Io(error)) if error.kind() == io::ErrorKind::PermissionDenied => {}
                Err(kind) => return Err(notify::Error::new(kind)),
            }
        }
        paths.commit()?;
        Ok(Self { sources: sources.clone(), is_broken, _watcher: watcher })
    }

    fn covers(&self, sources: &SourcePaths) -> bool {
        self.sources == *sources && !self.is_broken.load(Ordering::SeqCst)
    }
}

/// What to watch. inotify needs one watch for each folder in any case, so it gets exactly those that
/// were read; other backends take whole trees.
fn targets(sources: &SourcePaths) -> BTreeMap<&Path, RecursiveMode> {
    let by_folder = RecommendedWatcher::kind() == WatcherKind::Inotify;
    let mut targets = BTreeMap::new();
    for folder in sources.paths.iter().filter_map(|path| path.parent()) {
        targets.insert(folder, RecursiveMode::NonRecursive);
    }
    for folder in &sources.folders {
        let is_inner = folder.ancestors().skip(1).any(|above| sources.folders.contains(above));
        if by_folder {
            targets.insert(folder, RecursiveMode::NonRecursive);
        } else if !is_inner {
            targets.insert(folder, RecursiveMode::Recursive);
        }
    }
    targets
}

/// Whether a folder cannot be watched because it has vanished since it was read, which needs no fallback.
fn is_missing(kind: &ErrorKind) -> bool {
    use io::ErrorKind::{NotADirectory, NotFound};
    match kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(error) => matches!(error.kind(), NotFound | NotADirectory),
        _ => false,
    }
}

/// Tells events about the sources of a project from others.
struct EventFilter {
    /// Sorted.
    watched: Vec<PathBuf>,
    sources: SourcePaths,
}

/// What has to follow an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Relevance {
    /// Nothing: it comes from our own reading, the output folder or hidden files.
    Ignore,
    /// The project has to be read.
    Rescan,
    /// The same, and the folders have to be watched anew: one of them may have changed itself, or
    /// events were lost.
    Rewatch,
}

impl EventFilter {
    fn relevance(&self, event: &notify::Result<Event>) -> Relevance {
        match event {
            Err(_) => Relevance::Rewatch,
            Ok(event) if event.need_rescan() => Relevance::Rewatch,
            Ok(event) if event.kind.is_access() => Relevance::Ignore,
            Ok(event) if event.paths.is_empty() => Relevance::Rescan,
            Ok(event) => {
                let of_paths = event.paths.iter().map(|path| self.of_path(path, event.kind));
                of_paths.max().unwrap_or(Relevance::Ignore)
            }
        }
    }

    /// What may have changed at an event that is of this relevance.
    fn changed(&self, relevance: Relevance, event: notify::Result<Event>) -> Changed {
        match event {
            Ok(Event { kind, paths, .. })
                if relevance == Relevance::Rescan && !paths.is_empty() =>
            {
                let is_relevant = |path: &PathBuf| self.of_path(path, kind) != Relevance::Ignore;
                Changed::At(paths.into_iter().filter(is_relevant).collect())
            }
            _ => Changed::Anything,
        }
    }

    fn of_path(&self, path: &Path, kind: EventKind) -> Relevance {
        let is_data = matches!(kind, EventKind::Modify(ModifyKind::Data(_)));
        if !is_data && self.watched.binary_search_by(|watched| (**watched).cmp(path)).is_ok() {
            return Relevance::Rewatch;
        }
        if self.sources.paths.contains(path) || self.is_in_source_folder(path) {
            return Relevance::Rescan;
        }
        Relevance::Ignore
    }

    /// Whether reading a folder of the sources would take up this path.
    fn is_in_source_folder(&self, path: &Path) -> bool {
        for path in path.ancestors() {
            if self.sources.folders.contains(path) {
                return true;
            }
            if path.file_name().is_some_and(disk::is_skipped) {
                return false;
            }
        }
        false
    }
}

/// The error of Linux if there are too many watchers, and of others if there are too many files.
const TOO_MANY_OPEN_FILES: i32 = 24;

/// Why the files are polled instead.
fn fallback_reason(error: &notify::Error) -> String {
    let (why, help) = match &error.kind {
        ErrorKind::MaxFilesWatch => (
            "the system's limit on watched folders is reached".to_owned(),
            "\nhelp: `sysctl fs.inotify.max_user_watches=1000000` raises it",
        ),
        ErrorKind::Io(error) if error.raw_os_error() == Some(TOO_MANY_OPEN_FILES) => (
            "too many programs on this machine watch files".to_owned(),
            "\nhelp: `sysctl fs.inotify.max_user_instances=1024` lets more of them",
        ),
        ErrorKind::Io(error) => (error.to_string(), ""),
        _ => (error.to_string(), ""),
    };
    format!(
        "cannot be told when files change: {why}; looking every {} ms instead{help}",
        POLL_INTERVAL.as_millis()
    )
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};
    use std::sync::Arc;

    use notify::event::{
        AccessKind, AccessMode, CreateKind, DataChange, Flag, MetadataKind, ModifyKind, RemoveKind,
        RenameMode,
    };
    use notify::{Event, EventKind};

    use super::{EventFilter, NativeWatch, Relevance, fallback_reason};
    use crate::disk::SourcePaths;
    use crate::serve::signal::{ChangeSignal, Changed};

    const WRITTEN: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));
    const CREATED: EventKind = EventKind::Create(CreateKind::Any);

    /// Of a project with book.toml and content/guides/ that has no themes/.
    fn filter() -> EventFilter {
        let paths = |paths: &[&str]| paths.iter().map(PathBuf::from).collect();
        let mut watched = vec!["/book", "/book/content", "/book/content/guides"];
        watched.sort_unstable();
        EventFilter {
            watched: watched.into_iter().map(PathBuf::from).collect(),
            sources: SourcePaths {
                folders: paths(&["/book/content", "/book/content/guides"]),
                paths: paths(&["/book/book.toml", "/book/content", "/book/themes"]),
            },
        }
    }

    fn relevance(kind: EventKind, path: &str) -> Relevance {
        filter().relevance(&Ok(Event::new(kind).add_path(Path::new(path).to_path_buf())))
    }

    #[test]
    fn sources_are_read_again_and_other_files_are_not() {
        for path in [
            "/book/book.toml",
            "/book/themes",
            "/book/content/index.md",
            "/book/content/guides/feedback.md",
            "/book/content/a folder that was not there yet/page.md",
            "/book/content/.nojekyll",
        ] {
            assert_eq!(relevance(WRITTEN, path), Relevance::Rescan, "{path}");
        }
        for path in [
            "/book/public/index.html",
            "/book/.git/index",
            "/book/notes.md",
            "/book/content/.index.md.swp",
            "/book/content/index.md~",
            "/book/content/.drafts/page.md",
            "/elsewhere/content/index.md",
        ] {
            assert_eq!(relevance(WRITTEN, path), Relevance::Ignore, "{path}");
            assert_eq!(relevance(CREATED, path), Relevance::Ignore, "{path}");
        }
    }

    #[test]
    fn a_watched_folder_that_changes_itself_is_watched_anew() {
        for kind in [
            CREATED,
            EventKind::Remove(RemoveKind::Folder),
            EventKind::Modify(ModifyKind::Name(RenameMode::Both)),
            EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any)),
            EventKind::Any,
        ] {
            assert_eq!(relevance(kind, "/book/content/guides"), Relevance::Rewatch, "{kind:?}");
        }
        // Some backends report that the list of a folder's entries was written.
        assert_eq!(relevance(WRITTEN, "/book/content/guides"), Relevance::Rescan);
    }

    #[test]
    fn an_event_counts_as_the_most_relevant_of_its_paths() {
        let moved = Event::new(EventKind::Modify(ModifyKind::Name(RenameMode::Both)))
            .add_path(PathBuf::from("/book/public/a"))
            .add_path(PathBuf::from("/book/content/guides"));
        assert_eq!(filter().relevance(&Ok(moved.clone())), Relevance::Rewatch);
        assert_eq!(filter().changed(Relevance::Rewatch, Ok(moved)), Changed::Anything);
    }

    #[test]
    fn an_event_names_what_may_have_changed() {
        let moved = Event::new(EventKind::Modify(ModifyKind::Name(RenameMode::Both)))
            .add_path(PathBuf::from("/book/content/.index.md.swp"))
            .add_path(PathBuf::from("/book/content/index.md"));
        let relevance = filter().relevance(&Ok(moved.clone()));
        let index = Changed::At([PathBuf::from("/book/content/index.md")].into());
        assert_eq!(filter().changed(relevance, Ok(moved)), index);
        let unspecific = Event::new(EventKind::Any);
        assert_eq!(filter().changed(Relevance::Rescan, Ok(unspecific)), Changed::Anything);
    }

    #[test]
    fn lost_events_and_errors_are_watched_anew_and_reading_is_ignored() {
        let read = EventKind::Access(AccessKind::Close(AccessMode::Read));
        assert_eq!(relevance(read, "/book/content/index.md"), Relevance::Ignore);
        let overflow = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert_eq!(filter().relevance(&Ok(overflow)), Relevance::Rewatch);
        let error = notify::Error::generic("lost");
        assert_eq!(filter().relevance(&Err(error)), Relevance::Rewatch);
        let unspecific = Event::new(EventKind::Any);
        assert_eq!(filter().relevance(&Ok(unspecific)), Relevance::Rescan);
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a watcher needs folders")]
    fn a_folder_that_is_away_for_a_moment_is_watched_anew() {
        let dir = tempfile::tempdir().unwrap();
        let book = dir.path().join("book");
        let sources = SourcePaths {
            folders: [book.join("content")].into(),
            paths: ["book.toml", "content"].map(|name| book.join(name)).into(),
        };
        let covers = || {
            let watch = NativeWatch::start(&sources, &Arc::new(ChangeSignal::default()));
            watch.unwrap().covers(&sources)
        };
        // It may be back before it is read the next time, as it was.
        assert!(!covers());
        // What is missing in a folder that is watched is told of.
        std::fs::create_dir(&book).unwrap();
        assert!(covers());
        std::fs::create_dir(book.join("content")).unwrap();
        assert!(covers());
    }

    #[test]
    fn a_limit_of_the_system_comes_with_the_command_that_raises_it() {
        let watches = notify::Error::new(notify::ErrorKind::MaxFilesWatch);
        assert!(fallback_reason(&watches).contains("sysctl fs.inotify.max_user_watches="));
        let instances = notify::Error::io(std::io::Error::from_raw_os_error(24));
        assert!(fallback_reason(&instances).contains("sysctl fs.inotify.max_user_instances="));
        let other = fallback_reason(&notify::Error::generic("no reason"));
        assert!(other.ends_with("no reason; looking every 500 ms instead"), "{other}");
    }
}
