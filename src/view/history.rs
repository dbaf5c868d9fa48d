//! What changed from edition to edition.

use serde::Serialize;

use super::common::{Html, Link};
use super::context::PageContext;
use super::placeholder;
use super::told::{ToldGroup, edition_anchor, edition_name, groups, last_edition};
use crate::handbook::changes::{Noun, Weight};
use crate::handbook::history::{Passage, Step, ToldSubject};
use crate::handbook::routes::FEED;
use crate::handbook::{LevelIx, PageKey, UniqueNames, slug};

/// `changes`: what changed from edition to edition, the last change first.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct HistoryView {
    /// What changed in each edition, and after the last one: [`HistoryStep`] as a component.
    pub steps: Vec<Html>,
    /// Tracks of which something is told, for the filter.
    pub tracks: Vec<FilterTrack>,
    /// The feed, from the root of the site on: put `page.root` in front.
    pub feed: &'static str,
    /// The name of the last edition.
    pub edition: String,
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
    /// Names that the level had before, with spaces between them.
    pub was: String,
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
    let numbers = parts(cx);
    let tracks = tracks(cx, &numbers);
    let steps = placeholder::parts(numbers.len());
    HistoryView { steps, tracks, feed: FEED, edition: last_edition(cx) }
}

/// The numbers of the editions that are told of, today's being that after the last; the last one first. Of today
/// something is told only if something has changed.
pub fn parts(cx: PageContext) -> Vec<usize> {
    let history = cx.history();
    let today = history.editions.len();
    let is_told = |number: &usize| {
        *number < today || history.step(today).is_some_and(|step| !step.subjects.is_empty())
    };
    (0..=today).rev().filter(is_told).collect()
}

/// What changed in the edition with a number.
pub fn step(cx: PageContext, number: usize) -> HistoryStep {
    let history = cx.history_at(number);
    let edition = history.editions.get(number);
    let passage = history.passage(number);
    let name = edition_name(cx, passage);
    let before = number.checked_sub(1).map(|it| history.editions[it].name.clone());
    HistoryStep {
        anchor: edition_anchor(&name),
        from: before.unwrap_or_default(),
        href: edition.map(|it| cx.edition_href(it)).unwrap_or_default(),
        in_force: edition.map(|it| it.in_force.clone()).unwrap_or_default(),
        until: edition.and_then(|it| it.until.clone()),
        note: edition.map(|it| it.note.clone()).unwrap_or_default(),
        weight: history.step(number).and_then(Step::weight).map(Weight::name).unwrap_or_default(),
        subjects: subjects(cx, number, &name),
        name,
    }
}

/// What changed: levels, then all else. Names of different things may have one slug.
fn subjects(cx: PageContext, number: usize, name: &str) -> Vec<HistorySubject> {
    let told = cx.history_at(number).step(number).map(|it| it.subjects.as_slice());
    let told = told.unwrap_or_default();
    let is_level = |it: &&ToldSubject| it.noun == Noun::Level;
    let levels = told.iter().filter(is_level);
    let all = levels.chain(told.iter().filter(|it| !is_level(it)));
    let mut taken = UniqueNames::default();
    all.map(|it| {
        let mut subject = subject(cx, number, name, it);
        subject.anchor = taken.claim(subject.anchor);
        subject
    })
    .collect()
}

fn subject(cx: PageContext, number: usize, edition: &str, told: &ToldSubject) -> HistorySubject {
    let names = FilterNames::of(cx, number, told);
    HistorySubject {
        anchor: subject_anchor(edition, told),
        title: told.title.clone(),
        noun: noun(told.noun),
        href: page_of_today(cx, number, told),
        weight: told.weight.name(),
        track: names.track,
        level: names.level,
        was: level_of_today(cx, number, told)
            .map(|it| cx.routes().former_names(it).join(" "))
            .unwrap_or_default(),
        groups: groups(cx, &told.lines),
    }
}

/// By what the filter knows something.
struct FilterNames {
    track: String,
    level: String,
}

impl FilterNames {
    fn of(cx: PageContext, number: usize, told: &ToldSubject) -> Self {
        let level = match told.noun {
            Noun::Level => level_of_today(cx, number, told)
                .map_or_else(|| told.id.clone(), |level| cx.handbook.level_name(level)),
            _ => String::new(),
        };
        let track = match told.noun {
            Noun::Level => level.split('/').next().unwrap_or_default().to_owned(),
            Noun::Track => told.id.clone(),
            _ => String::new(),
        };
        Self { track, level }
    }
}

fn level_of_today(cx: PageContext, number: usize, told: &ToldSubject) -> Option<LevelIx> {
    let history = cx.history_at(number);
    history.level_of_today(history.passage(number), told.level()?)
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
fn page_of_today(cx: PageContext, number: usize, told: &ToldSubject) -> String {
    let is_today = number == cx.editions().len();
    let page = match told.noun {
        Noun::Level => level_of_today(cx, number, told).map(PageKey::Level),
        _ => told.page.filter(|_| is_today),
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
fn tracks(cx: PageContext, numbers: &[usize]) -> Vec<FilterTrack> {
    let history = cx.history();
    let told = numbers.iter().filter_map(|it| Some((*it, history.step(*it)?)));
    let told = told.flat_map(|(it, step)| step.subjects.iter().map(move |told| (it, told)));
    let told: Vec<(FilterNames, &str)> = told
        .map(|(number, told)| (FilterNames::of(cx, number, told), told.title.as_str()))
        .filter(|(names, _)| !names.track.is_empty())
        .collect();
    let of_today = cx.handbook.handbook().tracks().map(|(_, it)| it);
    let of_today = of_today.map(|it| (it.id.as_str(), it.title.as_str()));
    let of_then = told.iter().map(|(names, _)| (names.track.as_str(), names.track.as_str()));
    let mut tracks: Vec<FilterTrack> = Vec::new();
    for (name, title) in of_today.chain(of_then) {
        let is_told = told.iter().any(|(names, _)| names.track == name);
        if is_told && tracks.iter().all(|it| it.name != name) {
            let (name, title) = (name.to_owned(), title.to_owned());
            tracks.push(FilterTrack { name, title, levels: Vec::new() });
        }
    }
    for track in &mut tracks {
        let levels = told.iter().filter(|(it, _)| it.track == track.name && !it.level.is_empty());
        for (names, title) in levels {
            if track.levels.iter().all(|known| known.name != names.level) {
                let (name, title) = (names.level.clone(), (*title).to_owned());
                track.levels.push(FilterLevel { name, title });
            }
        }
    }
    tracks
}

/// The page of all changes with those of a level alone.
pub fn href_of_level(cx: PageContext, level: LevelIx) -> String {
    let name = cx.handbook.level_name(level);
    cx.routes().query_href(cx.page, PageKey::Changes, &[("level", name)])
}

/// Where the changes of an edition are told.
pub fn link_of(cx: PageContext, passage: Passage) -> Link {
    let name = edition_name(cx, passage);
    let anchor = edition_anchor(&name);
    Link { href: cx.href(PageKey::Changes, Some(&anchor)), title: name }
}
