//! Two runs that write to one folder: one waits for the other, and the site is that of the last.

use std::process::Child;

use super::{Versions, exit_code, manifest, published};
use crate::support::number;

/// How often each pair is tried.
fn trials() -> u64 {
    number("LADDERBOOK_TRIALS").unwrap_or(4)
}

fn try_pair(versions: &Versions, pair: [&str; 2], start: Option<&str>) {
    for trial in 0..trials() {
        versions.reset(start);
        let both: Vec<Child> = pair.map(|it| versions.build(it).spawn().unwrap()).into();
        for child in both {
            let output = child.wait_with_output().unwrap();
            let words = String::from_utf8_lossy(&output.stderr);
            assert_eq!(exit_code(&output), 0, "trial {trial}: {words}");
        }
        let out = versions.out();
        let site = published(&out);
        assert!(site == versions.a || site == versions.b, "trial {trial}: a mixture");
        let (named, is_finished) = manifest(&versions.output());
        assert!(is_finished);
        assert!(site.keys().eq(&named), "trial {trial}: the manifest names other files");
        // Nothing of a run is left, and the manifest is no part of the site.
        assert_eq!(out.len(), site.len(), "trial {trial}");
    }
}

#[test]
fn one_version_over_its_site() {
    try_pair(&Versions::new(), ["b", "b"], Some("a"));
}

#[test]
fn two_versions_into_nothing() {
    try_pair(&Versions::new(), ["a", "b"], None);
}

#[test]
fn two_versions_over_a_site() {
    try_pair(&Versions::new(), ["b", "a"], Some("a"));
}
