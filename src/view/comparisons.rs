//! Tracks side by side by grade, with each comparison that is a page, and a way to any other.

use std::collections::BTreeSet;

use serde::Serialize;

use super::changes::{Fact, fact};
use super::common::{Html, Rung};
use super::context::PageContext;
use super::markdown::own_prose;
use super::picker::{self, Picker};
use crate::handbook::{LevelIx, PageKey, Status, TrackIx};

/// `comparisons`: tracks side by side by grade, and a way to any two levels.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ComparisonsView {
    /// Text of compare.md, if there is one.
    pub prose: Html,
    /// Tracks in use: the columns.
    pub tracks: Vec<GradeTrack>,
    /// Grades, highest first; empty where no level has one.
    pub grades: Vec<GradeRow>,
    /// Levels that have no place in a row of a grade and from which comparisons start, those no longer in
    /// use last.
    pub others: Vec<PairGroup>,
    /// A way to any levels.
    pub picker: Picker,
}

/// A track as a column of the table of grades.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GradeTrack {
    /// Its id.
    pub id: String,
    /// Title of the track.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Number of its colour, from 1.
    pub hue: usize,
    /// Whether the track is left out of a site for the public.
    pub internal: bool,
}

/// One grade over all tracks.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GradeRow {
    /// The grade.
    pub grade: String,
    /// One for each track; empty where it has no level at this grade.
    pub cells: Vec<Vec<GradeCell>>,
    /// Comparisons between tracks at this grade.
    pub pairs: Vec<PairLink>,
}

/// One level in the table of grades.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GradeCell {
    /// The level.
    pub rung: Rung,
    /// Its facts.
    pub facts: Vec<Fact>,
    /// Comparisons that start from it: with the next level, and where it may move.
    pub pairs: Vec<PairLink>,
}

/// Comparisons that start from one level.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PairGroup {
    /// The level.
    pub from: Rung,
    /// Whether the level or its track is no longer in use.
    pub retired: bool,
    /// The comparisons.
    pub pairs: Vec<PairLink>,
}

/// A comparison that is a page of its own. Two levels that are compared both ways stand on the page once.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PairLink {
    /// Title of the level compared with; between tracks at one grade, of both.
    pub title: String,
    /// The comparison's page.
    pub href: String,
    /// The page of the same levels the other way round; empty where there is none.
    pub back: String,
    /// Names of both levels for the picker: `ic/senior--ic/staff`.
    pub pair: String,
    /// What kind of move it is: `promotion`, `lateral`, `back`; `next` for the next level of a track, if it is no
    /// move, `peer` for levels of two tracks at one grade.
    pub kind: &'static str,
    /// Ids of the tracks of both, with a space between them.
    pub tracks: String,
    /// Whether the level compared with is no longer in use.
    pub retired: bool,
}

/// The page from which all comparisons can be reached.
pub fn view(cx: PageContext) -> ComparisonsView {
    let tracks: Vec<TrackIx> = cx.shown_tracks().collect();
    let mut pairs = Pairs::new(cx);
    let grades = grades(cx, &tracks, &mut pairs);
    ComparisonsView {
        prose: own_prose(cx),
        grades,
        tracks: tracks
            .iter()
            .map(|track| GradeTrack {
                id: cx.handbook[*track].id.clone(),
                title: cx.handbook[*track].title.clone(),
                href: cx.href(PageKey::Track(*track), None),
                hue: cx.handbook.hue(*track),
                internal: cx.handbook[*track].internal,
            })
            .collect(),
        others: pairs.rest(cx),
        picker: picker::of_all(cx),
    }
}

/// The comparisons that are pages, each of which is given out once; of one and its way back the one that starts
/// first in the handbook.
struct Pairs(BTreeSet<(LevelIx, LevelIx)>);

impl Pairs {
    fn new(cx: PageContext) -> Self {
        let pairs = cx.routes().pages().filter_map(|page| match page {
            PageKey::Compare(from, to) if from < to || !has(cx, (to, from)) => Some((from, to)),
            _ => None,
        });
        Self(pairs.collect())
    }

    fn take(&mut self, is_asked: impl Fn(&(LevelIx, LevelIx)) -> bool) -> Vec<(LevelIx, LevelIx)> {
        let (found, rest): (BTreeSet<_>, BTreeSet<_>) = self.0.iter().partition(|it| is_asked(it));
        self.0 = rest;
        found.into_iter().collect()
    }

    /// Those among levels of one grade that are of different tracks.
    fn among(&mut self, cx: PageContext, peers: &[LevelIx]) -> Vec<PairLink> {
        let is_peer = |it: &(LevelIx, LevelIx)| {
            let [from, to] = [it.0, it.1].map(|level| cx.handbook[level].track);
            from != to && peers.contains(&it.0) && peers.contains(&it.1) && kind(cx, *it) == PEER
        };
        let found = self.take(is_peer);
        let link = |it: (LevelIx, LevelIx)| PairLink { title: cx.title(page(it)), ..link(cx, it) };
        found.into_iter().map(link).collect()
    }

    /// Those that start from a level.
    fn from(&mut self, cx: PageContext, level: LevelIx) -> Vec<PairLink> {
        let found = self.take(|it| it.0 == level);
        found.into_iter().map(|it| link(cx, it)).collect()
    }

    /// Those that are left.
    fn rest(mut self, cx: PageContext) -> Vec<PairGroup> {
        let mut levels: Vec<LevelIx> = self.0.iter().map(|(from, _)| *from).collect();
        levels.dedup();
        let group = |level| PairGroup {
            from: cx.rung(level, None),
            retired: is_retired(cx, level),
            pairs: self.from(cx, level),
        };
        let mut groups: Vec<PairGroup> = levels.into_iter().map(group).collect();
        groups.sort_by_key(|group| group.retired);
        groups
    }
}

/// What the comparison of two levels is that are no move.
const PEER: &str = "peer";
const NEXT: &str = "next";

fn kind(cx: PageContext, (from, to): (LevelIx, LevelIx)) -> &'static str {
    let declared = cx.handbook[from].next.iter().find(|step| step.to == to);
    match declared {
        Some(step) => step.kind.name(),
        None if cx.handbook[from].track == cx.handbook[to].track => NEXT,
        None => PEER,
    }
}

fn page((from, to): (LevelIx, LevelIx)) -> PageKey {
    PageKey::Compare(from, to)
}

fn has(cx: PageContext, pair: (LevelIx, LevelIx)) -> bool {
    cx.routes().has(page(pair))
}

fn link(cx: PageContext, pair: (LevelIx, LevelIx)) -> PairLink {
    let (from, to) = pair;
    let name = |level| cx.handbook.level_name(level);
    let track = |level: LevelIx| cx.handbook[cx.handbook[level].track].id.as_str();
    PairLink {
        title: cx.handbook.label(to).to_owned(),
        href: cx.href(page(pair), None),
        back: cx.href(page((to, from)), None),
        pair: format!("{}--{}", name(from), name(to)),
        kind: kind(cx, pair),
        tracks: format!("{} {}", track(from), track(to)),
        retired: is_retired(cx, to),
    }
}

fn is_retired(cx: PageContext, level: LevelIx) -> bool {
    let it = &cx.handbook[level];
    [it.status, cx.handbook[it.track].status].contains(&Status::Retired)
}

fn grades(cx: PageContext, tracks: &[TrackIx], pairs: &mut Pairs) -> Vec<GradeRow> {
    let rungs = tracks.iter().flat_map(|track| cx.handbook[*track].rungs.iter());
    let in_use = rungs.filter(|level| !is_retired(cx, **level));
    let mut grades: Vec<u32> =
        in_use.flat_map(|level| cx.handbook[*level].grades.iter().copied()).collect();
    grades.sort_unstable_by(|a, b| b.cmp(a));
    grades.dedup();
    grades.into_iter().map(|grade| row(cx, tracks, grade, pairs)).collect()
}

fn row(cx: PageContext, tracks: &[TrackIx], grade: u32, pairs: &mut Pairs) -> GradeRow {
    let at_grade = |track: TrackIx| -> Vec<LevelIx> {
        let rungs = cx.handbook[track].rungs.iter().copied();
        let in_use = rungs.filter(|level| !is_retired(cx, *level));
        in_use.filter(|level| cx.handbook[*level].grades.contains(&grade)).collect()
    };
    let columns: Vec<Vec<LevelIx>> = tracks.iter().map(|track| at_grade(*track)).collect();
    let all: Vec<LevelIx> = columns.iter().flatten().copied().collect();
    let peers = pairs.among(cx, &all);
    let mut cells = |(track, levels): (&TrackIx, &Vec<LevelIx>)| {
        levels.iter().map(|level| cell(cx, *track, *level, pairs)).collect()
    };
    GradeRow {
        grade: grade.to_string(),
        cells: tracks.iter().zip(&columns).map(&mut cells).collect(),
        pairs: peers,
    }
}

fn cell(cx: PageContext, track: TrackIx, level: LevelIx, pairs: &mut Pairs) -> GradeCell {
    let facts = cx.handbook[level].facts.iter();
    // Comparisons of a guest stand in the column of its own track.
    let is_at_home = cx.handbook[level].track == track;
    GradeCell {
        rung: cx.rung(level, Some(track)),
        facts: facts.map(|(name, value)| fact(name, &value.value)).collect(),
        pairs: if is_at_home { pairs.from(cx, level) } else { Vec::new() },
    }
}
