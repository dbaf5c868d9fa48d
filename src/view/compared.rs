//! Levels side by side, laid so once for all pages that show them.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use super::context::{Notes, PageContext, Site};
use crate::handbook::compare::{self, Comparison};
use crate::handbook::{LevelIx, PageKey, Tracked};

/// The level on the left, and the one on the right.
type Pair = (LevelIx, LevelIx);

/// The comparisons of a site. Two levels in sequence are laid side by side on the page of each and on their own: that is
/// much of what these pages cost. What is read for a page that is remembered has to be noted with it, so that there
/// each page makes its own.
pub struct Comparisons<'a> {
    site: &'a Site<'a>,
    /// Each level with each that it leads to.
    moves: HashSet<Pair>,
    /// Those that further pages show, and how many these are.
    made: Mutex<HashMap<Pair, (Arc<Comparison<'a>>, usize)>>,
}

impl<'a> Comparisons<'a> {
    /// Those of a site, none of them made yet.
    pub fn of(site: &'a Site<'a>) -> Self {
        let levels = site.handbook.levels();
        let moves = levels.flat_map(|(from, it)| it.next.iter().map(move |step| (from, step.to)));
        Self { site, moves: moves.collect(), made: Mutex::default() }
    }

    /// What a page and its Markdown lay side by side. To be asked once for each page; what is read is noted.
    pub fn on_page<'n>(&'n self, notes: &'n Notes, page: PageKey) -> Vec<Arc<Comparison<'n>>> {
        let handbook = PageContext::new(self.site, notes, page).handbook;
        let own = |(from, to)| Arc::new(compare::levels(handbook, from, to));
        let pairs = pairs_on(handbook, page).into_iter();
        match self.site.notes_reads {
            true => pairs.map(own).collect(),
            false => pairs.map(|pair| self.shared(pair)).collect(),
        }
    }

    /// One that several pages show, for one of them.
    fn shared(&self, pair: Pair) -> Arc<Comparison<'a>> {
        if let Some(known) = self.take(pair) {
            return known;
        }
        let made = compare::levels(self.site.handbook.untracked(), pair.0, pair.1);
        // Another thread may have been quicker.
        self.take(pair).unwrap_or_else(|| {
            let made = Arc::new(made);
            let further = self.pages_with(pair).saturating_sub(1);
            if further > 0 {
                self.lock().insert(pair, (Arc::clone(&made), further));
            }
            made
        })
    }

    /// One that is made already. It is kept until the last page has it, so that those of a large site are never all in
    /// memory.
    fn take(&self, pair: Pair) -> Option<Arc<Comparison<'a>>> {
        let mut made = self.lock();
        let Entry::Occupied(mut known) = made.entry(pair) else { return None };
        let (_, further) = known.get_mut();
        *further -= 1;
        Some(if *further == 0 { known.remove().0 } else { Arc::clone(&known.get().0) })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Pair, (Arc<Comparison<'a>>, usize)>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many pages lay two levels side by side, by what [`pairs_on`] says of each. It is asked for each pair, so
    /// that it looks through no list.
    fn pages_with(&self, (from, to): Pair) -> usize {
        let leads = self.moves.contains(&(from, to));
        let is_next = self.site.handbook.previous(to) == Some(from);
        let pages = [
            (PageKey::Level(from), leads),
            (PageKey::Level(to), is_next || leads && from == to),
            (PageKey::Compare(from, to), true),
        ];
        pages.iter().filter(|(page, has_pair)| *has_pair && self.site.routes.has(*page)).count()
    }
}

/// What a page lays side by side: a level and the one before it, then that level and each that it leads to.
fn pairs_on(handbook: Tracked, page: PageKey) -> Vec<Pair> {
    match page {
        PageKey::Level(level) => {
            let before = handbook.previous(level).map(|before| (before, level));
            let steps = handbook.handbook()[level].next.iter().map(|step| (level, step.to));
            let mut seen = HashSet::new();
            before.into_iter().chain(steps).filter(|pair| seen.insert(*pair)).collect()
        }
        PageKey::Compare(from, to) => vec![(from, to)],
        _ => Vec::new(),
    }
}
