//! What is asked of a handbook while something is made from it, as [`Tracked`](super::tracked::Tracked) notes it.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::ix::{CompetencyIx, LevelIx, TrackIx};
use super::page::PageKey;

/// A question to a site whose answer is not in the hash of its handbook.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Read {
    /// What does the body of a level say?
    Body(LevelIx),
    /// What does it say about a competency?
    Cell(LevelIx, CompetencyIx),
    /// What does the prose of a page say?
    Prose(PageKey),
    /// What is a level called?
    Title(LevelIx),
    /// What is it called where its track does not stand beside it?
    Label(LevelIx),
    /// In which level's file does the criterion with this id, old or new, stand?
    Criterion(String),
    /// Which criteria replace which?
    Ancestry,
    /// Which levels of a track are the first and the last to say something about a competency?
    RowSpan(TrackIx, CompetencyIx),
    /// What is the highest step of a competency that a level expects?
    HighestStep(CompetencyIx),
    /// How rare are the words of the criteria that stand in a level's file, or in steps?
    Rarity(Option<LevelIx>),
    /// Which pages link to a page?
    Mentions(PageKey),
    /// Which levels have a competency as a row?
    Rows(CompetencyIx),
    /// Which criteria does a part of the list of all of them have, and where are they?
    Catalogue(usize),
    /// Which ids does the list of all criteria have?
    CatalogueNames,
    /// Does it have this one?
    IsListed(String),
    /// Is a table of all tracks small enough for one page?
    WholeMatrix,
    /// Is what all levels say of a competency small enough for its page?
    WholeCompetency(CompetencyIx),
    /// Which editions and levels changed, and what are these called?
    History,
    /// What changed in the edition with this number?
    Step(usize),
    /// What became of a level from edition to edition?
    LevelPast(LevelIx),
    /// What became of the criterion with this id from edition to edition?
    CriterionPast(String),
}

/// The questions that were asked while one thing was made.
#[derive(Debug, Default)]
pub struct Reads {
    asked: RefCell<BTreeSet<Read>>,
    /// Pages of which all that links may name was asked for.
    anchors_of: RefCell<BTreeSet<PageKey>>,
    /// Whether cells are noted one by one, and not the body that they stand in.
    by_cell: bool,
}

impl Reads {
    /// Those of a thing that is about one competency: what levels say about others is nothing to it. What reads
    /// whole levels is better off with one question for each.
    pub fn by_cell() -> Self {
        Self { by_cell: true, ..Self::default() }
    }

    /// Notes a question.
    pub fn note(&self, read: Read) {
        self.asked.borrow_mut().insert(read);
    }

    /// Notes what a level says about a competency.
    pub fn note_cell(&self, level: LevelIx, competency: CompetencyIx) {
        self.note(match self.by_cell {
            true => Read::Cell(level, competency),
            false => Read::Body(level),
        });
    }

    /// Notes the weights of the words of all levels whose bodies were read so far, and of steps.
    pub fn note_rarity_of_bodies(&self) {
        let mut asked = self.asked.borrow_mut();
        let bodies = asked.iter().filter_map(|read| match read {
            Read::Body(level) => Some(Read::Rarity(Some(*level))),
            _ => None,
        });
        let bodies: Vec<Read> = bodies.chain([Read::Rarity(None)]).collect();
        asked.extend(bodies);
    }

    /// Notes what was read, cell by cell, to find out what links may name on a page. Pages may have many links to
    /// one, so that this is done once.
    pub fn note_all_of(&self, page: PageKey, reads: &BTreeSet<Read>) {
        if !self.anchors_of.borrow_mut().insert(page) {
            return;
        }
        for read in reads {
            match read {
                Read::Cell(level, competency) => self.note_cell(*level, *competency),
                read => self.note(read.clone()),
            }
        }
    }

    /// All questions, each once.
    pub fn into_set(self) -> BTreeSet<Read> {
        self.asked.into_inner()
    }
}
