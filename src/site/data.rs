//! A handbook in a theme -> the files of its site for programs.

use std::sync::Arc;

use super::themed::Kept;
use crate::config::Twins;
use crate::exchange::{self, Feed, LevelJson, Levels, Parts, Said};
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
    if routes.has_parts() {
        files.extend(divided(site, shared, &levels, remembered, store));
    }
    let path = RelPath::new(DATA).expect("a relative path");
    let data = match (levels, kept) {
        (Levels::Remembered(levels), Some(kept)) if routes.has_parts() => {
            whole_later(site, kept, shared, levels)
        }
        (levels, _) => store.store_written(&path, &|to| exchange::write_json(site, &levels, to)),
    };
    files.insert(path, data);
    files
}

/// The handbook as a whole. Where pages load parts, none loads it, and most edits change it: it is made once it is asked
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

/// The files of which pages of a large handbook load a few. Each is stored as soon as it is made.
fn divided(
    site: &Site,
    shared: Fingerprint,
    levels: &Levels,
    remembered: &mut DataMemo,
    store: &dyn FileStore,
) -> Tree {
    let said = Said::new(site, levels);
    let made = Parts::new(site, levels, &said);
    let DataMemo { tracks, criteria, .. } = remembered;
    let (of_tracks, of_criteria) = rayon::join(
        || of_tracks(site, shared, &made, tracks, store),
        || of_criteria(shared, &made, criteria, store),
    );
    let mark = |(_, file): &(RelPath, File)| file.fingerprint();
    let tracks: Vec<_> = of_tracks.iter().map(|it| it.as_ref().as_ref().map(mark)).collect();
    let criteria: Vec<_> = of_criteria.iter().map(mark).collect();
    let index = stored(store, parts::INDEX, made.index(&tracks, &criteria));
    let of_tracks = of_tracks.iter().filter_map(|it| it.as_ref().clone());
    index.into_iter().chain(of_tracks).chain(of_criteria).collect()
}

/// The files of tracks, `None` for those without levels.
fn of_tracks(
    site: &Site,
    shared: Fingerprint,
    made: &Parts,
    remembered: &mut Cache<Option<(RelPath, File)>>,
    store: &dyn FileStore,
) -> Vec<Arc<Option<(RelPath, File)>>> {
    let tracks: Vec<TrackIx> = site.handbook.tracks().map(|(track, _)| track).collect();
    let key = |track: &TrackIx| Fingerprint::of(&(shared, made.track_key(*track)));
    let make = |track: &TrackIx| {
        let path = parts::of_track(&site.handbook[*track].id);
        stored(store, &path, made.track(*track)?)
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
        return Levels::made(site);
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
