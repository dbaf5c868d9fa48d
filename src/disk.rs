//! Folders <-> trees: the only module that knows that a [`Tree`] may live on a disk.
//!
//! Reading never fails over one bad entry: it becomes a diagnostic and the rest is read. Writing
//! touches nothing before everything has been checked, and after that only files that ladderbook
//! wrote itself; a manifest in the output folder says which those are.

#![expect(
    clippy::disallowed_methods,
    reason = "this module is the edge: it reads and writes files"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs::{self, FileType, OpenOptions};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, bail};
use rayon::prelude::*;
use walkdir::WalkDir;

use crate::config::BOOK;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span};
use crate::tree::{File, RelPath, Tree};

/// What a project consists of; all else in its folder is not looked at.
const SOURCES: [&str; 3] = [BOOK, CONTENT, THEMES];
const CONTENT: &str = "content";
const THEMES: &str = "themes";

/// Hidden names that mean something on a published site.
const PUBLISHED_HIDDEN: [&str; 3] = [".well-known", ".nojekyll", ".htaccess"];

/// The file in an output folder that names the files which ladderbook wrote there.
pub const MANIFEST: &str = ".ladderbook-manifest";

const MANIFEST_HEAD: &str =
    "# Files that ladderbook wrote here. It replaces and removes no others.";
const MANIFEST_UNFINISHED: &str = "# This run has not finished.";

/// Ends of the names of files that are being written.
const TEMPORARY: (&str, &str) = (".ladderbook-", ".tmp");

/// How many paths an error message names.
const NAMED: usize = 8;

/// What [`write`] did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that were new or had other bytes.
    pub changed: usize,
    /// Files that had the right bytes and were not touched.
    pub unchanged: usize,
    /// Files of an earlier site that this one does not have.
    pub removed: usize,
}

/// Reads a project: book.toml, content/ and themes/. What cannot be read is reported and left out.
///
/// # Errors
///
/// If `dir` is not a folder.
pub fn read(dir: &Path) -> anyhow::Result<(Tree, Diagnostics)> {
    let root = fs::canonicalize(dir)
        .map_err(|error| anyhow::anyhow!("cannot open `{}`: {}", dir.display(), reason(&error)))?;
    if !root.is_dir() {
        bail!("`{}` is not a folder", dir.display());
    }
    let mut walk = Walk { root: &root, found: Vec::new(), diagnostics: Diagnostics::default() };
    for source in SOURCES {
        if fs::symlink_metadata(root.join(source)).is_ok() {
            walk.source(source);
        }
    }
    let Walk { found, mut diagnostics, .. } = walk;
    let read: Vec<io::Result<File>> =
        found.par_iter().map(|path| fs::read(on_disk(&root, path)).map(File::new)).collect();
    let mut tree = Tree::default();
    for (path, file) in found.into_iter().zip(read) {
        match file {
            Ok(file) => {
                tree.insert(path, file);
            }
            Err(error) => diagnostics.push(unreadable(&path, &error)),
        }
    }
    Ok((tree, diagnostics.sorted()))
}

/// Writes a site: files whose bytes differ are replaced one by one, files of an earlier site that
/// this one does not have are removed, all others are left alone.
///
/// # Errors
///
/// If the folder must not be written to, because it holds the sources of the project, files that
/// ladderbook did not write, or symbolic links out of it: then nothing has been touched. Or if the
/// machine refuses: then the manifest names all that has been written.
pub fn write(output: &Path, project_dir: &Path, site: &Tree) -> anyhow::Result<Written> {
    let output = output_folder(output, project_dir)?;
    let old = read_manifest(&output)?;
    let plan = Plan::new(&output, &old.files, site)?;
    let manifest = Manifest { files: plan.owned.clone(), finished: true };
    if plan.changed.is_empty() && plan.stale.is_empty() && manifest == old {
        return Ok(plan.summary(0));
    }
    fs::create_dir_all(&output)
        .with_context(|| format!("cannot create the folder `{}`", output.display()))?;
    if !old.finished {
        remove_temporary_files(&output, &old.files);
    }
    let all = old.files.union(&manifest.files).cloned().collect();
    write_manifest(&output, &Manifest { files: all, finished: false })?;
    let removed = plan.carry_out(&output)?;
    write_manifest(&output, &manifest)?;
    Ok(plan.summary(removed))
}

/// Writes files into a folder that is new or empty, hidden files aside.
///
/// # Errors
///
/// If the folder has files already, or if the machine refuses.
pub fn write_new(dir: &Path, files: &Tree) -> anyhow::Result<()> {
    let shown = dir.display();
    fs::create_dir_all(dir)
        .map_err(|error| anyhow::anyhow!("cannot create `{shown}`: {}", reason(&error)))?;
    let there: Vec<&str> = files
        .iter()
        .filter(|(path, _)| fs::symlink_metadata(on_disk(dir, path)).is_ok())
        .map(|(path, _)| path.as_str())
        .collect();
    if !there.is_empty() {
        bail!("`{shown}` has {} already; nothing was written", enumeration(&there));
    }
    for entry in fs::read_dir(dir).with_context(|| format!("cannot read the folder `{shown}`"))? {
        if !is_hidden(&entry?.file_name()) {
            bail!(
                "`{shown}` is not empty; nothing was written\n\
                 help: name a new folder, such as `ladderbook init handbook`"
            );
        }
    }
    for (path, file) in files.iter() {
        let target = on_disk(dir, path);
        let created = create_parents(&target).and_then(|()| create(&target, file.bytes()));
        created.with_context(|| format!("cannot write `{}`", target.display()))?;
    }
    Ok(())
}

/// Writes one file by temporary file and rename. What is there and is not a regular file, such as
/// a pipe, is written to as it is.
///
/// # Errors
///
/// If the machine refuses.
pub fn write_file(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let special = fs::metadata(path).is_ok_and(|metadata| !metadata.is_file());
    let written = if special { fs::write(path, bytes) } else { replace(path, 0, bytes) };
    written
        .map_err(|error| anyhow::anyhow!("cannot write `{}`: {}", path.display(), reason(&error)))
}

/// Whether there is anything at a path, be it a dangling link.
pub fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// A walk through the sources of a project.
struct Walk<'a> {
    /// Real path of the project.
    root: &'a Path,
    found: Vec<RelPath>,
    diagnostics: Diagnostics,
}

impl Walk<'_> {
    /// Finds the files of one source, a file or a folder.
    fn source(&mut self, source: &str) {
        let mut entries =
            WalkDir::new(self.root.join(source)).follow_links(true).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            let enter = match &entry {
                Ok(entry) => self.entry(entry),
                Err(error) => {
                    self.error(error);
                    true
                }
            };
            if !enter && entry.is_ok_and(|entry| entry.file_type().is_dir()) {
                entries.skip_current_dir();
            }
        }
    }

    /// Takes up one entry; false if it is a folder that must not be entered.
    fn entry(&mut self, entry: &walkdir::DirEntry) -> bool {
        let Some(path) = self.name(entry.path()) else { return false };
        if entry.path_is_symlink()
            && let Some(diagnostic) = self.wrong_link(&path, entry.path())
        {
            self.diagnostics.push(diagnostic);
            return false;
        }
        match entry.file_type() {
            kind if kind.is_dir() => {}
            kind if kind.is_file() => self.found.push(path),
            kind => self.diagnostics.push(
                Diagnostic::new(
                    Code::UnreadableFile,
                    format!("this is {}, not a file", special_kind(kind)),
                )
                .at(Place::new(&path, Span::default()))
                .help("remove it, or start its name with a dot to have it skipped"),
            ),
        }
        true
    }

    /// The path from the root of the project; `None` if it is hidden, or if its name is of no use
    /// and has been reported. The folders that it is in have been taken up before.
    fn name(&mut self, path: &Path) -> Option<RelPath> {
        let name = path.file_name()?;
        if is_hidden(name) && !PUBLISHED_HIDDEN.iter().any(|known| name == *known) {
            return None;
        }
        let folder = path.parent()?.strip_prefix(self.root).ok()?;
        let mut inside: Vec<&str> = folder.iter().filter_map(OsStr::to_str).collect();
        let wrong = match name.to_str() {
            None => "is not UTF-8",
            Some(name) if name.contains('\\') => "has a backslash",
            Some(name) if name.contains(char::is_control) => "has a control character",
            Some(name) => {
                inside.push(name);
                return RelPath::new(&inside.join("/"));
            }
        };
        let message = format!("the file name {:?} {wrong}", name.to_string_lossy());
        let mut diagnostic = Diagnostic::new(Code::InvalidFileName, message)
            .help("rename it; letters, digits and hyphens make the best addresses");
        if let Some(folder) = RelPath::new(&inside.join("/")) {
            diagnostic = diagnostic.at(Place::new(&folder, Span::default()));
        }
        self.diagnostics.push(diagnostic);
        None
    }

    /// What is wrong with a link that leads somewhere, unless it leads to another part of the
    /// project.
    fn wrong_link(&self, path: &RelPath, link: &Path) -> Option<Diagnostic> {
        let target = match fs::canonicalize(link) {
            Ok(target) => target,
            Err(error) => return Some(unreadable(path, &error)),
        };
        if !target.starts_with(self.root) {
            let outside = invalid_link(path, "this link leads outside the project");
            return Some(outside.help("copy what it leads to into the project"));
        }
        let folder = link.parent().and_then(|folder| fs::canonicalize(folder).ok())?;
        folder.starts_with(&target).then(|| looping_link(path))
    }

    /// Reports what the walk could not enter.
    fn error(&mut self, error: &walkdir::Error) {
        let Some(path) = error.path().and_then(|path| self.name(path)) else { return };
        let is_link = fs::symlink_metadata(on_disk(self.root, &path))
            .is_ok_and(|metadata| metadata.is_symlink());
        let dangling = |error: &io::Error| error.kind() == io::ErrorKind::NotFound;
        self.diagnostics.push(match error.io_error() {
            None => looping_link(&path),
            Some(error) if is_link && dangling(error) => {
                invalid_link(&path, "this link leads nowhere")
                    .help("remove it, or create what it should lead to")
            }
            // A link to itself has too many levels; there is no stable kind of error for that.
            Some(error) if is_link && error.kind() != io::ErrorKind::PermissionDenied => {
                looping_link(&path)
            }
            Some(error) => unreadable(&path, error),
        });
    }
}

fn invalid_link(path: &RelPath, message: &str) -> Diagnostic {
    Diagnostic::new(Code::InvalidSymlink, message).at(Place::new(path, Span::default()))
}

fn looping_link(path: &RelPath) -> Diagnostic {
    invalid_link(path, "this link leads in a circle").help("remove it")
}

fn unreadable(path: &RelPath, error: &io::Error) -> Diagnostic {
    let message = format!("this cannot be read: {}", reason(error));
    Diagnostic::new(Code::UnreadableFile, message)
        .at(Place::new(path, Span::default()))
        .help("make it readable, or remove it")
}

#[cfg(unix)]
fn special_kind(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    match kind {
        kind if kind.is_fifo() => "a named pipe",
        kind if kind.is_socket() => "a socket",
        _ => "a device",
    }
}

#[cfg(not(unix))]
fn special_kind(_: FileType) -> &'static str {
    "a device"
}

/// The real path of an output folder, which need not exist yet.
fn output_folder(output: &Path, project_dir: &Path) -> anyhow::Result<PathBuf> {
    let shown = output.display();
    let project = fs::canonicalize(project_dir)
        .with_context(|| format!("cannot open `{}`", project_dir.display()))?;
    let real = real_path(output)?;
    let named_inside = lexical(output)?.starts_with(lexical(project_dir)?);
    let is_link = fs::symlink_metadata(output).is_ok_and(|metadata| metadata.is_symlink());
    if (named_inside || is_link) && !real.starts_with(&project) {
        bail!(
            "the output folder `{shown}` is a link that leads outside the project\n\
             help: name the folder itself: `{}`",
            real.display()
        );
    }
    if project.starts_with(&real) {
        bail!("the output folder `{shown}` holds the sources of the handbook\n{ANOTHER_OUTPUT}");
    }
    for source in [CONTENT, THEMES] {
        let source = real_path(&project.join(source))?;
        if real.starts_with(&source) || source.starts_with(&real) {
            bail!(
                "the output folder `{shown}` and the sources in `{}` overlap\n{ANOTHER_OUTPUT}",
                source.display()
            );
        }
    }
    Ok(real)
}

const ANOTHER_OUTPUT: &str = "help: choose another `output` in book.toml";

/// A path with all links resolved, as far as it exists.
fn real_path(path: &Path) -> anyhow::Result<PathBuf> {
    let mut real = PathBuf::new();
    for part in absolute(path)?.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                real.pop();
            }
            Component::Normal(name) => {
                real.push(name);
                if exists(&real) {
                    real = fs::canonicalize(&real).map_err(|error| {
                        anyhow::anyhow!("cannot follow `{}`: {}", real.display(), reason(&error))
                    })?;
                }
            }
            root => real.push(root),
        }
    }
    Ok(real)
}

/// An absolute path without `.` and `..`, links not resolved.
fn lexical(path: &Path) -> anyhow::Result<PathBuf> {
    let mut plain = PathBuf::new();
    for part in absolute(path)?.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    Ok(plain)
}

fn absolute(path: &Path) -> anyhow::Result<PathBuf> {
    std::path::absolute(path).with_context(|| format!("`{}` is not a path", path.display()))
}

/// What stands in [`MANIFEST`].
#[derive(PartialEq, Eq)]
struct Manifest {
    files: BTreeSet<RelPath>,
    /// Whether the run that wrote it came to its end; if not, some of the files may be missing and
    /// temporary files may be left.
    finished: bool,
}

/// The manifest of an output folder; empty if there is no folder, or nothing in it.
fn read_manifest(output: &Path) -> anyhow::Result<Manifest> {
    let empty = Manifest { files: BTreeSet::new(), finished: false };
    let shown = output.display();
    let entries = match fs::read_dir(output) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(empty),
        Err(error) => bail!("cannot write to the folder `{shown}`: {}", reason(&error)),
    };
    let path = output.join(MANIFEST);
    match fs::symlink_metadata(&path) {
        Ok(metadata) if metadata.is_file() => {}
        Ok(_) => bail!("`{}` is not a file", path.display()),
        Err(_) => {
            for entry in entries {
                if !is_temporary(&entry?.file_name()) {
                    bail!(
                        "the folder `{shown}` has files that ladderbook did not write\n\
                         help: choose another `output` in book.toml or empty the folder"
                    );
                }
            }
            return Ok(empty);
        }
    }
    let bytes = fs::read(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let text = String::from_utf8_lossy(&bytes);
    let files = text.lines().filter(|line| !line.starts_with('#')).filter_map(RelPath::new);
    Ok(Manifest {
        files: files.filter(is_portable).collect(),
        finished: !text.lines().any(|line| line == MANIFEST_UNFINISHED),
    })
}

fn write_manifest(output: &Path, manifest: &Manifest) -> anyhow::Result<()> {
    let mut text = format!("{MANIFEST_HEAD}\n");
    if !manifest.finished {
        text.push_str(MANIFEST_UNFINISHED);
        text.push('\n');
    }
    for path in &manifest.files {
        text.push_str(path.as_str());
        text.push('\n');
    }
    write_file(&output.join(MANIFEST), text.as_bytes())
}

/// What has to be done to an output folder.
struct Plan<'a> {
    /// Files to write.
    changed: Vec<(&'a RelPath, &'a File)>,
    unchanged: usize,
    /// Files of an earlier site to remove.
    stale: Vec<RelPath>,
    /// Of the stale ones, those that stand where the site needs a folder, or inside of what it
    /// needs as a file.
    in_the_way: BTreeSet<RelPath>,
    /// What the manifest will say.
    owned: BTreeSet<RelPath>,
}

impl<'a> Plan<'a> {
    /// Compares the site with the folder.
    fn new(output: &Path, old: &BTreeSet<RelPath>, site: &'a Tree) -> anyhow::Result<Self> {
        check_paths(site)?;
        let folders: BTreeSet<&str> = site.iter().flat_map(|(path, _)| ancestors(path)).collect();
        let mut foreign = foreign_folders(output, old, &folders)?;
        let files: Vec<(&RelPath, &File)> = site.iter().collect();
        let states: Vec<State> = files
            .par_iter()
            .map(|(path, file)| State::of(&on_disk(output, path), path, file, old))
            .collect();

        let mut plan = Plan {
            changed: Vec::new(),
            unchanged: 0,
            stale: Vec::new(),
            in_the_way: BTreeSet::new(),
            owned: BTreeSet::new(),
        };
        for ((path, file), state) in files.into_iter().zip(states) {
            match state {
                State::Foreign => foreign.push(path.as_str()),
                // A file of somebody else that happens to have the right bytes stays theirs.
                State::Same => {
                    plan.unchanged += 1;
                    if old.contains(path) {
                        plan.owned.insert(path.clone());
                    }
                }
                State::Other => {
                    plan.changed.push((path, file));
                    plan.owned.insert(path.clone());
                }
            }
        }
        if !foreign.is_empty() {
            bail!(
                "the site needs {} in `{}`, where there is something that ladderbook did not \
                 write\nhelp: move it away, or choose another `output` in book.toml",
                enumeration(&foreign),
                output.display()
            );
        }
        plan.stale = old.iter().filter(|path| site.get(path.as_str()).is_none()).cloned().collect();
        let in_the_way = |path: &&RelPath| {
            folders.contains(path.as_str())
                || ancestors(path).any(|folder| site.get(folder).is_some())
        };
        plan.in_the_way = plan.stale.iter().filter(in_the_way).cloned().collect();
        Ok(plan)
    }

    /// Removes and writes; returns how many files were removed.
    fn carry_out(&self, output: &Path) -> anyhow::Result<usize> {
        let mut removed = remove(output, self.in_the_way.iter())?;
        let folders: BTreeSet<&str> = self.changed.iter().map(|(path, _)| path.folder()).collect();
        for folder in folders {
            let folder = output.join(folder);
            fs::create_dir_all(&folder)
                .with_context(|| format!("cannot create the folder `{}`", folder.display()))?;
        }
        self.changed.par_iter().enumerate().try_for_each(|(number, (path, file))| {
            let target = on_disk(output, path);
            replace(&target, number, file.bytes())
                .with_context(|| format!("cannot write `{}`", target.display()))
        })?;
        let rest = self.stale.iter().filter(|path| !self.in_the_way.contains(*path));
        removed += remove(output, rest)?;
        Ok(removed)
    }

    fn summary(&self, removed: usize) -> Written {
        Written { changed: self.changed.len(), unchanged: self.unchanged, removed }
    }
}

/// What is on the disk where a file of the site belongs.
enum State {
    /// A file with the same bytes.
    Same,
    /// Nothing, or what ladderbook may replace.
    Other,
    /// What ladderbook did not write.
    Foreign,
}

impl State {
    fn of(target: &Path, path: &RelPath, file: &File, old: &BTreeSet<RelPath>) -> Self {
        let Ok(metadata) = fs::symlink_metadata(target) else { return Self::Other };
        if metadata.is_file() && has_bytes(target, &metadata, file) {
            return Self::Same;
        }
        let ours = match metadata.file_type() {
            kind if kind.is_dir() => holds_only(target, path, old),
            kind => (kind.is_file() || kind.is_symlink()) && old.contains(path),
        };
        if ours { Self::Other } else { Self::Foreign }
    }
}

fn has_bytes(target: &Path, metadata: &fs::Metadata, file: &File) -> bool {
    metadata.len() == file.bytes().len() as u64
        && fs::read(target).is_ok_and(|bytes| bytes == file.bytes())
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

/// Refuses a site that no folder can hold.
fn check_paths(site: &Tree) -> anyhow::Result<()> {
    for (path, _) in site.iter() {
        if !is_portable(path) || path.as_str() == MANIFEST {
            bail!("a file of the site cannot be called {:?}", path.as_str());
        }
        if let Some(folder) = ancestors(path).find(|folder| site.get(folder).is_some()) {
            bail!("`{folder}` cannot be a file of the site and the folder of `{path}`");
        }
    }
    Ok(())
}

/// The folders of the site where there is something else that ladderbook did not write.
fn foreign_folders<'a>(
    output: &Path,
    old: &BTreeSet<RelPath>,
    folders: &BTreeSet<&'a str>,
) -> anyhow::Result<Vec<&'a str>> {
    let mut foreign = Vec::new();
    for folder in folders {
        let Ok(metadata) = fs::symlink_metadata(output.join(folder)) else { continue };
        if metadata.is_symlink() {
            bail!(
                "`{}` is a symbolic link; ladderbook does not write through links\n\
                 help: replace it by a folder, or choose another `output` in book.toml",
                output.join(folder).display()
            );
        }
        let ours =
            metadata.is_file() && RelPath::new(folder).is_some_and(|path| old.contains(&path));
        if !metadata.is_dir() && !ours {
            foreign.push(*folder);
        }
    }
    Ok(foreign)
}

/// Removes files, and folders that become empty; returns how many files there were. What stands
/// behind a link and what is no longer a file is left alone.
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

/// Removes what a run that did not finish has left in the folders that it wrote to.
fn remove_temporary_files(output: &Path, files: &BTreeSet<RelPath>) {
    let folders: BTreeSet<&str> =
        files.iter().flat_map(ancestors).chain(std::iter::once("")).collect();
    for folder in folders {
        let folder = output.join(folder);
        let real = fs::symlink_metadata(&folder).is_ok_and(|metadata| metadata.is_dir());
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
            if real && is_file && is_temporary(&entry.file_name()) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// Puts a file in its place at once, through a temporary file beside it, whose `number` is its own
/// in this run.
fn replace(path: &Path, number: usize, bytes: &[u8]) -> io::Result<()> {
    let (start, end) = TEMPORARY;
    let temporary = path.with_file_name(format!("{start}{}-{number}{end}", std::process::id()));
    let result = create(&temporary, bytes).and_then(|()| fs::rename(&temporary, path));
    if result.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    result
}

/// Writes a file that must not be there yet.
fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(bytes)
}

fn create_parents(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

fn on_disk(root: &Path, path: &RelPath) -> PathBuf {
    root.join(path.as_str())
}

/// The folders that a path is in, the outermost first.
fn ancestors(path: &RelPath) -> impl Iterator<Item = &str> {
    let path = path.as_str();
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// Whether a path is the same one on every system, and one line of text.
fn is_portable(path: &RelPath) -> bool {
    let mut parts = Path::new(path.as_str()).components();
    !path.as_str().contains(char::is_control)
        && parts.all(|part| matches!(part, Component::Normal(_)))
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

fn is_temporary(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    name.starts_with(TEMPORARY.0.as_bytes()) && name.ends_with(TEMPORARY.1.as_bytes())
}

/// A few of the paths, in backticks.
fn enumeration(paths: &[&str]) -> String {
    let named: Vec<String> = paths.iter().take(NAMED).map(|path| format!("`{path}`")).collect();
    let more = paths.len().saturating_sub(NAMED);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{rest}", named.join(", "))
}

/// An error of the system as a lower-case phrase where the kind says enough.
fn reason(error: &io::Error) -> String {
    use io::ErrorKind::{IsADirectory, NotADirectory, NotFound, PermissionDenied};
    match error.kind() {
        NotFound => "there is no such file or folder".to_owned(),
        PermissionDenied => "permission denied".to_owned(),
        NotADirectory => "it is not a folder".to_owned(),
        IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}
