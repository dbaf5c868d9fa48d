//! Makes the search index of the latest site on a thread of its own, so that a page never waits for it.

#![expect(clippy::disallowed_methods, reason = "this module is the edge: it reads the clock")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow};

use crate::site::Searchable;
use crate::tree::Tree;

/// How long nothing may have changed before an index is made. It takes longer than a build, and an
/// author who is writing does not search.
const IDLE_TIME: Duration = Duration::from_millis(250);

/// A background thread that indexes the site that was requested last.
pub struct Indexer(Arc<Queue>);

/// A queue with one place: a newer request replaces an older one.
#[derive(Default)]
struct Queue {
    state: Mutex<QueueState>,
    changed: Condvar,
}

#[derive(Default)]
struct QueueState {
    /// The latest request and its time; taken out when its index is begun.
    request: Option<(Request, Instant)>,
    /// The request of which the index is being made.
    begun: Option<Request>,
    /// Whether no index is to be made for now.
    is_held: bool,
    /// Number of requests so far. An index is out of date once this has grown.
    generation: u64,
    closed: bool,
}

/// What to index; `None` for a site without search.
type Request = Option<Searchable>;

impl QueueState {
    /// Gives up the index that is being made.
    fn give_up(&mut self) -> Option<Request> {
        self.generation += 1;
        self.begun.take()
    }
}

impl Indexer {
    /// Starts the thread. `on_index` gets each index that is still wanted when it is complete.
    ///
    /// # Errors
    ///
    /// If the system gives no thread.
    pub fn start(
        on_index: impl FnMut(anyhow::Result<Tree>) + Send + 'static,
    ) -> anyhow::Result<Self> {
        let queue: Arc<Queue> = Arc::default();
        let run = {
            let queue = Arc::clone(&queue);
            move || queue.run(on_index)
        };
        thread::Builder::new().name("index".to_owned()).spawn(run).context("cannot index")?;
        Ok(Self(queue))
    }

    /// Asks for the index of a site; `None` is a site without search, whose index is empty.
    pub fn request(&self, site: Option<Searchable>) {
        let mut state = self.0.lock();
        state.give_up();
        state.request = Some((site, Instant::now()));
        self.0.changed.notify_all();
    }

    /// Makes no index until [`Self::go_on`], so that a build has the machine to itself. One that is being made is begun
    /// anew afterwards, unless another is requested.
    pub fn hold(&self) {
        let mut state = self.0.lock();
        state.is_held = true;
        let begun = state.give_up();
        state.request = state.request.take().or(begun.map(|site| (site, Instant::now())));
    }

    /// Ends [`Self::hold`].
    pub fn go_on(&self) {
        self.0.lock().is_held = false;
        self.0.changed.notify_all();
    }
}

impl Drop for Indexer {
    fn drop(&mut self) {
        self.0.lock().closed = true;
        self.0.changed.notify_all();
    }
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, QueueState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self, mut on_index: impl FnMut(anyhow::Result<Tree>)) {
        let mut last = None;
        while let Some((site, generation)) = self.next() {
            let is_wanted = || {
                let state = self.lock();
                state.generation == generation && !state.closed
            };
            let Some(site) = site else {
                self.finish(generation);
                on_index(Ok(Tree::default()));
                continue;
            };
            let made = catch_unwind(AssertUnwindSafe(|| site.index(last.as_ref(), is_wanted)));
            match made.unwrap_or_else(|_| Err(anyhow!("a bug: no search index can be made"))) {
                Ok(Some(index)) if is_wanted() => {
                    on_index(Ok(index.files.clone()));
                    last = Some(index);
                }
                Ok(_) => {}
                Err(error) => on_index(Err(error)),
            }
            self.finish(generation);
        }
    }

    /// Notes that the request of a generation needs nothing more.
    fn finish(&self, generation: u64) {
        let mut state = self.lock();
        if state.generation == generation {
            state.begun = None;
        }
    }

    /// Waits for a request that no other has followed for a while; `None` once the queue is closed.
    fn next(&self) -> Option<(Request, u64)> {
        let mut state = self.lock();
        loop {
            if state.closed {
                return None;
            }
            let due = state.request.as_ref().filter(|_| !state.is_held);
            let left = due.map(|(_, at)| IDLE_TIME.saturating_sub(at.elapsed()));
            state = match left {
                None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
                Some(Duration::ZERO) => {
                    let (request, _) = state.request.take()?;
                    state.begun = Some(request.clone());
                    return Some((request, state.generation));
                }
                Some(left) => {
                    let waited = self.changed.wait_timeout(state, left);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::thread;
    use std::time::Duration;

    use super::{IDLE_TIME, Indexer};
    use crate::memo::Memo;
    use crate::site;
    use crate::tree::Tree;

    #[test]
    fn an_index_that_was_held_up_is_made_afterwards() {
        let project = Tree::from_texts([
            ("book.toml", "book.title = \"T\"\n"),
            ("content/levels/ic/1-a.md", "---\ntitle: A\n---\n"),
        ]);
        let searchable = site::build(&project, &mut Memo::default()).searchable;
        let (sender, made) = channel();
        let indexer = Indexer::start(move |index| sender.send(index.is_ok()).unwrap()).unwrap();
        let patience = Duration::from_secs(30);
        indexer.hold();
        indexer.request(searchable.clone());
        assert!(made.recv_timeout(2 * IDLE_TIME).is_err());
        indexer.go_on();
        assert_eq!(made.recv_timeout(patience), Ok(true));

        // Whether it was begun or not, one that is held up is made once.
        for moment in [IDLE_TIME / 2, IDLE_TIME] {
            indexer.request(searchable.clone());
            thread::sleep(moment);
            indexer.hold();
            let was_quicker = made.recv_timeout(2 * IDLE_TIME) == Ok(true);
            indexer.go_on();
            assert!(was_quicker || made.recv_timeout(patience) == Ok(true));
            assert!(made.recv_timeout(2 * IDLE_TIME).is_err());
        }
    }
}
