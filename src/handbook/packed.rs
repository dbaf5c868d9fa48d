//! Markdown events in little memory. As the parser gives them, each takes a hundred bytes, and each text an
//! allocation of its own: several times as much as the text that they came from, for each page of a handbook.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use crate::diagnostic::Span;

/// Events in their order. Files of text are much smaller than four gigabytes, so that places and lengths in
/// them are numbers of 32 bits.
#[derive(Debug)]
pub struct PackedEvents {
    /// All texts, one behind the other.
    texts: Box<str>,
    events: Events,
}

#[derive(Debug)]
enum Events {
    /// A single one without a tag, as most criteria are: the words of a sentence.
    One(PackedEvent),
    Many(Box<ManyEvents>),
}

#[derive(Debug)]
struct ManyEvents {
    /// Tags that say more than their kind.
    tags: Box<[Tag<'static>]>,
    events: Box<[PackedEvent]>,
}

#[derive(Clone, Copy, Debug)]
struct PackedEvent {
    kind: Kind,
    start: u32,
    end: u32,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    /// A text; where it stands in all of them.
    Text(TextKind, u32, u32),
    /// A tag that says no more than its kind.
    Start(BareTag),
    /// A tag that says more, by its number.
    StartWith(u32),
    End(TagEnd),
    SoftBreak,
    HardBreak,
    Rule,
    Task(bool),
}

/// What an event with a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TextKind {
    Text,
    Code,
    InlineMath,
    DisplayMath,
    Html,
    InlineHtml,
    FootnoteReference,
}

macro_rules! bare_tags {
    ($($name:ident,)*) => {
        /// A tag that says no more than its kind.
        #[derive(Clone, Copy, Debug)]
        enum BareTag {
            $($name,)*
        }

        impl BareTag {
            fn of(tag: &Tag) -> Option<Self> {
                match tag {
                    $(Tag::$name => Some(Self::$name),)*
                    _ => None,
                }
            }

            fn tag(self) -> Tag<'static> {
                match self {
                    $(Self::$name => Tag::$name,)*
                }
            }
        }
    };
}

bare_tags! {
    Paragraph,
    HtmlBlock,
    Item,
    DefinitionList,
    DefinitionListTitle,
    DefinitionListDefinition,
    TableHead,
    TableRow,
    TableCell,
    Emphasis,
    Strong,
    Strikethrough,
    Superscript,
    Subscript,
}

/// What may refer to something.
pub enum Reference<'p> {
    /// Raw HTML, or the call of a component.
    Html(&'p str),
    /// A tag that says more than its kind, such as that of a link.
    Tag(&'p Tag<'static>),
}

impl PackedEvents {
    /// Packs events.
    pub fn new(events: Vec<(Event, Span)>) -> Self {
        let mut texts = String::new();
        let mut tags = Vec::new();
        let mut packed = Vec::with_capacity(events.len());
        for (event, span) in events {
            let mut text = |kind, text: &str| {
                let start = short(texts.len());
                texts.push_str(text);
                Kind::Text(kind, start, short(texts.len()))
            };
            let kind = match event {
                Event::Text(it) => text(TextKind::Text, &it),
                Event::Code(it) => text(TextKind::Code, &it),
                Event::InlineMath(it) => text(TextKind::InlineMath, &it),
                Event::DisplayMath(it) => text(TextKind::DisplayMath, &it),
                Event::Html(it) => text(TextKind::Html, &it),
                Event::InlineHtml(it) => text(TextKind::InlineHtml, &it),
                Event::FootnoteReference(it) => text(TextKind::FootnoteReference, &it),
                Event::Start(tag) => BareTag::of(&tag).map_or_else(
                    || {
                        tags.push(tag.into_static());
                        Kind::StartWith(short(tags.len() - 1))
                    },
                    Kind::Start,
                ),
                Event::End(tag) => Kind::End(tag),
                Event::SoftBreak => Kind::SoftBreak,
                Event::HardBreak => Kind::HardBreak,
                Event::Rule => Kind::Rule,
                Event::TaskListMarker(done) => Kind::Task(done),
            };
            packed.push(PackedEvent { kind, start: short(span.start), end: short(span.end) });
        }
        let events = match (&*packed, &*tags) {
            ([one], []) => Events::One(*one),
            _ => Events::Many(Box::new(ManyEvents { tags: tags.into(), events: packed.into() })),
        };
        Self { texts: texts.into(), events }
    }

    fn all(&self) -> &[PackedEvent] {
        match &self.events {
            Events::One(one) => std::slice::from_ref(one),
            Events::Many(many) => &many.events,
        }
    }

    /// The tag with a number.
    fn tag(&self, number: u32) -> &Tag<'static> {
        match &self.events {
            Events::One(_) => unreachable!("a single event with a tag is kept as several are"),
            Events::Many(many) => &many.tags[number as usize],
        }
    }

    /// Number of events.
    pub fn count(&self) -> usize {
        self.all().len()
    }

    /// How many bytes their texts have.
    pub fn bytes(&self) -> usize {
        self.texts.len()
    }

    /// Their texts, one behind the other.
    pub fn texts(&self) -> &str {
        &self.texts
    }

    /// The events with the bytes that each came from.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Event<'_>, Span)> {
        self.range(0..self.count())
    }

    /// Some of the events, by their numbers.
    ///
    /// # Panics
    ///
    /// If there are not as many.
    pub fn range(
        &self,
        range: Range<usize>,
    ) -> impl DoubleEndedIterator<Item = (Event<'_>, Span)> + use<'_> {
        self.all()[range].iter().map(|it| (self.event(it.kind), it.span()))
    }

    /// The bytes that each event came from.
    pub fn spans(&self) -> impl DoubleEndedIterator<Item = Span> {
        self.all().iter().map(|it| it.span())
    }

    /// What may refer to something, and where it stands.
    pub fn references(&self) -> impl Iterator<Item = (Reference<'_>, Span)> {
        self.all().iter().filter_map(|it| match it.kind {
            Kind::Text(TextKind::Html | TextKind::InlineHtml, start, end) => {
                Some((Reference::Html(self.text(start, end)), it.span()))
            }
            Kind::StartWith(number) => Some((Reference::Tag(self.tag(number)), it.span())),
            _ => None,
        })
    }

    fn text(&self, start: u32, end: u32) -> &str {
        &self.texts[start as usize..end as usize]
    }

    fn event(&self, kind: Kind) -> Event<'_> {
        match kind {
            Kind::Text(kind, start, end) => {
                let text = CowStr::Borrowed(self.text(start, end));
                match kind {
                    TextKind::Text => Event::Text(text),
                    TextKind::Code => Event::Code(text),
                    TextKind::InlineMath => Event::InlineMath(text),
                    TextKind::DisplayMath => Event::DisplayMath(text),
                    TextKind::Html => Event::Html(text),
                    TextKind::InlineHtml => Event::InlineHtml(text),
                    TextKind::FootnoteReference => Event::FootnoteReference(text),
                }
            }
            Kind::Start(tag) => Event::Start(tag.tag()),
            Kind::StartWith(number) => Event::Start(self.tag(number).clone()),
            Kind::End(tag) => Event::End(tag),
            Kind::SoftBreak => Event::SoftBreak,
            Kind::HardBreak => Event::HardBreak,
            Kind::Rule => Event::Rule,
            Kind::Task(done) => Event::TaskListMarker(done),
        }
    }
}

impl PackedEvent {
    fn span(&self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }
}

fn short(number: usize) -> u32 {
    u32::try_from(number).expect("a file of text is smaller than four gigabytes")
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Options, Parser};

    use super::*;

    fn is_link(event: &Event) -> bool {
        matches!(event, Event::Start(Tag::Link { .. }))
    }

    #[test]
    fn events_are_what_they_were() {
        let text = "# A *b* `c` {#d .e}\n\n- [x] [[f]] ~~g~~ <b>h</b>[^1] $i$\n\n> [!NOTE]\n> j  \n> k\n\n\
                    | a |\n|:-:|\n| ![b](c \"d\") |\n\n```rust\nx\n```\n\n***\n\n<p>\n\nl\n: m\n\n[^1]: $$n$$\n";
        let events = Parser::new_ext(text, Options::all()).into_offset_iter();
        let events: Vec<(Event<'static>, Span)> = events
            .map(|(event, range)| (event.into_static(), Span::new(range.start, range.end)))
            .collect();
        assert!(events.len() > 60, "there is something of each kind");
        let packed = PackedEvents::new(events.clone());
        assert_eq!(packed.iter().collect::<Vec<_>>(), events);
        assert!(size_of::<PackedEvent>() <= 20 && size_of::<PackedEvents>() <= 40);
        for event in [events[1].clone(), events.iter().find(|(it, _)| is_link(it)).unwrap().clone()]
        {
            let packed = PackedEvents::new(vec![event.clone()]);
            assert_eq!(packed.iter().collect::<Vec<_>>(), [event]);
        }
    }
}
