//! Folders <-> trees: the only room that knows that a tree may live on a disk.
//!
//! Reading never fails over one bad entry: it becomes a diagnostic and the rest is read. Writing
//! touches nothing before everything has been checked, and after that only files that ladderbook
//! wrote itself; a manifest in the output folder says which those are.

mod paths;
mod files;
mod manifest;
mod walk;
mod read;
mod plan;
mod write;
mod add;

pub use self::add::add;
pub use self::files::write_file;
pub use self::manifest::MANIFEST;
pub use self::paths::exists;
pub use self::plan::Written;
pub use self::read::{Reader, read};
pub use self::walk::{Sources, is_skipped};
pub use self::write::{write, write_new};
