//! Whole handbooks: nothing that their sources say may be lost. Those of our own are counted by hand, the
//! published ones by what was read from their sources.

use ladderbook::tree::Tree;
use serde_json::Value;

use crate::ladders::ladder;
use crate::support::{build, json, level, published, report, root};

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
    criterion["origin"].is_null()
}

fn is_of_step(criterion: &Value) -> bool {
    criterion["origin"]["kind"] == "step"
}

/// Whether a handbook has the tracks, levels and criteria that are expected of it.
fn assert_complete(project: &Tree, expected: &Value) {
    let build = build(project);
    assert!(!build.diagnostics.has_errors(), "{}", report(&build.diagnostics, project));
    let found = json(&build.output);

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
            .map(|criterion| criterion["examples"].as_array().map_or(0, Vec::len) as u64)
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

fn assert_ladder_is_complete(name: &str) {
    assert_complete(&ladder(name), &expected(&root().join("tests/ladders").join(name)));
}

#[test]
fn levels_by_themes_with_ids_of_a_database() {
    assert_ladder_is_complete("themes");
}

#[test]
fn frameworks_that_inherit_from_an_abstract_one() {
    assert_ladder_is_complete("frameworks");
}

#[test]
fn five_axes_with_named_steps() {
    assert_ladder_is_complete("axes");
}

fn assert_published_is_complete(name: &str) {
    let (project, folder) = published(name);
    assert_complete(&project, &expected(&folder));
}

#[test]
#[ignore = "needs the published ladders"]
fn financial_times() {
    assert_published_is_complete("ft");
}

#[test]
#[ignore = "needs the published ladders"]
fn monzo() {
    assert_published_is_complete("monzo");
}

#[test]
#[ignore = "needs the published ladders"]
fn jorgef() {
    assert_published_is_complete("jorgef");
}

#[test]
fn a_level_on_axes_states_the_text_of_each_step() {
    let found = json(&build(&ladder("axes")).output);
    let cells = level(&found, "counter/head")["cells"].as_array().expect("cells").clone();
    let step = |cell: &Value| cell["expect"]["first"]["title"].as_str().expect("a step").to_owned();
    let expects: Vec<String> = cells.iter().map(step).collect();
    assert_eq!(expects, ["Sharpens", "Draws", "Teaches", "Plans", "Room"]);
    assert_eq!(cells[2]["step"]["text"], "lets others find the way themselves");
}

#[test]
fn a_chain_of_frameworks_brings_what_each_adds_in_its_order() {
    let found = json(&build(&ladder("frameworks")).output);
    let ids = |id: &str| -> Vec<String> {
        let ids =
            criteria(level(&found, id)).map(|it| it["id"].as_str().expect("an id").to_owned());
        ids.collect()
    };
    assert_eq!(
        ids("storage/one"),
        [
            "repeats-a-question",
            "writes-down",
            "splits-a-change",
            "finishes-one-thing",
            "reads-a-log",
            "restores-a-copy",
        ]
    );
    let own = "sums-up-both-sides";
    let overridden = criteria(level(&found, "backend/two")).find(|it| it["id"] == own);
    let overridden = overridden.expect("the criterion");
    assert_eq!(overridden["text"], "Puts the argument that won into the record");
    let examples = |id: &str| {
        criteria(level(&found, id))
            .map(|it| it["examples"].as_array().map_or(0, Vec::len))
            .sum::<usize>()
    };
    assert_eq!((examples("backend/one"), examples("support/one")), (4, 0));
}

#[test]
#[ignore = "needs the published ladders"]
fn jorgef_states_the_text_of_each_step() {
    let (project, _) = published("jorgef");
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
    let page = Tree::from_texts([("content/links.md", "# Links\n\n[[junior]]\n")]);
    let diagnostics = build(&ladder("themes").overlay(&page)).diagnostics;
    let ambiguous = diagnostics
        .iter()
        .find(|it| it.code == ladderbook::diagnostic::Code::AmbiguousReference)
        .expect("`junior` is in two tracks");
    assert!(ambiguous.help[0].contains("engineering/junior"), "{:?}", ambiguous.help);
}
