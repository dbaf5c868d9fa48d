//! Views: one plain struct for each page, with its prose as HTML and its links resolved.
//!
//! A view is what a page shows; the handbook is what the authors said. Neither knows the other's
//! business: a template never sees the handbook, and no view is ever read back.
//!
//! A template receives three values: `book` ([`Book`]), `page` ([`Frame`]) and `view`, the struct of the
//! page's kind, which stands in the file of the kind beside the function that makes it. Every link in a
//! view is relative to the page it stands on, every [`Html`] is finished markup (print it with `| safe`),
//! every other string is plain text that the template engine escapes.

// What a page is made from
mod common;
mod terms;
mod sections;
mod placeholder;
mod directory;
mod rows;
mod ways;
mod ladders;
mod context;
mod compared;
// Prose
mod link_tags;
mod footnotes;
mod frame;
mod term_marks;
mod links;
mod images;
mod as_markdown;
mod markdown;
// What several kinds of pages show
mod blocks;
mod word_marks;
mod wording;
mod cells;
mod changes;
mod told;
mod data_source;
mod picker;
mod map;
mod matrix;
mod radar;
mod data;
mod components;
mod model;
// The kinds
mod home;
mod levels;
mod track;
mod level;
mod competencies;
mod competency;
mod criteria;
mod editions;
mod history;
mod comparisons;
mod compare;
mod glossary;
mod guide;
mod search;
mod review;
mod calibrate;
mod print;
mod not_found;
mod redirect;
// What other programs read
mod records;
mod markup;
mod twin;

pub use self::as_markdown::{escaped, push_escaped};
pub use self::blocks::{BlockView, CriterionView, ExampleLists};
pub use self::cells::{CellView, StepText, StepView};
pub use self::changes::{ChangeMark, MarkedChanges};
pub use self::common::{Html, Link, Rung};
pub use self::compared::Comparisons;
pub use self::competencies::CompetenciesView;
pub use self::competency::{CompetencyGrade, CompetencyLevel, CompetencyTrack};
pub use self::components::{
    ComponentCompare, ComponentCriterion, ComponentFacts, ComponentView, Shown,
};
pub use self::context::{Notes, Site};
pub use self::criteria::{CriteriaLine, CriteriaTwin};
pub use self::data::Data;
pub use self::directory::Directory;
pub use self::footnotes::{number as number_footnotes, without_empty_place};
pub use self::frame::{Book, Frame};
pub use self::glossary::GlossaryView;
pub use self::guide::PageView;
pub use self::ladders::Ladders;
pub use self::level::LevelFact;
pub use self::levels::{LevelsTrack, LevelsView};
pub use self::map::{LadderMap, MapMove};
pub use self::markup::Markup;
pub use self::matrix::{Matrix, MatrixCell, TrackMatrix};
pub use self::model::{PageModel, Part, PartModel};
pub use self::placeholder::{fill_components, fill_parts};
pub use self::radar::Radar;
pub use self::records::{Record, records};
pub use self::rows::Rows;
pub use self::sections::Sections;
pub use self::terms::Terms;
pub use self::told::{edition_anchor, shown as told_line};
pub use self::track::Growth;
pub use self::twin::{
    CompareTwin, ComparisonsTwin, CompetencyTwin, LadderTwin, LevelTwin, MatrixTwin, TrackTwin,
    TwinPartView, TwinView, twin, twin_part,
};
pub use self::ways::Ways;
pub use self::wording::{Word, Wording};

use std::collections::BTreeSet;
use std::sync::Arc;

use self::context::PageContext;
use crate::config::Audience;
use crate::handbook::compare::Comparison;
use crate::handbook::routes::Redirect;
use crate::handbook::{PageKey, Read, Reads};
use crate::tree::RelPath;

/// The view of a page: one arm a kind.
fn view(cx: PageContext) -> Data {
    match cx.page {
        PageKey::Home => Data::from(home::view(cx)),
        PageKey::Levels => Data::from(levels::view(cx)),
        PageKey::Track(track) => Data::from(track::view(cx, track)),
        PageKey::Level(level) => Data::from(level::view(cx, level)),
        PageKey::Competencies => Data::from(competencies::view(cx)),
        PageKey::Competency(competency) => Data::from(competency::view(cx, competency)),
        PageKey::Criteria => Data::from(criteria::view(cx)),
        PageKey::CriteriaPart(part) => Data::from(criteria::of_part(cx, part)),
        PageKey::Matrix => Data::from(matrix::view(cx)),
        PageKey::Comparisons => Data::from(comparisons::view(cx)),
        PageKey::Compare(from, to) => Data::from(compare::view(cx, from, to)),
        PageKey::Glossary => Data::from(glossary::view(cx)),
        PageKey::Page(page) => Data::from(guide::view(cx, page)),
        PageKey::Changes => Data::from(history::view(cx)),
        PageKey::Editions => Data::from(editions::view(cx)),
        PageKey::Search => Data::from(search::view(cx)),
        PageKey::Review => Data::from(review::view(cx)),
        PageKey::Calibrate => Data::from(calibrate::view(cx)),
        PageKey::Print => Data::from(print::view(cx)),
        PageKey::NotFound => Data::from(not_found::NotFoundView {}),
    }
}

/// A page, and what was read to make it. `compared` is what [`Comparisons`] has on it.
pub fn page(
    site: &Site,
    page: PageKey,
    compared: &[Arc<Comparison>],
) -> (PageModel, BTreeSet<Read>) {
    let notes = Notes::default();
    let cx = PageContext::new(site, &notes, page).with_compared(compared);
    let view = view(cx);
    let mut frame = frame::frame(cx);
    // What a component shows may name a term that the page has not named before.
    let components = components(cx, &notes);
    frame.terms = term_marks::notes(cx, notes.terms());
    let model = PageModel { file: site.routes.file(page), frame, view, components };
    (model, notes.reads.into_set())
}

/// The page at an old address, and what was read to make it.
pub fn redirect(site: &Site, redirect: &Redirect) -> (PageModel, BTreeSet<Read>) {
    let reads = Reads::default();
    let (frame, view) = redirect::view(site, &reads, redirect);
    let (file, view) = (redirect.file.clone(), Data::from(view));
    (PageModel { file, frame, view, components: Vec::new() }, reads.into_set())
}

/// The parts of a page that are rendered on their own, in the order in which it shows them.
pub fn parts_of(site: &Site, page: PageKey) -> Vec<Part> {
    let notes = Notes::default();
    let cx = PageContext::new(site, &notes, page);
    match page {
        PageKey::Matrix => matrix::parts(cx).map(Part::Matrix).collect(),
        PageKey::Competency(competency) => {
            let (grades, tracks) = competency::parts(cx, competency);
            let grades = grades.into_iter().map(|grade| Part::Grade(competency, grade));
            let tracks = tracks.into_iter().map(|track| Part::Competency(competency, track));
            grades.chain(tracks).collect()
        }
        PageKey::Changes => history::parts(cx).into_iter().map(Part::Changes).collect(),
        PageKey::Print => print::pages(cx).into_iter().map(Part::Print).collect(),
        _ => Vec::new(),
    }
}

/// Empty notes for a part: one that shows a competency alone need not be made again for what its levels say
/// of others.
pub fn notes_for(part: Part) -> Notes {
    match part {
        Part::Grade(..) | Part::Competency(..) => Notes::by_cell(),
        Part::Matrix(_) | Part::Changes(_) | Part::Print(_) => Notes::default(),
    }
}

/// A part of a page, and what was read to make it.
pub fn part(site: &Site, part: Part) -> (PartModel, BTreeSet<Read>) {
    let notes = notes_for(part);
    let on = |page| PageContext::new(site, &notes, page).without_term_marks();
    let (cx, component, data) = match part {
        Part::Matrix(track) => {
            let cx = on(PageKey::Matrix);
            (cx, "ui.matrix_track", Data::from(matrix::track(cx, track)))
        }
        Part::Grade(competency, grade) => {
            let cx = on(PageKey::Competency(competency));
            (cx, "ui.competency_grade", Data::from(competency::grade(cx, competency, grade)))
        }
        Part::Competency(competency, track) => {
            let cx = on(PageKey::Competency(competency));
            (cx, "ui.competency_track", Data::from(competency::track(cx, competency, track)))
        }
        Part::Changes(edition) => {
            let cx = on(PageKey::Changes);
            (cx, "ui.changes_step", Data::from(history::step(cx, edition)))
        }
        Part::Print(page) => {
            let cx = on(PageKey::Print).for_print(page);
            (cx, "ui.print_section", Data::from(print::section(cx)))
        }
    };
    let components = components(cx, &notes);
    let file = site.routes.file(part.page());
    (PartModel { file, component, data, components }, notes.reads.into_set())
}

/// What the calls on a page show. Prose in what a call shows may hold further calls, which stand behind
/// it.
fn components(cx: PageContext, notes: &Notes) -> Vec<Option<ComponentView>> {
    let mut views = Vec::new();
    while let Some(call) = notes.call(views.len()) {
        views.push(components::view(cx, call));
    }
    views
}

/// What is the same on every page.
pub fn book(site: &Site) -> Book {
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
        internal: config.build.audience == Audience::Internal,
    }
}

/// The writing direction of a language: right to left for those in Arabic, Hebrew and their
/// relatives' scripts (CLDR's list of languages whose default script is written so).
fn direction(language: &str) -> &'static str {
    let primary = language.split('-').next().unwrap_or_default();
    let right_to_left = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];
    if right_to_left.contains(&primary) { "rtl" } else { "ltr" }
}

/// The pages of a site: those with an address, and the one for unknown addresses. Large ones come first,
/// so that no core is left alone with one of them at the end.
pub fn pages(site: &Site) -> Vec<PageKey> {
    let (large, small): (Vec<PageKey>, Vec<PageKey>) =
        site.routes.pages().partition(|page| page.kind().is_large);
    large.into_iter().chain(small).chain([PageKey::NotFound]).collect()
}
