//! The page for paper, and terms of the glossary marked where a page first uses them.

use std::collections::BTreeSet;

use ladderbook::builtin;
use ladderbook::handbook::routes::MAX_PRINT_PAGES;
use ladderbook::tree::Tree;

use crate::html::{attributes, elements};
use crate::support::{build, project, text};

/// The words of all links to the glossary.
fn marked(html: &str) -> Vec<String> {
    elements(html, "a.term").into_iter().map(|link| link.text).collect()
}

fn assert_sound(html: &str) {
    let ids = attributes(html, "id");
    let unique: BTreeSet<&String> = ids.iter().collect();
    let twice: Vec<&String> =
        ids.iter().filter(|id| ids.iter().filter(|it| it == id).count() > 1).collect();
    assert_eq!(unique.len(), ids.len(), "more than once: {twice:?}");
    let mut inside = 0;
    for href in attributes(html, "href") {
        let Some(anchor) = href.strip_prefix('#').filter(|it| !it.is_empty()) else { continue };
        let anchor = percent_encoding::percent_decode_str(anchor).decode_utf8_lossy();
        assert!(unique.contains(&anchor.into_owned()), "{href} is not on the page");
        inside += 1;
    }
    assert!(inside > 5, "the page has links inside");
}

#[test]
fn everything_is_on_the_page_for_paper() {
    let output = build(&builtin::sample()).output;
    let html = text(&output, "print/index.html");
    assert_sound(&html);
    let inside = elements(&html, "main")[0].elements("a");
    for page in ["levels/ic/senior", "levels/management/vp", "guides/feedback", "glossary"] {
        let id = format!("id=\"at-{}\"", page.replace('/', "-"));
        assert!(html.contains(&id), "{id}");
        // Nothing that is on the page leads away from it; the site's navigation does.
        let away = inside.iter().find(|link| link.get("href").starts_with(&format!("../{page}/")));
        assert!(away.is_none(), "{page}: {}", away.map_or("", |link| &link.text));
    }
    assert!(
        inside.iter().any(|link| link.get("href") == "#at-glossary"),
        "the contents lead to it"
    );
    assert!(html.contains("noindex"));
    assert!(html.contains("<details") && !html.contains("examples\">"), "folds are open");
    let level = text(&output, "levels/ic/senior/index.html");
    for id in attributes(&level, "id").iter().filter(|id| !id.starts_with("lb-")) {
        let there = format!("id=\"at-levels-ic-senior--{id}\"");
        assert!(html.contains(&there), "{there}");
    }
    assert!(level.contains("href=\"../../../print/\""), "the footer leads there");
}

#[test]
fn headings_of_a_prose_follow_that_of_its_page_on_paper() {
    let page = |heading| format!("---\ntitle: Page\n---\n\n{heading} First\n\n{heading}# Inside\n");
    let pages = [("##", "guides/two"), ("###", "guides/three"), ("####", "guides/four")];
    let level = ("content/levels/ic/1-one.md".to_owned(), "---\ntitle: One\n---\n".to_owned());
    let pages = pages.map(|(heading, name)| (format!("content/{name}.md"), page(heading)));
    let files: Vec<(&str, &str)> =
        pages.iter().chain([&level]).map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let html = text(&build(&project(&files)).output, "print/index.html").to_string();
    for page in ["two", "three", "four"] {
        for (element, anchor) in [("h3", "first"), ("h4", "inside")] {
            let heading = format!("<{element} id=\"at-guides-{page}--{anchor}\"");
            assert!(html.contains(&heading), "{heading}");
        }
    }
}

#[test]
fn names_that_would_run_into_one_another_do_not_on_paper() {
    let level =
        "---\ntitle: One\n---\n\n## Craft\n\n- Works\n- See [[guides/a-b#c]] and [[#works]]\n";
    let page = "---\ntitle: Page\n---\n\n## C\n\nA note.[^1]\n\n[^1]: Here, and [[#c]].\n";
    let output = build(&project(&[
        ("content/levels/ic/1-one.md", level),
        ("content/levels/ic/2-two.md", &level.replace("One", "Two")),
        ("content/guides/a-b.md", page),
        ("content/guides/a/b.md", page),
        ("content/guides/a/index.md", page),
        ("content/home.md", page),
    ]))
    .output;
    assert_sound(&text(&output, "print/index.html"));
}

#[test]
fn a_very_large_handbook_has_no_page_for_paper() {
    let level = "---\ntitle: Level\n---\n";
    for folder in ["levels/ic", "guides"] {
        let names: Vec<String> =
            (1..=MAX_PRINT_PAGES).map(|n| format!("content/{folder}/{n}-l{n}.md")).collect();
        let mut files = vec![("content/levels/em/1-first.md", level)];
        files.extend(names.iter().map(|name| (name.as_str(), level)));
        assert!(build(&project(&files)).output.get("print/index.html").is_none(), "{folder}");
        files.pop();
        assert!(build(&project(&files)).output.get("print/index.html").is_some(), "{folder}");
    }
}

#[test]
fn a_handbook_may_do_without_the_page_for_paper() {
    let book = ("book.toml", "book.title = \"T\"\nprint.enabled = false\n");
    let level = ("content/levels/ic/1-one.md", "---\ntitle: One\n---\n\n## Craft\n\n- Works\n");
    let output = build(&project(&[book, level])).output;
    assert!(output.get("print/index.html").is_none());
    assert!(!text(&output, "levels/ic/one/index.html").contains("print/"));
}

const GLOSSARY: &str = "terms:\n  - {term: talk, text: A conversation.}\n  - {term: skip-level talk, aliases: [skip-level], text: With the one above.}\n  - {term: Bus factor, text: How many.}\n  - {term: C++, text: A language.}\n";

/// The page of a guide with this text, beside the glossary above.
fn guide(body: &str) -> String {
    let page = format!("---\ntitle: Guide\n---\n\n{body}\n");
    let level = ("content/levels/ic/1-one.md", "---\ntitle: One\n---\n\n## Craft\n\n- Works\n");
    let files: Tree =
        project(&[("content/glossary.yaml", GLOSSARY), ("content/guide.md", &page), level]);
    text(&build(&files).output, "guide/index.html")
}

#[test]
fn a_term_is_marked_once_and_the_longest_wins() {
    let html = guide("A Skip-Level\ntalk is a talk. Talk at a skip-level talk.");
    assert_eq!(marked(&html), ["Skip-Level\ntalk", "talk"]);
    assert_eq!(attributes(&html, "aria-describedby"), ["lb-term-skip-level-talk", "lb-term-talk"]);
    assert!(
        html.contains("id=\"lb-term-talk\" role=\"tooltip\" popover=\"manual\">A conversation.<")
    );
}

#[test]
fn only_whole_words_are_terms() {
    let html = guide(
        "Talks, talking, stalk, small-talk, talk-show, https://talk.example/talk. BUS FACTOR! And C++.",
    );
    assert_eq!(marked(&html), ["BUS FACTOR", "C++"]);
}

#[test]
fn no_term_is_marked_in_headings_links_and_code() {
    let html = guide(
        "## Talk\n\n### *talk*\n\n`talk` [talk](https://example.com) ![talk](x.png) <kbd>talk</kbd>\n\n```\ntalk\n```\n\n| talk |\n|---|\n| x |\n\n<a href=\"x\">talk</a>\n",
    );
    assert_eq!(marked(&html), [""; 0]);
    assert!(!html.contains("term-note"));
}

#[test]
fn a_term_that_the_author_links_to_is_not_marked_again() {
    let html = guide("A [[talk|word]], *then* a talk, and a **bus factor**.");
    assert_eq!(marked(&html), ["word", "bus factor"]);
}

#[test]
fn criteria_have_terms_and_the_glossary_and_the_matrix_have_none() {
    let level = "---\ntitle: One\n---\n\nHolds a talk.\n\n## Craft\n\n- Holds a talk\n- Knows the bus factor\n";
    let files = project(&[
        ("content/glossary.yaml", GLOSSARY),
        ("content/levels/ic/1-one.md", level),
        ("content/levels/ic/2-two.md", level),
    ]);
    let output = build(&files).output;
    assert_eq!(marked(&text(&output, "levels/ic/one/index.html")), ["talk", "bus factor"]);
    for page in ["matrix", "glossary", "levels/ic", "compare/one--two", "print"] {
        assert_eq!(marked(&text(&output, &format!("{page}/index.html"))), [""; 0], "{page}");
    }
}

#[test]
fn a_component_amid_a_paragraph_interrupts_it() {
    let level = ("content/levels/ic/1-a.md", "---\ntitle: A\n---\n\n## Code\n\n- Asks {#asks}\n");
    let call = "{{<criterion id=\"asks\" />}}";
    let page = format!(
        "# Page\n\nBefore {call} *after*.\n\n{call} first.\n\nLast {call}\n\n*In {call}*\n"
    );
    let build = build(&project(&[level, ("content/page.md", &page)]));
    let html = text(&build.output, "page/index.html");
    let prose = html.split_once("<p>Before").expect("the text").1;
    let prose: String = prose.chars().filter(|it| *it != '\n').collect();
    let quote = prose.split_once("</p>").expect("its end").1;
    let (quote, _) = quote.split_once("</blockquote>").expect("the criterion");
    let quote = format!("{quote}</blockquote>");
    let rest = prose.replace(&quote, "[]");
    let wanted =
        " </p>[]<p> <em>after</em>.</p>[]<p> first.</p><p>Last </p>[]<p><em>In []</em></p>";
    assert!(rest.starts_with(wanted), "{rest}");
}
