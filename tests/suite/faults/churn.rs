//! Files that come, go and turn into something else while they are read: a build ends with a site or a report.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Instant;

use super::{build, cold, exit_code, files_of, published, put_all, seed, version};
use crate::random::Random;
use crate::support::number;

/// Does something to a file of the project.
fn disturb(project: &Path, random: &mut Random) {
    let file = format!("content/guides/page-{}.md", random.within(0..30));
    let path = project.join(file);
    match random.within(0..8) {
        0 => drop(fs::remove_file(&path)),
        1 => drop(fs::rename(&path, project.join("content/guides/moved.md"))),
        2 => {
            let _ = fs::remove_file(&path);
            let _ = symlink("../index.md", &path);
        }
        3 => {
            let _ = fs::remove_file(&path);
            let _ = Command::new("mkfifo").arg(&path).status();
        }
        4 => {
            let _ = fs::remove_file(&path);
            let _ = fs::create_dir(&path);
        }
        5 => {
            let _ = fs::remove_dir(&path);
        }
        6 => {
            let _ = fs::remove_dir_all(project.join("content/deep"));
            let _ = fs::create_dir_all(project.join("content/deep/er"));
            let _ = fs::write(project.join("content/deep/er/page.md"), "# Deep\n");
        }
        _ => {
            // Nothing would ever read what is written into a pipe.
            let _ = fs::remove_file(&path);
            let _ =
                fs::write(&path, format!("# Page\n\n{}\n", "word ".repeat(random.within(0..3000))));
        }
    }
}

#[test]
fn files_that_change_while_they_are_read_do_no_harm() {
    let dir = tempfile::tempdir().unwrap();
    let (project, output) = (dir.path().join("book"), dir.path().join("out"));
    put_all(&project, &version(false));
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut random = Random::new(seed());
            while !is_over.load(Ordering::Relaxed) {
                disturb(&project, &mut random);
            }
        });
        for run in 0..number("LADDERBOOK_TRIALS").unwrap_or(8) {
            let started = Instant::now();
            let ended = build(&project, &output).output().unwrap();
            let words = String::from_utf8_lossy(&ended.stderr).into_owned();
            let code = exit_code(&ended);
            if code > 1 || words.contains("panicked") || started.elapsed().as_secs() > 60 {
                is_over.store(true, Ordering::Relaxed);
                panic!("run {run}: {code} after {:?}: {words}", started.elapsed());
            }
        }
        is_over.store(true, Ordering::Relaxed);
    });
    // Once it is quiet, the site is that of a cold build.
    for entry in fs::read_dir(project.join("content/guides")).unwrap() {
        let path = entry.unwrap().path();
        if !fs::symlink_metadata(&path).unwrap().is_file() {
            let _ = fs::remove_file(&path).or_else(|_| fs::remove_dir_all(&path));
        }
    }
    assert_eq!(exit_code(&build(&project, &output).output().unwrap()), 0);
    assert_eq!(Some(published(&files_of(&output))), cold(&project));
}
