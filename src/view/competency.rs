//! The list of competencies, and the page of each.

use super::cells;
use super::pages::{
    CompetenciesView, CompetencyCard, CompetencyGroup, CompetencyLevel, CompetencyTrack,
    CompetencyView, CriterionView, Link, StepDetail,
};
use super::parts;
use super::site::Site;
use crate::handbook::effect;
use crate::handbook::{CategoryIx, CompetencyIx, LevelIx, PageKey, Special, Status, Step, TrackIx};

/// All competencies by category.
pub fn list(site: Site) -> CompetenciesView {
    let on = PageKey::Competencies;
    let mut groups: Vec<(Option<CategoryIx>, CompetencyGroup)> = Vec::new();
    for (competency, it) in site.handbook.competencies() {
        let card = CompetencyCard {
            title: it.title.clone(),
            href: site.routes.href(on, PageKey::Competency(competency), None),
            summary: it.summary.clone(),
            steps: it.steps.iter().map(|step| step.title.clone()).collect(),
        };
        match groups.iter_mut().find(|(known, _)| *known == it.category) {
            Some((_, group)) => group.competencies.push(card),
            None => {
                let category = it.category.map(|category| &site.handbook[category]);
                let group = CompetencyGroup {
                    title: category.map(|it| it.title.clone()).unwrap_or_default(),
                    summary: category.map(|it| it.summary.clone()).unwrap_or_default(),
                    anchor: category.map(|it| site.routes.id(on, Some(&it.id))).unwrap_or_default(),
                    competencies: vec![card],
                };
                groups.push((it.category, group));
            }
        }
    }
    let special = site.handbook.special(Special::Competencies);
    CompetenciesView {
        prose: special.map(|it| site.html(on, &it.prose)).unwrap_or_default(),
        groups: groups.into_iter().map(|(_, group)| group).collect(),
    }
}

/// One competency over all levels and tracks.
pub fn view(site: Site, competency: CompetencyIx) -> CompetencyView {
    let on = PageKey::Competency(competency);
    let it = &site.handbook[competency];
    let category = it.category.map(|category| {
        let it = &site.handbook[category];
        let href = site.routes.href(on, PageKey::Competencies, Some(&it.id));
        Link { title: it.title.clone(), href }
    });
    CompetencyView {
        category,
        summary: it.summary.clone(),
        prose: site.html(on, &it.prose),
        steps: steps(site, competency),
        tracks: parts::marks(site, on),
    }
}

/// The steps of a competency with everything said about them.
pub fn steps(site: Site, competency: CompetencyIx) -> Vec<StepDetail> {
    let on = PageKey::Competency(competency);
    let steps = site.handbook[competency].steps.iter().enumerate();
    steps.map(|(number, it)| step(site, on, number, it)).collect()
}

fn step(site: Site, on: PageKey, number: usize, step: &Step) -> StepDetail {
    let criteria = step.criteria.iter().map(|criterion| CriterionView {
        anchor: String::new(),
        href: String::new(),
        html: site.html(on, &criterion.text),
        examples: Vec::new(),
        new: criterion.new,
        origin: None,
    });
    StepDetail {
        number: number + 1,
        title: step.title.clone(),
        text: site.html(on, &step.text),
        criteria: criteria.collect(),
        examples: step.examples.iter().map(|example| site.html(on, example)).collect(),
    }
}

/// Tracks with a level in use that the competency applies to.
pub fn tracks(site: Site<'_>, competency: CompetencyIx) -> impl Iterator<Item = TrackIx> {
    site.shown_tracks().filter(move |track| levels(site, competency, *track).next().is_some())
}

/// Levels in use of a track that a competency applies to.
pub fn levels(
    site: Site<'_>,
    competency: CompetencyIx,
    track: TrackIx,
) -> impl Iterator<Item = LevelIx> {
    let levels = site.handbook[track].levels.iter().copied();
    levels
        .filter(move |level| site.handbook[*level].status != Status::Retired)
        .filter(move |level| site.handbook.applies(competency, *level))
}

/// The anchor of a track on the page of a competency.
pub fn track_anchor(site: Site, track: TrackIx) -> String {
    format!("track-{}", site.handbook[track].id)
}

/// One track on the page of a competency.
pub fn track(site: Site, competency: CompetencyIx, track: TrackIx) -> CompetencyTrack {
    let on = PageKey::Competency(competency);
    CompetencyTrack {
        track: site.track_link(on, track),
        anchor: track_anchor(site, track),
        hue: site.handbook.hue(track),
        levels: levels(site, competency, track)
            .map(|level| (level, effect::cell(site.handbook, level, competency)))
            .map(|(level, cell)| CompetencyLevel {
                rung: site.rung(on, level, None),
                cell: cells::cell(site, on, level, &cell),
            })
            .collect(),
    }
}
