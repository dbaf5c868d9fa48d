//! A cell is what its author wrote, in that order, on every kind of page that shows it.

use ladderbook::tree::Tree;
use serde_json::json;

use crate::html::{Element, attributes, elements};
use crate::ladders::ladder;
use crate::support::{build, json as exported, level, text};

/// Words of Junior's cell about delivery, from top to bottom.
const IN_ORDER: [&str; 14] = [
    "Before the day of a release:",
    "Tags the",
    "Tells the team",
    "A pause of one hour.",
    "watches",
    "Only then:",
    "Releases it<",
    "Nothing is released on a Friday.",
    ">Exceeds<",
    "in pairs",
    "Any one of these:",
    "which all count",
    ">Rarely<",
    "In a quiet week",
];

/// Pages that show the whole cell.
const PAGES: [&str; 5] = [
    "levels/ic/junior/index.html",
    "levels/ic/index.html",
    "competencies/delivery/index.html",
    "matrix/index.html",
    "print/index.html",
];

/// A text with single spaces.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn page(path: &str) -> String {
    text(&build(&ladder("blocks")).output, path)
}

#[test]
fn every_page_keeps_the_order() {
    let output = build(&ladder("blocks")).output;
    for path in PAGES {
        let html = text(&output, path);
        let mut at = html.find(IN_ORDER[0]).unwrap_or_else(|| panic!("{path} shows the cell"));
        for words in IN_ORDER {
            let found = html[at..].find(words);
            at += found.unwrap_or_else(|| panic!("{path}: `{words}` stands at its place"));
        }
    }
}

#[test]
fn every_page_keeps_the_numbers() {
    let output = build(&ladder("blocks")).output;
    for path in PAGES {
        let html = text(&output, path);
        let starts =
            elements(&html, "ol").into_iter().filter(|it| plain(&it.text).ends_with("Releases it"));
        assert_eq!(starts.count(), 1, "{path}: the list with numbers goes on alone");
        assert!(attributes(&html, "start").contains(&"3".to_owned()), "{path}: at its number");
    }
    let junior = page(PAGES[0]);
    let examples = &elements(&junior, "details.examples")[0].elements("ol")[0];
    let nested: Vec<String> = examples.elements("li").into_iter().map(|it| it.text).collect();
    assert_eq!(nested, ["in the channel", "on the wall"]);
}

#[test]
fn a_list_with_text_behind_it_stays_inside_its_criterion() {
    for path in PAGES {
        let html = page(path);
        let whole = elements(&html, "li")
            .into_iter()
            .find(|it| plain(&it.text).trim_start_matches('#').trim_start().starts_with("Any one"));
        let words = whole.unwrap_or_else(|| panic!("{path} has the criterion")).text;
        let expected = "Any one of these: three changes ten reviews which all count";
        assert!(plain(&words).contains(expected), "{path}: {words}");
    }
}

#[test]
fn text_under_a_category_is_shown_with_it() {
    for path in ["levels/ic/junior/index.html", "print/index.html"] {
        assert!(page(path).contains("Craft is shown, <em>not told</em>."), "{path}");
    }
    let book = exported(&build(&ladder("blocks")).output);
    assert_eq!(
        level(&book, "ic/junior")["categories"][0],
        json!({
            "category": "craft",
            "text": "Craft is shown, not told.",
            "markdown": "Craft is shown, *not told*.",
            "html": "<p>Craft is shown, <em>not told</em>.</p>"
        })
    );
}

#[test]
fn the_json_has_the_prose_and_what_each_criterion_stands_under() {
    let book = exported(&build(&ladder("blocks")).output);
    let cell = &level(&book, "ic/junior")["cells"][0];
    let prose: Vec<(&serde_json::Value, &serde_json::Value)> = cell["prose"]
        .as_array()
        .expect("prose")
        .iter()
        .map(|prose| (&prose["after"], &prose["text"]))
        .collect();
    assert_eq!(
        json!(prose),
        json!([
            [2, "A pause of one hour. who, what; team, watches"],
            [3, "Nothing is released on a Friday."],
            [5, "In a quiet week"],
        ])
    );
    assert_eq!(cell["criteria"][1]["lead-in"]["text"], "Before the day of a release:");
    let criteria = cell["criteria"].as_array().expect("criteria");
    let numbers: Vec<&serde_json::Value> = criteria.iter().map(|it| &it["number"]).collect();
    assert_eq!(json!(numbers), json!([1, 2, 3, null, null, null]));
    assert_eq!(criteria[5]["groups"], json!(["Exceeds", "Rarely"]));
    assert_eq!(criteria[3]["text"], "☑ Helps ~~alone~~ in pairs");
    assert_eq!(
        criteria[0]["html"],
        "Tags the <code>change</code> and <a href=\"https://example.org/owners\">names its owner</a>"
    );
}

/// The kinds of the rows of a comparison with their words and what stands above them.
fn rows(path: &str) -> Vec<(String, String, String)> {
    let words = |row: &Element, selector: &str| {
        let found = row.elements(selector).into_iter().map(|it| plain(&it.text));
        found.collect::<Vec<_>>().join(" | ")
    };
    let rows = elements(&page(path), "li.pair").into_iter();
    rows.map(|row| {
        (words(&row, ".kind-word"), words(&row, ".pair-context"), words(&row, ".pair-text"))
    })
    .collect()
}

#[test]
fn a_comparison_says_which_group_and_list_a_criterion_stands_in() {
    let rows = rows("compare/mid--senior/index.html");
    let moved = rows.iter().find(|(_, _, words)| words.starts_with("Writes down")).expect("a row");
    assert_eq!((moved.0.as_str(), moved.1.as_str()), ("regrouped", "Meets to Exceeds"));
    let same = rows.iter().find(|(_, _, words)| words.starts_with("Releases it again"));
    assert_eq!(same.expect("a row").1, "Promotion requires:");
}

#[test]
fn a_reworded_criterion_keeps_its_markup() {
    let html = page("compare/junior--mid/index.html");
    let reworded = elements(&html, "li.is-reworded").into_iter();
    let texts = reworded.flat_map(|row| row.elements(".on-to"));
    let tags = texts.map(|it| it.html().to_owned()).find(|it| it.contains("change"));
    let tags = tags.expect("a row");
    assert!(tags.contains("<code>change</code> and <a href=\"https://example.org/owners\">"));
    assert!(tags.contains("<ins>at once</ins>"), "{tags}");
}

#[test]
fn what_is_not_written_yet_is_compared_with_nothing() {
    for path in ["compare/junior--mid/index.html", "compare/mid--senior/index.html"] {
        let html = page(path);
        let care = elements(&html, ".pair-cell")
            .into_iter()
            .find(|it| plain(&it.text).starts_with("Care"));
        let care = care.unwrap_or_else(|| panic!("{path} has the competency")).text;
        assert_eq!(plain(&care), "Care Not written yet for Mid.", "{path}");
    }
}

#[test]
fn footnotes_are_numbered_over_the_page() {
    let numbers = |path: &str| -> Vec<String> {
        elements(&page(path), ".footnote-ref").into_iter().map(|it| it.text).collect()
    };
    assert_eq!(numbers("levels/ic/mid/index.html"), ["1"], "Mid's own");
    for path in ["levels/ic/index.html", "matrix/index.html", "print/index.html"] {
        assert_eq!(numbers(path), ["1", "2"], "{path}");
        let html = page(path);
        let sections = elements(&html, ".footnotes").into_iter();
        let notes = sections.flat_map(|section| section.elements("li")).map(|it| it.text);
        let notes: Vec<String> = notes.collect();
        assert_eq!(notes.len(), 2, "{path}");
        assert!(notes[0].contains("for an alarm") && notes[1].contains("own page"), "{path}");
    }
}

#[test]
fn an_old_id_is_an_anchor_where_the_id_is_one() {
    let ids = attributes(&page("levels/ic/junior/index.html"), "id");
    assert!(ids.contains(&"ships".to_owned()) && ids.contains(&"releases".to_owned()));
}

/// Most lists are markup that is ready, the others are shown item by item: a reader sees no difference.
#[test]
fn a_matrix_shows_every_list_as_a_list() {
    let cell = "- Says *a* & b\n- Says c\n\n1. Goes first\n2. Goes second\n\n3) Comes third\n\n- Keeps this {.internal}\n- Tells that\n\nAnd:\n\n- Is led to\n";
    let project = Tree::from_texts([
        ("book.toml", "[build]\naudience = \"internal\"\n"),
        ("content/levels/ic/1-a.md", &format!("---\ntitle: A\n---\n## Care\n\n{cell}")),
    ]);
    let html = text(&build(&project).output, "matrix/index.html");
    let lists = |kind: &str| -> Vec<String> {
        let cells = elements(&html, "td").into_iter();
        let lists = cells.flat_map(|cell| cell.elements(kind));
        let items = lists.map(|list| {
            list.elements("li").iter().map(|it| plain(&it.text)).collect::<Vec<_>>().join(" / ")
        });
        items.collect()
    };
    assert_eq!(
        lists("ul"),
        ["Says a & b / Says c", "Keeps this internal / Tells that", "Is led to"]
    );
    assert_eq!(lists("ol"), ["Goes first / Goes second", "Comes third"]);
    assert!(html.contains("<li>Says <em>a</em> &amp; b</li>"), "{html}");
}
