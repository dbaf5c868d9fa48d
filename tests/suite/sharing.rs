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

/// `book` with a base-url, or whatever else stands under `[build]`.
fn told_to_crawlers(build: &str) -> [Option<String>; 2] {
    let output = plain(&format!("[book]\ntitle = \"Test\"\n[build]\n{build}\n")).output;
    ["robots.txt", "sitemap.xml"].map(|path| {
        let file = output.get(path)?;
        Some(String::from_utf8_lossy(file.bytes()).into_owned())
    })
}

#[test]
fn search_engines_are_told_of_public_pages_alone() {
    const BASE: &str = "base-url = \"https://example.com/ladder\"";
    assert_eq!(told_to_crawlers(""), [None, None], "it does not know where it is");
    let closed = Some("User-agent: *\nDisallow: /\n".to_owned());
    let internal = "audience = \"internal\"";
    assert_eq!(told_to_crawlers(internal), [closed.clone(), None]);
    assert_eq!(told_to_crawlers(&format!("{BASE}\n{internal}")), [closed, None]);

    let [robots, sitemap] = told_to_crawlers(BASE);
    let robots = robots.expect("it has an address");
    assert!(robots.ends_with("\nSitemap: https://example.com/ladder/sitemap.xml\n"), "{robots}");
    let sitemap = sitemap.expect("it has an address");
    let output = plain(&format!("[book]\ntitle = \"Test\"\n[build]\n{BASE}\n")).output;
    let listed: Vec<&str> =
        sitemap.split("<loc>").skip(1).filter_map(|it| it.split('<').next()).collect();
    // What is listed is what calls itself so and may be listed; nothing else does.
    let mut canonical: Vec<String> = Vec::new();
    for (path, file) in output.iter().filter(|(path, _)| path.extension() == "html") {
        let html = String::from_utf8_lossy(file.bytes());
        let found = elements(&html, "link[rel=canonical]");
        let is_hidden = path.as_str() == "search/index.html" || path.as_str() == "print/index.html";
        match found.as_slice() {
            [link] if !is_hidden => canonical.push(link.get("href").to_owned()),
            [_] => {}
            _ => assert_eq!(path.as_str(), "404.html"),
        }
    }
    canonical.sort();
    assert_eq!(listed, canonical);
    assert!(listed.contains(&"https://example.com/ladder/levels/ic/one/"), "{listed:?}");
}

#[test]
fn an_author_says_more_to_crawlers() {
    let own = ("content/robots.txt", "User-agent: *\nDisallow: /guides/\n");
    let build = |copy: &str| {
        let book = format!(
            "[book]\ntitle = \"Test\"\n[build]\nbase-url = \"https://example.com/\"\n{copy}\n"
        );
        build(&project(&[("book.toml", &book), LEVEL, own]))
    };
    let published = build("copy = [\"robots.txt\"]");
    assert!(published.diagnostics.is_empty(), "{:?}", published.diagnostics);
    assert_eq!(text(&published.output, "robots.txt"), own.1);
    assert!(text(&build("").output, "robots.txt").contains("Sitemap: "), "it is not published");
}
