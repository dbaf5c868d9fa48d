//! The loop: wait for a poke, look, tell.

#![expect(clippy::disallowed_methods, reason = "this module is the edge: it takes the time")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::cycle::{Cycle, Look, Trust, Turn};
use super::poke::{Pace, Poke};
use super::watch::Watch;

/// Quiet time unless another is asked for. For up to 4 ms of a save a file was seen to be missing or
/// empty (vim truncating in place, traced on a busy machine; Helix, by the trace in its pull request
/// 15615, less than one); where it takes longer, `HALFWAY` helps. Nobody notices a hundredth of a
/// second.
pub const QUIET: Duration = Duration::from_millis(10);

/// How long to wait with a file that has become empty or is gone: longer than any save takes,
/// shorter than it takes to look at the browser.
const HALFWAY: Duration = Duration::from_millis(60);

/// How often to look for a project that is gone.
const GONE: Duration = Duration::from_millis(500);

/// What the loop has to tell.
pub enum News {
    /// The project has changed and was built.
    Turn(Turn),
    /// The project cannot be read for the time being; told once.
    Gone(anyhow::Error),
    /// Why there is polling from now on; told once.
    Polling(String),
}

/// Follows a project until somebody ends it through `poke`, and tells what is new.
///
/// # Errors
///
/// If the project cannot be read to begin with.
pub fn follow(
    mut cycle: Cycle,
    poll: Option<Duration>,
    quiet: Duration,
    poke: &Arc<Poke>,
    mut tell: impl FnMut(News),
) -> anyhow::Result<()> {
    let mut watch = Watch::new(Arc::clone(poke), poll);
    let mut halfway_since: Option<Instant> = None;
    let mut gone: Option<String> = None;
    let mut first = true;
    loop {
        let waited = halfway_since.map(|since| since.elapsed());
        let trust = match waited {
            Some(waited) if waited >= HALFWAY => Trust::AsItIs,
            _ => Trust::Wait,
        };
        let mut timer = None;
        match cycle.look(trust) {
            Ok(look) => {
                gone = None;
                if let Look::Halfway = look {
                    halfway_since.get_or_insert_with(Instant::now);
                    timer = Some(HALFWAY.saturating_sub(waited.unwrap_or_default()));
                } else {
                    halfway_since = None;
                }
                if let Look::Turn(turn) = look {
                    tell(News::Turn(turn));
                }
                if let Some(why) = watch.cover(cycle.sources()) {
                    tell(News::Polling(why));
                }
            }
            Err(error) if first => return Err(error),
            Err(error) => {
                watch.rest();
                timer = Some(GONE);
                let text = format!("{error:#}");
                if gone.replace(text.clone()) != Some(text) {
                    tell(News::Gone(error));
                }
            }
        }
        first = false;
        if !poke.wait(Pace { quiet, timer: timer.or(watch.timer()) }) {
            return Ok(());
        }
    }
}
