//! The contract between the handbook and the theme: one plain struct for each page kind.
//!
//! A template receives three values: `book` ([`Book`]), `page` ([`Frame`]) and `view`, which is the
//! struct of the page's kind below. Every link in here is already relative to the page it stands
//! on, every [`Html`] is finished markup (print it with `| safe`), every other string is plain text
//! that the template engine escapes.

use serde::Serialize;

/// Finished markup: a template prints it with `| safe`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Html(pub String);

/// What is the same on every page of the site.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct Book {
    /// Title of the handbook.
    pub title: String,
    /// One sentence about the handbook, for search engines; may be empty.
    pub description: String,
    /// Language tag for `<html lang>`, for example `en`.
    pub language: String,
    /// Writing direction: `ltr` or `rtl`.
    pub direction: &'static str,
    /// Authors, in the order of book.toml.
    pub authors: Vec<String>,
    /// Address of the company's logo, from the root of the site on: put `page.root` in front.
    pub logo: Option<String>,
    /// Absolute address of a picture for where a page is shared, where book.toml names a base-url.
    pub image: Option<String>,
}

/// A title and where it leads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Link {
    /// Text of the link.
    pub title: String,
    /// Relative address.
    pub href: String,
}

/// What every page has around its own content.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct Frame {
    /// Page kind, which is also the template's name without `.html`: `home`, `track`, `level`,
    /// `competencies`, `competency`, `matrix`, `glossary`, `page`, `not-found`.
    pub kind: &'static str,
    /// Title of the page.
    pub title: String,
    /// One sentence about the page, for search engines.
    pub description: String,
    /// Prefix that leads to the root of the site: empty at the root, `../../` two folders down.
    pub root: String,
    /// Absolute address, where book.toml names a base-url.
    pub canonical: Option<String>,
    /// Where the page's source can be edited on the forge.
    pub edit: Option<String>,
    /// The site's sections.
    pub nav: Vec<NavItem>,
    /// The page for searching; empty where the site has none.
    pub search: String,
    /// Home to parent; the page itself is not in it. Empty on the home page.
    pub breadcrumbs: Vec<Link>,
    /// The page before this one in reading order.
    pub previous: Option<Link>,
    /// The page after this one in reading order.
    pub next: Option<Link>,
    /// Headings of the page; `href` is `#anchor`.
    pub toc: Vec<TocEntry>,
    /// Pages that link here.
    pub mentions: Vec<Link>,
    /// The page that holds the whole handbook; empty on that page, and where there is none.
    pub print: String,
    /// Terms of the glossary that links on the page lead to: a link names its explanation in
    /// `aria-describedby`.
    pub terms: Vec<TermNote>,
}

/// What a term means, for those who point at it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TermNote {
    /// Id of the explanation.
    pub id: String,
    /// What the term means, as plain text.
    pub text: String,
}

/// One section in the site's navigation.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct NavItem {
    /// Text of the link.
    pub title: String,
    /// Relative address.
    pub href: String,
    /// Whether the page stands in this section.
    pub current: bool,
}

/// One line of a page's table of contents.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TocEntry {
    /// Text of the heading.
    pub title: String,
    /// `#anchor` of the heading.
    pub href: String,
    /// Depth, 2 for an H2.
    pub depth: u8,
}

/// `home`: the ladder map, then the text of index.md.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct HomeView {
    /// All tracks side by side on common grades.
    pub map: LadderMap,
    /// Summary of index.md, or the book's description; may be empty.
    pub summary: String,
    /// Text of index.md.
    pub prose: Html,
}

/// All tracks side by side on common grades. It is a table: columns are tracks, rows are grades,
/// the highest grade first. Arrows lie on a grid of `width` x `height` units that is stretched over
/// the table's body without the column of row heads: [`LadderMap::COLUMN`] units for a column,
/// [`LadderMap::ROW`] for each unit of a row. A card fills the middle 76 % of its column.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct LadderMap {
    /// One column for each track.
    pub columns: Vec<MapColumn>,
    /// Grades, highest first.
    pub rows: Vec<MapRow>,
    /// Moves, to be drawn below the cards.
    pub arrows: Vec<Arrow>,
    /// The same moves as text; between tracks only.
    pub moves: Vec<MapMove>,
    /// Width of the arrows' grid, in units.
    pub width: usize,
    /// Height of the arrows' grid, in units.
    pub height: usize,
    /// Whether the rows stand for grades; without any graded level they are only an order.
    pub graded: bool,
    /// Tracks that are no longer in use; they have no column.
    pub retired: Vec<Link>,
}

impl LadderMap {
    /// Units of the arrows' grid for one column; about its width in rem.
    pub const COLUMN: usize = 20;
    /// Units of the arrows' grid for one unit of a row; about its height in rem.
    pub const ROW: usize = 7;
}

/// One track as a column of the map.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MapColumn {
    /// Title of the track.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Its summary; may be empty.
    pub summary: String,
    /// Number of its colour, from 1.
    pub hue: usize,
}

/// One grade as a row of the map.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MapRow {
    /// The grade; `None` where rows are only an order.
    pub grade: Option<String>,
    /// Height in units: the most cards that stand on one another in a cell of this row.
    pub units: usize,
    /// One for each column that is not covered by a taller cell above.
    pub cells: Vec<MapCell>,
}

/// One place of the map.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MapCell {
    /// Rows that the cell spans: more than 1 for a level with several grades.
    pub span: usize,
    /// Number of the track's colour, from 1.
    pub hue: usize,
    /// Title of the track, for the list on a phone.
    pub track: String,
    /// Cards, the furthest first; may be empty.
    pub rungs: Vec<Rung>,
}

/// A level as a small card.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Rung {
    /// Title of the level.
    pub title: String,
    /// Code such as `IC3`; may be empty.
    pub code: String,
    /// Its page.
    pub href: String,
    /// Its summary; may be empty.
    pub summary: String,
    /// Its grade or grades as text, such as `3` or `3–4`; may be empty.
    pub grade: String,
    /// Number of its track's colour, from 1.
    pub hue: usize,
    /// Title of its track.
    pub track: String,
    /// `active`, `draft` or `retired`.
    pub status: &'static str,
    /// Whether the level belongs to another track and is only shown here (`also-in`).
    pub guest: bool,
}

/// One move as a curve on the map.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Arrow {
    /// Path data for an SVG `path`, in units of the map's grid.
    pub path: String,
    /// `promotion`, `lateral` or `back`.
    pub kind: &'static str,
    /// Whether it stays in its track: the next rung up.
    pub within: bool,
}

/// One move between tracks as text.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MapMove {
    /// Where it starts.
    pub from: Link,
    /// Where it ends.
    pub to: Link,
    /// `promotion`, `lateral` or `back`.
    pub kind: &'static str,
    /// The author's note; may be empty.
    pub note: String,
}

/// `track`: one track's rungs, what grows from first to last, its matrix.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TrackView {
    /// Summary of the track; may be empty.
    pub summary: String,
    /// Number of its colour, from 1.
    pub hue: usize,
    /// `active`, `draft` or `retired`.
    pub status: &'static str,
    /// The track that took its place.
    pub replaced_by: Option<Link>,
    /// The track whose expectations it inherits. `href` is empty where that track has no pages.
    pub extends: Option<Link>,
    /// Text of the track's index.md.
    pub prose: Html,
    /// Its levels, first to last.
    pub rungs: Vec<Rung>,
    /// What grows from the first to the last level; `None` with fewer than two levels.
    pub growth: Option<Growth>,
    /// Its levels by competencies.
    pub matrix: Matrix,
}

/// What differs between the first and the last level of a track.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Growth {
    /// The first level.
    pub first: Link,
    /// The last level.
    pub last: Link,
    /// Facts that differ.
    pub facts: Vec<FactChange>,
    /// Expected steps that differ.
    pub steps: Vec<StepChange>,
}

/// One fact before and after; an empty string where one side does not state it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct FactChange {
    /// Name of the fact, such as `Scope`.
    pub name: String,
    /// The value before.
    pub from: String,
    /// The value after.
    pub to: String,
}

/// One competency's expected step before and after.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct StepChange {
    /// The competency; the link leads to its cell where there is one.
    pub competency: Link,
    /// Step before, empty where none was expected.
    pub from: String,
    /// Step after, empty where none is expected.
    pub to: String,
    /// `raised` or `lowered`.
    pub direction: &'static str,
}

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

/// `competencies`: all of them, by category.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CompetenciesView {
    /// Text of competencies/index.md.
    pub prose: Html,
    /// Categories in the book's order.
    pub groups: Vec<CompetencyGroup>,
}

/// The competencies of one category.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CompetencyGroup {
    /// Title of the category; empty where the book has none.
    pub title: String,
    /// Summary of the category; may be empty.
    pub summary: String,
    /// Anchor of the category; empty where the book has none.
    pub anchor: String,
    /// Its competencies.
    pub competencies: Vec<CompetencyCard>,
}

/// A competency in a list.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CompetencyCard {
    /// Title of the competency.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Its summary; may be empty.
    pub summary: String,
    /// Names of its steps, lowest first; may be empty.
    pub steps: Vec<String>,
}

/// `competency`: one competency over all levels and tracks.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CompetencyView {
    /// Its category.
    pub category: Option<Link>,
    /// Its summary; may be empty.
    pub summary: String,
    /// Text of competencies/ID.md.
    pub prose: Html,
    /// Its steps, lowest first; may be empty.
    pub steps: Vec<StepDetail>,
    /// How it grows, track by track, each as the component `ui.competency_track` shows it.
    pub tracks: Vec<Html>,
}

/// A step of a competency with everything said about it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct StepDetail {
    /// Number, from 1.
    pub number: usize,
    /// Its name.
    pub title: String,
    /// Its text; may be empty.
    pub text: Html,
    /// Criteria of the step.
    pub criteria: Vec<CriterionView>,
    /// Examples of the step.
    pub examples: Vec<Html>,
}

/// One competency along one track: what the component `ui.competency_track` receives as `item`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CompetencyTrack {
    /// The track.
    pub track: Link,
    /// Anchor of its section.
    pub anchor: String,
    /// Number of its colour, from 1.
    pub hue: usize,
    /// One for each level that the competency applies to, first to last.
    pub levels: Vec<CompetencyLevel>,
}

/// One competency at one level.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct CompetencyLevel {
    /// The level as a card.
    pub rung: Rung,
    /// What it expects.
    pub cell: CellView,
}

/// `matrix`: levels by competencies, one table for each track.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MatrixView {
    /// Text of matrix.md, if there is one.
    pub prose: Html,
    /// One for each active track.
    pub tracks: Vec<TrackChip>,
    /// Titles of the categories that stand in the tables; one is empty where the book has competencies
    /// without a category.
    pub categories: Vec<String>,
    /// Their tables, each as the component `ui.matrix_track` shows it.
    pub tables: Vec<Html>,
}

/// The way to a track's section of the page.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TrackChip {
    /// Title of the track.
    pub title: String,
    /// Anchor of its section.
    pub anchor: String,
    /// Number of its colour, from 1.
    pub hue: usize,
}

/// The matrix of one track: what the component `ui.matrix_track` receives as `item`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TrackMatrix {
    /// The track.
    pub track: Link,
    /// Anchor of its section.
    pub anchor: String,
    /// Number of its colour, from 1.
    pub hue: usize,
    /// Its table.
    pub matrix: Matrix,
}

/// The matrix of one track in prose.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ComponentMatrix {
    /// The track.
    pub track: Link,
    /// Number of its colour, from 1.
    pub hue: usize,
    /// Its table.
    pub matrix: Matrix,
}

/// Levels (columns) by competencies (rows).
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct Matrix {
    /// Levels, first to last.
    pub levels: Vec<Rung>,
    /// Competencies that apply to at least one of the levels, by category.
    pub groups: Vec<MatrixGroup>,
}

/// The rows of one category.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MatrixGroup {
    /// Title of the category; empty where the book has none.
    pub title: String,
    /// Its rows.
    pub rows: Vec<MatrixRow>,
}

/// One competency as a row.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MatrixRow {
    /// The competency.
    pub competency: Link,
    /// One for each level of the matrix.
    pub cells: Vec<MatrixCell>,
}

/// Where a level and a competency meet.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct MatrixCell {
    /// The level's cell.
    pub href: String,
    /// `stated`, `none`, `missing` or `excluded`.
    pub state: &'static str,
    /// The expected step in words; may be empty.
    pub step: String,
    /// Text of the step; may be empty.
    pub text: Html,
    /// Criteria in effect.
    pub criteria: Vec<Html>,
}

/// `glossary`: the terms in alphabetical order.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct GlossaryView {
    /// Text of glossary.md, if there is one.
    pub prose: Html,
    /// The terms.
    pub terms: Vec<TermView>,
}

/// One term.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct TermView {
    /// The term.
    pub term: String,
    /// Other words for it.
    pub aliases: Vec<String>,
    /// Anchor on the glossary's page.
    pub anchor: String,
    /// What it means.
    pub html: Html,
    /// Where to read more.
    pub link: Option<Link>,
}

/// `page`: a guide or another page.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PageView {
    /// Summary of the page; may be empty.
    pub summary: String,
    /// Text of the page.
    pub html: Html,
    /// Pages of the section, where the page is a section's index.
    pub children: Vec<PageCard>,
    /// Whether the page is a draft or internal: `active`, `draft`, `retired`.
    pub status: &'static str,
}

/// A page in a list.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PageCard {
    /// Title of the page.
    pub title: String,
    /// Relative address.
    pub href: String,
    /// Its summary; may be empty.
    pub summary: String,
}

/// `not-found`: what a host shows for an unknown address.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct NotFoundView {}

/// `search`: full text, with filters.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SearchView {
    /// The folder of the search index.
    pub index: String,
    /// Tracks with their levels, to filter by.
    pub tracks: Vec<SearchTrack>,
    /// Competencies, to filter by.
    pub competencies: Vec<SearchChoice>,
}

/// A track to filter by.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SearchTrack {
    /// The track.
    pub choice: SearchChoice,
    /// Its levels with a page, first to last.
    pub levels: Vec<SearchChoice>,
}

/// Something to filter by.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct SearchChoice {
    /// Its name in the index and in addresses: `ic/senior`.
    pub name: String,
    /// Its title.
    pub title: String,
}

/// `review`: the gap sheet.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ReviewView {
    /// All levels with a page, by track.
    pub tracks: Vec<ReviewTrack>,
    /// Where the criteria are: the exported handbook.
    pub data: String,
}

/// The levels of one track, to choose from.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ReviewTrack {
    /// Title of the track.
    pub title: String,
    /// Number of its colour, from 1.
    pub hue: usize,
    /// Its levels, first to last.
    pub levels: Vec<ReviewLevel>,
}

/// One level, to choose from.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ReviewLevel {
    /// Its name in the data and in addresses: `ic/senior`.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Code such as `IC3`; may be empty.
    pub code: String,
    /// Its page.
    pub href: String,
}

/// `print`: the whole handbook as one page.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintView {
    /// The table of contents, by chapter.
    pub contents: Vec<PrintEntry>,
    /// All pages in their order, each as the component `ui.print_section` shows it.
    pub sections: Vec<Html>,
}

/// One line in the table of contents of the page for paper.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintEntry {
    /// Title of the page.
    pub title: String,
    /// Code of a level; may be empty.
    pub code: String,
    /// `#anchor` of its section.
    pub href: String,
    /// Number of a track's colour, from 1; 0 for other pages.
    pub hue: usize,
    /// Pages of the chapter.
    pub entries: Vec<PrintEntry>,
}

/// One page on the page for paper: what the component `ui.print_section` receives as `item`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintSection {
    /// Its anchor; anchors inside it have this name in front.
    pub anchor: String,
    /// The page's kind, as in [`Frame::kind`].
    pub kind: &'static str,
    /// Title of the page.
    pub title: String,
    /// Depth of its heading: 2 for a chapter, 3 for what stands in one.
    pub depth: usize,
    /// The view of the page.
    pub view: PrintBody,
}

/// What a page shows on paper.
#[derive(Clone, Debug, Hash, Serialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "each variant is named after its struct")]
#[expect(clippy::large_enum_variant, reason = "one lives at a time, and moves once")]
pub enum PrintBody {
    Home(HomeView),
    Track(PrintTrack),
    Level(LevelView),
    Competencies(PrintCompetencies),
    Competency(PrintCompetency),
    Glossary(GlossaryView),
    Page(PageView),
}

/// A track on paper.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintTrack {
    /// Summary of the track; may be empty.
    pub summary: String,
    /// Number of its colour, from 1.
    pub hue: usize,
    /// `active`, `draft` or `retired`.
    pub status: &'static str,
    /// The track that took its place.
    pub replaced_by: Option<Link>,
    /// Text of the track's index.md.
    pub prose: Html,
    /// Its levels, first to last.
    pub rungs: Vec<Rung>,
    /// What grows from the first to the last level; `None` with fewer than two levels.
    pub growth: Option<Growth>,
}

/// The head of the chapter about competencies.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintCompetencies {
    /// Text of competencies/index.md.
    pub prose: Html,
    /// Categories in the book's order.
    pub groups: Vec<CompetencyGroup>,
}

/// A competency on paper.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintCompetency {
    /// Title of its category; empty where the book has none.
    pub category: String,
    /// Its summary; may be empty.
    pub summary: String,
    /// Text of competencies/ID.md.
    pub prose: Html,
    /// Its steps, lowest first; may be empty.
    pub steps: Vec<StepDetail>,
    /// Which levels expect it, by track.
    pub tracks: Vec<PrintCompetencyTrack>,
}

/// The levels of one track that expect a competency.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintCompetencyTrack {
    /// Title of the track.
    pub title: String,
    /// Its anchor.
    pub anchor: String,
    /// Number of its colour, from 1.
    pub hue: usize,
    /// Its levels, first to last; the links lead to their cells.
    pub levels: Vec<PrintExpectation>,
}

/// What one level expects, in a word.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct PrintExpectation {
    /// The level.
    pub level: Link,
    /// The expected step in words; may be empty.
    pub step: String,
}

/// `redirect`: an old address that leads to a new one.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct RedirectView {
    /// Where it leads.
    pub to: Link,
}
