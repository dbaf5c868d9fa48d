//! What can be found: the words of the handbook in pieces, each with the address that it stands at.
//!
//! A piece is as large as what a reader filters by. That is a cell for expectations, because it has
//! one level and one competency; the criteria in it have their anchors, so that a result leads to the
//! criterion that was meant. Words that several pages show are in one piece: a criterion's at the level
//! that says it, a step's at its competency, a term's in the glossary. In a handbook with very many cells a
//! piece is a whole level.

use pulldown_cmark_escape::{escape_html, escape_html_body_text};
use rayon::prelude::*;

use super::cells::expectation_title;
use super::frame::{sections_of, title, titles};
use super::pages::Html;
use super::site::Site;
use crate::handbook::effect::{self, EffectiveCell, EffectiveCriterion, Origin};
use crate::handbook::names::criterion_anchor;
use crate::handbook::{CompetencyIx, LevelIx, PageIx, PageKey, Prose, Special, Term, TrackIx};

/// Cells that are pieces of their own, at most. Pagefind looks through all pieces for each new one, so that the
/// time for an index grows faster than their number.
const CELLS: usize = 15_000;

/// Something that can be found.
#[derive(Clone, Debug, Hash)]
pub struct Record {
    /// Its address from the root of the site, without a slash before it.
    pub url: String,
    /// What it is: `level`, `cell`, `track`, `competency`, `term`, `move` or `page`.
    pub kind: &'static str,
    /// What a result shows beside the words that were found, by name. It is found as well.
    pub labels: Vec<(&'static str, String)>,
    /// What readers can filter by, by name.
    pub filters: Vec<(&'static str, String)>,
    /// Its words. Every element with an id stands under the same id on the page.
    pub html: String,
}

/// All that can be found, in a fixed order.
pub fn records(site: Site) -> Vec<Record> {
    let pages: Vec<PageKey> = site.routes.pages().collect();
    let whole = site.handbook.levels.len() * site.handbook.competencies.len() > CELLS;
    let of_page = |page: &PageKey| -> Vec<Record> {
        match *page {
            PageKey::Home => special(site, *page, Special::Home),
            PageKey::Track(it) => vec![track(site, it)],
            PageKey::Level(it) => level(site, it, whole),
            PageKey::Competencies => special(site, *page, Special::Competencies),
            PageKey::Competency(it) => vec![competency(site, it)],
            PageKey::Matrix => special(site, *page, Special::Matrix),
            PageKey::Comparisons => special(site, *page, Special::Comparisons),
            PageKey::Compare(from, to) => comparison(site, from, to).into_iter().collect(),
            PageKey::Glossary => {
                let terms = site.handbook.terms.iter().map(|it| term(site, it));
                special(site, *page, Special::Glossary).into_iter().chain(terms).collect()
            }
            PageKey::Page(it) => vec![prose_page(site, it)],
            PageKey::Search | PageKey::Review | PageKey::Print | PageKey::NotFound => Vec::new(),
        }
    };
    let records: Vec<Vec<Record>> = pages.par_iter().map(of_page).collect();
    records.into_iter().flatten().filter(|record| !record.is_empty()).collect()
}

impl Record {
    fn new(site: Site, page: PageKey, kind: &'static str) -> Self {
        let url = site.routes.url(page).trim_start_matches('/').to_owned();
        Self { url, kind, labels: Vec::new(), filters: Vec::new(), html: String::new() }
    }

    /// A cell whose level says nothing of its own, for one.
    fn is_empty(&self) -> bool {
        self.html.is_empty()
    }

    fn label(&mut self, name: &'static str, text: &str) {
        if !text.is_empty() {
            self.labels.push((name, text.to_owned()));
        }
    }

    /// The track and the level, to be seen and to filter by.
    fn at_level(&mut self, site: Site, level: LevelIx) {
        let it = &site.handbook[level];
        self.label("code", &it.code);
        self.label("track", &site.handbook[it.track].title);
        self.filters.push(("hue", site.handbook.hue(it.track).to_string()));
        self.filters.push(("track", site.handbook[it.track].id.clone()));
        self.filters.push(("level", site.handbook.level_name(level)));
    }

    fn text(&mut self, element: &str, text: &str) {
        if !text.is_empty() {
            self.html.push_str(&format!("<{element}>{}</{element}>\n", escaped(text)));
        }
    }

    fn prose(&mut self, prose: &Html) {
        if !prose.0.is_empty() {
            // Words of two cells of a table are not one word.
            let html = prose.0.replace("</th>", "; </th>").replace("</td>", "; </td>");
            self.html.push_str(&format!("<div>{html}</div>\n"));
        }
    }
}

/// A level but for its expectations, then these; or the `whole` level as one.
fn level(site: Site, level: LevelIx, whole: bool) -> Vec<Record> {
    let page = PageKey::Level(level);
    let it = &site.handbook[level];
    let mut own = Record::new(site, page, "level");
    own.label("title", &it.title);
    own.at_level(site, level);
    own.text("p", &it.summary);
    for (name, value) in &it.facts {
        own.text("p", &format!("{name}: {}", value.value));
    }
    own.prose(&site.html(page, &it.body.intro));
    let cells = effect::cells(site.handbook, level);
    for cell in &cells {
        let Some(expect) = cell.expect else { continue };
        let step = expectation_title(site, cell.competency, expect);
        own.text("p", &format!("{}: {step}", site.handbook[cell.competency].title));
    }
    for section in &it.body.sections {
        let (anchor, title) = (attribute(&section.anchor), escaped(&section.title));
        own.html.push_str(&format!("<h2 id=\"{anchor}\">{title}</h2>\n"));
        own.prose(&site.html(page, &section.prose));
    }
    if own.is_empty() {
        own.text("p", &it.title);
    }
    let said = cells.iter().map(|it| (it.competency, cell(site, level, it)));
    if !whole {
        return std::iter::once(own).chain(said.map(|(_, record)| record)).collect();
    }
    for (competency, record) in said.filter(|(_, record)| !record.is_empty()) {
        let competency = &site.handbook[competency];
        let (anchor, title) = (attribute(&competency.id), escaped(&competency.title));
        own.html.push_str(&format!("<h2 id=\"{anchor}\">{title}</h2>\n{}", record.html));
        own.filters.push(("competency", competency.id.clone()));
    }
    vec![own]
}

/// What a level says itself about a competency.
fn cell(site: Site, level: LevelIx, cell: &EffectiveCell) -> Record {
    let page = PageKey::Level(level);
    let competency = &site.handbook[cell.competency];
    let mut record = Record::new(site, page, "cell");
    record.url = format!("{}#{}", record.url, competency.id);
    record.label("level", &site.handbook[level].title);
    record.at_level(site, level);
    record.label("competency", &competency.title);
    record.filters.push(("competency", competency.id.clone()));
    if let Some(own) = site.handbook[level].cell(cell.competency) {
        record.prose(&site.html(page, &own.prose));
    }
    for it in cell.criteria.iter().filter(|it| is_told_here(site, it)) {
        let id = criterion_anchor(&it.criterion.id);
        let text = site.html(page, &it.criterion.text).0;
        record.html.push_str(&format!("<li id=\"{}\">{text}</li>\n", attribute(&id)));
        for example in it.examples() {
            record.prose(&site.html(page, example));
        }
    }
    record
}

/// Whether no page but that of the level shows a criterion as its own.
fn is_told_here(site: Site, it: &EffectiveCriterion) -> bool {
    match it.origin {
        Origin::Own => true,
        Origin::Step(_) => false,
        Origin::Track(_) | Origin::Level(_) => {
            it.level.is_none_or(|level| !site.handbook.has_page(level))
        }
    }
}

fn track(site: Site, track: TrackIx) -> Record {
    let page = PageKey::Track(track);
    let it = &site.handbook[track];
    let mut record = Record::new(site, page, "track");
    record.label("title", &it.title);
    record.filters.push(("hue", site.handbook.hue(track).to_string()));
    record.filters.push(("track", it.id.clone()));
    record.text("p", &it.summary);
    record.prose(&site.html(page, &it.prose));
    if record.is_empty() {
        record.text("p", &it.title);
    }
    record
}

fn competency(site: Site, competency: CompetencyIx) -> Record {
    let page = PageKey::Competency(competency);
    let it = &site.handbook[competency];
    let mut record = Record::new(site, page, "competency");
    record.label("title", &it.title);
    record.label("also", &it.aliases.join(", "));
    record.filters.push(("competency", it.id.clone()));
    record.text("p", &it.summary);
    record.prose(&site.html(page, &it.prose));
    for step in &it.steps {
        record.text("p", &step.title);
        record.prose(&site.html(page, &step.text));
        let criteria =
            step.criteria.iter().flat_map(|it| std::iter::once(&it.text).chain(&it.examples));
        for prose in criteria.chain(&step.examples) {
            record.prose(&site.html(page, prose));
        }
    }
    if record.is_empty() {
        record.text("p", &it.title);
    }
    record
}

/// A comparison has words of its own only where somebody wrote about the move.
fn comparison(site: Site, from: LevelIx, to: LevelIx) -> Option<Record> {
    let page = PageKey::Compare(from, to);
    let written = site.handbook.move_prose(from, to)?;
    let mut record = Record::new(site, page, "move");
    let (before, after) = titles(site, from, to);
    record.label("title", &title(site, page));
    record.label("move", &format!("{before} → {after}"));
    for level in [from, to] {
        let it = &site.handbook[level];
        record.filters.push(("track", site.handbook[it.track].id.clone()));
        record.filters.push(("level", site.handbook.level_name(level)));
    }
    record.prose(&site.html(page, &written.prose));
    Some(record)
}

fn term(site: Site, term: &Term) -> Record {
    let mut record = Record::new(site, PageKey::Glossary, "term");
    record.url = format!("{}#{}", record.url, term.anchor());
    record.label("title", &term.term);
    record.label("also", &term.aliases.join(", "));
    record.prose(&site.html(PageKey::Glossary, &term.text));
    if record.is_empty() {
        record.text("p", &term.term);
    }
    record
}

fn prose_page(site: Site, page: PageIx) -> Record {
    let it = &site.handbook[page];
    let mut record = of_prose(site, PageKey::Page(page), &it.summary, &it.prose);
    if let Some(section) = sections_of(site, it).last() {
        record.label("section", &title(site, *section));
    }
    if record.is_empty() {
        record.text("p", &it.title);
    }
    record
}

fn special(site: Site, page: PageKey, special: Special) -> Vec<Record> {
    let written = site.handbook.special(special);
    written.map(|it| of_prose(site, page, &it.summary, &it.prose)).into_iter().collect()
}

fn of_prose(site: Site, page: PageKey, summary: &str, prose: &Prose) -> Record {
    let mut record = Record::new(site, page, "page");
    record.label("title", &title(site, page));
    record.text("p", summary);
    record.prose(&site.html(page, prose));
    record
}

fn escaped(text: &str) -> String {
    let mut html = String::new();
    // Writing to a string cannot fail.
    let _ = escape_html_body_text(&mut html, text);
    html
}

fn attribute(text: &str) -> String {
    let mut html = String::new();
    let _ = escape_html(&mut html, text);
    html
}
