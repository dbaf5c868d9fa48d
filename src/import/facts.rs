//! Rows that are no competencies: what a level is called, its sentence, its facts.

use super::content;
use super::heads;
use super::matrix::{Kind, Row};

const TITLE: [&str; 7] = ["title", "titel", "job title", "role", "rolle", "position", "name"];
const CODE: [&str; 4] = ["code", "kürzel", "level code", "short name"];
const GRADE: [&str; 5] = ["grade", "level", "stufe", "band", "pay grade"];
const SUMMARY: [&str; 8] = [
    "summary",
    "description",
    "overview",
    "in a nutshell",
    "in a sentence",
    "beschreibung",
    "kurzbeschreibung",
    "zusammenfassung",
];
/// Facts that are no competency anywhere.
const CERTAIN: [&str; 9] = [
    "years of experience",
    "years",
    "experience",
    "time horizon",
    "reports to",
    "direct reports",
    "team size",
    "erfahrung",
    "berufserfahrung",
];
const FACTS: [&str; 22] = [
    "scope",
    "autonomy",
    "impact",
    "experience",
    "years of experience",
    "years",
    "influence",
    "time horizon",
    "reports to",
    "reports",
    "direct reports",
    "team size",
    "span of control",
    "supervision",
    "erfahrung",
    "berufserfahrung",
    "umfang",
    "autonomie",
    "wirkung",
    "einfluss",
    "zeithorizont",
    "selbstständigkeit",
];

/// How long a fact may be.
const LONGEST: usize = 120;

/// Marks the rows that are no competencies. What is called like a fact and has sentences in lists is one; and below the
/// first competency, where scope or impact may be one as well, only what can be nothing else is a fact.
pub fn mark(rows: &mut [Row]) {
    let mut is_at_top = true;
    for row in rows {
        row.kind = kind(row).filter(|kind| is_at_top || *kind != Kind::Fact || is_certain(row));
        is_at_top &= row.kind.is_some();
    }
}

fn is_certain(row: &Row) -> bool {
    CERTAIN.contains(&row.title.to_lowercase().as_str())
}

fn kind(row: &Row) -> Option<Kind> {
    let title = row.title.to_lowercase();
    let has = |words: &[&str]| words.contains(&title.as_str());
    let is_short = row.cells.iter().all(|cells| {
        let (text, is_markdown) = content::joined(cells);
        let blocks = content::blocks(&text, is_markdown, content::Split::Lines);
        text.chars().count() <= LONGEST && blocks.len() <= 1 && text.lines().count() <= 1
    });
    let all =
        |is_meant: fn(&str) -> bool| row.cells.iter().flatten().all(|cell| is_meant(&cell.text));
    match () {
        () if has(&SUMMARY) => Some(Kind::Summary),
        () if !is_short => None,
        () if has(&TITLE) => Some(Kind::Title),
        // Code is also what engineers write.
        () if has(&CODE) && all(heads::is_code) => Some(Kind::Code),
        () if has(&GRADE) && all(|text| text.parse::<u32>().is_ok()) => Some(Kind::Grade),
        () if has(&FACTS) => Some(Kind::Fact),
        () => None,
    }
}
