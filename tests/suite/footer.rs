//! What book.toml puts at the foot of every page, and the version of ladderbook that it asks for.

use ladderbook::tree::Tree;

use crate::html::elements;
use crate::support::{build, project, report, text};

const LEVEL: &str = "---\ntitle: One\n---\n\n## Delivery\n\n- Ships {#ships}\n";

fn handbook(book: &str, level: &str) -> Tree {
    project(&[
        ("book.toml", book),
        ("content/levels/ic/1-one.md", level),
        ("content/guides/1-imprint.md", "# Imprint\n\nWho answers for this.\n"),
        ("content/guides/2-notes.md", "---\nvisibility: internal\n---\n\n# Notes\n\nFor us.\n"),
    ])
}

/// Links of the footer with their titles.
fn links(html: &str) -> Vec<(String, String)> {
    let foot = elements(html, "footer.site-foot");
    let [foot] = foot.as_slice() else { panic!("one footer") };
    let links = foot.elements("a");
    links.iter().map(|it| (it.html().to_owned(), it.get("href").to_owned())).collect()
}

#[test]
fn the_footer_stands_on_every_page() {
    let book = "book.title = \"T\"\n[footer]\ntext = \"Owned by <all> of us\"\n\
                contact = \"mailto:ladder@example.com\"\nlegal = \"guides/imprint\"\n\
                [footer.links]\n\"Old & new\" = \"https://example.com/ladder\"\nNotes = \"guides/notes\"\n";
    let project = handbook(book, LEVEL);
    let site = build(&project);
    let told = report(&site.diagnostics, &project);
    assert!(told.contains("`guides/notes` is internal and left out of this build"), "{told}");
    assert_eq!(site.diagnostics.iter().count(), 1, "{told}");
    for (page, root) in [("index.html", ""), ("levels/ic/one/index.html", "../../../")] {
        let html = text(&site.output, page);
        let foot = &elements(&html, "footer.site-foot")[0];
        assert!(foot.html().contains("Owned by &lt;all&gt; of us"), "{}", foot.html());
        let own = links(&html);
        let title = |title: &str, href: &str| (title.to_owned(), href.to_owned());
        // A page that is left out is not led to.
        let expected = [
            title("Ask a question", "mailto:ladder@example.com"),
            title("Legal notice", &format!("{root}guides/imprint/")),
            title("Old &amp; new", "https://example.com/ladder"),
        ];
        assert_eq!(own[..3], expected);
        assert!(own[3..].iter().all(|(title, _)| title != "Notes"));
    }
}

#[test]
fn a_footer_leads_to_what_there_is() {
    let book = "book.title = \"T\"\n[footer]\ncontact = \"guides/imprnt\"\nlegal = \"javascript:alert(1)\"\n";
    let project = handbook(book, LEVEL);
    let told = report(&build(&project).diagnostics, &project);
    assert!(told.contains("book.toml:3:11") && told.contains("guides/imprint"), "{told}");
    assert!(told.contains("book.toml:4:9"), "{told}");
}

#[test]
fn another_version_is_asked_for_in_one_sentence() {
    let level = "---\ntitle: One\nmood: calm\n---\n\n## Delivery\n\n- Ships {#ships}\n";
    let told = |requires: &str| {
        let book = format!("requires = \"{requires}\"\nbook.title = \"T\"\n[colours]\nfirst = 1\n");
        let project = handbook(&book, level);
        report(&build(&project).diagnostics, &project)
    };
    let present = env!("CARGO_PKG_VERSION");
    // Its keys may be others: nothing is said of them.
    let asked = told(">=900.1");
    let sentence = format!("the handbook asks for ladderbook `>=900.1`, and this is {present}");
    assert!(asked.contains(&sentence) && asked.contains("book.toml:1:12"), "{asked}");
    assert!(!asked.contains("unknown-key") && asked.matches("error[").count() == 1, "{asked}");
    // What it meets is read as ever.
    for met in [format!(">={present}"), ">=0.1".to_owned(), "*".to_owned()] {
        let read = told(&met);
        assert!(read.contains("`colours`") && read.contains("`mood`"), "{met}: {read}");
        assert!(!read.contains("asks for"), "{met}: {read}");
    }
    let bare = told("0.1");
    assert!(bare.contains("`0.1` does not say how it is meant"), "{bare}");
    let wrong = told("new enough");
    assert!(wrong.contains("`new enough` names no versions"), "{wrong}");
}

#[test]
fn each_criterion_leads_to_where_one_speaks_of_it() {
    let level = "---\ntitle: One\n---\n\n## Delivery\n\n- Ships {#ships}\n- Plans & asks\n";
    let book = |more: &str| {
        format!(
            "book.title = \"T\"\n{more}[repository]\n\
             feedback-url = \"https://example.com/form?what={{id}}&at={{level}}&where={{url}}&{{kept}}\"\n"
        )
    };
    let hrefs = |more: &str, page: &str| -> Vec<String> {
        let site = build(&handbook(&book(more), level));
        let links = elements(&text(&site.output, page), "a.feedback");
        links.iter().map(|it| it.get("href").to_owned()).collect()
    };
    let page = "levels/ic/one/index.html";
    let [ships, plans] = &hrefs("build.base-url = \"https://example.com/l/\"\n", page)[..] else {
        panic!("one for each criterion")
    };
    let expected = "https://example.com/form?what=ships&at=ic/one\
                    &where=https%3A//example.com/l/levels/ic/one/%23ships&{kept}";
    assert_eq!(ships.replace("&amp;", "&"), expected);
    assert!(plans.contains("what=delivery-plans-asks") || plans.contains("plans-asks"), "{plans}");
    // Without an address of the site it is that below its root.
    let [ships, _] = &hrefs("", page)[..] else { panic!("two criteria") };
    assert!(ships.contains("where=/levels/ic/one/%23ships"), "{ships}");
    assert!(hrefs("", "print/index.html").is_empty(), "nothing to press on paper");
    let fixed = "book.title = \"T\"\n[repository]\nfeedback-url = \"https://example.com/form\"\n";
    let project = handbook(fixed, level);
    let told = report(&build(&project).diagnostics, &project);
    assert!(told.contains("says nowhere which criterion is meant"), "{told}");
}

#[test]
fn hosts_find_headers_and_old_addresses() {
    let level = "---\ntitle: One\naliases: [/old place/]\n---\n\n## Delivery\n\n- Ships {#ships}\n";
    let book = "book.title = \"T\"\n[redirects]\n\"/former.html\" = \"https://example.com/\"\n";
    let site = build(&handbook(book, level)).output;
    assert_eq!(
        text(&site, "_redirects"),
        "/old%20place/ /levels/ic/one/ 301\n/former.html https://example.com/ 301\n"
    );
    assert!(text(&site, "_headers").starts_with("/*\n  Content-Security-Policy: frame-ancestors"));
    assert!(!text(&site, "_headers").contains("noindex"));
    assert_eq!(text(&site, ".nojekyll"), "");
    // The name of a domain, for hosts that look for it in a file.
    let domain = Tree::from_texts([("content/CNAME", "ladder.example.com\n")]);
    let named = "book.title = \"T\"\nbuild.copy = [\"CNAME\"]\n";
    let site = build(&handbook(named, LEVEL).overlay(&domain)).output;
    assert_eq!(text(&site, "CNAME"), "ladder.example.com\n");
    let unnamed = build(&handbook("book.title = \"T\"\n", LEVEL).overlay(&domain));
    assert!(unnamed.output.get("CNAME").is_none(), "nothing names it");
    let internal = build(&handbook("book.title = \"T\"\nbuild.audience = \"internal\"\n", LEVEL));
    assert!(text(&internal.output, "_headers").contains("X-Robots-Tag: noindex"));
    assert!(internal.output.get("_redirects").is_none());
}
