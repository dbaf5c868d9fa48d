//! Live editing: a project that changes -> a site that follows.
//!
//! The run loop waits for a [`ChangeSignal`], reads the project, and rebuilds it if its files differ.
//! A file system event only says that something may have changed; what did is found by comparing
//! trees, so renames, deletes, double events and the temporary files of editors need no thought, and
//! polling is just another reason to read. `Preview` turns each build into a [`Snapshot`]; the server
//! shows the latest one and knows nothing of the loop.

mod signal;
mod watcher;
mod rebuild;
mod run_loop;
mod indexer;
mod snapshot;
mod preview;
mod hosts;
mod inject;
mod sse;
mod responses;
mod listener;
mod server;

pub use self::listener::{ListenAddress, Listener, bind};
pub use self::rebuild::{BuildFn, Reading, Rebuild, Rebuilder};
pub use self::run_loop::{DEBOUNCE, LoopEvent, LoopOptions, run_loop};
pub use self::server::serve;
pub use self::signal::{ChangeSignal, Changed, WaitOptions};
pub use self::snapshot::Snapshot;
pub use self::watcher::SourceWatcher;

pub(crate) use self::indexer::Indexer;
pub(crate) use self::preview::Preview;
pub(crate) use self::rebuild::panic_report;
pub(crate) use self::run_loop::LoopThread;
pub(crate) use self::watcher::POLL_INTERVAL;
