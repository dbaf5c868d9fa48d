//! Paths on a disk.

#![expect(
    clippy::disallowed_methods,
    reason = "this module is the edge: it reads and writes files"
)]

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use anyhow::Context;

use crate::tree::RelPath;

/// Ends of the names of files that are being written.
pub const TEMPORARY: (&str, &str) = (".ladderbook-", ".tmp");

/// How many paths an error message names.
const NAMED: usize = 8;

/// Whether there is anything at a path, be it a dangling link.
pub fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// A path with all links resolved, as far as it exists.
pub fn real_path(path: &Path) -> anyhow::Result<PathBuf> {
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
pub fn lexical(path: &Path) -> anyhow::Result<PathBuf> {
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

pub fn on_disk(root: &Path, path: &RelPath) -> PathBuf {
    root.join(path.as_str())
}

/// The folders that a path is in, the outermost first.
pub fn ancestors(path: &RelPath) -> impl Iterator<Item = &str> {
    let path = path.as_str();
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// Whether a path is the same one on every system, and one line of text.
pub fn is_portable(path: &RelPath) -> bool {
    let mut parts = Path::new(path.as_str()).components();
    !path.as_str().contains(char::is_control)
        && parts.all(|part| matches!(part, Component::Normal(_)))
}

pub fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// Whether an editor keeps a copy under this name for a while, which is never meant to be published:
/// `a.md~` (vim, Emacs, nano), `#a.md#` (Emacs), `a.md___jb_tmp___` (JetBrains), `a.md1b2C3d.bck`
/// (Helix).
pub fn is_leftover(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    let is_enclosed = name.len() > 2 && name.starts_with(b"#") && name.ends_with(b"#");
    let ends: [&[u8]; 4] = [b"~", b"___jb_tmp___", b"___jb_old___", b".bck"];
    is_enclosed || ends.iter().any(|end| name.ends_with(end))
}

pub fn is_temporary(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    name.starts_with(TEMPORARY.0.as_bytes()) && name.ends_with(TEMPORARY.1.as_bytes())
}

/// A few of the paths, in backticks.
pub fn enumeration(paths: &[&str]) -> String {
    let named: Vec<String> = paths.iter().take(NAMED).map(|path| format!("`{path}`")).collect();
    let more = paths.len().saturating_sub(NAMED);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{rest}", named.join(", "))
}

/// An error of the system as a lower-case phrase where the kind says enough.
pub fn reason(error: &io::Error) -> String {
    use io::ErrorKind::{IsADirectory, NotADirectory, NotFound, PermissionDenied};
    match error.kind() {
        NotFound => "there is no such file or folder".to_owned(),
        PermissionDenied => "permission denied".to_owned(),
        NotADirectory => "it is not a folder".to_owned(),
        IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}
