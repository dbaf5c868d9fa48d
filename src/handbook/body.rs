//! What stands below the front matter of levels: cells, criteria, sections.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use super::ix::{CompetencyIx, LevelIx};
use super::prose::Prose;
use super::text::Heading;
use crate::diagnostic::Place;
use crate::fingerprint::Fingerprint;

/// The bodies of all levels. They hash to nothing and are read through
/// [`Tracked`](super::tracked::Tracked) alone, which notes each that was read.
#[derive(Clone, Debug, Default)]
pub struct Bodies {
    pub(super) all: Vec<Arc<Body>>,
    /// For each competency, by its number, the highest step that a level's own words expect, from 1.
    highest_steps: Vec<usize>,
    /// Made when it is first asked for: few handbooks name a criterion by its id alone.
    criteria: OnceLock<HashMap<String, LevelIx>>,
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
        Self { all, highest_steps, criteria: OnceLock::new() }
    }

    /// The highest step of a competency that a level expects, from 1; 0 if none does.
    pub(super) fn highest_step(&self, competency: CompetencyIx) -> usize {
        self.highest_steps.get(competency.0).copied().unwrap_or_default()
    }

    /// The level in whose file each criterion stands, by its ids old and new.
    pub(super) fn criteria(&self) -> &HashMap<String, LevelIx> {
        self.criteria.get_or_init(|| {
            let mut criteria = HashMap::new();
            for (level, body) in self.all.iter().enumerate() {
                for criterion in body.criteria() {
                    for id in criterion.was.iter().chain([&criterion.id]) {
                        criteria.entry(id.clone()).or_insert(LevelIx(level));
                    }
                }
            }
            criteria
        })
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
    /// What the author wrote about each competency, in the book's order.
    pub cells: Vec<Cell>,
    /// Sections marked as prose.
    pub sections: Vec<Section>,
    /// Headings in introduction and sections.
    pub headings: Vec<Heading>,
    /// Hash of the fields above.
    pub fingerprint: Fingerprint,
    /// The prose in it with links or calls of components, which is little.
    with_references: Vec<Prose>,
}

impl Body {
    /// A body of these parts, with their fingerprint.
    pub fn new(
        intro: Prose,
        cells: Vec<Cell>,
        sections: Vec<Section>,
        headings: Vec<Heading>,
        fingerprint: Fingerprint,
    ) -> Self {
        let mut body =
            Self { intro, cells, sections, headings, fingerprint, with_references: Vec::new() };
        body.with_references =
            body.prose().filter(|prose| prose.has_references()).cloned().collect();
        body
    }

    /// All its prose, from top to bottom.
    pub fn prose(&self) -> impl Iterator<Item = &Prose> {
        let sections = self.sections.iter().map(|section| &section.prose);
        let cells = self.cells.iter().map(|cell| &cell.prose);
        let criteria = self.criteria().flat_map(|it| it.examples.iter().chain([&it.text]));
        std::iter::once(&self.intro).chain(sections).chain(cells).chain(criteria)
    }

    /// Its prose with links or calls of components.
    pub fn with_references(&self) -> &[Prose] {
        &self.with_references
    }

    /// All criteria, cell by cell.
    pub fn criteria(&self) -> impl Iterator<Item = &Criterion> {
        self.cells.iter().flat_map(|cell| &cell.criteria)
    }

    pub fn cell(&self, competency: CompetencyIx) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.competency == competency)
    }

    /// The same body with other ids for some of its criteria, given by their numbers in it.
    pub fn with_ids(&self, ids: Vec<(usize, String)>) -> Self {
        let mut body = self.clone();
        body.fingerprint = Fingerprint::of(&(body.fingerprint, &ids));
        let mut criteria: Vec<&mut Criterion> =
            body.cells.iter_mut().flat_map(|cell| &mut cell.criteria).collect();
        for (number, id) in ids {
            criteria[number].id = id;
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
    /// What follows.
    pub prose: Prose,
}

/// What a level's author wrote about one competency.
#[derive(Clone, Debug)]
pub struct Cell {
    pub competency: CompetencyIx,
    /// Whether it is empty on purpose.
    pub none: bool,
    /// The expected step.
    pub expect: Option<Expectation>,
    /// Prose beside the criteria.
    pub prose: Prose,
    pub criteria: Vec<Criterion>,
    /// Its heading, or the `expect` key where there is no heading.
    pub place: Place,
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
#[derive(Clone, Debug, Hash)]
pub struct Criterion {
    /// Its id, unique in the book.
    pub id: String,
    /// Whether the author wrote the id.
    pub pinned: bool,
    /// Ids that it had before.
    pub was: Vec<String>,
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
