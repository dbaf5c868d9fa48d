//! `ladderbook export`: the handbook as data.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::options::{Project, Reporting};
use super::outcome::Outcome;
use super::terminal;
use crate::{disk, site};

/// Write the handbook as data
#[derive(Args)]
pub struct Arguments {
    /// Kind of data
    #[arg(value_name = "FORMAT")]
    kind: Kind,
    #[command(flatten)]
    project: Project,
    /// File to write to, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    reporting: Reporting,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    /// All that the handbook says, for programs
    Json,
}

/// Exports.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let Arguments { kind, project, output, reporting } = arguments;
    let (tree, diagnostics) = project.read()?;
    let (bytes, found) = match kind {
        Kind::Json => site::export_json(&tree),
    };
    let diagnostics = site::all_problems(diagnostics, found);
    reporting.report(&diagnostics, &tree, project);
    let Some(bytes) = bytes.filter(|_| !diagnostics.has_errors()) else {
        reporting.remark("nothing was written");
        return Ok(Outcome::Faulty);
    };
    match output {
        Some(path) if path != Path::new("-") => disk::write_file(path, &bytes)?,
        _ => terminal::print_bytes(&bytes)?,
    }
    Ok(Outcome::Fine)
}
