//! Folders <-> trees: the only module that reads and writes folders.
//!
//! Reading never fails over one bad entry: it becomes a diagnostic and the rest is read. Writing
//! touches nothing before everything has been checked, and after that only files that ladderbook
//! wrote itself; a manifest beside the output folder says which those are.

mod paths;
mod files;
mod last;
mod lock;
mod manifest;
mod walk;
mod read;
mod output;
mod plan;
mod spool;
mod write;
mod new;
mod sources;
mod add;
mod stamp;

pub use self::add::add;
#[cfg(feature = "sheets")]
pub use self::files::read_bytes;
pub use self::files::{read_input, write_file};
pub use self::last::{LastSite, last_site};
pub use self::manifest::{MANIFEST, manifest_path};
pub use self::new::write_new;
pub use self::plan::Written;
pub use self::read::{ProjectReader, read};
pub use self::sources::{move_sources, write_sources};
pub use self::spool::Spool;
pub use self::stamp::stamp;
pub use self::walk::SourcePaths;
pub use self::write::{write, write_spooled};

pub(crate) use self::paths::{absolute, exists, folder_above, folder_around};
pub(crate) use self::walk::{is_skipped, is_source};
