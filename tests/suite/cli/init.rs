//! `ladderbook init`: what it begins with, and what it does in a folder that has files.

#![expect(clippy::disallowed_methods, reason = "this tests the edge")]

use std::fs;
use std::path::Path;

use super::commands::run;
use super::{folder, listing};

fn read(dir: &Path, path: &str) -> String {
    fs::read_to_string(dir.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn what_is_there_stays() {
    let dir = folder(&[
        ("book.toml", "mine"),
        ("docs/content/intro.md", "mine"),
        ("half/content/index.md", "mine"),
        ("file", "mine"),
    ]);
    let before = listing(dir.path());
    for (folder, reason) in [
        (".", "has `book.toml` already; nothing was written\nhelp: `ladderbook init --ci github`"),
        ("docs", "would become a part of the handbook; nothing was written\nhelp: name a new"),
        ("half", "has `content/index.md` already; nothing was written"),
        ("file", "cannot create `file`"),
    ] {
        let (code, out, err) = run(dir.path(), &["init", folder]);
        assert_eq!((code, out.as_str()), (2, ""), "{folder}: {err}");
        assert!(err.starts_with("error: ") && err.contains(reason), "{folder}: {err}");
        assert_eq!(listing(dir.path()), before);
    }
}

#[test]
fn a_repository_keeps_its_files() {
    let dir = folder(&[(".gitignore", "/target"), (".git/config", ""), ("src/main.rs", "")]);
    assert_eq!(run(dir.path(), &["init"]).0, 0);
    assert_eq!(read(dir.path(), ".gitignore"), "/target\n/public/\n/.public.ladderbook-manifest\n");
    assert!(dir.path().join("book.toml").is_file() && dir.path().join("src/main.rs").is_file());
}

#[test]
fn a_smaller_beginning_is_whole() {
    let dir = folder(&[]);
    for (name, arguments, levels) in [
        ("empty", &["--empty"][..], 1),
        ("ic", &["--tracks", "ic"], 4),
        ("both", &["--tracks", "ic,management"], 11),
        ("one", &["--levels", "1"], 1),
        ("two", &["--levels", "2"], 2),
        ("three", &["--tracks", "ic", "--levels", "3"], 3),
        ("four", &["--levels", "4"], 4),
    ] {
        let (code, _, err) = run(dir.path(), &[&["init", name], arguments].concat());
        assert_eq!((code, err.as_str()), (0, ""), "{name}");
        let (code, _, err) = run(dir.path(), &["check", name, "--deny", "warnings"]);
        assert_eq!((code, err.as_str()), (0, ""), "{name}");
        let tracks = dir.path().join(name).join("content/levels");
        let files =
            listing(&tracks).into_iter().filter_map(|it| Some(it.split_once(": ")?.0.to_owned()));
        let is_level = |path: &String| !path.ends_with("index.md");
        assert_eq!(files.filter(is_level).count(), levels, "{name}");
    }
    let one_file = listing(&dir.path().join("empty/content"));
    assert_eq!(one_file.iter().filter(|it| !it.ends_with('/')).count(), 1, "{one_file:?}");
    for wrong in [
        &["--empty", "--levels", "2"][..],
        &["--levels", "5"],
        &["--tracks", "ic,management", "--levels", "2"],
    ] {
        assert_eq!(run(dir.path(), &[&["init", "wrong"], wrong].concat()).0, 2, "{wrong:?}");
        assert!(!dir.path().join("wrong").exists());
    }
}

const GITHUB: &str = ".github/workflows/handbook.yml";

#[test]
fn a_workflow_belongs_to_the_root_of_the_repository() {
    let dir = folder(&[(".git/config", ""), ("src/main.rs", "")]);
    let (code, out, err) = run(dir.path(), &["init", "docs/our ladder", "--ci", "github"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("handbook.yml\nTo publish: push"), "{out}");
    let workflow = read(dir.path(), GITHUB);
    for line in [
        "HANDBOOK: 'docs/our ladder'",
        "paths: ['docs/our ladder/**', '.github/workflows/handbook.yml']",
    ] {
        assert!(workflow.contains(line), "{line}: {workflow}");
    }
    assert!(!workflow.contains('@') || !workflow.contains("@folder@"), "{workflow}");
    let ignored = read(dir.path(), "docs/our ladder/.gitignore");
    assert_eq!(ignored, "/public/\n/.public.ladderbook-manifest\n");

    // A name that means something in a pattern: every change starts the workflow.
    let dir = folder(&[(".git/config", "")]);
    assert_eq!(run(dir.path(), &["init", "it's [new]", "--ci", "github"]).0, 0);
    let workflow = read(dir.path(), GITHUB);
    assert!(workflow.contains("HANDBOOK: 'it''s [new]'\n") && !workflow.contains("    paths:"));

    let dir = folder(&[]);
    assert_eq!(run(dir.path(), &["init", "book", "--ci", "github"]).0, 0);
    assert!(read(&dir.path().join("book"), GITHUB).contains("HANDBOOK: '.'\n"));
}

#[test]
fn a_workflow_is_added_to_a_handbook_later() {
    let dir = folder(&[(".git/config", ""), ("book/.gitignore", "")]);
    assert_eq!(run(dir.path(), &["init", "book", "--empty"]).0, 0);
    let book = listing(&dir.path().join("book"));
    let (code, out, err) = run(dir.path(), &["init", "book", "--ci", "github"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.starts_with("1 file written to ") && !out.contains("make it yours"), "{out}");
    assert!(read(dir.path(), GITHUB).contains("HANDBOOK: 'book'"));
    assert_eq!(listing(&dir.path().join("book")), book);

    let before = listing(dir.path());
    let (code, _, err) = run(dir.path(), &["init", "book", "--ci", "github"]);
    assert!(code == 2 && err.contains("`.github/workflows/handbook.yml` already"), "{err}");
    let (code, _, err) = run(dir.path(), &["init", "book", "--ci", "gitlab", "--empty"]);
    assert!(code == 2 && err.contains("has a handbook already"), "{err}");
    assert_eq!(listing(dir.path()), before);
}

#[test]
fn a_pipeline_that_is_there_includes_that_of_the_handbook() {
    let dir = folder(&[(".git/config", ""), (".gitlab-ci.yml", "test: {script: make}")]);
    let (code, out, err) = run(dir.path(), &["init", "--ci", "gitlab"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("`include: .gitlab/handbook.yml` to .gitlab-ci.yml"), "{out}");
    assert_eq!(read(dir.path(), ".gitlab-ci.yml"), "test: {script: make}");
    assert!(read(dir.path(), ".gitlab/handbook.yml").contains("CI_PAGES_URL"));
}

#[test]
fn what_assistants_are_told_is_true() {
    let dir = folder(&[]);
    assert_eq!(run(dir.path(), &["init", "--tracks", "ic"]).0, 0);
    let told = read(dir.path(), "AGENTS.md");
    let commands: Vec<&str> =
        told.lines().filter_map(|it| it.strip_prefix("ladderbook ")).collect();
    assert!(commands.len() > 8, "{told}");
    for command in commands {
        let (code, _, err) = run(dir.path(), &command.split(' ').collect::<Vec<_>>());
        assert_eq!(code, 0, "{command}: {err}");
    }
    // Its example is a level as it says.
    let level = told.split("```markdown\n").nth(1).and_then(|it| it.split("```").next());
    let level = level.expect("an example").replace("[[staff]]", "a").replace("[[technical]]", "b");
    let level = level.replace("technical: Owns", "").replace(" replaces=explains-choices", "");
    let empty =
        folder(&[("book.toml", "book.title = \"T\"\n"), ("content/levels/ic/1-a.md", &level)]);
    let (code, _, err) = run(empty.path(), &["check", "--deny", "warnings"]);
    assert_eq!((code, err.as_str()), (0, ""), "{level}");
}
