//! Diagnostics -> text, for people, editors, programs and forges.
//!
//! Lines and columns exist only here: they are counted from 1, columns in characters, and an end
//! column is the one after the last character.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use crate::config::BOOK;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity, Span};
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

/// All diagnostics as text, in their order. The project is where excerpts come from.
pub fn report(diagnostics: &Diagnostics, project: &Tree, options: ReportOptions) -> String {
    let sources = Sources::new(diagnostics, project, options.folder);
    let mut text = String::new();
    for diagnostic in diagnostics.iter() {
        match options.format {
            Format::Human => human(&mut text, diagnostic, &sources, options.color),
            Format::Short => short(&mut text, diagnostic, &sources),
            Format::Json => json(&mut text, diagnostic, &sources),
            Format::Github => github(&mut text, diagnostic, &sources),
        }
    }
    if options.format == Format::Human {
        text.push_str(&summary(diagnostics));
    }
    text
}

/// What reading the files and building the site reported. That book.toml is missing is no news if
/// it could not be read.
pub fn merged(read: Diagnostics, built: Diagnostics) -> Diagnostics {
    let is_book = |path: &str| path == BOOK;
    let broken = read
        .iter()
        .any(|known| known.place.as_ref().is_some_and(|place| is_book(place.path.as_str())));
    let mut merged = read;
    for diagnostic in built.iter() {
        if !(broken && diagnostic.code == Code::MissingBook) {
            merged.push(diagnostic.clone());
        }
    }
    merged.sorted()
}

/// What a report for people ends with; empty if there is nothing to report.
fn summary(diagnostics: &Diagnostics) -> String {
    let severities = [Severity::Error, Severity::Warning, Severity::Note];
    let counts: Vec<String> = severities
        .into_iter()
        .map(|severity| (diagnostics.count(severity), severity))
        .filter(|(count, _)| *count > 0)
        .map(|(count, severity)| format!("{count} {severity}{}", if count > 1 { "s" } else { "" }))
        .collect();
    if counts.is_empty() {
        return String::new();
    }
    let error = diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error);
    let more = error
        .map_or(String::new(), |error| format!("`ladderbook explain {}` tells more\n", error.code));
    format!("{more}{}\n", counts.join(", "))
}

fn human(text: &mut String, diagnostic: &Diagnostic, sources: &Sources, color: bool) {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(clean(&diagnostic.message)).id(diagnostic.code.name());
    let mut group = Group::with_title(title);
    let mut elsewhere = Vec::new();
    if let Some(place) = &diagnostic.place {
        group = match sources.excerpt(place) {
            Some(excerpt) => {
                group.element(excerpt.snippet(AnnotationKind::Primary, &diagnostic.label))
            }
            None => group.element(Origin::path(sources.shown_path(&place.path))),
        };
    }
    for related in &diagnostic.related {
        match sources.excerpt(&related.place) {
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

/// Wider than any excerpt, so that lines are cropped in one place only.
const TERMINAL_WIDTH: usize = 2000;

fn short(text: &mut String, diagnostic: &Diagnostic, sources: &Sources) {
    if let Some(place) = &diagnostic.place {
        text.push_str(&sources.shown_path(&place.path));
        if let Some((start, _)) = sources.positions(place) {
            push(text, format_args!(":{}:{}", start.line, start.column));
        }
        text.push_str(": ");
    }
    let message = clean(&diagnostic.message).replace('\n', " ");
    push(text, format_args!("{}[{}]: {message}\n", diagnostic.severity, diagnostic.code));
}

/// One line of [`Format::Json`].
#[derive(Serialize)]
struct JsonDiagnostic<'a> {
    code: &'static str,
    severity: Severity,
    message: &'a str,
    #[serde(flatten)]
    place: JsonPlace,
    label: &'a str,
    related: Vec<JsonRelated<'a>>,
    help: &'a [String],
}

#[derive(Serialize)]
struct JsonRelated<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: JsonPlace,
}

/// A place; what is not known is null.
#[derive(Default, Serialize)]
struct JsonPlace {
    path: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    start: Option<usize>,
    end: Option<usize>,
}

impl JsonPlace {
    fn new(place: &Place, sources: &Sources) -> Self {
        let (start, end) = sources.positions(place).unzip();
        Self {
            path: Some(format!("{}{}", sources.folder, place.path)),
            line: start.map(|start| start.line),
            column: start.map(|start| start.column),
            end_line: end.map(|end| end.line),
            end_column: end.map(|end| end.column),
            start: start.map(|_| place.span.start),
            end: end.map(|_| place.span.end),
        }
    }
}

fn json(text: &mut String, diagnostic: &Diagnostic, sources: &Sources) {
    let place = |place: &Place| JsonPlace::new(place, sources);
    let object = JsonDiagnostic {
        code: diagnostic.code.name(),
        severity: diagnostic.severity,
        message: &diagnostic.message,
        place: diagnostic.place.as_ref().map(place).unwrap_or_default(),
        label: &diagnostic.label,
        related: diagnostic
            .related
            .iter()
            .map(|related| JsonRelated { message: &related.value, place: place(&related.place) })
            .collect(),
        help: &diagnostic.help,
    };
    text.push_str(&serde_json::to_string(&object).expect("texts and numbers are JSON"));
    text.push('\n');
}

fn github(text: &mut String, diagnostic: &Diagnostic, sources: &Sources) {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    push(text, format_args!("::{command} "));
    if let Some(place) = &diagnostic.place {
        let path = format!("{}{}", sources.folder, place.path);
        push(text, format_args!("file={},", github_property(&path)));
        if let Some((start, end)) = sources.positions(place) {
            push(text, format_args!("line={},endLine={},", start.line, end.line));
            // Columns of a place on several lines would be taken for columns of its first line.
            if start.line == end.line {
                push(text, format_args!("col={},endColumn={},", start.column, end.column));
            }
        }
    }
    let mut message = diagnostic.message.clone();
    for help in &diagnostic.help {
        push(&mut message, format_args!("\nhelp: {help}"));
    }
    push(text, format_args!("title={}::{}\n", diagnostic.code, github_data(&message)));
}

fn github_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn github_property(text: &str) -> String {
    github_data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A line and a column, both from 1.
#[derive(Clone, Copy)]
struct Position {
    line: usize,
    column: usize,
}

/// The files that diagnostics are about, each with the starts of its lines.
struct Sources<'a> {
    folder: &'a str,
    files: BTreeMap<&'a RelPath, Lines<'a>>,
}

impl<'a> Sources<'a> {
    fn new(diagnostics: &'a Diagnostics, project: &'a Tree, folder: &'a str) -> Self {
        let mut files = BTreeMap::new();
        for diagnostic in diagnostics.iter() {
            let related = diagnostic.related.iter().map(|related| &related.place);
            for place in diagnostic.place.iter().chain(related) {
                if let Some(file) = project.get(place.path.as_str()) {
                    files.entry(&place.path).or_insert_with(|| Lines::new(file.bytes()));
                }
            }
        }
        Self { folder, files }
    }

    fn shown_path(&self, path: &RelPath) -> String {
        clean(&format!("{}{path}", self.folder)).replace(['\n', '\t'], "\u{fffd}")
    }

    /// Where a place starts and ends; `None` if its file is not there.
    fn positions(&self, place: &Place) -> Option<(Position, Position)> {
        let lines = self.files.get(&place.path)?;
        let span = lines.sound(place.span);
        Some((lines.position(span.start), lines.position(span.end)))
    }

    fn excerpt(&self, place: &Place) -> Option<Excerpt> {
        let lines = self.files.get(&place.path)?;
        Some(lines.excerpt(place.span, &self.shown_path(&place.path)))
    }
}

/// The lines of a file.
struct Lines<'a> {
    bytes: &'a [u8],
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        // A byte-order mark has no column.
        let first = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let newlines = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        let starts = std::iter::once(first).chain(newlines.map(|(at, _)| at + 1)).collect();
        Self { bytes, starts }
    }

    /// The span, widened to whole characters and cut to what the file has.
    fn sound(&self, span: Span) -> Span {
        let inside_character = |at: usize| {
            at > self.starts[0]
                && !self.bytes[at - 1].is_ascii()
                && self.bytes.get(at).is_some_and(|byte| byte >> 6 == 0b10)
        };
        let mut start = span.start.clamp(self.starts[0], self.bytes.len());
        let mut end = span.end.clamp(start, self.bytes.len());
        // Bytes that are not UTF-8 may look like the inside of an endless character.
        for _ in 0..3 {
            start -= usize::from(inside_character(start));
            end += usize::from(inside_character(end));
        }
        Span::new(start, end)
    }

    fn index(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at) - 1
    }

    fn position(&self, at: usize) -> Position {
        let index = self.index(at);
        let before = &self.bytes[self.starts[index]..at];
        let characters = before.iter().filter(|byte| **byte >> 6 != 0b10).count();
        Position { line: index + 1, column: characters + 1 }
    }

    /// Where a line starts and where it ends before its line break.
    fn line(&self, index: usize) -> (usize, usize) {
        let start = self.starts[index];
        let mut end = self.starts.get(index + 1).map_or(self.bytes.len(), |next| next - 1);
        if end > start && self.bytes[end - 1] == b'\r' {
            end -= 1;
        }
        (start, end)
    }

    /// The line on which a span starts, or as much of a long one as can be read.
    fn excerpt(&self, span: Span, path: &str) -> Excerpt {
        let span = self.sound(span);
        let position = self.position(span.start);
        let (first, last) = self.line(position.line - 1);
        let start = span.start.min(last);
        let mut window = Span::new(first, last);
        if last - first > LONGEST {
            let from = start.saturating_sub(LONGEST / 3).max(first);
            window = self.sound(Span::new(from, last.min(from + LONGEST)));
        }
        let end = span.end.clamp(start, window.end);

        let part = |from: usize, to: usize| {
            let text = String::from_utf8_lossy(&self.bytes[from..to]);
            // A lone carriage return is no line break here, nor may it be one on the terminal.
            clean(&text).replace('\r', "\u{fffd}")
        };
        let cut = |yes: bool| if yes { "…" } else { "" };
        let before = format!("{}{}", cut(window.start > first), part(window.start, start));
        let marked = part(start, end);
        let after = format!("{}{}", part(end, window.end), cut(window.end < last));
        Excerpt {
            path: format!("{path}:{}:{}{OWN_POSITION}", position.line, position.column),
            line: position.line,
            marked: before.len()..before.len() + marked.len(),
            text: format!("{before}{marked}{after}"),
        }
    }
}

/// The longest line, in bytes, that is shown whole.
const LONGEST: usize = 160;

/// One line of a file with a mark in it.
struct Excerpt {
    path: String,
    line: usize,
    text: String,
    marked: std::ops::Range<usize>,
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

/// Stands between a position of ours and the one that annotate-snippets puts behind each path. It
/// counts columns in the excerpt that it is given, which may start in the middle of a line.
const OWN_POSITION: char = '\u{fffe}';

fn push_with_own_positions(text: &mut String, rendered: &str) {
    let mut parts = rendered.split(OWN_POSITION);
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        text.push_str(part.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit()));
    }
}

/// The text without what could take over a terminal or reorder a line: control characters save
/// line breaks and tabs, bidirectional controls, noncharacters.
fn clean(text: &str) -> Cow<'_, str> {
    let harmful = |c: char| match c {
        '\n' | '\t' => false,
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        '\u{2028}' | '\u{2029}' | OWN_POSITION | '\u{ffff}' => true,
        c => c.is_control(),
    };
    if text.contains(harmful) { text.replace(harmful, "\u{fffd}").into() } else { text.into() }
}

fn push(text: &mut String, arguments: std::fmt::Arguments) {
    text.write_fmt(arguments).expect("a string takes all text");
}
