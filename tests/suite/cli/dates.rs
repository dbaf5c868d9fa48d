//! When pages were last changed, by the history in git.

#![expect(clippy::disallowed_methods, reason = "this tests the edge")]

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::commands::run;
use super::diff::{git, git_on};
use super::{folder, listing, put};

const JUNIOR: &str = "content/levels/ic/1-junior.md";
const SENIOR: &str = "content/levels/ic/2-senior.md";

/// A handbook below `prefix` of a repository, whose senior level was changed a day after all the rest.
fn repository(prefix: &str) -> TempDir {
    let dir = folder(&[]);
    git(dir.path(), &["init", "--quiet"]);
    put(dir.path(), &format!("{prefix}book.toml"), "book.title = \"T\"\n");
    put(dir.path(), &format!("{prefix}{JUNIOR}"), "---\ntitle: Junior\n---\n");
    put(dir.path(), &format!("{prefix}{SENIOR}"), "---\ntitle: Senior\n---\n");
    put(dir.path(), &format!("{prefix}content/guides/über-uns.md"), "# About us\n");
    git(dir.path(), &["add", "--all"]);
    git(dir.path(), &["commit", "--quiet", "--message", "Start"]);
    put(dir.path(), &format!("{prefix}{SENIOR}"), "---\ntitle: Senior Engineer\n---\n");
    git_on(dir.path(), "2026-03-02", &["commit", "--quiet", "--all", "--message", "Retitle"]);
    dir
}

/// What the page at an address of a built site says of its last change.
fn said(project: &Path, page: &str) -> Option<String> {
    let html = fs::read_to_string(project.join("public").join(page).join("index.html")).unwrap();
    let (_, rest) = html.split_once("<p>Last changed ")?;
    Some(rest.split_once("</p>").unwrap().0.to_owned())
}

fn build(project: &Path) {
    let (code, _, err) = run(project, &["build"]);
    assert_eq!((code, err.as_str()), (0, ""));
}

#[test]
fn pages_say_when_their_files_were_last_changed() {
    for prefix in ["", "docs/ladder/"] {
        let dir = repository(prefix);
        let project = dir.path().join(prefix);
        build(&project);
        assert_eq!(said(&project, "levels/ic/junior").as_deref(), Some("2026-03-01"));
        assert_eq!(said(&project, "levels/ic/senior").as_deref(), Some("2026-03-02"));
        assert_eq!(said(&project, "guides/über-uns").as_deref(), Some("2026-03-01"));
        // A page that is made of all levels has no day of its own.
        assert_eq!(said(&project, "matrix"), None);
        let site = listing(&project.join("public")).join("\n");
        assert!(!site.contains("ladder@example.org"), "no person is named");
    }
}

#[test]
fn dates_can_be_switched_off() {
    let dir = repository("");
    put(dir.path(), "book.toml", "book.title = \"T\"\nrepository.dates = false\n");
    build(dir.path());
    assert_eq!(said(dir.path(), "levels/ic/junior"), None);
}

#[test]
fn without_a_history_there_are_no_dates() {
    let dir = repository("");
    fs::remove_dir_all(dir.path().join(".git")).unwrap();
    build(dir.path());
    assert_eq!(said(dir.path(), "levels/ic/junior"), None);
    // A repository that has no commit yet has none either.
    git(dir.path(), &["init", "--quiet"]);
    build(dir.path());
    assert_eq!(said(dir.path(), "levels/ic/junior"), None);
}

#[test]
fn a_part_of_the_history_is_not_taken_for_all_of_it() {
    let dir = repository("");
    let clone = folder(&[]);
    let url = format!("file://{}", dir.path().display());
    git(clone.path(), &["clone", "--quiet", "--depth=1", &url, "clone"]);
    let clone = clone.path().join("clone");
    let (code, _, err) = run(&clone, &["build"]);
    assert_eq!(code, 0);
    assert!(err.starts_with("note: this is a shallow clone, "), "{err}");
    assert!(err.contains("help: set `fetch-depth: 0`"), "{err}");
    assert_eq!(said(&clone, "levels/ic/junior"), None);
    put(&clone, "book.toml", "book.title = \"T\"\nrepository.dates = false\n");
    build(&clone);
}
