//! Raw HTML in prose: the addresses and anchors in its tags, and the same HTML with others.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use crate::html;

/// An attribute of a start tag.
struct Attribute {
    element: String,
    name: String,
    /// Its value, decoded.
    value: String,
    /// Its bytes, from the name to the end of the value with its quotes.
    range: Range<usize>,
    /// Where its name ends.
    name_end: usize,
}

/// What becomes of an address or an anchor in HTML that is shown on a page.
pub trait Rewriting {
    /// Where an address leads on the page; `None` to leave the attribute out.
    fn address(&mut self, written: &str) -> Option<String>;

    /// What an anchor is called on the page; `None` to leave the attribute out.
    fn anchor(&mut self, written: &str) -> Option<String>;

    /// What an anchor is called that another tag refers to.
    fn reference(&mut self, written: &str) -> Option<String>;
}

/// All addresses in the tags of some HTML, in their order.
pub fn addresses(html: &str) -> Vec<String> {
    let attributes = attributes(html);
    let addresses = attributes.iter().filter(|it| it.has_address());
    addresses.flat_map(|it| candidates(it).into_iter().map(|(address, _)| address)).collect()
}

/// The anchors that some HTML defines: ids, and the names of its `a`.
pub fn anchors(html: &str) -> Vec<String> {
    attributes(html).into_iter().filter(Attribute::is_anchor).map(|it| it.value).collect()
}

/// How many elements with these names some HTML opens and does not close; less than none if it closes more.
pub fn opened(html: &str, names: &[&str]) -> isize {
    let mut opened = 0;
    let is_named = |name: &[u8]| names.iter().any(|it| it.as_bytes() == name);
    let handle = |event: CallbackEvent<'_>, _: Span<()>| -> Option<Infallible> {
        match event {
            CallbackEvent::OpenStartTag { name } if is_named(name) => opened += 1,
            CallbackEvent::EndTag { name } if is_named(name) => opened -= 1,
            _ => {}
        }
        None
    };
    // There is no token to be had, so asking for the first one reads all of it.
    let first = Tokenizer::new_with_emitter(html, CallbackEmitter::new(handle)).next();
    debug_assert!(first.is_none());
    opened
}

/// Whether some HTML has a picture of which no attribute says what it shows, or that it is an ornament.
pub fn has_picture_without_words(html: &str) -> bool {
    const WORDS: [&[u8]; 5] = [b"alt", b"aria-label", b"aria-labelledby", b"aria-hidden", b"role"];
    if !html.to_ascii_lowercase().contains("<img") {
        return false;
    }
    let (mut is_silent, mut found) = (false, false);
    let handle = |event: CallbackEvent<'_>, _: Span<()>| -> Option<Infallible> {
        match event {
            CallbackEvent::OpenStartTag { name } => is_silent = name == b"img",
            CallbackEvent::AttributeName { name } if WORDS.contains(&name) => is_silent = false,
            CallbackEvent::CloseStartTag { .. } => found |= std::mem::take(&mut is_silent),
            _ => {}
        }
        None
    };
    // There is no token to be had, so asking for the first one reads all of it.
    let first = Tokenizer::new_with_emitter(html, CallbackEmitter::new(handle)).next();
    debug_assert!(first.is_none());
    found
}

/// HTML with its addresses and anchors rewritten, in their order; all else stays as it is.
pub fn rewrite(html: &str, rewriting: &mut impl Rewriting) -> String {
    let mut rewritten = String::with_capacity(html.len());
    let mut done = 0;
    for attribute in attributes(html) {
        let value = if attribute.has_address() {
            let candidates = candidates(&attribute).into_iter();
            let kept = candidates.filter_map(|(address, descriptor)| {
                Some(format!("{}{descriptor}", rewriting.address(&address)?))
            });
            let kept: Vec<String> = kept.collect();
            (!kept.is_empty()).then(|| kept.join(", "))
        } else if attribute.is_anchor() {
            rewriting.anchor(&attribute.value)
        } else if attribute.names_anchors() {
            let names = attribute.value.split_whitespace();
            let kept: Vec<String> = names.filter_map(|name| rewriting.reference(name)).collect();
            (!kept.is_empty()).then(|| kept.join(" "))
        } else {
            continue;
        };
        if value.as_ref() == Some(&attribute.value) {
            continue;
        }
        let start = attribute.range.start;
        let until = if value.is_some() { attribute.name_end } else { start };
        let kept = &html[done..until];
        rewritten.push_str(if value.is_some() { kept } else { kept.trim_end() });
        if let Some(value) = value {
            rewritten.push_str(&format!("=\"{}\"", html::attribute(&value)));
        }
        done = attribute.range.end;
    }
    rewritten.push_str(&html[done..]);
    rewritten
}

/// HTML in which start tags have more attributes: each of `more` is an element, and a name and a value that it
/// gets unless it has one of that name. A tag that says what role it has is left alone.
pub fn with_attributes(html: &str, more: &[(&str, &str, &str)]) -> String {
    let mut tags: Vec<(usize, String)> = Vec::new();
    let mut open: Option<(usize, Vec<(&str, &str)>)> = None;
    let handle = |event: CallbackEvent<'_>, span: Span<usize>| -> Option<(usize, String)> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                let its = more.iter().filter(|(element, ..)| element.as_bytes() == name);
                let its = its.map(|(_, name, value)| (*name, *value)).collect();
                // The span may end behind what follows the name.
                let start = html.get(..span.end).and_then(|it| it.rfind('<'))?;
                open = Some((start + 1 + name.len(), its));
            }
            CallbackEvent::AttributeName { name: b"role" } => open = None,
            CallbackEvent::AttributeName { name } => {
                let (_, its) = open.as_mut()?;
                its.retain(|(known, _)| known.as_bytes() != name);
            }
            CallbackEvent::CloseStartTag { .. } => {
                let (at, its) = open.take().filter(|(_, its)| !its.is_empty())?;
                let value = |value| html::attribute(value);
                let its = its.iter().map(|(name, it)| format!(" {name}=\"{}\"", value(it)));
                return Some((at, its.collect()));
            }
            _ => {}
        }
        None
    };
    let mut emitter = CallbackEmitter::new(handle);
    emitter.naively_switch_states(true);
    for tag in Tokenizer::new_with_emitter(html, emitter) {
        match tag {
            Ok(tag) => tags.push(tag),
            Err(never) => match never {},
        }
    }
    let mut with_more = String::with_capacity(html.len());
    let mut done = 0;
    for (at, attributes) in tags {
        with_more.push_str(&html[done..at]);
        with_more.push_str(&attributes);
        done = at;
    }
    with_more.push_str(&html[done..]);
    with_more
}

impl Attribute {
    /// Whether its value is an address, or several.
    fn has_address(&self) -> bool {
        let element = self.element.as_str();
        match self.name.as_str() {
            "href" | "xlink:href" => element != "base",
            "src" => true,
            "srcset" => matches!(element, "img" | "source"),
            "poster" => element == "video",
            "data" => element == "object",
            _ => false,
        }
    }

    fn is_anchor(&self) -> bool {
        let is_name = self.name == "name" && self.element == "a";
        (self.name == "id" || is_name) && !self.value.is_empty()
    }

    /// Whether its value is one or several anchors of the same page.
    fn names_anchors(&self) -> bool {
        let names = [
            "for",
            "headers",
            "list",
            "aria-controls",
            "aria-describedby",
            "aria-labelledby",
            "aria-owns",
        ];
        names.contains(&self.name.as_str())
    }
}

/// The addresses in the value of an attribute, each with what follows it: those of a `srcset` have a width
/// or a density behind them.
fn candidates(attribute: &Attribute) -> Vec<(String, String)> {
    let value = attribute.value.trim();
    if attribute.name != "srcset" {
        return vec![(value.to_owned(), String::new())];
    }
    let mut candidates = Vec::new();
    let mut rest = value;
    while !rest.is_empty() {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (address, after) = rest.split_at(end);
        // A comma inside an address is part of it; one at its end separates it from the next.
        let (address, descriptor, behind) = match address.strip_suffix(',') {
            Some(address) => (address, "", after),
            None => {
                let (descriptor, behind) = after.split_once(',').unwrap_or((after, ""));
                (address, descriptor.trim_end(), behind)
            }
        };
        candidates.push((address.to_owned(), descriptor.to_owned()));
        rest = behind.trim_start();
    }
    candidates
}

/// All attributes of the start tags in some HTML, in their order.
fn attributes(html: &str) -> Vec<Attribute> {
    if !html.contains('=') {
        return Vec::new();
    }
    let mut element = String::new();
    let mut name: Option<(String, Range<usize>)> = None;
    let mut attributes = Vec::new();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let handle = |event: CallbackEvent<'_>, span: Span<usize>| -> Option<Attribute> {
        match event {
            CallbackEvent::OpenStartTag { name } => element = text(name),
            CallbackEvent::AttributeName { name: it } => {
                name = Some((text(it), span.start..span.end))
            }
            CallbackEvent::AttributeValue { value } => {
                let (name, place) = name.take()?;
                // The quotes around a value are none of its bytes.
                let quote = html.as_bytes().get(span.end).filter(|it| matches!(it, b'"' | b'\''));
                let is_quoted = quote.is_some() && html.as_bytes().get(span.start - 1) == quote;
                return Some(Attribute {
                    element: element.clone(),
                    name,
                    value: text(value),
                    range: place.start..span.end + usize::from(is_quoted),
                    name_end: place.end,
                });
            }
            _ => {}
        }
        None
    };
    let mut emitter = CallbackEmitter::new(handle);
    emitter.naively_switch_states(true);
    for attribute in Tokenizer::new_with_emitter(html, emitter) {
        match attribute {
            Ok(attribute) => attributes.push(attribute),
            Err(never) => match never {},
        }
    }
    attributes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Puts signs around what it is asked about; leaves out what is called `gone`.
    struct Marks;

    impl Rewriting for Marks {
        fn address(&mut self, written: &str) -> Option<String> {
            (written != "gone").then(|| format!("<{written}>"))
        }

        fn anchor(&mut self, written: &str) -> Option<String> {
            (written != "gone").then(|| format!("({written})"))
        }

        fn reference(&mut self, written: &str) -> Option<String> {
            self.anchor(written)
        }
    }

    fn marked(html: &str) -> String {
        rewrite(html, &mut Marks).replace("&lt;", "<").replace("&gt;", ">")
    }

    #[test]
    fn attributes_are_added_to_tags_that_have_none_of_their_kind() {
        let more = [("pre", "class", "a&b"), ("pre", "tabindex", "0"), ("table", "tabindex", "0")];
        let cases = [
            ("<PRE>a</PRE>", "<PRE class=\"a&amp;b\" tabindex=\"0\">a</PRE>"),
            ("<table class='x'>", "<table tabindex=\"0\" class='x'>"),
            ("<pre tabindex=-1>", "<pre class=\"a&amp;b\" tabindex=-1>"),
            ("é <table\n><tables>", "é <table tabindex=\"0\"\n><tables>"),
            ("<table tabindex=1><table role=none>", "<table tabindex=1><table role=none>"),
            (
                "<!-- <pre> --> &lt;pre> <p title='<pre>'> <pre",
                "<!-- <pre> --> &lt;pre> <p title='<pre>'> <pre",
            ),
        ];
        for (html, expected) in cases {
            assert_eq!(with_attributes(html, &more), expected);
        }
    }

    #[test]
    fn addresses_are_found_in_every_tag_that_has_them() {
        let html = "<p><a class=x href='a.md'>A</a><img alt=\"\" src=b.svg srcset=\"c.png 1x, d.png 2x\">\n\
            <video poster=e.png><source src=\"f.mp4\"></video><iframe src=\"g h.pdf\"></iframe>\
            <object data=i></object><a href=\"?x=1&amp;y=2\">";
        let expected =
            ["a.md", "b.svg", "c.png", "d.png", "e.png", "f.mp4", "g h.pdf", "i", "?x=1&y=2"];
        assert_eq!(addresses(html), expected);
    }

    #[test]
    fn text_comments_and_scripts_have_no_tags() {
        let html = "href=\"a\" <!-- <a href=\"b\"> --> <script>let x = '<a href=\"c\">';</script> &lt;a href=d>";
        assert_eq!(addresses(html), Vec::<String>::new());
        assert_eq!(addresses("<a title='<a href=e>' href=f"), Vec::<String>::new());
    }

    #[test]
    fn ids_and_names_of_links_are_anchors() {
        let html =
            "<a id=\"one\"></a><a name='two'></a><th id=three><input name=four><a href=#five>";
        assert_eq!(anchors(html), ["one", "two", "three"]);
    }

    #[test]
    fn only_what_is_rewritten_changes() {
        let cases = [
            ("<a  href='x' CLASS=y>ä</a>", "<a  href=\"<x>\" CLASS=y>ä</a>"),
            ("<img alt=\"ä = ö\" src=x>", "<img alt=\"ä = ö\" src=\"<x>\">"),
            ("<a href=gone>x</a>", "<a>x</a>"),
            ("<a href=\"gone\" title=t>x</a>", "<a title=t>x</a>"),
            ("<img src=\"gone\" srcset=\"gone 1x, b 2x\" />", "<img srcset=\"<b> 2x\" />"),
            ("<img srcset='a, b 2x,c'>", "<img srcset=\"<a>, <b> 2x, <c>\">"),
            ("<th id=a headers=\"b gone\">", "<th id=\"(a)\" headers=\"(b)\">"),
            ("<p>1 = 1</p>", "<p>1 = 1</p>"),
        ];
        for (html, expected) in cases {
            assert_eq!(marked(html), expected, "{html}");
        }
    }

    #[test]
    fn places_are_right_whatever_stands_before_them() {
        for before in [
            "ä\r\n",
            "<p title='&amp;&#xe4;ä'\r\n>",
            "\0\r",
            "<!-- ä\r\n -->",
            "&nbsp;&\r\n",
            "🚀<b\r\n\tx=1>",
        ] {
            for (tag, expected) in [
                ("<a href=x>", "<a href=\"<x>\">"),
                ("<a\r\n  href = 'x'\r\n>", "<a\r\n  href=\"<x>\"\r\n>"),
                ("<img src=\"ä&amp;b\">", "<img src=\"<ä&amp;b>\">"),
            ] {
                let html = format!("{before}{tag}ö");
                assert_eq!(marked(&html), format!("{before}{expected}ö"), "{html:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_html_can_be_rewritten(pieces in prop::collection::vec(piece(), 0..12)) {
            let html = pieces.concat();
            marked(&html);
            prop_assert!(addresses(&html).len() <= pieces.len() * 2);
            opened(&html, &["a"]);
        }
    }

    /// Parts of tags, well put together or not.
    fn piece() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "<a",
            " href",
            "=",
            "\"",
            "'",
            "x",
            "ä",
            ">",
            "/>",
            "</a>",
            "\r\n",
            "&",
            "&amp;",
            "&#x",
            ";",
            "<!--",
            "-->",
            "<script>",
            "</script>",
            " id=y",
            " src=z",
            "\0",
            "<",
            "<![CDATA[",
            "]]>",
            " srcset='a 1x, b'",
        ])
    }
}
