//! Words in Markdown.

/// Words as Markdown that shows them as they are.
pub fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for character in words.chars() {
        if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '|' | '#') {
            text.push('\\');
        }
        text.push(character);
    }
    text
}
