//! One JSON object a line, for programs. Its keys and the codes in it are stable: keys are added,
//! never renamed.

use serde::Serialize;

use super::sources::Sources;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::fix::Fix;
use crate::text::is_harmful;

#[derive(Serialize)]
struct JsonDiagnostic<'a> {
    code: &'static str,
    severity: Severity,
    message: &'a str,
    #[serde(flatten)]
    place: JsonPlace,
    label: &'a str,
    related: Vec<JsonRelated<'a>>,
    /// Other places where the same is wrong.
    repeats: Vec<JsonPlace>,
    help: &'a [String],
    fix: Option<JsonFix>,
}

#[derive(Serialize)]
struct JsonRelated<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: JsonPlace,
}

/// Edits that are made together. `ladderbook check --fix` makes those that are safe.
#[derive(Serialize)]
struct JsonFix {
    title: String,
    safe: bool,
    edits: Vec<JsonEdit>,
}

/// What is to stand at a place in the place of what stands there.
#[derive(Serialize)]
struct JsonEdit {
    #[serde(flatten)]
    place: JsonPlace,
    text: String,
}

/// A place; what is not known is null. Lines and columns are counted from 1, columns in characters;
/// `start` and `end` in bytes from 0.
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

/// Puts an object behind a text.
pub fn write(text: &mut String, diagnostic: &Diagnostic, sources: &Sources) {
    let place = |place: &Place| JsonPlace::new(place, sources);
    let fix = Fix::of(diagnostic, sources.project).map(|Fix { title, safe, edits }| JsonFix {
        title,
        safe,
        edits: edits
            .into_iter()
            .map(|edit| JsonEdit { place: place(&edit.place), text: edit.text })
            .collect(),
    });
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
        repeats: diagnostic.repeats.iter().map(|(it, _)| place(it)).collect(),
        help: &diagnostic.help,
        fix,
    };
    let json = serde_json::to_string(&object).expect("texts and numbers are JSON");
    // Some are allowed in JSON, which is looked at in terminals all the same.
    for character in json.chars() {
        match is_harmful(character) {
            true => text.push_str(&format!("\\u{:04x}", u32::from(character))),
            false => text.push(character),
        }
    }
    text.push('\n');
}
