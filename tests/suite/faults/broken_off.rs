//! A build that is killed at a random moment: no file is torn, none is lost or without a name in the manifest,
//! and the next build gives the whole site.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use super::{OWN, Versions, exit_code, files_of, manifest, published, seed};

use crate::random::Random;
use crate::support::number;

/// The longest that a build is left alone, against how long one takes.
fn longest(versions: &Versions) -> Duration {
    versions.reset(Some("a"));
    let started = Instant::now();
    assert_eq!(exit_code(&versions.build("b").output().unwrap()), 0);
    started.elapsed()
}

#[test]
fn a_killed_build_loses_nothing() {
    let versions = Versions::new();
    let longest = u64::try_from(longest(&versions).as_micros()).unwrap();
    let mut random = Random::new(seed());
    let mut cut = 0;
    for trial in 0..number("LADDERBOOK_TRIALS").unwrap_or(8) {
        let start = (trial % 4 != 0).then_some("a");
        versions.reset(start);
        let before = manifest(&versions.output());
        let mut child = versions.build("b").spawn().unwrap();
        if trial % 2 == 0 {
            thread::sleep(Duration::from_micros(random.number() % longest));
        } else {
            // Right into the writing: the manifest is written first.
            let is_writing = || manifest(&versions.output()) != before;
            while child.try_wait().unwrap().is_none() && !is_writing() {}
            thread::sleep(Duration::from_micros(random.number() % 3000));
        }
        let _ = child.kill();
        child.wait().unwrap();

        let out = versions.out();
        let (named, is_finished) = manifest(&versions.output());
        cut += u32::from(!is_finished);
        for (path, bytes) in published(&out) {
            let is_whole =
                [&versions.a, &versions.b].iter().any(|it| it.get(&path) == Some(&bytes));
            assert!(is_whole, "trial {trial}: `{path}` is torn");
            assert!(named.contains(&path), "trial {trial}: nothing names `{path}`");
        }
        if start.is_some() {
            let kept = versions.a.keys().filter(|it| versions.b.contains_key(*it));
            kept.for_each(|path| {
                assert!(out.contains_key(path), "trial {trial}: `{path}` is lost")
            });
        }
        assert_eq!(exit_code(&versions.build("b").output().unwrap()), 0);
        let mended = versions.out();
        assert_eq!(published(&mended), versions.b, "trial {trial}");
        let own: Vec<&String> = mended.keys().filter(|it| it.contains(OWN)).collect();
        assert!(own.is_empty(), "trial {trial}: {own:?}");
        let beside = fs::read_dir(versions.dir.path()).unwrap().count();
        assert_eq!(beside, 4, "trial {trial}: two handbooks, the site and its manifest");
    }
    assert!(cut > 0, "no build was killed while it wrote");
}

#[test]
fn a_killed_init_is_taken_up_again() {
    let dir = tempfile::tempdir().unwrap();
    let init = |name: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_ladderbook"));
        command.arg("init").arg(dir.path().join(name)).stdout(std::process::Stdio::null());
        command
    };
    assert!(init("whole").status().unwrap().success());
    let whole = files_of(&dir.path().join("whole"));
    let mut random = Random::new(seed());
    for trial in 0..6 {
        let name = format!("cut-{trial}");
        let mut child = init(&name).spawn().unwrap();
        thread::sleep(Duration::from_micros(random.number() % 20_000));
        let _ = child.kill();
        child.wait().unwrap();
        let cut = published(&files_of(&dir.path().join(&name)));
        for (path, bytes) in &cut {
            assert_eq!(whole.get(path), Some(bytes), "trial {trial}: `{path}` is torn");
        }
        let is_done = cut.len() == whole.len();
        assert_eq!(init(&name).status().unwrap().success(), !is_done, "trial {trial}");
        assert_eq!(published(&files_of(&dir.path().join(&name))), whole, "trial {trial}");
    }
}
