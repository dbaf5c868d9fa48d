//! Markdown events in little memory. As the parser gives them, each takes a hundred bytes, and each text an
//! allocation of its own: several times as much as the text that they came from, for each page of a handbook. Nearly
//! every text stands in the file word for word, and the file is in memory: there is no second copy of that.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use crate::diagnostic::Span;
use crate::text::TextFile;

/// Events in their order. Files of text are much smaller than four gigabytes, so that places and lengths in
/// them are numbers of 32 bits.
#[derive(Debug)]
pub struct PackedEvents {
    /// Where they stand.
    file: TextFile,
    events: Events,
}

#[derive(Debug)]
enum Events {
    /// A single one without a tag or a text of its own, as most criteria are: the words of a sentence.
    One(PackedEvent),
    Many(Box<ManyEvents>),
}

#[derive(Debug)]
struct ManyEvents {
    /// The texts that do not stand in the file as they are, one behind the other: what smart punctuation and entities
    /// became, and values of YAML.
    texts: Box<str>,
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
    /// A text, and where it begins and ends.
    Text(TextKind, Buffer, u32, u32),
    /// A tag that says no more than its kind.
    Start(BareTag),
    /// A list, with the number of its first item. A handbook has a list in each cell.
    List(Option<u32>),
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

/// What the text of an event is a part of.
#[derive(Clone, Copy, Debug)]
enum Buffer {
    /// The text of the file.
    File,
    /// The texts that do not stand there.
    Own,
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
    /// Packs events that stand in a file.
    pub fn new<'e>(file: &TextFile, events: Vec<(Event<'e>, Span)>) -> Self {
        // Those that are to be copied, and how long they are together.
        let mut texts: Vec<CowStr> = Vec::new();
        let mut length = 0;
        let mut tags = Vec::new();
        let mut packed = Vec::with_capacity(events.len());
        for (event, span) in events {
            let mut text = |kind, it: CowStr<'e>| match start_in(file.text(), kind, &it, span) {
                Some(start) => {
                    Kind::Text(kind, Buffer::File, short(start), short(start + it.len()))
                }
                None => {
                    let start = length;
                    length += it.len();
                    texts.push(it);
                    Kind::Text(kind, Buffer::Own, short(start), short(length))
                }
            };
            let kind = match event {
                Event::Text(it) => text(TextKind::Text, it),
                Event::Code(it) => text(TextKind::Code, it),
                Event::InlineMath(it) => text(TextKind::InlineMath, it),
                Event::DisplayMath(it) => text(TextKind::DisplayMath, it),
                Event::Html(it) => text(TextKind::Html, it),
                Event::InlineHtml(it) => text(TextKind::InlineHtml, it),
                Event::FootnoteReference(it) => text(TextKind::FootnoteReference, it),
                Event::Start(tag) => Kind::of_tag(&tag).unwrap_or_else(|| {
                    tags.push(tag.into_static());
                    Kind::StartWith(short(tags.len() - 1))
                }),
                Event::End(tag) => Kind::End(tag),
                Event::SoftBreak => Kind::SoftBreak,
                Event::HardBreak => Kind::HardBreak,
                Event::Rule => Kind::Rule,
                Event::TaskListMarker(done) => Kind::Task(done),
            };
            packed.push(PackedEvent { kind, start: short(span.start), end: short(span.end) });
        }
        let events = match (&*packed, &*tags, &*texts) {
            ([one], [], []) => Events::One(*one),
            _ => Events::Many(Box::new(ManyEvents {
                texts: texts.concat().into(),
                tags: tags.into(),
                events: packed.into(),
            })),
        };
        Self { file: file.clone(), events }
    }

    /// The file that they stand in.
    pub fn file(&self) -> &TextFile {
        &self.file
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
        let bytes = |it: &PackedEvent| match it.kind {
            Kind::Text(_, _, start, end) => (end - start) as usize,
            _ => 0,
        };
        self.all().iter().map(bytes).sum()
    }

    /// The text of the first of them; empty if that has none.
    pub fn first_text(&self) -> &str {
        match self.all().first().map(|it| it.kind) {
            Some(Kind::Text(_, buffer, start, end)) => self.text(buffer, start, end),
            _ => "",
        }
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
            Kind::Text(TextKind::Html | TextKind::InlineHtml, buffer, start, end) => {
                Some((Reference::Html(self.text(buffer, start, end)), it.span()))
            }
            Kind::StartWith(number) => Some((Reference::Tag(self.tag(number)), it.span())),
            _ => None,
        })
    }

    fn text(&self, buffer: Buffer, start: u32, end: u32) -> &str {
        let texts = match (buffer, &self.events) {
            (Buffer::File, _) => self.file.text(),
            (Buffer::Own, Events::Many(many)) => &many.texts,
            (Buffer::Own, Events::One(_)) => "",
        };
        texts.get(start as usize..end as usize).unwrap_or_default()
    }

    fn event(&self, kind: Kind) -> Event<'_> {
        match kind {
            Kind::Text(kind, buffer, start, end) => {
                let text = CowStr::Borrowed(self.text(buffer, start, end));
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
            Kind::List(number) => Event::Start(Tag::List(number.map(u64::from))),
            Kind::StartWith(number) => Event::Start(self.tag(number).clone()),
            Kind::End(tag) => Event::End(tag),
            Kind::SoftBreak => Event::SoftBreak,
            Kind::HardBreak => Event::HardBreak,
            Kind::Rule => Event::Rule,
            Kind::Task(done) => Event::TaskListMarker(done),
        }
    }
}

impl Kind {
    /// A tag that needs no copy.
    fn of_tag(tag: &Tag) -> Option<Self> {
        match tag {
            Tag::List(None) => Some(Self::List(None)),
            Tag::List(Some(number)) => u32::try_from(*number).ok().map(|it| Self::List(Some(it))),
            tag => BareTag::of(tag).map(Self::Start),
        }
    }
}

impl PackedEvent {
    fn span(&self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }
}

/// Where in a file the text of an event begins that came from these bytes, if it stands there word for word. The words
/// are compared, so that the span of something else, such as a value of YAML, never leads to others.
fn start_in(file: &str, kind: TextKind, text: &str, span: Span) -> Option<usize> {
    let is_tick = |byte: &u8| *byte == b'`';
    // Behind backticks there may be a space as well.
    let mark = match kind {
        TextKind::Code => file.bytes().skip(span.start).take_while(is_tick).count(),
        TextKind::FootnoteReference => "[^".len(),
        _ => 0,
    };
    let mut starts = [0, mark, mark + 1].into_iter().map(|it| span.start + it);
    starts.find(|start| file.get(*start..*start + text.len()) == Some(text))
}

fn short(number: usize) -> u32 {
    u32::try_from(number).expect("a file of text is smaller than four gigabytes")
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Options, Parser};

    use super::*;
    use crate::tree::{File, RelPath};

    fn file(text: &str) -> TextFile {
        TextFile::new(&RelPath::new("a.md").unwrap(), &File::new(text))
    }

    fn parsed(text: &str, options: Options) -> Vec<(Event<'static>, Span)> {
        let events = Parser::new_ext(text, options).into_offset_iter();
        events
            .map(|(event, range)| (event.into_static(), Span::new(range.start, range.end)))
            .collect()
    }

    /// The texts of events that the file does not have, after a look at whether they have come back.
    fn own_texts(file: &TextFile, events: Vec<(Event, Span)>) -> String {
        let packed = PackedEvents::new(file, events.clone());
        assert_eq!(packed.iter().collect::<Vec<_>>(), events);
        match packed.events {
            Events::One(_) => String::new(),
            Events::Many(many) => many.texts.into(),
        }
    }

    fn text_of<'e>(event: &'e Event) -> Option<&'e str> {
        match event {
            Event::Text(text)
            | Event::Code(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::FootnoteReference(text) => Some(text),
            _ => None,
        }
    }

    fn is_link(event: &Event) -> bool {
        matches!(event, Event::Start(Tag::Link { .. }))
    }

    #[test]
    fn events_are_what_they_were() {
        let text = "# A *b* `c` {#d .e}\n\n- [x] [[f]] ~~g~~ <b>h</b>[^1] $i$\n\n7. y\n\n> [!NOTE]\n> j  \n> k\n\n\
                    | a |\n|:-:|\n| ![b](c \"d\") |\n\n```rust\nx\n```\n\n***\n\n<p>\n\nl\n: m\n\n[^1]: $$n$$\n";
        let events = parsed(text, Options::all());
        assert!(events.len() > 60, "there is something of each kind");
        let link = events.iter().find(|(it, _)| is_link(it)).unwrap();
        for file in [file(text), file("")] {
            for events in [&events[..], &events[1..2], std::slice::from_ref(link)] {
                let packed = PackedEvents::new(&file, events.to_vec());
                assert_eq!(packed.iter().collect::<Vec<_>>(), events);
                let bytes = events.iter().filter_map(|(event, _)| Some(text_of(event)?.len()));
                assert_eq!(packed.bytes(), bytes.sum::<usize>());
            }
        }
        assert!(size_of::<PackedEvent>() <= 20 && size_of::<PackedEvents>() <= 32);
    }

    #[test]
    fn texts_that_stand_in_the_file_are_not_copied() {
        let shared = [
            "Words over\nlines, *strong* and ~~gone~~.\n\n- An item\n  of a list\n",
            "`code` and `` `code` ``, ` code `, ``co`de``\n\n    code\n\n```rust\n{}\n```\n",
            "<p>\n<b>HTML</b>\n\nwords <i>in</i> words\n",
            "[a link](to 'somewhere') and [[name]], [[name|words]], ![[name]], <https://a.example>\n",
            "Words[^note]\n\n[^note]: more words\n",
            "| a | b |\n|---|---|\n| \u{e9} `c` | \u{1f600} |\n\n\\* and \\[\n",
        ];
        for text in shared {
            let text = format!("\u{feff}---\ntitle: A\n---\n{text}");
            let offset = text.find("---\n").unwrap();
            let mut events = parsed(&text[offset..], Options::all());
            events.iter_mut().for_each(|(_, span)| *span = span.shifted(offset));
            assert_eq!(own_texts(&file(&text), events), "", "{text}");
        }
    }

    #[test]
    fn other_texts_are_kept_and_no_span_leads_to_wrong_ones() {
        let smart = Options::ENABLE_SMART_PUNCTUATION;
        let cases = [
            ("r&eacute;sum&#233;", "\u{e9}\u{e9}"),
            ("one's \"own\"...", "\u{2019}\u{201c}\u{201d}\u{2026}"),
            ("`two\nlines`", "two lines"),
        ];
        for (text, own) in cases {
            let events = parsed(text, smart);
            assert_eq!(own_texts(&file(text), events), own, "{text}");
        }
        let words = |span| (Event::Text(CowStr::Borrowed("\u{e9}a")), span);
        let code = |span| (Event::Code(CowStr::Borrowed("\u{e9}a")), span);
        // Of `\u{e9}` the first byte is the second of the file.
        let file = file("`\u{e9}b");
        for span in [(0, 4), (1, 3), (2, 3), (3, 9), (4, 4), (90, 99), (9, 1)] {
            let span = Span { start: span.0, end: span.1 };
            assert_eq!(own_texts(&file, vec![words(span)]), "\u{e9}a", "{span:?}");
            assert_eq!(own_texts(&file, vec![code(span), words(span)]).len(), 6, "{span:?}");
        }
    }
}
