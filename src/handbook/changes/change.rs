//! What a difference consists of.

use super::stated::Stated;
use super::weight::Weight;
use super::wording::Wording;
use crate::handbook::body::Criterion;
use crate::handbook::ix::LevelIx;
use crate::handbook::model::MoveKind;
use crate::handbook::page::PageKey;

/// All that differs between two revisions.
#[derive(Clone, Debug, Default)]
pub struct Changes<'h> {
    /// What changed, each thing once: tracks, competencies, scales, levels, terms, pages, in the order of the later
    /// revision; what is gone comes last of its kind.
    pub subjects: Vec<Subject<'h>>,
    /// Which level of the earlier revision is which of the later one.
    pub levels: Vec<(LevelIx, LevelIx)>,
    /// Criteria that both revisions have, whether or not anything happened to them. Of one that was made of several
    /// it is the first that counts.
    pub kept: Vec<Kept<'h>>,
}

/// A criterion that was there and is.
#[derive(Clone, Copy, Debug)]
pub struct Kept<'h> {
    pub from: &'h Criterion,
    pub to: &'h Criterion,
    /// Whether its words have changed, by more than typography.
    pub is_reworded: bool,
}

impl Changes<'_> {
    /// The weight of all changes; `None` if there are none.
    pub fn weight(&self) -> Option<Weight> {
        self.subjects.iter().filter_map(Subject::weight).max()
    }
}

/// What something that changed is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Noun {
    Track,
    Category,
    Competency,
    Scale,
    Level,
    Term,
    Page,
}

/// Something that changed.
#[derive(Clone, Debug)]
pub struct Subject<'h> {
    pub noun: Noun,
    /// What it was called; `None` if it was not there.
    pub from: Option<Name>,
    /// What it is called; `None` if it is there no more.
    pub to: Option<Name>,
    /// Its page in the later revision.
    pub page: Option<PageKey>,
    pub changes: Vec<Change<'h>>,
}

impl Subject<'_> {
    /// The greatest weight of its changes; `None` if there are none.
    pub fn weight(&self) -> Option<Weight> {
        self.changes.iter().map(|it| it.weight).max()
    }

    /// What it is called today, or was.
    pub fn name(&self) -> &Name {
        let name = self.to.as_ref().or(self.from.as_ref());
        name.expect("it is in one of the revisions")
    }
}

/// What something is called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// What references use: `ic/senior`.
    pub id: String,
    pub title: String,
}

/// One change.
#[derive(Clone, Debug)]
pub struct Change<'h> {
    pub weight: Weight,
    /// The title of the competency that it is about, if it is about one of a level's.
    pub competency: Option<&'h str>,
    pub what: What<'h>,
}

impl<'h> Change<'h> {
    /// A change that is about the thing as a whole.
    pub fn new(weight: Weight, what: What<'h>) -> Self {
        Self { weight, competency: None, what }
    }

    /// Whether it is one of case, punctuation, spacing or markup alone.
    pub fn is_typography(&self) -> bool {
        match &self.what {
            What::Criterion(it) => it.kind == CriterionKind::Typography,
            What::Prose { wording, .. } => *wording == Wording::Typography,
            What::Value { .. } => self.weight == Weight::Patch,
            _ => false,
        }
    }
}

/// What happened.
#[derive(Clone, Debug)]
pub enum What<'h> {
    /// It is new, with so many criteria of its own.
    Added { criteria: usize },
    /// It is there no more.
    Gone {
        /// The criteria that are gone with it.
        criteria: usize,
        /// The level that most of its criteria went to.
        into: Option<Name>,
    },
    /// It is kept for those who are measured by it, and is no way to go any more.
    Retired { successor: Option<Name> },
    /// It is in use again, or no draft any more.
    Restored,
    /// References and addresses have another name for it.
    Renamed { from: String, to: String },
    /// A level stands in another track; these are the titles of both.
    Relocated { from: String, to: String },
    /// A title, a code, a summary, a fact or another value is another one; empty if there is none.
    Value { name: String, from: String, to: String },
    /// A level stands at another grade; empty for none.
    Grade { from: String, to: String },
    /// A declared way from one level to another.
    Move { to: Name, before: Option<MoveKind>, after: Option<MoveKind> },
    /// Another step is expected; `None` for none.
    Step { from: Option<String>, to: Option<String>, is_raised: bool },
    /// A criterion that stands here now, or stood here and is gone.
    Criterion(Box<CriterionChange<'h>>),
    /// A criterion that stood here and stands elsewhere now, where it is told as a whole.
    Left { from: Stated<'h>, to: Stated<'h>, place: String },
    /// Text beside the criteria.
    Prose {
        /// What it is the text of; empty for the thing itself.
        part: String,
        wording: Wording,
    },
    /// Where it applies, or what stays expected or is inherited.
    Rule { name: &'static str, from: String, to: String },
}

impl What<'_> {
    /// The word for it in JSON, which `docs/versions.md` explains.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Added { .. } => "added",
            Self::Gone { into: Some(_), .. } => "merged-into",
            Self::Gone { .. } => "removed",
            Self::Retired { .. } => "retired",
            Self::Restored => "restored",
            Self::Renamed { .. } => "renamed",
            Self::Relocated { .. } => "relocated",
            Self::Value { .. } => "value",
            Self::Grade { .. } => "grade",
            Self::Move { before: None, .. } => "move-added",
            Self::Move { after: None, .. } => "move-removed",
            Self::Move { .. } => "move-changed",
            Self::Step { is_raised: true, .. } => "step-raised",
            Self::Step { .. } => "step-lowered",
            Self::Criterion(it) => it.kind.name(),
            Self::Left { .. } => "moved-away",
            Self::Prose { .. } => "prose",
            Self::Rule { .. } => "rule",
        }
    }
}

/// A criterion that is new, gone or not what it was.
#[derive(Clone, Debug)]
pub struct CriterionChange<'h> {
    /// What happened to it above all.
    pub kind: CriterionKind,
    /// What it was: none if it is new, several if it was made of several.
    pub from: Vec<Stated<'h>>,
    /// What it is; `None` if it is gone.
    pub to: Option<Stated<'h>>,
    pub wording: Wording,
    /// From where to where it moved.
    pub moved: Moved,
    /// The criterion of an earlier level whose grown form a new one is, by its author's word.
    pub grown_from: Option<Stated<'h>>,
}

impl CriterionChange<'_> {
    /// Whether it stands, or stood, in a step of a competency.
    pub fn is_of_step(&self) -> bool {
        let it = self.to.as_ref().or(self.from.first());
        it.is_some_and(|it| it.level().is_none())
    }
}

/// What happened to a criterion above all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CriterionKind {
    New,
    Gone,
    /// It replaces what is gone, or is new and the grown form of an earlier level's, as its author says.
    Grown,
    /// It was made of several.
    Merged,
    /// It was made of one of which others were made as well.
    Split,
    /// It stands at another level, in a step or in another competency.
    Moved,
    /// It is the same by its id, and less than half of what it said stayed.
    Rewritten,
    /// Perhaps it is the same in other words.
    Likely,
    Reworded,
    /// It stands under another heading or lead-in.
    Regrouped,
    /// It has other examples.
    Examples,
    /// It is shown to others.
    Visibility,
    Typography,
    /// It has another id.
    Id,
}

impl CriterionKind {
    /// The word for it in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Gone => "gone",
            Self::Grown => "grown",
            Self::Merged => "merged",
            Self::Split => "split",
            Self::Moved => "moved",
            Self::Rewritten => "rewritten",
            Self::Likely => "likely",
            Self::Reworded => "reworded",
            Self::Regrouped => "regrouped",
            Self::Examples => "examples",
            Self::Visibility => "visibility",
            Self::Typography => "typography",
            Self::Id => "id",
        }
    }
}

/// From where to where a criterion moved: pairs of names, `None` where it stayed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// Levels, or steps, by what they are called.
    pub level: Option<(Name, Name)>,
    /// Titles of competencies.
    pub competency: Option<(String, String)>,
    /// Headings inside the competency; empty for none.
    pub group: Option<(String, String)>,
}
