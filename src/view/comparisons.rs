//! Tracks side by side by grade, and a way to any two levels.

use serde::Serialize;

use super::changes::{Fact, fact};
use super::common::{Html, Link, Rung};
use super::context::PageContext;
use super::map::MapColumn;
use super::markdown::own_prose;
use crate::handbook::routes::{DATA, WORDS};
use crate::handbook::{LevelIx, PageKey, Status, TrackIx};
use crate::tree::RelPath;

/// `comparisons`: tracks side by side by grade, and a way to any two levels.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ComparisonsView {
    /// Text of compare.md, if there is one.
    pub prose: Html,
    /// Tracks in use: the columns.
    pub tracks: Vec<MapColumn>,
    /// Grades, highest first; empty where no level has one.
    pub grades: Vec<GradeRow>,
    /// All levels with a page, by track, for the picker.
    pub levels: Vec<PickerTrack>,
    /// Comparisons that are pages of their own, by the level that they start from.
    pub pairs: Vec<PairGroup>,
    /// Where the data for other pairs is: the exported handbook.
    pub data: String,
    /// Where the words of all criteria are, by which they are paired.
    pub words: String,
}

/// One grade over all tracks.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GradeRow {
    /// The grade.
    pub grade: String,
    /// One for each track; empty where it has no level at this grade.
    pub cells: Vec<Vec<GradeCell>>,
    /// Comparisons between tracks at this grade.
    pub pairs: Vec<Link>,
}

/// One level in the table of grades.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GradeCell {
    /// The level.
    pub rung: Rung,
    /// Its facts.
    pub facts: Vec<Fact>,
}

/// The levels of one track, for the picker.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PickerTrack {
    /// Title of the track.
    pub title: String,
    /// Its levels, first to last.
    pub levels: Vec<PickerLevel>,
}

/// One level, for the picker.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PickerLevel {
    /// Its name in the data and in addresses: `ic/senior`.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Names that it had before, with spaces between them; may be empty.
    pub was: String,
}

/// Comparisons that start from one level.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PairGroup {
    /// The level.
    pub from: Link,
    /// The comparisons: titles of the other levels. `pair` names both for the picker.
    pub to: Vec<PairLink>,
}

/// A comparison that is a page of its own.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PairLink {
    /// Title of the level compared with.
    pub title: String,
    /// The comparison's page.
    pub href: String,
    /// Names of both levels for the picker: `ic/senior--ic/staff`.
    pub pair: String,
}

/// The page from which all comparisons can be reached.
pub fn view(cx: PageContext) -> ComparisonsView {
    let tracks: Vec<TrackIx> = cx.shown_tracks().collect();
    let address = |path| RelPath::new(path).map(|path| cx.file_href(&path)).unwrap_or_default();
    ComparisonsView {
        prose: own_prose(cx),
        grades: grades(cx, &tracks),
        tracks: tracks
            .iter()
            .map(|track| MapColumn {
                title: cx.handbook[*track].title.clone(),
                href: cx.href(PageKey::Track(*track), None),
                summary: cx.handbook[*track].summary.clone(),
                hue: cx.handbook.hue(*track),
                internal: cx.handbook[*track].internal,
            })
            .collect(),
        levels: cx
            .handbook
            .tracks()
            .filter(|(_, track)| !track.is_abstract && !track.levels.is_empty())
            .map(|(track, _)| picker(cx, track))
            .collect(),
        pairs: pairs(cx),
        data: address(DATA),
        words: address(WORDS),
    }
}

fn picker(cx: PageContext, track: TrackIx) -> PickerTrack {
    let it = &cx.handbook[track];
    let levels = it.levels.iter().map(|level| PickerLevel {
        name: cx.handbook.level_name(*level),
        title: cx.handbook[*level].label.clone(),
        was: cx.routes().former_names(*level).join(" "),
    });
    PickerTrack { title: it.title.clone(), levels: levels.collect() }
}

fn grades(cx: PageContext, tracks: &[TrackIx]) -> Vec<GradeRow> {
    let levels = || {
        let levels = tracks.iter().flat_map(|track| cx.handbook[*track].rungs.iter());
        levels.filter(|level| cx.handbook[**level].status != Status::Retired)
    };
    let mut grades: Vec<u32> =
        levels().flat_map(|level| cx.handbook[*level].grades.iter().copied()).collect();
    grades.sort_unstable_by(|a, b| b.cmp(a));
    grades.dedup();
    grades.into_iter().map(|grade| row(cx, tracks, grade)).collect()
}

fn row(cx: PageContext, tracks: &[TrackIx], grade: u32) -> GradeRow {
    let at_grade = |track: TrackIx| -> Vec<LevelIx> {
        let rungs = cx.handbook[track].rungs.iter().copied();
        let in_use = rungs.filter(|level| cx.handbook[*level].status != Status::Retired);
        in_use.filter(|level| cx.handbook[*level].grades.contains(&grade)).collect()
    };
    let columns: Vec<Vec<LevelIx>> = tracks.iter().map(|track| at_grade(*track)).collect();
    let all: Vec<LevelIx> = columns.iter().flatten().copied().collect();
    let pairs = all.iter().flat_map(|from| all.iter().map(|to| PageKey::Compare(*from, *to)));
    GradeRow {
        grade: grade.to_string(),
        cells: columns
            .iter()
            .map(|levels| levels.iter().map(|level| cell(cx, *level)).collect())
            .collect(),
        pairs: pairs.filter(|page| cx.routes().has(*page)).map(|page| cx.link(page)).collect(),
    }
}

fn cell(cx: PageContext, level: LevelIx) -> GradeCell {
    let facts = cx.handbook[level].facts.iter();
    GradeCell {
        rung: cx.rung(level, None),
        facts: facts.map(|(name, value)| fact(name, &value.value)).collect(),
    }
}

/// The comparisons that are pages, by the level that they start from.
fn pairs(cx: PageContext) -> Vec<PairGroup> {
    let mut groups: Vec<(LevelIx, PairGroup)> = Vec::new();
    for page in cx.routes().pages() {
        let PageKey::Compare(from, to) = page else { continue };
        let name = |level| cx.handbook.level_name(level);
        let link = PairLink {
            title: cx.handbook[to].label.clone(),
            href: cx.href(page, None),
            pair: format!("{}--{}", name(from), name(to)),
        };
        match groups.last_mut() {
            Some((last, group)) if *last == from => group.to.push(link),
            _ => {
                let title = cx.handbook[from].label.clone();
                let href = cx.href(PageKey::Level(from), None);
                groups.push((from, PairGroup { from: Link { title, href }, to: vec![link] }));
            }
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}
