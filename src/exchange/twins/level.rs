//! The page of a level as Markdown.

use super::cells::{self, Marks};
use super::document::{Document, dotted, link, link_to};
use super::words::Words;
use crate::view::{LevelFact, LevelTwin, Link, MarkedChanges, escaped, push_escaped};

pub fn level(document: &mut Document, words: &Words, level: &LevelTwin) {
    head(document, words, level);
    for fact in &level.facts {
        document.item(&shown_fact(words, fact));
    }
    if !level.sublevels.is_empty() {
        let sublevels = escaped(&level.sublevels.join(" · "));
        document.item(&format!("{} {sublevels}", words.label("sublevels")));
    }
    for it in &level.links {
        document.item(&link(it));
    }
    document.prose(&level.intro);
    if let Some(changes) = &level.changes {
        changed(document, words, changes, &level.compare);
    }
    if !level.steps.is_empty() {
        document.heading(2, &words.plain("what-steps-mean"));
        level.steps.iter().for_each(|it| cells::step_text(document, words, it));
    }
    let marks = Marks::of(level.changes.as_ref());
    for group in &level.groups {
        match &group.category {
            Some(category) => document.heading(2, &escaped(&category.title)),
            None => document.heading(2, &words.plain("expectations")),
        }
        document.prose(&group.prose);
        for cell in &group.cells {
            let title = link_to(&cell.title, &cell.href) + &words.internal(cell.internal);
            document.heading(3, &title);
            cells::cell(document, words, cell, &marks, 4);
        }
    }
    if level.groups.is_empty() {
        document.block(&words.plain("no-expectations"));
    }
    for section in &level.prose {
        document.heading(2, &(escaped(&section.title) + &words.internal(section.internal)));
        document.prose(&section.html);
    }
    where_next(document, words, level);
}

fn head(document: &mut Document, words: &Words, level: &LevelTwin) {
    let grade = match level.rung.grade.as_str() {
        "" => String::new(),
        grade => words.with("grade-n", &[("grade", grade)]),
    };
    document.block(&dotted(&[escaped(&level.rung.code), link(&level.track), grade]));
    document.words(&level.rung.summary);
    status(document, words, level.rung.status, level.replaced_by.as_ref());
    if let Some(same) = &level.same_as {
        document.block(&format!("{} {}", words.label("same-as"), link(same)));
    }
}

/// What readers should know of something that is not in use.
pub fn status(document: &mut Document, words: &Words, status: &str, replaced_by: Option<&Link>) {
    match status {
        "draft" => document.block(&words.plain("notice-draft")),
        "retired" => document.block(&words.plain("notice-retired")),
        _ => {}
    }
    if let Some(by) = replaced_by {
        document.block(&format!("{} {}", words.label("replaced-by"), link(by)));
    }
}

fn shown_fact(words: &Words, fact: &LevelFact) -> String {
    let value = match fact.value.as_str() {
        "" => words.plain("not-stated"),
        value => escaped(value),
    };
    let before = match fact.before.as_str() {
        "" => String::new(),
        before => format!(" *({})*", words.with("fact-before", &[("value", before)])),
    };
    format!("{} {value}{before}", words.labelled(&escaped(&fact.name)))
}

/// What changes from the level before; what is new or has grown is marked where it stands.
fn changed(document: &mut Document, words: &Words, changes: &MarkedChanges, compare: &str) {
    let title = format!("{} {}", words.plain("changes-from"), link(&changes.from));
    document.heading(2, &title);
    for (direction, key) in [("raised", "steps-raised"), ("lowered", "steps-lowered")] {
        for step in changes.steps.iter().filter(|it| it.direction == direction) {
            let side = |step: &str| match step {
                "" => words.plain("no-step"),
                step => escaped(step),
            };
            let steps = format!("{} → {}", side(&step.from), side(&step.to));
            let competency = words.labelled(&escaped(&step.competency.title));
            document.item(&format!("{} {competency} {steps}", words.label(key)));
        }
    }
    let label = words.label("changes-gone");
    // A level may have many.
    let mut item = String::new();
    for (text, competency) in &changes.gone {
        item.clear();
        item.extend([&label, " "]);
        push_escaped(&mut item, text);
        item.push_str(" (");
        push_escaped(&mut item, competency);
        item.push(')');
        document.item(&item);
    }
    if !compare.is_empty() {
        document.item(&format!("[{}]({compare})", words.plain("whole-comparison")));
    }
}

fn where_next(document: &mut Document, words: &Words, level: &LevelTwin) {
    if level.moves.is_empty() {
        return;
    }
    document.heading(2, &words.plain("where-next"));
    for it in &level.moves {
        let kind = words.label(&format!("move-{}", it.kind));
        let note = if it.note.is_empty() { "" } else { " – " };
        document.item(&format!("{kind} {}{note}{}", link(&it.to), escaped(&it.note)));
    }
}
