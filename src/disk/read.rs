//! Reading a project. One bad entry becomes a diagnostic, and the rest is read.

#![expect(
    clippy::disallowed_methods,
    reason = "this module is the edge: it reads and writes files"
)]

use std::ffi::OsStr;
use std::fs::{self, FileType};
use std::io;
use std::path::Path;

use anyhow::bail;
use rayon::prelude::*;
use walkdir::WalkDir;

use super::paths::{is_hidden, on_disk, reason};
use crate::config::BOOK;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span};
use crate::tree::{File, RelPath, Tree};

/// What a project consists of; all else in its folder is not looked at.
const SOURCES: [&str; 3] = [BOOK, CONTENT, THEMES];

pub const CONTENT: &str = "content";

pub const THEMES: &str = "themes";

/// Hidden names that mean something on a published site.
const PUBLISHED_HIDDEN: [&str; 3] = [".well-known", ".nojekyll", ".htaccess"];

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
