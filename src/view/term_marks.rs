//! Marks for terms of the glossary: each is a link where a page first uses the term, and its explanation
//! stands once at the end of the page.
//!
//! Marked is what is read as text. What shows the same words in small pieces, over and over, is not:
//! matrices, comparisons, the parts of large pages, the print page.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::context::PageContext;
use super::frame::TermNote;
use super::link_tags::opening;
use crate::handbook::{PageKey, TermIx};
use crate::spelling::composed;

/// A run of text on a page.
pub struct Segment<'t> {
    /// Its words.
    pub words: &'t str,
    /// The start tag of the link to a term, if the words are its first use on the page.
    pub link: Option<String>,
}

/// A text in runs, with the terms that the page has not used before as links.
pub fn segments<'t>(cx: PageContext, text: &'t str) -> Vec<Segment<'t>> {
    let Some(terms) = cx.terms() else { return vec![Segment { words: text, link: None }] };
    let mut segments = Vec::new();
    let mut done = 0;
    for (range, term) in terms.find(text) {
        if !cx.note_term(term) {
            continue;
        }
        segments.push(Segment { words: &text[done..range.start], link: None });
        done = range.end;
        let anchor = cx.handbook[term].anchor();
        let href = cx.href(PageKey::Glossary, Some(&anchor));
        let link = opening(&href, "", "term", &described_by(cx, term));
        segments.push(Segment { words: &text[range], link: Some(link) });
    }
    segments.push(Segment { words: &text[done..], link: None });
    segments
}

/// The id of the explanation of a term that an author links to, by its anchor; empty if it has none. The
/// link counts as a use of the term.
pub fn linked(cx: PageContext, anchor: &str) -> String {
    let Some(term) = cx.terms().and_then(|terms| terms.with_anchor(anchor)) else {
        return String::new();
    };
    cx.note_term(term);
    described_by(cx, term)
}

/// What the terms mean that a page uses.
pub fn notes(cx: PageContext, terms: impl IntoIterator<Item = TermIx>) -> Vec<TermNote> {
    let note = |term: TermIx| {
        let text = cx.handbook[term].text.text().to_owned();
        (!text.is_empty()).then(|| TermNote { id: note_id(cx, term), text })
    };
    terms.into_iter().filter_map(note).collect()
}

fn note_id(cx: PageContext, term: TermIx) -> String {
    format!("lb-{}", cx.handbook[term].anchor())
}

fn described_by(cx: PageContext, term: TermIx) -> String {
    let is_explained = !cx.handbook[term].text.text().is_empty();
    if is_explained { note_id(cx, term) } else { String::new() }
}

/// Buffers the text of prose, so that a term is found whole: Markdown takes words apart at the end of a
/// line and around some signs.
#[derive(Default)]
pub struct TermMarker {
    text: String,
    /// How many elements are open in which no term is marked.
    unmarked: usize,
}

impl TermMarker {
    /// Buffers text while terms are being marked. Returns whether the event was consumed.
    pub fn buffer(&mut self, cx: PageContext, event: &Event) -> bool {
        if cx.terms().is_none() || self.unmarked > 0 {
            return false;
        }
        match event {
            Event::Text(words) => self.text.push_str(words),
            Event::SoftBreak if !self.text.is_empty() => self.text.push('\n'),
            _ => return false,
        }
        true
    }

    /// The buffered text with its terms, as events; nothing is buffered afterwards.
    pub fn flush(&mut self, cx: PageContext) -> Vec<Event<'static>> {
        if self.text.is_empty() {
            return Vec::new();
        }
        let text = std::mem::take(&mut self.text);
        let text = composed(&text);
        let mut events = Vec::new();
        for Segment { words, link } in segments(cx, &text) {
            let is_term = link.is_some();
            events.extend(link.map(|link| Event::InlineHtml(CowStr::from(link))));
            events.push(Event::Text(CowStr::from(words.to_owned())));
            if is_term {
                events.push(Event::InlineHtml(CowStr::from("</a>")));
            }
        }
        events
    }

    /// Follows an event that is not text into or out of elements in which no term is marked.
    pub fn follow(&mut self, cx: PageContext, event: &Event) {
        if cx.terms().is_some() {
            self.unmarked =
                (self.unmarked + opens_unmarked(event)).saturating_sub(closes_unmarked(event));
        }
    }
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
