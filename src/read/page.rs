//! A Markdown file that is not a level.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::markdown::{self, Document};
use super::options::ReadOptions;
use super::paths::PageKind;
use super::slips::{self, Suspects};
use super::source::{self, Source};
use crate::diagnostic::{Diagnostics, Spanned};
use crate::handbook::{Heading, Prose, Status};
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
    pub headings: Vec<Heading>,
    /// First line of the file.
    pub place: crate::diagnostic::Place,
    /// What is a mistake if it names something in the handbook.
    pub suspects: Suspects,
    /// Whether part of the file could not be read, so that what seems missing may be there.
    pub broken: bool,
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
    let mut page = ParsedPage {
        kind,
        path: source.path.clone(),
        title: None,
        summary: String::new(),
        status: Status::Active,
        internal: false,
        aliases: Vec::new(),
        prose: Prose::default(),
        headings: Vec::new(),
        place: source.first_line(),
        suspects: Suspects::default(),
        broken: parts.broken,
    };
    if let Some(mut fields) = Fields::of(&mut reader, &keys::PAGE, &parts.front) {
        page.title = fields.text(&mut reader, "title").map(|title| title.value);
        page.summary = fields.plain(&mut reader, "summary");
        (page.status, page.internal) = visibility(&mut reader, &mut fields);
        page.aliases = fields.texts(&mut reader, "aliases");
        fields.finish(&mut reader);
    }
    let mut document =
        markdown::parse(source.path, parts.body, parts.body_offset, &options.markdown, "");
    let slips = slips::in_document(&document, parts.body, parts.body_offset, false);
    diagnostics.extend(slips.diagnostics);
    page.suspects = slips.suspects;
    check_headings(&document, parts.body, parts.body_offset, diagnostics);
    let title = take_title(&mut document);
    page.title = page.title.or(title);
    page.prose = document.prose(0..document.events.len());
    page.headings = document.headings;
    page
}

/// `status` and `visibility`, which levels and pages have in common.
pub fn visibility(reader: &mut NodeReader, fields: &mut Fields) -> (Status, bool) {
    let status = fields.choice(reader, "status", &Status::ALL);
    (status, fields.choice(reader, "visibility", &keys::VISIBILITIES))
}

/// Reports what headings of a page have in braces that the format does not have there.
fn check_headings(document: &Document, text: &str, offset: usize, diagnostics: &mut Diagnostics) {
    for (attributes, place) in document.heading_attributes(text, offset) {
        attributes.check(&["internal"], &place, diagnostics);
    }
}

/// Takes an H1 off the top of a document: it is the page's title, which the theme shows. Further
/// H1s become H2s, since a page has one title.
pub fn take_title(document: &mut Document) -> Option<String> {
    let starts_with_h1 = document.headings.first().is_some_and(|first| first.depth == 1)
        && matches!(document.events.first(), Some((Event::Start(Tag::Heading { .. }), _)));
    let title = starts_with_h1.then(|| {
        let end = document
            .events
            .iter()
            .position(|(event, _)| matches!(event, Event::End(TagEnd::Heading(_))));
        document.events.drain(..=end.unwrap_or(0));
        document.headings.remove(0).title
    });
    demote(document);
    title
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
