//! The heart of the loop: look at the project, and build it if it has changed.

#![expect(clippy::disallowed_methods, reason = "this module is the edge: it takes the time")]

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::diagnostic::Diagnostics;
use crate::disk::{Reader, Sources};
use crate::memo::Memo;
use crate::report;
use crate::site::{self, Build};
use crate::tree::{Change, RelPath, Tree};

/// A project that is read and built again and again. The first time is like all others: there is one
/// path, on which less is to be done if more is known.
pub struct Cycle {
    reader: Reader,
    build: BuildFn,
    memo: Memo,
    /// What was built last, and what reading it reported.
    last: (Arc<Tree>, Diagnostics),
    /// Whether that was the project at all: it is not before the first time, nor after the project
    /// could not be read.
    current: bool,
}

/// What builds a site; [`site::build`] does.
pub type BuildFn = fn(&Tree, &mut Memo) -> Build;

/// What was seen.
pub enum Look {
    /// Nothing has changed.
    Same,
    /// A file has just become empty, or is gone. That is what the middle of a save looks like.
    Halfway,
    /// Something has changed, and was built.
    Turn(Turn),
}

/// Whether to take what looks like the middle of a save for what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Take it.
    AsItIs,
    /// Say that it is halfway, and build nothing.
    Wait,
}

/// One build and what led to it.
pub struct Turn {
    /// The files that have changed since the last turn, in the order of their paths.
    pub changed: Vec<RelPath>,
    /// The project as it was read.
    pub project: Arc<Tree>,
    /// What was wrong, with reading it as well as with building it.
    pub diagnostics: Diagnostics,
    /// What was built; or the words of a panic, which is a bug of ours.
    pub built: Result<Build, String>,
    /// How long reading and building have taken.
    pub took: Duration,
}

impl Cycle {
    /// Starts with the project in a folder, which is not read yet.
    pub fn new(dir: &Path) -> Self {
        Self::with(dir, site::build)
    }

    /// The same with another way to build.
    pub fn with(dir: &Path, build: BuildFn) -> Self {
        Self {
            reader: Reader::new(dir),
            build,
            memo: Memo::default(),
            last: Default::default(),
            current: false,
        }
    }

    /// Looks at the project.
    ///
    /// # Errors
    ///
    /// If the folder of the project is not there. It may come back.
    pub fn look(&mut self, trust: Trust) -> anyhow::Result<Look> {
        let started = Instant::now();
        let (tree, reading) = match self.reader.read() {
            Ok(read) => read,
            Err(error) => {
                self.current = false;
                return Err(error);
            }
        };
        let (old, old_reading) = &self.last;
        if self.current && tree == **old && reading == *old_reading {
            return Ok(Look::Same);
        }
        let changes = old.diff(&tree);
        if trust == Trust::Wait && self.current && changes.iter().any(is_halfway) {
            return Ok(Look::Halfway);
        }
        let changed = changes.iter().map(|change| change.path().clone()).collect();

        let build = self.build;
        let memo = &mut self.memo;
        let built = catch_unwind(AssertUnwindSafe(|| build(&tree, memo))).map_err(|panic| {
            // Nobody knows what a build that broke off has left in it.
            *memo = Memo::default();
            words(panic.as_ref())
        });
        let project = Arc::new(tree);
        self.last = (Arc::clone(&project), reading.clone());
        self.current = true;
        let diagnostics = match &built {
            Ok(build) => site::all_problems(reading, build.diagnostics.clone()),
            Err(_) => reading,
        };
        Ok(Look::Turn(Turn { changed, project, diagnostics, built, took: started.elapsed() }))
    }

    /// Where the last look has read.
    pub fn sources(&self) -> &Sources {
        self.reader.sources()
    }
}

impl Turn {
    /// The site, if it may be shown.
    pub fn site(&self) -> Option<&Build> {
        self.built.as_ref().ok().filter(|_| !self.diagnostics.has_errors())
    }

    /// What keeps the site from being shown, as plain text.
    pub fn problems(&self) -> Option<String> {
        let report = || report::report(&self.diagnostics, &self.project, report::Look::default());
        match &self.built {
            Err(words) => Some(bug(words)),
            Ok(_) => self.diagnostics.has_errors().then(report),
        }
    }
}

/// What to say when building has panicked.
pub fn bug(words: &str) -> String {
    format!(
        "error: ladderbook has met a bug of its own: {words}\n\
         help: please report it with the files that have just changed; the next change is built \
         as usual\n"
    )
}

/// Whether a change is what the middle of a save looks like.
fn is_halfway(change: &Change) -> bool {
    match change {
        Change::Removed(_) => true,
        Change::Changed(_, file) => file.bytes().is_empty(),
        Change::Added(..) => false,
    }
}

/// What a panic says.
fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "it does not say why".to_owned())
}
