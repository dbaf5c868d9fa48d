//! The list of competencies, and the page of each.

use super::cells;
use super::pages::{
    CompetenciesView, CompetencyCard, CompetencyGroup, CompetencyLevel, CompetencyTrack,
    CompetencyView, CriterionView, Link, StepDetail,
};
use super::site::Site;
use crate::handbook::effect::{self, State};
use crate::handbook::{CategoryIx, CompetencyIx, PageKey, Special, Status, Step, TrackIx};

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
                    anchor: category.map(|it| it.id.clone()).unwrap_or_default(),
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
    let steps = it.steps.iter().enumerate();
    CompetencyView {
        category,
        summary: it.summary.clone(),
        prose: site.html(on, &it.prose),
        steps: steps.map(|(number, it)| step(site, on, number, it)).collect(),
        tracks: site
            .shown_tracks()
            .map(|shown| track(site, competency, shown))
            .filter(|track| !track.levels.is_empty())
            .collect(),
    }
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

fn track(site: Site, competency: CompetencyIx, track: TrackIx) -> CompetencyTrack {
    let on = PageKey::Competency(competency);
    let levels = site.handbook[track].levels.iter();
    let levels = levels.filter(|level| site.handbook[**level].status != Status::Retired);
    CompetencyTrack {
        track: site.track_link(on, track),
        anchor: format!("track-{}", site.handbook[track].id),
        hue: site.hue(track),
        levels: levels
            .map(|level| (*level, effect::cell(site.handbook, *level, competency)))
            .filter(|(_, cell)| cell.state != State::Excluded)
            .map(|(level, cell)| CompetencyLevel {
                rung: site.rung(on, level, None),
                cell: cells::cell(site, on, level, &cell),
            })
            .collect(),
    }
}
