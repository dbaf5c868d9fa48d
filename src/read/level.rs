//! The file of a level.

use super::markdown::{self, Block, Document};
use super::options::ReadOptions;
use super::page;
use super::source::{self, Source};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Spanned};
use crate::fingerprint::Fingerprint;
use crate::handbook::{MoveKind, Status};
use crate::node::{Node, Reader, Value};
use crate::tree::RelPath;

/// What the path of a level's file says.
#[derive(Debug)]
pub struct LevelName {
    /// Its track.
    pub track: String,
    /// Its number in the track.
    pub number: Option<u32>,
    /// Its id.
    pub id: String,
}

/// What a level's file says. Names are not resolved yet.
#[derive(Debug)]
pub struct ParsedLevel {
    /// What its path says.
    pub name: LevelName,
    /// Its file.
    pub path: RelPath,
    /// Its title; the id if it cannot be read.
    pub title: String,
    /// Where the title stands, or the file's first line.
    pub place: Place,
    /// Code such as `IC3`; may be empty.
    pub code: String,
    /// Grades, lowest first.
    pub grades: Vec<u32>,
    /// Where the grades stand.
    pub grade_place: Option<Place>,
    /// One sentence; may be empty.
    pub summary: String,
    /// Declared moves; `None` if the level leaves it at the default.
    pub next: Option<Vec<ParsedMove>>,
    /// Facts in the file's order.
    pub facts: Vec<(String, Spanned<String>)>,
    /// Expected steps by competency.
    pub expect: Vec<(Spanned<String>, ParsedExpectation)>,
    /// Whether it is in use.
    pub status: Status,
    /// The level that took its place.
    pub replaced_by: Option<Spanned<String>>,
    /// Whether it is left out of a public build.
    pub internal: bool,
    /// Old addresses.
    pub aliases: Vec<Spanned<String>>,
    /// Tracks that show it as well.
    pub also_in: Vec<Spanned<String>>,
    /// The level with the same expectations, and whether this one adds some.
    pub same_as: Option<(Spanned<String>, bool)>,
    /// Steps within the level.
    pub sublevels: Vec<String>,
    /// Links: label and address.
    pub links: Vec<(String, Spanned<String>)>,
    /// The Markdown.
    pub document: Document,
    /// Its blocks.
    pub blocks: Vec<Block>,
    /// Whether part of the file could not be read, so that what seems missing may be there.
    pub broken: bool,
    /// Stands for all of the above.
    pub fingerprint: Fingerprint,
}

/// A declared move.
#[derive(Clone, Debug)]
pub struct ParsedMove {
    /// Where it leads.
    pub to: Spanned<String>,
    /// Its kind, if declared.
    pub kind: Option<MoveKind>,
    /// The author's note; may be empty.
    pub note: String,
}

/// An expected step: one, or the ends of a range. Each is a name or a number, perhaps with `+`.
#[derive(Clone, Debug)]
pub struct ParsedExpectation {
    /// The steps.
    pub steps: Vec<Spanned<String>>,
    /// Where it stands.
    pub place: Place,
}

/// Reads the file of a level.
pub fn parse(
    source: &Source,
    name: LevelName,
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
) -> ParsedLevel {
    let parts = source::split(source, diagnostics);
    let mut document =
        markdown::parse(source.path, parts.body, parts.body_offset, &options.markdown, "text-");
    page::demote(&mut document);
    let blocks = document.blocks(parts.body, parts.body_offset);
    let mut level = ParsedLevel {
        title: name.id.clone(),
        name,
        path: source.path.clone(),
        place: source.first_line(),
        code: String::new(),
        grades: Vec::new(),
        grade_place: None,
        summary: String::new(),
        next: None,
        facts: Vec::new(),
        expect: Vec::new(),
        status: Status::Active,
        replaced_by: None,
        internal: false,
        aliases: Vec::new(),
        also_in: Vec::new(),
        same_as: None,
        sublevels: Vec::new(),
        links: Vec::new(),
        document,
        blocks,
        broken: parts.broken,
        fingerprint: Fingerprint::of(&(source.path, source.fingerprint, options)),
    };
    if !parts.broken {
        let mut reader = Reader { path: source.path, diagnostics };
        front_matter(&mut reader, &parts.front, parts.body_offset > source.offset, &mut level);
    }
    level
}

fn front_matter(reader: &mut Reader, node: &Node, has_front_matter: bool, level: &mut ParsedLevel) {
    if node.value == Value::Null && !has_front_matter {
        reader.diagnostics.push(
            Diagnostic::new(Code::MissingKey, "this level has no front matter")
                .at(level.place.clone())
                .help("start the file with three lines: `---`, `title: …`, `---`"),
        );
        return;
    }
    let Some(mut fields) = reader.fields("the front matter", node) else { return };
    let title = fields.required(reader, "title").and_then(|node| reader.text("`title`", node));
    if let Some(title) = title {
        level.title = title.value;
        level.place = title.place;
    }
    let mut text = |reader: &mut Reader, key| {
        let node = fields.get(key)?;
        reader.text(&format!("`{key}`"), node)
    };
    level.code = text(reader, "code").map(|text| text.value).unwrap_or_default();
    level.summary = text(reader, "summary").map(|text| text.value).unwrap_or_default();
    level.replaced_by = text(reader, "replaced-by");
    if let Some(node) = fields.get("grade") {
        level.grades = grades(reader, node);
        level.grade_place = Some(reader.place(node.span));
    }
    level.next = fields.get("next").map(|node| moves(reader, node));
    level.facts = fields.get("facts").map(|node| facts(reader, node)).unwrap_or_default();
    level.expect = fields.get("expect").map(|node| expectations(reader, node)).unwrap_or_default();
    (level.status, level.internal) = page::visibility(reader, &mut fields);
    let mut texts = |reader: &mut Reader, key| {
        let node = fields.get(key);
        node.map(|node| reader.texts(&format!("`{key}`"), node)).unwrap_or_default()
    };
    level.aliases = texts(reader, "aliases");
    level.also_in = texts(reader, "also-in");
    level.sublevels = texts(reader, "sublevels").into_iter().map(|text| text.value).collect();
    level.same_as = fields.get("same-as").and_then(|node| same_as(reader, node));
    level.links = fields.get("links").map(|node| links(reader, node)).unwrap_or_default();
    fields.finish(reader);
}

fn grades(reader: &mut Reader, node: &Node) -> Vec<u32> {
    let mut grades = match &node.value {
        Value::List(items) => {
            items.iter().filter_map(|item| reader.number("`grade`", item)).collect()
        }
        Value::Null => Vec::new(),
        _ => Vec::from_iter(reader.number("`grade`", node)),
    };
    grades.sort_unstable();
    grades.dedup();
    grades
}

fn moves(reader: &mut Reader, node: &Node) -> Vec<ParsedMove> {
    let items = match &node.value {
        Value::List(items) => items.as_slice(),
        Value::Null => &[],
        _ => std::slice::from_ref(node),
    };
    items.iter().filter_map(|item| a_move(reader, item)).collect()
}

fn a_move(reader: &mut Reader, node: &Node) -> Option<ParsedMove> {
    if !matches!(node.value, Value::Map(_)) {
        let to = reader.text("a move", node)?;
        return Some(ParsedMove { to, kind: None, note: String::new() });
    }
    let kinds = [
        ("promotion", MoveKind::Promotion),
        ("lateral", MoveKind::Lateral),
        ("back", MoveKind::Back),
    ];
    let mut fields = reader.fields("a move", node)?;
    let to = fields.required(reader, "to").and_then(|node| reader.text("`to`", node));
    let kind = fields.get("kind").and_then(|node| reader.choice("`kind`", node, &kinds));
    let note = fields.get("note").and_then(|node| reader.text("`note`", node));
    fields.finish(reader);
    Some(ParsedMove { to: to?, kind, note: note.map(|note| note.value).unwrap_or_default() })
}

fn facts(reader: &mut Reader, node: &Node) -> Vec<(String, Spanned<String>)> {
    let entries = reader.entries("`facts`", node);
    entries
        .into_iter()
        .filter_map(|entry| {
            let what = format!("the fact `{}`", entry.key);
            Some((entry.key.clone(), reader.text(&what, &entry.node)?))
        })
        .collect()
}

fn expectations(reader: &mut Reader, node: &Node) -> Vec<(Spanned<String>, ParsedExpectation)> {
    let entries = reader.entries("`expect`", node);
    let mut expectations = Vec::new();
    for entry in entries {
        let what = format!("the step of `{}`", entry.key);
        let steps = reader.texts(&what, &entry.node);
        let place = reader.place(entry.node.span);
        if steps.is_empty() || steps.len() > 2 {
            if !matches!(entry.node.value, Value::Map(_)) {
                let message = format!("{what} must be one step, or two for a range");
                reader.diagnostics.push(
                    Diagnostic::new(Code::WrongType, message)
                        .at(place)
                        .help("write a name, a number, `2+` or `[3, 4]`"),
                );
            }
            continue;
        }
        let key = Spanned { value: entry.key.clone(), place: reader.place(entry.key_span) };
        expectations.push((key, ParsedExpectation { steps, place }));
    }
    expectations
}

fn same_as(reader: &mut Reader, node: &Node) -> Option<(Spanned<String>, bool)> {
    if !matches!(node.value, Value::Map(_)) {
        return Some((reader.text("`same-as`", node)?, false));
    }
    let mut fields = reader.fields("`same-as`", node)?;
    let level = fields.required(reader, "level").and_then(|node| reader.text("`level`", node));
    let but_also = fields.get("but-also").and_then(|node| reader.boolean("`but-also`", node));
    fields.finish(reader);
    Some((level?, but_also.unwrap_or(false)))
}

fn links(reader: &mut Reader, node: &Node) -> Vec<(String, Spanned<String>)> {
    let mut links = Vec::new();
    for item in reader.list("`links`", node) {
        let Some(mut fields) = reader.fields("a link", item) else { continue };
        let label = fields.required(reader, "label").and_then(|node| reader.text("`label`", node));
        let url = fields.required(reader, "url").and_then(|node| reader.text("`url`", node));
        fields.finish(reader);
        if let (Some(label), Some(url)) = (label, url) {
            links.push((label.value, url));
        }
    }
    links
}
