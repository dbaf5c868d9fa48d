//! What is known of a handbook's past.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::tree::Tree;

/// Revisions of a handbook by the names that book.toml has for them, as far as they were asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Past(BTreeMap<String, Result<Arc<Revision>, Trouble>>);

/// A handbook as it stood in a revision.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Revision {
    /// The day of its commit, such as `2026-03-01`.
    pub day: String,
    /// The id of its commit.
    pub commit: String,
    /// Its files.
    pub tree: Tree,
}

/// Why a revision is not at hand.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Trouble {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Vec<String>,
}

impl Past {
    /// From names and what was found.
    pub fn new(revisions: impl IntoIterator<Item = (String, Result<Revision, Trouble>)>) -> Self {
        let revisions = revisions.into_iter();
        Self(revisions.map(|(name, found)| (name, found.map(Arc::new))).collect())
    }

    /// The revision with a name.
    ///
    /// # Errors
    ///
    /// If it is not at hand.
    pub fn revision(&self, name: &str) -> Result<&Arc<Revision>, Trouble> {
        let not_read = || Trouble {
            message: format!("the revision `{name}` was not read"),
            help: vec!["build the handbook in its git repository".to_owned()],
        };
        self.0.get(name).ok_or_else(not_read)?.as_ref().map_err(Clone::clone)
    }
}

impl Trouble {
    /// From a message with its help in lines behind it, as commands print it.
    pub fn from_lines(text: &str) -> Self {
        let mut parts = text.split("\nhelp: ").map(str::to_owned);
        let message = parts.next().unwrap_or_default();
        Self { message, help: parts.collect() }
    }
}
