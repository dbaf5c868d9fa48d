//! A plan -> the files of a handbook.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::content::{Block, Item};
use super::escape::{escaped, quoted, scalar, yaml};
use super::plan::{Level, Plan, PlanCell, Track};
use crate::handbook::{UniqueNames, slug};
use crate::tree::{File, RelPath, Tree};

/// The files, without ids of criteria.
pub fn files(plan: &Plan, title: &str, language: &str) -> Tree {
    let mut tree = Tree::default();
    let mut add = |path: String, text: String| {
        if let Some(path) = RelPath::new(&path) {
            tree.insert(path, File::new(text.into_bytes()));
        }
    };
    add("book.toml".to_owned(), book(plan, title, language));
    add("content/tracks.yaml".to_owned(), tracks(plan));
    add("content/competencies.yaml".to_owned(), competencies(plan));
    if !plan.scales.is_empty() {
        add("content/scales.yaml".to_owned(), scales(plan));
    }
    for track in &plan.tracks {
        for (number, level) in track.levels.iter().enumerate() {
            let path = format!("content/levels/{}/{}-{}.md", track.id, number + 1, level.id);
            add(path, level_file(plan, track, level));
        }
    }
    tree
}

fn book(plan: &Plan, title: &str, language: &str) -> String {
    let mut text = format!("[book]\ntitle = {}\n", quoted(title));
    if language != "en" {
        let _ = writeln!(text, "language = {}", quoted(language));
    }
    if !plan.facts.is_empty() {
        let facts: Vec<String> = plan.facts.iter().map(|it| quoted(it)).collect();
        let _ = writeln!(text, "\n[ladder]\nfacts = [{}]", facts.join(", "));
    }
    text
}

fn tracks(plan: &Plan) -> String {
    let mut text = "tracks:\n".to_owned();
    for track in &plan.tracks {
        let _ = writeln!(text, "  - id: {}\n    title: {}", track.id, yaml(&track.title));
    }
    text
}

fn competencies(plan: &Plan) -> String {
    let mut text = String::new();
    let category_ids = category_ids(plan);
    let used: BTreeSet<usize> = plan.competencies.iter().filter_map(|it| it.category).collect();
    let categories: Vec<(usize, &String)> =
        plan.categories.iter().enumerate().filter(|(number, _)| used.contains(number)).collect();
    if !categories.is_empty() {
        text.push_str("categories:\n");
        for (number, title) in categories {
            let _ = writeln!(text, "  - id: {}\n    title: {}", category_ids[number], yaml(title));
        }
        text.push('\n');
    }
    text.push_str("competencies:\n");
    for it in &plan.competencies {
        let _ = writeln!(text, "  - id: {}\n    title: {}", yaml(&it.id), yaml(&it.title));
        if let Some(category) = it.category {
            let _ = writeln!(text, "    category: {}", category_ids[category]);
        }
        if !it.summary.is_empty() {
            let _ = writeln!(text, "    summary: {}", yaml(&it.summary));
        }
        if let Some(scale) = it.scale {
            let _ = writeln!(text, "    scale: {}", plan.scales[scale].0);
        }
    }
    text
}

/// An id for each category.
fn category_ids(plan: &Plan) -> Vec<String> {
    let mut ids = UniqueNames::default();
    plan.categories.iter().map(|title| yaml(&ids.claim(slug(title)))).collect()
}

fn scales(plan: &Plan) -> String {
    let mut text = "scales:\n".to_owned();
    for (name, steps) in &plan.scales {
        let steps: Vec<String> = steps.iter().map(|it| yaml(it)).collect();
        let _ = writeln!(text, "  {name}: [{}]", steps.join(", "));
    }
    text
}

fn level_file(plan: &Plan, track: &Track, level: &Level) -> String {
    let mut text = format!("---\ntitle: {}\n", yaml(&level.title));
    if !level.code.is_empty() {
        let _ = writeln!(text, "code: {}", yaml(&level.code));
    }
    if let Some(grade) = level.grade {
        let _ = writeln!(text, "grade: {grade}");
    }
    if !level.summary.is_empty() {
        let _ = writeln!(text, "summary: {}", yaml(&level.summary));
    }
    if !level.facts.is_empty() {
        text.push_str("facts:\n");
        for (name, value) in &level.facts {
            let _ = writeln!(text, "  {}: {}", yaml(name), yaml(value));
        }
    }
    let steps: Vec<String> = level
        .cells
        .iter()
        .filter_map(|(competency, cell)| {
            let id = yaml(&plan.competencies[*competency].id);
            cell.step.as_ref().map(|step| format!("  {id}: {}\n", scalar(step)))
        })
        .collect();
    if !steps.is_empty() {
        let _ = write!(text, "expect:\n{}", steps.concat());
    }
    text.push_str("---\n");
    // The order of the book, whatever that of the table of this track is.
    let mut cells: Vec<&(usize, PlanCell)> = level.cells.iter().collect();
    cells.sort_by_key(|(competency, _)| *competency);
    for (competency, cell) in cells {
        let title = escaped(&plan.competencies[*competency].title);
        text.push_str(&section(track, &title, cell));
    }
    text
}

/// The section of a competency; none for what states a step alone.
fn section(track: &Track, title: &str, cell: &PlanCell) -> String {
    let attribute = match cell.same_as {
        Some(level) => format!(" {{same-as={}/{}}}", track.id, track.levels[level].id),
        None if cell.is_none => " {.none}".to_owned(),
        None => String::new(),
    };
    if attribute.is_empty() && cell.blocks.is_empty() {
        return String::new();
    }
    let mut text = format!("\n## {title}{attribute}\n");
    for block in &cell.blocks {
        text.push('\n');
        match block {
            Block::Prose(prose) => {
                text.push_str(prose);
                text.push('\n');
            }
            Block::List(items) => {
                items.iter().enumerate().for_each(|(number, it)| item(&mut text, number, it))
            }
        }
    }
    text
}

fn item(text: &mut String, number: usize, item: &Item) {
    let mark = if item.is_numbered { format!("{}. ", number + 1) } else { "- ".to_owned() };
    let _ = writeln!(text, "{mark}{}", item.text);
    for example in &item.examples {
        let _ = writeln!(text, "{}- {example}", " ".repeat(mark.len()));
    }
}
