//! A disk that is full: each file is the old one or the new one, and once there is room the next build gives the
//! whole site. Where a test may not make a small disk of its own, it says so.

use std::fs;
use std::process::Command;

use super::{OWN, Versions, exit_code, files_of, published};

/// Whether a process may make a file system of its own here.
fn may_mount() -> bool {
    let command = ["--user", "--map-root-user", "--mount", "true"];
    Command::new("unshare").args(command).status().is_ok_and(|it| it.success())
}

/// Builds the first version onto a disk of some size, then the second over what has become of it, and copies
/// what is there after each to `first` and `second`, with the exit code. Then makes room, and builds again.
const SCRIPT: &str = r#"
set -e
cd "$1"
mkdir -p disk first second third
mount -t tmpfs -o size="$2"k none disk
step() {
  code=0
  "$LADDERBOOK" build "$1" --output disk/out >/dev/null 2>"$2/words" || code=$?
  echo "$code" > "$2/code"
  cp -a disk/out "$2/" 2>/dev/null || true
}
step a first
step b second
mount -o remount,size=50m disk
step b third
"#;

#[test]
fn a_full_disk_tears_nothing() {
    if !may_mount() {
        eprintln!("left out: no disk can be made here (unshare)");
        return;
    }
    let versions = Versions::new();
    let dir = versions.dir.path();
    let size = |files: &super::Files| -> usize {
        files.values().map(|it| it.len().div_ceil(4096) * 4).sum::<usize>()
    };
    let whole = size(&versions.a);
    let mut refused = 0;
    for part in [2, 20, 60, 95, 110] {
        let kilobytes = (whole * part / 100).max(8).to_string();
        for step in ["disk", "first", "second", "third"] {
            let _ = fs::remove_dir_all(dir.join(step));
        }
        let script = ["--user", "--map-root-user", "--mount", "sh", "-c", SCRIPT, "sh"];
        let output = Command::new("unshare")
            .args(script)
            .args([dir.as_os_str(), kilobytes.as_ref()])
            .env("LADDERBOOK", env!("CARGO_BIN_EXE_ladderbook"))
            .output()
            .unwrap();
        assert_eq!(exit_code(&output), 0, "{kilobytes} kB: {output:?}");
        for step in ["first", "second", "third"] {
            let code = fs::read_to_string(dir.join(step).join("code")).unwrap();
            let words = fs::read_to_string(dir.join(step).join("words")).unwrap();
            let all = files_of(&dir.join(step).join("out"));
            let waiting: Vec<&String> = all.keys().filter(|it| it.contains(OWN)).collect();
            assert!(waiting.is_empty(), "{kilobytes} kB, {step}: {waiting:?}");
            let out = published(&all);
            for (path, bytes) in &out {
                let versions = [&versions.a, &versions.b];
                let is_whole = versions.iter().any(|it| it.get(path) == Some(bytes));
                assert!(is_whole, "{kilobytes} kB, {step}: `{path}` is torn");
            }
            match code.trim() {
                "0" => assert_eq!(&out, if step == "first" { &versions.a } else { &versions.b }),
                "2" => {
                    assert!(step != "third", "{kilobytes} kB: {words}");
                    assert!(words.contains("cannot "), "{words}");
                    refused += 1;
                }
                code => panic!("{kilobytes} kB, {step}: {code}: {words}"),
            }
        }
    }
    assert!(refused > 3, "the disks were too large");
}
