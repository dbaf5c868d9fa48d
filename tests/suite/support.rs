//! The one helper that knows the API.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::DeflateDecoder;
use ladderbook::diagnostic::Diagnostics;
use ladderbook::disk;
use ladderbook::memo::Memo;
use ladderbook::report::{self, ReportOptions};
use ladderbook::site::{self, Build};
use ladderbook::tree::Tree;

/// The root of the repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A project of these files; book.toml has a title unless it is among them.
pub fn project(files: &[(&str, &str)]) -> Tree {
    let book = Tree::from_texts([("book.toml", "book.title = \"Test\"\n")]);
    book.overlay(&Tree::from_texts(files.iter().copied()))
}

/// Builds a project without remembering anything.
pub fn build(project: &Tree) -> Build {
    site::build(project, &mut Memo::default())
}

/// The report for people, without colour.
pub fn report(diagnostics: &Diagnostics, project: &Tree) -> String {
    report::report(diagnostics, project, ReportOptions::default())
}

/// A file of the output as text.
pub fn text(output: &Tree, path: &str) -> String {
    let file = output.get(path).unwrap_or_else(|| panic!("no `{path}` in the output"));
    String::from_utf8(file.bytes().to_vec()).expect("output is UTF-8")
}

/// The exported handbook.
pub fn json(output: &Tree) -> serde_json::Value {
    serde_json::from_str(&text(output, "api/handbook.json")).expect("valid JSON")
}

/// A level of the exported handbook.
pub fn level<'j>(json: &'j serde_json::Value, id: &str) -> &'j serde_json::Value {
    let levels = json["levels"].as_array().expect("levels");
    levels.iter().find(|level| level["id"] == id).unwrap_or_else(|| panic!("no level `{id}`"))
}

/// Whether expectations are to be overwritten with what is found.
pub fn blessing() -> bool {
    std::env::var_os("LADDERBOOK_BLESS").is_some()
}

/// A published ladder, and its folder. They lie beside the repository, or where `LADDERBOOK_CORPUS` says. What
/// needs one is ignored by `cargo test`; `tests/run` asks for it where they are.
pub fn published(name: &str) -> (Tree, PathBuf) {
    let folder = std::env::var_os("LADDERBOOK_CORPUS")
        .map_or_else(|| root().join("../shared/corpus"), PathBuf::from)
        .join(name);
    assert!(folder.is_dir(), "the published ladder is not at {}", folder.display());
    let (project, found) = disk::read(&folder).expect("a project");
    assert!(found.is_empty(), "{name}: {found:?}");
    (project, folder)
}

/// The number in an environment variable; `None` if it is not set.
pub fn number(variable: &str) -> Option<u64> {
    let value = std::env::var(variable).ok()?;
    Some(value.parse().unwrap_or_else(|_| panic!("{variable}={value} is not a number")))
}

/// All files below a folder with this extension, sorted.
pub fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The files of an archive, as a workbook is one: what its directory at the end names.
pub fn unzipped(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let number = |at: usize, size: usize| {
        let digits = bytes[at..at + size].iter().rev();
        digits.fold(0, |number, digit| number << 8 | usize::from(*digit))
    };
    let end = bytes.windows(4).rposition(|it| it == b"PK\x05\x06").expect("the end of an archive");
    let mut at = number(end + 16, 4);
    let mut files = Vec::new();
    for _ in 0..number(end + 10, 2) {
        let [name, extra, comment] = [28, 30, 32].map(|field| number(at + field, 2));
        let path = String::from_utf8_lossy(&bytes[at + 46..at + 46 + name]).into_owned();
        let (packed, local) = (number(at + 20, 4), number(at + 42, 4));
        let start = local + 30 + number(local + 26, 2) + number(local + 28, 2);
        let content = &bytes[start..start + packed];
        let mut file = Vec::new();
        match number(at + 10, 2) {
            0 => file.extend_from_slice(content),
            _ => drop(DeflateDecoder::new(content).read_to_end(&mut file).expect("packed bytes")),
        }
        files.push((path, file));
        at += 46 + name + extra + comment;
    }
    files
}
