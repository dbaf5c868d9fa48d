//! Comments of HTML, which no site has.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::reading::Reading;
use crate::diagnostic::{Code, Diagnostic, Place, Span};
use crate::handbook::SpannedEvent;

/// The events without comments, be they inline, blocks, or inside of a block of HTML.
pub fn without_comments(
    reading: &Reading,
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
                    faults.push(unclosed_comment(reading.place(start)));
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
pub fn report_unclosed(reading: &Reading, events: &[SpannedEvent], faults: &mut Vec<Diagnostic>) {
    let mut is_code = false;
    for (event, span) in events {
        match event {
            Event::Start(Tag::CodeBlock(_)) => is_code = true,
            Event::End(TagEnd::CodeBlock) => is_code = false,
            // The parser cuts text at each character that might be markup, such as this one.
            Event::Text(words) if !is_code && words.starts_with('<') => {
                let at = span.start - reading.offset;
                let is_escaped = reading.text[..at].ends_with('\\');
                if reading.text[at..].starts_with("<!--") && !is_escaped {
                    let line = reading.text[at..].lines().next().unwrap_or_default();
                    let end = span.start + line.len();
                    faults.push(unclosed_comment(reading.place(Span::new(span.start, end))));
                }
            }
            _ => {}
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
