//! Blocks of raw HTML: Markdown gives them line by line, while a tag may go over several.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use crate::diagnostic::Span;
use crate::handbook::SpannedEvent;

/// Makes one event of the lines of each block.
pub fn join(events: Vec<SpannedEvent>) -> Vec<SpannedEvent> {
    let is_block = |(event, _): &SpannedEvent| matches!(event, Event::Start(Tag::HtmlBlock));
    if !events.iter().any(is_block) {
        return events;
    }
    let mut joined: Vec<SpannedEvent> = Vec::with_capacity(events.len());
    // The block that is open, and the bytes that its lines come from so far.
    let mut block: Option<(String, Option<Span>)> = None;
    for (event, span) in events {
        match (&event, &mut block) {
            (Event::Start(Tag::HtmlBlock), _) => block = Some((String::new(), None)),
            (Event::Html(line), Some((lines, place))) => {
                lines.push_str(line);
                *place = Some(Span::new(place.map_or(span.start, |it| it.start), span.end));
                continue;
            }
            (_, Some((lines, place))) => {
                if let Some(place) = place.take() {
                    joined.push((Event::Html(CowStr::from(std::mem::take(lines))), place));
                }
                if event == Event::End(TagEnd::HtmlBlock) {
                    block = None;
                }
            }
            _ => {}
        }
        joined.push((event, span));
    }
    joined
}
