//! What `serve` and `watch` print while they run.

use std::collections::BTreeSet;

use super::options::{ProjectArgs, ReportArgs};
use super::terminal;
use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::report::Format;
use crate::serve::{self, Rebuild};
use crate::site::Build;
use crate::spelling::counted;
use crate::tree::RelPath;

/// Prints what the run loop reports, and each set of diagnostics only once; but in the short format, which editors
/// follow, all that is known in each round, between a line that begins it and one that ends it.
pub struct ConsoleReporter {
    project: ProjectArgs,
    report: ReportArgs,
    rebuilds: usize,
    last_signatures: BTreeSet<Signature>,
}

impl ConsoleReporter {
    pub fn new(project: &ProjectArgs, report: &ReportArgs) -> Self {
        Self {
            project: project.clone(),
            report: report.clone(),
            rebuilds: 0,
            last_signatures: BTreeSet::new(),
        }
    }

    /// Reports the diagnostics of a rebuild, if they differ from those of the last one. Comes before
    /// [`Self::on_built`] or [`Self::on_rejected`].
    pub fn on_rebuilt(&mut self, rebuild: &Rebuild) {
        self.rebuilds += 1;
        if self.is_followed() {
            let first = self.rebuilds == 1;
            let subject = if first { "everything".to_owned() } else { subject(&rebuild.changed) };
            self.report.print_status(&format!("building: {subject}"));
        }
        if let Err(message) = &rebuild.build {
            terminal::eprint(&serve::panic_report(message));
        }
        let signatures = signatures(&rebuild.diagnostics);
        if signatures != self.last_signatures || self.is_followed() {
            self.report.print(&rebuild.diagnostics, &rebuild.project, &self.project);
            let is_mended = signatures != self.last_signatures && signatures.is_empty();
            if is_mended && rebuild.build.is_ok() {
                self.report.print_status("all mended");
            }
        }
        self.last_signatures = signatures;
    }

    /// A build was shown or written; `details` end the line.
    pub fn on_built(&self, rebuild: &Rebuild, build: &Build, details: &str) {
        let pages = match self.rebuilds {
            1 => counted(build.pages, "page"),
            _ => format!("{} of {}", build.rendered, counted(build.pages, "page")),
        };
        let time = rebuild.duration.as_millis();
        let line = format!("{}{pages} in {time} ms{details}", self.opening(rebuild));
        // Output that cannot be written, as into a closed pipe, does not end the loop.
        let _ = self.report.print_result(&line);
    }

    /// A build was not used; `consequence` says what that means.
    pub fn on_rejected(&self, rebuild: &Rebuild, consequence: &str) {
        self.report.print_status(&format!("{}{consequence}", self.opening(rebuild)));
    }

    pub fn on_missing(&self, error: &anyhow::Error) {
        terminal::print_error(error);
        self.report.print_status("waiting for it to come back");
    }

    pub fn on_polling(&self, why: &str) {
        self.report.print_status(&format!("warning: {why}"));
    }

    /// Whether a program reads the lines as they come, and forgets at each beginning what it knew.
    fn is_followed(&self) -> bool {
        self.report.format == Format::Short
    }

    /// How the line about a round begins.
    fn opening(&self, rebuild: &Rebuild) -> String {
        match self.rebuilds {
            _ if self.is_followed() => "built: ".to_owned(),
            1 => String::new(),
            _ => format!("{}: ", subject(&rebuild.changed)),
        }
    }
}

/// What a diagnostic has to keep for it not to be reported again: severity, code, place and message.
type Signature = (Severity, Code, String, String);

/// An error that has moved is reported again, because its author is working on it and wants to see
/// where it is now. A warning that was only moved by lines above it is not.
fn signatures(diagnostics: &Diagnostics) -> BTreeSet<Signature> {
    let signatures = diagnostics.iter().map(|it| {
        let place = match (&it.place, it.severity) {
            (None, _) => String::new(),
            (Some(place), Severity::Error) => format!("{place:?}"),
            (Some(place), _) => place.path.to_string(),
        };
        (it.severity, it.code, place, it.message.clone())
    });
    signatures.collect()
}

/// The first few of the files that have changed.
fn subject(changed: &[RelPath]) -> String {
    const MAX_NAMED: usize = 3;
    if changed.is_empty() {
        return "as before".to_owned();
    }
    let named: Vec<&str> = changed.iter().take(MAX_NAMED).map(RelPath::as_str).collect();
    match changed.len().saturating_sub(MAX_NAMED) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{signatures, subject};
    use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span};
    use crate::tree::RelPath;

    fn path(path: &str) -> RelPath {
        RelPath::new(path).unwrap()
    }

    #[test]
    fn an_error_that_moves_is_another_one_and_a_warning_is_not() {
        let at = |code, start| {
            let mut diagnostics = Diagnostics::default();
            let place = Place::new(&path("content/a.md"), Span::new(start, start + 1));
            diagnostics.push(Diagnostic::new(code, "message").at(place));
            signatures(&diagnostics)
        };
        assert_ne!(at(Code::InvalidYaml, 1), at(Code::InvalidYaml, 2));
        assert_eq!(at(Code::UnusedCompetency, 1), at(Code::UnusedCompetency, 2));
    }

    #[test]
    fn the_subject_of_a_line_names_three_files_at_most() {
        let paths: Vec<RelPath> = ["a.md", "b.md", "c.md", "d.md", "e.md"].map(path).to_vec();
        assert_eq!(subject(&[]), "as before");
        assert_eq!(subject(&paths[..3]), "a.md, b.md, c.md");
        assert_eq!(subject(&paths), "a.md, b.md, c.md and 2 more");
    }
}
