//! Marks the words that differ between two pieces of HTML, and leaves their markup as it is.

use super::common::Html;
use crate::handbook::compare::changed_words;

/// Two texts, with `<del>` around the words that stand in the first alone and `<ins>` around those that
/// stand in the second alone. Where less than half of the shorter one is kept, nearly every word would be
/// marked, which tells nothing, and none is.
pub fn marked(from: &Html, to: &Html) -> (Html, Html) {
    let (left, right) = (pieces(&from.0), pieces(&to.0));
    let (left_changed, right_changed) = changed_words(&words(&left), &words(&right));
    let kept = left_changed.iter().filter(|changed| !**changed).count();
    if 2 * kept < left_changed.len().min(right_changed.len()) {
        return (from.clone(), to.clone());
    }
    (with_marks(&left, &left_changed, "del"), with_marks(&right, &right_changed, "ins"))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'h> {
    /// A tag or a comment.
    Markup(&'h str),
    Space(&'h str),
    /// What stands between white space and markup.
    Word(&'h str),
}

fn words<'h>(pieces: &[Piece<'h>]) -> Vec<&'h str> {
    let words = pieces.iter().filter_map(|piece| match piece {
        Piece::Word(word) => Some(*word),
        Piece::Markup(_) | Piece::Space(_) => None,
    });
    words.collect()
}

/// HTML in pieces, which joined are the HTML again.
fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while let Some(first) = rest.chars().next() {
        let is_space = first.is_whitespace();
        let length = match first {
            '<' => markup_length(rest),
            _ if is_space => run_length(rest, char::is_whitespace),
            _ => run_length(rest, |it| it != '<' && !it.is_whitespace()),
        };
        let (piece, after) = rest.split_at(length);
        pieces.push(match first {
            '<' => Piece::Markup(piece),
            _ if is_space => Piece::Space(piece),
            _ => Piece::Word(piece),
        });
        rest = after;
    }
    pieces
}

fn run_length(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|it| !belongs(it)).unwrap_or(text.len())
}

/// The length of the tag or comment at the start of some HTML. A `>` in a quoted value ends no tag.
fn markup_length(html: &str) -> usize {
    if html.starts_with("<!--") {
        return html.find("-->").map_or(html.len(), |end| end + 3);
    }
    let mut quote = None;
    for (at, it) in html.char_indices() {
        match (it, quote) {
            ('>', None) => return at + 1,
            ('"' | '\'', None) => quote = Some(it),
            (it, Some(open)) if it == open => quote = None,
            _ => {}
        }
    }
    html.len()
}

/// The HTML with an element around each run of changed words. A run ends where markup stands, so that
/// elements nest.
fn with_marks(pieces: &[Piece], changed: &[bool], element: &str) -> Html {
    let mut html = String::new();
    let mut changed = changed.iter();
    // White space after a changed word, which is inside the mark only if another changed word follows.
    let mut space = "";
    let mut is_open = false;
    for piece in pieces {
        let opens = match piece {
            Piece::Word(_) => *changed.next().unwrap_or(&false),
            Piece::Space(it) if is_open => {
                space = it;
                continue;
            }
            Piece::Space(_) | Piece::Markup(_) => false,
        };
        if is_open && !opens {
            html.push_str(&format!("</{element}>"));
        }
        html.push_str(std::mem::take(&mut space));
        if opens && !is_open {
            html.push_str(&format!("<{element}>"));
        }
        is_open = opens;
        let (Piece::Markup(it) | Piece::Space(it) | Piece::Word(it)) = piece;
        html.push_str(it);
    }
    if is_open {
        html.push_str(&format!("</{element}>"));
    }
    html.push_str(space);
    Html(html)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(from: &str, to: &str) -> (String, String) {
        let (from, to) = marked(&Html(from.to_owned()), &Html(to.to_owned()));
        (from.0, to.0)
    }

    #[test]
    fn changed_words_stand_in_one_mark_each_run() {
        assert_eq!(
            marks("Ships small things weekly", "Ships large systems weekly"),
            (
                "Ships <del>small things</del> weekly".to_owned(),
                "Ships <ins>large systems</ins> weekly".to_owned()
            )
        );
    }

    #[test]
    fn markup_survives_and_marks_nest_in_it() {
        assert_eq!(
            marks(
                "Reads <code>a b</code> <em>well</em>",
                "Reads <a href=\"x>y\">a c</a> well done"
            ),
            (
                "Reads <code>a <del>b</del></code> <em>well</em>".to_owned(),
                "Reads <a href=\"x>y\">a <ins>c</ins></a> well <ins>done</ins>".to_owned()
            )
        );
    }

    #[test]
    fn texts_with_little_in_common_have_no_marks() {
        let (from, to) = ("Ships a small thing", "Plans the work of a large team");
        assert_eq!(marks(from, to), (from.to_owned(), to.to_owned()));
    }

    #[test]
    fn equal_words_have_no_marks() {
        let html = "A <!-- > --> b &amp; c";
        assert_eq!(marks(html, html), (html.to_owned(), html.to_owned()));
    }
}
