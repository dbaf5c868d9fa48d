//! `ladderbook diff`: what it reads from git, and what it says if it cannot.

#![expect(clippy::disallowed_methods, reason = "this tests the edge")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use super::{folder, listing, put};

const JUNIOR: &str = "content/levels/ic/1-junior.md";

const PAGE: &str = "---\ntitle: Junior\n---\n\n## Delivery\n\n- Finishes small tasks {#small}\n- Asks early {#asks}\n";

/// Runs git in a folder, with dates and names of its own.
pub(super) fn git(dir: &Path, arguments: &[&str]) -> String {
    git_on(dir, "2026-03-01", arguments)
}

/// The same on another day.
pub(super) fn git_on(dir: &Path, day: &str, arguments: &[&str]) -> String {
    let time = format!("{day}T09:00:00Z");
    let output = Command::new("git")
        .current_dir(dir)
        .args(arguments)
        .envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1")])
        .envs([("GIT_AUTHOR_NAME", "Ladder"), ("GIT_AUTHOR_EMAIL", "ladder@example.org")])
        .envs([("GIT_COMMITTER_NAME", "Ladder"), ("GIT_COMMITTER_EMAIL", "ladder@example.org")])
        .envs(["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"].map(|it| (it, &*time)))
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn commit(dir: &Path, tag: &str) {
    git(dir, &["add", "--all"]);
    git(dir, &["commit", "--quiet", "--message", tag]);
    git(dir, &["tag", tag]);
}

/// A repository with a handbook below `prefix`, as `v1`.
fn repository(prefix: &str) -> TempDir {
    let dir = folder(&[]);
    git(dir.path(), &["init", "--quiet"]);
    put(dir.path(), &format!("{prefix}book.toml"), "book.title = \"T\"\n");
    put(dir.path(), &format!("{prefix}{JUNIOR}"), PAGE);
    commit(dir.path(), "v1");
    dir
}

/// Exit code, standard output and standard error of `ladderbook diff`.
fn diff(dir: &Path, arguments: &[&str]) -> (i32, String, String) {
    diff_with(dir, arguments, &[])
}

fn diff_with(dir: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ladderbook"));
    command.current_dir(dir).arg("diff").args(arguments).env_remove("NO_COLOR");
    // The folders of tests may lie below a repository.
    command.env("GIT_CEILING_DIRECTORIES", std::env::temp_dir());
    let Output { status, stdout, stderr } =
        command.envs(variables.iter().copied()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

const TOLD: &str = "\
v1 (2026-03-01) → working tree

minor: Nothing more is required than before: what changed is clearer, less, or stands beside the criteria.
1 criterion gone.

Junior (ic/junior): minor
  Delivery
    - Gone: Asks early
";

#[test]
fn a_revision_is_compared_with_the_folder() {
    let dir = repository("");
    put(dir.path(), JUNIOR, &PAGE.replace("- Asks early {#asks}\n", ""));
    assert_eq!(diff(dir.path(), &["v1"]), (0, TOLD.to_owned(), String::new()));
    let head = diff(dir.path(), &[]);
    assert_eq!(head, (0, TOLD.replace("v1", "HEAD"), String::new()));
    // Names of commits, of whatever form.
    let commit = git(dir.path(), &["rev-parse", "HEAD"]);
    for name in [commit.trim(), &commit[..8], "HEAD^{commit}", "refs/tags/v1"] {
        assert_eq!(diff(dir.path(), &[name]), (0, TOLD.replace("v1", name), String::new()));
    }
}

#[test]
fn nothing_is_written_into_the_repository() {
    let dir = repository("");
    put(dir.path(), JUNIOR, &format!("{PAGE}- Reads logs\n"));
    let before = listing(dir.path());
    assert_eq!(diff(dir.path(), &["v1"]).0, 0);
    assert_eq!(diff(dir.path(), &["v1", "HEAD"]).0, 0);
    assert_eq!(listing(dir.path()), before);
}

#[test]
fn colours_are_for_those_who_ask() {
    let dir = repository("");
    put(dir.path(), JUNIOR, &format!("{PAGE}- Reads logs\n"));
    let (_, plain, _) = diff(dir.path(), &["v1"]);
    let (_, coloured, _) = diff(dir.path(), &["v1", "--color", "always"]);
    assert!(!plain.contains('\x1b') && coloured.contains("\x1b[33mmajor\x1b[0m: "), "{coloured}");
}

#[test]
fn words_do_not_take_over_the_terminal() {
    let dir = repository("");
    put(dir.path(), JUNIOR, &format!("{PAGE}- Reads \u{9b}31m logs \u{202e}backwards\n"));
    let (_, out, _) = diff(dir.path(), &["v1"]);
    assert!(out.contains("+ New: Reads \u{fffd}31m logs \u{fffd}backwards"), "{out}");
}

#[test]
fn a_handbook_in_a_folder_of_the_repository() {
    let dir = repository("docs/ladder/");
    put(dir.path(), &format!("docs/ladder/{JUNIOR}"), &PAGE.replace("- Asks early {#asks}\n", ""));
    let expected = (0, TOLD.to_owned(), String::new());
    assert_eq!(diff(dir.path(), &["v1", "--project", "docs/ladder"]), expected);
    assert_eq!(diff(&dir.path().join("docs/ladder"), &["v1"]), expected);
}

#[test]
fn a_folder_that_had_another_name() {
    let dir = repository("ladder/");
    // Another handbook, so that the only one is not the one that is meant.
    put(dir.path(), "other/book.toml", "book.title = \"Other\"\n");
    put(dir.path(), "other/content/levels/x/1-y.md", "---\ntitle: Y\n---\n");
    commit(dir.path(), "v2");
    git(dir.path(), &["mv", "ladder", "handbook"]);
    let text = PAGE.replace("- Asks early {#asks}\n", "");
    put(dir.path(), &format!("handbook/{JUNIOR}"), &text);
    commit(dir.path(), "v3");
    let (code, out, err) = diff(dir.path(), &["v2", "--project", "handbook"]);
    assert_eq!((code, out, err), (0, TOLD.replace("v1", "v2"), String::new()));
    // Before there was another one, it is the only one.
    assert_eq!(diff(dir.path(), &["v1", "--project", "handbook"]).1, TOLD);
}

#[test]
fn a_folder_that_cannot_be_found_again() {
    let dir = repository("a/");
    put(dir.path(), "b/book.toml", "book.title = \"B\"\n");
    commit(dir.path(), "v2");
    put(dir.path(), "c/book.toml", "book.title = \"C\"\n");
    put(dir.path(), "c/content/levels/x/1-y.md", "---\ntitle: Y\n---\n");
    let (code, out, err) = diff(dir.path(), &["v2", "--project", "c"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(
        err.starts_with("error: `v2` has no book.toml in `c`, and others in `a`, `b`\nhelp: "),
        "{err}"
    );
}

#[test]
fn a_revision_older_than_the_handbook() {
    let dir = folder(&[("README.md", "# Ours\n")]);
    git(dir.path(), &["init", "--quiet"]);
    commit(dir.path(), "v0");
    put(dir.path(), "book.toml", "book.title = \"T\"\n");
    put(dir.path(), JUNIOR, PAGE);
    let (code, _, err) = diff(dir.path(), &["v0"]);
    assert_eq!(code, 2);
    assert_eq!(err, "error: there is no book.toml in `v0`\nhelp: commit the handbook first\n");
    commit(dir.path(), "v1");
    let (_, _, err) = diff(dir.path(), &["v0"]);
    let short = git(dir.path(), &["rev-parse", "--short", "v1"]);
    let help = format!("help: the first revision that has one is {} of 2026-03-01\n", short.trim());
    assert!(err.ends_with(&help), "{err}");
}

#[test]
fn no_repository_no_commit_no_git() {
    let dir = folder(&[("book.toml", "book.title = \"T\"\n"), (JUNIOR, PAGE)]);
    let (code, out, err) = diff(dir.path(), &[]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.starts_with("error: `.` is in no git repository, "), "{err}");
    assert!(err.contains("\nhelp: `git init`"), "{err}");

    git(dir.path(), &["init", "--quiet"]);
    let (code, _, err) = diff(dir.path(), &[]);
    assert_eq!(code, 2);
    assert!(err.starts_with("error: the repository has no commit yet\nhelp: commit "), "{err}");

    let (code, _, err) = diff_with(dir.path(), &[], &[("PATH", "/nowhere")]);
    assert_eq!(code, 2);
    assert!(err.starts_with("error: git was not found\nhelp: install git"), "{err}");
}

#[test]
fn a_folder_that_is_not_there() {
    let dir = repository("");
    let expected = "error: `nowhere` is not a folder\nhelp: name the folder that has book.toml\n";
    let found = diff(dir.path(), &["v1", "HEAD", "--project", "nowhere"]);
    assert_eq!(found, (2, String::new(), expected.to_owned()));
    assert_eq!(diff(dir.path(), &["--project", "nowhere"]).0, 2);
}

#[test]
fn an_unknown_revision() {
    let dir = repository("");
    git(dir.path(), &["tag", "release-2026"]);
    git(dir.path(), &["update-ref", "refs/remotes/origin/stable", "HEAD"]);
    for (name, help) in [
        ("relaese-2026", "did you mean `release-2026`?"),
        ("stable", "did you mean `origin/stable`?"),
        ("v1..release-2026", "name two revisions: `v1` and `release-2026`"),
        ("nonsense", "`git tag` and `git branch --all` list the names that there are"),
    ] {
        let (code, out, err) = diff(dir.path(), &[name]);
        assert_eq!((code, out.as_str()), (2, ""));
        assert_eq!(err, format!("error: there is no revision `{name}`\nhelp: {help}\n"));
    }
    // What looks like an option is none to git.
    let (code, _, err) = diff(dir.path(), &["--", "--output=x"]);
    assert!(code == 2 && err.starts_with("error: there is no revision `--output=x`\n"), "{err}");
}

#[test]
fn a_shallow_clone_says_what_it_lacks() {
    let dir = repository("");
    put(dir.path(), JUNIOR, &format!("{PAGE}- Reads logs\n"));
    commit(dir.path(), "v2");
    let clone = folder(&[]);
    let url = format!("file://{}", dir.path().display());
    git(clone.path(), &["clone", "--quiet", "--depth=1", "--no-tags", &url, "clone"]);
    let (code, _, err) = diff(&clone.path().join("clone"), &["v1"]);
    assert_eq!(code, 2);
    assert!(err.contains("\nhelp: this is a shallow clone, "), "{err}");
    assert!(
        err.contains("`git fetch --unshallow --tags`") && err.contains("`fetch-depth: 0`"),
        "{err}"
    );
    let (_, _, err) = diff(&clone.path().join("clone"), &["HEAD~1"]);
    assert!(err.contains("\nhelp: this is a shallow clone, "), "{err}");
}

#[test]
fn a_clone_without_all_files_says_so() {
    let dir = repository("");
    put(dir.path(), JUNIOR, &format!("{PAGE}- Reads logs\n"));
    commit(dir.path(), "v2");
    git(dir.path(), &["config", "uploadpack.allowFilter", "true"]);
    let clone = folder(&[]);
    let url = format!("file://{}", dir.path().display());
    git(clone.path(), &["clone", "--quiet", "--filter=blob:none", &url, "clone"]);
    let (code, _, err) = diff(&clone.path().join("clone"), &["v1"]);
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("does not have all files") && err.contains("`--filter`"), "{err}");
}

#[test]
fn a_bare_repository_has_revisions_and_no_folder() {
    let dir = repository("");
    put(dir.path(), JUNIOR, &PAGE.replace("- Asks early {#asks}\n", ""));
    commit(dir.path(), "v2");
    let bare = folder(&[]);
    git(bare.path(), &["clone", "--quiet", "--bare", &dir.path().display().to_string(), "bare"]);
    let bare = bare.path().join("bare");
    assert_eq!(diff(&bare, &["v1", "v2"]).1, TOLD.replace("working tree", "v2 (2026-03-01)"));
    let (code, _, err) = diff(&bare, &["v1"]);
    assert!(code == 1 && err.contains("error[missing-book]"), "{err}");
}

#[test]
fn what_a_hook_says_of_its_repository_is_not_looked_at() {
    let (dir, other) = (repository(""), repository(""));
    let other = other.path().join(".git").display().to_string();
    let variables = [("GIT_DIR", other.as_str()), ("GIT_INDEX_FILE", "nowhere")];
    put(dir.path(), JUNIOR, &PAGE.replace("- Asks early {#asks}\n", ""));
    commit(dir.path(), "v2");
    let (code, out, _) = diff_with(dir.path(), &["v1", "v2"], &variables);
    assert_eq!((code, out), (0, TOLD.replace("working tree", "v2 (2026-03-01)")));
}

#[test]
fn what_git_says_against_a_repository_is_passed_on() {
    let dir = repository("");
    let (code, out, err) = diff_with(dir.path(), &[], &[("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(
        err.starts_with("error: git cannot read this repository: detected dubious ownership"),
        "{err}"
    );
    assert!(err.contains("safe.directory"), "{err}");
}

#[test]
fn links_are_followed_as_on_the_disk() {
    let dir = repository("");
    let levels = dir.path().join("content/levels");
    fs::create_dir_all(levels.join("lead")).unwrap();
    std::os::unix::fs::symlink("../ic/1-junior.md", levels.join("lead/1-lead.md")).unwrap();
    std::os::unix::fs::symlink("ic", levels.join("twin")).unwrap();
    put(dir.path(), "notes.txt", "no part of the handbook");
    put(dir.path(), "content/.draft.md", "hidden");
    commit(dir.path(), "v2");
    // That one id stands at several levels now is an error, of both.
    let (code, out, err) = diff(dir.path(), &["v2"]);
    assert!(code == 0 && out.ends_with("Nothing changed.\n"), "{out}{err}");
    let (_, out, _) = diff(dir.path(), &["v1", "v2"]);
    assert!(out.contains("Track Twin (twin)") && out.contains("(lead/lead)"), "{out}");
}

#[test]
fn a_revision_that_cannot_be_read_is_named() {
    let dir = repository("");
    put(dir.path(), JUNIOR, "---\ntitle: [\n---\n");
    commit(dir.path(), "v2");
    put(dir.path(), JUNIOR, PAGE);
    let (code, out, err) = diff(dir.path(), &["v2"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.starts_with("v2 cannot be compared:\nerror[invalid-yaml]"), "{err}");
    assert!(!err.contains("working tree"), "{err}");
}

#[test]
fn a_broken_link_keeps_nothing_from_being_compared() {
    let dir = repository("");
    put(dir.path(), JUNIOR, &format!("{PAGE}- Reads [[nothing]]\n"));
    let (code, out, err) = diff(dir.path(), &["v1"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("+ New: Reads nothing"), "{out}");
    assert!(err.starts_with("note: working tree has 1 error; "), "{err}");
}

#[test]
fn what_is_internal_is_compared_for_those_who_see_it() {
    let dir = repository("");
    put(dir.path(), JUNIOR, &format!("{PAGE}- Knows the budget {{#budget .internal}}\n"));
    commit(dir.path(), "v2");
    let (_, public, _) = diff(dir.path(), &["v1", "v2"]);
    assert!(!public.contains("budget"), "{public}");
    let (_, internal, _) = diff(dir.path(), &["v1", "v2", "--audience", "internal"]);
    assert!(internal.contains("+ New: Knows the budget"), "{internal}");
}

#[test]
fn annotations_stand_at_the_levels() {
    let dir = repository("docs/");
    put(dir.path(), &format!("docs/{JUNIOR}"), &format!("{PAGE}- Reads logs, 100 % of them\n"));
    let arguments = ["v1", "--project", "docs", "--format", "github"];
    let (code, out, err) = diff(dir.path(), &arguments);
    assert_eq!((code, err.as_str()), (0, ""));
    let expected = "\
::warning title=major change of the ladder::More is required than before, or may be, at Junior. 1 criterion new.
::warning file=docs/content/levels/ic/1-junior.md,line=2,title=Junior (ic/junior)%3A major::Delivery: New: Reads logs, 100 %25 of them
";
    assert_eq!(out, expected);
}
