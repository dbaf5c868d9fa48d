//! Paths on a disk.

#![expect(
    clippy::disallowed_methods,
    reason = "this module is the edge: it reads and writes files"
)]

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::tree::RelPath;

/// How the names of temporary files begin. A project does not include them, since they are hidden.
pub const TEMPORARY_PREFIX: &str = ".ladderbook-";

/// How the names of temporary files end.
pub const TEMPORARY_SUFFIX: &str = ".tmp";

/// How many paths an error message lists.
const MAX_LISTED: usize = 8;

/// Whether there is anything at a path, even if it is a dangling link.
pub fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// The nearest folder above one that has a file with a name, as a path like that by which the one below was
/// `named`: `../..`.
pub fn folder_above(folder: &Path, named: &Path, name: &str) -> Option<PathBuf> {
    let real = real_path(folder).ok()?;
    let above = real.ancestors().skip(1).position(|it| exists(&it.join(name)))?;
    Some((0..=above).fold(named.to_owned(), |path, _| parent(&path)))
}

/// The nearest folder that has something with a name, out of one and those around it, with the path that leads
/// from there to the first.
///
/// # Errors
///
/// If the path of the folder cannot be followed.
pub fn folder_around(folder: &Path, name: &str) -> anyhow::Result<Option<(PathBuf, PathBuf)>> {
    let real = real_path(folder)?;
    let around = real.ancestors().find(|it| exists(&it.join(name)));
    Ok(around.map(|it| (it.to_owned(), real.strip_prefix(it).unwrap_or(&real).to_owned())))
}

/// The folder in which one lies.
fn parent(folder: &Path) -> PathBuf {
    match folder.components().next_back() {
        Some(Component::Normal(_)) => match folder.parent() {
            Some(parent) if parent == Path::new("") => PathBuf::from("."),
            parent => parent.unwrap_or(folder).to_owned(),
        },
        None | Some(Component::CurDir) => PathBuf::from(".."),
        _ => folder.join(".."),
    }
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
pub fn lexical_path(path: &Path) -> anyhow::Result<PathBuf> {
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

/// A path that means the same whatever becomes of the current folder.
pub fn absolute(path: &Path) -> anyhow::Result<PathBuf> {
    std::path::absolute(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => anyhow::anyhow!(
            "`{}` leads nowhere: the current folder has been removed",
            path.display()
        ),
        _ => anyhow::anyhow!("`{}` is not a path: {}", path.display(), reason(&error)),
    })
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

/// Whether a name is of what programs and systems leave behind beside documents: the lock file of an office
/// program holds the name of a person.
pub fn is_litter(name: &OsStr) -> bool {
    const NAMES: [&str; 6] =
        ["thumbs.db", "ehthumbs.db", "desktop.ini", "node_modules", "__macosx", "__pycache__"];
    let lower = name.to_ascii_lowercase();
    name.as_encoded_bytes().starts_with(b"~$") || NAMES.iter().any(|it| lower == *it)
}

/// Whether editors keep temporary copies under such a name, which are not meant to be published:
/// `a.md~` (vim, Emacs, nano), `#a.md#` (Emacs), `a.md___jb_tmp___` (JetBrains), `a.md1b2C3d.bck`
/// (Helix).
pub fn is_editor_copy(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    let is_enclosed = name.len() > 2 && name.starts_with(b"#") && name.ends_with(b"#");
    let ends: [&[u8]; 4] = [b"~", b"___jb_tmp___", b"___jb_old___", b".bck"];
    is_enclosed || ends.iter().any(|end| name.ends_with(end))
}

pub fn is_temporary(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    name.starts_with(TEMPORARY_PREFIX.as_bytes()) && name.ends_with(TEMPORARY_SUFFIX.as_bytes())
}

/// The first few of the paths in backticks, and how many more there are.
pub fn listed(paths: &[&str]) -> String {
    let named: Vec<String> =
        paths.iter().take(MAX_LISTED).map(|path| format!("`{path}`")).collect();
    let more = paths.len().saturating_sub(MAX_LISTED);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{rest}", named.join(", "))
}

/// An error of the system as a lower-case phrase, in our words where its kind says enough.
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

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::path::Path;

    use super::{
        ancestors, is_editor_copy, is_hidden, is_portable, is_temporary, lexical_path, listed,
    };
    use crate::tree::RelPath;

    fn rel(path: &str) -> RelPath {
        RelPath::new(path).unwrap()
    }

    #[test]
    fn a_lexical_path_has_no_dots() {
        for (path, expected) in
            [("/a/./b/../c", "/a/c"), ("/../a", "/a"), ("/a/b/..", "/a"), ("/a/", "/a"), ("/", "/")]
        {
            assert_eq!(lexical_path(Path::new(path)).unwrap(), Path::new(expected), "{path}");
        }
    }

    #[test]
    fn ancestors_are_folders_from_the_outermost() {
        assert_eq!(ancestors(&rel("a/b/c.md")).collect::<Vec<_>>(), ["a", "a/b"]);
        assert_eq!(ancestors(&rel("c.md")).count(), 0);
    }

    #[test]
    fn a_portable_path_is_one_line() {
        assert!(is_portable(&rel("a/größe.md")));
        assert!(!is_portable(&rel("a/b\n.md")));
    }

    #[test]
    fn names_tell_what_is_not_part_of_a_project() {
        for name in ["a.md~", "#a.md#", "a.md___jb_tmp___", "a.md___jb_old___", "a.md1b2C3d.bck"] {
            assert!(is_editor_copy(OsStr::new(name)), "{name}");
        }
        for name in ["a.md", "#", "##", "#a.md", "bck", "~a.md"] {
            assert!(!is_editor_copy(OsStr::new(name)), "{name}");
        }
        assert!(is_hidden(OsStr::new(".a")) && !is_hidden(OsStr::new("a.b")));
        assert!(is_temporary(OsStr::new(".ladderbook-1-2.tmp")));
        assert!(!is_temporary(OsStr::new(".ladderbook-manifest")));
    }

    #[test]
    fn a_long_list_ends_with_a_number() {
        assert_eq!(listed(&["a", "b"]), "`a`, `b`");
        let paths: Vec<&str> = "abcdefghij".split("").filter(|it| !it.is_empty()).collect();
        assert_eq!(listed(&paths), "`a`, `b`, `c`, `d`, `e`, `f`, `g`, `h` and 2 more");
    }
}
