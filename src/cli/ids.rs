//! `ladderbook ids`: the ids of criteria, and edits that write them down.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;

use super::options::{Outcome, ProjectArgs, ReportArgs};
use super::terminal;
use crate::disk;
use crate::ids::{self, Written};
use crate::report::{self, LineNumbers};
use crate::site::{self, Whole};
use crate::spelling::counted;
use crate::tree::Tree;

/// List the ids of all criteria, with places and addresses
///
/// An id that is not written in a file follows from the words, and is lost with them: links to the criterion
/// and notes about it lead nowhere. Such ids are marked with `*`.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    project: ProjectArgs,
    /// Write down each id that is not written in its file
    #[arg(long)]
    write: bool,
    /// List criteria that are probably the grown form of one of the level before, for --accept
    #[arg(long, conflicts_with = "write")]
    pair: bool,
    /// Write `replaces=` for each line `LATER replaces EARLIER` of a file, or of `-`: standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["write", "pair"])]
    accept: Option<PathBuf>,
    /// Show what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    report: ReportArgs,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let Arguments { project, write, pair, accept, dry_run, report } = arguments;
    if *dry_run && !*write && accept.is_none() {
        bail!("--dry-run says what --write or --accept would do, and neither is here");
    }
    let (tree, reading) = project.read()?;
    let Whole { handbook, routes, diagnostics, .. } = site::whole(&tree);
    let diagnostics = site::all_problems(reading, diagnostics);
    if diagnostics.has_errors() {
        report.print(&diagnostics, &tree, project);
        report.print_status("nothing was written");
        return Ok(Outcome::ContentErrors);
    }
    if *write {
        let written = ids::pin(&handbook, &tree)?;
        save(arguments, &tree, &written, "pinned")?;
    } else if let Some(file) = accept {
        let list = read_list(file)?;
        match ids::accept(&handbook, &tree, &list) {
            Ok(written) => save(arguments, &tree, &written?, "changed")?,
            Err(faults) => {
                let lines = faults.iter().map(|it| format!("line {}: {}", it.line, it.message));
                let lines: Vec<String> = lines.collect();
                bail!("`{}` cannot be accepted\n{}", file.display(), lines.join("\n"));
            }
        }
    } else if *pair {
        terminal::print(&ids::listed(&handbook, &ids::candidates(&handbook)))?;
    } else {
        terminal::print(&table(&ids::list(&handbook, &routes), &tree, project))?;
    }
    Ok(Outcome::Success)
}

fn read_list(file: &Path) -> anyhow::Result<String> {
    disk::read_input(file).with_context(|| format!("cannot read `{}`", file.display()))
}

/// One line for each id: itself, `*` if it is not written, its place, its address.
fn table(lines: &[ids::Line], tree: &Tree, project: &ProjectArgs) -> String {
    let width = lines.iter().map(|it| it.id.chars().count()).max().unwrap_or_default();
    let mut numbers = LineNumbers::new(tree);
    let places = lines.iter().map(|it| project.shown(&it.place, &mut numbers));
    let places: Vec<String> = places.collect();
    let place_width = places.iter().map(|it| it.chars().count()).max().unwrap_or_default();
    let mut text = String::new();
    for (it, place) in lines.iter().zip(&places) {
        let mark = if it.pinned { ' ' } else { '*' };
        let line = format!("{:width$} {mark} {place:place_width$}  {}", it.id, it.address);
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn save(arguments: &Arguments, tree: &Tree, written: &Written, done: &str) -> anyhow::Result<()> {
    let Arguments { project, report, dry_run, .. } = arguments;
    if *dry_run && !report.quiet {
        terminal::print(&report::diff(tree, &written.tree, &project.path_prefix()))?;
    }
    if !*dry_run {
        disk::write_sources(&project.dir.named, tree, &written.tree)?;
    }
    let mut lines = LineNumbers::new(tree);
    for place in &written.refused {
        let place = project.shown(place, &mut lines);
        report.print_status(&format!("{place}: attributes cannot stand here; write them by hand"));
    }
    let would_be = if *dry_run { "would be " } else { "" };
    let criteria = match written.count {
        1 => "1 criterion".to_owned(),
        count => format!("{count} criteria"),
    };
    let files = counted(tree.diff(&written.tree).len(), "file");
    report.print_result(&format!("{criteria} {would_be}{done} in {files}"))
}
