//! How long it takes to compare levels: `cargo bench --bench compare`.
//!
//! Sixty levels of one track, each with fifteen competencies of twelve criteria, and all pairs of neighbours; once
//! with the words read for the first time, and once more.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a bench takes the time and prints it"
)]
#![allow(missing_docs, reason = "a bench has no public items")]

use std::time::Instant;

use ladderbook::handbook::LevelIx;
use ladderbook::handbook::compare;
use ladderbook::site;
use ladderbook::tree::{File, RelPath, Tree};

const LEVELS: usize = 60;
const COMPETENCIES: usize = 15;
const CRITERIA: usize = 12;

const VERBS: [&str; 12] = [
    "Plans",
    "Leads",
    "Reviews",
    "Explains",
    "Designs",
    "Mentors",
    "Measures",
    "Writes",
    "Decides",
    "Improves",
    "Questions",
    "Shares",
];
const OBJECTS: [&str; 11] = [
    "the design of a service",
    "a change that carries a risk",
    "work over several teams",
    "what an incident taught",
    "the boundaries between systems",
    "how a decision was made",
    "the quality of a release",
    "what customers ask for",
    "the way that people are hired",
    "a budget of a department",
    "the tests of a component",
];
const MANNERS: [&str; 13] = [
    "before it is built",
    "without being asked",
    "with those who depend on it",
    "for a year ahead",
    "so that others can follow",
    "under pressure of time",
    "when it is unpopular",
    "across departments",
    "in small steps",
    "with numbers",
    "and says what is left out",
    "until it holds",
    "for people new to the trade",
];

fn main() {
    let project = project();
    let (handbook, diagnostics) = site::handbook(&project);
    assert!(!diagnostics.has_errors());
    for round in ["first", "again"] {
        let start = Instant::now();
        let mut pairs = 0;
        for level in 0..LEVELS - 1 {
            let (from, to) = (LevelIx(level), LevelIx(level + 1));
            let comparison = compare::levels(handbook.untracked(), from, to);
            let rows = comparison.competencies.iter().flat_map(|it| &it.criteria);
            pairs += rows.filter(|it| it.from.is_some() && it.to.is_some()).count();
        }
        println!("{} neighbours, {round}: {:?} ({pairs} pairs)", LEVELS - 1, start.elapsed());
    }
}

fn project() -> Tree {
    let file = |path: &str, text: String| {
        (RelPath::new(path).expect("a path"), File::new(text.into_bytes()))
    };
    let level = |level: usize| {
        let mut text = format!("---\ntitle: Level {level}\n---\n");
        for competency in 0..COMPETENCIES {
            text += &format!("\n## Competency {competency}\n\n");
            for criterion in 0..CRITERIA {
                // Steps that have no factor in common with the lengths of the lists, so that most sentences
                // differ, and some come again.
                let seed = level * 389 + competency * 97 + criterion * 31;
                let verb = VERBS[seed % VERBS.len()];
                let object = OBJECTS[(seed / 5) % OBJECTS.len()];
                let manner = MANNERS[(seed / 7) % MANNERS.len()];
                text += &format!("- {verb} {object} {manner}\n");
            }
        }
        file(&format!("content/levels/ic/{}-level-{level}.md", level + 1), text)
    };
    let book = file("book.toml", "book.title = \"Large\"\n".to_owned());
    (0..LEVELS).map(level).chain([book]).collect()
}
