//! `ladderbook check`: a build of which only the diagnostics are kept.

#![expect(clippy::disallowed_methods, reason = "this module is the edge: it takes the time")]

use std::time::Instant;

use clap::Args;

use super::options::{Project, Reporting, Strictness, counted};
use super::outcome::Outcome;
use crate::memo::Memo;
use crate::{report, site};

/// Report what is wrong with the handbook, and write nothing
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    project: Project,
    #[command(flatten)]
    strictness: Strictness,
    #[command(flatten)]
    reporting: Reporting,
}

/// Builds and reports.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let Arguments { project, strictness, reporting } = arguments;
    let started = Instant::now();
    let (tree, diagnostics) = project.read()?;
    let build = site::build(&tree, &mut Memo::default());
    let diagnostics = report::merged(diagnostics, build.diagnostics);
    reporting.report(&diagnostics, &tree, project);
    let outcome = strictness.judge(&diagnostics);
    if let Outcome::Fine = outcome {
        let pages = counted(build.pages, "page");
        let time = started.elapsed().as_millis();
        reporting.conclude(&format!("{pages} checked in {time} ms"))?;
    }
    Ok(outcome)
}
