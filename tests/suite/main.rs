//! The tests of ladderbook, in one binary.
//!
//! Most of them call `site::build` on a tree made of strings. Set `LADDERBOOK_BLESS=1` to write what
//! is found into the expectations of literate tests, then read the difference before committing it.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "tests are at the edge: they read and write files, and say what they left out"
)]

mod support;

mod aliases;
mod assets;
mod blocks;
mod cases;
mod changes;
#[cfg(target_os = "linux")]
mod changes_growth;
mod cli;
mod compare;
mod constants;
mod corpus;
mod criteria;
mod diagnostics;
mod documentation;
#[cfg(unix)]
mod editions;
mod exact;
mod faults;
mod fixes;
mod edits;
mod footer;
mod format;
mod former;
mod growth;
#[cfg(unix)]
mod history;
mod html;
mod hygiene;
mod ids;
mod json;
#[cfg(all(feature = "sheets", target_os = "linux"))]
mod import_growth;
#[cfg(feature = "sheets")]
mod imports;
mod labels;
mod ladders;
mod leaks;
mod keys;
mod large;
mod levels;
mod literate;
mod map;
mod markdown;
mod memo;
#[cfg(feature = "sheets")]
mod merge_edits;
#[cfg(feature = "sheets")]
mod merge_moves;
#[cfg(feature = "sheets")]
mod merges;
mod names;
mod parts;
mod pinning;
mod properties;
mod questions;
mod radar;
mod random;
mod raw_html;
mod reading;
mod rename;
mod robust;
mod sample;
mod sample_bends;
mod sample_criteria;
mod schema;
#[cfg(feature = "search")]
mod search;
mod serve;
mod sharing;
#[cfg(feature = "sheets")]
mod sheets;
mod site_links;
mod sources;
mod starters;
mod styles;
mod supply;
mod succession;
mod theme_reference;
mod twins;
mod visibility;
mod words;
