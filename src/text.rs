//! Bytes of a file -> text, or a diagnostic that says where it is none.

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
    /// If it is not UTF-8 or too large to be read as text.
    pub fn of(path: &RelPath, file: &'a File) -> Result<Self, Box<Diagnostic>> {
        let bytes = file.bytes();
        if bytes.len() > LARGEST {
            return Err(Box::new(too_large(path, bytes.len())));
        }
        let whole = std::str::from_utf8(bytes).map_err(|error| {
            let at = error.valid_up_to();
            Box::new(
                Diagnostic::new(Code::NotUtf8, "this file is not UTF-8")
                    .at(Place::new(path, Span::new(at, at + 1)))
                    .label("the first byte that is not")
                    .help("save it as UTF-8 in your editor"),
            )
        })?;
        let text = whole.trim_start_matches('\u{feff}');
        Ok(Self { text, offset: whole.len() - text.len() })
    }
}

fn too_large(path: &RelPath, bytes: usize) -> Diagnostic {
    let message = format!("a text file of {} MiB is too large to be read", bytes >> 20);
    Diagnostic::new(Code::FileTooLarge, message)
        .at(Place::new(path, Span::default()))
        .help(format!("split it; the limit is {} MiB", LARGEST >> 20))
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
    fn what_is_no_text_has_a_place() {
        let diagnostic = of(b"\xef\xbb\xbfab\xff").unwrap_err();
        assert_eq!(diagnostic.code, Code::NotUtf8);
        assert_eq!(diagnostic.place.unwrap().span, Span::new(5, 6));
        assert_eq!(of(&vec![b' '; LARGEST + 1]).unwrap_err().code, Code::FileTooLarge);
        assert!(of(&vec![b' '; LARGEST]).is_ok());
    }
}
