//! The preview's state: events of the run loop and search indexes -> the snapshot that is served.

use std::sync::Arc;

use tokio::sync::watch;

use super::indexer::Indexer;
use super::run_loop::LoopEvent;
use super::snapshot::Snapshot;

/// The latest snapshot, which the run loop and the indexer replace by turns.
pub struct Preview {
    snapshots: Arc<watch::Sender<Arc<Snapshot>>>,
    indexer: Indexer,
}

impl Preview {
    /// An empty preview.
    ///
    /// # Errors
    ///
    /// If the system gives no thread for the indexer.
    pub fn start(
        mut on_index_error: impl FnMut(anyhow::Error) + Send + 'static,
    ) -> anyhow::Result<Self> {
        let (sender, _) = watch::channel(Arc::new(Snapshot::default()));
        let snapshots = Arc::new(sender);
        let indexer = Indexer::start({
            let snapshots = Arc::clone(&snapshots);
            move |index| match index {
                Ok(index) => replace(&snapshots, |snapshot| snapshot.with_index(index)),
                Err(error) => on_index_error(error),
            }
        })?;
        Ok(Self { snapshots, indexer })
    }

    /// The snapshots from now on, for the server.
    pub fn subscribe(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.snapshots.subscribe()
    }

    /// Takes up an event of the run loop, and returns what is shown after it.
    pub fn apply(&self, event: &LoopEvent) -> Arc<Snapshot> {
        match event {
            LoopEvent::Rebuilt(rebuild) => {
                replace(&self.snapshots, |snapshot| snapshot.after_rebuild(rebuild));
                if let Some(build) = rebuild.good_build() {
                    self.indexer.request(build.searchable.clone());
                }
            }
            LoopEvent::Missing(error) => {
                let problems = Some(format!("error: {error:#}\n"));
                replace(&self.snapshots, |snapshot| snapshot.with_problems(problems));
            }
            LoopEvent::PollingFallback(_) => {}
        }
        Arc::clone(&self.snapshots.borrow())
    }
}

/// Replaces the snapshot by the one that follows it, if any does.
fn replace(
    snapshots: &watch::Sender<Arc<Snapshot>>,
    next: impl FnOnce(&Snapshot) -> Option<Snapshot>,
) {
    snapshots.send_if_modified(|snapshot| match next(snapshot) {
        Some(next) => {
            *snapshot = Arc::new(next);
            true
        }
        None => false,
    });
}
