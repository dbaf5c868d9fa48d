//! What has to be done to an output folder, decided before anything is touched.

#![expect(
    clippy::disallowed_methods,
    reason = "this module is the edge: it reads and writes files"
)]

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use rayon::prelude::*;

use super::files::{move_or_copy, replace, replace_by_copy};
use super::paths::{ancestors, listed, on_disk};
use super::spool::OpenSpool;
use crate::file_names;
use crate::fingerprint::Fingerprint;
use crate::tree::{File, RelPath, Stored, Tree};

/// What `write` did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that were new or had other bytes.
    pub changed: usize,
    /// Files that had the right bytes and were not touched.
    pub unchanged: usize,
    /// Files of an earlier site that this one does not have.
    pub removed: usize,
}

/// What has to be done to an output folder.
pub struct Plan<'a> {
    pub changed: Vec<(&'a RelPath, &'a File)>,
    /// Number of files that have the right bytes.
    pub unchanged: usize,
    /// Files of an earlier site to remove.
    pub stale: Vec<RelPath>,
    /// The stale files where the site needs a folder, or in a folder where it needs a file. They are
    /// removed before anything is written.
    pub blocking: BTreeSet<RelPath>,
    /// The files of the next manifest.
    pub owned: BTreeSet<RelPath>,
}

impl<'a> Plan<'a> {
    /// Compares the site with the folder.
    pub fn new(output: &Path, old: &BTreeSet<RelPath>, site: &'a Tree) -> anyhow::Result<Self> {
        let folders: BTreeSet<&str> =
            one_of_each_folder(site).into_iter().flat_map(ancestors).collect();
        let Folders { mut foreign, absent } = Folders::at(output, old, &folders)?;
        let files: Vec<(&RelPath, &File)> = site.iter().collect();
        let existing: Vec<Existing> = files
            .par_iter()
            .map(|(path, file)| match absent.contains(path.folder()) {
                true => Existing::Replaceable,
                false => Existing::at(&on_disk(output, path), path, file, old),
            })
            .collect();

        let mut plan = Plan {
            changed: Vec::new(),
            unchanged: 0,
            stale: Vec::new(),
            blocking: BTreeSet::new(),
            owned: BTreeSet::new(),
        };
        let mut owned = Vec::with_capacity(files.len());
        for ((path, file), existing) in files.into_iter().zip(existing) {
            match existing {
                Existing::Foreign => foreign.push(path.as_str()),
                // A foreign file that happens to have the right bytes does not become one of ours.
                Existing::Same => {
                    plan.unchanged += 1;
                    if old.contains(path) {
                        owned.push(path.clone());
                    }
                }
                Existing::Replaceable => {
                    plan.changed.push((path, file));
                    owned.push(path.clone());
                }
            }
        }
        plan.owned = owned.into_iter().collect();
        if !foreign.is_empty() {
            bail!(
                "the site needs {} in `{}`, where there is something that ladderbook did not \
                 write\nhelp: move it away, or choose another `output` in book.toml",
                listed(&foreign),
                output.display()
            );
        }
        plan.stale = old.iter().filter(|path| site.get(path.as_str()).is_none()).cloned().collect();
        let is_blocking = |path: &&RelPath| {
            folders.contains(path.as_str())
                || ancestors(path).any(|folder| site.get(folder).is_some())
        };
        plan.blocking = plan.stale.iter().filter(is_blocking).cloned().collect();
        Ok(plan)
    }

    /// Removes and writes, where files that wait in the spool are moved; returns how many files were removed.
    pub fn apply(&self, output: &Path, spool: Option<&OpenSpool>) -> anyhow::Result<usize> {
        let mut removed = remove(output, self.blocking.iter())?;
        let whole = spool.map(|it| it.move_whole(&self.changed)).unwrap_or_default();
        let is_spooled = |file: &File| spool.is_some_and(|it| it.has(file));
        let is_left = |(path, file): &&(&RelPath, &File)| {
            let root = ancestors(path).next().unwrap_or(path.as_str());
            !(whole.contains(OsStr::new(root)) && is_spooled(file))
        };
        let left: Vec<&(&RelPath, &File)> = self.changed.iter().filter(is_left).collect();
        let folders: BTreeSet<&str> = left.iter().map(|(path, _)| path.folder()).collect();
        for folder in folders {
            let folder = output.join(folder);
            fs::create_dir_all(&folder)
                .with_context(|| format!("cannot create the folder `{}`", folder.display()))?;
        }
        let mut places: HashMap<&OsStr, usize> = HashMap::new();
        for stored in left.iter().filter_map(|(_, file)| file.stored_at()) {
            *places.entry(stored.place().as_os_str()).or_default() += 1;
        }
        // One file may stand at several paths.
        let is_moved = |file: &File, place: &Path| {
            is_spooled(file) && places.get(place.as_os_str()) == Some(&1)
        };
        left.par_iter().enumerate().try_for_each(|(number, (path, file))| {
            let target = on_disk(output, path);
            let written = match file.stored_at().map(Stored::place) {
                None => replace(&target, number, file.bytes()),
                Some(place) if is_moved(file, place) => {
                    move_or_copy(place, &target, number, file.fingerprint())
                }
                Some(place) => replace_by_copy(&target, number, place, file.fingerprint()),
            };
            written.with_context(|| format!("cannot write `{}`", target.display()))
        })?;
        let others = self.stale.iter().filter(|path| !self.blocking.contains(*path));
        removed += remove(output, others)?;
        Ok(removed)
    }

    /// What [`Self::apply`] did if it removed this many files.
    pub fn summary(&self, removed: usize) -> Written {
        Written { changed: self.changed.len(), unchanged: self.unchanged, removed }
    }
}

/// What is on the disk where a file of the site belongs.
enum Existing {
    /// A file with the same bytes.
    Same,
    /// Nothing, or what ladderbook may replace.
    Replaceable,
    /// What ladderbook did not write.
    Foreign,
}

impl Existing {
    fn at(target: &Path, path: &RelPath, file: &File, old: &BTreeSet<RelPath>) -> Self {
        let Ok(metadata) = fs::symlink_metadata(target) else { return Self::Replaceable };
        if metadata.is_file() && has_bytes(target, &metadata, file) {
            return Self::Same;
        }
        let ours = match metadata.file_type() {
            kind if kind.is_dir() => holds_only(target, path, old),
            kind => (kind.is_file() || kind.is_symlink()) && old.contains(path),
        };
        if ours { Self::Replaceable } else { Self::Foreign }
    }
}

fn has_bytes(target: &Path, metadata: &fs::Metadata, file: &File) -> bool {
    let Some(stored) = file.stored_at() else {
        return metadata.len() == file.bytes().len() as u64
            && fs::read(target).is_ok_and(|bytes| bytes == file.bytes());
    };
    let fingerprint = || Fingerprint::of_reader(&mut fs::File::open(target)?);
    metadata.len() == stored.length()
        && (stored.place() == target || fingerprint().is_ok_and(|(it, _)| it == file.fingerprint()))
}

/// Whether all that is in a folder was written by ladderbook, so that the folder can go. A folder
/// that has never held one of its files is not.
fn holds_only(folder: &Path, path: &RelPath, old: &BTreeSet<RelPath>) -> bool {
    let inside = format!("{path}/");
    if !old.iter().any(|path| path.as_str().starts_with(&inside)) {
        return false;
    }
    let Ok(entries) = fs::read_dir(folder) else { return false };
    entries.into_iter().all(|entry| {
        let Ok(entry) = entry else { return false };
        let name = entry.file_name();
        let Some(path) = name.to_str().and_then(|name| RelPath::new(&format!("{path}/{name}")))
        else {
            return false;
        };
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => holds_only(&entry.path(), &path, old),
            Ok(kind) => (kind.is_file() || kind.is_symlink()) && old.contains(&path),
            Err(_) => false,
        }
    })
}

/// Refuses a site that no folder can hold, before anything is touched. A site that was built without errors is
/// none: what is wrong with it has been reported with its place.
pub fn check_paths(site: &Tree) -> anyhow::Result<()> {
    for (path, _) in site.iter() {
        if let Some(why) = file_names::impossible(path.as_str()) {
            bail!("a file of the site cannot be called {:?}: {why}", path.as_str());
        }
    }
    for path in one_of_each_folder(site) {
        if let Some(folder) = ancestors(path).find(|folder| site.get(folder).is_some()) {
            bail!("`{folder}` cannot be a file of the site and the folder of `{path}`");
        }
    }
    Ok(())
}

/// Files of a site, at least one of each folder, and few more than that: a large site has a hundred thousand.
fn one_of_each_folder(site: &Tree) -> Vec<&RelPath> {
    let mut paths: Vec<&RelPath> = site.iter().map(|(path, _)| path).collect();
    paths.dedup_by_key(|path| path.folder());
    paths
}

/// What is on the disk where the site needs folders.
struct Folders<'a> {
    /// Those where there is something else that ladderbook did not write.
    foreign: Vec<&'a str>,
    /// Those where there is nothing.
    absent: HashSet<&'a str>,
}

impl<'a> Folders<'a> {
    fn at(
        output: &Path,
        old: &BTreeSet<RelPath>,
        folders: &BTreeSet<&'a str>,
    ) -> anyhow::Result<Self> {
        let mut found = Self { foreign: Vec::new(), absent: HashSet::new() };
        // A folder comes before those in it.
        for folder in folders.iter().copied() {
            let is_in_absent =
                folder.rsplit_once('/').is_some_and(|(it, _)| found.absent.contains(it));
            let path = output.join(folder);
            let metadata = if is_in_absent { None } else { fs::symlink_metadata(&path).ok() };
            let Some(metadata) = metadata else {
                found.absent.insert(folder);
                continue;
            };
            if metadata.is_symlink() {
                bail!(
                    "`{}` is a symbolic link; ladderbook does not write through links\n\
                     help: replace it by a folder, or choose another `output` in book.toml",
                    path.display()
                );
            }
            let ours =
                metadata.is_file() && RelPath::new(folder).is_some_and(|path| old.contains(&path));
            if !metadata.is_dir() && !ours {
                found.foreign.push(folder);
            }
        }
        Ok(found)
    }
}

/// Removes files, and folders that become empty; returns how many files there were. What is behind a
/// link and what is no longer a file is left alone.
fn remove<'a>(output: &Path, paths: impl Iterator<Item = &'a RelPath>) -> anyhow::Result<usize> {
    let mut removed = 0;
    let mut real_folders: BTreeMap<&str, bool> = BTreeMap::new();
    for path in paths {
        let behind_link = ancestors(path).any(|folder| {
            !*real_folders.entry(folder).or_insert_with(|| {
                fs::symlink_metadata(output.join(folder)).is_ok_and(|metadata| metadata.is_dir())
            })
        });
        let target = on_disk(output, path);
        let is_file = |metadata: fs::Metadata| metadata.is_file() || metadata.is_symlink();
        if behind_link || !fs::symlink_metadata(&target).is_ok_and(is_file) {
            continue;
        }
        fs::remove_file(&target)
            .with_context(|| format!("cannot remove `{}`", target.display()))?;
        removed += 1;
    }
    // The deepest folders come last in the order of paths. One that is not empty stays.
    let folders = real_folders.into_iter().rev().filter(|(_, real)| *real);
    folders.for_each(|(folder, _)| {
        let _ = fs::remove_dir(output.join(folder));
    });
    Ok(removed)
}
