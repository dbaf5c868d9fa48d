//! What a template receives, whatever its kind.

use std::hash::{Hash, Hasher};

use serde::{Serialize, Serializer};

use crate::fingerprint::Fingerprint;

/// The struct of one kind of page, part or component, for its template. It hashes to its fingerprint, so
/// that the renderer needs to know no kind.
pub struct Data {
    value: Box<dyn erased_serde::Serialize + Send + Sync>,
    fingerprint: Fingerprint,
}

impl Data {
    /// Wraps the struct of a kind.
    pub fn of(value: impl Serialize + Hash + Send + Sync + 'static) -> Self {
        Self { fingerprint: Fingerprint::of(&value), value: Box::new(value) }
    }
}

impl Serialize for Data {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        erased_serde::serialize(&*self.value, serializer)
    }
}

impl Hash for Data {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint.hash(state);
    }
}
