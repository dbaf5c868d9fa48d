//! The current folder of a command may be removed, and made anew, while it runs or before it has begun.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::{cold, exit_code, files_of, published, put_all, version};

/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// `sh` in a folder that is gone by the time the command begins.
fn in_removed_folder(command: &str) -> Command {
    let mut shell = Command::new("sh");
    let script =
        format!("mkdir gone && cd gone && rmdir ../gone && exec \"$LADDERBOOK\" {command}");
    shell.args(["-c", &script]).env("LADDERBOOK", env!("CARGO_BIN_EXE_ladderbook"));
    shell
}

#[test]
fn a_folder_that_is_gone_does_no_harm() {
    let dir = tempfile::tempdir().unwrap();
    let project = dir.path().join("book");
    put_all(&project, &version(false));
    let command = format!("build '{}'", project.display());
    let output = in_removed_folder(&command).current_dir(dir.path()).output().unwrap();
    assert_eq!(exit_code(&output), 0, "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(Some(published(&files_of(&project.join("public")))), cold(&project));

    let output = in_removed_folder("build").current_dir(dir.path()).output().unwrap();
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(exit_code(&output), 2, "{words}");
    assert!(words.contains("the current folder has been removed"), "{words}");
    assert!(!words.contains("panicked"), "{words}");
}

/// `watch` or `serve`, started in the folder of its project.
struct Following {
    process: Child,
    lines: Receiver<String>,
}

impl Following {
    fn new(command: &str, project: &Path) -> Self {
        let mut ladderbook = Command::new(env!("CARGO_BIN_EXE_ladderbook"));
        ladderbook.arg(command).current_dir(project).stdin(Stdio::null());
        if command == "serve" {
            ladderbook.args(["--port", "0"]);
        }
        ladderbook.stdout(Stdio::null()).stderr(Stdio::piped());
        let mut process = ladderbook.spawn().unwrap();
        let (sender, lines) = channel();
        let errors = BufReader::new(process.stderr.take().unwrap());
        thread::spawn(move || {
            let _ = errors.lines().map_while(Result::ok).try_for_each(|it| sender.send(it));
        });
        Self { process, lines }
    }

    /// All that it has complained of so far.
    fn complaints(&self) -> Vec<String> {
        self.lines.try_iter().collect()
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn wait_for(what: &str, is_so: impl Fn() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < PATIENCE, "{what}");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_watched_folder_that_is_made_anew_is_followed() {
    let dir = tempfile::tempdir().unwrap();
    let (project, copy) = (dir.path().join("book"), dir.path().join("copy"));
    put_all(&project, &version(false));
    let public = project.join("public");
    let is_cold = || Some(published(&files_of(&public))) == cold(&project);
    let watch = Following::new("watch", &project);
    wait_for("the first site is written", is_cold);

    put_all(&copy, &version(true));
    fs::remove_dir_all(&project).unwrap();
    wait_for("it is said that the folder is gone", || {
        watch.complaints().iter().any(|it| it.contains("waiting for it to come back"))
    });
    fs::rename(&copy, &project).unwrap();
    wait_for("the new folder is written to, with its search index", is_cold);
    fs::write(project.join("content/guides/page-0.md"), "# Changed again\n").unwrap();
    wait_for("the new folder is followed", is_cold);
    let complaints = watch.complaints().join("\n");
    assert!(!complaints.contains("error"), "{complaints}");
}
