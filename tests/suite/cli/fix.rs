//! `check --fix`: what it changes on a disk, and what it leaves alone.

#![expect(clippy::disallowed_methods, reason = "this tests the edge")]

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use ladderbook::disk;
use ladderbook::tree::Tree;

use super::commands::run;
use super::{folder, listing, put};

const BOOK: &str = "book.title = \"Test\"\n";

/// A project without a fault but for what the files say.
fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir =
        folder(&[("book.toml", BOOK), ("content/levels/ic/1-junior.md", "---\ntitle: A\n---\n")]);
    for (path, text) in files {
        put(dir.path(), path, text);
    }
    dir
}

/// Writes what became of a tree, and returns why not.
fn refusal(dir: &Path, read: &Tree, edited: &Tree) -> String {
    format!("{:#}", disk::write_sources(dir, read, edited).unwrap_err())
}

/// The tree of a folder, and the same with another text at a path.
fn edited(dir: &Path, path: &str, text: &str) -> (Tree, Tree) {
    let (read, _) = disk::read(dir).unwrap();
    let edited = read.overlay(&Tree::from_texts([(path, text)]));
    (read, edited)
}

#[test]
fn only_the_bytes_of_the_edits_change() {
    let crlf = |text: &str| text.replace('\n', "\r\n");
    let files = [
        ("book.toml", crlf("\u{feff}[book]\ntitle = \"Für 🙂\"\nauthers = [\"A\"]  # note\n\n")),
        (
            "content/competencies.yaml",
            crlf("# kept\ncompetencies:\n  - id: delivery\n    titel: 'Delivery'   \n"),
        ),
        (
            "content/levels/ic/1-junior.md",
            crlf("\u{feff}---\ntitle: Junior\nsumary:   \"…\"\n---\n\nSee [[senoir|the senoir]].\n\n## Delivry\n\n- Ships it"),
        ),
        (
            "content/levels/ic/2-senior.md",
            "---\ntitle: Senior\n---\n\rSee [it](1-juniro.md#delivery)\r\n\n## Delivery\n\n- Plans it\n\n\n"
                .to_owned(),
        ),
    ];
    let slips = [
        ("authers", "authors"),
        ("titel", "title"),
        ("sumary", "summary"),
        ("[[senoir|", "[[senior|"),
        ("Delivry", "Delivery"),
        ("juniro", "junior"),
    ];
    let written: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let dir = project(&written);
    let private = dir.path().join("content/competencies.yaml");
    fs::set_permissions(&private, Permissions::from_mode(0o640)).unwrap();

    let (code, out, err) = run(dir.path(), &["check", "--fix"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.contains("\n6 problems fixed in 4 files\n"), "{out}");
    assert!(out.contains("\n-authers = [\"A\"]  # note\n+authors = [\"A\"]  # note\n"), "{out}");
    for (path, text) in files {
        let expected = slips.iter().fold(text.clone(), |it, (slip, right)| it.replace(slip, right));
        assert_ne!(expected, text);
        assert_eq!(fs::read(dir.path().join(path)).unwrap(), expected.as_bytes(), "{path}");
    }
    assert_eq!(fs::metadata(&private).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(!listing(dir.path()).iter().any(|path| path.contains(".tmp")));

    let (code, out, _) = run(dir.path(), &["check", "--fix"]);
    assert!(code == 0 && out.contains(" pages checked in ") && !out.contains("fixed"), "{out}");
}

#[test]
fn a_dry_run_shows_and_writes_nothing() {
    let dir = project(&[("book.toml", "book.titel = \"Test\"\n")]);
    let before = listing(dir.path());
    let (code, out, err) = run(dir.path(), &["check", "--fix", "--dry-run"]);
    assert_eq!(code, 1);
    let expected = "\
--- book.toml
+++ book.toml
@@ -1 +1 @@
-book.titel = \"Test\"
+book.title = \"Test\"
1 problem would be fixed in 1 file
";
    assert_eq!(out, expected);
    assert!(err.contains("error[unknown-key]: unknown key `titel`"), "{err}");
    assert_eq!(listing(dir.path()), before);
    let (code, out, _) = run(dir.path(), &["check", "--fix", "--dry-run", "--quiet"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert_eq!(run(dir.path(), &["check", "--dry-run"]).0, 2);
    assert_eq!(listing(dir.path()), before);
}

#[test]
fn a_check_says_how_much_could_be_fixed() {
    let dir = project(&[("content/page.md", "---\nsumary: x\nquux: y\n---\n# Page\n")]);
    let (code, _, err) = run(dir.path(), &["check"]);
    assert_eq!(code, 1);
    assert!(err.ends_with("\n`ladderbook check --fix` can fix 1 of these\n2 errors\n"), "{err}");
    let (_, _, err) = run(dir.path(), &["check", "--format", "json"]);
    let fixes: Vec<serde_json::Value> = err
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["fix"].take())
        .collect();
    let expected = serde_json::json!({
        "title": "replace `sumary` by `summary`", "safe": true,
        "edits": [{
            "path": "content/page.md", "line": 2, "column": 1, "end_line": 2, "end_column": 7,
            "start": 4, "end": 10, "text": "summary",
        }],
    });
    assert_eq!(fixes, [expected, serde_json::Value::Null]);
}

#[test]
fn what_is_not_certain_is_left_and_reported() {
    let page = "---\nsummaries: x\n---\n# Page\n\n[[quux]], [[page-2]]\n";
    let dir = project(&[("content/page.md", page), ("content/page-3.md", "# Other\n\nsumary\n")]);
    let before = listing(dir.path());
    let (code, out, err) = run(dir.path(), &["check", "--fix"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(
        err.contains("did you mean `summary`?") && err.contains("did you mean `page-3`?"),
        "{err}"
    );
    assert!(err.ends_with("\n3 errors\n") && !err.contains("can fix"), "{err}");
    assert_eq!(listing(dir.path()), before);
}

#[test]
fn a_fix_that_brings_out_another_problem_is_followed() {
    let tracks = "tracks:\n  - {id: base, abstract: true}\n  - {id: ic, extands: bsae}\n";
    let dir = project(&[("content/tracks.yaml", tracks)]);
    let (_, out, _) = run(dir.path(), &["check", "--fix"]);
    assert!(out.contains("+  - {id: ic, extends: base}\n2 problems fixed in 1 file\n"), "{out}");
}

#[test]
fn a_key_does_not_come_to_stand_twice() {
    let page = "---\ntitle: Page\ntitel: Page\nsumary: x\nsummery: y\n---\n";
    let dir = project(&[("content/page.md", page)]);
    let (code, out, _) = run(dir.path(), &["check", "--fix"]);
    assert_eq!(code, 1);
    assert!(out.contains("\n1 problem fixed in 1 file\n"), "{out}");
    let after = fs::read_to_string(dir.path().join("content/page.md")).unwrap();
    assert_eq!(after, page.replace("sumary", "summary"));
}

#[test]
fn a_heading_does_not_come_to_stand_twice() {
    let register = "competencies:\n  - {id: delivery, title: Delivery}\n";
    let level = "---\ntitle: A\n---\n\n## Delivry\n\n- One\n\n## Delivery\n\n- Two\n";
    let dir = project(&[
        ("content/competencies.yaml", register),
        ("content/levels/ic/1-junior.md", level),
    ]);
    let before = listing(dir.path());
    assert_eq!(run(dir.path(), &["check", "--fix"]).0, 1);
    assert_eq!(listing(dir.path()), before);
}

/// The definition is more likely to be wrong than all that refers to it.
#[test]
fn what_is_written_alike_at_several_places_is_left_alone() {
    let dir = project(&[
        ("content/scales.yaml", "scales:\n  proficency: [Learns, Owns]\n"),
        (
            "content/competencies.yaml",
            "competencies:\n  - {id: a, title: A, scale: proficiency}\n  - {id: b, title: B, scale: proficiency}\n",
        ),
    ]);
    let before = listing(dir.path());
    let (code, _, err) = run(dir.path(), &["check", "--fix"]);
    assert!(code == 1 && err.matches("did you mean `proficency`?").count() == 2, "{err}");
    assert!(!err.contains("can fix"), "{err}");
    assert_eq!(listing(dir.path()), before);

    // What is spelt the same is meant at each of them, and a key is the format's.
    put(dir.path(), "content/scales.yaml", "scales:\n  Proficiency: [Learns, Owns]\n");
    let pages = "---\ntitel: Page\n---\n";
    put(dir.path(), "content/one.md", pages);
    put(dir.path(), "content/two.md", pages);
    let (_, out, _) = run(dir.path(), &["check", "--fix"]);
    assert!(out.contains("\n4 problems fixed in 3 files\n"), "{out}");
}

/// What two things are called would still mean neither.
#[test]
fn a_name_of_two_things_is_not_put_in() {
    let dir = project(&[
        ("content/a/teams.md", "# Teams\n\nSee [[tems]].\n"),
        (
            "content/glossary.yaml",
            "terms:\n  - {term: tems2, text: x}\n  - {term: a/teams, text: x}\n",
        ),
        ("content/levels/ic/2-teams.md", "---\ntitle: Teams\n---\n"),
        ("content/levels/mgmt/1-teams.md", "---\ntitle: Teams\n---\n\n[[a/tems]]\n"),
    ]);
    let before = listing(dir.path());
    let (code, _, err) = run(dir.path(), &["check", "--fix"]);
    assert!(code == 1 && err.matches("did you mean").count() == 2, "{err}");
    assert_eq!(listing(dir.path()), before);
}

#[test]
fn a_file_that_has_changed_is_left_alone() {
    let dir = project(&[("content/a.md", "old"), ("content/b.md", "old")]);
    let (read, new) = edited(dir.path(), "content/a.md", "new");
    let new = new.overlay(&Tree::from_texts([("content/b.md", "new")]));
    put(dir.path(), "content/b.md", "mine");
    let before = listing(dir.path());
    let why = refusal(dir.path(), &read, &new);
    assert!(why.starts_with("`content/b.md` has changed since it was read; nothing was"), "{why}");
    fs::remove_file(dir.path().join("content/b.md")).unwrap();
    let why = refusal(dir.path(), &read, &new);
    assert!(why.starts_with("`content/b.md` cannot be opened: there is no such file"), "{why}");
    put(dir.path(), "content/b.md", "mine");
    assert_eq!(listing(dir.path()), before);
}

#[test]
fn a_read_only_file_is_left_alone() {
    let dir = project(&[("content/a.md", "old")]);
    let (read, new) = edited(dir.path(), "content/a.md", "new");
    fs::set_permissions(dir.path().join("content/a.md"), Permissions::from_mode(0o444)).unwrap();
    let why = refusal(dir.path(), &read, &new);
    assert_eq!(why, "`content/a.md` is read-only; nothing was written");
    assert_eq!(fs::read_to_string(dir.path().join("content/a.md")).unwrap(), "old");
}

#[test]
fn a_link_is_followed_inside_the_project_and_nowhere_else() {
    let dir = project(&[("content/a.md", "old"), ("shared/b.md", "old")]);
    symlink("../shared/b.md", dir.path().join("content/b.md")).unwrap();
    let (read, new) = edited(dir.path(), "content/b.md", "new");
    disk::write_sources(dir.path(), &read, &new).unwrap();
    assert!(fs::symlink_metadata(dir.path().join("content/b.md")).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(dir.path().join("shared/b.md")).unwrap(), "new");

    let outside = folder(&[("a.md", "old")]);
    let (read, new) = edited(dir.path(), "content/a.md", "new");
    fs::remove_file(dir.path().join("content/a.md")).unwrap();
    symlink(outside.path().join("a.md"), dir.path().join("content/a.md")).unwrap();
    let why = refusal(dir.path(), &read, &new);
    assert_eq!(why, "`content/a.md` lies outside the project; nothing was written");
    assert_eq!(fs::read_to_string(outside.path().join("a.md")).unwrap(), "old");
}

#[test]
fn one_file_with_two_paths_is_written_once() {
    let dir = project(&[("content/a/x.md", "old")]);
    symlink("a", dir.path().join("content/b")).unwrap();
    let (read, one) = edited(dir.path(), "content/a/x.md", "new");
    let other = |text| one.overlay(&Tree::from_texts([("content/b/x.md", text)]));
    let why = refusal(dir.path(), &read, &other("newer"));
    assert!(why.ends_with("is a file that has another path as well; nothing was written"), "{why}");
    disk::write_sources(dir.path(), &read, &other("new")).unwrap();
    assert_eq!(fs::read_to_string(dir.path().join("content/a/x.md")).unwrap(), "new");
}

#[test]
fn ids_are_written_down_once_and_only_where_they_are_read() {
    const PATH: &str = "content/levels/ic/1-junior.md";
    let level =
        "---\ntitle: A\n---\n\n## Delivery\n\n- Runs this:\n\n  ```\n  make\n  ```\n- Ships\n";
    let book = "book.title = \"T\"\nbook.authers = []\n";
    let dir = project(&[("book.toml", book), (PATH, level)]);
    let fix = ["check", "--fix", "--rule", "unpinned-id=note"];
    let (code, out, err) = run(dir.path(), &fix);
    let is_left = format!("{out}{err}").contains("the id of a criterion follows from its words");
    assert!(code == 0 && is_left, "{out}{err}");
    let fixed = fs::read_to_string(dir.path().join(PATH)).unwrap();
    assert_eq!(fixed, level.replace("Ships", "Ships {#ships}"), "what cannot hold an id has none");
    assert!(fs::read_to_string(dir.path().join("book.toml")).unwrap().contains("authors"));
    run(dir.path(), &fix);
    assert_eq!(fs::read_to_string(dir.path().join(PATH)).unwrap(), fixed);
}

#[test]
fn a_rule_on_the_command_line_stands_above_the_book() {
    const PATH: &str = "content/levels/ic/1-junior.md";
    let book = "book.title = \"T\"\ncheck.unpinned-id = \"error\"\n";
    let level = "---\ntitle: A\n---\n\n## Delivery\n\n- Ships\n";
    let dir = project(&[("book.toml", book), (PATH, level)]);
    let check = |rule: &str| run(dir.path(), &["check", "--rule", rule]);
    assert_eq!(run(dir.path(), &["check"]).0, 1);
    assert_eq!(check("unpinned-id=off").0, 0);
    assert!(check("unpinned-id=warning").2.contains("warning[unpinned-id]"));
    let (code, _, err) = check("unpined-id=off");
    assert!(code == 2 && err.contains("did you mean `unpinned-id`?"), "{err}");
    let (code, _, err) = check("unpinned-id=loud");
    assert!(code == 2 && err.contains("one of error, warning, note, off"), "{err}");
    assert_eq!(check("broken-link=off").0, 2, "faults of the format are always errors");
}
