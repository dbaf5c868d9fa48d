//! From a file to its front matter and body.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span};
use crate::fingerprint::Fingerprint;
use crate::node::{self, Node, Value};
use crate::text::{Text, TextFile};
use crate::tree::{File, RelPath};

/// The text of a file.
pub struct Source<'a> {
    /// Its path, from the root of the project.
    pub path: &'a RelPath,
    /// The file, for the prose that stands in it.
    pub file: TextFile,
    /// Its text, without a byte-order mark.
    pub text: &'a str,
    /// Where the text starts in the file: after the byte-order mark.
    pub offset: usize,
    /// Whether the file could not be read at all.
    pub broken: bool,
    /// The fingerprint of the file.
    pub fingerprint: Fingerprint,
}

impl<'a> Source<'a> {
    /// The text of a file.
    ///
    /// # Errors
    ///
    /// If it is not text; see [`Text::of`].
    pub fn new(path: &'a RelPath, file: &'a File) -> Result<Self, Box<Diagnostic>> {
        let Text { text, offset } = Text::of(path, file)?;
        let fingerprint = file.fingerprint();
        Ok(Self { path, file: TextFile::new(path, file), text, offset, broken: false, fingerprint })
    }

    /// The empty text in the place of a file that cannot be read.
    pub fn unreadable(path: &'a RelPath) -> Self {
        let file = TextFile::without_text(path);
        Self { path, file, text: "", offset: 0, broken: true, fingerprint: Fingerprint::default() }
    }

    /// The place of a span in this file.
    pub fn place(&self, span: Span) -> Place {
        Place::new(self.path, span)
    }

    /// The file's first line.
    pub fn first_line(&self) -> Place {
        let end = self.text.find(['\r', '\n']).unwrap_or(self.text.len());
        self.place(Span::new(self.offset, self.offset + end))
    }
}

/// A Markdown file in its two parts.
pub struct Parts<'a> {
    /// The front matter; [`Value::Null`] if there is none or it cannot be read.
    pub front: Node,
    /// The Markdown below it.
    pub body: &'a str,
    /// Where the body starts in the file.
    pub body_offset: usize,
    /// Whether the front matter could not be read; that has been reported.
    pub broken: bool,
}

/// Splits a Markdown file at the end of its front matter, which stands between two lines `---`.
pub fn split<'a>(source: &Source<'a>, diagnostics: &mut Diagnostics) -> Parts<'a> {
    let nothing = Node { value: Value::Null, span: source.first_line().span };
    let without = |broken, body| Parts {
        front: nothing.clone(),
        body,
        body_offset: source.offset + source.text.len() - body.len(),
        broken,
    };
    if let Some(body) = below_toml(source.text) {
        diagnostics.push(toml(source));
        return without(true, body);
    }
    let above = above_front_matter(source.text);
    let mut lines = source.text[above..].split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else {
        return without(source.broken, source.text);
    };
    let start = above + first.len();
    let mut end = start;
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            let yaml = &source.text[start..end];
            let body = &source.text[end + line.len()..];
            let front = node::parse_yaml(source.path, yaml, source.offset + start, diagnostics);
            let mut parts = without(front.is_none(), body);
            if let Some(front) = front.filter(|front| front.value != Value::Null) {
                parts.front = front;
            }
            return parts;
        }
        end += line.len();
    }
    diagnostics.push(
        Diagnostic::new(Code::UnclosedFrontMatter, "the front matter is not closed")
            .at(source.first_line())
            .label("it starts here")
            .help("end it with a line `---`"),
    );
    without(true, "")
}

/// How many bytes of blank lines and comments stand above the front matter. Further down a line `---` is a
/// rule, so that only keys below it tell that something was put above the front matter.
fn above_front_matter(text: &str) -> usize {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let comment = rest.strip_prefix("<!--").and_then(|it| Some(it.split_once("-->")?.1));
        match comment {
            Some(below) => rest = below,
            None => break,
        }
    }
    let mut lines = rest.lines();
    let starts = lines.next().is_some_and(|line| line.trim_end() == "---");
    let is_key = |line: &str| {
        let key = line.split_once(':').map_or("", |(key, _)| key);
        key.starts_with(char::is_alphabetic)
            && key.chars().all(|it| it.is_alphanumeric() || it == '-')
    };
    let is_front_matter = starts && lines.next().is_some_and(is_key);
    if is_front_matter { text.len() - rest.len() } else { 0 }
}

/// What stands below front matter as other generators have it: TOML between two lines `+++`.
fn below_toml(text: &str) -> Option<&str> {
    let is_mark = |line: &&str| line.trim_end() == "+++";
    let mut lines = text.split_inclusive('\n');
    lines.next().filter(is_mark)?;
    let mut end = text.find('\n')? + 1;
    for line in lines {
        end += line.len();
        if is_mark(&line) {
            return Some(&text[end..]);
        }
    }
    None
}

fn toml(source: &Source) -> Diagnostic {
    Diagnostic::new(Code::InvalidYaml, "this front matter is TOML, and not YAML")
        .at(source.first_line())
        .label("TOML starts here")
        .help(
            "write it between two lines `---`, with `key: value` in the place of `key = \"value\"`",
        )
}
