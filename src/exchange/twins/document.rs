//! Markdown, put together block by block.

use crate::view::{Html, Link, escaped, push_escaped};

/// A document that grows.
#[derive(Default)]
pub struct Document {
    text: String,
    /// The list that is open, by whether it has numbers.
    list: Option<bool>,
}

/// Bytes of most pages. One that outgrows its memory is copied each time.
const USUAL_LENGTH: usize = 1 << 14;

impl Document {
    /// An empty document with room for a page.
    pub fn of_page() -> Self {
        Self { text: String::with_capacity(USUAL_LENGTH), list: None }
    }

    /// A heading; its words are Markdown.
    pub fn heading(&mut self, depth: usize, words: &str) {
        self.block(&format!("{} {words}", "#".repeat(depth.min(6))));
    }

    /// A paragraph, or any other prose; nothing if there is none.
    pub fn block(&mut self, markdown: &str) {
        let markdown = markdown.trim();
        if markdown.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(markdown);
        self.text.push('\n');
        self.list = None;
    }

    /// Prose; nothing if there is none.
    pub fn prose(&mut self, prose: &Html) {
        self.block(&prose.0);
    }

    /// Plain words as a paragraph; nothing if there are none.
    pub fn words(&mut self, words: &str) {
        self.block(&escaped(words));
    }

    /// An item of a list, which may be prose of several blocks.
    pub fn item(&mut self, markdown: &str) {
        self.marked_item(0, "-", markdown);
    }

    /// An item behind a marker such as `-` or `3.`, so many spaces further in.
    pub fn marked_item(&mut self, indent: usize, marker: &str, markdown: &str) {
        let has_numbers = marker != "-";
        let is_further = indent > 0 || self.list == Some(has_numbers);
        if !(is_further && self.list.is_some() || self.text.is_empty()) {
            self.text.push('\n');
        }
        if indent == 0 || self.list.is_none() {
            self.list = Some(has_numbers);
        }
        let inside = indent + marker.len() + 1;
        self.push_spaces(indent);
        self.text.push_str(marker);
        let markdown = markdown.trim();
        // Most are one line, and there are hundreds on a page.
        if !markdown.is_empty() && !markdown.as_bytes().contains(&b'\n') {
            self.text.push(' ');
            self.text.push_str(markdown);
        } else {
            self.lines(markdown, inside);
        }
        self.text.push('\n');
    }

    /// The lines of an item, those after the first so many spaces further in.
    fn lines(&mut self, markdown: &str, inside: usize) {
        for (number, line) in markdown.lines().enumerate() {
            match number {
                0 => self.text.push(' '),
                _ => self.text.push('\n'),
            }
            if number > 0 && !line.is_empty() {
                self.push_spaces(inside);
            }
            self.text.push_str(line);
        }
    }

    fn push_spaces(&mut self, count: usize) {
        self.text.extend(std::iter::repeat_n(' ', count));
    }

    /// The text, with a newline at its end.
    pub fn finish(self) -> String {
        self.text
    }
}

/// A link; without an address its title alone.
pub fn link(link: &Link) -> String {
    link_to(&link.title, &link.href)
}

/// The same of a title and an address.
pub fn link_to(title: &str, href: &str) -> String {
    let mut link = String::with_capacity(title.len() + "[]()".len() + href.len());
    push_link(&mut link, title, href);
    link
}

/// Adds such a link to a text.
pub fn push_link(text: &mut String, title: &str, href: &str) {
    if href.is_empty() {
        push_escaped(text, title);
        return;
    }
    text.push('[');
    push_escaped(text, title);
    text.extend(["](", href, ")"]);
}

/// What is not empty, with a dot in between.
pub fn dotted(parts: &[String]) -> String {
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
    parts.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_stand_apart_and_items_together() {
        let mut document = Document::default();
        document.heading(1, "A");
        document.item("one\n\ntwo");
        document.marked_item(2, "1.", "three\nfour");
        document.block("");
        document.words("5 * 5");
        document.item("six");
        let text = "# A\n\n- one\n\n  two\n  1. three\n     four\n\n5 \\* 5\n\n- six\n";
        assert_eq!(document.finish(), text);
    }
}
