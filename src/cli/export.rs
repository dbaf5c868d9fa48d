//! `ladderbook export`: the handbook as data.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::options::{Outcome, OverrideArgs, ProjectArgs, ReportArgs};
use super::terminal;
use crate::{disk, site};

/// Write the handbook as data
#[derive(Args)]
pub struct Arguments {
    /// Kind of data
    #[arg(value_name = "FORMAT")]
    export_format: ExportFormat,
    #[command(flatten)]
    project: ProjectArgs,
    /// File to write to, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    overrides: OverrideArgs,
    #[command(flatten)]
    report: ReportArgs,
}

#[derive(Clone, Copy, ValueEnum)]
enum ExportFormat {
    /// All that the handbook says, for programs
    Json,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let Arguments { export_format, project, output, overrides, report } = arguments;
    let (tree, diagnostics) = project.read()?;
    let (bytes, found) = match export_format {
        ExportFormat::Json => site::export_json(&tree, &overrides.overrides()),
    };
    let diagnostics = site::all_problems(diagnostics, found);
    report.print(&diagnostics, &tree, project);
    let Some(bytes) = bytes.filter(|_| !diagnostics.has_errors()) else {
        report.print_status("nothing was written");
        return Ok(Outcome::ContentErrors);
    };
    match output {
        Some(path) if path != Path::new("-") => disk::write_file(path, &bytes)?,
        _ => terminal::print_bytes(&bytes)?,
    }
    Ok(Outcome::Success)
}
