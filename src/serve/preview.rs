//! The preview's state: events of the run loop and search indexes -> the snapshot that is served.

use std::mem;
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
            LoopEvent::Changed => self.indexer.hold(),
            LoopEvent::Rebuilt(rebuild) => {
                replace(&self.snapshots, |snapshot| snapshot.after_rebuild(rebuild));
                if let Some(build) = rebuild.good_build() {
                    self.indexer.request(build.searchable.clone());
                }
                self.indexer.go_on();
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
    // Dropped at last: to take a large site apart takes a while, for which the server would wait.
    let mut last = None;
    snapshots.send_if_modified(|snapshot| match next(snapshot) {
        Some(next) => {
            last = Some(mem::replace(snapshot, Arc::new(next)));
            true
        }
        None => false,
    });
    drop(last);
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use anyhow::anyhow;

    use super::Preview;
    use crate::diagnostic::Diagnostics;
    use crate::memo::Memo;
    use crate::serve::{LoopEvent, Rebuild};
    use crate::site;
    use crate::tree::Tree;

    /// An event after a build of this project, or after a panic.
    fn rebuilt(project: Option<&Tree>) -> LoopEvent {
        LoopEvent::Rebuilt(Box::new(Rebuild {
            changed: Vec::new(),
            project: Arc::default(),
            diagnostics: Diagnostics::default(),
            build: match project {
                Some(project) => Ok(site::build(project, &mut Memo::default())),
                None => Err("a message".to_owned()),
            },
            duration: Duration::ZERO,
        }))
    }

    #[test]
    fn the_last_good_site_stays_under_problems() {
        let preview = Preview::start(|error| panic!("{error}")).unwrap();
        let mut snapshots = preview.subscribe();
        let nothing = preview.apply(&rebuilt(None));
        assert!(nothing.site.is_none());
        assert!(nothing.problems.as_ref().unwrap().contains("a bug of its own: a message"));

        // Without search, so that no index arrives in between.
        let project = Tree::from_texts([
            ("book.toml", "book.title = \"T\"\nsearch.enabled = false\n"),
            ("content/levels/ic/1-a.md", "---\ntitle: A\n---\n"),
        ]);
        let good = preview.apply(&rebuilt(Some(&project)));
        assert!(good.site.is_some());
        assert_eq!(good.problems, None);

        let missing = preview.apply(&LoopEvent::Missing(anyhow!("inner").context("outer")));
        assert_eq!(missing.site, good.site);
        assert_eq!(missing.problems.as_deref(), Some("error: outer: inner\n"));
        assert!(Arc::ptr_eq(&snapshots.borrow_and_update(), &missing));

        let polling = preview.apply(&LoopEvent::PollingFallback("why".to_owned()));
        assert!(Arc::ptr_eq(&polling, &missing), "it shows the same");
    }
}
