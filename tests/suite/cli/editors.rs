//! How editors save: the system calls that they make, in their order.

#![expect(clippy::disallowed_methods, reason = "this tests the edge")]

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

/// A way to save a file.
pub type Save = fn(&Path, &str);

/// All ways, by the name of the editor.
pub const EDITORS: [(&str, Save); 7] = [
    ("vim, backupcopy=no", vim),
    ("vim, backupcopy=yes", vim_in_place),
    ("VS Code", vs_code),
    ("JetBrains", jetbrains),
    ("Helix", helix),
    ("Emacs", emacs),
    ("sed -i", sed),
];

/// Writes a number as a file to see whether the folder can be written to, moves the file away as a
/// backup, writes a new one and removes the backup; a swap file lies beside it. As its manual says
/// under 'backupcopy'.
fn vim(path: &Path, text: &str) {
    let swap = beside(path, |name| format!(".{name}.swp"));
    fs::write(&swap, "b0VIM 9.0").unwrap();
    let probe = path.with_file_name("4913");
    drop(File::create_new(&probe).unwrap());
    fs::remove_file(&probe).unwrap();
    let backup = beside(path, |name| format!("{name}~"));
    if path.exists() {
        fs::rename(path, &backup).unwrap();
    }
    write_and_sync(path, text);
    let _ = fs::remove_file(&backup);
    fs::remove_file(&swap).unwrap();
}

/// Copies the file as a backup, then writes it in place.
fn vim_in_place(path: &Path, text: &str) {
    let backup = beside(path, |name| format!("{name}~"));
    if path.exists() {
        fs::copy(path, &backup).unwrap();
    }
    write_and_sync(path, text);
    let _ = fs::remove_file(&backup);
}

/// Truncates, then writes: <https://github.com/microsoft/vscode/issues/4727>.
fn vs_code(path: &Path, text: &str) {
    let mut file = File::create(path).unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file.sync_data().unwrap();
}

/// "Safe write": <https://github.com/merofeev/docker-windows-volume-watcher/issues/15>.
fn jetbrains(path: &Path, text: &str) {
    let new = beside(path, |name| format!("{name}___jb_tmp___"));
    let old = beside(path, |name| format!("{name}___jb_old___"));
    fs::write(&new, text).unwrap();
    if path.exists() {
        fs::rename(path, &old).unwrap();
    }
    fs::rename(&new, path).unwrap();
    let _ = fs::remove_file(&old);
}

/// As traced in <https://github.com/helix-editor/helix/pull/15615>.
fn helix(path: &Path, text: &str) {
    let backup = beside(path, |name| format!("{name}HbCX9d.bck"));
    if path.exists() {
        fs::rename(path, &backup).unwrap();
    }
    write_and_sync(path, text);
    let _ = fs::remove_file(&backup);
}

/// Locks by a link that leads nowhere, saves itself now and then, and renames the old file.
fn emacs(path: &Path, text: &str) {
    let lock = beside(path, |name| format!(".#{name}"));
    std::os::unix::fs::symlink("me@host.1:2", &lock).unwrap();
    let auto = beside(path, |name| format!("#{name}#"));
    fs::write(&auto, text).unwrap();
    let backup = beside(path, |name| format!("{name}~"));
    if path.exists() {
        fs::rename(path, &backup).unwrap();
    }
    write_and_sync(path, text);
    fs::remove_file(&auto).unwrap();
    fs::remove_file(&lock).unwrap();
}

/// Writes another file and renames it over the old one.
fn sed(path: &Path, text: &str) {
    let new = path.with_file_name("sedXk29Qa");
    fs::write(&new, text).unwrap();
    fs::rename(&new, path).unwrap();
}

fn write_and_sync(path: &Path, text: &str) {
    let mut options = OpenOptions::new();
    let mut file = options.write(true).create(true).truncate(true).open(path).unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file.sync_all().unwrap();
}

fn beside(path: &Path, name: impl Fn(&str) -> String) -> PathBuf {
    path.with_file_name(name(path.file_name().unwrap().to_str().unwrap()))
}
