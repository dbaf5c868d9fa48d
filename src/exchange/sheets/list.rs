//! The lists of a handbook: a row for each criterion, and one for each level.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::fingerprint;
use super::safe::{fitting, tidy};
use crate::handbook::effective;
use crate::handbook::routes::Routes;
use crate::handbook::{
    BlockContent, Competency, CompetencyIx, Criterion, Expectation, Handbook, Level, LevelIx,
    PageKey, criterion_anchor, step_title,
};

/// A list as a table of texts: its columns, and its rows, whose last field is the fingerprint.
pub struct List {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// What each row is about.
    pub subjects: Vec<RowSubject>,
    /// The first column of each name.
    places: HashMap<String, usize>,
}

/// What a row of a list is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowSubject {
    /// `None` for a criterion of a step.
    pub level: Option<LevelIx>,
    /// `None` for a level as a whole.
    pub competency: Option<CompetencyIx>,
}

impl List {
    fn new(columns: Vec<String>) -> Self {
        let mut places = HashMap::new();
        for (at, column) in columns.iter().enumerate() {
            places.entry(column.clone()).or_insert(at);
        }
        Self { columns, rows: Vec::new(), subjects: Vec::new(), places }
    }

    /// Where the fields of a column are in a row; `None` if there is no such column.
    pub fn place(&self, column: &str) -> Option<usize> {
        self.places.get(column).copied()
    }

    /// The field of a row in a column; empty if there is no such column.
    pub fn field(&self, row: usize, column: &str) -> &str {
        self.place(column).and_then(|at| self.rows[row].get(at)).map_or("", String::as_str)
    }
}

/// The columns of the list of criteria. They have these names in every language: a program, and the way back, find
/// them by their names.
pub const CRITERIA: [&str; 12] = [
    "id",
    "track",
    "level",
    "competency",
    "group",
    "text",
    "examples",
    "step",
    "status",
    "visibility",
    "address",
    FINGERPRINT,
];

/// The name of the column with what a row said when it was written.
pub const FINGERPRINT: &str = "fingerprint";

/// Columns of the list of criteria that no fingerprint covers, since they are not what the author wrote.
pub const DERIVED: [&str; 2] = ["address", FINGERPRINT];

/// The list of all criteria where they were written, and of cells that state a step and no criterion: level by level,
/// then the criteria of steps.
pub fn criteria(handbook: &Handbook, routes: &Routes) -> List {
    let columns = CRITERIA.map(str::to_owned).to_vec();
    let mut list = List::new(columns);
    let mut add = |level: Option<LevelIx>, competency: CompetencyIx, rows: Vec<Vec<String>>| {
        let subject = RowSubject { level, competency: Some(competency) };
        list.subjects.extend(rows.iter().map(|_| subject));
        list.rows.extend(rows);
    };
    for (level, _) in handbook.levels() {
        for (competency, _) in handbook.competencies() {
            add(Some(level), competency, of_cell(handbook, routes, level, competency));
        }
    }
    for (competency, it) in handbook.competencies() {
        add(None, competency, of_steps(handbook, routes, competency, it));
    }
    let traces = traces(handbook, &list);
    let offsets = offsets(traces.len());
    for (at, row) in list.rows.iter_mut().enumerate() {
        let Some(fingerprint) = row.last_mut() else { continue };
        for offset in &offsets {
            fingerprint.push('-');
            fingerprint.push_str(&traces[(at + offset) % traces.len()]);
        }
    }
    list
}

/// How far behind a row the rows stand that it remembers. A row that is taken out of the sheet is remembered by those
/// that stay: by neighbours where single rows go, and by ones far away where a block of them does.
fn offsets(rows: usize) -> Vec<usize> {
    let mut offsets = vec![1, rows.isqrt(), rows / 2];
    offsets.retain(|it| *it > 0 && *it < rows);
    offsets.dedup();
    offsets
}

/// For each row of the list of criteria the hash of what it is about, and behind it, of one length, that of what it says.
/// Names of levels and steps are left out, since a criterion stays the same while these change.
pub fn traces(handbook: &Handbook, list: &List) -> Vec<String> {
    let trace = |(at, subject): (usize, &RowSubject)| {
        let level = subject.level.map(|it| handbook.level_name(it)).unwrap_or_default();
        let competency = subject.competency.map_or("", |it| handbook[it].id.as_str());
        let place = format!("{level}\n{competency}");
        let (name, said) = match list.field(at, "id") {
            "" => (place.clone(), list.field(at, "step").to_owned()),
            id => {
                let said = ["group", "text", "examples"].map(|it| tidy(list.field(at, it)));
                (id.to_owned(), said.join("\n\n"))
            }
        };
        fingerprint::hash(&name) + &fingerprint::hash(&format!("{place}\n{said}"))
    };
    list.subjects.iter().enumerate().map(trace).collect()
}

/// The rows of what a level's own author says about a competency.
fn of_cell(
    handbook: &Handbook,
    routes: &Routes,
    level: LevelIx,
    competency: CompetencyIx,
) -> Vec<Vec<String>> {
    let tracked = handbook.untracked();
    let Some(cell) = tracked.cell(level, competency) else { return Vec::new() };
    let it = &handbook[level];
    let expect = effective::expectation(tracked, level, competency);
    let place = Row {
        track: &handbook[it.track].title,
        level: tracked.label(level),
        competency: &handbook[competency].title,
        step: expect.map(|it| step(&handbook[competency], it)).unwrap_or_default(),
        status: it.status.name(),
        page: PageKey::Level(level),
        is_internal: handbook.is_internal(PageKey::Level(level))
            || tracked.is_internal_cell(level, competency),
    };
    if cell.criteria().next().is_none() {
        let states = cell.expect.is_some();
        return states.then(|| place.without_criterion(routes)).into_iter().collect();
    }
    let mut rows = Vec::new();
    for block in &cell.blocks {
        let groups: Vec<&str> = block.groups.iter().map(|group| group.title.as_str()).collect();
        let is_internal = block.groups.iter().any(|group| group.internal);
        let BlockContent::Criteria { criteria, .. } = &block.content else { continue };
        for criterion in criteria.iter().filter(|it| !it.dropped) {
            rows.push(place.criterion(routes, criterion, &groups.join(GROUPS), is_internal));
        }
    }
    rows
}

/// What stands between the headings that a criterion stands under.
pub const GROUPS: &str = " › ";

/// The rows of criteria that come with the steps of a competency.
fn of_steps(
    handbook: &Handbook,
    routes: &Routes,
    key: CompetencyIx,
    competency: &Competency,
) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (number, it) in competency.steps.iter().enumerate() {
        let place = Row {
            track: "",
            level: "",
            competency: &competency.title,
            step: step_title(competency, number),
            status: "active",
            page: PageKey::Competency(key),
            is_internal: handbook[key].internal,
        };
        rows.extend(it.criteria.iter().map(|it| place.criterion(routes, it, "", false)));
    }
    rows
}

/// What the criteria of one cell have in common.
struct Row<'h> {
    track: &'h str,
    level: &'h str,
    competency: &'h str,
    step: String,
    status: &'static str,
    page: PageKey,
    is_internal: bool,
}

impl Row<'_> {
    fn criterion(
        &self,
        routes: &Routes,
        it: &Criterion,
        group: &str,
        is_internal: bool,
    ) -> Vec<String> {
        let examples: Vec<&str> = it.examples().map(|example| example.text()).collect();
        let anchor = (!it.id.is_empty()).then(|| criterion_anchor(&it.id));
        self.fields([
            &it.id,
            group,
            it.text.text(),
            &examples.join("\n"),
            visibility(self.is_internal || is_internal || it.internal),
            &self.address(routes, anchor.filter(|_| matches!(self.page, PageKey::Level(_)))),
        ])
    }

    fn without_criterion(&self, routes: &Routes) -> Vec<String> {
        let visibility = visibility(self.is_internal);
        self.fields(["", "", "", "", visibility, &self.address(routes, None)])
    }

    /// The fields in the order of [`CRITERIA`].
    fn fields(&self, [id, group, text, examples, visibility, address]: [&str; 6]) -> Vec<String> {
        let Self { track, level, competency, step, status, .. } = self;
        let fields = [
            id, track, level, competency, group, text, examples, step, status, visibility, address,
        ];
        with_fingerprint(&CRITERIA, fields.map(|it| fitting(it.to_owned())).to_vec())
    }

    /// Where it is published: in full where book.toml names a base-url, else from the root of the site on; empty for
    /// what has no page.
    fn address(&self, routes: &Routes, anchor: Option<Cow<str>>) -> String {
        if !routes.has(self.page) {
            return String::new();
        }
        let page = routes.canonical(self.page).unwrap_or_else(|| routes.url(self.page));
        anchor.map_or(page.clone(), |anchor| format!("{page}#{anchor}"))
    }
}

fn visibility(is_internal: bool) -> &'static str {
    if is_internal { "internal" } else { "public" }
}

/// The fields of a row with the fingerprint of those that an author wrote.
fn with_fingerprint(columns: &[impl AsRef<str>], mut fields: Vec<String>) -> Vec<String> {
    let written = columns.iter().zip(&fields);
    let written = written.filter(|(column, _)| !DERIVED.contains(&column.as_ref()));
    let fingerprint = fingerprint::of(written.map(|(_, field)| field.as_str()));
    fields.push(fingerprint);
    fields
}

/// An expected step: `Owns`, `Owns+` for it or above, `Owns – Leads`.
fn step(competency: &Competency, expect: &Expectation) -> String {
    let first = step_title(competency, expect.first);
    match expect {
        Expectation { first: low, last, .. } if low != last => {
            format!("{first} – {}", step_title(competency, *last))
        }
        Expectation { or_above: true, .. } => format!("{first}+"),
        _ => first,
    }
}

/// The columns of the list of levels, before those of facts.
pub const LEVEL: [&str; 7] = ["level", "track", "title", "code", "grade", "summary", "status"];

/// The list of levels: a column for each fact.
pub fn levels(handbook: &Handbook) -> List {
    let tracked = handbook.untracked();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let facts = handbook.levels.iter().flat_map(|it| &it.facts).map(|(name, _)| name.as_str());
    let facts: Vec<&str> = facts.filter(|name| seen.insert(name)).collect();
    let columns = LEVEL.into_iter().chain(facts.iter().copied()).chain([FINGERPRINT]);
    let columns: Vec<String> = columns.map(str::to_owned).collect();
    let row = |(key, it): (LevelIx, &Level)| {
        let values: BTreeMap<&str, &str> =
            it.facts.iter().map(|(name, value)| (name.as_str(), value.value.as_str())).collect();
        let own = [
            handbook.level_name(key),
            handbook[it.track].title.clone(),
            tracked.title(key).to_owned(),
            it.code.clone(),
            it.grade_text(),
            it.summary.clone(),
            it.status.name().to_owned(),
        ];
        let facts = facts.iter().map(|name| (*values.get(name).unwrap_or(&"")).to_owned());
        let fields = own.into_iter().chain(facts).map(fitting).collect();
        with_fingerprint(&columns, fields)
    };
    let rows = handbook.levels().map(row).collect();
    let subject = |(key, _)| RowSubject { level: Some(key), competency: None };
    let subjects = handbook.levels().map(subject).collect();
    List { rows, subjects, ..List::new(columns) }
}
