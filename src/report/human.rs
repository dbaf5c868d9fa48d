//! Diagnostics with the lines of the source, for a person at a terminal.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::sources::{OWN_POSITION, Sources};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::position::{Lines, Unit};
use crate::text::clean;

/// Wider than any excerpt, so that lines are cropped in one place only.
const TERMINAL_WIDTH: usize = 2000;

/// The longest line, in bytes, that is shown whole.
const LONGEST: usize = 160;

/// Puts a diagnostic behind a text.
pub fn write(text: &mut String, diagnostic: &Diagnostic, sources: &Sources, color: bool) {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(clean(&diagnostic.message)).id(diagnostic.code.name());
    let mut group = Group::with_title(title);
    let mut elsewhere = Vec::new();
    if let Some(place) = &diagnostic.place {
        group = match excerpt(place, sources) {
            Some(excerpt) => {
                group.element(excerpt.snippet(AnnotationKind::Primary, &diagnostic.label))
            }
            None => group.element(Origin::path(sources.shown_path(&place.path))),
        };
    }
    for related in &diagnostic.related {
        match excerpt(&related.place, sources) {
            Some(excerpt) => {
                group = group.element(excerpt.snippet(AnnotationKind::Context, &related.value));
            }
            None => elsewhere.push(related),
        }
    }
    for related in elsewhere {
        let path = sources.shown_path(&related.place.path);
        let note = format!("{}: {path}", clean(&related.value));
        group = group.element(Level::NOTE.message(note));
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(clean(help)));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let rendered = renderer.term_width(TERMINAL_WIDTH).render(&[group]);
    push_with_own_positions(text, &rendered);
    text.push_str("\n\n");
}

/// One line of a file with a mark in it.
struct Excerpt {
    path: String,
    line: usize,
    text: String,
    marked: Range<usize>,
}

impl Excerpt {
    fn snippet<'s>(self, kind: AnnotationKind, label: &str) -> Snippet<'s, Annotation<'s>> {
        let label = (!label.is_empty()).then(|| clean(label).into_owned());
        Snippet::source(self.text)
            .path(self.path)
            .line_start(self.line)
            .annotation(kind.span(self.marked).label(label))
    }
}

/// The line on which a place starts, or as much of a long one as can be read; `None` if its file is
/// not there.
fn excerpt(place: &Place, sources: &Sources) -> Option<Excerpt> {
    let lines = sources.lines(&place.path)?;
    let path = sources.shown_path(&place.path);
    let range = lines.sound(place.span.start..place.span.end);
    let position = lines.position(range.start, Unit::Character);
    let line = lines.line(position.line);
    let start = range.start.min(line.end);
    let mut window = line.clone();
    if line.len() > LONGEST {
        let from = start.saturating_sub(LONGEST / 3).max(line.start);
        window = lines.sound(from..line.end.min(from + LONGEST));
    }
    let end = range.end.clamp(start, window.end);

    let cut = |yes: bool| if yes { "…" } else { "" };
    let before = part(lines, window.start..start);
    let before = format!("{}{before}", cut(window.start > line.start));
    let marked = part(lines, start..end);
    let after = part(lines, end..window.end);
    let after = format!("{after}{}", cut(window.end < line.end));
    Some(Excerpt {
        path: format!("{path}:{}:{}{OWN_POSITION}", position.line, position.column),
        line: position.line,
        marked: before.len()..before.len() + marked.len(),
        text: format!("{before}{marked}{after}"),
    })
}

fn part(lines: &Lines, range: Range<usize>) -> String {
    clean(&String::from_utf8_lossy(&lines.bytes()[range])).into_owned()
}

/// Puts a rendered diagnostic behind a text. annotate-snippets counts columns in the excerpt that it
/// is given, which may start in the middle of a line: its position is dropped for ours, which stands
/// before [`OWN_POSITION`].
fn push_with_own_positions(text: &mut String, rendered: &str) {
    let mut parts = rendered.split(OWN_POSITION);
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        text.push_str(part.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit()));
    }
}
