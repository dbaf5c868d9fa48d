//! `ladderbook check --fix`: the safe fixes, found in memory, shown, then written.

use super::options::{ProjectArgs, ReportArgs};
use super::terminal;
use crate::config::Overrides;
use crate::diagnostic::{Code, Diagnostics};
use crate::disk;
use crate::fix::SafeFixes;
use crate::ids::{self, Written};
use crate::memo::Memo;
use crate::report;
use crate::site;
use crate::spelling::counted;
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

/// Makes the safe fixes, then those of the problems that are left or came out by that, and in the end writes
/// down ids: whether one is read where it was written is seen in the whole handbook only.
fn fix(tree: &Tree, diagnostics: &Diagnostics, overrides: &Overrides) -> anyhow::Result<Fixed> {
    let mut memo = Memo::default();
    let mut fixed = Fixed { tree: tree.clone(), count: 0 };
    let mut found = diagnostics.clone();
    for _ in 0..ROUNDS {
        let (_, others) = split(found.clone());
        let safe = SafeFixes::first(&others, &fixed.tree);
        if safe.count == 0 {
            break;
        }
        fixed = Fixed { tree: fixed.tree.apply(&safe.edits)?, count: fixed.count + safe.count };
        found = site::build_with(&fixed.tree, overrides, &mut memo).diagnostics;
    }
    let (unpinned, _) = split(found.clone());
    if unpinned.is_empty() || found.has_errors() {
        return Ok(fixed);
    }
    let Written { tree, count, .. } = ids::pin(&site::whole(&fixed.tree).handbook, &fixed.tree)?;
    let files = unpinned.iter().count();
    Ok(Fixed { tree, count: fixed.count + if count == 0 { 0 } else { files } })
}

/// Ids that are not written down, and all other problems.
fn split(diagnostics: Diagnostics) -> (Diagnostics, Diagnostics) {
    let (mut ids, mut others) = (Diagnostics::default(), Diagnostics::default());
    for it in diagnostics {
        let side = if it.code == Code::UnpinnedId { &mut ids } else { &mut others };
        side.push(it);
    }
    (ids, others)
}
