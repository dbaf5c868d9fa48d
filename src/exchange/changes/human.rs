//! Changes as lines for a terminal.

use super::items::{Item, items, shown};
use super::sums;
use super::told::{Side, Told};
use crate::handbook::changes::{Noun, Subject, Weight};
use crate::text::clean;

/// What a terminal is told to write differently.
struct Palette {
    bold: &'static str,
    dim: &'static str,
    major: &'static str,
    reset: &'static str,
}

const PLAIN: Palette = Palette { bold: "", dim: "", major: "", reset: "" };

const COLORS: Palette =
    Palette { bold: "\x1b[1m", dim: "\x1b[2m", major: "\x1b[33m", reset: "\x1b[0m" };

pub fn text(told: &Told, color: bool) -> String {
    let palette = if color { &COLORS } else { &PLAIN };
    let Palette { bold, reset, .. } = palette;
    let sides = [&told.sides[0], &told.sides[1]].map(side).join(" → ");
    let mut text = format!("{bold}{sides}{reset}\n\n");
    let reason = sums::reason(told);
    match told.weight() {
        None => return text + &reason + "\n",
        Some(weight) => text += &format!("{}: {reason}\n", marked(weight, palette)),
    }
    let counts = sums::counts(told);
    if !counts.is_empty() {
        text += &format!("{counts}.\n");
    }
    for subject in &told.changes.subjects {
        text += &section(subject, palette);
    }
    text
}

fn side(it: &Side) -> String {
    let Side { name, date, .. } = it;
    date.as_ref().map_or_else(|| name.clone(), |date| format!("{name} ({date})"))
}

fn marked(weight: Weight, palette: &Palette) -> String {
    match weight {
        Weight::Major => format!("{}{}{}", palette.major, weight.name(), palette.reset),
        weight => weight.name().to_owned(),
    }
}

/// What something is, where a title alone does not say so.
pub fn kind(noun: Noun) -> &'static str {
    match noun {
        Noun::Level => "",
        Noun::Track => "Track ",
        Noun::Category => "Category ",
        Noun::Competency => "Competency ",
        Noun::Term => "Term ",
        Noun::Page => "Page ",
    }
}

fn section(subject: &Subject, palette: &Palette) -> String {
    let Palette { bold, dim, reset, .. } = palette;
    let weight = subject.weight().map(|it| marked(it, palette)).unwrap_or_default();
    let name = format!("{}{}", kind(subject.noun), clean(&shown(subject.name())));
    let mut text = format!("\n{bold}{name}{reset}: {weight}\n");
    let mut competency = None;
    for item in items(subject) {
        if item.competency != competency {
            competency = item.competency;
            text += &competency.map(|title| format!("  {}\n", clean(title))).unwrap_or_default();
        }
        // What an author wrote must not take over the terminal.
        let indent = if competency.is_some() { "    " } else { "  " };
        text += &format!("{indent}{}\n", clean(&line(&item)));
        for (label, words) in &item.below {
            text += &format!("{indent}    {dim}{label}: {}{reset}\n", clean(words));
        }
    }
    text
}

fn line(item: &Item) -> String {
    match item.text.as_str() {
        "" => format!("{} {}", item.sign, item.label),
        text => format!("{} {}: {text}", item.sign, item.label),
    }
}
