//! Levels by competencies.

use super::cells::{expectation_title, step_text};
use super::pages::{
    Link, Matrix, MatrixCell, MatrixGroup, MatrixRow, MatrixView, TrackChip, TrackMatrix,
};
use super::parts;
use super::site::Site;
use crate::handbook::effect::{self, State};
use crate::handbook::{CategoryIx, CompetencyIx, LevelIx, PageKey, Special, TrackIx};

/// The page of all tracks.
pub fn view(site: Site) -> MatrixView {
    let on = PageKey::Matrix;
    let special = site.handbook.special(Special::Matrix);
    let tracks = site.shown_tracks().map(|track| TrackChip {
        title: site.handbook[track].title.clone(),
        anchor: anchor(site, track),
        hue: site.handbook.hue(track),
    });
    MatrixView {
        prose: special.map(|it| site.html(on, &it.prose)).unwrap_or_default(),
        tracks: tracks.collect(),
        categories: categories(site),
        tables: parts::marks(site, on),
    }
}

fn anchor(site: Site, track: TrackIx) -> String {
    format!("track-{}", site.handbook[track].id)
}

/// One track on the page of all tracks.
pub fn track(site: Site, track: TrackIx) -> TrackMatrix {
    let on = PageKey::Matrix;
    TrackMatrix {
        track: site.track_link(on, track),
        anchor: anchor(site, track),
        hue: site.handbook.hue(track),
        matrix: matrix(site, on, track),
    }
}

/// Categories of the competencies that apply to a level that is shown, in the book's order.
fn categories(site: Site) -> Vec<String> {
    let mut categories: Vec<String> = Vec::new();
    for (competency, it) in site.handbook.competencies() {
        let category = it.category.map(|category| site.handbook[category].title.clone());
        let category = category.unwrap_or_default();
        let mut rungs = site.shown_tracks().flat_map(|track| &site.handbook[track].rungs);
        if !categories.contains(&category)
            && rungs.any(|rung| site.handbook.applies(competency, *rung))
        {
            categories.push(category);
        }
    }
    categories
}

/// The matrix of one track, on a page.
pub fn matrix(site: Site, on: PageKey, track: TrackIx) -> Matrix {
    let site = site.unmarked();
    let levels = &site.handbook[track].rungs;
    let mut groups: Vec<(Option<CategoryIx>, MatrixGroup)> = Vec::new();
    for (competency, it) in site.handbook.competencies() {
        let cells: Vec<MatrixCell> =
            levels.iter().map(|level| cell(site, on, *level, competency)).collect();
        if cells.iter().all(|cell| cell.state == State::Excluded.name()) {
            continue;
        }
        let href = site.routes.href(on, PageKey::Competency(competency), None);
        let row = MatrixRow { competency: Link { title: it.title.clone(), href }, cells };
        match groups.iter_mut().find(|(known, _)| *known == it.category) {
            Some((_, group)) => group.rows.push(row),
            None => {
                let title = it.category.map(|category| site.handbook[category].title.clone());
                let title = title.unwrap_or_default();
                groups.push((it.category, MatrixGroup { title, rows: vec![row] }));
            }
        }
    }
    Matrix {
        levels: levels.iter().map(|level| site.rung(on, *level, Some(track))).collect(),
        groups: groups.into_iter().map(|(_, group)| group).collect(),
    }
}

fn cell(site: Site, on: PageKey, level: LevelIx, competency: CompetencyIx) -> MatrixCell {
    let cell = effect::cell(site.handbook, level, competency);
    let shown = cell.state != State::Excluded;
    let anchor = shown.then(|| site.handbook[competency].id.as_str());
    let step = cell.expect.filter(|_| shown).map(|it| expectation_title(site, competency, it));
    let criteria = cell.criteria.iter().filter(|_| shown);
    MatrixCell {
        href: site.routes.href(on, PageKey::Level(level), anchor),
        state: cell.state.name(),
        step: step.unwrap_or_default(),
        text: if shown { step_text(site, on, &cell) } else { Default::default() },
        criteria: criteria.map(|it| site.html(on, &it.criterion.text)).collect(),
    }
}
