//! The words of a handbook that a level's file may use: competencies, categories, steps.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::parts::Parts;
use crate::config::{Config, Nested};
use crate::fingerprint::Fingerprint;
use crate::handbook::likeness::Language;
use crate::handbook::{CategoryIx, Competency, CompetencyIx, Derived, Handbook, Hidden, slug};
use crate::read::registers::ParsedCompetency;
use crate::read::visibility::HiddenHeading;
use crate::suggestion::{Candidates, Suggestion};

/// The words that a level's file may use, and how the book wants it to be read: all that the body of
/// a level depends on, besides its file.
#[derive(Hash)]
pub struct Vocabulary {
    competencies: Vec<Entry>,
    /// Titles of categories.
    categories: Vec<String>,
    by_title: BTreeMap<String, CompetencyIx>,
    by_slug: BTreeMap<String, CompetencyIx>,
    categories_by_slug: BTreeMap<String, CategoryIx>,
    /// Competencies by ids that they had before, where nothing is called so today.
    former: BTreeMap<String, CompetencyIx>,
    /// What competencies and categories are called that this build leaves out.
    hidden: BTreeSet<String>,
    /// The language of what is written, for comparing words.
    pub language: Language,
    /// Whether internal headings and criteria are part of this build.
    pub internal: bool,
    /// Whether a list inside a criterion is part of it; otherwise it holds examples.
    pub detail: bool,
    /// Whether part of competencies.yaml could not be read, which has been reported.
    pub competencies_broken: bool,
    /// Whether part of scales.yaml could not be read, which has been reported.
    pub scales_broken: bool,
    /// Stands for all of the above.
    pub fingerprint: Fingerprint,
    /// What messages may suggest.
    near_ids: Derived<Candidates>,
    near_titles: Derived<Candidates>,
}

/// A competency as far as levels name it.
#[derive(Hash)]
struct Entry {
    id: String,
    title: String,
    steps: Vec<String>,
    /// The scale that its steps are those of; it has others where it has none.
    scale: Option<String>,
    /// Whether its steps are known: it may name a scale that is not there, which has been reported.
    knows_steps: bool,
}

impl Entry {
    /// A competency with what the register says of it, if it stands there, and the scales that there are.
    fn new(
        competency: &Competency,
        parsed: Option<&ParsedCompetency>,
        scales: &HashSet<&str>,
    ) -> Self {
        let scale = parsed.and_then(|it| it.scale.as_ref()).map(|it| it.value.clone());
        let is_known = |scale: &String| scales.contains(scale.as_str());
        Self {
            id: competency.id.clone(),
            title: competency.title.clone(),
            steps: competency.steps.iter().map(|step| step.title.clone()).collect(),
            knows_steps: scale.as_ref().is_none_or(is_known),
            scale,
        }
    }
}

impl Vocabulary {
    /// The words of a handbook's competencies and categories.
    pub fn new(handbook: &Handbook, parts: &Parts, config: &Config) -> Self {
        let mut vocabulary = Self {
            language: handbook.language,
            competencies: Vec::new(),
            categories: Vec::new(),
            by_title: BTreeMap::new(),
            by_slug: BTreeMap::new(),
            categories_by_slug: BTreeMap::new(),
            former: BTreeMap::new(),
            hidden: BTreeSet::new(),
            internal: !parts.visibility.hides_internal(),
            detail: config.ladder.nested == Nested::Detail,
            competencies_broken: parts.unread.competencies,
            scales_broken: parts.unread.steps,
            fingerprint: Fingerprint::default(),
            near_ids: Derived::default(),
            near_titles: Derived::default(),
        };
        vocabulary.add_competencies(handbook, parts);
        vocabulary.add_twins(parts);
        for (index, it) in handbook.competencies() {
            for old in &it.was {
                let name = old.value.to_lowercase();
                if vocabulary.competency(&name).is_none() {
                    vocabulary.former.insert(name, index);
                }
            }
        }
        for (index, it) in handbook.categories.iter().enumerate() {
            for name in [slug(&it.title), it.id.clone()] {
                vocabulary.categories_by_slug.entry(name).or_insert(CategoryIx(index));
            }
            vocabulary.categories.push(it.title.clone());
        }
        let hidden = handbook.hidden.iter().flat_map(Hidden::names);
        let hidden = hidden.filter_map(|name| name.strip_prefix("competencies/"));
        vocabulary.hidden.extend(hidden.map(slug));
        if parts.competencies.is_none() {
            // Without a register a competency that is internal wherever it has a heading is none.
            let levels = parts.levels.values().flatten().chain(&parts.hidden_levels);
            for blocks in levels.map(|level| level.blocks.get()) {
                let sections = blocks.hidden.headings.iter().filter(|heading| heading.depth == 2);
                vocabulary.hidden.extend(sections.map(|heading| slug(&heading.title)));
            }
        }
        vocabulary.fingerprint = Fingerprint::of(&vocabulary);
        vocabulary
    }

    /// Adds the competencies of the handbook, by all that they are called.
    fn add_competencies(&mut self, handbook: &Handbook, parts: &Parts) {
        // Of several with one id, which has been reported, the first counts.
        let mut registered: HashMap<&str, &ParsedCompetency> = HashMap::new();
        for it in parts.competencies.iter().flat_map(|register| &register.competencies) {
            registered.entry(&it.id.value).or_insert(it);
        }
        let scales = parts.scales.iter().flat_map(|register| &register.scales);
        let scales: HashSet<&str> = scales.map(|(id, _)| id.value.as_str()).collect();
        for (index, it) in handbook.competencies() {
            for name in it.aliases.iter().chain([&it.title, &it.id]) {
                self.by_title.insert(name.to_lowercase(), index);
                self.by_slug.entry(slug(name)).or_insert(index);
            }
            let parsed = registered.get(it.id.as_str()).copied();
            self.competencies.push(Entry::new(it, parsed, &scales));
        }
    }

    /// Adds the names of competencies whose id another one has, which has been reported: headings that
    /// use them are no second fault.
    fn add_twins(&mut self, parts: &Parts) {
        let registered = parts.competencies.iter().flat_map(|register| &register.competencies);
        let Self { competencies, by_title, by_slug, .. } = self;
        let indices = (0..competencies.len()).map(CompetencyIx);
        let known: HashMap<&str, CompetencyIx> =
            competencies.iter().map(|it| it.id.as_str()).zip(indices).collect();
        for twin in registered {
            let Some(&index) = known.get(twin.id.value.as_str()) else { continue };
            for name in twin.aliases.iter().map(|alias| &alias.value).chain([&twin.title]) {
                by_title.entry(name.to_lowercase()).or_insert(index);
                by_slug.entry(slug(name)).or_insert(index);
            }
        }
    }

    /// The competency with a title, id or alias; case, emoji and punctuation do not matter.
    pub fn competency(&self, title: &str) -> Option<CompetencyIx> {
        let exact = self.by_title.get(&title.to_lowercase());
        let found = exact.or_else(|| self.by_slug.get(&slug(title)));
        found.or_else(|| self.former.get(&title.to_lowercase())).copied()
    }

    /// The competency that had an id before, if nothing is called so today.
    pub fn former(&self, id: &str) -> Option<CompetencyIx> {
        self.former.get(&id.to_lowercase()).copied()
    }

    pub fn id(&self, competency: CompetencyIx) -> &str {
        &self.competencies[competency.0].id
    }

    /// Whether it is the title, id or alias of a competency or category that this build leaves out.
    pub fn is_hidden(&self, title: &str) -> bool {
        self.competency(title).is_none() && self.hidden.contains(&slug(title))
    }

    /// The competency that a heading which is left out of a level stood for.
    pub fn hidden_competency(&self, heading: &HiddenHeading) -> Option<CompetencyIx> {
        let in_category = || heading.below.as_deref().is_some_and(|it| self.category(it).is_some());
        let is_cell = heading.depth == 2 || heading.depth == 3 && in_category();
        is_cell.then(|| self.competency(&heading.title)).flatten()
    }

    /// The category with a title or id.
    pub fn category(&self, title: &str) -> Option<CategoryIx> {
        self.categories_by_slug.get(&slug(title)).copied()
    }

    pub fn title(&self, competency: CompetencyIx) -> &str {
        &self.competencies[competency.0].title
    }

    /// The scale that gives a competency its steps.
    pub fn scale(&self, competency: CompetencyIx) -> Option<&str> {
        self.competencies[competency.0].scale.as_deref()
    }

    /// Whether the steps of a competency are known; if not, that has been reported.
    pub fn knows_steps(&self, competency: CompetencyIx) -> bool {
        self.competencies[competency.0].knows_steps
    }

    /// The names of a competency's steps, lowest first.
    pub fn steps(&self, competency: CompetencyIx) -> &[String] {
        &self.competencies[competency.0].steps
    }

    /// The id of the competency that was probably meant by a name.
    pub fn nearest_id(&self, name: &str) -> Option<Suggestion> {
        let ids = || Candidates::new(self.competencies.iter().map(|it| it.id.as_str()));
        self.near_ids.get(ids).nearest(name)
    }

    /// The title of the competency or category that was probably meant by a heading.
    pub fn nearest_title(&self, heading: &str) -> Option<Suggestion> {
        let titles = || {
            let competencies = self.competencies.iter().map(|it| it.title.as_str());
            Candidates::new(competencies.chain(self.categories.iter().map(String::as_str)))
        };
        self.near_titles.get(titles).nearest(heading)
    }
}
