//! Values of front matter, each by its key.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::diagnostic::{Diagnostics, Place, Span};
use crate::edit::Edit;
use crate::import::escape::{scalar, yaml};
use crate::node::{Node, Value};
use crate::read::{Parts, Source, split_front_matter};
use crate::text::line_break;
use crate::tree::{RelPath, Tree};

/// Why an edit is not made.
const UNCLEAR: &str = "its front matter cannot be edited safely; change it in the file";

/// The front matter of a level, read once for all that changes in it.
pub struct Front<'t> {
    path: RelPath,
    source: &'t str,
    /// Where the line begins that closes it.
    end: usize,
    /// What stands there, by its key and that inside it, which is empty for the value itself. Of a key that stands there
    /// twice it is not certain which one holds.
    values: HashMap<[String; 2], Option<Written>>,
}

/// Where a value stands.
#[derive(Clone, Copy)]
struct Written {
    span: Span,
    is_scalar: bool,
}

impl<'t> Front<'t> {
    /// The front matter of a file; why it cannot be edited.
    pub fn of(path: &RelPath, project: &'t Tree) -> Result<Self, &'static str> {
        let file = project.get(path.as_str()).ok_or(UNCLEAR)?;
        let source = file.text().ok_or(UNCLEAR)?;
        let read = Source::new(path, file).map_err(|_| UNCLEAR)?;
        let Parts { front: root, body_offset, broken, .. } =
            split_front_matter(&read, &mut Diagnostics::default());
        let Value::Map(entries) = &root.value else { return Err(UNCLEAR) };
        if broken {
            return Err(UNCLEAR);
        }
        let end = source[..body_offset].trim_end().rfind('\n').map_or(0, |at| at + 1);
        let mut front = Self { path: path.clone(), source, end, values: HashMap::new() };
        for entry in entries {
            front.note([entry.key.clone(), String::new()], &entry.node);
            if let Value::Map(inner) = &entry.node.value {
                for it in inner {
                    front.note([entry.key.clone(), it.key.clone()], &it.node);
                }
            }
        }
        Ok(front)
    }

    fn note(&mut self, keys: [String; 2], node: &Node) {
        let is_scalar = matches!(node.value, Value::Text(_) | Value::Number(_) | Value::Bool(..));
        match self.values.entry(keys) {
            Entry::Occupied(mut known) => drop(known.insert(None)),
            Entry::Vacant(new) => drop(new.insert(Some(Written { span: node.span, is_scalar }))),
        }
    }

    fn find(&self, key: &str, inner: &str) -> Option<Written> {
        let get = |inner: &str| self.values.get(&[key.to_owned(), inner.to_owned()]);
        let written = (*get("")?)?;
        if inner.is_empty() { Some(written) } else { *get(inner)? }
    }

    /// The edit after which a key has a value; with `inner`, the key of that name inside it: `facts`, `scope`. A key that
    /// is not there is put in, where that is certain; an empty value takes nothing out, since what stands beside it is
    /// lost.
    pub fn edit(&self, key: &str, inner: &str, value: &str) -> Result<Edit, String> {
        let Self { source, end, .. } = *self;
        if value.is_empty() {
            return Err("a value that is taken out is taken out in the file".to_owned());
        }
        if let Some(Written { span, is_scalar }) = self.find(key, inner) {
            let written = source.get(span.start..span.end).ok_or(UNCLEAR)?;
            if !is_scalar || written.contains('\n') {
                return Err(UNCLEAR.to_owned());
            }
            let trailing = written.len() - written.trim_end().len();
            let span = Span::new(span.start, span.end - trailing);
            return Ok(Edit { place: Place::new(&self.path, span), text: scalar(value) });
        }
        if !inner.is_empty() && self.find(key, "").is_some() {
            return Err(format!("`{key}` in the file has no `{inner}`; add it there"));
        }
        let line_break = line_break(source);
        let text = match inner {
            "" => format!("{key}: {}{line_break}", scalar(value)),
            inner => {
                format!("{key}:{line_break}  {}: {}{line_break}", yaml(inner), scalar(value))
            }
        };
        Ok(Edit { place: Place::new(&self.path, Span::new(end, end)), text })
    }
}
