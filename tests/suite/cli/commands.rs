//! The binary: arguments, exit codes, what goes where.

#![expect(clippy::disallowed_methods, reason = "this tests the edge")]

use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Output};

use super::{folder, listing, put};

fn ladderbook(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ladderbook"));
    command.current_dir(dir).args(arguments).env_remove("NO_COLOR");
    command
}

/// Exit code, standard output and standard error.
pub(super) fn run(dir: &Path, arguments: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = ladderbook(dir, arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

#[test]
fn a_new_handbook_builds_at_once() {
    let dir = folder(&[]);
    let (code, out, err) = run(dir.path(), &["init", "my book"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("\n  ladderbook build 'my book'\n"), "{out}");
    let ignored = fs::read_to_string(dir.path().join("my book/.gitignore")).unwrap();
    assert_eq!(ignored, "/public/\n/.public.ladderbook-manifest\n");

    let (code, out, err) = run(dir.path(), &["build", "my book"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains(" pages in my book/public/ ("), "{out}");
    assert!(out.contains(" written, 0 unchanged, 0 removed) in "), "{out}");
    let before = listing(&dir.path().join("my book/public"));
    let (_, out, _) = run(&dir.path().join("my book"), &["build"]);
    assert!(out.contains(" pages in public/ (0 files written, "), "{out}");
    assert_eq!(listing(&dir.path().join("my book/public")), before);
}

#[test]
fn errors_leave_the_old_site_alone() {
    let dir = folder(&[]);
    run(dir.path(), &["init"]);
    assert_eq!(run(dir.path(), &["build"]).0, 0);
    let before = listing(&dir.path().join("public"));
    put(dir.path(), "book.toml", "[book]\ntitle = \"x\"\nlangauge = \"en\"\n");
    let (code, out, err) = run(dir.path(), &["build"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("error[unknown-key]"), "{err}");
    assert!(err.contains(" --> book.toml:3:1\n"), "{err}");
    assert!(err.ends_with("nothing was written\n"), "{err}");
    assert_eq!(listing(&dir.path().join("public")), before);

    let (code, out, err) = run(dir.path(), &["check", "--format", "short"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.starts_with("book.toml:3:1: error[unknown-key]: "), "{err}");
}

#[test]
fn check_writes_nothing() {
    let dir = folder(&[]);
    run(dir.path(), &["init"]);
    let before = listing(dir.path());
    let (code, out, err) = run(dir.path(), &["check"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains(" pages checked in "), "{out}");
    assert_eq!(listing(dir.path()), before);
}

#[test]
fn warnings_fail_only_where_they_are_denied() {
    let dir = folder(&[]);
    run(dir.path(), &["init"]);
    let scales = fs::read_to_string(dir.path().join("content/scales.yaml")).unwrap();
    put(dir.path(), "content/scales.yaml", &format!("{scales}\n  unused: [Low, High]\n"));
    let (code, _, err) = run(dir.path(), &["check"]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("warning[unused-scale]") && err.ends_with("\n1 warning\n"), "{err}");
    for command in ["check", "build"] {
        let (code, out, err) = run(dir.path(), &[command, "--deny", "warnings"]);
        assert_eq!((code, out.as_str()), (1, ""), "{command}");
        assert_eq!(err.ends_with("are denied: nothing was written\n"), command == "build");
    }
    assert!(!dir.path().join("public").exists());
}

#[test]
fn paths_in_a_report_lead_from_here_to_the_file() {
    let dir = folder(&[("a/b/book.toml", "[book]\ntitle = 1 2\n")]);
    for shown in ["a/b", "./a/b/"] {
        let (_, _, err) = run(dir.path(), &["check", shown, "--format", "short"]);
        assert!(err.contains("a/b/book.toml:2:"), "{err}");
        assert!(!err.contains("./a"), "{err}");
    }
}

#[test]
fn quiet_leaves_only_diagnostics() {
    let dir = folder(&[]);
    run(dir.path(), &["init"]);
    let nothing = (0, String::new(), String::new());
    assert_eq!(run(dir.path(), &["build", "--quiet"]), nothing);
    assert_eq!(run(dir.path(), &["check", "-q"]), nothing);
    put(dir.path(), "book.toml", "x");
    let (code, out, err) = run(dir.path(), &["build", "-q", "--format", "short"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(!err.is_empty() && err.lines().all(|line| line.contains("error[")), "{err}");
}

#[test]
fn json_on_standard_error_is_nothing_but_json() {
    let dir = folder(&[("book.toml", "x")]);
    let (code, out, err) = run(dir.path(), &["build", "--format", "json"]);
    assert_eq!((code, out.as_str()), (1, ""));
    for line in err.lines() {
        let object: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(object["code"].is_string(), "{line}");
    }
}

#[test]
fn the_output_folder_can_be_named() {
    let dir = folder(&[]);
    run(dir.path(), &["init", "book"]);
    let (code, out, err) = run(dir.path(), &["build", "book", "--output", "site/"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains(" pages in site/ ("), "{out}");
    assert!(dir.path().join("site/index.html").is_file());
    assert!(!dir.path().join("book/public").exists());

    let (code, out, err) = run(dir.path(), &["build", "book", "--output", "book/content"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("/book/content` and the sources in `"), "{err}");
}

#[test]
fn the_handbook_is_exported() {
    let dir = folder(&[]);
    run(dir.path(), &["init"]);
    let (code, out, err) = run(dir.path(), &["export", "json"]);
    assert_eq!((code, err.as_str()), (0, ""));
    serde_json::from_str::<serde_json::Value>(&out).unwrap();
    assert_eq!(run(dir.path(), &["export", "json", "--output", "x.json"]).1, "");
    assert_eq!(fs::read_to_string(dir.path().join("x.json")).unwrap(), out);

    put(dir.path(), "book.toml", "x");
    let (code, out, err) = run(dir.path(), &["export", "json", "-o", "x.json"]);
    assert_eq!((code, out.as_str()), (1, ""), "{err}");
    assert_ne!(fs::read_to_string(dir.path().join("x.json")).unwrap(), "");
}

#[test]
#[cfg(feature = "sheets")]
fn the_handbook_is_exported_as_sheets() {
    let dir = folder(&[]);
    run(dir.path(), &["init"]);
    let (code, out, err) = run(dir.path(), &["export", "csv"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.starts_with("\u{feff}id,track,level,"), "{out}");
    for arguments in [
        &["export", "xlsx", "-o", "x.xlsx"][..],
        &["export", "xlsx", "-o", "y.xlsx", "--level", "senior"],
    ] {
        assert_eq!(run(dir.path(), arguments), (0, String::new(), String::new()));
    }
    for name in ["x.xlsx", "y.xlsx"] {
        assert!(fs::read(dir.path().join(name)).unwrap().starts_with(b"PK"), "{name}");
    }
    let (code, _, err) = run(dir.path(), &["export", "csv", "--level", "senior"]);
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("help: `ladderbook export xlsx --level"), "{err}");
    let (code, _, err) = run(dir.path(), &["export", "xlsx", "--level", "sinior"]);
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("did you mean `senior`"), "{err}");
}

#[test]
#[cfg(feature = "sheets")]
fn a_table_becomes_a_handbook() {
    let dir = folder(&[("ladder.csv", "Skill,L1 Junior,L2 Senior\nCode,Writes it,Removes it\n")]);
    let (code, out, err) =
        run(dir.path(), &["import", "ladder.csv", "--into", "book", "--dry-run"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.starts_with("track ladder \"Ladder\" (ladder.csv!B1"), "{out}");
    assert!(out.ends_with("5 files would be written\n"), "{out}");
    assert_eq!(listing(dir.path()), [listing(dir.path())[0].clone()], "nothing was written");
    let (code, out, err) = run(dir.path(), &["import", "ladder.csv", "--into", "book", "-q"]);
    assert_eq!((code, out.as_str(), err.as_str()), (0, "", ""));
    assert_eq!(run(dir.path(), &["check", "book", "--deny", "warnings"]).0, 0);
    let level =
        fs::read_to_string(dir.path().join("book/content/levels/ladder/2-senior.md")).unwrap();
    assert_eq!(
        level,
        "---\ntitle: Senior\ncode: L2\n---\n\n## Code\n\n- Removes it {#removes-it}\n"
    );
    // A folder with other files is left alone.
    let (code, _, err) = run(dir.path(), &["import", "ladder.csv", "--into", "book"]);
    assert_eq!(code, 2);
    assert!(err.contains("nothing was written"), "{err}");
    let (code, _, err) = run(dir.path(), &["import", "none.csv", "--into", "book"]);
    assert_eq!(code, 2);
    assert!(err.starts_with("error: cannot read `none.csv`"), "{err}");
}

#[test]
fn every_code_is_listed_and_a_misspelt_one_is_guessed() {
    let dir = folder(&[]);
    let (code, out, _) = run(dir.path(), &["explain"]);
    assert_eq!(code, 0);
    let rows: Vec<Vec<&str>> = out.lines().map(|line| line.split_whitespace().collect()).collect();
    for row in [["unknown-key", "error", "always"], ["missing-cell", "warning", "rule"]] {
        assert!(rows.contains(&row.to_vec()), "{out}");
    }
    let (code, out, _) = run(dir.path(), &["explain", "unknown-key"]);
    assert!(code == 0 && out.contains("unknown-key"), "{out}");
    let (code, out, err) = run(dir.path(), &["explain", "unknown-ky"]);
    assert_eq!((code, out.as_str()), (2, ""));
    let expected =
        "error: there is no diagnostic `unknown-ky`\nhelp: did you mean `unknown-key`?\n";
    assert_eq!(err, expected);
}

#[test]
fn the_schema_of_every_kind_of_file_is_printed() {
    let dir = folder(&[]);
    let (code, kinds, _) = run(dir.path(), &["schema"]);
    assert_eq!((code, kinds.lines().count()), (0, 7));
    for kind in kinds.lines().filter_map(|line| line.split_whitespace().next()) {
        let (code, out, err) = run(dir.path(), &["schema", kind]);
        let schema: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!((code, err.as_str()), (0, ""));
        assert_eq!(schema["additionalProperties"], false, "{kind}");
    }
    let (code, out, err) = run(dir.path(), &["schema", "levle"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert_eq!(err, "error: there is no kind of file `levle`\nhelp: did you mean `level`?\n");
}

#[test]
fn shells_complete_codes_and_kinds_of_files() {
    let dir = folder(&[]);
    for shell in ["bash", "zsh"] {
        let (code, script, _) = run(dir.path(), &["completions", shell]);
        assert_eq!(code, 0);
        for value in ["unknown-key", "missing-cell", "competencies", "glossary"] {
            assert!(script.contains(value), "{shell} does not complete `{value}`");
        }
    }
}

#[test]
fn wrong_usage_and_a_missing_folder_are_no_fault_of_the_handbook() {
    let dir = folder(&[]);
    let (code, _, err) = run(dir.path(), &["biuld"]);
    assert!(code == 2 && err.contains("'build'"), "{err}");
    let (code, _, err) = run(dir.path(), &["build", "--frmat", "json"]);
    assert!(code == 2 && err.contains("'--format'"), "{err}");
    assert_eq!(run(dir.path(), &[]).0, 2);
    assert_eq!(run(dir.path(), &["check", "--deny", "everything"]).0, 2);
    let (code, _, err) = run(dir.path(), &["build", "nowhere"]);
    let expected = "error: cannot open `nowhere`: there is no such file or folder\n";
    assert_eq!((code, err.as_str()), (2, expected));
    // A folder without a handbook is one with a missing book.toml.
    let (code, _, err) = run(dir.path(), &["check"]);
    assert!(code == 1 && err.contains("error[missing-book]"), "{err}");
}

#[test]
fn help_version_and_completions_are_results() {
    let dir = folder(&[]);
    for (arguments, expected) in [
        (&["--help"][..], "Usage: ladderbook <COMMAND>"),
        (&["build", "--help"], "Usage: ladderbook build [OPTIONS] [DIR]"),
        (&["--version"], concat!("ladderbook ", env!("CARGO_PKG_VERSION"))),
        (&["completions", "bash"], "complete -F _ladderbook"),
        (&["completions", "fish"], "complete -c ladderbook"),
    ] {
        let (code, out, err) = run(dir.path(), arguments);
        assert_eq!((code, err.as_str()), (0, ""), "{arguments:?}");
        assert!(out.contains(expected), "{out}");
    }
}

#[test]
fn every_command_has_a_page_of_the_manual() {
    let dir = folder(&[]);
    let (code, main, _) = run(dir.path(), &["man"]);
    assert!(code == 0 && main.starts_with(".ie") && main.contains(".TH ladderbook 1"), "{main}");
    let (_, help, _) = run(dir.path(), &["--help"]);
    let commands = help.split("Commands:\n").nth(1).and_then(|it| it.split("\n\n").next());
    let names = commands.expect("a list").lines().filter_map(|it| it.split_whitespace().next());
    let names: Vec<&str> = names.filter(|it| *it != "help").collect();
    assert!(names.len() > 10, "{names:?}");
    for name in names {
        let (code, page, err) = run(dir.path(), &["man", name]);
        assert!(code == 0 && page.contains(&format!(".TH ladderbook-{name} 1")), "{page}{err}");
        assert!(main.contains(&format!("ladderbook\\-{name}(1)")), "{name}: {main}");
    }
    let (code, _, err) = run(dir.path(), &["man", "biuld"]);
    assert_eq!(
        (code, err.as_str()),
        (2, "error: there is no command `biuld`\nhelp: did you mean `build`?\n")
    );
}

#[test]
fn a_reader_who_has_seen_enough_is_no_error() {
    let dir = folder(&[("book.toml", "x")]);
    for arguments in
        [&["explain"][..], &["schema", "level"], &["completions", "zsh"], &["man"], &["--help"]]
    {
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        let output = ladderbook(dir.path(), arguments).stdout(writer).output().unwrap();
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{arguments:?}");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    }
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    let status = ladderbook(dir.path(), &["check"]).stderr(writer).status().unwrap();
    assert_eq!(status.code(), Some(1));
}

#[test]
fn colour_can_be_asked_for() {
    let dir = folder(&[("book.toml", "x")]);
    for (when, colour) in [("always", true), ("auto", false), ("never", false)] {
        let (_, _, err) = run(dir.path(), &["check", "--color", when]);
        assert_eq!(err.contains('\u{1b}'), colour, "{when}: {err}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_is_coloured_unless_no_color_is_set() {
    let dir = folder(&[("book.toml", "x")]);
    for (no_color, colour) in [("", true), ("1", false)] {
        let command = format!("'{}' check", env!("CARGO_BIN_EXE_ladderbook"));
        // `script` runs a command on a terminal of its own.
        let output = Command::new("script")
            .args(["-qec", &command, "/dev/null"])
            .current_dir(dir.path())
            .env("NO_COLOR", no_color)
            .env("TERM", "xterm")
            .output()
            .unwrap();
        let shown = String::from_utf8_lossy(&output.stdout);
        assert!(shown.contains("invalid-toml"), "{shown}");
        assert_eq!(shown.contains("\u{1b}[1m"), colour, "NO_COLOR={no_color}: {shown}");
    }
}

#[test]
fn what_is_left_out_is_counted_and_listed() {
    let dir = folder(&[
        ("book.toml", "[book]\ntitle = \"T\"\n[build]\noverrides = false\n"),
        ("content/levels/ic/1-a.md", "---\ntitle: A\n---\n"),
        ("content/levels/ic/2-b.md", "---\ntitle: B\nstatus: draft\n---\n"),
        ("content/guides/pay.md", "---\nvisibility: internal\n---\n"),
        ("content/glossary.yaml", "terms:\n- {term: band, text: Pay., visibility: internal}\n"),
        ("content/chart.png", "png"),
    ]);
    let (code, out, err) = run(dir.path(), &["build"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let line =
        "left out: 2 internal, 1 draft, 1 file that no page refers to (`--left-out` lists them)\n";
    assert!(out.ends_with(line), "{out}");
    let (_, out, _) = run(dir.path(), &["build", "--left-out"]);
    let list = "  internal: content/glossary.yaml, glossary/band\n  internal: content/guides/pay.md\n  draft: content/levels/ic/2-b.md\n  not referred to: content/chart.png\n";
    assert!(out.ends_with(list), "{out}");

    for command in ["build", "check"] {
        let (code, _, err) = run(dir.path(), &[command, "--audience", "internal"]);
        assert_eq!(code, 1, "{err}");
        assert!(
            err.contains(
                "[forbidden-override]: this handbook does not allow `--audience internal`"
            ),
            "{err}"
        );
        assert!(err.contains("book.toml:4:13"), "{err}");
    }
    let (code, _, err) = run(dir.path(), &["build", "--audience", "company"]);
    assert_eq!(code, 2, "{err}");
    let (code, _, err) = run(dir.path(), &["build", "--base-url", "example.com"]);
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("write it in full"), "{err}");

    put(dir.path(), "book.toml", "book.title = \"T\"\n");
    let (code, out, err) = run(dir.path(), &["build", "--audience", "internal", "--drafts"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains(" pages for internal readers in public/ ("), "{out}");
    assert!(dir.path().join("public/guides/pay/index.html").is_file());
    let (code, out, err) = run(dir.path(), &["export", "json", "--drafts"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("ic/b") && !out.contains("guides/pay"), "{out}");
}

#[test]
fn a_book_in_a_folder_above_is_named() {
    let dir = folder(&[
        ("book.toml", "book.title = \"Ladder\"\n"),
        ("content/levels/ic/1-junior.md", "---\ntitle: Junior\n---\n"),
    ]);
    let levels = dir.path().join("content/levels");
    for (from, named, above) in [
        (levels.clone(), ".", "../.."),
        (levels, "ic", "../.."),
        (dir.path().join("content"), "levels/ic", ".."),
        (dir.path().to_owned(), "content/levels", "."),
    ] {
        for command in ["check", "build"] {
            let (code, _, err) = run(&from, &[command, named]);
            assert_eq!(code, 1, "{err}");
            assert!(err.contains(&format!("= help: there is one in `{above}`\n")), "{err}");
            // That there are no levels either follows from it.
            assert!(err.contains("\n1 error\n"), "{err}");
        }
    }
    let (_, _, err) = run(folder(&[]).path(), &["check"]);
    assert!(!err.contains("there is one in"), "{err}");
}

#[test]
fn an_option_of_another_command_is_told_to_be_one() {
    let dir = folder(&[]);
    for (arguments, tip) in [
        (["build", "-p"], "`-p` is an option of `ladderbook serve`"),
        (["build", "--fix"], "`--fix` is an option of `ladderbook check`"),
    ] {
        let (code, _, err) = run(dir.path(), &arguments);
        assert_eq!(code, 2);
        assert!(err.contains(tip) && !err.contains("-- -"), "{err}");
    }
    let (_, _, err) = run(dir.path(), &["build", "--nowhere"]);
    assert!(!err.contains("is an option of"), "{err}");
}

#[test]
fn a_readme_beside_an_index_is_left_out_and_said() {
    let dir = folder(&[
        ("book.toml", "book.title = \"Ladder\"\n"),
        ("content/levels/ic/1-junior.md", "---\ntitle: Junior\n---\n"),
        ("content/levels/ic/README.md", "# How to edit\n"),
        ("content/levels/ic/index.md", "# Engineers\n"),
        ("content/README.md", "# Home\n"),
    ]);
    let (code, out, err) = run(dir.path(), &["build", "--left-out"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("\n  not referred to: content/levels/ic/README.md\n"), "{out}");
    assert!(!out.contains("content/README.md"), "{out}");
}
