//! Views: one plain struct for each page, with its prose as HTML and its links resolved.
//!
//! A view is what a page shows; the handbook is what the authors said. Neither knows the other's
//! business: a template never sees the handbook, and no view is ever read back.

pub mod pages;
mod sections;
mod terms;
mod site;
mod markdown;
mod outputs;
mod parts;
mod inputs;
mod frame;
mod radar;
mod cells;
mod compare;
mod comparisons;
mod competency;
mod home;
mod map;
mod matrix;
mod print;
mod records;
mod prose_pages;
mod review;
mod level;
mod search;
pub mod components;
mod track;

pub use self::inputs::Inputs;
pub use self::outputs::{Output, pages};
pub use self::parts::{Part, PartModel, part, part_mark};
pub use self::records::{Record, records};
pub use self::sections::Sections;
pub use self::site::Site;
pub use self::terms::Terms;

use serde::Serialize;

use self::components::{Collector, ComponentView};
use self::pages::{
    Book, CompareView, ComparisonsView, CompetenciesView, CompetencyView, Frame, GlossaryView,
    HomeView, LevelView, Link, MatrixView, NotFoundView, PageView, PrintView, RedirectView,
    ReviewView, SearchView, TrackView,
};
use self::terms::Marks;
use crate::handbook::PageKey;
use crate::handbook::routes::{self, Redirect};
use crate::tree::RelPath;

/// One page, ready to be rendered.
#[derive(Clone, Debug, Hash)]
pub struct PageModel {
    /// Its file in the output.
    pub file: RelPath,
    /// What it has around its content.
    pub frame: Frame,
    /// Its content.
    pub view: View,
    /// What the calls of components in its prose show.
    pub components: Vec<ComponentView>,
    /// The parts that are rendered on their own, in the order of their marks.
    pub parts: Vec<Part>,
}

/// The content of a page, by kind.
#[derive(Clone, Debug, Hash, Serialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "each variant is named after its struct")]
#[expect(clippy::large_enum_variant, reason = "one view lives at a time, and moves once")]
pub enum View {
    Home(HomeView),
    Track(TrackView),
    Level(LevelView),
    Competencies(CompetenciesView),
    Competency(CompetencyView),
    Matrix(MatrixView),
    Comparisons(ComparisonsView),
    Compare(CompareView),
    Glossary(GlossaryView),
    Page(PageView),
    Search(SearchView),
    Review(ReviewView),
    Print(PrintView),
    NotFound(NotFoundView),
    Redirect(RedirectView),
}

/// What is the same on every page.
pub fn book(site: Site) -> Book {
    let config = site.config;
    let urls = |path: &RelPath| site.routes.file_urls(path);
    Book {
        title: config.title.clone(),
        description: config.description.clone(),
        language: config.language.value.clone(),
        direction: direction(&config.language.value),
        authors: config.authors.clone(),
        logo: site.pictures.logo.as_ref().map(|path| urls(path).0),
        image: site.pictures.image.as_ref().and_then(|path| urls(path).1),
    }
}

/// The writing direction of a language: right to left for those in Arabic, Hebrew and their
/// relatives' scripts (CLDR's list of languages whose default script is written so).
fn direction(language: &str) -> &'static str {
    let primary = language.split('-').next().unwrap_or_default();
    let right_to_left = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];
    if right_to_left.contains(&primary) { "rtl" } else { "ltr" }
}

/// What a file of the site shows.
pub fn page(site: Site, output: &Output) -> PageModel {
    match output {
        Output::Page(key) => {
            let collector = Collector::default();
            let marks = Marks::default();
            let site = Site {
                collector: Some(&collector),
                marks: terms::are_marked(*key).then_some(&marks),
                ..site
            };
            let mut page = handbook_page(site, *key);
            page.frame.terms = marks.explained(site);
            page.components = collector.into_views();
            page
        }
        Output::Redirect(redirect) => redirect_page(site, redirect),
    }
}

fn handbook_page(site: Site, key: PageKey) -> PageModel {
    let view = match key {
        PageKey::Home => View::Home(home::view(site)),
        PageKey::Track(track) => View::Track(track::view(site, track)),
        PageKey::Level(level) => View::Level(level::view(site, level)),
        PageKey::Competencies => View::Competencies(competency::list(site)),
        PageKey::Competency(competency) => View::Competency(competency::view(site, competency)),
        PageKey::Matrix => View::Matrix(matrix::view(site)),
        PageKey::Comparisons => View::Comparisons(comparisons::view(site)),
        PageKey::Compare(from, to) => View::Compare(compare::view(site, from, to)),
        PageKey::Glossary => View::Glossary(prose_pages::glossary(site)),
        PageKey::Page(page) => View::Page(prose_pages::page(site, page)),
        PageKey::Search => View::Search(search::view(site)),
        PageKey::Review => View::Review(review::view(site)),
        PageKey::Print => View::Print(print::view(site)),
        PageKey::NotFound => View::NotFound(NotFoundView {}),
    };
    PageModel {
        file: site.routes.file(key),
        frame: frame::frame(site, key),
        view,
        components: Vec::new(),
        parts: parts::parts_of(site, key),
    }
}

fn redirect_page(site: Site, redirect: &Redirect) -> PageModel {
    let (title, canonical) = match &redirect.to {
        routes::RedirectTarget::Page(page) => {
            (frame::title(site, *page), site.routes.canonical(*page))
        }
        routes::RedirectTarget::External(url) => (url.clone(), Some(url.clone())),
    };
    let to = Link { title: title.clone(), href: site.routes.redirect_href(redirect) };
    let root = routes::root_of(&redirect.file);
    PageModel {
        file: redirect.file.clone(),
        frame: Frame { kind: "redirect", title, canonical, root, ..Frame::default() },
        view: View::Redirect(RedirectView { to }),
        components: Vec::new(),
        parts: Vec::new(),
    }
}

/// All parts of all pages.
pub fn parts(site: Site) -> Vec<Part> {
    site.routes.pages().flat_map(|page| parts::parts_of(site, page)).collect()
}
