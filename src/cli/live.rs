//! What `serve` and `watch` have in common: following a project, and saying so.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Args;
use tokio::sync::oneshot::{self, error::RecvError};

use super::options::{Project, Reporting, counted};
use super::terminal;
use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::serve::{self, Cycle, News, POLL, Poke, QUIET, Turn};
use crate::site::Build;
use crate::tree::RelPath;

/// How to follow a project.
#[derive(Args)]
pub struct Following {
    /// Look for changes every so many milliseconds (500 if not said) instead of being told of them:
    /// for network drives, and folders that a container or virtual machine shares with its host
    #[arg(
        long,
        value_name = "MS",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = POLL_MILLISECONDS,
        value_parser = clap::value_parser!(u64).range(10..=3_600_000)
    )]
    poll: Option<u64>,
    /// Milliseconds without a change before the site is built
    #[arg(
        long,
        value_name = "MS",
        default_value_t = QUIET.as_millis() as u64,
        value_parser = clap::value_parser!(u64).range(0..=60_000)
    )]
    debounce: u64,
}

const POLL_MILLISECONDS: &str = "500";
const _: () = assert!(POLL.as_millis() == 500, "what --poll means is said in two places");

/// The loop, on a thread of its own.
pub struct Loop {
    poke: Arc<Poke>,
    done: oneshot::Receiver<anyhow::Result<()>>,
}

/// The loop's stack. What nests deeply in a file costs stack while it is read, and an overflow
/// cannot be caught.
const STACK: usize = 64 << 20;

impl Loop {
    /// Starts to follow a project.
    pub fn start(
        project: &Project,
        following: &Following,
        tell: impl FnMut(News) + Send + 'static,
    ) -> anyhow::Result<Self> {
        let poke = Arc::new(Poke::default());
        let (sender, done) = oneshot::channel();
        let poll = following.poll.map(Duration::from_millis);
        let quiet = Duration::from_millis(following.debounce);
        let (dir, pokes) = (project.dir.clone(), Arc::clone(&poke));
        let run = move || {
            // If nobody waits for the end any more, nobody needs to know of it.
            let _ = sender.send(serve::follow(Cycle::new(&dir), poll, quiet, &pokes, tell));
        };
        thread::Builder::new()
            .name("loop".to_owned())
            .stack_size(STACK)
            .spawn(run)
            .context("cannot start a thread")?;
        Ok(Self { poke, done })
    }

    /// Waits for the loop to end by itself, which it does only if it cannot even begin.
    pub async fn done(self) -> anyhow::Result<()> {
        ended(self.done.await)
    }

    /// Waits for the loop, and ends it when `interrupted` is ready: after what it is at, unless
    /// somebody cannot wait for that and interrupts again.
    pub async fn until<F: Future<Output = ()>>(
        mut self,
        interrupted: impl Fn() -> F,
    ) -> anyhow::Result<()> {
        tokio::select! {
            result = &mut self.done => return ended(result),
            () = interrupted() => self.poke.end(),
        }
        tokio::select! {
            result = &mut self.done => ended(result),
            () = interrupted() => bail!("ended before everything was written"),
        }
    }
}

/// How the loop has ended; if it does not say, by a panic of ours outside of a build.
fn ended(result: Result<anyhow::Result<()>, RecvError>) -> anyhow::Result<()> {
    result.unwrap_or_else(|_| bail!("ladderbook has met a bug of its own"))
}

/// Tells people what happens.
pub struct Journal {
    project: Project,
    reporting: Reporting,
    turns: usize,
    /// What was wrong the last time, as far as it is news if it is not the same now.
    known: BTreeSet<(Severity, Code, String, String)>,
}

impl Journal {
    /// Has told nothing yet.
    pub fn new(project: &Project, reporting: &Reporting) -> Self {
        Self {
            project: project.clone(),
            reporting: reporting.clone(),
            turns: 0,
            known: BTreeSet::new(),
        }
    }

    /// Reports what is wrong, if that has changed.
    pub fn report(&mut self, turn: &Turn) {
        self.turns += 1;
        if let Err(words) = &turn.built {
            terminal::complain(&serve::bug(words));
        }
        let known = signature(&turn.diagnostics);
        if known != self.known {
            self.reporting.report(&turn.diagnostics, &turn.project, &self.project);
            if known.is_empty() && turn.built.is_ok() {
                self.reporting.remark("all mended");
            }
        }
        self.known = known;
    }

    /// The line about a build that was put to use.
    pub fn built(&self, turn: &Turn, build: &Build, rest: &str) {
        let pages = match self.turns {
            1 => counted(build.pages, "page"),
            _ => format!("{} of {}", build.rendered, counted(build.pages, "page")),
        };
        let time = turn.took.as_millis();
        let line = format!("{}{pages} in {time} ms{rest}", self.subject(turn));
        // A reader that has gone away does not end the loop.
        let _ = self.reporting.conclude(&line);
    }

    /// The line about a build that was not.
    pub fn refused(&self, turn: &Turn, consequence: &str) {
        self.reporting.remark(&format!("{}{consequence}", self.subject(turn)));
    }

    /// That the project cannot be read for the time being.
    pub fn gone(&self, error: &anyhow::Error) {
        terminal::print_error(error);
        self.reporting.remark("waiting for it to come back");
    }

    /// Why there is polling from now on.
    pub fn polls(&self, why: &str) {
        self.reporting.remark(&format!("warning: {why}"));
    }

    fn subject(&self, turn: &Turn) -> String {
        match self.turns {
            1 => String::new(),
            _ => format!("{}: ", subject(&turn.changed)),
        }
    }
}

/// What makes it news that something is wrong. An error that has moved is: its author is at it, and
/// wants to see where it is now. A warning that has moved by a line that was written above it is not.
fn signature(diagnostics: &Diagnostics) -> BTreeSet<(Severity, Code, String, String)> {
    let signed = diagnostics.iter().map(|it| {
        let place = match (&it.place, it.severity) {
            (None, _) => String::new(),
            (Some(place), Severity::Error) => format!("{place:?}"),
            (Some(place), _) => place.path.to_string(),
        };
        (it.severity, it.code, place, it.message.clone())
    });
    signed.collect()
}

/// A few of the files that have changed.
fn subject(changed: &[RelPath]) -> String {
    const NAMED: usize = 3;
    if changed.is_empty() {
        return "as before".to_owned();
    }
    let named: Vec<&str> = changed.iter().take(NAMED).map(RelPath::as_str).collect();
    match changed.len().saturating_sub(NAMED) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}
