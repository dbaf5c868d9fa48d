//! ladderbook turns a folder of Markdown and YAML into a handbook site for a career ladder.
//!
//! A site generator is a function from a tree of files to a tree of files. The modules in the order
//! in which that function reads; each uses only those before it:
//!
//! 1. A [`tree::Tree`] holds the project. What is wrong with it becomes [`diagnostic`]s with places,
//!    which [`position`] counts in lines and columns. What people take for one name [`spelling`]
//!    makes one; `file_names` knows which names disks refuse. An [`edit`] of its files makes another tree; a
//!    [`fix`] is what mends a problem.
//! 2. [`node`] is YAML and TOML as spanned values, [`keys`] declares every key that may stand in a
//!    file. Through its tables [`config`] lowers book.toml, and [`editions`] of it; [`theme`] layers the theme's files over
//!    those that the binary carries ([`builtin`]).
//! 3. [`handbook`] has the nouns. [`read`] turns each file of content/ into what it says, and all of
//!    them into a [`handbook::Handbook`].
//! 4. [`check`] looks at the whole with a table of rules.
//! 5. [`view`] makes one plain struct for each page, [`render`] makes bytes of it; [`search`]
//!    makes an index of the words, [`exchange`] files for other programs.
//! 6. [`site`] is these steps as one function, which remembers in a [`memo`] what it has computed.
//!    [`ids`] writes ids of criteria into the sources; [`rename`] calls something otherwise, with all
//!    that refers to it. `import` makes a handbook of tables.
//! 7. [`disk`], [`git`], [`report`], [`serve`] and [`cli`] are the edge: the only modules that touch the world.

// Values
pub mod fingerprint;
pub mod tree;
pub mod position;
pub mod spelling;
mod file_names;
pub mod suggestion;
pub mod diagnostic;
pub mod html;
pub mod text;
mod pattern;
pub mod edit;
pub mod fix;
pub mod builtin;
pub mod node;
pub mod keys;
pub mod editions;
pub mod config;
pub mod theme;
pub mod handbook;
// Stages
mod read;
pub mod check;
mod view;
mod render;
mod search;
mod exchange;
mod loaded;
pub mod memo;
pub mod site;
pub mod ids;
pub mod rename;
#[cfg(feature = "sheets")]
pub mod import;
// The edge
pub mod disk;
pub mod git;
pub mod report;
pub mod serve;
pub mod cli;
