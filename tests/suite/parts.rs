//! The data of a large handbook in parts, of which a page loads a few.

use std::collections::{BTreeMap, BTreeSet};

use ladderbook::handbook::parts::{file_of_hash, hash_of_criterion};
use ladderbook::memo::Memo;
use ladderbook::site;
use ladderbook::tree::Tree;
use serde_json::Value;

use crate::support::{build, json, project, report, text};

const INDEX: &str = "api/parts/index.json";
/// The most bytes that a page loads at once.
const MOST: usize = 300_000;

/// Tracks of eight levels, each of which says `length` sentences of its own about eight competencies.
fn families(tracks: usize, length: usize) -> Tree {
    let mut files = Vec::new();
    for track in 0..tracks {
        for rung in 1..=8 {
            let criterion = |craft, n| {
                format!(
                    "- Does {craft}.{n} at {rung} of {track} with care for what others expect\n"
                )
            };
            let about = |craft| -> String {
                let criteria: String = (0..length).map(|n| criterion(craft, n)).collect();
                format!("## Craft {craft}\n\n{criteria}\n")
            };
            let said: String = (0..8).map(about).collect();
            files.push((
                format!("content/levels/track-{track}/{rung}-level-{rung}.md"),
                format!("---\ntitle: Level {rung}\ngrade: {rung}\n---\n\n{said}"),
            ));
        }
    }
    of(&files)
}

fn of(files: &[(String, String)]) -> Tree {
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    project(&files)
}

/// A handbook of 45 levels, of which some have all that is difficult.
fn difficult() -> Tree {
    let mut files: Vec<(String, String)> = Vec::new();
    let mut add = |path: &str, text: &str| files.push((path.to_owned(), text.to_owned()));
    add(
        "content/tracks.yaml",
        "tracks:
- {id: base, title: Base, abstract: true}
- {id: ic, title: Engineers, extends: base, cumulative: true, was: craft}
- {id: filler, title: Filler}
- {id: empty, title: Empty, status: draft}
",
    );
    add(
        "content/competencies.yaml",
        "competencies:
- {id: code, title: Code, steps: [{title: Learns, text: Asks others.}, {title: Owns, text: Decides.}]}
- {id: trust, title: Trust}
",
    );
    let level =
        |title: &str, more: &str, said: &str| format!("---\ntitle: {title}\n{more}---\n\n{said}\n");
    add(
        "content/levels/base/1-first.md",
        &level("First", "", "## Trust\n\n- Keeps her word {#word}\n"),
    );
    add(
        "content/levels/ic/1-first.md",
        &level(
            "First",
            "was: zero\nexpect: {code: 1}\n",
            "## Trust\n\n- Is kind {#kind was=nice}\n",
        ),
    );
    add(
        "content/levels/ic/2-second.md",
        &level(
            "Second",
            "expect: {code: 2}\nnext: [filler/level-3, {to: third, kind: lateral}]\nalso-in: filler\n",
            "## Trust\n\n- Is kind to all {#kinder replaces=kind}\n- Keeps a promise {#nice-2}\n",
        ),
    );
    add(
        "content/levels/ic/3-third.md",
        &level(
            "Third",
            "status: draft\n",
            "## Trust\n\n- Makes others kind {#kindest replaces=kinder}\n",
        ),
    );
    for n in 1..=41 {
        let said = match n {
            1 => "## Trust\n\n- Spreads it {#spreads replaces=kindest}\n".to_owned(),
            2 => "## Trust\n\n- Is kind, says another track {#2-kind}\n".to_owned(),
            _ => format!("## Trust\n\n- Does number {n} {{#does-{n}}}\n"),
        };
        add(
            &format!("content/levels/filler/{n:02}-level-{n}.md"),
            &level(&format!("Level {n}"), "", &said),
        );
    }
    of(&files).overlay(&Tree::from_texts([(
        "book.toml",
        "[book]\ntitle = \"Test\"\n[build]\ndrafts = true\n[calibrate]\nenabled = true\n",
    )]))
}

fn parsed(files: &Tree, path: &str) -> Value {
    serde_json::from_str(&text(files, path)).expect("valid JSON")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The parts of the tracks, by their ids.
fn tracks(files: &Tree) -> BTreeMap<String, Value> {
    let id = |path: &str| {
        let name = path.strip_prefix("api/parts/levels/")?.strip_suffix(".json")?;
        Some(name.to_owned())
    };
    let paths = files.iter().map(|(path, _)| path.as_str());
    paths.filter_map(|path| Some((id(path)?, parsed(files, path)))).collect()
}

/// What the files of criteria say of an id, and what it is called today.
fn looked_up(files: &Tree, id: &str) -> (Value, Value) {
    let count = list(&parsed(files, INDEX)["criteria"]).len();
    let number = file_of_hash(hash_of_criterion(id), count);
    let file = parsed(files, &format!("api/parts/criteria/{number}.json"));
    (file["criteria"][id].clone(), file["renamed"][id].clone())
}

/// What a level says, as the gap sheet names it: ids and texts.
fn said(level: &Value) -> Vec<(String, String)> {
    let of_cell = |cell: &Value| -> Vec<(String, String)> {
        let criteria = list(&cell["criteria"]).iter();
        let criteria =
            criteria.map(|it| (word(&it["id"]).to_owned(), word(&it["text"]).to_owned()));
        let criteria: Vec<_> = criteria.collect();
        let (title, text) = (word(&cell["step"]["title"]), word(&cell["step"]["text"]));
        if !criteria.is_empty() || text.is_empty() {
            return criteria;
        }
        vec![(format!("{}/{title}", word(&cell["competency"])), format!("{title}: {text}"))]
    };
    list(&level["cells"]).iter().flat_map(of_cell).collect()
}

#[test]
fn of_many_levels_a_page_loads_little_at_once() {
    let files = site::data_files(&families(200, 2));
    assert_eq!(tracks(&files).len(), 200);
    for (path, file) in files.iter().filter(|(path, _)| path.as_str().starts_with("api/parts/")) {
        assert!(file.bytes().len() < MOST, "{path}: {} bytes", file.bytes().len());
    }
    let length = |path: &str| text(&files, path).len();
    assert!(length(INDEX) < 2 * MOST / 3, "{}", length(INDEX));
    assert!(length("api/handbook.json") > 3_000_000, "it is large");
    assert!(files.get("api/words.json").is_none());
}

#[test]
fn what_a_page_loads_of_long_levels_is_little_as_well() {
    // A level of some eight kilobytes, as most handbooks have them.
    let files = site::data_files(&families(6, 8));
    let whole = text(&files, "api/handbook.json").len();
    assert!(whole / 48 > 6_000, "{whole}");
    for (path, file) in files.iter().filter(|(path, _)| path.as_str().starts_with("api/parts/")) {
        assert!(file.bytes().len() < MOST, "{path}: {} bytes", file.bytes().len());
    }
}

#[test]
fn a_small_handbook_is_loaded_whole() {
    let small = build(&families(5, 1)).output;
    assert_eq!(list(&json(&small)["levels"]).len(), 40);
    assert!(!small.iter().any(|(path, _)| path.as_str().starts_with("api/parts/")));
    assert!(small.get("api/words.json").is_some());
    let picker = text(&small, "compare/index.html");
    assert!(
        picker.contains("data-source=\"../api/handbook.json\" data-words=\"../api/words.json\"")
    );
    let sheet = text(&small, "review/index.html");
    assert!(sheet.contains("data-source=\"../api/handbook.json\""));

    let large = build(&difficult());
    assert!(!large.diagnostics.has_errors(), "{}", report(&large.diagnostics, &difficult()));
    for page in ["compare/index.html", "review/index.html", "calibrate/index.html"] {
        let page = text(&large.output, page);
        assert!(page.contains("data-source=\"../api/parts/index.json\""), "{page}");
        assert!(!page.contains("handbook.json") && !page.contains("words.json"), "{page}");
    }
}

#[test]
fn each_level_is_in_the_part_of_its_track_as_it_is_in_the_whole() {
    let files = site::data_files(&difficult());
    let whole = parsed(&files, "api/handbook.json");
    let parts = tracks(&files);
    assert_eq!(parts.keys().collect::<Vec<_>>(), ["base", "filler", "ic"]);
    let mut found = BTreeMap::new();
    for (id, part) in &parts {
        for level in list(&part["levels"]) {
            assert_eq!(level["track"], **id);
            assert_eq!(found.insert(word(&level["id"]), level), None);
        }
        let words = list(&part["words"]["levels"]);
        assert_eq!(words.len(), list(&part["levels"]).len());
        for (words, level) in words.iter().zip(list(&part["levels"])) {
            let cells = list(&level["cells"]).iter();
            let criteria: usize = cells.map(|cell| list(&cell["criteria"]).len()).sum();
            assert_eq!(list(words).len(), criteria);
        }
        let mut track = part["track"].clone();
        let same = list(&whole["tracks"]).iter().find(|it| it["id"] == **id).expect("a track");
        track["markdown"] = same["markdown"].clone();
        let mut same = same.clone();
        same["markdown"] = track["markdown"].clone();
        assert_eq!(track, same);
    }
    let all: BTreeMap<&str, &Value> =
        list(&whole["levels"]).iter().map(|level| (word(&level["id"]), level)).collect();
    assert_eq!(found, all);
    assert_eq!(found.len(), 45);
    // What kindness has grown into at a level of another track is known there, as far back as it goes.
    let replaces = &parts["filler"]["replaces"];
    assert_eq!(replaces["kindest"], serde_json::json!(["kinder"]));
    assert_eq!(replaces["kinder"], serde_json::json!(["kind"]));
    assert!(replaces.get("kind").is_none());
}

#[test]
fn the_index_says_of_all_levels_what_the_whole_says() {
    let files = site::data_files(&difficult());
    let whole = parsed(&files, "api/handbook.json");
    let index = parsed(&files, INDEX);
    assert_eq!(index["book"], whole["book"]);
    assert_eq!(index["categories"], whole["categories"]);
    let ids = |list_of: &Value| -> Vec<String> {
        list(list_of).iter().map(|it| word(&it["id"]).to_owned()).collect()
    };
    for name in ["tracks", "competencies", "levels"] {
        assert_eq!(ids(&index[name]), ids(&whole[name]), "{name}");
    }
    for (head, level) in list(&index["levels"]).iter().zip(list(&whole["levels"])) {
        let id = word(&head["id"]);
        let or = |key: &str, otherwise: &str| head[key].as_str().unwrap_or(otherwise).to_owned();
        assert_eq!(or("title", ""), word(&level["title"]));
        assert_eq!(or("label", word(&head["title"])), word(&level["label"]));
        assert_eq!(or("status", "active"), word(&level["status"]));
        assert_eq!(or("url", &format!("/levels/{id}/")), word(&level["url"]), "{id}");
        assert_eq!(head["was"], level["was"]);
        let track = word(&level["track"]);
        let own = list(&whole["levels"]).iter().filter(|it| it["track"] == track);
        let after = own.skip_while(|it| it["id"] != id).nth(1);
        let plain = after.map(|it| serde_json::json!({"to": it["id"], "kind": "promotion"}));
        let plain = Value::Array(plain.into_iter().collect());
        let next = head.get("next").unwrap_or(&plain);
        assert_eq!(*next, level["next"], "{id}");
    }
    let own = |track: &str| {
        let own = list(&whole["levels"]).iter().filter(|it| it["track"] == track);
        Value::Array(own.map(|it| it["id"].clone()).collect())
    };
    for (head, track) in list(&index["tracks"]).iter().zip(list(&whole["tracks"])) {
        for key in ["title", "hue", "abstract"] {
            assert_eq!(head[key], track[key]);
        }
        let levels = head.get("levels").cloned().unwrap_or_else(|| own(word(&head["id"])));
        assert_eq!(levels, track["levels"]);
        assert_eq!(head.get("part").is_some(), head["id"] != "empty");
    }
}

#[test]
fn each_criterion_is_found_by_its_id_and_by_those_it_had() {
    let files = site::data_files(&difficult());
    let whole = parsed(&files, "api/handbook.json");
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut first = BTreeMap::new();
    for level in list(&whole["levels"]) {
        for (id, text) in said(level) {
            if level.get("url").is_some() {
                first.entry(id.clone()).or_insert_with(|| word(&level["id"]).to_owned());
            }
            texts.entry(id).or_default().insert(text);
        }
        for it in list(&level["cells"]).iter().flat_map(|cell| list(&cell["criteria"])) {
            for old in list(&it["was"]) {
                assert_eq!(looked_up(&files, word(old)), (Value::Null, it["id"].clone()));
            }
            let (found, _) = looked_up(&files, word(&it["id"]));
            assert_eq!(found["anchor"], it["anchor"]);
        }
    }
    for (id, texts) in &texts {
        let (found, today) = looked_up(&files, id);
        let known = list(&found["texts"]).iter().map(|it| word(it).to_owned());
        assert_eq!(known.collect::<BTreeSet<_>>(), *texts, "{id}");
        assert_eq!(found["level"].as_str(), first.get(id).map(String::as_str), "{id}");
        assert_eq!(today, Value::Null);
    }
    assert!(texts.contains_key("code/Learns") && texts.contains_key("word"));
    assert_eq!(looked_up(&files, "code/Learns").0["anchor"], "");
    assert_eq!(looked_up(&files, "never"), (Value::Null, Value::Null));
}

#[test]
fn an_edit_changes_the_index_and_few_parts() {
    let before = difficult();
    let path = "content/levels/filler/07-level-7.md";
    let after = before.overlay(&Tree::from_texts([(
        path,
        "---\ntitle: Level 7\n---\n\n## Trust\n\n- Does number 7 well {#does-7}\n",
    )]));
    let [before, after] = [before, after].map(|it| site::data_files(&it));
    let changed = after.iter().filter(|(path, file)| {
        before.get(path.as_str()).is_none_or(|known| known.bytes() != file.bytes())
    });
    let changed: Vec<&str> = changed.map(|(path, _)| path.as_str()).collect();
    let parts = changed.iter().filter(|path| path.starts_with("api/parts/levels/"));
    assert!(changed.contains(&INDEX));
    assert!(parts.eq(["api/parts/levels/filler.json"].iter()), "{changed:?}");
    let criteria = changed.iter().filter(|path| path.starts_with("api/parts/criteria/"));
    assert_eq!(criteria.count(), 1, "{changed:?}");
}

#[test]
fn a_level_more_divides_the_data_of_an_open_preview_as_well() {
    let small = families(5, 1);
    let more = Tree::from_texts([(
        "content/levels/track-4/9-level-9.md",
        "---\ntitle: Level 9\n---\n\n## Craft 1\n\n- Does it all\n",
    )]);
    let large = small.overlay(&more);
    let mut memo = Memo::default();
    for project in [&small, &large, &small] {
        let warm = site::build(project, &mut memo).output;
        assert_eq!(warm, build(project).output);
        let has_parts = warm.get(INDEX).is_some();
        assert_eq!(has_parts, std::ptr::eq(project, &raw const large));
    }
}

#[test]
fn an_authors_file_in_the_place_of_a_part_is_an_error() {
    for path in [INDEX, "api/parts/levels/ic.json", "api/parts/criteria/0.json"] {
        let source = format!("content/{path}");
        let page = "content/pages/files.md";
        let link = format!("---\ntitle: Files\n---\n\n[Data](/{path})\n");
        let own = Tree::from_texts([(source.as_str(), "{}"), (page, &link)]);
        let project = difficult().overlay(&own);
        let diagnostics = build(&project).diagnostics;
        let report = report(&diagnostics, &project);
        assert!(diagnostics.has_errors(), "{path}");
        assert!(report.contains("error[duplicate-url]") && report.contains(&source), "{report}");
    }
    // A small handbook has no such files.
    let own = Tree::from_texts([("content/api/parts/index.json", "{}")]);
    assert!(!build(&families(1, 1).overlay(&own)).diagnostics.has_errors());
}
