//! Markdown as it comes out: `tests/markdown/*.txt` hold pairs of Markdown and HTML.
//!
//! A pair is a title after `=== `, the Markdown, a line `---`, the HTML of the page's text.

use std::fs;

use crate::support::{blessing, build, files, project, root, text};

/// A theme whose pages are nothing but their text.
const BARE: (&str, &str) = ("themes/bare/templates/page.html", "{{ view.html | safe }}\n");

#[test]
fn comes_out_as_expected() {
    let mut count = 0;
    for path in files(&root().join("tests/markdown"), "txt") {
        let source = fs::read_to_string(&path).expect("pairs");
        let mut blessed = String::new();
        for pair in source.split("=== ").skip(1) {
            let (title, rest) = pair.split_once('\n').expect("a title");
            let (markdown, expected) = rest.split_once("\n---\n").expect("a line ---");
            let found = html(markdown);
            blessed.push_str(&format!("=== {title}\n{markdown}\n---\n{}\n\n", found.trim()));
            if !blessing() {
                assert_eq!(expected.trim(), found.trim(), "{}: {title}", path.display());
            }
            count += 1;
        }
        if blessing() {
            fs::write(&path, blessed.trim_end().to_owned() + "\n").expect("writes the pairs");
        }
    }
    assert!(count > 10, "there are pairs");
}

fn html(markdown: &str) -> String {
    let project = project(&[
        ("book.toml", "[book]\ntitle = \"Test\"\n[build]\ntheme = \"bare\"\n"),
        BARE,
        (
            "content/levels/ic/1-junior.md",
            "---\ntitle: Junior Engineer\n---\n\n## Delivery\n\n- Ships it {#ships-it}\n",
        ),
        ("content/glossary.yaml", "terms:\n- term: bus factor\n  text: How many.\n"),
        ("content/picture.png", "png"),
        ("content/guides/other.md", "# Another guide\n\n## A part\n"),
        ("content/guides/page.md", markdown),
    ]);
    text(&build(&project).output, "guides/page/index.html")
}

#[test]
fn indentation_goes_but_not_in_code() {
    let html = html("- one\n\n      code\n\n```text\n  two\n    three\n```\n");
    assert!(html.contains("  two\n    three\n"), "{html}");
    let bare = ("themes/bare/templates/page.html", "<p>\n    text\n  </p>\n");
    let project = project(&[
        ("book.toml", "[book]\ntitle = \"Test\"\n[build]\ntheme = \"bare\"\n"),
        bare,
        ("content/levels/ic/1-junior.md", "---\ntitle: Junior\n---\n"),
        ("content/page.md", "# Page\n"),
    ]);
    assert_eq!(text(&build(&project).output, "page/index.html"), "<p>\ntext\n</p>\n");
}
