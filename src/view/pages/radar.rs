//! Expected steps as a chart.

use serde::Serialize;

use super::frame::Link;

/// Expected steps as a chart: an SVG of 100 by 100 units with the middle at 0, 0 and a radius of 50.
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
