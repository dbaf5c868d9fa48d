//! Edits of mappings in YAML, by the places of what they say.

use crate::diagnostic::{Place, Span, Spanned};
use crate::edit::Edit;
use crate::text::line_break;
use crate::tree::Tree;

/// The text of the file of a place.
pub fn text<'t>(project: &'t Tree, place: &Place) -> Option<&'t str> {
    std::str::from_utf8(project.get(place.path.as_str())?.bytes()).ok()
}

pub fn edit(place: &Place, start: usize, end: usize, text: impl Into<String>) -> Edit {
    Edit { place: Place::new(&place.path, Span::new(start, end)), text: text.into() }
}

/// Adds a value to those of a key that stands there already: one value, or a list in either style.
pub fn add_to(text: &str, known: &[Spanned<String>], value: &str) -> Vec<Edit> {
    let Some(Spanned { place, .. }) = known.last() else { return Vec::new() };
    let Span { start, end } = place.span;
    let before = text[..start].trim_end_matches([' ', '\t']);
    match before.chars().next_back() {
        Some('[' | ',') => vec![edit(place, end, end, format!(", {value}"))],
        Some('-') => {
            let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
            let end_of_line = text[end..].find(['\r', '\n']).map_or(text.len(), |at| end + at);
            let item = format!("{}{}{value}", line_break(text), &text[line..start]);
            vec![edit(place, end_of_line, end_of_line, item)]
        }
        _ => vec![edit(place, start, start, "["), edit(place, end, end, format!(", {value}]"))],
    }
}

/// Adds a key to the mapping in which a value stands, behind that value.
pub fn add_key(text: &str, value: &Place, key: &str, line: &str) -> Edit {
    let Span { start, end } = value.span;
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let before = text[line_start..start].trim_start_matches('\u{feff}');
    if before.contains('{') {
        return edit(value, end, end, format!(", {line}"));
    }
    let column = before.rfind(key).unwrap_or_default();
    let indent: String =
        before[..column].chars().map(|it| if it == '-' { ' ' } else { it }).collect();
    let line_break = line_break(text);
    match text[end..].find('\n') {
        Some(at) => edit(value, end + at + 1, end + at + 1, format!("{indent}{line}{line_break}")),
        None => edit(value, text.len(), text.len(), format!("{line_break}{indent}{line}")),
    }
}
