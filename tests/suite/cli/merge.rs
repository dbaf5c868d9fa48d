//! `import` of a sheet that came from `export`: what is told, what is written, and how the command ends.

#![expect(clippy::disallowed_methods, reason = "this tests the edge")]

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::commands::run;
use super::{folder, listing, put};
use crate::merges::{Rows, column, resaved};

const SENIOR: &str = "content/levels/ic/2-senior.md";

/// A handbook, and its workbook beside it.
fn handbook() -> TempDir {
    let dir = folder(&[
        ("book/book.toml", "book.title = \"Test\"\n"),
        (
            "book/content/levels/ic/1-junior.md",
            "---\ntitle: Junior\n---\n\n## Code\n\n- Reads {#reads}\n- Writes {#writes}\n",
        ),
        (
            &format!("book/{SENIOR}"),
            "---\ntitle: Senior\n---\n\n## Code\n\n- Plans {#plans}\n- Leads {#leads}\n",
        ),
    ]);
    let (code, _, err) = run(dir.path(), &["export", "xlsx", "book", "-o", "x.xlsx"]);
    assert_eq!((code, err.as_str()), (0, ""));
    dir
}

/// Changes a sheet of the workbook as another program would.
fn edit(dir: &Path, sheet: &str, change: impl Fn(&mut Rows)) {
    let bytes = fs::read(dir.join("x.xlsx")).unwrap();
    fs::write(dir.join("x.xlsx"), resaved(&bytes, sheet, change)).unwrap();
}

/// Lets a field of the list of criteria say something else.
fn say(dir: &Path, id: &str, field: &str, value: &str) {
    edit(dir, "Criteria", |rows| {
        let at = column(rows, field);
        let row = rows.iter_mut().find(|row| row[0] == id).unwrap();
        value.clone_into(&mut row[at]);
    });
}

/// What imports the workbook into the handbook.
fn import(dir: &Path, more: &[&str]) -> (i32, String, String) {
    run(dir, &[&["import", "x.xlsx", "--into", "book"], more].concat())
}

#[test]
fn what_changed_in_a_workbook_is_shown_and_then_written() {
    let dir = handbook();
    say(dir.path(), "writes", "level", "Senior");
    say(dir.path(), "leads", "text", "Leads others");
    edit(dir.path(), "Levels", |rows| {
        let title = column(rows, "title");
        "Beginner".clone_into(&mut rows[1][title]);
    });
    let before = listing(dir.path());
    let (code, out, err) = import(dir.path(), &["--dry-run"]);
    assert_eq!((code, err.as_str()), (0, ""));
    for line in [
        "-title: Junior",
        "+title: Beginner",
        "-- Writes {#writes}",
        "+- Writes {#writes}",
        "+- Leads others {#leads}",
        "3 changes would be carried over into 2 files",
    ] {
        assert!(out.lines().any(|it| it.trim_end() == line), "{line}\n{out}");
    }
    assert_eq!(listing(dir.path()), before, "nothing was written");
    let (code, out, err) = import(dir.path(), &[]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.ends_with("3 changes carried over into 2 files\n"), "{out}");
    let senior = fs::read_to_string(dir.path().join("book").join(SENIOR)).unwrap();
    assert_eq!(
        senior,
        "---\ntitle: Senior\n---\n\n## Code\n\n- Plans {#plans}\n- Leads others {#leads}\n- Writes {#writes}\n"
    );
    assert_eq!(run(dir.path(), &["check", "book", "--deny", "warnings"]).0, 0);
    let (code, out, err) = import(dir.path(), &[]);
    assert_eq!(
        (code, out.as_str(), err.as_str()),
        (0, "0 changes carried over into 0 files\n", "")
    );
    assert_eq!(import(dir.path(), &["-q"]), (0, String::new(), String::new()));
}

#[test]
fn a_conflict_is_told_with_line_and_cell_and_all_else_is_carried_over() {
    let dir = handbook();
    say(dir.path(), "leads", "text", "Leads others");
    say(dir.path(), "plans", "text", "Plans ahead");
    let senior = format!("book/{SENIOR}");
    let text = fs::read_to_string(dir.path().join(&senior)).unwrap().replace("Leads", "Leads all");
    put(dir.path(), &senior, &text);
    let (code, out, err) = import(dir.path(), &[]);
    assert_eq!(code, 1);
    assert!(out.ends_with("1 change carried over into 1 file; 1 not carried over\n"), "{out}");
    assert_eq!(
        err.replace('\\', "/"),
        format!(
            "{senior}:8: Criteria!F5: text of leads: \"Leads all\" -> \"Leads others\"\n  \
             conflict: it was changed in the sheet and in the files\n"
        )
    );
    let written = fs::read_to_string(dir.path().join(&senior)).unwrap();
    assert_eq!(written, text.replace("Plans", "Plans ahead"));
}

#[test]
fn what_was_taken_out_goes_only_when_it_is_said() {
    let dir = handbook();
    edit(dir.path(), "Criteria", |rows| rows.retain(|row| row[0] != "leads"));
    let before = listing(dir.path());
    let (code, out, err) = import(dir.path(), &[]);
    assert_eq!((code, out.as_str()), (0, "0 changes carried over into 0 files\n"));
    assert_eq!(err, "Criteria: has no row for `leads`: nothing is removed without `--delete`\n");
    let (code, out, _) = import(dir.path(), &["--delete", "--dry-run"]);
    assert_eq!(code, 0);
    assert!(out.contains("\n-- Leads {#leads}\n") && out.contains("1 change would be"), "{out}");
    assert_eq!(listing(dir.path()), before);
    assert_eq!(import(dir.path(), &["--delete", "-q"]), (0, String::new(), String::new()));
    let senior = fs::read_to_string(dir.path().join("book").join(SENIOR)).unwrap();
    assert!(senior.ends_with("## Code\n\n- Plans {#plans}\n"), "{senior}");
    // Of a table from elsewhere it is not known what it had before.
    put(dir.path(), "ladder.csv", "Skill,L1 Junior,L2 Senior\nCode,Writes it,Removes it\n");
    let (code, _, err) = run(dir.path(), &["import", "ladder.csv", "--into", "new", "--delete"]);
    assert_eq!(code, 2);
    assert!(err.contains("it did not come from `ladderbook export`"), "{err}");
    assert!(!dir.path().join("new").exists());
}

#[test]
fn one_sheet_of_a_workbook_is_read_when_it_is_named() {
    let dir = handbook();
    say(dir.path(), "leads", "text", "Leads others");
    edit(dir.path(), "Levels", |rows| {
        let title = column(rows, "title");
        "Beginner".clone_into(&mut rows[1][title]);
    });
    let (code, out, err) = import(dir.path(), &["--sheet", "Levels", "--dry-run"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("+title: Beginner") && !out.contains("Leads"), "{out}");
    let (code, out, err) = import(dir.path(), &["--sheet", "Criteria", "--delete", "--dry-run"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(!out.contains("Beginner") && out.contains("+- Leads others {#leads}"), "{out}");
    // The matrix of a track is a table like any other.
    let matrix = ["--sheet", "IC", "--levels", "columns", "--header", "3", "--dry-run"];
    let arguments = [&["import", "x.xlsx", "--into", "new"][..], &matrix].concat();
    let (code, out, err) = run(dir.path(), &arguments);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.starts_with("track ic \"IC\""), "{out}");
    let (code, out, err) = import(dir.path(), &["--sheet", "Criterias"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("there is no sheet `Criterias`"), "{err}");
    assert!(err.contains("help: there are `IC`, `Levels`, `Criteria`"), "{err}");
}

#[test]
fn nothing_is_written_into_a_handbook_with_errors_or_none() {
    let dir = handbook();
    say(dir.path(), "leads", "text", "Leads others");
    let senior = format!("book/{SENIOR}");
    let text = fs::read_to_string(dir.path().join(&senior)).unwrap();
    put(dir.path(), &senior, &text.replace("Plans", "[[nobody]]"));
    let before = listing(dir.path());
    let (code, out, err) = import(dir.path(), &[]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("unknown-reference") && err.ends_with("nothing was written\n"), "{err}");
    assert_eq!(listing(dir.path()), before);
    let (code, _, err) = run(dir.path(), &["import", "x.xlsx", "--into", "nowhere"]);
    assert_eq!(code, 2, "{err}");
}
