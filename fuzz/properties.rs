//! What holds for any bytes. Shared by the fuzzer and by the tests of the package.

use std::cell::RefCell;
use std::sync::Arc;

use ladderbook::diagnostic::{Diagnostics, Place};
#[cfg(feature = "sheets")]
use ladderbook::import;
use ladderbook::memo::Memo;
use ladderbook::report::{self, Format, ReportOptions};
use ladderbook::serve::Snapshot;
use ladderbook::site;
use ladderbook::tree::{File, RelPath, Tree};

/// Files of a project, one of each kind.
pub const FILES: [&str; 12] = [
    "content/levels/ic/1-junior.md",
    "content/page.md",
    "book.toml",
    "content/tracks.yaml",
    "content/competencies.yaml",
    "content/scales.yaml",
    "content/glossary.yaml",
    "content/moves/junior--senior.md",
    "content/competencies/code.md",
    "content/index.md",
    "themes/mine/templates/page.html",
    "themes/mine/i18n/en.toml",
];

/// A project that has something of everything, so that what is put into it meets what it may refer to.
pub fn project() -> Tree {
    Tree::from_texts([
        ("book.toml", "book.title = \"T\"\nbuild.theme = \"mine\"\nsearch.enabled = false\n"),
        (
            "content/levels/ic/1-junior.md",
            "---\ntitle: Junior\n---\n\n## Code\n\n- Writes code {#writes}\n",
        ),
        (
            "content/levels/ic/2-senior.md",
            "---\ntitle: Senior\n---\n\n## Code\n\n- Reads code {replaces=writes}\n",
        ),
        ("content/page.md", "# Page\n\n[[senior]] and [[bus factor]]\n"),
        ("content/glossary.yaml", "terms:\n- {term: bus factor, text: Few.}\n"),
        ("themes/mine/assets/mine.css", "p { color: red }\n"),
    ])
}

/// Puts bytes into the file that the first of them chooses, and builds.
pub fn file(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let mut project = project();
    put(&mut project, FILES[usize::from(*first) % FILES.len()], rest);
    build(&project);
}

/// Parts bytes at each `0xff` into files, each of which begins with the byte that chooses its path, and builds.
pub fn several(bytes: &[u8]) {
    let mut project = project();
    for part in bytes.split(|byte| *byte == 0xff) {
        let Some((first, rest)) = part.split_first() else { continue };
        put(&mut project, FILES[usize::from(*first) % FILES.len()], rest);
    }
    build(&project);
}

/// Reads bytes as a table. One from elsewhere makes a handbook that builds; one that came from `export` is merged into
/// the project, which is free of errors before and after.
#[cfg(feature = "sheets")]
pub fn sheet(bytes: &[u8]) {
    match import::exported("sheet", bytes, &[]) {
        Ok(Some(exported)) => {
            for delete in [false, true] {
                let options = import::MergeOptions { delete };
                let merged = import::merge(&exported, &project(), options);
                let merged = merged.expect("the project has no errors");
                let diagnostics = build(&merged.tree);
                assert!(!diagnostics.has_errors(), "{diagnostics:?}\n{:?}", merged.tree);
            }
        }
        Ok(None) => {
            if let Ok(imported) = import::import("sheet", bytes, &import::Options::default()) {
                build(&imported.tree);
            }
        }
        Err(message) => assert!(!message.is_empty()),
    }
}

/// Asks a preview for an address.
pub fn address(bytes: &[u8]) {
    let Ok(path) = std::str::from_utf8(bytes) else { return };
    let site = Tree::from_texts([
        ("index.html", ""),
        ("404.html", ""),
        ("a/b/index.html", ""),
        ("ä b.css", ""),
    ]);
    let snapshot = Snapshot {
        index: Tree::default(),
        epoch: 1,
        site: Some(Arc::new(site)),
        base_path: "/careers/".to_owned(),
        problems: None,
    };
    let _ = snapshot.look_up(path);
}

fn put(project: &mut Tree, path: &str, bytes: &[u8]) {
    project.insert(RelPath::new(path).expect("a path"), File::new(bytes));
}

thread_local! {
    /// Most inputs leave the theme alone, and to read it takes most of a build. So changes are tried as `serve` builds them.
    static MEMO: RefCell<Memo> = RefCell::default();
}

/// Builds a project and looks at all that comes of it; returns what was found.
fn build(project: &Tree) -> Diagnostics {
    let build = MEMO.with_borrow_mut(|memo| site::build(project, memo));
    for found in build.diagnostics.iter() {
        let related = found.related.iter().map(|it| &it.place);
        let repeats = found.repeats.iter().map(|(place, _)| place);
        for place in found.place.iter().chain(related).chain(repeats) {
            assert!(
                is_inside(place, project),
                "{:?} of {found:?} is outside its file",
                place.exact()
            );
        }
    }
    for (_, format) in Format::ALL {
        let options = ReportOptions { format, ..ReportOptions::default() };
        let text = report::report(&build.diagnostics, project, options);
        assert!(!text.contains(|it: char| it.is_control() && it != '\n' && it != '\t'), "{text:?}");
    }
    if build.diagnostics.has_errors() {
        return build.diagnostics;
    }
    for (path, file) in build.output.iter().filter(|(path, _)| path.extension() == "json") {
        let json: Result<serde_json::Value, _> = serde_json::from_slice(file.bytes());
        assert!(json.is_ok(), "{path}: {json:?}");
    }
    build.diagnostics
}

/// Whether a place is one of its file. One of a file that is not there, or of the built-in theme, is shown without lines.
fn is_inside(place: &Place, project: &Tree) -> bool {
    let Some(file) = project.get(place.path.as_str()) else { return true };
    place.span.start <= place.span.end && place.span.end <= file.bytes().len()
}
