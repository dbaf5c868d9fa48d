//! What changed from edition to edition.

use serde::Serialize;

use super::common::Link;
use super::context::PageContext;
use super::told::{ToldGroup, edition_anchor, edition_name, groups};
use crate::handbook::changes::{Noun, Weight};
use crate::handbook::history::{Edition, Passage, Step, ToldSubject};
use crate::handbook::routes::FEED;
use crate::handbook::{LevelIx, PageKey, UniqueNames, slug};

/// `changes`: what changed from edition to edition, the last change first.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct HistoryView {
    /// What changed in each edition, and after the last one.
    pub steps: Vec<HistoryStep>,
    /// Tracks of which something is told, for the filter.
    pub tracks: Vec<FilterTrack>,
    /// The feed, from the root of the site on: put `page.root` in front.
    pub feed: &'static str,
}

/// What changed in an edition.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct HistoryStep {
    /// Its anchor.
    pub anchor: String,
    /// The name of the edition; empty for what is not part of one yet.
    pub name: String,
    /// The name of the edition before; empty for the first one.
    pub from: String,
    /// The home page of the edition; empty if it is none yet.
    pub href: String,
    /// The day from which the edition is in force; empty if it is none yet.
    pub in_force: String,
    /// The day from which the next one is; `None` if there is none.
    pub until: Option<String>,
    /// What readers should know about the edition; may be empty.
    pub note: String,
    /// `major`, `minor` or `patch`; empty if nothing changed.
    pub weight: &'static str,
    /// What changed: levels, then all else.
    pub subjects: Vec<HistorySubject>,
}

/// Something that changed.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct HistorySubject {
    /// Its anchor.
    pub anchor: String,
    /// What it is called.
    pub title: String,
    /// What it is, where that is no level: `track`, `category`, `competency`, `scale`, `term` or `page`; else empty.
    pub noun: &'static str,
    /// Its page of today; empty if there is none.
    pub href: String,
    /// `major`, `minor` or `patch`.
    pub weight: &'static str,
    /// The name of its track, for the filter; empty if it is in none.
    pub track: String,
    /// The name of the level, today's if it is still there, for the filter; empty if it is none.
    pub level: String,
    /// What changed, by competency.
    pub groups: Vec<ToldGroup>,
}

/// A track in the filter.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct FilterTrack {
    /// Its name.
    pub name: String,
    /// Its title; its name, if it is no longer there.
    pub title: String,
    /// Its levels of which something is told, by name.
    pub levels: Vec<FilterLevel>,
}

/// A level in the filter.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct FilterLevel {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
}

/// The page of all changes.
pub fn view(cx: PageContext) -> HistoryView {
    let history = cx.history();
    let told = history
        .steps()
        .filter(|(passage, step)| *passage != Passage::Today || !step.subjects.is_empty())
        .map(|(passage, told)| step(cx, passage, told));
    let mut steps: Vec<HistoryStep> =
        told.chain(cx.editions().first().map(|it| first(cx, it))).collect();
    keep_anchors_unique(&mut steps);
    let tracks = tracks(cx, &steps);
    HistoryView { steps, tracks, feed: FEED }
}

/// Names of different things may have one slug.
fn keep_anchors_unique(steps: &mut [HistoryStep]) {
    let mut taken = UniqueNames::default();
    for subject in steps.iter_mut().flat_map(|step| &mut step.subjects) {
        subject.anchor = taken.claim(std::mem::take(&mut subject.anchor));
    }
}

/// The edition before which there was none.
fn first(cx: PageContext, edition: &Edition) -> HistoryStep {
    HistoryStep {
        anchor: edition_anchor(&edition.name),
        name: edition.name.clone(),
        from: String::new(),
        href: cx.edition_href(edition),
        in_force: edition.in_force.clone(),
        until: edition.until.clone(),
        note: edition.note.clone(),
        weight: "",
        subjects: Vec::new(),
    }
}

fn step(cx: PageContext, passage: Passage, step: &Step) -> HistoryStep {
    let history = cx.history();
    let edition = cx.editions().get(history.number(passage));
    let name = edition_name(cx, passage);
    let before = &cx.editions()[history.number(passage) - 1];
    let is_level = |it: &&ToldSubject| it.noun == Noun::Level;
    let levels = step.subjects.iter().filter(is_level);
    let others = step.subjects.iter().filter(|it| !is_level(it));
    HistoryStep {
        anchor: edition_anchor(&name),
        from: before.name.clone(),
        href: edition.map(|it| cx.edition_href(it)).unwrap_or_default(),
        in_force: edition.map(|it| it.in_force.clone()).unwrap_or_default(),
        until: edition.and_then(|it| it.until.clone()),
        note: edition.map(|it| it.note.clone()).unwrap_or_default(),
        weight: step.weight().map(Weight::name).unwrap_or_default(),
        subjects: levels.chain(others).map(|it| subject(cx, passage, &name, it)).collect(),
        name,
    }
}

fn subject(cx: PageContext, passage: Passage, edition: &str, told: &ToldSubject) -> HistorySubject {
    let level = told.level().and_then(|it| cx.history().level_of_today(passage, it));
    let name = match (told.noun, level) {
        (Noun::Level, Some(level)) => cx.handbook.level_name(level),
        (Noun::Level, None) => told.id.clone(),
        _ => String::new(),
    };
    let track = match told.noun {
        Noun::Level => name.split('/').next().unwrap_or_default().to_owned(),
        Noun::Track => told.id.clone(),
        _ => String::new(),
    };
    HistorySubject {
        anchor: subject_anchor(edition, told),
        title: told.title.clone(),
        noun: noun(told.noun),
        href: page_of_today(cx, passage, told, level),
        weight: told.weight.name(),
        track,
        level: name,
        groups: groups(cx, &told.lines),
    }
}

/// The anchor of something that changed in an edition.
fn subject_anchor(edition: &str, told: &ToldSubject) -> String {
    let kind = match noun(told.noun) {
        "" => String::new(),
        noun => format!("{noun}-"),
    };
    format!("{}--{kind}{}", edition_anchor(edition), slug(&told.id))
}

/// Pages are known by their numbers, which are those of then: only of the last step are they those of today.
fn page_of_today(
    cx: PageContext,
    passage: Passage,
    told: &ToldSubject,
    level: Option<LevelIx>,
) -> String {
    let page = match told.noun {
        Noun::Level => level.map(PageKey::Level),
        _ => told.page.filter(|_| passage == Passage::Today),
    };
    page.map(|page| cx.href(page, None)).unwrap_or_default()
}

fn noun(noun: Noun) -> &'static str {
    match noun {
        Noun::Level => "",
        Noun::Track => "track",
        Noun::Category => "category",
        Noun::Competency => "competency",
        Noun::Scale => "scale",
        Noun::Term => "term",
        Noun::Page => "page",
    }
}

/// Tracks of which something is told, those of today in their order first.
fn tracks(cx: PageContext, steps: &[HistoryStep]) -> Vec<FilterTrack> {
    let subjects = || steps.iter().flat_map(|it| &it.subjects).filter(|it| !it.track.is_empty());
    let mut tracks: Vec<FilterTrack> = Vec::new();
    let of_today = cx.handbook.handbook().tracks().map(|(_, it)| it);
    let today: Vec<(&str, &str)> = of_today.map(|it| (it.id.as_str(), it.title.as_str())).collect();
    let told = subjects().map(|it| (it.track.as_str(), it.track.as_str()));
    for (name, title) in today.into_iter().chain(told) {
        let is_told = subjects().any(|it| it.track == name);
        if is_told && tracks.iter().all(|it| it.name != name) {
            let (name, title) = (name.to_owned(), title.to_owned());
            tracks.push(FilterTrack { name, title, levels: Vec::new() });
        }
    }
    for track in &mut tracks {
        let names = subjects().filter(|it| it.track == track.name && !it.level.is_empty());
        for it in names {
            if track.levels.iter().all(|known| known.name != it.level) {
                let (name, title) = (it.level.clone(), it.title.clone());
                track.levels.push(FilterLevel { name, title });
            }
        }
    }
    tracks
}

/// The page of all changes with those of a level alone.
pub fn href_of_level(cx: PageContext, level: LevelIx) -> String {
    let name = cx.handbook.level_name(level);
    cx.routes().query_href(cx.page, PageKey::Changes, "level", &name)
}

/// Where the changes of an edition are told.
pub fn link_of(cx: PageContext, passage: Passage) -> Link {
    let name = edition_name(cx, passage);
    let anchor = edition_anchor(&name);
    Link { href: cx.href(PageKey::Changes, Some(&anchor)), title: name }
}
