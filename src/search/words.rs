//! Text as Pagefind can take it apart: by spaces alone.
//!
//! Scripts without spaces are written as pairs of letters that overlap, each letter with the next one, so
//! that a word inside of a sentence is found. A name such as `CI/CD` is written as two words, and `.NET` keeps its
//! point. Marks that are no letters say what belongs together; `js/search/words.js` of the theme reads them,
//! and takes what a reader types apart in the same way.

use crate::spelling::{goes_on, is_unspaced};

/// After a word: there was no space behind it.
const JOINED: char = '\u{2060}';
/// Before a point that is part of a name, which Pagefind leaves out like any other.
const POINT: char = '\u{2024}';
/// What is part of a word though it is no letter: `C++`, `C#`, and the mark of `.NET`.
pub const SIGNS: &str = "+#\u{2024}";

/// Elements that a word may go on through.
const INLINE: [&str; 24] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd",
    "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "u",
];

/// The text of HTML taken apart, its tags left as they are.
pub fn in_html(html: &str) -> String {
    joined(&pieces(html))
}

/// Plain text taken apart.
pub fn in_text(text: &str) -> String {
    let mut pieces = Vec::new();
    push_text(text, &mut pieces);
    joined(&pieces)
}

enum Piece<'a> {
    /// A tag that is no end of a word.
    Inline(&'a str),
    /// Any other tag.
    Break(&'a str),
    /// A letter of a script without spaces, with the marks on it.
    Letter(&'a str),
    Text(&'a str),
}

fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while let Some(at) = tag_start(rest) {
        push_text(&rest[..at], &mut pieces);
        let (tag, after) = rest[at..].split_at(tag_length(&rest[at..]));
        pieces.push(if is_inline(tag) { Piece::Inline(tag) } else { Piece::Break(tag) });
        rest = after;
    }
    push_text(rest, &mut pieces);
    pieces
}

fn tag_start(html: &str) -> Option<usize> {
    let mut starts = html.match_indices('<').map(|(at, _)| at);
    let begins_tag = |it: char| it.is_ascii_alphabetic() || it == '/' || it == '!';
    starts.find(|at| html[at + 1..].starts_with(begins_tag))
}

/// How long the tag or comment is that HTML begins with.
fn tag_length(html: &str) -> usize {
    if html.starts_with("<!--") {
        return html.find("-->").map_or(html.len(), |at| at + "-->".len());
    }
    let mut quote = None;
    for (at, it) in html.char_indices() {
        match (it, quote) {
            ('"' | '\'', None) => quote = Some(it),
            (it, Some(open)) if it == open => quote = None,
            ('>', None) => return at + 1,
            _ => {}
        }
    }
    html.len()
}

fn is_inline(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|it: char| !it.is_ascii_alphanumeric()).unwrap_or(name.len());
    tag.starts_with("<!--") || INLINE.iter().any(|it| it.eq_ignore_ascii_case(&name[..end]))
}

fn push_text<'a>(text: &'a str, pieces: &mut Vec<Piece<'a>>) {
    let mut rest = text;
    while let Some(at) = rest.find(is_unspaced) {
        let (before, from) = rest.split_at(at);
        if !before.is_empty() {
            pieces.push(Piece::Text(before));
        }
        let is_next = |(at, it): (usize, char)| (at > 0 && !goes_on(it)).then_some(at);
        let end = from.char_indices().find_map(is_next).unwrap_or(from.len());
        pieces.push(Piece::Letter(&from[..end]));
        rest = &from[end..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
}

fn joined(pieces: &[Piece]) -> String {
    let mut out = String::new();
    let mut starts_word = true; // or goes on after a letter, which is a word
    for (at, piece) in pieces.iter().enumerate() {
        let next = pieces[at + 1..].iter().find(|it| !matches!(it, Piece::Inline(_)));
        match piece {
            Piece::Inline(tag) | Piece::Break(tag) => {
                out.push_str(tag);
                starts_word |= matches!(piece, Piece::Break(_)) || !tag.starts_with("</");
                continue;
            }
            Piece::Letter(letter) => {
                out.push_str(letter);
                push_after_letter(next, &mut out);
            }
            Piece::Text(text) => {
                push_words(text, starts_word, &mut out);
                if matches!(next, Some(Piece::Letter(_))) && !text.ends_with(char::is_whitespace) {
                    out.extend([JOINED, ' ']);
                }
            }
        }
        starts_word = matches!(piece, Piece::Letter(_));
    }
    out
}

fn push_after_letter(next: Option<&Piece>, out: &mut String) {
    match next {
        Some(Piece::Letter(letter)) => {
            out.push_str(letter);
            out.push(' ');
        }
        // What stands around a letter is no word of its own; what has letters of its own is.
        Some(Piece::Text(text)) if first_word(text).contains(char::is_alphanumeric) => {
            out.extend([JOINED, ' ']);
        }
        Some(Piece::Break(_)) => out.push(' '),
        Some(Piece::Text(_) | Piece::Inline(_)) | None => {}
    }
}

fn first_word(text: &str) -> &str {
    text.split(char::is_whitespace).next().unwrap_or_default()
}

fn push_words(text: &str, starts_word: bool, out: &mut String) {
    let mut before = if starts_word { ' ' } else { 'x' };
    for (at, it) in text.char_indices() {
        let after = text[at + it.len_utf8()..].chars().next();
        let begins = after.is_some_and(char::is_alphanumeric);
        if it == '.' && begins && !is_part(before) && !before.is_ascii_punctuation() {
            out.push(POINT);
        }
        out.push(it);
        if it == '/' && is_part(before) && (begins || after == Some('.')) {
            out.extend([JOINED, ' ']);
            before = ' ';
        } else {
            before = it;
        }
    }
}

fn is_part(it: char) -> bool {
    it.is_alphanumeric() || it == '+' || it == '#'
}

#[cfg(test)]
mod tests {
    use std::ops::RangeInclusive;

    use super::{in_html, in_text};
    use crate::spelling::UNSPACED;

    /// Marks as signs that can be seen.
    fn seen(text: &str) -> String {
        text.replace('\u{2060}', "~").replace('\u{2024}', "^")
    }

    #[test]
    fn scripts_without_spaces_are_pairs_of_letters() {
        for (text, words) in [
            ("設計する", "設計 計す する る"),
            ("設計 する", "設計 計 する る"),
            ("APIを設計。次の日", "API~ を設 設計 計。~ 次の の日 日"),
            ("「設計」とAPI", "「~ 設計 計」~ と~ API"),
            ("計「API」", "計~ 「API」"),
            ("か\u{3099}き", "か\u{3099}き き"),
            ("ปีนี้", "ปีนี้ นี้"),
            ("plain words, 2 of them", "plain words, 2 of them"),
            ("", ""),
        ] {
            assert_eq!(seen(&in_text(text)), words);
        }
    }

    #[test]
    fn a_word_goes_on_through_inline_tags_alone() {
        for (html, words) in [
            ("<p>設<em>計</em>を</p>", "<p>設計 <em>計を </em>を </p>"),
            ("<li>設計</li><li>する</li>", "<li>設計 計 </li><li>する る </li>"),
            ("<a title=\"日本 > x\">語</a>API", "<a title=\"日本 > x\">語~ </a>API"),
            ("<!-- 設計 -->a < b", "<!-- 設計 -->a < b"),
        ] {
            assert_eq!(seen(&in_html(html)), words);
        }
    }

    #[test]
    fn names_with_signs_stay_names() {
        for (text, words) in [
            ("CI/CD, I/O", "CI/~ CD, I/~ O"),
            ("C++/C# on .NET", "C++/~ C# on ^.NET"),
            ("(.NET) ends. Here ... and node.js", "(.NET) ends. Here ... and node.js"),
            ("https://a.example/b", "https://a.example/~ b"),
            ("F#/.NET", "F#/~ ^.NET"),
        ] {
            assert_eq!(seen(&in_text(text)), words);
        }
        assert_eq!(seen(&in_html("<li><code>.NET</code>")), "<li><code>^.NET</code>");
        assert_eq!(seen(&in_html("<b>a</b>.b")), "<b>a</b>.b");
    }

    #[test]
    fn the_theme_knows_the_same_letters() {
        let script = include_str!("../../themes/default/assets/js/search/words.js");
        let script: String = script.chars().filter(|it| !"\", \n".contains(*it)).collect();
        let code = |it: char| format!("\\\\u{{{:x}}}", u32::from(it));
        let range =
            |it: &RangeInclusive<char>| format!("{}-{}", code(*it.start()), code(*it.end()));
        let written: String = UNSPACED.iter().map(range).collect();
        assert!(script.contains(&written), "the script says something else than {written}");
    }
}
