//! `ladderbook check`: a build of which only the diagnostics are kept.

#![expect(clippy::disallowed_methods, reason = "this module is the edge: it reads the clock")]

use std::mem::ManuallyDrop;
use std::time::Instant;

use anyhow::Context;
use clap::Args;

use super::fix;
use super::options::{DenyArgs, Outcome, OverrideArgs, ProjectArgs, ReportArgs};
use super::past::PastReader;
use crate::config::Overrides;
use crate::diagnostic::Diagnostics;
use crate::git::Repository;
use crate::handbook::published::Published;
use crate::memo::Memo;
use crate::site;
use crate::spelling::counted;
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
    /// Also report addresses and ids of a revision in git that have gone and from which nothing leads on
    #[arg(long, value_name = "REV")]
    against: Option<String>,
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
    let Arguments { project, fix, against, dry_run, deny, overrides, report } = arguments;
    let overrides = overrides.overrides();
    let started = Instant::now();
    // The process ends with this command, which frees all memory at once.
    let mut memo = ManuallyDrop::new(Memo::of_one_build());
    let earlier = against.as_ref().map(|name| Earlier::read(project, name, &overrides));
    let earlier = earlier.transpose()?;
    let mut checked = check(project, &overrides, &earlier, &mut memo)?;
    if *fix && fix::run(project, report, &checked.tree, &checked.diagnostics, &overrides, *dry_run)?
    {
        checked = check(project, &overrides, &earlier, &mut memo)?;
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

/// What the handbook of a revision had that others may refer to.
struct Earlier {
    name: String,
    published: Published,
}

impl Earlier {
    fn read(project: &ProjectArgs, name: &str, overrides: &Overrides) -> anyhow::Result<Self> {
        let repository = Repository::around(&project.dir.path, &project.dir.named)?;
        let tree = repository.tree(&repository.revision(name)?)?;
        let published = site::published(&tree, overrides).with_context(|| {
            format!("a part of the handbook in `{name}` cannot be read, so that nothing is compared with it")
        })?;
        Ok(Self { name: name.to_owned(), published })
    }
}

fn check(
    project: &ProjectArgs,
    overrides: &Overrides,
    earlier: &Option<Earlier>,
    memo: &mut Memo,
) -> anyhow::Result<Checked> {
    let (tree, reading) = project.read()?;
    let tree = ManuallyDrop::new(tree);
    let overrides = PastReader::new(&project.dir).add_to(overrides.clone(), &tree);
    let checked = ManuallyDrop::new(site::check(&tree, &overrides, memo));
    let pages = checked.pages;
    let mut diagnostics = site::all_problems(reading, checked.diagnostics.clone());
    if let Some(Earlier { name, published }) = earlier {
        diagnostics.extend(checked.lost(published, &format!("`{name}`")));
    }
    Ok(Checked { tree, diagnostics, pages })
}
