//! Slips of the pen: what Markdown takes for words although its author meant something by it.
//!
//! Nothing of it is a fault of the format, and no other stage would tell: a list stays a paragraph, an id
//! becomes part of a sentence, a link is two pairs of brackets on the page.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::attributes::is_attributes;
use super::calls;
use super::markdown::Document;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span, Spanned};
use crate::handbook::components::COMPONENTS;
use crate::handbook::links::EscapedName;
use crate::handbook::{INTERNAL_MARK, Prose, SpannedEvent, raw_html};
use crate::suggestion::Suggestion;
use crate::text::contains;
use crate::tree::RelPath;

/// Signs that other programs put before the items of a list.
const BULLETS: [char; 14] =
    ['•', '‣', '◦', '⁃', '∙', '●', '○', '▪', '▫', '■', '□', '➢', '➤', '\u{f0b7}'];

/// Signs that make a list only where several lines start with them: one may be a dash, such as before
/// the name of the person that is quoted.
const DASHES: [char; 3] = ['–', '—', '·'];

/// Words that stand in braces with a dot before them.
const CLASSES: [&str; 5] = ["internal", "new", "drop", "none", "prose"];

/// What slipped in one document.
#[derive(Debug, Default)]
pub struct Slips {
    /// What is certain without looking elsewhere.
    pub diagnostics: Diagnostics,
    /// What may be a mistake.
    pub suspects: Suspects,
}

/// What is a mistake if it names something in the handbook.
#[derive(Debug, Default)]
pub struct Suspects {
    /// Words of paragraphs that look like headings, such as `**Delivery**`.
    pub titles: Vec<Spanned<String>>,
    /// Words of paragraphs that are no more than a name, without any mark.
    pub plain_titles: Vec<Spanned<String>>,
    /// What stands in brackets that are escaped: `\[\[staff\]\]`.
    pub names: Vec<EscapedName>,
}

/// The slips in a file. `text` is its Markdown, which stands at `offset`. Criteria of a level end in
/// attributes.
pub fn in_document(document: &Document, text: &str, offset: usize, is_level: bool) -> Slips {
    let mut scan = Scan::new(document.path(), Source { text, offset, place: None });
    scan.has_criteria = is_level;
    scan.run(&document.events);
    for events in document.notes.iter() {
        scan.run(events);
    }
    scan.invisible_ids();
    scan.slips
}

/// The slips in a value of a register.
pub fn in_value(prose: &Prose, place: &Place) -> Diagnostics {
    let mut scan = Scan::new(&place.path, Source { text: "", offset: 0, place: Some(place) });
    scan.run(&prose.to_events());
    scan.slips.diagnostics
}

/// Where the Markdown stands.
#[derive(Clone, Copy)]
struct Source<'a> {
    text: &'a str,
    offset: usize,
    /// The place of all of it, if parts of it have none: it was unfolded from a YAML value.
    place: Option<&'a Place>,
}

/// One walk through the events of a document.
struct Scan<'a> {
    path: &'a RelPath,
    source: Source<'a>,
    has_criteria: bool,
    section: Section,
    /// For each list around the event, whether it is numbered, and the column of its first item.
    lists: Vec<(bool, Option<usize>)>,
    /// How many blocks other than lists and items are around it.
    blocks: usize,
    /// Whether it stands in a cell of a table, in which there can be no list.
    in_table: bool,
    line: Line,
    /// The first dash with which a line of the paragraph starts.
    dash: Option<Span>,
    /// Whether a bullet in the paragraph has been reported.
    has_bullet: bool,
    slips: Slips,
}

/// Where in a level the walk is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    /// Before the first heading.
    Introduction,
    /// Below the heading of a competency: here stand criteria.
    Cell,
    /// Below a heading that is marked as prose.
    Prose,
}

/// The words of one line, as they are shown.
#[derive(Default)]
struct Line {
    words: String,
    /// For each event, where its words start, and where they stand.
    parts: Vec<(usize, Span)>,
    /// Whether nothing of its paragraph stands before it.
    is_first: bool,
    /// Whether its paragraph is one at the top of the document.
    is_top: bool,
}

/// The kinds of alerts, as forges know them.
const ALERTS: [&str; 5] = ["note", "tip", "important", "warning", "caution"];

/// Stands in a line for what is not searched: code, calls of components.
const OPAQUE: char = '\u{fffc}';

impl<'a> Scan<'a> {
    fn new(path: &'a RelPath, source: Source<'a>) -> Self {
        Self {
            path,
            source,
            has_criteria: false,
            section: Section::Introduction,
            lists: Vec::new(),
            blocks: 0,
            in_table: false,
            line: Line::default(),
            dash: None,
            has_bullet: false,
            slips: Slips::default(),
        }
    }

    fn run(&mut self, events: &[SpannedEvent]) {
        self.begin();
        let mut in_code = false;
        for (index, (event, span)) in events.iter().enumerate() {
            match event {
                Event::Start(Tag::CodeBlock(_)) => in_code = true,
                Event::End(TagEnd::CodeBlock) => in_code = false,
                _ if in_code => {}
                Event::Html(html) => self.raw_image(html, *span),
                Event::Text(words) => self.line.push(words, *span),
                Event::InlineHtml(html) if &**html == INTERNAL_MARK => {}
                Event::InlineHtml(html) if !calls::is_call(html) => {
                    self.raw_image(html, *span);
                    self.line.push(html, *span);
                }
                Event::Code(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => {
                    self.line.push("\u{fffc}", *span);
                }
                Event::SoftBreak | Event::HardBreak => self.end_line(false),
                Event::Start(tag) => self.start(tag, *span, &events[index..]),
                Event::End(end) => self.end(*end),
                _ => {}
            }
        }
        self.end_line(true);
    }

    fn start(&mut self, tag: &Tag, span: Span, rest: &[SpannedEvent]) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } => return,
            Tag::Image { .. } => return self.image(span, rest),
            Tag::List(first) => {
                self.end_line(true);
                self.lists.push((first.is_some(), None));
                return self.begin();
            }
            Tag::Item => {
                self.end_line(true);
                self.item(span);
                return self.begin();
            }
            Tag::Heading { level, classes, .. } if *level as u8 <= 2 => {
                let is_prose = classes.iter().any(|class| &**class == "prose");
                self.section = if is_prose { Section::Prose } else { Section::Cell };
            }
            Tag::Paragraph => self.title(span, rest),
            Tag::Table(_) => self.in_table = true,
            _ => {}
        }
        self.end_line(true);
        self.blocks += 1;
        self.begin();
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image => {}
            TagEnd::List(_) => {
                self.end_line(true);
                self.lists.pop();
            }
            TagEnd::Item => self.end_line(true),
            _ => {
                self.in_table &= end != TagEnd::Table;
                self.end_line(true);
                self.blocks = self.blocks.saturating_sub(1);
            }
        }
    }

    /// Begins a block with words in it.
    fn begin(&mut self) {
        self.dash = None;
        self.has_bullet = false;
        self.line.is_first = true;
        self.line.is_top = self.lists.is_empty() && self.blocks <= 1;
    }

    /// Searches the line. `is_last` says whether its paragraph ends with it.
    fn end_line(&mut self, is_last: bool) {
        if self.line.words.is_empty() {
            return;
        }
        let mut line = std::mem::take(&mut self.line);
        self.start_of(&line);
        if line.words.contains('{') {
            self.braces(&line, is_last);
        }
        if line.words.contains('[') {
            self.brackets(&line);
        }
        // The next line is written into the memory of this one.
        line.words.clear();
        line.parts.clear();
        line.is_first = false;
        self.line = line;
    }

    // ---- How a line starts ----

    fn start_of(&mut self, line: &Line) {
        let words = line.words.trim_start();
        let at = line.words.len() - words.len();
        let mut chars = words.chars();
        let (Some(first), second) = (chars.next(), chars.next()) else { return };
        let mark = at..at + first.len_utf8();
        let is_before_space = second.is_some_and(char::is_whitespace);
        if self.in_table {
            return;
        }
        if BULLETS.contains(&first) {
            self.bullet(line.span(mark), &format!("`{first}` makes no list here"));
        } else if DASHES.contains(&first) && is_before_space {
            let place = line.span(mark);
            match self.dash {
                Some(earlier) => self.bullet(earlier, &format!("`{first}` makes no list here")),
                None => self.dash = Some(place),
            }
        } else if first == '-' && line.is_first && second.is_some_and(char::is_alphabetic) {
            self.bullet(line.span(mark), "no list starts with `-` and no space");
        } else if first == '#' && line.is_first && line.is_top {
            self.hashes(line, words, at);
        }
    }

    /// Reports what should have been the items of a list, once for each paragraph.
    fn bullet(&mut self, mark: Span, message: &str) {
        if !std::mem::replace(&mut self.has_bullet, true) {
            self.report(Code::UnmarkedList, message, mark, |it| {
                it.help("start each item on a line of its own with `- `")
            });
        }
    }

    /// `##Delivery`: a heading but for the space. With a single hash, it may be a tag.
    fn hashes(&mut self, line: &Line, words: &str, at: usize) {
        let title = words.trim_start_matches('#');
        let count = words.len() - title.len();
        let span = line.span(at..at + words.len());
        let before = Span::new(span.start.saturating_sub(1), span.start);
        if title.starts_with(' ') && self.source.slice(before) == "\\" {
            // An editor escaped the mark of a heading.
            self.suspect_title(title, Span::new(before.start, span.end));
            return;
        }
        if !title.starts_with(char::is_alphanumeric) || count > 6 {
            return;
        }
        if count == 1 {
            self.suspect_title(title, span);
            return;
        }
        let marks = &words[..count];
        let first = title.split_whitespace().next().unwrap_or(title);
        let (written, meant) = (format!("{marks}{first}"), format!("{marks} {first}"));
        let suggestion = Suggestion { written, meant, certain: true };
        let message = format!("a heading needs a space after `{marks}`");
        self.report(Code::UnmarkedHeading, &message, span, |it| it.suggest(Some(suggestion)));
    }

    /// `**Delivery**` or `*Delivery*` as a paragraph: it looks like a heading, and `Delivery` may be one.
    fn title(&mut self, span: Span, rest: &[SpannedEvent]) {
        if !self.lists.is_empty() || self.blocks > 0 {
            return;
        }
        let is_end = |event: Option<&SpannedEvent>| {
            matches!(event, Some((Event::End(TagEnd::Paragraph), _)))
        };
        match rest {
            [_, (Event::Text(words), _), more @ ..] if is_end(more.first()) => {
                self.suspect_plain_title(words, span);
            }
            [
                _,
                (Event::Start(Tag::Strong | Tag::Emphasis), _),
                (Event::Text(words), _),
                _,
                more @ ..,
            ] => {
                let more = match more {
                    [(Event::Text(colon), _), more @ ..] if colon.trim() == ":" => more,
                    more => more,
                };
                if is_end(more.first()) {
                    self.suspect_title(words, span);
                }
            }
            _ => {}
        }
    }

    fn suspect_plain_title(&mut self, words: &str, span: Span) {
        let value = words.trim().trim_end_matches(':').trim_end().to_owned();
        let is_name = value.starts_with(char::is_alphabetic);
        if self.has_criteria && self.section == Section::Cell && is_name {
            let place = Place::new(self.path, span);
            self.slips.suspects.plain_titles.push(Spanned { value, place });
        }
    }

    fn suspect_title(&mut self, words: &str, span: Span) {
        let value = words.trim().trim_end_matches(':').trim_end().to_owned();
        if self.has_criteria && self.section != Section::Prose {
            let place = Place::new(self.path, span);
            self.slips.suspects.titles.push(Spanned { value, place });
        }
    }

    // ---- Lists ----

    /// An item that stands one column further in than those before it is none of their examples.
    fn item(&mut self, span: Span) {
        if self.source.place.is_some() {
            return;
        }
        // What stands before the mark may be counted to the item.
        let written = self.source.slice(span);
        let at = span.start - self.source.offset + written.len() - written.trim_start().len();
        let line = self.source.text[..at].rfind('\n').map_or(0, |line| line + 1);
        let column = at - line;
        let Some((is_numbered, first)) = self.lists.last_mut() else { return };
        match *first {
            None => *first = Some(column),
            Some(first) if column > first && !*is_numbered => {
                let mark = Span::new(at, at + 1).shifted(self.source.offset);
                let message = "this item is indented, but not enough to stand inside the one above";
                self.report(Code::UnmarkedList, message, mark, |it| {
                    it.help(
                        "indent it by two spaces to make it part of the item above, or not at all",
                    )
                });
            }
            Some(_) => {}
        }
    }

    // ---- Pictures ----

    fn image(&mut self, span: Span, rest: &[SpannedEvent]) {
        let inside = rest.iter().take_while(|(event, _)| *event != Event::End(TagEnd::Image));
        let has_words = |(event, _): &SpannedEvent| match event {
            Event::Text(words) | Event::Code(words) => !words.trim().is_empty(),
            _ => false,
        };
        if !inside.clone().any(has_words) {
            let message = "this picture says nothing to those who do not see it";
            self.report(Code::MissingAlt, message, span, |it| {
                it.help("say in a few words what it shows: `![a few words](picture.svg)`")
            });
        }
    }

    fn raw_image(&mut self, html: &str, span: Span) {
        if raw_html::has_picture_without_words(html) {
            let message = "this picture says nothing to those who do not see it";
            self.report(Code::MissingAlt, message, span, |it| {
                it.help("say in `alt=\"…\"` what it shows; an ornament has `alt=\"\"`")
            });
        }
    }

    // ---- Braces ----

    fn braces(&mut self, line: &Line, is_last: bool) {
        let mut from = 0;
        while let Some(found) = line.words[from..].find('{') {
            let start = from + found;
            let rest = &line.words[start..];
            let (end, is_closed) = end_of_braces(rest);
            let range = start..start + end;
            from = range.end.max(start + 1);
            let is_secret = rest[..end].contains("internal");
            if !is_secret
                && self.is_escaped(line, start, if rest.starts_with("{{<") { 3 } else { 2 })
            {
                continue;
            }
            if rest.starts_with("{{") {
                self.double_braces(line, range);
            } else if !(is_last && self.takes_attributes() && is_at_end(line, &range)) {
                self.single_braces(line, range, is_closed);
            }
        }
    }

    /// Whether attributes may stand at the end of the paragraph or item that is read.
    fn takes_attributes(&self) -> bool {
        self.has_criteria && self.section == Section::Cell && self.lists.len() <= 1
    }

    fn double_braces(&mut self, line: &Line, range: Range<usize>) {
        let whole = &line.words[range.clone()];
        let inside = whole.trim_start_matches('{').trim_end_matches('}').trim();
        let bare = inside.trim_start_matches(['<', '%']).trim_end_matches(['>', '%', '/']).trim();
        let is_of_name = |it: char| it.is_alphanumeric() || matches!(it, '-' | '_');
        let name = bare.split(|it| !is_of_name(it)).next().unwrap_or_default();
        if name.is_empty() {
            return;
        }
        let is_call = whole["{{".len()..].strip_prefix('<').is_some_and(|it| it.starts_with(name));
        let span = line.span(range.clone());
        if is_call {
            let message = format!("the call of `{name}` is not closed");
            let help = format!("write `{{{{<{bare} />}}}}`");
            self.report(Code::UnknownComponent, &message, span, |it| it.help(help));
            return;
        }
        let message = format!("`{}` is shown as it stands", shortened(whole));
        let ours = COMPONENTS.iter().find(|(component, _)| *component == name);
        let is_variable = ours.is_none() && bare == inside;
        let help = if is_variable {
            "there are no variables here; write out what stands for it".to_owned()
        } else {
            called(ours)
        };
        self.report(Code::StrayMarkup, &message, span, |it| it.help(help));
    }

    fn single_braces(&mut self, line: &Line, range: Range<usize>, is_closed: bool) {
        let whole = line.words[range.clone()].trim_end();
        let range = range.start..range.start + whole.len();
        let inside = whole.trim_start_matches('{').trim_end_matches('}').trim();
        if is_closed && inside.split_whitespace().any(|it| it == ".internal") {
            // Reported where it is looked for as what hides something.
            return;
        }
        let after_sign = inside.strip_prefix(['#', '.']).map(str::trim_start);
        let is_attribute = after_sign.is_some_and(|it| it.starts_with(char::is_alphabetic));
        let is_class = is_closed && CLASSES.contains(&inside);
        let is_old_id = is_closed && inside.starts_with("was=");
        if !(is_attribute || is_class || is_old_id) {
            return;
        }
        let shown = shortened(whole);
        let help = if is_class {
            format!("a class starts with a dot: `{{.{inside}}}`")
        } else if !is_closed {
            format!("close the braces: `{shown}}}`")
        } else if after_sign.is_some_and(|it| inside.len() > it.len() + 1) {
            let (sign, rest) = inside.split_at(1);
            format!("write no space after `{sign}`: `{{{sign}{}}}`", rest.trim_start())
        } else {
            "attributes stand at the end of a criterion or a heading: `{#id .new}`".to_owned()
        };
        let message = format!("`{shown}` is shown as words");
        // What was to be hidden would be there for all to read.
        let is_secret = inside.split([' ', '.']).any(|word| word == "internal");
        let code = if is_secret { Code::UnknownAttribute } else { Code::StrayMarkup };
        self.report(code, &message, line.span(range), |it| it.help(help));
    }

    /// A character in an id that cannot be seen makes another id of it.
    fn invisible_ids(&mut self) {
        let Source { text, offset, .. } = self.source;
        if !contains(text, "{#") {
            return;
        }
        for (at, _) in text.match_indices("{#") {
            let rest = &text[at + 2..];
            let id = &rest[..rest.find([' ', '}', '\n']).unwrap_or(rest.len())];
            if id.contains(is_invisible) {
                let shown: String = id.chars().filter(|it| !is_invisible(*it)).collect();
                let message =
                    format!("there is a character in the id `{shown}` that cannot be seen");
                let span = Span::new(at + 2, at + 2 + id.len()).shifted(offset);
                let suggestion = Suggestion { written: id.to_owned(), meant: shown, certain: true };
                self.report(Code::InvalidValue, &message, span, |it| {
                    it.help("type the id anew instead of pasting it").suggest(Some(suggestion))
                });
            }
        }
    }

    // ---- Brackets ----

    fn brackets(&mut self, line: &Line) {
        let words = &line.words;
        if line.is_first {
            self.escaped_alert(line);
        }
        for (start, _) in words.match_indices("[[") {
            let rest = &words[start + 2..];
            let name = &rest[..rest.find(['[', ']']).unwrap_or(rest.len())];
            if !name.starts_with(|it: char| it.is_alphanumeric() || it == '#') {
                continue;
            }
            let end = start + 2 + name.len();
            if words[end..].starts_with("]]") {
                self.escaped(name, line.span(start..end + 2));
                continue;
            }
            if self.is_escaped(line, start, 2) {
                continue;
            }
            let end = end + usize::from(words[end..].starts_with(']'));
            let written = shortened(words[start..end].trim_end());
            let message = format!("the link `{written}` is not closed");
            let span = line.span(start..end);
            let meant = if written.ends_with(']') { name.trim() } else { "name" };
            self.report(Code::StrayMarkup, &message, span, |it| {
                it.help(format!("a link ends in two brackets: `[[{meant}]]`"))
            });
        }
        for (middle, _) in words.match_indices("][") {
            self.undefined(line, middle);
        }
    }

    /// `> \[!NOTE]`: a formatter that does not know alerts escaped the mark of one.
    fn escaped_alert(&mut self, line: &Line) {
        let words = line.words.trim();
        let kind = words.strip_prefix("[!").and_then(|it| it.strip_suffix(']'));
        if !kind.is_some_and(|it| ALERTS.iter().any(|known| known.eq_ignore_ascii_case(it))) {
            return;
        }
        let at = line.words.len() - line.words.trim_start().len();
        let span = line.span(at..at + words.len());
        let before = Span::new(span.start.saturating_sub(3), span.start);
        if !matches!(self.source.slice(before), "> \\") {
            return;
        }
        let span = Span::new(span.start - 1, span.end);
        let written = self.source.slice(span).to_owned();
        let suggestion = Suggestion { written, meant: words.to_owned(), certain: true };
        let message = "the mark of this alert is escaped, and shown as words";
        self.report(Code::StrayMarkup, message, span, |it| it.suggest(Some(suggestion)));
    }

    /// Whether the author has escaped one of the signs that a mark begins with, so that they are shown.
    fn is_escaped(&self, line: &Line, start: usize, length: usize) -> bool {
        let end =
            start + line.words[start..].chars().take(length).map(char::len_utf8).sum::<usize>();
        let span = line.span(start..end);
        let before = self.source.slice(Span::new(self.source.offset, span.start));
        let backslashes = before.len() - before.trim_end_matches('\\').len();
        // Of a single brace what follows is no part of the mark.
        let mark = self.source.slice(span).trim_start_matches(|it| !"{[".contains(it));
        let is_inside = ["{\\{", "{{\\<", "[\\["].iter().any(|it| mark.starts_with(it));
        backslashes % 2 == 1 || is_inside
    }

    fn escaped(&mut self, name: &str, span: Span) {
        // The backslash of the first bracket is no part of what is shown.
        let before = Span::new(span.start.saturating_sub(1), span.start);
        let start = if self.source.slice(before) == "\\" { before.start } else { span.start };
        let span = Span::new(start, span.end);
        let (name, written) = (name.to_owned(), self.source.slice(span).to_owned());
        let place = self.place(span);
        self.slips.suspects.names.push(EscapedName { name, written, place });
    }

    /// `[words][label]` without a definition of the label. `list[i][j]` is no link.
    fn undefined(&mut self, line: &Line, middle: usize) {
        let words = &line.words;
        let Some(start) = words[..middle].rfind(['[', ']']) else { return };
        let label = &words[middle + 2..];
        let Some(length) = label.find(['[', ']']) else { return };
        let (text, label) = (&words[start + 1..middle], &label[..length]);
        let end = middle + 2 + length + 1;
        let is_index = words[..start].ends_with(|it: char| it.is_alphanumeric() || it == ']');
        let span = line.span(start..end);
        let is_escaped = self.source.slice(span).contains('\\');
        if !words[start..].starts_with('[')
            || !words[end - 1..].starts_with(']')
            || text.trim().is_empty()
            || is_index
            || is_escaped
            // A footnote, which is reported where these are read.
            || label.starts_with('^')
        {
            return;
        }
        let label = if label.is_empty() { text } else { label };
        let message = format!("no link is called `{label}`, so that its brackets are shown");
        self.report(Code::StrayMarkup, &message, span, |it| {
            it.help(format!("say where it leads on a line of its own: `[{label}]: address`"))
        });
    }

    // ---- Reports ----

    fn place(&self, span: Span) -> Place {
        self.source.place.cloned().unwrap_or_else(|| Place::new(self.path, span))
    }

    fn report(
        &mut self,
        code: Code,
        message: &str,
        span: Span,
        with: impl FnOnce(Diagnostic) -> Diagnostic,
    ) {
        let diagnostic = Diagnostic::new(code, message).at(self.place(span));
        self.slips.diagnostics.push(with(diagnostic));
    }
}

impl Source<'_> {
    fn slice(&self, span: Span) -> &str {
        let range = span.start.saturating_sub(self.offset)..span.end.saturating_sub(self.offset);
        self.text.get(range).unwrap_or_default()
    }
}

impl Line {
    fn push(&mut self, words: &str, span: Span) {
        self.parts.push((self.words.len(), span));
        self.words.push_str(words);
    }

    /// Where a part of the line stands in the file. Words that are shown otherwise than they are written
    /// are taken as a whole.
    fn span(&self, range: Range<usize>) -> Span {
        let part = |at: usize| {
            let index = self.parts.partition_point(|(start, _)| *start <= at).max(1) - 1;
            let (start, span) = self.parts[index];
            let next = self.parts.get(index + 1).map_or(self.words.len(), |(start, _)| *start);
            (at - start, span, next - start == span.end - span.start)
        };
        let (inside, first, is_alike) = part(range.start);
        let start = if is_alike { first.start + inside } else { first.start };
        let (inside, last, is_alike) = part(range.end.saturating_sub(1));
        let end = if is_alike { last.start + inside + 1 } else { last.end };
        Span::new(start, end.max(start))
    }
}

/// How long what stands in braces at the start of a text is, and whether it is closed.
fn end_of_braces(text: &str) -> (usize, bool) {
    let close = if text.starts_with("{{") { "}}" } else { "}" };
    match text.find(close) {
        Some(at) => (at + close.len(), true),
        None => (text.len(), false),
    }
}

/// How one of our components is called, or any.
fn called(ours: Option<&(&str, &[&str])>) -> String {
    let (name, arguments) = ours.unwrap_or(&("matrix", &["track"]));
    let arguments: String = arguments.iter().map(|it| format!("{it}=\"…\" ")).collect();
    let call = format!("a component is called like this: `{{{{<{name} {arguments}/>}}}}`");
    if ours.is_some() {
        return call;
    }
    let names: Vec<String> = COMPONENTS.iter().map(|(name, _)| format!("`{name}`")).collect();
    format!("{call}; there are {} and those of the theme", names.join(", "))
}

/// Whether attributes stand at the end of a line.
fn is_at_end(line: &Line, range: &Range<usize>) -> bool {
    line.words[range.end..].trim().is_empty() && is_attributes(&line.words[range.clone()])
}

/// At most some forty characters of a text.
fn shortened(text: &str) -> String {
    let text: String = text.chars().map(|it| if it == OPAQUE { '…' } else { it }).collect();
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}'
    )
}
