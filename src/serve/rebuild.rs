//! Reads the project, and builds it if it has changed.

#![expect(clippy::disallowed_methods, reason = "this module is the edge: it reads the clock")]

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::signal::Changed;
use crate::config::Overrides;
use crate::diagnostic::Diagnostics;
use crate::disk::{ProjectReader, SourcePaths};
use crate::editions::Past;
use crate::memo::Memo;
use crate::report::{self, ReportOptions};
use crate::site::{self, Build};
use crate::tree::{Change, RelPath, Tree};

/// How long a change that looks like half of a save is left alone: longer than any save takes, and
/// shorter than it takes to look from the editor to the browser.
const PARTIAL_SAVE: Duration = Duration::from_millis(60);

/// A project that is built again whenever its files differ from those of the last build. The first
/// build takes the same path as all others: there is just nothing in the memo yet.
pub struct Rebuilder {
    reader: ProjectReader,
    build: BuildFn,
    overrides: Overrides,
    past: PastFn,
    memo: Memo,
    /// The files that were built last, and what reading them reported.
    last: (Arc<Tree>, Diagnostics),
    /// Whether `last` is what was read last: false before the first build, and after a failed read.
    is_current: bool,
    /// See [`Rebuilder::is_whole`].
    is_whole: bool,
    /// When a change was first seen that looks like half of a save; `None` if there is none.
    partial_save_since: Option<Instant>,
}

/// Builds a site, as [`site::build_with`] does.
pub type BuildFn = fn(&Tree, &Overrides, &mut Memo) -> Build;

/// Reads the revisions that the book.toml of a project names.
pub type PastFn = Box<dyn FnMut(&Tree) -> Past + Send>;

/// One build and what led to it.
pub struct Rebuild {
    /// The files that have changed since the build before, in the order of their paths.
    pub changed: Vec<RelPath>,
    /// The project as it was read.
    pub project: Arc<Tree>,
    /// The diagnostics of reading and of building.
    pub diagnostics: Diagnostics,
    /// The build, or the message of a panic, which is always a bug in ladderbook.
    pub build: Result<Build, String>,
    /// How long reading and building took.
    pub duration: Duration,
}

/// A project that was read and has changed.
pub struct Reading {
    project: Tree,
    diagnostics: Diagnostics,
    changed: Vec<RelPath>,
    started: Instant,
}

impl Rebuilder {
    /// A rebuilder for the project in a folder, which has not been read yet.
    pub fn new(project_dir: &Path) -> Self {
        Self::with_build(project_dir, site::build_with)
    }

    /// The same with another build function, such as one that panics on purpose.
    pub fn with_build(project_dir: &Path, build: BuildFn) -> Self {
        Self {
            reader: ProjectReader::new(project_dir),
            build,
            overrides: Overrides::default(),
            past: Box::new(|_| Past::default()),
            memo: Memo::default(),
            last: Default::default(),
            is_current: false,
            is_whole: true,
            partial_save_since: None,
        }
    }

    /// The same with what the command line says.
    pub fn with_overrides(self, overrides: Overrides) -> Self {
        Self { overrides, ..self }
    }

    /// The same with the history of the project.
    pub fn with_past(self, past: impl FnMut(&Tree) -> Past + Send + 'static) -> Self {
        Self { past: Box::new(past), ..self }
    }

    /// Reads the project and builds it if it has changed. `None` if it has not, or if the change
    /// looks like half of a save; then [`Self::retry_after`] says when to ask again.
    ///
    /// # Errors
    ///
    /// If the folder of the project is missing. It may come back.
    pub fn refresh(&mut self) -> anyhow::Result<Option<Rebuild>> {
        let reading = self.read()?;
        Ok(reading.map(|reading| self.build(reading)))
    }

    /// Reads the project; `None` as for [`Self::refresh`].
    fn read(&mut self) -> anyhow::Result<Option<Reading>> {
        let started = Instant::now();
        let (project, diagnostics) = self.reader.read().inspect_err(|_| {
            self.is_current = false;
            self.partial_save_since = None;
        })?;
        self.is_whole = true;
        let (old, old_diagnostics) = &self.last;
        if self.is_current && project == **old && diagnostics == *old_diagnostics {
            self.partial_save_since = None;
            return Ok(None);
        }
        let old = Arc::clone(old);
        let changes = old.diff(&project);
        if self.is_current && self.puts_off(changes.iter().any(looks_partial), started) {
            return Ok(None);
        }
        let changed = changes.iter().map(|change| change.path().clone()).collect();
        Ok(Some(Reading { project, diagnostics, changed, started }))
    }

    /// Reads what may have changed, for [`Self::build`]; `None` as for [`Self::refresh`]. If it is known what that is, only
    /// that is read, where that can be: all else is read next time, for which [`Self::is_whole`] asks.
    ///
    /// # Errors
    ///
    /// Those of [`Self::refresh`].
    pub fn read_after(&mut self, changed: &Changed) -> anyhow::Result<Option<Reading>> {
        match self.read_known(changed) {
            Some(reading) => Ok(reading),
            None => self.read(),
        }
    }

    /// The same as long as it may change again: `None` if there is no more than one file that has changed, which was
    /// there before. An edit is one; of more, most are still to be written.
    pub fn read_early(&mut self, changed: &Changed) -> Option<Reading> {
        let is_one = matches!(changed, Changed::At(paths) if paths.len() == 1);
        is_one.then(|| self.read_known(changed)).flatten().flatten()
    }

    /// Reads what is said to have changed alone; the outer `None` if that does not do.
    fn read_known(&mut self, changed: &Changed) -> Option<Option<Reading>> {
        let started = Instant::now();
        let files = match changed {
            Changed::At(paths) if self.is_current && self.partial_save_since.is_none() => {
                self.reader.read_at(paths)?
            }
            _ => return None,
        };
        self.is_whole = false;
        if files.is_empty() {
            return Some(None);
        }
        let changed = files.iter().map(|(path, _)| path.clone()).collect();
        let (old, diagnostics) = self.last.clone();
        let mut project = Arc::unwrap_or_clone(old);
        for (path, file) in files {
            project.insert(path, file);
        }
        Some(Some(Reading { project, diagnostics, changed, started }))
    }

    /// Whether all of the project has been read since anything was said to have changed.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Whether a change is to wait, since it looks like half of a save.
    fn puts_off(&mut self, looks_partial: bool, now: Instant) -> bool {
        let since = looks_partial.then(|| *self.partial_save_since.get_or_insert(now));
        since.is_some_and(|since| now.saturating_duration_since(since) < PARTIAL_SAVE)
    }

    /// Builds the project that was read.
    pub fn build(&mut self, reading: Reading) -> Rebuild {
        let Reading { project, diagnostics, changed, started } = reading;
        self.partial_save_since = None;
        let build = self.build_project(&project);
        let project = Arc::new(project);
        self.last = (Arc::clone(&project), diagnostics.clone());
        self.is_current = true;
        let diagnostics = match &build {
            Ok(build) => site::all_problems(diagnostics, build.diagnostics.clone()),
            Err(_) => diagnostics,
        };
        Rebuild { changed, project, diagnostics, build, duration: started.elapsed() }
    }

    /// How long to wait before a change that looked like half of a save is built as it is; `None` if
    /// no change was put off.
    pub fn retry_after(&self) -> Option<Duration> {
        self.partial_save_since.map(|since| PARTIAL_SAVE.saturating_sub(since.elapsed()))
    }

    /// Where the project was read from.
    pub fn source_paths(&self) -> &SourcePaths {
        self.reader.source_paths()
    }

    fn build_project(&mut self, project: &Tree) -> Result<Build, String> {
        self.overrides.past = (self.past)(project);
        let Self { build, overrides, memo, .. } = self;
        catch_unwind(AssertUnwindSafe(|| build(project, overrides, memo))).map_err(|panic| {
            // A build that was broken off may have left the memo in any state.
            self.memo = Memo::default();
            panic_message(panic.as_ref())
        })
    }
}

impl Rebuild {
    /// The build, unless errors keep it from being shown or written.
    pub fn good_build(&self) -> Option<&Build> {
        self.build.as_ref().ok().filter(|_| !self.diagnostics.has_errors())
    }

    /// The same with the files that have changed from an earlier one on, which was not told of.
    pub fn after(mut self, earlier: Option<Self>) -> Self {
        self.changed.extend(earlier.into_iter().flat_map(|it| it.changed));
        self.changed.sort();
        self.changed.dedup();
        self
    }

    /// Why there is no [`Self::good_build`], as plain text.
    pub fn problems(&self) -> Option<String> {
        let report = || report::report(&self.diagnostics, &self.project, ReportOptions::default());
        match &self.build {
            Err(message) => Some(panic_report(message)),
            Ok(_) => self.diagnostics.has_errors().then(report),
        }
    }
}

/// The report of a panic during a build.
pub fn panic_report(message: &str) -> String {
    format!(
        "error: ladderbook has met a bug of its own: {message}\n\
         help: please report it with the files that have just changed; the next change is built \
         as usual\n"
    )
}

/// Whether a change looks like half of a save: editors empty or remove a file before they write it.
fn looks_partial(change: &Change) -> bool {
    match change {
        Change::Removed(_) => true,
        Change::Changed(_, file) => file.bytes().is_empty(),
        Change::Added(..) => false,
    }
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "it does not say why".to_owned())
}
