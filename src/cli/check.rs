//! `ladderbook check`: a build of which only the diagnostics are kept.

#![expect(clippy::disallowed_methods, reason = "this module is the edge: it reads the clock")]

use std::time::Instant;

use clap::Args;

use super::options::{DenyArgs, Outcome, ProjectArgs, ReportArgs, counted};
use crate::memo::Memo;
use crate::report::merged;
use crate::site;

/// Report what is wrong with the handbook, and write nothing
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    project: ProjectArgs,
    #[command(flatten)]
    deny: DenyArgs,
    #[command(flatten)]
    report: ReportArgs,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let Arguments { project, deny, report } = arguments;
    let started = Instant::now();
    let (tree, diagnostics) = project.read()?;
    let build = site::build(&tree, &mut Memo::default());
    let diagnostics = merged(diagnostics, build.diagnostics);
    report.print(&diagnostics, &tree, project);
    let outcome = deny.outcome(&diagnostics);
    if let Outcome::Success = outcome {
        let pages = counted(build.pages, "page");
        let time = started.elapsed().as_millis();
        report.print_result(&format!("{pages} checked in {time} ms"))?;
    }
    Ok(outcome)
}
