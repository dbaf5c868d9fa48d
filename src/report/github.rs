//! Workflow commands of GitHub Actions, which become annotations of a pull request.

use super::sources::{LineNumbers, Sources};
use crate::diagnostic::{Diagnostic, Severity};
use crate::exchange::Annotation;
use crate::text::clean;
use crate::tree::Tree;

/// Puts a command behind a text.
pub fn write(text: &mut String, diagnostic: &Diagnostic, sources: &Sources) {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    text.push_str(&format!("::{command} "));
    if let Some(place) = &diagnostic.place {
        let path = format!("{}{}", sources.folder, place.path);
        text.push_str(&format!("file={},", property(&path)));
        if let Some((start, end)) = sources.positions(place) {
            text.push_str(&format!("line={},endLine={},", start.line, end.line));
            // Columns of a place on several lines would be taken for columns of its first line.
            if start.line == end.line {
                text.push_str(&format!("col={},endColumn={},", start.column, end.column));
            }
        }
    }
    let mut message = diagnostic.message.clone();
    for help in &diagnostic.help {
        message.push_str(&format!("\nhelp: {help}"));
    }
    text.push_str(&format!("title={}::{}\n", diagnostic.code, data(&message)));
}

/// Annotations as commands, one a line. `folder` stands before each path, as in a report.
pub fn annotations(all: &[Annotation], project: &Tree, folder: &str) -> String {
    let mut lines = LineNumbers::new(project);
    all.iter().map(|it| annotation(it, &mut lines, folder)).collect()
}

fn annotation(it: &Annotation, lines: &mut LineNumbers, folder: &str) -> String {
    let command = if it.is_major { "warning" } else { "notice" };
    let place = it.place.as_ref().map(|place| {
        let line = lines.line(place);
        format!("file={},line={line},", property(&format!("{folder}{}", place.path)))
    });
    let place = place.unwrap_or_default();
    format!("::{command} {place}title={}::{}\n", property(&it.title), data(&it.message))
}

/// A text as the data of a command. The runner decodes these three alone; what else a terminal would obey is
/// shown as in other formats.
fn data(text: &str) -> String {
    clean(&text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")).into_owned()
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
