//! Templates as the engine reads them: without what would be the same work for each page.
//!
//! UI strings that are the same on every page are put in where a template asks for them, and so are components that are
//! called with constants. A page asks for dozens, and each question costs as much as some lines of text. The indentation of lines is left out, which would be a sixth of a large
//! page.

use std::ops::Range;

use memchr::{memchr_iter, memmem};

/// What stands before and behind the key of a string.
const BEFORE: &str = "{{ t(key=\"";
const BEHIND: &str = "\") }}";

/// The same of the call of a component, which takes no white space away.
const BEFORE_CALL: &str = "{{ <";
const BEHIND_CALL: &str = " /> }}";

/// How tags of the engine start and end.
const TAGS: [(&str, &str); 3] = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];

/// The same of elements in which white space counts.
const VERBATIM: [(&str, &str); 2] = [("<pre", "</pre>"), ("<textarea", "</textarea>")];

/// A template as the engine reads it.
pub struct Prepared {
    pub text: String,
    /// What stands there for something else, in order.
    edits: Vec<Edit>,
}

struct Edit {
    /// Where it stands in the text.
    range: Range<usize>,
    /// Where in the template stands what it is for.
    original: Range<usize>,
}

impl Prepared {
    /// Prepares a template. `string` is the UI string of a key, and `constant` what the call of a component shows on
    /// every page, if there is one.
    pub fn new(
        template: &str,
        string: impl Fn(&str) -> Option<String>,
        constant: impl Fn(&str) -> Option<String>,
    ) -> Self {
        let mut wanted = indentations(template);
        // What stands in `raw` is shown as it is.
        if !["{% raw", "{%- raw"].iter().any(|tag| template.contains(tag)) {
            wanted.extend(strings(template, string));
            let calls = calls(template);
            wanted.extend(calls.filter_map(|(range, call)| Some((range, constant(call)?))));
        }
        wanted.sort_by_key(|(original, _)| original.start);
        let (mut text, mut edits) = (String::with_capacity(template.len()), Vec::new());
        let mut done = 0;
        for (original, shown) in wanted {
            text.push_str(&template[done..original.start]);
            let start = text.len();
            text.push_str(&shown);
            done = original.end;
            edits.push(Edit { range: start..text.len(), original });
        }
        text.push_str(&template[done..]);
        Self { text, edits }
    }

    /// Where something stands in the template that stands here in the text.
    pub fn in_template(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.place(range.start, |it| it.original.start);
        start..self.place(range.end, |it| it.original.end).max(start)
    }

    /// The place in the template; `of` says which one has what stands amid a string.
    fn place(&self, at: usize, of: impl Fn(&Edit) -> usize) -> usize {
        // What was left out before a place is not part of what stands there.
        let is_before = |it: &Edit| it.range.start < at || it.range.end == at;
        match self.edits[..self.edits.partition_point(is_before)].last() {
            Some(it) if at < it.range.end => of(it),
            Some(it) => it.original.end + (at - it.range.end),
            None => at,
        }
    }
}

/// The questions for UI strings with what they are answered by, as far as that changes nothing around them.
fn strings(
    template: &str,
    string: impl Fn(&str) -> Option<String>,
) -> impl Iterator<Item = (Range<usize>, String)> {
    memmem::find_iter(template.as_bytes(), BEFORE).filter_map(move |start| {
        let key = template[start + BEFORE.len()..].split('"').next().unwrap_or_default();
        let end = start + BEFORE.len() + key.len();
        let is_plain = template[end..].starts_with(BEHIND);
        let shown = string(key).filter(|it| is_plain && is_inert(it))?;
        Some((start..end + BEHIND.len(), escaped(&shown)))
    })
}

/// Calls in a template, each with where it stands and what stands between its tags.
pub fn calls(template: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    memmem::find_iter(template.as_bytes(), BEFORE_CALL).filter_map(|start| {
        let inside = start + BEFORE_CALL.len();
        let length = template[inside..].find(BEHIND_CALL)?;
        let end = inside + length;
        Some((start..end + BEHIND_CALL.len(), &template[inside..end]))
    })
}

/// Whether a string can stand in a template: it is no part of a tag, and white space that a tag takes away is not its
/// own.
pub fn is_inert(shown: &str) -> bool {
    !shown.is_empty() && shown.trim() == shown && !shown.contains(['{', '}', '\n'])
}

/// As the engine shows it.
fn escaped(shown: &str) -> String {
    let mut escaped = Vec::with_capacity(shown.len());
    let written = tera::escape_html(shown, &mut escaped);
    written.expect("memory takes all that is written");
    String::from_utf8(escaped).expect("what was escaped stays text")
}

/// The white space at the start of lines, but for that in tags, which may be part of a text, and in elements in which it
/// counts.
fn indentations(template: &str) -> Vec<(Range<usize>, String)> {
    let mut kept: Vec<Range<usize>> =
        TAGS.iter().chain(&VERBATIM).flat_map(|tags| spans(template, tags)).collect();
    kept.sort_unstable_by_key(|it| it.start);
    let mut kept = kept.into_iter().peekable();
    let mut kept_until = 0;
    let bytes = template.as_bytes();
    let starts = memchr_iter(b'\n', bytes).map(|newline| newline + 1);
    let indentation = starts.filter_map(|start| {
        while let Some(span) = kept.next_if(|it| it.start < start) {
            kept_until = span.end.max(kept_until);
        }
        let length = bytes[start..].iter().take_while(|it| matches!(it, b' ' | b'\t')).count();
        let is_left_out = length > 0 && start >= kept_until;
        is_left_out.then(|| (start..start + length, String::new()))
    });
    indentation.collect()
}

/// From where to where something reaches that starts and ends so; to the end if it does not.
fn spans(template: &str, (start_tag, end_tag): &(&str, &str)) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut from = 0;
    while let Some(start) = template[from..].find(start_tag).map(|at| from + at) {
        from = template[start..].find(end_tag).map_or(template.len(), |at| start + at);
        spans.push(start..from);
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn string(key: &str) -> Option<String> {
        let strings = [
            ("levels", "Levels"),
            ("more", "More & \"more\""),
            ("count", "{count} levels"),
            ("comma", ", "),
            ("nothing", ""),
        ];
        let known = strings.into_iter().find(|(known, _)| *known == key);
        known.map(|(_, string)| string.to_owned())
    }

    fn constant(call: &str) -> Option<String> {
        (call == "ui.dot").then(|| "<i>•</i>".to_owned())
    }

    #[test]
    fn constants_stand_where_they_are_called() {
        for (template, text) in [
            ("a {{ <ui.dot /> }}\n  {{ <ui.dot /> }}", "a <i>•</i>\n<i>•</i>"),
            ("{{- <ui.dot /> }} {{ <ui.dot/> }}", "{{- <ui.dot /> }} {{ <ui.dot/> }}"),
            ("{{ <ui.line /> }}", "{{ <ui.line /> }}"),
            ("{% raw %}{{ <ui.dot /> }}{% endraw %}", "{% raw %}{{ <ui.dot /> }}{% endraw %}"),
        ] {
            assert_eq!(Prepared::new(template, string, constant).text, text);
        }
        let prepared = Prepared::new("a {{ <ui.dot /> }} {{ b }}", string, constant);
        let at = prepared.text.find("{{ b").unwrap();
        assert_eq!(prepared.in_template(&(at..at + 7)), 19..26);
    }

    #[test]
    fn strings_stand_where_they_are_asked_for() {
        for (template, text) in [
            ("<p>{{ t(key=\"levels\") }}</p>", "<p>Levels</p>"),
            ("<a title=\"{{ t(key=\"more\") }}\">", "<a title=\"More &amp; &quot;more&quot;\">"),
            ("{{ t(key=\"levels\") }}{{ t(key=\"levels\") }}", "LevelsLevels"),
            ("{{ t(key=\"levels\", n=2) }}", "{{ t(key=\"levels\", n=2) }}"),
            ("{{- t(key=\"levels\") }}", "{{- t(key=\"levels\") }}"),
            ("{{ t(key=\"levels\") | safe }}", "{{ t(key=\"levels\") | safe }}"),
            ("{{ t(key=\"unheard\") }}", "{{ t(key=\"unheard\") }}"),
            ("{{ t(key=\"count\") }}", "{{ t(key=\"count\") }}"),
            (
                "{{ t(key=\"comma\") }}{{ t(key=\"nothing\") }}",
                "{{ t(key=\"comma\") }}{{ t(key=\"nothing\") }}",
            ),
            (
                "{% raw %}{{ t(key=\"levels\") }}{% endraw %}",
                "{% raw %}{{ t(key=\"levels\") }}{% endraw %}",
            ),
            ("{{ t(key=\"levels", "{{ t(key=\"levels"),
        ] {
            assert_eq!(Prepared::new(template, string, constant).text, text);
        }
    }

    /// What the engine says of the text is shown in the template.
    #[test]
    fn places_in_the_text_are_those_in_the_template() {
        let template = "a {{ t(key=\"levels\") }} b {{ t(key=\"more\") }} {{ c }}";
        let prepared = Prepared::new(template, string, constant);
        for part in ["a ", " b ", "{{ c }}", "}"] {
            let at = prepared.text.rfind(part).unwrap();
            let range = prepared.in_template(&(at..at + part.len()));
            assert_eq!(&template[range], part);
        }
        let at = prepared.text.find("evel").unwrap();
        assert_eq!(&template[prepared.in_template(&(at..at + 4))], "{{ t(key=\"levels\") }}");
        let whole = prepared.in_template(&(0..prepared.text.len()));
        assert_eq!(whole, 0..template.len());
    }

    #[test]
    fn lines_lose_their_indentation_but_where_white_space_counts() {
        for (template, text) in [
            ("", ""),
            ("  a\n  b\n\t \n\n    c", "  a\nb\n\n\nc"),
            ("\n <pre>a\n  b</pre> \n  c", "\n<pre>a\n  b</pre> \nc"),
            (
                "\n <textarea>\n <pre>\n </pre>\n </textarea>\n c",
                "\n<textarea>\n <pre>\n </pre>\n </textarea>\nc",
            ),
            ("\n <pre>\n a</pre>\n b\n<pre>\n c", "\n<pre>\n a</pre>\nb\n<pre>\n c"),
            (
                "{{ \"a\n  b\" }}\n  {% if\n  c %}\n  {# d\n  e #}\n  f",
                "{{ \"a\n  b\" }}\n{% if\n  c %}\n{# d\n  e #}\nf",
            ),
            ("{{ a\n  b", "{{ a\n  b"),
        ] {
            let prepared = Prepared::new(template, string, constant);
            assert_eq!(prepared.text, text);
        }
    }

    #[test]
    fn a_place_in_a_line_is_behind_its_indentation() {
        let template = "a\n  {{ b }}\n    {{ t(key=\"levels\") }} {{ c }}";
        let prepared = Prepared::new(template, string, constant);
        for part in ["{{ b }}", "{{ c }}"] {
            let at = prepared.text.find(part).unwrap();
            assert_eq!(&template[prepared.in_template(&(at..at + part.len()))], part);
        }
    }

    #[test]
    fn calls_stand_between_tags() {
        let template = "a {{ <ui.to /> }} {{- <ui.to /> }} {{ <ui.a b=\"c\" /> }}{{ <ui";
        let found: Vec<(&str, &str)> =
            calls(template).map(|(range, call)| (&template[range], call)).collect();
        assert_eq!(
            found,
            [("{{ <ui.to /> }}", "ui.to"), ("{{ <ui.a b=\"c\" /> }}", "ui.a b=\"c\"")]
        );
    }
}
