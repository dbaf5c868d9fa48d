//! UI strings that a template shows as they are, which are the same on every page: they are put in where they stand, once
//! for all pages. A page asks for dozens, and each question costs as much as some lines of text.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

/// What stands before and behind the key of a string.
const BEFORE: &str = "{{ t(key=\"";
const BEHIND: &str = "\") }}";

/// A template with its constant strings.
pub struct Constants<'t> {
    /// What the engine reads.
    pub text: Cow<'t, str>,
    strings: Vec<Constant>,
}

/// A string that was put in.
struct Constant {
    /// Where it stands in the text.
    range: Range<usize>,
    /// Where the question for it stands in the template.
    question: Range<usize>,
}

impl<'t> Constants<'t> {
    /// A template with those of its strings put in that change nothing around them. `string` is that of a key, if there
    /// is one.
    pub fn of(template: &'t str, string: impl Fn(&str) -> Option<String>) -> Self {
        let mut strings = Vec::new();
        // What stands in there is shown as it is.
        if ["{% raw", "{%- raw"].iter().any(|tag| template.contains(tag)) {
            return Self { text: Cow::Borrowed(template), strings };
        }
        let mut text = String::with_capacity(template.len());
        let mut done = 0;
        for start in memmem::find_iter(template.as_bytes(), BEFORE) {
            let key = template[start + BEFORE.len()..].split('"').next().unwrap_or_default();
            let behind = &template[start + BEFORE.len() + key.len()..];
            let shown = string(key).filter(|it| behind.starts_with(BEHIND) && is_inert(it));
            let Some(shown) = shown else { continue };
            let end = start + BEFORE.len() + key.len() + BEHIND.len();
            text.push_str(&template[done..start]);
            let from = text.len();
            text.push_str(&escaped(&shown));
            strings.push(Constant { range: from..text.len(), question: start..end });
            done = end;
        }
        text.push_str(&template[done..]);
        Self { text: Cow::Owned(text), strings }
    }

    /// Where something stands in the template that stands here in the text.
    pub fn in_template(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.place(range.start, |it| it.question.start);
        start..self.place(range.end, |it| it.question.end).max(start)
    }

    /// The place in the template; `of` says which one has what stands amid a string.
    fn place(&self, at: usize, of: impl Fn(&Constant) -> usize) -> usize {
        let before = self.strings.partition_point(|it| it.range.start < at);
        match self.strings[..before].last() {
            Some(it) if at < it.range.end => of(it),
            Some(it) => it.question.end + (at - it.range.end),
            None => at,
        }
    }
}

/// Whether a string can stand in a template: it is no part of a tag, and white space that a tag takes away is not its
/// own.
fn is_inert(shown: &str) -> bool {
    !shown.is_empty() && shown.trim() == shown && !shown.contains(['{', '}', '\n'])
}

/// As the engine shows it.
fn escaped(shown: &str) -> String {
    let mut escaped = Vec::with_capacity(shown.len());
    let written = tera::escape_html(shown, &mut escaped);
    written.expect("memory takes all that is written");
    String::from_utf8(escaped).expect("what was escaped stays text")
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
            assert_eq!(Constants::of(template, string).text, text);
        }
    }

    /// What the engine says of the text is shown in the template.
    #[test]
    fn places_in_the_text_are_those_in_the_template() {
        let template = "a {{ t(key=\"levels\") }} b {{ t(key=\"more\") }} {{ c }}";
        let constants = Constants::of(template, string);
        for part in ["a ", " b ", "{{ c }}", "}"] {
            let at = constants.text.rfind(part).unwrap();
            let range = constants.in_template(&(at..at + part.len()));
            assert_eq!(&template[range], part);
        }
        let at = constants.text.find("evel").unwrap();
        assert_eq!(&template[constants.in_template(&(at..at + 4))], "{{ t(key=\"levels\") }}");
        let whole = constants.in_template(&(0..constants.text.len()));
        assert_eq!(whole, 0..template.len());
    }
}
