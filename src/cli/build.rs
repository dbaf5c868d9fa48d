//! `ladderbook build`: the site, written to its folder.

#![expect(clippy::disallowed_methods, reason = "this module is the edge: it reads the clock")]

use std::mem::{self, ManuallyDrop};
use std::sync::Arc;
use std::time::Instant;

use clap::Args;

use super::dates::History;
use super::left_out;
use super::options::{DenyArgs, Outcome, OutputArgs, OverrideArgs, ProjectArgs, ReportArgs};
use super::past::PastReader;
use super::terminal;
use crate::config::{self, Audience};
use crate::disk::{self, LastSite, Spool, Written};
use crate::memo::Memo;
use crate::site;
use crate::spelling::counted;

/// Build the site
///
/// If the handbook has errors, nothing is written: the site of an earlier build stays as it was.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    project: ProjectArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    deny: DenyArgs,
    /// List what is left out of the site, with the reason
    #[arg(long)]
    left_out: bool,
    #[command(flatten)]
    overrides: OverrideArgs,
    #[command(flatten)]
    report: ReportArgs,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let Arguments { project, output, deny, left_out, overrides, report } = arguments;
    let started = Instant::now();
    let (tree, diagnostics) = project.read()?;
    terminal::leave_current_folder(&project.dir.path);
    // The process ends with this command, which frees all memory at once. To take a large site apart value by
    // value takes a tenth as long as to make it.
    let (tree, mut memo) = (ManuallyDrop::new(tree), ManuallyDrop::new(Memo::of_one_build()));
    let history = History::wanted(project, &tree);
    history.explain(report);
    let overrides = history.add_to(overrides.published());
    let overrides = PastReader::new(&project.dir).add_to(overrides, &tree);
    let (config, _) = config::read(&tree);
    let (folder, shown) = output.folder(project, &config.build.output.value);
    let spool = Spool::new(&folder, &project.dir.path);
    // What could not be read keeps all from being written.
    let (build, index) = match diagnostics.has_errors() {
        true => (site::build_with(&tree, &overrides, &mut memo), Ok(None)),
        false => site::build_into(&tree, &overrides, &mut memo, &spool),
    };
    let mut build = ManuallyDrop::new(build);
    let mut diagnostics = site::all_problems(diagnostics, mem::take(&mut build.diagnostics));
    if let Some(LastSite { files, data }) = disk::last_site(&folder) {
        diagnostics.extend(build.lost(&site::published_in(&files, &data), "the last build"));
    }
    report.print(&diagnostics, &tree, project);
    if let Outcome::ContentErrors = deny.outcome(&diagnostics) {
        let denied = if diagnostics.has_errors() { "" } else { "warnings are denied: " };
        report.print_status(&format!("{denied}nothing was written"));
        return Ok(Outcome::ContentErrors);
    }

    let index = index?.map_or_else(|| site::search(&build), Ok)?;
    let mut files = ManuallyDrop::new(Arc::unwrap_or_clone(mem::take(&mut build.output)));
    files.extend(index);
    let Written { changed, unchanged, removed } = disk::write_spooled(spool, &files)?;
    let readers = match build.audience {
        Audience::Internal => " for internal readers",
        Audience::Public => "",
    };
    report.print_result(&format!(
        "{}{readers} in {}/ ({} written, {unchanged} unchanged, {removed} removed) in {} ms",
        counted(build.pages, "page"),
        shown,
        counted(changed, "file"),
        started.elapsed().as_millis(),
    ))?;
    left_out::print(report, &build, *left_out)?;
    Ok(Outcome::Success)
}
