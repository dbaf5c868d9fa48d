//! `ladderbook watch`: the site in its folder, written again whenever the handbook changes.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::Context;
use clap::Args;
use tokio::runtime;

use super::console::ConsoleReporter;
use super::dates::History;
use super::options::{
    DenyArgs, Outcome, OutputArgs, OverrideArgs, ProjectArgs, ReportArgs, WatchArgs,
};
use super::past::PastReader;
use super::terminal;
use crate::disk::{self, Written};
use crate::serve::{Indexer, LoopEvent, LoopThread, Rebuild, Rebuilder};
use crate::site::Build;
use crate::spelling::counted;
use crate::tree::Tree;

/// Build the site again whenever the handbook changes
///
/// As with `build`, nothing is written while the handbook has errors. Ctrl-C ends it.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    project: ProjectArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    watch: WatchArgs,
    #[command(flatten)]
    deny: DenyArgs,
    #[command(flatten)]
    overrides: OverrideArgs,
    #[command(flatten)]
    report: ReportArgs,
}

pub fn run(arguments: Arguments) -> anyhow::Result<Outcome> {
    let Arguments { project, output, watch, deny, overrides, report } = arguments;
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("cannot wait for signals")?;
    let mut console = ConsoleReporter::new(&project, &report);
    let pending: Arc<Mutex<PendingOutput>> = Arc::default();
    let indexer = Indexer::start({
        let (pending, dir) = (Arc::clone(&pending), project.dir.path.clone());
        move |index| {
            if let Err(error) = index.and_then(|index| lock(&pending).write_index(index, &dir)) {
                terminal::print_error(&error);
            }
        }
    })?;
    let overrides = History::read(&project).add_to(overrides.published());
    let mut past = PastReader::new(&project.dir);
    let rebuilder = Rebuilder::new(&project.dir.named)
        .with_overrides(overrides)
        .with_past(move |tree| past.read(tree));
    terminal::leave_current_folder(&project.dir.path);
    let run_loop = LoopThread::spawn(rebuilder, watch.loop_options(), {
        let (pending, project) = (Arc::clone(&pending), project.clone());
        move |event| match event {
            LoopEvent::Changed => indexer.hold(),
            LoopEvent::Rebuilt(rebuild) => {
                console.on_rebuilt(&rebuild);
                match (rebuild.good_build(), deny.outcome(&rebuild.diagnostics)) {
                    (Some(build), Outcome::Success) => {
                        let (folder, shown) = output.folder(&project, &build.output_folder);
                        let written = lock(&pending).write_pages(build, folder, &project.dir.path);
                        print_written(&console, &rebuild, build, &shown, written);
                        indexer.request(build.searchable.clone());
                    }
                    _ => console.on_rejected(&rebuild, "nothing was written"),
                }
                indexer.go_on();
            }
            LoopEvent::Missing(error) => console.on_missing(&error),
            LoopEvent::PollingFallback(why) => console.on_polling(&why),
        }
    })?;
    runtime.block_on(run_loop.run_until(terminal::interrupted))?;
    // An index that is being written is completed too.
    drop(lock(&pending));
    Ok(Outcome::Success)
}

/// What is to be in the folder: the pages of the last build, and the last search index, which may lag
/// behind them. The loop and the indexer write by turns.
#[derive(Default)]
struct PendingOutput {
    pages: Arc<Tree>,
    index: Tree,
    /// `None` before the first build.
    folder: Option<PathBuf>,
    /// Whether the pages could not be written. Then neither can an index, and that has been said.
    has_failed: bool,
}

impl PendingOutput {
    fn write_pages(
        &mut self,
        build: &Build,
        folder: PathBuf,
        project_dir: &Path,
    ) -> anyhow::Result<Written> {
        self.pages = Arc::clone(&build.output);
        self.folder = Some(folder);
        let written = self.write(project_dir);
        self.has_failed = written.is_err();
        written
    }

    fn write_index(&mut self, index: Tree, project_dir: &Path) -> anyhow::Result<()> {
        if index == self.index {
            return Ok(());
        }
        self.index = index;
        if self.has_failed { Ok(()) } else { self.write(project_dir).map(drop) }
    }

    fn write(&self, project_dir: &Path) -> anyhow::Result<Written> {
        let folder = self.folder.as_ref().context("there is no site yet")?;
        disk::write(folder, project_dir, &self.pages.overlay(&self.index))
    }
}

fn lock(pending: &Mutex<PendingOutput>) -> MutexGuard<'_, PendingOutput> {
    pending.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A failure to write does not end the loop: it is printed, and its cause may be removed.
fn print_written(
    console: &ConsoleReporter,
    rebuild: &Rebuild,
    build: &Build,
    shown: &str,
    written: anyhow::Result<Written>,
) {
    match written {
        Ok(Written { changed, removed, .. }) => {
            let files = counted(changed, "file");
            let details = format!(" ({files} written to {shown}/, {removed} removed)");
            console.on_built(rebuild, build, &details);
        }
        Err(error) => {
            terminal::print_error(&error);
            console.on_rejected(rebuild, "not all was written; the next change is another try");
        }
    }
}
