//! The ladder map, tracks and their matrices as Markdown.

use super::document::{Document, link, link_to};
use super::level;
use super::words::Words;
use crate::view::{
    Growth, LadderMap, LadderTwin, LevelsTrack, LevelsView, MapMove, Matrix, MatrixCell,
    MatrixTwin, Rung, TrackMatrix, TrackTwin, escaped,
};

/// All tracks with their levels, and the text of the home page.
pub fn home(document: &mut Document, words: &Words, home: &LadderTwin) {
    document.words(&home.summary);
    document.prose(&home.prose);
    for ladder in &home.tracks {
        document.heading(2, &link(&ladder.track));
        document.words(&ladder.summary);
        ladder.rungs.iter().for_each(|it| rung(document, words, it));
    }
    moves(document, words, &home.moves);
    if !home.further.is_empty() {
        document.heading(2, &words.plain("pages-further"));
        home.further.iter().for_each(|it| document.item(&link(it)));
    }
}

/// All levels by track.
pub fn levels(document: &mut Document, words: &Words, view: &LevelsView) {
    document.prose(&view.prose);
    for group in &view.groups {
        let depth = if group.title.is_empty() { 2 } else { 3 };
        if depth == 3 {
            document.heading(2, &escaped(&group.title));
        }
        group.tracks.iter().for_each(|it| levels_of(document, words, depth, it));
    }
}

fn levels_of(document: &mut Document, words: &Words, depth: usize, it: &LevelsTrack) {
    document.heading(depth, &(link(&it.track) + &words.internal(it.internal)));
    document.words(&it.summary);
    level::status(document, words, it.status, it.replaced_by.as_ref());
    it.levels.iter().for_each(|level| rung(document, words, &level.rung));
    if it.levels.is_empty() {
        document.block(&words.plain("no-levels"));
    }
}

fn moves(document: &mut Document, words: &Words, moves: &[MapMove]) {
    if moves.is_empty() {
        return;
    }
    document.heading(2, &words.plain("moves"));
    for it in moves {
        let kind = words.label(&format!("move-{}", it.kind));
        let note = if it.note.is_empty() { "" } else { " – " };
        let ends = format!("{} → {}", link(&it.from), link(&it.to));
        document.item(&format!("{kind} {ends}{note}{}", escaped(&it.note)));
    }
}

/// A level as an item.
pub fn rung(document: &mut Document, words: &Words, rung: &Rung) {
    let grade = match rung.grade.as_str() {
        "" => String::new(),
        grade => words.with("grade-n", &[("grade", grade)]),
    };
    let about: Vec<String> =
        [escaped(&rung.code), grade].into_iter().filter(|it| !it.is_empty()).collect();
    let about = if about.is_empty() { String::new() } else { format!(" ({})", about.join(", ")) };
    let internal = words.internal(rung.internal);
    let title = link_to(&rung.title, &rung.href) + &about + &internal;
    document.item(&match rung.summary.as_str() {
        "" => title,
        summary => format!("{} {}", words.labelled(&title), escaped(summary)),
    });
}

pub fn track(document: &mut Document, words: &Words, track: &TrackTwin) {
    document.words(&track.summary);
    level::status(document, words, track.status, track.replaced_by.as_ref());
    if let Some(extends) = &track.extends {
        document.block(&format!("{} {}", words.label("builds-on"), link(extends)));
    }
    document.prose(&track.prose);
    document.heading(2, &words.plain("rungs"));
    track.rungs.iter().for_each(|it| rung(document, words, it));
    if track.rungs.is_empty() {
        document.block(&words.plain("no-levels"));
    }
    if let Some(growth) = &track.growth {
        grows(document, words, growth);
    }
}

fn grows(document: &mut Document, words: &Words, growth: &Growth) {
    if growth.facts.is_empty() && growth.steps.is_empty() {
        return;
    }
    document.heading(2, &words.plain("what-grows"));
    let side = |value: &str, none: &str| match value {
        "" => words.plain(none),
        value => escaped(value),
    };
    for it in &growth.facts {
        let name = words.labelled(&escaped(&it.name));
        let (from, to) = (side(&it.from, "not-stated"), side(&it.to, "not-stated"));
        document.item(&format!("{name} {from} → {to}"));
    }
    for it in &growth.steps {
        let name = words.labelled(&link(&it.competency));
        let (from, to) = (side(&it.from, "no-step"), side(&it.to, "no-step"));
        document.item(&format!("{name} {from} → {to}"));
    }
}

/// The page of all matrices, without those that are parts of it.
pub fn matrices(document: &mut Document, view: &MatrixTwin) {
    document.prose(&view.prose);
    view.tracks.iter().for_each(|it| document.item(&link(it)));
}

/// The matrix of one track on the page of all of them.
pub fn matrix_part(document: &mut Document, words: &Words, track: &TrackMatrix) {
    document.heading(2, &link(&track.track));
    matrix(document, words, &track.matrix);
}

/// Levels by competencies: the step that is expected, and how many criteria there are. These themselves are on the
/// pages of levels and competencies.
pub fn matrix(document: &mut Document, words: &Words, matrix: &Matrix) {
    let heads: Vec<String> = matrix.levels.iter().map(|it| link_to(&it.title, &it.href)).collect();
    let mut table = format!("|  | {} |\n|---|{}", heads.join(" | "), "---|".repeat(heads.len()));
    for row in matrix.groups.iter().flat_map(|it| &it.rows) {
        let cells: Vec<String> = row.cells.iter().map(|it| matrix_cell(words, it)).collect();
        let name = link(&row.competency) + &words.internal(row.internal);
        table += &format!("\n| {name} | {} |", cells.join(" | "));
    }
    document.block(&table);
}

fn matrix_cell(words: &Words, cell: &MatrixCell) -> String {
    let count = cell.count.to_string();
    let count = words.with("criteria-count", &[("n", &count)]);
    match (cell.state, cell.step.as_str(), cell.count) {
        ("none", _, 0) => words.plain("nothing-expected-short"),
        ("missing", ..) => words.plain("not-written-short"),
        (_, "", 0) => words.plain("step-none"),
        (_, "", _) => count,
        (_, step, 0) => escaped(step),
        (_, step, _) => format!("{}{} {count}", escaped(step), words.plain("comma")),
    }
}

/// The ladder map where it stands in prose.
pub fn map(document: &mut Document, words: &Words, map: &LadderMap) {
    if map.is_divided {
        document.block(&words.plain("map-divided"));
        map.columns.iter().for_each(|it| document.item(&link_to(&it.title, &it.href)));
    }
    let rungs = map.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.rungs);
    rungs.for_each(|it| rung(document, words, it));
    let between = map.moves.iter().map(|it| format!("{} → {}", link(&it.from), link(&it.to)));
    between.for_each(|it| document.item(&it));
}
