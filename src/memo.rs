//! Fingerprint of inputs -> value: a build that remembers pure functions is an incremental build.
//!
//! There is no dependency graph and nothing to invalidate: a value is found again if and only if
//! all that it was computed from has the same fingerprint. A value that a build did not ask for is
//! dropped at the end of that build, so the memory follows the size of the site.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

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
}

/// A value that was made from a view, which in turn was made from inputs. It is found by the inputs, and
/// if these have changed, by the view.
pub struct Rendering<V> {
    view: Fingerprint,
    value: Arc<V>,
}

impl<V: Send + Sync> Cache<Rendering<V>> {
    /// The values for `inputs`, in their order, and how many were rendered. Where the inputs have
    /// changed, the view is made, and rendered only if no value is remembered for it; then it is
    /// dropped, so that the views of a large site are never all in memory.
    pub fn render<I: Sync, P>(
        &mut self,
        inputs: &[I],
        key: impl Fn(&I) -> Fingerprint + Sync,
        view: impl Fn(&I) -> (Fingerprint, P) + Sync,
        render: impl Fn(P) -> V + Sync,
    ) -> (Vec<Arc<V>>, usize) {
        let known: HashMap<Fingerprint, Arc<V>> =
            self.values.values().map(|it| (it.view, Arc::clone(&it.value))).collect();
        let rendered = AtomicUsize::new(0);
        let compute = |input: &I| {
            let (view, prepared) = view(input);
            let value = known.get(&view).map(Arc::clone).unwrap_or_else(|| {
                rendered.fetch_add(1, Ordering::Relaxed);
                Arc::new(render(prepared))
            });
            Rendering { view, value }
        };
        let renderings = self.map(inputs, key, compute);
        let values = renderings.iter().map(|it| Arc::clone(&it.value)).collect();
        (values, rendered.into_inner())
    }
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
    /// Everything that was rendered.
    pub rendering: RenderMemo,
}

/// What a build remembers of templates and pages.
#[derive(Default)]
pub struct RenderMemo {
    /// Templates of the theme.
    pub templates: Cache<crate::render::Compiled>,
    /// Parts of pages.
    pub parts: Cache<Rendering<crate::render::RenderedPart>>,
    /// Pages.
    pub pages: Cache<Rendering<crate::render::Rendered>>,
}
