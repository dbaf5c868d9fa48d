//! The small starter below starters/: one track, four levels, sound by itself and true to the sample.

use std::collections::BTreeMap;

use ladderbook::builtin;
use ladderbook::disk;
use ladderbook::tree::Tree;

use crate::site_links::dead_links;
use crate::support::{build, json, report, root};

fn small() -> Tree {
    let (project, found) = disk::read(&root().join("starters/small")).expect("a folder");
    assert!(found.is_empty(), "{found:?}");
    project
}

/// Texts of all criteria by their ids.
fn criteria(project: &Tree) -> BTreeMap<String, String> {
    let json = json(&build(project).output);
    let levels = json["levels"].as_array().expect("levels").iter();
    let cells = levels.flat_map(|it| it["cells"].as_array().expect("cells"));
    let criteria = cells.flat_map(|it| it["criteria"].as_array().expect("criteria"));
    criteria.map(|it| (it["id"].to_string(), it["text"].to_string())).collect()
}

#[test]
fn the_small_one_builds_without_a_word() {
    let small = small();
    let build = build(&small);
    assert!(build.diagnostics.is_empty(), "{}", report(&build.diagnostics, &small));
    assert!(dead_links(&build.output, "/").is_empty());
    assert_eq!(json(&build.output)["levels"].as_array().map(Vec::len), Some(4));
}

/// A criterion that is made better in the sample is to be made better here too.
#[test]
fn the_small_one_says_what_the_sample_says() {
    let sample = criteria(&builtin::sample());
    let small = criteria(&small());
    assert!(small.len() > 60, "{}", small.len());
    for (id, text) in &small {
        assert_eq!(Some(text), sample.get(id), "{id}");
    }
}
