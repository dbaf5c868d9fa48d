//! Tells cargo which folders the binary carries, so that a new file in them causes a build.

fn main() {
    for folder in ["themes/default", "content", "starters", "tests/diagnostics"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
