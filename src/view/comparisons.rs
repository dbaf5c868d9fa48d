//! Tracks side by side by grade, and a way to any two levels.

use super::compare::fact;
use super::pages::{
    ComparisonsView, GradeCell, GradeRow, Link, MapColumn, PairGroup, PairLink, PickerLevel,
    PickerTrack,
};
use super::site::Site;
use crate::handbook::{LevelIx, PageKey, Special, Status, TrackIx};
use crate::tree::RelPath;

/// The page from which all comparisons can be reached.
pub fn view(site: Site) -> ComparisonsView {
    let on = PageKey::Comparisons;
    let special = site.handbook.special(Special::Comparisons);
    let tracks: Vec<TrackIx> = site.shown_tracks().collect();
    let data = RelPath::new("api/handbook.json").map(|path| site.routes.file_href(on, &path));
    ComparisonsView {
        prose: special.map(|it| site.html(on, &it.prose)).unwrap_or_default(),
        grades: grades(site, &tracks),
        tracks: tracks
            .iter()
            .map(|track| MapColumn {
                title: site.handbook[*track].title.clone(),
                href: site.routes.href(on, PageKey::Track(*track), None),
                summary: site.handbook[*track].summary.clone(),
                hue: site.handbook.hue(*track),
            })
            .collect(),
        levels: site
            .handbook
            .tracks()
            .filter(|(_, track)| !track.is_abstract && !track.levels.is_empty())
            .map(|(track, _)| picker(site, track))
            .collect(),
        pairs: pairs(site),
        data: data.unwrap_or_default(),
    }
}

fn picker(site: Site, track: TrackIx) -> PickerTrack {
    let it = &site.handbook[track];
    let levels = it.levels.iter().map(|level| PickerLevel {
        name: site.handbook.level_name(*level),
        title: site.handbook[*level].title.clone(),
    });
    PickerTrack { title: it.title.clone(), levels: levels.collect() }
}

fn grades(site: Site, tracks: &[TrackIx]) -> Vec<GradeRow> {
    let levels = || {
        let levels = tracks.iter().flat_map(|track| site.handbook[*track].rungs.iter());
        levels.filter(|level| site.handbook[**level].status != Status::Retired)
    };
    let mut grades: Vec<u32> =
        levels().flat_map(|level| site.handbook[*level].grades.iter().copied()).collect();
    grades.sort_unstable_by(|a, b| b.cmp(a));
    grades.dedup();
    grades.into_iter().map(|grade| row(site, tracks, grade)).collect()
}

fn row(site: Site, tracks: &[TrackIx], grade: u32) -> GradeRow {
    let at_grade = |track: TrackIx| -> Vec<LevelIx> {
        let rungs = site.handbook[track].rungs.iter().copied();
        let in_use = rungs.filter(|level| site.handbook[*level].status != Status::Retired);
        in_use.filter(|level| site.handbook[*level].grades.contains(&grade)).collect()
    };
    let columns: Vec<Vec<LevelIx>> = tracks.iter().map(|track| at_grade(*track)).collect();
    let all: Vec<LevelIx> = columns.iter().flatten().copied().collect();
    let pairs = all.iter().flat_map(|from| all.iter().map(|to| PageKey::Compare(*from, *to)));
    GradeRow {
        grade: grade.to_string(),
        cells: columns
            .iter()
            .map(|levels| levels.iter().map(|level| cell(site, *level)).collect())
            .collect(),
        pairs: pairs
            .filter(|page| site.routes.has(*page))
            .map(|page| super::frame::link(site, PageKey::Comparisons, page))
            .collect(),
    }
}

fn cell(site: Site, level: LevelIx) -> GradeCell {
    let facts = site.handbook[level].facts.iter();
    GradeCell {
        rung: site.rung(PageKey::Comparisons, level, None),
        facts: facts.map(|(name, value)| fact(name, &value.value)).collect(),
    }
}

/// The comparisons that are pages, by the level that they start from.
fn pairs(site: Site) -> Vec<PairGroup> {
    let on = PageKey::Comparisons;
    let mut groups: Vec<(LevelIx, PairGroup)> = Vec::new();
    for page in site.routes.pages() {
        let PageKey::Compare(from, to) = page else { continue };
        let name = |level| site.handbook.level_name(level);
        let link = PairLink {
            title: super::frame::titles(site, from, to).1,
            href: site.routes.href(on, page, None),
            pair: format!("{}--{}", name(from), name(to)),
        };
        match groups.last_mut() {
            Some((last, group)) if *last == from => group.to.push(link),
            _ => {
                let title = site.handbook[from].title.clone();
                let href = site.routes.href(on, PageKey::Level(from), None);
                groups.push((from, PairGroup { from: Link { title, href }, to: vec![link] }));
            }
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}
