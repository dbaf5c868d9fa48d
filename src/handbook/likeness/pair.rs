//! What comes out of pairing.

/// What says that two criteria belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum By {
    /// They have the same id.
    Id,
    /// One replaces the other, as its author wrote.
    Author,
    /// They are alike.
    Words,
}

impl By {
    /// The word that themes and the JSON use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Author => "author",
            Self::Words => "words",
        }
    }
}

/// Two criteria that belong together, by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    pub from: usize,
    pub to: usize,
    pub by: By,
    /// Whether it is more than likely.
    pub is_sure: bool,
    /// How alike their words are, of [`ALL`](super::ALL).
    pub likeness: u32,
}

impl Pair {
    /// The same pair seen from the other side.
    pub fn flipped(self) -> Self {
        Self { from: self.to, to: self.from, ..self }
    }
}
