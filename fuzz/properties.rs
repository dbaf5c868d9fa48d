//! What holds for any bytes. Shared by the fuzzer and by the tests of the package.

use ladderbook::diagnostic::Place;
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
fn project() -> Tree {
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
        site: Some(site),
        base_path: "/careers/".to_owned(),
        problems: None,
    };
    let _ = snapshot.look_up(path);
}

fn put(project: &mut Tree, path: &str, bytes: &[u8]) {
    project.insert(RelPath::new(path).expect("a path"), File::new(bytes));
}

/// Builds a project and looks at all that comes of it.
fn build(project: &Tree) {
    let build = site::build(project, &mut Memo::default());
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
        return;
    }
    for (path, file) in build.output.iter().filter(|(path, _)| path.extension() == "json") {
        let json: Result<serde_json::Value, _> = serde_json::from_slice(file.bytes());
        assert!(json.is_ok(), "{path}: {json:?}");
    }
}

/// Whether a place is one of its file. One of a file that is not there, or of the built-in theme, is shown without lines.
fn is_inside(place: &Place, project: &Tree) -> bool {
    let Some(file) = project.get(place.path.as_str()) else { return true };
    place.span.start <= place.span.end && place.span.end <= file.bytes().len()
}
