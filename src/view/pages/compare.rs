//! Two levels side by side, and the page from which all comparisons are reached.

use serde::Serialize;

use super::frame::{Html, Link, Rung};
use super::home::MapColumn;
use super::level::Fact;
use super::radar::Radar;

/// `compare`: two levels side by side.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CompareView {
    /// The level on the left, or above.
    pub from: Rung,
    /// The level on the right, or below.
    pub to: Rung,
    /// The same comparison the other way round.
    pub swapped: String,
    /// What kind of move it is, if a level declares it: `promotion`, `lateral` or `back`; empty
    /// otherwise.
    pub kind: &'static str,
    /// The author's note on the move; may be empty.
    pub note: String,
    /// Prose about the move; may be empty.
    pub prose: Html,
    /// Facts of both levels, in the book's order.
    pub facts: Vec<FactPair>,
    /// Competencies in the book's order, those without any difference included.
    pub competencies: Vec<CompetencyComparison>,
    /// How many of each kind there are, over all competencies.
    pub totals: Totals,
    /// Both levels' expected steps as a radar chart; `None` with fewer than three axes.
    pub radar: Option<Radar>,
    /// Comparisons that a reader may want next: from here on, and back.
    pub onward: Vec<Link>,
}

/// One fact of both levels; empty where a level does not state it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct FactPair {
    /// Its name, such as `Scope`.
    pub name: String,
    /// Its value at the level on the left.
    pub from: String,
    /// Its value at the level on the right.
    pub to: String,
    /// Whether they are equal.
    pub same: bool,
}

/// Numbers of criteria by what happens to them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Totals {
    /// Equal in both, or still expected.
    pub same: usize,
    /// With other words.
    pub reworded: usize,
    /// Only on the right.
    pub new: usize,
    /// Only on the left.
    pub gone: usize,
}

/// One competency of both levels.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CompetencyComparison {
    /// The competency.
    pub competency: Link,
    /// Anchor of its section.
    pub anchor: String,
    /// Title of its category; empty where the book has none.
    pub category: String,
    /// Whether nothing differs.
    pub same: bool,
    /// Expected step on the left; empty if none is.
    pub from_step: String,
    /// Expected step on the right; empty if none is.
    pub to_step: String,
    /// `same`, `raised`, `lowered`; empty if neither level expects a step.
    pub step: &'static str,
    /// Criteria: pairs first, in the order of the right side, those that are gone last.
    pub criteria: Vec<CriterionComparison>,
    /// How many of each kind there are.
    pub totals: Totals,
}

/// One criterion of both levels.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CriterionComparison {
    /// `same`, `expected` (of an earlier level and still expected), `reworded`, `new` or `gone`.
    pub kind: &'static str,
    /// Its words on the left, with `<del>` around those that changed; empty if it is new.
    pub from: Html,
    /// Where it stands on the left; empty if it is new.
    pub from_href: String,
    /// Its words on the right, with `<ins>` around those that changed; empty if it is gone.
    pub to: Html,
    /// Where it stands on the right; empty if it is gone.
    pub to_href: String,
    /// The level in between that brings it, if it is neither of the two.
    pub via: Option<Link>,
}

/// `comparisons`: tracks side by side by grade, and a way to any two levels.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ComparisonsView {
    /// Text of compare.md, if there is one.
    pub prose: Html,
    /// Tracks in use: the columns.
    pub tracks: Vec<MapColumn>,
    /// Grades, highest first; empty where no level has one.
    pub grades: Vec<GradeRow>,
    /// All levels with a page, by track, for the picker.
    pub levels: Vec<PickerTrack>,
    /// Comparisons that are pages of their own, by the level that they start from.
    pub pairs: Vec<PairGroup>,
    /// Where the data for other pairs is: the exported handbook.
    pub data: String,
}

/// One grade over all tracks.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GradeRow {
    /// The grade.
    pub grade: String,
    /// One for each track; empty where it has no level at this grade.
    pub cells: Vec<Vec<GradeCell>>,
    /// Comparisons between tracks at this grade.
    pub pairs: Vec<Link>,
}

/// One level in the table of grades.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GradeCell {
    /// The level.
    pub rung: Rung,
    /// Its facts.
    pub facts: Vec<Fact>,
}

/// The levels of one track, for the picker.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PickerTrack {
    /// Title of the track.
    pub title: String,
    /// Its levels, first to last.
    pub levels: Vec<PickerLevel>,
}

/// One level, for the picker.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PickerLevel {
    /// Its name in the data and in addresses: `ic/senior`.
    pub name: String,
    /// Its title.
    pub title: String,
}

/// Comparisons that start from one level.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PairGroup {
    /// The level.
    pub from: Link,
    /// The comparisons: titles of the other levels. `pair` names both for the picker.
    pub to: Vec<PairLink>,
}

/// A comparison that is a page of its own.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PairLink {
    /// Title of the level compared with.
    pub title: String,
    /// The comparison's page.
    pub href: String,
    /// Names of both levels for the picker: `ic/senior--ic/staff`.
    pub pair: String,
}
