//! Where a site is written to.

#![expect(
    clippy::disallowed_methods,
    reason = "this module is the edge: it reads and writes files"
)]

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::paths::{lexical_path, real_path};
use super::walk::{CONTENT, THEMES};

/// The real path of an output folder, which need not exist yet.
pub fn output_folder(output: &Path, project_dir: &Path) -> anyhow::Result<PathBuf> {
    let shown = output.display();
    let project = fs::canonicalize(project_dir)
        .with_context(|| format!("cannot open `{}`", project_dir.display()))?;
    let real = real_path(output)?;
    let named_inside = lexical_path(output)?.starts_with(lexical_path(project_dir)?);
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
