//! Markdown to events with places, blocks and attributes.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

use super::events::end_of;
use super::options::ReadOptions;
use super::reading::Reading;
use super::visibility::{self, HiddenParts, INTERNAL};
use super::{autolinks, calls, footnotes, html_blocks};
use crate::config::{Audience, MarkdownConfig};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span, Spanned};
use crate::handbook::{
    ExampleList, Heading, INTERNAL_MARK, Prose, SpannedEvent, THEME_PARTS, UniqueNames, forge_slug,
    slug,
};
use crate::text::contains;
use crate::tree::RelPath;

/// A parsed Markdown document.
#[derive(Debug)]
pub struct Document {
    path: RelPath,
    /// All events but footnote definitions.
    pub events: Vec<SpannedEvent>,
    footnotes: Footnotes,
    /// All headings, in the document's order.
    pub headings: Vec<Heading>,
    /// What this build does not show.
    pub hidden: HiddenParts,
}

/// One block at the top of a document.
#[derive(Debug)]
pub struct Block {
    pub kind: BlockKind,
    /// Its events.
    pub range: Range<usize>,
}

#[derive(Debug)]
pub enum BlockKind {
    Heading(BlockHeading),
    /// A list, with the number of its first item if it has numbers.
    List(Option<u64>, Vec<Item>),
    /// A paragraph; as a criterion it can have attributes.
    Paragraph(Item),
    /// Anything else.
    Other,
}

/// A heading with its attributes.
#[derive(Debug)]
pub struct BlockHeading {
    /// 2 for an H2.
    pub depth: u8,
    /// Its text.
    pub title: String,
    /// Its text as a name.
    pub slug: String,
    pub anchor: String,
    pub attributes: Attributes,
    /// Where it stands.
    pub place: Place,
}

/// A list item or paragraph as a criterion.
#[derive(Debug)]
pub struct Item {
    /// What comes before its first nested list, without attributes.
    pub head: Vec<SpannedEvent>,
    /// The events of the document that follow, as far as they are its own text: a nested list with text
    /// after it is part of that.
    rest: Range<usize>,
    /// The events of the nested lists at its end, list by list.
    lists: Vec<Range<usize>>,
    pub attributes: Attributes,
    /// Where it stands.
    pub place: Place,
}

/// What stands in braces: `{#id .class was=old-id}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    pub id: Option<String>,
    /// `.class`.
    pub classes: Vec<String>,
    /// `was=old-id`.
    pub was: Vec<String>,
    /// `replaces=id`, or several with commas between them.
    pub replaces: Vec<String>,
    /// `same-as=level`, on a heading.
    pub same_as: Option<String>,
    /// Anything else with a `=`.
    pub others: Vec<String>,
    /// Where the braces stand, or would.
    pub span: Span,
}

impl Attributes {
    /// Those of a heading, but for its id.
    fn of_heading(classes: &[CowStr], others: &[(CowStr, Option<CowStr>)], span: Span) -> Self {
        Self {
            id: None,
            classes: classes.iter().map(|class| class.to_string()).collect(),
            was: Vec::new(),
            replaces: Vec::new(),
            same_as: others.iter().find_map(same_as),
            others: others
                .iter()
                .filter(|it| same_as(it).is_none())
                .map(|(name, _)| name.to_string())
                .collect(),
            span,
        }
    }

    /// The ids that it replaces, each at the place of the attributes. `place` is that of the item, for
    /// attributes in YAML.
    pub fn replaced(&self, place: &Place) -> Vec<Spanned<String>> {
        let place = self.place(place);
        let ids = self.replaces.iter();
        ids.map(|id| Spanned { value: id.clone(), place: place.clone() }).collect()
    }

    /// The level whose cell a heading takes over, at the place of the attributes. `place` is that of the heading.
    pub fn taken_from(&self, place: &Place) -> Option<Spanned<String>> {
        let value = self.same_as.clone()?;
        Some(Spanned { value, place: self.place(place) })
    }

    fn place(&self, place: &Place) -> Place {
        let inside = self.span.start >= place.span.start && self.span != Span::default();
        Place::new(&place.path, if inside { self.span } else { place.span })
    }

    /// Whether a class is among them.
    pub fn has(&self, class: &str) -> bool {
        self.classes.iter().any(|it| it == class)
    }

    /// Reports what the format does not have. `classes` are those that it has here, `place` is that
    /// of the item or heading, for attributes in YAML.
    pub fn check(&self, classes: &[&'static str], place: &Place, diagnostics: &mut Diagnostics) {
        let place = &self.place(place);
        let unknown = self.classes.iter().filter(|class| !classes.contains(&class.as_str()));
        // A cell can be empty on purpose, and only a cell can be taken over.
        let misplaced = self.same_as.iter().filter(|_| !classes.contains(&"none"));
        let others = self.others.iter().cloned().chain(misplaced.map(|_| "same-as".to_owned()));
        for name in unknown.map(|class| format!(".{class}")).chain(others) {
            let known: Vec<String> = classes.iter().map(|class| format!(".{class}")).collect();
            let message = format!("unknown attribute `{name}`");
            let diagnostic = Diagnostic::new(Code::UnknownAttribute, message)
                .at(place.clone())
                .did_you_mean(&name, known.iter().map(String::as_str));
            let known: Vec<String> = known.iter().map(|class| format!("`{class}`")).collect();
            let help = format!("here one can write `#id`, {}", known.join(", "));
            let is_criterion = classes.contains(&"new");
            let was = if is_criterion { ", `was=old-id` and `replaces=id`" } else { "" };
            diagnostics.push(diagnostic.help(format!("{help}{was}")));
        }
    }
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

/// Parses a document that stands at byte `offset` of the file at `path`. The anchors of its headings
/// start with `prefix` and are unique in the document.
pub fn parse(
    path: &RelPath,
    text: &str,
    offset: usize,
    options: &ReadOptions,
    prefix: &str,
    diagnostics: &mut Diagnostics,
) -> Document {
    let config = &options.markdown;
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
        path: path.clone(),
        events: visible.events,
        footnotes: Footnotes::default(),
        headings: Vec::new(),
        hidden: visible.hidden,
    };
    if has_footnotes {
        document.take_footnotes();
    }
    let tidy = |events: Vec<SpannedEvent>| {
        let events = html_blocks::join(events);
        let lifted = autolinks::link(calls::lift(events), text, offset);
        if config.html { lifted } else { lifted.into_iter().map(html_as_text).collect() }
    };
    document.events = tidy(document.events);
    for events in &mut document.footnotes.all {
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
    let (prose, attributes) = parse_text(&place.path, text, options, &mut found);
    // Other places would be bytes of the value, which was unfolded from the file.
    let in_file = |it: Diagnostic| Diagnostic { related: Vec::new(), ..it }.at(place.clone());
    diagnostics.extend(found.into_iter().map(in_file));
    let events = prose.to_events().into_iter().map(|(event, _)| (event, place.span)).collect();
    (Prose::new(&place.path, events), attributes)
}

/// A short text with the attributes at its end; its places are bytes of the text, not of the file.
pub fn parse_text(
    path: &RelPath,
    text: &str,
    options: &ReadOptions,
    diagnostics: &mut Diagnostics,
) -> (Prose, Attributes) {
    let mut document = parse(path, text, 0, options, "text-", diagnostics);
    let mut attributes = Attributes::default();
    let paragraph =
        document.events.iter().position(|(event, _)| *event == Event::End(TagEnd::Paragraph));
    if let (Some(end), Some((Event::Start(Tag::Paragraph), _))) =
        (paragraph, document.events.first())
    {
        let mut inline: Vec<SpannedEvent> = document.events.drain(1..end).collect();
        attributes = take_attributes(&mut inline, text, 0);
        let rest = document.events.len() > 2;
        if rest {
            document.events.splice(1..1, inline);
        } else {
            document.events = inline;
        }
    }
    (document.prose(0..document.events.len()), attributes)
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
    /// The file.
    pub fn path(&self) -> &RelPath {
        &self.path
    }

    /// Reports references to footnotes in the title of a page or of a part of a level.
    pub fn check_title(&self, title: Range<usize>, diagnostics: &mut Diagnostics) {
        footnotes::check_title(&self.path, &self.events[title], diagnostics);
    }

    /// The events of each footnote's definition.
    pub fn footnotes(&self) -> impl Iterator<Item = &[SpannedEvent]> {
        self.footnotes.all.iter().map(Vec::as_slice)
    }

    /// Takes the definitions of footnotes out of the events.
    fn take_footnotes(&mut self) {
        // A list in a footnote may have footnotes in it.
        let mut open: Vec<(String, Vec<SpannedEvent>)> = Vec::new();
        for (event, span) in std::mem::take(&mut self.events) {
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    open.push((label.to_string(), Vec::new()));
                }
                Event::End(TagEnd::FootnoteDefinition) => {
                    if let Some((label, events)) = open.pop() {
                        self.footnotes.add(label, events);
                    }
                }
                event => {
                    let events = open.last_mut().map_or(&mut self.events, |(_, events)| events);
                    events.push((event, span));
                }
            }
        }
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
            attributes.check(&[INTERNAL], &Place::new(&self.path, *span), diagnostics);
        }
    }

    /// Some of the events as prose, with the footnotes that they refer to.
    pub fn prose(&self, range: Range<usize>) -> Prose {
        self.prose_of(self.events[range].to_vec())
    }

    /// All events as prose, which the document has no longer.
    pub fn take_prose(&mut self) -> Prose {
        let events = std::mem::take(&mut self.events);
        self.prose_of(events)
    }

    /// These events as prose, with the footnotes that they refer to.
    pub fn prose_of(&self, mut events: Vec<SpannedEvent>) -> Prose {
        if events.is_empty() {
            return Prose::default();
        }
        // What a note refers to comes behind it.
        let mut there: HashSet<&str> = HashSet::new();
        let mut next = 0;
        while next < events.len() && !self.footnotes.all.is_empty() {
            if let Event::FootnoteReference(label) = &events[next].0
                && let Some((known, definition)) = self.footnotes.get(label)
                && there.insert(known)
            {
                let label = label.clone();
                let span = definition.first().map(|(_, span)| *span).unwrap_or_default();
                events.push((Event::Start(Tag::FootnoteDefinition(label)), span));
                events.extend(definition.iter().cloned());
                events.push((Event::End(TagEnd::FootnoteDefinition), span));
            }
            next += 1;
        }
        Prose::new(&self.path, events)
    }

    /// The blocks at the top of the document. `text` is what was parsed, `offset` where it stands.
    pub fn blocks(&self, text: &str, offset: usize) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut start = 0;
        while start < self.events.len() {
            let end = end_of(&self.events, start);
            let (event, span) = &self.events[start];
            let place = Place::new(&self.path, *span);
            let kind = match event {
                Event::Start(Tag::Heading { level, id, classes, attrs }) => {
                    let span = braces(text, *span, offset);
                    let attributes = Attributes::of_heading(classes, attrs, span);
                    let title = heading_text(&self.events[start..]);
                    BlockKind::Heading(BlockHeading {
                        depth: *level as u8,
                        slug: slug(&title),
                        title,
                        anchor: id.as_deref().unwrap_or_default().to_owned(),
                        attributes,
                        place,
                    })
                }
                Event::Start(Tag::List(number)) => {
                    BlockKind::List(*number, self.items(start, end, text, offset))
                }
                Event::Start(Tag::Paragraph) => {
                    let mut inline = self.events[start + 1..end - 1].to_vec();
                    let attributes = take_attributes(&mut inline, text, offset);
                    let (rest, lists) = (end..end, Vec::new());
                    BlockKind::Paragraph(Item { head: inline, rest, lists, attributes, place })
                }
                _ => BlockKind::Other,
            };
            blocks.push(Block { kind, range: start..end });
            start = end;
        }
        blocks
    }

    /// The items of the list whose events are `start..end`.
    fn items(&self, start: usize, end: usize, text: &str, offset: usize) -> Vec<Item> {
        let mut items = Vec::new();
        let mut index = start + 1;
        while index + 1 < end {
            let after = end_of(&self.events, index);
            items.push(self.item(index, after, text, offset));
            index = after;
        }
        items
    }

    /// The list item whose events are `start..end`.
    fn item(&self, start: usize, end: usize, text: &str, offset: usize) -> Item {
        let span = self.events[start].1;
        let inside = start + 1..end - 1;
        let (mut own_end, mut first_list) = (inside.start, inside.end);
        let mut lists: Vec<Range<usize>> = Vec::new();
        let mut index = inside.start;
        while index < inside.end {
            let after = end_of(&self.events, index);
            match self.events[index].0 {
                Event::Start(Tag::List(_)) => {
                    first_list = first_list.min(index);
                    lists.push(index..after);
                }
                _ => {
                    // Whatever lists stand before it are in the middle of the text.
                    lists.clear();
                    own_end = after;
                }
            }
            index = after;
        }
        // Attributes stand at the end of what comes before the first list, or else of all of it.
        let end_of_head = first_list.min(own_end);
        let mut head = unwrapped(&self.events[inside.start..end_of_head]);
        let attributes = take_attributes(&mut head, text, offset);
        let last = self.events[inside.start..own_end].iter().map(|(_, span)| span.end).max();
        // A nested list at its end has places of its own.
        let place = Place::new(&self.path, Span::new(span.start, last.unwrap_or(span.end)));
        Item { head, rest: end_of_head..own_end, lists, attributes, place }
    }

    /// The text of an item, without the nested lists at its end.
    pub fn text_of(&self, item: &Item) -> Prose {
        self.prose_of([&item.head, &self.events[item.rest.clone()]].concat())
    }

    /// All of an item, in the author's order.
    pub fn whole_of(&self, item: &Item) -> Prose {
        let end = item.lists.last().map_or(item.rest.end, |list| list.end);
        self.prose_of([&item.head, &self.events[item.rest.start..end]].concat())
    }

    /// The nested lists at the end of an item.
    pub fn lists_of(&self, item: &Item) -> impl Iterator<Item = ExampleList> {
        item.lists.iter().map(|range| self.nested(range.clone()))
    }

    /// The list whose events are `range`.
    fn nested(&self, range: Range<usize>) -> ExampleList {
        let start = match self.events[range.start].0 {
            Event::Start(Tag::List(start)) => start,
            _ => None,
        };
        let mut items = Vec::new();
        let mut index = range.start + 1;
        while index + 1 < range.end {
            let after = end_of(&self.events, index);
            items.push(self.prose_of(unwrapped(&self.events[index + 1..after - 1])));
            index = after;
        }
        ExampleList { start, items }
    }
}

/// The definitions of a document's footnotes.
#[derive(Debug, Default)]
struct Footnotes {
    /// The events of each.
    all: Vec<Vec<SpannedEvent>>,
    /// Which one a label means: the first that has it.
    by_label: HashMap<String, usize>,
}

impl Footnotes {
    fn add(&mut self, label: String, events: Vec<SpannedEvent>) {
        self.by_label.entry(label).or_insert(self.all.len());
        self.all.push(events);
    }

    fn get(&self, label: &str) -> Option<(&str, &[SpannedEvent])> {
        let (label, index) = self.by_label.get_key_value(label)?;
        Some((label, &self.all[*index]))
    }
}

/// The anchor of a heading as forges tell it from those before it: `pay`, then `pay-1` and so on.
fn numbered(anchor: String, taken: &mut HashMap<String, usize>) -> String {
    let count = taken.entry(anchor.clone()).or_insert(0);
    *count += 1;
    if *count == 1 { anchor } else { format!("{anchor}-{}", *count - 1) }
}

/// The value of an attribute of a heading if it is `same-as`.
fn same_as((name, value): &(CowStr, Option<CowStr>)) -> Option<String> {
    value.as_ref().filter(|_| name.as_ref() == "same-as").map(|value| value.to_string())
}

/// Where the attributes of a heading stand, or the heading itself.
fn braces(text: &str, heading: Span, offset: usize) -> Span {
    let written = text.get(heading.start - offset..heading.end - offset).unwrap_or_default();
    match (written.rfind('{'), written.rfind('}')) {
        (Some(open), Some(close)) if open < close => {
            Span::new(heading.start + open, heading.start + close + 1)
        }
        _ => heading,
    }
}

/// The inline events of a single paragraph; other events as they are.
fn unwrapped(events: &[SpannedEvent]) -> Vec<SpannedEvent> {
    let paragraphs =
        events.iter().filter(|(event, _)| *event == Event::Start(Tag::Paragraph)).count();
    match events {
        [(Event::Start(Tag::Paragraph), _), inline @ .., (Event::End(TagEnd::Paragraph), _)]
            if paragraphs == 1 =>
        {
            inline.to_vec()
        }
        events => events.to_vec(),
    }
}

fn heading_text(events: &[SpannedEvent]) -> String {
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

/// Takes the attributes off the end of inline events. They are read from the source, since
/// punctuation in them may have become something else.
fn take_attributes(events: &mut Vec<SpannedEvent>, text: &str, offset: usize) -> Attributes {
    let Some(end) = events.iter().map(|(_, span)| span.end).max() else {
        return Attributes::default();
    };
    let Some(start) = events.iter().map(|(_, span)| span.start).min() else {
        return Attributes::default();
    };
    let Some(written) = text.get(start - offset..end - offset) else {
        return Attributes::default();
    };
    let Some((at, attributes)) = trailing_attributes(written) else {
        let end = start + written.trim_end().len();
        return Attributes { span: Span::new(end, end), ..Attributes::default() };
    };
    let cut = start + at;
    let attributes = Attributes { span: Span::new(cut, end), ..attributes };
    events.retain(|(event, span)| span.start < cut || matches!(event, Event::End(_)));
    for (event, span) in events.iter_mut() {
        if let Event::Text(words) = event
            && span.end > cut
        {
            let kept = text.get(span.start - offset..cut - offset).unwrap_or_default();
            if words.starts_with(kept) {
                *words = CowStr::from(kept.to_owned());
            }
            span.end = cut;
        }
    }
    trim_end(events);
    attributes
}

/// Removes white space at the end of inline events.
fn trim_end(events: &mut Vec<SpannedEvent>) {
    while let Some((event, _)) = events.last_mut() {
        match event {
            Event::Text(words) => {
                let trimmed = words.trim_end();
                if trimmed.is_empty() {
                    events.pop();
                    continue;
                }
                if trimmed.len() < words.len() {
                    *words = CowStr::from(trimmed.to_owned());
                }
                return;
            }
            Event::SoftBreak | Event::HardBreak => {
                events.pop();
            }
            _ => return,
        }
    }
}

/// Whether a text in braces is attributes.
pub fn is_attributes(text: &str) -> bool {
    trailing_attributes(text).is_some_and(|(at, _)| at == 0)
}

/// Where the attributes at the end of a text start, and what they are; `None` if what stands there
/// in braces is something else.
fn trailing_attributes(text: &str) -> Option<(usize, Attributes)> {
    let trimmed = text.trim_end();
    let open = trimmed.strip_suffix('}')?.rfind('{')?;
    let inside = &trimmed[open + 1..trimmed.len() - 1];
    let mut attributes = Attributes::default();
    for token in inside.split_whitespace() {
        if let Some(id) = token.strip_prefix('#') {
            attributes.id = Some(id.to_owned());
        } else if let Some(class) = token.strip_prefix('.') {
            attributes.classes.push(class.to_owned());
        } else if let Some((name, value)) = token.split_once('=') {
            match name {
                "was" => attributes.was.push(value.to_owned()),
                "replaces" => {
                    let ids = value.split(',').filter(|id| !id.is_empty());
                    attributes.replaces.extend(ids.map(str::to_owned));
                }
                _ => attributes.others.push(name.to_owned()),
            }
        } else {
            return None;
        }
    }
    (attributes != Attributes::default()).then_some((open, attributes))
}
