//! Raw HTML and links of forges: addresses and anchors in HTML are those of Markdown, on every page that
//! shows them.

use std::sync::Arc;

use ladderbook::diagnostic::Code;
use ladderbook::tree::Tree;

use crate::site_links::dead_links;
use crate::support::{build, project, report, text};

const PICTURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";

/// A handbook with HTML in every kind of text, shown by pages at several depths.
const HANDBOOK: [(&str, &str); 16] = [
    (
        "content/tracks.yaml",
        "tracks:\n- {id: base, title: Base}\n- {id: web, title: Web, extends: base}\n",
    ),
    (
        "content/competencies.yaml",
        "competencies:\n- id: craft\n  title: Craft\n  steps:\n  - title: Learns\n    text: See <a href=\"guides/how.md#bands\">the bands</a>\n    criteria: ['Reads <img src=\"images/scope.svg\" alt=\"scope\">']\n",
    ),
    ("content/competencies/craft.md", "# Craft\n\n<p id=\"why\">Why</p> <a href=\"#why\">up</a>\n"),
    (
        "content/glossary.yaml",
        "terms:\n- {term: Scope, text: 'As <a href=\"images/scope.svg\">drawn</a>'}\n",
    ),
    (
        "content/levels/base/1-one.md",
        "---\ntitle: One\nexpect: {craft: Learns}\n---\n<div><a href=\"../../guides/how.md\">how</a></div>\n\n## Craft\n\n- Sees <img src=\"../../images/scope.svg\" alt=\"x\"> and <a id=\"mark\" href='2-two.md#craft'>two</a> {#sees}\n  - Shown in <a href=\"../../guides/ladder%202024.pdf#page=2\">the file</a>\n- Goes <a href=\"#mark\">up</a> {#goes}\n",
    ),
    (
        "content/levels/base/2-two.md",
        "---\ntitle: Two\n---\n## Craft\n\n- Sees <img src=\"../../images/scope.svg\" alt=\"x\"> and more {#sees-more}\n",
    ),
    ("content/levels/web/1-one.md", "---\ntitle: Web one\n---\n## Craft\n\n- Styles\n"),
    ("content/levels/web/2-two.md", "---\ntitle: Web two\n---\n## Craft\n\n- Leads\n"),
    (
        "content/guides/how.md",
        "# How\n\n<a id=\"start\"></a>\n\n<section>\n<video poster=\"../images/scope.svg\"\ncontrols><source src=\"/guides/talk.mp4\"></video>\n</section>\n\n<img alt=\"\" srcset=\"../images/scope.svg 1x, ../images/large.svg 2x\" src=../images/scope.svg>\n\n<table><tr><th id=\"bands\">Band</th><td headers=\"bands\">1</td></tr></table>\n\n<iframe src=\"ladder 2024.pdf\" title=\"Old\"></iframe>\n",
    ),
    ("content/guides/talk.mp4", "x"),
    ("content/guides/ladder 2024.pdf", "x"),
    ("content/images/scope.svg", PICTURE),
    ("content/images/large.svg", PICTURE),
    (
        "content/moves/base.one--base.two.md",
        "<p>As <a href=\"../guides/how.md#start\">told</a></p>\n",
    ),
    ("content/levels/base/index.md", "<img src=\"../../images/large.svg\" alt=\"l\">\n"),
    ("content/index.md", "<a href=\"levels/base/1-one.md#mark\">Begin</a>\n"),
];

fn output(files: &[(&str, &str)]) -> Tree {
    let project = project(files);
    let build = build(&project);
    assert!(build.diagnostics.is_empty(), "{}", report(&build.diagnostics, &project));
    Arc::unwrap_or_clone(build.output)
}

/// Codes and files of what is reported.
fn told(files: &[(&str, &str)]) -> Vec<(Code, String)> {
    let found = build(&project(files)).diagnostics;
    let file = |it: &ladderbook::diagnostic::Diagnostic| {
        it.place.as_ref().map(|place| place.path.to_string()).unwrap_or_default()
    };
    found.iter().map(|it| (it.code, file(it))).collect()
}

#[test]
fn addresses_are_those_of_the_page_that_shows_them() {
    let output = output(&HANDBOOK);
    let dead = dead_links(&output, "/");
    assert!(dead.is_empty(), "{dead:?}");
    let expected: [(&str, &[&str]); 9] = [
        (
            "guides/how/index.html",
            &[
                "<video poster=\"../../images/scope.svg\"\ncontrols><source src=\"../talk.mp4\">",
                "<img alt=\"\" srcset=\"../../images/scope.svg 1x, ../../images/large.svg 2x\" src=\"../../images/scope.svg\">",
                "<iframe src=\"../ladder%202024.pdf\" title=\"Old\">",
                "<th id=\"bands\">Band</th><td headers=\"bands\">",
            ],
        ),
        (
            "levels/base/one/index.html",
            &[
                "<div><a href=\"../../../guides/how/\">how</a></div>",
                "<img src=\"../../../images/scope.svg\" alt=\"x\">",
                "<a id=\"mark\" href=\"../two/#craft\">",
                "<a href=\"../../../guides/ladder%202024.pdf#page=2\">",
                "<a href=\"#mark\">up</a>",
            ],
        ),
        // Inherited, from a step, and beside one another.
        (
            "levels/web/one/index.html",
            &[
                "<img src=\"../../../images/scope.svg\" alt=\"x\">",
                "<a href=\"../../base/one/#mark\">up</a>",
                "<img src=\"../../../images/scope.svg\" alt=\"scope\">",
            ],
        ),
        ("matrix/index.html", &["<img src=\"../images/scope.svg\" alt=\"x\">"]),
        (
            "compare/base.one--base.two/index.html",
            &["<a href=\"../../guides/how/#start\">told</a>"],
        ),
        (
            "competencies/craft/index.html",
            &[
                "<p id=\"why\">",
                "<a href=\"#why\">",
                "<a href=\"../../guides/how/#bands\">the bands</a>",
            ],
        ),
        (
            "print/index.html",
            &[
                "<th id=\"at-guides-how--bands\">Band</th><td headers=\"at-guides-how--bands\">",
                "<a href=\"#at-guides-how\">how</a>",
                "<a id=\"at-levels-base-one--mark\" href=\"#at-levels-base-two--craft\">",
            ],
        ),
        ("levels/base/index.html", &["<img src=\"../../images/large.svg\" alt=\"l\">"]),
        ("glossary/index.html", &["<a href=\"../images/scope.svg\">drawn</a>"]),
    ];
    for (path, parts) in expected {
        let page = text(&output, path);
        for part in parts {
            assert!(page.contains(part), "{path}: {part}\n{page}");
        }
    }
}

#[test]
fn an_anchor_of_html_stands_once_on_each_page() {
    let output = output(&HANDBOOK);
    let mut seen = 0;
    for (path, file) in output.iter().filter(|(path, _)| path.extension() == "html") {
        let page = String::from_utf8_lossy(file.bytes());
        for anchor in ["mark", "bands", "why", "start"] {
            let count = page.matches(&format!("id=\"{anchor}\"")).count();
            let own = match anchor {
                "mark" => "levels/base/one/index.html",
                "why" => "competencies/craft/index.html",
                _ => "guides/how/index.html",
            };
            assert_eq!(count, usize::from(path.as_str() == own), "{anchor} on {path}");
            seen += count;
        }
    }
    assert_eq!(seen, 4);
}

#[test]
fn what_html_links_to_is_checked() {
    let mut files = HANDBOOK.to_vec();
    files.push((
        "content/wrong.md",
        "# Wrong\n\n<a href=\"gone.md\">a</a> <img src=\"images/gone.svg\" alt=\"\">\n\n<a href=\"/levels/base/onne/\">b</a> <a href=\"guides/how.md#gone\">c</a>\n\n<img srcset=\"images/scope.svg 1x, images/gone.svg 2x\" src=\"images/scope.svg\" alt=\"\">\n\n<a href=\"https://a.example\">d</a> <a href=\"mailto:a@b.example\">e</a> <img src=\"data:,x\" alt=\"\">\n\n`<a href=\"gone.md\">`\n\n<!-- <a href=\"gone.md\"> -->\n",
    ));
    let broken = vec![(Code::BrokenLink, "content/wrong.md".to_owned()); 5];
    assert_eq!(told(&files), broken);
}

#[test]
fn html_names_nothing_that_is_left_out() {
    let output = {
        let project = project(&[
            (
                "content/levels/ic/1-one.md",
                "---\ntitle: One\n---\n<a class=\"x\" href=\"../../guides/pay-bands.md\">our pay</a>\n",
            ),
            ("content/guides/pay-bands.md", "---\nvisibility: internal\n---\n# Pay\n"),
        ]);
        let build = build(&project);
        let codes: Vec<Code> = build.diagnostics.iter().map(|it| it.code).collect();
        assert_eq!(codes, [Code::HiddenReference]);
        Arc::unwrap_or_clone(build.output)
    };
    let page = text(&output, "levels/ic/one/index.html");
    assert!(page.contains("<a class=\"x\">our pay</a>"), "{page}");
    let leaks = output
        .iter()
        .filter(|(_, file)| String::from_utf8_lossy(file.bytes()).contains("pay-bands"));
    assert_eq!(leaks.map(|(path, _)| path.to_string()).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn html_that_is_switched_off_is_text() {
    let project = project(&[
        ("book.toml", "[book]\ntitle = \"T\"\n[markdown]\nhtml = false\n"),
        ("content/levels/ic/1-one.md", "---\ntitle: One\n---\n<a href=\"gone.md\">x</a>\n"),
    ]);
    let build = build(&project);
    assert!(build.diagnostics.is_empty(), "{:?}", build.diagnostics);
    assert!(text(&build.output, "levels/ic/one/index.html").contains("&lt;a href=\"gone.md\"&gt;"));
}

const FORGE: [(&str, &str); 3] = [
    (
        "content/guides/pay.md",
        "# Pay & Bands\n\n## Bands & steps\n\n### Why?\n\n## Grüße\n\n### Why?\n\n## Named {#own}\n",
    ),
    (
        "content/competencies.yaml",
        "competencies:\n- {id: coding, title: Code & fluency}\n- {id: care, title: Care}\n",
    ),
    (
        "content/levels/ic/1-one.md",
        "---\ntitle: One\n---\n## Code & fluency\n\n### Exceeds\n\n- Reads\n\n## Care\n\n### Exceeds\n\n- Cares\n",
    ),
];

fn with_links(links: &str) -> Vec<(&'static str, String)> {
    let mut files: Vec<(&str, String)> =
        FORGE.iter().map(|(path, text)| (*path, (*text).to_owned())).collect();
    files.push(("content/guides/links.md", format!("# Links\n\n## Here\n\n{links}\n")));
    files
}

/// The addresses of the links in a text that has nothing to report.
fn addresses(links: &str) -> Vec<String> {
    let files = with_links(links);
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let page = text(&output(&files), "guides/links/index.html");
    let (_, rest) = page.split_once("<p>").expect("a paragraph");
    let (text, _) = rest.split_once("</p>").expect("its end");
    let links = text.split("href=\"").skip(1);
    links.filter_map(|link| link.split('"').next().map(str::to_owned)).collect()
}

#[test]
fn anchors_of_a_forge_work_here() {
    let links = addresses(
        "[a](pay.md#bands--steps) [b](pay.md#why) [c](pay.md#why-1) [d](pay.md#gr%C3%BC%C3%9Fe) [e](pay.md#own) [f](../levels/ic/1-one.md#code--fluency) [g](../levels/ic/1-one.md#exceeds-1) [h](#here)",
    );
    let expected = [
        "../pay/#bands-steps",
        "../pay/#why",
        "../pay/#why-2",
        "../pay/#grüße",
        "../pay/#own",
        "../../levels/ic/one/#coding",
        "../../levels/ic/one/#care",
        "#here",
    ];
    let decoded: Vec<String> =
        links.iter().map(|it| it.replace("%C3%BC", "ü").replace("%C3%9F", "ß")).collect();
    assert_eq!(decoded, expected);
    // Links from elsewhere find them as well.
    let page = text(&output(&FORGE), "guides/pay/index.html");
    for anchor in ["bands--steps", "why-1"] {
        assert_eq!(page.matches(&format!("id=\"{anchor}\"")).count(), 1, "{anchor}");
    }
}

#[test]
fn what_a_fragment_asks_of_the_browser_is_kept() {
    let links = addresses(
        "[a](#top) [b](pay.md#top) [c](pay.md#:~:text=Bands) [d](pay.md#why:~:text=Why) [e](/review/?level=ic/one#top) [f](pay.md?plain=1#why) [g](../matrix/) [h](/api/handbook.json)",
    );
    let expected = [
        "#top",
        "../pay/",
        "../pay/#:~:text=Bands",
        "../pay/#why:~:text=Why",
        "../../review/?level=ic/one",
        "../pay/?plain=1#why",
        "../../matrix/",
        "../../api/handbook.json",
    ];
    assert_eq!(links, expected);
}

#[test]
fn an_anchor_that_is_not_there_is_told() {
    let files = with_links("[a](pay.md#gone) [b](#gone) [c](../levels/ic/1-one.md#exceeds-2)");
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    assert_eq!(told(&files), vec![(Code::BrokenLink, "content/guides/links.md".to_owned()); 3]);
}

#[test]
fn bare_addresses_are_links() {
    let page = |markdown: &str| {
        let level = format!(
            "---\ntitle: One\n---\n{markdown}\n\n## Craft\n\n- Reads https://c.example/a_b--c.\n"
        );
        let output = output(&[("content/levels/ic/1-one.md", &level)]);
        (text(&output, "levels/ic/one/index.html"), text(&output, "matrix/index.html"))
    };
    let (level, matrix) = page("See https://a.example/x_y_z?q=1&amp;r=2, (http://b.example/*).");
    for link in [
        "<a href=\"https://a.example/x_y_z?q=1&amp;r=2\">https://a.example/x_y_z?q=1&amp;r=2</a>,",
        "(<a href=\"http://b.example/\">http://b.example/</a>*).",
        "<a href=\"https://c.example/a_b--c\">https://c.example/a_b--c</a>.",
    ] {
        assert!(level.contains(link), "{link}: {level}");
    }
    assert!(matrix.contains("<a href=\"https://c.example/a_b--c\">"), "{matrix}");

    let texts = [
        "`https://a.example`",
        "    https://a.example",
        "[https://a.example](https://b.example)",
        "<a href=\"https://b.example\">at https://a.example</a>",
        "![https://a.example](https://b.example/c.png)",
        "a https:// b",
    ];
    for text in texts {
        let (level, _) = page(text);
        assert!(!level.contains("href=\"https://a.example"), "{text}: {level}");
    }
}

#[test]
fn links_amid_the_words_of_an_image_are_counted() {
    let output = output(&[
        (
            "content/levels/ic/1-one.md",
            "---\ntitle: One\n---\n![a [b](/one.md) <i title=\"/\"><a href=\"/two.md\">c</a> {{<figure src=\"/three.md\" />}}](/x.svg) [d](/two.md)\n",
        ),
        ("content/one.md", "# One\n"),
        ("content/two.md", "# Two\n"),
        ("content/x.svg", PICTURE),
        (
            "themes/t/components/figure.html",
            "{% component figure(src) %}{{ src }}{% endcomponent figure %}",
        ),
        ("book.toml", "[book]\ntitle = \"T\"\n[build]\ntheme = \"t\"\n"),
    ]);
    let page = text(&output, "levels/ic/one/index.html");
    assert!(page.contains("<a href=\"../../../two/\">d</a>"), "{page}");
}

#[test]
fn an_anchor_that_the_page_has_anyway_stands_once() {
    let output = output(&[
        (
            "content/levels/ic/1-one.md",
            "---\ntitle: One\n---\n<a name=\"craft\"></a>\n\n## Craft\n\n- Ships {#ships}\n- Sees <a id=\"ships\"></a> <a id=\"own\"></a>\n",
        ),
        ("content/guides/a.md", "# A\n\n<a id=\"pay\"></a>\n\n## Pay\n\n[up](#pay)\n"),
    ]);
    let level = text(&output, "levels/ic/one/index.html");
    let page = text(&output, "guides/a/index.html");
    for (page, anchor) in [(&level, "craft"), (&level, "ships"), (&level, "own"), (&page, "pay")] {
        let count = ["id", "name"].map(|it| page.matches(&format!("{it}=\"{anchor}\"")).count());
        assert_eq!(count, [1, 0], "{anchor}: {page}");
    }
}
