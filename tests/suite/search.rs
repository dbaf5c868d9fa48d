//! The search index: what is in it, and that it says no more than the site.

use std::collections::BTreeSet;
use std::sync::Arc;

use ladderbook::builtin;
use ladderbook::config::Overrides;
use ladderbook::memo::Memo;
use ladderbook::site;
use ladderbook::tree::{InMemory, Tree};

use crate::support::{build, project, text};

const FOLDER: &str = "search/pagefind/";

/// The fragments of an index as JSON: what a browser shows of each record.
fn fragments(index: &Tree) -> Vec<serde_json::Value> {
    let files = index.iter().filter(|(path, _)| path.as_str().contains("/fragment/"));
    let mut found = Vec::new();
    for (_, file) in files {
        let mut text = String::new();
        let mut reader = flate2::read::GzDecoder::new(file.bytes());
        std::io::Read::read_to_string(&mut reader, &mut text).expect("a fragment");
        let json = text.strip_prefix("pagefind_dcd").expect("a fragment");
        let json: serde_json::Value = serde_json::from_str(json).expect("a fragment is JSON");
        match json.get("url") {
            Some(_) => found.push(json),
            None => found.extend(json.as_object().expect("a group").values().cloned()),
        }
    }
    found
}

fn index(project: &Tree) -> (Tree, Tree) {
    let build = build(project);
    assert!(!build.diagnostics.has_errors());
    let index = site::search(&build).expect("an index");
    (Arc::unwrap_or_clone(build.output), index)
}

#[test]
fn two_builds_give_the_same_bytes() {
    let (_, first) = index(&builtin::sample());
    let (_, second) = index(&builtin::sample());
    assert!(first.get("search/pagefind/pagefind.js").is_some());
    assert!(first.diff(&second).is_empty());
}

#[test]
fn an_index_beside_the_pages_is_the_same_and_none_if_something_is_wrong() {
    let beside = |project: &Tree| {
        let mut memo = Memo::of_one_build();
        let (build, index) = site::build_into(project, &Overrides::default(), &mut memo, &InMemory);
        (build.diagnostics.has_errors(), index.expect("no fault of the machine"))
    };
    let sample = builtin::sample();
    let (has_errors, found) = beside(&sample);
    assert!(!has_errors);
    assert!(found.expect("an index").diff(&index(&sample).1).is_empty());
    let mistake = project(&[("content/wrong.md", "# Wrong\n\n[nowhere](nowhere.md)\n")]);
    let wrong = mistake.overlay(&sample);
    assert!(matches!(beside(&wrong), (true, None)));
}

#[test]
fn nothing_is_published_that_nobody_loads() {
    let (_, index) = index(&builtin::sample());
    for (path, _) in index.iter() {
        let name = path.as_str().strip_prefix(FOLDER).expect("inside of its folder");
        let is_known = ["pagefind.js", "pagefind-worker.js", "pagefind-entry.json"].contains(&name)
            || ["wasm.", "pagefind.en_", "fragment/", "index/", "filter/"]
                .iter()
                .any(|start| name.starts_with(start));
        assert!(is_known, "`{path}` is of no use");
    }
}

#[test]
fn every_record_leads_to_a_place_on_a_page() {
    let (output, index) = index(&builtin::sample());
    let fragments = fragments(&index);
    let mut kinds = BTreeSet::new();
    for fragment in &fragments {
        let url = fragment["url"].as_str().expect("an address");
        let (path, anchor) = url.split_once('#').map_or((url, None), |(path, id)| (path, Some(id)));
        let page = text(&output, &format!("{path}index.html"));
        let anchors = fragment["anchors"].as_array().expect("anchors").iter();
        let ids = anchors.map(|it| it["id"].as_str().expect("an id")).chain(anchor);
        for id in ids {
            assert!(page.contains(&format!("id=\"{id}\"")), "`{id}` is not on `{path}`");
        }
        kinds.insert(fragment["filters"]["kind"][0].as_str().expect("a kind").to_owned());
    }
    let all = ["cell", "competency", "level", "move", "page", "term", "track"];
    assert_eq!(kinds, all.map(str::to_owned).into());
}

#[test]
fn a_criterion_is_found_once_at_its_level() {
    let (_, index) = index(&builtin::sample());
    let fragments = fragments(&index);
    let words = "Writes the document that people cite when a question comes up again";
    let found: Vec<_> = fragments
        .iter()
        .filter(|it| it["content"].as_str().is_some_and(|it| it.contains(words)))
        .collect();
    let [found] = found[..] else { panic!("{} records have it", found.len()) };
    assert_eq!(found["url"], "levels/ic/staff/#communication");
    assert_eq!(found["meta"]["level"], "Staff Engineer");
    assert_eq!(found["meta"]["track"], "Individual contributor");
    assert_eq!(found["meta"]["competency"], "Communication");
    assert_eq!(found["filters"]["level"][0], "ic/staff");
    assert_eq!(found["filters"]["track"][0], "ic");
    assert_eq!(found["filters"]["competency"][0], "communication");
}

#[test]
fn inherited_criteria_are_found_where_they_are_written() {
    let files = [
        (
            "content/tracks.yaml",
            "tracks:\n- id: base\n- {id: web, extends: base, inherit: {competencies: all}}\n- {id: none, abstract: true}\n- {id: app, extends: none, inherit: {competencies: all}}\n",
        ),
        ("content/levels/base/1-one.md", "---\ntitle: One\n---\n\n## Code\n\n- Tidies the shed\n"),
        ("content/levels/web/1-two.md", "---\ntitle: Two\n---\n\n## Code\n\n- Paints the fence\n"),
        (
            "content/levels/none/1-zero.md",
            "---\ntitle: Zero\n---\n\n## Code\n\n- Waters the roses\n",
        ),
        ("content/levels/app/1-three.md", "---\ntitle: Three\n---\n\n## Code\n\n- Mows the lawn\n"),
    ];
    let (_, index) = index(&project(&files));
    let fragments = fragments(&index);
    let places = |words: &str| -> Vec<String> {
        let with = fragments
            .iter()
            .filter(|it| it["content"].as_str().is_some_and(|it| it.contains(words)));
        with.map(|it| it["url"].as_str().expect("an address").to_owned()).collect()
    };
    assert_eq!(places("Tidies the shed"), ["levels/base/one/#code"]);
    assert_eq!(places("Paints the fence"), ["levels/web/two/#code"]);
    // A track without pages has no place for them.
    assert_eq!(places("Waters the roses"), ["levels/app/three/#code"]);
}

#[test]
fn words_are_stemmed_in_the_language_of_the_book() {
    let level = ("content/levels/ic/1-a.md", "---\ntitle: A\n---\n\n## Code\n\n- Schreibt etwas\n");
    for (language, stems) in [("de", true), ("de-AT", true), ("xx", false)] {
        let book = format!("[book]\ntitle = \"T\"\nlanguage = \"{language}\"\n");
        let (_, index) = index(&project(&[("book.toml", &book), level]));
        let tag = language.to_lowercase();
        let entry: serde_json::Value =
            serde_json::from_str(&text(&index, "search/pagefind/pagefind-entry.json"))
                .expect("JSON");
        let language = &entry["languages"][&tag];
        assert_eq!(language["page_count"], 4, "{entry}");
        assert_eq!(language["wasm"].is_string(), stems, "{entry}");
        assert_eq!(index.get(&format!("search/pagefind/wasm.{tag}.pagefind")).is_some(), stems);
    }
}

#[test]
fn pieces_of_scripts_without_spaces_keep_their_anchors() {
    let files = [
        ("book.toml", "[book]\ntitle = \"等級\"\nlanguage = \"ja\"\n"),
        (
            "content/levels/ic/1-a.md",
            "---\ntitle: シニア\n---\n\n## 技術\n\n- 設計を**見直す** {#first}\n- C++/C#と.NETを使う {#second}\n",
        ),
    ];
    let (_, index) = index(&project(&files));
    let fragments = fragments(&index);
    let cell = fragments.iter().find(|it| it["filters"]["kind"][0] == "cell").expect("a cell");
    let content = cell["content"].as_str().expect("words");
    let words: Vec<&str> = content.split_whitespace().collect();
    let place = |id: &str| {
        let mut anchors = cell["anchors"].as_array().expect("anchors").iter();
        let anchor = anchors.find(|it| it["id"] == id).expect("an anchor");
        usize::try_from(anchor["location"].as_u64().expect("a place")).expect("a place")
    };
    assert_eq!(
        words[place("first")..place("second")],
        ["設計", "計を", "を見", "見直", "直す", "す"]
    );
    let names = ["C++/\u{2060}", "C#\u{2060}", "と\u{2060}", "\u{2024}.NET\u{2060}"];
    assert_eq!(words[place("second")..place("second") + 4], names);
    assert_eq!(cell["filters"]["level"][0], "ic/a", "a filter is as it was");
}

#[test]
fn a_site_without_search_has_no_trace_of_it() {
    let files = [
        ("book.toml", "[book]\ntitle = \"T\"\n\n[search]\nenabled = false\n"),
        ("content/levels/ic/1-a.md", "---\ntitle: A\n---\n\n## Code\n\n- Writes\n"),
    ];
    let (output, index) = index(&project(&files));
    assert!(index.is_empty());
    assert!(output.get("search/index.html").is_none());
    let page = text(&output, "levels/ic/a/index.html");
    assert!(!page.contains("search") && !page.contains("wasm"), "{page}");
}

#[test]
fn nothing_that_is_hidden_can_be_found() {
    let files = [
        (
            "content/levels/ic/1-a.md",
            "---\ntitle: A\n---\n\n## Code\n\n- Writes\n- Whispers {.internal}\n",
        ),
        ("content/levels/ic/2-b.md", "---\ntitle: B\nstatus: draft\n---\n\n## Code\n\n- Drafts\n"),
    ];
    let (_, index) = index(&project(&files));
    let all = fragments(&index).iter().map(ToString::to_string).collect::<String>();
    assert!(all.contains("Writes"));
    assert!(!all.contains("Whispers") && !all.contains("Drafts"), "{all}");
}

/// What stands between the anchor of a criterion and the next one, or the end of its words.
#[test]
fn a_criterion_ends_where_something_else_begins() {
    let text = "---\ntitle: A\n---\n\n## Code\n\n- Writes tests\n- Reads code.\n\n### Later\n\n- Reviews\n  - A long evening\n\n> Beware\n\nAlso:\n\n- Deploys\n\n> The end\n";
    let (_, index) = index(&project(&[("content/levels/ic/1-a.md", text)]));
    let fragments = fragments(&index);
    let cell = fragments.iter().find(|it| it["filters"]["kind"][0] == "cell").expect("a cell");
    let words: Vec<&str> = cell["content"].as_str().expect("words").split(' ').collect();
    let anchors = cell["anchors"].as_array().expect("anchors");
    let place = |it: &serde_json::Value| it["location"].as_u64().expect("a place") as usize;
    let ends = anchors.iter().skip(1).map(place).chain([words.len()]);
    let said: Vec<String> = anchors
        .iter()
        .zip(ends)
        .map(|(it, end)| {
            let said = words[place(it)..end].join(" ");
            format!("{} {}: {said}", it["element"].as_str().unwrap(), it["id"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        said,
        [
            "li writes-tests: Writes tests",
            "li reads-code: Reads code.",
            "ul reads-code: Later.",
            "li reviews: Reviews",
            "ul reviews: A long evening. Beware. Also:",
            "li deploys: Deploys",
            "ul deploys: The end.",
        ]
    );
}

#[test]
fn a_level_is_one_record_where_there_are_very_many_cells() {
    let level = |it: usize| {
        let text = format!(
            "---\ntitle: Level {it}\n---\n\n## Competency 7\n\n- Turns screw {it}\n\n## Competency 9\n\n- Oils hinge {it}\n"
        );
        (format!("content/levels/ic/{it}-level-{it}.md"), text)
    };
    let mut files: Vec<(String, String)> = (1..=151).map(level).collect();
    let ids = (0..100).map(|it| format!("  - {{id: competency-{it}, title: Competency {it}}}\n"));
    let competencies = format!("competencies:\n{}", ids.collect::<String>());
    files.push(("content/competencies.yaml".to_owned(), competencies));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    let (output, index) = index(&project(&files));
    let fragments = fragments(&index);
    assert!(fragments.iter().all(|it| it["filters"]["kind"][0] != "cell"));
    let found: Vec<_> = fragments
        .iter()
        .filter(|it| it["content"].to_string().contains("Turns screw 77"))
        .collect();
    let [found] = found[..] else { panic!("{} records have it", found.len()) };
    assert_eq!(found["url"], "levels/ic/level-77/");
    assert_eq!(found["filters"]["level"][0], "ic/level-77");
    let competencies = found["filters"]["competency"].as_array().expect("competencies");
    assert_eq!(competencies.len(), 2, "those that the level says nothing of are none");
    let page = text(&output, "levels/ic/level-77/index.html");
    let anchors = found["anchors"].as_array().expect("anchors");
    let ids: Vec<&str> = anchors.iter().filter_map(|it| it["id"].as_str()).collect();
    assert_eq!(ids, ["competency-7", "turns-screw-77", "competency-9", "oils-hinge-77"]);
    for id in ids {
        assert!(page.contains(&format!("id=\"{id}\"")), "{id}");
    }
}
