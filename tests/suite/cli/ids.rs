//! `ladderbook ids`.

#![expect(clippy::disallowed_methods, reason = "this tests the edge")]

use std::fs;

use tempfile::TempDir;

use super::commands::run;
use super::folder;

const JUNIOR: &str = "content/levels/ic/1-junior.md";
const SENIOR: &str = "content/levels/ic/2-senior.md";

fn book() -> TempDir {
    folder(&[
        ("book.toml", "book.title = \"T\"\n"),
        (
            JUNIOR,
            "---\ntitle: Junior\n---\n\n## Delivery\n\n- Finishes small tasks of the team {#small}\n",
        ),
        (SENIOR, "---\ntitle: Senior\n---\n\n## Delivery\n\n- Finishes large tasks of the team\n"),
    ])
}

#[test]
fn ids_have_places_and_addresses() {
    let (code, out, err) = run(book().path(), &["ids"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let expected = "\
small                              content/levels/ic/1-junior.md:7  /levels/ic/junior/#small
finishes-large-tasks-of-the-team * content/levels/ic/2-senior.md:7  /levels/ic/senior/#finishes-large-tasks-of-the-team
";
    assert_eq!(out, expected);
}

#[test]
fn a_dry_run_shows_and_writes_nothing() {
    let dir = book();
    let before = fs::read_to_string(dir.path().join(SENIOR)).unwrap();
    let (code, out, err) = run(dir.path(), &["ids", "--write", "--dry-run"]);
    assert_eq!(code, 0);
    assert!(
        out.contains("+- Finishes large tasks of the team {#finishes-large-tasks-of-the-team}"),
        "{out}"
    );
    assert!(format!("{out}{err}").contains("1 criterion would be pinned in 1 file"), "{out}{err}");
    assert_eq!(fs::read_to_string(dir.path().join(SENIOR)).unwrap(), before);
}

#[test]
fn what_is_listed_can_be_accepted() {
    let dir = book();
    let (code, list, err) = run(dir.path(), &["ids", "--pair"]);
    assert_eq!((code, err.as_str()), (0, ""));
    fs::write(dir.path().join("pairs.txt"), list).unwrap();
    let file = dir.path().join("pairs.txt");
    let (code, out, err) = run(dir.path(), &["ids", "--accept", file.to_str().unwrap()]);
    assert!(
        code == 0 && format!("{out}{err}").contains("1 criterion changed in 1 file"),
        "{out}{err}"
    );
    let senior = fs::read_to_string(dir.path().join(SENIOR)).unwrap();
    assert!(senior.ends_with(" {#finishes-large-tasks-of-the-team replaces=small}\n"), "{senior}");
    let (code, out, _) = run(dir.path(), &["check"]);
    assert!(code == 0, "{out}");
}

#[test]
fn nothing_is_written_where_the_handbook_or_the_list_has_errors() {
    let dir = book();
    fs::write(dir.path().join("pairs.txt"), "small replaces tiny\n").unwrap();
    let file = dir.path().join("pairs.txt");
    let (code, _, err) = run(dir.path(), &["ids", "--accept", file.to_str().unwrap()]);
    assert!(code == 2 && err.contains("line 1: there is no criterion `tiny`"), "{err}");
    let conflict =
        "---\ntitle: Junior\n---\n\n## Delivery\n\n<<<<<<< a\n- A\n=======\n- B\n>>>>>>> b\n";
    fs::write(dir.path().join(JUNIOR), conflict).unwrap();
    let (code, _, err) = run(dir.path(), &["ids", "--write"]);
    assert!(
        code == 1 && err.contains("merge-conflict") && err.contains("nothing was written"),
        "{err}"
    );
    assert_eq!(fs::read_to_string(dir.path().join(JUNIOR)).unwrap(), conflict);
}
