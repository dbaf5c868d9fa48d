//! A list as CSV, as RFC 4180 has it, with a byte-order mark: without one, Excel takes UTF-8 for another encoding,
//! and what is saved from there has lost its letters.

use super::list::List;
use super::safe::to_csv;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The bytes of a list.
pub fn write(list: &List) -> Vec<u8> {
    let bytes = BYTE_ORDER_MARK.as_bytes().to_vec();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(bytes);
    for fields in std::iter::once(&list.columns).chain(&list.rows) {
        let written = writer.write_record(fields.iter().map(|field| to_csv(field)));
        written.expect("all rows have the same number of fields, and memory takes them");
    }
    writer.into_inner().expect("memory takes all bytes")
}
