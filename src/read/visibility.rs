//! What is internal in a Markdown document, and its comments.
//!
//! `{.internal}` at the end of a heading hides everything down to the next heading of its rank or a higher
//! one; at the end of a list item, a footnote or a paragraph it hides that. In a site for the public the
//! events of what is hidden are taken out before anything else looks at them, so that no later stage can
//! publish them; in one for the company they are marked. Comments are taken out of both.

use std::collections::BTreeSet;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag, TagEnd};

use super::events::end_of;
use crate::diagnostic::{Code, Diagnostic, Place, Span};
use crate::handbook::{INTERNAL_MARK, SpannedEvent, is_block};
use crate::node::{Node, NodeReader, Value};
use crate::tree::RelPath;

/// The class that hides.
pub const INTERNAL: &str = "internal";

/// A document without what its readers are not to see.
#[derive(Debug, Default)]
pub struct Visible {
    pub events: Vec<SpannedEvent>,
    /// What was taken out.
    pub hidden: HiddenParts,
    /// Where something cannot be hidden as its author wanted.
    pub faults: Vec<Diagnostic>,
}

/// What was taken out of a document, by the names under which it may be referred to.
#[derive(Debug, Default)]
pub struct HiddenParts {
    pub headings: Vec<HiddenHeading>,
    /// Ids that authors wrote, old ones too.
    pub ids: BTreeSet<String>,
    /// Items and paragraphs, whose ids come from their words unless they have one.
    pub texts: Vec<Vec<SpannedEvent>>,
    /// Whether the H1 that a document starts with is internal, and with it all of the document.
    pub title: bool,
}

#[derive(Debug)]
pub struct HiddenHeading {
    /// 2 for an H2.
    pub depth: u8,
    /// Its text.
    pub title: String,
    /// The H2 that an H3 stands under.
    pub below: Option<String>,
}

/// A text to be read for an audience.
pub struct Reading<'a> {
    pub path: &'a RelPath,
    /// The Markdown.
    pub text: &'a str,
    /// Where it starts in its file.
    pub offset: usize,
    /// Whether internal parts are shown.
    pub shows_internal: bool,
}

impl Reading<'_> {
    /// Takes out of a document what is not to be seen.
    pub fn visible(&self, events: Vec<SpannedEvent>) -> Visible {
        let may_hide = [INTERNAL, "<!", "<?"].iter().any(|sign| self.text.contains(sign));
        if !may_hide {
            return Visible { events, ..Visible::default() };
        }
        let mut faults = Vec::new();
        let events = self.without_comments(events, &mut faults);
        self.report_unclosed(&events, &mut faults);
        let mut pass = Pass {
            reading: self,
            hidden: HiddenParts::default(),
            notes: Notes::default(),
            section: None,
            items: 0,
            has_begun: false,
        };
        let mut kept = pass.blocks(&events);
        let Pass { hidden, notes, .. } = pass;
        notes.drop_unused(&mut kept);
        self.report_misplaced(&kept, &mut faults);
        Visible { events: kept, hidden, faults }
    }

    fn place(&self, span: Span) -> Place {
        Place::new(self.path, span)
    }

    /// The source of some bytes of the file.
    fn source(&self, span: Span) -> &str {
        self.text.get(span.start - self.offset..span.end - self.offset).unwrap_or_default()
    }

    /// The events without comments, be they inline, blocks, or inside of a block of HTML.
    fn without_comments(
        &self,
        events: Vec<SpannedEvent>,
        faults: &mut Vec<Diagnostic>,
    ) -> Vec<SpannedEvent> {
        let mut kept: Vec<SpannedEvent> = Vec::with_capacity(events.len());
        // Where the comment starts that is open in the block of HTML.
        let mut open: Option<Span> = None;
        let mut is_declaration = false;
        for (event, span) in events {
            let begins = matches!(kept.last(), Some((Event::Start(Tag::HtmlBlock), _)));
            match event {
                Event::InlineHtml(html) if html.starts_with("<!") || is_declared(&html) => {}
                Event::Html(html) if is_declaration || begins && is_declared(&html) => {
                    is_declaration = true;
                }
                Event::Html(html) => {
                    let rest = outside_comments(&html, span, &mut open);
                    if rest.len() == html.len() {
                        kept.push((Event::Html(html), span));
                    } else if !rest.trim().is_empty() {
                        kept.push((Event::Html(CowStr::from(rest)), span));
                    }
                }
                Event::End(TagEnd::HtmlBlock) => {
                    is_declaration = false;
                    if let Some(start) = open.take() {
                        faults.push(unclosed_comment(self.place(start)));
                    }
                    match kept.last() {
                        Some((Event::Start(Tag::HtmlBlock), _)) => drop(kept.pop()),
                        _ => kept.push((event, span)),
                    }
                }
                event => kept.push((event, span)),
            }
        }
        kept
    }

    /// Reports each comment without its end that Markdown shows as words.
    fn report_unclosed(&self, events: &[SpannedEvent], faults: &mut Vec<Diagnostic>) {
        let mut is_code = false;
        for (event, span) in events {
            match event {
                Event::Start(Tag::CodeBlock(_)) => is_code = true,
                Event::End(TagEnd::CodeBlock) => is_code = false,
                // The parser cuts text at each character that might be markup, such as this one.
                Event::Text(words) if !is_code && words.starts_with('<') => {
                    let at = span.start - self.offset;
                    let is_escaped = self.text[..at].ends_with('\\');
                    if self.text[at..].starts_with("<!--") && !is_escaped {
                        let line = self.text[at..].lines().next().unwrap_or_default();
                        let end = span.start + line.len();
                        faults.push(unclosed_comment(self.place(Span::new(span.start, end))));
                    }
                }
                _ => {}
            }
        }
    }

    /// Reports each `{.internal}` that is left: it stands where it hides nothing.
    fn report_misplaced(&self, events: &[SpannedEvent], faults: &mut Vec<Diagnostic>) {
        let mut around: Vec<&Tag> = Vec::new();
        let mut at = 0;
        while at < events.len() {
            let (event, span) = &events[at];
            let mut run = *span;
            match event {
                Event::Start(tag) => {
                    around.push(tag);
                    if let Tag::CodeBlock(CodeBlockKind::Fenced(info)) = tag
                        && let Some(_) = find_braces(info)
                    {
                        let first_line = self.source(*span).lines().next().unwrap_or_default();
                        run.end = run.start + first_line.len();
                        faults.push(self.misplaced(run, Where::Code));
                    }
                }
                Event::End(_) => drop(around.pop()),
                Event::InlineHtml(html) if &**html == INTERNAL_MARK => {}
                Event::Text(_) | Event::Html(_) | Event::InlineHtml(_) => {
                    // The parser cuts text at each character that might be markup.
                    while let Some((Event::Text(_), next)) = events.get(at + 1)
                        && matches!(event, Event::Text(_))
                        && next.start >= run.end
                    {
                        run.end = next.end;
                        at += 1;
                    }
                    faults.extend(self.left_over(run, Where::of(&around, event)));
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// The fault of an attribute that stands in some text or HTML.
    fn left_over(&self, run: Span, place: Where) -> Option<Diagnostic> {
        let source = self.source(run);
        let (open, close) = find_braces(source)?;
        let before = &self.text[..run.start - self.offset + open];
        if before.ends_with('\\') && place != Where::Code {
            return None;
        }
        // In a block of code only what stands where an attribute would is meant as one.
        let ends_line = source[close..].lines().next().is_none_or(|rest| rest.trim().is_empty());
        (place != Where::Code || ends_line)
            .then(|| self.misplaced(Span::new(run.start + open, run.start + close), place))
    }

    fn misplaced(&self, span: Span, place: Where) -> Diagnostic {
        Diagnostic::new(
            Code::UnknownAttribute,
            format!("`{{.internal}}` hides nothing {}", place.words()),
        )
        .at(self.place(span))
        .help(place.help())
    }
}

/// Reports what looks as if it hid something in the values of front matter or a register, where it would
/// be shown as it is. The values of the keys `markdown` are read as Markdown.
pub fn check_values(reader: &mut NodeReader, node: &Node, markdown: &[&str]) {
    match &node.value {
        Value::Map(entries) => {
            let plain = entries.iter().filter(|entry| !markdown.contains(&entry.key.as_str()));
            plain.for_each(|entry| check_values(reader, &entry.node, markdown));
        }
        Value::List(items) => items.iter().for_each(|item| check_values(reader, item, markdown)),
        Value::Text(text) => {
            let place = reader.place(node.span);
            if find_braces(text).is_some() {
                let message = "`{.internal}` hides nothing in a value";
                reader.diagnostics.push(
                    Diagnostic::new(Code::UnknownAttribute, message).at(place.clone()).help(
                        "write `visibility: internal` for the whole, or say this in Markdown",
                    ),
                );
            }
            if text.contains("<!--") {
                let message = "a comment of HTML is shown in a value";
                reader.diagnostics.push(
                    Diagnostic::new(Code::InvalidValue, message)
                        .at(place)
                        .help("a comment of YAML starts with `#` after a space"),
                );
            }
        }
        Value::Number(_) | Value::Bool(..) | Value::Null => {}
    }
}

/// Where an attribute stands that cannot work there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    Table,
    Code,
    Html,
    Heading,
    Alone,
    Text,
}

impl Where {
    fn of(around: &[&Tag], event: &Event) -> Self {
        let is_in = |wanted: fn(&Tag) -> bool| around.iter().any(|tag| wanted(tag));
        if !matches!(event, Event::Text(_)) {
            Self::Html
        } else if is_in(|tag| matches!(tag, Tag::CodeBlock(_))) {
            Self::Code
        } else if is_in(|tag| matches!(tag, Tag::Table(_))) {
            Self::Table
        } else if is_in(|tag| matches!(tag, Tag::Heading { .. })) {
            Self::Heading
        } else if matches!(event, Event::Text(words) if words.trim_start().starts_with('{')) {
            Self::Alone
        } else {
            Self::Text
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Table => "inside a table",
            Self::Code => "in a block of code",
            Self::Html => "in HTML",
            Self::Heading => "in the middle of a heading",
            Self::Alone => "on a line of its own",
            Self::Text => "in the middle of a text",
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::Table | Self::Code | Self::Html => {
                "put this under a heading that ends in `{.internal}`"
            }
            Self::Heading => "write it at the end of the heading",
            Self::Alone | Self::Text => {
                "write it at the end of the paragraph or list item that it is to hide, or of the heading above"
            }
        }
    }
}

/// Whether HTML is an instruction or a declaration, which a browser takes for a comment.
fn is_declared(html: &str) -> bool {
    html.starts_with("<?") || html.starts_with("<!") && !html.starts_with("<!--")
}

fn unclosed_comment(place: Place) -> Diagnostic {
    Diagnostic::new(Code::UnclosedComment, "this comment has no end")
        .at(place)
        .help("end it with `-->`; inside HTML there can be no empty line before that")
}

/// What stands outside of comments in a line of a block of HTML. `open` is where the comment starts that
/// is open before the line, and then that which is open after it.
fn outside_comments(html: &str, span: Span, open: &mut Option<Span>) -> String {
    let mut outside = String::with_capacity(html.len());
    let mut rest = html;
    loop {
        if open.is_some() {
            let Some(end) = rest.find("-->") else { return outside };
            rest = &rest[end + 3..];
            *open = None;
        }
        let Some(start) = rest.find("<!--") else {
            outside.push_str(rest);
            return outside;
        };
        outside.push_str(&rest[..start]);
        rest = &rest[start + 4..];
        *open = Some(Span::new(span.start, span.start + html.trim_end().len()));
        // `<!-->` and `<!--->` are comments with nothing in them.
        if let Some(after) = rest.strip_prefix('>').or_else(|| rest.strip_prefix("->")) {
            (rest, *open) = (after, None);
        }
    }
}

/// Where the first attributes in braces stand that have `.internal` among them.
fn find_braces(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(open) = text[from..].find('{').map(|at| from + at) {
        let close = open + text[open..].find('}')? + 1;
        if is_internal(&text[open + 1..close - 1]) {
            return Some((open, close));
        }
        from = open + 1;
    }
    None
}

/// Whether `.internal` is among what stands in braces.
fn is_internal(inside: &str) -> bool {
    inside.split_whitespace().any(|token| token.trim_start_matches(':') == ".internal")
}

/// One pass over the blocks of a document.
struct Pass<'a> {
    reading: &'a Reading<'a>,
    hidden: HiddenParts,
    notes: Notes,
    /// The H2 that the pass is under.
    section: Option<String>,
    /// How many list items the pass is in.
    items: usize,
    /// Whether the first block is behind it.
    has_begun: bool,
}

impl Pass<'_> {
    /// Those of some neighbouring blocks that are visible.
    fn blocks(&mut self, events: &[SpannedEvent]) -> Vec<SpannedEvent> {
        let mut kept = Vec::with_capacity(events.len());
        let mut at = 0;
        while at < events.len() {
            let end = end_of(events, at);
            let is_first = !std::mem::replace(&mut self.has_begun, true);
            match &events[at].0 {
                Event::Start(Tag::Heading { level, classes, .. }) => {
                    let depth = *level as u8;
                    if !classes.iter().any(|class| &**class == INTERNAL) {
                        self.enter(depth, &events[at..end]);
                        kept.extend_from_slice(&events[at..end]);
                    } else if self.reading.shows_internal {
                        self.hidden.title |= is_first && depth == 1;
                        self.enter(depth, &events[at..end]);
                        kept.extend_from_slice(&events[at..end]);
                    } else {
                        self.hidden.title |= is_first && depth == 1;
                        let end = next_heading(events, end, depth);
                        self.hide(&events[at..end]);
                        at = end;
                        continue;
                    }
                }
                Event::Start(Tag::Paragraph) => {
                    let inside = &events[at + 1..end - 1];
                    self.text(inside, &events[at..end], &mut kept);
                }
                Event::Start(Tag::Item | Tag::FootnoteDefinition(_)) => {
                    self.item(&events[at..end], &mut kept);
                }
                Event::Start(
                    Tag::List(_)
                    | Tag::BlockQuote(_)
                    | Tag::DefinitionList
                    | Tag::DefinitionListDefinition,
                ) => {
                    let inside = self.blocks(&events[at + 1..end - 1]);
                    // What has lost all that was in it goes as well.
                    if !inside.is_empty() || end - at == 2 {
                        kept.push(events[at].clone());
                        kept.extend(inside);
                        kept.push(events[end - 1].clone());
                    }
                }
                _ => kept.extend_from_slice(&events[at..end]),
            }
            at = end;
        }
        kept
    }

    /// Notes the heading that the pass is under.
    fn enter(&mut self, depth: u8, heading: &[SpannedEvent]) {
        if depth <= 2 {
            self.section = Some(words(heading));
        }
    }

    /// A paragraph.
    fn text(
        &mut self,
        inside: &[SpannedEvent],
        whole: &[SpannedEvent],
        kept: &mut Vec<SpannedEvent>,
    ) {
        match self.braces_at_end(inside) {
            None => kept.extend_from_slice(whole),
            Some(_) if !self.reading.shows_internal => self.hide(whole),
            Some(braces) => {
                kept.push(whole[0].clone());
                kept.extend(self.marked(inside, braces));
                kept.push(whole[whole.len() - 1].clone());
            }
        }
    }

    /// A list item or a footnote: `{.internal}` at the end of its first text, or of its last, hides it.
    fn item(&mut self, whole: &[SpannedEvent], kept: &mut Vec<SpannedEvent>) {
        self.items += 1;
        let inside = &whole[1..whole.len() - 1];
        let inline = inside.iter().position(|(event, _)| starts_block(event));
        let (text, blocks) = inside.split_at(inline.unwrap_or(inside.len()));
        let braces = self.braces_at_end(text);
        let is_internal = braces.is_some()
            || [first_block(blocks).filter(|_| text.is_empty()), last_block(blocks)]
                .into_iter()
                .flatten()
                .any(|block| is_paragraph(block) && self.braces_at_end(block).is_some());
        if is_internal && !self.reading.shows_internal {
            if let Event::Start(Tag::FootnoteDefinition(label)) = &whole[0].0 {
                self.notes.undefined.insert(label.to_string());
            }
            self.hide(whole);
            self.items -= 1;
            return;
        }
        let mut rest = match braces {
            Some(braces) => self.marked(text, braces),
            None => text.to_vec(),
        };
        rest.extend(self.blocks(blocks));
        self.items -= 1;
        if !rest.is_empty() || inside.is_empty() {
            kept.push(whole[0].clone());
            kept.extend(rest);
            kept.push(whole[whole.len() - 1].clone());
        }
    }

    /// Where the attributes at the end of a text stand, if it is internal by them.
    fn braces_at_end(&self, text: &[SpannedEvent]) -> Option<Span> {
        let start = text.iter().map(|(_, span)| span.start).min()?;
        let end = text.iter().map(|(_, span)| span.end).max()?;
        let written = self.reading.source(Span::new(start, end)).trim_end();
        let open = written.strip_suffix('}')?.rfind('{')?;
        let inside = &written[open + 1..written.len() - 1];
        let last_line = written[..open].rsplit('\n').next().unwrap_or_default();
        // On a line below a list it may be meant for all of the list.
        let is_alone = match self.items {
            0 => written[..open].trim().is_empty(),
            _ => last_line.trim().is_empty(),
        };
        let is_escaped = written[..open].ends_with('\\');
        let is_meant = inside.split_whitespace().any(|token| token == ".internal");
        (is_meant && !is_alone && !is_escaped)
            .then(|| Span::new(start + open, start + written.len()))
    }

    /// A text with a mark in the place of its attributes. The mark stands for the same bytes, so that
    /// the attributes of a criterion can be read from there.
    fn marked(&self, text: &[SpannedEvent], braces: Span) -> Vec<SpannedEvent> {
        let is_kept = |(event, span): &&SpannedEvent| {
            span.start < braces.start || matches!(event, Event::End(_))
        };
        let mut kept: Vec<SpannedEvent> = text.iter().filter(is_kept).cloned().collect();
        if let Some((Event::Text(words), span)) = kept.last_mut()
            && span.end > braces.start
        {
            let before = self.reading.source(Span::new(span.start, braces.start));
            let shorter = match words.starts_with(before) {
                true => before,
                false => words.strip_suffix(self.reading.source(braces)).unwrap_or(words),
            };
            *words = CowStr::from(shorter.trim_end().to_owned());
            span.end = braces.start;
        }
        kept.push((Event::InlineHtml(CowStr::from(INTERNAL_MARK)), braces));
        kept
    }

    /// Notes what is taken out.
    fn hide(&mut self, events: &[SpannedEvent]) {
        for (at, (event, _)) in events.iter().enumerate() {
            match event {
                Event::Start(Tag::Heading { level, id, .. }) => {
                    let (depth, title) = (*level as u8, words(&events[at..end_of(events, at)]));
                    self.hidden.ids.extend(id.as_ref().map(|id| id.to_string()));
                    if depth <= 2 {
                        self.section = Some(title.clone());
                    }
                    let below = self.section.clone().filter(|_| depth == 3);
                    self.hidden.headings.push(HiddenHeading { depth, title, below });
                }
                Event::Start(Tag::Item | Tag::Paragraph) => {
                    let inside = &events[at + 1..end_of(events, at) - 1];
                    let inline = inside.iter().position(|(event, _)| starts_block(event));
                    let text = &inside[..inline.unwrap_or(inside.len())];
                    self.hide_text(text);
                }
                Event::FootnoteReference(label) => {
                    self.notes.hidden.insert(label.to_string());
                }
                _ => {}
            }
        }
    }

    fn hide_text(&mut self, text: &[SpannedEvent]) {
        let Some(start) = text.iter().map(|(_, span)| span.start).min() else { return };
        let end = text.iter().map(|(_, span)| span.end).max().unwrap_or(start);
        let written = self.reading.source(Span::new(start, end)).trim_end();
        let braces = written.strip_suffix('}').and_then(|it| it.rfind('{'));
        for token in braces
            .into_iter()
            .flat_map(|open| written[open + 1..written.len() - 1].split_whitespace())
        {
            let id = token.strip_prefix('#').or_else(|| token.strip_prefix("was="));
            self.hidden.ids.extend(id.map(str::to_owned));
        }
        let cut = braces.map_or(end, |open| start + open);
        let own = text.iter().filter(|(_, span)| span.start < cut).cloned();
        self.hidden.texts.push(own.collect());
    }
}

/// Footnotes of which a side is hidden.
#[derive(Default)]
struct Notes {
    /// Labels that hidden text refers to.
    hidden: BTreeSet<String>,
    /// Labels whose note is hidden.
    undefined: BTreeSet<String>,
}

impl Notes {
    /// Takes out the notes that only hidden text refers to, and references to hidden notes.
    fn drop_unused(mut self, events: &mut Vec<SpannedEvent>) {
        events.retain(|(event, _)| {
            !matches!(event, Event::FootnoteReference(label) if self.undefined.contains(&**label))
        });
        // What a note refers to is unused once the note is.
        loop {
            let used: BTreeSet<&str> = events
                .iter()
                .filter_map(|(event, _)| match event {
                    Event::FootnoteReference(label) => Some(&**label),
                    _ => None,
                })
                .collect();
            let unused = events.iter().position(|(event, _)| {
                matches!(event, Event::Start(Tag::FootnoteDefinition(label))
                    if self.hidden.contains(&**label) && !used.contains(&**label))
            });
            let Some(start) = unused else { return };
            let note: Vec<SpannedEvent> = events.drain(start..end_of(events, start)).collect();
            self.hidden.extend(note.into_iter().filter_map(|(event, _)| match event {
                Event::FootnoteReference(label) => Some(label.to_string()),
                _ => None,
            }));
        }
    }
}

/// The index of the next heading among neighbouring blocks that is as high as `depth` or higher.
fn next_heading(events: &[SpannedEvent], start: usize, depth: u8) -> usize {
    let mut at = start;
    while at < events.len() {
        if let Event::Start(Tag::Heading { level, .. }) = &events[at].0
            && *level as u8 <= depth
        {
            return at;
        }
        at = end_of(events, at);
    }
    at
}

fn starts_block(event: &Event) -> bool {
    match event {
        Event::Rule | Event::Start(Tag::FootnoteDefinition(_)) => true,
        Event::Start(tag) => is_block(tag),
        _ => false,
    }
}

fn first_block(blocks: &[SpannedEvent]) -> Option<&[SpannedEvent]> {
    (!blocks.is_empty()).then(|| &blocks[..end_of(blocks, 0)])
}

fn last_block(blocks: &[SpannedEvent]) -> Option<&[SpannedEvent]> {
    let mut start = 0;
    while start < blocks.len() {
        let end = end_of(blocks, start);
        if end == blocks.len() {
            return Some(&blocks[start..]);
        }
        start = end;
    }
    None
}

fn is_paragraph(block: &[SpannedEvent]) -> bool {
    matches!(block.first(), Some((Event::Start(Tag::Paragraph), _)))
}

/// The words of a heading.
fn words(heading: &[SpannedEvent]) -> String {
    let mut text = String::new();
    for (event, _) in heading {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(words),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    text.trim().to_owned()
}
