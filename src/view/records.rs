//! What can be found: the words of the handbook in pieces, each with the address that it stands at.
//!
//! A piece is as large as what a reader filters by. That is a cell for expectations, because it has
//! one level and one competency; the criteria in it have their anchors, so that a result leads to the
//! criterion that was meant. Words that several pages show are in one piece: a criterion's at the level
//! that says it, a step's at its competency, a term's in the glossary. In a handbook with very many cells a
//! piece is a whole level.

use rayon::prelude::*;

use super::cells::expectation_title;
use super::changes::fact_name;
use super::common::Html;
use super::context::{Notes, PageContext, Site};
use super::footnotes;
use super::frame::sections_of;
use super::markdown::{html, own_prose};
use super::placeholder;
use crate::handbook::effective::{
    self, EffectiveCell, EffectiveContent, EffectiveCriterion, Origin,
};
use crate::handbook::{
    CellBlock, CompetencyIx, Group, LevelIx, PageIx, PageKey, Status, Term, TrackIx,
    criterion_anchor,
};
use crate::html::{attribute, text};

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

/// All that can be found, in a fixed order; `None` if `go_on`, which is asked again and again, says no.
pub fn records(site: &Site, go_on: impl Fn() -> bool + Sync) -> Option<Vec<Record>> {
    let pages: Vec<PageKey> = site.routes.pages().collect();
    let whole = site.handbook.levels.len() * site.handbook.competencies.len() > CELLS;
    let of_page = |page: &PageKey| {
        let notes = Notes::default();
        on_page(PageContext::new(site, &notes, *page).without_term_marks(), whole)
    };
    let records = pages.par_iter().map(|page| go_on().then(|| of_page(page)));
    let records: Vec<Vec<Record>> = records.collect::<Option<_>>()?;
    Some(records.into_iter().flatten().filter(|record| !record.is_empty()).collect())
}

/// What can be found on a page.
fn on_page(cx: PageContext, whole: bool) -> Vec<Record> {
    match cx.page {
        PageKey::Track(it) => vec![track(cx, it)],
        PageKey::Level(it) => level(cx, it, whole),
        PageKey::Competency(it) => vec![competency(cx, it)],
        PageKey::Compare(from, to) => comparison(cx, from, to).into_iter().collect(),
        PageKey::Glossary => {
            let terms = cx.handbook.terms.iter().map(|it| term(cx, it));
            own_text(cx).into_iter().chain(terms).collect()
        }
        PageKey::Page(it) => vec![guide(cx, it)],
        _ => own_text(cx).into_iter().collect(),
    }
}

impl Record {
    fn new(cx: PageContext, kind: &'static str) -> Self {
        let url = cx.routes().url(cx.page).trim_start_matches('/').to_owned();
        let mut record =
            Self { url, kind, labels: Vec::new(), filters: Vec::new(), html: String::new() };
        if cx.handbook.is_internal(cx.page) {
            record.mark_internal(cx);
        }
        record
    }

    /// A cell whose level says nothing of its own, for one.
    fn is_empty(&self) -> bool {
        self.html.is_empty()
    }

    /// Says in a word that a site for the public leaves it out.
    fn mark_internal(&mut self, cx: PageContext) {
        if !self.labels.iter().any(|(name, _)| *name == "internal") {
            self.label("internal", &cx.messages.plain("internal"));
        }
    }

    /// What it is called: who searches for exactly that finds it first.
    fn name(&mut self, name: &str) {
        self.filter_once("name", name);
    }

    /// A part of what it is called. Who types `senior` means that level before what compares it.
    fn part_of_name(&mut self, word: &str) {
        self.filter_once("word", word);
    }

    fn filter_once(&mut self, filter: &'static str, text: &str) {
        let text = text.trim().to_lowercase();
        if !text.is_empty() && !self.filters.contains(&(filter, text.clone())) {
            self.filters.push((filter, text));
        }
    }

    /// Says in a word that it is out of use, so that it comes after what is in use.
    fn mark_retired(&mut self, cx: PageContext, status: Status) {
        if status == Status::Retired {
            self.label("status", &cx.messages.plain("status-retired"));
            self.filters.push(("status", status.name().to_owned()));
        }
    }

    fn label(&mut self, name: &'static str, text: &str) {
        if !text.is_empty() {
            self.labels.push((name, text.to_owned()));
        }
    }

    /// The track and the level, to be seen and to filter by.
    fn at_level(&mut self, cx: PageContext, level: LevelIx) {
        let it = &cx.handbook[level];
        self.label("code", &it.code);
        self.label("track", &cx.handbook[it.track].title);
        self.filters.push(("hue", cx.handbook.hue(it.track).to_string()));
        self.filters.push(("track", cx.handbook[it.track].id.clone()));
        self.filters.push(("level", cx.handbook.level_name(level)));
        self.mark_retired(cx, cx.handbook.status(level));
    }

    fn text(&mut self, element: &str, words: &str) {
        if !words.is_empty() {
            self.html.push_str(&format!("<{element}>{}</{element}>\n", text(words)));
        }
    }

    /// Says that what follows is not of the words of the criterion with this anchor.
    fn end_of_words(&mut self, anchor: &str) {
        self.html.push_str(&format!("<ul id=\"{}\"></ul>", attribute(anchor)));
    }

    fn prose(&mut self, prose: &Html) {
        if !prose.0.is_empty() {
            // Words of two cells of a table are not one word; an empty one has none.
            let html = prose.0.replace("</th>", "; </th>").replace("</td>", "; </td>");
            let html = html.replace(">; </th>", "></th>").replace(">; </td>", "></td>");
            let html = placeholder::fill_components(&html, |_| String::new());
            let html = footnotes::texts(&html);
            self.html.push_str(&format!("<div>{html}</div>\n"));
        }
    }
}

/// A level but for its expectations, then these; or the `whole` level as one.
fn level(cx: PageContext, level: LevelIx, whole: bool) -> Vec<Record> {
    let (it, body) = (&cx.handbook[level], cx.handbook.body(level));
    let mut own = Record::new(cx, "level");
    own.label("title", cx.handbook.title(level));
    own.at_level(cx, level);
    let (title, code) = (cx.handbook.title(level), &it.code);
    for name in [title, cx.handbook.label(level), code, &format!("{code} {title}")] {
        own.name(name);
    }
    title.split_whitespace().for_each(|word| own.part_of_name(word));
    own.text("p", &it.summary);
    for (name, value) in &it.facts {
        own.text("p", &format!("{}: {}", fact_name(name), value.value));
    }
    own.prose(&html(cx, &body.intro));
    for (category, prose) in &body.categories {
        own.text("p", &cx.handbook[*category].title);
        own.prose(&html(cx, prose));
    }
    let cells = effective::cells(cx.handbook, level);
    for cell in &cells {
        let Some(expect) = cell.expect else { continue };
        let step = expectation_title(cx, cell.competency, expect);
        own.text("p", &format!("{}: {step}", cx.handbook[cell.competency].title));
    }
    for section in &body.sections {
        let (anchor, title) = (attribute(&section.anchor), text(&section.title));
        own.html.push_str(&format!("<h2 id=\"{anchor}\">{title}</h2>\n"));
        own.prose(&html(cx, &section.prose));
    }
    if own.is_empty() {
        own.text("p", cx.handbook.title(level));
    }
    let said = cells.iter().map(|it| (it.competency, cell(cx, level, it)));
    if !whole {
        return std::iter::once(own).chain(said.map(|(_, record)| record)).collect();
    }
    for (competency, record) in said.filter(|(_, record)| !record.is_empty()) {
        let competency = &cx.handbook[competency];
        let (anchor, title) = (attribute(&competency.id), text(&competency.title));
        own.html.push_str(&format!("<h2 id=\"{anchor}\">{title}</h2>\n{}", record.html));
        own.filters.push(("competency", competency.id.clone()));
    }
    vec![own]
}

/// What a level says itself about a competency.
fn cell(cx: PageContext, level: LevelIx, cell: &EffectiveCell) -> Record {
    let competency = &cx.handbook[cell.competency];
    let mut record = Record::new(cx, "cell");
    record.url = format!("{}#{}", record.url, competency.id);
    record.label("level", cx.handbook.label(level));
    record.at_level(cx, level);
    record.label("competency", &competency.title);
    record.filters.push(("competency", competency.id.clone()));
    if cx.handbook.is_internal_cell(level, cell.competency) {
        record.mark_internal(cx);
    }
    let own = cx.handbook.cell(level, cell.competency);
    let says_prose = own.is_some_and(|own| own.blocks.iter().any(CellBlock::is_prose));
    let mut groups: &[Group] = &[];
    // The anchor of the criterion that stands last.
    let mut last: Option<String> = None;
    for block in &cell.blocks {
        let told = block.criteria().iter().filter(|it| is_told_here(cx, it));
        let told: Vec<&EffectiveCriterion> = told.collect();
        if told.is_empty() && !(says_prose && block.is_prose()) {
            continue;
        }
        if let Some(last) = last.take() {
            record.end_of_words(&last);
        }
        for group in block.groups.iter().filter(|_| block.groups != groups) {
            record.text("p", &group.title);
        }
        groups = block.groups;
        match &block.content {
            EffectiveContent::Prose(prose) => record.prose(&html(cx, prose)),
            EffectiveContent::Criteria { lead_in, .. } => {
                record.prose(&lead_in.map(|it| html(cx, it)).unwrap_or_default());
            }
        }
        for it in told {
            last = criterion(cx, &mut record, it);
        }
    }
    record
}

/// A criterion, then its examples. Its words follow an empty element with its id: Pagefind would write what stands in one
/// into its files twice, and end the words of a list item with a full stop. Returns its anchor if nothing says yet where its
/// words end, which the next criterion does, or [`Record::end_of_words`].
fn criterion(cx: PageContext, record: &mut Record, it: &EffectiveCriterion) -> Option<String> {
    let id = criterion_anchor(&it.criterion.id).into_owned();
    let text = footnotes::texts(&html(cx, &it.criterion.text).0);
    record.html.push_str(&format!("<li id=\"{}\"></li>{text}\n", attribute(&id)));
    if it.examples().next().is_none() {
        return Some(id);
    }
    record.end_of_words(&id);
    it.examples().for_each(|example| record.prose(&html(cx, example)));
    None
}

/// Whether no page but that of the level shows a criterion as its own.
fn is_told_here(cx: PageContext, it: &EffectiveCriterion) -> bool {
    match it.origin {
        Origin::Own => true,
        Origin::Step(_) => false,
        Origin::Track(_) | Origin::Level(_) => {
            it.level.is_none_or(|level| !cx.handbook.has_page(level))
        }
    }
}

fn track(cx: PageContext, track: TrackIx) -> Record {
    let it = &cx.handbook[track];
    let mut record = Record::new(cx, "track");
    record.label("title", &it.title);
    record.name(&it.title);
    record.mark_retired(cx, it.status);
    record.filters.push(("hue", cx.handbook.hue(track).to_string()));
    record.filters.push(("track", it.id.clone()));
    record.text("p", &it.summary);
    record.prose(&own_prose(cx));
    if record.is_empty() {
        record.text("p", &it.title);
    }
    record
}

fn competency(cx: PageContext, competency: CompetencyIx) -> Record {
    let it = &cx.handbook[competency];
    let mut record = Record::new(cx, "competency");
    record.label("title", &it.title);
    record.label("also", &it.aliases.join(", "));
    record.name(&it.title);
    it.aliases.iter().for_each(|alias| record.name(alias));
    record.filters.push(("competency", it.id.clone()));
    record.text("p", &it.summary);
    record.prose(&own_prose(cx));
    for step in &it.steps {
        record.text("p", &step.title);
        record.prose(&html(cx, &step.text));
        let criteria =
            step.criteria.iter().flat_map(|it| std::iter::once(&it.text).chain(it.examples()));
        for prose in criteria.chain(&step.examples) {
            record.prose(&html(cx, prose));
        }
    }
    if record.is_empty() {
        record.text("p", &it.title);
    }
    record
}

/// A comparison has words of its own only where there is a text about the move.
fn comparison(cx: PageContext, from: LevelIx, to: LevelIx) -> Option<Record> {
    cx.handbook.text(cx.page)?;
    let mut record = Record::new(cx, "move");
    let [before, after] = [from, to].map(|level| cx.handbook.label(level));
    record.label("title", &cx.title(cx.page));
    record.label("move", &format!("{before} → {after}"));
    for level in [from, to] {
        let it = &cx.handbook[level];
        record.filters.push(("track", cx.handbook[it.track].id.clone()));
        record.filters.push(("level", cx.handbook.level_name(level)));
    }
    record.prose(&own_prose(cx));
    Some(record)
}

fn term(cx: PageContext, term: &Term) -> Record {
    let mut record = Record::new(cx, "term");
    record.url = format!("{}#{}", record.url, term.anchor());
    record.label("title", &term.term);
    record.label("also", &term.aliases.join(", "));
    record.name(&term.term);
    term.aliases.iter().for_each(|alias| record.name(alias));
    if term.internal {
        record.mark_internal(cx);
    }
    record.prose(&html(cx, &term.text));
    if record.is_empty() {
        record.text("p", &term.term);
    }
    record
}

fn guide(cx: PageContext, page: PageIx) -> Record {
    let it = &cx.handbook[page];
    let mut record = of_prose(cx, &it.summary);
    if let Some(section) = sections_of(cx, it).last() {
        record.label("section", &cx.title(*section));
    }
    if record.is_empty() {
        record.text("p", &it.title);
    }
    record
}

/// The text that an author wrote for a page that ladderbook makes.
fn own_text(cx: PageContext) -> Option<Record> {
    cx.handbook.handbook().text(cx.page).map(|text| of_prose(cx, &text.summary))
}

fn of_prose(cx: PageContext, summary: &str) -> Record {
    let mut record = Record::new(cx, "page");
    record.label("title", &cx.title(cx.page));
    record.name(&cx.title(cx.page));
    record.text("p", summary);
    record.prose(&own_prose(cx));
    record
}
