//! Blocks of raw HTML: Markdown gives them line by line, while a tag may go over several.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use crate::diagnostic::Span;
use crate::handbook::SpannedEvent;

/// Makes one event of the lines of each block.
pub fn join(events: Vec<SpannedEvent>) -> Vec<SpannedEvent> {
    let mut joined: Vec<SpannedEvent> = Vec::with_capacity(events.len());
    let mut in_block = false;
    for (event, span) in events {
        match &event {
            Event::Start(Tag::HtmlBlock) => in_block = true,
            Event::End(TagEnd::HtmlBlock) => in_block = false,
            _ => {}
        }
        if let (Event::Html(line), Some((Event::Html(block), place))) = (&event, joined.last_mut())
            && in_block
        {
            *block = CowStr::from(format!("{block}{line}"));
            *place = Span::new(place.start, span.end);
            continue;
        }
        joined.push((event, span));
    }
    joined
}
