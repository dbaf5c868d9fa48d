//! The headings of a level's file, each with what stands below it.

use std::collections::HashMap;

use super::item::line_end;
use crate::config::{self, Audience};
use crate::diagnostic::Place;
use crate::read::{Parsed, ReadOptions, parse};
use crate::tree::{RelPath, Tree};

/// How the files of a project are read by who edits them: with all that is internal.
pub fn options(project: &Tree) -> ReadOptions {
    let (mut config, _) = config::read(project);
    config.build.audience = Audience::Internal;
    ReadOptions::of(&config)
}

/// A heading with what stands below it, up to the next one of any rank.
#[derive(Debug)]
pub struct Section {
    /// 2 for an H2.
    pub depth: u8,
    pub title: String,
    /// Where the line of the heading begins.
    pub start: usize,
    /// Behind the heading.
    pub body: usize,
    /// Where the next heading begins, or the file ends.
    pub end: usize,
    /// The number of the first section behind it and all that are deeper.
    behind: usize,
    /// The number of the highest section that it is part of.
    root: usize,
}

/// The sections of a file, in its order.
#[derive(Debug)]
pub struct Outline {
    pub sections: Vec<Section>,
}

impl Outline {
    /// The sections of the file of a level; `None` if it is none.
    pub fn read(path: &RelPath, project: &Tree, options: &ReadOptions) -> Option<Self> {
        let file = project.get(path.as_str())?;
        let source = file.text()?;
        let Parsed::Level(level) = parse(path, file, options).parsed else { return None };
        let mut sections: Vec<Section> = Vec::new();
        for heading in level.file_headings() {
            let start = source[..heading.span.start].rfind('\n').map_or(0, |at| at + 1);
            let written = source[..heading.span.end].trim_end().len();
            if let Some(last) = sections.last_mut() {
                last.end = start;
            }
            let (depth, title) = (heading.depth, heading.title);
            let body = line_end(source, written.max(heading.span.start));
            let at = sections.len();
            let root = sections.last().filter(|_| depth > 2).map_or(at, |above| above.root);
            let (end, behind) = (source.len(), 0);
            sections.push(Section { depth, title, start, body, end, behind, root });
        }
        close(&mut sections);
        Some(Self { sections })
    }

    /// The section whose heading stands at a place.
    pub fn at(&self, place: &Place) -> Option<usize> {
        let start = place.span.start;
        let at = self.sections.partition_point(|it| it.start <= start).checked_sub(1)?;
        (start < self.sections[at].body).then_some(at)
    }

    /// The first section behind another one and all that are deeper.
    pub fn behind(&self, at: usize) -> usize {
        self.sections[at].behind
    }

    /// Where a section ends with all that are deeper.
    pub fn end(&self, at: usize) -> usize {
        self.sections[self.behind(at) - 1].end
    }

    /// The highest section that one is part of.
    pub fn root(&self, at: usize) -> usize {
        self.sections[at].root
    }

    /// The headings inside a cell.
    pub fn groups(&self, cell: usize) -> Groups<'_> {
        let mut groups = HashMap::new();
        let mut path: Vec<usize> = Vec::new();
        for at in cell + 1..self.behind(cell) {
            path.retain(|it| self.sections[*it].depth < self.sections[at].depth);
            path.push(at);
            let titles = path.iter().map(|it| self.sections[*it].title.as_str());
            groups.entry(titles.collect()).or_insert(at);
        }
        Groups { cell, groups }
    }
}

/// The first section below each path of headings inside a cell.
pub struct Groups<'o> {
    cell: usize,
    groups: HashMap<Vec<&'o str>, usize>,
}

impl Groups<'_> {
    /// The heading that these groups lead to, and how many of them there are: all, or the first.
    pub fn find(&self, groups: &[String]) -> (usize, usize) {
        let titles: Vec<&str> = groups.iter().map(String::as_str).collect();
        let known = |count: usize| Some((*self.groups.get(&titles[..count])?, count));
        (1..=titles.len()).rev().find_map(known).unwrap_or((self.cell, 0))
    }
}

/// Says of each section what comes behind it.
fn close(sections: &mut [Section]) {
    let mut open: Vec<usize> = Vec::new();
    for at in 0..sections.len() {
        while let Some(last) = open.pop_if(|it| sections[at].depth <= sections[*it].depth) {
            sections[last].behind = at;
        }
        open.push(at);
    }
    let count = sections.len();
    open.iter().for_each(|it| sections[*it].behind = count);
}
