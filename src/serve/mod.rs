//! Live editing: a project that changes -> a site that follows.
//!
//! An event only says "look". What changed is found by comparing trees, so renames, deletes, double
//! events and editors' temporary files need no thought, and polling is the same poke. The loop makes
//! snapshots; the server shows the latest, and knows nothing of the loop.

mod poke;
mod watch;
mod cycle;
mod follow;
mod snapshot;
mod indexer;
mod hosts;
mod live;
mod pages;
mod server;

pub use self::cycle::{BuildFn, Cycle, Look, Trust, Turn, bug};
pub use self::follow::{News, QUIET, follow};
pub use self::indexer::Indexer;
pub use self::poke::{Pace, Poke};
pub use self::server::{Address, Bound, bind, interrupted, serve};
pub use self::snapshot::Snapshot;
pub use self::watch::{POLL, Watch};
