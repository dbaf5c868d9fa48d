//! Radar charts: expected steps as polygons, computed when the site is built.

use super::cells::expectation_title;
use super::pages::{Link, Radar, RadarAxis, RadarSeries};
use super::site::Site;
use crate::handbook::{CompetencyIx, LevelIx, PageKey, effect};

/// Radius of the chart in its own units.
const RADIUS: f64 = 50.0;
/// How far outside the chart the labels stand.
const LABEL: f64 = 1.12;
/// Fewer axes make no polygon, more make no legible one.
const AXES: std::ops::RangeInclusive<usize> = 3..=12;

/// The chart of one or two levels over the competencies for which any of them expects a step;
/// `None` with fewer than three or more than twelve of those.
pub fn chart(site: Site, on: PageKey, levels: &[LevelIx]) -> Option<Radar> {
    let axes: Vec<CompetencyIx> = site
        .handbook
        .competencies()
        .map(|(competency, _)| competency)
        .filter(|competency| levels.iter().any(|level| number(site, *level, *competency) > 0))
        .collect();
    if !AXES.contains(&axes.len()) {
        return None;
    }
    let steps: Vec<usize> =
        axes.iter().map(|competency| steps_of(site, levels, *competency)).collect();
    let rings = steps.iter().max().copied().unwrap_or(1);
    let ring = |ring: usize| {
        let share = ring as f64 / rings as f64;
        polygon(axes.len(), |_| share)
    };
    Some(Radar {
        rings: (1..=rings).map(ring).collect(),
        series: levels.iter().map(|level| series(site, on, *level, &axes, &steps)).collect(),
        axes: axes
            .iter()
            .enumerate()
            .map(|(index, competency)| axis(site, on, *competency, index, axes.len(), steps[index]))
            .collect(),
    })
}

/// The number of the expected step, from 1; 0 if none is expected or the competency does not apply.
fn number(site: Site, level: LevelIx, competency: CompetencyIx) -> usize {
    let applies = site.handbook.applies(competency, level);
    let expect = effect::expectation(site.handbook, level, competency).filter(|_| applies);
    expect.map_or(0, |expect| expect.first + 1)
}

/// How many steps an axis has; a competency without steps has as many as the highest number that
/// any level expects.
fn steps_of(site: Site, levels: &[LevelIx], competency: CompetencyIx) -> usize {
    let named = site.handbook[competency].steps.len();
    if named > 0 {
        return named;
    }
    let all = site.handbook.levels.iter().filter_map(|level| level.cell(competency));
    let highest = all.filter_map(|cell| cell.expect.as_ref()).map(|it| it.first + 1).max();
    let shown = levels.iter().map(|level| number(site, *level, competency)).max();
    highest.max(shown).unwrap_or(1).max(1)
}

/// A point on an axis, clockwise from the top, at a share of the radius.
fn point(axis: usize, axes: usize, share: f64) -> (f64, f64) {
    let angle = std::f64::consts::TAU * axis as f64 / axes as f64;
    (RADIUS * share * angle.sin(), -RADIUS * share * angle.cos())
}

fn polygon(axes: usize, share: impl Fn(usize) -> f64) -> String {
    let points: Vec<String> = (0..axes)
        .map(|axis| {
            let (x, y) = point(axis, axes, share(axis));
            format!("{},{}", short(x), short(y))
        })
        .collect();
    points.join(" ")
}

/// A coordinate with at most one decimal, and no negative zero.
fn short(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    format!("{}", if rounded == 0.0 { 0.0 } else { rounded })
}

fn axis(
    site: Site,
    on: PageKey,
    competency: CompetencyIx,
    index: usize,
    axes: usize,
    steps: usize,
) -> RadarAxis {
    let (x, y) = point(index, axes, 1.0);
    let (label_x, label_y) = point(index, axes, LABEL);
    RadarAxis {
        competency: Link {
            title: site.handbook[competency].title.clone(),
            href: site.routes.href(on, PageKey::Competency(competency), None),
        },
        steps,
        anchor: if x.abs() < 1.0 {
            "middle"
        } else if x > 0.0 {
            "start"
        } else {
            "end"
        },
        x: short(x),
        y: short(y),
        label_x: short(label_x),
        label_y: short(label_y),
    }
}

fn series(
    site: Site,
    on: PageKey,
    level: LevelIx,
    axes: &[CompetencyIx],
    steps: &[usize],
) -> RadarSeries {
    let numbers: Vec<usize> =
        axes.iter().map(|competency| number(site, level, *competency)).collect();
    let share = |axis: usize| numbers[axis] as f64 / steps[axis] as f64;
    let dots = (0..axes.len()).map(|axis| {
        let (x, y) = point(axis, axes.len(), share(axis));
        (short(x), short(y))
    });
    let words = |competency: &CompetencyIx| {
        let expect = effect::expectation(site.handbook, level, *competency);
        expect.filter(|_| number(site, level, *competency) > 0).map_or_else(
            || site.words.plain("step-none"),
            |it| expectation_title(site, *competency, it),
        )
    };
    RadarSeries {
        level: site.level_link(on, level, None),
        hue: site.handbook.hue(site.handbook[level].track),
        points: polygon(axes.len(), share),
        values: axes.iter().map(words).collect(),
        dots: dots.collect(),
        numbers,
    }
}
