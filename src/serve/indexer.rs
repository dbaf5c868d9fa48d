//! The search index of what is shown, made on a thread of its own: a page never waits for it.

#![expect(clippy::disallowed_methods, reason = "this module is the edge: it takes the time")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow};

use crate::site::Searchable;
use crate::tree::Tree;

/// How long nothing may have changed before there is an index: who is writing searches later.
const QUIET: Duration = Duration::from_millis(250);

/// Makes the index of the last site that it was given.
pub struct Indexer(Arc<Shared>);

#[derive(Default)]
struct Shared {
    wanted: Mutex<Wanted>,
    changed: Condvar,
}

#[derive(Default)]
struct Wanted {
    /// The last site, and when it came; taken when its index is begun.
    site: Option<(Option<Searchable>, Instant)>,
    /// Counts the sites.
    number: u64,
    ended: bool,
}

impl Indexer {
    /// Starts, and tells of each index that was made of a site for which no newer one has come.
    ///
    /// # Errors
    ///
    /// If there is no thread to be had.
    pub fn start(tell: impl FnMut(anyhow::Result<Tree>) + Send + 'static) -> anyhow::Result<Self> {
        let shared: Arc<Shared> = Arc::default();
        let run = {
            let shared = Arc::clone(&shared);
            move || shared.run(tell)
        };
        thread::Builder::new().name("index".to_owned()).spawn(run).context("cannot index")?;
        Ok(Self(shared))
    }

    /// Asks for the index of a site; `None` is a site without search.
    pub fn want(&self, site: Option<Searchable>) {
        let mut wanted = self.0.lock();
        wanted.site = Some((site, Instant::now()));
        wanted.number += 1;
        self.0.changed.notify_all();
    }
}

impl Drop for Indexer {
    fn drop(&mut self) {
        self.0.lock().ended = true;
        self.0.changed.notify_all();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Wanted> {
        self.wanted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self, mut tell: impl FnMut(anyhow::Result<Tree>)) {
        let mut last = None;
        while let Some((site, number)) = self.next() {
            let go_on = || {
                let wanted = self.lock();
                wanted.number == number && !wanted.ended
            };
            let Some(site) = site else {
                tell(Ok(Tree::default()));
                continue;
            };
            let made = catch_unwind(AssertUnwindSafe(|| site.index(last.as_ref(), go_on)));
            match made.unwrap_or_else(|_| Err(anyhow!("a bug: no search index can be made"))) {
                Ok(Some(index)) if go_on() => {
                    tell(Ok(index.files.clone()));
                    last = Some(index);
                }
                Ok(_) => {}
                Err(error) => tell(Err(error)),
            }
        }
    }

    /// Waits for a site after which no other has come for a while; `None` at the end.
    fn next(&self) -> Option<(Option<Searchable>, u64)> {
        let mut wanted = self.lock();
        loop {
            if wanted.ended {
                return None;
            }
            let rest = wanted.site.as_ref().map(|(_, since)| QUIET.saturating_sub(since.elapsed()));
            wanted = match rest {
                None => self.changed.wait(wanted).unwrap_or_else(PoisonError::into_inner),
                Some(Duration::ZERO) => {
                    let (site, _) = wanted.site.take()?;
                    return Some((site, wanted.number));
                }
                Some(rest) => {
                    let waited = self.changed.wait_timeout(wanted, rest);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
    }
}
