//! `ladderbook export`: the handbook as data or as sheets.

use std::path::{Path, PathBuf};

#[cfg(feature = "sheets")]
use anyhow::bail;
use clap::{Args, ValueEnum};

use super::dates::History;
use super::options::{Outcome, OverrideArgs, ProjectArgs, ReportArgs};
use super::terminal;
use crate::config::Overrides;
use crate::diagnostic::Diagnostics;
#[cfg(feature = "sheets")]
use crate::site::SheetRequest;
use crate::tree::Tree;
use crate::{disk, site};

/// Write the handbook as data, or as sheets for people who work there
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
    /// Write a sheet on which evidence for one level is collected, such as `senior` or `ic/senior`
    #[cfg(feature = "sheets")]
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    #[command(flatten)]
    overrides: OverrideArgs,
    #[command(flatten)]
    report: ReportArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ExportFormat {
    /// All that the handbook says, for programs
    Json,
    /// A workbook: a matrix for each track, and lists of levels and criteria
    #[cfg(feature = "sheets")]
    Xlsx,
    /// The list of criteria
    #[cfg(feature = "sheets")]
    Csv,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let Arguments { project, output, report, .. } = arguments;
    let output = output.as_deref().filter(|path| *path != Path::new("-"));
    arguments.check(output)?;
    let (tree, diagnostics) = project.read()?;
    let (bytes, found) = arguments.bytes(&tree);
    let diagnostics = site::all_problems(diagnostics, found);
    report.print(&diagnostics, &tree, project);
    if diagnostics.has_errors() {
        report.print_status("nothing was written");
        return Ok(Outcome::ContentErrors);
    }
    let bytes = bytes.map_err(anyhow::Error::msg)?;
    match output {
        Some(path) => disk::write_file(path, &bytes)?,
        None => terminal::print_bytes(&bytes)?,
    }
    Ok(Outcome::Success)
}

#[cfg(feature = "sheets")]
impl Arguments {
    /// Refuses what no format has, and bytes of a workbook on a terminal.
    fn check(&self, output: Option<&Path>) -> anyhow::Result<()> {
        let is_workbook = self.export_format == ExportFormat::Xlsx;
        if self.level.is_some() && !is_workbook {
            bail!(
                "--level makes an evidence sheet, which is a workbook\nhelp: `ladderbook export xlsx --level …`"
            );
        }
        if is_workbook && output.is_none() && terminal::is_result_shown() {
            bail!(
                "a workbook is no text for a terminal\nhelp: name a file: `--output ladder.xlsx`"
            );
        }
        Ok(())
    }

    fn bytes(&self, tree: &Tree) -> (Result<Vec<u8>, String>, Diagnostics) {
        let overrides = self.overrides(tree);
        let request = match (self.export_format, &self.level) {
            (ExportFormat::Json, _) => return json(tree, &overrides),
            (ExportFormat::Csv, _) => SheetRequest::Csv,
            (ExportFormat::Xlsx, None) => SheetRequest::Workbook,
            (ExportFormat::Xlsx, Some(level)) => SheetRequest::Evidence(level),
        };
        site::export_sheet(tree, &overrides, request)
    }
}

#[cfg(not(feature = "sheets"))]
impl Arguments {
    fn check(&self, _: Option<&Path>) -> anyhow::Result<()> {
        Ok(())
    }

    fn bytes(&self, tree: &Tree) -> (Result<Vec<u8>, String>, Diagnostics) {
        let ExportFormat::Json = self.export_format;
        json(tree, &self.overrides(tree))
    }
}

impl Arguments {
    /// What the command line and the history say: a site says the same of itself.
    fn overrides(&self, tree: &Tree) -> Overrides {
        History::wanted(&self.project, tree).add_to(self.overrides.overrides())
    }
}

/// The handbook as JSON; nothing if it has errors, which are then among the diagnostics.
fn json(tree: &Tree, overrides: &Overrides) -> (Result<Vec<u8>, String>, Diagnostics) {
    let (bytes, diagnostics) = site::export_json(tree, overrides);
    (Ok(bytes.unwrap_or_default()), diagnostics)
}
