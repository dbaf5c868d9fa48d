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

use self::sources::Sources;
use crate::diagnostic::{Diagnostics, Severity};
use crate::fix::SafeFixes;
use crate::tree::Tree;

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
    for diagnostic in diagnostics.iter() {
        match options.format {
            Format::Human => human::write(&mut text, diagnostic, &sources, options.color),
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
