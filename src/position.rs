//! Bytes of a text <-> lines and columns.
//!
//! Everything inside counts bytes. Lines and columns exist only where a place is shown to a person
//! or exchanged with an editor; both are counted from 1, as compilers do. Offsets and positions that
//! lie outside the text mean its nearest end.

use std::ops::Range;

/// What a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Bytes of UTF-8.
    Byte,
    /// Characters, that is code points, as people and compilers count them.
    Character,
    /// Code units of UTF-16, as JavaScript and the language server protocol count them.
    Utf16,
}

/// A line and a column, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// Where the lines of a text start. A line ends with CR, LF or CRLF, which no column counts, and no
/// more does a byte-order mark. Bytes that are not UTF-8 are counted as well as they can be.
#[derive(Debug)]
pub struct Lines<'a> {
    bytes: &'a [u8],
    /// Ascending, and never empty.
    starts: Vec<usize>,
}

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

impl<'a> Lines<'a> {
    /// The lines of a text.
    pub fn new(bytes: &'a [u8]) -> Self {
        let mut first = 0;
        while bytes[first..].starts_with(BYTE_ORDER_MARK) {
            first += BYTE_ORDER_MARK.len();
        }
        let breaks = bytes.iter().enumerate().filter(|(at, byte)| match byte {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        let starts = std::iter::once(first).chain(breaks.map(|(at, _)| at + 1)).collect();
        Self { bytes, starts }
    }

    /// The bytes of the text.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The bytes of a line without its line break; the last line if there are not so many.
    pub fn line(&self, number: usize) -> Range<usize> {
        let index = number.clamp(1, self.starts.len()) - 1;
        let start = self.starts[index];
        let Some(&next) = self.starts.get(index + 1) else { return start..self.bytes.len() };
        let is_crlf = self.bytes[start..next].ends_with(b"\r\n");
        start..next - if is_crlf { 2 } else { 1 }
    }

    /// The range cut to what the text has, and widened to whole characters.
    pub fn sound(&self, range: Range<usize>) -> Range<usize> {
        let start = range.start.clamp(self.starts[0], self.bytes.len());
        let end = range.end.clamp(start, self.bytes.len());
        self.floor(start)..self.ceiling(end)
    }

    /// The position of an offset: inside a character that of the character, inside a line break that
    /// of the end of the line.
    pub fn position(&self, offset: usize, unit: Unit) -> Position {
        let offset = self.floor(offset.clamp(self.starts[0], self.bytes.len()));
        let number = self.starts.partition_point(|start| *start <= offset);
        let line = self.line(number);
        let before = &self.bytes[line.start..offset.min(line.end)];
        let column = match unit {
            Unit::Byte => before.len(),
            Unit::Character | Unit::Utf16 => before.iter().map(|byte| width(*byte, unit)).sum(),
        };
        Position { line: number, column: column + 1 }
    }

    /// The offset of a position: behind the end of a line that end, inside a character its start.
    pub fn offset(&self, position: Position, unit: Unit) -> usize {
        let line = self.line(position.line);
        if position.line > self.starts.len() {
            return line.end;
        }
        let wanted = position.column.saturating_sub(1);
        if unit == Unit::Byte {
            return self.floor(line.start.saturating_add(wanted).min(line.end));
        }
        let mut column = 0;
        for at in line.clone().filter(|at| self.is_boundary(*at)) {
            let after = column + width(self.bytes[at], unit);
            if after > wanted {
                return at;
            }
            column = after;
        }
        line.end
    }

    /// Whether a character, or a byte that is no part of one, starts at an offset.
    fn is_boundary(&self, offset: usize) -> bool {
        self.bytes.get(offset).is_none_or(|byte| !is_continuation(*byte))
    }

    /// The last boundary up to an offset. Bytes that are not UTF-8 may look like the inside of an
    /// endless character, of which no more is passed over than a character can have.
    fn floor(&self, offset: usize) -> usize {
        let lowest = offset.saturating_sub(3).max(self.starts[0]);
        (lowest..=offset).rev().find(|at| self.is_boundary(*at)).unwrap_or(lowest)
    }

    /// The first boundary from an offset on, with the same bound.
    fn ceiling(&self, offset: usize) -> usize {
        let highest = (offset + 3).min(self.bytes.len());
        (offset..=highest).find(|at| self.is_boundary(*at)).unwrap_or(highest)
    }
}

fn is_continuation(byte: u8) -> bool {
    byte >> 6 == 0b10
}

/// How much a byte adds to a column: the first byte of a character stands for all of it.
fn width(byte: u8, unit: Unit) -> usize {
    match byte {
        _ if is_continuation(byte) => 0,
        // Four bytes of UTF-8 are a surrogate pair.
        0xf0.. if unit == Unit::Utf16 => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const UNITS: [Unit; 3] = [Unit::Byte, Unit::Character, Unit::Utf16];

    fn at(text: &str, offset: usize, unit: Unit) -> (usize, usize) {
        let Position { line, column } = Lines::new(text.as_bytes()).position(offset, unit);
        (line, column)
    }

    fn offset(text: &str, line: usize, column: usize, unit: Unit) -> usize {
        Lines::new(text.as_bytes()).offset(Position { line, column }, unit)
    }

    #[test]
    fn each_line_break_ends_a_line() {
        let text = "a\nb\rc\r\nd";
        let lines = Lines::new(text.as_bytes());
        let all: Vec<&str> = (1..=4).map(|number| &text[lines.line(number)]).collect();
        assert_eq!(all, ["a", "b", "c", "d"]);
        assert_eq!(at(text, 7, Unit::Character), (4, 1));
        assert_eq!(at("a\n", 2, Unit::Character), (2, 1));
        assert_eq!(at("\r\r\n\n", 4, Unit::Character), (4, 1));
    }

    #[test]
    fn inside_a_line_break_is_the_end_of_its_line() {
        assert_eq!(at("ab\r\ncd", 2, Unit::Byte), (1, 3));
        assert_eq!(at("ab\r\ncd", 3, Unit::Byte), (1, 3));
    }

    #[test]
    fn columns_count_what_they_are_asked_to() {
        let text = "é𝄞x";
        for (unit, column) in UNITS.into_iter().zip([7, 3, 4]) {
            assert_eq!(at(text, 6, unit), (1, column), "{unit:?}");
            assert_eq!(offset(text, 1, column, unit), 6, "{unit:?}");
        }
    }

    #[test]
    fn the_inside_of_a_character_is_its_start() {
        for unit in UNITS {
            assert_eq!(at("a𝄞b", 3, unit), (1, 2), "{unit:?}");
        }
        assert_eq!(offset("a𝄞b", 1, 3, Unit::Utf16), 1);
        assert_eq!(offset("a𝄞b", 1, 4, Unit::Byte), 1);
        assert_eq!(Lines::new("a𝄞b".as_bytes()).sound(2..3), 1..5);
    }

    #[test]
    fn a_byte_order_mark_has_no_column() {
        for unit in UNITS {
            assert_eq!(at("\u{feff}ab", 0, unit), (1, 1));
            assert_eq!(at("\u{feff}ab", 4, unit), (1, 2));
            assert_eq!(offset("\u{feff}ab", 1, 1, unit), 3);
        }
    }

    #[test]
    fn what_lies_outside_means_the_nearest_end() {
        for unit in UNITS {
            assert_eq!(at("ab\nc", 99, unit), (2, 2));
            assert_eq!(offset("ab\nc", 1, 99, unit), 2);
            assert_eq!(offset("ab\nc", 9, 1, unit), 4);
            assert_eq!(offset("ab\nc", 0, 0, unit), 0);
            assert_eq!(at("", 5, unit), (1, 1));
        }
    }

    proptest! {
        /// There and back again, for every offset that has a position of its own.
        #[test]
        fn positions_and_offsets_agree(text in "(\u{feff})?[aé𝄞\r\n\u{feff}]{0,40}") {
            let lines = Lines::new(text.as_bytes());
            let marks = text.len() - text.trim_start_matches('\u{feff}').len();
            for unit in UNITS {
                for at in (marks..=text.len()).filter(|at| text.is_char_boundary(*at)) {
                    if at > 0 && text.as_bytes()[at - 1..].starts_with(b"\r\n") {
                        continue;
                    }
                    prop_assert_eq!(lines.offset(lines.position(at, unit), unit), at);
                }
            }
        }

        /// A slow count that reads the text from its start.
        #[test]
        fn positions_are_those_of_a_plain_count(text in "[aé𝄞\r\n]{0,40}", at in 0_usize..90) {
            let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
            let before = text[..at].replace("\r\n", "\n").replace('\r', "\n");
            let inside_break = text[..at].ends_with('\r') && text[at..].starts_with('\n');
            prop_assume!(!inside_break);
            let last = before.rsplit('\n').next().unwrap();
            let line = before.matches('\n').count() + 1;
            let lines = Lines::new(text.as_bytes());
            let columns = [last.len(), last.chars().count(), last.encode_utf16().count()];
            for (unit, before) in UNITS.into_iter().zip(columns) {
                prop_assert_eq!(lines.position(at, unit), Position { line, column: before + 1 });
            }
        }

        /// Bytes that are no text are no trouble either.
        #[test]
        fn any_bytes_have_positions(bytes in prop::collection::vec(any::<u8>(), 0..60), at in 0_usize..80) {
            let lines = Lines::new(&bytes);
            for unit in UNITS {
                let found = lines.position(at, unit);
                prop_assert!(lines.offset(found, unit) <= bytes.len());
                let sound = lines.sound(at..at + 3);
                prop_assert!(sound.start <= sound.end && sound.end <= bytes.len());
            }
        }
    }
}
