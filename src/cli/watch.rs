//! `ladderbook watch`: the site in its folder, written again whenever the handbook changes.

use anyhow::Context;
use clap::Args;
use tokio::runtime;

use super::live::{Following, Journal, Loop};
use super::options::{Output, Project, Reporting, Strictness, counted};
use super::outcome::Outcome;
use super::terminal;
use crate::disk::{self, Written};
use crate::serve::{self, News, Turn};
use crate::site::Build;

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
    let live = Loop::start(&project, &following, {
        let project = project.clone();
        move |news| match news {
            News::Turn(turn) => {
                journal.report(&turn);
                match (turn.site(), strictness.judge(&turn.diagnostics)) {
                    (Some(build), Outcome::Fine) => {
                        write(&project, &output, &turn, build, &journal);
                    }
                    _ => journal.refused(&turn, "nothing was written"),
                }
            }
            News::Gone(error) => journal.gone(&error),
            News::Polling(why) => journal.polls(&why),
        }
    })?;
    runtime.block_on(live.until(serve::interrupted))?;
    Ok(Outcome::Fine)
}

/// Writes the site. If that fails there is somebody to see it, and perhaps to mend it.
fn write(project: &Project, output: &Output, turn: &Turn, build: &Build, journal: &Journal) {
    let (folder, shown) = output.folder(project, &build.output_folder);
    match disk::write(&folder, &project.dir, &build.output) {
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
