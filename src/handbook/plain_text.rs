//! The words of Markdown without markup, as one line.
//!
//! What markup keeps apart stays apart: cells of a table are followed by a comma, its rows and the items of
//! lists by a semicolon, blocks and line breaks by a space, unless punctuation stands there. What changes
//! the meaning of words is kept as a sign: a box, ticked or not, and the tildes around struck words. The
//! text of a footnote is no part of the sentence that refers to it.

use pulldown_cmark::{Event, Tag, TagEnd};

/// Words without markup.
#[derive(Debug)]
pub struct PlainText {
    pub text: String,
    /// Length in bytes of what stands in the first block.
    pub first_block: usize,
}

/// The words of these events.
pub fn plain_text<'e>(events: impl IntoIterator<Item = Event<'e>>) -> PlainText {
    let mut writer = Writer::default();
    for event in events {
        writer.event(&event);
    }
    writer.text.truncate(writer.text.trim_end().len());
    let first_block = writer.first_block.unwrap_or(writer.text.len());
    PlainText { text: writer.text, first_block }
}

#[derive(Default)]
struct Writer {
    text: String,
    first_block: Option<usize>,
    /// What to write before the next words.
    separator: &'static str,
    /// How many definitions of footnotes are open.
    footnotes: usize,
}

impl Writer {
    fn event(&mut self, event: &Event) {
        match event {
            Event::Start(Tag::FootnoteDefinition(_)) => self.footnotes += 1,
            Event::End(TagEnd::FootnoteDefinition) => self.footnotes -= 1,
            _ if self.footnotes > 0 => {}
            Event::Text(words) | Event::Code(words) => self.words(words),
            Event::InlineMath(words) | Event::DisplayMath(words) => self.words(words),
            Event::TaskListMarker(done) => self.words(if *done { "☑ " } else { "☐ " }),
            Event::Start(Tag::Strikethrough) => self.words("~~"),
            Event::End(TagEnd::Strikethrough) => self.text.push_str("~~"),
            Event::InlineHtml(html) if is_line_break(html) => self.separate(" "),
            Event::SoftBreak | Event::HardBreak => self.separate(" "),
            Event::Html(_) | Event::Rule => self.end_block(" "),
            Event::Start(tag) if is_block(tag) => self.end_block(" "),
            Event::End(end) => self.end(end),
            Event::Start(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => {}
        }
    }

    fn end(&mut self, end: &TagEnd) {
        match end {
            TagEnd::TableCell => self.end_block(", "),
            TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead => self.end_block("; "),
            TagEnd::DefinitionListDefinition => self.end_block("; "),
            TagEnd::DefinitionListTitle => self.end_block(": "),
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock => self.end_block(" "),
            TagEnd::List(_) | TagEnd::Table | TagEnd::DefinitionList => {
                // What follows is no further item.
                self.separator = " ";
            }
            _ => {}
        }
    }

    fn end_block(&mut self, separator: &'static str) {
        if !self.text.is_empty() {
            self.first_block.get_or_insert(self.text.len());
        }
        self.separate(separator);
    }

    /// A separator that says more than a space stays.
    fn separate(&mut self, separator: &'static str) {
        if separator != " " || self.separator.is_empty() {
            self.separator = separator;
        }
    }

    fn words(&mut self, words: &str) {
        let separator = std::mem::take(&mut self.separator);
        if !separator.is_empty() {
            self.text.truncate(self.text.trim_end().len());
            let sign = ['.', ':', ';', ',', '!', '?', '…', '。', '：'];
            self.text.push_str(match separator {
                _ if self.text.is_empty() => "",
                _ if self.text.ends_with(sign) => " ",
                separator => separator,
            });
        }
        for (number, line) in words.split('\n').enumerate() {
            self.text.push_str(if number > 0 { " " } else { "" });
            self.text.push_str(line);
        }
    }
}

fn is_line_break(html: &str) -> bool {
    let name = html.trim_start_matches('<').trim_end_matches(['>', '/', ' ']);
    name.eq_ignore_ascii_case("br")
}

/// Whether a tag stands around a block, and is none of the parts that only a list or a table has.
pub fn is_block(tag: &Tag) -> bool {
    matches!(
        tag,
        Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::CodeBlock(_)
            | Tag::HtmlBlock
            | Tag::List(_)
            | Tag::Table(_)
            | Tag::DefinitionList
    )
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Options, Parser};

    use super::*;

    fn plain(markdown: &str) -> PlainText {
        let parser = Parser::new_ext(markdown, Options::all());
        plain_text(parser)
    }

    #[test]
    fn what_markup_keeps_apart_stays_apart() {
        for (markdown, words) in [
            ("Plans the week  \nahead", "Plans the week ahead"),
            ("Plans the week<br>ahead<br/>of it", "Plans the week ahead of it"),
            ("Knows:\n\n| k | v |\n|---|---|\n| a | b |\n| c | d |", "Knows: k, v; a, b; c, d"),
            (
                "At least one of\n- three changes\n- ten reviews",
                "At least one of three changes; ten reviews",
            ),
            ("One.\n\nTwo", "One. Two"),
            (
                "Place\n: where it is\n\nStage\n: when it is",
                "Place: where it is; Stage: when it is",
            ),
            ("```\na\nb\n```\nafter", "a b after"),
        ] {
            assert_eq!(plain(markdown).text, words, "{markdown}");
        }
    }

    #[test]
    fn inline_markup_glues_nothing_and_parts_nothing() {
        assert_eq!(plain("Reads `a b`, *and* un**do**ne [x](y)").text, "Reads a b, and undone x");
    }

    #[test]
    fn signs_tell_what_changes_the_meaning() {
        assert_eq!(plain("- [x] Tested\n- [ ] Shipped").text, "☑ Tested; ☐ Shipped");
        assert_eq!(plain("Works ~~alone~~ together").text, "Works ~~alone~~ together");
    }

    #[test]
    fn a_footnote_is_no_part_of_the_sentence() {
        let plain = plain("Writes tests[^why]\n\n[^why]: Because they help.");
        assert_eq!(plain.text, "Writes tests");
    }

    #[test]
    fn the_first_block_is_known() {
        let plain = plain("Knows\n\n| k | v |\n|---|---|\n| a | b |");
        assert_eq!(&plain.text[..plain.first_block], "Knows");
    }
}
