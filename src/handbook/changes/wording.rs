//! How a text differs from what it was.

use pulldown_cmark::Event;

use crate::handbook::likeness::{ALL, Language, Rarity, Weighed, Words, likeness};
use crate::handbook::prose::Prose;

/// How the words of something differ from what they were.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wording {
    /// They do not.
    Same,
    /// In case, punctuation, spacing, markup or where a link leads.
    Typography,
    /// It says the same in other words, as far as words can tell: at least half of it stayed.
    Reworded,
    /// Less than half of it stayed, and nothing but its place says that it is the same.
    Likely,
    /// Its author says that it is the same, and less than half of it stayed.
    Rewritten,
}

/// With this much in common two texts in one place are one in other words.
pub const HALF: u32 = ALL / 2;

/// With this much in common they may be.
pub const LEAST: u32 = ALL / 4;

/// How two texts differ that are one thing by their author's word.
pub fn between(before: &Prose, after: &Prose, rarity: &Rarity, language: Language) -> Wording {
    let plain = plain(before, after, language);
    if plain != Wording::Reworded {
        return plain;
    }
    let weighed = |it: &Prose| Weighed::new(it.words(language), rarity);
    match likeness(&weighed(before), &weighed(after), 0) < HALF {
        true => Wording::Rewritten,
        false => Wording::Reworded,
    }
}

/// How two texts differ, without judging by how much.
pub fn plain(before: &Prose, after: &Prose, language: Language) -> Wording {
    if after.is_unchanged_from(before) || events(before) == events(after) {
        Wording::Same
    } else if before.words(language).folded() == after.words(language).folded() {
        Wording::Typography
    } else {
        Wording::Reworded
    }
}

/// How two lines differ that have no markup.
pub fn of_lines(before: &str, after: &str) -> Wording {
    let folded = |text: &str| Words::new(text, Language::default()).folded();
    match before == after {
        true => Wording::Same,
        false if folded(before) == folded(after) => Wording::Typography,
        false => Wording::Reworded,
    }
}

/// What a text shows. Where its lines break, and into how many pieces the parser took it, does not matter.
fn events(prose: &Prose) -> Vec<Event<'_>> {
    let mut shown: Vec<Event> = Vec::new();
    for (event, _) in prose.events() {
        let text = match event {
            Event::SoftBreak => " ".into(),
            Event::Text(text) => text,
            event => {
                shown.push(event);
                continue;
            }
        };
        match shown.last_mut() {
            Some(Event::Text(before)) => *before = format!("{before}{text}").into(),
            _ => shown.push(Event::Text(text)),
        }
    }
    shown
}
