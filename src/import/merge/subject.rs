//! What a change in a sheet is about.

use crate::handbook::{BlockContent, Cell, CompetencyIx, Criterion, Handbook, LevelIx, PageKey};

/// A criterion where it is written: what overrides an inherited one has the same id in another file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    pub id: String,
    /// The level in whose file it stands; `None` for one of a step.
    pub level: Option<LevelIx>,
}

impl Named {
    pub fn find<'h>(&self, handbook: &'h Handbook) -> Option<&'h Criterion> {
        let is_meant = |it: &&Criterion| *it.id == *self.id;
        match self.level {
            Some(level) => handbook.untracked().body(level).criteria().find(is_meant),
            None => {
                let steps = handbook.competencies.iter().flat_map(|it| &it.steps);
                steps.flat_map(|step| &step.criteria).find(is_meant)
            }
        }
    }
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
    /// Whether what stands there is left out of a site for the public.
    pub fn is_internal(&self, handbook: &Handbook) -> bool {
        let tracked = handbook.untracked();
        let is_hidden = handbook.is_internal(PageKey::Level(self.level))
            || tracked.is_internal_cell(self.level, self.competency);
        let Some(cell) = tracked.cell(self.level, self.competency) else { return is_hidden };
        is_hidden
            || cell.blocks.iter().any(|block| {
                let titles = block.groups.iter().map(|it| &it.title);
                titles.eq(&self.groups) && block.groups.iter().any(|it| it.internal)
            })
    }

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

/// Where a criterion of a level stands.
pub fn spot_of(handbook: &Handbook, level: LevelIx, it: &Criterion) -> Option<Spot> {
    let body = handbook.untracked().body(level);
    let of_cell = |cell: &Cell| -> Option<(CompetencyIx, Vec<String>)> {
        let block = cell.blocks.iter().find(|block| match &block.content {
            BlockContent::Criteria { criteria, .. } => criteria.iter().any(|c| c.place == it.place),
            BlockContent::Prose(_) => false,
        })?;
        Some((cell.competency, block.groups.iter().map(|it| it.title.clone()).collect()))
    };
    let (competency, groups) = body.cells.iter().find_map(of_cell)?;
    Some(Spot { level, competency, groups })
}
