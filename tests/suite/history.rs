//! A handbook with a history: what `ladderbook diff` says of each pair of neighbouring editions.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use ladderbook::tree::{File, RelPath, Tree};
use serde_json::Value;
use tempfile::TempDir;

use crate::format::declared;
use crate::site_links::dead_links;
use crate::support::{blessing, files, root, text};

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
        for noun in ["tracks", "categories", "competencies", "scales", "levels", "terms", "pages"] {
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

/// The site of the handbook with each tag as an edition, as the command builds it.
fn site(language: &str) -> Tree {
    let history = history();
    let mut book = fs::read_to_string(history.path().join("book.toml")).expect("book.toml");
    book = book.replacen("[book]", &format!("[book]\nlanguage = \"{language}\""), 1);
    for number in 1..=12 {
        book += &format!("\n[[editions]]\nname = \"e{number}\"\nrev = \"v{number}\"\n");
    }
    fs::write(history.path().join("book.toml"), book).expect("written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_ladderbook"));
    let output = command.current_dir(history.path()).arg("build").output().expect("the binary");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    let public = history.path().join("public");
    let all =
        ["html", "xml", "json", "css", "js", "svg", "md"].map(|it| files(&public, it)).concat();
    let file = |path: &PathBuf| {
        let below = path.strip_prefix(&public).expect("below the folder").to_string_lossy();
        let bytes = fs::read(path).expect("a file");
        (RelPath::new(&below).expect("a relative path"), File::new(bytes))
    };
    all.iter().map(file).collect()
}

#[test]
fn the_site_tells_of_every_edition() {
    let site = site("en");
    let changes = text(&site, "changes/index.html");
    for number in 1..=12 {
        assert!(changes.contains(&format!("<h2 id=\"lb-in-e{number}\">")), "e{number}");
    }
    assert!(!changes.contains("lb-today"), "nothing has changed since the last edition");
    let dead = dead_links(&site, "/");
    assert!(dead.is_empty(), "{dead:#?}");
    let feed = text(&site, "changes.xml");
    assert_eq!(feed.matches("<entry>").count(), 12);
    assert!(feed.contains("<link href=\"https://ladder.example/changes/#lb-in-e7\"/>"));
    assert!(feed.contains("<updated>2026-05-18T00:00:00Z</updated>"));
}

/// The twelve editions hold every kind of change, so that a word that is missing would show.
#[test]
fn every_kind_of_change_has_words_in_every_language() {
    for language in ["en", "de"] {
        let changes = text(&site(language), "changes/index.html");
        let labels = changes.split("<span class=\"told-label\">").skip(1);
        let labels: Vec<&str> = labels.filter_map(|it| it.split("</span>").next()).collect();
        assert!(labels.len() > 60, "{}", labels.len());
        let is_wrong =
            |it: &&&str| it.is_empty() || it.starts_with([':', ' ']) || it.contains(['{', '}']);
        let wrong: Vec<_> = labels.iter().filter(is_wrong).collect();
        assert!(wrong.is_empty(), "{language}: {wrong:?}");
    }
}

#[test]
fn a_level_and_its_criteria_know_since_when_they_stand() {
    let site = site("en");
    let senior = text(&site, "levels/ic/senior/index.html");
    let since = "In force from 2024-01-15; last changed in edition <a href=\"../../../changes/#lb-in-e12\">e12</a>.";
    assert!(senior.contains(since), "{senior}");
    assert!(senior.contains("href=\"../../../editions/e1/levels/"), "as it stood in editions");
    let criteria = text(&site, "criteria/index.html");
    let age = |id: &str| {
        let (_, rest) = criteria.split_once(&format!("<li id=\"{id}\">")).expect("the criterion");
        let entry = rest.split("</li>").next().expect("an entry");
        let (_, age) = entry.rsplit_once("<p class=\"listed-also\">").expect("an age");
        age.split("</p>").next().expect("an age").to_owned()
    };
    let link = |name: &str| format!("<a href=\"../changes/#lb-in-{name}\">{name}</a>");
    for (id, since, reworded) in AGES {
        let mut expected = format!("Since edition {}", link(since));
        if !reworded.is_empty() {
            expected += &format!("; reworded in edition {}", link(reworded));
        }
        assert_eq!(age(id), expected, "{id}");
    }
}

/// Criteria of the last edition, the edition in which each first stood, and the one that last reworded it: one
/// that is new later, one with other typography before other words, one that became part of another
/// level, one that moved unchanged.
const AGES: [(&str, &str, &str); 5] = [
    ("data", "e10", ""),
    ("dates", "e1", "e3"),
    ("small-tasks", "e1", "e11"),
    ("settles", "e1", "e4"),
    ("map", "e8", ""),
];
