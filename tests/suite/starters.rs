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

/// Who copies the first example of the README has what `init --empty` writes.
#[test]
#[expect(clippy::disallowed_methods, reason = "this reads a file of the repository")]
fn the_readme_shows_the_empty_one() {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("the README");
    let files = builtin::starter("empty");
    assert_eq!(files.len(), 2);
    for (path, file) in files.iter() {
        let text = std::str::from_utf8(file.bytes()).expect("text");
        let language = if path.extension() == "md" { "markdown" } else { "toml" };
        let block = format!("`{path}`:\n\n```{language}\n{text}```\n");
        assert!(readme.contains(&block), "README.md lacks\n{block}");
    }
    let build = build(&files);
    assert!(build.diagnostics.is_empty(), "{}", report(&build.diagnostics, &files));
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
