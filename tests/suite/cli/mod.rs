//! The edge: what is read from a disk and written to one, how reports look, what the command does.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod commands;
mod compare;
#[cfg(unix)]
mod dates;
#[cfg(unix)]
mod diff;
#[cfg(unix)]
mod disk;
#[cfg(unix)]
mod editions;
mod editors;
#[cfg(unix)]
mod fix;
mod ids;
mod init;
#[cfg(unix)]
mod live;
mod lost;
#[cfg(feature = "sheets")]
mod merge;
mod mv;
mod report;
mod theme;
#[cfg(unix)]
mod torture;

use std::fs;
use std::path::Path;

use tempfile::TempDir;

/// A new folder with these files in it.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in files {
        put(dir.path(), path, text);
    }
    dir
}

/// Puts a file into a folder.
#[expect(clippy::disallowed_methods, reason = "this tests the edge")]
fn put(dir: &Path, path: &str, text: &str) {
    let path = dir.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// All that is below a folder, one entry each: `path: text`, `path/` or `path -> target`.
#[expect(clippy::disallowed_methods, reason = "this tests the edge")]
fn listing(dir: &Path) -> Vec<String> {
    fn visit(dir: &Path, prefix: &str, found: &mut Vec<String>) {
        for entry in fs::read_dir(dir).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type().unwrap();
            if kind.is_dir() {
                found.push(format!("{path}/"));
                visit(&entry.path(), &format!("{path}/"), found);
            } else if kind.is_symlink() {
                let target = fs::read_link(entry.path()).unwrap();
                found.push(format!("{path} -> {}", target.display()));
            } else {
                let text = fs::read(entry.path()).unwrap();
                found.push(format!("{path}: {}", String::from_utf8_lossy(&text)));
            }
        }
    }
    let mut found = Vec::new();
    visit(dir, "", &mut found);
    found.sort();
    found
}
