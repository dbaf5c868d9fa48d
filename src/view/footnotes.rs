//! Footnotes of a page. Prose leaves marks for its references and notes; once the page is put together they
//! are numbered in the order in which it refers to them, whatever files its prose comes from. A note that
//! several pieces of prose on a page refer to stands once, where the page refers to it first.

use crate::html::attribute;

const START: &str = "<!--fn:";
const END: &str = "-->";

/// The mark of a reference to a note. `key` tells the note from all others.
pub fn reference(key: u64) -> String {
    format!("{START}ref {key:x}{END}")
}

/// The mark before the notes of a piece of prose; `label` names them.
pub fn notes_start(label: &str) -> String {
    format!("{START}notes {}{END}", in_mark(label))
}

/// The mark after the notes of a piece of prose.
pub fn notes_end() -> String {
    format!("{START}/notes{END}")
}

/// The mark before the text of a note; `back` is the label of the link that leads back from it.
pub fn note_start(key: u64, back: &str) -> String {
    format!("{START}note {key:x} {}{END}", in_mark(back))
}

/// The mark after the text of a note.
pub fn note_end() -> String {
    format!("{START}/note{END}")
}

/// A text as the value of an attribute, which cannot end a comment.
fn in_mark(text: &str) -> String {
    attribute(text).replace('-', "&#45;")
}

/// The HTML of a page with its footnotes in the places of their marks.
pub fn number(html: &str) -> String {
    let mut numbering =
        Numbering { out: String::with_capacity(html.len()), ..Numbering::default() };
    let mut is_kept = true;
    for piece in pieces(html) {
        match piece {
            Piece::Text(text) if is_kept => numbering.out.push_str(text),
            Piece::Mark("note", values) => is_kept = numbering.note(values),
            Piece::Mark("/note", _) => {
                if is_kept {
                    numbering.out.push_str("</li>\n");
                }
                is_kept = true;
            }
            Piece::Mark(name, values) if is_kept => numbering.mark(name, values),
            Piece::Text(_) | Piece::Mark(..) => {}
        }
    }
    numbering.out
}

/// The HTML of some prose without references and notes, for where it stands on no page.
pub fn without(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut is_kept = true;
    for piece in pieces(html) {
        match piece {
            Piece::Text(text) if is_kept => out.push_str(text),
            Piece::Mark("notes", _) => is_kept = false,
            Piece::Mark("/notes", _) => is_kept = true,
            Piece::Text(_) | Piece::Mark(..) => {}
        }
    }
    out
}

/// The HTML of some prose with the texts of its notes, without their numbers.
pub fn texts(html: &str) -> String {
    let texts = pieces(html).filter_map(|piece| match piece {
        Piece::Text(text) => Some(text),
        Piece::Mark(..) => None,
    });
    texts.collect()
}

enum Piece<'h> {
    Text(&'h str),
    /// The name of a mark, and what follows it.
    Mark(&'h str, &'h str),
}

fn pieces(html: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut parts = html.split(START);
    let first = parts.next().map(Piece::Text);
    let rest = parts.flat_map(|part| {
        let (mark, text) = part.split_once(END).unwrap_or((part, ""));
        let (name, values) = mark.split_once(' ').unwrap_or((mark, ""));
        [Piece::Mark(name, values), Piece::Text(text)]
    });
    first.into_iter().chain(rest)
}

#[derive(Default)]
struct Numbering<'h> {
    out: String,
    /// Keys of the notes, in the order of their numbers.
    keys: Vec<&'h str>,
    /// For each of them whether the page has referred to it, and whether its text stands on the page.
    referred: Vec<bool>,
    shown: Vec<bool>,
    /// The label of the notes that are open, until the first of them is shown.
    label: Option<&'h str>,
    is_open: bool,
}

impl<'h> Numbering<'h> {
    /// The index of a note, whose number is one more.
    fn index(&mut self, key: &'h str) -> usize {
        self.keys.iter().position(|known| *known == key).unwrap_or_else(|| {
            self.keys.push(key);
            self.referred.push(false);
            self.shown.push(false);
            self.keys.len() - 1
        })
    }

    fn mark(&mut self, name: &str, values: &'h str) {
        match name {
            "ref" => self.reference(values),
            "notes" => self.label = Some(values),
            "/notes" => {
                self.label = None;
                if std::mem::take(&mut self.is_open) {
                    self.out.push_str("</ol></section>\n");
                }
            }
            _ => {}
        }
    }

    fn reference(&mut self, key: &'h str) {
        let index = self.index(key);
        let number = index + 1;
        let is_first = !std::mem::replace(&mut self.referred[index], true);
        let id = if is_first { format!(" id=\"lb-fnref-{number}\"") } else { String::new() };
        self.out.push_str(&format!(
            "<sup class=\"footnote-ref\"><a href=\"#lb-fn-{number}\"{id}>{number}</a></sup>"
        ));
    }

    /// Begins the text of a note. Returns false if the page shows it already.
    fn note(&mut self, values: &'h str) -> bool {
        let (key, back) = values.split_once(' ').unwrap_or((values, ""));
        let index = self.index(key);
        if std::mem::replace(&mut self.shown[index], true) {
            return false;
        }
        if let Some(label) = self.label.take() {
            self.is_open = true;
            self.out.push_str(&format!(
                "<section class=\"footnotes\" role=\"group\" aria-label=\"{label}\"><ol>\n"
            ));
        }
        let number = index + 1;
        self.out.push_str(&format!(
            "<li id=\"lb-fn-{number}\" value=\"{number}\"><a href=\"#lb-fnref-{number}\" \
             aria-label=\"{back}\">↑</a>"
        ));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prose(words: &str, key: u64, note: &str) -> String {
        format!(
            "{words}{}{}{}{note}{}{}",
            reference(key),
            notes_start("Notes"),
            note_start(key, "Back -- up"),
            note_end(),
            notes_end()
        )
    }

    #[test]
    fn numbers_run_over_the_page() {
        let page = number(&(prose("a", 7, "first") + &prose("b", 3, "second")));
        assert!(
            page.contains(
                "a<sup class=\"footnote-ref\"><a href=\"#lb-fn-1\" id=\"lb-fnref-1\">1</a>"
            )
        );
        assert!(
            page.contains(
                "b<sup class=\"footnote-ref\"><a href=\"#lb-fn-2\" id=\"lb-fnref-2\">2</a>"
            )
        );
        assert!(page.contains("<li id=\"lb-fn-2\" value=\"2\"><a href=\"#lb-fnref-2\" aria-label=\"Back &#45;&#45; up\">↑</a>second</li>"));
    }

    #[test]
    fn a_note_stands_once_on_a_page() {
        let page = number(&(prose("a", 7, "first") + &prose("b", 7, "first")));
        assert_eq!(page.matches("first").count(), 1);
        assert_eq!(page.matches("<section").count(), 1, "no section without a note");
        assert_eq!(page.matches("href=\"#lb-fn-1\"").count(), 2);
        assert_eq!(page.matches("id=\"lb-fnref-1\"").count(), 1);
    }

    #[test]
    fn prose_off_the_page_has_no_marks() {
        let prose = prose("a", 7, "first");
        assert_eq!(without(&prose), "a");
        assert_eq!(texts(&prose), "afirst");
    }
}
