//! Markdown events as a tree.

use pulldown_cmark::Event;

use crate::diagnostic::Span;

/// The index after the event that ends the one at `start`.
pub fn end_of(events: &[(Event, Span)], start: usize) -> usize {
    let mut depth = 0usize;
    for (index, (event, _)) in events.iter().enumerate().skip(start) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return index + 1;
        }
    }
    events.len()
}
