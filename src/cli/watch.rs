//! `ladderbook watch`: the site in its folder, written again whenever the handbook changes.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::Context;
use clap::Args;
use tokio::runtime;

use super::live::{Following, Journal, Loop};
use super::options::{Output, Project, Reporting, Strictness, counted};
use super::outcome::Outcome;
use super::terminal;
use crate::disk::{self, Written};
use crate::serve::{self, Indexer, News, Turn};
use crate::site::Build;
use crate::tree::Tree;

/// Build the site again whenever the handbook changes
///
/// As with `build`, nothing is written while the handbook has errors. Ctrl-C ends it.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    project: Project,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    following: Following,
    #[command(flatten)]
    strictness: Strictness,
    #[command(flatten)]
    reporting: Reporting,
}

/// Watches until it is told to end.
pub fn run(arguments: Arguments) -> anyhow::Result<Outcome> {
    let Arguments { project, output, following, strictness, reporting } = arguments;
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("cannot wait for signals")?;
    let mut journal = Journal::new(&project, &reporting);
    let site: Arc<Mutex<Site>> = Arc::default();
    let writing = Arc::clone(&site);
    let indexer = Indexer::start({
        let (site, dir) = (Arc::clone(&site), project.dir.clone());
        move |index| {
            if let Err(error) = index.and_then(|index| lock(&site).add(index, &dir)) {
                terminal::print_error(&error);
            }
        }
    })?;
    let live = Loop::start(&project, &following, {
        let project = project.clone();
        move |news| match news {
            News::Turn(turn) => {
                journal.report(&turn);
                match (turn.site(), strictness.judge(&turn.diagnostics)) {
                    (Some(build), Outcome::Fine) => {
                        let (folder, shown) = output.folder(&project, &build.output_folder);
                        let site = &mut lock(&site);
                        site.pages = build.output.clone();
                        site.folder = Some(folder);
                        write(&project, site, &shown, &turn, build, &journal);
                        indexer.want(build.searchable.clone());
                    }
                    _ => journal.refused(&turn, "nothing was written"),
                }
            }
            News::Gone(error) => journal.gone(&error),
            News::Polling(why) => journal.polls(&why),
        }
    })?;
    runtime.block_on(live.until(serve::interrupted))?;
    // The indexer does not leave half a site either.
    drop(lock(&writing));
    Ok(Outcome::Fine)
}

/// What is to be in the folder: pages of the last build, and the last search index, which may lag
/// behind them. The loop and the indexer write by turns.
#[derive(Default)]
struct Site {
    pages: Tree,
    index: Tree,
    folder: Option<PathBuf>,
}

impl Site {
    fn write(&self, dir: &Path) -> anyhow::Result<Written> {
        let folder = self.folder.as_ref().context("there is no site yet")?;
        disk::write(folder, dir, &self.pages.overlay(&self.index))
    }

    fn add(&mut self, index: Tree, dir: &Path) -> anyhow::Result<()> {
        if index == self.index {
            return Ok(());
        }
        self.index = index;
        self.write(dir).map(drop)
    }
}

fn lock(site: &Mutex<Site>) -> MutexGuard<'_, Site> {
    site.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes the site. If that fails there is somebody to see it, and perhaps to mend it.
fn write(
    project: &Project,
    site: &Site,
    shown: &str,
    turn: &Turn,
    build: &Build,
    journal: &Journal,
) {
    match site.write(&project.dir) {
        Ok(Written { changed, removed, .. }) => {
            let written = counted(changed, "file");
            journal.built(
                turn,
                build,
                &format!(" ({written} written to {shown}/, {removed} removed)"),
            );
        }
        Err(error) => {
            terminal::print_error(&error);
            journal.refused(turn, "not all was written; the next change is another try");
        }
    }
}
