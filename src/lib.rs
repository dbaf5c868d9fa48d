//! ladderbook turns a folder of Markdown and YAML into a handbook site for a career ladder.
//!
//! A site generator is a function from a tree of files to a tree of files. The modules in the order
//! in which that function reads; each uses only those above it:
//!
//! 1. A [`tree::Tree`] holds the project. What is wrong with it becomes [`diagnostic`]s.
//! 2. [`config`] reads book.toml, [`theme`] layers the theme's files.
//! 3. [`read`] turns each file of content/ into what it says, and all of them into a
//!    [`handbook::Handbook`].
//! 4. [`check`] looks at the whole with a table of rules.
//! 5. [`view`] makes one plain struct for each page, [`render`] makes bytes of it.
//! 6. [`site`] is these steps as one function, remembering in a [`memo`] what it has computed.
//! 7. [`disk`], [`report`] and [`cli`] are the edge: the only modules that touch the world.

pub mod builtin;
pub mod config;
pub mod diagnostic;
pub mod fingerprint;
pub mod handbook;
pub mod node;
pub mod read;
pub mod theme;
pub mod tree;
