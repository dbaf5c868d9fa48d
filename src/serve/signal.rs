//! Wakes the run loop from other threads once changes have settled.

#![expect(clippy::disallowed_methods, reason = "this module is the edge: it waits")]

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What may have changed in a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// What is at these real paths.
    At(BTreeSet<PathBuf>),
    /// Anything.
    Anything,
}

impl Changed {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::At(mut paths), Self::At(others)) => {
                paths.extend(others);
                Self::At(paths)
            }
            _ => Self::Anything,
        }
    }
}

/// Tells the run loop that the project may have changed. Notifications coalesce: any number of them
/// before the loop wakes up count as one, and one that arrives while it reads makes it read again.
#[derive(Debug, Default)]
pub struct ChangeSignal {
    flags: Mutex<Flags>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Flags {
    /// What the loop was notified of and has not taken up.
    changed: Option<Changed>,
    /// When it was notified last.
    last: Option<Instant>,
    closed: bool,
}

/// How long [`ChangeSignal::wait`] waits.
#[derive(Clone, Copy, Debug)]
pub struct WaitOptions {
    /// Time without further notifications before the wait ends. Editors save in several steps, some
    /// milliseconds apart; reading in between would find a file that is empty or missing.
    pub debounce: Duration,
    /// Time after which the wait ends without any notification.
    pub timeout: Option<Duration>,
}

/// The longest debouncing, in debounce times: a program that never stops writing must not keep the
/// preview from following.
const MAX_DEBOUNCES: u32 = 20;

/// Lower bound of that limit, for short debounce times.
const MIN_MAX_WAIT: Duration = Duration::from_millis(100);

impl ChangeSignal {
    /// Wakes the loop.
    pub fn notify(&self, changed: Changed) {
        self.lock().note(changed);
        self.changed.notify_all();
    }

    /// Ends the loop: every wait from now on returns nothing.
    pub fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    /// Waits for notifications that have settled, and returns what they were about, or for the timeout, after which
    /// anything may have changed. `None` once the signal is closed.
    pub fn wait(&self, options: WaitOptions) -> Option<Changed> {
        self.wait_and(options, |_| ())
    }

    /// The same, where the time until they have settled is used: `early` is told what came first.
    pub fn wait_and(&self, options: WaitOptions, early: impl FnOnce(&Changed)) -> Option<Changed> {
        let WaitOptions { debounce, timeout } = options;
        let deadline = timeout.map(|timeout| Instant::now() + timeout);
        let mut flags = self.lock();
        while flags.changed.is_none() && !flags.closed {
            flags = match deadline.map(|it| it.saturating_duration_since(Instant::now())) {
                None => self.changed.wait(flags).unwrap_or_else(PoisonError::into_inner),
                Some(Duration::ZERO) => return Some(Changed::Anything),
                Some(left) => self.wait_at_most(flags, left),
            };
        }
        let latest = Instant::now() + (debounce * MAX_DEBOUNCES).max(MIN_MAX_WAIT);
        let mut all = flags.changed.take()?;
        drop(flags);
        early(&all);
        flags = self.lock();
        while !flags.closed {
            if let Some(changed) = flags.changed.take() {
                all = all.and(changed);
            }
            let settled_at = flags.last.map_or(latest, |last| latest.min(last + debounce));
            let left = settled_at.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Some(all);
            }
            flags = self.wait_at_most(flags, left);
        }
        None
    }

    fn lock(&self) -> MutexGuard<'_, Flags> {
        self.flags.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait_at_most<'a>(
        &self,
        flags: MutexGuard<'a, Flags>,
        time: Duration,
    ) -> MutexGuard<'a, Flags> {
        self.changed.wait_timeout(flags, time).unwrap_or_else(PoisonError::into_inner).0
    }
}

impl Flags {
    fn note(&mut self, changed: Changed) {
        self.last = Some(Instant::now());
        self.changed = Some(self.changed.take().into_iter().fold(changed, Changed::and));
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{ChangeSignal, Changed, WaitOptions};

    const SHORT: Duration = Duration::from_millis(20);

    fn at(paths: &[&str]) -> Changed {
        Changed::At(paths.iter().map(Into::into).collect())
    }

    /// How long a wait that is limited takes, and what it says.
    fn wait(signal: &ChangeSignal) -> (Duration, Option<Changed>) {
        let started = Instant::now();
        let changed = signal.wait(WaitOptions { debounce: Duration::ZERO, timeout: Some(SHORT) });
        (started.elapsed(), changed)
    }

    #[test]
    fn notifications_before_a_wait_count_as_one() {
        let signal = ChangeSignal::default();
        signal.notify(at(&["b"]));
        signal.notify(at(&["a"]));
        // Without a timeout, this would never end if it had not been notified.
        let changed = signal.wait(WaitOptions { debounce: Duration::ZERO, timeout: None });
        assert_eq!(changed, Some(at(&["a", "b"])));
        let (time, changed) = wait(&signal);
        assert!(time >= SHORT && changed == Some(Changed::Anything), "{time:?}");
        signal.notify(at(&["a"]));
        signal.notify(Changed::Anything);
        signal.notify(at(&["b"]));
        assert_eq!(wait(&signal).1, Some(Changed::Anything));
    }

    #[test]
    fn what_comes_first_is_told_before_all_has_settled() {
        let signal = ChangeSignal::default();
        signal.notify(at(&["a"]));
        let mut first = None;
        let early = |changed: &Changed| {
            first = Some(changed.clone());
            signal.notify(at(&["b"]));
        };
        let changed = signal.wait_and(WaitOptions { debounce: SHORT, timeout: None }, early);
        assert_eq!((first, changed), (Some(at(&["a"])), Some(at(&["a", "b"]))));
    }

    #[test]
    fn a_closed_signal_ends_all_waits() {
        let signal = ChangeSignal::default();
        signal.notify(Changed::Anything);
        signal.close();
        assert_eq!(wait(&signal).1, None);
        assert_eq!(wait(&signal).1, None);
    }
}
