//! Whether an archive can be unpacked without harm: a workbook is one, and a small file may unfold to anything.

use std::io::{self, Read};

use flate2::read::DeflateDecoder;

/// The most bytes that an archive unfolds to.
const MOST: u64 = 256 * 1024 * 1024;

/// The most files in an archive.
const MOST_FILES: usize = 4096;

/// Unfolds all files of an archive into nothing, and stops when that is too much. What the archive says about their
/// sizes is not believed.
pub fn check(bytes: &[u8]) -> Result<(), String> {
    let damaged =
        || "the file is damaged: it begins like a workbook and does not end like one".to_owned();
    let end = bytes.windows(4).rposition(|it| it == b"PK\x05\x06").ok_or_else(damaged)?;
    let count = number(bytes, end + 10, 2).ok_or_else(damaged)?;
    let mut at = number(bytes, end + 16, 4).ok_or_else(damaged)?;
    if count > MOST_FILES {
        return Err(format!("the file has {count} parts, which no workbook has"));
    }
    let mut left = MOST;
    for _ in 0..count {
        let (content, is_packed, next) = entry(bytes, at).ok_or_else(damaged)?;
        let unfolded = if is_packed {
            let mut unpacked = DeflateDecoder::new(content).take(left + 1);
            io::copy(&mut unpacked, &mut io::sink()).map_err(|_| damaged())?
        } else {
            content.len() as u64
        };
        left = left.checked_sub(unfolded).ok_or_else(|| {
            format!(
                "the file unfolds to more than {} MB, which no ladder fills",
                MOST / 1024 / 1024
            )
        })?;
        at = next;
    }
    Ok(())
}

/// A file of the archive by the place of its entry in the directory: its bytes, whether they are packed, and the place
/// of the next entry.
fn entry(bytes: &[u8], at: usize) -> Option<(&[u8], bool, usize)> {
    if bytes.get(at..at + 4)? != b"PK\x01\x02" {
        return None;
    }
    let (method, size) = (number(bytes, at + 10, 2)?, number(bytes, at + 20, 4)?);
    let local = number(bytes, at + 42, 4)?;
    let start = local + 30 + number(bytes, local + 26, 2)? + number(bytes, local + 28, 2)?;
    let content = bytes.get(start..start.checked_add(size)?)?;
    let names: usize =
        [28, 30, 32].iter().map(|it| number(bytes, at + it, 2)).sum::<Option<_>>()?;
    Some((content, method != 0, at + 46 + names))
}

/// A number of some bytes, the lowest first.
fn number(bytes: &[u8], at: usize, size: usize) -> Option<usize> {
    let digits = bytes.get(at..at.checked_add(size)?)?.iter().rev();
    Some(digits.fold(0, |number, digit| number << 8 | usize::from(*digit)))
}
