//! The whole handbook on one page.

use serde::Serialize;

use super::competency::{CompetencyGroup, StepDetail};
use super::frame::{Html, Link, Rung};
use super::home::HomeView;
use super::level::LevelView;
use super::prose::{GlossaryView, PageView};
use super::track::Growth;

/// `print`: the whole handbook as one page.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintView {
    /// The table of contents, by chapter.
    pub contents: Vec<PrintEntry>,
    /// All pages in their order, each as the component `ui.print_section` shows it.
    pub sections: Vec<Html>,
}

/// One line in the table of contents of the page for paper.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintEntry {
    /// Title of the page.
    pub title: String,
    /// Code of a level; may be empty.
    pub code: String,
    /// `#anchor` of its section.
    pub href: String,
    /// Number of a track's colour, from 1; 0 for other pages.
    pub hue: usize,
    /// Pages of the chapter.
    pub entries: Vec<PrintEntry>,
}

/// One page on the page for paper: what the component `ui.print_section` receives as `item`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintSection {
    /// Its anchor; anchors inside it have this name in front.
    pub anchor: String,
    /// The page's kind, as in [`Frame::kind`](super::frame::Frame::kind).
    pub kind: &'static str,
    /// Title of the page.
    pub title: String,
    /// Depth of its heading: 2 for a chapter, 3 for what stands in one.
    pub depth: usize,
    /// The view of the page.
    pub view: PrintBody,
}

/// What a page shows on paper.
#[derive(Clone, Debug, Hash, Serialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "each variant is named after its struct")]
#[expect(clippy::large_enum_variant, reason = "one lives at a time, and moves once")]
pub enum PrintBody {
    Home(HomeView),
    Track(PrintTrack),
    Level(LevelView),
    Competencies(PrintCompetencies),
    Competency(PrintCompetency),
    Glossary(GlossaryView),
    Page(PageView),
}

/// A track on paper.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintTrack {
    /// Summary of the track; may be empty.
    pub summary: String,
    /// Number of its colour, from 1.
    pub hue: usize,
    /// `active`, `draft` or `retired`.
    pub status: &'static str,
    /// The track that took its place.
    pub replaced_by: Option<Link>,
    /// Text of the track's index.md.
    pub prose: Html,
    /// Its levels, first to last.
    pub rungs: Vec<Rung>,
    /// What grows from the first to the last level; `None` with fewer than two levels.
    pub growth: Option<Growth>,
}

/// The head of the chapter about competencies.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintCompetencies {
    /// Text of competencies/index.md.
    pub prose: Html,
    /// Categories in the book's order.
    pub groups: Vec<CompetencyGroup>,
}

/// A competency on paper.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintCompetency {
    /// Title of its category; empty where the book has none.
    pub category: String,
    /// Its summary; may be empty.
    pub summary: String,
    /// Text of competencies/ID.md.
    pub prose: Html,
    /// Its steps, lowest first; may be empty.
    pub steps: Vec<StepDetail>,
    /// Which levels expect it, by track.
    pub tracks: Vec<PrintCompetencyTrack>,
}

/// The levels of one track that expect a competency.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintCompetencyTrack {
    /// Title of the track.
    pub title: String,
    /// Its anchor.
    pub anchor: String,
    /// Number of its colour, from 1.
    pub hue: usize,
    /// Its levels, first to last; the links lead to their cells.
    pub levels: Vec<PrintExpectation>,
}

/// What one level expects, in a word.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintExpectation {
    /// The level.
    pub level: Link,
    /// The expected step in words; may be empty.
    pub step: String,
}
