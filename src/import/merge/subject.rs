//! What a change in a sheet is about.

use std::collections::{BTreeMap, BTreeSet};

use crate::handbook::{
    BlockContent, CellBlock, CompetencyIx, Criterion, Group, Handbook, LevelIx, PageKey,
};

/// A criterion where it is written: what overrides an inherited one has the same id in another file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    pub id: String,
    /// The level in whose file it stands; `None` for one of a step.
    pub level: Option<LevelIx>,
}

/// Where a criterion stands, or is to stand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    pub level: LevelIx,
    pub competency: CompetencyIx,
    /// The headings inside the cell, the highest first.
    pub groups: Vec<String>,
}

impl Spot {
    /// `ic/senior, Delivery › Exceeds`.
    pub fn shown(&self, handbook: &Handbook) -> String {
        let level = handbook.level_name(self.level);
        let mut shown = format!("{level}, {}", handbook[self.competency].title);
        for group in &self.groups {
            shown += &format!(" › {group}");
        }
        shown
    }
}

/// What a change is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// What a criterion says.
    Criterion(Named),
    /// Where a criterion stands.
    Place(Named, Spot),
    /// A criterion that is not in the sheet any more.
    Gone(Named),
    /// A criterion that is not there yet, with its examples.
    New(Spot, Vec<String>),
    /// What a level expects in a competency.
    Cell(LevelIx, CompetencyIx),
    Level(LevelIx),
    /// Something that is not known.
    Unknown(String),
}

impl Subject {
    /// Whether it puts lines of files elsewhere, and does not change words where they stand.
    pub fn is_structural(&self) -> bool {
        matches!(self, Self::Place(..) | Self::Gone(_) | Self::New(..))
    }
}

/// A criterion of a level and where it stands.
pub struct Standing<'h> {
    pub level: LevelIx,
    pub criterion: &'h Criterion,
    competency: CompetencyIx,
    groups: &'h [Group],
}

impl Standing<'_> {
    pub fn spot(&self) -> Spot {
        let groups = self.groups.iter().map(|it| it.title.clone()).collect();
        Spot { level: self.level, competency: self.competency, groups }
    }
}

/// The criteria of all levels.
pub fn of_levels(handbook: &Handbook) -> impl Iterator<Item = Standing<'_>> {
    let cells = handbook.levels().flat_map(move |(level, _)| {
        handbook.untracked().body(level).cells.iter().map(move |cell| (level, cell))
    });
    let blocks = cells.flat_map(|(level, cell)| {
        cell.blocks.iter().map(move |block| (level, cell.competency, block))
    });
    blocks.flat_map(|(level, competency, block)| {
        let criteria: &[Criterion] = match &block.content {
            BlockContent::Criteria { criteria, .. } => criteria,
            BlockContent::Prose(_) => &[],
        };
        let groups = &block.groups[..];
        criteria.iter().map(move |criterion| Standing { level, criterion, competency, groups })
    })
}

/// The criteria of a handbook by their names.
pub struct Criteria<'h> {
    handbook: &'h Handbook,
    of_levels: BTreeMap<(LevelIx, &'h str), Standing<'h>>,
    of_steps: BTreeMap<&'h str, &'h Criterion>,
    /// Where headings inside a cell say that what stands below them is internal.
    internal: BTreeSet<Spot>,
}

impl<'h> Criteria<'h> {
    pub fn of(handbook: &'h Handbook) -> Self {
        let mut criteria = Self {
            handbook,
            of_levels: BTreeMap::new(),
            of_steps: BTreeMap::new(),
            internal: internal(handbook),
        };
        for it in of_levels(handbook) {
            criteria.of_levels.entry((it.level, &*it.criterion.id)).or_insert(it);
        }
        let steps = handbook.competencies.iter().flat_map(|it| &it.steps);
        for it in steps.flat_map(|step| &step.criteria) {
            criteria.of_steps.entry(&*it.id).or_insert(it);
        }
        criteria
    }

    pub fn get(&self, named: &Named) -> Option<&'h Criterion> {
        match named.level {
            Some(level) => self.of_levels.get(&(level, &*named.id)).map(|it| it.criterion),
            None => self.of_steps.get(&*named.id).copied(),
        }
    }

    /// Where a criterion of a level stands.
    pub fn spot(&self, named: &Named) -> Option<Spot> {
        self.of_levels.get(&(named.level?, &*named.id)).map(Standing::spot)
    }

    /// Whether what stands somewhere is left out of a site for the public.
    pub fn is_internal(&self, spot: &Spot) -> bool {
        let tracked = self.handbook.untracked();
        self.handbook.is_internal(PageKey::Level(spot.level))
            || tracked.is_internal_cell(spot.level, spot.competency)
            || self.internal.contains(spot)
    }
}

fn internal(handbook: &Handbook) -> BTreeSet<Spot> {
    let mut internal = BTreeSet::new();
    for (level, _) in handbook.levels() {
        for cell in &handbook.untracked().body(level).cells {
            let is_internal = |it: &&CellBlock| it.groups.iter().any(|group| group.internal);
            for block in cell.blocks.iter().filter(is_internal) {
                let groups = block.groups.iter().map(|it| it.title.clone()).collect();
                internal.insert(Spot { level, competency: cell.competency, groups });
            }
        }
    }
    internal
}
