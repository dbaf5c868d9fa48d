//! The list of all levels, and the page for calibrating.

use std::sync::Arc;

use ladderbook::tree::Tree;

use crate::support::{build, project, text};

const FILES: [(&str, &str); 6] = [
    (
        "content/tracks.yaml",
        "tracks:\n- {id: old, title: Old, status: retired, replaced-by: web}\n- {id: base, abstract: true}\n- {id: web, title: Web, group: Makers}\n- {id: app, title: App, group: Makers, visibility: internal}\n",
    ),
    ("content/levels/old/1-a.md", "---\ntitle: Before\n---\n\n## Code\n\n- Tidies\n"),
    ("content/levels/base/1-b.md", "---\ntitle: Base\n---\n\n## Code\n\n- Waters\n"),
    (
        "content/levels/web/1-c.md",
        "---\ntitle: First\ncode: W1\ngrade: 2\nsummary: Paints the fence.\n---\n\n## Code\n\n- Paints\n",
    ),
    (
        "content/levels/web/2-d.md",
        "---\ntitle: Second\nstatus: retired\n---\n\n## Code\n\n- Mows\n",
    ),
    ("content/levels/app/1-e.md", "---\ntitle: Hidden\n---\n\n## Code\n\n- Hides\n"),
];

fn built(book: &str) -> Tree {
    let book = format!("[book]\ntitle = \"T\"\n{book}");
    let files: Vec<(&str, &str)> =
        FILES.into_iter().chain([("book.toml", book.as_str())]).collect();
    let build = build(&project(&files));
    assert!(!build.diagnostics.has_errors(), "{:?}", build.diagnostics);
    Arc::unwrap_or_clone(build.output)
}

#[test]
fn all_levels_stand_on_one_page() {
    let output = built("[build]\nbase-url = \"https://example.com/\"\n");
    let page = text(&output, "levels/index.html");
    let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("no `{words}` in {page}"));
    // Groups in their order, what is out of use last and said to be.
    assert!(at(">Makers</h2>") < at("href=\"web/\">Web</a>"));
    assert!(at("href=\"web/c/\">First</a>") < at("href=\"web/d/\">Second</a>"));
    assert!(at("href=\"web/d/\">Second</a>") < at("href=\"old/\">Old</a>"));
    for words in [">W1</span>", ">Grade 2</span>", "<p>Paints the fence.</p>", ">retired</span>"] {
        at(words);
    }
    assert!(
        !page.contains("Hidden") && !page.contains("Base") && !page.contains(">App<"),
        "{page}"
    );
    // It is where an address that is cut back leads, and where lists of pages lead.
    let level = text(&output, "levels/web/c/index.html");
    assert!(level.contains("<li><a href=\"../../\">Levels</a></li>"), "{level}");
    assert!(text(&output, "sitemap.xml").contains("<loc>https://example.com/levels/</loc>"));
    assert!(text(&output, "llms.txt").contains("https://example.com/levels/index.md"));
    let twin = text(&output, "levels/index.md");
    assert!(twin.contains("First") && twin.contains("Paints the fence."), "{twin}");
    assert!(!twin.contains("Hidden"), "{twin}");
}

#[test]
fn an_author_may_write_a_text_for_it() {
    for file in ["content/levels.md", "content/levels/index.md"] {
        let files =
            [FILES[0], FILES[3], (file, "---\ntitle: All rungs\n---\n\nHow to read this.\n")];
        let build = build(&project(&files));
        assert!(!build.diagnostics.has_errors(), "{file}: {:?}", build.diagnostics);
        let page = text(&build.output, "levels/index.html");
        assert!(
            page.contains("<h1>All rungs</h1>") && page.contains("How to read this."),
            "{file}"
        );
    }
}

#[test]
fn an_unknown_address_leads_home_and_to_the_search() {
    let page = text(&built(""), "404.html");
    let list =
        page.split_once("lost-links").expect("links").1.split_once("</ul>").expect("a list").0;
    for link in
        ["href=\"/\">Home</a>", "href=\"/search/\">Search</a>", "href=\"/levels/\">Levels</a>"]
    {
        assert!(list.contains(link), "no `{link}` in {list}");
    }
}

#[test]
fn calibration_is_off_until_it_is_switched_on() {
    let output = built("");
    assert!(output.get("calibrate/index.html").is_none());
    assert!(!text(&output, "index.html").contains("calibrate"));

    let output = built("[calibrate]\nenabled = true\n");
    let page = text(&output, "calibrate/index.html");
    assert!(text(&output, "index.html").contains("href=\"calibrate/\""));
    // One level in use is none to choose between, a retired track is not asked about, and nothing is hidden in it.
    assert!(page.contains("No track has two levels to choose between yet."), "{page}");
    assert!(!page.contains("Old") && !page.contains("App"), "{page}");
}
