//! What is left open in a template. The engine says where it noticed: for a tag without its end that is the
//! end of the file, and for an end too many it is an unknown tag.

use std::ops::Range;

/// The first thing in a template that is out of balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Imbalance {
    /// A tag whose end is not there.
    Open(Tag),
    /// An end where another tag is open, or none.
    Stray { end: Range<usize>, open: Option<Tag> },
    /// Two braces, or a brace and a sign, without those that close them.
    Brace { start: usize, close: &'static str },
}

/// A tag that has an end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Where it stands, its braces included.
    pub range: Range<usize>,
    /// What ends it: `{% endif %}`.
    pub end: String,
}

/// Delimiters of a template, and what closes each.
const BRACES: [(&str, &str); 3] = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];

/// Tags that have an end, which is called after them.
const BLOCKS: [&str; 5] = ["if", "for", "block", "component", "filter"];

/// What is out of balance first in a template; `None` if nothing is.
pub fn imbalance(text: &str) -> Option<Imbalance> {
    let mut open: Vec<Tag> = Vec::new();
    let mut at = 0;
    while let Some((start, close)) = next_braces(text, at) {
        let Some(length) = inside(&text[start + 2..], close) else {
            return Some(Imbalance::Brace { start, close });
        };
        let inner = text[start + 2..start + 2 + length].trim_matches('-').trim();
        let range = start..start + 2 + length + 2;
        at = range.end;
        if close != "%}" {
            continue;
        }
        if inner == "raw" {
            let rest = &text[at..];
            let Some(end) = end_of_raw(rest) else {
                return Some(Imbalance::Open(Tag { range, end: "{% endraw %}".to_owned() }));
            };
            at += end;
        } else if let Some(end) = end_of(inner) {
            open.push(Tag { range, end });
        } else if is_end(inner) {
            match open.pop() {
                Some(tag) if closes(inner, &tag) => {}
                open => return Some(Imbalance::Stray { end: range, open }),
            }
        }
    }
    open.pop().map(Imbalance::Open)
}

impl Imbalance {
    /// Whether it is why the engine stopped at a place.
    pub fn explains(&self, stopped: &Range<usize>, text: &str) -> bool {
        match self {
            Self::Open(_) => text.get(stopped.end..).is_some_and(|rest| rest.trim().is_empty()),
            Self::Stray { end, .. } => end.start <= stopped.start && stopped.end <= end.end,
            Self::Brace { start, .. } => *start <= stopped.start,
        }
    }
}

/// The next delimiter that opens something, and what closes it.
fn next_braces(text: &str, from: usize) -> Option<(usize, &'static str)> {
    let found = BRACES.iter().filter_map(|(open, close)| {
        let at = text[from..].find(open)?;
        Some((from + at, *close))
    });
    found.min()
}

/// How long what stands before a closing delimiter is; `None` if the next thing that opens comes first. In
/// quotes a delimiter is text.
fn inside(text: &str, close: &str) -> Option<usize> {
    if close == "#}" {
        return text.find(close);
    }
    let mut quote = None;
    for (at, character) in text.char_indices() {
        match quote {
            Some(open) if character == open => quote = None,
            Some(_) => {}
            None if matches!(character, '"' | '\'' | '`') => quote = Some(character),
            None if text[at..].starts_with(close) => return Some(at),
            None if text[at..].starts_with("{%") || text[at..].starts_with("{#") => return None,
            None => {}
        }
    }
    None
}

/// Where the text after `{% raw %}` goes on after its end.
fn end_of_raw(text: &str) -> Option<usize> {
    text.match_indices("{%").find_map(|(at, _)| {
        let length = text[at + 2..].find("%}")?;
        let tag = text[at + 2..at + 2 + length].trim_matches('-').trim();
        (tag == "endraw").then_some(at + 2 + length + 2)
    })
}

/// What ends a tag, if it needs an end.
fn end_of(tag: &str) -> Option<String> {
    if let Some(call) = tag.strip_prefix('<').filter(|it| !it.starts_with('/')) {
        let name = call.split([' ', '\n', '\r', '\t', '>']).next().unwrap_or_default();
        return (!call.ends_with("/>")).then(|| format!("{{% </{name}> %}}"));
    }
    let keyword = keyword(tag);
    let is_block = BLOCKS.contains(&keyword);
    // `set` has an end only where it names no value.
    let is_set = ["set", "set_global"].contains(&keyword) && !tag.contains('=');
    let keyword = if is_set { "set" } else { keyword };
    (is_block || is_set).then(|| format!("{{% end{keyword} %}}"))
}

fn is_end(tag: &str) -> bool {
    tag.starts_with("</") || keyword(tag).strip_prefix("end").is_some_and(|it| !it.is_empty())
}

/// Whether an end is that of a tag. It may name what it ends.
fn closes(end: &str, tag: &Tag) -> bool {
    let expected = tag.end.trim_start_matches("{% ").trim_end_matches(" %}");
    let without_spaces = |text: &str| text.split_whitespace().collect::<String>();
    if expected.starts_with('<') {
        without_spaces(end) == expected
    } else {
        keyword(end) == expected
    }
}

fn keyword(tag: &str) -> &str {
    tag.split(|it: char| !(it.is_alphanumeric() || it == '_')).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn whatever_stands_there_has_a_place(
            text in "(\\{%|%\\}|\\{\\{|\\}\\}|\\{#|#\\}|if|endif|raw|endraw|set|<a>|</a>|\"|-| |é|\n){0,20}"
        ) {
            let range = match imbalance(&text) {
                None => 0..0,
                Some(Imbalance::Open(tag)) => tag.range,
                Some(Imbalance::Stray { end, .. }) => end,
                Some(Imbalance::Brace { start, .. }) => start..start + 2,
            };
            prop_assert!(text.get(range).is_some());
        }
    }

    fn open(text: &str) -> Option<(&str, String)> {
        match imbalance(text) {
            Some(Imbalance::Open(tag)) => Some((&text[tag.range.clone()], tag.end)),
            _ => None,
        }
    }

    #[test]
    fn what_is_closed_is_in_balance() {
        for text in [
            "{% if a %}{% for b in c %}{{ b }}{% endfor %}{% else %}{% endif %}",
            "{%- if a -%}{%- endif -%}",
            "{% block main %}{% endblock main %}{% component x() %}{% endcomponent x %}",
            "{% set a = 1 %}{% set b %}text{% endset %}{% set_global c | upper %}{% endset %}",
            "{% <ui.box a={1}> %}text{% </ui.box> %}{{<ui.rung />}}",
            "{# {% if a %} #}{% raw %}{% if a %}{{ {% endraw %}",
            "{{ \"}} {% if a %}\" }}{{ '{%' }}",
            "{% include \"a.html\" %}{% extends \"b.html\" %}",
        ] {
            assert_eq!(imbalance(text), None, "{text}");
        }
    }

    #[test]
    fn the_innermost_open_tag_is_found() {
        let expected = |tag, end: &str| Some((tag, end.to_owned()));
        assert_eq!(open("{% if a %}{% if b %}{% endif %}"), expected("{% if a %}", "{% endif %}"));
        assert_eq!(open("{% for a in b %}"), expected("{% for a in b %}", "{% endfor %}"));
        assert_eq!(open("{% <ui.box> %}"), expected("{% <ui.box> %}", "{% </ui.box> %}"));
        assert_eq!(open("{% set a %}"), expected("{% set a %}", "{% endset %}"));
        assert_eq!(open("{% raw %}{% if %}"), expected("{% raw %}", "{% endraw %}"));
    }

    #[test]
    fn an_end_of_another_tag_is_stray() {
        let text = "{% block a %}{% if b %}{% endblock %}";
        let Some(Imbalance::Stray { end, open: Some(tag) }) = imbalance(text) else { panic!() };
        assert_eq!((&text[end], &text[tag.range]), ("{% endblock %}", "{% if b %}"));
        let alone = imbalance("a {% endif %}");
        assert_eq!(alone, Some(Imbalance::Stray { end: 2..13, open: None }));
    }

    #[test]
    fn braces_that_are_not_closed_are_found() {
        let brace = |text, start, close| {
            assert_eq!(imbalance(text), Some(Imbalance::Brace { start, close }), "{text}");
        };
        brace("<p>{{ a </p>", 3, "}}");
        brace("{{ a </p>{% if b %}{% endif %}", 0, "}}");
        brace("{% if a }{% endif %}", 0, "%}");
        brace("{# a", 0, "#}");
    }
}
