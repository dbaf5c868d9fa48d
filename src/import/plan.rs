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
        competencies: BTreeMap::new(),
        categories: BTreeMap::new(),
        ids: UniqueNames::default(),
        track_ids: UniqueNames::default(),
        split,
        remarks,
    };
    for matrix in matrices {
        planner.register(matrix);
    }
    planner.tell_categories_apart();
    let competency = |row: &Row| {
        let number = *planner.competencies.get(&folded(&row.title))?;
        (planner.plan.competencies[number].title == row.title).then_some(number)
    };
    let scales = scales::find(matrices, competency);
    planner.plan.scales.clone_from(&scales.named);
    for (competency, scale) in &scales.of {
        planner.plan.competencies[*competency].scale = Some(*scale);
    }
    for matrix in matrices {
        planner.track(matrix, title, &scales);
    }
    planner.plan
}

/// What tells a category apart from a competency of its name.
const ALL: &str = " (all)";

struct Planner<'r> {
    plan: Plan,
    /// The numbers of competencies by what they are called in the tables, in any spelling.
    competencies: BTreeMap<String, usize>,
    /// Those of categories.
    categories: BTreeMap<String, usize>,
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
            let name = folded(&row.title);
            if self.competencies.contains_key(&name) {
                continue;
            }
            let is_own = |it: &String| folded(it) != name;
            let category =
                row.category.as_ref().filter(|it| is_own(it)).map(|it| self.category(it));
            let id = self.ids.claim(id_of(&row.title));
            self.competencies.insert(name, self.plan.competencies.len());
            let (title, summary) = (row.title.clone(), row.summary.clone());
            self.plan.competencies.push(Competency { id, title, summary, category, scale: None });
        }
    }

    fn category(&mut self, title: &str) -> usize {
        if let Some(known) = self.categories.get(&folded(title)) {
            return *known;
        }
        let number = self.plan.categories.len();
        self.plan.categories.push(title.to_owned());
        let name = folded(title.trim_end_matches(ALL));
        self.categories.entry(name).or_insert(number);
        number
    }

    /// A category and a competency of one name could not be told apart in a heading.
    fn tell_categories_apart(&mut self) {
        for category in &mut self.plan.categories {
            while self.competencies.contains_key(&folded(category)) {
                category.push_str(ALL);
            }
        }
    }

    fn track(&mut self, matrix: &Matrix, default: &str, scales: &Scales) {
        let title = matrix.track.clone().unwrap_or_else(|| default.to_owned());
        let id = self.track_ids.claim(id_of(&title));
        let mut open = OpenTrack::of(matrix);
        for row in &matrix.rows {
            match row.kind {
                Some(kind) => self.facts(row, kind, &mut open.levels),
                None => self.cells(row, &mut open, scales),
            }
        }
        let mut levels = open.levels;
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

    fn cells(&mut self, row: &Row, track: &mut OpenTrack, scales: &Scales) {
        let Some(competency) = self.competencies.get(&folded(&row.title)).copied() else { return };
        let mut read: Vec<Option<PlanCell>> = Vec::new();
        for (level, cells) in row.cells.iter().enumerate() {
            let scale = self.plan.competencies[competency].scale.map(|it| &scales.named[it].1);
            let cell = self.cell(track, level, cells, scale.map_or(&[][..], Vec::as_slice));
            read.push(cell);
        }
        let origins = origins(&read);
        for (number, cell) in read.clone().into_iter().enumerate() {
            let Some(mut cell) = cell else { continue };
            if let Some(target) = cell.same_as
                && !is_stated(&read, &origins, target, number)
            {
                let message =
                    "refers to a level that says nothing of its own here, and was left out";
                self.remarks.push(Remark::new(&track.matrix.sheet, Some(cell.at), message));
                cell.same_as = None;
            }
            if cell.same_as.is_none()
                && cell.step.is_none()
                && !cell.is_none
                && cell.blocks.is_empty()
            {
                continue;
            }
            track.add(number, competency, cell);
        }
    }

    /// What one cell says; `None` for nothing that is known.
    fn cell(
        &mut self,
        track: &OpenTrack,
        level: usize,
        cells: &[Cell],
        scale: &[String],
    ) -> Option<PlanCell> {
        let matrix = track.matrix;
        let first = cells.first()?;
        let (text, is_markdown) = content::joined(cells);
        let mut cell = PlanCell { at: first.at, ..PlanCell::default() };
        if let Some(origin) = first.merged_into.and_then(|at| track.owner(level, first, at)) {
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
        if let Some((same, behind)) = content::same(rest, &|name| track.named(name)) {
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

/// A track while the rows of its matrix are read.
struct OpenTrack<'m> {
    matrix: &'m Matrix,
    levels: Vec<Level>,
    /// Where among the cells of a level that of a competency is.
    cells: BTreeMap<(usize, usize), usize>,
    /// The levels that have a code or a title, in any spelling.
    named: BTreeMap<String, Vec<usize>>,
    /// The first level of each code.
    codes: BTreeMap<String, usize>,
    /// The first level of each column or row of the sheet.
    lines: BTreeMap<u32, usize>,
}

impl<'m> OpenTrack<'m> {
    fn of(matrix: &'m Matrix) -> Self {
        let mut track = Self {
            matrix,
            levels: Vec::new(),
            cells: BTreeMap::new(),
            named: BTreeMap::new(),
            codes: BTreeMap::new(),
            lines: BTreeMap::new(),
        };
        for (number, it) in matrix.levels.iter().enumerate() {
            let (code, title) = (folded(&it.head.code), folded(&it.head.title));
            let names = [Some(&code), Some(&title).filter(|title| **title != code)];
            for name in names.into_iter().flatten() {
                track.named.entry(name.clone()).or_default().push(number);
            }
            track.codes.entry(code).or_insert(number);
            track.lines.entry(track.line(it.at)).or_insert(number);
            track.levels.push(Level {
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
        track
    }

    /// The column or row of the sheet that has a cell along which a level goes.
    fn line(&self, at: At) -> u32 {
        match self.matrix.direction {
            Levels::Columns => at.column,
            Levels::Rows => at.row,
        }
    }

    fn add(&mut self, level: usize, competency: usize, cell: PlanCell) {
        let cells = &mut self.levels[level].cells;
        match self.cells.get(&(level, competency)) {
            // The same competency in a second row goes on.
            Some(known) => cells[*known].1.blocks.extend(cell.blocks),
            None => {
                self.cells.insert((level, competency), cells.len());
                cells.push((competency, cell));
            }
        }
    }

    /// The level of an earlier cell that this one is merged with.
    fn owner(&self, level: usize, cell: &Cell, origin: At) -> Option<usize> {
        let is_beside = match self.matrix.direction {
            Levels::Columns => cell.at.row == origin.row,
            Levels::Rows => cell.at.column == origin.column,
        };
        let owner = self.lines.get(&self.line(origin)).copied();
        owner.filter(|it| is_beside && *it < level)
    }

    /// The level that a cell calls by its code or title.
    fn named(&self, name: &str) -> Option<usize> {
        let name = folded(name);
        let found = self.named.get(&name).filter(|_| !name.is_empty());
        if let Some([one]) = found.map(Vec::as_slice) {
            return Some(*one);
        }
        let read = super::heads::read(&name.to_uppercase());
        if read.code.is_empty() || read.title != read.code {
            return None;
        }
        self.codes.get(&folded(&read.code)).copied()
    }
}

/// For each cell of a row the level whose own words it comes to: its own, or one that it refers to. `None` for a cell
/// that says nothing, and for a circle.
fn origins(cells: &[Option<PlanCell>]) -> Vec<Option<usize>> {
    let mut origins: Vec<Option<usize>> = vec![None; cells.len()];
    let mut is_known = vec![false; cells.len()];
    for start in 0..cells.len() {
        let mut passed = Vec::new();
        let mut at = start;
        let origin = loop {
            let Some(cell) = cells.get(at).and_then(Option::as_ref) else { break None };
            if is_known[at] {
                // What was passed on this way has no origin yet, nor does a circle.
                break origins[at];
            }
            is_known[at] = true;
            passed.push(at);
            match cell.same_as.filter(|_| cell.blocks.is_empty()) {
                Some(further) => at = further,
                None => break Some(at),
            }
        };
        passed.iter().for_each(|it| origins[*it] = origin);
    }
    origins
}

/// Whether a level says something itself, so that another one can say the same.
fn is_stated(
    cells: &[Option<PlanCell>],
    origins: &[Option<usize>],
    target: usize,
    from: usize,
) -> bool {
    let origin = origins.get(target).copied().flatten().filter(|it| *it != from);
    let cell = origin.and_then(|it| cells[it].as_ref());
    // Two that refer to each other say nothing, whatever each has on top.
    cell.is_some_and(|it| it.same_as != Some(from))
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
