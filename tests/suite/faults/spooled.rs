//! Files wait in the output folder until the site is complete: it is the same as one that was made in memory, and a
//! build that comes to nothing leaves no trace of them.

use std::fs;
use std::process::Command;

use ladderbook::disk;
use ladderbook::tree::Tree;

use super::{cold, exit_code, files_of, put_all, version};

/// `build` of a project, and how it ended.
fn build(project: &std::path::Path, options: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ladderbook"));
    let output = command.arg("build").arg(project).args(options).output().unwrap();
    (exit_code(&output), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn a_site_is_the_same_as_one_from_memory() {
    let dir = tempfile::tempdir().unwrap();
    let sample = dir.path().join("sample");
    let init = Command::new(env!("CARGO_BIN_EXE_ladderbook")).arg("init").arg(&sample).output();
    assert_eq!(exit_code(&init.unwrap()), 0);
    let (code, words) = build(&sample, &[]);
    assert_eq!(code, 0, "{words}");
    let written = files_of(&sample.join("public"));
    let made = cold(&sample).expect("the sample has no errors");
    assert!(written.keys().eq(made.keys()), "other files");
    let differing = made.iter().find(|(path, bytes)| written[*path] != **bytes);
    assert!(differing.is_none(), "{:?}", differing.map(|(path, _)| path));
}

/// A template that fails on one kind of pages, which is known once they are rendered.
const FAULTY: &str =
    "{% extends \"default/page.html\" %}{% block main %}{{ page.nothing.there }}{% endblock %}";

#[test]
fn a_build_that_comes_to_nothing_leaves_nothing() {
    let faulty = Tree::from_texts([
        ("book.toml", "[book]\ntitle = \"Third\"\n[build]\ntheme = \"mine\"\n"),
        ("themes/mine/templates/page.html", FAULTY),
    ]);
    let warned = Tree::from_texts([("content/guides/page-1.md", "# Page 1\n\n[[nobody]]\n")]);
    let cases = [(faulty, &[][..], "while rendering"), (warned, &["--deny", "warnings"], "nobody")];
    for (mistake, options, why) in cases {
        let dir = tempfile::tempdir().unwrap();
        put_all(dir.path(), &version(false).overlay(&mistake));
        let (code, words) = build(dir.path(), options);
        assert!(code == 1 && words.contains(why), "{words}");
        assert!(!dir.path().join("public").exists());
        assert!(!disk::manifest_path(&dir.path().join("public")).exists());

        put_all(dir.path(), &version(false));
        let theme = dir.path().join("themes");
        let aside = dir.path().join("aside");
        if theme.exists() {
            fs::rename(&theme, &aside).unwrap();
        }
        assert_eq!(build(dir.path(), &[]).0, 0);
        let before = files_of(dir.path());
        let public = |files: &super::Files| {
            let of_site = |(path, _): &(&String, &Vec<u8>)| path.contains("public");
            files.iter().filter(of_site).map(|(a, b)| (a.clone(), b.clone())).collect::<Vec<_>>()
        };
        if aside.exists() {
            fs::rename(&aside, &theme).unwrap();
        }
        put_all(dir.path(), &mistake);
        assert_eq!(build(dir.path(), options).0, 1);
        assert_eq!(public(&files_of(dir.path())), public(&before));
    }
}
