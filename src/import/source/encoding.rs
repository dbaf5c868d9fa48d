//! Bytes of a text file -> text, by its byte-order mark or by what its bytes look like.

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The text, and what is to be known about how it was read.
pub fn text(bytes: &[u8]) -> Result<(String, Option<String>), String> {
    let (encoding, remark) = match bytes {
        [0xEF, 0xBB, 0xBF, ..] => (UTF_8, None),
        [0xFF, 0xFE, ..] => (UTF_16LE, None),
        [0xFE, 0xFF, ..] => (UTF_16BE, None),
        _ if std::str::from_utf8(bytes).is_ok() => (UTF_8, None),
        _ if zeros(bytes, 1) > bytes.len() / 5 => {
            (UTF_16LE, Some("read as UTF-16, little end first"))
        }
        _ if zeros(bytes, 0) > bytes.len() / 5 => (UTF_16BE, Some("read as UTF-16, big end first")),
        _ => {
            (WINDOWS_1252, Some("read as Windows-1252, since it is no UTF-8; look at its accents"))
        }
    };
    let (text, _, is_broken) = encoding.decode(bytes);
    if is_broken {
        return Err(format!(
            "the file says that it is {}, and has bytes that are none\n\
             help: open it in a spreadsheet, and save it as .xlsx",
            encoding.name()
        ));
    }
    if text.chars().any(|it| it == '\0') {
        return Err("the file is no text and no workbook\n\
                    help: .xlsx, .csv, .tsv, .md and .html are read"
            .to_owned());
    }
    Ok((text.into_owned(), remark.map(str::to_owned)))
}

/// How many bytes are zero of those at even or odd places.
fn zeros(bytes: &[u8], first: usize) -> usize {
    bytes.iter().skip(first).step_by(2).filter(|it| **it == 0).count()
}
