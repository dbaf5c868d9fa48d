//! Commits by the names that people use.

/// A commit, as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The name by which it was asked for: `v1`, `HEAD`.
    pub name: String,
    /// The id of the commit.
    pub commit: String,
    /// The day of the commit, where it was made: `2026-03-01`.
    pub date: String,
}
