//! Values of front matter, each by its key.

use crate::diagnostic::{Diagnostics, Place, Span};
use crate::edit::Edit;
use crate::import::escape::yaml;
use crate::node::{self, Entry, Node, Value};
use crate::tree::{RelPath, Tree};

/// The edit after which a key of a level's front matter has a value. `keys` lead to it: `["facts", "scope"]`. A key that
/// is not there is put in, where that is certain; an empty value takes nothing out, since what stands beside it is lost.
pub fn edit(path: &RelPath, keys: &[&str], value: &str, project: &Tree) -> Result<Edit, String> {
    const UNCLEAR: &str = "its front matter cannot be edited safely; change it in the file";
    let file = project.get(path.as_str()).ok_or(UNCLEAR)?;
    let source = std::str::from_utf8(file.bytes()).map_err(|_| UNCLEAR)?;
    let (start, end) = bounds(source).ok_or(UNCLEAR)?;
    let front = &source[start..end];
    let root = node::parse_yaml(path, front, start, &mut Diagnostics::default()).ok_or(UNCLEAR)?;
    if value.is_empty() {
        return Err("a value that is taken out is taken out in the file".to_owned());
    }
    if let Some(node) = find(&root, keys) {
        let written = source.get(node.span.start..node.span.end).ok_or(UNCLEAR)?;
        let is_scalar = matches!(node.value, Value::Text(_) | Value::Number(_) | Value::Bool(..));
        if !is_scalar || written.contains('\n') {
            return Err(UNCLEAR.to_owned());
        }
        let trailing = written.len() - written.trim_end().len();
        let span = Span::new(node.span.start, node.span.end - trailing);
        return Ok(Edit { place: Place::new(path, span), text: scalar(value) });
    }
    if let [key] = keys {
        let text = format!("{key}: {}\n", scalar(value));
        return Ok(Edit { place: Place::new(path, Span::new(end, end)), text });
    }
    let [outer, inner] = keys else { return Err(UNCLEAR.to_owned()) };
    match find(&root, &[outer]) {
        None => {
            let text = format!("{outer}:\n  {}: {}\n", yaml(inner), scalar(value));
            Ok(Edit { place: Place::new(path, Span::new(end, end)), text })
        }
        Some(_) => Err(format!("`{outer}` in the file has no `{inner}`; add it there")),
    }
}

/// A value of YAML; a number stays one.
fn scalar(value: &str) -> String {
    if value.parse::<u32>().is_ok() { value.to_owned() } else { yaml(value) }
}

/// The bytes between the lines `---`.
fn bounds(source: &str) -> Option<(usize, usize)> {
    let start = source.find("---")?;
    let is_first = source[..start].trim_start_matches('\u{feff}').trim().is_empty();
    let start = start + source[start..].find('\n')? + 1;
    let mut end = start;
    for line in source[start..].split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return is_first.then_some((start, end));
        }
        end += line.len();
    }
    None
}

fn find<'n>(node: &'n Node, keys: &[&str]) -> Option<&'n Node> {
    let Some((key, rest)) = keys.split_first() else { return Some(node) };
    let Value::Map(entries) = &node.value else { return None };
    let mut found = entries.iter().filter(|entry: &&Entry| entry.key == *key);
    let entry = found.next()?;
    // Of a key that stands there twice it is not certain which one holds.
    found.next().is_none().then(|| find(&entry.node, rest)).flatten()
}
