//! Everything that a view is made from, and the small parts that many views have.

use super::components::Collector;
use super::markdown;
use super::pages::{Html, Link, Rung};
use super::sections::Sections;
use super::terms::{Marks, Terms};
use crate::config::Config;
use crate::handbook::links::Links;
use crate::handbook::names::Names;
use crate::handbook::pictures::Pictures;
use crate::handbook::routes::Routes;
use crate::handbook::{CompetencyIx, Handbook, LevelIx, PageKey, Prose, Status, TrackIx};
use crate::theme::Words;

/// Everything that a view is made from.
#[derive(Clone, Copy)]
pub struct Site<'a> {
    /// book.toml.
    pub config: &'a Config,
    /// What the authors said.
    pub handbook: &'a Handbook,
    /// What names mean.
    pub names: &'a Names,
    /// Where pages stand.
    pub routes: &'a Routes,
    /// Who links to whom.
    pub links: &'a Links,
    /// Pictures that book.toml names.
    pub pictures: &'a Pictures,
    /// Where pages stand on the page for paper.
    pub paper: &'a Routes,
    /// What all pages name.
    pub sections: &'a Sections,
    /// The terms of the glossary.
    pub terms: &'a Terms,
    /// Words of the interface.
    pub words: &'a Words,
    /// Takes the calls of components on the page that is being made.
    pub collector: Option<&'a Collector>,
    /// Takes the terms that the page has met; `None` where terms are not marked.
    pub marks: Option<&'a Marks>,
}

impl<'a> Site<'a> {
    /// Prose as HTML on a page.
    pub fn html(&self, on: PageKey, prose: &Prose) -> Html {
        markdown::html(*self, on, prose, self.depth(on) - 1)
    }

    /// How deep the heading of a page stands: 1, but on the page for paper below that of its chapter.
    pub fn depth(&self, page: PageKey) -> usize {
        if !self.routes.is_paper() {
            return 1;
        }
        let folder = |address: &'a str| address.rsplit_once('/').map(|(folder, _)| folder);
        match page {
            PageKey::Level(_) | PageKey::Competency(_) => 3,
            PageKey::Page(page) => {
                let address = self.handbook[page].address.as_str();
                let chapter = folder(address).and_then(|it| self.sections.indices.get(it));
                if chapter.is_some() { 3 } else { 2 }
            }
            _ => 2,
        }
    }

    /// The same without marks for terms: for text in small pieces.
    pub fn unmarked(self) -> Self {
        Self { marks: None, ..self }
    }

    /// A level as a card on a page. `guest_of` is the track that shows it, if that is not its own.
    pub fn rung(&self, on: PageKey, level: LevelIx, in_track: Option<TrackIx>) -> Rung {
        let it = &self.handbook[level];
        Rung {
            title: it.title.clone(),
            code: it.code.clone(),
            href: self.routes.href(on, PageKey::Level(level), None),
            summary: it.summary.clone(),
            grade: it.grade_text(),
            hue: self.handbook.hue(it.track),
            track: self.handbook[it.track].title.clone(),
            status: it.status.name(),
            guest: in_track.is_some_and(|track| track != it.track),
        }
    }

    /// A link to a level.
    pub fn level_link(&self, on: PageKey, level: LevelIx, anchor: Option<&str>) -> Link {
        Link {
            title: self.handbook[level].title.clone(),
            href: self.routes.href(on, PageKey::Level(level), anchor),
        }
    }

    /// A link to a track; the address is empty where the track has no pages.
    pub fn track_link(&self, on: PageKey, track: TrackIx) -> Link {
        Link {
            title: self.handbook[track].title.clone(),
            href: self.routes.href(on, PageKey::Track(track), None),
        }
    }

    /// Tracks that are shown side by side: with pages, with rungs and in use.
    pub fn shown_tracks(self) -> impl Iterator<Item = TrackIx> + use<'a> {
        self.handbook
            .tracks()
            .filter(|(_, it)| {
                !it.is_abstract && it.status != Status::Retired && !it.rungs.is_empty()
            })
            .map(|(track, _)| track)
    }

    /// Whether criteria of earlier levels stay expected.
    pub fn is_cumulative(&self, track: TrackIx, competency: CompetencyIx) -> bool {
        self.handbook.is_cumulative(track, competency, self.config.ladder.cumulative)
    }
}
