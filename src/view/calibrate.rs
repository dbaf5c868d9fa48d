//! Calibration: where people place the sentences of the handbook. What they answer stays in the browser, so a page
//! only has what can be chosen and says where the criteria are.

use serde::Serialize;

use super::context::PageContext;
use super::data_source::data_href;
use super::told::last_edition;
use crate::handbook::{LevelIx, Status};

/// `calibrate`: sentences without their levels, to be placed.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CalibrateView {
    /// Tracks in use with at least two levels to choose between.
    pub tracks: Vec<CalibrateChoice>,
    /// All competencies.
    pub competencies: Vec<CalibrateChoice>,
    /// Where the criteria are: the exported handbook, or the index of its parts.
    pub data: String,
    /// The name of the last edition; empty where there are none.
    pub edition: String,
}

/// Something to choose.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CalibrateChoice {
    /// Its id.
    pub name: String,
    /// Its title.
    pub title: String,
}

/// The page for calibrating.
pub fn view(cx: PageContext) -> CalibrateView {
    let in_use = |level: &&LevelIx| cx.handbook.status(**level) != Status::Retired;
    let tracks = cx.handbook.tracks().filter(|(_, it)| {
        let is_in_use = !it.is_abstract && it.status != Status::Retired;
        is_in_use && it.levels.iter().filter(in_use).count() > 1
    });
    let choice =
        |id: &str, title: &str| CalibrateChoice { name: id.to_owned(), title: title.to_owned() };
    CalibrateView {
        tracks: tracks.map(|(_, it)| choice(&it.id, &it.title)).collect(),
        competencies: cx.handbook.competencies().map(|(_, it)| choice(&it.id, &it.title)).collect(),
        data: data_href(cx),
        edition: last_edition(cx),
    }
}
