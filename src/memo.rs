//! Fingerprint of inputs -> value: a build that remembers pure functions is an incremental build.
//!
//! There is no dependency graph and nothing to invalidate: a value is found again if and only if
//! all that it was computed from has the same fingerprint. A value that a build did not ask for is
//! dropped at the end of that build, so the memory follows the size of the site.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::fingerprint::Fingerprint;

/// Values of one pure function, found by the fingerprint of its parameters.
pub struct Cache<V> {
    values: HashMap<Fingerprint, Arc<V>>,
}

impl<V> Default for Cache<V> {
    fn default() -> Self {
        Self { values: HashMap::new() }
    }
}

impl<V: Send + Sync> Cache<V> {
    /// The values for `inputs`, in their order, each computed only if none is remembered for its key;
    /// in parallel. Values that are remembered but not asked for are forgotten.
    pub fn map<I: Sync>(
        &mut self,
        inputs: &[I],
        key: impl Fn(&I) -> Fingerprint + Sync,
        compute: impl Fn(&I) -> V + Sync,
    ) -> Vec<Arc<V>> {
        let known = &self.values;
        let values: Vec<(Fingerprint, Arc<V>)> = inputs
            .par_iter()
            .map(|input| {
                let key = key(input);
                let value = known.get(&key).map(Arc::clone);
                (key, value.unwrap_or_else(|| Arc::new(compute(input))))
            })
            .collect();
        self.values = values.iter().map(|(key, value)| (*key, Arc::clone(value))).collect();
        values.into_iter().map(|(_, value)| value).collect()
    }

    /// All values that are remembered, in no order.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.values.values().map(Arc::as_ref)
    }
}

/// A rendered page, which is found by its inputs, and if these have changed, by what it shows.
pub struct Page {
    /// The fingerprint of its view, and of what it was rendered with.
    pub view: Fingerprint,
    /// Its bytes.
    pub rendered: Arc<crate::render::Rendered>,
}

/// All that a build remembers for the next one.
#[derive(Default)]
pub struct Memo {
    /// Files of content/ as they were read.
    pub parsed: Cache<crate::read::ParsedFile>,
    /// Bodies of levels in the words of the handbook.
    pub bodies: Cache<crate::read::LevelBody>,
    /// Levels as JSON.
    pub levels: Cache<crate::exchange::LevelJson>,
    /// Templates of the theme.
    pub templates: Cache<crate::render::Compiled>,
    /// Pages as they were rendered.
    pub pages: Cache<Page>,
}
