//! `ladderbook diff`: what changed in the ladder between two revisions.

use clap::{Args, ValueEnum};

use super::options::{Color, NamedPath, Outcome, OverrideArgs, ProjectArgs, ReportArgs};
use super::terminal;
use crate::config::{self, BOOK};
use crate::diagnostic::{Diagnostics, Severity};
use crate::exchange::{self, ChangesFormat, Side, Told};
use crate::git::Repository;
use crate::report::{self, Format};
use crate::site;
use crate::spelling::counted;
use crate::tree::Tree;

/// Tell what changed in the ladder between two revisions, or since one
///
/// Without a revision, what is in the folder is compared with the last commit. Levels and criteria are followed
/// through renames and moves. Each change is proposed as major (something is required that was not), minor (it
/// is clearer, or less) or patch (typography); docs/versions.md has the rules.
#[derive(Args)]
pub struct Arguments {
    /// The revision to start from: a tag, a branch, a commit
    #[arg(value_name = "REV", default_value = "HEAD", hide_default_value = true)]
    from: String,
    /// The revision to compare it with, instead of what is in the folder
    #[arg(value_name = "REV")]
    to: Option<String>,
    /// Folder of the handbook, the one that has book.toml
    #[arg(
        long,
        value_name = "DIR",
        default_value = ".",
        hide_default_value = true,
        value_parser = NamedPath::parser()
    )]
    project: NamedPath,
    /// Format of the changes
    #[arg(long, value_enum, default_value_t = OutputFormat::Human, hide_default_value = true)]
    format: OutputFormat,
    #[command(flatten)]
    overrides: OverrideArgs,
    /// When to colour; auto: on a terminal, unless NO_COLOR is set
    #[arg(long, value_name = "WHEN", default_value = "auto", hide_default_value = true)]
    color: Color,
}

#[derive(Clone, Copy, ValueEnum)]
enum OutputFormat {
    /// Lines for a terminal
    Human,
    /// An entry of a change log
    Markdown,
    /// All of it, for programs
    Json,
    /// Annotations of a pull request, as GitHub Actions has them
    Github,
}

/// A revision of the project, and how it is called.
struct Revision {
    side: Side,
    tree: Tree,
    /// What was wrong with reading it.
    reading: Diagnostics,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let Arguments { from, to, project, overrides, .. } = arguments;
    let repository = || Repository::around(&project.path, &project.named);
    let (before, after) = match to {
        Some(to) => {
            let repository = repository()?;
            (committed(&repository, from)?, committed(&repository, to)?)
        }
        None => {
            // What is wrong with the folder is said before what is wrong with its history.
            let after = working_tree(project)?;
            if after.tree.get(BOOK).is_none() {
                let (_, found) = config::read(&after.tree);
                report(arguments, &after, &site::all_problems(after.reading.clone(), found));
                return Ok(Outcome::ContentErrors);
            }
            (committed(&repository()?, from)?, after)
        }
    };
    let sides = [before.side.clone(), after.side.clone()];
    let tell = |told: &Told| write(arguments, told, &after.tree);
    let trees = [&before.tree, &after.tree];
    let (told, found) = site::changes(trees, &overrides.overrides(), &sides, tell);
    let [of_before, of_after] = found;
    let problems = [(before, of_before), (after, of_after)].map(|(revision, found)| {
        let reading = revision.reading.clone();
        (revision, site::all_problems(reading, found))
    });
    let Some(text) = told else {
        for (revision, diagnostics) in problems.iter().filter(|(_, it)| it.has_errors()) {
            report(arguments, revision, diagnostics);
        }
        return Ok(Outcome::ContentErrors);
    };
    for (revision, diagnostics) in &problems {
        let errors = diagnostics.count(Severity::Error);
        if errors > 0 {
            let errors = counted(errors, "error");
            let name = &revision.side.name;
            terminal::eprint(&format!(
                "note: {name} has {errors}; what it says of the ladder is compared all the same\n"
            ));
        }
    }
    terminal::print(&text)?;
    Ok(Outcome::Success)
}

fn committed(repository: &Repository, name: &str) -> anyhow::Result<Revision> {
    let revision = repository.revision(name)?;
    let tree = repository.tree(&revision)?;
    let side =
        Side { name: revision.name, commit: Some(revision.commit), date: Some(revision.date) };
    Ok(Revision { side, tree, reading: Diagnostics::default() })
}

fn working_tree(project: &NamedPath) -> anyhow::Result<Revision> {
    let (tree, reading) = ProjectArgs { dir: project.clone() }.read()?;
    let side = Side { name: "working tree".to_owned(), commit: None, date: None };
    Ok(Revision { side, tree, reading })
}

fn write(arguments: &Arguments, told: &Told, after: &Tree) -> String {
    let format = match arguments.format {
        OutputFormat::Human => ChangesFormat::Human {
            color: arguments.color.is_wanted(terminal::wants_color_of_results),
        },
        OutputFormat::Markdown => ChangesFormat::Markdown,
        OutputFormat::Json => ChangesFormat::Json,
        OutputFormat::Github => {
            let project = ProjectArgs { dir: arguments.project.clone() };
            return report::annotations(
                &exchange::annotations(told),
                after,
                &project.path_prefix(),
            );
        }
    };
    exchange::changes(told, format)
}

/// Writes what keeps a revision from being compared.
fn report(arguments: &Arguments, revision: &Revision, diagnostics: &Diagnostics) {
    let format = match arguments.format {
        OutputFormat::Github => Format::Github,
        OutputFormat::Json => Format::Json,
        OutputFormat::Human | OutputFormat::Markdown => Format::Human,
    };
    let report = ReportArgs { format, color: arguments.color, quiet: false };
    report.print_status(&format!("{} cannot be compared:", revision.side.name));
    let project = ProjectArgs { dir: arguments.project.clone() };
    report.print(diagnostics, &revision.tree, &project);
}
