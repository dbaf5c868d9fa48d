//! The whole handbook as one page, for paper.
//!
//! Each page that it holds is a part, made from the view of the page's own kind. What makes the
//! difference are the [`Site::paper`] routes: as seen from there, another page is an anchor.

use super::cells::expectation_title;
use super::competency;
use super::frame;
use super::home;
use super::level;
use super::pages::{
    Html, PrintBody, PrintCompetencies, PrintCompetency, PrintCompetencyTrack, PrintEntry,
    PrintExpectation, PrintSection, PrintTrack, PrintView,
};
use super::parts;
use super::prose_pages;
use super::site::Site;
use super::track;
use crate::handbook::effect::{self, State};
use crate::handbook::{CompetencyIx, PageKey, TrackIx};

/// The whole handbook as one page.
pub fn view(site: Site) -> PrintView {
    let paper = Site { routes: site.paper, ..site };
    let mut contents: Vec<PrintEntry> = Vec::new();
    for page in pages(site) {
        let entry = entry(paper, page);
        match contents.last_mut() {
            Some(chapter) if paper.depth(page) > 2 => chapter.entries.push(entry),
            _ => contents.push(entry),
        }
    }
    let sections: Vec<Html> = parts::marks(site, PageKey::Print);
    PrintView { contents, sections }
}

/// The pages that it holds, in reading order.
pub fn pages(site: Site) -> Vec<PageKey> {
    let handbook = site.handbook;
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
        .filter(|page| site.routes.has(*page))
        .collect()
}

fn entry(site: Site, page: PageKey) -> PrintEntry {
    PrintEntry {
        title: title(site, page),
        code: match page {
            PageKey::Level(level) => site.handbook[level].code.clone(),
            _ => String::new(),
        },
        href: site.routes.href(PageKey::Print, page, None),
        hue: match page {
            PageKey::Track(track) => site.handbook.hue(track),
            _ => 0,
        },
        entries: Vec::new(),
    }
}

/// The title of the book is on the cover; the text of its home page introduces it.
fn title(site: Site, page: PageKey) -> String {
    match page {
        PageKey::Home => site.words.plain("introduction"),
        page => frame::title(site, page),
    }
}

/// One page as a section of the page for paper.
pub fn section(site: Site, page: PageKey) -> PrintSection {
    let site = Site { routes: site.paper, ..site };
    let view = match page {
        PageKey::Track(track) => PrintBody::Track(of_track(site, track)),
        PageKey::Level(level) => PrintBody::Level(level::view(site, level)),
        PageKey::Competencies => {
            let list = competency::list(site);
            PrintBody::Competencies(PrintCompetencies { prose: list.prose, groups: list.groups })
        }
        PageKey::Competency(competency) => PrintBody::Competency(of_competency(site, competency)),
        PageKey::Glossary => PrintBody::Glossary(prose_pages::glossary(site)),
        PageKey::Page(page) => PrintBody::Page(prose_pages::page(site, page)),
        _ => PrintBody::Home(home::view(site)),
    };
    PrintSection {
        anchor: site.routes.id(page, None),
        kind: frame::kind(page),
        title: title(site, page),
        depth: site.depth(page),
        view,
    }
}

/// A track without its matrix, whose levels follow in full.
fn of_track(site: Site, track: TrackIx) -> PrintTrack {
    let on = PageKey::Track(track);
    let it = &site.handbook[track];
    PrintTrack {
        summary: it.summary.clone(),
        hue: site.handbook.hue(track),
        status: it.status.name(),
        replaced_by: it.replaced_by.map(|by| site.track_link(on, by)),
        prose: site.html(on, &it.prose),
        rungs: it.rungs.iter().map(|rung| site.rung(on, *rung, Some(track))).collect(),
        growth: track::growth(site, track),
    }
}

/// A competency without what levels say about it, which their sections hold.
fn of_competency(site: Site, competency: CompetencyIx) -> PrintCompetency {
    let on = PageKey::Competency(competency);
    let it = &site.handbook[competency];
    let tracks = competency::tracks(site, competency).map(|track| PrintCompetencyTrack {
        title: site.handbook[track].title.clone(),
        anchor: site.routes.id(on, Some(&competency::track_anchor(site, track))),
        hue: site.handbook.hue(track),
        levels: expectations(site, competency, track),
    });
    PrintCompetency {
        category: it.category.map(|it| site.handbook[it].title.clone()).unwrap_or_default(),
        summary: it.summary.clone(),
        prose: site.html(on, &it.prose),
        steps: competency::steps(site, competency),
        tracks: tracks.collect(),
    }
}

fn expectations(site: Site, competency: CompetencyIx, track: TrackIx) -> Vec<PrintExpectation> {
    let on = PageKey::Competency(competency);
    competency::levels(site, competency, track)
        .map(|level| (level, effect::cell(site.handbook, level, competency)))
        .filter(|(_, cell)| cell.state == State::Stated)
        .map(|(level, cell)| PrintExpectation {
            level: site.level_link(on, level, Some(&site.handbook[competency].id)),
            step: cell
                .expect
                .map(|expect| expectation_title(site, competency, expect))
                .unwrap_or_default(),
        })
        .collect()
}
