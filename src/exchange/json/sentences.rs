//! What levels say, as pages look it up that have not loaded it: criteria, and the meanings of steps.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use crate::fingerprint::Fingerprint;
use crate::handbook::effective::{self, EffectiveCell, Origin};
use crate::handbook::parts::hash_of_criterion;
use crate::handbook::{
    Competency, CompetencyIx, Criterion, Handbook, LevelIx, Step, Tracked, criterion_anchor,
    succession,
};

/// What a level says: a criterion, or the meaning of an expected step where a cell has none. A large handbook has
/// hundreds of thousands.
#[derive(Clone, Copy)]
pub enum Sentence<'h> {
    /// A criterion as the handbook has it.
    Criterion(&'h Criterion),
    /// One that was made, or that outlives its handbook.
    Kept(&'h KeptSentence),
}

/// The same without the handbook.
#[derive(Hash)]
pub struct KeptSentence {
    id: String,
    text: String,
    anchor: Option<String>,
    was: Vec<String>,
}

/// What tells the file in which a sentence is looked up, and whether that is made anew, without a look at its words.
pub struct Mark {
    /// The hash of its id, or of one that it had.
    pub hash: u32,
    /// The fingerprint of what is found under that.
    pub says: u64,
}

/// The sentences of all steps by their competencies; `None` for steps without a meaning.
#[derive(Default)]
pub struct StepSentences(Vec<Vec<Option<KeptSentence>>>);

/// For criteria by their ids of today the ids of today of what each replaces.
pub type Replaced<'h> = BTreeMap<&'h str, Vec<&'h str>>;

impl<'h> Sentence<'h> {
    /// That of a step is made of its competency and its title, as the gap sheet names it.
    pub fn id(self) -> &'h str {
        match self {
            Self::Criterion(it) => &it.id,
            Self::Kept(it) => &it.id,
        }
    }

    pub fn text(self) -> &'h str {
        match self {
            Self::Criterion(it) => it.text.text(),
            Self::Kept(it) => &it.text,
        }
    }

    /// The fragment under which it stands on the page of its level, if that is not its id; empty if it has none.
    pub fn anchor(self) -> Option<Cow<'h, str>> {
        match self {
            Self::Criterion(it) => anchor(&it.id).map(Cow::Owned),
            Self::Kept(it) => it.anchor.as_deref().map(Cow::Borrowed),
        }
    }

    /// Ids that it had before.
    pub fn was(self) -> &'h [String] {
        match self {
            Self::Criterion(it) => it.was(),
            Self::Kept(it) => &it.was,
        }
    }
}

impl KeptSentence {
    fn of_criterion(criterion: &Criterion) -> Self {
        let sentence = Sentence::Criterion(criterion);
        Self {
            id: sentence.id().to_owned(),
            text: sentence.text().to_owned(),
            anchor: anchor(&criterion.id),
            was: criterion.was().to_vec(),
        }
    }

    /// `None` for a step without a meaning.
    fn of_step(competency: &Competency, step: &Step) -> Option<Self> {
        let meaning = step.meaning().text();
        (!meaning.is_empty()).then(|| Self {
            id: format!("{}/{}", competency.id, step.title),
            text: format!("{}: {meaning}", step.title),
            anchor: Some(String::new()),
            was: Vec::new(),
        })
    }

    /// Where it is looked up, by its id and by those that it had.
    pub fn marks(&self) -> Vec<Mark> {
        let found = (&self.id, &self.text, &self.anchor);
        let of_today =
            Mark { hash: hash_of_criterion(&self.id), says: Fingerprint::of(&found).short() };
        let former = self.was.iter().map(|id| Mark {
            hash: hash_of_criterion(id),
            says: Fingerprint::of(&(id, &self.id)).short(),
        });
        [of_today].into_iter().chain(former).collect()
    }
}

impl StepSentences {
    /// Those of all steps of a handbook.
    pub fn new(handbook: &Handbook) -> Self {
        let of_steps =
            |it: &Competency| it.steps.iter().map(|step| KeptSentence::of_step(it, step)).collect();
        Self(handbook.competencies().map(|(_, competency)| of_steps(competency)).collect())
    }

    fn get(&self, competency: CompetencyIx, step: usize) -> Option<&KeptSentence> {
        self.0.get(competency.0)?.get(step)?.as_ref()
    }
}

/// What a level says.
pub fn sentences<'h>(
    handbook: Tracked<'h>,
    steps: &'h StepSentences,
    level: LevelIx,
) -> Vec<Sentence<'h>> {
    let mut said = Vec::new();
    for cell in effective::cells(handbook, level) {
        said.extend(cell.criteria().map(|it| Sentence::Criterion(it.criterion)));
        let step = step(&cell).and_then(|step| steps.get(cell.competency, step));
        said.extend(step.map(Sentence::Kept));
    }
    said
}

/// The same for longer than the handbook.
pub fn kept_sentences(handbook: Tracked, level: LevelIx) -> Vec<KeptSentence> {
    let mut said = Vec::new();
    for cell in effective::cells(handbook, level) {
        said.extend(cell.criteria().map(|it| KeptSentence::of_criterion(it.criterion)));
        let competency = &handbook[cell.competency];
        let step = step(&cell).and_then(|step| competency.steps.get(step));
        said.extend(step.and_then(|step| KeptSentence::of_step(competency, step)));
    }
    said
}

/// The number of the step whose meaning a cell has for want of criteria.
fn step(cell: &EffectiveCell) -> Option<usize> {
    let expect = cell.expect.filter(|_| cell.criteria().next().is_none());
    expect.map(|it| it.first)
}

/// The fragment of a criterion, if that is not its id.
pub fn anchor(id: &str) -> Option<String> {
    match criterion_anchor(id) {
        Cow::Borrowed(_) => None,
        Cow::Owned(anchor) => Some(anchor),
    }
}

// ---- What replaces what ----

/// For each criterion that replaces any, where it is written first, what it replaces.
pub fn replaced(handbook: &Handbook) -> Replaced<'_> {
    let handbook = handbook.untracked();
    let levels = || handbook.handbook().levels().map(|(level, _)| level);
    // Few criteria replace any.
    let replacing = levels().flat_map(|level| handbook.body(level).replacing());
    let some: HashSet<&str> = replacing.map(|it| &*it.id).collect();
    if some.is_empty() {
        return Replaced::new();
    }
    let has_some =
        |level: &LevelIx| handbook.body(*level).criteria().any(|it| some.contains(&*it.id));
    let mut first = Replaced::new();
    for level in levels().filter(has_some) {
        for cell in effective::cells(handbook, level) {
            let own = cell.criteria().filter(|it| matches!(it.origin, Origin::Own));
            for it in own.filter(|it| some.contains(&*it.criterion.id)) {
                let replaced = || succession::replaced_by(handbook, it.criterion);
                first.entry(&*it.criterion.id).or_insert_with(replaced);
            }
        }
    }
    first.retain(|_, earlier| !earlier.is_empty());
    first
}

/// What is replaced by all that is in effect at some levels, and by what that replaces.
pub fn chains<'h>(
    handbook: Tracked<'h>,
    levels: &[LevelIx],
    replaced: &Replaced<'h>,
) -> Replaced<'h> {
    let mut chains = Replaced::new();
    if replaced.is_empty() {
        return chains;
    }
    let cells: Vec<EffectiveCell> =
        levels.iter().flat_map(|level| effective::cells(handbook, *level)).collect();
    let criteria = cells.iter().flat_map(EffectiveCell::criteria);
    let mut open: Vec<&str> =
        criteria.flat_map(|it| succession::replaced_by(handbook, it.criterion)).collect();
    while let Some(id) = open.pop() {
        if let Some(earlier) = replaced.get(id).filter(|_| !chains.contains_key(id)) {
            chains.insert(id, earlier.clone());
            open.extend(earlier);
        }
    }
    chains
}
