//! Prose: Markdown that has been parsed once, with the place of every part.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Tag};

use super::likeness::{Language, Words};
use super::packed::{PackedEvents, Reference};
use super::plain_text::{PlainText, plain_text};
use super::raw_html;
use crate::diagnostic::{Place, Span};
use crate::fingerprint::Fingerprint;
use crate::text::TextFile;
use crate::tree::RelPath;

/// A Markdown event and the bytes of the file that it came from.
pub type SpannedEvent = (Event<'static>, Span);

/// Marks what stands before it as internal. It takes the form of raw HTML that an author's own never has.
pub const INTERNAL_MARK: &str = "{{internal}}";

/// Parsed Markdown. Cheap to clone, and small: a large handbook has hundreds of thousands.
#[derive(Clone, Debug, Default)]
pub struct Prose {
    /// `None` if it is empty.
    content: Option<Arc<Content>>,
    fingerprint: Fingerprint,
    /// Whether there is a link or a call of a component in it, which most prose has not.
    has_references: bool,
    is_plain: bool,
    /// Whether it is a single line of words, as most criteria are.
    is_line: bool,
}

/// What all clones of some prose share.
#[derive(Debug)]
struct Content {
    events: PackedEvents,
    /// Of most pages no words are ever needed without their markup.
    plain: OnceLock<Box<PlainText>>,
    words: OnceLock<(Language, Words)>,
}

/// How an author wrote a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// `[[target]]`: the target's own title is the text.
    Wiki,
    /// `[[target|text]]`.
    WikiWithText,
    /// `[text](target)` and its relatives.
    Plain,
    /// `![alt](target)`.
    Image,
    /// `![[target]]`.
    WikiImage,
    /// An address in the tag of raw HTML.
    Html,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProseLink<'a> {
    /// What it points to, as written.
    pub target: Cow<'a, str>,
    /// How it is written.
    pub kind: LinkKind,
    /// Where it stands.
    pub place: Place,
}

impl Prose {
    /// Prose of these events, which stand in a file.
    pub fn new(file: &TextFile, events: Vec<(Event, Span)>) -> Self {
        if events.is_empty() {
            return Self::default();
        }
        Self {
            fingerprint: fingerprint(file.path(), &events),
            is_plain: events
                .iter()
                .all(|(event, _)| matches!(event, Event::Text(_) | Event::SoftBreak)),
            is_line: matches!(&*events, [(Event::Text(text), _)] if !text.contains('\n')),
            has_references: events.iter().any(|(event, _)| has_references(event)),
            content: Some(Arc::new(Content {
                events: PackedEvents::new(file, events),
                plain: OnceLock::new(),
                words: OnceLock::new(),
            })),
        }
    }

    /// The same with a mark at its end that says that it is internal.
    pub fn marked_internal(self) -> Self {
        let Some(content) = &self.content else { return self };
        let mut events = self.to_events();
        let span = content.events.spans().next_back().unwrap_or_default();
        events.push((Event::InlineHtml(CowStr::Borrowed(INTERNAL_MARK)), span));
        Self::new(content.events.file(), events)
    }

    /// The events with the bytes that each came from.
    pub fn events(&self) -> impl Iterator<Item = (Event<'_>, Span)> {
        self.content.iter().flat_map(|it| it.events.iter())
    }

    /// How long its HTML is, or nearly so.
    pub fn length_as_html(&self) -> usize {
        self.content.as_ref().map_or(0, |it| it.events.bytes() + 12 * it.events.count())
    }

    /// The events as the parser gave them.
    pub fn to_events(&self) -> Vec<SpannedEvent> {
        self.events().map(|(event, span)| (event.into_static(), span)).collect()
    }

    /// The file it stands in; `None` if it is empty.
    pub fn path(&self) -> Option<&RelPath> {
        self.content.as_ref().map(|it| it.events.file().path())
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.content.is_none()
    }

    /// All its bytes, from the first event to the last.
    pub fn place(&self) -> Option<Place> {
        let Content { events, .. } = self.content.as_deref()?;
        let start = events.spans().map(|span| span.start).min()?;
        let end = events.spans().map(|span| span.end).max()?;
        Some(Place::new(events.file().path(), Span::new(start, end)))
    }

    /// The words without markup, and the length of those in its first block.
    fn plain(&self) -> (&str, usize) {
        let Some(content) = &self.content else { return ("", 0) };
        // Then there is no need for a copy.
        if self.is_line {
            let words = content.events.first_text().trim_end();
            return (words, words.len());
        }
        let plain = || Box::new(plain_text(content.events.iter().map(|(event, _)| event)));
        let PlainText { text, first_block } = &**content.plain.get_or_init(plain);
        (text, *first_block)
    }

    /// Its words as they are written, if it is a single line of nothing else.
    pub fn line(&self) -> Option<&str> {
        self.content.as_ref().filter(|_| self.is_line).map(|it| it.events.first_text())
    }

    /// The words alone, without markup, as one line.
    pub fn text(&self) -> &str {
        self.plain().0
    }

    /// Whether it stands in a file of the same path and has the same events. Where not, it may say the same
    /// all the same.
    pub fn is_unchanged_from(&self, other: &Self) -> bool {
        self.fingerprint == other.fingerprint
    }

    /// The words of its first block: the sentence before a nested list or a table.
    pub fn first_block(&self) -> &str {
        let (text, first_block) = self.plain();
        &text[..first_block]
    }

    /// Its words as they are compared with those of other texts. They are kept for the language that was asked
    /// for first, which is that of the handbook.
    pub fn words(&self, language: Language) -> Words {
        let make = || Words::new(self.text(), language);
        let known = self.content.as_ref().map(|it| it.words.get_or_init(|| (language, make())));
        match known {
            Some((known, words)) if *known == language => words.clone(),
            _ => make(),
        }
    }

    /// Whether it is nothing but words, as most criteria are.
    pub fn is_plain(&self) -> bool {
        self.is_plain
    }

    /// Whether there is a link or a call of a component in it.
    pub fn has_references(&self) -> bool {
        self.has_references
    }

    /// What may be a link or a call, if there is any.
    fn references(&self) -> impl Iterator<Item = (Reference<'_>, Span)> {
        let content = self.content.iter().filter(|_| self.has_references);
        content.flat_map(|it| it.events.references())
    }

    /// All calls of components in it, as they are written, with their places.
    pub fn calls(&self) -> impl Iterator<Item = (&str, Place)> {
        self.references().filter_map(|(reference, span)| match reference {
            Reference::Html(html) if is_call(html) => Some((html, Place::new(self.path()?, span))),
            _ => None,
        })
    }

    /// All links and images in it, those in raw HTML included.
    pub fn links(&self) -> impl Iterator<Item = ProseLink<'_>> {
        let path = self.path();
        let links = self.references().filter_map(move |(reference, span)| {
            let place = Place::new(path?, span);
            match reference {
                Reference::Html(html) if is_call(html) => None,
                Reference::Html(html) => Some(html_links(html, &place)),
                Reference::Tag(tag) => Some(link(tag, place).into_iter().collect()),
            }
        });
        links.flatten()
    }

    /// The anchors that raw HTML in it defines.
    pub fn html_anchors(&self) -> impl Iterator<Item = String> {
        let references = self.content.iter().flat_map(|it| it.events.references());
        references.flat_map(|(reference, _)| match reference {
            Reference::Html(html) => raw_html::anchors(html),
            Reference::Tag(_) => Vec::new(),
        })
    }
}

/// The link or image that a tag starts.
fn link<'a>(tag: &'a Tag, place: Place) -> Option<ProseLink<'a>> {
    let (target, kind) = match tag {
        Tag::Link { link_type, dest_url, .. } => match link_type {
            LinkType::WikiLink { has_pothole: true } => (dest_url, LinkKind::WikiWithText),
            LinkType::WikiLink { has_pothole: false } => (dest_url, LinkKind::Wiki),
            LinkType::Email => return None,
            _ => (dest_url, LinkKind::Plain),
        },
        Tag::Image { link_type: LinkType::WikiLink { .. }, dest_url, .. } => {
            (dest_url, LinkKind::WikiImage)
        }
        Tag::Image { dest_url, .. } => (dest_url, LinkKind::Image),
        _ => return None,
    };
    // In a table the bar of `[[target\|text]]` is escaped, and its backslash is left over.
    let is_wiki = !matches!(kind, LinkKind::Plain | LinkKind::Image);
    let target = if is_wiki { target.trim_end_matches('\\') } else { target };
    Some(ProseLink { target: Cow::Borrowed(target), kind, place })
}

fn html_links<'a>(html: &str, place: &Place) -> Vec<ProseLink<'a>> {
    let links = raw_html::addresses(html).into_iter().map(|address| ProseLink {
        target: Cow::Owned(address),
        kind: LinkKind::Html,
        place: place.clone(),
    });
    links.collect()
}

/// Whether what is raw HTML to Markdown is the call of a component.
fn is_call(html: &str) -> bool {
    html.starts_with("{{<")
}

/// Whether an event is, or starts, a link or a call of a component.
fn has_references(event: &Event) -> bool {
    match event {
        Event::Html(html) | Event::InlineHtml(html) => {
            is_call(html) || !raw_html::addresses(html).is_empty()
        }
        event => matches!(event, Event::Start(Tag::Link { .. } | Tag::Image { .. })),
    }
}

/// Two proses with one fingerprint stand in files of one path and are shown alike. Where they stand
/// in their file matters only for calls of components, which are reported when they are shown.
impl Hash for Prose {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint.hash(state);
    }
}

/// Events by what they show; what has no text is told apart by its kind and, if it starts something,
/// by all that it says.
struct Shown<'a>(&'a RelPath, &'a [(Event<'a>, Span)]);

impl Hash for Shown<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
        for (event, span) in self.1 {
            std::mem::discriminant(event).hash(state);
            match event {
                Event::Html(html) | Event::InlineHtml(html) => (html.as_ref(), span).hash(state),
                Event::Text(text)
                | Event::Code(text)
                | Event::InlineMath(text)
                | Event::DisplayMath(text)
                | Event::FootnoteReference(text) => text.as_ref().hash(state),
                Event::Start(tag) => hash_tag(tag, state),
                Event::TaskListMarker(done) => done.hash(state),
                Event::End(_) | Event::SoftBreak | Event::HardBreak | Event::Rule => {}
            }
        }
    }
}

/// Hashes all that a tag says. The parser's type has no hash of its own.
fn hash_tag(tag: &Tag, state: &mut impl Hasher) {
    std::mem::discriminant(tag).hash(state);
    match tag {
        Tag::Heading { level, id, classes, attrs } => (level, id, classes, attrs).hash(state),
        Tag::BlockQuote(kind) => kind.map(|kind| kind as u8).hash(state),
        Tag::CodeBlock(CodeBlockKind::Indented) => false.hash(state),
        Tag::CodeBlock(CodeBlockKind::Fenced(info)) => (true, info).hash(state),
        Tag::List(first) => first.hash(state),
        Tag::FootnoteDefinition(label) => label.hash(state),
        Tag::Table(alignments) => {
            alignments.len().hash(state);
            alignments.iter().for_each(|it| (*it as u8).hash(state));
        }
        Tag::Link { link_type, dest_url, title, id }
        | Tag::Image { link_type, dest_url, title, id } => {
            std::mem::discriminant(link_type).hash(state);
            if let LinkType::WikiLink { has_pothole } = link_type {
                has_pothole.hash(state);
            }
            (dest_url, title, id).hash(state);
        }
        Tag::MetadataBlock(kind) => (*kind as u8).hash(state),
        Tag::Paragraph
        | Tag::HtmlBlock
        | Tag::Item
        | Tag::DefinitionList
        | Tag::DefinitionListTitle
        | Tag::DefinitionListDefinition
        | Tag::TableHead
        | Tag::TableRow
        | Tag::TableCell
        | Tag::Emphasis
        | Tag::Strong
        | Tag::Strikethrough
        | Tag::Superscript
        | Tag::Subscript => {}
    }
}

fn fingerprint(path: &RelPath, events: &[(Event, Span)]) -> Fingerprint {
    Fingerprint::of(&Shown(path, events))
}
