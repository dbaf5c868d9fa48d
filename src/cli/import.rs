//! `ladderbook import`: a handbook made of a table from elsewhere.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, ValueEnum};

use super::options::{NamedPath, Outcome, ProjectArgs, ReportArgs};
use super::terminal;
use crate::disk;
use crate::import::{
    self, Exported, Imported, Levels, MOST_BYTES, MergeOptions, Merged, Open, Options, Split, Told,
};
use crate::report::{self, LineNumbers};
use crate::spelling::counted;

/// Make a handbook of a spreadsheet, a wiki table or a pasted one
///
/// A sheet that came from `ladderbook export` is carried back into the handbook that it is of, change by change: where the
/// files were changed as well, nothing is overwritten, and where both changed the same it is told. Nothing is removed without
/// `--delete`. Of any other table a new handbook is made. Levels are found by their names, side by side or one below the other. What was found where is told, and what was not
/// understood is listed with its sheet and cell.
#[derive(Args)]
pub struct Arguments {
    /// A .xlsx, .csv, .tsv, .md or .html file; `-` is standard input, such as a table that was copied
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Folder for the handbook: new or empty, or the one that an exported sheet is of
    #[arg(long, value_name = "DIR", default_value = ".", hide_default_value = true, value_parser = NamedPath::parser())]
    into: NamedPath,
    /// Tell what was found, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Take out of the files what was taken out of an exported sheet: rows, and examples
    #[arg(long)]
    delete: bool,
    /// Where the levels stand, if that is not found
    #[arg(long, value_name = "WHERE")]
    levels: Option<LevelsArg>,
    /// Number of the row that has the levels, or of the column with `--levels rows`
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    header: Option<u32>,
    /// Read this sheet only; may be given several times
    #[arg(long = "sheet", value_name = "NAME")]
    sheets: Vec<String>,
    /// How the sentences of a cell are told apart
    #[arg(long, value_enum, value_name = "HOW", default_value_t = SplitArg::Lines)]
    split: SplitArg,
    /// Title of the handbook
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Title of the track, where the table does not say it
    #[arg(long, value_name = "TEXT")]
    track: Option<String>,
    /// Language of the handbook, such as `de`
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    #[command(flatten)]
    report: ReportArgs,
}

#[derive(Clone, Copy, ValueEnum)]
enum LevelsArg {
    /// Side by side
    Columns,
    /// One below the other
    Rows,
}

#[derive(Clone, Copy, ValueEnum)]
enum SplitArg {
    /// At line breaks and bullets
    Lines,
    /// At the ends of sentences as well
    Sentences,
    /// Not at all: a cell is one criterion
    Never,
}

impl Arguments {
    fn options(&self) -> Options {
        let levels = self.levels.map(|it| match it {
            LevelsArg::Columns => Levels::Columns,
            LevelsArg::Rows => Levels::Rows,
        });
        let split = match self.split {
            SplitArg::Lines => Split::Lines,
            SplitArg::Sentences => Split::Sentences,
            SplitArg::Never => Split::Never,
        };
        Options {
            told: Told { levels, header: self.header.map(|it| it as usize - 1) },
            split,
            sheets: self.sheets.clone(),
            title: self.title.clone(),
            track: self.track.clone(),
            language: self.language.clone(),
        }
    }

    /// What the file is called in messages.
    fn name(&self) -> String {
        match self.file.file_name() {
            Some(name) if self.file != Path::new("-") => name.to_string_lossy().into_owned(),
            _ => "levels".to_owned(),
        }
    }
}

pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let Arguments { file, .. } = arguments;
    let shown = file.display();
    let bytes =
        disk::read_bytes(file, MOST_BYTES).with_context(|| format!("cannot read `{shown}`"))?;
    let failed = |message| anyhow::anyhow!("cannot import `{shown}`: {message}");
    // The matrix of a track that is named alone is a table like any other.
    let exported =
        import::exported(&arguments.name(), &bytes, &arguments.sheets).map_err(failed)?;
    match exported {
        Some(exported) => merge(arguments, &exported),
        None if arguments.delete => Err(failed(
            "it did not come from `ladderbook export`, so that it is not known what was taken out of it\n\
             help: leave `--delete` out"
                .to_owned(),
        )),
        None => {
            let imported = import::import(&arguments.name(), &bytes, &arguments.options());
            create(arguments, &imported.map_err(failed)?)
        }
    }
}

/// Writes a new handbook.
fn create(arguments: &Arguments, imported: &Imported) -> anyhow::Result<Outcome> {
    let Arguments { into, dry_run, report, .. } = arguments;
    let Imported { tree, plan, diagnostics } = imported;
    if !report.quiet {
        terminal::print(plan)?;
    }
    report.print(diagnostics, tree, &ProjectArgs { dir: into.clone() });
    if *dry_run {
        let files = counted(tree.len(), "file");
        report.print_result(&format!("{files} would be written"))?;
    } else {
        let written = counted(disk::write_new(&[(&into.path, tree)])?, "file");
        report.print_result(&format!("{written} written to {}", into.named.display()))?;
    }
    Ok(if diagnostics.has_errors() { Outcome::ContentErrors } else { Outcome::Success })
}

/// Carries over what was changed in a sheet that came from the handbook.
fn merge(arguments: &Arguments, exported: &Exported) -> anyhow::Result<Outcome> {
    let Arguments { into, dry_run, report, .. } = arguments;
    let project = ProjectArgs { dir: into.clone() };
    let (tree, reading) = project.read()?;
    let merged = match reading.has_errors() {
        true => Err(reading),
        false => import::merge(exported, &tree, MergeOptions { delete: arguments.delete }),
    };
    let Merged { tree: edited, done, open, remarks } = match merged {
        Ok(merged) => merged,
        Err(diagnostics) => {
            report.print(&diagnostics, &tree, &project);
            report.print_status("nothing was written");
            return Ok(Outcome::ContentErrors);
        }
    };
    if !report.quiet {
        terminal::print(&report::diff(&tree, &edited, &project.path_prefix()))?;
    }
    for remark in &remarks {
        report.print_status(&remark.to_string());
    }
    let mut lines = LineNumbers::new(&tree);
    for Open { wish, place, reason } in &open {
        let place = place.as_ref().map(|place| format!("{}: ", project.shown(place, &mut lines)));
        report.print_status(&format!("{}{wish}\n  {reason}", place.unwrap_or_default()));
    }
    if !*dry_run {
        disk::write_sources(&into.named, &tree, &edited)?;
    }
    let would_be = if *dry_run { "would be " } else { "" };
    let files = counted(tree.diff(&edited).len(), "file");
    let (changes, left) = (counted(done.len(), "change"), open.len());
    let rest = if left == 0 { String::new() } else { format!("; {left} not carried over") };
    report.print_result(&format!("{changes} {would_be}carried over into {files}{rest}"))?;
    Ok(if open.is_empty() { Outcome::Success } else { Outcome::ContentErrors })
}
