//! What can go wrong around a build: mistakes that only a disk finds, two runs at once, a run that is killed, a
//! disk that is full, files that change while they are read, a preview that runs for long.
//!
//! Chances are drawn from a seed, which a failure names: `LADDERBOOK_SEED=7` gives the same again.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod agree;
mod broken_off;
mod churn;
mod current_folder;
mod full;
mod results;
mod soak;
mod spooled;
mod two_at_once;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use ladderbook::config::Overrides;
use ladderbook::disk;
use ladderbook::memo::Memo;
use ladderbook::site;
use ladderbook::tree::Tree;
use tempfile::TempDir;

use crate::support::{number, project};

/// Files of a folder by path, with their bytes.
type Files = BTreeMap<String, Vec<u8>>;

/// What begins the names of files that are ladderbook's own, and no part of a site.
const OWN: &str = ".ladderbook-";

/// The seed of a run.
fn seed() -> u64 {
    number("LADDERBOOK_SEED").unwrap_or(1)
}

/// All files below a folder. One that vanishes meanwhile is none.
fn files_of(dir: &Path) -> Files {
    fn visit(dir: &Path, prefix: &str, files: &mut Files) {
        for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                visit(&entry.path(), &format!("{path}/"), files);
            } else if let Ok(bytes) = fs::read(entry.path()) {
                files.insert(path, bytes);
            }
        }
    }
    let mut files = Files::new();
    visit(dir, "", &mut files);
    files
}

/// The files that a manifest names, and whether the run that wrote it had finished.
type Manifest = (BTreeSet<String>, bool);

/// The manifest of a folder.
fn manifest(output: &Path) -> Manifest {
    let text = fs::read_to_string(disk::manifest_path(output)).unwrap_or_default();
    let named = text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect();
    (named, !text.contains("not finished"))
}

/// The files of a site without ladderbook's own, and without those that wait in folders of its own.
fn published(files: &Files) -> Files {
    let is_own = |path: &str| path.split('/').any(|name| name.starts_with(OWN));
    files.iter().filter(|(path, _)| !is_own(path)).map(|(a, b)| (a.clone(), b.clone())).collect()
}

/// A handbook of some pages, in one of two versions: the second has another title and one page less.
fn version(second: bool) -> Tree {
    let mut files = vec![
        ("content/index.md".to_owned(), "Welcome.\n".to_owned()),
        (
            "content/glossary.yaml".to_owned(),
            "terms:\n- {term: bus factor, text: Few.}\n".to_owned(),
        ),
    ];
    for (number, title) in ["Junior", "Mid", "Senior", "Staff"].iter().enumerate() {
        let path = format!("content/levels/ic/{}-{}.md", number + 1, title.to_lowercase());
        let text = format!("---\ntitle: {title}\n---\n\n## Code\n\n- Writes code as {title}\n");
        files.push((path, text));
    }
    for page in 0..20 {
        let text = format!("# Page {page}\n\nSome words about the bus factor.\n");
        files.push((format!("content/guides/page-{page}.md"), text));
    }
    let title = if second { "Second" } else { "First" };
    files.push(("book.toml".to_owned(), format!("[book]\ntitle = \"{title}\"\n")));
    if !second {
        files.push(("content/guides/withdrawn.md".to_owned(), "# Gone\n\nSECRET\n".to_owned()));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    project(&files)
}

/// A folder with both versions, built: `a` and `b`.
struct Versions {
    dir: TempDir,
    a: Files,
    b: Files,
}

impl Versions {
    fn new() -> Self {
        Self::with_files(0)
    }

    /// With so many files that are only copied.
    fn with_files(copied: usize) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let copied: Vec<String> = (0..copied).map(|it| format!("content/files/{it}.txt")).collect();
        let copied: Vec<_> = copied.iter().map(|path| (path.as_str(), path.as_str())).collect();
        let copied = project(&copied);
        let built = |name: &str, second: bool| {
            let project = dir.path().join(name);
            put_all(&project, &copied.overlay(&version(second)));
            let output = project.join("public");
            assert_eq!(exit_code(&build(&project, &output).output().unwrap()), 0);
            published(&files_of(&output))
        };
        let (a, b) = (built("a", false), built("b", true));
        assert!(a.len() > 30 && a.len() != b.len() && a["index.html"] != b["index.html"]);
        Self { dir, a, b }
    }

    /// `build` of one of the two into the folder `out`.
    fn build(&self, name: &str) -> Command {
        build(&self.dir.path().join(name), &self.output())
    }

    fn output(&self) -> PathBuf {
        self.dir.path().join("out")
    }

    /// Makes `out` the finished site of one of the two, or nothing.
    fn reset(&self, to: Option<&str>) {
        let out = self.output();
        let _ = fs::remove_dir_all(&out);
        let _ = fs::remove_file(disk::manifest_path(&out));
        if let Some(name) = to {
            assert_eq!(exit_code(&self.build(name).output().unwrap()), 0);
        }
    }

    fn out(&self) -> Files {
        files_of(&self.output())
    }
}

fn put_all(dir: &Path, files: &Tree) {
    for (path, file) in files.iter() {
        let path = dir.join(path.as_str());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, file.bytes()).unwrap();
    }
}

fn build(project: &Path, output: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ladderbook"));
    command.arg("build").arg(project).arg("--output").arg(output).stdin(Stdio::null());
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

fn exit_code(output: &Output) -> i32 {
    output.status.code().unwrap_or_else(|| panic!("it was killed: {output:?}"))
}

/// What `build` and `watch` say of a site that no option is given for.
pub fn published_as() -> Overrides {
    Overrides { fingerprinted_assets: true, ..Overrides::default() }
}

/// What a cold build of a project on a disk gives, if it has no errors.
fn cold(dir: &Path) -> Option<Files> {
    let (project, found) = disk::read(dir).unwrap();
    let build = site::build_with(&project, &published_as(), &mut Memo::default());
    let problems = site::all_problems(found, build.diagnostics.clone());
    let whole = build.output.overlay(&site::search(&build).unwrap());
    let files = whole.iter().map(|(path, file)| (path.to_string(), file.bytes().to_vec()));
    (!problems.has_errors()).then(|| files.collect())
}
