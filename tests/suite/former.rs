//! What was called otherwise (`was`): addresses, anchors and data lead on.

use ladderbook::config::{Audience, Overrides};
use ladderbook::diagnostic::Code;
use ladderbook::memo::Memo;
use ladderbook::site;
use ladderbook::tree::Tree;

use crate::support::{build, json, level, project, report, text};

/// A handbook in which track, levels, a competency and a term were once called otherwise.
fn renamed() -> Tree {
    project(&[
        ("book.toml", "book.title = \"T\"\n[redirects]\n\"/first/\" = \"/levels/ic/mid/#ships\"\n"),
        (
            "content/tracks.yaml",
            "tracks:\n  - {id: engineering, title: Engineering, was: ic}\n  - {id: people, title: People}\n",
        ),
        (
            "content/competencies.yaml",
            "competencies:\n  - {id: shipping, title: Shipping, was: [delivery]}\n",
        ),
        (
            "content/glossary.yaml",
            "terms:\n  - {term: Guess, was: [Wild bet], text: A bet with a date.}\n",
        ),
        (
            "content/levels/engineering/1-middle.md",
            "---\ntitle: Middle\nwas: [mid, people/mid]\ngrade: 1\n---\n\n## Shipping\n\n- Ships {#ships}\n",
        ),
        (
            "content/levels/engineering/2-staff.md",
            "---\ntitle: Staff\nwas: principal\ngrade: 2\n---\n\n## Shipping\n\n- Ships with others {#with-others}\n",
        ),
        (
            "content/levels/people/1-lead.md",
            "---\ntitle: Lead\ngrade: 1\n---\n\n## Shipping\n\n- Lets others ship {#lets-ship}\n",
        ),
        ("content/moves/mid--principal.md", "Grow.\n"),
    ])
}

/// Where a page at an old address leads.
fn target(output: &Tree, path: &str) -> String {
    let page = text(output, path);
    let link = page.split("<a href=\"").nth(1).and_then(|rest| rest.split('"').next());
    link.unwrap_or_else(|| panic!("`{path}` leads nowhere")).to_owned()
}

#[test]
fn old_addresses_lead_on() {
    let project = renamed();
    let build = build(&project);
    assert!(!build.diagnostics.has_errors(), "{}", report(&build.diagnostics, &project));
    let expected = [
        ("levels/ic/index.html", "../engineering/"),
        ("levels/ic/mid/index.html", "../../engineering/middle/"),
        ("levels/engineering/mid/index.html", "../middle/"),
        ("levels/people/mid/index.html", "../../engineering/middle/"),
        ("levels/ic/middle/index.html", "../../engineering/middle/"),
        ("levels/ic/principal/index.html", "../../engineering/staff/"),
        ("competencies/delivery/index.html", "../shipping/"),
        ("compare/mid--principal/index.html", "../middle--staff/"),
        ("compare/middle--principal/index.html", "../middle--staff/"),
        ("compare/mid--lead/index.html", "../middle--lead/"),
        ("first/index.html", "../levels/engineering/middle/#ships"),
    ];
    for (old, new) in expected {
        assert_eq!(target(&build.output, old), new, "{old}");
    }
    let page = text(&build.output, "levels/ic/mid/index.html");
    assert!(page.contains("assets/redirect.js"), "query and fragment are kept");
}

#[test]
fn what_refers_by_an_old_name_is_noted_where_it_stands() {
    let project = renamed();
    let found = build(&project).diagnostics;
    let notes: Vec<String> = found
        .iter()
        .filter(|it| it.code == Code::FormerName)
        .map(|it| format!("{} {}", it.place.as_ref().unwrap().path, it.message))
        .collect();
    let of_move = |message: &str| format!("content/moves/mid--principal.md {message}");
    assert_eq!(
        notes,
        [
            "book.toml `/levels/ic/mid/#ships` is called `/levels/engineering/middle/#ships` now"
                .to_owned(),
            of_move("`mid` is called `middle` now"),
            of_move("`principal` is called `staff` now"),
        ]
    );
    let page = text(&build(&project).output, "compare/middle--staff/index.html");
    assert!(page.contains("Grow."), "the move's text is shown all the same");
}

#[test]
fn scripts_are_told_old_names() {
    let output = build(&renamed()).output;
    let handbook = json(&output);
    let was = |id: &str| level(&handbook, id)["was"].clone();
    assert_eq!(
        was("engineering/middle"),
        serde_json::json!(["engineering/mid", "people/mid", "ic/middle", "ic/mid"])
    );
    assert_eq!(
        was("engineering/staff"),
        serde_json::json!(["engineering/principal", "ic/staff", "ic/principal"])
    );
    assert_eq!(handbook["tracks"][0]["was"], serde_json::json!(["ic"]));
    assert!(handbook["tracks"][1].get("was").is_none());
}

#[test]
fn old_anchors_stay() {
    let output = build(&renamed()).output;
    let expected = [
        ("matrix/index.html", "track-ic"),
        ("competencies/shipping/index.html", "track-ic"),
        ("glossary/index.html", "term-wild-bet"),
        ("levels/engineering/middle/index.html", "delivery"),
    ];
    for (page, anchor) in expected {
        let html = text(&output, page);
        assert_eq!(html.matches(&format!("id=\"{anchor}\"")).count(), 1, "{page}#{anchor}");
    }
}

/// A name that a level had in its track is not that of another track's level.
#[test]
fn in_its_track_an_old_name_is_that_of_the_tracks_own_level() {
    let files = [
        ("content/levels/ic/1-intermediate.md", "---\ntitle: Intermediate\nwas: mid\n---\n"),
        ("content/levels/ic/2-senior.md", "---\ntitle: Senior\n---\n\n[[mid]]\n"),
        ("content/levels/people/1-mid.md", "---\ntitle: Other\n---\n\n[[mid]]\n"),
        ("content/guides/a.md", "---\ntitle: A\n---\n\n[[mid]]\n"),
    ];
    let output = build(&project(&files)).output;
    let has = |page: &str, href: &str| text(&output, page).contains(&format!("href=\"{href}\""));
    assert!(has("levels/ic/senior/index.html", "../intermediate/"));
    assert!(has("guides/a/index.html", "../../levels/people/mid/"));
}

/// What is left out of a build is so under its old names as well, and none of them is published.
#[test]
fn old_names_of_what_is_hidden_are_hidden() {
    let files = [
        (
            "content/tracks.yaml",
            "tracks:\n  - {id: ic}\n  - {id: secret, was: covert, visibility: internal}\n",
        ),
        (
            "content/competencies.yaml",
            "competencies:\n  - {id: craft}\n  - {id: pay, was: wages, visibility: internal}\n",
        ),
        (
            "content/glossary.yaml",
            "terms:\n  - {term: Band, was: Bracket, text: T., visibility: internal}\n",
        ),
        (
            "content/levels/ic/1-one.md",
            "---\ntitle: One\n---\n\n[[quietly]] [[covert]] [[wages]] [[bracket]]\n\n## Craft\n\n- Ships {#ships}\n",
        ),
        (
            "content/levels/ic/2-two.md",
            "---\ntitle: Two\nwas: quietly\nvisibility: internal\n---\n\n## Craft\n\n- Plans {#plans was=schemes}\n",
        ),
        ("content/levels/secret/1-x.md", "---\ntitle: X\n---\n"),
    ];
    let project = project(&files);
    let public = build(&project);
    assert!(!public.diagnostics.has_errors(), "{}", report(&public.diagnostics, &project));
    let hidden = public.diagnostics.iter().filter(|it| it.code == Code::HiddenReference).count();
    assert_eq!(hidden, 4, "{}", report(&public.diagnostics, &project));
    for (path, file) in public.output.iter() {
        let words = String::from_utf8_lossy(file.bytes());
        for name in ["schemes", "plans", "levels/ic/quietly", "levels/covert", "track-covert"] {
            assert!(!path.as_str().contains(name) && !words.contains(name), "{path}: {name}");
        }
    }
    let internal = Overrides { audience: Some(Audience::Internal), ..Overrides::default() };
    let whole = site::build_with(&project, &internal, &mut Memo::default());
    assert!(text(&whole.output, "criteria/index.html").contains("id=\"schemes\""));
    assert!(whole.output.get("levels/ic/quietly/index.html").is_some());
}
