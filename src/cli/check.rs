//! `ladderbook check`: a build of which only the diagnostics are kept.

#![expect(clippy::disallowed_methods, reason = "this module is the edge: it reads the clock")]

use std::mem::ManuallyDrop;
use std::time::Instant;

use clap::Args;

use super::fix;
use super::options::{DenyArgs, Outcome, OverrideArgs, ProjectArgs, ReportArgs, counted};
use super::past::PastReader;
use crate::config::Overrides;
use crate::diagnostic::Diagnostics;
use crate::memo::Memo;
use crate::site;
use crate::tree::Tree;

/// Report what is wrong with the handbook
///
/// Nothing is written, unless it is asked for with --fix.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    project: ProjectArgs,
    /// Fix what can be fixed with certainty, such as misspelt keys and references, and report the rest
    #[arg(long)]
    fix: bool,
    /// Show what --fix would change, and change nothing
    #[arg(long, requires = "fix")]
    dry_run: bool,
    #[command(flatten)]
    deny: DenyArgs,
    #[command(flatten)]
    overrides: OverrideArgs,
    #[command(flatten)]
    report: ReportArgs,
}

/// What a check has found.
struct Checked {
    tree: ManuallyDrop<Tree>,
    diagnostics: Diagnostics,
    pages: usize,
}

/// Builds and reports.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let Arguments { project, fix, dry_run, deny, overrides, report } = arguments;
    let overrides = overrides.overrides();
    let started = Instant::now();
    // The process ends with this command, which frees all memory at once.
    let mut memo = ManuallyDrop::new(Memo::default());
    let mut checked = check(project, &overrides, &mut memo)?;
    if *fix && fix::run(project, report, &checked.tree, &checked.diagnostics, &overrides, *dry_run)?
    {
        checked = check(project, &overrides, &mut memo)?;
    }
    let Checked { tree, diagnostics, pages } = checked;
    report.print(&diagnostics, &tree, project);
    let outcome = deny.outcome(&diagnostics);
    if let Outcome::Success = outcome {
        let pages = counted(pages, "page");
        let time = started.elapsed().as_millis();
        report.print_result(&format!("{pages} checked in {time} ms"))?;
    }
    Ok(outcome)
}

fn check(project: &ProjectArgs, overrides: &Overrides, memo: &mut Memo) -> anyhow::Result<Checked> {
    let (tree, reading) = project.read()?;
    let tree = ManuallyDrop::new(tree);
    let overrides = PastReader::new(&project.dir).add_to(overrides.clone(), &tree);
    let site::Checked { diagnostics, pages } = site::check(&tree, &overrides, memo);
    let diagnostics = site::all_problems(reading, diagnostics);
    Ok(Checked { tree, diagnostics, pages })
}
