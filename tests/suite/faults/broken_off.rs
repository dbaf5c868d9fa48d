//! A build that is killed at a random moment: no file is torn, none is lost or without a name in the manifest,
//! and the next build gives the whole site.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::{Manifest, OWN, Versions, exit_code, files_of, manifest, published, seed};

use crate::random::Random;
use crate::support::number;

/// How long a build over a site takes that nothing breaks off: until it begins to write, and from then on.
fn phases(versions: &Versions) -> (Duration, Duration) {
    versions.reset(Some("a"));
    let started = Instant::now();
    let mut child = start(versions);
    wait_for_writing(versions, &mut child, &manifest(&versions.output()));
    let reading = started.elapsed();
    assert!(child.wait().unwrap().success());
    (reading, started.elapsed() - reading)
}

fn start(versions: &Versions) -> Child {
    versions.build("b").stderr(Stdio::null()).spawn().unwrap()
}

/// Waits until a build writes, which begins with the manifest, or has ended.
fn wait_for_writing(versions: &Versions, child: &mut Child, before: &Manifest) {
    while child.try_wait().unwrap().is_none() && manifest(&versions.output()) == *before {}
}

/// A moment within a span of time.
fn moment(random: &mut Random, within: Duration) -> Duration {
    let within = u64::try_from(within.as_micros()).unwrap().max(1);
    Duration::from_micros(random.number() % within)
}

#[test]
fn a_killed_build_loses_nothing() {
    // So many files that writing takes a while, and a build can be met at it.
    let versions = Versions::with_files(200);
    let (reading, writing) = phases(&versions);
    let mut random = Random::new(seed());
    let trials = number("LADDERBOOK_TRIALS").unwrap_or(8);
    let mut cut = 0;
    // A machine with other work may wake this test late each time: it then tries again, and sooner after the first file.
    let mut late = 0;
    let mut trial = 0;
    while trial < trials || (cut == 0 && late < 40) {
        let from = (trial % 4 != 0).then_some("a");
        versions.reset(from);
        let before = manifest(&versions.output());
        let mut child = start(&versions);
        let is_at_writing = trial % 2 == 1 || trial >= trials;
        if is_at_writing {
            wait_for_writing(&versions, &mut child, &before);
            thread::sleep(moment(&mut random, writing / (1 + late)));
        } else {
            thread::sleep(moment(&mut random, reading + writing));
        }
        let _ = child.kill();
        child.wait().unwrap();
        let (_, is_finished) = manifest(&versions.output());
        cut += u32::from(!is_finished);
        late += u32::from(is_finished && is_at_writing);

        assert_nothing_lost(&versions, from, trial);
        assert_eq!(exit_code(&versions.build("b").output().unwrap()), 0);
        assert_mended(&versions, trial);
        trial += 1;
    }
    assert!(cut > 0, "no build of {trial} was killed while it wrote");
}

/// Holds after a kill: each file is whole and named by the manifest, and none of the site before is missing.
fn assert_nothing_lost(versions: &Versions, from: Option<&str>, trial: u64) {
    let out = versions.out();
    let (named, _) = manifest(&versions.output());
    for (path, bytes) in published(&out) {
        let is_whole = [&versions.a, &versions.b].iter().any(|it| it.get(&path) == Some(&bytes));
        assert!(is_whole, "trial {trial}: `{path}` is torn");
        assert!(named.contains(&path), "trial {trial}: nothing names `{path}`");
    }
    if from.is_some() {
        let kept = versions.a.keys().filter(|it| versions.b.contains_key(*it));
        kept.for_each(|path| assert!(out.contains_key(path), "trial {trial}: `{path}` is lost"));
    }
}

/// Holds after the next build: the site is the whole second version, with nothing of ladderbook's own left in it.
fn assert_mended(versions: &Versions, trial: u64) {
    let mended = versions.out();
    assert_eq!(published(&mended), versions.b, "trial {trial}");
    let own: Vec<&String> = mended.keys().filter(|it| it.contains(OWN)).collect();
    assert!(own.is_empty(), "trial {trial}: {own:?}");
    let beside = fs::read_dir(versions.dir.path()).unwrap().count();
    assert_eq!(beside, 4, "trial {trial}: two handbooks, the site and its manifest");
}

#[test]
fn a_killed_init_is_taken_up_again() {
    let dir = tempfile::tempdir().unwrap();
    let init = |name: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ladderbook"));
        command.arg("init").arg(dir.path().join(name)).stdout(Stdio::null());
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
