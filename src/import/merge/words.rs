//! Other words for a piece of Markdown, which changes in the bytes of what differs alone.

use pulldown_cmark::Event;

use crate::diagnostic::{Place, Span};
use crate::edit::Edit;
use crate::handbook::Prose;
use crate::import::escape::escaped;
use crate::tree::Tree;

/// The edit after which prose reads as a text does; why there is none where markup stands in the way.
pub fn edit(prose: &Prose, text: &str, project: &Tree) -> Result<Edit, String> {
    let path = prose.path().ok_or("it is not in a file")?;
    let file = project.get(path.as_str()).ok_or("it is not in a file")?;
    let source = file.text().ok_or("the file is no text")?;
    let (span, text) = change(prose, text, source)?;
    Ok(Edit { place: Place::new(path, span), text })
}

/// The bytes of a source that change so that prose in it reads as a text does, and what comes instead.
pub fn change(prose: &Prose, text: &str, source: &str) -> Result<(Span, String), String> {
    const MARKUP: &str = "there is markup in what was changed; change it in the file";
    if text.contains('\n') {
        return Err("it has line breaks, which a criterion cannot have".to_owned());
    }
    let letters = letters(prose, source);
    let shown: String = letters.iter().map(|(letter, _)| *letter).collect();
    if shown != prose.text() {
        return Err(MARKUP.to_owned());
    }
    let new: Vec<char> = text.chars().collect();
    let start = letters.iter().zip(&new).take_while(|((old, _), new)| old == *new).count();
    let most = letters.len().min(new.len()) - start;
    let behind = letters.iter().rev().zip(new.iter().rev());
    let end = behind.take(most).take_while(|((old, _), new)| old == *new).count();
    let changed = &letters[start..letters.len() - end];
    let is_whole = changed.windows(2).all(|pair| pair[0].1.end == pair[1].1.start);
    if !is_whole {
        return Err(MARKUP.to_owned());
    }
    let span = match (changed, start.checked_sub(1).map(|before| &letters[before])) {
        ([first, .., last], _) => Span::new(first.1.start, last.1.end),
        ([only], _) => only.1,
        ([], Some((_, before))) => Span::new(before.end, before.end),
        ([], None) => {
            let first = letters.first().ok_or(MARKUP)?;
            Span::new(first.1.start, first.1.start)
        }
    };
    let middle: String = new[start..new.len() - end].iter().collect();
    Ok((span, escaped(&middle)))
}

/// The letters that prose shows, each with its bytes in the source.
fn letters(prose: &Prose, source: &str) -> Vec<(char, Span)> {
    let mut letters: Vec<(char, Span)> = Vec::new();
    for (event, span) in prose.events() {
        let written = source.get(span.start..span.end).unwrap_or_default();
        match event {
            // Attributes behind a text are no part of it, but of its bytes.
            Event::Text(text) if written.starts_with(&*text) => {
                let each = text.char_indices().map(|(at, letter)| {
                    let start = span.start + at;
                    (letter, Span::new(start, start + letter.len_utf8()))
                });
                letters.extend(each);
            }
            // An entity, or a text that the parser has put together otherwise.
            Event::Text(text) if text.chars().count() == 1 => {
                letters.extend(text.chars().map(|letter| (letter, span)));
            }
            Event::SoftBreak => {
                let before = letters.last().map_or(span.start, |(_, it)| it.end);
                // The blanks at the beginning of the next line belong to the break.
                let blanks = source[span.end..].len()
                    - source[span.end..].trim_start_matches([' ', '\t', '>']).len();
                letters.push((' ', Span::new(before, span.end + blanks)));
            }
            Event::Code(code) => {
                let inside = written.find(&*code).map(|at| span.start + at);
                let each = code.char_indices().filter_map(|(at, letter)| {
                    let start = inside? + at;
                    Some((letter, Span::new(start, start + letter.len_utf8())))
                });
                letters.extend(each);
            }
            _ => {}
        }
    }
    let blank = |(letter, _): &(char, Span)| letter.is_whitespace();
    while letters.last().is_some_and(blank) {
        letters.pop();
    }
    letters
}
