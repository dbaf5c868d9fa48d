//! The blocks of a document that is read as criteria, in little memory: all levels of a handbook are read before the
//! first of them is understood.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::attributes::{Attributes, braces};
use super::events::end_of;
use super::footnotes::Definitions;
use super::markdown::{Document, heading_text};
use super::visibility::HiddenParts;
use crate::diagnostic::{Place, Span};
use crate::handbook::{ExampleList, Heading, PackedEvents, Prose, slug};

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
    head: Head,
    /// The events of the document that follow, as far as they are its own text: a nested list with text
    /// after it is part of that.
    rest: Range<usize>,
    /// The events of the nested lists at its end, list by list.
    lists: Vec<Range<usize>>,
    pub attributes: Attributes,
    /// Where it stands.
    pub place: Place,
}

/// Inline events of a criterion.
#[derive(Debug)]
enum Head {
    /// As they stand in the document.
    AsWritten(Range<usize>),
    /// Without the attributes at their end.
    Cut(Box<PackedEvents>),
}

/// A document whose blocks are known.
#[derive(Debug)]
pub struct Blocks {
    events: PackedEvents,
    notes: Definitions,
    /// Those at the top, in the document's order.
    pub all: Vec<Block>,
    /// All headings, in the document's order.
    pub headings: Arc<[Heading]>,
    /// What this build does not show.
    pub hidden: HiddenParts,
}

impl Blocks {
    /// A document and its blocks.
    pub fn new(document: Document, blocks: Vec<Block>) -> Self {
        Self {
            events: PackedEvents::new(&document.file, document.events),
            notes: document.notes,
            all: blocks,
            headings: document.headings.into(),
            hidden: document.hidden,
        }
    }

    /// Number of its events.
    pub fn number_of_events(&self) -> usize {
        self.events.count()
    }

    /// Some of the events as prose, with the footnotes that they refer to.
    pub fn prose(&self, range: Range<usize>) -> Prose {
        self.prose_of(self.events.range(range))
    }

    /// The events of an item before its first nested list, without attributes.
    pub fn head_of<'a>(
        &'a self,
        item: &'a Item,
    ) -> impl DoubleEndedIterator<Item = (Event<'a>, Span)> {
        match &item.head {
            Head::AsWritten(range) => self.events.range(range.clone()),
            Head::Cut(events) => events.range(0..events.count()),
        }
    }

    /// The text of an item, without the nested lists at its end.
    pub fn text_of(&self, item: &Item) -> Prose {
        self.prose_of(self.head_of(item).chain(self.events.range(item.rest.clone())))
    }

    /// All of an item, in the author's order.
    pub fn whole_of(&self, item: &Item) -> Prose {
        let end = item.lists.last().map_or(item.rest.end, |list| list.end);
        self.prose_of(self.head_of(item).chain(self.events.range(item.rest.start..end)))
    }

    /// The nested lists at the end of an item.
    pub fn lists_of(&self, item: &Item) -> impl Iterator<Item = ExampleList> {
        item.lists.iter().map(|range| self.nested(range.clone()))
    }

    /// The list whose events are `range`.
    fn nested(&self, range: Range<usize>) -> ExampleList {
        let events: Vec<(Event, Span)> = self.events.range(range).collect();
        let start = match events[0].0 {
            Event::Start(Tag::List(start)) => start,
            _ => None,
        };
        let mut items = Vec::new();
        let mut index = 1;
        while index + 1 < events.len() {
            let after = end_of(&events, index);
            let inside = unwrapped(&events, index + 1..after - 1);
            items.push(self.prose_of(events[inside].iter().cloned()));
            index = after;
        }
        items.shrink_to_fit();
        ExampleList { start, items }
    }

    /// These events as prose, with the footnotes that they refer to.
    fn prose_of<'a>(&'a self, events: impl Iterator<Item = (Event<'a>, Span)>) -> Prose {
        Prose::new(self.events.file(), self.notes.with_notes(events.collect()))
    }
}

impl Document {
    /// The blocks at the top of the document. `text` is what was parsed, `offset` where it stands.
    pub fn blocks(&self, text: &str, offset: usize) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut start = 0;
        while start < self.events.len() {
            let end = end_of(&self.events, start);
            let (event, span) = &self.events[start];
            let place = Place::new(self.path(), *span);
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
                    let (head, attributes) = self.head(start + 1..end - 1, text, offset);
                    let (rest, lists) = (end..end, Vec::new());
                    BlockKind::Paragraph(Item { head, rest, lists, attributes, place })
                }
                _ => BlockKind::Other,
            };
            blocks.push(Block { kind, range: start..end });
            start = end;
        }
        blocks.shrink_to_fit();
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
        items.shrink_to_fit();
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
        let head = unwrapped(&self.events, inside.start..end_of_head);
        let (head, attributes) = self.head(head, text, offset);
        let last = self.events[inside.start..own_end].iter().map(|(_, span)| span.end).max();
        // A nested list at its end has places of its own.
        let place = Place::new(self.path(), Span::new(span.start, last.unwrap_or(span.end)));
        lists.shrink_to_fit();
        Item { head, rest: end_of_head..own_end, lists, attributes, place }
    }

    /// Inline events and the attributes at their end.
    fn head(&self, range: Range<usize>, text: &str, offset: usize) -> (Head, Attributes) {
        let mut events = Cow::Borrowed(&self.events[range.clone()]);
        let attributes = Attributes::take_from(&mut events, text, offset);
        let head = match events {
            Cow::Borrowed(_) => Head::AsWritten(range),
            Cow::Owned(events) => Head::Cut(Box::new(PackedEvents::new(&self.file, events))),
        };
        (head, attributes)
    }
}

/// Of some events those inside of a single paragraph; all if they are something else.
fn unwrapped(events: &[(Event, Span)], range: Range<usize>) -> Range<usize> {
    let is_paragraph = |(event, _): &&(Event, Span)| *event == Event::Start(Tag::Paragraph);
    let inside = &events[range.clone()];
    match inside {
        [(Event::Start(Tag::Paragraph), _), .., (Event::End(TagEnd::Paragraph), _)]
            if inside.iter().filter(is_paragraph).count() == 1 =>
        {
            range.start + 1..range.end - 1
        }
        _ => range,
    }
}
