//! Values of front matter, each by its key.

use crate::diagnostic::{Diagnostics, Place, Span};
use crate::edit::Edit;
use crate::import::escape::{scalar, yaml};
use crate::node::{Entry, Node, Value};
use crate::read::{Parts, Source, split_front_matter};
use crate::text::line_break;
use crate::tree::{RelPath, Tree};

/// The edit after which a key of a level's front matter has a value. `keys` lead to it: `["facts", "scope"]`. A key that
/// is not there is put in, where that is certain; an empty value takes nothing out, since what stands beside it is lost.
pub fn edit(path: &RelPath, keys: &[&str], value: &str, project: &Tree) -> Result<Edit, String> {
    const UNCLEAR: &str = "its front matter cannot be edited safely; change it in the file";
    let file = project.get(path.as_str()).ok_or(UNCLEAR)?;
    let source = file.text().ok_or(UNCLEAR)?;
    let read = Source::new(path, file).map_err(|_| UNCLEAR)?;
    let Parts { front: root, body_offset, broken, .. } =
        split_front_matter(&read, &mut Diagnostics::default());
    if broken || !matches!(root.value, Value::Map(_)) {
        return Err(UNCLEAR.to_owned());
    }
    // Where the line begins that closes it.
    let end = source[..body_offset].trim_end().rfind('\n').map_or(0, |at| at + 1);
    let line_break = line_break(source);
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
        let text = format!("{key}: {}{line_break}", scalar(value));
        return Ok(Edit { place: Place::new(path, Span::new(end, end)), text });
    }
    let [outer, inner] = keys else { return Err(UNCLEAR.to_owned()) };
    match find(&root, &[outer]) {
        None => {
            let inner = format!("  {}: {}", yaml(inner), scalar(value));
            let text = format!("{outer}:{line_break}{inner}{line_break}");
            Ok(Edit { place: Place::new(path, Span::new(end, end)), text })
        }
        Some(_) => Err(format!("`{outer}` in the file has no `{inner}`; add it there")),
    }
}

fn find<'n>(node: &'n Node, keys: &[&str]) -> Option<&'n Node> {
    let Some((key, rest)) = keys.split_first() else { return Some(node) };
    let Value::Map(entries) = &node.value else { return None };
    let mut found = entries.iter().filter(|entry: &&Entry| entry.key == *key);
    let entry = found.next()?;
    // Of a key that stands there twice it is not certain which one holds.
    found.next().is_none().then(|| find(&entry.node, rest)).flatten()
}
