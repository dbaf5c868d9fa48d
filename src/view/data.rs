//! What a template receives, whatever its kind.

use std::hash::{Hash, Hasher};

use serde::{Serialize, Serializer};

use crate::fingerprint::Fingerprint;

/// The struct of one kind of page, part or component, for its template. It hashes to its fingerprint, so
/// that the renderer needs to know no kind.
pub struct Data(Box<dyn Shown>);

/// What a template may receive.
trait Shown: erased_serde::Serialize + Send + Sync {
    fn fingerprint(&self) -> Fingerprint;
}

impl<T: Serialize + Hash + Send + Sync> Shown for T {
    fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self)
    }
}

impl Data {
    /// Wraps the struct of a kind.
    pub fn of(value: impl Serialize + Hash + Send + Sync + 'static) -> Self {
        Self(Box::new(value))
    }
}

impl Serialize for Data {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        erased_serde::serialize(&*self.0, serializer)
    }
}

impl Hash for Data {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.fingerprint().hash(state);
    }
}
