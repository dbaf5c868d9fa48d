//! Diagnostics -> text, for people, editors, programs and forges: one file for each format.
//!
//! Lines and columns are counted from 1, columns in characters, and an end column is the one after
//! the last character.

mod sources;
mod human;
mod short;
mod json;
mod github;
mod diff;

pub use self::diff::diff;
pub(crate) use self::github::annotations;
pub(crate) use self::sources::LineNumbers;

use std::collections::BTreeMap;

use self::sources::Sources;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::fix::SafeFixes;
use crate::tree::{RelPath, Tree};

/// How diagnostics are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// With the lines of the source, for a person.
    #[default]
    Human,
    /// One line each: `path:line:column: error[code]: message`.
    Short,
    /// One JSON object a line.
    Json,
    /// Workflow commands of GitHub Actions.
    Github,
}

impl Format {
    /// All formats by the names that people type.
    pub const ALL: [(&'static str, Self); 4] = [
        ("human", Self::Human),
        ("short", Self::Short),
        ("json", Self::Json),
        ("github", Self::Github),
    ];

    /// The format with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, format)| format)
    }
}

/// How diagnostics become a report.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReportOptions<'a> {
    /// The format.
    pub format: Format,
    /// What stands before each path so that it can be followed from where the reader is: empty, or
    /// ending in a slash.
    pub folder: &'a str,
    /// Whether to colour; only [`Format::Human`] does.
    pub color: bool,
}

/// All diagnostics as text, in their order. The project is where excerpts and fixes come from.
pub fn report(diagnostics: &Diagnostics, project: &Tree, options: ReportOptions) -> String {
    let sources = Sources::new(diagnostics, project, options.folder);
    let mut text = String::new();
    let mut crowds = Crowds::of(diagnostics);
    for diagnostic in diagnostics.iter() {
        match options.format {
            Format::Human => match crowds.next(diagnostic) {
                Shown::Whole => human::write(&mut text, diagnostic, &sources, options.color),
                Shown::WithMore(others) => {
                    human::write(&mut text, diagnostic, &sources, options.color);
                    text.push_str(&more(diagnostic, others, &sources));
                }
                Shown::Counted => {}
            },
            Format::Short => short::write(&mut text, diagnostic, &sources),
            Format::Json => json::write(&mut text, diagnostic, &sources),
            Format::Github => github::write(&mut text, diagnostic, &sources),
        }
    }
    if options.format == Format::Human {
        text.push_str(&summary(diagnostics, &sources));
    }
    text
}

/// How many diagnostics of one code in one file are shown to a person. One cause may have thousands, which
/// would hide all others.
const MOST_OF_A_KIND: usize = 20;

/// How many diagnostics of each code there are in each file.
struct Crowds<'d> {
    sizes: BTreeMap<Kind<'d>, usize>,
    shown: BTreeMap<Kind<'d>, usize>,
}

/// Code and file.
type Kind<'d> = (Code, Option<&'d RelPath>);

/// What a person sees of a diagnostic.
enum Shown {
    Whole,
    /// All of it, and how many of its kind are not shown.
    WithMore(usize),
    /// Nothing: it is counted among those that are not shown.
    Counted,
}

impl<'d> Crowds<'d> {
    fn of(diagnostics: &'d Diagnostics) -> Self {
        let mut sizes = BTreeMap::new();
        for diagnostic in diagnostics.iter() {
            *sizes.entry(kind(diagnostic)).or_default() += 1;
        }
        Self { sizes, shown: BTreeMap::new() }
    }

    fn next(&mut self, diagnostic: &'d Diagnostic) -> Shown {
        let kind = kind(diagnostic);
        let others = self.sizes.get(&kind).map_or(0, |size| size.saturating_sub(MOST_OF_A_KIND));
        let shown = self.shown.entry(kind).or_default();
        *shown += 1;
        match *shown {
            MOST_OF_A_KIND if others > 0 => Shown::WithMore(others),
            number if number > MOST_OF_A_KIND => Shown::Counted,
            _ => Shown::Whole,
        }
    }
}

fn kind(diagnostic: &Diagnostic) -> Kind<'_> {
    (diagnostic.code, diagnostic.place.as_ref().map(|place| &place.path))
}

/// What stands in the place of the diagnostics of a kind that are not shown.
fn more(diagnostic: &Diagnostic, others: usize, sources: &Sources) -> String {
    let place = diagnostic.place.as_ref().map(|place| sources.shown_path(&place.path));
    let place = place.map(|path| format!(" in {path}")).unwrap_or_default();
    format!("… and {others} more `{}`{place}\n\n", diagnostic.code)
}

/// What a report for people ends with; empty if there is nothing to report.
fn summary(diagnostics: &Diagnostics, sources: &Sources) -> String {
    let counted =
        |(count, severity)| format!("{count} {severity}{}", if count > 1 { "s" } else { "" });
    let severities = [Severity::Error, Severity::Warning, Severity::Note];
    let counts: Vec<String> = severities
        .into_iter()
        .map(|severity| (diagnostics.count(severity), severity))
        .filter(|(count, _)| *count > 0)
        .map(counted)
        .collect();
    if counts.is_empty() {
        return String::new();
    }
    let mut text = String::new();
    if let Some(error) = diagnostics.iter().find(|it| it.severity == Severity::Error) {
        text.push_str(&format!("`ladderbook explain {}` tells more\n", error.code));
    }
    let fixes = SafeFixes::of(diagnostics, sources.project).count;
    if fixes > 0 {
        text.push_str(&format!("`ladderbook check --fix` can fix {fixes} of these\n"));
    }
    format!("{text}{}\n", counts.join(", "))
}
