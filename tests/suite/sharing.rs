//! What a page says of itself to browsers, search engines and those who share it, and the pictures of a book.

use std::fs;

use crate::html::elements;
use crate::support::{build, files, project, root, text};

const LEVEL: (&str, &str) =
    ("content/levels/ic/1-one.md", "---\ntitle: One\n---\n\n## Craft\n\n- Asks\n");

/// A handbook with two levels and a page of each other kind, none of which has a summary.
fn plain(book: &str) -> ladderbook::site::Build {
    build(&project(&[
        ("book.toml", book),
        LEVEL,
        ("content/levels/ic/2-two.md", "---\ntitle: Two\n---\n\n## Craft\n\n- Answers\n"),
        ("content/glossary.yaml", "terms: [{term: Rung, text: A level}]\n"),
        ("content/guides/talk.md", "# Talk\n"),
        ("content/brand/our logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n"),
        ("content/card.png", "not looked into"),
    ]))
}

#[test]
fn every_page_has_a_description_of_its_own() {
    let build = plain("book.title = \"Test\"\n");
    assert!(build.diagnostics.is_empty());
    let mut seen = Vec::new();
    for (path, file) in build.output.iter().filter(|(path, _)| path.extension() == "html") {
        let html = String::from_utf8_lossy(file.bytes());
        let found = elements(&html, "meta[name=description]");
        let [meta] = found.as_slice() else { panic!("{path}: one description") };
        let description = meta.get("content").to_owned();
        assert!(description.len() > 15, "{path}: {description:?}");
        assert!(!seen.contains(&description), "{path}: {description:?} is said twice");
        seen.push(description);
    }
    assert!(seen.len() > 8, "{seen:?}");
}

#[test]
fn pictures_are_shown_where_book_toml_names_them() {
    let book = "[book]\ntitle = \"Test\"\nlogo = \"brand/our logo.svg\"\nimage = \"card.png\"\n";
    let level = "levels/ic/one/index.html";

    let html = text(&plain("book.title = \"Test\"\n").output, level);
    assert!(html.contains("../../../assets/favicon.svg\" alt=\"\" width"), "{html}");
    assert!(!html.contains("og:image") && !html.contains("og:url"), "{html}");

    let html = text(&plain(book).output, level);
    assert!(html.contains("src=\"../../../brand/our%20logo.svg\""), "{html}");
    assert!(!html.contains("og:image"), "it needs an address in full: {html}");

    let book = format!("{book}\n[build]\nbase-url = \"https://example.com/ladder/\"\n");
    let html = text(&plain(&book).output, level);
    let image = "<meta property=\"og:image\" content=\"https://example.com/ladder/card.png\">";
    let url = "<meta property=\"og:url\" content=\"https://example.com/ladder/levels/ic/one/\">";
    assert!(html.contains(image) && html.contains(url), "{html}");
    assert!(html.contains("summary_large_image"), "{html}");
}

#[test]
fn a_theme_lies_over_the_built_in_one_file_by_file() {
    let book = ("book.toml", "[book]\ntitle = \"Test\"\n[build]\ntheme = \"acme\"\n");
    let brand = ("themes/acme/assets/css/brand.css", ":root { --accent-hue: 280; }\n");
    let icon = ("themes/acme/assets/favicon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n");
    let output = build(&project(&[book, brand, icon, LEVEL])).output;
    assert_eq!(text(&output, "assets/css/brand.css"), brand.1);
    assert_eq!(text(&output, "assets/favicon.svg"), icon.1);
    assert!(text(&output, "assets/css/tokens.css").contains("--accent-hue: 215"));
}

/// Custom properties that a style sheet sets.
fn properties(css: &str) -> Vec<&str> {
    let starts = css.split("--").skip(1).filter_map(|it| it.split_once(':'));
    let names = starts.map(|(name, _)| name);
    names.filter(|it| it.chars().all(|it| it.is_ascii_alphanumeric() || it == '-')).collect()
}

#[test]
fn a_skin_sets_tokens_that_exist() {
    let tokens = include_str!("../../themes/default/assets/css/tokens.css");
    let skin = include_str!("../../themes/ink/assets/css/brand.css");
    let known = properties(tokens);
    assert!(known.len() > 40, "{known:?}");
    for name in properties(skin) {
        // A skin may have properties of its own.
        let own = skin.contains(&format!("var(--{name})"));
        assert!(known.contains(&name) || own, "--{name} has no meaning");
    }
}

#[test]
fn the_look_uses_every_token_and_no_other() {
    let tokens = include_str!("../../themes/default/assets/css/tokens.css");
    let sheets = files(&root().join("themes/default/assets/css"), "css");
    let sheets = sheets.iter().filter(|it| !it.ends_with("brand.css"));
    let all: String = sheets.map(|it| fs::read_to_string(it).expect("a style sheet")).collect();
    for name in properties(tokens) {
        assert!(all.contains(&format!("var(--{name})")), "nothing uses --{name}");
    }
    for name in all.split("var(--").skip(1).filter_map(|it| it.split([')', ',']).next()) {
        assert!(properties(&all).contains(&name), "nothing sets --{name}");
    }
}
