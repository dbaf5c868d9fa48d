//! Finding the files of a project.

#![expect(
    clippy::disallowed_methods,
    reason = "this module is the edge: it reads and writes files"
)]

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::paths::{is_editor_copy, is_hidden, is_litter, on_disk, reason};
use crate::config::BOOK;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span};
use crate::file_names::has_control;
use crate::tree::RelPath;

/// What a project consists of; everything else in its folder is ignored. Registers belong in content/,
/// and are looked for beside it to say so.
const SOURCES: [&str; 11] = [
    BOOK,
    CONTENT,
    THEMES,
    "tracks.yaml",
    "tracks.yml",
    "competencies.yaml",
    "competencies.yml",
    "scales.yaml",
    "scales.yml",
    "glossary.yaml",
    "glossary.yml",
];

pub const CONTENT: &str = "content";

pub const THEMES: &str = "themes";

/// Hidden names that mean something on a published site.
const PUBLISHED_HIDDEN: [&str; 3] = [".well-known", ".nojekyll", ".htaccess"];

/// The length of the longest chain of links that is followed; Linux has the same limit.
const MAX_LINKS: usize = 40;

/// Where on the disk a project was read from: what a watcher has to watch. All paths are real ones,
/// with no links left in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourcePaths {
    /// Folders of which every entry matters, those that links lead to among them.
    pub folders: BTreeSet<PathBuf>,
    /// Single paths that matter by themselves, whether there is something at them or not: book.toml,
    /// content/ and themes/, what links lead to, and the folders on the way there.
    pub paths: BTreeSet<PathBuf>,
}

pub struct WalkResult {
    /// In no particular order.
    pub files: Vec<RelPath>,
    pub source_paths: SourcePaths,
    /// Whether there is a link among the entries, through which a file may have several paths.
    pub has_links: bool,
    pub diagnostics: Diagnostics,
}

/// Walks through the sources of the project at a real path. Something that vanishes meanwhile counts
/// as missing; a watcher reports its removal.
pub fn walk(root: &Path) -> WalkResult {
    let mut walk = SourceWalk {
        root,
        result: WalkResult {
            files: Vec::new(),
            source_paths: SourcePaths::default(),
            has_links: false,
            diagnostics: Diagnostics::default(),
        },
        linked_folders: Vec::new(),
    };
    for source in SOURCES {
        let path = root.join(source);
        if fs::symlink_metadata(&path).is_ok() {
            walk.walk_source(&path);
        }
        walk.result.source_paths.paths.insert(path);
    }
    walk.result
}

/// A walk through the sources of a project.
struct SourceWalk<'a> {
    /// The real path of the project.
    root: &'a Path,
    result: WalkResult,
    /// The links to folders that the walk is in, the outermost first, each with its real path.
    linked_folders: Vec<(PathBuf, PathBuf)>,
}

impl SourceWalk<'_> {
    /// Finds the files of one source, which is a file or a folder.
    fn walk_source(&mut self, source: &Path) {
        let mut entries = WalkDir::new(source).follow_links(true).into_iter();
        while let Some(entry) = entries.next() {
            let enter = match &entry {
                Ok(entry) => self.visit(entry),
                Err(error) => {
                    self.report_error(error);
                    true
                }
            };
            if !enter && entry.is_ok_and(|entry| entry.file_type().is_dir()) {
                entries.skip_current_dir();
            }
        }
    }

    /// Records one entry; false if it is a folder that must not be entered.
    fn visit(&mut self, entry: &walkdir::DirEntry) -> bool {
        let Some(path) = self.rel_path(entry.path()) else { return false };
        let real = match self.resolve(entry) {
            Ok(real) => real,
            Err(diagnostic) => {
                self.result.diagnostics.extend(diagnostic.map(|diagnostic| *diagnostic));
                return false;
            }
        };
        match entry.file_type() {
            kind if kind.is_dir() => {
                self.result.source_paths.folders.insert(real);
            }
            kind if kind.is_file() => self.result.files.push(path),
            kind => self.result.diagnostics.push(
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

    /// The real path of an entry. If there is none, what is wrong with the link that the entry is, or
    /// `None` if it has vanished.
    fn resolve(&mut self, entry: &walkdir::DirEntry) -> Result<PathBuf, Option<Box<Diagnostic>>> {
        let path = entry.path();
        while self.linked_folders.last().is_some_and(|(link, _)| !path.starts_with(link)) {
            self.linked_folders.pop();
        }
        if !entry.path_is_symlink() {
            let inside =
                |(link, real): &(PathBuf, PathBuf)| Some(real.join(path.strip_prefix(link).ok()?));
            let in_link = self.linked_folders.last().and_then(inside);
            return Ok(in_link.unwrap_or_else(|| path.to_path_buf()));
        }
        self.result.has_links = true;
        self.record_targets(path);
        let name = self.rel_path(path).ok_or(None)?;
        let target = match fs::canonicalize(path) {
            Ok(target) => target,
            Err(error) if has_vanished(&error) => return Err(None),
            Err(error) => return Err(Some(Box::new(unreadable(&name, &error)))),
        };
        if let Some(diagnostic) = self.wrong_link(&name, path, &target) {
            return Err(Some(Box::new(diagnostic)));
        }
        if entry.file_type().is_dir() {
            self.linked_folders.push((path.to_path_buf(), target.clone()));
        }
        Ok(target)
    }

    /// Records every path that a link leads through, as far as it is in the project, so that the link
    /// is followed again when one of them changes.
    fn record_targets(&mut self, link: &Path) {
        let mut at = link.to_path_buf();
        for _ in 0..MAX_LINKS {
            let Ok(target) = fs::read_link(&at) else { break };
            let folder = at.parent().unwrap_or(self.root).to_path_buf();
            let Some(next) = with_resolved_folder(&folder.join(target)) else { break };
            let on_the_way = next.ancestors().take_while(|path| *path != self.root);
            if next.starts_with(self.root) {
                self.result.source_paths.paths.extend(on_the_way.map(Path::to_path_buf));
            }
            at = next;
        }
    }

    /// The path from the root of the project; `None` if it is hidden, or if its name is invalid, which
    /// is reported. The names of the folders that it is in have been checked before.
    fn rel_path(&mut self, path: &Path) -> Option<RelPath> {
        let name = path.file_name()?;
        if is_skipped(name) {
            return None;
        }
        let folder = path.parent()?.strip_prefix(self.root).ok()?;
        let mut inside: Vec<&str> = folder.iter().filter_map(OsStr::to_str).collect();
        let wrong = match name.to_str() {
            None => "is not UTF-8",
            Some(name) if name.contains('\\') => "has a backslash",
            Some(name) if has_control(name) => "has a control character",
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
        self.result.diagnostics.push(diagnostic);
        None
    }

    /// What is wrong with a link that leads somewhere, unless it leads to another part of the
    /// project.
    fn wrong_link(&self, path: &RelPath, link: &Path, target: &Path) -> Option<Diagnostic> {
        if !target.starts_with(self.root) {
            let outside = invalid_link(path, "this link leads outside the project");
            return Some(outside.help("copy what it leads to into the project"));
        }
        let folder = link.parent().and_then(|folder| fs::canonicalize(folder).ok())?;
        folder.starts_with(target).then(|| looping_link(path))
    }

    /// Reports an entry that could not be read.
    fn report_error(&mut self, error: &walkdir::Error) {
        let Some(at) = error.path() else { return };
        let Some(path) = self.rel_path(at) else { return };
        let is_link = fs::symlink_metadata(on_disk(self.root, &path))
            .is_ok_and(|metadata| metadata.is_symlink());
        if is_link {
            self.record_targets(at);
        }
        let dangling = |error: &io::Error| error.kind() == io::ErrorKind::NotFound;
        self.result.diagnostics.push(match error.io_error() {
            None => looping_link(&path),
            Some(error) if is_link && dangling(error) => {
                invalid_link(&path, "this link leads nowhere")
                    .help("remove it, or create what it should lead to")
            }
            // A link to itself has too many levels; there is no stable kind of error for that.
            Some(error) if is_link && error.kind() != io::ErrorKind::PermissionDenied => {
                looping_link(&path)
            }
            Some(error) if has_vanished(error) => return,
            Some(error) => unreadable(&path, error),
        });
    }
}

/// Whether an entry with this name is not part of a project.
pub fn is_skipped(name: &OsStr) -> bool {
    is_editor_copy(name)
        || is_litter(name)
        || is_hidden(name) && !PUBLISHED_HIDDEN.iter().any(|known| name == *known)
}

/// Whether a file at a path is part of a project.
pub fn is_source(path: &RelPath) -> bool {
    let mut parts = path.as_str().split('/');
    parts.clone().next().is_some_and(|first| SOURCES.contains(&first))
        && !parts.any(|part| is_skipped(OsStr::new(part)))
}

/// Whether an error means that an entry was removed, or replaced by one of another kind, after its
/// folder was listed.
pub fn has_vanished(error: &io::Error) -> bool {
    use io::ErrorKind::{IsADirectory, NotADirectory, NotFound};
    matches!(error.kind(), NotFound | NotADirectory | IsADirectory)
}

/// A path with its folder resolved, while the path itself may be a link or missing. If its folder is
/// missing too, the outermost folder on the way there that is.
fn with_resolved_folder(path: &Path) -> Option<PathBuf> {
    path.ancestors().find_map(|path| {
        let name = path.file_name()?;
        Some(fs::canonicalize(path.parent()?).ok()?.join(name))
    })
}

fn invalid_link(path: &RelPath, message: &str) -> Diagnostic {
    Diagnostic::new(Code::InvalidSymlink, message).at(Place::new(path, Span::default()))
}

fn looping_link(path: &RelPath) -> Diagnostic {
    invalid_link(path, "this link leads in a circle").help("remove it")
}

pub fn unreadable(path: &RelPath, error: &io::Error) -> Diagnostic {
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
