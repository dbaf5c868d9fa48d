//! The headings of a level's file, each with what stands below it.

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
            sections.push(Section { depth, title, start, body, end: source.len() });
        }
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
        let depth = self.sections[at].depth;
        let next = self.sections[at + 1..].iter().position(|it| it.depth <= depth);
        next.map_or(self.sections.len(), |next| at + 1 + next)
    }

    /// Where a section ends with all that are deeper.
    pub fn end(&self, at: usize) -> usize {
        self.sections[self.behind(at) - 1].end
    }

    /// The highest section that one is part of.
    pub fn root(&self, at: usize) -> usize {
        (0..=at).rev().find(|it| self.sections[*it].depth <= 2).unwrap_or(at)
    }

    /// Of the headings inside a cell the one that these groups lead to, and how many of them there are: all, or the first.
    pub fn group(&self, cell: usize, groups: &[String]) -> (usize, usize) {
        let mut found = (cell, 0);
        let mut path: Vec<usize> = Vec::new();
        for at in cell + 1..self.behind(cell) {
            path.retain(|it| self.sections[*it].depth < self.sections[at].depth);
            path.push(at);
            let titles = path.iter().map(|it| &self.sections[*it].title);
            if path.len() <= groups.len()
                && titles.eq(&groups[..path.len()])
                && path.len() > found.1
            {
                found = (at, path.len());
            }
        }
        found
    }
}
