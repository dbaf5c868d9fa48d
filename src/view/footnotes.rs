//! Footnotes of a page. Prose leaves marks for its references and notes; once the page is put together they
//! are numbered in the order in which it refers to them, whatever files its prose comes from. A note that
//! several pieces of prose on a page refer to stands once.
//!
//! Where a template has places for them, notes stand at the next one; otherwise below the prose that refers
//! to them first.

use std::collections::HashMap;

use memchr::memmem;

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

/// The mark of a place for the notes of all prose before it.
pub fn list() -> String {
    format!("{START}list{END}")
}

/// A text as the value of an attribute, which cannot end a comment.
fn in_mark(text: &str) -> String {
    attribute(text).replace('-', "&#45;")
}

/// The HTML of a page with its footnotes in the places of their marks.
///
/// # Panics
///
/// If it is no text.
pub fn number(mut html: Vec<u8>) -> Vec<u8> {
    let mut marks = memmem::find_iter(&html, START);
    match (marks.next(), marks.next()) {
        (None, _) => return html,
        // Most pages have a place for notes and none to stand there. That they are text need not be looked at.
        (Some(at), None) if html[at..].starts_with(list().as_bytes()) => {
            html.drain(at..at + list().len());
            return html;
        }
        _ => {}
    }
    numbered(&String::from_utf8(html).expect("a page is text")).into_bytes()
}

fn numbered(html: &str) -> String {
    let mut numbering = Numbering {
        out: String::with_capacity(html.len()),
        waiting: contains(html, &list()).then(String::new),
        ..Numbering::default()
    };
    let mut is_kept = true;
    for piece in pieces(html) {
        match piece {
            Piece::Text(text) if is_kept => numbering.push(text),
            Piece::Mark("note", values) => is_kept = numbering.note(values),
            Piece::Mark("/note", _) => {
                if is_kept {
                    numbering.push("</li>\n");
                }
                numbering.is_in_note = false;
                is_kept = true;
            }
            Piece::Mark(name, values) if is_kept => numbering.mark(name, values),
            Piece::Text(_) | Piece::Mark(..) => {}
        }
    }
    numbering.finish()
}

/// The HTML of a part of a page without its place for notes, if it has none: the page need not be searched for
/// it each time that another part changes.
pub fn without_empty_place(html: String) -> String {
    let has_notes = contains(&html, &format!("{START}note "));
    if has_notes { html } else { html.replace(&list(), "") }
}

fn contains(html: &str, words: &str) -> bool {
    memmem::find(html.as_bytes(), words.as_bytes()).is_some()
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
    let mut starts = memmem::find_iter(html.as_bytes(), START.as_bytes()).peekable();
    let first = starts.peek().copied().unwrap_or(html.len());
    let rest = std::iter::from_fn(move || {
        let start = starts.next()? + START.len();
        let part = &html[start..starts.peek().copied().unwrap_or(html.len())];
        let (mark, text) = part.split_once(END).unwrap_or((part, ""));
        let (name, values) = mark.split_once(' ').unwrap_or((mark, ""));
        Some([Piece::Mark(name, values), Piece::Text(text)])
    });
    std::iter::once(Piece::Text(&html[..first])).chain(rest.flatten())
}

#[derive(Default)]
struct Numbering<'h> {
    out: String,
    /// Notes that wait for the next place, if the page has any; and the last place so far.
    waiting: Option<String>,
    place: usize,
    /// The notes by their keys, counted in the order in which the page names them.
    indices: HashMap<&'h str, usize>,
    /// For each of them whether the page has referred to it, and whether its text stands on the page.
    referred: Vec<bool>,
    shown: Vec<bool>,
    /// The label of the notes that are open.
    label: &'h str,
    /// Whether the first of the notes that are open has been shown.
    is_open: bool,
    is_in_note: bool,
}

impl<'h> Numbering<'h> {
    /// The index of a note, whose number is one more.
    fn index(&mut self, key: &'h str) -> usize {
        let free = self.indices.len();
        let index = *self.indices.entry(key).or_insert(free);
        if index == free {
            self.referred.push(false);
            self.shown.push(false);
        }
        index
    }

    fn push(&mut self, html: &str) {
        match &mut self.waiting {
            Some(notes) if self.is_in_note => notes.push_str(html),
            _ => self.out.push_str(html),
        }
    }

    fn mark(&mut self, name: &str, values: &'h str) {
        match name {
            "ref" => self.reference(values),
            "notes" => self.label = values,
            "/notes" if std::mem::take(&mut self.is_open) => self.out.push_str(GROUP_END),
            "list" => {
                self.place = self.out.len();
                self.place_waiting();
            }
            _ => {}
        }
    }

    fn reference(&mut self, key: &'h str) {
        let index = self.index(key);
        let number = index + 1;
        let is_first = !std::mem::replace(&mut self.referred[index], true);
        let id = if is_first { format!(" id=\"lb-fnref-{number}\"") } else { String::new() };
        self.push(&format!(
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
        if self.waiting.is_none() && !std::mem::replace(&mut self.is_open, true) {
            self.out.push_str(&group_start(self.label));
        }
        self.is_in_note = true;
        let number = index + 1;
        self.push(&format!(
            "<li id=\"lb-fn-{number}\" value=\"{number}\"><a href=\"#lb-fnref-{number}\" \
             aria-label=\"{back}\">↑</a>"
        ));
        true
    }

    /// Puts the notes that wait at the last place.
    fn place_waiting(&mut self) {
        let Some(notes) = self.waiting.as_mut().filter(|notes| !notes.is_empty()) else { return };
        let group = group_start(self.label) + notes + GROUP_END;
        notes.clear();
        self.out.insert_str(self.place, &group);
        self.place += group.len();
    }

    fn finish(mut self) -> String {
        self.place_waiting();
        self.out
    }
}

/// The start of a list of notes. A group is no landmark: there may be several on a page.
fn group_start(label: &str) -> String {
    format!("<div class=\"footnotes\" role=\"group\" aria-label=\"{label}\"><ol>\n")
}

const GROUP_END: &str = "</ol></div>\n";

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

    fn number(html: String) -> String {
        String::from_utf8(super::number(html.into_bytes())).unwrap()
    }

    #[test]
    fn numbers_run_over_the_page() {
        let page = number(prose("a", 7, "first") + &prose("b", 3, "second"));
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
        let page = number(prose("a", 7, "first") + &prose("b", 7, "first"));
        assert_eq!(page.matches("first").count(), 1);
        assert_eq!(page.matches("class=\"footnotes\"").count(), 1, "no group without a note");
        assert_eq!(page.matches("href=\"#lb-fn-1\"").count(), 2);
        assert_eq!(page.matches("id=\"lb-fnref-1\"").count(), 1);
    }

    #[test]
    fn notes_stand_at_the_next_place_for_them() {
        let (a, b, c) = (prose("a", 7, "first"), prose("b", 3, "second"), prose("c", 5, "third"));
        let place = list();
        let page = number(format!("{a}{b}{place}|{c}{place}end"));
        let parts: Vec<&str> = page.split("<div class=\"footnotes\"").collect();
        let [text, two, one] = parts[..] else { panic!("there are two lists: {page}") };
        assert!(text.contains("b<sup") && !text.contains("first"), "{page}");
        assert!(
            two.contains("first") && two.contains("second") && two.contains("|c<sup"),
            "{page}"
        );
        assert!(one.contains("third") && one.ends_with("</ol></div>\nend"), "{page}");
        let late = number(format!("{place}|{a}"));
        assert!(late.contains("first") && late.contains("|a<sup"), "no note is lost: {late}");
        assert_eq!(number(format!("a{place}b")), "ab", "no list without a note");
    }

    #[test]
    fn a_part_keeps_its_place_only_for_notes() {
        let part = |html: String| without_empty_place(html + &list());
        assert_eq!(part("a".to_owned()), "a");
        let with_note = prose("a", 7, "first");
        assert_eq!(part(with_note.clone()), with_note + &list());
    }

    #[test]
    fn prose_off_the_page_has_no_marks() {
        let prose = prose("a", 7, "first");
        assert_eq!(without(&prose), "a");
        assert_eq!(texts(&prose), "afirst");
    }
}
