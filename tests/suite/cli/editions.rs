//! Editions, read from git by `build`, `check` and what it says if it cannot.

#![expect(clippy::disallowed_methods, reason = "this tests the edge")]

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::commands::run;
use super::diff::{git, git_on};
use super::{folder, put};

const JUNIOR: &str = "content/levels/ic/1-junior.md";

const BOOK: &str = "book.title = \"T\"\n\n[[editions]]\nname = \"2025\"\nrev = \"v1\"\n";

fn page(words: &str) -> String {
    format!("---\ntitle: Junior\n---\n\n## Delivery\n\n- {words}\n")
}

/// A repository whose handbook stands below `prefix` and has its first revision as an edition.
fn repository(prefix: &str) -> TempDir {
    let dir = folder(&[]);
    git(dir.path(), &["init", "--quiet"]);
    put(dir.path(), &format!("{prefix}book.toml"), "book.title = \"T\"\n");
    put(dir.path(), &format!("{prefix}{JUNIOR}"), &page("Finishes small tasks"));
    git(dir.path(), &["add", "--all"]);
    git_on(dir.path(), "2025-03-01", &["commit", "--quiet", "--message", "Start"]);
    git(dir.path(), &["tag", "v1"]);
    put(dir.path(), &format!("{prefix}book.toml"), BOOK);
    put(dir.path(), &format!("{prefix}{JUNIOR}"), &page("Finishes large tasks"));
    dir
}

fn read(dir: &Path, path: &str) -> String {
    fs::read_to_string(dir.join(path)).unwrap()
}

#[test]
fn a_build_reads_editions_from_git() {
    for prefix in ["", "docs/ladder/"] {
        let dir = repository(prefix);
        let book = dir.path().join(prefix);
        let (code, _, err) = run(&book, &["build"]);
        assert_eq!((code, err.as_str()), (0, ""));
        let then = read(&book, "public/editions/2025/levels/ic/junior/index.html");
        assert!(then.contains("Finishes small tasks") && then.contains("2025-03-01"));
        let now = read(&book, "public/levels/ic/junior/index.html");
        assert!(now.contains("Finishes large tasks"));
    }
}

#[test]
fn a_revision_that_is_not_there_is_said_where_it_is_named() {
    let dir = repository("");
    put(dir.path(), "book.toml", &BOOK.replace("\"v1\"", "\"V1\""));
    for command in ["build", "check"] {
        let (code, _, err) = run(dir.path(), &[command]);
        assert_eq!(code, 1);
        let message = "error[unknown-revision]: edition `2025`: there is no revision `V1`\n --> book.toml:5:7";
        assert!(err.starts_with(message), "{err}");
        assert!(err.contains("help: did you mean `v1`?"), "{err}");
    }
    assert!(!dir.path().join("public").exists());
}

#[test]
fn a_shallow_clone_and_a_folder_without_a_history_say_what_to_do() {
    let dir = repository("");
    git(dir.path(), &["commit", "--quiet", "--all", "--message", "Go on"]);
    let clone = folder(&[]);
    let url = format!("file://{}", dir.path().display());
    git(clone.path(), &["clone", "--quiet", "--depth=1", &url, "clone"]);
    let clone = clone.path().join("clone");
    let (code, _, err) = run(&clone, &["check"]);
    assert_eq!(code, 1);
    assert!(err.contains("this is a shallow clone") && err.contains("`fetch-depth: 0`"), "{err}");

    fs::remove_dir_all(clone.join(".git")).unwrap();
    let (code, _, err) = run(&clone, &["check"]);
    assert_eq!(code, 1);
    assert!(err.contains("is in no git repository") && err.contains("`git init`"), "{err}");
}
