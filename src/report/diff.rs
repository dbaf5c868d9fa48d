//! What changes between two versions of a project, as `diff -u` shows it.

use similar::TextDiff;

use super::sources::Sources;
use crate::diagnostic::Diagnostics;
use crate::text::clean;
use crate::tree::{Change, File, Tree};

/// A unified diff of the files that both trees have. `folder` stands before each path.
pub fn diff(old: &Tree, new: &Tree, folder: &str) -> String {
    let none = Diagnostics::default();
    let sources = Sources::new(&none, old, folder);
    let mut text = String::new();
    for change in old.diff(new) {
        let Change::Changed(path, file) = change else { continue };
        let before = old.get(path.as_str()).map(as_text).unwrap_or_default();
        let after = as_text(file);
        let path = sources.shown_path(path);
        let lines = TextDiff::from_lines(&before, &after);
        text.push_str(&lines.unified_diff().header(&path, &path).to_string());
    }
    // The carriage return of a line break would send the cursor of a terminal back.
    clean(&text.replace("\r\n", "\n")).into_owned()
}

fn as_text(file: &File) -> String {
    String::from_utf8_lossy(file.bytes()).into_owned()
}
