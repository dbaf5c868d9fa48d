//! What levels of one title are called.

use crate::support::{build, json, project, text};

/// The labels of levels, given as file, title and code.
fn labels(levels: &[(&str, &str, &str)]) -> Vec<String> {
    let files: Vec<(String, String)> = levels
        .iter()
        .map(|(file, title, code)| {
            let path = format!("content/levels/{file}.md");
            (path, format!("---\ntitle: {title}\ncode: '{code}'\n---\n"))
        })
        .collect();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let json = json(&build(&project(&files)).output);
    let levels = json["levels"].as_array().expect("a list");
    levels.iter().map(|it| it["label"].as_str().expect("a text").to_owned()).collect()
}

#[test]
fn a_title_that_no_other_level_has_stands_alone() {
    assert_eq!(
        labels(&[("data/1-x", "Staff", "D3"), ("web/1-y", "Senior", "W2")]),
        ["Staff", "Senior"]
    );
}

#[test]
fn namesakes_are_told_apart_in_the_shortest_way() {
    let by_code = [("data/1-x", "L2", "D2"), ("web/1-x", "L2", "W2")];
    assert_eq!(labels(&by_code), ["L2 (D2)", "L2 (W2)"]);
    let by_track = [("data/1-x", "L2", "2"), ("web/1-x", "L2", "2"), ("web/2-y", "L3", "3")];
    assert_eq!(labels(&by_track), ["L2 (Data)", "L2 (Web)", "L3"]);
    let by_both = [("data/1-x", "L2", "a"), ("data/2-y", "L2", "b"), ("web/1-x", "L2", "a")];
    assert_eq!(labels(&by_both), ["L2 (Data, a)", "L2 (Data, b)", "L2 (Web, a)"]);
    let by_name = [("data/1-x", "L2", ""), ("data/2-y", "L2", "")];
    assert_eq!(labels(&by_name), ["L2 (data/x)", "L2 (data/y)"]);
}

/// Wherever a level stands without its track, its label does: headings, titles of windows, links, pickers, search.
#[test]
fn namesakes_can_be_told_apart_on_every_page() {
    let level = |other: &str| {
        format!(
            "---\ntitle: Level 2\nnext: [{{to: {other}/level-2, kind: sideways}}]\n---\n\nSee [[{other}/level-2]].\n\n## Delivery\n\n- Ships\n"
        )
    };
    let output = build(&project(&[
        ("content/levels/data/1-level-2.md", &level("web")),
        ("content/levels/web/1-level-2.md", &level("data")),
    ]))
    .output;
    let page = text(&output, "levels/data/level-2/index.html");
    for wanted in ["<h1>Level 2 (Data)</h1>", "<title>Level 2 (Data)", ">Level 2 (Web)</a>.</p>"] {
        assert!(page.contains(wanted), "{wanted}");
    }
    let bare: Vec<&str> = output
        .iter()
        .filter(|(path, _)| {
            path.as_str().ends_with(".html") && !path.as_str().starts_with("levels/")
        })
        .filter(|(path, _)| {
            !["tracks/", "matrix/", "print/"].iter().any(|it| path.as_str().starts_with(it))
        })
        .filter(|(path, _)| text(&output, path.as_str()).contains(">Level 2<"))
        .map(|(path, _)| path.as_str())
        .collect();
    // There each ladder has its track's title above it.
    assert_eq!(bare, ["competencies/delivery/index.html", "index.html"]);
}
