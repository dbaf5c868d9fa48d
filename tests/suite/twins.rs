//! Pages as Markdown: what stands beside each page, and the list of them.

use std::collections::BTreeSet;
use std::sync::Arc;

use ladderbook::builtin;
use ladderbook::tree::{RelPath, Tree};
use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::ladders::{LADDERS, ladder};
use crate::support::{build, project, report, text};

const BOOK: &str = "[book]\ntitle = \"T\"\n[build]\nmarkdown = \"all\"\n";

/// The site of some files, with a twin of each page.
fn site(files: &[(&str, &str)]) -> Tree {
    let project = project(&[&[("book.toml", BOOK)], files].concat());
    let build = build(&project);
    assert!(!build.diagnostics.has_errors(), "{}", report(&build.diagnostics, &project));
    Arc::unwrap_or_clone(build.output)
}

const TRACKS: &str =
    "tracks:\n- {id: generic, title: Generic}\n- {id: web, title: Web, extends: generic}\n";
const REGISTER: &str = "categories:\n- {id: craft, title: Craft}\ncompetencies:\n- id: delivery\n  title: Delivery\n  category: craft\n  steps: [Learns, {title: Owns, text: Sees it *through*, criteria: ['Finishes {#finishes}']}]\n- {id: care, title: Care}\n";

fn rich() -> Vec<(&'static str, &'static str)> {
    vec![
        ("content/tracks.yaml", TRACKS),
        ("content/competencies.yaml", REGISTER),
        ("content/glossary.yaml", "terms:\n- {term: bus factor, text: How many}\n"),
        (
            "content/levels/generic/1-one.md",
            "---\ntitle: One\ncode: G1\ngrade: 1\nfacts: {scope: A task}\n---\n\n## Delivery\n\n- Ships {#ships}\n  - A scene\n\n## Care\n\n- Cares {#cares}\n",
        ),
        (
            "content/levels/generic/2-two.md",
            "---\ntitle: Two\ngrade: 2\nsummary: Goes on.\nfacts: {scope: A part}\nexpect: {delivery: owns}\nnext: [{to: web/page, kind: lateral, note: Try it}]\n---\n\nKnow the [[bus factor]].\n\n## Delivery\n\nShows:\n\n1. Ships `it` twice {#ships-twice replaces=ships}\n2. Plans\n\n### Exceeds\n\n- Leads\n\n## Care {.none}\n\n## Notes {.prose}\n\n### Reading\n\n| a | b |\n|---|---|\n| 1 | [x](#care) |\n",
        ),
        (
            "content/levels/web/1-page.md",
            "---\ntitle: Page\ngrade: 1\n---\n\n## Delivery\n\n- Deploys\n",
        ),
        ("content/moves/generic.one--generic.two.md", "Larger.\n\n## How\n\nSlowly.\n"),
    ]
}

#[test]
fn a_level_says_all_that_its_page_says() {
    let site = site(&rich());
    let expected = "# Two\n\n[Generic](/levels/generic/) · Grade 2\n\nGoes on.\n\n- Scope: A part *(before: A task)*\n\nKnow the [bus factor](/glossary/#term-bus-factor).\n\n## What changes from [One](/levels/generic/one/)\n\n- Steps raised: Delivery: no step → Owns\n- No longer listed: Cares (Care)\n- [Compare in full](/compare/one--two/)\n\n## Craft\n\n### [Delivery](/competencies/delivery/)\n\n**Owns** (step 2 of 2)\n\nSees it *through*\n\nShows:\n\n1. Ships `it` twice *(grown from: Ships)*\n2. Plans *(new)*\n\n- Finishes (Owns) *(new)*\n\n#### Exceeds\n\n- Leads *(new)*\n\n## What is expected\n\n### [Care](/competencies/care/)\n\nNothing is expected here at this level.\n\n## Notes\n\n### Reading\n\n|a|b|\n|-|-|\n|1|[x](/levels/generic/two/#care)|\n\n## Where next\n\n- Sideways: [Page](/levels/web/page/) – Try it\n";
    assert_eq!(text(&site, "levels/generic/two/index.md"), expected);
    let inherits = text(&site, "levels/web/page/index.md");
    let delivery = "- Ships ([Generic](/levels/generic/))\n  - A scene\n- Deploys\n";
    assert!(inherits.contains(delivery), "{inherits}");
}

#[test]
fn other_pages_say_what_they_say() {
    let site = site(&rich());
    let compared = text(&site, "compare/one--two/index.md");
    for part in [
        "# One and Two\n\n[One](/levels/generic/one/) → [Two](/levels/generic/two/) · Promotion\n\nLarger.\n\n## How\n\nSlowly.\n",
        "\n### Delivery: no step → Owns\n\n- **grown**: Ships it twice\n  - from: Ships\n",
    ] {
        assert!(compared.contains(part), "{compared}");
    }
    let competency = text(&site, "competencies/delivery/index.md");
    for part in [
        "# Delivery\n\n[Craft](/competencies/#craft)\n\n## Steps\n\n### 1. Learns\n\n### 2. Owns\n\nSees it *through*\n\n- Finishes\n",
        "## Grade 1\n\n### [One](/levels/generic/one/)\n\n- Ships\n  - A scene\n\n### [Page](/levels/web/page/)\n",
    ] {
        assert!(competency.contains(part), "{competency}");
    }
    let home = text(&site, "index.md");
    assert!(home.contains("- [One](/levels/generic/one/) (G1, Grade 1)\n"), "{home}");
    let matrix = text(&site, "matrix/index.md");
    assert!(
        matrix.contains("| [Delivery](/competencies/delivery/) | 1 criterion | Owns, 4 criteria |"),
        "{matrix}"
    );
    let criteria = text(&site, "criteria/index.md");
    assert!(criteria.contains("- [ships](/levels/generic/one/#ships): Ships\n"), "{criteria}");
    let glossary = text(&site, "glossary/index.md");
    assert!(glossary.contains("## bus factor\n\nHow many\n"), "{glossary}");
}

/// Prose, and the same as Markdown that stands alone.
const PROSE: [(&str, &str); 13] = [
    ("A *b* **c** `d` ~~e~~", "A *b* **c** `d` ~~e~~"),
    ("one\ntwo", "one two"),
    (
        "[[one|words]] and [[web/page]]",
        "[words](/levels/generic/one/) and [Page](/levels/web/page/)",
    ),
    (
        "[x](other.md#part) [y](https://example.com/a)",
        "[x](/other/#part) [y](https://example.com/a)",
    ),
    ("[top](#here)\n\n## Here", "[top](/page/#here)\n\n## Here"),
    ("## Part {#own}\n\n- a\n- b\n  - c", "## Part\n\n- a\n- b\n  - c"),
    ("1. a\n2. b", "1. a\n2. b"),
    ("- [x] done\n- [ ] open", "- [x] done\n- [ ] open"),
    ("```rust\nfn a() {}\n\n\n# b\n```", "```rust\nfn a() {}\n\n\n# b\n```"),
    ("a[^n]\n\n[^n]: b", "a[^n]\n\n[^n]: b"),
    ("5 \\* 5 \\# and \\<b>", "5 \\* 5 # and \\<b>"),
    ("<b>bold</b> <a href=\"other.md\">o</a>", "<b>bold</b> <a href=\"/other/\">o</a>"),
    (
        "before\n\n{{<facts level=\"generic/one\" />}}\n\nafter",
        "before\n\n[One](/levels/generic/one/):\n\n- Scope: A task\n\nafter",
    ),
];

#[test]
fn prose_is_what_an_author_wrote_with_its_links_resolved() {
    for (written, expected) in PROSE {
        let page = format!("# Page\n\n{written}\n");
        let mut files = rich();
        files.push(("content/page.md", &page));
        files.push(("content/other.md", "# Other\n\n## Part\n\nText.\n"));
        let found = text(&site(&files), "page/index.md");
        assert_eq!(found, format!("# Page\n\n{expected}\n"), "{written}");
    }
}

#[test]
fn footnotes_of_several_texts_stay_apart() {
    let files = [
        ("content/levels/ic/1-one.md", "---\ntitle: One\n---\n"),
        (
            "content/glossary.yaml",
            "terms:\n- term: a\n  text: |\n    A[^n]\n\n    [^n]: one\n- term: b\n  text: |\n    B[^n]\n\n    [^n]: two\n",
        ),
    ];
    let glossary = text(&site(&files), "glossary/index.md");
    let labels: BTreeSet<String> = Parser::new_ext(&glossary, Options::ENABLE_FOOTNOTES)
        .filter_map(|event| match event {
            Event::Start(Tag::FootnoteDefinition(label)) => Some(label.to_string()),
            _ => None,
        })
        .collect();
    assert_eq!(labels.len(), 2, "{glossary}");
}

/// The pages of a site that can be read as Markdown.
fn twins(site: &Tree) -> Vec<&RelPath> {
    site.iter().map(|(path, _)| path).filter(|path| path.extension() == "md").collect()
}

/// Where the links of some Markdown lead that stay on the site, without what follows the path.
fn links(markdown: &str) -> Vec<String> {
    let links = Parser::new_ext(markdown, Options::all()).filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
            Some(dest_url.to_string())
        }
        _ => None,
    });
    let own = links.filter(|it| !it.contains("://") && !it.starts_with("mailto:"));
    own.map(|it| it.split(['?', '#']).next().unwrap_or_default().to_owned()).collect()
}

fn assert_links_lead_somewhere(site: &Tree, page: &str) {
    for link in links(&text(site, page)) {
        let path = link.strip_prefix('/').unwrap_or_else(|| panic!("{page}: `{link}`"));
        let is_there = site.get(path).is_some()
            || site.get(&format!("{path}index.html")).is_some()
            || site.get(&format!("{path}.html")).is_some();
        assert!(is_there, "{page}: nothing is at `{link}`");
    }
}

#[test]
fn each_link_leads_somewhere_and_the_list_names_each() {
    let sample = build(&builtin::sample()).output;
    let everything = ladder("everything");
    let address = text(&everything, "book.toml").replace("build.base-url", "# build.base-url");
    let everything = everything.overlay(&Tree::from_texts([("book.toml", address.as_str())]));
    for site in [sample, build(&everything).output] {
        let twins = twins(&site);
        assert!(twins.len() > 20, "{}", twins.len());
        for twin in &twins {
            assert_links_lead_somewhere(&site, twin.as_str());
            let page = twin.as_str().replace(".md", ".html");
            let page = text(&site, &page);
            assert!(
                page.contains("<link rel=\"alternate\" type=\"text/markdown\" href=\""),
                "{twin}"
            );
        }
        let listed: BTreeSet<String> = links(&text(&site, "llms.txt")).into_iter().collect();
        let mut expected: BTreeSet<String> = twins
            .iter()
            .filter(|it| !it.as_str().starts_with("editions/"))
            .map(|it| format!("/{it}"))
            .collect();
        expected.insert("/api/handbook.json".to_owned());
        assert_eq!(listed, expected);
    }
}

#[test]
fn a_twin_is_much_smaller_than_its_page() {
    let site = build(&builtin::sample()).output;
    for twin in twins(&site) {
        let path = twin.as_str();
        let is_meant =
            ["levels/", "compare/", "competencies/"].iter().any(|it| path.starts_with(it));
        let page = site.get(&path.replace(".md", ".html")).expect("its page").bytes().len();
        let own = site.get(path).expect("the twin").bytes().len();
        // The text of a guide is most of its page.
        let most = if is_meant { page / 4 } else { page / 2 };
        assert!(own <= most, "{path}: {own} of {page} bytes");
    }
}

#[test]
fn every_page_of_every_ladder_can_be_read() {
    for name in LADDERS {
        let site = build(&ladder(name)).output;
        for twin in twins(&site) {
            let text = text(&site, twin.as_str());
            assert!(text.starts_with("# ") && text.ends_with('\n'), "{name}: {twin}");
            for mark in ["{{internal}}", "<!--component", "{{<", "\n\n\n\n", "&#32;"] {
                assert!(!text.contains(mark), "{name}: `{mark}` in {twin}: {text}");
            }
        }
    }
}

#[test]
fn book_toml_says_which_pages_have_a_twin() {
    let mut files = rich();
    files.push(("content/guide.md", "# Guide\n\nText.\n"));
    for (markdown, level, guide) in
        [("all", true, true), ("ladder", true, false), ("none", false, false)]
    {
        let book = format!(
            "[book]\ntitle = \"T\"\n[build]\nmarkdown = \"{markdown}\"\npretty-urls = false\n"
        );
        let mut files = files.clone();
        files.push(("book.toml", &book));
        let site = build(&project(&files)).output;
        assert_eq!(site.get("levels/generic/one.md").is_some(), level, "{markdown}");
        assert_eq!(site.get("guide.md").is_some(), guide, "{markdown}");
        assert_eq!(site.get("llms.txt").is_some(), level, "{markdown}");
        let page = text(&site, "guide.html");
        assert_eq!(page.contains("href=\"guide.md\""), guide, "{markdown}");
        assert!(site.get("search.md").is_none() && site.get("404.md").is_none());
    }
}

#[test]
fn full_addresses_are_used_where_the_site_knows_where_it_is() {
    let mut files = rich();
    files.push((
        "book.toml",
        "[book]\ntitle = \"T\"\nbuild.base-url = \"https://example.com/careers\"\n".trim_start(),
    ));
    let files: Vec<_> = files
        .into_iter()
        .map(|(path, text)| match path {
            "book.toml" => {
                (path, "book.title = \"T\"\nbuild.base-url = \"https://example.com/careers\"\n")
            }
            _ => (path, text),
        })
        .collect();
    let site = build(&project(&files)).output;
    let level = text(&site, "levels/generic/two/index.md");
    assert!(
        level.contains("[bus factor](https://example.com/careers/glossary/#term-bus-factor)"),
        "{level}"
    );
    let list = text(&site, "llms.txt");
    assert!(
        list.contains(
            "- [Two](https://example.com/careers/levels/generic/two/index.md): Goes on.\n"
        ),
        "{list}"
    );
}
