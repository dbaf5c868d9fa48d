//! What stands below the front matter of levels: cells, criteria, sections.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::ancestry::Ancestry;
use super::derived::Derived;
use super::ix::{CategoryIx, CompetencyIx, LevelIx};
use super::likeness::{Language, Pair, Rarity, Stems};
use super::page::PageKey;
use super::page_anchors::KnownAnchors;
use super::prose::Prose;
use super::text::Heading;
use crate::diagnostic::{Place, Span, Spanned};
use crate::fingerprint::{ByHash, Fingerprint};
use crate::suggestion::{Candidates, Suggestion};

/// The positions of the first and the last level of a track that say something about a competency, if any does.
type RowSpan = Option<(usize, usize)>;

/// The bodies of all levels. They hash to nothing and are read through
/// [`Tracked`](super::tracked::Tracked) alone, which notes each that was read.
#[derive(Clone, Debug, Default)]
pub struct Bodies {
    pub(super) all: Vec<Arc<Body>>,
    /// For each competency, by its number, the highest step that a level's own words expect, from 1.
    highest_steps: Vec<usize>,
    /// Where criteria stand, by their ids. Made when it is first asked for: few handbooks name a criterion by its id
    /// alone.
    places: OnceLock<HashMap<u64, CriterionPlace, ByHash>>,
    /// Which of them replace which. Made when it is first asked for.
    pub(super) ancestry: OnceLock<Ancestry>,
    /// What links may name on pages that were asked for it.
    pub(super) anchors: Derived<Mutex<HashMap<PageKey, Arc<KnownAnchors>>>>,
    /// How rare the words of criteria are, and the fingerprint of how rare those of steps are. Made when they are
    /// first asked for.
    pub(super) rarity: OnceLock<Rarity>,
    pub(super) weights_of_steps: OnceLock<Fingerprint>,
    /// For each level its pairs of criteria with the level before. Made when they are first asked for.
    pub(super) pairs_with_previous: Vec<OnceLock<Arc<[Pair]>>>,
    /// For each track and competency the first and the last level that says something, by their numbers: each level
    /// between them that says nothing asks for it. Made when they are first asked for.
    pub(super) row_spans: OnceLock<Vec<OnceLock<RowSpan>>>,
    /// Ids of all criteria that a message may suggest. Made when they are first asked for.
    near_criteria: Derived<Candidates>,
}

/// Where a criterion of a level stands.
#[derive(Clone, Copy, Debug)]
struct CriterionPlace {
    level: LevelIx,
    /// The number of its cell in the body.
    cell: u32,
    /// Its number in the cell.
    number: u32,
}

impl Bodies {
    /// The bodies of all levels, in their order.
    pub fn new(all: Vec<Arc<Body>>) -> Self {
        let mut highest_steps = Vec::new();
        for cell in all.iter().flat_map(|body| &body.cells) {
            let Some(expect) = &cell.expect else { continue };
            if highest_steps.len() <= cell.competency.0 {
                highest_steps.resize(cell.competency.0 + 1, 0);
            }
            let highest = &mut highest_steps[cell.competency.0];
            *highest = (*highest).max(expect.first + 1);
        }
        let pairs_with_previous = vec![OnceLock::new(); all.len()];
        Self { all, highest_steps, pairs_with_previous, ..Self::default() }
    }

    /// The highest step of a competency that a level expects, from 1; 0 if none does.
    pub(super) fn highest_step(&self, competency: CompetencyIx) -> usize {
        self.highest_steps.get(competency.0).copied().unwrap_or_default()
    }

    fn place_of(&self, id: &str) -> Option<CriterionPlace> {
        let places = self.places.get_or_init(|| {
            let mut places = HashMap::default();
            for (level, body) in self.all.iter().enumerate() {
                for (cell, of_cell) in (0..).zip(&body.cells) {
                    for (number, criterion) in (0..).zip(of_cell.criteria()) {
                        let place = CriterionPlace { level: LevelIx(level), cell, number };
                        for id in criterion.ids() {
                            places.entry(Fingerprint::short_of(id)).or_insert(place);
                        }
                    }
                }
            }
            places
        });
        places.get(&Fingerprint::short_of(id)).copied()
    }

    /// The level in whose file the criterion with this id, old or new, stands.
    pub(super) fn level_of(&self, id: &str) -> Option<LevelIx> {
        self.place_of(id).map(|it| it.level)
    }

    /// The criterion of a level with this id, old or new.
    pub(super) fn criterion(&self, id: &str) -> Option<&Criterion> {
        let CriterionPlace { level, cell, number } = self.place_of(id)?;
        let found = self.all[level.0].cells[cell as usize].criteria().nth(number as usize);
        found.filter(|it| it.ids().any(|it| it == id))
    }

    /// The id of the criterion that was probably meant by one that nothing has.
    pub(super) fn nearest_criterion(&self, id: &str) -> Option<Suggestion> {
        let candidates = || {
            let criteria = self.all.iter().flat_map(|body| body.criteria());
            Candidates::new(criteria.map(|it| &*it.id))
        };
        self.near_criteria.get(candidates).nearest(id)
    }
}

impl Hash for Bodies {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

/// What stands below the front matter of a level.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// Text before the first competency.
    pub intro: Prose,
    /// What the author wrote about each competency, one cell each, in the book's order.
    pub cells: Vec<Cell>,
    /// What stands straight under the headings of categories, in the file's order.
    pub categories: Vec<(CategoryIx, Prose)>,
    /// Sections marked as prose.
    pub sections: Vec<Section>,
    /// Headings in introduction and sections.
    pub headings: Arc<[Heading]>,
    /// Hash of the fields above.
    pub fingerprint: Fingerprint,
    /// The prose in it with links or calls of components, which is little.
    with_references: Vec<Prose>,
    /// Whether one of its criteria is dropped.
    drops: bool,
    /// Whether one replaces another.
    replaces: bool,
    /// Hash of each cell. Made when it is first asked for, and kept as long as the body.
    cell_fingerprints: OnceLock<Vec<Fingerprint>>,
    /// The stems of its criteria, for the language that was asked for first. As above.
    stems: OnceLock<(Language, Arc<Stems>)>,
    /// The weights of those that were asked for last.
    weights: Arc<Mutex<Option<OfWeights>>>,
}

/// A language, what stands for the weights of all stems of a handbook, and the fingerprint of some of these.
type OfWeights = (Language, u64, Fingerprint);

/// The fields of a [`Body`] that stand in the file.
#[derive(Default)]
pub struct BodyParts {
    pub intro: Prose,
    pub cells: Vec<Cell>,
    pub categories: Vec<(CategoryIx, Prose)>,
    pub sections: Vec<Section>,
    pub headings: Arc<[Heading]>,
}

impl Body {
    /// A body of these parts, with their fingerprint.
    pub fn new(parts: BodyParts, fingerprint: Fingerprint) -> Self {
        let BodyParts { intro, cells, categories, sections, headings } = parts;
        debug_assert!(cells.is_sorted_by(|a, b| a.competency < b.competency), "cells out of order");
        let mut body = Self {
            intro,
            cells,
            categories,
            sections,
            headings,
            fingerprint,
            with_references: Vec::new(),
            drops: false,
            replaces: false,
            cell_fingerprints: OnceLock::new(),
            stems: OnceLock::new(),
            weights: Arc::default(),
        };
        body.with_references =
            body.prose().filter(|prose| prose.has_references()).cloned().collect();
        let drops = body.criteria().any(|it| it.dropped);
        let replaces = body.criteria().any(|it| !it.replaces().is_empty());
        Self { drops, replaces, ..body }
    }

    /// All its prose, from top to bottom.
    pub fn prose(&self) -> impl Iterator<Item = &Prose> {
        let sections = self.sections.iter().map(|section| &section.prose);
        let categories = self.categories.iter().map(|(_, prose)| prose);
        let blocks = self.cells.iter().flat_map(|cell| &cell.blocks).filter_map(CellBlock::prose);
        let criteria = self.criteria().flat_map(|it| it.examples().chain([&it.text]));
        std::iter::once(&self.intro).chain(sections).chain(categories).chain(blocks).chain(criteria)
    }

    /// Its prose with links or calls of components.
    pub fn with_references(&self) -> &[Prose] {
        &self.with_references
    }

    /// Those of its criteria that are dropped, of which there are few, each with its cell.
    pub fn dropped(&self) -> impl Iterator<Item = (&Cell, &Criterion)> {
        let cells = self.cells.iter().filter(|_| self.drops);
        let all = cells.flat_map(|cell| cell.criteria().map(move |it| (cell, it)));
        all.filter(|(_, it)| it.dropped)
    }

    /// Those that replace others, of which there are few.
    pub fn replacing(&self) -> impl Iterator<Item = &Criterion> {
        let cells = self.cells.iter().filter(|_| self.replaces);
        cells.flat_map(Cell::criteria).filter(|it| !it.replaces().is_empty())
    }

    /// All criteria, cell by cell.
    pub fn criteria(&self) -> impl Iterator<Item = &Criterion> {
        self.cells.iter().flat_map(Cell::criteria)
    }

    /// What the author wrote straight under the heading of a category.
    pub fn category(&self, category: CategoryIx) -> Option<&Prose> {
        self.categories.iter().find(|(it, _)| *it == category).map(|(_, prose)| prose)
    }

    /// Where the cell of a competency is among the cells.
    fn place(&self, competency: CompetencyIx) -> Option<usize> {
        self.cells.binary_search_by_key(&competency, |cell| cell.competency).ok()
    }

    pub fn cell(&self, competency: CompetencyIx) -> Option<&Cell> {
        Some(&self.cells[self.place(competency)?])
    }

    /// The stems of its criteria.
    pub(super) fn stems(&self, language: Language) -> Arc<Stems> {
        let make = || self.stems_once(language);
        match self.stems.get_or_init(|| (language, make())) {
            (known, stems) if *known == language => Arc::clone(stems),
            _ => make(),
        }
    }

    /// The same for those who will not ask again: nothing is kept.
    pub(super) fn stems_once(&self, language: Language) -> Arc<Stems> {
        Arc::new(Stems::of(self.criteria().map(|it| it.text.words(language))))
    }

    /// The fingerprint of the weights of its stems.
    pub(super) fn weights(&self, language: Language, rarity: &Rarity) -> Fingerprint {
        let mut last = self.weights.lock().unwrap_or_else(PoisonError::into_inner);
        match *last {
            Some((of, all, weights)) if (of, all) == (language, rarity.weights()) => weights,
            _ => {
                let weights = rarity.fingerprint(&self.stems(language));
                *last = Some((language, rarity.weights(), weights));
                weights
            }
        }
    }

    /// Hash of what it says about a competency; that of nothing if it does not.
    pub(super) fn cell_fingerprint(&self, competency: CompetencyIx) -> Fingerprint {
        let hashes =
            self.cell_fingerprints.get_or_init(|| self.cells.iter().map(Fingerprint::of).collect());
        let at = self.place(competency);
        at.map_or_else(Fingerprint::default, |at| hashes[at])
    }

    /// The same body with other ids for some of its criteria, given by their numbers in it.
    pub fn with_ids(&self, ids: Vec<(usize, String)>) -> Self {
        let mut body = Self { cell_fingerprints: OnceLock::new(), ..self.clone() };
        body.fingerprint = Fingerprint::of(&(body.fingerprint, &ids));
        let mut criteria: Vec<&mut Criterion> =
            body.cells.iter_mut().flat_map(Cell::criteria_mut).collect();
        for (number, id) in ids {
            criteria[number].id = id.into();
        }
        body
    }
}

/// A heading and its text, for sections marked as prose.
#[derive(Clone, Debug)]
pub struct Section {
    /// Text of the heading.
    pub title: String,
    pub anchor: String,
    /// Whether it is left out of a public build.
    pub internal: bool,
    /// What follows.
    pub prose: Prose,
}

/// What a level's author wrote about one competency.
#[derive(Clone, Debug, Hash)]
pub struct Cell {
    pub competency: CompetencyIx,
    /// Whether it is empty on purpose.
    pub none: bool,
    /// Whether it is left out of a public build.
    pub internal: bool,
    /// The expected step.
    pub expect: Option<Expectation>,
    /// Whether the author says that no step is expected: the step `0`. Then none is inherited either.
    pub expects_nothing: bool,
    /// The name of the level whose cell it takes over; what it says itself comes on top.
    pub same_as: Option<Spanned<String>>,
    /// What it consists of, in the author's order.
    pub blocks: Vec<CellBlock>,
    /// Its heading, or the `expect` key where there is no heading.
    pub place: Place,
}

impl Cell {
    /// Whether it is more than a heading with nothing below it, which counts as not written yet.
    pub fn is_written(&self) -> bool {
        self.none || self.expect.is_some() || !self.blocks.is_empty()
    }

    /// Its criteria, list by list.
    pub fn criteria(&self) -> impl Iterator<Item = &Criterion> {
        self.blocks.iter().flat_map(CellBlock::criteria)
    }

    fn criteria_mut(&mut self) -> impl Iterator<Item = &mut Criterion> {
        let lists = self.blocks.iter_mut().filter_map(|block| match &mut block.content {
            BlockContent::Criteria { criteria, .. } => Some(criteria),
            BlockContent::Prose(_) => None,
        });
        lists.flatten()
    }
}

/// One block of a cell.
#[derive(Clone, Debug, Hash)]
pub struct CellBlock {
    /// The headings inside the cell that it stands under, the highest first.
    pub groups: Vec<Group>,
    pub content: BlockContent,
}

#[derive(Clone, Debug, Hash)]
pub enum BlockContent {
    /// What is no criterion: paragraphs beside lists, tables, quotes, code, rules.
    Prose(Prose),
    /// A list, or paragraphs that stand for one.
    Criteria {
        /// The paragraph before it that ends in a colon, such as "Demonstrates:". It goes with the list.
        lead_in: Option<Prose>,
        criteria: Vec<Criterion>,
    },
}

impl CellBlock {
    /// Whether it is no list of criteria.
    pub fn is_prose(&self) -> bool {
        matches!(self.content, BlockContent::Prose(_))
    }

    /// Its own prose, or the lead-in of its list.
    fn prose(&self) -> Option<&Prose> {
        match &self.content {
            BlockContent::Prose(prose) => Some(prose),
            BlockContent::Criteria { lead_in, .. } => lead_in.as_ref(),
        }
    }

    fn criteria(&self) -> &[Criterion] {
        match &self.content {
            BlockContent::Prose(_) => &[],
            BlockContent::Criteria { criteria, .. } => criteria,
        }
    }
}

/// A heading inside a cell.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Group {
    pub title: String,
    /// Whether what stands below it is internal.
    pub internal: bool,
}

/// The step that a level expects: one, a range, or one and above. Steps count from 0.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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

/// One observable behaviour. A large handbook has hundreds of thousands, and each megabyte that they take is one that a
/// build has to get from the system first.
#[derive(Clone, Debug, Hash)]
pub struct Criterion {
    /// Its id, unique in the book. The list of all criteria has it as well.
    pub id: Arc<str>,
    /// Whether the author wrote the id.
    pub pinned: bool,
    /// What [`Self::was`] and [`Self::replaces`] say, which is nothing for most.
    pub other_ids: Option<Arc<OtherIds>>,
    pub text: Prose,
    /// Small scenes that show it, list by list.
    pub example_lists: Box<[ExampleList]>,
    /// Its number, if its list has numbers.
    pub number: Option<u32>,
    /// Whether it is internal.
    pub internal: bool,
    /// Whether the author marked it as new.
    pub new: bool,
    /// Whether it removes the inherited criterion of the same id.
    pub dropped: bool,
    /// Where it stands.
    pub place: Place,
    /// Where in its file its attributes stand in their braces, or would: then nothing stands there. In YAML, its value.
    pub attributes: ShortSpan,
}

/// Ids other than its own that an author gives a criterion.
#[derive(Debug, Default, Hash)]
pub struct OtherIds {
    /// Ids that it had before.
    pub was: Vec<String>,
    /// Ids of the criteria whose grown form it is.
    pub replaces: Vec<Spanned<String>>,
}

impl OtherIds {
    /// These, if there are any.
    pub fn if_any(self) -> Option<Arc<Self>> {
        (!(self.was.is_empty() && self.replaces.is_empty())).then(|| Arc::new(self))
    }
}

/// A [`Span`] in half its memory: files of text are much smaller than four gigabytes. As in a [`Place`], where something
/// stands is no part of what it says.
#[derive(Clone, Copy, Debug)]
pub struct ShortSpan {
    start: u32,
    end: u32,
}

impl From<Span> for ShortSpan {
    fn from(span: Span) -> Self {
        let short = |at| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: short(span.start), end: short(span.end) }
    }
}

impl From<ShortSpan> for Span {
    fn from(span: ShortSpan) -> Self {
        Self::new(span.start as usize, span.end as usize)
    }
}

impl Hash for ShortSpan {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl Criterion {
    /// Ids that it had before.
    pub fn was(&self) -> &[String] {
        self.other_ids.as_ref().map_or(&[], |it| &it.was)
    }

    /// Ids of the criteria whose grown form it is.
    pub fn replaces(&self) -> &[Spanned<String>] {
        self.other_ids.as_ref().map_or(&[], |it| &it.replaces)
    }

    /// The ids that lead to it: those that it had before, and that of today.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.was().iter().map(String::as_str).chain([&*self.id])
    }

    /// Where its attributes stand, or would.
    pub fn place_of_attributes(&self) -> Place {
        Place::new(&self.place.path, self.attributes.into())
    }

    /// Small scenes that show it.
    pub fn examples(&self) -> impl Iterator<Item = &Prose> {
        self.example_lists.iter().flat_map(|list| &list.items)
    }
}

/// A list of examples below a criterion.
#[derive(Clone, Debug, Default, Hash)]
pub struct ExampleList {
    /// The number of its first item, if it has numbers.
    pub start: Option<u64>,
    pub items: Vec<Prose>,
}
