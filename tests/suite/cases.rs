//! Whole projects as literate tests, and small projects with expected files of the output.

use crate::literate;
use crate::support::{build, files, root, text};

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ladderbook::builtin;
use ladderbook::config::Overrides;
use ladderbook::diagnostic::Severity;
use ladderbook::disk;
use ladderbook::editions::{Past, Revision};
use ladderbook::memo::Memo;
use ladderbook::site;
use ladderbook::tree::{RelPath, Tree};

#[test]
fn fifteen_mistakes_are_fifteen_diagnostics() {
    let cases = literate::run(&root().join("tests/cases/fifteen-mistakes.md"));
    let [case] = cases.as_slice() else { panic!("one case") };
    let diagnostics = build(&case.project).diagnostics;
    assert_eq!(diagnostics.iter().count(), 15, "{}: {}", case.title, case.report);
    assert_eq!(diagnostics.count(Severity::Error), 15);
    let with_mistakes: BTreeSet<_> = diagnostics
        .iter()
        .map(|diagnostic| diagnostic.place.as_ref().expect("a place").path.clone())
        .collect();
    assert_eq!(with_mistakes.len(), 8, "in eight files: {with_mistakes:?}");
}

/// Each folder in tests/cases has a project in `in`, revisions of it in `then`, if it has editions, and expected files of its site in `out`, or all pages
/// of it in `whole`.
#[test]
fn outputs_are_as_expected() {
    let cases = root().join("tests/cases");
    let mut count = 0;
    for entry in std::fs::read_dir(&cases).expect("the cases") {
        let folder = entry.expect("an entry").path();
        if !folder.is_dir() {
            continue;
        }
        let (project, found) = disk::read(&folder.join("in")).expect("a project");
        assert!(found.is_empty(), "{}: {found:?}", folder.display());
        let out = folder.join("out");
        let overrides = Overrides { past: past(&folder.join("then")), ..Overrides::default() };
        let build = site::build_with(&project, &overrides, &mut Memo::default());
        let report = crate::support::report(&build.diagnostics, &project);
        compare(&folder.join("report.txt"), &report);
        let whole = folder.join("whole");
        if whole.is_dir() {
            count += compare_pages(&whole, &build.output);
        }
        if !out.is_dir() {
            continue;
        }
        for extension in ["json", "html", "txt", "xml"] {
            for path in files(&out, extension) {
                let relative = path.strip_prefix(&out).expect("below out");
                compare(&path, &text(&build.output, &relative.to_string_lossy()));
                count += 1;
            }
        }
    }
    assert!(count > 0, "there are cases with expected files");
}

/// Revisions of a case, each in a folder of its name.
fn past(folder: &Path) -> Past {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let revisions = entries.map(|entry| {
        let entry = entry.expect("an entry");
        let (tree, _) = disk::read(&entry.path()).expect("a project");
        let name = entry.file_name().to_string_lossy().into_owned();
        (name, Ok(Revision { day: "2025-01-10".to_owned(), commit: "c0ffee".to_owned(), tree }))
    });
    Past::new(revisions)
}

/// Compares all pages of a site with those in a folder, of which none may be missing or left over.
fn compare_pages(whole: &Path, output: &Tree) -> usize {
    let is_page = |path: &RelPath| path.extension() == "html";
    let pages: Vec<&RelPath> =
        output.iter().map(|(path, _)| path).filter(|it| is_page(it)).collect();
    let expected: Vec<PathBuf> = files(whole, "html");
    let left_over = |path: &&PathBuf| {
        let page = path.strip_prefix(whole).expect("below the folder").to_string_lossy();
        output.get(&page).is_none()
    };
    for path in expected.iter().filter(left_over) {
        assert!(crate::support::blessing(), "the site has no page {}", path.display());
        std::fs::remove_file(path).expect("removes what is expected no more");
    }
    for page in &pages {
        compare(&whole.join(page.as_str()), &text(output, page.as_str()));
    }
    pages.len()
}

/// The case whose templates print all that they are given has a page of each kind.
#[test]
fn every_kind_of_page_is_expected() {
    let whole = root().join("tests/cases/every-page/whole");
    let kinds: BTreeSet<String> = files(&whole, "html")
        .iter()
        .filter_map(|path| {
            let page = std::fs::read_to_string(path).expect("a page");
            let (_, rest) = page.split_once("<dt>kind</dt><dd>")?;
            Some(rest.split('<').next()?.to_owned())
        })
        .collect();
    let templates = builtin::theme().folder("templates");
    let is_kind = |path: &&RelPath| path.folder().is_empty() && path.stem() != "base";
    let names: BTreeSet<String> = templates
        .iter()
        .map(|(path, _)| path)
        .filter(is_kind)
        .map(|path| path.stem().to_owned())
        // It has no frame around it.
        .filter(|name| name != "redirect")
        .collect();
    assert_eq!(kinds, names);
    assert!(whole.join("old/index.html").exists(), "a redirect");
}

fn compare(path: &Path, found: &str) {
    if crate::support::blessing() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("makes the folder");
        std::fs::write(path, found).expect("writes the expectation");
        return;
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(expected, found, "{}", path.display());
}
