//! YAML to nodes. The only room that knows the YAML crate.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{DuplicateKeyPolicy, Spanned};

use super::value::{Entry, Node, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span};
use crate::position::{Lines, Position, Unit};
use crate::spelling::composed;
use crate::tree::RelPath;

/// How deep what stands in a file may nest: several times what the format has a use for. Each step takes some
/// tens of kilobytes of stack in a build without optimisation.
const MAX_DEPTH: usize = 24;

/// The value of a YAML document; `None` if it cannot be read, since the parser cannot go on after a fault
/// of the syntax. Aliases that expand to more than the crate's budget are a fault. `text` stands at byte
/// `offset` of the file at `path`. An empty document is [`Value::Null`].
pub fn parse_yaml(
    path: &RelPath,
    text: &str,
    offset: usize,
    diagnostics: &mut Diagnostics,
) -> Option<Node> {
    let options = serde_yaml::options! {
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        with_snippet: false,
        budget: serde_yaml::budget! { max_depth: MAX_DEPTH },
    };
    let parsed: Result<Option<Spanned<Raw>>, _> = serde_yaml::from_str_with_options(text, options);
    match parsed {
        Ok(Some(raw)) => {
            let node = node(raw, text, offset);
            report_comments(path, text, offset, &node, diagnostics);
            report_quotes(path, &node, diagnostics);
            Some(node)
        }
        Ok(None) => Some(Node { value: Value::Null, span: Span::new(offset, offset) }),
        Err(error) => {
            let fault = fault(path, text, offset, &error);
            let at = fault.place.as_ref().map_or(0, |place| place.span.start - offset);
            let tab =
                fault.message.contains("tab").then(|| tab_indentation(path, text, offset, at));
            diagnostics.push(tab.flatten().unwrap_or(fault));
            None
        }
    }
}

/// The tab because of which the parser stumbles at a byte or behind it. YAML forbids tabs in indentation;
/// the parser's own words for it do not say so plainly. A tab behind the indentation of a block of text
/// is content.
fn tab_indentation(path: &RelPath, text: &str, offset: usize, at: usize) -> Option<Diagnostic> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let indentation = line.len() - line.trim_start_matches([' ', '\t']).len();
        let is_content = !line.trim().is_empty() && !line.trim_start().starts_with('#');
        let is_behind = start + line.len() > at;
        if let Some(tab) = line[..indentation].find('\t').filter(|_| is_content && is_behind) {
            let tab = start + tab;
            return Some(
                Diagnostic::new(Code::InvalidYaml, "a tab in the indentation of YAML")
                    .at(Place::new(path, Span::new(tab, tab + 1).shifted(offset)))
                    .label("this is a tab")
                    .help("indent with spaces"),
            );
        }
        start += line.len();
    }
    None
}

/// Reports comments that were probably meant as part of a text: `Engineer #2`.
fn report_comments(
    path: &RelPath,
    text: &str,
    offset: usize,
    node: &Node,
    diagnostics: &mut Diagnostics,
) {
    match &node.value {
        Value::List(items) => {
            items.iter().for_each(|item| report_comments(path, text, offset, item, diagnostics));
        }
        Value::Map(entries) => {
            let values = entries.iter().map(|entry| &entry.node);
            values.for_each(|value| report_comments(path, text, offset, value, diagnostics));
        }
        Value::Text(words) => {
            let Some(comment) = comment_behind(text, node.span.end - offset, words) else { return };
            let span = Span::new(node.span.end, node.span.end + comment.len());
            let message = format!("`{}` is a comment, and no part of the text", comment.trim());
            diagnostics.push(
                Diagnostic::new(Code::CommentInValue, message)
                    .at(Place::new(path, span))
                    .help("put the whole text in quotes, or write `# ` if it is a comment"),
            );
        }
        Value::Null | Value::Bool(..) | Value::Number(_) => {}
    }
}

/// Typographic quotes, which open a text and close it.
const QUOTES: [(char, [char; 2]); 4] =
    [('“', ['”', '“']), ('„', ['“', '”']), ('‘', ['’', '‘']), ('«', ['»', '»'])];

/// Keys of what is a name and stands in no quotes.
const NAMES: [&str; 6] = ["title", "code", "term", "id", "group", "label"];

/// Reports typographic quotes that were probably meant to be those of YAML: a name that stands in them, and
/// a text in which none closes, since YAML has ended it at a comma or a colon.
fn report_quotes(path: &RelPath, node: &Node, diagnostics: &mut Diagnostics) {
    match &node.value {
        Value::List(items) => items.iter().for_each(|it| report_quotes(path, it, diagnostics)),
        Value::Map(entries) => {
            for entry in entries {
                let is_name = NAMES.contains(&entry.key.as_str());
                if let Value::Text(text) = &entry.node.value
                    && is_quoted_in_vain(text, is_name)
                {
                    let message = format!("the quotes of `{text}` are part of the text");
                    diagnostics.push(
                        Diagnostic::new(Code::StrayMarkup, message)
                            .at(Place::new(path, entry.node.span))
                            .help("leave them out, or write straight ones: `\"…\"`"),
                    );
                }
                report_quotes(path, &entry.node, diagnostics);
            }
        }
        Value::Text(_) | Value::Null | Value::Bool(..) | Value::Number(_) => {}
    }
}

fn is_quoted_in_vain(text: &str, is_name: bool) -> bool {
    let quoted = QUOTES.iter().find_map(|(open, close)| Some((text.strip_prefix(*open)?, close)));
    quoted.is_some_and(|(rest, close)| match rest.find(*close) {
        Some(at) => is_name && rest[at..].chars().count() == 1,
        // A word may start with an apostrophe: ‘til.
        None => !text.starts_with('‘'),
    })
}

/// The comment behind a text without quotes, on its line, if a word or a number starts it directly.
fn comment_behind<'t>(text: &'t str, end: usize, words: &str) -> Option<&'t str> {
    let before = text.get(..end)?;
    let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    let before = composed(line.trim_end());
    let is_plain = before.ends_with(words.split_whitespace().last()?);
    let line = text.get(end..)?.lines().next()?;
    let comment = line.trim_start().strip_prefix('#')?;
    (is_plain && comment.starts_with(char::is_alphanumeric)).then_some(line)
}

fn fault(path: &RelPath, text: &str, offset: usize, error: &serde_yaml::Error) -> Diagnostic {
    let span = error.location().map_or_else(
        || Span::new(offset, offset + text.lines().next().map_or(0, str::len)),
        |location| {
            let span = location.span();
            let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
            let at = || {
                let (line, column) = (count(location.line()), count(location.column()));
                Lines::new(text.as_bytes()).offset(Position { line, column }, Unit::Character)
            };
            let start = span.byte_offset().map_or_else(at, |byte| byte as usize).min(text.len());
            let end = start + span.byte_len().unwrap_or(0) as usize;
            Span::new(offset + start, offset + end.min(text.len()))
        },
    );
    let words = first_line(&error.to_string());
    let has_aliases = text.contains('&') && text.contains('*');
    let (message, help) = in_our_words(&words, has_aliases);
    let message = message.map_or_else(|| format!("invalid YAML: {words}"), str::to_owned);
    let diagnostic = Diagnostic::new(Code::InvalidYaml, message).at(Place::new(path, span));
    if help.is_empty() { diagnostic } else { diagnostic.help(help) }
}

/// The parser's words in ours, where ours help more, and what to do.
fn in_our_words(words: &str, has_aliases: bool) -> (Option<&'static str>, &'static str) {
    const QUOTES: &str =
        "put the text in quotes: `: `, ` #` and some signs at its start mean something";
    if words.contains("Nodes") && !has_aliases {
        return (Some("this document has too many values"), "part it into several files");
    }
    let known: [(&str, Option<&str>, &str); 11] = [
        ("mapping values are not allowed", None, QUOTES),
        ("unexpected character", None, QUOTES),
        ("trailing content after", None, "inside single quotes, write a quote twice: `''`"),
        (
            "multiple YAML documents",
            Some("a second YAML document starts here"),
            "remove the line `---`",
        ),
        ("Depth", Some("this nests too deeply"), "what the format has a use for nests a few steps"),
        ("recursion limit", Some("this nests too deeply"), "put text with brackets in quotes"),
        ("budget", Some("the aliases of this document unfold to too much"), "write it out instead"),
        ("alias", None, "text that starts with `*` needs quotes"),
        (
            "expected '-' indicator",
            Some("this is neither an item of the list above nor outside it"),
            "the items of a list start with `-` in one column",
        ),
        (
            "mismatched bracket",
            None,
            "close each `[` with `]` and each `{` with `}`, or put the text in quotes",
        ),
        ("unclosed", None, "text with a quote or bracket at its start needs quotes around it"),
    ];
    let found = known.iter().find(|(part, _, _)| words.contains(part));
    found.map_or((None, ""), |(_, message, help)| (*message, *help))
}

/// The first line of the parser's message, in lower case and without its position, which the
/// diagnostic shows itself.
fn first_line(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    let line = line.split_once(" at line ").map_or(line, |(words, _)| words);
    let line = match line.split_once(": ") {
        Some((position, words)) if position.contains("line") => words,
        _ => line,
    };
    let mut chars = line.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// A value as the YAML crate gives it: scalars are typed, but not as written.
enum Raw {
    Null,
    Bool(bool),
    Number,
    Text(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

fn node(raw: Spanned<Raw>, text: &str, offset: usize) -> Node {
    let location = raw.referenced.span();
    let start = location.byte_offset().unwrap_or(0) as usize;
    let end = start + location.byte_len().unwrap_or(0) as usize;
    let span = Span::new(start + offset, end + offset);
    // An alias stands where it is used but is written where it is defined.
    let written = || {
        let span = raw.defined.span();
        let start = span.byte_offset().unwrap_or(0) as usize;
        let end = start + span.byte_len().unwrap_or(0) as usize;
        text.get(start..end).unwrap_or_default().trim().to_owned()
    };
    let value = match raw.value {
        Raw::Null => Value::Null,
        Raw::Bool(value) => Value::Bool(value, written()),
        Raw::Number => Value::Number(written()),
        // Composed, since names are compared byte by byte.
        Raw::Text(text) => Value::Text(composed(&text).into_owned()),
        Raw::List(items) => {
            Value::List(items.into_iter().map(|item| node(item, text, offset)).collect())
        }
        Raw::Map(entries) => Value::Map(
            entries.into_iter().map(|(key, value)| entry(key, value, text, offset)).collect(),
        ),
    };
    Node { value, span }
}

fn entry(key: Spanned<Raw>, value: Spanned<Raw>, text: &str, offset: usize) -> Entry {
    let key = node(key, text, offset);
    let name = match key.value {
        Value::Text(text) | Value::Number(text) | Value::Bool(_, text) => text,
        Value::Null => "~".to_owned(),
        Value::List(_) | Value::Map(_) => "?".to_owned(),
    };
    Entry { key: name, key_span: key.span, node: node(value, text, offset) }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Raw, E> {
        Ok(Raw::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Raw::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Raw::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<Node>, Vec<String>) {
        let path = RelPath::new("a.yaml").expect("a path");
        let mut diagnostics = Diagnostics::default();
        let node = parse_yaml(&path, text, 0, &mut diagnostics);
        let told = diagnostics.iter().map(|it| {
            let span = it.place.as_ref().map(|place| place.span).unwrap_or_default();
            format!("{}: {:?}", it.code, &text[span.start..span.end])
        });
        (node, told.collect())
    }

    #[test]
    fn a_tab_in_the_indentation_is_shown() {
        for text in [
            "a:\n\tb: 1\n",
            "a:\n  - b\n\t- c\n",
            "a: b\n\tc: d\n",
            "a: |\n\tx\n",
            "a:\n  b: 1\n \t c: 2\n",
        ] {
            assert_eq!(read(text), (None, vec!["invalid-yaml: \"\\t\"".to_owned()]), "{text:?}");
        }
    }

    #[test]
    fn a_tab_in_a_block_of_text_is_content() {
        let (node, told) = read("a: |\n  all:\n  \tbuild\n");
        let Some(Value::Map(entries)) = node.map(|node| node.value) else { panic!("{told:?}") };
        assert_eq!(entries[0].node.value, Value::Text("all:\n\tbuild\n".to_owned()));
        assert_eq!(told, Vec::<String>::new());
        // A fault elsewhere is not laid to it.
        let (_, told) = read("a: |\n  all:\n  \tbuild\nb: {\n");
        assert_eq!(told.len(), 1);
        assert!(!told[0].contains("\\t"), "{told:?}");
    }

    #[test]
    fn a_comment_that_a_word_starts_directly_is_told() {
        let cases = [
            ("a: Engineer #2\nb: c\n", Some(" #2")),
            ("a:\n- Works on #12 and more\n", Some(" #12 and more")),
            ("a: Works\n  on #é\n", Some(" #é")),
            ("a: Engineer # two\n", None),
            ("a: Engineer ## two\n", None),
            ("a: \"Engineer\" #2\n", None),
            ("a: 'Engineer' #2\n", None),
            ("a: 3 #2\nb: true #2\nc: {d: e} #2\nf: #2\n", None),
            ("a: |\n  Engineer #2\n", None),
            ("a: C#2\n", None),
        ];
        for (text, expected) in cases {
            let expected: Vec<String> =
                expected.iter().map(|it| format!("comment-in-value: {it:?}")).collect();
            assert_eq!(read(text).1, expected, "{text:?}");
        }
    }
}
