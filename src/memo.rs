//! Values of pure functions, found again by what they were made from: a build that remembers them is an
//! incremental build.
//!
//! There is no dependency graph and nothing to invalidate. A value is kept with a record of what was read
//! to make it, and found again while every answer is still the same. That record is written by the
//! reader itself ([`Tracked`](crate::handbook::Tracked)), so that it cannot be incomplete.

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::diagnostic::Diagnostics;
use crate::exchange::LevelJson;
use crate::fingerprint::{ByHash, Fingerprint};
use crate::handbook::Read;
use crate::handbook::catalogue::{Catalogue, ShownCriteria};
use crate::handbook::history::{EditionOf, Pasts, Places, Step};
use crate::loaded::{Addressed, Loaded};
use crate::read::{LevelBody, ParsedFile};
use crate::render::{Compiled, Rendered, RenderedPart};
use crate::theme::Theme;
use crate::tree::{File, RelPath, Tree};

/// All that a build remembers for the next one.
#[derive(Default)]
pub struct Memo {
    /// The theme with its layers resolved, and what is wrong with it.
    pub(crate) themes: Cache<AssembledTheme>,
    /// Files of content/ as they were read.
    pub(crate) parsed: Cache<ParsedFile>,
    /// Bodies of levels in the words of the handbook.
    pub(crate) bodies: Cache<LevelBody>,
    /// Criteria on the pages of levels.
    pub(crate) shown: Cache<ShownCriteria>,
    /// The list of all criteria that was made last.
    pub(crate) catalogue: Option<Arc<Catalogue>>,
    /// What names mean and where pages stand.
    pub(crate) addressed: Cache<Addressed>,
    /// What keeps a folder from holding the site.
    pub(crate) layout_faults: Cache<Diagnostics>,
    /// Files for programs that walk through sites, and for hosts.
    pub(crate) for_crawlers: Cache<Tree>,
    /// Files for programs.
    pub(crate) data: DataMemo,
    /// Everything that was rendered.
    pub(crate) rendering: RenderMemo,
    /// Handbooks of editions.
    pub(crate) editions: Cache<Loaded>,
    /// What happened from one edition to the next.
    pub(crate) steps: Cache<Step>,
    /// What became of criteria from the first edition to the last, and to today.
    pub(crate) pasts: Cache<Pasts>,
    /// Where levels of today stand in editions.
    pub(crate) places: Cache<Places>,
    /// What pages of editions say of others, with the fingerprint of that.
    pub(crate) edition_marks: Cache<(Arc<EditionOf>, Fingerprint)>,
    /// Sites of editions as a whole: most builds change none.
    pub(crate) edition_sites: Cache<EditionSite>,
    /// See [`Memo::of_one_build`].
    is_of_one_build: bool,
}

/// A theme with its layers resolved.
pub struct AssembledTheme {
    pub(crate) theme: Theme,
    /// What is wrong with it.
    pub(crate) diagnostics: Diagnostics,
    /// The fingerprint of the theme.
    pub(crate) fingerprint: Fingerprint,
    /// The fingerprint of what pages are rendered from, which is all of it but the files that they load.
    pub(crate) look: Fingerprint,
}

/// The site of an edition.
pub struct EditionSite {
    /// The folder of the whole site that it stands in.
    pub(crate) folder: String,
    /// Its files.
    pub(crate) output: Arc<Tree>,
    /// Which folder of the whole site has the files of its theme.
    pub(crate) assets: String,
    /// Number of its pages.
    pub(crate) pages: usize,
    /// What was wrong with rendering it.
    pub(crate) diagnostics: Diagnostics,
}

/// What a build remembers of the files for programs.
#[derive(Default)]
pub struct DataMemo {
    /// What they say of levels.
    pub(crate) levels: Cache<LevelJson>,
    /// Files of tracks; `None` for one without levels.
    pub(crate) tracks: Cache<Option<(RelPath, File)>>,
    /// Files of where criteria are found.
    pub(crate) criteria: Cache<(RelPath, File)>,
}

/// What a build remembers of templates and pages.
#[derive(Default)]
pub struct RenderMemo {
    /// Templates of the theme.
    pub(crate) templates: Cache<Compiled>,
    /// Parts of pages.
    pub(crate) parts: Cache<Rendering<Twinned<RenderedPart, String>>>,
    pub(crate) pages: Cache<Rendering<Twinned<Rendered, File>>>,
    /// Pages at old addresses.
    pub(crate) redirects: Cache<Rendered>,
}

/// Something of a page, and the same as Markdown: the text of a part, the file of a page.
pub struct Twinned<V, T> {
    pub(crate) value: V,
    /// `None` if that cannot be read as Markdown.
    pub(crate) twin: Option<T>,
}

impl Memo {
    /// One for a process that builds once: nothing that is made for a page is remembered, and no record is kept of what
    /// was read to make it. Files are read once all the same, however many editions have them.
    pub fn of_one_build() -> Self {
        Self {
            shown: Cache::forgetful(),
            data: DataMemo {
                levels: Cache::forgetful(),
                tracks: Cache::forgetful(),
                criteria: Cache::forgetful(),
            },
            addressed: Cache::forgetful(),
            layout_faults: Cache::forgetful(),
            for_crawlers: Cache::forgetful(),
            rendering: RenderMemo {
                templates: Cache::default(),
                parts: Cache::forgetful(),
                pages: Cache::forgetful(),
                redirects: Cache::forgetful(),
            },
            is_of_one_build: true,
            ..Self::default()
        }
    }

    /// Whether another build may ask for what this one made.
    pub(crate) fn remembers(&self) -> bool {
        !self.is_of_one_build
    }

    /// Takes out files as they were read; `None` if another build may ask for them. All that is to be read has been.
    pub(crate) fn take_sources(&mut self) -> Option<(Cache<ParsedFile>, Cache<LevelBody>)> {
        let is_last = !self.remembers();
        is_last.then(|| (std::mem::take(&mut self.parsed), std::mem::take(&mut self.bodies)))
    }

    /// Forgets what was not asked for since the last call, so that the memory follows the size of what is
    /// built. Whatever was built between two calls stays side by side.
    pub fn forget_unused(&mut self) {
        self.themes.forget_unused();
        self.parsed.forget_unused();
        self.bodies.forget_unused();
        self.shown.forget_unused();
        self.data.levels.forget_unused();
        self.data.tracks.forget_unused();
        self.data.criteria.forget_unused();
        self.addressed.forget_unused();
        self.layout_faults.forget_unused();
        self.for_crawlers.forget_unused();
        self.editions.forget_unused();
        self.steps.forget_unused();
        self.pasts.forget_unused();
        self.places.forget_unused();
        self.edition_marks.forget_unused();
        self.edition_sites.forget_unused();
        self.rendering.templates.forget_unused();
        self.rendering.parts.forget_unused();
        self.rendering.pages.forget_unused();
        self.rendering.redirects.forget_unused();
    }
}

/// How many inputs one thread takes at a time. What is to be made anew often stands together, such as pages of one
/// level; all in one thread's share, the others would wait for it.
const AT_ONCE: usize = 4;

/// Values of one function. Those of one key differ in what was read to make them.
pub struct Cache<V> {
    values: HashMap<Fingerprint, Vec<Entry<V>>, ByHash>,
    /// Whether nothing is remembered.
    is_forgetful: bool,
}

struct Entry<V> {
    /// What was read, and the fingerprints of the answers.
    reads: Arc<[(Read, Fingerprint)]>,
    value: Arc<V>,
    /// Whether it was asked for since the unused were last forgotten.
    is_used: bool,
}

/// A value and what was read to make it.
pub struct Made<V> {
    pub(crate) value: V,
    /// What was read, besides what the key stands for.
    pub(crate) reads: BTreeSet<Read>,
}

impl<V> Default for Cache<V> {
    fn default() -> Self {
        Self { values: HashMap::default(), is_forgetful: false }
    }
}

impl<V: Send + Sync> Cache<V> {
    /// One that remembers nothing: each value is made whenever it is asked for.
    fn forgetful() -> Self {
        Self { values: HashMap::default(), is_forgetful: true }
    }

    /// The values for `inputs`, in their order, each made only if none is remembered for its key; in
    /// parallel. The key stands for all that a value is made from.
    pub fn map<I: Sync>(
        &mut self,
        inputs: &[I],
        key: impl Fn(&I) -> Fingerprint + Sync,
        make: impl Fn(&I) -> V + Sync,
    ) -> Vec<Arc<V>> {
        let make = |input: &I| Made { value: make(input), reads: BTreeSet::new() };
        self.map_reads(inputs, key, |read| unreachable!("nothing was read, but {read:?}"), make)
    }

    /// The value for a key, if it is remembered.
    pub fn known(&mut self, key: Fingerprint) -> Option<Arc<V>> {
        let entry = self.values.get_mut(&key)?.first_mut()?;
        entry.is_used = true;
        Some(Arc::clone(&entry.value))
    }

    /// Remembers the value for a key that none is known for.
    pub fn keep(&mut self, key: Fingerprint, value: V) -> Arc<V> {
        let value = Arc::new(value);
        let entry = Entry { reads: Arc::new([]), value: Arc::clone(&value), is_used: true };
        self.values.insert(key, vec![entry]);
        value
    }

    /// The same for values that are made from their key and from what was read, whose answers `answer`
    /// gives for the present.
    pub fn map_reads<I: Sync>(
        &mut self,
        inputs: &[I],
        key: impl Fn(&I) -> Fingerprint + Sync,
        answer: impl Fn(&Read) -> Fingerprint + Sync,
        make: impl Fn(&I) -> Made<V> + Sync,
    ) -> Vec<Arc<V>> {
        if self.is_forgetful {
            return each(inputs, |input| Arc::new(make(input).value));
        }
        let found = self.look_up(inputs, key, answer, |input, _| make(input));
        self.take_up(found)
    }

    /// What is remembered for `inputs`, in their order, or made now. What makes a value is told the entries of the
    /// same key, of which none holds.
    fn look_up<I: Sync>(
        &self,
        inputs: &[I],
        key: impl Fn(&I) -> Fingerprint + Sync,
        answer: impl Fn(&Read) -> Fingerprint + Sync,
        make: impl Fn(&I, &[Entry<V>]) -> Made<V> + Sync,
    ) -> Vec<Found<V>> {
        each(inputs, |input| {
            let key = key(input);
            let holds =
                |entry: &Entry<V>| entry.reads.iter().all(|(read, known)| answer(read) == *known);
            let entries = self.values.get(&key).map_or(&[][..], Vec::as_slice);
            let found = entries.iter().position(holds).ok_or_else(|| {
                let Made { value, reads } = make(input, entries);
                let reads = reads.into_iter().map(|read| {
                    let answer = answer(&read);
                    (read, answer)
                });
                Entry { reads: reads.collect(), value: Arc::new(value), is_used: true }
            });
            (key, found)
        })
    }

    /// Remembers what was made, and notes what was asked for.
    fn take_up(&mut self, found: Vec<Found<V>>) -> Vec<Arc<V>> {
        self.values.reserve(found.iter().filter(|(_, found)| found.is_err()).count());
        let take_up = |(key, found): Found<V>| {
            let entries = self.values.entry(key).or_default();
            let at = found.unwrap_or_else(|made| {
                entries.push(made);
                entries.len() - 1
            });
            entries[at].is_used = true;
            Arc::clone(&entries[at].value)
        };
        found.into_iter().map(take_up).collect()
    }

    fn forget_unused(&mut self) {
        self.values.retain(|_, entries| {
            entries.retain_mut(|entry| std::mem::take(&mut entry.is_used));
            !entries.is_empty()
        });
    }
}

/// A key, and the number of its entry that holds or a new one.
type Found<V> = (Fingerprint, Result<usize, Entry<V>>);

/// What is made of each input, in parallel.
fn each<I: Sync, V: Send>(inputs: &[I], make: impl Fn(&I) -> V + Sync) -> Vec<V> {
    inputs.par_iter().with_max_len(AT_ONCE).map(&make).collect()
}

/// A value that was rendered from a view. It is found by what the view was made from, and if that has
/// changed, by the view.
pub struct Rendering<V> {
    view: Fingerprint,
    value: Arc<V>,
}

impl<V: Send + Sync> Cache<Rendering<V>> {
    /// The values for `inputs`, in their order, and how many were rendered. Where what a view was made
    /// from has changed, the view is made, and rendered only if no value is remembered for it; then it
    /// is dropped, so that the views of a large site are never all in memory. `fingerprint` is that of a view.
    pub fn render<I: Sync, P>(
        &mut self,
        inputs: &[I],
        key: impl Fn(&I) -> Fingerprint + Sync,
        answer: impl Fn(&Read) -> Fingerprint + Sync,
        view: impl Fn(&I) -> Made<P> + Sync,
        fingerprint: impl Fn(&P) -> Fingerprint + Sync,
        render: impl Fn(P) -> V + Sync,
    ) -> (Vec<Arc<V>>, usize) {
        if self.is_forgetful {
            return (each(inputs, |input| Arc::new(render(view(input).value))), inputs.len());
        }
        // Only where another key has the same view: something has changed that any page may show, but this one does not.
        let by_view: OnceLock<HashMap<Fingerprint, &Arc<V>, ByHash>> = OnceLock::new();
        let of_other_key = |view: Fingerprint| {
            let all = self.values.values().flatten();
            let known =
                by_view.get_or_init(|| all.map(|it| (it.value.view, &it.value.value)).collect());
            known.get(&view).copied()
        };
        let rendered = AtomicUsize::new(0);
        let make = |input: &I, entries: &[Entry<Rendering<V>>]| {
            let made = view(input);
            let view = fingerprint(&made.value);
            let known = match entries {
                [] => of_other_key(view),
                of_key => {
                    of_key.iter().map(|it| &it.value).find(|it| it.view == view).map(|it| &it.value)
                }
            };
            let value = known.map(Arc::clone).unwrap_or_else(|| {
                rendered.fetch_add(1, Ordering::Relaxed);
                Arc::new(render(made.value))
            });
            Made { value: Rendering { view, value }, reads: made.reads }
        };
        let found = self.look_up(inputs, key, answer, make);
        let renderings = self.take_up(found);
        let values = renderings.iter().map(|it| Arc::clone(&it.value)).collect();
        (values, rendered.into_inner())
    }
}
