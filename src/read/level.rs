//! The file of a level.

use pulldown_cmark::{Event, HeadingLevel, Tag};

use super::blocks::{Block, BlockKind, Blocks};
use super::held::Held;
use super::markdown::{self, Document};
use super::misplaced;
use super::options::ReadOptions;
use super::page;
use super::slips::{self, Suspects};
use super::source::{self, Source};
#[cfg(feature = "sheets")]
use crate::diagnostic::Span;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Spanned};
use crate::fingerprint::Fingerprint;
use crate::handbook::order::OrderNumber;
use crate::handbook::{MoveKind, SpannedEvent, Status};
use crate::keys::{self, Fields};
use crate::node::{Node, NodeReader, Value};
use crate::tree::RelPath;

/// What the path of a level's file says.
#[derive(Debug)]
pub struct LevelName {
    pub track: String,
    /// Its number in the track.
    pub number: Option<OrderNumber>,
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
    /// Where the code stands.
    pub code_place: Option<Place>,
    /// Grades, lowest first.
    pub grades: Vec<u32>,
    /// Where the grades stand.
    pub grade_place: Option<Place>,
    /// One sentence; may be empty.
    pub summary: String,
    /// Declared moves; `None` if the level leaves it at the default.
    pub next: Option<Vec<ParsedMove>>,
    /// Facts in the file's order.
    pub facts: Vec<(Spanned<String>, Spanned<String>)>,
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
    /// Ids that it had before.
    pub was: Vec<Spanned<String>>,
    /// Tracks that show it as well.
    pub also_in: Vec<Spanned<String>>,
    /// The level with the same expectations, and whether this one adds some.
    pub same_as: Option<(Spanned<String>, bool)>,
    /// Steps within the level.
    pub sublevels: Vec<String>,
    /// Links: label and address.
    pub links: Vec<(String, Spanned<String>)>,
    /// The Markdown.
    pub blocks: Held<Blocks>,
    /// What is a mistake if it names something in the handbook.
    pub suspects: Suspects,
    /// Whether part of the file could not be read, so that what seems missing may be there.
    pub broken: bool,
    /// How many bytes of the file stand above what is below its front matter.
    pub body_offset: usize,
    /// Stands for all of the above.
    pub fingerprint: Fingerprint,
}

/// A declared move.
#[derive(Clone, Debug)]
pub struct ParsedMove {
    /// Where it leads.
    pub to: Spanned<String>,
    pub kind: MoveKind,
    /// The author's note; may be empty.
    pub note: String,
}

/// An expected step: one, or the ends of a range. Each is a name or a number, perhaps with `+`.
#[derive(Clone, Debug)]
pub struct ParsedExpectation {
    pub steps: Vec<Spanned<String>>,
    /// Where it stands.
    pub place: Place,
}

/// A heading of a level's file, for edits of the file.
#[cfg(feature = "sheets")]
#[derive(Debug)]
pub struct FileHeading {
    /// 2 for an H2.
    pub depth: u8,
    pub title: String,
    pub span: Span,
}

#[cfg(feature = "sheets")]
impl ParsedLevel {
    /// Its headings, in the file's order.
    pub fn file_headings(&self) -> Vec<FileHeading> {
        let blocks = self.blocks.get();
        let headings = blocks.all.iter().filter_map(|block| match &block.kind {
            BlockKind::Heading(it) => {
                Some(FileHeading { depth: it.depth, title: it.title.clone(), span: it.place.span })
            }
            _ => None,
        });
        headings.collect()
    }
}

/// Reads the file of a level.
pub fn parse(
    source: &Source,
    name: LevelName,
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
) -> ParsedLevel {
    let parts = source::split(source, diagnostics);
    let (text, offset) = (parts.body, parts.body_offset);
    let mut document = markdown::parse(&source.file, text, offset, options, "text-", diagnostics);
    let has_front_matter = offset > source.offset;
    if has_front_matter {
        page::demote(&mut document);
    } else {
        // The title stands where other generators have it; that front matter is missing says enough.
        page::take_title(&mut document);
    }
    document.check_headings(below_prose(&document.events), text, offset, diagnostics);
    let slips = slips::in_document(&document, text, offset, true);
    diagnostics.extend(slips.diagnostics);
    let blocks = document.blocks(text, offset);
    check_titles(&document, &blocks, diagnostics);
    let mut level = ParsedLevel {
        title: name.id.clone(),
        name,
        path: source.path.clone(),
        place: source.first_line(),
        code: String::new(),
        code_place: None,
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
        was: Vec::new(),
        also_in: Vec::new(),
        same_as: None,
        sublevels: Vec::new(),
        links: Vec::new(),
        blocks: Held::new(Blocks::new(document, blocks)),
        suspects: slips.suspects,
        broken: parts.broken || !has_front_matter,
        body_offset: offset,
        fingerprint: Fingerprint::of(&(source.path, source.fingerprint, options)),
    };
    if !parts.broken {
        let mut reader = NodeReader { path: source.path, diagnostics };
        front_matter(&mut reader, &parts.front, has_front_matter, &mut level);
    }
    level
}

/// Reports footnotes in the titles of competencies, groups and sections. Headings of the introduction and of
/// sections of prose are shown as they are.
fn check_titles(document: &Document, blocks: &[Block], diagnostics: &mut Diagnostics) {
    let mut is_prose = true;
    for block in blocks {
        let BlockKind::Heading(heading) = &block.kind else { continue };
        if heading.depth == 2 || !is_prose {
            document.check_title(block.range.clone(), diagnostics);
        }
        if heading.depth == 2 {
            is_prose = heading.attributes.has("prose");
        }
    }
}

/// What stands in sections that are marked as prose, below their headings.
fn below_prose(events: &[SpannedEvent]) -> impl Iterator<Item = &SpannedEvent> {
    let mut is_prose = false;
    events.iter().filter(move |(event, _)| match event {
        Event::Start(Tag::Heading { level: HeadingLevel::H2, classes, .. }) => {
            is_prose = classes.iter().any(|class| &**class == "prose");
            false
        }
        _ => is_prose,
    })
}

fn front_matter(
    reader: &mut NodeReader,
    node: &Node,
    has_front_matter: bool,
    level: &mut ParsedLevel,
) {
    if node.value == Value::Null && !has_front_matter {
        reader.diagnostics.push(
            Diagnostic::new(Code::MissingKey, "this level has no front matter")
                .at(level.place.clone())
                .help("start the file with three lines: `---`, `title: …`, `---`"),
        );
        return;
    }
    misplaced::check_values(reader, node, &[]);
    let Some(mut fields) = Fields::of(reader, &keys::LEVEL, node) else { return };
    if let Some(title) = fields.text(reader, "title") {
        level.title = title.value;
        level.place = title.place;
    }
    level.code = fields.plain(reader, "code");
    level.code_place = fields.place(reader, "code");
    level.summary = fields.plain(reader, "summary");
    level.replaced_by = fields.text(reader, "replaced-by");
    level.grades = grades(reader, &mut fields);
    level.grade_place = fields.place(reader, "grade");
    level.next = moves(reader, &mut fields);
    level.facts = facts(reader, &mut fields);
    level.expect = expectations(reader, &mut fields);
    (level.status, level.internal) = page::status_and_visibility(reader, &mut fields);
    level.aliases = fields.texts(reader, "aliases");
    level.was = fields.texts(reader, "was");
    level.also_in = fields.texts(reader, "also-in");
    level.sublevels = fields.plain_texts(reader, "sublevels");
    level.same_as = same_as(reader, &mut fields);
    level.links = links(reader, &mut fields);
    fields.finish(reader);
}

/// The most grades that a level spans. No ladder has as many, and each of them is a row of the map.
const MOST_GRADES: usize = 100;

fn grades(reader: &mut NodeReader, fields: &mut Fields) -> Vec<u32> {
    let mut grades = fields.numbers(reader, "grade");
    grades.sort_unstable();
    grades.dedup();
    if let Some(place) = fields.place(reader, "grade").filter(|_| grades.len() > MOST_GRADES) {
        let message = format!("a level that spans {} grades is aligned with none", grades.len());
        let help = format!("name the first and the last of them; {MOST_GRADES} are allowed");
        reader.diagnostics.push(Diagnostic::new(Code::InvalidValue, message).at(place).help(help));
        grades.truncate(MOST_GRADES);
    }
    grades
}

fn moves(reader: &mut NodeReader, fields: &mut Fields) -> Option<Vec<ParsedMove>> {
    let mut moves = Vec::new();
    for mut fields in fields.mappings(reader, "next") {
        let to = fields.text(reader, "to");
        let kind = fields.choice(reader, "kind", &MoveKind::ALL);
        let note = fields.plain(reader, "note");
        fields.finish(reader);
        moves.extend(to.map(|to| ParsedMove { to, kind, note }));
    }
    fields.has("next").then_some(moves)
}

fn facts(reader: &mut NodeReader, fields: &mut Fields) -> Vec<(Spanned<String>, Spanned<String>)> {
    let mut facts = Vec::new();
    for entry in fields.entries(reader, "facts") {
        let fact = reader.text(&format!("the fact `{}`", entry.key), &entry.node);
        let name = Spanned { value: entry.key.clone(), place: reader.place(entry.key_span) };
        facts.extend(fact.map(|fact| (name, fact)));
    }
    facts
}

fn expectations(
    reader: &mut NodeReader,
    fields: &mut Fields,
) -> Vec<(Spanned<String>, ParsedExpectation)> {
    let mut expectations = Vec::new();
    for entry in fields.entries(reader, "expect") {
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

fn same_as(reader: &mut NodeReader, fields: &mut Fields) -> Option<(Spanned<String>, bool)> {
    let mut fields = fields.short(reader, "same-as")?;
    let level = fields.text(reader, "level");
    let but_also = fields.boolean_or_default(reader, "but-also");
    fields.finish(reader);
    Some((level?, but_also))
}

fn links(reader: &mut NodeReader, fields: &mut Fields) -> Vec<(String, Spanned<String>)> {
    let mut links = Vec::new();
    for mut fields in fields.mappings(reader, "links") {
        let (label, url) = (fields.text(reader, "label"), fields.text(reader, "url"));
        fields.finish(reader);
        links.extend(label.zip(url).map(|(label, url)| (label.value, url)));
    }
    links
}
