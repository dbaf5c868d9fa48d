//! The kinds of files that have keys.

use super::book::BOOK;
use super::declaration::Keys;
use super::front_matter::{LEVEL, PAGE};
use super::registers::{COMPETENCIES, GLOSSARY, SCALES, TRACKS};

/// A kind of file that has keys.
#[derive(Debug)]
pub struct FileKind {
    /// The name by which the command knows it.
    pub name: &'static str,
    /// Where such files stand.
    pub path: &'static str,
    /// What such a file is, in a few words.
    pub about: &'static str,
    /// Its keys.
    pub keys: &'static Keys,
}

/// Every kind of file that has keys.
pub const FILES: &[FileKind] = &[
    FileKind { name: "book", path: "book.toml", about: "the handbook as a whole", keys: &BOOK },
    FileKind {
        name: "level",
        path: "content/levels/TRACK/NUMBER-ID.md",
        about: "front matter of a level",
        keys: &LEVEL,
    },
    FileKind {
        name: "page",
        path: "any other .md below content/",
        about: "front matter of a page",
        keys: &PAGE,
    },
    FileKind {
        name: "tracks",
        path: "content/tracks.yaml",
        about: "the register of tracks",
        keys: &TRACKS,
    },
    FileKind {
        name: "competencies",
        path: "content/competencies.yaml",
        about: "the register of competencies and their categories",
        keys: &COMPETENCIES,
    },
    FileKind {
        name: "scales",
        path: "content/scales.yaml",
        about: "the register of scales",
        keys: &SCALES,
    },
    FileKind {
        name: "glossary",
        path: "content/glossary.yaml",
        about: "the glossary",
        keys: &GLOSSARY,
    },
];

impl FileKind {
    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<&'static Self> {
        FILES.iter().find(|it| it.name == name)
    }
}
