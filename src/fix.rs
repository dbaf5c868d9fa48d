//! What mends a problem: a diagnostic and the file it is about -> edits.
//!
//! A diagnostic says which name was probably meant by another, but its place may be more than that
//! name: a scalar with its quotes, a link with its text, a heading with its attributes. The name is
//! looked for in the source, and where it is not certain which bytes are meant there is no fix.

mod attributes;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::{Attribute, Diagnostic, Diagnostics, Place, Span, Spanned};
use crate::edit::{Edit, Edits};
use crate::suggestion::Suggestion;
use crate::tree::Tree;

pub use self::attributes::addition;

/// Edits after which a problem is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as a lower-case phrase.
    pub title: String,
    /// How.
    pub edits: Vec<Edit>,
    /// Whether it may be made without a person having looked at it.
    pub safe: bool,
}

impl Fix {
    /// The fix of a problem in a project, if there is one.
    pub fn of(diagnostic: &Diagnostic, project: &Tree) -> Option<Self> {
        if !diagnostic.additions.is_empty() {
            return Self::adding(&diagnostic.additions, project);
        }
        let suggestion = diagnostic.suggestion.as_ref()?;
        let first = replacement(suggestion, diagnostic.place.as_ref()?, project)?;
        let others = diagnostic.repeats.iter().filter_map(|(place, suggestion)| {
            let certain = suggestion.as_ref().filter(|it| it.certain)?;
            replacement(certain, place, project)
        });
        Some(Self {
            title: format!("replace `{}` by `{}`", suggestion.written, suggestion.meant),
            edits: std::iter::once(first).chain(others).collect(),
            safe: suggestion.certain,
        })
    }

    /// What adds attributes. An id that is written down is the one that the criterion has; for all else its
    /// author has to vouch.
    fn adding(additions: &[Spanned<Attribute>], project: &Tree) -> Option<Self> {
        let is_id = |it: &Spanned<Attribute>| matches!(it.value, Attribute::Id(_));
        if additions.iter().all(is_id) {
            return Self::pinning(additions, project);
        }
        let mut by_place: BTreeMap<&Place, Vec<Attribute>> = BTreeMap::new();
        for it in additions {
            by_place.entry(&it.place).or_default().push(it.value.clone());
        }
        let edits = by_place.into_iter().map(|(place, it)| addition(place, &it, project));
        let words: Vec<String> = additions.iter().map(|it| format!("`{}`", it.value)).collect();
        let title = format!("add {}", words.join(" and "));
        Some(Self { title, edits: edits.collect::<Option<_>>()?, safe: false })
    }

    /// What writes down ids, each of them that can stand where it would have to.
    fn pinning(ids: &[Spanned<Attribute>], project: &Tree) -> Option<Self> {
        let edit =
            |it: &Spanned<Attribute>| addition(&it.place, std::slice::from_ref(&it.value), project);
        let edits: Vec<Edit> = ids.iter().filter_map(edit).collect();
        let title = match ids {
            [id] => format!("add `{}`", id.value),
            ids => format!("write down the ids of {} criteria", ids.len()),
        };
        (!edits.is_empty()).then_some(Self { title, edits, safe: true })
    }
}

/// What puts the name that was meant in for the one that stands at a place.
pub fn replacement(suggestion: &Suggestion, place: &Place, project: &Tree) -> Option<Edit> {
    let Suggestion { written, meant, .. } = suggestion;
    let file = project.get(place.path.as_str())?;
    let source = file.bytes().get(place.span.start..place.span.end)?;
    let source = std::str::from_utf8(source).ok()?;
    let range = locate(source, written).filter(|_| fits(meant, written, source))?;
    let span = Span::new(range.start, range.end).shifted(place.span.start);
    Some(Edit { place: Place::new(&place.path, span), text: meant.clone() })
}

/// The safe fixes of a run.
#[derive(Debug, Default)]
pub struct SafeFixes {
    /// Their edits.
    pub edits: Edits,
    /// How many fixes these are.
    pub count: usize,
}

impl SafeFixes {
    /// All that can be made together: of two that concern the same bytes the first.
    pub fn of(diagnostics: &Diagnostics, project: &Tree) -> Self {
        Self::among(diagnostics.iter(), project)
    }

    /// Those to begin with. What is wrong in one file may be the cause of what seems wrong in others:
    /// a competency has no title while its key is misspelt, and a heading would be given its id.
    pub fn first(diagnostics: &Diagnostics, project: &Tree) -> Self {
        let syntax = Self::among(diagnostics.iter().filter(|it| it.code.is_syntax()), project);
        if syntax.count > 0 { syntax } else { Self::of(diagnostics, project) }
    }

    fn among<'a>(diagnostics: impl Iterator<Item = &'a Diagnostic>, project: &Tree) -> Self {
        let mut safe = Self::default();
        for fix in diagnostics.filter_map(|it| Fix::of(it, project)).filter(|it| it.safe) {
            if safe.edits.add(project, &fix.edits).is_ok() {
                safe.count += 1;
            }
        }
        safe
    }
}

/// Where a name stands in the source of what it is reported at; `None` unless it stands there once.
fn locate(source: &str, name: &str) -> Option<Range<usize>> {
    let within = target(source)?;
    let (region, offset) = (&source[within.clone()], within.start);
    let is_part_of_name = |it: char| it.is_alphanumeric() || matches!(it, '-' | '_');
    let mut found = region.match_indices(name).map(|(at, _)| at..at + name.len()).filter(|it| {
        !region[..it.start].ends_with(is_part_of_name)
            && !region[it.end..].starts_with(is_part_of_name)
    });
    let first = found.next().filter(|_| !name.is_empty())?;
    found.next().is_none().then(|| first.start + offset..first.end + offset)
}

/// How a place is written that names something.
#[derive(PartialEq, Eq)]
enum Form {
    /// `[[name|text]]`.
    Wikilink,
    /// `[text](name)`, or a link whose target stands elsewhere, in a definition.
    Link,
    /// A key, a value, a heading, attributes, a call, a footnote.
    Other,
}

impl Form {
    fn of(source: &str) -> Self {
        match source.strip_prefix('!').unwrap_or(source) {
            link if link.starts_with("[[") => Self::Wikilink,
            note if note.starts_with("[^") && note.find(']') == Some(note.len() - 1) => Self::Other,
            link if link.starts_with('[') => Self::Link,
            _ => Self::Other,
        }
    }
}

/// The part of a source that names something: of a link what it leads to, since its text may have
/// the same words.
fn target(source: &str) -> Option<Range<usize>> {
    match Form::of(source) {
        Form::Wikilink => {
            let start = source.find("[[")? + 2;
            let length = source[start..].find(['|', ']'])?;
            Some(start..start + length)
        }
        Form::Link => Some(source.rfind("](")? + 2..source.len()),
        Form::Other => Some(0..source.len()),
    }
}

/// Whether a name can be put where another stands without quotes or escapes: of the characters that
/// mean something to YAML, TOML or Markdown it has only those that the other has as well.
fn fits(meant: &str, written: &str, source: &str) -> bool {
    // A space ends the address of a link.
    let space = Form::of(source) != Form::Link;
    let is_plain = |it: char| {
        it.is_alphanumeric() || matches!(it, '-' | '_' | '/' | '.') || (it == ' ' && space)
    };
    meant.chars().all(|it| is_plain(it) || written.contains(it))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    /// What stands at a place after the fix, if there is one.
    fn fixed(source: &str, written: &str, meant: &str) -> Option<String> {
        let project =
            Tree::from_texts([("a.md", format!("{written} {source} {written}").as_str())]);
        let (path, file) = project.iter().next().unwrap();
        let start = written.len() + 1;
        let suggestion =
            Suggestion { written: written.to_owned(), meant: meant.to_owned(), certain: true };
        let diagnostic = Diagnostic::new(Code::UnknownReference, "x")
            .at(Place::new(path, Span::new(start, start + source.len())))
            .suggest(Some(suggestion));
        let fix = Fix::of(&diagnostic, &project)?;
        let mut edits = Edits::default();
        edits.add(&project, &fix.edits).unwrap();
        let new = project.apply(&edits).unwrap();
        let new = String::from_utf8(new.get("a.md").unwrap().bytes().to_vec()).unwrap();
        let tail = file.bytes().len() - start - source.len();
        assert!(new.starts_with(&format!("{written} ")) && new.ends_with(&format!(" {written}")));
        Some(new[start..new.len() - tail].to_owned())
    }

    #[test]
    fn the_name_is_found_in_what_stands_around_it() {
        let cases = [
            ("titel", "title"),
            ("\"titel\"", "\"title\""),
            ("[[titel]]", "[[title]]"),
            ("[[titel#titel-x|the titel]]", "[[title#titel-x|the titel]]"),
            ("![[titel]]", "![[title]]"),
            ("[the titel](../titel.md \"a\")", "[the titel](../title.md \"a\")"),
            ("![titel](titel.png)", "![titel](title.png)"),
            ("## The titel {.none}", "## The title {.none}"),
            ("{{<facts level=\"ic/titel\" />}}", "{{<facts level=\"ic/title\" />}}"),
            ("[^titel]", "[^title]"),
            ("[^titel](../titel.md)", "[^titel](../title.md)"),
            ("{{<x a=\"titel-2 titel\" />}}", "{{<x a=\"titel-2 title\" />}}"),
            ("'see [[titel|é]]'", "'see [[title|é]]'"),
        ];
        for (source, after) in cases {
            assert_eq!(fixed(source, "titel", "title").as_deref(), Some(after), "{source}");
        }
    }

    #[test]
    fn a_name_that_is_not_certainly_there_is_left_alone() {
        let sources = [
            "",
            "untitel",
            "titel_x",
            "titel titel",
            "[titel][link]",
            "[titel]",
            "[titel](tit%65l.md)",
            "[[other|titel]]",
            "'see [[titel]] and titel'",
        ];
        for source in sources {
            assert_eq!(fixed(source, "titel", "title"), None, "{source}");
        }
    }

    #[test]
    fn of_two_fixes_for_the_same_bytes_the_first_is_made() {
        let project = Tree::from_texts([("a.md", "titel staf")]);
        let path = project.iter().next().unwrap().0;
        let problem = |start, end, written: &str, meant: &str, certain| {
            let (written, meant) = (written.to_owned(), meant.to_owned());
            Diagnostic::new(Code::UnknownReference, "x")
                .at(Place::new(path, Span::new(start, end)))
                .suggest(Some(Suggestion { written, meant, certain }))
        };
        let mut all = Diagnostics::default();
        all.push(problem(0, 5, "titel", "title", true));
        all.push(problem(0, 5, "titel", "titles", true));
        all.push(problem(6, 10, "staf", "staff", false));
        let safe = SafeFixes::of(&all, &project);
        assert_eq!((safe.count, safe.edits.len()), (1, 1));
        let fixed = project.apply(&safe.edits).unwrap();
        assert_eq!(fixed, Tree::from_texts([("a.md", "title staf")]));
    }

    #[test]
    fn a_name_that_would_need_quotes_is_not_put_in() {
        assert_eq!(fixed("Onws", "Onws", "Owns: it"), None);
        assert_eq!(fixed("Owns: ti", "Owns: ti", "Owns: it").as_deref(), Some("Owns: it"));
        assert_eq!(fixed("bus-factor", "bus-factor", "bus factor").as_deref(), Some("bus factor"));
        assert_eq!(fixed("[[a-b]]", "a-b", "a b").as_deref(), Some("[[a b]]"));
        assert_eq!(fixed("[x](a-b)", "a-b", "a b"), None);
    }
}
