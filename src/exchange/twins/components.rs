//! What components show, as Markdown.

use super::document::{Document, link, link_to};
use super::ladder;
use super::words::Words;
use crate::view::{ComponentCompare, ComponentCriterion, ComponentFacts, Radar, Shown, escaped};

/// What a component shows in prose.
pub fn text(words: &Words, shown: &Shown) -> String {
    let mut document = Document::default();
    match shown {
        Shown::LadderMap(it) => ladder::map(&mut document, words, it),
        Shown::Matrix(it) => ladder::matrix(&mut document, words, &it.matrix),
        Shown::Compare(it) => compare(&mut document, words, it),
        Shown::Radar(it) => it.iter().for_each(|it| radar(&mut document, words, it)),
        Shown::Facts(it) => facts(&mut document, words, it),
        Shown::Criterion(it) => criterion(&mut document, it),
    }
    document.finish().trim_end().to_owned()
}

fn compare(document: &mut Document, words: &Words, it: &ComponentCompare) {
    let ends = [&it.from, &it.to].map(|it| link_to(&it.title, &it.href)).join(" → ");
    document.item(&ends);
    let count = it.changes.new_total.to_string();
    document.item(&match it.changes.new_total {
        0 => words.plain("criteria-new-none"),
        _ => words.with("criteria-new", &[("n", &count)]),
    });
    if !it.compare.is_empty() {
        document.item(&format!("[{}]({})", words.plain("whole-comparison"), it.compare));
    }
}

/// The steps of each level, axis by axis.
fn radar(document: &mut Document, words: &Words, radar: &Radar) {
    for series in &radar.series {
        let axes = radar.axes.iter().zip(&series.values);
        let steps = axes.map(|(axis, value)| {
            format!("{} {}", words.labelled(&escaped(&axis.competency.title)), escaped(value))
        });
        let steps: Vec<String> = steps.collect();
        let level = words.labelled(&link(&series.level));
        document
            .item(&format!("{level} {}", steps.join(&format!("{} ", words.plain("semicolon")))));
    }
}

fn facts(document: &mut Document, words: &Words, it: &ComponentFacts) {
    document.block(&words.labelled(&link(&it.level)));
    for fact in &it.facts {
        let name = words.labelled(&escaped(&fact.name));
        document.item(&format!("{name} {}", escaped(&fact.value)));
    }
}

fn criterion(document: &mut Document, it: &ComponentCriterion) {
    document.item(&format!("{} ({})", it.html.0, link_to(&it.level.title, &it.href)));
}
