//! The files that diagnostics are about, for all formats: where a place is, and how a path is shown.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostics, Place};
use crate::position::{Lines, Position, Unit};
use crate::text::clean;
use crate::tree::{RelPath, Tree};

/// The files that diagnostics are about, each with the starts of its lines.
pub struct Sources<'a> {
    /// What stands before each path.
    pub folder: &'a str,
    /// The whole project, for what fixes are found in.
    pub project: &'a Tree,
    files: BTreeMap<&'a RelPath, Lines<'a>>,
}

impl<'a> Sources<'a> {
    /// The files that the diagnostics of a project are about.
    pub fn new(diagnostics: &'a Diagnostics, project: &'a Tree, folder: &'a str) -> Self {
        let mut files = BTreeMap::new();
        for diagnostic in diagnostics.iter() {
            let related = diagnostic.related.iter().map(|related| &related.place);
            let repeats = diagnostic.repeats.iter().map(|(place, _)| place);
            for place in diagnostic.place.iter().chain(related).chain(repeats) {
                if let Some(file) = project.get(place.path.as_str()) {
                    files.entry(&place.path).or_insert_with(|| Lines::new(file.bytes()));
                }
            }
        }
        Self { folder, project, files }
    }

    /// A path as it can be followed, on one line of a terminal.
    pub fn shown_path(&self, path: &RelPath) -> String {
        clean(&format!("{}{path}", self.folder)).replace(['\n', '\t'], "\u{fffd}")
    }

    /// The lines of a file; `None` if it is not there.
    pub fn lines(&self, path: &RelPath) -> Option<&Lines<'a>> {
        self.files.get(path)
    }

    /// Where a place starts and ends; `None` if its file is not there.
    pub fn positions(&self, place: &Place) -> Option<(Position, Position)> {
        let lines = self.lines(&place.path)?;
        let range = lines.sound(place.span.start..place.span.end);
        let position = |offset| lines.position(offset, Unit::Character);
        Some((position(range.start), position(range.end)))
    }
}

/// On which lines places of a project stand. The lines of a file are counted once.
pub struct LineNumbers<'a> {
    project: &'a Tree,
    files: BTreeMap<RelPath, Lines<'a>>,
}

impl<'a> LineNumbers<'a> {
    /// Those of a project.
    pub fn new(project: &'a Tree) -> Self {
        Self { project, files: BTreeMap::new() }
    }

    /// The line in which a place begins, from 1; the first one if its file is not there.
    pub fn line(&mut self, place: &Place) -> usize {
        let lines = || {
            let file = self.project.get(place.path.as_str());
            Lines::new(file.map_or(&[][..], |file| file.bytes()))
        };
        let lines = self.files.entry(place.path.clone()).or_insert_with(lines);
        lines.position(place.span.start, Unit::Character).line
    }
}

/// Stands between a position of ours and the one that annotate-snippets puts behind each path, so that
/// the latter can be taken away.
pub const OWN_POSITION: char = '\u{fffe}';
