//! Tracks side by side by grade, with each comparison that is a page, and a way to any other.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::changes::{Fact, fact};
use super::common::{Html, Rung};
use super::context::PageContext;
use super::ladders::MOST_CELLS;
use super::markdown::own_prose;
use super::picker::{self, Picker};
use crate::handbook::{LevelIx, PageKey, Status, TrackIx};

/// How many levels stand side by side on one page at most, with each comparison that is a page. Each takes up some 850
/// bytes there; and the page of a comparison loads this one for the names of the others.
const MOST: usize = 300;

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
    /// Whether the levels are too many for a table and lists of comparisons, which then are on the pages of levels
    /// alone.
    pub is_divided: bool,
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
    let by_grade = by_grade(cx, &tracks);
    let levels: usize = tracks.iter().map(|track| cx.handbook[*track].rungs.len()).sum();
    let is_divided = levels > MOST || tracks.len() * by_grade.len() > MOST_CELLS;
    let mut pairs = if is_divided { Pairs::default() } else { Pairs::new(cx) };
    // The highest grade first.
    let rows = by_grade.iter().rev().filter(|_| !is_divided);
    let rows = rows.map(|(grade, columns)| row(cx, &tracks, (*grade, columns), &mut pairs));
    ComparisonsView {
        prose: own_prose(cx),
        grades: rows.collect(),
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
        picker: picker::of_all(cx, is_divided),
        is_divided,
    }
}

/// The comparisons that are pages, each of which is given out once; of one and its way back the one that starts
/// first in the handbook. By the levels that they start from.
#[derive(Default)]
struct Pairs(BTreeMap<LevelIx, BTreeSet<LevelIx>>);

impl Pairs {
    fn new(cx: PageContext) -> Self {
        let mut pairs: BTreeMap<LevelIx, BTreeSet<LevelIx>> = BTreeMap::new();
        for page in cx.routes().pages() {
            if let PageKey::Compare(from, to) = page
                && (from < to || !has(cx, (to, from)))
            {
                pairs.entry(from).or_default().insert(to);
            }
        }
        Self(pairs)
    }

    /// Those among levels of one grade that are of different tracks.
    fn among(&mut self, cx: PageContext, peers: &BTreeSet<LevelIx>) -> Vec<PairLink> {
        let mut links = Vec::new();
        for from in peers {
            let Some(pairs) = self.0.get_mut(from) else { continue };
            let is_peer = |to: &LevelIx| {
                let [from_track, to_track] = [from, to].map(|level| cx.handbook[*level].track);
                from_track != to_track && peers.contains(to) && kind(cx, (*from, *to)) == PEER
            };
            let (found, rest): (BTreeSet<_>, BTreeSet<_>) =
                pairs.iter().partition(|it| is_peer(it));
            *pairs = rest;
            links.extend(found.into_iter().map(|to| {
                let pair = (*from, to);
                PairLink { title: cx.title(page(pair)), ..link(cx, pair) }
            }));
        }
        links
    }

    /// Those that start from a level.
    fn from(&mut self, cx: PageContext, level: LevelIx) -> Vec<PairLink> {
        let found = self.0.remove(&level).unwrap_or_default();
        found.into_iter().map(|to| link(cx, (level, to))).collect()
    }

    /// Those that are left.
    fn rest(self, cx: PageContext) -> Vec<PairGroup> {
        let left = self.0.into_iter().filter(|(_, pairs)| !pairs.is_empty());
        let group = |(level, pairs): (LevelIx, BTreeSet<LevelIx>)| PairGroup {
            from: cx.rung(level, None),
            retired: is_retired(cx, level),
            pairs: pairs.into_iter().map(|to| link(cx, (level, to))).collect(),
        };
        let mut groups: Vec<PairGroup> = left.map(group).collect();
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

/// The levels of one grade, by the numbers of their tracks among the columns.
type Columns = BTreeMap<usize, Vec<LevelIx>>;

fn by_grade(cx: PageContext, tracks: &[TrackIx]) -> BTreeMap<u32, Columns> {
    let mut grades: BTreeMap<u32, Columns> = BTreeMap::new();
    for (column, track) in tracks.iter().enumerate() {
        for level in cx.handbook[*track].rungs.iter().filter(|level| !is_retired(cx, **level)) {
            for grade in &cx.handbook[*level].grades {
                grades.entry(*grade).or_default().entry(column).or_default().push(*level);
            }
        }
    }
    grades
}

fn row(
    cx: PageContext,
    tracks: &[TrackIx],
    (grade, columns): (u32, &Columns),
    pairs: &mut Pairs,
) -> GradeRow {
    let peers = pairs.among(cx, &columns.values().flatten().copied().collect());
    let mut cells = |(column, track): (usize, &TrackIx)| {
        let levels = columns.get(&column).into_iter().flatten();
        levels.map(|level| cell(cx, *track, *level, pairs)).collect()
    };
    GradeRow {
        grade: grade.to_string(),
        cells: tracks.iter().enumerate().map(&mut cells).collect(),
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
