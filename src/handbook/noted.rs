//! Values that only the tracker gives out.

use std::hash::{Hash, Hasher};

/// A value that is read through [`Tracked`](super::tracked::Tracked) alone, which notes that it was. It hashes to
/// nothing: what was made from it depends on the note, not on the hash of what holds it.
#[derive(Clone, Debug, Default)]
pub struct Noted<T>(pub(super) T);

impl<T> Noted<T> {
    /// Puts a value behind the tracker.
    pub fn new(value: T) -> Self {
        Self(value)
    }
}

impl<T> Hash for Noted<T> {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}
