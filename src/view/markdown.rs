//! Prose -> HTML, with every link resolved for the page that the prose stands on.

use pulldown_cmark::{Alignment, BlockQuoteKind, CowStr, Event, LinkType, Tag, TagEnd, html};
use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::components;
use super::pages::Html;
use super::site::Site;
use super::terms::{self, Stretch};
use crate::diagnostic::{Place, Span};
use crate::handbook::components::Call;
use crate::handbook::names::{LinkTarget, Names};
use crate::handbook::{LinkKind, PageKey, Prose, ProseLink, slug};
use crate::tree::RelPath;

/// The HTML of some prose on a page. Headings go `deeper` levels down, to fit below those of the
/// page. A link that leads nowhere, which has been reported, is shown as its words.
pub fn html(site: Site, on: PageKey, prose: &Prose, deeper: usize) -> Html {
    if prose.is_empty() {
        return Html::default();
    }
    if let Some(html) = plain_words(site, on, prose) {
        return html;
    }
    let mut writer = Writer {
        site,
        on,
        deeper,
        out: Vec::with_capacity(prose.events().len()),
        links: prose.links().collect::<Vec<_>>().into_iter(),
        open: Vec::new(),
        alignments: Vec::new(),
        column: 0,
        in_head: false,
        footnotes: Vec::new(),
        skip_until_link_end: false,
        alt: None,
        in_footnotes: false,
        head: Vec::new(),
        path: prose.path(),
        span: Span::default(),
        words: String::new(),
        unmarked: 0,
    };
    for (index, (event, span)) in prose.events().iter().enumerate() {
        if let Event::Start(Tag::Table(_)) = event {
            writer.head = head_of_table(&prose.events()[index..]);
        }
        writer.span = *span;
        writer.event(event);
    }
    writer.flush();
    writer.close_footnotes();
    let mut text = String::new();
    html::push_html(&mut text, writer.out.into_iter());
    Html(text.trim().to_owned())
}

/// The HTML of prose that is nothing but words, as most criteria are.
fn plain_words(site: Site, on: PageKey, prose: &Prose) -> Option<Html> {
    if site.marks.is_some() {
        return marked_words(site, on, prose);
    }
    let mut html = String::new();
    for (event, _) in prose.events() {
        match event {
            Event::Text(words) => escape_html_body_text(&mut html, words).ok()?,
            Event::SoftBreak => html.push('\n'),
            _ => return None,
        }
    }
    Some(Html(html))
}

/// The same with the terms marked that the page has not met before.
fn marked_words(site: Site, on: PageKey, prose: &Prose) -> Option<Html> {
    let mut text = String::new();
    for (event, _) in prose.events() {
        match event {
            Event::Text(words) => text.push_str(words),
            Event::SoftBreak => text.push('\n'),
            _ => return None,
        }
    }
    let mut html = String::new();
    for Stretch { words, term } in terms::stretches(site, on, &text) {
        if let Some(term) = &term {
            html.push_str(&opening(&term.href, "", "term", &term.note));
        }
        escape_html_body_text(&mut html, words).ok()?;
        if term.is_some() {
            html.push_str("</a>");
        }
    }
    Some(Html(html))
}

/// The start of a link; what is empty is left out.
fn opening(href: &str, title: &str, class: &str, described_by: &str) -> String {
    let mut anchor = format!("<a href=\"{}\"", escaped(href));
    for (name, value) in [("class", class), ("title", title), ("aria-describedby", described_by)] {
        if !value.is_empty() {
            anchor.push_str(&format!(" {name}=\"{}\"", escaped(value)));
        }
    }
    anchor.push('>');
    anchor
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
    site: Site<'a>,
    on: PageKey,
    deeper: usize,
    out: Vec<Event<'a>>,
    links: L,
    open: Vec<Open>,
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    footnotes: Vec<String>,
    skip_until_link_end: bool,
    alt: Option<(String, String)>,
    in_footnotes: bool,
    /// Words in the head of the table that is open.
    head: Vec<String>,
    path: Option<&'a RelPath>,
    /// Where the event stands that is being written.
    span: Span,
    /// Words that are looked through for terms when they are complete: Markdown takes them apart at the
    /// end of a line and around some signs.
    words: String,
    /// How many elements are open in which no term is marked.
    unmarked: usize,
}

impl<'a, L: Iterator<Item = ProseLink<'a>>> Writer<'a, L> {
    fn raw(&mut self, html: impl Into<String>) {
        self.out.push(Event::Html(CowStr::from(html.into())));
    }

    fn inline(&mut self, html: impl Into<String>) {
        self.out.push(Event::InlineHtml(CowStr::from(html.into())));
    }

    /// Writes the words that were held back, with their terms.
    fn flush(&mut self) {
        if self.words.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.words);
        for Stretch { words, term } in terms::stretches(self.site, self.on, &text) {
            if let Some(term) = &term {
                self.inline(opening(&term.href, "", "term", &term.note));
            }
            self.out.push(Event::Text(CowStr::from(words.to_owned())));
            if term.is_some() {
                self.inline("</a>");
            }
        }
    }

    /// Holds words back where terms are marked; whether it does.
    fn holds_back(&mut self, event: &Event) -> bool {
        if self.site.marks.is_none() || self.unmarked > 0 {
            return false;
        }
        match event {
            Event::Text(words) => self.words.push_str(words),
            Event::SoftBreak if !self.words.is_empty() => self.words.push('\n'),
            _ => return false,
        }
        true
    }

    fn event(&mut self, event: &'a Event<'static>) {
        if self.alt.is_some() && !matches!(event, Event::End(TagEnd::Image)) {
            self.collect_alt(event);
            return;
        }
        if self.skip_until_link_end && !matches!(event, Event::End(TagEnd::Link)) {
            return;
        }
        if self.holds_back(event) {
            return;
        }
        self.flush();
        self.unmarked =
            (self.unmarked + opens_unmarked(event)).saturating_sub(closes_unmarked(event));
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(*tag),
            Event::HardBreak => self.inline("<br>\n"),
            Event::Rule => self.raw("<hr>\n"),
            Event::TaskListMarker(done) => self.task(*done),
            Event::FootnoteReference(label) => self.footnote_reference(label),
            Event::Html(html) | Event::InlineHtml(html) if html.starts_with("{{<") => {
                self.component(html);
            }
            Event::Text(words) => self.out.push(Event::Text(CowStr::Borrowed(words))),
            event => self.out.push(event.clone()),
        }
    }

    fn start(&mut self, tag: &Tag<'static>) {
        match tag {
            Tag::Heading { level, id, .. } => {
                let depth = (*level as usize + self.deeper).min(6);
                let id = id.as_deref().map(|id| self.id(id));
                let id = id.map(|id| format!(" id=\"{}\"", escaped(&id)));
                self.raw(format!("<h{depth}{}>", id.unwrap_or_default()));
            }
            Tag::Link { link_type, title, dest_url, .. } => self.link(*link_type, title, dest_url),
            Tag::Image { title, .. } => self.image(title),
            Tag::BlockQuote(Some(kind)) => self.alert(*kind),
            Tag::CodeBlock(kind) => self.code_block(kind),
            Tag::Table(alignments) => {
                self.alignments.clone_from(alignments);
                let label = self.table_label();
                self.raw(format!(
                    "<section class=\"table-scroll\" tabindex=\"0\" aria-label=\"{}\"><table>\n",
                    escaped(&label)
                ));
            }
            Tag::TableHead => {
                (self.in_head, self.column) = (true, 0);
                self.raw("<thead><tr>\n");
            }
            Tag::TableRow => {
                self.column = 0;
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
                let depth = (level as usize + self.deeper).min(6);
                self.raw(format!("</h{depth}>\n"));
            }
            TagEnd::Link => {
                self.skip_until_link_end = false;
                if matches!(self.open.pop(), Some(Open::Anchor)) {
                    self.inline("</a>");
                }
            }
            TagEnd::Image => {
                if let Some((alt, attributes)) = self.alt.take() {
                    self.inline(format!("<img{attributes} alt=\"{}\">", escaped(alt.trim())));
                }
            }
            TagEnd::BlockQuote(Some(_)) => self.raw("</div>\n"),
            TagEnd::CodeBlock => self.raw("</code></pre>\n"),
            TagEnd::Table => self.raw("</tbody></table></section>\n"),
            TagEnd::TableHead => {
                self.in_head = false;
                self.raw("</tr></thead>\n<tbody>\n");
            }
            TagEnd::TableRow => self.raw("</tr>\n"),
            TagEnd::TableCell => {
                self.raw(if self.is_head_cell(self.column - 1) { "</th>" } else { "</td>" });
            }
            TagEnd::FootnoteDefinition => self.raw("</li>\n"),
            tag => self.out.push(Event::End(tag)),
        }
    }

    fn link(&mut self, link_type: LinkType, title: &str, dest_url: &str) {
        if link_type == LinkType::Email {
            self.open_anchor(&format!("mailto:{dest_url}"), title, "", "");
            return;
        }
        let Some(link) = self.links.next() else { return };
        let resolved = self.site.names.link(self.site.handbook, &link, self.on);
        let words = match &resolved {
            Ok(LinkTarget::Page(destination)) => destination.title.clone(),
            Ok(_) | Err(_) => link.target.to_owned(),
        };
        match resolved {
            Ok(LinkTarget::External) => self.open_anchor(link.target, title, "", ""),
            Ok(LinkTarget::Asset(path)) => {
                let href = self.site.routes.file_href(self.on, &path);
                self.open_anchor(&href, title, "", "");
            }
            Ok(LinkTarget::Page(destination)) => {
                let anchor = destination.anchor.as_deref();
                let href = self.site.routes.href(self.on, destination.page, anchor);
                let anchor = anchor.filter(|_| destination.term);
                let note = anchor.map(|anchor| terms::meet(self.site, anchor)).unwrap_or_default();
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
        let names: &Names = self.site.names;
        let source = match names.link(self.site.handbook, &link, self.on) {
            Ok(LinkTarget::Asset(path)) => self.site.routes.file_href(self.on, &path),
            Ok(_) | Err(_) => link.target.to_owned(),
        };
        let mut attributes = format!(" src=\"{}\" loading=\"lazy\"", escaped(&source));
        if !title.is_empty() {
            attributes.push_str(&format!(" title=\"{}\"", escaped(title)));
        }
        self.alt = Some((String::new(), attributes));
    }

    fn collect_alt(&mut self, event: &Event) {
        let Some((alt, _)) = &mut self.alt else { return };
        match event {
            Event::Text(words) | Event::Code(words) => alt.push_str(words),
            Event::SoftBreak | Event::HardBreak => alt.push(' '),
            // A link inside an image's words is a link all the same, and counted as one.
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => {
                self.links.next();
            }
            _ => {}
        }
    }

    /// A mark in the place of a component, which is put in when the page is rendered.
    fn component(&mut self, html: &str) {
        let (Some(path), Some(collector)) = (self.path, self.site.collector) else { return };
        let call = Call::parse(html, Place::new(path, self.span));
        let view = call.and_then(|call| components::view(self.site, self.on, call));
        if let Some(view) = view {
            let mark = collector.take(view);
            self.raw(mark);
        }
    }

    fn alert(&mut self, kind: BlockQuoteKind) {
        let name = match kind {
            BlockQuoteKind::Note => "note",
            BlockQuoteKind::Tip => "tip",
            BlockQuoteKind::Important => "important",
            BlockQuoteKind::Warning => "warning",
            BlockQuoteKind::Caution => "caution",
        };
        let title = self.site.words.plain(&format!("alert-{name}"));
        self.raw(format!(
            "<div class=\"alert alert-{name}\">\n<p class=\"alert-title\">{}</p>\n",
            escaped(&title)
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
            format!(" class=\"language-{}\"", escaped(&language))
        };
        self.raw(format!("<pre tabindex=\"0\"><code{class}>"));
    }

    fn table_cell(&mut self) {
        let alignment = self.alignments.get(self.column).copied().unwrap_or(Alignment::None);
        let is_head = self.is_head_cell(self.column);
        self.column += 1;
        let class = match alignment {
            Alignment::None => "",
            Alignment::Left => " class=\"align-start\"",
            Alignment::Center => " class=\"align-center\"",
            Alignment::Right => " class=\"align-end\"",
        };
        let tag = match (is_head, self.in_head) {
            (true, true) => "th scope=\"col\"",
            (true, false) => "th scope=\"row\"",
            (false, _) => "td",
        };
        self.raw(format!("<{tag}{class}>"));
    }

    /// Whether a cell is a head: in the first row those with words; where the first of them has
    /// none, the first column holds the heads of the rows.
    fn is_head_cell(&self, column: usize) -> bool {
        let has_words = |column: usize| self.head.get(column).is_some_and(|it| !it.is_empty());
        if self.in_head { has_words(column) } else { column == 0 && !has_words(0) }
    }

    /// The words in the head of a table, which tell it from others.
    fn table_label(&self) -> String {
        let words: Vec<&str> =
            self.head.iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
        if words.is_empty() { self.site.words.plain("table") } else { words.join(", ") }
    }

    fn task(&mut self, done: bool) {
        let (word, mark) = if done { ("task-done", "☑") } else { ("task-open", "☐") };
        let word = self.site.words.plain(word);
        self.inline(format!(
            "<span class=\"task\" role=\"img\" aria-label=\"{}\">{mark}</span> ",
            escaped(&word)
        ));
    }

    fn footnote_reference(&mut self, label: &str) {
        let known = self.footnotes.iter().position(|it| it == label);
        let number = known.unwrap_or_else(|| {
            self.footnotes.push(label.to_owned());
            self.footnotes.len() - 1
        }) + 1;
        let name = slug(label);
        let target = escaped(&self.id(&format!("fn-{name}")));
        let own = escaped(&self.id(&format!("fnref-{name}")));
        let id = if known.is_none() { format!(" id=\"{own}\"") } else { String::new() };
        self.inline(format!(
            "<sup class=\"footnote-ref\"><a href=\"#{target}\"{id}>{number}</a></sup>"
        ));
    }

    fn footnote(&mut self, label: &str) {
        if !self.in_footnotes {
            self.in_footnotes = true;
            let title = self.site.words.plain("footnotes");
            self.raw(format!(
                "<section class=\"footnotes\" aria-label=\"{}\"><ol>\n",
                escaped(&title)
            ));
        }
        let name = slug(label);
        let own = escaped(&self.id(&format!("fn-{name}")));
        let target = escaped(&self.id(&format!("fnref-{name}")));
        let back = escaped(&self.site.words.plain("footnote-back"));
        self.raw(format!("<li id=\"{own}\"><a href=\"#{target}\" aria-label=\"{back}\">↑</a> "));
    }

    /// An anchor of the page as it is called where the page is shown.
    fn id(&self, anchor: &str) -> String {
        self.site.routes.id(self.on, Some(anchor))
    }

    fn close_footnotes(&mut self) {
        if self.in_footnotes {
            self.raw("</ol></section>\n");
        }
    }
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

/// How many elements an event opens in which no term is marked: headings, links, code and labels.
fn opens_unmarked(event: &Event) -> usize {
    match event {
        Event::Start(tag) => usize::from(matches!(
            tag,
            Tag::Heading { .. }
                | Tag::Link { .. }
                | Tag::CodeBlock(_)
                | Tag::TableHead
                | Tag::DefinitionListTitle
        )),
        Event::Html(html) | Event::InlineHtml(html) => {
            UNMARKED.iter().map(|name| tags(html, "<", name)).sum()
        }
        _ => 0,
    }
}

/// How many such elements an event closes.
fn closes_unmarked(event: &Event) -> usize {
    match event {
        Event::End(tag) => usize::from(matches!(
            tag,
            TagEnd::Heading(_)
                | TagEnd::Link
                | TagEnd::CodeBlock
                | TagEnd::TableHead
                | TagEnd::DefinitionListTitle
        )),
        Event::Html(html) | Event::InlineHtml(html) => {
            UNMARKED.iter().map(|name| tags(html, "</", name)).sum()
        }
        _ => 0,
    }
}

/// Elements of raw HTML in which no term is marked.
const UNMARKED: [&str; 10] =
    ["a", "button", "code", "kbd", "label", "pre", "summary", "h2", "h3", "h4"];

/// How many tags of this name there are in some HTML.
fn tags(html: &str, start: &str, name: &str) -> usize {
    let is_name = |rest: &&str| {
        rest.strip_prefix(name).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    html.split(start).skip(1).filter(is_name).count()
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_html(&mut out, text).expect("a string takes every write");
    out
}
