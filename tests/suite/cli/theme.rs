//! `ladderbook theme`: which folder gives which file, and copies to edit.

#![expect(clippy::disallowed_methods, reason = "this tests the edge")]

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::{folder, listing};

/// Exit code, standard output and standard error of `ladderbook theme …` in a folder.
fn theme(dir: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ladderbook"));
    let output = command.current_dir(dir).arg("theme").args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

const BOOK: (&str, &str) = ("book.toml", "[book]\ntitle = \"Test\"\n");
const ACME: (&str, &str) = ("book.toml", "[book]\ntitle = \"Test\"\n\n[build]\ntheme = \"acme\"\n");

fn layered() -> TempDir {
    folder(&[
        ACME,
        ("themes/default/templates/level.html", "{% extends \"base.html\" %}"),
        ("themes/default/i18n/de.toml", "home = \"Start\"\n"),
        ("themes/acme/templates/level.html", "{% extends \"base.html\" %}"),
        ("themes/acme/templates/levle.html", "{% extends \"base.html\" %}"),
        ("themes/other/templates/page.html", "{% extends \"base.html\" %}"),
    ])
}

/// The rows of a list by file.
fn row(list: &str, file: &str) -> String {
    let row = list.lines().find(|line| line.split(' ').next() == Some(file));
    let row = row.unwrap_or_else(|| panic!("no row for {file} in\n{list}"));
    row.split("  ").map(str::trim).filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" | ")
}

#[test]
fn a_list_says_which_folder_gives_each_file() {
    let dir = layered();
    let (code, list, err) = theme(dir.path(), &["list"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(row(&list, "FILE"), "FILE | FROM | OVER");
    assert_eq!(row(&list, "templates/base.html"), "templates/base.html | built-in");
    assert_eq!(
        row(&list, "templates/level.html"),
        "templates/level.html | themes/acme | themes/default, built-in"
    );
    assert_eq!(
        row(&list, "i18n/de.toml"),
        "i18n/de.toml | themes/default | built-in, string by string"
    );
    assert_eq!(
        row(&list, "templates/levle.html"),
        "templates/levle.html | themes/acme | nothing, and nothing uses it"
    );
    assert_eq!(row(&list, "templates/page.html"), "templates/page.html | built-in");
}

#[test]
fn a_list_may_be_of_another_theme_than_the_chosen() {
    let dir = layered();
    let (code, list, _) = theme(dir.path(), &["list", "--theme", "other"]);
    assert_eq!(code, 0);
    assert_eq!(row(&list, "templates/page.html"), "templates/page.html | themes/other | built-in");
    assert_eq!(
        row(&list, "templates/level.html"),
        "templates/level.html | themes/default | built-in"
    );

    let (code, out, err) = theme(dir.path(), &["list", "--theme", "ohter"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert_eq!(err, "error: there is no theme `ohter`\nhelp: did you mean `other`?\n");
}

#[test]
fn ejected_files_are_those_in_effect_and_change_nothing() {
    let dir = folder(&[
        BOOK,
        ("content/levels/ic/1-one.md", "---\ntitle: One\n---\n"),
        ("themes/default/templates/page.html", "{% extends \"base.html\" %}"),
    ]);
    let arguments = ["eject", "level.html", "templates/page.html", "--theme", "acme"];
    let (code, out, err) = theme(dir.path(), &arguments);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(
        out,
        "themes/acme/templates/level.html\nthemes/acme/templates/page.html\n2 files written\n\n\
         To use the theme, choose it in book.toml:\n\n  [build]\n  theme = \"acme\"\n"
    );
    let read = |path: &str| fs::read(dir.path().join(path)).unwrap();
    let builtin = ladderbook::builtin::theme();
    let level = builtin.get("templates/level.html").unwrap();
    assert_eq!(read("themes/acme/templates/level.html"), level.bytes());
    assert_eq!(read("themes/acme/templates/page.html"), b"{% extends \"base.html\" %}");
}

#[test]
fn a_chosen_theme_needs_no_advice() {
    let dir = folder(&[ACME]);
    let (code, out, _) = theme(dir.path(), &["eject", "brand.css"]);
    assert_eq!((code, out.as_str()), (0, "themes/acme/assets/css/brand.css\n1 file written\n"));
    let dir = folder(&[BOOK]);
    let (code, out, _) = theme(dir.path(), &["eject", "brand.css"]);
    assert_eq!((code, out.as_str()), (0, "themes/default/assets/css/brand.css\n1 file written\n"));
}

#[test]
fn eject_never_overwrites() {
    let dir = layered();
    let before = listing(dir.path());
    let (code, out, err) = theme(dir.path(), &["eject", "home.html", "templates/level.html"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert_eq!(
        err,
        "error: `.` has `themes/acme/templates/level.html` already; nothing was written\n"
    );
    assert_eq!(listing(dir.path()), before);
}

#[test]
fn eject_says_what_was_probably_meant() {
    let dir = folder(&[BOOK]);
    let fails = |arguments: &[&str], wanted: &str| {
        let (code, out, err) = theme(dir.path(), arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}");
        assert_eq!(err, wanted, "{arguments:?}");
    };
    fails(
        &["eject", "levle.html"],
        "error: the theme has no file `levle.html`\nhelp: did you mean `level.html`?\n",
    );
    fails(
        &["eject", "nothing-like-it"],
        "error: the theme has no file `nothing-like-it`\nhelp: `ladderbook theme list` shows all\n",
    );
    fails(
        &["eject", "compare.html"],
        "error: `compare.html` is the name of several files: `components/compare.html`, \
         `templates/compare.html`\n",
    );
    fails(
        &["eject", "level.html", "--theme", "../up"],
        "error: `../up` cannot be the name of a theme\nhelp: use letters, digits, `-` and `_`\n",
    );
    assert_eq!(listing(dir.path()).len(), 1);
}

#[test]
fn a_folder_without_a_handbook_has_no_theme() {
    let dir = folder(&[]);
    for arguments in [&["list"][..], &["eject", "level.html"]] {
        let (code, _, err) = theme(dir.path(), arguments);
        assert_eq!(code, 2);
        assert!(err.starts_with("error: there is no book.toml in `.`\nhelp: "), "{err}");
    }
    assert!(listing(dir.path()).is_empty());
}
