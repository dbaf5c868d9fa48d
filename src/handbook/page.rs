//! The pages of a site, and what is known of each kind without looking at a handbook.

use super::ix::{CompetencyIx, LevelIx, PageIx, TrackIx};

/// Which page of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageKey {
    /// The ladder map.
    Home,
    /// All levels, by track.
    Levels,
    Track(TrackIx),
    Level(LevelIx),
    /// The list of competencies.
    Competencies,
    Competency(CompetencyIx),
    /// All criteria by their ids.
    Criteria,
    /// One of the pages that a long list of criteria is divided into, by its number from 0.
    CriteriaPart(usize),
    /// Levels by competencies.
    Matrix,
    /// Tracks side by side, and a way to any two levels.
    Comparisons,
    /// Two levels.
    Compare(LevelIx, LevelIx),
    /// The terms.
    Glossary,
    /// What changed from edition to edition.
    Changes,
    /// The list of editions.
    Editions,
    /// Full text, with filters.
    Search,
    /// The gap sheet: own notes about a level and the next one.
    Review,
    /// Sentences without their levels, to be placed.
    Calibrate,
    /// The whole handbook as one page, for print.
    Print,
    /// A guide or another page.
    Page(PageIx),
    /// What a host shows for an unknown address.
    NotFound,
}

/// What all pages of one kind have in common.
#[derive(Debug)]
pub struct PageKind {
    /// Its name, which is also that of its template.
    pub name: &'static str,
    /// The address of a page that ladderbook makes once a site, without `/` at its ends; `None` for kinds
    /// whose addresses come from the handbook. An author writes its text in a file of this name.
    pub address: Option<&'static str>,
    /// Key of the message that is its title, unless its author gave it one; empty for kinds whose
    /// titles come from the handbook.
    pub title: &'static str,
    /// Key of the message that describes a page whose author did not.
    pub description: &'static str,
    /// Whether its address is that of a folder, with and without pretty URLs.
    pub is_index: bool,
    /// Whether the print page holds it. Comparisons and the matrix say what the levels say, in another
    /// order.
    pub on_print: bool,
    /// Whether terms of the glossary are marked on it. Where the same words stand in small pieces, over
    /// and over, they are not.
    pub marks_terms: bool,
    /// Whether it can be read as Markdown as well: it says something of its own.
    pub has_twin: bool,
    /// Whether it grows with the handbook. Such pages are rendered first, so that no core is left alone
    /// with one of them at the end.
    pub is_large: bool,
}

impl PageKind {
    /// A kind without any of the traits below.
    const PLAIN: Self = Self {
        name: "",
        address: None,
        title: "",
        description: "",
        is_index: false,
        on_print: false,
        marks_terms: false,
        has_twin: false,
        is_large: false,
    };
}

/// A row a kind. [`PageKey::kind`] finds it.
const HOME: &PageKind = &PageKind {
    name: "home",
    address: Some(""),
    description: "description-home",
    is_index: true,
    on_print: true,
    marks_terms: true,
    is_large: true,
    has_twin: true,
    ..PageKind::PLAIN
};
const LEVELS: &PageKind = &PageKind {
    name: "levels",
    address: Some("levels"),
    title: "levels",
    description: "description-levels",
    is_index: true,
    is_large: true,
    has_twin: true,
    ..PageKind::PLAIN
};
const TRACK: &PageKind = &PageKind {
    name: "track",
    description: "description-track",
    is_index: true,
    on_print: true,
    marks_terms: true,
    is_large: true,
    has_twin: true,
    ..PageKind::PLAIN
};
const LEVEL: &PageKind = &PageKind {
    name: "level",
    description: "description-level",
    on_print: true,
    marks_terms: true,
    has_twin: true,
    ..PageKind::PLAIN
};
const COMPETENCIES: &PageKind = &PageKind {
    name: "competencies",
    address: Some("competencies"),
    title: "competencies",
    description: "description-competencies",
    is_index: true,
    on_print: true,
    marks_terms: true,
    is_large: true,
    has_twin: true,
};
const COMPETENCY: &PageKind = &PageKind {
    name: "competency",
    description: "description-competency",
    on_print: true,
    marks_terms: true,
    is_large: true,
    has_twin: true,
    ..PageKind::PLAIN
};
const CRITERIA: &PageKind = &PageKind {
    name: "criteria",
    address: Some("criteria"),
    title: "all-criteria",
    description: "description-criteria",
    is_index: true,
    is_large: true,
    has_twin: true,
    ..PageKind::PLAIN
};
const CRITERIA_PART: &PageKind = &PageKind {
    name: "criteria",
    description: "description-criteria",
    is_large: true,
    has_twin: true,
    ..PageKind::PLAIN
};
const MATRIX: &PageKind = &PageKind {
    name: "matrix",
    address: Some("matrix"),
    title: "matrix",
    description: "description-matrix",
    is_large: true,
    has_twin: true,
    ..PageKind::PLAIN
};
const COMPARISONS: &PageKind = &PageKind {
    name: "comparisons",
    address: Some("compare"),
    title: "compare",
    description: "description-comparisons",
    is_index: true,
    is_large: true,
    has_twin: true,
    ..PageKind::PLAIN
};
const COMPARE: &PageKind = &PageKind {
    name: "compare",
    description: "description-compare",
    has_twin: true,
    ..PageKind::PLAIN
};
const GLOSSARY: &PageKind = &PageKind {
    name: "glossary",
    address: Some("glossary"),
    title: "glossary",
    description: "description-glossary",
    on_print: true,
    is_large: true,
    has_twin: true,
    ..PageKind::PLAIN
};
const CHANGES: &PageKind = &PageKind {
    name: "changes",
    address: Some("changes"),
    title: "changes",
    description: "description-changes",
    is_index: true,
    is_large: true,
    ..PageKind::PLAIN
};
const EDITIONS: &PageKind = &PageKind {
    name: "editions",
    address: Some("editions"),
    title: "editions",
    description: "description-editions",
    is_index: true,
    ..PageKind::PLAIN
};
const SEARCH: &PageKind = &PageKind {
    name: "search",
    address: Some("search"),
    title: "search",
    description: "description-search",
    is_large: true,
    ..PageKind::PLAIN
};
const REVIEW: &PageKind = &PageKind {
    name: "review",
    address: Some("review"),
    title: "review",
    description: "description-review",
    is_large: true,
    ..PageKind::PLAIN
};
const CALIBRATE: &PageKind = &PageKind {
    name: "calibrate",
    address: Some("calibrate"),
    title: "calibrate",
    description: "description-calibrate",
    ..PageKind::PLAIN
};
const PRINT: &PageKind = &PageKind {
    name: "print",
    address: Some("print"),
    title: "print",
    description: "description-print",
    is_large: true,
    ..PageKind::PLAIN
};
const PAGE: &PageKind = &PageKind {
    name: "page",
    description: "description-page",
    on_print: true,
    marks_terms: true,
    has_twin: true,
    ..PageKind::PLAIN
};
const NOT_FOUND: &PageKind = &PageKind {
    name: "not-found",
    title: "not-found",
    description: "not-found-text",
    ..PageKind::PLAIN
};

impl PageKey {
    pub fn kind(self) -> &'static PageKind {
        match self {
            Self::Home => HOME,
            Self::Levels => LEVELS,
            Self::Track(_) => TRACK,
            Self::Level(_) => LEVEL,
            Self::Competencies => COMPETENCIES,
            Self::Competency(_) => COMPETENCY,
            Self::Criteria => CRITERIA,
            Self::CriteriaPart(_) => CRITERIA_PART,
            Self::Matrix => MATRIX,
            Self::Comparisons => COMPARISONS,
            Self::Compare(..) => COMPARE,
            Self::Glossary => GLOSSARY,
            Self::Changes => CHANGES,
            Self::Editions => EDITIONS,
            Self::Search => SEARCH,
            Self::Review => REVIEW,
            Self::Calibrate => CALIBRATE,
            Self::Print => PRINT,
            Self::Page(_) => PAGE,
            Self::NotFound => NOT_FOUND,
        }
    }

    /// What links and messages call a page that ladderbook makes: the name of the file that holds its text.
    pub fn text_name(self) -> &'static str {
        match self.kind().address {
            Some("") => "index",
            Some(address) => address,
            None => self.kind().name,
        }
    }

    /// Pages of which a site has one each, whatever its handbook says, and for which an author may write
    /// a text.
    pub const WITH_TEXT: [Self; 7] = [
        Self::Home,
        Self::Levels,
        Self::Competencies,
        Self::Criteria,
        Self::Matrix,
        Self::Comparisons,
        Self::Glossary,
    ];
}
