//! What is built into the binary: the default theme, the sample handbook, the manual of diagnostics.

use include_dir::{Dir, include_dir};

use crate::diagnostic::Code;
use crate::tree::{File, RelPath, Tree};

static THEME: Dir = include_dir!("$CARGO_MANIFEST_DIR/themes/default");
static SAMPLE: Dir = include_dir!("$CARGO_MANIFEST_DIR/content");
static SAMPLE_BOOK: &[u8] = include_bytes!("../book.toml");
static STARTERS: Dir = include_dir!("$CARGO_MANIFEST_DIR/starters");
static MANUAL: Dir = include_dir!("$CARGO_MANIFEST_DIR/tests/diagnostics");

/// The default theme, from its own folder on.
pub fn theme() -> Tree {
    tree(&THEME)
}

/// The sample handbook as a project: book.toml and content/.
pub fn sample() -> Tree {
    let mut sample: Tree =
        tree(&SAMPLE).iter().map(|(path, file)| (path.below("content"), file.clone())).collect();
    if let Some(path) = RelPath::new("book.toml") {
        sample.insert(path, File::new(SAMPLE_BOOK));
    }
    sample
}

/// A smaller handbook to start from, one of the folders below starters/; empty if there is none of that name.
pub fn starter(name: &str) -> Tree {
    tree(&STARTERS).folder(name)
}

/// The long text of a diagnostic as Markdown: what the manual says before its first test case.
pub fn explanation(code: Code) -> Option<&'static str> {
    let text = MANUAL.get_file(format!("{code}.md"))?.contents_utf8()?;
    Some(text.split_once("\n## ").map_or(text, |(explanation, _)| explanation).trim_end())
}

fn tree(dir: &Dir<'static>) -> Tree {
    let mut tree = Tree::default();
    let mut folders = vec![dir];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files() {
            let path = file.path().to_string_lossy().replace('\\', "/");
            if let Some(path) = RelPath::new(&path) {
                tree.insert(path, File::new(file.contents()));
            }
        }
    }
    tree
}
