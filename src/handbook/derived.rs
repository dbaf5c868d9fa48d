//! Values that are made from what holds them.

use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

/// What is made from the rest of what holds it when it is first asked for, to answer many questions at the price of
/// one. It hashes to nothing, since the rest has a hash, and a copy makes its own, since the rest of a copy may
/// change.
#[derive(Debug)]
pub struct Derived<T>(OnceLock<T>);

impl<T> Derived<T> {
    /// The value, which `make` makes unless it is there. What it is made from must be complete by now.
    pub fn get(&self, make: impl FnOnce() -> T) -> &T {
        self.0.get_or_init(make)
    }
}

impl<T> Default for Derived<T> {
    fn default() -> Self {
        Self(OnceLock::new())
    }
}

impl<T> Clone for Derived<T> {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl<T> Hash for Derived<T> {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}
