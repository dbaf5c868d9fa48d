//! Bare addresses in text become links, as on a forge: `https://…` and `http://…`.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use crate::diagnostic::Span;
use crate::handbook::SpannedEvent;
use crate::handbook::raw_html;
use crate::text::contains;

/// Elements of raw HTML in which an address stays text.
const UNLINKED: [&str; 7] = ["a", "code", "kbd", "pre", "script", "style", "textarea"];

/// Makes links of the addresses in the text of a document that stands at byte `offset` of its file.
pub fn link(events: Vec<SpannedEvent>, text: &str, offset: usize) -> Vec<SpannedEvent> {
    if !has_address(text) {
        return events;
    }
    let mut linked: Vec<SpannedEvent> = Vec::with_capacity(events.len());
    // Where the texts start that follow one another.
    let mut run: Option<usize> = None;
    let mut unlinked = 0usize;
    for (event, span) in events {
        if matches!(event, Event::Text(_)) && unlinked == 0 {
            run.get_or_insert(linked.len());
        } else {
            link_from(&mut linked, run.take(), text, offset);
            unlinked = unlinked.saturating_add_signed(change_of_depth(&event));
        }
        linked.push((event, span));
    }
    link_from(&mut linked, run, text, offset);
    linked
}

/// Makes links of the addresses in the texts from `run` on, if there are any.
fn link_from(events: &mut Vec<SpannedEvent>, run: Option<usize>, text: &str, offset: usize) {
    let Some(run) = run else { return };
    let (first, last) = (events[run].1, events[events.len() - 1].1);
    let source = text.get(first.start.saturating_sub(offset)..last.end.saturating_sub(offset));
    if source.is_some_and(has_address) {
        let texts = events.split_off(run);
        events.extend(link_run(texts, text, offset));
    }
}

fn has_address(text: &str) -> bool {
    contains(text, "://")
}

/// How many elements an event opens in which addresses stay text; less than none if it closes some.
fn change_of_depth(event: &Event) -> isize {
    match event {
        Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => 1,
        Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => -1,
        Event::Html(html) | Event::InlineHtml(html) => raw_html::opened(html, &UNLINKED),
        _ => 0,
    }
}

/// Makes links of the addresses in texts that follow one another: Markdown takes text apart at signs such
/// as `_`. Addresses are looked for in the source, where dashes and quotes are as the author wrote them.
fn link_run(run: Vec<SpannedEvent>, text: &str, offset: usize) -> Vec<SpannedEvent> {
    let (Some((_, first)), Some((_, last))) = (run.first(), run.last()) else { return run };
    let start = first.start.saturating_sub(offset);
    let Some(source) = text.get(start..last.end.saturating_sub(offset)) else { return run };
    let addresses = addresses(source);
    if addresses.is_empty() {
        return run;
    }
    let mut linked = Vec::new();
    let mut rest = run;
    for address in addresses {
        let span = Span::new(address.start, address.end).shifted(start + offset);
        let (before, behind) = cut(rest, span.start, text, offset);
        let (inside, after) = cut(behind, span.end, text, offset);
        linked.extend(before);
        linked.extend(as_link(&inside, span, text, offset));
        rest = after;
    }
    linked.extend(rest);
    linked
}

/// Texts before and from a byte of the file on. One that is not as in the source is a single sign, which
/// is not cut.
fn cut(
    events: Vec<SpannedEvent>,
    at: usize,
    text: &str,
    offset: usize,
) -> (Vec<SpannedEvent>, Vec<SpannedEvent>) {
    let (mut before, mut behind) = (Vec::new(), Vec::new());
    for (event, span) in events {
        let Event::Text(words) = &event else { continue };
        if span.end <= at {
            before.push((event, span));
        } else if span.start >= at || source(span, text, offset) != words.as_ref() {
            behind.push((event, span));
        } else {
            let (one, other) = words.split_at(at - span.start);
            let part = |words: &str, start, end| {
                (Event::Text(CowStr::from(words.to_owned())), Span::new(start, end))
            };
            before.push(part(one, span.start, at));
            behind.push(part(other, at, span.end));
        }
    }
    (before, behind)
}

/// The link that texts are together. An entity counts as its character, all else as it was written.
fn as_link(events: &[SpannedEvent], span: Span, text: &str, offset: usize) -> [SpannedEvent; 3] {
    let mut address = String::new();
    for (event, place) in events {
        let Event::Text(words) = event else { continue };
        let written = source(*place, text, offset);
        address.push_str(if written.starts_with('&') { words } else { written });
    }
    let link = Tag::Link {
        link_type: LinkType::Autolink,
        dest_url: CowStr::from(address.clone()),
        title: CowStr::Borrowed(""),
        id: CowStr::Borrowed(""),
    };
    [
        (Event::Start(link), span),
        (Event::Text(CowStr::from(address)), span),
        (Event::End(TagEnd::Link), span),
    ]
}

fn source(span: Span, text: &str, offset: usize) -> &str {
    text.get(span.start - offset..span.end - offset).unwrap_or_default()
}

/// Where addresses stand in a text.
fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices("://") {
        let scheme = ["https", "http"].into_iter().find(|scheme| {
            at.checked_sub(scheme.len())
                .and_then(|start| text.get(start..at))
                .is_some_and(|written| written.eq_ignore_ascii_case(scheme))
        });
        let Some(scheme) = scheme else { continue };
        let start = at - scheme.len();
        let starts_word = !text[..start].ends_with(char::is_alphanumeric);
        let is_inside = found.last().is_some_and(|last| start < last.end);
        let end = start + length(&text[start..]);
        let has_host = text[at + 3..end].starts_with(|it: char| it.is_alphanumeric() || it == '[');
        if starts_word && has_host && !is_inside {
            found.push(start..end);
        }
    }
    found
}

/// The length of the address that a text starts with: up to white space, without the punctuation of the
/// sentence around it, as GitHub Flavored Markdown has it.
fn length(text: &str) -> usize {
    let ends =
        |it: char| it.is_whitespace() || matches!(it, '<' | '。' | '、' | '」' | '』' | '）');
    let mut address = &text[..text.find(ends).unwrap_or(text.len())];
    loop {
        let open = address.matches('(').count();
        let is_unbalanced = address.ends_with(')') && address.matches(')').count() > open;
        let entity = address.strip_suffix(';').and_then(|it| it.rfind('&').map(|at| &it[at + 1..]));
        let entity = entity.filter(|it| it.chars().all(char::is_alphanumeric));
        address = if let Some(entity) = entity {
            &address[..address.len() - entity.len() - 2]
        } else if is_unbalanced
            || address.ends_with(['?', '!', '.', ',', ':', ';', '*', '_', '~', '\'', '"'])
            || address.ends_with(['”', '’', '“', '»', '…'])
        {
            let last = address.chars().next_back().map_or(0, char::len_utf8);
            &address[..address.len() - last]
        } else {
            return address.len();
        };
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Options, Parser};

    use super::*;

    fn found(text: &str) -> Vec<&str> {
        addresses(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn the_punctuation_of_the_sentence_is_no_part_of_an_address() {
        let cases = [
            ("See https://a.example/b.", &["https://a.example/b"][..]),
            ("(https://a.example/b_(c))", &["https://a.example/b_(c)"]),
            ("“https://a.example”, HTTP://B.example!", &["https://a.example", "HTTP://B.example"]),
            ("https://a.example/?x=1&amp;y=2&gt;", &["https://a.example/?x=1&amp;y=2"]),
            ("詳細はhttps://a.example/b。次", &[]),
            ("詳細は https://a.example/b。次", &["https://a.example/b"]),
            ("xhttps://a.example ftp://b.example https:// http://?", &[]),
            ("https://a.example/http://b.example", &["https://a.example/http://b.example"]),
        ];
        for (text, expected) in cases {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_keeps_its_words(pieces in prop::collection::vec(piece(), 0..14)) {
            let text = pieces.concat();
            for offset in [0, 7] {
                let events: Vec<SpannedEvent> = Parser::new_ext(&text, Options::all())
                    .into_offset_iter()
                    .map(|(event, range)| {
                        (event.into_static(), Span::new(range.start, range.end).shifted(offset))
                    })
                    .collect();
                let linked = link(events.clone(), &text, offset);
                let is_link = |event: &Event| matches!(event, Event::Start(Tag::Link { .. }));
                let count = |events: &[SpannedEvent]| events.iter().filter(|(it, _)| is_link(it)).count();
                prop_assert!(count(&linked) >= count(&events));
                prop_assert!(linked.iter().all(|(_, span)| span.end <= text.len() + offset));
                if count(&linked) == count(&events) {
                    prop_assert_eq!(linked, events);
                }
            }
        }
    }

    /// Parts of Markdown among which there are addresses.
    fn piece() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "https://",
            "http://",
            "a.example",
            "/b",
            "_",
            "*",
            "--",
            "...",
            "&amp;",
            "&",
            ";",
            "'",
            "\"",
            "(",
            ")",
            "[",
            "](",
            "`",
            " ",
            "\n",
            "\r\n",
            "> ",
            "- ",
            "\\",
            "ä",
            "。",
            "|",
            "<a>",
            "</a>",
            "<",
            "?q=1",
        ])
    }
}
