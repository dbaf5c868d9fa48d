//! Wakes the run loop from other threads once changes have settled.

#![expect(clippy::disallowed_methods, reason = "this module is the edge: it waits")]

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Tells the run loop that the project may have changed. Notifications coalesce: any number of them
/// before the loop wakes up count as one, and one that arrives while it reads makes it read again.
#[derive(Debug, Default)]
pub struct ChangeSignal {
    flags: Mutex<Flags>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Flags {
    notified: bool,
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
    pub fn notify(&self) {
        self.lock().notified = true;
        self.changed.notify_all();
    }

    /// Ends the loop: every wait from now on returns false.
    pub fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    /// Waits for notifications that have settled, or for the timeout. False once the signal is closed.
    pub fn wait(&self, options: WaitOptions) -> bool {
        let WaitOptions { debounce, timeout } = options;
        let deadline = timeout.map(|timeout| Instant::now() + timeout);
        let mut flags = self.lock();
        while !flags.notified && !flags.closed {
            flags = match deadline.map(|it| it.saturating_duration_since(Instant::now())) {
                None => self.changed.wait(flags).unwrap_or_else(PoisonError::into_inner),
                Some(Duration::ZERO) => return true,
                Some(left) => self.wait_at_most(flags, left),
            };
        }
        let latest = Instant::now() + (debounce * MAX_DEBOUNCES).max(MIN_MAX_WAIT);
        while !flags.closed && std::mem::take(&mut flags.notified) {
            let settled_at = latest.min(Instant::now() + debounce);
            loop {
                let left = settled_at.saturating_duration_since(Instant::now());
                if left.is_zero() || flags.notified || flags.closed {
                    break;
                }
                flags = self.wait_at_most(flags, left);
            }
            if Instant::now() >= latest {
                flags.notified = false;
            }
        }
        !flags.closed
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

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{ChangeSignal, WaitOptions};

    const SHORT: Duration = Duration::from_millis(20);

    /// How long a wait that is limited takes, and whether it says to go on.
    fn wait(signal: &ChangeSignal) -> (Duration, bool) {
        let started = Instant::now();
        let goes_on = signal.wait(WaitOptions { debounce: Duration::ZERO, timeout: Some(SHORT) });
        (started.elapsed(), goes_on)
    }

    #[test]
    fn notifications_before_a_wait_count_as_one() {
        let signal = ChangeSignal::default();
        signal.notify();
        signal.notify();
        // Without a timeout, this would never end if it had not been notified.
        assert!(signal.wait(WaitOptions { debounce: Duration::ZERO, timeout: None }));
        let (time, goes_on) = wait(&signal);
        assert!(time >= SHORT && goes_on, "{time:?}");
    }

    #[test]
    fn a_closed_signal_ends_all_waits() {
        let signal = ChangeSignal::default();
        signal.notify();
        signal.close();
        assert!(!wait(&signal).1);
        assert!(!wait(&signal).1);
    }
}
