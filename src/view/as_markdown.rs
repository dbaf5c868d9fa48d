//! Prose -> Markdown that stands alone: every link resolved, every wikilink a plain one, no attributes.
//!
//! It is what an author wrote, as far as other programs read Markdown. The call of a component leaves a placeholder.

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};
use pulldown_cmark_to_cmark::{Options, cmark_with_options};

use super::context::PageContext;
use super::images::Image;
use super::links;
use crate::diagnostic::{Place, Span};
use crate::fingerprint::Fingerprint;
use crate::handbook::components::Call;
use crate::handbook::names::LinkTarget;
use crate::handbook::{INTERNAL_MARK, LinkKind, Prose, ProseLink, is_block};
use crate::spelling::composed;

/// Words as Markdown that shows them as they are.
pub fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    push_escaped(&mut text, words);
    text
}

/// Adds the same to a text.
pub fn push_escaped(text: &mut String, words: &str) {
    if !has_markup(words) {
        text.push_str(words);
        return;
    }
    let mut written = 0;
    for (at, _) in words.bytes().enumerate().filter(|(_, byte)| IS_MARKUP[usize::from(*byte)]) {
        text.push_str(&words[written..at]);
        text.push('\\');
        written = at;
    }
    text.push_str(&words[written..]);
}

/// Whether there is a byte in a text that Markdown may take for markup, as there is in few. Bytes are asked many at a
/// time, which processors do as fast as one.
fn has_markup(words: &str) -> bool {
    let is_markup = |byte: &u8| MARKUP.iter().fold(false, |found, it| found | (it == byte));
    words
        .as_bytes()
        .chunks(32)
        .any(|bytes| bytes.iter().fold(false, |found, it| found | is_markup(it)))
}

/// What Markdown may take for markup. All are ASCII, and so no part of another character.
const MARKUP: &[u8; 11] = br"\`*_[]<>~|#";

/// For each byte whether it is among them.
const IS_MARKUP: [bool; 256] = {
    let mut is_markup = [false; 256];
    let mut markup: &[u8] = MARKUP;
    while let [byte, rest @ ..] = markup {
        is_markup[*byte as usize] = true;
        markup = rest;
    }
    is_markup
};

/// Prose as Markdown. Headings go `deeper` levels down.
pub fn markdown(cx: PageContext, prose: &Prose, deeper: isize) -> String {
    if let Some(words) = plain_words(prose) {
        return words;
    }
    let mut writer = Writer {
        cx,
        prose,
        deeper,
        out: Vec::new(),
        depth: 0,
        in_own_paragraph: false,
        links: prose.links().collect::<Vec<_>>().into_iter(),
        open: Vec::new(),
        skip_until_link_end: false,
        image: None,
        in_internal_heading: false,
    };
    for (event, span) in prose.events() {
        writer.stand_in_paragraph(&event);
        writer.event(event, span);
    }
    writer.end_own_paragraph();
    let mut text = String::with_capacity(prose.length_as_html());
    let written = cmark_with_options(writer.out.iter(), &mut text, syntax(), options());
    if written.is_err() {
        // Events that no parser gives, which is no reason to lose their words.
        return escaped(prose.text());
    }
    text.truncate(text.trim_end().len());
    text
}

/// What readers of the Markdown may know: what a forge does.
fn syntax() -> pulldown_cmark::Options {
    use pulldown_cmark::Options as Syntax;
    Syntax::ENABLE_TABLES
        | Syntax::ENABLE_FOOTNOTES
        | Syntax::ENABLE_STRIKETHROUGH
        | Syntax::ENABLE_TASKLISTS
        | Syntax::ENABLE_GFM
        | Syntax::ENABLE_DEFINITION_LIST
}

fn options() -> Options<'static> {
    Options {
        code_block_token_count: 3,
        list_token: '-',
        increment_ordered_list_bullets: true,
        ..Options::default()
    }
}

/// The words of prose that is nothing else, as most criteria are; `None` if its first letters could be taken for a
/// list.
fn plain_words(prose: &Prose) -> Option<String> {
    let is_certain = prose.is_plain() && prose.text().starts_with(char::is_alphabetic);
    is_certain.then(|| escaped(&composed(prose.text())))
}

/// The level of a heading of prose that stands `deeper`, from 1 to 6.
pub fn heading_depth(level: HeadingLevel, deeper: isize) -> usize {
    (level as usize).saturating_add_signed(deeper).clamp(1, 6)
}

struct Writer<'a, L> {
    cx: PageContext<'a>,
    prose: &'a Prose,
    deeper: isize,
    out: Vec<Event<'a>>,
    /// How many elements of the prose are open.
    depth: usize,
    /// Whether a paragraph is open that is not the prose's own.
    in_own_paragraph: bool,
    links: L,
    /// For each link that is open, whether it leads anywhere.
    open: Vec<bool>,
    skip_until_link_end: bool,
    image: Option<Image>,
    in_internal_heading: bool,
}

impl<'a, L: Iterator<Item = ProseLink<'a>>> Writer<'a, L> {
    /// Puts what stands in no block into a paragraph: the words of an item, or of a text in a register.
    fn stand_in_paragraph(&mut self, event: &Event) {
        let is_apart = match event {
            Event::Start(Tag::FootnoteDefinition(_)) | Event::Html(_) | Event::Rule => true,
            Event::Start(tag) => is_block(tag),
            _ => false,
        };
        if self.depth == 0 && is_apart {
            self.end_own_paragraph();
        } else if self.depth == 0 && !self.in_own_paragraph {
            self.out.push(Event::Start(Tag::Paragraph));
            self.in_own_paragraph = true;
        }
        match event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }

    fn end_own_paragraph(&mut self) {
        if std::mem::take(&mut self.in_own_paragraph) {
            self.out.push(Event::End(TagEnd::Paragraph));
        }
    }

    fn event(&mut self, event: Event<'a>, span: Span) {
        let is_image_end = event == Event::End(TagEnd::Image);
        if let Some(image) = self.image.as_mut().filter(|_| !is_image_end) {
            image.read(&event, &mut self.links);
            return;
        }
        if self.skip_until_link_end && event != Event::End(TagEnd::Link) {
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::FootnoteReference(label) => {
                let label = self.note_label(&label);
                self.out.push(Event::FootnoteReference(label));
            }
            Event::InlineHtml(html) if &*html == INTERNAL_MARK => self.internal_mark(),
            Event::Html(html) if html.starts_with("{{<") => {
                // A paragraph of its own keeps it apart from what stands around it.
                let placeholder = Event::InlineHtml(self.component(&html, span));
                let [start, end] = [Event::Start(Tag::Paragraph), Event::End(TagEnd::Paragraph)];
                self.out.extend([start, placeholder, end]);
            }
            Event::InlineHtml(html) if html.starts_with("{{<") => {
                let placeholder = self.component(&html, span);
                self.out.push(Event::InlineHtml(placeholder));
            }
            Event::Html(html) => {
                let html = links::html(self.cx, &html, &mut self.links, self.prose.path());
                self.out.push(Event::Html(CowStr::from(html)));
            }
            Event::InlineHtml(html) => {
                let html = links::html(self.cx, &html, &mut self.links, self.prose.path());
                self.out.push(Event::InlineHtml(CowStr::from(html)));
            }
            Event::Text(words) => self.words(&words),
            // A line is as long as its paragraph, so that nothing in it can be taken for the start of a list.
            Event::SoftBreak => self.words(" "),
            event => self.out.push(event),
        }
    }

    fn words(&mut self, words: &str) {
        self.out.push(Event::Text(CowStr::from(composed(words).into_owned())));
    }

    fn start(&mut self, tag: Tag<'a>) {
        match tag {
            Tag::Heading { level, classes, .. } => {
                self.in_internal_heading = classes.iter().any(|class| &**class == "internal");
                let level = self.level(level);
                let heading = Tag::Heading { level, id: None, classes: vec![], attrs: vec![] };
                self.out.push(Event::Start(heading));
            }
            Tag::FootnoteDefinition(label) => {
                let label = self.note_label(&label);
                self.out.push(Event::Start(Tag::FootnoteDefinition(label)));
            }
            Tag::Link { link_type, title, dest_url, .. } => self.link(link_type, title, dest_url),
            Tag::Image { title, .. } => {
                let Some(link) = self.links.next() else { return };
                let source = links::href(self.cx, &link);
                self.image = Some(Image::new(link, source, &title));
            }
            tag => self.out.push(Event::Start(tag)),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => {
                if std::mem::take(&mut self.in_internal_heading) {
                    self.internal_mark();
                }
                let level = self.level(level);
                self.out.push(Event::End(TagEnd::Heading(level)));
            }
            TagEnd::Link => {
                self.skip_until_link_end = false;
                if self.open.pop() == Some(true) {
                    self.out.push(Event::End(TagEnd::Link));
                }
            }
            TagEnd::Image => {
                for event in self.image.take().iter().flat_map(Image::events) {
                    self.out.push(event);
                }
            }
            tag => self.out.push(Event::End(tag)),
        }
    }

    fn level(&self, level: HeadingLevel) -> HeadingLevel {
        HeadingLevel::try_from(heading_depth(level, self.deeper)).unwrap_or(level)
    }

    fn link(&mut self, link_type: LinkType, title: CowStr<'a>, address: CowStr<'a>) {
        if link_type == LinkType::Email {
            return self.open_link(format!("mailto:{address}"), title);
        }
        let Some(link) = self.links.next() else { return };
        let resolved = self.cx.names.link(self.cx.handbook, &link, self.cx.page);
        let words = match &resolved {
            Ok(LinkTarget::Page(destination)) => destination.title.clone(),
            Ok(_) | Err(_) => link.target.to_string(),
        };
        match &resolved {
            Ok(LinkTarget::External) => self.open_link(link.target.to_string(), title),
            Ok(LinkTarget::Asset(path)) => {
                self.open_link(links::file_href(self.cx, &link, path), title);
            }
            Ok(LinkTarget::Page(destination)) => {
                self.open_link(links::page_href(self.cx, &link, destination), title);
            }
            Err(_) => self.open.push(false),
        }
        if link.kind == LinkKind::Wiki {
            self.words(&words);
            self.skip_until_link_end = true;
        }
    }

    fn open_link(&mut self, address: String, title: CowStr<'a>) {
        let (link_type, id) = (LinkType::Inline, CowStr::Borrowed(""));
        let dest_url = CowStr::from(address);
        self.out.push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
        self.open.push(true);
    }

    /// The label of a footnote. Where the text of several files stands on one page, each has labels of its own.
    fn note_label(&self, label: &str) -> CowStr<'a> {
        let is_own = links::is_page_of(self.cx, self.prose.path());
        CowStr::from(match is_own {
            true => label.to_owned(),
            false => format!("{label}-{:x}", Fingerprint::of(self.prose).short() & 0xff_ffff),
        })
    }

    fn internal_mark(&mut self) {
        let words = self.cx.messages.plain("internal");
        self.words(&format!(" ({words})"));
    }

    /// The placeholder for a call of a component.
    fn component(&self, html: &str, span: Span) -> CowStr<'a> {
        let place = self.prose.path().map(|path| Place::new(path, span));
        let call = place.and_then(|place| Call::parse(html, place));
        CowStr::from(call.map(|call| self.cx.note_call(call)).unwrap_or_default())
    }
}
