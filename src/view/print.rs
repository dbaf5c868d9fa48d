//! The whole handbook on one page, for print.
//!
//! Each page that it holds is a part, made from the view of the page's own kind. What makes the
//! difference are the addresses: as seen from there, another page is an anchor.

use serde::Serialize;

use super::cells::expectation_title;
use super::changes::{self, Changes};
use super::common::{Html, Link, Rung};
use super::competencies::{self, CompetenciesView, CompetencyGroup};
use super::competency::{self, StepDetail};
use super::context::PageContext;
use super::glossary::{self, GlossaryView};
use super::guide::{self, PageView};
use super::home::{self, HomeView};
use super::level::{self, CellGroup, LevelFact, ProseSection};
use super::markdown::{html, own_prose};
use super::told::last_edition;
use super::track::{self, Growth};
use super::{footnotes, placeholder};
use crate::handbook::effective::{self, State};
use crate::handbook::{CompetencyIx, LevelIx, PageKey, TrackIx};

/// `print`: the whole handbook as one page.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintView {
    /// The name of the last edition; empty where there are none, and on the page of an edition.
    pub edition: String,
    /// The table of contents, by chapter.
    pub contents: Vec<PrintEntry>,
    /// All pages in their order, each as the component `ui.print_section` shows it.
    pub sections: Vec<Html>,
}

/// One line in the table of contents of the print page.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintEntry {
    /// Title of the page.
    pub title: String,
    /// Code of a level; may be empty.
    pub code: String,
    /// `#anchor` of its section.
    pub href: String,
    /// Number of a track's colour, from 1; 0 for other pages.
    pub hue: usize,
    /// Pages of the chapter.
    pub entries: Vec<PrintEntry>,
}

/// One page on the print page: what the component `ui.print_section` receives as `item`.
#[derive(Hash, Serialize)]
pub struct PrintSection {
    /// Its anchor; anchors inside it have this name in front.
    pub anchor: String,
    /// The page's kind, as in [`Frame::kind`](Frame::kind).
    pub kind: &'static str,
    /// Title of the page.
    pub title: String,
    /// Whether the page is left out of a site for the public.
    pub internal: bool,
    /// Depth of its heading: 2 for a chapter, 3 for what stands in one.
    pub depth: usize,
    /// The view of the page.
    pub view: PrintedPage,
    /// The place for the footnotes of the page.
    pub footnotes: Html,
}

/// The view of a page on the print page.
#[derive(Hash, Serialize)]
#[serde(untagged)]
pub enum PrintedPage {
    Home(HomeView),
    Track(PrintTrack),
    Level(Box<PrintLevel>),
    Competencies(PrintCompetencies),
    Competency(PrintCompetency),
    Glossary(GlossaryView),
    Page(PageView),
}

/// A track on the print page.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintTrack {
    /// Summary of the track; may be empty.
    pub summary: String,
    /// Number of its colour, from 1.
    pub hue: usize,
    /// `active`, `draft` or `retired`.
    pub status: &'static str,
    /// The track that took its place.
    pub replaced_by: Option<Link>,
    /// Text of the track's index.md.
    pub prose: Html,
    /// Its levels, first to last.
    pub rungs: Vec<Rung>,
    /// What grows from the first to the last level; `None` with fewer than two levels.
    pub growth: Option<Growth>,
}

/// A level on the print page.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintLevel {
    /// The level as a card.
    pub rung: Rung,
    /// Its track.
    pub track: Link,
    /// The level that took its place.
    pub replaced_by: Option<Link>,
    /// The level whose expectations are the same (`same-as`).
    pub same_as: Option<Link>,
    /// Steps within the level, such as `I`, `II`.
    pub sublevels: Vec<String>,
    /// Links that the author added.
    pub links: Vec<Link>,
    /// Short facts, in the book's order.
    pub facts: Vec<LevelFact>,
    /// What changes from the level before; `None` at the first rung.
    pub changes: Option<Changes>,
    /// Text before the first competency.
    pub intro: Html,
    /// Expectations by category and competency.
    pub groups: Vec<CellGroup>,
    /// Sections that the author marked as prose, after the competencies.
    pub prose: Vec<ProseSection>,
    /// Where one can go next.
    pub moves: Vec<PrintMove>,
}

/// One possible next level on the print page.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintMove {
    /// The level it leads to.
    pub rung: Rung,
    /// `promotion`, `lateral` or `back`.
    pub kind: &'static str,
    /// The author's note; may be empty.
    pub note: String,
}

/// The head of the chapter about competencies.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintCompetencies {
    /// Text of competencies/index.md.
    pub prose: Html,
    /// Categories in the book's order.
    pub groups: Vec<CompetencyGroup>,
}

/// A competency on the print page.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintCompetency {
    /// Title of its category; empty where the book has none.
    pub category: String,
    /// Its summary; may be empty.
    pub summary: String,
    /// Text of competencies/ID.md.
    pub prose: Html,
    /// Its steps, lowest first; may be empty.
    pub steps: Vec<StepDetail>,
    /// Which levels expect it, by track.
    pub tracks: Vec<PrintCompetencyTrack>,
}

/// The levels of one track that expect a competency.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintCompetencyTrack {
    /// Title of the track.
    pub title: String,
    /// Its anchor.
    pub anchor: String,
    /// Number of its colour, from 1.
    pub hue: usize,
    /// Its levels, first to last; the links lead to their cells.
    pub levels: Vec<PrintExpectation>,
}

/// What one level expects, in a word.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintExpectation {
    /// The level.
    pub level: Link,
    /// The expected step in words; may be empty.
    pub step: String,
}

/// The whole handbook as one page.
pub fn view(cx: PageContext) -> PrintView {
    let pages = pages(cx);
    let mut contents: Vec<PrintEntry> = Vec::new();
    for page in &pages {
        let section = cx.for_print(*page);
        let entry = entry(section);
        match contents.last_mut() {
            Some(chapter) if section.depth(*page) > 2 => chapter.entries.push(entry),
            _ => contents.push(entry),
        }
    }
    PrintView { edition: last_edition(cx), contents, sections: placeholder::parts(pages.len()) }
}

/// The pages that it holds, in reading order.
pub fn pages(cx: PageContext) -> Vec<PageKey> {
    let handbook = cx.handbook;
    let tracks = handbook.tracks().flat_map(|(track, it)| {
        let levels = it.levels.iter().copied().map(PageKey::Level);
        std::iter::once(PageKey::Track(track)).chain(levels)
    });
    let competencies = handbook.competencies().map(|(it, _)| PageKey::Competency(it));
    std::iter::once(PageKey::Home)
        .chain(tracks)
        .chain([PageKey::Competencies])
        .chain(competencies)
        .chain(handbook.pages().map(|(page, _)| PageKey::Page(page)))
        .chain([PageKey::Glossary])
        .filter(|page| cx.routes().has(*page))
        .collect()
}

fn entry(cx: PageContext) -> PrintEntry {
    PrintEntry {
        title: title(cx),
        code: match cx.page {
            PageKey::Level(level) => cx.handbook[level].code.clone(),
            _ => String::new(),
        },
        href: cx.href(cx.page, None),
        hue: match cx.page {
            PageKey::Track(track) => cx.handbook.hue(track),
            _ => 0,
        },
        entries: Vec::new(),
    }
}

/// The title of the book is on the cover; the text of its home page introduces it.
fn title(cx: PageContext) -> String {
    match cx.page {
        PageKey::Home => cx.messages.plain("introduction"),
        page => cx.title(page),
    }
}

/// A page as a section of the print page.
pub fn section(cx: PageContext) -> PrintSection {
    let view = match cx.page {
        PageKey::Track(track) => PrintedPage::Track(of_track(cx, track)),
        PageKey::Level(level) => PrintedPage::Level(Box::new(of_level(cx, level))),
        PageKey::Competencies => {
            let CompetenciesView { prose, groups, .. } = competencies::view(cx);
            PrintedPage::Competencies(PrintCompetencies { prose, groups })
        }
        PageKey::Competency(competency) => PrintedPage::Competency(of_competency(cx, competency)),
        PageKey::Glossary => PrintedPage::Glossary(glossary::view(cx)),
        PageKey::Page(page) => PrintedPage::Page(guide::view(cx, page)),
        _ => PrintedPage::Home(home::view(cx)),
    };
    PrintSection {
        anchor: cx.id(None),
        kind: cx.page.kind().name,
        title: title(cx),
        internal: cx.handbook.is_internal(cx.page),
        depth: cx.depth(cx.page),
        view,
        footnotes: Html(footnotes::list()),
    }
}

/// A level without what leads to other pages.
fn of_level(cx: PageContext, level: LevelIx) -> PrintLevel {
    let it = &cx.handbook[level];
    let changes = cx.handbook.previous(level).map(|it| changes::in_short(cx, it, level));
    let moves = it.next.iter().map(|step| PrintMove {
        rung: cx.rung(step.to, None),
        kind: step.kind.name(),
        note: step.note.clone(),
    });
    PrintLevel {
        rung: cx.rung(level, None),
        track: cx.track_link(it.track),
        replaced_by: level::replaced_by(cx, level),
        same_as: it.same_as.as_ref().map(|same| cx.level_link(same.level, None)),
        sublevels: it.sublevels.clone(),
        links: level::links(cx, level),
        facts: level::facts(cx, level, changes.as_ref().map(|it| &*it.facts)),
        changes,
        intro: html(cx, &cx.handbook.body(level).intro),
        groups: level::groups(cx, level),
        prose: level::sections(cx, level),
        moves: moves.collect(),
    }
}

/// A track without its matrix, whose levels follow in full.
fn of_track(cx: PageContext, track: TrackIx) -> PrintTrack {
    let it = &cx.handbook[track];
    PrintTrack {
        summary: it.summary.clone(),
        hue: cx.handbook.hue(track),
        status: it.status.name(),
        replaced_by: it.replaced_by.map(|by| cx.track_link(by)),
        prose: own_prose(cx),
        rungs: it.rungs.iter().map(|rung| cx.rung(*rung, Some(track))).collect(),
        growth: track::growth(cx, track),
    }
}

/// A competency without what levels say about it, which their sections hold.
fn of_competency(cx: PageContext, competency: CompetencyIx) -> PrintCompetency {
    let it = &cx.handbook[competency];
    let tracks = competency::tracks(cx, competency).map(|track| PrintCompetencyTrack {
        title: cx.handbook[track].title.clone(),
        anchor: cx.id(Some(&competency::track_anchor(cx, track))),
        hue: cx.handbook.hue(track),
        levels: expectations(cx, competency, track),
    });
    PrintCompetency {
        category: it.category.map(|it| cx.handbook[it].title.clone()).unwrap_or_default(),
        summary: it.summary.clone(),
        prose: own_prose(cx),
        steps: competency::steps(cx, competency),
        tracks: tracks.collect(),
    }
}

fn expectations(
    cx: PageContext,
    competency: CompetencyIx,
    track: TrackIx,
) -> Vec<PrintExpectation> {
    competency::levels(cx, competency, track)
        .map(|level| (level, effective::cell(cx.handbook, level, competency)))
        .filter(|(_, cell)| cell.state == State::Stated)
        .map(|(level, cell)| PrintExpectation {
            level: cx.level_link(level, Some(&cx.handbook[competency].id)),
            step: cell
                .expect
                .map(|expect| expectation_title(cx, competency, expect))
                .unwrap_or_default(),
        })
        .collect()
}
