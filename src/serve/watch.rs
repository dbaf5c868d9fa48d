//! Watching the folders of a project. An event only says "look".
//!
//! What keeps the loop from missing anything: whenever the watched folders are not known to be those
//! that the last reading has read, all are watched anew and there is one more look. So each file is
//! read after its folder is watched, and whatever happens to it later is an event.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use notify::event::ModifyKind;
use notify::{
    Config, ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher, WatcherKind,
};

use super::poke::Poke;
use crate::disk::{self, Sources};

/// How often to look where nobody tells that something has changed.
pub const POLL: Duration = Duration::from_millis(500);

/// Pokes when something in the sources of a project changes.
pub struct Watch {
    poke: Arc<Poke>,
    way: Way,
}

enum Way {
    /// The machine tells.
    Told(Option<Told>),
    /// Nobody tells; whoever waits for a poke looks after this time.
    Poll(Duration),
}

impl Watch {
    /// Watches nothing yet. With `poll`, the machine is not asked to tell.
    pub fn new(poke: Arc<Poke>, poll: Option<Duration>) -> Self {
        Self { poke, way: poll.map_or(Way::Told(None), Way::Poll) }
    }

    /// After which time to look without a poke.
    pub fn timer(&self) -> Option<Duration> {
        match self.way {
            Way::Told(_) => None,
            Way::Poll(interval) => Some(interval),
        }
    }

    /// Watches what has been read. If it was not all watched when it was read, pokes, so that it is
    /// read once more. If it turns out that the machine does not tell, goes over to polling and
    /// returns why.
    pub fn cover(&mut self, sources: &Sources) -> Option<String> {
        let Way::Told(told) = &mut self.way else { return None };
        if told.as_ref().is_some_and(|told| told.covers(sources)) {
            return None;
        }
        let result = Told::new(sources, &self.poke);
        self.poke.look();
        match result {
            Ok(new) => {
                *told = Some(new);
                None
            }
            Err(error) => {
                self.way = Way::Poll(POLL);
                Some(explained(&error))
            }
        }
    }

    /// Stops watching until there is something to cover again.
    pub fn rest(&mut self) {
        if let Way::Told(told) = &mut self.way {
            *told = None;
        }
    }
}

/// The folders that are watched at a time.
struct Told {
    sources: Sources,
    /// Whether some of the folders may not be watched any more.
    loose: Arc<AtomicBool>,
    /// Stops when it is dropped.
    _watcher: RecommendedWatcher,
}

impl Told {
    /// Watches everything by a new watcher. The books of one that has seen folders come and go are
    /// not to be relied on: a folder that is moved takes its watch along, and news of its old name
    /// may end the watch under the new one.
    fn new(sources: &Sources, poke: &Arc<Poke>) -> notify::Result<Self> {
        let targets = targets(sources);
        let loose = Arc::new(AtomicBool::new(false));
        let filter = Filter {
            watched: targets.keys().map(|path| path.to_path_buf()).collect(),
            sources: sources.clone(),
        };
        let handler = {
            let (poke, loose) = (Arc::clone(poke), Arc::clone(&loose));
            move |event: notify::Result<Event>| {
                let verdict = filter.judge(&event);
                loose.fetch_or(verdict == Verdict::Loosens, Ordering::SeqCst);
                if verdict != Verdict::Idle {
                    poke.look();
                }
            }
        };
        let config = Config::default().with_follow_symlinks(false);
        let mut watcher = RecommendedWatcher::new(handler, config)?;
        let mut paths = watcher.paths_mut();
        for (path, mode) in targets {
            match paths.add(path, mode).map_err(|error| error.kind) {
                Ok(()) | Err(ErrorKind::PathNotFound) => {}
                Err(ErrorKind::Io(error)) if is_passing(&error) => {}
                Err(kind) => return Err(notify::Error::new(kind)),
            }
        }
        paths.commit()?;
        Ok(Self { sources: sources.clone(), loose, _watcher: watcher })
    }

    /// Whether all that there is to watch is watched.
    fn covers(&self, sources: &Sources) -> bool {
        self.sources == *sources && !self.loose.load(Ordering::SeqCst)
    }
}

/// What to watch. inotify needs one watch for each folder in any case, so it gets exactly those that
/// were read; the others take whole trees.
fn targets(sources: &Sources) -> BTreeMap<&Path, RecursiveMode> {
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

/// Whether a folder cannot be watched for a reason that needs no fallback: it has vanished since it
/// was read, or it could not be read either. When that changes, the folder above it tells.
fn is_passing(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{NotADirectory, NotFound, PermissionDenied};
    matches!(error.kind(), NotFound | NotADirectory | PermissionDenied)
}

/// Tells events that matter from others.
struct Filter {
    watched: Vec<PathBuf>,
    sources: Sources,
}

/// What an event means.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    /// Nothing: our own reading, the output folder, hidden files.
    Idle,
    /// Something may have changed.
    Concerns,
    /// A watched folder itself may have changed, or events were lost.
    Loosens,
}

impl Filter {
    fn judge(&self, event: &notify::Result<Event>) -> Verdict {
        match event {
            Err(_) => Verdict::Loosens,
            Ok(event) if event.need_rescan() => Verdict::Loosens,
            Ok(event) if event.kind.is_access() => Verdict::Idle,
            Ok(event) if event.paths.is_empty() => Verdict::Concerns,
            Ok(event) => {
                let verdicts = event.paths.iter().map(|path| self.judge_path(path, event.kind));
                verdicts.max().unwrap_or(Verdict::Idle)
            }
        }
    }

    fn judge_path(&self, path: &Path, kind: EventKind) -> Verdict {
        let is_data = matches!(kind, EventKind::Modify(ModifyKind::Data(_)));
        if !is_data && self.watched.binary_search_by(|watched| (**watched).cmp(path)).is_ok() {
            return Verdict::Loosens;
        }
        if self.sources.paths.contains(path) || self.is_inside(path) {
            return Verdict::Concerns;
        }
        Verdict::Idle
    }

    /// Whether a path is one that a reading of a folder would take up.
    fn is_inside(&self, path: &Path) -> bool {
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

/// What Linux says if there are too many watchers, and others if there are too many files.
const TOO_MANY_OPEN_FILES: i32 = 24;

/// Why there is polling instead.
fn explained(error: &notify::Error) -> String {
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
        POLL.as_millis()
    )
}
