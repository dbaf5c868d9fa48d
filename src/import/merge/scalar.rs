//! Other words in a scalar of YAML, in the style in which it is written.

use super::words;
use crate::diagnostic::{Place, Span};
use crate::edit::Edit;
use crate::handbook::Criterion;
use crate::import::escape::{quoted, yaml};
use crate::read::{ReadOptions, short_text};
use crate::tree::Tree;

/// The edit after which a criterion that is a value of a register reads as a text does; why there is none.
pub fn edit(
    it: &Criterion,
    text: &str,
    project: &Tree,
    options: &ReadOptions,
) -> Result<Edit, String> {
    const UNCLEAR: &str =
        "the way it is written in the register cannot be edited safely; change it there";
    let Place { path, span } = &it.place;
    let file = project.get(path.as_str()).ok_or(UNCLEAR)?;
    let source = file.text().ok_or(UNCLEAR)?;
    let span = block_of(source, *span).unwrap_or(*span);
    let scalar = Scalar::read(source, span).ok_or(UNCLEAR)?;
    let value = scalar.value();
    let prose = short_text(path, &value, options);
    if prose.text() != it.text.text() {
        return Err(UNCLEAR.to_owned());
    }
    let (changed, middle) = words::change(&prose, text, &value)?;
    if middle.chars().any(char::is_control) {
        return Err("it has characters that a register cannot have as they are".to_owned());
    }
    let (span, text) = scalar.with(&value, changed, &middle).ok_or(UNCLEAR)?;
    Ok(Edit { place: Place::new(path, span), text })
}

/// A block from its `|` or `>` on. The parser says where the words of a block stand, which is below that.
fn block_of(source: &str, span: Span) -> Option<Span> {
    let above = source.get(..span.start)?.trim_end_matches(' ').strip_suffix('\n')?;
    let head = above.trim_end().trim_end_matches(['-', '+']);
    let sign = head.len().checked_sub(1).filter(|_| head.ends_with(['|', '>']))?;
    let is_alone = source[..sign].ends_with(' ');
    is_alone.then(|| Span::new(sign, span.end))
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Plain,
    Single,
    Double,
    /// A block after `|`.
    Literal,
    /// A block after `>`.
    Folded,
}

/// A scalar: its characters, each with the bytes of the file that say it.
#[derive(Debug)]
struct Scalar {
    style: Style,
    span: Span,
    letters: Vec<(char, Span)>,
}

impl Scalar {
    /// The scalar at a place; `None` for what is written in a way that is not understood here, such as with an anchor.
    fn read(source: &str, span: Span) -> Option<Self> {
        let written = source.get(span.start..span.end)?.trim_end();
        let style = match written.chars().next()? {
            '\'' => Style::Single,
            '"' => Style::Double,
            '|' => Style::Literal,
            '>' => Style::Folded,
            '&' | '!' | '*' | '[' | '{' => return None,
            _ => Style::Plain,
        };
        let letters = match style {
            Style::Plain => flow(written, |rest| Some((rest.chars().next()?, None)))?,
            Style::Single => flow(inside(written, '\'')?, single)?,
            Style::Double => flow(inside(written, '"')?, double)?,
            Style::Literal | Style::Folded => block(written, style == Style::Folded)?,
        };
        let quote = usize::from(matches!(style, Style::Single | Style::Double));
        let shift = span.start + quote;
        let letters = letters.into_iter().map(|(it, at)| (it, at.shifted(shift))).collect();
        Some(Self { style, span: Span::new(span.start, span.start + written.len()), letters })
    }

    fn value(&self) -> String {
        self.letters.iter().map(|(letter, _)| *letter).collect()
    }

    /// What stands in the file where other words take the place of some bytes of the value.
    fn with(&self, value: &str, changed: Span, middle: &str) -> Option<(Span, String)> {
        let number = |at: usize| value.get(..at).map(|it| it.chars().count());
        let (first, end) = (number(changed.start)?, number(changed.end)?);
        let start = match first.checked_sub(1) {
            _ if first < end => self.letters[first].1.start,
            Some(before) => self.letters[before].1.end,
            None => self.letters.first()?.1.start,
        };
        let span = match end.checked_sub(1).filter(|_| first < end) {
            Some(last) => Span::new(start, self.letters[last].1.end),
            None => Span::new(start, start),
        };
        let new = format!("{}{middle}{}", &value[..changed.start], &value[changed.end..]);
        let text = match self.style {
            Style::Plain if !is_plain(&new, middle) => return Some((self.span, quoted(&new))),
            Style::Single => middle.replace('\'', "''"),
            Style::Double => middle.replace('\\', "\\\\").replace('"', "\\\""),
            Style::Plain | Style::Literal | Style::Folded => middle.to_owned(),
        };
        Some((span, text))
    }
}

/// Whether a value may stand without quotes in which some letters are new. In a list in brackets fewer letters may.
fn is_plain(value: &str, new: &str) -> bool {
    let starts = value.chars().next().is_some_and(|it| it.is_alphanumeric() || it == '(');
    let is_word = !value.contains(char::is_whitespace) && yaml(value) != value;
    starts
        && !is_word
        && !new.contains([',', '[', ']', '{', '}', '"'])
        && !value.contains(": ")
        && !value.contains(" #")
        && !value.ends_with([':', ' '])
}

fn inside(written: &str, quote: char) -> Option<&str> {
    written.strip_prefix(quote)?.strip_suffix(quote)
}

/// A character at the beginning of a text; with how many bytes it has, where these are not its own.
type Letter = Option<(char, Option<usize>)>;

fn single(rest: &str) -> Letter {
    match rest.starts_with("''") {
        true => Some(('\'', Some(2))),
        false => Some((rest.chars().next()?, None)),
    }
}

fn double(rest: &str) -> Letter {
    let Some(escape) = rest.strip_prefix('\\') else { return Some((rest.chars().next()?, None)) };
    let code = |digits: usize| {
        let digits = escape.get(1..=digits)?;
        Some((char::from_u32(u32::from_str_radix(digits, 16).ok()?)?, Some(digits.len() + 2)))
    };
    match escape.chars().next()? {
        it @ ('"' | '\\' | '/' | ' ') => Some((it, Some(2))),
        'n' => Some(('\n', Some(2))),
        't' => Some(('\t', Some(2))),
        '_' => Some(('\u{a0}', Some(2))),
        'x' => code(2),
        'u' => code(4),
        'U' => code(8),
        _ => None,
    }
}

/// The characters of a scalar in which a line break is a blank. `None` if there are blank lines in it.
fn flow(written: &str, letter: impl Fn(&str) -> Letter) -> Option<Vec<(char, Span)>> {
    let mut letters: Vec<(char, Span)> = Vec::new();
    let mut at = 0;
    while at < written.len() {
        let rest = &written[at..];
        if rest.starts_with(['\n', '\r']) {
            let blank = rest.len() - rest.trim_start().len();
            if rest[..blank].matches('\n').count() > 1 {
                return None;
            }
            // Blanks before the break belong to it; those that are escaped do not.
            let is_blank =
                |it: &(char, Span)| [' ', '\t'].contains(&it.0) && it.1.end - it.1.start == 1;
            let mut start = at;
            while let Some((_, span)) = letters.last().copied().filter(is_blank) {
                letters.pop();
                start = span.start;
            }
            at += blank;
            letters.push((' ', Span::new(start, at)));
            continue;
        }
        let (it, bytes) = letter(rest)?;
        let end = at + bytes.unwrap_or(it.len_utf8());
        letters.push((it, Span::new(at, end)));
        at = end;
    }
    Some(letters)
}

/// The characters of a block. `None` where the breaks of a folded one do more than to part words.
fn block(written: &str, is_folded: bool) -> Option<Vec<(char, Span)>> {
    let (head, body) = written.split_once('\n')?;
    let is_simple = head.trim_end().chars().skip(1).all(|it| matches!(it, '-' | '+'));
    let indent = body.len() - body.trim_start_matches(' ').len();
    if !is_simple || body.starts_with(['\n', '\r']) || indent == 0 {
        return None;
    }
    let mut letters: Vec<(char, Span)> = Vec::new();
    let mut at = head.len() + 1;
    for line in body.split_inclusive('\n') {
        let words = line.trim_end_matches(['\n', '\r']);
        let own = words.strip_prefix(&*" ".repeat(indent))?;
        if own.starts_with([' ', '\t']) || own.is_empty() {
            return None;
        }
        if let Some((_, last)) = letters.last() {
            let break_and_indent = Span::new(last.end, at + indent);
            letters.push((if is_folded { ' ' } else { '\n' }, break_and_indent));
        }
        let start = at + indent;
        letters.extend(
            own.char_indices()
                .map(|(byte, it)| (it, Span::new(start + byte, start + byte + it.len_utf8()))),
        );
        at += line.len();
    }
    Some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a scalar is after `old` in its value has become `new`, as a whole.
    fn changed(written: &str, old: &str, new: &str) -> Option<String> {
        let scalar = Scalar::read(written, Span::new(0, written.len()))?;
        let value = scalar.value();
        let start = value.find(old).expect("the words");
        let (span, text) = scalar.with(&value, Span::new(start, start + old.len()), new)?;
        Some(format!("{}{text}{}", &written[..span.start], &written[span.end..]))
    }

    #[test]
    fn a_scalar_keeps_its_style() {
        let cases = [
            ("Answers for it {#a}", "for it", "for all", "Answers for all {#a}"),
            ("Answers\n  for it", "Answers for", "Stands by", "Stands by it"),
            ("Answers\n  for it", "it", "all", "Answers\n  for all"),
            ("'It''s his'", "his", "Ann's", "'It''s Ann''s'"),
            ("\"Says \\\"no\\\"\"", "no", "a \"b\\c\"", "\"Says \\\"a \\\"b\\\\c\\\"\\\"\""),
            ("\"caf\\u00e9 in\n  town\"", "é in town", "e", "\"cafe\""),
            ("|\n  Reads it\n", "it", "all: #1", "|\n  Reads all: #1\n"),
            (">-\n  Reads\n  it\n", "it", "all", ">-\n  Reads\n  all\n"),
            // What would mean something without quotes gets them.
            ("Reads it", "it", "it: all", "\"Reads it: all\""),
            ("Reads it", "it", "a, b", "\"Reads a, b\""),
            ("Reads it", "Reads it", "true", "\"true\""),
            ("Reads it", "Reads", "- Reads", "\"- Reads it\""),
            ("Reads \\ it", "it", "#1", "\"Reads \\\\ #1\""),
        ];
        for (written, old, new, expected) in cases {
            assert_eq!(changed(written, old, new).as_deref(), Some(expected), "{written}");
        }
        for written in [
            "&a Reads it",
            "!!str Reads it",
            "|2\n   Reads it\n",
            ">\n  Reads\n\n  it\n",
            "\"Reads \\\n it\"",
        ] {
            assert!(Scalar::read(written, Span::new(0, written.len())).is_none(), "{written}");
        }
    }
}
