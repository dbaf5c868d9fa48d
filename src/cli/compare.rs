//! `ladderbook compare`: what differs between two levels.

use anyhow::bail;
use clap::{Args, ValueEnum};

use super::options::{Color, Outcome, OverrideArgs, ProjectArgs, ReportArgs};
use super::terminal;
use crate::exchange::ComparisonFormat;
use crate::report::Format;
use crate::site;

/// Compare two levels
#[derive(Args)]
pub struct Arguments {
    /// The level to start from, such as `senior` or `ic/senior`
    from: String,
    /// The level to compare it with
    to: String,
    #[command(flatten)]
    project: ProjectArgs,
    /// Format of the comparison
    #[arg(long, value_enum, default_value_t = OutputFormat::Text, hide_default_value = true)]
    format: OutputFormat,
    #[command(flatten)]
    overrides: OverrideArgs,
    /// When to colour the diagnostics; auto: on a terminal, unless NO_COLOR is set
    #[arg(long, value_name = "WHEN", default_value = "auto", hide_default_value = true)]
    color: Color,
}

#[derive(Clone, Copy, ValueEnum)]
enum OutputFormat {
    /// Lines for a terminal
    Text,
    /// A section for a document
    Markdown,
    /// All of it, for programs
    Json,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let Arguments { from, to, project, format, overrides, color } = arguments;
    let format = match format {
        OutputFormat::Text => ComparisonFormat::Text,
        OutputFormat::Markdown => ComparisonFormat::Markdown,
        OutputFormat::Json => ComparisonFormat::Json,
    };
    let (tree, diagnostics) = project.read()?;
    let (comparison, found) = site::comparison(&tree, &overrides.overrides(), [from, to], format);
    let diagnostics = site::all_problems(diagnostics, found);
    let report = ReportArgs { format: Format::default(), color: *color, quiet: true };
    if diagnostics.has_errors() {
        report.print(&diagnostics, &tree, project);
        return Ok(Outcome::ContentErrors);
    }
    match comparison {
        Ok(text) => terminal::print(&text)?,
        Err(unresolved) => bail!("{unresolved}"),
    }
    Ok(Outcome::Success)
}
