//! Parts of pages that grow with the handbook: what one track has on a page about all of them. Each is
//! made, rendered and remembered on its own, so that an edit of a level touches one and not a hundred.

use serde::Serialize;

use super::competency;
use super::components::{Collector, ComponentView};
use super::matrix;
use super::pages::{CompetencyTrack, Html, PrintSection, TrackMatrix};
use super::print;
use super::site::Site;
use crate::handbook::{CompetencyIx, PageKey, TrackIx};
use crate::tree::RelPath;

/// Which part of which page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A track on the page of the matrix.
    Matrix(TrackIx),
    /// A track on the page of a competency.
    Competency(CompetencyIx, TrackIx),
    /// A page on the one for paper.
    Print(PageKey),
}

/// A part, ready to be rendered.
#[derive(Clone, Debug, Hash)]
pub struct PartModel {
    /// The file of the page that it stands on.
    pub file: RelPath,
    /// The component that shows it; it receives the data as `item`.
    pub component: &'static str,
    /// What it shows.
    pub data: PartData,
    /// What the calls of components in its prose show.
    pub components: Vec<ComponentView>,
}

/// What a part shows.
#[derive(Clone, Debug, Hash, Serialize)]
#[serde(untagged)]
#[expect(clippy::large_enum_variant, reason = "one lives at a time, and moves once")]
pub enum PartData {
    /// Of [`Part::Matrix`].
    Matrix(TrackMatrix),
    /// Of [`Part::Competency`].
    Competency(CompetencyTrack),
    /// Of [`Part::Print`].
    Print(PrintSection),
}

impl Part {
    /// The page that it stands on.
    pub fn page(self) -> PageKey {
        match self {
            Self::Matrix(_) => PageKey::Matrix,
            Self::Competency(competency, _) => PageKey::Competency(competency),
            Self::Print(_) => PageKey::Print,
        }
    }
}

/// The parts of a page, in the order in which it shows them.
pub fn parts_of(site: Site, page: PageKey) -> Vec<Part> {
    match page {
        PageKey::Matrix => site.shown_tracks().map(Part::Matrix).collect(),
        PageKey::Competency(competency) => competency::tracks(site, competency)
            .map(|track| Part::Competency(competency, track))
            .collect(),
        PageKey::Print => print::pages(site).into_iter().map(Part::Print).collect(),
        _ => Vec::new(),
    }
}

/// What stands in a page for its part of this number.
pub fn part_mark(number: usize) -> String {
    format!("<!--part {number}-->")
}

/// The marks of all parts of a page.
pub fn marks(site: Site, page: PageKey) -> Vec<Html> {
    (0..parts_of(site, page).len()).map(|number| Html(part_mark(number))).collect()
}

/// What a part shows.
pub fn part(site: Site, part: Part) -> PartModel {
    let collector = Collector::default();
    let site = Site { collector: Some(&collector), ..site };
    let (component, data) = match part {
        Part::Matrix(track) => ("ui.matrix_track", PartData::Matrix(matrix::track(site, track))),
        Part::Competency(competency, track) => {
            let data = competency::track(site, competency, track);
            ("ui.competency_track", PartData::Competency(data))
        }
        Part::Print(page) => ("ui.print_section", PartData::Print(print::section(site, page))),
    };
    PartModel {
        file: site.routes.file(part.page()),
        component,
        data,
        components: collector.into_views(),
    }
}
