//! What a handbook consists of.
//!
//! The hash of a handbook is that of what any page may show of any other: codes, moves, steps, terms. Left
//! out is what makes a handbook large and an edit frequent, the titles and bodies of levels and the prose of
//! pages: they are read through [`Tracked`](super::tracked::Tracked), which notes it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Index;
use std::sync::Arc;

use super::body::{Bodies, Criterion};
use super::by_id::ById;
use super::derived::Derived;
use super::ix::{CategoryIx, CompetencyIx, LevelIx, PageIx, TermIx, TrackIx};
use super::likeness::Language;
use super::noted::Noted;
use super::page::PageKey;
use super::prose::Prose;
use super::slug::slug;
use super::text::PageText;
use crate::diagnostic::{Place, Spanned};
use crate::fingerprint::Fingerprint;
use crate::tree::RelPath;

pub use super::hidden::{DRAFT, Hidden, HiddenThings, INTERNAL};
pub use crate::keys::{MoveKind, Status};

/// Lets a handle index the list of a handbook that it points into.
macro_rules! index {
    ($($handle:ident => $list:ident: $noun:ty;)*) => {$(
        impl Index<$handle> for Handbook {
            type Output = $noun;

            fn index(&self, handle: $handle) -> &$noun {
                &self.$list[handle.0]
            }
        }
    )*};
}

index! {
    TrackIx => tracks: Track;
    LevelIx => levels: Level;
    CategoryIx => categories: Category;
    CompetencyIx => competencies: Competency;
    TermIx => terms: Term;
    PageIx => pages: Page;
}

/// A whole career ladder. Lists are in the order in which they are shown.
#[derive(Clone, Debug, Default, Hash)]
pub struct Handbook {
    /// The language it is written in, as far as that matters for comparing words.
    pub language: Language,
    /// All tracks, abstract and retired ones included.
    pub tracks: Vec<Track>,
    /// All levels, track by track.
    pub levels: Vec<Level>,
    pub categories: Vec<Category>,
    pub competencies: Vec<Competency>,
    /// Names of scales in competencies' use or not, with their places.
    pub scales: Vec<Scale>,
    /// Glossary terms.
    pub terms: Vec<Term>,
    /// Guides and other pages; each section's index before its pages.
    pub pages: Vec<Page>,
    /// What authors wrote for a page in a file of its own, by page.
    pub texts: BTreeMap<PageKey, PageText>,
    /// What stands below the front matter of the levels, in their order.
    pub bodies: Bodies,
    /// Other files in content/, which are copied as they are; paths from content/ on.
    pub assets: Vec<RelPath>,
    /// Ids and paths that exist but are left out of this build, with the reason.
    pub hidden: HiddenThings,
    /// Cells that take over that of another level.
    pub same_cells: BTreeMap<(LevelIx, CompetencyIx), LevelIx>,
    /// Where a level says something about a competency that is left out of this build.
    pub hidden_cells: BTreeSet<(LevelIx, CompetencyIx)>,
    /// The ids of headings and criteria that are left out, each with the files of which they are.
    pub hidden_anchors: BTreeMap<String, BTreeSet<RelPath>>,
    /// Competencies that are said something about where it is left out of this build.
    pub hidden_mentions: BTreeSet<CompetencyIx>,
    /// Whether criteria of earlier levels stay expected where neither competency nor track says so.
    pub cumulative: bool,
    /// Whether a register could not be read, which has been reported: what seems to be missing may be
    /// there.
    pub incomplete: bool,
    /// The colours of the tracks.
    pub hues: Derived<Hues>,
    /// Where tracks and competencies are by their ids; see [`Self::by_id`].
    pub ids: Derived<ById>,
    /// The ids of today of criteria of steps, by those that they have and had. Of several with one the first counts.
    pub ids_of_steps: Derived<HashMap<String, Arc<str>>>,
}

impl Handbook {
    /// Its tracks and competencies by their ids. From the first call on none may come or go.
    pub fn by_id(&self) -> &ById {
        self.ids.get(|| {
            let tracks = self.tracks.iter().map(|it| (it.id.as_str(), &it.was[..]));
            let competencies = self.competencies.iter().map(|it| (it.id.as_str(), &it.was[..]));
            let scales = self.scales.iter().map(|it| said(&it.steps));
            let steps = self.competencies.iter().map(|it| said(&it.steps));
            ById::new(tracks, competencies, scales, steps)
        })
    }

    /// The first scale that has these steps; `None` for no steps.
    pub fn scale_of(&self, steps: &[Step]) -> Option<&Scale> {
        let scale = self.by_id().scale(said(steps)).filter(|_| !steps.is_empty());
        scale.map(|at| &self.scales[at])
    }

    /// Whether a competency has the steps of a scale.
    pub fn uses(&self, scale: &Scale) -> bool {
        !scale.steps.is_empty() && self.by_id().has_steps(said(&scale.steps))
    }

    /// Whether part of a register or of a level could not be read, which has been reported: what seems to
    /// be missing may be there.
    pub fn has_gaps(&self) -> bool {
        self.incomplete || self.levels.iter().any(|level| level.unread)
    }

    /// Whether part of what is shown on a page could not be read. Competencies and terms are anchors.
    pub fn has_gap(&self, page: PageKey) -> bool {
        let has_gap = match page {
            PageKey::Level(level) => self.incomplete || self[level].unread,
            PageKey::Competency(_) | PageKey::Competencies | PageKey::Glossary => self.incomplete,
            _ => false,
        };
        has_gap || self.text(page).is_some_and(|text| text.incomplete)
    }

    /// What is left out of this build under a name.
    pub fn hidden(&self, name: &str) -> Option<&Hidden> {
        self.hidden.named(name)
    }

    /// The criterion that is left out of this build under an id.
    pub fn hidden_criterion(&self, id: &str) -> Option<Hidden> {
        let mut files = self.files_without(id);
        let file = files.find(|path| path.inside("content/levels").is_some())?;
        Some(Hidden::new(file, format!("#{id}"), INTERNAL))
    }

    /// Whether a heading or criterion with this id is left out of one of the files that `is_meant` names.
    pub fn hides_anchor(&self, id: &str, is_meant: impl Fn(&RelPath) -> bool) -> bool {
        self.files_without(id).any(is_meant)
    }

    /// The files of which a heading or criterion with this id is left out.
    fn files_without(&self, id: &str) -> impl Iterator<Item = &RelPath> {
        self.hidden_anchors.get(id).into_iter().flatten()
    }
}

/// A ladder: levels in an order.
#[derive(Clone, Debug, Hash)]
pub struct Track {
    /// Its id, which is its folder's name.
    pub id: String,
    pub title: String,
    /// Ids that it had before.
    pub was: Vec<Spanned<String>>,
    /// One sentence; may be empty.
    pub summary: String,
    /// Tracks with the same group belong together; may be empty.
    pub group: String,
    /// Whether it is in use.
    pub status: Status,
    /// Whether it is left out of a public build.
    pub internal: bool,
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
#[derive(Clone, Debug, Hash)]
pub struct Level {
    pub track: TrackIx,
    /// Its id, unique in its track.
    pub id: String,
    /// Its position in its track, from 0.
    pub order: usize,
    /// Its title, which [`Tracked::title`](super::tracked::Tracked::title) gives.
    pub title: Noted<String>,
    /// Its title, with what tells it apart if another level has the same: what it is called where its track
    /// does not stand beside it. [`Tracked::label`](super::tracked::Tracked::label) gives it.
    pub label: Noted<String>,
    /// A short code such as `IC3`; may be empty.
    pub code: String,
    /// Where the code stands, or the title.
    pub code_place: Place,
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
    /// Names that it had before, each in full: `ic/mid`.
    pub was: Vec<Spanned<String>>,
    /// The level whose expectations hold here as well.
    pub same_as: Option<SameAs>,
    /// Steps within the level.
    pub sublevels: Vec<String>,
    /// Links that the author added: label and address.
    pub links: Vec<(String, Spanned<String>)>,
    /// Whether part of its file could not be understood, which has been reported: what seems to be
    /// missing may be there.
    pub incomplete: bool,
    /// Whether its file could not be read as a whole, which has been reported.
    pub unread: bool,
    pub file: RelPath,
    /// Where its title stands.
    pub place: Place,
}

impl Level {
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

/// A move from a level to another one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Move {
    /// Where it leads.
    pub to: LevelIx,
    pub kind: MoveKind,
    /// The author's note; may be empty.
    pub note: String,
    /// Where it is declared; `None` for the default, the next level of the track.
    pub place: Option<Place>,
}

/// Competencies that belong together.
#[derive(Clone, Debug, Hash)]
pub struct Category {
    pub id: String,
    pub title: String,
    /// One sentence; may be empty.
    pub summary: String,
    /// Whether it is left out of a public build.
    pub internal: bool,
    /// Where it is registered.
    pub place: Place,
}

/// Something that all levels say something about.
#[derive(Clone, Debug, Hash)]
pub struct Competency {
    pub id: String,
    pub title: String,
    pub category: Option<CategoryIx>,
    /// One sentence; may be empty.
    pub summary: String,
    /// Other words for it in headings.
    pub aliases: Vec<String>,
    /// Whether it is left out of a public build.
    pub internal: bool,
    /// Ids that it had before.
    pub was: Vec<Spanned<String>>,
    /// The tracks it applies to; `None` for all.
    pub tracks: Option<BTreeSet<TrackIx>>,
    /// From where on it applies.
    pub from: Option<From>,
    /// Its steps, lowest first: its own, or those of its scale.
    pub steps: Vec<Step>,
    /// Whether criteria of earlier levels stay expected, if the competency says so itself.
    pub cumulative: Option<bool>,
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
#[derive(Clone, Debug, Hash)]
pub struct Step {
    /// Its name.
    pub title: String,
    /// What it means in this competency, which is part of what a level at this step is expected; may be empty.
    pub text: Prose,
    /// What it means in each competency of its scale; may be empty.
    pub scale_text: Prose,
    /// Criteria that come with it.
    pub criteria: Vec<Criterion>,
    pub examples: Vec<Prose>,
}

/// What stands for the titles of steps and for what their scale says of them.
fn said(steps: &[Step]) -> Fingerprint {
    let said = steps.iter().map(|it| (&it.title, it.scale_text.text()));
    Fingerprint::of(&said.collect::<Vec<_>>())
}

impl Step {
    /// What it means; may be empty.
    pub fn meaning(&self) -> &Prose {
        if self.text.is_empty() { &self.scale_text } else { &self.text }
    }
}

/// A named list of steps in scales.yaml.
#[derive(Clone, Debug, Hash)]
pub struct Scale {
    pub id: String,
    /// Its steps, lowest first, with what each means.
    pub steps: Vec<Step>,
    /// Whether a competency uses it.
    pub used: bool,
    /// Where it is registered.
    pub place: Place,
}

/// A term of the glossary.
#[derive(Clone, Debug, Hash)]
pub struct Term {
    pub term: String,
    /// Other words for it.
    pub aliases: Vec<String>,
    /// What it was called before.
    pub was: Vec<Spanned<String>>,
    /// What it means.
    pub text: Prose,
    /// Where to read more: an address or a reference as in a wikilink.
    pub link: Option<Spanned<String>>,
    /// Whether it is left out of a public build.
    pub internal: bool,
    /// Where it is registered.
    pub place: Place,
}

impl Term {
    /// Its anchor on the glossary's page.
    pub fn anchor(&self) -> String {
        anchor_of_term(&self.term)
    }

    /// Anchors that it had before.
    pub fn old_anchors(&self) -> impl Iterator<Item = String> {
        self.was.iter().map(|old| anchor_of_term(&old.value))
    }
}

fn anchor_of_term(term: &str) -> String {
    format!("term-{}", slug(term))
}

impl Page {
    /// The folder that a page belongs to; an index belongs to its own.
    pub fn section(&self) -> &str {
        if self.is_index {
            return &self.address;
        }
        self.address.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

/// A guide or another page.
#[derive(Clone, Debug, Hash)]
pub struct Page {
    /// Its address without number and extension: `guides/feedback`; for a section's index the
    /// folder.
    pub address: String,
    /// Whether it is a section's index.md.
    pub is_index: bool,
    pub title: String,
    /// One sentence; may be empty.
    pub summary: String,
    /// Whether it is in use.
    pub status: Status,
    /// Whether it is left out of a public build.
    pub internal: bool,
}

/// How many colours a style sheet has for tracks: `.hue-1` and so on.
pub const HUES: usize = 16;

/// The numbers of the colours of all tracks.
#[derive(Debug)]
pub struct Hues {
    /// Those of the tracks, in their order.
    of_tracks: Vec<usize>,
    /// The highest that a track with pages has; 0 if there is none.
    highest: usize,
}

impl Handbook {
    /// All tracks with their handles.
    pub fn tracks(&self) -> impl Iterator<Item = (TrackIx, &Track)> {
        self.tracks.iter().enumerate().map(|(index, track)| (TrackIx(index), track))
    }

    /// Tracks that are shown side by side: with pages, with rungs and in use.
    pub fn shown_tracks(&self) -> impl Iterator<Item = TrackIx> {
        let shown = self.tracks().filter(|(_, it)| {
            !it.is_abstract && it.status != Status::Retired && !it.rungs.is_empty()
        });
        shown.map(|(track, _)| track)
    }

    /// The number of a track's colour, from 1 to [`HUES`]: its position among the tracks with pages.
    pub fn hue(&self, track: TrackIx) -> usize {
        self.hues().of_tracks[track.0]
    }

    /// The numbers of colours of levels that are compared, each another one: that of its track, or where a
    /// level before has it, the first that no track has. `huesBeside` in the theme's `handbook.js` does the
    /// same.
    pub fn hues_beside(&self, levels: &[LevelIx]) -> Vec<usize> {
        let mut hues: Vec<usize> = Vec::with_capacity(levels.len());
        for level in levels {
            let own = self.hue(self[*level].track);
            let mut others = (self.hues().highest + 1..=HUES).chain(1..=HUES);
            let is_taken = hues.contains(&own);
            let other = others.find(|hue| !hues.contains(hue)).filter(|_| is_taken);
            hues.push(other.unwrap_or(own));
        }
        hues
    }

    /// Made once: each page about two levels asks for it.
    fn hues(&self) -> &Hues {
        self.hues.get(|| {
            let mut before = 0;
            let hue = |track: &Track| {
                let hue = before % HUES + 1;
                before += usize::from(!track.is_abstract);
                hue
            };
            Hues { of_tracks: self.tracks.iter().map(hue).collect(), highest: before.min(HUES) }
        })
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

    /// Whether a page is left out of a site for the public. One about two levels is if either is.
    pub fn is_internal(&self, page: PageKey) -> bool {
        match page {
            PageKey::Track(track) => self[track].internal,
            PageKey::Level(level) => self[level].internal,
            PageKey::Competency(competency) => self[competency].internal,
            PageKey::Compare(from, to) => self[from].internal || self[to].internal,
            PageKey::Page(page) => self[page].internal,
            _ => false,
        }
    }

    /// What an author wrote for a page in a file of its own.
    pub fn text(&self, page: PageKey) -> Option<&PageText> {
        self.texts.get(&page)
    }

    /// Moves about which an author wrote, with what was written.
    pub fn moves(&self) -> impl Iterator<Item = (LevelIx, LevelIx, &PageText)> {
        self.texts.iter().filter_map(|(page, text)| match page {
            PageKey::Compare(from, to) => Some((*from, *to, text)),
            _ => None,
        })
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

    /// Whether a level is in use: those of a track that is out of use are so as well.
    pub fn status(&self, level: LevelIx) -> Status {
        match self[self[level].track].status {
            Status::Retired => Status::Retired,
            Status::Active | Status::Draft => self[level].status,
        }
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
    pub fn is_cumulative(&self, track: TrackIx, competency: CompetencyIx) -> bool {
        let own = self[competency].cumulative.or(self[track].cumulative);
        own.unwrap_or(self.cumulative)
    }

    /// Whether a competency applies to a level, by its `tracks` and `from`, as far as this build says.
    pub fn applies(&self, competency: CompetencyIx, level: LevelIx) -> bool {
        if self.hidden_cells.contains(&(level, competency)) {
            return false;
        }
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
