//! The poke: somebody says "look", and the loop wakes up.

#![expect(clippy::disallowed_methods, reason = "this module is the edge: it waits")]

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Says "look" from one thread to another. Any number of pokes before the other one looks count as
/// one; a poke while it is looking makes it look again.
#[derive(Debug, Default)]
pub struct Poke {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    look: bool,
    ended: bool,
}

/// How long to wait for pokes.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// How long there must be quiet before a look. Editors save in several steps, some milliseconds
    /// apart; a look in between would show a file that is empty or gone.
    pub quiet: Duration,
    /// Look after this time, poked or not.
    pub timer: Option<Duration>,
}

/// The longest wait for quiet, in quiet times: a program that never stops writing must not keep the
/// preview from following.
const PATIENCE: u32 = 20;

/// That, if the quiet time is very short.
const LEAST_PATIENCE: Duration = Duration::from_millis(100);

impl Poke {
    /// Says "look".
    pub fn look(&self) {
        self.state().look = true;
        self.changed.notify_all();
    }

    /// Says that there is nothing more to look for.
    pub fn end(&self) {
        self.state().ended = true;
        self.changed.notify_all();
    }

    /// Waits until it is time to look; false if that time will not come.
    pub fn wait(&self, pace: Pace) -> bool {
        let due = pace.timer.map(|timer| Instant::now() + timer);
        let mut state = self.state();
        while !state.look && !state.ended {
            state = match due.map(|due| due.saturating_duration_since(Instant::now())) {
                None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
                Some(Duration::ZERO) => return true,
                Some(left) => self.wait_at_most(state, left),
            };
        }
        let latest = Instant::now() + (pace.quiet * PATIENCE).max(LEAST_PATIENCE);
        while !state.ended && std::mem::take(&mut state.look) {
            let until = latest.min(Instant::now() + pace.quiet);
            loop {
                let left = until.saturating_duration_since(Instant::now());
                if left.is_zero() || state.look || state.ended {
                    break;
                }
                state = self.wait_at_most(state, left);
            }
            if Instant::now() >= latest {
                state.look = false;
            }
        }
        !state.ended
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait_at_most<'a>(
        &self,
        state: MutexGuard<'a, State>,
        time: Duration,
    ) -> MutexGuard<'a, State> {
        self.changed.wait_timeout(state, time).unwrap_or_else(PoisonError::into_inner).0
    }
}
