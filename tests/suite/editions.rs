//! Editions: revisions that are published beside today's handbook, each as it stood.

use std::sync::Arc;

use ladderbook::config::{Audience, Overrides};
use ladderbook::diagnostic::Code;
use ladderbook::editions::{Past, Revision, Trouble};
use ladderbook::memo::Memo;
use ladderbook::site::{self, Build};
use ladderbook::tree::Tree;

use crate::ladders::ladder;
use crate::site_links::dead_links;
use crate::support::{project, report, text};

const JUNIOR: &str = "content/levels/ic/1-junior.md";
const SENIOR: &str = "content/levels/ic/2-senior.md";

/// What book.toml says of the editions of these tests.
const TWO: &str = "\n[[editions]]\nname = \"2025\"\nrev = \"v1\"\n\n[[editions]]\nname = \"2026\"\nrev = \"v2\"\n\
                   in-force = 2026-04-01\nnote = \"Announced in March.\"\n";

fn book(more: &str) -> String {
    format!("book.title = \"Ladder\"\n{more}")
}

fn handbook(more: &str, junior: &str, others: &[(&str, &str)]) -> Tree {
    let book = book(more);
    let junior = format!("---\ntitle: Junior\n---\n\n## Delivery\n\n{junior}\n");
    let files = [("book.toml", book.as_str()), (JUNIOR, junior.as_str())];
    project(&[&files[..], others].concat())
}

fn past(revisions: &[(&str, &str, &Tree)]) -> Overrides {
    let revision = |(name, day, tree): &(&str, &str, &Tree)| {
        (
            (*name).to_owned(),
            Ok(Revision {
                day: (*day).to_owned(),
                commit: "c0ffee".to_owned(),
                tree: (*tree).clone(),
            }),
        )
    };
    Overrides { past: Past::new(revisions.iter().map(revision)), ..Overrides::default() }
}

fn built(today: &Tree, overrides: &Overrides) -> Build {
    let build = site::build_with(today, overrides, &mut Memo::default());
    assert!(!build.diagnostics.has_errors(), "{}", report(&build.diagnostics, today));
    build
}

/// Today's handbook with two editions, in which the level `senior` was called `lead`.
fn renamed() -> (Tree, Overrides) {
    let lead = "---\ntitle: Lead\n---\n\n## Delivery\n\n- Plans the work of others {#plans}\n";
    let senior = lead.replace("Lead", "Senior").replace("title", "was: lead\ntitle");
    let first = handbook("", "- Ships {#ships}", &[("content/levels/ic/2-lead.md", lead)]);
    let second = handbook("", "- Ships often {#ships}", &[(SENIOR, &senior)]);
    let today = handbook(TWO, "- Ships often {#ships}", &[(SENIOR, &senior)]);
    let overrides = past(&[("v1", "2025-01-10", &first), ("v2", "2026-03-02", &second)]);
    (today, overrides)
}

#[test]
fn each_edition_is_there_whole_with_the_words_of_then() {
    let (today, overrides) = renamed();
    let output = built(&today, &overrides).output;
    let junior = text(&output, "editions/2025/levels/ic/junior/index.html");
    assert!(junior.contains("Ships") && !junior.contains("Ships often"));
    assert!(text(&output, "editions/2026/levels/ic/junior/index.html").contains("Ships often"));
    let first = Arc::clone(overrides.past.revision("v1").expect("it is there"));
    let alone = site::build(&first.tree, &mut Memo::default()).output;
    for (path, _) in alone.iter().filter(|(path, _)| path.as_str() != "404.html") {
        let is_of_today =
            ["search/index.html", "llms.txt", "_headers", ".nojekyll"].contains(&path.as_str());
        let there = output.get(&format!("editions/2025/{path}")).is_some();
        assert_eq!(there, !is_of_today, "{path}");
    }
    assert!(output.get("editions/2025/404.html").is_none());
}

#[test]
fn every_page_of_an_edition_says_which_it_is_and_is_not_indexed() {
    let (today, overrides) = renamed();
    let output = built(&today, &overrides).output;
    let pages = output.iter().filter(|(path, _)| path.extension() == "html");
    let mut seen = 0;
    for (path, _) in pages {
        let page = text(&output, path.as_str());
        let is_redirect = page.contains("http-equiv=\"refresh\"");
        let is_of_edition = path.as_str().starts_with("editions/2");
        if is_redirect {
            continue;
        }
        seen += usize::from(is_of_edition);
        assert_eq!(page.contains("class=\"edition-mark\""), is_of_edition, "{path}");
        let is_print = path.as_str() == "print/index.html";
        let is_noindex = page.contains("<meta name=\"robots\" content=\"noindex\">");
        assert_eq!(is_noindex, is_of_edition || is_print, "{path}");
    }
    assert!(seen > 10, "{seen} pages of editions");
    let page = text(&output, "editions/2026/levels/ic/senior/index.html");
    for part in ["Edition 2026", "data-from=\"2026-04-01\"", "Announced in March."] {
        assert!(page.contains(part), "{part}");
    }
    assert!(!page.contains("data-until"), "nothing has replaced it");
    let page = text(&output, "editions/2025/levels/ic/lead/index.html");
    // Without a day of its own it is in force from the day of its commit.
    assert!(page.contains("data-from=\"2025-01-10\" data-until=\"2026-04-01\""));
}

#[test]
fn a_level_is_linked_with_what_it_is_today_and_in_other_editions() {
    let (today, overrides) = renamed();
    let output = built(&today, &overrides).output;
    let page = text(&output, "editions/2025/levels/ic/lead/index.html");
    for href in [
        "../../../../../levels/ic/senior/",
        "../../../../../editions/2026/levels/ic/senior/",
        "../../../../../editions/",
    ] {
        assert!(page.contains(&format!("href=\"{href}\"")), "{href}");
    }
    let dead = dead_links(&output, "/");
    assert!(dead.is_empty(), "{dead:#?}");
}

#[test]
fn links_between_editions_work_without_pretty_urls() {
    let (today, overrides) = renamed();
    let plain = book(&format!("build.pretty-urls = false\n{TWO}"));
    let today = today.overlay(&project(&[("book.toml", &plain)]));
    let output = built(&today, &overrides).output;
    assert!(output.get("editions/2025/levels/ic/lead.html").is_some());
    let dead = dead_links(&output, "/");
    assert!(dead.is_empty(), "{dead:#?}");
}

/// What may be seen of an edition follows from what was marked in it, and from whom today's site is for.
#[test]
fn what_was_internal_or_a_draft_stays_out_of_a_public_site() {
    let hidden = [
        ("content/levels/ic/3-staff.md", "---\ntitle: Staff\nvisibility: internal\n---\n"),
        ("content/levels/ic/4-lead.md", "---\ntitle: Lead\nstatus: draft\n---\n"),
    ];
    // At the time the site was built for internal readers, with drafts.
    let then = "build.audience = \"internal\"\nbuild.drafts = true\n";
    let first = handbook(then, "- Ships", &hidden);
    let one = "\n[[editions]]\nname = \"2025\"\nrev = \"v1\"\n";
    let overrides = past(&[("v1", "2025-01-10", &first)]);
    let site = |more: &str| built(&handbook(&format!("{more}{one}"), "- Ships", &[]), &overrides);
    let has = |build: &Build, level: &str| {
        build.output.get(&format!("editions/2025/levels/ic/{level}/index.html")).is_some()
    };
    let public = site("");
    assert!(has(&public, "junior") && !has(&public, "staff") && !has(&public, "lead"));
    for (path, file) in public.output.iter() {
        let text = String::from_utf8_lossy(file.bytes());
        assert!(!text.contains("Staff") || path.is_inside("assets"), "{path}");
    }
    let internal = site("build.audience = \"internal\"\n");
    assert!(has(&internal, "staff") && !has(&internal, "lead"));
    assert!(has(&site(then), "lead"));

    // A handbook that did not allow to be shown whole then is not shown whole now.
    let strict = handbook("build.overrides = false\n", "- Ships", &hidden);
    let overrides = past(&[("v1", "2025-01-10", &strict)]);
    let today = handbook(&format!("build.audience = \"internal\"\n{one}"), "- Ships", &[]);
    assert!(!has(&built(&today, &overrides), "staff"));
    let public = Overrides { audience: Some(Audience::Public), ..overrides };
    assert!(has(&built(&today, &public), "junior"));
}

#[test]
fn what_keeps_an_edition_from_being_read_is_said_at_its_revision() {
    let today = handbook("\n[[editions]]\nname = \"2025\"\nrev = \"v1\"\n", "- Ships", &[]);
    let found = |overrides: &Overrides| {
        let checked = site::check(&today, overrides, &mut Memo::default());
        let built = site::build_with(&today, overrides, &mut Memo::default());
        assert_eq!(report(&checked.diagnostics, &today), report(&built.diagnostics, &today));
        let all = built.diagnostics.iter().map(|it| (it.code, it.message.clone()));
        all.collect::<Vec<_>>()
    };
    let trouble = Trouble::from_lines("there is no revision `v1`\nhelp: did you mean `v11`?");
    let unknown =
        Overrides { past: Past::new([("v1".to_owned(), Err(trouble))]), ..Overrides::default() };
    let message = "edition `2025`: there is no revision `v1`".to_owned();
    assert_eq!(found(&unknown), [(Code::UnknownRevision, message)]);

    let broken = [(SENIOR, "---\ntitle: [\n---\n")];
    let broken = past(&[("v1", "2025-01-10", &handbook("", "- Ships", &broken))]);
    let message = "a part of the edition `2025` cannot be read".to_owned();
    assert_eq!(found(&broken), [(Code::UnreadableEdition, message)]);

    let faulty = [("content/index.md", "[There](nowhere.md)\n")];
    let faulty = past(&[("v1", "2025-01-10", &handbook("", "- Ships", &faulty))]);
    assert_eq!(
        found(&faulty),
        [(Code::FaultyEdition, "the edition `2025` has 1 error".to_owned())]
    );
}

/// The same without editions.
fn today_alone(tree: &Tree) -> Tree {
    let book = text(tree, "book.toml");
    let (book, _) = book.split_once("\n[[editions]]").expect("it has editions");
    tree.overlay(&Tree::from_texts([("book.toml", book)]))
}

#[test]
fn an_unchanged_edition_is_not_rendered_again() {
    let now = ladder("frameworks");
    let path = "content/levels/backend/2-two.md";
    let file = now.get(path).expect("the level");
    let then = String::from_utf8(file.bytes().to_vec()).expect("UTF-8");
    let then = now.overlay(&Tree::from_texts([(
        path,
        then.replace("Puts the argument", "Placed it").as_str(),
    )]));
    let book = text(&now, "book.toml") + "\n[[editions]]\nname = \"2025\"\nrev = \"v1\"\n";
    let now = now.overlay(&Tree::from_texts([("book.toml", book.as_str())]));
    let overrides = past(&[("v1", "2025-01-10", &then)]);
    let mut memo = Memo::default();
    let first = site::build_with(&now, &overrides, &mut memo);
    assert!(!first.diagnostics.has_errors(), "{}", report(&first.diagnostics, &now));
    assert_eq!(site::build_with(&now, &overrides, &mut memo).rendered, 0);
    // What is edited today renders today's pages alone.
    let edited = text(&now, path).replace("Puts the argument", "Lays out the argument");
    let edited = now.overlay(&Tree::from_texts([(path, edited.as_str())]));
    let warm = site::build_with(&edited, &overrides, &mut memo);
    let alone = site::build(&today_alone(&edited), &mut Memo::default());
    assert!((1..alone.pages).contains(&warm.rendered), "{} of {}", warm.rendered, alone.pages);
    let edition = |build: &Build| build.output.folder("editions/2025");
    assert_eq!(edition(&first), edition(&warm));
}

#[test]
fn a_page_of_an_author_in_the_place_of_an_edition_is_reported() {
    let page = [("content/editions/2025.md", "# Mine\n")];
    let today = handbook("\n[[editions]]\nname = \"2025\"\nrev = \"v1\"\n", "- Ships", &page);
    let overrides = past(&[("v1", "2025-01-10", &handbook("", "- Ships", &[]))]);
    let found = site::check(&today, &overrides, &mut Memo::default()).diagnostics;
    assert!(found.iter().any(|it| it.code == Code::DuplicateUrl), "{}", report(&found, &today));
}
