//! Published ladders as whole handbooks: nothing that their sources say may be lost.
//!
//! They lie beside the repository, or where `LADDERBOOK_CORPUS` says; without them these tests say
//! that they were left out.

use std::path::PathBuf;

use ladderbook::disk;
use serde_json::Value;

use crate::support::{build, json, level, report, root};

fn corpus(name: &str) -> Option<PathBuf> {
    let beside = std::env::var_os("LADDERBOOK_CORPUS")
        .map_or_else(|| root().join("../shared/corpus"), PathBuf::from);
    let folder = beside.join(name);
    if !folder.is_dir() {
        eprintln!("left out: the published ladder `{name}` is not in {}", beside.display());
        return None;
    }
    Some(folder)
}

fn expected(folder: &std::path::Path) -> Value {
    let text = std::fs::read_to_string(folder.join("expected.json")).expect("expected.json");
    serde_json::from_str(&text).expect("valid JSON")
}

/// All criteria of a level's cells.
fn criteria(level: &Value) -> impl Iterator<Item = &Value> {
    let cells = level["cells"].as_array().expect("cells").iter();
    cells.flat_map(|cell| cell["criteria"].as_array().expect("criteria"))
}

fn count(level: &Value, counts: impl Fn(&Value) -> bool) -> u64 {
    criteria(level).filter(|criterion| counts(criterion)).count() as u64
}

fn is_own(criterion: &Value) -> bool {
    criterion["origin"]["kind"] == "own"
}

fn is_of_step(criterion: &Value) -> bool {
    criterion["origin"]["kind"] == "step"
}

fn reproduces(name: &str) {
    let Some(folder) = corpus(name) else { return };
    let (project, found) = disk::read(&folder).expect("a project");
    assert!(found.is_empty(), "{found:?}");
    let build = build(&project);
    assert!(!build.diagnostics.has_errors(), "{}", report(&build.diagnostics, &project));
    let found = json(&build.output);
    let expected = expected(&folder);

    let ids = |value: &Value| -> Vec<Value> {
        value.as_array().expect("a list").iter().map(|it| it["id"].clone()).collect()
    };
    assert_eq!(Value::Array(ids(&found["tracks"])), expected["tracks"]);
    assert_eq!(
        found["competencies"].as_array().expect("a list").len() as u64,
        expected["competencies"]
    );
    let levels = expected["levels"].as_object().expect("levels");
    assert_eq!(found["levels"].as_array().expect("levels").len(), levels.len());
    let (mut written, mut in_effect, mut examples) = (0, 0, 0);
    for (id, counts) in levels {
        let level = level(&found, id);
        let own = count(level, is_own);
        let all = count(level, |criterion| !is_of_step(criterion));
        assert_eq!(serde_json::json!([own, all]), *counts, "{id}");
        written += own;
        in_effect += all;
        examples += criteria(level)
            .filter(|criterion| is_own(criterion))
            .map(|criterion| criterion["examples"].as_array().expect("examples").len() as u64)
            .sum::<u64>();
    }
    assert_eq!(written, expected["written"]);
    assert_eq!(in_effect, expected["in-effect"]);
    assert_eq!(examples, expected["examples"]);
    if let Some(steps) = expected["steps"].as_u64() {
        let competencies = found["competencies"].as_array().expect("a list").iter();
        let found: usize =
            competencies.map(|it| it["steps"].as_array().expect("steps").len()).sum();
        assert_eq!(found as u64, steps);
    }
}

#[test]
fn financial_times() {
    reproduces("ft");
}

#[test]
fn monzo() {
    reproduces("monzo");
}

#[test]
fn jorgef() {
    reproduces("jorgef");
}

#[test]
fn jorgef_states_the_text_of_each_step() {
    let Some(folder) = corpus("jorgef") else { return };
    let (project, _) = disk::read(&folder).expect("a project");
    let found = json(&build(&project).output);
    let cells = level(&found, "developer/d1")["cells"].as_array().expect("cells").clone();
    let expects: Vec<&str> = cells
        .iter()
        .map(|cell| cell["expect"]["first"]["title"].as_str().expect("a step"))
        .collect();
    assert_eq!(expects, ["Adopts", "Enhances", "Learns", "Follows", "Subsystem"]);
    assert_eq!(
        cells[0]["step"]["text"],
        "actively learns and adopts the technology and tools defined by the team"
    );
}

#[test]
fn short_ids_that_several_tracks_have_are_ambiguous() {
    let Some(folder) = corpus("ft") else { return };
    let (project, _) = disk::read(&folder).expect("a project");
    let page =
        ladderbook::tree::Tree::from_texts([("content/links.md", "# Links\n\n[[junior]]\n")]);
    let diagnostics = build(&project.overlay(&page)).diagnostics;
    let ambiguous = diagnostics
        .iter()
        .find(|it| it.code == ladderbook::diagnostic::Code::AmbiguousReference)
        .expect("`junior` is in two tracks");
    assert!(ambiguous.help[0].contains("engineering/junior"), "{:?}", ambiguous.help);
}
