//! What a handbook consists of.

use std::ops::Index;
use std::sync::Arc;

use super::prose::{Prose, slug};
use crate::diagnostic::{Place, Spanned};
use crate::fingerprint::Fingerprint;
use crate::tree::RelPath;

macro_rules! handles {
    ($($(#[$doc:meta])* $name:ident => $field:ident: $noun:ty;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub usize);

        impl Index<$name> for Handbook {
            type Output = $noun;

            fn index(&self, handle: $name) -> &$noun {
                &self.$field[handle.0]
            }
        }
    )*};
}

handles! {
    /// Which track.
    TrackIx => tracks: Track;
    /// Which level.
    LevelIx => levels: Level;
    /// Which category.
    CategoryIx => categories: Category;
    /// Which competency.
    CompetencyIx => competencies: Competency;
    /// Which term.
    TermIx => terms: Term;
    /// Which page.
    PageIx => pages: Page;
}

/// A whole career ladder. Lists are in the order in which they are shown.
#[derive(Clone, Debug, Default)]
pub struct Handbook {
    /// All tracks, abstract and retired ones included.
    pub tracks: Vec<Track>,
    /// All levels, track by track.
    pub levels: Vec<Level>,
    /// All categories.
    pub categories: Vec<Category>,
    /// All competencies.
    pub competencies: Vec<Competency>,
    /// Names of scales in competencies' use or not, with their places.
    pub scales: Vec<Scale>,
    /// Glossary terms.
    pub terms: Vec<Term>,
    /// Guides and other pages; each section's index before its pages.
    pub pages: Vec<Page>,
    /// Prose about single moves.
    pub moves: Vec<MoveProse>,
    /// Prose of generated pages: home, competencies, matrix, glossary.
    pub special: Vec<(Special, SpecialPage)>,
    /// Other files in content/, which are copied as they are; paths from content/ on.
    pub assets: Vec<RelPath>,
    /// Ids and paths that exist but are left out of this build, with the reason.
    pub hidden: Vec<Hidden>,
    /// Whether a register could not be read, which has been reported: what seems to be missing may be
    /// there.
    pub incomplete: bool,
}

impl Handbook {
    /// What is left out of this build under a name, which may be the last part of the full one.
    pub fn hidden(&self, name: &str) -> Option<&Hidden> {
        self.hidden.iter().find(|hidden| {
            hidden
                .name
                .strip_suffix(name)
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
        })
    }
}

/// Something that exists but is left out of this build.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Hidden {
    /// Its file.
    pub path: RelPath,
    /// The name that references use: `ic/senior`, `guides/pay`.
    pub name: String,
    /// `internal` or `a draft`.
    pub reason: &'static str,
}

/// Which page of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageKey {
    /// The ladder map.
    Home,
    /// A track.
    Track(TrackIx),
    /// A level.
    Level(LevelIx),
    /// The list of competencies.
    Competencies,
    /// A competency.
    Competency(CompetencyIx),
    /// Levels by competencies.
    Matrix,
    /// Tracks side by side, and a way to any two levels.
    Comparisons,
    /// Two levels.
    Compare(LevelIx, LevelIx),
    /// The terms.
    Glossary,
    /// Full text, with filters.
    Search,
    /// The gap sheet: own notes about a level and the next one.
    Review,
    /// The whole handbook as one page, for paper.
    Print,
    /// A guide or another page.
    Page(PageIx),
    /// What a host shows for an unknown address.
    NotFound,
}

/// Whether something is in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Status {
    /// In use.
    #[default]
    Active,
    /// Not yet.
    Draft,
    /// No longer.
    Retired,
}

impl Status {
    /// The word that front matter uses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Draft => "draft",
            Self::Retired => "retired",
        }
    }
}

/// A ladder: levels in an order.
#[derive(Clone, Debug)]
pub struct Track {
    /// Its id, which is its folder's name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// One sentence; may be empty.
    pub summary: String,
    /// Tracks with the same group belong together; may be empty.
    pub group: String,
    /// Whether it is in use.
    pub status: Status,
    /// The track that took its place.
    pub replaced_by: Option<TrackIx>,
    /// What it inherits.
    pub extends: Option<Inheritance>,
    /// Whether it has no pages of its own.
    pub is_abstract: bool,
    /// Whether criteria of earlier levels stay expected, if the track says so itself.
    pub cumulative: Option<bool>,
    /// Its own levels, first to last.
    pub levels: Vec<LevelIx>,
    /// Its own levels and its guests (`also-in`), first to last.
    pub rungs: Vec<LevelIx>,
    /// Text of its index.md.
    pub prose: Prose,
    /// Headings in that text.
    pub headings: Vec<Heading>,
    /// File to edit.
    pub file: Option<RelPath>,
    /// Where it is registered, or its first level.
    pub place: Place,
}

/// What a track takes from another one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Inheritance {
    /// The track it extends.
    pub parent: TrackIx,
    /// The competencies it takes; `None` for all.
    pub competencies: Option<Vec<CompetencyIx>>,
    /// Whether what is inherited stands before the track's own criteria.
    pub before: bool,
    /// Whether examples come along.
    pub examples: bool,
}

/// One level of a track.
#[derive(Clone, Debug)]
pub struct Level {
    /// Its track.
    pub track: TrackIx,
    /// Its id, unique in its track.
    pub id: String,
    /// Its position in its track, from 0.
    pub order: usize,
    /// Its title.
    pub title: String,
    /// A short code such as `IC3`; may be empty.
    pub code: String,
    /// The grades it spans, lowest first; empty if it is not aligned.
    pub grades: Vec<u32>,
    /// Where the grades stand, or the title.
    pub grade_place: Place,
    /// One sentence; may be empty.
    pub summary: String,
    /// Where one can go from here, as declared, or the next level of the track.
    pub next: Vec<Move>,
    /// Short facts: name and value.
    pub facts: Vec<(String, Spanned<String>)>,
    /// Whether it is in use.
    pub status: Status,
    /// The level that took its place.
    pub replaced_by: Option<LevelIx>,
    /// Whether it is left out of a public build.
    pub internal: bool,
    /// Old addresses.
    pub aliases: Vec<Spanned<String>>,
    /// The level whose expectations hold here as well.
    pub same_as: Option<SameAs>,
    /// Steps within the level.
    pub sublevels: Vec<String>,
    /// Links that the author added: label and address.
    pub links: Vec<(String, Spanned<String>)>,
    /// What stands below the front matter.
    pub body: Arc<Body>,
    /// Whether part of its file could not be understood, which has been reported: what seems to be
    /// missing may be there.
    pub incomplete: bool,
    /// Its file.
    pub file: RelPath,
    /// Where its title stands.
    pub place: Place,
}

/// What stands below the front matter of a level.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// Text before the first competency.
    pub intro: Prose,
    /// What the author wrote about each competency, in the book's order.
    pub cells: Vec<Cell>,
    /// Sections marked as prose.
    pub sections: Vec<Section>,
    /// Headings in introduction and sections.
    pub headings: Vec<Heading>,
    /// Stands for all of the above.
    pub fingerprint: Fingerprint,
    /// The prose in it with links or calls of components, which is little.
    leading_on: Vec<Prose>,
}

impl Body {
    /// A body of these parts, for which the fingerprint stands.
    pub fn new(
        intro: Prose,
        cells: Vec<Cell>,
        sections: Vec<Section>,
        headings: Vec<Heading>,
        fingerprint: Fingerprint,
    ) -> Self {
        let mut body =
            Self { intro, cells, sections, headings, fingerprint, leading_on: Vec::new() };
        body.leading_on = body.prose().filter(|prose| prose.leads_on()).cloned().collect();
        body
    }

    /// All its prose, from top to bottom.
    fn prose(&self) -> impl Iterator<Item = &Prose> {
        let sections = self.sections.iter().map(|section| &section.prose);
        let cells = self.cells.iter().map(|cell| &cell.prose);
        let criteria = self.criteria().flat_map(|it| it.examples.iter().chain([&it.text]));
        std::iter::once(&self.intro).chain(sections).chain(cells).chain(criteria)
    }

    /// Its prose with links or calls of components.
    pub fn leading_on(&self) -> &[Prose] {
        &self.leading_on
    }

    /// All criteria, cell by cell.
    pub fn criteria(&self) -> impl Iterator<Item = &Criterion> {
        self.cells.iter().flat_map(|cell| &cell.criteria)
    }

    /// All criteria, cell by cell, to be changed.
    pub fn criteria_mut(&mut self) -> impl Iterator<Item = &mut Criterion> {
        self.cells.iter_mut().flat_map(|cell| &mut cell.criteria)
    }
}

impl Level {
    /// What the author wrote about a competency.
    pub fn cell(&self, competency: CompetencyIx) -> Option<&Cell> {
        self.body.cells.iter().find(|cell| cell.competency == competency)
    }

    /// Whether a declared move leads to a level.
    pub fn leads_to(&self, level: LevelIx) -> bool {
        self.next.iter().any(|step| step.to == level)
    }

    /// Its grades as text: `3`, `3–4`; empty if it is not aligned.
    pub fn grade_text(&self) -> String {
        match self.grades.as_slice() {
            [] => String::new(),
            [grade] => grade.to_string(),
            [first, .., last] => format!("{first}–{last}"),
        }
    }
}

/// `same-as` of a level.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SameAs {
    /// The level with the same expectations.
    pub level: LevelIx,
    /// Whether this level adds some of its own.
    pub but_also: bool,
}

/// A heading and its text, for sections marked as prose.
#[derive(Clone, Debug)]
pub struct Section {
    /// Text of the heading.
    pub title: String,
    /// Its anchor.
    pub anchor: String,
    /// What follows.
    pub prose: Prose,
}

/// A heading in prose.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Heading {
    /// Its text.
    pub title: String,
    /// Its anchor, unique in its file.
    pub anchor: String,
    /// 2 for an H2.
    pub depth: u8,
}

/// A move from a level to another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// Where it leads.
    pub to: LevelIx,
    /// What kind of move it is.
    pub kind: MoveKind,
    /// The author's note; may be empty.
    pub note: String,
    /// Where it is declared; `None` for the default, the next level of the track.
    pub place: Option<Place>,
}

/// What kind of move it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MoveKind {
    /// Up.
    #[default]
    Promotion,
    /// Across.
    Lateral,
    /// Back to where one came from.
    Back,
}

impl MoveKind {
    /// The word that front matter uses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Promotion => "promotion",
            Self::Lateral => "lateral",
            Self::Back => "back",
        }
    }
}

/// Prose about one move: `moves/FROM--TO.md`.
#[derive(Clone, Debug)]
pub struct MoveProse {
    /// Where it starts.
    pub from: LevelIx,
    /// Where it leads.
    pub to: LevelIx,
    /// The text.
    pub prose: Prose,
    /// Its file.
    pub file: RelPath,
}

/// What a level's author wrote about one competency.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The competency.
    pub competency: CompetencyIx,
    /// Whether it is empty on purpose.
    pub none: bool,
    /// The expected step.
    pub expect: Option<Expectation>,
    /// Prose beside the criteria.
    pub prose: Prose,
    /// The criteria.
    pub criteria: Vec<Criterion>,
    /// Its heading, or the `expect` key where there is no heading.
    pub place: Place,
    /// Stands for all of the above, as far as it is shown.
    pub fingerprint: Fingerprint,
}

impl Cell {
    /// Brings the fingerprint up to date.
    pub fn seal(&mut self) {
        self.fingerprint = Fingerprint::of(self);
    }
}

/// The step that a level expects: one, a range, or one and above. Steps count from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// The lowest step expected.
    pub first: usize,
    /// The highest step expected; the same as `first` for one step.
    pub last: usize,
    /// Whether steps above `last` are expected of some.
    pub or_above: bool,
    /// Where it is written.
    pub place: Place,
}

/// One observable behaviour.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// Its id, unique in the book.
    pub id: String,
    /// Whether the author wrote the id.
    pub pinned: bool,
    /// Ids that it had before.
    pub was: Vec<String>,
    /// The text.
    pub text: Prose,
    /// Small scenes that show it.
    pub examples: Vec<Prose>,
    /// The heading it stands under inside its cell.
    pub group: Option<String>,
    /// Whether the author marked it as new.
    pub new: bool,
    /// Whether it removes the inherited criterion of the same id.
    pub dropped: bool,
    /// Where it stands.
    pub place: Place,
}

/// Competencies that belong together.
#[derive(Clone, Debug)]
pub struct Category {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// One sentence; may be empty.
    pub summary: String,
    /// Where it is registered.
    pub place: Place,
}

/// Something that all levels say something about.
#[derive(Clone, Debug)]
pub struct Competency {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its category.
    pub category: Option<CategoryIx>,
    /// One sentence; may be empty.
    pub summary: String,
    /// Other words for it in headings.
    pub aliases: Vec<String>,
    /// The tracks it applies to; `None` for all.
    pub tracks: Option<Vec<TrackIx>>,
    /// From where on it applies.
    pub from: Option<From>,
    /// Its steps, lowest first: its own, or those of its scale.
    pub steps: Vec<Step>,
    /// Whether criteria of earlier levels stay expected, if the competency says so itself.
    pub cumulative: Option<bool>,
    /// Text of competencies/ID.md.
    pub prose: Prose,
    /// Headings in that text.
    pub headings: Vec<Heading>,
    /// File of that text.
    pub file: Option<RelPath>,
    /// Where it is registered, or its first heading.
    pub place: Place,
}

/// From where on a competency applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum From {
    /// From a grade on.
    Grade(u32),
    /// From a level on; in other tracks from its grade on.
    Level(LevelIx),
}

/// One step of a competency.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name.
    pub title: String,
    /// What it means; may be empty.
    pub text: Prose,
    /// Criteria that come with it.
    pub criteria: Vec<Criterion>,
    /// Examples of it.
    pub examples: Vec<Prose>,
}

/// A named list of steps in scales.yaml.
#[derive(Clone, Debug)]
pub struct Scale {
    /// Its id.
    pub id: String,
    /// Whether a competency uses it.
    pub used: bool,
    /// Where it is registered.
    pub place: Place,
}

/// A term of the glossary.
#[derive(Clone, Debug)]
pub struct Term {
    /// The term.
    pub term: String,
    /// Other words for it.
    pub aliases: Vec<String>,
    /// What it means.
    pub text: Prose,
    /// Where to read more: an address or a reference as in a wikilink.
    pub link: Option<Spanned<String>>,
    /// Where it is registered.
    pub place: Place,
}

impl Term {
    /// Its anchor on the glossary's page.
    pub fn anchor(&self) -> String {
        format!("term-{}", slug(&self.term))
    }
}

/// A guide or another page.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its address without number and extension: `guides/feedback`; for a section's index the
    /// folder.
    pub address: String,
    /// Whether it is a section's index.md.
    pub is_index: bool,
    /// Its title.
    pub title: String,
    /// One sentence; may be empty.
    pub summary: String,
    /// Whether it is in use.
    pub status: Status,
    /// Old addresses.
    pub aliases: Vec<Spanned<String>>,
    /// The text.
    pub prose: Prose,
    /// Its headings.
    pub headings: Vec<Heading>,
    /// Its file.
    pub file: RelPath,
}

/// Which generated page a file of prose belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Special {
    /// `index.md`.
    Home,
    /// `competencies/index.md`.
    Competencies,
    /// `matrix.md`.
    Matrix,
    /// `compare.md`.
    Comparisons,
    /// `glossary.md`.
    Glossary,
}

/// Prose that an author wrote for a generated page.
#[derive(Clone, Debug)]
pub struct SpecialPage {
    /// Its title, if the author gave one.
    pub title: Option<String>,
    /// One sentence; may be empty.
    pub summary: String,
    /// The text.
    pub prose: Prose,
    /// Its headings.
    pub headings: Vec<Heading>,
    /// Its file.
    pub file: RelPath,
}

/// How many colours a style sheet has for tracks: `.hue-1` and so on.
pub const HUES: usize = 8;

impl Handbook {
    /// All tracks with their handles.
    pub fn tracks(&self) -> impl Iterator<Item = (TrackIx, &Track)> {
        self.tracks.iter().enumerate().map(|(index, track)| (TrackIx(index), track))
    }

    /// The number of a track's colour, from 1 to [`HUES`]: its position among the tracks with pages.
    pub fn hue(&self, track: TrackIx) -> usize {
        let before = self.tracks[..track.0].iter().filter(|it| !it.is_abstract).count();
        before % HUES + 1
    }

    /// All levels with their handles.
    pub fn levels(&self) -> impl Iterator<Item = (LevelIx, &Level)> {
        self.levels.iter().enumerate().map(|(index, level)| (LevelIx(index), level))
    }

    /// All competencies with their handles.
    pub fn competencies(&self) -> impl Iterator<Item = (CompetencyIx, &Competency)> {
        self.competencies.iter().enumerate().map(|(index, it)| (CompetencyIx(index), it))
    }

    /// All pages with their handles.
    pub fn pages(&self) -> impl Iterator<Item = (PageIx, &Page)> {
        self.pages.iter().enumerate().map(|(index, page)| (PageIx(index), page))
    }

    /// All terms with their handles.
    pub fn terms(&self) -> impl Iterator<Item = (TermIx, &Term)> {
        self.terms.iter().enumerate().map(|(index, term)| (TermIx(index), term))
    }

    /// Prose about the move from one level to another.
    pub fn move_prose(&self, from: LevelIx, to: LevelIx) -> Option<&MoveProse> {
        self.moves.iter().find(|it| it.from == from && it.to == to)
    }

    /// Prose for a generated page.
    pub fn special(&self, special: Special) -> Option<&SpecialPage> {
        self.special.iter().find(|(which, _)| *which == special).map(|(_, page)| page)
    }

    /// The unambiguous name of a level: `ic/senior`.
    pub fn level_name(&self, level: LevelIx) -> String {
        let level = &self[level];
        format!("{}/{}", self[level.track].id, level.id)
    }

    /// Whether a level has a page: levels of abstract tracks have none.
    pub fn has_page(&self, level: LevelIx) -> bool {
        !self[self[level].track].is_abstract
    }

    /// The level before a level in its own track.
    pub fn previous(&self, level: LevelIx) -> Option<LevelIx> {
        let before = self[level].order.checked_sub(1)?;
        self[self[level].track].levels.get(before).copied()
    }

    /// The level after a level in its own track.
    pub fn following(&self, level: LevelIx) -> Option<LevelIx> {
        self[self[level].track].levels.get(self[level].order + 1).copied()
    }

    /// Whether criteria of earlier levels stay expected: what the competency says, else its track,
    /// else the book.
    pub fn is_cumulative(&self, track: TrackIx, competency: CompetencyIx, book: bool) -> bool {
        self[competency].cumulative.or(self[track].cumulative).unwrap_or(book)
    }

    /// Whether a competency applies to a level, by its `tracks` and `from`.
    pub fn applies(&self, competency: CompetencyIx, level: LevelIx) -> bool {
        let track = self[level].track;
        let competency = &self[competency];
        if competency.tracks.as_ref().is_some_and(|tracks| !tracks.contains(&track)) {
            return false;
        }
        match competency.from {
            None => true,
            Some(From::Grade(grade)) => self.reaches_grade(level, grade),
            Some(From::Level(first)) if self[first].track == track => {
                self[level].order >= self[first].order
            }
            Some(From::Level(first)) => {
                self[first].grades.first().is_none_or(|grade| self.reaches_grade(level, *grade))
            }
        }
    }

    /// Whether a level is at a grade or above it; a level without grade counts by its order.
    fn reaches_grade(&self, level: LevelIx, grade: u32) -> bool {
        match self[level].grades.last() {
            Some(highest) => *highest >= grade,
            None => self[level].order + 1 >= grade as usize,
        }
    }
}

/// The name of a competency's step, by its number from 0; the number itself, counted from 1, where
/// the competency has no steps.
pub fn step_title(competency: &Competency, step: usize) -> String {
    competency.steps.get(step).map_or_else(|| (step + 1).to_string(), |step| step.title.clone())
}
