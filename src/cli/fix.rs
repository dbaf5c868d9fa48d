//! `ladderbook check --fix`: the safe fixes, found in memory, shown, then written.

use super::options::{ProjectArgs, ReportArgs, counted};
use super::terminal;
use crate::config::Overrides;
use crate::diagnostic::Diagnostics;
use crate::disk;
use crate::fix::SafeFixes;
use crate::memo::Memo;
use crate::report;
use crate::site;
use crate::tree::Tree;

/// How often the fixed project is checked for more to fix, lest two fixes take turns for ever. One fix
/// can bring out another problem, such as a reference behind a misspelt key; a chain of more than three
/// would be unusual.
const ROUNDS: usize = 8;

/// A project after its safe fixes.
struct Fixed {
    tree: Tree,
    /// Number of fixes.
    count: usize,
}

/// Shows the safe fixes of a project and makes them, unless they are only to be shown. Returns whether
/// there were any to make.
pub fn run(
    project: &ProjectArgs,
    report: &ReportArgs,
    tree: &Tree,
    diagnostics: &Diagnostics,
    overrides: &Overrides,
    dry: bool,
) -> anyhow::Result<bool> {
    let fixed = fix(tree, diagnostics, overrides)?;
    if fixed.count == 0 {
        return Ok(false);
    }
    if !report.quiet {
        terminal::print(&report::diff(tree, &fixed.tree, &project.path_prefix()))?;
    }
    let would_be = if dry { "would be " } else { "" };
    if !dry {
        disk::write_sources(&project.dir.named, tree, &fixed.tree)?;
    }
    let problems = counted(fixed.count, "problem");
    let files = counted(tree.diff(&fixed.tree).len(), "file");
    report.print_result(&format!("{problems} {would_be}fixed in {files}"))?;
    Ok(!dry)
}

/// Makes the safe fixes, then those of the problems that are left or came out by that.
fn fix(tree: &Tree, diagnostics: &Diagnostics, overrides: &Overrides) -> anyhow::Result<Fixed> {
    let mut memo = Memo::default();
    let mut fixed = Fixed { tree: tree.clone(), count: 0 };
    let mut safe = SafeFixes::first(diagnostics, tree);
    for _ in 0..ROUNDS {
        if safe.count == 0 {
            break;
        }
        fixed = Fixed { tree: fixed.tree.apply(&safe.edits)?, count: fixed.count + safe.count };
        let build = site::build_with(&fixed.tree, overrides, &mut memo);
        safe = SafeFixes::first(&build.diagnostics, &fixed.tree);
    }
    Ok(fixed)
}
