//! What a run says where its result cannot be shown, or its reader is a program.

use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::{exit_code, put_all, version};

fn ladderbook(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ladderbook"));
    command.args(arguments).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_printed_is_named() {
    let dir = tempfile::tempdir().unwrap();
    put_all(dir.path(), &version(false));
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut build = ladderbook(&["build"]);
    let output = build.arg(dir.path()).stdout(full).output().unwrap();
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(exit_code(&output), 2);
    assert!(words.starts_with("error: cannot print the result, which is: "), "{words}");
    assert!(words.contains(" pages in ") && words.contains(" files written"), "{words}");
    assert!(dir.path().join("public/index.html").is_file());
}

#[test]
fn colour_can_be_forced() {
    let dir = tempfile::tempdir().unwrap();
    put_all(dir.path(), &version(false));
    fs::write(dir.path().join("book.toml"), "x").unwrap();
    let is_coloured = |force: &str, no_color: &str| {
        let mut check = ladderbook(&["check"]);
        check.arg(dir.path()).env("CLICOLOR_FORCE", force).env("NO_COLOR", no_color);
        check.output().unwrap().stderr.contains(&0x1b)
    };
    assert!(is_coloured("1", ""));
    assert!(!is_coloured("0", "") && !is_coloured("", "") && !is_coloured("1", "1"));
}

#[test]
fn commands_for_a_runner_have_no_controls() {
    let dir = tempfile::tempdir().unwrap();
    put_all(dir.path(), &version(false));
    let text = "---\ntitle: \"\\e[31mRed\\a\"\nnext: \"\\e]0;x\\a\"\n---\n";
    fs::write(dir.path().join("content/levels/ic/9-red.md"), text).unwrap();
    let output = ladderbook(&["check", "--format", "github"]).arg(dir.path()).output().unwrap();
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(words.contains("/content/levels/ic/9-red.md,line=3"), "{words}");
    assert!(!words.contains(|it: char| it.is_control() && it != '\n'), "{words:?}");
}

/// A folder that is restored from elsewhere has no manifest beside it.
#[test]
fn a_lost_manifest_is_told_once_for_each_change() {
    let dir = tempfile::tempdir().unwrap();
    put_all(dir.path(), &version(false));
    assert!(
        ladderbook(&["build"]).arg(dir.path()).stdout(Stdio::null()).status().unwrap().success()
    );
    fs::remove_file(ladderbook::disk::manifest_path(&dir.path().join("public"))).unwrap();
    let log = dir.path().join("log");
    let mut watch = ladderbook(&["watch"]);
    let errors = fs::File::create(&log).unwrap();
    let mut watch = watch.arg(dir.path()).stdout(Stdio::null()).stderr(errors).spawn().unwrap();
    let said = |words: &str| fs::read_to_string(&log).unwrap().matches(words).count();
    let started = Instant::now();
    while said("the next change is another try") == 0 && started.elapsed().as_secs() < 30 {
        thread::sleep(Duration::from_millis(20));
    }
    // As long as it takes to make a search index, and to write it.
    thread::sleep(Duration::from_secs(3));
    let _ = watch.kill();
    watch.wait().unwrap();
    assert_eq!(said("but the list of its files, `"), 1);
}
