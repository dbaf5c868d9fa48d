//! Cells and criteria as Markdown.

use std::borrow::Cow;

use super::document::{Document, link};
use super::words::Words;
use crate::fingerprint::Fingerprint;
use crate::view::{
    BlockView, CellView, ChangeMark, CriterionView, ExampleLists, MarkedChanges, StepText,
    StepView, escaped,
};

/// What is said of cells beside their own words.
#[derive(Default)]
pub struct Marks<'a> {
    /// What changes from the level before, if that is said.
    changes: Option<&'a MarkedChanges<'a>>,
    /// Whether steps have their place among all of them: they are not listed elsewhere.
    places: bool,
}

impl<'a> Marks<'a> {
    /// Those of what changes from the level before.
    pub fn of(changes: Option<&'a MarkedChanges<'a>>) -> Self {
        Self { changes, places: true }
    }

    fn shown<'w>(&self, words: &'w Words, criterion: &CriterionView) -> Cow<'w, str> {
        let mark = |it: &'a MarkedChanges| it.marks.get(&Fingerprint::short_of(&criterion.anchor));
        match self.changes.and_then(mark) {
            Some(ChangeMark::New) => Cow::Borrowed(&words.new),
            Some(ChangeMark::Grown(before, is_sure)) => {
                let word = words.plain(if *is_sure { "grown-from" } else { "kind-likely" });
                let before: Vec<String> = before.iter().map(|it| escaped(it)).collect();
                Cow::Owned(format!(" *({}: {})*", word, before.join("; ")))
            }
            None if criterion.aside.as_ref().is_some_and(|it| it.new || it.since == "new") => {
                Cow::Borrowed(&words.new)
            }
            None => Cow::Borrowed(""),
        }
    }
}

/// What stands below the heading of a cell. Headings of groups stand at `depth`.
pub fn cell(document: &mut Document, words: &Words, cell: &CellView, marks: &Marks, depth: usize) {
    if let Some(step) = &cell.step {
        expected(document, words, step, marks.places);
    }
    match cell.state {
        "none" => document.block(&words.plain("nothing-expected")),
        "missing" => document.block(&words.plain("not-written")),
        _ => {}
    }
    for it in &cell.blocks {
        block(document, words, it, marks, depth);
    }
    let earlier: Vec<String> =
        cell.earlier.iter().map(|it| format!("{} ({})", link(&it.level), it.count)).collect();
    if !earlier.is_empty() {
        let comma = format!("{} ", words.plain("comma"));
        document.block(&format!("{} {}", words.label("still-expected"), earlier.join(&comma)));
    }
}

/// The expected step.
fn expected(document: &mut Document, words: &Words, step: &StepView, has_place: bool) {
    let place = match (has_place, step.of) {
        (false, _) | (_, 0) => String::new(),
        (true, of) => {
            let of = of.to_string();
            let number = step.number.to_string();
            format!(" ({})", words.with("step-of", &[("n", &number), ("of", &of)]))
        }
    };
    document.block(&format!("**{}**{place}", escaped(&step.title)));
    document.prose(&step.text);
    if !step.earlier.is_empty() {
        let count = step.earlier.len().to_string();
        let label = words.with("earlier-steps", &[("n", &count)]);
        document.block(&words.labelled(&label));
        for it in &step.earlier {
            step_text(document, words, it);
        }
    }
}

/// A step with what it means, as an item.
pub fn step_text(document: &mut Document, words: &Words, step: &StepText) {
    let label = words.labelled(&format!("**{}**", escaped(&step.title)));
    document.item(&format!("{label} {}", step.text.0));
}

fn block(document: &mut Document, words: &Words, block: &BlockView, marks: &Marks, depth: usize) {
    for heading in &block.headings {
        let title = escaped(&heading.title) + &words.internal(heading.internal);
        document.heading(depth + heading.depth, &title);
    }
    document.prose(&block.prose);
    document.prose(&block.lead_in);
    let mut number = block.start;
    for it in &block.criteria {
        number = it.aside.as_ref().and_then(|it| it.number).unwrap_or(number);
        let marker = marker(block.ordered, number);
        criterion(document, words, it, marks, &marker);
        number += 1;
    }
}

/// What stands before an item.
fn marker(is_ordered: bool, number: u64) -> Cow<'static, str> {
    if is_ordered { Cow::Owned(format!("{number}.")) } else { Cow::Borrowed("-") }
}

/// A criterion with its examples.
pub fn criterion(
    document: &mut Document,
    words: &Words,
    it: &CriterionView,
    marks: &Marks,
    marker: &str,
) {
    let aside = it.aside.as_deref();
    let origin = aside.and_then(|it| it.origin.as_ref());
    let origin = origin.map(|it| format!(" ({})", link(it))).unwrap_or_default();
    let mark = marks.shown(words, it);
    let internal = words.internal(aside.is_some_and(|it| it.internal));
    // What is said of it stands behind its first line; the rest of it follows.
    let (first, rest) = it.html.0.split_once('\n').unwrap_or((&it.html.0, ""));
    document.marked_item(0, marker, &[first, &origin, &mark, &internal, "\n", rest].concat());
    examples(document, it.examples.as_ref(), marker.len() + 1);
}

/// Lists of examples, so many spaces further in.
pub fn examples(document: &mut Document, examples: Option<&ExampleLists>, indent: usize) {
    for list in examples.map(|it| &*it.lists).unwrap_or_default() {
        for (number, it) in (list.start..).zip(&list.items) {
            let marker = marker(list.ordered, number);
            document.marked_item(indent, &marker, &it.0);
        }
    }
}
