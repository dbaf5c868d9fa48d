//! `ladderbook mv`: another name for something, with all that refers to it.

use anyhow::bail;
use clap::Args;

use super::options::{Outcome, ProjectArgs, ReportArgs};
use super::terminal;
use crate::disk;
use crate::rename::{self, Refusal, Renamed};
use crate::report;
use crate::spelling::counted;

/// Rename a level, track, competency or page, with all references
///
/// The old name stays known: what is renamed says `was`, or a page its old address in `aliases`, so that links from
/// elsewhere lead on.
#[derive(Args)]
pub struct Arguments {
    /// What it is called: `ic/mid`, `levels/ic` for a track, `competencies/delivery`, `guides/feedback`
    #[arg(value_name = "FROM")]
    from: String,
    /// What it is to be called
    #[arg(value_name = "TO")]
    to: String,
    /// Show what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    project: ProjectArgs,
    #[command(flatten)]
    report: ReportArgs,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let Arguments { from, to, dry_run, project, report } = arguments;
    let (tree, reading) = project.read()?;
    if reading.has_errors() {
        report.print(&reading, &tree, project);
        report.print_status("nothing was written");
        return Ok(Outcome::ContentErrors);
    }
    let Renamed { moved, tree: renamed, files } = match rename::rename(&tree, from, to) {
        Ok(renamed) => renamed,
        Err(Refusal::Errors(diagnostics)) => {
            report.print(&diagnostics, &tree, project);
            report.print_status("nothing was written");
            return Ok(Outcome::ContentErrors);
        }
        Err(Refusal::Because(why)) => bail!("{why}"),
    };
    if !report.quiet {
        let prefix = project.path_prefix();
        let moves = files.iter().map(|(old, new)| format!("{prefix}{old} -> {prefix}{new}\n"));
        terminal::print(&(moves.collect::<String>() + &report::diff(&moved, &renamed, &prefix)))?;
    }
    if !dry_run {
        disk::move_sources(&project.dir.named, &tree, &renamed, &files)?;
    }
    let would_be = if *dry_run { "would be " } else { "" };
    let edited = counted(moved.diff(&renamed).len(), "file");
    report.print_result(&format!(
        "{} {would_be}moved, {edited} {would_be}edited",
        counted(files.len(), "file")
    ))?;
    Ok(Outcome::Success)
}
