//! Texts that stay what they are in programs that calculate.

/// The most UTF-16 units that are put in one cell, below the 32,767 that a sheet takes.
const MOST: usize = 32_000;

/// What a cut text ends with.
const CUT: &str = " […]";

/// A text as the value of a cell of CSV: one that a program would take for a formula gets `'` in front, as people
/// write it. [`from_csv`] takes exactly that away.
pub fn to_csv(text: &str) -> String {
    if looks_like_formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// The text behind the value of a cell of CSV.
pub fn from_csv(value: &str) -> &str {
    value.strip_prefix('\'').filter(|_| looks_like_formula(value)).unwrap_or(value)
}

/// Whether a text begins with what starts a formula, behind any number of `'`: that one which has some of them
/// already gets one more is what makes the way back certain.
pub fn looks_like_formula(text: &str) -> bool {
    let text = text.trim_start_matches('\'');
    // Programs for Chinese and Japanese take the wide forms as well.
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// A text that a cell can hold; what is cut off is marked.
pub fn fitting(text: String) -> String {
    let mut units = 0;
    let cut = text.char_indices().find(|(_, it)| {
        units += it.len_utf16();
        units > MOST
    });
    match cut {
        Some((at, _)) => format!("{}{CUT}", &text[..at]),
        None => text,
    }
}

/// A text without white space around it, with one kind of line break.
pub fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{0b}'], "\n")
        .replace('\u{a0}', " ")
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_would_be_a_formula_is_text() {
        for text in ["=1+1", "+1", "-1", "@sum", "'=1", "＝1", "\t=1"] {
            assert!(to_csv(text).starts_with('\''), "{text}");
        }
        for text in ["", "Ships it", "'quoted' words", "a=b", "1-2", "'"] {
            assert_eq!(to_csv(text), text);
            assert_eq!(from_csv(text), text);
        }
    }

    #[test]
    fn a_text_that_no_cell_holds_is_cut_and_marked() {
        let cut = fitting("🙂".repeat(20_000));
        assert_eq!(cut.encode_utf16().count(), MOST + CUT.encode_utf16().count());
        assert!(cut.ends_with("🙂 […]"));
        assert_eq!(fitting("a".repeat(MOST)), "a".repeat(MOST));
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in "['=+@a \t-]{0,6}") {
            let written = to_csv(&text);
            prop_assert_eq!(from_csv(&written), &text);
        }
    }
}
