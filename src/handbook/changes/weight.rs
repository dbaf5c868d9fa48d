//! How much a change matters to those who are measured by the ladder.

/// What a change asks for. `docs/versions.md` has the rule for each kind of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// Nothing that has to be read again: typography, ids.
    Patch,
    /// It is clearer, shown by an example, or less than before.
    Minor,
    /// Something new is required, or more: who met the level before may not meet it now. Also what words
    /// alone cannot tell from that.
    Major,
}

impl Weight {
    /// All of them, the weightiest first.
    pub const ALL: [Self; 3] = [Self::Major, Self::Minor, Self::Patch];

    /// The word for it, as for the parts of a version.
    pub fn name(self) -> &'static str {
        match self {
            Self::Major => "major",
            Self::Minor => "minor",
            Self::Patch => "patch",
        }
    }
}
