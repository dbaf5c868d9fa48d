//! Pages and their parts, ready to be rendered.

use super::components::ComponentView;
use super::data::Data;
use super::frame::Frame;
use crate::handbook::{CompetencyIx, PageKey, TrackIx};
use crate::tree::RelPath;

/// One page, ready to be rendered.
#[derive(Hash)]
pub struct PageModel {
    /// Its file in the output.
    pub file: RelPath,
    /// What it has around its content.
    pub frame: Frame,
    /// Its content.
    pub view: Data,
    /// What the calls of components in its prose show, in the order of their placeholders; `None` for a
    /// faulty call, which has been reported.
    pub components: Vec<Option<ComponentView>>,
}

/// A part of a page that grows with the handbook: what one track has on a page about all of them. Each is
/// made, rendered and remembered on its own, so that an edit of a level touches one and not a hundred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A track on the page of the matrix.
    Matrix(TrackIx),
    /// A grade on the page of a competency, over all tracks that have grades.
    Grade(CompetencyIx, u32),
    /// A track on the page of a competency.
    Competency(CompetencyIx, TrackIx),
    /// What changed in an edition, by its number, on the page of all changes.
    Changes(usize),
    /// A page on the print page.
    Print(PageKey),
}

impl Part {
    /// The page that it stands on.
    pub fn page(self) -> PageKey {
        match self {
            Self::Matrix(_) => PageKey::Matrix,
            Self::Grade(competency, _) | Self::Competency(competency, _) => {
                PageKey::Competency(competency)
            }
            Self::Changes(_) => PageKey::Changes,
            Self::Print(_) => PageKey::Print,
        }
    }
}

/// A part, ready to be rendered.
#[derive(Hash)]
pub struct PartModel {
    /// The file of the page that it stands on.
    pub file: RelPath,
    /// The component that shows it; it receives the data as `item`.
    pub component: &'static str,
    /// What it shows.
    pub data: Data,
    /// What the calls of components in its prose show, as in [`PageModel::components`].
    pub components: Vec<Option<ComponentView>>,
}
