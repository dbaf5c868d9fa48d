//! Markdown to events with places.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

use super::attributes::{Attributes, braces};
use super::footnotes::Definitions;
use super::options::ReadOptions;
use super::reading::Reading;
use super::visibility::{self, HiddenParts, INTERNAL};
use super::{autolinks, calls, footnotes, html_blocks};
use crate::config::{Audience, MarkdownConfig};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Span, Spanned};
use crate::handbook::{
    Heading, INTERNAL_MARK, Prose, SpannedEvent, THEME_PARTS, UniqueNames, forge_slug, slug,
};
use crate::text::{TextFile, contains};
use crate::tree::RelPath;

/// A parsed Markdown document.
#[derive(Debug)]
pub struct Document {
    pub file: TextFile,
    /// All events but footnote definitions.
    pub events: Vec<SpannedEvent>,
    /// The definitions of its footnotes.
    pub notes: Definitions,
    /// All headings, in the document's order.
    pub headings: Vec<Heading>,
    /// What this build does not show.
    pub hidden: HiddenParts,
}

/// Which Markdown is read.
fn extensions(config: &MarkdownConfig) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS;
    options.set(Options::ENABLE_SMART_PUNCTUATION, config.smart_punctuation);
    options
}

/// Parses a document that stands at byte `offset` of a file. The anchors of its headings
/// start with `prefix` and are unique in the document.
pub fn parse(
    file: &TextFile,
    text: &str,
    offset: usize,
    options: &ReadOptions,
    prefix: &str,
    diagnostics: &mut Diagnostics,
) -> Document {
    let config = &options.markdown;
    let path = file.path();
    let parsed = Parser::new_ext(text, extensions(config)).into_offset_iter();
    let spanned = |(event, range): (Event, Range<usize>)| {
        (event.into_static(), Span::new(range.start, range.end).shifted(offset))
    };
    // Most prose has an event for about so many bytes. A list that grows is copied each time.
    let mut events = Vec::with_capacity(text.len() / 24 + 8);
    events.extend(parsed.map(spanned));
    let has_footnotes = contains(text, "[^");
    if has_footnotes {
        footnotes::resolve_labels(&mut events);
        let words = autolinks::link(calls::lift(events.clone()), text, offset);
        diagnostics.extend(footnotes::check(path, &words, text, offset));
    }
    let shows_internal = options.audience == Audience::Internal;
    let reading = Reading { path, text, offset, shows_internal };
    let visible = visibility::visible(&reading, events);
    diagnostics.extend(visible.faults);
    let mut document = Document {
        file: file.clone(),
        events: visible.events,
        notes: Definitions::default(),
        headings: Vec::new(),
        hidden: visible.hidden,
    };
    if has_footnotes {
        document.notes = Definitions::take_from(&mut document.events);
    }
    let tidy = |events: Vec<SpannedEvent>| {
        let events = html_blocks::join(events);
        let lifted = autolinks::link(calls::lift(events), text, offset);
        if config.html { lifted } else { lifted.into_iter().map(html_as_text).collect() }
    };
    document.events = tidy(document.events);
    for events in document.notes.iter_mut() {
        *events = tidy(std::mem::take(events));
    }
    document.name_headings(prefix);
    document
}

/// A short text that stands somewhere in a YAML value; its places are the value's.
pub fn parse_value(
    text: &Spanned<String>,
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
) -> (Prose, Attributes) {
    let (text, place) = (&text.value, &text.place);
    let mut found = Diagnostics::default();
    let file = TextFile::without_text(&place.path);
    let (prose, attributes) = parse_text(&file, text, options, &mut found);
    // Other places would be bytes of the value, which was unfolded from the file.
    let in_file = |it: Diagnostic| Diagnostic { related: Vec::new(), ..it }.at(place.clone());
    diagnostics.extend(found.into_iter().map(in_file));
    let events = prose.to_events().into_iter().map(|(event, _)| (event, place.span)).collect();
    (Prose::new(&file, events), attributes)
}

/// A short text with the attributes at its end; its places are bytes of the text, not of the file.
pub fn parse_text(
    file: &TextFile,
    text: &str,
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
) -> (Prose, Attributes) {
    let mut document = parse(file, text, 0, options, "text-", diagnostics);
    let mut attributes = Attributes::default();
    let paragraph =
        document.events.iter().position(|(event, _)| *event == Event::End(TagEnd::Paragraph));
    if let (Some(end), Some((Event::Start(Tag::Paragraph), _))) =
        (paragraph, document.events.first())
    {
        let inline: Vec<SpannedEvent> = document.events.drain(1..end).collect();
        let mut inline = Cow::Owned(inline);
        attributes = Attributes::take_from(&mut inline, text, 0);
        let inline = inline.into_owned();
        let rest = document.events.len() > 2;
        if rest {
            document.events.splice(1..1, inline);
        } else {
            document.events = inline;
        }
    }
    (document.take_prose(), attributes)
}

fn html_as_text((event, span): SpannedEvent) -> SpannedEvent {
    let event = match event {
        Event::Html(html) | Event::InlineHtml(html) if calls::is_call(&html) => Event::Html(html),
        Event::InlineHtml(html) if &*html == INTERNAL_MARK => Event::InlineHtml(html),
        Event::Html(html) | Event::InlineHtml(html) => Event::Text(html),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        event => event,
    };
    (event, span)
}

impl Document {
    /// The path of its file.
    pub fn path(&self) -> &RelPath {
        self.file.path()
    }

    /// Reports references to footnotes in the title of a page or of a part of a level.
    pub fn check_title(&self, title: Range<usize>, diagnostics: &mut Diagnostics) {
        footnotes::check_title(self.path(), &self.events[title], diagnostics);
    }

    /// Gives each heading an anchor and lists it.
    fn name_headings(&mut self, prefix: &str) {
        let mut used = UniqueNames::default();
        let mut on_forge: HashMap<String, usize> = HashMap::new();
        for index in 0..self.events.len() {
            if !matches!(self.events[index].0, Event::Start(Tag::Heading { .. })) {
                continue;
            }
            let title = heading_text(&self.events[index..]);
            let Event::Start(Tag::Heading { level, id, .. }) = &mut self.events[index].0 else {
                continue;
            };
            let wanted = match id {
                Some(id) => id.to_string(),
                None => format!("{prefix}{}", slug(&title)),
            };
            let is_of_theme = wanted.starts_with(THEME_PARTS);
            let wanted = if is_of_theme { format!("text-{wanted}") } else { wanted };
            let anchor = used.claim(wanted);
            *id = Some(CowStr::from(anchor.clone()));
            let forge = numbered(forge_slug(&title), &mut on_forge);
            self.headings.push(Heading { title, anchor, forge, depth: *level as u8 });
        }
    }

    /// Reports attributes of headings that headings of prose do not have. `text` is what was parsed,
    /// `offset` where it stands.
    pub fn check_headings<'e>(
        &self,
        events: impl IntoIterator<Item = &'e SpannedEvent>,
        text: &str,
        offset: usize,
        diagnostics: &mut Diagnostics,
    ) {
        for (event, span) in events {
            let Event::Start(Tag::Heading { classes, attrs, .. }) = event else { continue };
            let attributes = Attributes::of_heading(classes, attrs, braces(text, *span, offset));
            attributes.check(&[INTERNAL], &Place::new(self.path(), *span), diagnostics);
        }
    }

    /// All events as prose, with the footnotes that they refer to. The document has them no longer.
    pub fn take_prose(&mut self) -> Prose {
        let events = std::mem::take(&mut self.events);
        Prose::new(&self.file, self.notes.with_notes(events))
    }
}

/// The anchor of a heading as forges tell it from those before it: `pay`, then `pay-1` and so on.
fn numbered(anchor: String, taken: &mut HashMap<String, usize>) -> String {
    let count = taken.entry(anchor.clone()).or_insert(0);
    *count += 1;
    if *count == 1 { anchor } else { format!("{anchor}-{}", *count - 1) }
}

/// The words of the heading that starts these events.
pub fn heading_text(events: &[SpannedEvent]) -> String {
    let mut text = String::new();
    for (event, _) in events {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(words),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::End(TagEnd::Heading(_)) => break,
            _ => {}
        }
    }
    text.trim().to_owned()
}
