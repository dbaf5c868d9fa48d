//! Criteria where their authors wrote them.

use crate::handbook::body::{BlockContent, Criterion, Group};
use crate::handbook::ix::{CompetencyIx, LevelIx};
use crate::handbook::model::Handbook;
use crate::handbook::prose::Prose;

/// A criterion where its author wrote it.
#[derive(Clone, Copy, Debug)]
pub struct Stated<'h> {
    pub criterion: &'h Criterion,
    pub competency: CompetencyIx,
    pub holder: Holder,
    /// The headings inside its cell that it stands under, the highest first.
    pub groups: &'h [Group],
    /// The paragraph that leads to its list.
    pub lead_in: Option<&'h Prose>,
}

/// What a criterion stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder {
    Level(LevelIx),
    /// A step of the competency, by its number from 0.
    Step(usize),
}

impl<'h> Stated<'h> {
    /// The level in whose file it stands.
    pub fn level(&self) -> Option<LevelIx> {
        match self.holder {
            Holder::Level(level) => Some(level),
            Holder::Step(_) => None,
        }
    }

    /// The headings inside its cell that it stands under, as one line; empty if there are none.
    pub fn group(&self) -> String {
        let titles: Vec<&str> = self.groups.iter().map(|it| it.title.as_str()).collect();
        titles.join(" › ")
    }

    /// What leads to its list; empty if nothing does.
    pub fn lead_in(&self) -> &'h str {
        self.lead_in.map(Prose::text).unwrap_or_default()
    }
}

/// All criteria of a handbook: those of its levels in their order, then those of steps. A criterion that only
/// removes an inherited one says nothing, and neither does one of a competency that does not apply.
pub fn all(handbook: &Handbook) -> Vec<Stated<'_>> {
    let mut all: Vec<Stated> =
        handbook.levels().flat_map(|(it, _)| of_level(handbook, it)).collect();
    for (competency, it) in handbook.competencies() {
        for (number, step) in it.steps.iter().enumerate() {
            all.extend(step.criteria.iter().map(|criterion| Stated {
                criterion,
                competency,
                holder: Holder::Step(number),
                groups: &[],
                lead_in: None,
            }));
        }
    }
    all
}

/// Whether two levels, in two revisions or in one, say the same in their own files.
pub fn says_the_same(one: (&Handbook, LevelIx), other: (&Handbook, LevelIx)) -> bool {
    let [one, other] = [one, other].map(|(book, level)| book.untracked().body(level).fingerprint);
    one == other
}

/// Criteria that a level's own file states.
pub fn of_level(handbook: &Handbook, level: LevelIx) -> Vec<Stated<'_>> {
    let cells = handbook.untracked().body(level).cells.iter();
    let cells = cells.filter(|cell| handbook.applies(cell.competency, level));
    let mut all = Vec::new();
    for cell in cells {
        for block in &cell.blocks {
            let BlockContent::Criteria { lead_in, criteria } = &block.content else { continue };
            let stated = criteria.iter().filter(|it| !it.dropped);
            all.extend(stated.map(|criterion| Stated {
                criterion,
                competency: cell.competency,
                holder: Holder::Level(level),
                groups: &block.groups,
                lead_in: lead_in.as_ref(),
            }));
        }
    }
    all
}
