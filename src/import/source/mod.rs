//! Bytes -> tables: workbooks, delimited text, and the tables of Markdown and HTML.

mod tables;
mod archive;
mod encoding;
mod workbook;
mod delimited;
mod html;
mod markdown;

pub use self::tables::Tables;
use super::grid::Remark;

/// The most bytes of a file that is read.
pub const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// Reads a file of any of the formats, which are told apart by what is in them; `name` is what it is called.
///
/// # Errors
///
/// If it holds no table, as lines of a message.
pub fn read(name: &str, bytes: &[u8]) -> Result<Tables, String> {
    if bytes.starts_with(b"PK\x03\x04") {
        archive::check(bytes)?;
        return workbook::read(bytes);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err("the file is protected with a password, or older than .xlsx\n\
                    help: open it, and save it as .xlsx without a password"
            .to_owned());
    }
    if bytes.starts_with(b"%PDF") {
        return Err("the file is a PDF, which has no cells\n\
                    help: copy the table into a spreadsheet, and save that"
            .to_owned());
    }
    let (text, remark) = encoding::text(bytes)?;
    let mut tables = if html::has_table(&text) {
        html::read(name, &text)
    } else if markdown::has_table(&text) {
        markdown::read(name, &text)
    } else {
        delimited::read(name, &text)?
    };
    tables.remarks.extend(remark.map(|message| Remark::new(name, None, message)));
    Ok(tables)
}
