//! How high words stand in a column. No program that only opens a sheet works that out, so each row says it.

/// How many lines words take in a column of a width, given as sheets give it: in digits of their own font. Words are wrapped as programs do it: whole, unless one alone is too long.
pub fn lines(text: &str, width: f64, is_strong: bool) -> usize {
    // Bold letters are wider; and a line more does less harm than one that is cut off.
    let scale = if is_strong { 1.10 } else { 1.03 };
    let width = (width - INDENT) * DIGIT / scale;
    text.split('\n').map(|line| wrapped(line, width)).sum()
}

/// The height of a row with so many lines of text, in points.
pub fn height(lines: usize) -> f64 {
    lines.max(1) as f64 * LINE + PADDING
}

/// The most lines that a row holds: it is at most 409 points high.
pub const HIGHEST: usize = 30;

const LINE: f64 = 12.75;
const PADDING: f64 = 4.0;

/// What the distance from the lines between columns takes of a column, in digits.
const INDENT: f64 = 1.5;

/// A digit as sheets count it, seven pixels, in heights of the letters, which are ten points.
const DIGIT: f64 = 0.525;

fn wrapped(line: &str, width: f64) -> usize {
    let mut lines = 1;
    let mut used = 0.0;
    for word in line.split_inclusive(' ') {
        let whole: f64 = word.chars().map(letter).sum();
        let visible: f64 = word.trim_end().chars().map(letter).sum();
        if used > 0.0 && used + visible > width {
            lines += 1;
            used = 0.0;
        }
        used += whole;
        // A word that is longer than a line goes on in the next.
        while used > width && visible > width {
            lines += 1;
            used -= width;
        }
    }
    lines
}

/// How wide a letter is, in heights of the letters, as in Arial and what stands in for it.
fn letter(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | '\'' | '’' | '|' => 0.23,
        ' ' | 't' | 'f' | '.' | ',' | ':' | ';' | '!' | 'I' | '/' => 0.28,
        'r' | '-' | '(' | ')' | '•' | '“' | '”' => 0.35,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 0.5,
        'w' | 'C' | 'D' | 'H' | 'N' | 'R' | 'U' => 0.73,
        'G' | 'O' | 'Q' => 0.78,
        'm' | 'M' => 0.84,
        'W' | '—' | '…' => 1.0,
        it if it.is_uppercase() => 0.67,
        it if it.is_ascii() => 0.556,
        // Letters of Chinese, Japanese and Korean, and pictures, are as wide as high.
        it if (it as u32) >= 0x1100 => 1.0,
        _ => 0.56,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_wrap_whole() {
        assert_eq!(lines("", 10.0, false), 1);
        assert_eq!(lines("Ships it", 10.0, false), 1);
        assert_eq!(lines("Ships it every single day", 12.0, false), 3);
        assert_eq!(lines("Ships it\nPlans it", 20.0, false), 2);
        assert_eq!(lines(&"a".repeat(100), 20.0, false), 6);
        assert_eq!(lines("設計を説明する", 12.0, false), 2);
    }
}
