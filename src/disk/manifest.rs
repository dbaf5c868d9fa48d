//! The manifest: which files of an output folder ladderbook wrote.
//!
//! It stands beside the folder, because a folder is published as a whole, and this list is nothing for readers. Where
//! nothing can be written beside it, the list stands in it.

#![expect(
    clippy::disallowed_methods,
    reason = "this module is the edge: it reads and writes files"
)]

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};

use super::files::{create, write_file};
use super::lock::LOCK;
use super::paths::{exists, is_portable, is_temporary, on_disk, reason};
use crate::handbook::routes::DATA;
use crate::tree::RelPath;

/// The file that names those which ladderbook wrote to an output folder: beside that its name stands in front,
/// `.public.ladderbook-manifest`.
pub const MANIFEST: &str = ".ladderbook-manifest";

const HEADING: &str = "# Files that ladderbook wrote here. It replaces and removes no others.";

const UNFINISHED: &str = "# This run has not finished.";

/// The content of [`MANIFEST`].
#[derive(PartialEq, Eq)]
pub struct Manifest {
    pub files: BTreeSet<RelPath>,
    /// Whether the run that wrote it finished. If not, some of the files may be missing, and temporary
    /// files may be left.
    pub is_finished: bool,
}

impl Manifest {
    fn text(&self) -> String {
        let mut text = format!("{HEADING}\n");
        if !self.is_finished {
            text.push_str(UNFINISHED);
            text.push('\n');
        }
        for path in &self.files {
            text.push_str(path.as_str());
            text.push('\n');
        }
        text
    }
}

/// Where the manifest of an output folder stands.
pub fn manifest_path(output: &Path) -> PathBuf {
    let Some(name) = output.file_name() else { return output.join(MANIFEST) };
    let mut beside = OsString::from(".");
    beside.push(name);
    beside.push(MANIFEST);
    output.with_file_name(beside)
}

/// The manifest of an output folder; empty if there is no folder, or nothing in it. An older version, or a run that
/// could write nothing beside the folder, has left it in there.
pub fn read_manifest(output: &Path) -> anyhow::Result<Manifest> {
    let empty = Manifest { files: BTreeSet::new(), is_finished: false };
    let shown = output.display();
    let entries = match fs::read_dir(output) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(empty),
        Err(error) => bail!("cannot write to the folder `{shown}`: {}", reason(&error)),
    };
    let is_of_site = |name: &OsString| !is_temporary(name) && name != LOCK && name != MANIFEST;
    let mut names = Vec::new();
    for entry in entries {
        names.push(entry?.file_name());
    }
    names.retain(is_of_site);
    let inside = read(&output.join(MANIFEST))?;
    let beside = manifest_path(output);
    // What one beside the folder names has been removed with it, and another folder may have come.
    if names.is_empty() && inside.is_none() {
        is_there(&beside)?;
        return Ok(empty);
    }
    match (read(&beside)?, inside) {
        (Some(beside), None) => {
            let is_it = is_mostly_there(output, &beside) || is_emptied(&names, &beside);
            if beside.is_finished && !is_it {
                return Err(another(output));
            }
            Ok(beside)
        }
        (None, Some(inside)) => Ok(inside),
        // Either was written by a run that knew nothing of the other.
        (Some(beside), Some(inside)) => Ok(Manifest {
            is_finished: beside.is_finished && inside.is_finished,
            files: beside.files.into_iter().chain(inside.files).collect(),
        }),
        (None, None) => Err(foreign(output)),
    }
}

/// Whether there is a manifest at a path, where nothing else may be.
fn is_there(path: &Path) -> anyhow::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() => Ok(true),
        Ok(_) => bail!("`{}` is not a file", path.display()),
        Err(_) => Ok(false),
    }
}

/// A manifest at a path, if there is one.
fn read(path: &Path) -> anyhow::Result<Option<Manifest>> {
    if !is_there(path)? {
        return Ok(None);
    }
    let bytes = fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let text = String::from_utf8_lossy(&bytes);
    let files = text.lines().filter(|line| !line.starts_with('#')).filter_map(RelPath::new);
    Ok(Some(Manifest {
        files: files.filter(is_portable).collect(),
        is_finished: !text.lines().any(|line| line == UNFINISHED),
    }))
}

/// Whether a folder is the one that a manifest beside it tells of. It may have been removed, and another one have its
/// name now, with files of the same names that ladderbook did not write.
fn is_mostly_there(output: &Path, manifest: &Manifest) -> bool {
    let there = manifest.files.iter().filter(|path| exists(&on_disk(output, path)));
    there.count() * 2 >= manifest.files.len()
}

/// Whether nothing but hidden files of ours is left in a folder, as `rm -rf public/*` leaves them.
fn is_emptied(names: &[OsString], manifest: &Manifest) -> bool {
    let is_left = |name: &str| {
        name.starts_with('.') && manifest.files.iter().any(|path| path.as_str() == name)
    };
    names.iter().all(|name| name.to_str().is_some_and(is_left))
}

/// Why a folder is not written to, though there is a manifest beside it.
fn another(output: &Path) -> anyhow::Error {
    anyhow!(
        "the folder `{}` lacks most of the files that `{}` names: it seems to be another one, with files that ladderbook \
         did not write\n\
         help: remove the folder if nothing in it is needed, or choose another `output` in book.toml",
        output.display(),
        manifest_path(output).display()
    )
}

/// Why a folder with files and without a manifest is not written to.
fn foreign(output: &Path) -> anyhow::Error {
    let shown = output.display();
    // Every site has these; a folder that was copied or restored without its surroundings lacks the manifest.
    let is_site = ["index.html", DATA].iter().all(|file| output.join(file).is_file());
    if is_site {
        anyhow!(
            "the folder `{shown}` holds a site, but the list of its files, `{}`, is not beside it: it cannot be told which \
             of them ladderbook wrote\n\
             help: remove the folder, which is written anew then, or choose another `output` in book.toml",
            manifest_path(output).display()
        )
    } else {
        anyhow!(
            "the folder `{shown}` has files that ladderbook did not write\n\
             help: choose another `output` in book.toml or empty the folder"
        )
    }
}

/// Writes the manifest of an output folder, beside it if that can be.
pub fn write_manifest(output: &Path, manifest: &Manifest) -> anyhow::Result<()> {
    let beside = manifest_path(output);
    match replace_beside(&beside, manifest.text().as_bytes()) {
        // One that is there and cannot be replaced would go on to tell what is no longer so.
        Err(error) if exists(&beside) => {
            bail!("cannot write `{}`: {}", beside.display(), reason(&error))
        }
        Err(_) => write_file(&output.join(MANIFEST), manifest.text().as_bytes()),
        Ok(()) => Ok(()),
    }
}

/// Takes the manifest out of a folder in which an older version has left it, if one can be written beside it.
pub fn move_manifest_out(output: &Path, manifest: &Manifest) {
    let inside = output.join(MANIFEST);
    if exists(&inside) && replace_beside(&manifest_path(output), manifest.text().as_bytes()).is_ok()
    {
        let _ = fs::remove_file(inside);
    }
}

/// Removes what a run has left beside the folder that was broken off.
pub fn remove_temporary_manifest(output: &Path) {
    let _ = fs::remove_file(temporary(&manifest_path(output)));
}

/// Replaces a file in one step. The folder that it is in is not ours, so that the temporary file has a name by which the
/// next run finds it. Nothing that is there already is written to.
fn replace_beside(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = temporary(path);
    match fs::remove_file(&temporary) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let written = create(&temporary, bytes).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

fn temporary(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".tmp");
    PathBuf::from(name)
}
