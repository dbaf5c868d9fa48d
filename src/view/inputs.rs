//! What each page is made of, as one fingerprint: if it stays the same, so does the page.
//!
//! This is what makes a build after an edit fast, since comparing fingerprints takes a thousandth of
//! the time that making views takes. To take in more than a page needs costs a little time; to leave
//! something out would show old words. So the grain is coarse: what any page may show of any other is
//! in the input of all of them, and what levels say is taken by track or by competency.

use rayon::prelude::*;

use super::outputs::Output;
use super::parts::Part;
use super::site::Site;
use crate::fingerprint::Fingerprint;
use crate::handbook::outline::outline;
use crate::handbook::{CompetencyIx, Handbook, LevelIx, PageKey, Prose, Special, TrackIx, effect};

/// The parts that the inputs of pages are put together from.
pub struct Inputs {
    /// What any page may show.
    common: Fingerprint,
    /// What each level says, with what it takes from elsewhere.
    levels: Vec<Fingerprint>,
    /// What the levels of each track say.
    tracks: Vec<Fingerprint>,
    /// For each competency, what the levels of each track say about it.
    competencies: Vec<Vec<Fingerprint>>,
    /// Everything.
    all: Fingerprint,
}

impl Inputs {
    /// The parts for a site.
    pub fn new(site: Site) -> Self {
        let handbook = site.handbook;
        let shared = handbook.competencies().map(|(it, _)| PageKey::Competency(it));
        let shared: Vec<Fingerprint> =
            shared.chain([PageKey::Glossary]).map(|page| site.links.targets(page)).collect();
        let common = Fingerprint::of(&(site.config, site.words, outline(handbook), shared));
        let own: Vec<Fingerprint> = handbook
            .levels()
            .map(|(level, it)| {
                Fingerprint::of(&(it.body.fingerprint, site.links.targets(PageKey::Level(level))))
            })
            .collect();
        let pages: Vec<PageKey> = site.routes.pages().collect();
        let proses: Vec<Option<&Prose>> = pages.iter().map(|page| prose(handbook, *page)).collect();
        let all = Fingerprint::of(&(common, &own, proses));
        let lines: Vec<Vec<LevelIx>> =
            handbook.levels().map(|(level, _)| line(handbook, level)).collect();
        let calls = |line: &Vec<LevelIx>| {
            line.iter().any(|it| site.links.calls(PageKey::Level(*it))).then_some(all)
        };
        let levels: Vec<Fingerprint> = lines
            .iter()
            .map(|line| {
                let said: Vec<Fingerprint> = line.iter().map(|it| own[it.0]).collect();
                Fingerprint::of(&(said, calls(line)))
            })
            .collect();
        let track = |track: &TrackIx| {
            // The rungs are its own levels and its guests.
            let said = handbook[*track].rungs.iter().map(|level| levels[level.0]);
            Fingerprint::of(&said.collect::<Vec<_>>())
        };
        let tracks: Vec<TrackIx> = handbook.tracks().map(|(track, _)| track).collect();
        let competencies: Vec<CompetencyIx> = handbook.competencies().map(|(it, _)| it).collect();
        let about = |competency: CompetencyIx, track: TrackIx| {
            let lines = handbook[track].levels.iter().map(|level| &lines[level.0]);
            let said = lines.map(|line| {
                let cells = line.iter().map(|level| {
                    let cell = handbook[*level].cell(competency).map(|cell| cell.fingerprint);
                    (cell, site.links.targets(PageKey::Level(*level)))
                });
                (cells.collect::<Vec<_>>(), calls(line))
            });
            Fingerprint::of(&said.collect::<Vec<_>>())
        };
        let competency = |competency: &CompetencyIx| -> Vec<Fingerprint> {
            tracks.iter().map(|track| about(*competency, *track)).collect()
        };
        Self {
            common,
            tracks: tracks.iter().map(track).collect(),
            levels,
            competencies: competencies.par_iter().map(competency).collect(),
            all,
        }
    }

    /// Stands for everything that a level says, and for what any page may show.
    pub fn level(&self, level: LevelIx) -> Fingerprint {
        Fingerprint::of(&(self.common, self.levels[level.0]))
    }

    /// Stands for everything that `view::part` makes a part of a page from.
    pub fn part(&self, site: Site, part: Part) -> Fingerprint {
        let said = match part {
            Part::Matrix(track) => self.tracks[track.0],
            Part::Competency(competency, track) => self.competencies[competency.0][track.0],
            Part::Print(page) => self.page(site, page),
        };
        Fingerprint::of(&(self.common, part, said))
    }

    /// Stands for everything that `view::page` makes a file of the site from.
    pub fn of(&self, site: Site, output: &Output) -> Fingerprint {
        match output {
            Output::Page(key) => self.page(site, *key),
            Output::Redirect(redirect) => Fingerprint::of(&(self.common, redirect)),
        }
    }

    fn page(&self, site: Site, key: PageKey) -> Fingerprint {
        let track = |level: LevelIx| self.tracks[site.handbook[level].track.0];
        let said = match key {
            PageKey::Track(track) => vec![self.tracks[track.0]],
            PageKey::Level(level) => {
                let next = site.handbook[level].next.iter().map(|step| track(step.to));
                std::iter::once(track(level)).chain(next).collect()
            }
            PageKey::Compare(from, to) => vec![track(from), track(to)],
            PageKey::Competency(competency) => self.competencies[competency.0].clone(),
            PageKey::Matrix => self.tracks.clone(),
            PageKey::Home
            | PageKey::Competencies
            | PageKey::Comparisons
            | PageKey::Glossary
            | PageKey::Page(_)
            | PageKey::Search
            | PageKey::Review
            | PageKey::NotFound => Vec::new(),
            PageKey::Print => vec![self.all],
        };
        let calls = site.links.calls(key).then_some(self.all);
        let prose = (prose(site.handbook, key), site.links.targets(key));
        Fingerprint::of(&(self.common, key, said, calls, prose, site.links.to(key)))
    }
}

/// A level and those that it takes expectations from.
fn line(handbook: &Handbook, level: LevelIx) -> Vec<LevelIx> {
    let mut line = vec![level];
    while let Some(source) = effect::source(handbook, line[line.len() - 1])
        && !line.contains(&source)
    {
        line.push(source);
    }
    line
}

/// The prose that a page alone shows.
fn prose(handbook: &Handbook, page: PageKey) -> Option<&Prose> {
    let special = |special| handbook.special(special).map(|it| &it.prose);
    match page {
        PageKey::Home => special(Special::Home),
        PageKey::Track(track) => Some(&handbook[track].prose),
        PageKey::Competencies => special(Special::Competencies),
        PageKey::Competency(competency) => Some(&handbook[competency].prose),
        PageKey::Matrix => special(Special::Matrix),
        PageKey::Comparisons => special(Special::Comparisons),
        PageKey::Compare(from, to) => handbook.move_prose(from, to).map(|it| &it.prose),
        PageKey::Glossary => special(Special::Glossary),
        PageKey::Page(page) => Some(&handbook[page].prose),
        PageKey::Level(_)
        | PageKey::Search
        | PageKey::Review
        | PageKey::Print
        | PageKey::NotFound => None,
    }
}
