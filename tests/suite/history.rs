//! A handbook with a history: what `ladderbook diff` says of each pair of neighbouring editions.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::format::declared;
use crate::support::{blessing, root};

/// What each edition asks for, seen from the one before.
const PROPOSALS: [&str; 11] = [
    "patch", "minor", "major", "major", "major", "minor", "minor", "major", "major", "major",
    "minor",
];

/// The repository of `tests/history`.
fn history() -> TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let script = root().join("tests/history/build");
    let status = Command::new("sh").arg(script).arg(dir.path()).status().expect("a shell");
    assert!(status.success(), "the history was not built");
    dir
}

/// What `ladderbook diff` prints.
fn diff(dir: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ladderbook"));
    let output = command.current_dir(dir).arg("diff").args(arguments).output().expect("the binary");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && said.is_empty(), "{arguments:?}: {said}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn each_edition_is_told_from_the_one_before() {
    let history = history();
    let mut differing = Vec::new();
    for number in 1..=PROPOSALS.len() {
        let revisions = [format!("v{number}"), format!("v{}", number + 1)];
        for (format, extension) in [("human", "txt"), ("markdown", "md"), ("json", "json")] {
            let arguments = [&*revisions[0], &*revisions[1], "--format", format];
            let told = diff(history.path(), &arguments);
            let name = format!("tests/history/expected/{:02}.{extension}", number + 1);
            if blessing() {
                fs::write(root().join(&name), &told).expect("written");
            }
            let expected = fs::read_to_string(root().join(&name)).unwrap_or_default();
            if told != expected {
                differing.push(format!("{name}\n{told}"));
            }
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn the_proposal_for_each_edition_is_right() {
    let history = history();
    for (number, proposal) in PROPOSALS.iter().enumerate() {
        let revisions = [format!("v{}", number + 1), format!("v{}", number + 2)];
        let told = diff(history.path(), &[&revisions[0], &revisions[1], "--format", "json"]);
        let json: Value = serde_json::from_str(&told).expect("JSON");
        assert_eq!(json["proposal"], *proposal, "{revisions:?}");
    }
}

#[test]
fn the_history_holds_every_kind_of_change() {
    let history = history();
    let mut kinds = std::collections::BTreeSet::new();
    for number in 1..=PROPOSALS.len() {
        let revisions = [format!("v{number}"), format!("v{}", number + 1)];
        let told = diff(history.path(), &[&revisions[0], &revisions[1], "--format", "json"]);
        let json: Value = serde_json::from_str(&told).expect("JSON");
        for noun in ["tracks", "categories", "competencies", "levels", "terms", "pages"] {
            for subject in json[noun].as_array().expect("a list") {
                let changes = subject["changes"].as_array().expect("a list").iter();
                kinds.extend(changes.map(|it| it["kind"].as_str().expect("a word").to_owned()));
            }
        }
    }
    let documented = fs::read_to_string(root().join("docs/versions.md")).expect("the page");
    for kind in &kinds {
        assert!(documented.contains(&format!("`{kind}`")), "docs/versions.md tells of `{kind}`");
    }
    let expected = [
        "added",
        "examples",
        "gone",
        "grade",
        "grown",
        "merged",
        "merged-into",
        "move-added",
        "move-removed",
        "moved",
        "moved-away",
        "new",
        "prose",
        "regrouped",
        "relocated",
        "removed",
        "renamed",
        "retired",
        "reworded",
        "rewritten",
        "rule",
        "step-lowered",
        "step-raised",
        "typography",
        "value",
    ];
    let missing: Vec<_> = expected.into_iter().filter(|it| !kinds.contains(*it)).collect();
    assert!(missing.is_empty(), "{missing:?} of {kinds:?}");
}

/// An object and where it stands: the interface that declares it.
fn check_keys(value: &Value, interface: &str, declared: &BTreeMap<String, BTreeMap<String, bool>>) {
    let object = value.as_object().expect("an object");
    for key in object.keys() {
        assert!(
            declared[interface].contains_key(key),
            "docs/changes.d.ts: {interface} has no `{key}`"
        );
    }
    let required = declared[interface].iter().filter(|(_, is_optional)| !**is_optional);
    for (key, _) in required {
        assert!(object.contains_key(key), "docs/changes.d.ts: `{key}` of {interface} is optional");
    }
    let below = |key: &str| match (interface, key) {
        ("Changes", "from" | "to") => Some("Revision"),
        ("Changes", "proposal") => None,
        ("Changes", _) => Some("Subject"),
        ("Subject", "from" | "to") | ("Change", "level") | ("Criterion", "moved-level") => {
            Some("Name")
        }
        ("Subject", "changes") => Some("Change"),
        ("Change", "criterion") => Some("Criterion"),
        ("Criterion", "from" | "to" | "grown-from") => Some("Stated"),
        _ => None,
    };
    for (key, value) in object.iter().filter(|(_, value)| !value.is_null()) {
        let values = value.as_array().map_or(vec![value], |all| all.iter().collect());
        if let Some(interface) = below(key) {
            values.into_iter().for_each(|it| check_keys(it, interface, declared));
        }
    }
}

#[test]
fn the_declaration_of_the_json_has_its_keys() {
    let history = history();
    let declared = declared("docs/changes.d.ts");
    for number in 1..=PROPOSALS.len() {
        let revisions = [format!("v{number}"), format!("v{}", number + 1)];
        let told = diff(history.path(), &[&revisions[0], &revisions[1], "--format", "json"]);
        check_keys(&serde_json::from_str(&told).expect("JSON"), "Changes", &declared);
    }
}

#[test]
fn the_last_edition_is_what_is_in_the_folder() {
    let history = history();
    let told = diff(history.path(), &[]);
    assert_eq!(told, "HEAD (2026-05-18) → working tree\n\nNothing changed.\n");
    let page = history.path().join("content/levels/ic/3-senior.md");
    let text = fs::read_to_string(&page).expect("a level");
    fs::write(&page, format!("{text}\n<!-- To be discussed in June. -->\n")).expect("written");
    let told = diff(history.path(), &["v12"]);
    assert!(
        told.ends_with(
            "patch: The ladder asks for the same: its files differ in order, comments, attributes or looks.\n"
        ),
        "{told}"
    );
}

#[test]
fn back_in_time_what_was_merged_is_split() {
    let told = diff(history().path(), &["v11", "v10"]);
    let split = "    ~ Split off: Asks for help before a day is lost.\n        before: Finishes small tasks that others have cut, and asks for help before a day is lost\n";
    assert!(told.contains(split), "{told}");
    assert!(told.contains("> Renamed: ") || told.contains("+ New level"), "{told}");
}
