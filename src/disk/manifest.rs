//! The manifest: which files of an output folder ladderbook wrote.

#![expect(
    clippy::disallowed_methods,
    reason = "this module is the edge: it reads and writes files"
)]

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context, bail};

use super::files::write_file;
use super::paths::{is_portable, is_temporary, reason};
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
        is_finished: !text.lines().any(|line| line == UNFINISHED),
    })
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
