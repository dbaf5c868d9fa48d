//! Words that mean themselves -> Markdown and YAML that says them.

/// Words as Markdown that shows them as they are, in the middle of a line. Only what would mean something is escaped, so
/// that the source stays one to read.
pub fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    let letters: Vec<char> = words.chars().collect();
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map(|it| letters[it]);
        let after = letters.get(at + 1).copied();
        let in_word =
            before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
        let is_markup = match letter {
            '\\' => after.is_some_and(|it| it.is_ascii_punctuation()),
            '`' | '*' | '[' | ']' | '~' => true,
            '_' => !in_word,
            '<' => after.is_some_and(|it| it.is_ascii_alphabetic() || "/!?".contains(it)),
            '&' => is_entity(&letters[at + 1..]),
            '{' | '}' => true,
            '|' => true,
            _ => false,
        };
        if is_markup {
            text.push('\\');
        }
        text.push(*letter);
    }
    text
}

/// Whether letters behind an ampersand make it an entity, such as `amp;`.
fn is_entity(letters: &[char]) -> bool {
    let name = letters.strip_prefix(&['#']).unwrap_or(letters);
    let length = name.iter().take_while(|it| it.is_ascii_alphanumeric()).count();
    length > 0 && name.get(length) == Some(&';')
}

/// A line of Markdown that would begin a block, as a line of words.
pub fn as_line(line: &str) -> String {
    let line = line.trim();
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let rest = &line[digits..];
    let sign = rest.strip_prefix(['.', ')']);
    let is_number =
        (1..10).contains(&digits) && sign.is_some_and(|it| it.is_empty() || it.starts_with(' '));
    if is_number {
        return format!("{}\\{rest}", &line[..digits]);
    }
    let begins_block = line.starts_with(['#', '>', '+', '-', '=', ':']);
    if begins_block { format!("\\{line}") } else { line.to_owned() }
}

/// A text as a value of YAML, in quotes where it needs them.
pub fn yaml(text: &str) -> String {
    let is_plain = text.chars().next().is_some_and(char::is_alphabetic)
        && text.chars().all(|it| it.is_alphanumeric() || " -–’/&.()+".contains(it))
        && !text.ends_with(' ')
        && !text.contains(" #")
        && !matches!(
            text.to_lowercase().as_str(),
            "true" | "false" | "yes" | "no" | "on" | "off" | "null" | "y" | "n"
        );
    if is_plain { text.to_owned() } else { quoted(text) }
}

/// A value of YAML; a number stays one.
pub fn scalar(value: &str) -> String {
    if value.parse::<u32>().is_ok() { value.to_owned() } else { yaml(value) }
}

/// A text in double quotes, as YAML and TOML read it.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            it if it.is_control() => quoted.push_str(&format!("\\u{:04x}", it as u32)),
            it => quoted.push(it),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_means_something_is_escaped() {
        let cases = [
            ("Plans the week", "Plans the week"),
            ("snake_case and _this_", "snake_case and \\_this\\_"),
            ("a < b, <b>", "a < b, \\<b>"),
            ("R&D, AT&amp;T", "R&D, AT\\&amp;T"),
            ("[[senior]] {#x}", "\\[\\[senior\\]\\] \\{#x\\}"),
            ("C:\\new \\*", "C:\\new \\\\\\*"),
        ];
        for (words, expected) in cases {
            assert_eq!(escaped(words), expected);
        }
        assert_eq!(as_line("1. First"), "1\\. First");
        assert_eq!(as_line("2024 was good"), "2024 was good");
        assert_eq!(as_line("3.5"), "3.5");
        assert_eq!(as_line("- not"), "\\- not");
    }

    #[test]
    fn yaml_is_quoted_where_it_would_be_something_else() {
        for plain in ["Technical skills", "R&D", "Über-Ich"] {
            assert_eq!(yaml(plain), plain);
        }
        for text in ["yes", "3", "- a", "a: b", "a #b", "", "[x]", "say \"hi\""] {
            assert!(yaml(text).starts_with('"'), "{text}");
        }
    }
}
