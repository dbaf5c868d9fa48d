//! `ladderbook build`: the site, written to its folder.

#![expect(clippy::disallowed_methods, reason = "this module is the edge: it takes the time")]

use std::mem;
use std::time::Instant;

use clap::Args;

use super::options::{Output, Project, Reporting, Strictness, counted};
use super::outcome::Outcome;
use crate::disk::{self, Written};
use crate::memo::Memo;
use crate::site;

/// Build the site
///
/// If the handbook has errors, nothing is written: the site of an earlier build stays as it was.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    project: Project,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    strictness: Strictness,
    #[command(flatten)]
    reporting: Reporting,
}

/// Builds and writes.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let Arguments { project, output, strictness, reporting } = arguments;
    let started = Instant::now();
    let (tree, diagnostics) = project.read()?;
    let mut build = site::build(&tree, &mut Memo::default());
    let diagnostics = site::all_problems(diagnostics, mem::take(&mut build.diagnostics));
    reporting.report(&diagnostics, &tree, project);
    if let Outcome::Faulty = strictness.judge(&diagnostics) {
        let denied = if diagnostics.has_errors() { "" } else { "warnings are denied: " };
        reporting.remark(&format!("{denied}nothing was written"));
        return Ok(Outcome::Faulty);
    }

    let (folder, shown) = output.folder(project, &build.output_folder);
    let files = build.output.overlay(&site::search(&build)?);
    let Written { changed, unchanged, removed } = disk::write(&folder, &project.dir, &files)?;
    reporting.conclude(&format!(
        "{} in {}/ ({} written, {unchanged} unchanged, {removed} removed) in {} ms",
        counted(build.pages, "page"),
        shown,
        counted(changed, "file"),
        started.elapsed().as_millis(),
    ))?;
    Ok(Outcome::Fine)
}
