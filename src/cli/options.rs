//! Options that several commands have in common.

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use super::outcome::Outcome;
use super::terminal;
use crate::diagnostic::{Diagnostics, Severity};
use crate::disk;
use crate::report::{self, Format, Look};
use crate::tree::Tree;

/// Which handbook.
#[derive(Clone, Args)]
pub struct Project {
    /// Folder of the handbook, the one that has book.toml
    #[arg(value_name = "DIR", default_value = ".", hide_default_value = true)]
    pub dir: PathBuf,
}

impl Project {
    /// Reads the handbook's files.
    pub fn read(&self) -> anyhow::Result<(Tree, Diagnostics)> {
        disk::read(&self.dir)
    }

    /// What leads from where the reader is to the folder: empty, or ending in a slash.
    pub fn shown(&self) -> String {
        let shown = self.dir.display().to_string();
        let plain = shown.trim_start_matches("./").trim_end_matches('/');
        match plain {
            "" if shown.starts_with('/') => "/".to_owned(),
            "" | "." => String::new(),
            plain => format!("{plain}/"),
        }
    }
}

/// Where the site is written.
#[derive(Clone, Args)]
pub struct Output {
    /// Folder for the site, instead of the `output` in book.toml
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

impl Output {
    /// The folder, if book.toml names `named`, and how to show it, without a slash at its end.
    pub fn folder(&self, project: &Project, named: &str) -> (PathBuf, String) {
        let (folder, shown) = match &self.output {
            Some(output) => (output.clone(), output.display().to_string()),
            None => (project.dir.join(named), format!("{}{named}", project.shown())),
        };
        (folder, shown.trim_end_matches('/').to_owned())
    }
}

/// How diagnostics are reported.
#[derive(Clone, Args)]
pub struct Reporting {
    /// Format of the diagnostics
    #[arg(
        long,
        default_value = "human",
        hide_default_value = true,
        value_parser = PossibleValuesParser::new(Format::ALL.map(|(name, _)| name))
            .map(|name| Format::from_name(&name).unwrap_or_default())
    )]
    pub format: Format,
    /// When to colour the diagnostics; auto: on a terminal, unless NO_COLOR is set
    #[arg(long, value_name = "WHEN", default_value = "auto", hide_default_value = true)]
    pub color: Color,
    /// Print nothing but diagnostics
    #[arg(short, long)]
    pub quiet: bool,
}

/// When to colour.
#[derive(Clone, Copy, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

impl Reporting {
    /// Writes the diagnostics to standard error.
    pub fn report(&self, diagnostics: &Diagnostics, tree: &Tree, project: &Project) {
        let color = match self.color {
            Color::Auto => terminal::wants_color(),
            Color::Always => true,
            Color::Never => false,
        };
        let look = Look { format: self.format, folder: &project.shown(), color };
        terminal::complain(&report::report(diagnostics, tree, look));
    }

    /// Writes a line about the whole run to standard error, unless a program reads that.
    pub fn remark(&self, line: &str) {
        if !self.quiet && self.format != Format::Json {
            terminal::complain(&format!("{line}\n"));
        }
    }

    /// Writes the line that says what was achieved to standard output.
    pub fn conclude(&self, line: &str) -> anyhow::Result<()> {
        if self.quiet { Ok(()) } else { terminal::print(&format!("{line}\n")) }
    }
}

/// What counts as an error.
#[derive(Args)]
pub struct Strictness {
    /// Fail on warnings as well
    #[arg(long, value_name = "WHAT")]
    pub deny: Option<Denied>,
}

/// What can be denied.
#[derive(Clone, Copy, ValueEnum)]
pub enum Denied {
    Warnings,
}

impl Strictness {
    /// How a run with these diagnostics ends.
    pub fn judge(&self, diagnostics: &Diagnostics) -> Outcome {
        let denied = self.deny.is_some() && diagnostics.count(Severity::Warning) > 0;
        if diagnostics.has_errors() || denied { Outcome::Faulty } else { Outcome::Fine }
    }
}

/// A number of things: `1 page`, `2 pages`.
pub fn counted(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

/// A path as a shell takes it.
pub fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./".contains(c);
    if !path.is_empty() && !path.starts_with('-') && path.chars().all(plain) {
        path
    } else {
        format!("'{}'", path.replace('\'', r"'\''"))
    }
}
