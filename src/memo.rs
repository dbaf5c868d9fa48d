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
    /// The values for `inputs`, in their order, and how many were computed. Each input is prepared,
    /// and its value computed only if no value is remembered for the key of what was prepared; all
    /// this in parallel. Values that are remembered but not asked for are forgotten.
    pub fn map<I: Sync, P>(
        &mut self,
        inputs: &[I],
        prepare: impl Fn(&I) -> P + Sync,
        key: impl Fn(&P) -> Fingerprint + Sync,
        compute: impl Fn(P) -> V + Sync,
    ) -> (Vec<Arc<V>>, usize) {
        let known = &self.values;
        let values: Vec<(Fingerprint, Arc<V>, bool)> = inputs
            .par_iter()
            .map(|input| {
                let prepared = prepare(input);
                let key = key(&prepared);
                match known.get(&key) {
                    Some(value) => (key, Arc::clone(value), false),
                    None => (key, Arc::new(compute(prepared)), true),
                }
            })
            .collect();
        let computed = values.iter().filter(|(_, _, fresh)| *fresh).count();
        self.values = values.iter().map(|(key, value, _)| (*key, Arc::clone(value))).collect();
        (values.into_iter().map(|(_, value, _)| value).collect(), computed)
    }
}

/// All that a build remembers for the next one.
#[derive(Default)]
pub struct Memo {
    /// Files of content/ as they were read.
    pub parsed: Cache<crate::read::ParsedFile>,
    /// Templates of the theme.
    pub templates: Cache<crate::render::Compiled>,
    /// Pages as they were rendered.
    pub pages: Cache<crate::render::Rendered>,
}
