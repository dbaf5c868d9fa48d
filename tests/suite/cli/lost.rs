//! What an earlier site had and the next one lacks is said: by `build` of the last one in the output folder, by
//! `check --against` of a revision.

#![expect(clippy::disallowed_methods, reason = "this tests the edge")]

use std::fs;
use std::path::Path;

use super::commands::run;
use super::diff::git;
use super::{folder, put};

const MID: &str = "content/levels/ic/2-mid.md";

fn level(title: &str, criteria: &str) -> String {
    format!("---\ntitle: {title}\n---\n\n## Delivery\n\n{criteria}")
}

fn handbook() -> tempfile::TempDir {
    let dir = folder(&[]);
    put(dir.path(), "book.toml", "book.title = \"T\"\n");
    put(dir.path(), "content/levels/ic/1-junior.md", &level("Junior", "- Asks early {#asks}\n"));
    put(dir.path(), MID, &level("Mid", "- Ships weekly {#weekly}\n- Cuts scope {#cuts}\n"));
    dir
}

/// The codes of what a command finds.
fn found(dir: &Path, arguments: &[&str]) -> Vec<String> {
    let (code, _, err) = run(dir, arguments);
    assert_eq!(code, 0, "{err}");
    let codes = err.lines().filter_map(|line| line.strip_prefix("warning["));
    codes.filter_map(|it| Some(it.split_once(']')?.0.to_owned())).collect()
}

#[test]
fn a_level_that_has_another_name_without_a_word_is_said_once() {
    let dir = handbook();
    assert!(found(dir.path(), &["build"]).is_empty());
    fs::rename(dir.path().join(MID), dir.path().join("content/levels/ic/2-middle.md")).unwrap();
    let (_, _, err) = run(dir.path(), &["build"]);
    let message = "warning[lost-address]: nothing leads on from the address `/levels/ic/mid/` of the last build\n";
    assert!(err.starts_with(message), "{err}");
    assert!(!err.contains("compare/"), "a comparison goes with its level: {err}");
    assert!(found(dir.path(), &["build"]).is_empty(), "the last build has it no more");
}

#[test]
fn what_says_what_it_was_is_not_lost() {
    let dir = handbook();
    assert!(found(dir.path(), &["build"]).is_empty());
    fs::remove_file(dir.path().join(MID)).unwrap();
    let middle = level("Mid", "- Ships weekly {#each-week was=weekly}\n- Cuts scope {#cuts}\n");
    let middle = middle.replace("title: Mid", "title: Mid\nwas: mid");
    put(dir.path(), "content/levels/ic/2-middle.md", &middle);
    assert!(found(dir.path(), &["build"]).is_empty());
}

#[test]
fn ids_that_have_gone_are_named_and_of_many_some() {
    let dir = handbook();
    assert!(found(dir.path(), &["build"]).is_empty());
    put(dir.path(), MID, &level("Mid", "- Ships weekly\n- Cuts scope {#cuts}\n"));
    let (_, _, err) = run(dir.path(), &["build"]);
    let message =
        "warning[lost-id]: no criterion has the id `weekly` of the last build, now or before\n";
    assert!(err.starts_with(message), "{err}");

    let many: String =
        (0..30).map(|it| format!("- Does the thing {it} {{#thing-{it}}}\n")).collect();
    put(dir.path(), MID, &level("Mid", &many));
    run(dir.path(), &["build"]);
    put(dir.path(), MID, &level("Mid", "- Cuts scope {#cuts}\n"));
    let (_, _, err) = run(dir.path(), &["build"]);
    assert!(err.contains("no criterion has one of 30 ids of the last build"), "{err}");
    assert!(err.contains("and 23 more"), "{err}");
}

#[test]
fn what_is_hidden_now_is_not_lost() {
    let dir = handbook();
    assert!(found(dir.path(), &["build"]).is_empty());
    let mid = level("Mid", "- Ships weekly {#weekly}\n- Cuts scope {#cuts}\n");
    put(dir.path(), MID, &mid.replace("title: Mid", "title: Mid\nvisibility: internal"));
    assert!(found(dir.path(), &["build"]).is_empty());
    // A site for fewer readers lacks what they may not see, and says nothing of it.
    assert!(found(dir.path(), &["build", "--audience", "internal"]).is_empty());
    assert!(found(dir.path(), &["build"]).is_empty());
    put(dir.path(), MID, &mid.replace("{#weekly}", "{#weekly .internal}"));
    assert!(found(dir.path(), &["build"]).is_empty());
}

#[test]
fn the_rules_can_be_switched_off_and_denied() {
    let dir = handbook();
    assert!(found(dir.path(), &["build"]).is_empty());
    fs::remove_file(dir.path().join(MID)).unwrap();
    let (code, _, err) = run(dir.path(), &["build", "--deny", "warnings"]);
    assert_eq!(code, 1, "{err}");
    assert!(dir.path().join("public/levels/ic/mid/index.html").exists(), "nothing was written");
    let off = ["build", "--rule", "lost-address=off", "--rule", "lost-id=off"];
    assert!(found(dir.path(), &off).is_empty());
}

#[test]
fn a_check_compares_with_a_revision() {
    let dir = handbook();
    git(dir.path(), &["init", "--quiet"]);
    git(dir.path(), &["add", "--all"]);
    git(dir.path(), &["commit", "--quiet", "--message", "Start"]);
    assert!(found(dir.path(), &["check", "--against", "HEAD"]).is_empty());
    fs::remove_file(dir.path().join(MID)).unwrap();
    assert!(found(dir.path(), &["check"]).is_empty());
    let (code, _, err) = run(dir.path(), &["check", "--against", "HEAD"]);
    assert_eq!(code, 0);
    assert!(err.contains("nothing leads on from the address `/levels/ic/mid/` of `HEAD`"), "{err}");
    assert!(err.contains("no criterion has one of 2 ids of `HEAD`"), "{err}");
    let (code, _, err) = run(dir.path(), &["check", "--against", "nowhere"]);
    assert_eq!(code, 2);
    assert!(err.contains("there is no revision `nowhere`"), "{err}");
}
