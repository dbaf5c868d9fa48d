//! Attributes of a criterion -> the edit that writes more of them.

use crate::diagnostic::{Attribute, Place, Span};
use crate::edit::Edit;
use crate::tree::Tree;

/// The edit that adds attributes at a place: that of the braces of a criterion, the empty place where they
/// would stand, or in YAML its value. `None` if they cannot be written there.
pub fn addition(place: &Place, attributes: &[Attribute], project: &Tree) -> Option<Edit> {
    let file = project.get(place.path.as_str())?;
    let text = std::str::from_utf8(file.bytes()).ok()?;
    let span = match place.path.extension() {
        "yaml" | "yml" => in_scalar(text, place.span)?,
        _ => place.span,
    };
    let written = text.get(span.start..span.end)?;
    if is_behind_block(text.get(..span.start)?) {
        return None;
    }
    let text = match written.is_empty() {
        true => format!(" {}", added("{}", attributes)?),
        false => added(written, attributes)?,
    };
    Some(Edit { place: Place::new(&place.path, span), text })
}

/// Whether what stands at the end of a text is no sentence: a block of code, HTML or a table. What is written
/// behind it would be part of it.
fn is_behind_block(text: &str) -> bool {
    let line = text.rsplit('\n').next().unwrap_or_default();
    let line = line.trim_start_matches(|it: char| it.is_whitespace() || it == '>');
    let is_html = line.starts_with('<') && line.trim_end().ends_with('>');
    is_html || line.starts_with('|') || line.starts_with("```") || line.starts_with("~~~")
}

/// Braces with more in them; nothing else in them changes.
fn added(written: &str, attributes: &[Attribute]) -> Option<String> {
    let (open, close) = (written.find('{')?, written.rfind('}')?);
    let mut inside = written[open + 1..close].to_owned();
    for attribute in attributes {
        match attribute {
            Attribute::Id(id) => {
                let start = inside.len() - inside.trim_start().len();
                let space = if inside.trim().is_empty() { "" } else { " " };
                inside.insert_str(start, &format!("#{id}{space}"));
            }
            Attribute::Replaces(id) => match inside.find("replaces=") {
                Some(at) => {
                    let end = inside[at..].find(char::is_whitespace);
                    inside.insert_str(end.map_or(inside.len(), |end| at + end), &format!(",{id}"));
                }
                None => {
                    let end = inside.trim_end().len();
                    let space = if end == 0 { "" } else { " " };
                    inside.insert_str(end, &format!("{space}replaces={id}"));
                }
            },
        }
    }
    Some(format!("{}{inside}{}", &written[..=open], &written[close..]))
}

/// Where attributes stand in a YAML scalar, or would; `None` where YAML would take them for something else.
fn in_scalar(text: &str, scalar: Span) -> Option<Span> {
    let source = text.get(scalar.start..scalar.end)?;
    let quote = source.chars().next().filter(|it| matches!(it, '"' | '\''));
    let content = match quote {
        Some(quote) => source.strip_suffix(quote)?,
        None => source.trim_end(),
    };
    let end = content.trim_end().len();
    // In a flow sequence, `[a, b]`, braces outside quotes are a mapping.
    if quote.is_none() && is_in_flow_sequence(text, scalar.start) {
        return None;
    }
    let open = content[..end].ends_with('}').then(|| content[..end].rfind('{')).flatten();
    Some(Span::new(open.unwrap_or(end), end).shifted(scalar.start))
}

/// Whether a scalar is an item of a flow sequence, which may go over several lines: then a bracket or comma
/// stands before it, in a block sequence a dash.
fn is_in_flow_sequence(text: &str, start: usize) -> bool {
    text[..start].trim_end().ends_with(['[', ','])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_all(written: &str) -> Option<String> {
        let replaces = ["a", "b"].map(|id| Attribute::Replaces(id.to_owned()));
        added(written, &[&[Attribute::Id("x".to_owned())], &replaces[..]].concat())
    }

    #[test]
    fn what_stands_in_braces_stays() {
        let cases = [
            ("{.new}", "{#x .new replaces=a,b}"),
            ("{ .new was=old }", "{ #x .new was=old replaces=a,b }"),
            ("{replaces=c .new}", "{#x replaces=c,a,b .new}"),
            ("{}", "{#x replaces=a,b}"),
        ];
        for (written, expected) in cases {
            assert_eq!(with_all(written).as_deref(), Some(expected), "{written}");
        }
    }

    fn split(text: &str, scalar: &str) -> Option<(String, String)> {
        let start = text.find(scalar).unwrap();
        let span = in_scalar(text, Span::new(start, start + scalar.len()))?;
        Some((text[..span.start].to_owned(), text[span.start..span.end].to_owned()))
    }

    #[test]
    fn attributes_are_found_in_scalars() {
        let found =
            |text: &str, scalar: &str| split(text, scalar).map(|(before, at)| (before.len(), at));
        assert_eq!(found("- Ships\n", "Ships"), Some((7, String::new())));
        assert_eq!(found("- Ships {#a}\n", "Ships {#a}"), Some((8, "{#a}".to_owned())));
        assert_eq!(found("- \"Ships\"\n", "\"Ships\""), Some((8, String::new())));
        assert_eq!(found("- 'Ships {#a}'\n", "'Ships {#a}'"), Some((9, "{#a}".to_owned())));
        assert_eq!(found("- >\n  Ships\n", ">\n  Ships\n"), Some((11, String::new())));
        for sequence in ["- [Ships, Helps]\n", "- [\n  Ships,\n  Helps\n]\n"] {
            assert_eq!(found(sequence, "Ships"), None);
            assert_eq!(found(sequence, "Helps"), None);
        }
        assert_eq!(found("- Plans [a], then\n- Ships\n", "Ships"), Some((25, String::new())));
        assert_eq!(found("- [\"Ships\", Helps]\n", "\"Ships\""), Some((9, String::new())));
    }
}
