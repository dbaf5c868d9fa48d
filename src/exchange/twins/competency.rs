//! The page of a competency as Markdown.

use super::cells::{self, Marks};
use super::document::{Document, link, link_to};
use super::words::Words;
use crate::view::{
    CompetenciesView, CompetencyGrade, CompetencyLevel, CompetencyTrack, CompetencyTwin, escaped,
};

/// What stands before the tracks.
pub fn head(document: &mut Document, words: &Words, it: &CompetencyTwin) {
    document.block(&it.category.as_ref().map(link).unwrap_or_default());
    document.words(&it.summary);
    document.prose(&it.prose);
    if !it.steps.is_empty() {
        document.heading(2, &words.plain("steps"));
    }
    for step in &it.steps {
        document.heading(3, &format!("{}. {}", step.number, escaped(&step.title)));
        document.prose(&step.text);
        for it in &step.criteria {
            cells::criterion(document, words, it, &Marks::default(), "-");
        }
        cells::examples(document, step.examples.as_ref(), 0);
    }
    if !it.elsewhere.is_empty() {
        document.heading(2, &words.plain("level-by-level"));
    }
    it.elsewhere.iter().for_each(|track| document.item(&link(track)));
}

/// What tracks that are laid side by side expect at a grade.
pub fn grade(document: &mut Document, words: &Words, it: &CompetencyGrade) {
    let grade = it.grade.to_string();
    document.heading(2, &words.with("grade-n", &[("grade", &grade)]));
    let levels: Vec<&CompetencyLevel> = it.tracks.iter().flat_map(|track| &track.levels).collect();
    let beside: Vec<&str> = levels.iter().map(|it| it.rung.href.as_str()).collect();
    for at in &levels {
        level(document, words, &with_examples_once(at, &beside));
    }
}

/// A level without the examples of criteria that it has from another one beside it: they are told there.
fn with_examples_once(at: &CompetencyLevel, beside: &[&str]) -> CompetencyLevel {
    let mut at = at.clone();
    for it in at.cell.blocks.iter_mut().flat_map(|block| &mut block.criteria) {
        let origin = it.aside.as_ref().and_then(|it| it.origin.as_ref());
        if origin.is_some_and(|origin| beside.contains(&origin.href.as_str())) {
            it.examples = None;
        }
    }
    at
}

/// What one track expects.
pub fn track(document: &mut Document, words: &Words, it: &CompetencyTrack) {
    document.heading(2, &link(&it.track));
    it.levels.iter().for_each(|at| level(document, words, at));
}

fn level(document: &mut Document, words: &Words, at: &CompetencyLevel) {
    let title = link_to(&at.cell.title, &at.rung.href) + &words.internal(at.cell.internal);
    document.heading(3, &title);
    cells::cell(document, words, &at.cell, &Marks::default(), 4);
}

/// The list of competencies.
pub fn list(document: &mut Document, words: &Words, list: &CompetenciesView) {
    document.prose(&list.prose);
    for group in &list.groups {
        if !group.title.is_empty() {
            document.heading(2, &(escaped(&group.title) + &words.internal(group.internal)));
            document.words(&group.summary);
        }
        for it in &group.competencies {
            let title = link_to(&it.title, &it.href) + &words.internal(it.internal);
            document.item(&match it.summary.as_str() {
                "" => title,
                summary => format!("{} {}", words.labelled(&title), escaped(summary)),
            });
        }
    }
}
