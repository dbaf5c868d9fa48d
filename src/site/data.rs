//! A handbook in a theme -> the files of its site for programs.

use std::collections::HashMap;
use std::slice;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::themed::Kept;
use crate::config::Twins;
use crate::exchange::{self, Feed, LevelJson, LevelText, Levels, MadeTrack, Parts};
use crate::fingerprint::Fingerprint;
use crate::handbook::routes::{
    DATA, DATA_SCHEMA, FEED, LLMS, NOJEKYLL, REDIRECTS, ROBOTS, SITEMAP, WORDS,
};
use crate::handbook::{LevelIx, PageKey, Read, Reads, TrackIx, parts};
use crate::memo::{Cache, DataMemo, Made};
use crate::tree::{File, FileStore, RelPath, Tree};
use crate::view::{Notes, Site};

/// Files for machines. `kept` is the same site if it may be kept for what is made later, and `shared` is [`Site::shared`].
pub fn data(
    site: &Site,
    kept: Option<&Kept>,
    shared: Fingerprint,
    remembered: &mut DataMemo,
    store: &dyn FileStore,
) -> Tree {
    let Site { handbook, routes, config, .. } = *site;
    let levels = levels(site, shared, remembered);
    let mut files = Tree::default();
    let mut add = |path: &str, bytes| {
        if let Some((path, file)) = stored(store, path, bytes) {
            files.insert(path, file);
        }
    };
    add(DATA_SCHEMA, exchange::SCHEMA.as_bytes().to_vec());
    if routes.has(PageKey::Comparisons) && !routes.has_parts() {
        add(WORDS, exchange::words(handbook, &levels));
    }
    if routes.has(PageKey::Changes) {
        let feed = Feed { config, routes, messages: site.messages, history: site.history };
        add(FEED, exchange::feed(feed));
    }
    let path = RelPath::new(DATA).expect("a relative path");
    let data = if routes.has_parts() {
        let (parts, whole) = divided(site, kept, shared, levels, remembered, store, &path);
        files.extend(parts);
        whole
    } else {
        whole(site, &levels, store, &path)
    };
    files.insert(path, data);
    files
}

/// The handbook as a whole.
fn whole(site: &Site, levels: &Levels, store: &dyn FileStore, path: &RelPath) -> File {
    store.store_written(path, &|to| {
        let each = site.handbook.levels().map(|(level, _)| levels.json(level));
        exchange::write_json(site, each, to)
    })
}

/// The same, made later. Where pages load parts, none loads it, and most edits change it: it is made once it is asked
/// for. Its fingerprint may change where its bytes do not, for which a page that had loaded it would be loaded anew.
fn whole_later(site: &Site, kept: &Kept, shared: Fingerprint, levels: Vec<Arc<LevelJson>>) -> File {
    let prose = site.handbook.texts.keys().map(|page| site.answer(&Read::Prose(*page)));
    let prose: Vec<Fingerprint> = prose.collect();
    let of_levels: Vec<Fingerprint> = levels.iter().map(|it| it.fingerprint).collect();
    let made_from = Fingerprint::of(&(shared, site.addressed, prose, of_levels));
    let kept = Arc::clone(kept);
    let make = move || kept.view(|site, _| exchange::json(site, &Levels::Remembered(levels)));
    File::later(made_from, make)
}

/// A file of the site with these bytes; `None` if no file can have that path.
fn stored(store: &dyn FileStore, path: &str, bytes: Vec<u8>) -> Option<(RelPath, File)> {
    let path = RelPath::new(path)?;
    let file = store.store(&path, bytes);
    Some((path, file))
}

/// What a file of a track comes to; `None` for one without levels.
type TrackFile = Option<(RelPath, File)>;

/// The files of which pages of a large handbook load a few, each stored as soon as it is made; and the handbook as a
/// whole.
fn divided(
    site: &Site,
    kept: Option<&Kept>,
    shared: Fingerprint,
    levels: Levels,
    remembered: &mut DataMemo,
    store: &dyn FileStore,
    path: &RelPath,
) -> (Tree, File) {
    let steps = levels.steps();
    let made = Parts::new(site, &levels, &steps);
    let DataMemo { tracks, criteria, .. } = remembered;
    let of_tracks = || match levels {
        Levels::Remembered(_) => (of_tracks(site, shared, &made, tracks, store), None),
        Levels::Made(_) => {
            let (tracks, whole) = tracks_and_whole(site, &made, store, path);
            (tracks, Some(whole))
        }
    };
    let ((of_tracks, written), of_criteria) =
        rayon::join(of_tracks, || of_criteria(shared, &made, criteria, store));
    let mark = |(_, file): &(RelPath, File)| file.fingerprint();
    let tracks: Vec<_> = of_tracks.iter().map(|it| it.as_ref().as_ref().map(mark)).collect();
    let criteria: Vec<_> = of_criteria.iter().map(mark).collect();
    let index = stored(store, parts::INDEX, made.index(&tracks, &criteria));
    let of_tracks = of_tracks.iter().filter_map(|it| it.as_ref().clone());
    let files = index.into_iter().chain(of_tracks).chain(of_criteria).collect();
    let whole = match (written, levels, kept) {
        (Some(written), ..) => written,
        (None, Levels::Remembered(levels), Some(kept)) => whole_later(site, kept, shared, levels),
        (None, levels, _) => whole(site, &levels, store, path),
    };
    (files, whole)
}

/// The files of tracks and the handbook as a whole.
fn tracks_and_whole(
    site: &Site,
    made: &Parts,
    store: &dyn FileStore,
    path: &RelPath,
) -> (Vec<Arc<TrackFile>>, File) {
    let tracks: Vec<TrackIx> = site.handbook.tracks().map(|(track, _)| track).collect();
    let files = Mutex::new(Vec::new());
    let whole = store.store_written(path, &|to| {
        let mut in_turn = TracksInTurn {
            site,
            made,
            store,
            open: tracks.chunks(TRACKS_AT_ONCE),
            waiting: HashMap::new(),
            files: Vec::new(),
        };
        let each = site.handbook.levels().map(|(level, _)| in_turn.level(level));
        exchange::write_json(site, each, to)?;
        while in_turn.make_some() {}
        *files.lock().unwrap_or_else(PoisonError::into_inner) = in_turn.files;
        Ok(())
    });
    (files.into_inner().unwrap_or_else(PoisonError::into_inner), whole)
}

/// How many tracks are made at a time.
const TRACKS_AT_ONCE: usize = 8;

/// Files of tracks that are made as the handbook as a whole gets to their levels, so that each level is made once, and
/// few are in memory: most handbooks have the levels of a track together.
struct TracksInTurn<'m> {
    site: &'m Site<'m>,
    made: &'m Parts<'m>,
    store: &'m dyn FileStore,
    /// Those that are not made yet.
    open: slice::Chunks<'m, TrackIx>,
    /// Levels of tracks that are made, which have not been asked for yet.
    waiting: HashMap<LevelIx, LevelText<'m>>,
    files: Vec<Arc<TrackFile>>,
}

impl<'m> TracksInTurn<'m> {
    /// What data says of a level. Each is asked for once; one that no track has, or that was asked for before, is made
    /// by itself.
    fn level(&mut self, level: LevelIx) -> LevelText<'m> {
        loop {
            if let Some(made) = self.waiting.remove(&level) {
                return made;
            }
            if !self.make_some() {
                return self.made.level(level);
            }
        }
    }

    /// Makes some tracks; `false` if all are made.
    fn make_some(&mut self) -> bool {
        let Some(tracks) = self.open.next() else { return false };
        let made = |track: &TrackIx| (*track, self.made.track(*track));
        let made = tracks.par_iter().map(made).map(|(track, made)| {
            let MadeTrack { bytes, levels } = made?;
            let path = parts::of_track(&self.site.handbook[track].id);
            Some((stored(self.store, &path, bytes), levels))
        });
        for made in made.collect::<Vec<_>>() {
            let (file, levels) = made.unzip();
            self.files.push(Arc::new(file.flatten()));
            self.waiting.extend(levels.into_iter().flatten());
        }
        true
    }
}

/// The files of tracks, `None` for those without levels.
fn of_tracks(
    site: &Site,
    shared: Fingerprint,
    made: &Parts,
    remembered: &mut Cache<TrackFile>,
    store: &dyn FileStore,
) -> Vec<Arc<TrackFile>> {
    let tracks: Vec<TrackIx> = site.handbook.tracks().map(|(track, _)| track).collect();
    let key = |track: &TrackIx| Fingerprint::of(&(shared, made.track_key(*track)));
    let make = |track: &TrackIx| {
        let path = parts::of_track(&site.handbook[*track].id);
        stored(store, &path, made.track(*track)?.bytes)
    };
    remembered.map(&tracks, key, make)
}

/// The files of where criteria are found, by their numbers.
fn of_criteria(
    shared: Fingerprint,
    made: &Parts,
    remembered: &mut Cache<(RelPath, File)>,
    store: &dyn FileStore,
) -> Vec<(RelPath, File)> {
    let file = |(number, bytes)| stored(store, &parts::of_criteria(number), bytes);
    let Some(keys) = made.criteria_keys() else {
        return made.criteria(&|_| true).filter_map(file).collect();
    };
    let keys: Vec<Fingerprint> = keys.iter().map(|key| Fingerprint::of(&(shared, key))).collect();
    let known: Vec<_> = keys.iter().map(|key| remembered.known(*key)).collect();
    let is_unknown = |number: usize| known[number].is_none();
    let mut fresh = made.criteria(&is_unknown).filter_map(file);
    let files = keys.iter().zip(&known).filter_map(|(key, known)| {
        let file = known.clone().or_else(|| Some(remembered.keep(*key, fresh.next()?)));
        file.map(|it| (*it).clone())
    });
    files.collect()
}

/// Files for programs that walk through sites and for hosts, which look for them at the root of one alone; but for
/// the headers, which need to know the editions.
pub fn for_crawlers(site: &Site, remembered: &mut Cache<Tree>) -> Arc<Tree> {
    if site.edition.is_some() {
        return Arc::default();
    }
    let key = |(): &()| Fingerprint::of(&(site.shared(), site.addressed));
    let make = |(): &()| {
        let reads = Reads::default();
        Made { value: made_for_crawlers(site, &reads), reads: reads.into_set() }
    };
    remembered.map_reads(&[()], key, |read| site.answer(read), make).swap_remove(0)
}

fn made_for_crawlers(site: &Site, reads: &Reads) -> Tree {
    let Site { config, routes, .. } = *site;
    let llms = (config.build.markdown != Twins::None).then(|| exchange::llms(site, reads));
    let files = [
        (ROBOTS, exchange::robots(config)),
        (SITEMAP, exchange::sitemap(config, routes)),
        (LLMS, llms),
        (REDIRECTS, exchange::redirects(routes)),
        (NOJEKYLL, Some(Vec::new())),
    ];
    let files = files.into_iter();
    files.filter_map(|(path, bytes)| Some((RelPath::new(path)?, File::new(bytes?)))).collect()
}

/// What data says of each level.
fn levels<'s>(site: &'s Site<'s>, shared: Fingerprint, remembered: &mut DataMemo) -> Levels<'s> {
    let Site { handbook, notes_reads, .. } = *site;
    if !notes_reads {
        return Levels::Made(site);
    }
    let levels: Vec<LevelIx> = handbook.levels().map(|(level, _)| level).collect();
    let key = |level: &LevelIx| Fingerprint::of(&(shared, level));
    let make = |level: &LevelIx| {
        let notes = Notes::default();
        let value = exchange::level(site, &notes, *level);
        Made { value, reads: notes.reads.into_set() }
    };
    Levels::Remembered(remembered.levels.map_reads(&levels, key, |read| site.answer(read), make))
}
