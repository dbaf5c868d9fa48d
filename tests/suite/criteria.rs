//! The list of all criteria: an address that leads to a criterion wherever it is now.

use std::collections::BTreeSet;
use std::sync::Arc;

use ladderbook::site::Build;
use ladderbook::tree::Tree;

use crate::support::{build, project, report, text};

const LIST: &str = "criteria/index.html";

fn sound(files: &[(&str, &str)]) -> Build {
    let project = project(files);
    let build = build(&project);
    assert!(build.diagnostics.is_empty(), "{}", report(&build.diagnostics, &project));
    build
}

/// The entry of an id: what stands between its `<li>` and the end of it.
fn entry(html: &str, anchor: &str) -> String {
    let start =
        html.find(&format!("<li id=\"{anchor}\">")).unwrap_or_else(|| panic!("no `{anchor}`"));
    let end = html[start..].find("</li>").expect("an item ends");
    html[start..start + end].to_owned()
}

/// Ids that follow one another on a page.
fn ids(html: &str) -> Vec<&str> {
    let items = html.split("<li id=\"").skip(1);
    items.filter_map(|it| it.split('"').next()).collect()
}

fn ladder() -> Vec<(&'static str, &'static str)> {
    vec![
        (
            "content/tracks.yaml",
            "tracks:\n  - {id: base, title: Base, abstract: true}\n  - {id: web, title: Web, extends: base}\n  - {id: app, title: App, extends: base}\n",
        ),
        (
            "content/competencies.yaml",
            "competencies:\n  - id: craft\n    title: Craft\n    steps:\n      - {title: Learns, criteria: [\"Reads code {#reads}\"]}\n      - {title: Owns, criteria: [\"Owns code {#owns}\"]}\n",
        ),
        (
            "content/levels/base/1-one.md",
            "---\ntitle: Base One\ngrade: 1\n---\n\n## Craft\n\n- Tests *all* of it {#tests was=checks}\n",
        ),
        (
            "content/levels/web/1-one.md",
            "---\ntitle: Web One\ngrade: 1\nexpect: {craft: Learns}\n---\n\n## Craft\n\n- Knows <b>HTML</b> & CSS {#2-knows}\n- Writes down what broke\n",
        ),
        ("content/levels/app/1-one.md", "---\ntitle: App One\ngrade: 1\n---\n"),
    ]
}

#[test]
fn each_id_leads_to_where_its_criterion_is() {
    let output = sound(&ladder()).output;
    let html = text(&output, LIST);
    assert_eq!(
        ids(&html),
        ["c-2-knows", "checks", "owns", "reads", "tests", "writes-down-what-broke"]
    );
    let knows = entry(&html, "c-2-knows");
    assert!(knows.contains("<code>2-knows</code>"), "{knows}");
    assert!(knows.contains("Knows HTML &amp; CSS"), "{knows}");
    assert!(knows.contains("href=\"../levels/web/one/#c-2-knows\">Web One<"), "{knows}");
    assert!(knows.contains("href=\"../competencies/craft/\">Craft<"), "{knows}");

    // The level that says it has no page: it stands where it is inherited.
    let tests = entry(&html, "tests");
    assert!(tests.contains("Tests all of it") && !tests.contains("Base One"), "{tests}");
    assert!(tests.contains("href=\"../levels/web/one/#tests\">Web One<"), "{tests}");
    assert!(tests.contains("Also at <a href=\"../levels/app/one/#tests\">App One<"), "{tests}");
    let old = entry(&html, "checks");
    assert!(old.contains("now <code>tests</code>") && old.contains("web/one/#tests"), "{old}");

    // A criterion of a step stands at each level that expects it, else at its competency.
    assert!(entry(&html, "reads").contains("href=\"../levels/web/one/#reads\">Web One<"));
    let owns = entry(&html, "owns");
    assert!(owns.contains("href=\"../competencies/craft/\">Craft<"), "{owns}");
    assert_eq!(owns.matches("<a ").count(), 1, "{owns}");
}

#[test]
fn an_address_in_the_list_follows_a_criterion_to_another_level() {
    let level = |title: &str, criteria: &str| {
        format!("---\ntitle: {title}\n---\n\n## Craft\n\n- Reads {{#{title}}}\n{criteria}")
    };
    let book = |one: &str, two: &str| {
        let files = [
            ("content/levels/ic/1-one.md", level("one", one)),
            ("content/levels/ic/2-two.md", level("two", two)),
        ];
        let files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        text(&sound(&files).output, LIST)
    };
    let moved = "- Says no {#says-no}\n";
    assert!(entry(&book(moved, ""), "says-no").contains("levels/ic/one/#says-no"));
    assert!(entry(&book("", moved), "says-no").contains("levels/ic/two/#says-no"));
    let renamed = "- Says no {#refuses was=says-no}\n";
    assert!(entry(&book("", renamed), "says-no").contains("levels/ic/two/#refuses"));
}

#[test]
fn only_what_has_an_id_of_its_own_is_called_permanent() {
    let output = sound(&ladder()).output;
    let level = text(&output, "levels/web/one/index.html");
    let mark = |anchor: &str| {
        let link =
            level.split("class=\"permalink\"").find(|it| it.contains(&format!("\"#{anchor}\"")));
        link.unwrap_or_else(|| panic!("no link to {anchor}")).starts_with(" data-permanent")
    };
    assert!(mark("tests") && mark("c-2-knows") && !mark("writes-down-what-broke"));
    assert!(level.contains("data-criteria=\"../../../criteria/\""), "where the list is");
}

#[test]
fn an_override_has_one_entry_with_the_words_of_the_first() {
    let mut files = ladder();
    files[0].1 = "tracks:\n  - {id: base, title: Base}\n  - {id: web, title: Web, extends: base}\n  - {id: app, title: App, extends: base}\n";
    files[4].1 = "---\ntitle: App One\ngrade: 1\n---\n\n## Craft\n\n- Tests apps {#tests}\n";
    let html = text(&sound(&files).output, LIST);
    let tests = entry(&html, "tests");
    assert!(
        tests.contains("Tests all of it") && tests.contains("levels/base/one/#tests"),
        "{tests}"
    );
    for also in ["Web One", "App One"] {
        assert!(tests.contains(also), "{also}: {tests}");
    }
    files[4].1 = "---\ntitle: App One\ngrade: 1\n---\n\n## Craft\n\n- Tests {#tests .drop}\n";
    let html = text(&sound(&files).output, LIST);
    assert!(!entry(&html, "tests").contains("App One"), "it is dropped there");
}

/// A list that would be too long is divided. The first page has all ids as anchors, each part is of a size that
/// opens at once.
#[test]
fn a_long_list_is_divided() {
    const LEVELS: usize = 30;
    const EACH: usize = 130;
    let words = "and says in plain words what it was for ".repeat(4);
    let level = |number: usize| {
        let criteria = (0..EACH).map(|it| format!("- Does {it} {words} {{#does-{number}-{it}}}\n"));
        format!("---\ntitle: L{number}\n---\n\n## Craft\n\n{}", criteria.collect::<String>())
    };
    let files: Vec<(String, String)> = (1..=LEVELS)
        .map(|number| (format!("content/levels/ic/{number}-l{number}.md"), level(number)))
        .collect();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let output: Arc<Tree> = sound(&files).output;
    let pages: Vec<(&str, usize)> = output
        .iter()
        .filter(|(path, _)| path.is_inside("criteria") && path.extension() == "html")
        .map(|(path, file)| (path.as_str(), file.bytes().len()))
        .collect();
    assert!(pages.len() > 2 && pages.iter().all(|(_, size)| *size < 1_000_000), "{pages:?}");

    let first = text(&output, LIST);
    let anchors: BTreeSet<&str> =
        first.split("<i id=\"").skip(1).filter_map(|it| it.split('"').next()).collect();
    assert_eq!(anchors.len(), LEVELS * EACH);
    let mut listed = BTreeSet::new();
    for part in 1..pages.len() {
        let html = text(&output, &format!("criteria/{part}/index.html"));
        for id in ids(&html) {
            // The stretch that holds the anchor leads to the part that holds the entry.
            let (before, after) = first.split_at(first.find(&format!("<i id=\"{id}\">")).unwrap());
            let link = after.split("<a href=\"").nth(1).expect("a link behind the anchors");
            assert!(link.starts_with(&format!("{part}/#")), "{id}: {}", &link[..20]);
            assert!(before.len() < first.len());
            listed.insert(id.to_owned());
        }
    }
    assert_eq!(listed.len(), LEVELS * EACH);
}
