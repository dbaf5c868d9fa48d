//! The run loop of `serve` and `watch`: refresh, report, wait for the next change.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, bail};
use tokio::sync::oneshot::{self, error::RecvError};

use super::rebuild::{Rebuild, Rebuilder};
use super::signal::{ChangeSignal, Changed, WaitOptions};
use super::watcher::SourceWatcher;

/// Debounce time by default. For up to 4 ms of a save a file was seen to be missing or empty (vim
/// truncating in place, traced on a busy machine; Helix, by the trace in its pull request 15615, less
/// than one). Where it takes longer, [`Rebuilder`] puts the change off. A hundredth of a second is
/// not noticed.
pub const DEBOUNCE: Duration = Duration::from_millis(10);

/// How long after files were read that were said to have changed all others are looked at as well. The system tells of
/// each, but a file may have another name, and not all systems are alike.
const WHOLE_READ: Duration = Duration::from_millis(250);

/// How often to look for a project that is missing.
const MISSING_INTERVAL: Duration = Duration::from_millis(500);

/// The loop's stack. What nests deeply in a file costs stack while it is read, and an overflow
/// cannot be caught.
const STACK_SIZE: usize = 64 << 20;

/// How the loop learns of changes.
#[derive(Clone, Copy, Debug)]
pub struct LoopOptions {
    /// Time between two looks at the files; `None` to have the system report changes.
    pub poll_interval: Option<Duration>,
    /// Time without a change before the project is read.
    pub debounce: Duration,
}

impl Default for LoopOptions {
    fn default() -> Self {
        Self { poll_interval: None, debounce: DEBOUNCE }
    }
}

/// What the loop reports.
pub enum LoopEvent {
    /// The project has changed and is about to be built.
    Changed,
    /// The project has changed and was built.
    Rebuilt(Box<Rebuild>),
    /// The project cannot be read for the time being. Reported once for each reason.
    Missing(anyhow::Error),
    /// Why the files are polled from now on, though that was not asked for. Reported once.
    PollingFallback(String),
}

/// Rebuilds a project on every change, until the signal is closed.
///
/// # Errors
///
/// If the project cannot be read to begin with.
pub fn run_loop(
    mut rebuilder: Rebuilder,
    options: LoopOptions,
    signal: &Arc<ChangeSignal>,
    mut on_event: impl FnMut(LoopEvent),
) -> anyhow::Result<()> {
    let LoopOptions { poll_interval, debounce } = options;
    let mut watcher = SourceWatcher::new(Arc::clone(signal), poll_interval);
    let mut missing: Option<String> = None;
    let mut is_first = true;
    let mut changed = Changed::Anything;
    // What was built while it may have changed again, and is not told of until it has not.
    let mut held: Option<Rebuild> = None;
    loop {
        let timeout = match rebuilder.read_after(&changed) {
            Ok(reading) => {
                missing = None;
                let rebuild = match reading {
                    Some(reading) => {
                        on_event(LoopEvent::Changed);
                        Some(rebuilder.build(reading).after(held.take()))
                    }
                    None => held.take_if(|_| rebuilder.retry_after().is_none()),
                };
                if let Some(rebuild) = rebuild {
                    on_event(LoopEvent::Rebuilt(Box::new(rebuild)));
                }
                if let Some(why) = watcher.ensure_watching(rebuilder.source_paths()) {
                    on_event(LoopEvent::PollingFallback(why));
                }
                let to_be_read = (!rebuilder.is_whole()).then_some(WHOLE_READ);
                rebuilder.retry_after().or(to_be_read).or(watcher.poll_interval())
            }
            Err(error) if is_first => return Err(error),
            Err(error) => {
                watcher.stop();
                let text = format!("{error:#}");
                if missing.replace(text.clone()) != Some(text) {
                    on_event(LoopEvent::Missing(error));
                }
                Some(MISSING_INTERVAL)
            }
        };
        is_first = false;
        let early = |changed: &Changed| {
            if let Some(reading) = rebuilder.read_early(changed) {
                on_event(LoopEvent::Changed);
                held = Some(rebuilder.build(reading).after(held.take()));
            }
        };
        match signal.wait_and(WaitOptions { debounce, timeout }, early) {
            Some(it) => changed = it,
            None => return Ok(()),
        }
    }
}

pub struct LoopThread {
    signal: Arc<ChangeSignal>,
    result: oneshot::Receiver<anyhow::Result<()>>,
}

impl LoopThread {
    /// Starts the loop for the project of a rebuilder.
    ///
    /// # Errors
    ///
    /// If the system gives no thread. That the project cannot be read is the result of the loop.
    pub fn spawn(
        rebuilder: Rebuilder,
        options: LoopOptions,
        on_event: impl FnMut(LoopEvent) + Send + 'static,
    ) -> anyhow::Result<Self> {
        let signal = Arc::new(ChangeSignal::default());
        let (sender, result) = oneshot::channel();
        let own_signal = Arc::clone(&signal);
        let run = move || {
            // A failed send means that the result is not waited for any more.
            let _ = sender.send(run_loop(rebuilder, options, &own_signal, on_event));
        };
        thread::Builder::new()
            .name("loop".to_owned())
            .stack_size(STACK_SIZE)
            .spawn(run)
            .context("cannot start a thread")?;
        Ok(Self { signal, result })
    }

    /// Waits for the loop, which ends by itself only if it cannot begin.
    ///
    /// # Errors
    ///
    /// If the project cannot be read to begin with.
    pub async fn finished(self) -> anyhow::Result<()> {
        flatten(self.result.await)
    }

    /// Waits for the loop, and ends it at the first interruption, after the build and the writing
    /// that are under way. A second interruption does not wait for those.
    ///
    /// # Errors
    ///
    /// If the project cannot be read to begin with, or at the second interruption.
    pub async fn run_until<F: Future<Output = ()>>(
        mut self,
        interrupted: impl Fn() -> F,
    ) -> anyhow::Result<()> {
        tokio::select! {
            result = &mut self.result => return flatten(result),
            () = interrupted() => self.signal.close(),
        }
        tokio::select! {
            result = &mut self.result => flatten(result),
            () = interrupted() => bail!("ended before everything was written"),
        }
    }
}

/// The result of the loop. If it sent none, it has panicked outside of a build.
fn flatten(result: Result<anyhow::Result<()>, RecvError>) -> anyhow::Result<()> {
    result.unwrap_or_else(|_| bail!("ladderbook has met a bug of its own"))
}
