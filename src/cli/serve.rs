//! `ladderbook serve`: a preview that follows the handbook.

use std::sync::Arc;

use clap::Args;
use tokio::sync::watch;

use super::live::{Following, Journal, Loop};
use super::options::{Project, Reporting};
use super::outcome::Outcome;
use super::terminal;
use crate::serve::{self, Address, Bound, Indexer, News, Snapshot};

/// Preview the site, and reload it whenever the handbook changes
///
/// The site is served from memory; no file is written. While the handbook has errors, the last
/// good site stays and shows them. Ctrl-C ends it.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    project: Project,
    /// Port to listen on; if it is taken, the next free one is used; 0 is any
    #[arg(short, long, default_value_t = 3000)]
    port: u16,
    /// Name or address to listen on; 0.0.0.0 lets other machines in
    #[arg(long, default_value = "127.0.0.1")]
    host: String,
    /// Open the preview in a browser
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    following: Following,
    #[command(flatten)]
    reporting: Reporting,
}

/// Serves until it is told to end.
pub fn run(arguments: Arguments) -> anyhow::Result<Outcome> {
    let Arguments { project, port, host, open, following, reporting } = arguments;
    let bound = serve::bind(&Address { host, port })?;
    let mut greeting = Some(Greeting::new(&bound, port, &project, open));
    let mut journal = Journal::new(&project, &reporting);
    let (sender, receiver) = watch::channel(Arc::new(Snapshot::default()));
    let sender = Arc::new(sender);
    let indexer = Indexer::start({
        let sender = Arc::clone(&sender);
        move |index| match index {
            Ok(index) => _ = publish(&sender, |shown| shown.with_index(index)),
            Err(error) => terminal::print_error(&error),
        }
    })?;
    let live = Loop::start(&project, &following, move |news| match news {
        News::Turn(turn) => {
            journal.report(&turn);
            let shown = publish(&sender, |shown| shown.after(&turn));
            match turn.site() {
                Some(build) => {
                    journal.built(&turn, build, "");
                    indexer.want(build.searchable.clone());
                }
                None if shown.site.is_none() => journal.refused(&turn, "nothing to show yet"),
                None => journal.refused(&turn, "the last good site stays"),
            }
            if let Some(greeting) = greeting.take() {
                greeting.say(&reporting);
            }
        }
        News::Gone(error) => {
            let problems = Some(format!("error: {error:#}\n"));
            publish(&sender, |shown| shown.with_problems(problems));
            journal.gone(&error);
        }
        News::Polling(why) => journal.polls(&why),
    })?;
    // What the loop is at when the preview ends is of no use to anybody, so nobody waits for it.
    let mut result = Ok(());
    serve::serve(bound, receiver, async {
        tokio::select! {
            end = live.done() => result = end,
            () = serve::interrupted() => {}
        }
    })?;
    result.map(|()| Outcome::Fine)
}

/// Shows the snapshot that follows, if there is one; returns what is shown. The loop and the indexer do
/// so by turns.
fn publish(
    sender: &watch::Sender<Arc<Snapshot>>,
    next: impl FnOnce(&Snapshot) -> Option<Snapshot>,
) -> Arc<Snapshot> {
    sender.send_if_modified(|shown| match next(shown) {
        Some(next) => {
            *shown = Arc::new(next);
            true
        }
        None => false,
    });
    Arc::clone(&sender.borrow())
}

/// What to say once there is something to see.
struct Greeting {
    url: String,
    line: String,
    open: bool,
}

impl Greeting {
    fn new(bound: &Bound, port: u16, project: &Project, open: bool) -> Self {
        let url = bound.url();
        let folder = project.dir.display();
        let taken = match bound.is_other_port() {
            true => format!("Port {port} is taken. "),
            false => String::new(),
        };
        let line = format!("{taken}Serving {folder} at {url} (Ctrl-C ends)");
        Self { url, line, open }
    }

    fn say(self, reporting: &Reporting) {
        // A reader that has gone away does not end the preview.
        let _ = reporting.conclude(&self.line);
        if self.open
            && let Err(error) = open::that_detached(&self.url)
        {
            reporting.remark(&format!("warning: cannot open a browser: {error}"));
        }
    }
}
