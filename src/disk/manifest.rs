//! The manifest: which files of an output folder ladderbook wrote.

#![expect(
    clippy::disallowed_methods,
    reason = "this module is the edge: it reads and writes files"
)]

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context, anyhow, bail};

use super::files::write_file;
use super::lock::LOCK;
use super::paths::{is_portable, is_temporary, reason};
use crate::handbook::routes::DATA;
use crate::tree::RelPath;

/// The file in an output folder that names the files which ladderbook wrote there.
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

/// The manifest of an output folder; empty if there is no folder, or nothing in it.
pub fn read_manifest(output: &Path) -> anyhow::Result<Manifest> {
    let empty = Manifest { files: BTreeSet::new(), is_finished: false };
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
                let name = entry?.file_name();
                if !is_temporary(&name) && name != LOCK {
                    return Err(foreign(output));
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
        is_finished: !text.lines().any(|line| line == UNFINISHED),
    })
}

/// Why a folder with files and without a manifest is not written to.
fn foreign(output: &Path) -> anyhow::Error {
    let shown = output.display();
    // Every site has these; deploys and copies leave out what starts with a dot.
    let is_site = ["index.html", DATA].iter().all(|file| output.join(file).is_file());
    if is_site {
        anyhow!(
            "the folder `{shown}` holds a site, but not the list of its files, `{MANIFEST}`: it cannot be \
             told which of them ladderbook wrote\n\
             help: remove the folder, which is written anew then, or choose another `output` in book.toml"
        )
    } else {
        anyhow!(
            "the folder `{shown}` has files that ladderbook did not write\n\
             help: choose another `output` in book.toml or empty the folder"
        )
    }
}

pub fn write_manifest(output: &Path, manifest: &Manifest) -> anyhow::Result<()> {
    let mut text = format!("{HEADING}\n");
    if !manifest.is_finished {
        text.push_str(UNFINISHED);
        text.push('\n');
    }
    for path in &manifest.files {
        text.push_str(path.as_str());
        text.push('\n');
    }
    write_file(&output.join(MANIFEST), text.as_bytes())
}
