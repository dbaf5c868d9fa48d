//! The documentation: its examples are handbooks without a fault, and its links lead somewhere.

use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, Parser, Tag};

use crate::literate;
use crate::support::{files, root};

#[test]
fn the_examples_of_the_format_build_without_a_word() {
    let cases = literate::run(&root().join("docs/format.md"));
    assert!(cases.len() > 6, "{}", cases.len());
    for case in cases {
        assert!(!case.project.is_empty() && case.report.is_empty(), "{}", case.title);
    }
}

/// The pages that people read on a forge.
fn pages() -> Vec<PathBuf> {
    let names = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"];
    let mut pages: Vec<PathBuf> = names.iter().map(|name| root().join(name)).collect();
    pages.extend(files(&root().join("docs"), "md"));
    pages
}

/// Where the links and pictures of a page lead.
fn links(text: &str) -> Vec<String> {
    let links = Parser::new(text).filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url),
        _ => None,
    });
    links.map(|link| link.to_string()).collect()
}

#[test]
fn links_lead_to_files_that_are_there() {
    let mut seen = 0;
    for page in pages() {
        let text =
            fs::read_to_string(&page).unwrap_or_else(|it| panic!("{}: {it}", page.display()));
        for link in links(&text) {
            let file = link.split('#').next().unwrap_or_default();
            if link.contains("://") || file.is_empty() {
                continue;
            }
            let target = page.parent().unwrap_or(Path::new("")).join(file);
            assert!(target.exists(), "{}: there is no {link}", page.display());
            seen += 1;
        }
    }
    assert!(seen > 30, "{seen} links");
}

/// A page that nothing leads to is not found by anybody who begins with the README.
#[test]
fn every_page_is_reached_from_the_readme() {
    let readme = fs::read_to_string(root().join("README.md")).expect("the README");
    let index = fs::read_to_string(root().join("docs/README.md")).expect("the index");
    assert!(links(&readme).iter().any(|it| it == "docs/README.md"));
    for page in files(&root().join("docs"), "md") {
        let name = page.file_name().and_then(|it| it.to_str()).expect("a name").to_owned();
        assert!(
            name == "README.md" || links(&index).contains(&name),
            "docs/README.md leads to no {name}"
        );
    }
}
