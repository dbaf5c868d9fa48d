//! Live editing: a project that changes -> a site that follows.
//!
//! An event only says "look". What changed is found by comparing trees, so renames, deletes, double
//! events and editors' temporary files need no thought, and polling is the same poke.

mod hosts;
mod live;
mod pages;
mod server;
mod snapshot;

pub use self::server::{Address, Bound, bind, interrupted, serve};
pub use self::snapshot::Snapshot;
