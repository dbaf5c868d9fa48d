//! What a handbook will be: matrices with their cells understood.

use std::collections::BTreeMap;

use super::content::{self, Block, Same, Split};
use super::grid::{At, Cell, Remark};
use super::matrix::{Kind, Levels, Matrix, Row};
use super::scales::{self, Scales};
use crate::handbook::{UniqueNames, slug};
use crate::spelling::folded;

/// A handbook to be.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    pub tracks: Vec<Track>,
    /// Titles of categories.
    pub categories: Vec<String>,
    pub competencies: Vec<Competency>,
    /// Named scales with their steps, lowest first.
    pub scales: Vec<(String, Vec<String>)>,
    /// Names of facts.
    pub facts: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Track {
    pub id: String,
    pub title: String,
    /// Where it was found, in words.
    pub source: String,
    pub levels: Vec<Level>,
}

#[derive(Clone, Debug)]
pub struct Level {
    pub id: String,
    pub code: String,
    pub title: String,
    pub grade: Option<u32>,
    pub summary: String,
    pub facts: Vec<(String, String)>,
    pub at: At,
    /// By the number of the competency.
    pub cells: Vec<(usize, PlanCell)>,
}

#[derive(Clone, Debug)]
pub struct Competency {
    pub id: String,
    pub title: String,
    pub summary: String,
    /// The number of its category.
    pub category: Option<usize>,
    /// The number of its scale.
    pub scale: Option<usize>,
}

/// What a level is expected in a competency.
#[derive(Clone, Debug, Default)]
pub struct PlanCell {
    pub at: At,
    /// The step, by its name or number.
    pub step: Option<String>,
    pub is_none: bool,
    /// The number of the level of the track whose cell it takes over.
    pub same_as: Option<usize>,
    pub blocks: Vec<Block>,
}

impl PlanCell {
    /// Number of its own criteria.
    pub fn count(&self) -> usize {
        self.blocks
            .iter()
            .map(|block| if let Block::List(items) = block { items.len() } else { 0 })
            .sum()
    }
}

/// Makes a plan of matrices. `title` is what the track of a nameless one is called.
pub fn plan(matrices: &[Matrix], title: &str, split: Split, remarks: &mut Vec<Remark>) -> Plan {
    let mut planner = Planner {
        plan: Plan::default(),
        titles: Vec::new(),
        ids: UniqueNames::default(),
        track_ids: UniqueNames::default(),
        split,
        remarks,
    };
    for matrix in matrices {
        planner.register(matrix);
    }
    let scales =
        scales::find(matrices, |row| planner.titles.iter().position(|it| *it == row.title));
    planner.plan.scales.clone_from(&scales.named);
    for (competency, scale) in &scales.of {
        planner.plan.competencies[*competency].scale = Some(*scale);
    }
    for matrix in matrices {
        planner.track(matrix, title, &scales);
    }
    planner.plan
}

struct Planner<'r> {
    plan: Plan,
    /// What each competency is called in the tables.
    titles: Vec<String>,
    /// Ids of competencies.
    ids: UniqueNames,
    track_ids: UniqueNames,
    split: Split,
    remarks: &'r mut Vec<Remark>,
}

impl Planner<'_> {
    /// Registers the competencies of a matrix that no other one has.
    fn register(&mut self, matrix: &Matrix) {
        for row in matrix.rows.iter().filter(|row| row.kind.is_none()) {
            let known = self.titles.iter().any(|it| folded(it) == folded(&row.title));
            if known {
                continue;
            }
            let is_own = |it: &String| folded(it) != folded(&row.title);
            let category =
                row.category.as_ref().filter(|it| is_own(it)).map(|it| self.category(it));
            let id = self.ids.claim(id_of(&row.title));
            let title = row.title.clone();
            self.titles.push(title.clone());
            let summary = row.summary.clone();
            self.plan.competencies.push(Competency { id, title, summary, category, scale: None });
        }
        // A category and a competency of one name could not be told apart in a heading.
        let titles: Vec<String> = self.titles.iter().map(|it| folded(it)).collect();
        for category in &mut self.plan.categories {
            if titles.contains(&folded(category)) {
                category.push_str(" (all)");
            }
        }
    }

    fn category(&mut self, title: &str) -> usize {
        let same = |it: &String| folded(it.trim_end_matches(" (all)")) == folded(title);
        self.plan.categories.iter().position(same).unwrap_or_else(|| {
            self.plan.categories.push(title.to_owned());
            self.plan.categories.len() - 1
        })
    }

    fn track(&mut self, matrix: &Matrix, default: &str, scales: &Scales) {
        let title = matrix.track.clone().unwrap_or_else(|| default.to_owned());
        let id = self.track_ids.claim(id_of(&title));
        let mut levels: Vec<Level> = Vec::new();
        for it in &matrix.levels {
            levels.push(Level {
                id: String::new(),
                code: it.head.code.clone(),
                title: it.head.title.clone(),
                grade: it.head.grade,
                summary: String::new(),
                facts: Vec::new(),
                at: it.at,
                cells: Vec::new(),
            });
        }
        for row in &matrix.rows {
            match row.kind {
                Some(kind) => self.facts(row, kind, &mut levels),
                None => self.cells(matrix, row, &mut levels, scales),
            }
        }
        name(&mut levels);
        let source = source(matrix);
        self.plan.tracks.push(Track { id, title, source, levels });
    }

    fn facts(&mut self, row: &Row, kind: Kind, levels: &mut [Level]) {
        for (level, cells) in levels.iter_mut().zip(&row.cells) {
            let (text, _) = content::joined(cells);
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if text.is_empty() || content::is_nothing(&text) {
                continue;
            }
            match kind {
                Kind::Title => level.title = text,
                Kind::Code => level.code = text,
                Kind::Grade => level.grade = text.parse().ok(),
                Kind::Summary => level.summary = text,
                Kind::Fact => level.facts.push((row.title.to_lowercase(), text)),
            }
        }
        let name = row.title.to_lowercase();
        if kind == Kind::Fact && !self.plan.facts.contains(&name) {
            self.plan.facts.push(name);
        }
    }

    fn cells(&mut self, matrix: &Matrix, row: &Row, levels: &mut [Level], scales: &Scales) {
        let same = |it: &String| folded(it) == folded(&row.title);
        let Some(competency) = self.titles.iter().position(same) else { return };
        let mut read: Vec<Option<PlanCell>> = Vec::new();
        for (level, cells) in row.cells.iter().enumerate() {
            let scale = self.plan.competencies[competency].scale.map(|it| &scales.named[it].1);
            let cell = self.cell(matrix, level, cells, scale.map_or(&[][..], Vec::as_slice));
            read.push(cell);
        }
        for (number, cell) in read.clone().into_iter().enumerate() {
            let Some(mut cell) = cell else { continue };
            if let Some(target) = cell.same_as
                && !is_stated(&read, target, number)
            {
                let message =
                    "refers to a level that says nothing of its own here, and was left out";
                self.remarks.push(Remark::new(&matrix.sheet, Some(cell.at), message));
                cell.same_as = None;
            }
            if cell.same_as.is_none()
                && cell.step.is_none()
                && !cell.is_none
                && cell.blocks.is_empty()
            {
                continue;
            }
            match levels[number].cells.iter_mut().find(|(known, _)| *known == competency) {
                // The same competency in a second row goes on.
                Some((_, known)) => known.blocks.extend(cell.blocks),
                None => levels[number].cells.push((competency, cell)),
            }
        }
    }

    /// What one cell says; `None` for nothing that is known.
    fn cell(
        &mut self,
        matrix: &Matrix,
        level: usize,
        cells: &[Cell],
        scale: &[String],
    ) -> Option<PlanCell> {
        let first = cells.first()?;
        let (text, is_markdown) = content::joined(cells);
        let mut cell = PlanCell { at: first.at, ..PlanCell::default() };
        if let Some(origin) = first.merged_into.and_then(|at| owner(matrix, level, first, at)) {
            cell.same_as = Some(origin);
            return Some(cell);
        }
        if content::is_nothing(&text) {
            cell.is_none = true;
            return Some(cell);
        }
        if content::is_open(&text) {
            let message = format!("`{text}` was taken as not written yet");
            self.remarks.push(Remark::new(&matrix.sheet, Some(first.at), message));
            return None;
        }
        let mut rest = text.as_str();
        if let Some((same, behind)) = content::same(rest, &|name| named(matrix, name)) {
            let previous = level.checked_sub(1);
            cell.same_as = match same {
                Same::Level(it) => Some(it),
                Same::Previous => previous,
                Same::Above if matrix.direction == Levels::Rows => previous,
                Same::Above => None,
            };
            if cell.same_as.is_none() {
                let message =
                    format!("`{text}` does not say which level is meant, and was left out");
                self.remarks.push(Remark::new(&matrix.sheet, Some(first.at), message));
                return None;
            }
            rest = behind;
        }
        if let Some((step, behind)) = content::step(rest).and_then(|it| scales::known(scale, it)) {
            cell.step = Some(step);
            rest = behind;
        }
        cell.blocks = content::blocks(rest, is_markdown, self.split);
        Some(cell)
    }
}

/// Whether a level says something itself, so that another one can say the same.
fn is_stated(cells: &[Option<PlanCell>], target: usize, from: usize) -> bool {
    let cell = cells.get(target).and_then(Option::as_ref);
    // A chain of references ends at one of its own words; a longer one than there are levels is a circle.
    let mut next = cell;
    for _ in 0..cells.len() {
        match next {
            Some(it) if target == from || it.same_as == Some(from) => return false,
            Some(PlanCell { same_as: Some(further), blocks, .. }) if blocks.is_empty() => {
                next = cells.get(*further).and_then(Option::as_ref);
            }
            Some(_) => return true,
            None => return false,
        }
    }
    false
}

/// The level of an earlier cell that this one is merged with.
fn owner(matrix: &Matrix, level: usize, cell: &Cell, origin: At) -> Option<usize> {
    let is_along = |at: At| match matrix.direction {
        Levels::Columns => at.column == origin.column && cell.at.row == origin.row,
        Levels::Rows => at.row == origin.row && cell.at.column == origin.column,
    };
    matrix.levels.iter().take(level).position(|it| is_along(it.at))
}

/// The level that a cell calls by its code or title.
fn named(matrix: &Matrix, name: &str) -> Option<usize> {
    let name = folded(name);
    let is_meant = |head: &super::heads::Head| {
        !name.is_empty() && (folded(&head.code) == name || folded(&head.title) == name)
    };
    let found: Vec<usize> =
        (0..matrix.levels.len()).filter(|it| is_meant(&matrix.levels[*it].head)).collect();
    match found.as_slice() {
        [one] => Some(*one),
        _ => {
            let read = super::heads::read(&name.to_uppercase());
            let code = if read.code.is_empty() { return None } else { folded(&read.code) };
            matrix
                .levels
                .iter()
                .position(|it| folded(&it.head.code) == code && read.title == read.code)
        }
    }
}

/// Gives levels their ids, each another one, and titles where only a code was there.
fn name(levels: &mut [Level]) {
    let mut ids = UniqueNames::default();
    for level in levels {
        if level.code == level.title {
            level.code.clear();
        }
        level.id = ids.claim(id_of(&level.title));
    }
}

/// The id that a title asks for.
fn id_of(title: &str) -> String {
    let id = slug(title);
    if id.is_empty() { "unnamed".to_owned() } else { id }
}

fn source(matrix: &Matrix) -> String {
    let direction = match matrix.direction {
        Levels::Columns => "columns",
        Levels::Rows => "rows",
    };
    format!("{}!{}, levels in {direction}", matrix.sheet, matrix.header)
}

/// A sentence that several levels have.
#[derive(Clone, Debug)]
pub struct Repeat {
    pub text: String,
    pub track: usize,
    pub competency: usize,
    /// The levels, and the cells of each.
    pub levels: Vec<(usize, At)>,
}

/// Sentences that several levels of a track have in one competency.
pub fn repeats(plan: &Plan) -> Vec<Repeat> {
    let mut found: Vec<Repeat> = Vec::new();
    for (track, it) in plan.tracks.iter().enumerate() {
        let mut seen: BTreeMap<(usize, String), usize> = BTreeMap::new();
        for (level, it) in it.levels.iter().enumerate() {
            for (competency, cell) in &it.cells {
                for text in texts(cell) {
                    let key = (*competency, folded(text));
                    let at = *seen.entry(key).or_insert_with(|| {
                        let (text, competency) = (text.clone(), *competency);
                        found.push(Repeat { text, track, competency, levels: Vec::new() });
                        found.len() - 1
                    });
                    found[at].levels.push((level, cell.at));
                }
            }
        }
    }
    found.retain(|it| it.levels.len() > 1);
    found
}

fn texts(cell: &PlanCell) -> impl Iterator<Item = &String> {
    let lists = cell.blocks.iter().filter_map(|block| match block {
        Block::List(items) => Some(items),
        Block::Prose(_) => None,
    });
    lists.flatten().map(|item| &item.text)
}
