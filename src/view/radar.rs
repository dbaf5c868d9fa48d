//! Radar charts: expected steps as polygons, computed when the site is built.

use serde::Serialize;

use super::cells::expectation_title;
use super::common::Link;
use super::context::PageContext;
use crate::handbook::{CompetencyIx, LevelIx, PageKey, effective};

/// Component `radar`: expected steps as a chart: an SVG of 100 by 100 units with the middle at 0, 0 and a radius of 50.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Radar {
    /// One for each competency with a step, clockwise from the top.
    pub axes: Vec<RadarAxis>,
    /// Rings for the steps from the lowest to the highest, as points of a polygon.
    pub rings: Vec<String>,
    /// One or two levels.
    pub series: Vec<RadarSeries>,
}

/// One axis of a radar chart.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct RadarAxis {
    /// The competency.
    pub competency: Link,
    /// Number of steps on this axis.
    pub steps: usize,
    /// End of the axis.
    pub x: String,
    /// End of the axis.
    pub y: String,
    /// Where its label stands, outside the chart.
    pub label_x: String,
    /// Where its label stands, outside the chart.
    pub label_y: String,
    /// How the label is anchored: `start`, `middle` or `end`.
    pub anchor: &'static str,
}

/// One level in a radar chart.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct RadarSeries {
    /// The level.
    pub level: Link,
    /// Number of its track's colour, from 1.
    pub hue: usize,
    /// Points of its polygon.
    pub points: String,
    /// Its value on each axis, in words: `Owns`, `—`.
    pub values: Vec<String>,
    /// Its step on each axis by number, 0 if none is expected.
    pub numbers: Vec<usize>,
    /// Where its point on each axis stands, as `x` and `y`.
    pub dots: Vec<(String, String)>,
}

/// Radius of the chart in its own units.
const RADIUS: f64 = 50.0;
/// How far outside the chart the labels stand.
const LABEL: f64 = 1.12;
/// Fewer axes make no polygon, more make no legible one.
const AXES: std::ops::RangeInclusive<usize> = 3..=12;

/// The chart of one or two levels over the competencies for which any of them expects a step;
/// `None` with fewer than three or more than twelve of those.
pub fn chart(cx: PageContext, levels: &[LevelIx]) -> Option<Radar> {
    let axes: Vec<CompetencyIx> = cx
        .handbook
        .competencies()
        .map(|(competency, _)| competency)
        .filter(|competency| levels.iter().any(|level| number(cx, *level, *competency) > 0))
        .collect();
    if !AXES.contains(&axes.len()) {
        return None;
    }
    let hues = cx.handbook.hues_beside(levels);
    let steps: Vec<usize> =
        axes.iter().map(|competency| steps_of(cx, levels, *competency)).collect();
    let rings = steps.iter().max().copied().unwrap_or(1);
    let ring = |ring: usize| {
        let share = ring as f64 / rings as f64;
        polygon(axes.len(), |_| share)
    };
    Some(Radar {
        rings: (1..=rings).map(ring).collect(),
        series: levels.iter().zip(hues).map(|it| series(cx, it, &axes, &steps)).collect(),
        axes: axes
            .iter()
            .enumerate()
            .map(|(index, competency)| axis(cx, *competency, index, axes.len(), steps[index]))
            .collect(),
    })
}

/// The number of the expected step, from 1; 0 if none is expected or the competency does not apply.
fn number(cx: PageContext, level: LevelIx, competency: CompetencyIx) -> usize {
    let applies = cx.handbook.applies(competency, level);
    let expect = effective::expectation(cx.handbook, level, competency).filter(|_| applies);
    expect.map_or(0, |expect| expect.first + 1)
}

/// How many steps an axis has; a competency without steps has as many as the highest number that
/// any level expects.
fn steps_of(cx: PageContext, levels: &[LevelIx], competency: CompetencyIx) -> usize {
    let named = cx.handbook[competency].steps.len();
    if named > 0 {
        return named;
    }
    let shown = levels.iter().map(|level| number(cx, *level, competency)).max();
    cx.handbook.highest_step(competency).max(shown.unwrap_or_default()).max(1)
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
    cx: PageContext,
    competency: CompetencyIx,
    index: usize,
    axes: usize,
    steps: usize,
) -> RadarAxis {
    let (x, y) = point(index, axes, 1.0);
    let (label_x, label_y) = point(index, axes, LABEL);
    RadarAxis {
        competency: Link {
            title: cx.handbook[competency].title.clone(),
            href: cx.href(PageKey::Competency(competency), None),
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
    cx: PageContext,
    (level, hue): (&LevelIx, usize),
    axes: &[CompetencyIx],
    steps: &[usize],
) -> RadarSeries {
    let level = *level;
    let numbers: Vec<usize> =
        axes.iter().map(|competency| number(cx, level, *competency)).collect();
    let share = |axis: usize| numbers[axis] as f64 / steps[axis] as f64;
    let dots = (0..axes.len()).map(|axis| {
        let (x, y) = point(axis, axes.len(), share(axis));
        (short(x), short(y))
    });
    let words = |competency: &CompetencyIx| {
        let expect = effective::expectation(cx.handbook, level, *competency);
        expect.filter(|_| number(cx, level, *competency) > 0).map_or_else(
            || cx.messages.plain("step-none"),
            |it| expectation_title(cx, *competency, it),
        )
    };
    RadarSeries {
        level: cx.level_link(level, None),
        hue,
        points: polygon(axes.len(), share),
        values: axes.iter().map(words).collect(),
        dots: dots.collect(),
        numbers,
    }
}
