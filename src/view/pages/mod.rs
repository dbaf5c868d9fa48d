//! The contract between the handbook and the theme: one plain struct for each page kind.
//!
//! A template receives three values: `book` ([`Book`]), `page` ([`Frame`]) and `view`, which is the
//! struct of the page's kind below. Every link in here is already relative to the page it stands
//! on, every [`Html`] is finished markup (print it with `| safe`), every other string is plain text
//! that the template engine escapes.

mod frame;
mod home;
mod track;
mod radar;
mod level;
mod compare;
mod competency;
mod matrix;
mod prose;
mod search;
mod review;
mod print;

pub use self::compare::{
    CompareView, ComparisonsView, CompetencyComparison, CriterionComparison, FactPair, GradeCell,
    GradeRow, PairGroup, PairLink, PickerLevel, PickerTrack, Totals,
};
pub use self::competency::{
    CompetenciesView, CompetencyCard, CompetencyGroup, CompetencyLevel, CompetencyTrack,
    CompetencyView, StepDetail,
};
pub use self::frame::{Book, Frame, Html, Link, NavItem, Rung, TermNote, TocEntry};
pub use self::home::{Arrow, HomeView, LadderMap, MapCell, MapColumn, MapMove, MapRow};
pub use self::level::{
    CellGroup, CellView, Changes, CriteriaGroup, CriterionView, EarlierCell, Fact, LevelView,
    MoveCard, NewCriteria, ProseSection, Rail, RailRung, StepText, StepView,
};
pub use self::matrix::{
    ComponentMatrix, Matrix, MatrixCell, MatrixGroup, MatrixRow, MatrixView, TrackChip, TrackMatrix,
};
pub use self::print::{
    PrintBody, PrintCompetencies, PrintCompetency, PrintCompetencyTrack, PrintEntry,
    PrintExpectation, PrintSection, PrintTrack, PrintView,
};
pub use self::prose::{GlossaryView, NotFoundView, PageCard, PageView, RedirectView, TermView};
pub use self::radar::{Radar, RadarAxis, RadarSeries};
pub use self::review::{ReviewLevel, ReviewTrack, ReviewView};
pub use self::search::{SearchChoice, SearchTrack, SearchView};
pub use self::track::{FactChange, Growth, StepChange, TrackView};
