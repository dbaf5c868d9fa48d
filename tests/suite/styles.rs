//! What holds for the style sheets of the built-in theme. How they look is for `tests/browser`.

use std::collections::BTreeSet;
use std::fs;

use crate::support::{files, root};

/// Name and text of each style sheet.
fn sheets() -> Vec<(String, String)> {
    let sheets = files(&root().join("themes/default/assets/css"), "css");
    assert!(sheets.len() > 8, "the style sheets are found");
    let name = |path: &std::path::Path| path.file_stem().expect("a name").display().to_string();
    sheets.iter().map(|it| (name(it), fs::read_to_string(it).expect("a style sheet"))).collect()
}

fn head() -> String {
    let path = root().join("themes/default/templates/partials/head.html");
    fs::read_to_string(path).expect("the head of a page")
}

/// Importance turns the order of layers round, so that a brand could not win against it.
#[test]
fn nothing_is_important() {
    for (name, text) in sheets() {
        assert!(!text.contains("!important"), "{name}.css has a rule that no brand can beat");
    }
}

/// A rule outside the layers would stand above those of a brand that are less specific.
#[test]
fn every_rule_is_in_a_layer() {
    for (name, text) in sheets().iter().filter(|(name, _)| name != "brand") {
        let outside = text.lines().filter(|line| {
            !line.is_empty() && !line.starts_with([' ', '}']) && !line.starts_with("/*")
        });
        for line in outside {
            assert!(line.starts_with("@layer "), "{name}.css has `{line}` outside the layers");
        }
    }
}

#[test]
fn each_style_sheet_is_loaded_and_each_loaded_one_is_there() {
    let head = head();
    let links = head.split("page.assets }}css/").skip(1).filter_map(|it| it.split_once(".css"));
    let loaded: BTreeSet<&str> = links.map(|(name, _)| name).collect();
    let sheets = sheets();
    let there: BTreeSet<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(loaded, there);
}

/// The bars of a browser have the colour of the page's ground before any script has run.
#[test]
fn the_theme_colour_is_that_of_the_ground() {
    let (_, tokens) = sheets().into_iter().find(|(name, _)| name == "tokens").expect("tokens.css");
    let paper = tokens.split_once("--paper: light-dark(").expect("the ground").1;
    let paper = paper.split_once(");").expect("two colours").0;
    let (light, dark) = paper.split_once("), ").expect("two colours");
    let head = head();
    for (scheme, colour) in [("light", format!("{light})")), ("dark", dark.to_owned())] {
        let meta = format!(
            "<meta name=\"theme-color\" content=\"{colour}\" media=\"(prefers-color-scheme: {scheme})\">"
        );
        assert!(head.contains(&meta), "head.html has no {meta}");
    }
}

#[test]
fn lines_are_short_enough_to_be_read() {
    for (name, text) in sheets() {
        for (number, line) in text.lines().enumerate() {
            assert!(line.chars().count() <= 120, "{name}.css:{} is too long", number + 1);
        }
    }
}

/// The other notations are looked for in `hygiene`.
#[test]
fn no_colour_is_written_as_a_number() {
    for (name, text) in sheets().iter().filter(|(name, _)| name != "tokens" && name != "print") {
        let line = text.lines().find(|line| line.contains(": #"));
        assert!(line.is_none(), "{name}.css: {line:?} belongs into tokens.css");
    }
}
