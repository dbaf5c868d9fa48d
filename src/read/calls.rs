//! Calls of theme components in Markdown: `{{<radar levels="ic/senior ic/staff" />}}`.
//!
//! To Markdown the part in angle brackets is raw HTML between two pairs of braces. The three are put
//! together into one event of raw HTML that starts with `{{<`, which an author's own HTML never does.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use crate::diagnostic::Span;
use crate::handbook::SpannedEvent;

/// Puts the parts of each call together. One that is a paragraph of its own becomes a block.
pub fn lift(events: Vec<SpannedEvent>) -> Vec<SpannedEvent> {
    let may_call = |(event, _): &SpannedEvent| matches!(event, Event::InlineHtml(_));
    if !events.iter().any(may_call) {
        return events;
    }
    let mut lifted: Vec<SpannedEvent> = Vec::with_capacity(events.len());
    let mut events = events.into_iter().peekable();
    while let Some((event, span)) = events.next() {
        let call = match &event {
            Event::InlineHtml(html) if html.ends_with("/>") => html.to_string(),
            _ => {
                lifted.push((event, span));
                continue;
            }
        };
        let opens = matches!(lifted.last(), Some((Event::Text(text), _)) if text.ends_with("{{"));
        let closes =
            matches!(events.peek(), Some((Event::Text(text), _)) if text.starts_with("}}"));
        if !opens || !closes {
            lifted.push((event, span));
            continue;
        }
        shorten_last(&mut lifted);
        let whole = Span::new(span.start - 2, span.end + 2);
        lifted.push((Event::InlineHtml(CowStr::from(format!("{{{{{call}}}}}"))), whole));
        if let Some((Event::Text(text), after)) = events.next() {
            let rest = text[2..].to_owned();
            if !rest.is_empty() {
                lifted
                    .push((Event::Text(CowStr::from(rest)), Span::new(after.start + 2, after.end)));
            }
        }
    }
    as_blocks(lifted)
}

/// Takes the braces off the end of the text before a call.
fn shorten_last(events: &mut Vec<SpannedEvent>) {
    let Some((Event::Text(text), span)) = events.pop() else { return };
    let rest = text[..text.len() - 2].to_owned();
    if !rest.is_empty() {
        events.push((Event::Text(CowStr::from(rest)), Span::new(span.start, span.end - 2)));
    }
}

/// A paragraph that is nothing but a call is no paragraph.
fn as_blocks(events: Vec<SpannedEvent>) -> Vec<SpannedEvent> {
    let mut blocks: Vec<SpannedEvent> = Vec::with_capacity(events.len());
    for (event, span) in events {
        let is_end = event == Event::End(TagEnd::Paragraph);
        if let [.., (Event::Start(Tag::Paragraph), _), (Event::InlineHtml(call), place)] =
            blocks.as_slice()
            && is_end
            && is_call(call)
        {
            let block = (Event::Html(call.clone()), *place);
            blocks.truncate(blocks.len() - 2);
            blocks.push(block);
            continue;
        }
        blocks.push((event, span));
    }
    blocks
}

/// Whether raw HTML is a call.
pub fn is_call(html: &str) -> bool {
    html.starts_with("{{<")
}
