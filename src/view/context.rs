//! What a page is made from.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::common::{Link, Rung};
use super::directory::Directory;
use super::ladders::Ladders;
use super::placeholder;
use super::rows::Rows;
use super::sections::Sections;
use super::terms::Terms;
use super::ways::Ways;
use crate::config::Config;
use crate::diagnostic::Place;
use crate::fingerprint::Fingerprint;
use crate::handbook::catalogue::{Catalogue, Listed};
use crate::handbook::compare::{self, Comparison};
use crate::handbook::components::Call;
use crate::handbook::history::{CriterionPast, Edition, EditionOf, History, LevelPast};
use crate::handbook::links::Links;
use crate::handbook::names::Names;
use crate::handbook::page_sizes::WholePages;
use crate::handbook::pictures::Pictures;
use crate::handbook::routes::{Routes, with_fragment};
use crate::handbook::{
    CompetencyIx, Handbook, LevelIx, PageKey, Read, Reads, TermIx, TrackIx, Tracked,
    criterion_anchor,
};
use crate::theme::Messages;

/// What all pages of a site are made from.
pub struct Site<'a> {
    /// book.toml.
    pub config: &'a Config,
    /// What the authors said.
    pub handbook: &'a Handbook,
    /// What names mean.
    pub names: &'a Names,
    /// All criteria by their ids.
    pub catalogue: &'a Catalogue,
    /// Where pages stand.
    pub routes: &'a Routes,
    /// Where pages stand as seen from the print page.
    pub print_routes: &'a Routes,
    /// Which pages link to a page.
    pub links: &'a Links,
    /// Pictures that book.toml names.
    pub pictures: &'a Pictures,
    /// What all pages name.
    pub sections: &'a Sections,
    /// The terms of the glossary.
    pub terms: &'a Terms,
    /// Titles and sources of all pages.
    pub directory: &'a Directory,
    /// Which levels have a competency as a row.
    pub rows: &'a Rows,
    /// Which moves lead to a level.
    pub ways: &'a Ways,
    /// Where levels stand among the tracks that are shown side by side.
    pub ladders: &'a Ladders,
    /// Which pages show the cells of all levels.
    pub whole_pages: &'a WholePages,
    /// UI strings.
    pub messages: &'a Messages,
    /// The folder of the site with the files of the theme.
    pub assets: &'a str,
    /// The edition that the site is; `None` if it is today's handbook.
    pub edition: Option<&'a EditionOf>,
    /// What became of the handbook from edition to edition.
    pub history: &'a History,
    /// The fingerprint of book.toml and of what any page may show of any other.
    pub of_handbook: Fingerprint,
    /// The fingerprint of all that names and addresses are made from.
    pub addressed: Fingerprint,
    /// Whether what is read is noted: not where nothing is remembered.
    pub notes_reads: bool,
}

impl Site<'_> {
    /// The fingerprint of what any page may show of any other. All else is read through a
    /// [`PageContext`], which notes it; the remaining fields are made from these.
    pub fn shared(&self) -> Fingerprint {
        let editions = (self.edition, &self.history.editions);
        Fingerprint::of(&(self.of_handbook, self.messages, self.assets, editions))
    }

    /// Where the files of the theme are, as seen from a page whose way to the root of the site is given.
    pub fn assets_from(&self, root: &str) -> String {
        format!("{root}{}/", self.assets)
    }

    /// The fingerprint of the answer to a question that was noted.
    pub fn answer(&self, read: &Read) -> Fingerprint {
        match (self.handbook.answer(read), read) {
            (Some(answer), _) => answer,
            (None, Read::Mentions(page)) => Fingerprint::of(&self.links.to(*page)),
            (None, Read::Rows(competency)) => {
                Fingerprint::of(&self.rows.of(self.handbook, *competency))
            }
            (None, Read::Catalogue(part)) => self.catalogue.answer(*part),
            (None, Read::CatalogueNames) => self.catalogue.answer_names(),
            (None, Read::IsListed(id)) => Fingerprint::of(&self.catalogue.has(id)),
            (None, Read::WholeMatrix) => Fingerprint::of(&self.whole_pages.matrix),
            (None, Read::WholeCompetency(competency)) => {
                Fingerprint::of(&self.whole_pages.competencies[competency.0])
            }
            (None, Read::History) => self.history.answer(),
            (None, Read::Step(number)) => self.history.answer_step(*number),
            (None, Read::LevelPast(level)) => Fingerprint::of(&self.history.of_level(*level)),
            (None, Read::CriterionPast(id)) => Fingerprint::of(&self.history.of_criterion(id)),
            (None, read) => unreachable!("nothing answers {read:?}"),
        }
    }
}

/// What came up while a page was made.
#[derive(Default)]
pub struct Notes {
    /// What was read.
    pub reads: Reads,
    /// Calls of components in prose, each once, in the order of their placeholders.
    calls: RefCell<Vec<Call>>,
    /// Their numbers by all that they say.
    numbers: RefCell<HashMap<Fingerprint, usize>>,
    /// Terms of the glossary that the page names.
    terms: RefCell<BTreeSet<TermIx>>,
    /// Anchors in raw HTML, as they are called on the page.
    anchors: RefCell<BTreeSet<String>>,
    /// The page that an anchor was asked of last, and its address: criteria follow each other by the dozen.
    last_address: RefCell<Option<(Seen, String)>>,
}

/// A page as it is seen: from which page, and for which medium.
type Seen = (PageKey, PageKey, Medium);

impl Notes {
    /// Those of what is about one competency.
    pub fn by_cell() -> Self {
        Self { reads: Reads::by_cell(), ..Self::default() }
    }

    /// The call of a component with this number.
    pub fn call(&self, number: usize) -> Option<Call> {
        self.calls.borrow().get(number).cloned()
    }

    /// The terms that the page names.
    pub fn terms(&self) -> BTreeSet<TermIx> {
        self.terms.borrow().clone()
    }
}

/// What a page is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Medium {
    /// A browser: prose is HTML, and addresses are relative to the page.
    Html,
    /// Programs, and readers who copy it: prose is Markdown, and addresses hold wherever it is read.
    Markdown,
}

/// A page that is being made: all that a view may look at.
#[derive(Clone, Copy)]
pub struct PageContext<'a> {
    site: &'a Site<'a>,
    notes: &'a Notes,
    routes: &'a Routes,
    marks_terms: bool,
    medium: Medium,
    /// Levels that the page lays side by side, so far as that is done already.
    compared: &'a [Arc<Comparison<'a>>],
    /// The page; for a part of the print page, the page that it shows.
    pub page: PageKey,
    /// What the authors said. What is read is noted.
    pub handbook: Tracked<'a>,
    /// book.toml.
    pub config: &'a Config,
    /// What names mean.
    pub names: &'a Names,
    /// UI strings.
    pub messages: &'a Messages,
}

impl<'a> PageContext<'a> {
    /// A page that is about to be made.
    pub fn new(site: &'a Site<'a>, notes: &'a Notes, page: PageKey) -> Self {
        Self {
            site,
            notes,
            routes: site.routes,
            marks_terms: page.kind().marks_terms,
            medium: Medium::Html,
            compared: &[],
            page,
            handbook: match site.notes_reads {
                true => site.handbook.tracked(&notes.reads),
                false => site.handbook.untracked(),
            },
            config: site.config,
            names: site.names,
            messages: site.messages,
        }
    }

    fn note(&self, read: impl FnOnce() -> Read) {
        if self.site.notes_reads {
            self.notes.reads.note(read());
        }
    }

    /// The same with comparisons that the page shows and that are made already.
    pub fn with_compared(self, compared: &'a [Arc<Comparison<'a>>]) -> Self {
        Self { compared, ..self }
    }

    /// What two levels say, laid side by side.
    pub fn comparison(&self, from: LevelIx, to: LevelIx) -> Cow<'a, Comparison<'a>> {
        match self.compared.iter().find(|it| (it.from, it.to) == (from, to)) {
            Some(made) => Cow::Borrowed(made),
            None => Cow::Owned(compare::levels(self.handbook, from, to)),
        }
    }

    /// The same without marks for terms: for text in small pieces, over and over.
    pub fn without_term_marks(self) -> Self {
        Self { marks_terms: false, ..self }
    }

    /// Another page as a section of the print page.
    pub fn for_print(self, page: PageKey) -> Self {
        Self { page, routes: self.site.print_routes, marks_terms: false, ..self }
    }

    /// The same page as Markdown: the markup in its view is Markdown, and its addresses are full where book.toml
    /// has a base-url, else from the root of the site on.
    pub fn as_markdown(self) -> Self {
        Self { medium: Medium::Markdown, marks_terms: false, ..self }
    }

    /// Whether prose is to be Markdown, not HTML.
    pub fn is_markdown(&self) -> bool {
        self.medium == Medium::Markdown
    }

    /// Whether the page is shown as a section of the print page.
    pub fn is_print(&self) -> bool {
        self.routes.is_print()
    }

    /// Where pages stand.
    pub fn routes(&self) -> &'a Routes {
        self.routes
    }

    /// The edition that the page is of; `None` if it is of today's handbook.
    pub fn edition(&self) -> Option<&'a EditionOf> {
        self.site.edition
    }

    /// The editions of the handbook, in the order in which they came into force.
    pub fn editions(&self) -> &'a [Edition] {
        &self.site.history.editions
    }

    /// What changed in the edition with a number; the history, of which nothing else is read.
    pub fn history_at(&self, number: usize) -> &'a History {
        self.note(|| Read::Step(number));
        self.site.history
    }

    /// What changed from edition to edition.
    pub fn history(&self) -> &'a History {
        self.note(|| Read::History);
        self.site.history
    }

    /// What became of a level from edition to edition; `None` where there are no editions.
    pub fn past_of_level(&self, level: LevelIx) -> Option<LevelPast<'a>> {
        // Whether there are editions is known to each page.
        if self.editions().is_empty() {
            return None;
        }
        self.note(|| Read::LevelPast(level));
        self.site.history.of_level(level)
    }

    /// What became of a criterion from edition to edition; `None` where there are no editions.
    pub fn past_of_criterion(&self, id: &str) -> Option<CriterionPast> {
        if self.editions().is_empty() {
            return None;
        }
        self.note(|| Read::CriterionPast(id.to_owned()));
        self.site.history.of_criterion(id)
    }

    /// What all pages name.
    pub fn sections(&self) -> &'a Sections {
        self.site.sections
    }

    /// The title of a page.
    pub fn title(&self, page: PageKey) -> String {
        self.site.directory.title(self.handbook, page).to_owned()
    }

    /// Titles and sources of all pages.
    pub fn directory(&self) -> &'a Directory {
        self.site.directory
    }

    /// The pages that link to this one.
    pub fn mentions(&self) -> &'a [PageKey] {
        self.note(|| Read::Mentions(self.page));
        self.site.links.to(self.page)
    }

    /// Whether each level, by its number, has a competency as a row.
    pub fn rows(&self, competency: CompetencyIx) -> &'a [bool] {
        self.note(|| Read::Rows(competency));
        self.site.rows.of(self.site.handbook, competency)
    }

    /// The ids of a part of the list of all criteria, each with its criterion.
    pub fn listed(&self, part: usize) -> Vec<(&'a str, Listed<'a>)> {
        self.note(|| Read::Catalogue(part));
        self.site.catalogue.part(part)
    }

    /// The list of all criteria, of which only ids are read.
    pub fn catalogue_names(&self) -> &'a Catalogue {
        self.note(|| Read::CatalogueNames);
        self.site.catalogue
    }

    /// Whether the list of all criteria has an id, old or new.
    pub fn is_listed(&self, id: &str) -> bool {
        self.note(|| Read::IsListed(id.to_owned()));
        self.site.catalogue.has(id)
    }

    /// Whether one page has the matrices of all tracks.
    pub fn has_whole_matrix(&self) -> bool {
        self.note(|| Read::WholeMatrix);
        self.site.whole_pages.matrix
    }

    /// Whether the page of a competency shows what all levels say of it.
    pub fn has_whole_page(&self, competency: CompetencyIx) -> bool {
        self.note(|| Read::WholeCompetency(competency));
        self.site.whole_pages.competencies[competency.0]
    }

    /// Which moves lead to a level. They are part of what any page may show.
    pub fn ways(&self) -> &'a Ways {
        self.site.ways
    }

    /// Where levels stand among the tracks that are shown side by side. That is part of what any page may show.
    pub fn ladders(&self) -> &'a Ladders {
        self.site.ladders
    }

    /// The address of a page.
    pub fn href(&self, to: PageKey, anchor: Option<&str>) -> String {
        match anchor {
            Some(anchor) if !self.is_print() && to != self.page => self.href_beside(to, anchor),
            _ => self.whole_href(to, anchor),
        }
    }

    /// The same of an anchor of another page where the links of the next lines lead to others: the address of the page
    /// is not kept for them.
    pub fn single_href(&self, to: PageKey, anchor: &str) -> String {
        self.whole_href(to, Some(anchor))
    }

    /// The address of an anchor of another page, which is that of the page with a fragment.
    fn href_beside(&self, to: PageKey, anchor: &str) -> String {
        let seen = (self.page, to, self.medium);
        let mut last = self.notes.last_address.borrow_mut();
        let (_, address) = match last.take() {
            Some(known) if known.0 == seen => last.insert(known),
            _ => last.insert((seen, self.whole_href(to, None))),
        };
        if address.is_empty() { String::new() } else { with_fragment(address, anchor) }
    }

    fn whole_href(&self, to: PageKey, anchor: Option<&str>) -> String {
        match self.medium {
            Medium::Html => self.routes.href(self.page, to, anchor),
            Medium::Markdown => self.routes.href_from(&self.root_address(), to, anchor),
        }
    }

    /// What stands before the path of an address that holds wherever it is read.
    fn root_address(&self) -> Cow<'a, str> {
        match (&self.config.build.base_url, self.site.edition) {
            (Some(base), _) => Cow::Borrowed(base),
            (None, Some(it)) => Cow::Owned(format!("/{}/", it.edition.folder)),
            (None, None) => Cow::Borrowed("/"),
        }
    }

    /// The relative address of the home page of an edition.
    pub fn edition_href(&self, edition: &Edition) -> String {
        let home = self.routes.url(PageKey::Home);
        self.root_href(&format!("{}{home}", edition.folder))
    }

    /// Where the files of the theme are.
    pub fn assets(self) -> String {
        self.site.assets_from(&self.routes.root(self.page))
    }

    /// The relative address of what stands at an address from the root of the site on.
    pub fn root_href(&self, address: &str) -> String {
        match self.medium {
            Medium::Html => self.routes.root(self.page) + address,
            Medium::Markdown => self.root_address().into_owned() + address,
        }
    }

    /// The relative address of a file in the output.
    pub fn file_href(&self, to: &crate::tree::RelPath) -> String {
        match self.medium {
            Medium::Html => self.routes.file_href(self.page, to),
            Medium::Markdown => self.root_href(&self.routes.file_urls(to).0),
        }
    }

    /// The id of an anchor of this page, or of the page itself, where it is shown.
    pub fn id(&self, anchor: Option<&str>) -> String {
        self.routes.id(self.page, anchor)
    }

    /// The id of a criterion's anchor where it is shown. Most are the criterion's own id, of which there is no copy.
    pub fn criterion_id(&self, id: &Arc<str>) -> Arc<str> {
        match criterion_anchor(id) {
            Cow::Borrowed(_) if !self.is_print() => Arc::clone(id),
            anchor => self.id(Some(&anchor)).into(),
        }
    }

    /// A link to a page under its title.
    pub fn link(&self, to: PageKey) -> Link {
        Link { title: self.title(to), href: self.href(to, None) }
    }

    /// How deep the heading of a page stands: 1, but on the print page below that of its chapter.
    pub fn depth(&self, page: PageKey) -> usize {
        if !self.is_print() {
            return 1;
        }
        let folder = |address: &'a str| address.rsplit_once('/').map(|(folder, _)| folder);
        match page {
            PageKey::Level(_) | PageKey::Competency(_) => 3,
            PageKey::Page(page) => {
                let address = self.handbook.handbook()[page].address.as_str();
                let chapter = folder(address).and_then(|it| self.site.sections.indices.get(it));
                if chapter.is_some() { 3 } else { 2 }
            }
            _ => 2,
        }
    }

    /// A level as a card. `in_track` is the track among whose levels it is shown, which need not be its own.
    pub fn rung(&self, level: LevelIx, in_track: Option<TrackIx>) -> Rung {
        let it = &self.handbook[level];
        Rung {
            title: match in_track {
                Some(_) => self.handbook.title(level).to_owned(),
                None => self.handbook.label(level).to_owned(),
            },
            code: it.code.clone(),
            href: self.href(PageKey::Level(level), None),
            summary: it.summary.clone(),
            grade: it.grade_text(),
            hue: self.handbook.hue(it.track),
            track: self.handbook[it.track].title.clone(),
            status: self.handbook.status(level).name(),
            internal: it.internal,
            guest: in_track.is_some_and(|track| track != it.track),
        }
    }

    /// A link to a level.
    pub fn level_link(&self, level: LevelIx, anchor: Option<&str>) -> Link {
        Link {
            title: self.handbook.label(level).to_owned(),
            href: self.href(PageKey::Level(level), anchor),
        }
    }

    /// A link to a track; the address is empty where the track has no pages.
    pub fn track_link(&self, track: TrackIx) -> Link {
        Link {
            title: self.handbook[track].title.clone(),
            href: self.href(PageKey::Track(track), None),
        }
    }

    /// Tracks that are shown side by side: with pages, with rungs and in use.
    pub fn shown_tracks(&self) -> impl Iterator<Item = TrackIx> + use<'a> {
        self.handbook.handbook().shown_tracks()
    }

    /// The terms to mark in the text of this page; `None` where none is marked.
    pub fn terms(&self) -> Option<&'a Terms> {
        Some(self.site.terms).filter(|terms| self.marks_terms && !terms.is_empty())
    }

    /// Notes that the page names a term. Returns whether it does so for the first time.
    pub fn note_term(&self, term: TermIx) -> bool {
        self.notes.terms.borrow_mut().insert(term)
    }

    /// Notes that raw HTML has an anchor. Returns whether it is the first of its name on the page.
    pub fn note_anchor(&self, anchor: &str) -> bool {
        self.notes.anchors.borrow_mut().insert(self.id(Some(anchor)))
    }

    /// Notes the call of a component and returns the placeholder of what it shows. A call that stands
    /// at the same place is the same one: prose may be shown twice on a page.
    pub fn note_call(&self, call: Call) -> String {
        let mut calls = self.notes.calls.borrow_mut();
        let mut numbers = self.notes.numbers.borrow_mut();
        let Call { name, arguments, place: Place { path, span } } = &call;
        let key = Fingerprint::of(&(name, arguments, path, span.start, span.end));
        let number = *numbers.entry(key).or_insert(calls.len());
        if number == calls.len() {
            calls.push(call);
        }
        placeholder::component(number)
    }
}
