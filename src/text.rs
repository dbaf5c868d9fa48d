//! Bytes of a file -> text, or a diagnostic that says where it is none; and that text, shared by what was read of it.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use memchr::memmem;

use crate::diagnostic::{Code, Diagnostic, Place, Span};
use crate::tree::{File, RelPath};

/// The largest text file that is read, in bytes. A register of a thousand competencies has a
/// hundredth of it; beyond it, parsing would be felt.
const LARGEST: usize = 8 << 20;

/// The text of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text<'a> {
    /// The text, without the byte-order mark that editors on Windows put before it.
    pub text: &'a str,
    /// Where the text starts in the file: after the byte-order mark.
    pub offset: usize,
}

impl<'a> Text<'a> {
    /// The text of the file at a path.
    ///
    /// # Errors
    ///
    /// If it is not UTF-8, too large to be read as text, or holds a conflict that git could not merge: then
    /// what it says is not decided yet.
    pub fn of(path: &RelPath, file: &'a File) -> Result<Self, Box<Diagnostic>> {
        let bytes = file.bytes();
        if bytes.len() > LARGEST {
            return Err(Box::new(too_large(path, bytes.len())));
        }
        let whole = match file.text() {
            Some(text) => text,
            None => std::str::from_utf8(bytes)
                .map_err(|error| not_utf8(path, bytes, error.valid_up_to()))?,
        };
        let text = whole.trim_start_matches('\u{feff}');
        let offset = whole.len() - text.len();
        match conflicts(text).as_slice() {
            [] => Ok(Self { text, offset }),
            [first, others @ ..] => {
                let span = Span::new(first.start, first.end).shifted(offset);
                Err(Box::new(unmerged(Place::new(path, span), others.len())))
            }
        }
    }
}

/// A file with its text, for what was read of it: there are no copies of its words then. Cheap to clone, and small.
#[derive(Clone)]
pub struct TextFile(Arc<PathAndText>);

struct PathAndText {
    path: RelPath,
    text: Arc<str>,
}

impl TextFile {
    /// The file at a path.
    pub fn new(path: &RelPath, file: &File) -> Self {
        Self::of(path, file.text().cloned().unwrap_or_default())
    }

    /// The file at a path for words that do not stand in it as they are, such as those of a value of YAML.
    pub fn without_text(path: &RelPath) -> Self {
        Self::of(path, Arc::default())
    }

    fn of(path: &RelPath, text: Arc<str>) -> Self {
        Self(Arc::new(PathAndText { path: path.clone(), text }))
    }

    /// Its path.
    pub fn path(&self) -> &RelPath {
        &self.0.path
    }

    /// All of its text, with its byte-order mark, so that bytes of the file are bytes of it.
    pub fn text(&self) -> &str {
        &self.0.text
    }
}

impl fmt::Debug for TextFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.path(), f)
    }
}

/// Whether some words stand in a text: several times as fast as the standard library tells, which counts where
/// each file is asked for many.
pub fn contains(text: &str, words: &str) -> bool {
    memmem::find(text.as_bytes(), words.as_bytes()).is_some()
}

/// Where conflicts begin that git left in a text: their first lines. What stands between fences is an
/// example of one.
fn conflicts(text: &str) -> Vec<Range<usize>> {
    const WIDTH: usize = 7;
    let mut found = Vec::new();
    if !contains(text, "<<<<<<<") {
        return found;
    }
    let mut is_fenced = false;
    // The line that opens a conflict, and whether the line between its two versions has been seen.
    let mut open: Option<(Range<usize>, bool)> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_end();
        let has_mark = |mark: char| {
            let rest = words.trim_start_matches(mark);
            words.len() - rest.len() == WIDTH && (rest.is_empty() || rest.starts_with(' '))
        };
        if open.is_none() && (words.starts_with("```") || words.starts_with("~~~")) {
            is_fenced = !is_fenced;
        }
        if has_mark('<') && !is_fenced {
            open = Some((start..start + words.len(), false));
        } else if has_mark('=') {
            open = open.map(|(first, _)| (first, true));
        } else if has_mark('>') {
            found.extend(open.take().filter(|(_, halved)| *halved).map(|(first, _)| first));
        }
        start += line.len();
    }
    found
}

fn unmerged(place: Place, others: usize) -> Diagnostic {
    let message = match others {
        0 => "git could not merge two versions of this file".to_owned(),
        others => {
            format!("git could not merge two versions of this file, at {} places", others + 1)
        }
    };
    Diagnostic::new(Code::MergeConflict, message)
        .at(place)
        .label("one version starts here")
        .help("keep what is right of both versions, and remove the lines `<<<<<<<`, `=======` and `>>>>>>>`")
}

fn not_utf8(path: &RelPath, bytes: &[u8], at: usize) -> Diagnostic {
    let is_utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let message =
        if is_utf16 { "this file is UTF-16, not UTF-8" } else { "this file is not UTF-8" };
    Diagnostic::new(Code::NotUtf8, message)
        .at(Place::new(path, Span::new(at, at + 1)))
        .label("the first byte that is not")
        .help("save it as UTF-8 in your editor")
}

fn too_large(path: &RelPath, bytes: usize) -> Diagnostic {
    let message = format!("a text file of {} MiB is too large to be read", bytes >> 20);
    Diagnostic::new(Code::FileTooLarge, message)
        .at(Place::new(path, Span::default()))
        .help(format!("split it; the limit is {} MiB", LARGEST >> 20))
}

/// The text without what could take over a terminal or reorder a line: control characters save
/// line breaks and tabs, bidirectional controls, noncharacters.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.contains(is_harmful) {
        text.replace(is_harmful, "\u{fffd}").into()
    } else {
        text.into()
    }
}

/// Whether a character could take over a terminal or reorder a line.
pub fn is_harmful(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}' => true,
        c => c.is_control(),
    }
}

/// The line break that a text has.
pub fn line_break(text: &str) -> &'static str {
    let first = text.find('\n').unwrap_or_default();
    if text[..first].ends_with('\r') { "\r\n" } else { "\n" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8]) -> Result<(String, usize), Box<Diagnostic>> {
        let path = RelPath::new("a.md").unwrap();
        let file = File::new(bytes);
        Text::of(&path, &file).map(|it| (it.text.to_owned(), it.offset))
    }

    #[test]
    fn a_byte_order_mark_is_no_text() {
        assert_eq!(of("é".as_bytes()), Ok(("é".to_owned(), 0)));
        assert_eq!(of("\u{feff}a\u{feff}".as_bytes()), Ok(("a\u{feff}".to_owned(), 3)));
        assert_eq!(of("\u{feff}\u{feff}a".as_bytes()), Ok(("a".to_owned(), 6)));
    }

    #[test]
    fn bytes_of_a_file_are_bytes_of_its_text() {
        let path = RelPath::new("a.md").unwrap();
        let text = |file: &File| TextFile::new(&path, file).text().to_owned();
        assert_eq!(text(&File::new("\u{feff}a")), "\u{feff}a");
        assert_eq!(text(&File::new(b"\xff")), "");
        assert_eq!(TextFile::without_text(&path).text(), "");
    }

    #[test]
    fn a_conflict_has_a_place_and_an_example_of_one_is_text() {
        let conflict = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n";
        let spans = |text: &str| -> Vec<(usize, usize)> {
            conflicts(text).iter().map(|it| (it.start, it.end)).collect()
        };
        assert_eq!(spans(conflict), [(0, 12)]);
        assert_eq!(spans(&format!("x\n{conflict}y\n{conflict}")), [(2, 14), (43, 55)]);
        assert_eq!(spans(&conflict.replace('\n', "\r\n")), [(0, 12)]);
        assert_eq!(spans(&conflict.replace("=======\n", "||||||| base\nc\n=======\n")), [(0, 12)]);
        let texts = [
            format!("```\n{conflict}```\n"),
            conflict.replace("<<<<<<<", "<<<<<<"),
            conflict.replace("=======\n", ""),
            conflict.replace(">>>>>>>", "> >>>>>>"),
            "Title\n=======\n".to_owned(),
        ];
        for text in texts {
            assert!(conflicts(&text).is_empty(), "{text}");
        }
        let whole = of(format!("\u{feff}{conflict}").as_bytes()).unwrap_err();
        assert_eq!(
            (whole.code, whole.place.unwrap().span),
            (Code::MergeConflict, Span::new(3, 15))
        );
    }

    #[test]
    fn what_is_no_text_has_a_place() {
        let diagnostic = of(b"\xef\xbb\xbfab\xff").unwrap_err();
        assert_eq!(diagnostic.code, Code::NotUtf8);
        assert_eq!(diagnostic.place.unwrap().span, Span::new(5, 6));
        assert_eq!(of(&vec![b' '; LARGEST + 1]).unwrap_err().code, Code::FileTooLarge);
        assert!(of(&vec![b' '; LARGEST]).is_ok());
    }
}
