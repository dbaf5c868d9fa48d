//! A plan in words, for the person who has to find it right.

use std::fmt::Write as _;

use super::grid::Remark;
use super::plan::{self, Plan, PlanCell, Repeat};
use crate::spelling::counted;

/// How many sentences that are repeated are shown.
const SHOWN: usize = 10;

/// What was found where, and what was not understood.
pub fn plan(plan: &Plan, remarks: &[Remark]) -> String {
    let mut text = String::new();
    for track in &plan.tracks {
        let _ = writeln!(text, "track {} \"{}\" ({})", track.id, track.title, track.source);
        for (number, level) in track.levels.iter().enumerate() {
            let count: usize = level.cells.iter().map(|(_, cell)| cell.count()).sum();
            let code =
                if level.code.is_empty() { String::new() } else { format!(" {}", level.code) };
            let cells = counted(level.cells.len(), "cell");
            let count = counted(count, "criterion");
            let _ = writeln!(
                text,
                "  {}-{}{code} \"{}\" ({}): {cells}, {count}{}",
                number + 1,
                level.id,
                level.title,
                level.at,
                states(&level.cells),
            );
        }
    }
    text.push_str("competencies\n");
    for it in &plan.competencies {
        let category = it.category.map(|it| format!(" in \"{}\"", plan.categories[it]));
        let scale = it.scale.map(|it| format!(", on {}", plan.scales[it].0));
        let (category, scale) = (category.unwrap_or_default(), scale.unwrap_or_default());
        let _ = writeln!(text, "  {} \"{}\"{category}{scale}", it.id, it.title);
    }
    for (name, steps) in &plan.scales {
        let _ = writeln!(text, "scale {name}: {}", steps.join(" < "));
    }
    if !plan.facts.is_empty() {
        let _ = writeln!(text, "facts: {}", plan.facts.join(", "));
    }
    text + &repeated(plan) + &remarked(remarks)
}

/// What is special about the cells of a level.
fn states(cells: &[(usize, PlanCell)]) -> String {
    let count =
        |is_meant: fn(&PlanCell) -> bool| cells.iter().filter(|(_, it)| is_meant(it)).count();
    let kinds = [
        (count(|it| it.step.is_some()), "with a step"),
        (count(|it| it.same_as.is_some()), "as another level"),
        (count(|it| it.is_none), "with nothing expected"),
    ];
    let kinds = kinds.iter().filter(|(count, _)| *count > 0);
    kinds.map(|(count, words)| format!(", {count} {words}")).collect()
}

fn repeated(plan: &Plan) -> String {
    let repeats = plan::repeats(plan);
    if repeats.is_empty() {
        return String::new();
    }
    let mut text = format!("repeated at several levels: {}\n", repeats.len());
    for Repeat { text: sentence, track, competency, levels } in repeats.iter().take(SHOWN) {
        let cells: Vec<String> = levels.iter().map(|(_, at)| at.to_string()).collect();
        let title = &plan.competencies[*competency].title;
        let _ = writeln!(
            text,
            "  {} · {title} ({}): {sentence}",
            plan.tracks[*track].title,
            cells.join(", ")
        );
    }
    if repeats.len() > SHOWN {
        let _ = writeln!(text, "  and {} more", repeats.len() - SHOWN);
    }
    text + "  help: with `cumulative = true` under `[ladder]` each stands once, at the first level that expects it; \
            `{same-as=…}` behind a heading takes over a whole cell\n"
}

fn remarked(remarks: &[Remark]) -> String {
    if remarks.is_empty() {
        return String::new();
    }
    let lines = remarks.iter().map(|remark| format!("  {remark}\n"));
    format!("not understood, or to be looked at: {}\n{}", remarks.len(), lines.collect::<String>())
}
