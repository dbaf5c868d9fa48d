//! Names of a project's files that other systems refuse, or take for one.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span};
use crate::file_names;
use crate::spelling::folded;
use crate::tree::{RelPath, Tree};

/// Reports names with which a project can be neither checked out nor built on some system. A folder is
/// reported once, however much is in it.
pub fn unportable(project: &Tree) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    let mut reported: HashSet<&str> = HashSet::new();
    let mut folders = Folders::default();
    for (path, _) in project.iter() {
        if let Some((until, why)) = file_names::unportable(path.as_str())
            && reported.insert(until)
        {
            let message =
                format!("`{}` is no name for every system: {why}", file_names::shown(until));
            diagnostics.push(
                Diagnostic::new(Code::UnportableName, message)
                    .at(start(path))
                    .help("rename it, so that the handbook can be read and built everywhere"),
            );
        }
        diagnostics.extend(folders.add(path));
    }
    diagnostics
}

/// Folders by what is left of their names where neither case nor the form of letters counts.
#[derive(Default)]
struct Folders<'a> {
    first: HashMap<String, (&'a str, &'a RelPath)>,
    last: &'a str,
}

impl<'a> Folders<'a> {
    /// Adds the folder of a file; the report if it has been seen in another spelling.
    fn add(&mut self, path: &'a RelPath) -> Option<Diagnostic> {
        let folder = path.folder();
        // The files of a folder follow one another.
        if std::mem::replace(&mut self.last, folder) == folder || folder.is_empty() {
            return None;
        }
        let (first, its_file) = *self.first.entry(folded(folder)).or_insert((folder, path));
        if first == folder {
            return None;
        }
        let message = format!("`{folder}` and `{first}` are one folder on some systems");
        let diagnostic = Diagnostic::new(Code::UnportableName, message)
            .at(start(path))
            .related(start(its_file), "in the other one")
            .help("spell both alike");
        Some(diagnostic)
    }
}

fn start(path: &RelPath) -> Place {
    Place::new(path, Span::default())
}
