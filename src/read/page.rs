//! A Markdown file that is not a level.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::markdown::{self, Document};
use super::misplaced;
use super::options::ReadOptions;
use super::paths::PageKind;
use super::slips::{self, Suspects};
use super::source::{self, Source};
use super::visibility::HiddenParts;
use crate::diagnostic::{Diagnostics, Spanned};
use crate::handbook::{Heading, Prose, SpannedEvent, Status};
use crate::keys::{self, Fields};
use crate::node::NodeReader;
use crate::tree::RelPath;

/// What a page's file says.
#[derive(Debug)]
pub struct ParsedPage {
    /// Whose prose it is.
    pub kind: PageKind,
    /// Its file.
    pub path: RelPath,
    /// Its title: in the front matter, or the first H1.
    pub title: Option<String>,
    /// One sentence; may be empty.
    pub summary: String,
    /// Whether it is in use.
    pub status: Status,
    /// Whether it is left out of a public build.
    pub internal: bool,
    /// Old addresses.
    pub aliases: Vec<Spanned<String>>,
    /// The text.
    pub prose: Prose,
    pub headings: Arc<[Heading]>,
    /// What of the text this build does not show.
    pub hidden: HiddenParts,
    /// First line of the file.
    pub place: crate::diagnostic::Place,
    /// What is a mistake if it names something in the handbook.
    pub suspects: Suspects,
    /// Whether part of the file could not be read, so that what seems missing may be there.
    pub broken: bool,
    /// How many bytes of the file stand above what is below its front matter.
    pub body_offset: usize,
}

/// Reads the file of a page.
pub fn parse(
    source: &Source,
    kind: PageKind,
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
) -> ParsedPage {
    let parts = source::split(source, diagnostics);
    let mut reader = NodeReader { path: source.path, diagnostics };
    misplaced::check_values(&mut reader, &parts.front, &[]);
    let mut page = ParsedPage {
        kind,
        path: source.path.clone(),
        title: None,
        summary: String::new(),
        status: Status::Active,
        internal: false,
        aliases: Vec::new(),
        prose: Prose::default(),
        headings: Arc::default(),
        hidden: HiddenParts::default(),
        place: source.first_line(),
        suspects: Suspects::default(),
        broken: parts.broken,
        body_offset: parts.body_offset,
    };
    if let Some(mut fields) = Fields::of(&mut reader, &keys::PAGE, &parts.front) {
        page.title = fields.text(&mut reader, "title").map(|title| title.value);
        page.summary = fields.plain(&mut reader, "summary");
        (page.status, page.internal) = status_and_visibility(&mut reader, &mut fields);
        page.aliases = fields.texts(&mut reader, "aliases");
        fields.finish(&mut reader);
    }
    let (text, offset) = (parts.body, parts.body_offset);
    let mut document = markdown::parse(&source.file, text, offset, options, "", diagnostics);
    document.check_headings(&document.events, text, offset, diagnostics);
    let slips = slips::in_document(&document, text, offset, false);
    diagnostics.extend(slips.diagnostics);
    page.suspects = slips.suspects;
    if let Some(title) = title_range(&document) {
        document.check_title(title, diagnostics);
    }
    let title = take_title(&mut document);
    page.title = page.title.or(title);
    page.internal |= document.hidden.title;
    page.prose = document.take_prose();
    page.headings = document.headings.into();
    page.hidden = document.hidden;
    page
}

/// `status` and `visibility`, which levels and pages have in common.
pub fn status_and_visibility(reader: &mut NodeReader, fields: &mut Fields) -> (Status, bool) {
    let status = fields.choice(reader, "status", &Status::ALL);
    (status, fields.choice(reader, "visibility", &keys::VISIBILITIES))
}

/// Takes an H1 off the top of a document: it is the page's title, which the theme shows. Further
/// H1s become H2s, since a page has one title.
pub fn take_title(document: &mut Document) -> Option<String> {
    let title = title_range(document).map(|range| {
        document.events.drain(range);
        document.headings.remove(0).title
    });
    demote(document);
    title
}

/// The events of an H1 at the top of a document.
fn title_range(document: &Document) -> Option<Range<usize>> {
    let starts_with_h1 = document.headings.first().is_some_and(|first| first.depth == 1)
        && matches!(document.events.first(), Some((Event::Start(Tag::Heading { .. }), _)));
    let is_end = |(event, _): &SpannedEvent| matches!(event, Event::End(TagEnd::Heading(_)));
    let end = document.events.iter().position(is_end)?;
    starts_with_h1.then_some(0..end + 1)
}

/// Makes every H1 an H2.
pub fn demote(document: &mut Document) {
    use pulldown_cmark::HeadingLevel::{H1, H2};
    for (event, _) in &mut document.events {
        match event {
            Event::Start(Tag::Heading { level, .. }) if *level == H1 => *level = H2,
            Event::End(TagEnd::Heading(level)) if *level == H1 => *level = H2,
            _ => {}
        }
    }
    for heading in &mut document.headings {
        heading.depth = heading.depth.max(2);
    }
}
