//! Changes as an entry of a change log: what one sends to those who are measured by the ladder.

use super::human::kind;
use super::items::{Item, items};
use super::sums;
use super::told::{Side, Told};
use crate::handbook::changes::Subject;
use crate::view::escaped;

pub fn text(told: &Told) -> String {
    let [from, to] = [&told.sides[0], &told.sides[1]];
    let title = escaped(told.title);
    let mut text = format!("## {title}: from {} to {}\n\n", side(from), side(to));
    let reason = escaped(&sums::reason(told));
    let Some(weight) = told.weight() else { return text + &reason + "\n" };
    text += &format!("This is a **{}** change. {reason}", weight.name());
    let counts = sums::counts(told);
    if !counts.is_empty() {
        text += &format!(" In all: {counts}.");
    }
    text += "\n";
    for subject in &told.changes.subjects {
        text += &section(told, subject);
    }
    text
}

fn side(it: &Side) -> String {
    let name = escaped(&it.name);
    it.date.as_ref().map_or_else(|| name.clone(), |date| format!("{name} ({date})"))
}

fn section(told: &Told, subject: &Subject) -> String {
    let name = subject.name();
    let title = escaped(&name.title);
    let linked = match told.address(subject.page) {
        Some(address) => format!("[{title}]({address})"),
        None => title,
    };
    let id = match name.id == name.title || name.id.is_empty() {
        true => String::new(),
        false => format!(" (`{}`)", name.id),
    };
    let weight = subject.weight().map(|it| format!(": {}", it.name())).unwrap_or_default();
    let mut text = format!("\n### {}{linked}{id}{weight}\n\n", kind(subject.noun));
    let mut competency = None;
    for item in items(subject) {
        if item.competency != competency {
            let before = if text.ends_with("\n\n") { "" } else { "\n" };
            competency = item.competency;
            let heading = competency.map(|title| format!("{before}#### {}\n\n", escaped(title)));
            text += &heading.unwrap_or_else(|| before.to_owned());
        }
        text += &line(&item);
    }
    text
}

fn line(item: &Item) -> String {
    let mut line = match item.text.as_str() {
        "" => format!("- **{}**\n", escaped(&item.label)),
        text => format!("- **{}**: {}\n", escaped(&item.label), escaped(text)),
    };
    for (label, words) in &item.below {
        line += &format!("  - {label}: {}\n", escaped(words));
    }
    line
}
