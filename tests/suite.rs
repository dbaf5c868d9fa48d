//! The tests of ladderbook, in one binary.
//!
//! Most of them call `site::build` on a tree made of strings. Set `LADDERBOOK_BLESS=1` to write what
//! is found into the expectations of literate tests, then read the difference before committing it.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "tests are at the edge: they read and write files, and say what they left out"
)]

#[path = "suite/support.rs"]
mod support;

#[path = "suite/cases.rs"]
mod cases;
mod cli;
#[path = "suite/compare.rs"]
mod compare;
#[path = "suite/corpus.rs"]
mod corpus;
#[path = "suite/diagnostics.rs"]
mod diagnostics;
#[path = "suite/fixes.rs"]
mod fixes;
#[path = "suite/format.rs"]
mod format;
#[path = "suite/hygiene.rs"]
mod hygiene;
#[path = "suite/keys.rs"]
mod keys;
#[path = "suite/literate.rs"]
mod literate;
#[path = "suite/markdown.rs"]
mod markdown;
#[path = "suite/memo.rs"]
mod memo;
#[path = "suite/radar.rs"]
mod radar;
#[path = "suite/reading.rs"]
mod reading;
#[path = "suite/robust.rs"]
mod robust;
#[path = "suite/sample.rs"]
mod sample;
#[path = "suite/schema.rs"]
mod schema;
#[cfg(feature = "search")]
#[path = "suite/search.rs"]
mod search;
#[path = "suite/serve.rs"]
mod serve;
#[path = "suite/sharing.rs"]
mod sharing;
#[path = "suite/site_links.rs"]
mod site_links;
#[path = "suite/words.rs"]
mod words;
