//! `ladderbook mv`.

#![expect(clippy::disallowed_methods, reason = "this tests the edge")]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use tempfile::TempDir;

use super::commands::run;
use super::{folder, listing};

const MID: &str = "content/levels/ic/1-mid.md";
const SENIOR: &str = "content/levels/ic/2-senior.md";
const NEW: &str = "content/levels/ic/1-middle.md";

fn book() -> TempDir {
    folder(&[
        ("book.toml", "book.title = \"T\"\n"),
        (MID, "---\ntitle: Mid\n---\n"),
        (SENIOR, "---\ntitle: Senior\n---\n\nAfter [[mid]].\n"),
        ("content/levels/people/1-lead.md", "---\ntitle: Lead\n---\n"),
        ("content/levels/people/media/plan.svg", "<svg/>"),
    ])
}

#[test]
fn a_dry_run_shows_what_would_move_and_change() {
    let dir = book();
    let before = listing(dir.path());
    let (code, out, err) = run(dir.path(), &["mv", "ic/mid", "ic/middle", "--dry-run"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    for expected in [
        "content/levels/ic/1-mid.md -> content/levels/ic/1-middle.md\n",
        "+was: mid\n",
        "-After [[mid]].\n+After [[middle]].\n",
        "1 file would be moved, 2 files would be edited",
    ] {
        assert!(out.contains(expected), "{expected}\n{out}");
    }
    assert_eq!(listing(dir.path()), before);
}

#[test]
fn files_move_with_their_permissions_and_references_follow() {
    let dir = book();
    let path = |name: &str| dir.path().join(name);
    fs::set_permissions(path(MID), fs::Permissions::from_mode(0o640)).unwrap();
    let (code, out, err) = run(dir.path(), &["mv", "mid", "middle"]);
    assert_eq!(code, 0, "{out}{err}");
    assert_eq!(fs::read_to_string(path(NEW)).unwrap(), "---\ntitle: Mid\nwas: mid\n---\n");
    assert!(fs::read_to_string(path(SENIOR)).unwrap().contains("After [[middle]]."));
    assert!(!path(MID).exists());
    assert_eq!(fs::metadata(path(NEW)).unwrap().permissions().mode() & 0o777, 0o640);
    let (code, out, err) = run(dir.path(), &["check", "--deny", "warnings"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(!format!("{out}{err}").contains("former-name"), "{out}{err}");
}

#[test]
fn a_folder_that_is_empty_goes_and_others_stay() {
    let dir = book();
    let (code, out, err) = run(dir.path(), &["mv", "levels/people", "leads"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(dir.path().join("content/levels/leads/1-lead.md").is_file());
    assert!(dir.path().join("content/levels/leads/media/plan.svg").is_file());
    assert!(!dir.path().join("content/levels/people").exists());
}

#[test]
fn what_is_refused_changes_nothing() {
    let dir = book();
    fs::write(dir.path().join(NEW), "---\ntitle: Another\n---\n").unwrap();
    let before = listing(dir.path());
    let (code, _, err) = run(dir.path(), &["mv", "mid", "middle"]);
    assert!(code == 2 && err.contains("`middle` is taken"), "{err}");
    let (code, _, err) = run(dir.path(), &["mv", "med", "x"]);
    assert!(code == 2 && err.contains("nothing is called `med`"), "{err}");
    assert_eq!(listing(dir.path()), before);
    fs::write(dir.path().join(SENIOR), "<<<<<<< a\n=======\n>>>>>>> b\n").unwrap();
    let (code, _, err) = run(dir.path(), &["mv", "mid", "other"]);
    assert!(
        code == 1 && err.contains("could not merge") && err.contains("nothing was written"),
        "{err}"
    );
    let new = dir.path().join("content/levels/ic/1-other.md");
    assert!(dir.path().join(MID).is_file() && !new.exists());
    fs::write(dir.path().join(SENIOR), "---\ntitle: Senior\n---\n").unwrap();
    fs::remove_file(dir.path().join(NEW)).unwrap();
    fs::rename(dir.path().join(MID), dir.path().join("elsewhere.md")).unwrap();
    symlink("../../../elsewhere.md", dir.path().join(MID)).unwrap();
    let (code, _, err) = run(dir.path(), &["mv", "mid", "other"]);
    assert!(code == 2 && err.contains("is a link"), "{err}");
}
