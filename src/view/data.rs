//! What a template receives, whatever its kind.

use serde::Serialize;

use super::calibrate::CalibrateView;
use super::compare::CompareView;
use super::comparisons::ComparisonsView;
use super::competencies::CompetenciesView;
use super::competency::{CompetencyGrade, CompetencyTrack, CompetencyView};
use super::criteria::CriteriaView;
use super::editions::EditionsView;
use super::glossary::GlossaryView;
use super::guide::PageView;
use super::history::{HistoryStep, HistoryView};
use super::home::HomeView;
use super::level::LevelView;
use super::levels::LevelsView;
use super::matrix::{MatrixView, TrackMatrix};
use super::not_found::NotFoundView;
use super::print::{PrintSection, PrintView};
use super::redirect::RedirectView;
use super::review::ReviewView;
use super::search::SearchView;
use super::track::TrackView;

macro_rules! data {
    ($($kind:ident($view:ty),)*) => {
        /// The struct of one kind of page or part, for its template. The renderer needs to know no kind.
        #[derive(Hash, Serialize)]
        #[serde(untagged)]
        pub enum Data {
            $($kind(Box<$view>),)*
        }

        $(impl From<$view> for Data {
            fn from(view: $view) -> Self {
                Self::$kind(Box::new(view))
            }
        })*
    };
}

data! {
    // Pages
    Home(HomeView),
    Levels(LevelsView),
    Track(TrackView),
    Level(LevelView),
    Competencies(CompetenciesView),
    Competency(CompetencyView),
    Criteria(CriteriaView),
    Matrix(MatrixView),
    Comparisons(ComparisonsView),
    Compare(CompareView),
    Glossary(GlossaryView),
    Page(PageView),
    Changes(HistoryView),
    Editions(EditionsView),
    Search(SearchView),
    Review(ReviewView),
    Calibrate(CalibrateView),
    Print(PrintView),
    NotFound(NotFoundView),
    Redirect(RedirectView),
    // Parts
    MatrixOfTrack(TrackMatrix),
    CompetencyAtGrade(CompetencyGrade),
    CompetencyInTrack(CompetencyTrack),
    ChangesOfEdition(HistoryStep),
    PrintSection(PrintSection),
}
