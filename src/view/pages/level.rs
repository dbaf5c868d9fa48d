//! A level's page, and the cells that it shares with a competency's.

use serde::Serialize;

use super::frame::{Html, Link, Rung};
use super::radar::Radar;
use super::track::{FactChange, StepChange};

/// `level`: one level.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LevelView {
    /// The level as a card: title, code, grade, status and so on.
    pub rung: Rung,
    /// Its track.
    pub track: Link,
    /// Whether it is left out of a public build.
    pub internal: bool,
    /// The level that took its place.
    pub replaced_by: Option<Link>,
    /// The level whose expectations are the same (`same-as`).
    pub same_as: Option<Link>,
    /// Steps within the level, such as `I`, `II`.
    pub sublevels: Vec<String>,
    /// Links that the author added.
    pub links: Vec<Link>,
    /// Short facts, in the book's order.
    pub facts: Vec<Fact>,
    /// Text before the first competency.
    pub intro: Html,
    /// The rungs of the track, with this one marked.
    pub rail: Rail,
    /// What changes from the level before; `None` at the first rung.
    pub changes: Option<Changes>,
    /// Expectations by category and competency.
    pub groups: Vec<CellGroup>,
    /// Sections that the author marked as prose, after the competencies.
    pub prose: Vec<ProseSection>,
    /// Where one can go next.
    pub moves: Vec<MoveCard>,
    /// The comparison with the level before; empty at the first rung.
    pub compare: String,
    /// The gap sheet for this level; empty where there is none.
    pub review: String,
    /// Its expected steps as a radar chart; `None` with fewer than three axes.
    pub radar: Option<Radar>,
}

/// A short fact of a level.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Fact {
    /// Its name, such as `Scope`.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// The rungs around a level, for the rail at its side. It stays short in a long track.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Rail {
    /// The track.
    pub track: Link,
    /// Rungs of the track, first to last, at most thirteen of them.
    pub rungs: Vec<RailRung>,
    /// Rungs left out before the first one shown.
    pub before: usize,
    /// Rungs left out after the last one shown.
    pub after: usize,
    /// Levels of other tracks at the same grade.
    pub peers: Vec<Rung>,
}

/// One rung in the rail.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct RailRung {
    /// Title of the level.
    pub title: String,
    /// Code such as `IC3`; may be empty.
    pub code: String,
    /// Its page.
    pub href: String,
    /// Whether it is the page's own level.
    pub current: bool,
}

/// What changes from one level to another, in three lines.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Changes {
    /// The level compared with.
    pub from: Link,
    /// First line: facts that differ.
    pub facts: Vec<FactChange>,
    /// Second line: expected steps that differ.
    pub steps: Vec<StepChange>,
    /// Third line: competencies with new criteria, those with the most first.
    pub new: Vec<NewCriteria>,
    /// Third line: number of criteria that the level before does not have.
    pub new_total: usize,
    /// Third line: number of criteria of the level before that are no longer listed. Always 0
    /// where criteria are cumulative.
    pub gone_total: usize,
}

/// How many criteria of a competency are new.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct NewCriteria {
    /// The competency; the link leads to its cell on the page.
    pub competency: Link,
    /// Number of new criteria.
    pub count: usize,
}

/// The cells of one category.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CellGroup {
    /// The category; `None` where the book has none.
    pub category: Option<Link>,
    /// Cells in the book's order.
    pub cells: Vec<CellView>,
}

/// What one level expects in one competency.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CellView {
    /// Anchor on the level's page.
    pub anchor: String,
    /// Title of the competency, or of the level on the competency's page.
    pub title: String,
    /// The competency's page (on a level) or the level's cell (on a competency's page).
    pub href: String,
    /// Summary of the competency; may be empty.
    pub summary: String,
    /// `stated`, `none` (empty on purpose) or `missing` (forgotten).
    pub state: &'static str,
    /// The expected step.
    pub step: Option<StepView>,
    /// Prose of the cell.
    pub prose: Html,
    /// Criteria in effect, in named and unnamed groups.
    pub groups: Vec<CriteriaGroup>,
    /// Number of criteria in effect.
    pub count: usize,
    /// Earlier levels of the track whose criteria stay expected (cumulative), nearest first.
    pub earlier: Vec<EarlierCell>,
}

/// The expected step of a cell.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct StepView {
    /// What is expected, in words: `Owns`, `Owns or above`, `Owns to Leads`.
    pub title: String,
    /// Number of the step, from 1.
    pub number: usize,
    /// How many steps there are; 0 where the expectation is a bare number.
    pub of: usize,
    /// Text of the step; may be empty.
    pub text: Html,
    /// Earlier steps, lowest first, where steps are cumulative.
    pub earlier: Vec<StepText>,
}

/// A step with its text.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct StepText {
    /// Name of the step.
    pub title: String,
    /// Text of the step; may be empty.
    pub text: Html,
}

/// Criteria under one heading of a cell.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CriteriaGroup {
    /// Name of the group; `None` for those without.
    pub title: Option<String>,
    /// The criteria.
    pub criteria: Vec<CriterionView>,
}

/// One observable behaviour.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CriterionView {
    /// Anchor: `id` of the element and target of the permalink. Empty on pages other than the
    /// level's own.
    pub anchor: String,
    /// Where its permalink leads; on the level's page `#anchor`.
    pub href: String,
    /// The text.
    pub html: Html,
    /// Small scenes that show it.
    pub examples: Vec<Html>,
    /// Whether the author marked it as new.
    pub new: bool,
    /// Where it comes from, if not from the level itself: title of a track, level or step. `href`
    /// may be empty.
    pub origin: Option<Link>,
}

/// Criteria of an earlier level that stay expected.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct EarlierCell {
    /// The earlier level; the link leads to its cell.
    pub level: Link,
    /// Number of its criteria.
    pub count: usize,
}

/// A heading that the author marked as prose.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ProseSection {
    /// Text of the heading.
    pub title: String,
    /// Its anchor.
    pub anchor: String,
    /// What follows.
    pub html: Html,
}

/// One possible next level.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MoveCard {
    /// The level it leads to.
    pub rung: Rung,
    /// `promotion`, `lateral` or `back`.
    pub kind: &'static str,
    /// The author's note; may be empty.
    pub note: String,
    /// What changes with this move, in three lines.
    pub changes: Changes,
    /// The whole comparison.
    pub compare: String,
}
