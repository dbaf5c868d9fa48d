//! No page links to a path or an anchor that is not there.

use std::collections::{BTreeMap, BTreeSet};

use ladderbook::builtin;
use ladderbook::tree::{File, RelPath, Tree};

use crate::html::attributes;
use crate::ladders::{LADDERS, ladder};
use crate::support::{build, published};

/// All links of a site that lead nowhere. It is published below the path `base`.
pub fn dead_links(output: &Tree, base: &str) -> BTreeSet<String> {
    let pages: BTreeMap<&RelPath, String> = output
        .iter()
        .filter(|(path, _)| path.extension() == "html")
        .map(|(path, file)| (path, String::from_utf8_lossy(file.bytes()).into_owned()))
        .collect();
    let anchors: BTreeMap<&RelPath, BTreeSet<String>> = pages
        .iter()
        .map(|(path, html)| (*path, attributes(html, "id").into_iter().collect()))
        .collect();
    let mut dead = BTreeSet::new();
    for (path, html) in &pages {
        for link in ["href", "src"].iter().flat_map(|name| attributes(html, name)) {
            if link.contains("://") || link.starts_with("mailto:") || link.starts_with("data:") {
                continue;
            }
            let link = percent_encoding::percent_decode_str(&link).decode_utf8_lossy().into_owned();
            let (target, anchor) = match link.split_once('#') {
                Some((target, anchor)) => (target, Some(anchor)),
                None => (link.as_str(), None),
            };
            let target = target.split('?').next().unwrap_or_default();
            let target = target.strip_prefix(base).map_or(target.into(), |rest| format!("/{rest}"));
            let target = target.as_str();
            let Some(file) = file_of(output, path, target) else {
                dead.insert(format!("{path}: {link}"));
                continue;
            };
            // What a viewer of other files makes of it is no anchor.
            let is_page = file.extension() == "html";
            if let Some(anchor) = anchor.filter(|anchor| is_page && !anchor.is_empty())
                && !anchors.get(&file).is_some_and(|anchors| anchors.contains(anchor))
            {
                dead.insert(format!("{path}: {link} has no such anchor"));
            }
        }
    }
    dead
}

/// The file that a browser would show for a link on a page.
fn file_of(output: &Tree, page: &RelPath, target: &str) -> Option<RelPath> {
    if target.is_empty() {
        return Some(page.clone());
    }
    let base = if target.starts_with('/') { "" } else { page.folder() };
    let index = |folder: &str| RelPath::resolve(folder, "index.html");
    let path = if target.ends_with('/') || target == "." || target == ".." {
        index(RelPath::resolve(base, target).as_ref().map_or("", RelPath::as_str))?
    } else {
        RelPath::resolve(base, target)?
    };
    output.get(path.as_str()).map(|_| path)
}

fn with_book(project: &Tree, key: &str) -> Tree {
    let book = project.get("book.toml").expect("book.toml").bytes();
    let book = String::from_utf8_lossy(book).replace("pretty-urls = true", key);
    let mut project = project.clone();
    project.insert(RelPath::new("book.toml").expect("a path"), File::new(book.into_bytes()));
    project
}

#[test]
fn of_the_sample() {
    assert_eq!(dead_links(&build(&builtin::sample()).output, "/"), BTreeSet::new());
}

#[test]
fn of_the_sample_without_pretty_urls() {
    let project = with_book(&builtin::sample(), "pretty-urls = false");
    let output = build(&project).output;
    assert!(output.get("levels/ic/senior.html").is_some());
    assert_eq!(dead_links(&output, "/"), BTreeSet::new());
}

#[test]
fn of_our_own_ladders() {
    for name in LADDERS {
        let build = build(&ladder(name));
        assert_eq!(dead_links(&build.output, &build.base_path), BTreeSet::new(), "{name}");
    }
}

#[test]
#[ignore = "needs the published ladders"]
fn of_the_published_ladders() {
    for name in ["ft", "monzo", "jorgef"] {
        assert_eq!(dead_links(&build(&published(name).0).output, "/"), BTreeSet::new(), "{name}");
    }
}

#[test]
fn a_dead_link_is_found() {
    let page = Tree::from_texts([
        (
            "index.html",
            "<a href=\"gone/\">x</a> <a href=\"#here\">y</a> <a href=\"a.html#z\">z</a>",
        ),
        ("a.html", "<p id=\"there\">"),
    ]);
    assert_eq!(dead_links(&page, "/").len(), 3);
}
