//! Prose -> HTML, with every link resolved for the page that the prose stands on.
//!
//! The call of a component leaves a placeholder, which is filled once the page is put together.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;

use pulldown_cmark::{Alignment, BlockQuoteKind, CowStr, Event, LinkType, Tag, TagEnd};

use super::as_markdown::{self, heading_depth};
use super::common::Html;
use super::context::PageContext;
use super::footnotes;
use super::images::Image;
use super::link_tags::opening;
use super::links;
use super::term_marks::{self, Segment, TermMarker};
use crate::diagnostic::{Place, Span};
use crate::fingerprint::Fingerprint;
use crate::handbook::components::{COMPONENTS, Call};
use crate::handbook::names::LinkTarget;
use crate::handbook::{INTERNAL_MARK, LinkKind, Prose, ProseLink};
use crate::html::{self, attribute, push_text};
use crate::spelling::composed;
use crate::tree::RelPath;

/// The prose that an author wrote for the page, as HTML. Where the public sees the page without it, it
/// has a mark.
pub fn own_prose(cx: PageContext) -> Html {
    let prose = cx.handbook.prose(cx.page);
    let prose = prose.map(|prose| html_below(cx, prose, below_title(cx, prose)));
    let prose = prose.unwrap_or_default();
    mark_text(cx, prose)
}

/// Prose of the page with a mark, if the public sees the page without it.
pub fn mark_text(cx: PageContext, prose: Html) -> Html {
    let text = cx.handbook.handbook().text(cx.page);
    let is_internal = text.is_some_and(|text| text.internal);
    if !is_internal || prose.0.is_empty() || cx.handbook.is_internal(cx.page) {
        return prose;
    }
    let mark = internal_mark(cx).0;
    Html(match cx.is_markdown() {
        true => format!("{mark}\n\n{}", prose.0),
        false => format!("<p>{mark}</p>\n{}", prose.0),
    })
}

/// What says of something that it is left out of a site for the public.
pub fn internal_mark(cx: PageContext) -> Html {
    let words = html::text(&cx.messages.plain("internal"));
    if cx.is_markdown() {
        return Html(format!("({words})"));
    }
    Html(format!("<span class=\"internal-mark\">{words}</span>"))
}

/// How much deeper the headings of a page's own prose stand. On paper, where they are part of one outline, the
/// highest stands one below the title of its page, though its author began with `###`.
fn below_title(cx: PageContext, prose: &Prose) -> isize {
    let deeper = cx.depth(cx.page).cast_signed() - 1;
    if !cx.is_print() {
        return deeper;
    }
    let highest = prose.events().filter_map(|(event, _)| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(level as isize),
        _ => None,
    });
    deeper + 2 - highest.min().unwrap_or(2).max(2)
}

/// Prose as HTML on a page, with its headings below that of the page.
pub fn html(cx: PageContext, prose: &Prose) -> Html {
    html_below(cx, prose, cx.depth(cx.page).cast_signed() - 1)
}

/// Prose as HTML on a page. Headings go `deeper` levels down. A link that leads nowhere, which has been
/// reported, is shown as its words.
pub fn html_below(cx: PageContext, prose: &Prose, deeper: isize) -> Html {
    if prose.is_empty() {
        return Html::default();
    }
    if cx.is_markdown() {
        return Html(as_markdown::markdown(cx, prose, deeper));
    }
    if let Some(html) = plain_words(cx, prose) {
        return html;
    }
    let events: Vec<(Event, Span)> = prose.events().collect();
    let mut writer = Writer {
        cx,
        deeper,
        out: Vec::with_capacity(events.len() + 2),
        links: prose.links().collect::<Vec<_>>().into_iter(),
        open: Vec::new(),
        table: Table::default(),
        events: &events,
        note_keys: OnceCell::new(),
        headings: OnceCell::new(),
        in_footnotes: false,
        skip_until_link_end: false,
        image: None,
        path: prose.path(),
        span: Span::default(),
        marker: TermMarker::default(),
        inline_depth: None,
        is_interrupted: false,
        in_internal_heading: false,
    };
    for (index, (event, span)) in events.iter().enumerate() {
        if let Event::Start(Tag::Table(_)) = event {
            writer.table.head = head_of_table(&events[index..]);
        }
        writer.span = *span;
        writer.event(event);
    }
    writer.flush();
    writer.close_footnotes();
    let mut text = String::with_capacity(prose.length_as_html());
    pulldown_cmark::html::push_html(&mut text, writer.out.into_iter());
    text.truncate(text.trim_end().len());
    let blank = text.len() - text.trim_start().len();
    text.drain(..blank);
    Html(text)
}

/// The HTML of prose that is nothing but words, as most criteria are.
fn plain_words(cx: PageContext, prose: &Prose) -> Option<Html> {
    if !prose.is_plain() {
        return None;
    }
    let text = prose.line().map_or_else(|| Cow::Owned(lines(prose)), Cow::Borrowed);
    let text = composed(&text);
    let mut html = String::with_capacity(text.len());
    if cx.terms().is_none() {
        push_text(&mut html, &text);
        return Some(Html(html));
    }
    for Segment { words, link } in term_marks::segments(cx, &text) {
        html.push_str(link.as_deref().unwrap_or_default());
        push_text(&mut html, words);
        if link.is_some() {
            html.push_str("</a>");
        }
    }
    Some(Html(html))
}

/// The words of prose that is nothing else, line by line.
fn lines(prose: &Prose) -> String {
    let mut text = String::with_capacity(prose.length_as_html());
    for (event, _) in prose.events() {
        match event {
            Event::Text(words) => text.push_str(&words),
            _ => text.push('\n'),
        }
    }
    text
}

/// How the link that is open ends.
enum Open {
    /// `</a>`.
    Anchor,
    /// Nothing: its words stand alone.
    Words,
}

/// Turns events into those that the crate's own writer prints as we want them.
struct Writer<'a, L> {
    cx: PageContext<'a>,
    deeper: isize,
    out: Vec<Event<'a>>,
    links: L,
    open: Vec<Open>,
    table: Table,
    /// All events of the prose.
    events: &'a [(Event<'a>, Span)],
    /// What tells its notes from all others, by their labels; made for the first of them.
    note_keys: OnceCell<HashMap<&'a str, u64>>,
    /// The headings of the page; made for the first of them.
    headings: OnceCell<links::Headings<'a>>,
    in_footnotes: bool,
    skip_until_link_end: bool,
    /// The image that is open.
    image: Option<Image>,
    path: Option<&'a RelPath>,
    /// Where the event stands that is being written.
    span: Span,
    marker: TermMarker,
    /// How many elements are open inside the paragraph that is open; `None` outside of paragraphs.
    inline_depth: Option<usize>,
    /// Whether the paragraph that is open stands closed for a component in the midst of it.
    is_interrupted: bool,
    /// Whether the heading that is open is left out of a site for the public.
    in_internal_heading: bool,
}

/// The table that is open.
#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    /// Words in its head.
    head: Vec<String>,
    column: usize,
    in_head: bool,
}

impl<'a, L: Iterator<Item = ProseLink<'a>>> Writer<'a, L> {
    fn raw(&mut self, html: impl Into<String>) {
        self.out.push(Event::Html(CowStr::from(html.into())));
    }

    fn inline(&mut self, html: impl Into<String>) {
        self.out.push(Event::InlineHtml(CowStr::from(html.into())));
    }

    /// Writes the text that was buffered, with its terms.
    fn flush(&mut self) {
        let events = self.marker.flush(self.cx);
        self.out.extend(events);
    }

    fn event(&mut self, event: &'a Event<'a>) {
        if let Some(image) = self.image.as_mut().filter(|_| !is_image_end(event)) {
            image.read(event, &mut self.links);
            return;
        }
        if self.skip_until_link_end && !matches!(event, Event::End(TagEnd::Link)) {
            return;
        }
        if !self.is_interrupted && self.marker.buffer(self.cx, event) {
            return;
        }
        self.flush();
        self.marker.follow(self.cx, event);
        if self.resume_paragraph(event) {
            return;
        }
        self.follow_paragraph(event);
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(*tag),
            Event::HardBreak => self.inline("<br>\n"),
            Event::Rule => self.raw("<hr>\n"),
            Event::TaskListMarker(done) => self.task(*done),
            Event::FootnoteReference(label) => self.footnote_reference(label),
            Event::InlineHtml(html) if &**html == INTERNAL_MARK => self.internal_mark(),
            Event::Html(html) if html.starts_with("{{<") => self.component(html),
            Event::InlineHtml(html) if html.starts_with("{{<") => self.inline_component(html),
            Event::Html(html) => {
                let html = self.html(html);
                self.raw(html);
            }
            Event::InlineHtml(html) => {
                let html = self.html(html);
                self.inline(html);
            }
            Event::Text(words) => self.out.push(Event::Text(CowStr::Borrowed(words))),
            event => self.out.push(event.clone()),
        }
    }

    fn start(&mut self, tag: &'a Tag<'a>) {
        match tag {
            Tag::Heading { level, id, classes, .. } => {
                self.in_internal_heading = classes.iter().any(|class| &**class == "internal");
                let depth = heading_depth(*level, self.deeper);
                let anchor = id.as_deref();
                let anchor = anchor.filter(|it| links::has_heading_anchor(self.cx, it, self.path));
                let id = anchor.map(|id| format!(" id=\"{}\"", attribute(&self.id(id))));
                self.raw(format!("<h{depth}{}>", id.unwrap_or_default()));
                let headings = self.headings.get_or_init(|| links::headings(self.cx));
                if let Some(forge) =
                    anchor.and_then(|it| links::forge_anchor(self.cx, headings, it))
                {
                    self.inline(format!("<span id=\"{}\"></span>", attribute(&forge)));
                }
            }
            Tag::Link { link_type, title, dest_url, .. } => self.link(*link_type, title, dest_url),
            Tag::Image { title, .. } => self.image(title),
            Tag::BlockQuote(Some(kind)) => self.alert(*kind),
            Tag::CodeBlock(kind) => self.code_block(kind),
            Tag::Table(alignments) => {
                self.table.alignments.clone_from(alignments);
                let label = self.table_label();
                self.raw(format!(
                    "<section class=\"table-scroll\" role=\"group\" tabindex=\"0\" aria-label=\"{}\"><table>\n",
                    attribute(&label)
                ));
            }
            Tag::TableHead => {
                (self.table.in_head, self.table.column) = (true, 0);
                self.raw("<thead><tr>\n");
            }
            Tag::TableRow => {
                self.table.column = 0;
                self.raw("<tr>");
            }
            Tag::TableCell => self.table_cell(),
            Tag::FootnoteDefinition(label) => self.footnote(label),
            tag => self.out.push(Event::Start(tag.clone())),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => {
                if std::mem::take(&mut self.in_internal_heading) {
                    self.internal_mark();
                }
                let depth = heading_depth(level, self.deeper);
                self.raw(format!("</h{depth}>\n"));
            }
            TagEnd::Link => {
                self.skip_until_link_end = false;
                if matches!(self.open.pop(), Some(Open::Anchor)) {
                    self.inline("</a>");
                }
            }
            TagEnd::Image => {
                if let Some(image) = self.image.take() {
                    self.inline(image.html());
                }
            }
            TagEnd::BlockQuote(Some(_)) => self.raw("</div>\n"),
            TagEnd::CodeBlock => self.raw("</code></pre>\n"),
            TagEnd::Table => self.raw("</tbody></table></section>\n"),
            TagEnd::TableHead => {
                self.table.in_head = false;
                self.raw("</tr></thead>\n<tbody>\n");
            }
            TagEnd::TableRow => self.raw("</tr>\n"),
            TagEnd::TableCell => {
                self.raw(if self.is_head_cell(self.table.column - 1) { "</th>" } else { "</td>" });
            }
            TagEnd::FootnoteDefinition => self.raw(footnotes::note_end()),
            tag => self.out.push(Event::End(tag)),
        }
    }

    /// Raw HTML with its links and anchors as they are on the page.
    fn html(&mut self, html: &str) -> String {
        links::html(self.cx, html, &mut self.links, self.path)
    }

    fn link(&mut self, link_type: LinkType, title: &str, dest_url: &str) {
        if link_type == LinkType::Email {
            self.open_anchor(&format!("mailto:{dest_url}"), title, "", "");
            return;
        }
        let Some(link) = self.links.next() else { return };
        let resolved = self.cx.names.link(self.cx.handbook, &link, self.cx.page);
        let words = match &resolved {
            Ok(LinkTarget::Page(destination)) => destination.title.clone(),
            Ok(_) | Err(_) => link.target.to_string(),
        };
        match resolved {
            Ok(LinkTarget::External) => self.open_anchor(&link.target, title, "", ""),
            Ok(LinkTarget::Asset(path)) => {
                let href = links::file_href(self.cx, &link, &path);
                self.open_anchor(&href, title, "", "");
            }
            Ok(LinkTarget::Page(destination)) => {
                let href = links::page_href(self.cx, &link, &destination);
                let anchor = destination.anchor.as_deref().filter(|_| destination.term);
                let note =
                    anchor.map(|anchor| term_marks::linked(self.cx, anchor)).unwrap_or_default();
                let class = if destination.term { "term" } else { "" };
                self.open_anchor(&href, title, class, &note);
            }
            Err(_) => self.open.push(Open::Words),
        }
        if link.kind == LinkKind::Wiki {
            self.out.push(Event::Text(CowStr::from(words)));
            self.skip_until_link_end = true;
        }
    }

    fn open_anchor(&mut self, href: &str, title: &str, class: &str, described_by: &str) {
        self.inline(opening(href, title, class, described_by));
        self.open.push(Open::Anchor);
    }

    fn image(&mut self, title: &str) {
        let Some(link) = self.links.next() else { return };
        let source = links::href(self.cx, &link);
        self.image = Some(Image::new(link, source, title));
    }

    fn internal_mark(&mut self) {
        let mark = internal_mark(self.cx);
        self.inline(format!(" {}", mark.0));
    }

    fn component(&mut self, html: &str) {
        let Some(path) = self.path else { return };
        if let Some(call) = Call::parse(html, Place::new(path, self.span)) {
            let placeholder = self.cx.note_call(call);
            self.raw(placeholder);
        }
    }

    /// A call amid the text of a paragraph. What our own components show are blocks, for which the
    /// paragraph is interrupted.
    fn inline_component(&mut self, html: &str) {
        let name = html.trim_start_matches("{{<").trim_start();
        let is_block = COMPONENTS.iter().any(|(own, _)| {
            name.strip_prefix(own)
                .is_some_and(|it| !it.starts_with(|it: char| it.is_alphanumeric()))
        });
        if !is_block || self.inline_depth != Some(0) {
            return self.component(html);
        }
        match self.out.last() {
            Some(Event::Start(Tag::Paragraph)) => {
                self.out.pop();
            }
            _ => self.out.push(Event::End(TagEnd::Paragraph)),
        }
        self.component(html);
        self.raw("\n");
        self.is_interrupted = true;
    }

    /// Goes on with the paragraph that a component has interrupted. Returns whether the event, its end, is
    /// done with.
    fn resume_paragraph(&mut self, event: &Event) -> bool {
        if !std::mem::take(&mut self.is_interrupted) {
            return false;
        }
        if *event == Event::End(TagEnd::Paragraph) {
            self.inline_depth = None;
            return true;
        }
        self.out.push(Event::Start(Tag::Paragraph));
        false
    }

    /// Follows how deep an event leads into the elements of a paragraph.
    fn follow_paragraph(&mut self, event: &Event) {
        self.inline_depth = match (event, self.inline_depth) {
            (Event::Start(Tag::Paragraph), _) => Some(0),
            (Event::End(TagEnd::Paragraph), _) => None,
            (Event::Start(_), Some(depth)) => Some(depth + 1),
            (Event::End(_), Some(depth)) => Some(depth.saturating_sub(1)),
            (_, depth) => depth,
        };
    }

    fn alert(&mut self, kind: BlockQuoteKind) {
        let name = match kind {
            BlockQuoteKind::Note => "note",
            BlockQuoteKind::Tip => "tip",
            BlockQuoteKind::Important => "important",
            BlockQuoteKind::Warning => "warning",
            BlockQuoteKind::Caution => "caution",
        };
        let title = self.cx.messages.plain(&format!("alert-{name}"));
        self.raw(format!(
            "<div class=\"alert alert-{name}\">\n<p class=\"alert-title\">{}</p>\n",
            attribute(&title)
        ));
    }

    fn code_block(&mut self, kind: &pulldown_cmark::CodeBlockKind) {
        let language = match kind {
            pulldown_cmark::CodeBlockKind::Fenced(info) => {
                info.split([' ', ',']).next().unwrap_or_default().to_owned()
            }
            pulldown_cmark::CodeBlockKind::Indented => String::new(),
        };
        let class = if language.is_empty() {
            String::new()
        } else {
            format!(" class=\"language-{}\"", attribute(&language))
        };
        let label = self.cx.messages.plain("code-block");
        self.raw(format!(
            "<pre role=\"group\" tabindex=\"0\" aria-label=\"{}\"><code{class}>",
            attribute(&label)
        ));
    }

    fn table_cell(&mut self) {
        let alignment =
            self.table.alignments.get(self.table.column).copied().unwrap_or(Alignment::None);
        let is_head = self.is_head_cell(self.table.column);
        self.table.column += 1;
        let class = match alignment {
            Alignment::None => "",
            Alignment::Left => " class=\"align-start\"",
            Alignment::Center => " class=\"align-center\"",
            Alignment::Right => " class=\"align-end\"",
        };
        let tag = match (is_head, self.table.in_head) {
            (true, true) => "th scope=\"col\"",
            (true, false) => "th scope=\"row\"",
            (false, _) => "td",
        };
        self.raw(format!("<{tag}{class}>"));
    }

    /// Whether a cell is a head: in the first row those with words; where the first of them has
    /// none, the first column holds the heads of the rows.
    fn is_head_cell(&self, column: usize) -> bool {
        let has_words =
            |column: usize| self.table.head.get(column).is_some_and(|it| !it.is_empty());
        if self.table.in_head { has_words(column) } else { column == 0 && !has_words(0) }
    }

    /// The words in the head of a table, which tell it from others.
    fn table_label(&self) -> String {
        let words: Vec<&str> =
            self.table.head.iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
        if words.is_empty() { self.cx.messages.plain("table") } else { words.join(", ") }
    }

    fn task(&mut self, done: bool) {
        let (word, mark) = if done { ("task-done", "☑") } else { ("task-open", "☐") };
        let word = self.cx.messages.plain(word);
        self.inline(format!(
            "<span class=\"task\" role=\"img\" aria-label=\"{}\">{mark}</span> ",
            attribute(&word)
        ));
    }

    fn footnote_reference(&mut self, label: &str) {
        let mark = footnotes::reference(self.note_key(label));
        self.inline(mark);
    }

    fn footnote(&mut self, label: &str) {
        if !self.in_footnotes {
            self.in_footnotes = true;
            let mark = footnotes::notes_start(&self.cx.messages.plain("footnotes"));
            self.raw(mark);
        }
        let back = self.cx.messages.plain("footnote-back");
        let mark = footnotes::note_start(self.note_key(label), &back);
        self.raw(mark);
    }

    /// What tells a note from all others: its file, its label and its text. In a register each value has
    /// notes of its own.
    fn note_key(&self, label: &str) -> u64 {
        let keys = self.note_keys.get_or_init(|| note_keys(self.path, self.events));
        keys.get(label).copied().unwrap_or_default()
    }

    /// An anchor of the page as it is called where the page is shown.
    fn id(&self, anchor: &str) -> String {
        self.cx.id(Some(anchor))
    }

    fn close_footnotes(&mut self) {
        if self.in_footnotes {
            self.raw(footnotes::notes_end());
        }
    }
}

fn is_image_end(event: &Event) -> bool {
    matches!(event, Event::End(TagEnd::Image))
}

/// What tells the notes of some prose from all others, by their labels.
fn note_keys<'a>(path: Option<&RelPath>, events: &'a [(Event, Span)]) -> HashMap<&'a str, u64> {
    let mut keys = HashMap::new();
    let mut rest = events.iter().map(|(event, _)| event);
    while let Some(event) = rest.next() {
        let Event::Start(Tag::FootnoteDefinition(label)) = event else { continue };
        let text = rest.by_ref().take_while(|it| **it != Event::End(TagEnd::FootnoteDefinition));
        let text: Vec<String> = text.map(|event| format!("{event:?}")).collect();
        keys.insert(&**label, Fingerprint::of(&(path, &**label, text)).short());
    }
    keys
}

/// The words of each cell in the head of a table.
fn head_of_table(events: &[(Event, Span)]) -> Vec<String> {
    let mut cells: Vec<String> = Vec::new();
    for (event, _) in events {
        match (event, cells.last_mut()) {
            (Event::Start(Tag::TableCell), _) => cells.push(String::new()),
            (Event::Text(words) | Event::Code(words), Some(cell)) => cell.push_str(words),
            (Event::End(TagEnd::TableHead), _) => break,
            _ => {}
        }
    }
    cells
}
