//! Criteria that come, go and stand elsewhere -> edits of the levels' files, all of them together: what goes and what
//! comes may meet in one list.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::item::{Content, Item, cuts};
use super::lines::FileEdits;
use super::outline::Outline;
use super::sections::{self, CompetencySections};
use super::subject::{Criteria, Named, Spot, Subject};
use super::wish::Wish;
use crate::edit::Edit;
use crate::fingerprint::Fingerprint;
use crate::handbook::{
    BlockContent, Cell, CompetencyIx, Criterion, Handbook, LevelIx, UniqueNames, slug_start,
};
use crate::import::escape::{as_line, escaped};
use crate::read::ReadOptions;
use crate::tree::{RelPath, Tree};

/// What changes are made to: a handbook with its files.
pub struct Base<'a> {
    pub handbook: &'a Handbook,
    pub project: &'a Tree,
    pub options: &'a ReadOptions,
    pub criteria: Criteria<'a>,
}

impl<'a> Base<'a> {
    pub fn of(handbook: &'a Handbook, project: &'a Tree, options: &'a ReadOptions) -> Self {
        Self { handbook, project, options, criteria: Criteria::of(handbook) }
    }
}

/// Edits, each with the number of the change that it is made for if there is only one.
pub type Made = Vec<(Option<usize>, Edit)>;

/// A change by its number, and why it cannot be made.
pub type Refusal = (usize, String);

/// The edits after which criteria stand where they are wished to be, for wishes that are structural. New ones are given
/// their ids, in the order of the wishes.
///
/// # Errors
///
/// If some of them cannot be carried over, these.
pub fn plan(wishes: &[&Wish], base: &Base, ids: &mut Ids) -> Result<Made, Vec<Refusal>> {
    let mut planner = Planner {
        base,
        files: BTreeMap::new(),
        leaving: BTreeMap::new(),
        coming: BTreeMap::new(),
        ids,
        refused: Vec::new(),
    };
    for (number, wish) in wishes.iter().enumerate() {
        if let Err(reason) = planner.add(number, wish) {
            planner.refused.push((number, reason));
        }
    }
    planner.cut();
    planner.put();
    match planner.refused.is_empty() {
        true => {
            let edits = planner.files.into_iter().flat_map(|(path, it)| it.edits.edits(&path));
            Ok(edits.map(|edit| (None, edit)).collect())
        }
        false => Err(planner.refused),
    }
}

/// Ids that are taken, and those that new criteria were given.
pub struct Ids {
    taken: UniqueNames,
    pub given: Vec<String>,
}

impl Ids {
    pub fn of(handbook: &Handbook) -> Self {
        let mut taken = UniqueNames::default();
        for it in handbook.untracked().criteria() {
            taken.reserve(it.ids().map(Fingerprint::short_of));
        }
        taken.reserve(handbook.competencies().map(|(_, it)| Fingerprint::short_of(&it.id)));
        Self { taken, given: Vec::new() }
    }

    /// The id that a new criterion gets: its own if nothing has it, else one from its words.
    fn give(&mut self, id: &str, text: &str) -> String {
        const WORDS: usize = 6;
        let first: Vec<&str> = text.split_whitespace().take(WORDS).collect();
        let wanted = if id.is_empty() { slug_start(&first.join(" ")) } else { slug_start(id) };
        let id = self.taken.claim(wanted);
        self.given.push(id.clone());
        id
    }
}

/// What of a level's file goes, by id, each with the number of its wish.
type Leaving = BTreeMap<String, usize>;

/// What comes below some headings, with the numbers of the wishes, in the order of the sheet.
type Contents = Vec<(usize, Content)>;

/// What comes into a cell.
#[derive(Default)]
struct Coming {
    /// By the headings inside it.
    spots: Vec<(Vec<String>, Contents)>,
    /// Where these are.
    numbers: HashMap<Vec<String>, usize>,
}

/// The file of a level.
struct LevelFile<'a> {
    outline: Outline,
    competencies: CompetencySections,
    edits: FileEdits<'a>,
}

struct Planner<'a> {
    base: &'a Base<'a>,
    /// Each file that changes.
    files: BTreeMap<RelPath, LevelFile<'a>>,
    leaving: BTreeMap<LevelIx, Leaving>,
    coming: BTreeMap<(LevelIx, CompetencyIx), Coming>,
    ids: &'a mut Ids,
    refused: Vec<Refusal>,
}

impl<'a> Planner<'a> {
    fn add(&mut self, number: usize, wish: &Wish) -> Result<(), String> {
        match &wish.subject {
            Subject::Gone(named) => {
                self.item(named)?;
                self.leave(number, named);
            }
            Subject::Place(named, spot) => {
                let (it, item, source) = self.item(named)?;
                let criteria = &self.base.criteria;
                let is_hidden = criteria.spot(named).is_some_and(|it| criteria.is_internal(&it));
                if is_hidden && !it.internal && !criteria.is_internal(spot) {
                    return Err("it is internal where it stands, and would be public there; \
                                mark it with `{.internal}`, or move it in the file"
                        .to_owned());
                }
                self.leave(number, named);
                self.come(number, spot, Content::of(&item, source));
            }
            Subject::New(spot, examples) => {
                if wish.new.contains('\n') {
                    return Err("it has line breaks, which a criterion cannot have".to_owned());
                }
                let id = self.ids.give(&wish.field, &wish.new);
                let words = as_line(&escaped(&wish.new));
                let examples = examples.iter().map(|it| format!("- {}", as_line(&escaped(it))));
                let content = Content::new(format!("{words} {{#{id}}}"), examples);
                self.come(number, spot, content);
            }
            _ => {}
        }
        Ok(())
    }

    fn leave(&mut self, number: usize, named: &Named) {
        if let Some(level) = named.level {
            self.leaving.entry(level).or_default().insert(named.id.clone(), number);
        }
    }

    fn come(&mut self, number: usize, spot: &Spot, content: Content) {
        let Coming { spots, numbers } =
            self.coming.entry((spot.level, spot.competency)).or_default();
        let at = *numbers.entry(spot.groups.clone()).or_insert(spots.len());
        if at == spots.len() {
            spots.push((spot.groups.clone(), Vec::new()));
        }
        spots[at].1.push((number, content));
    }

    /// Says that changes cannot be made.
    fn refuse(&mut self, numbers: impl IntoIterator<Item = usize>, reason: &str) {
        self.refused.extend(numbers.into_iter().map(|it| (it, reason.to_owned())));
    }

    /// A criterion of a level with its lines and the text of its file.
    fn item(&self, named: &Named) -> Result<(&'a Criterion, Item, &'a str), String> {
        let it = self.base.criteria.get(named).ok_or("the criterion is not in the files")?;
        if named.level.is_none() {
            return Err(
                "it is a criterion of a step, and stands in a register; do that there".to_owned()
            );
        }
        let source = source(self.base.project, &it.place.path)?;
        let item = Item::of(it, source).ok_or("its lines are not its own; do that in the file")?;
        Ok((it, item, source))
    }

    /// The file of a level with its edits so far.
    fn file(&mut self, level: LevelIx) -> Result<&mut LevelFile<'a>, String> {
        let Base { handbook, project, options, .. } = self.base;
        let path = &handbook[level].file;
        if !self.files.contains_key(path) {
            let outline = Outline::read(path, project, options);
            let outline = outline.ok_or("its file cannot be read")?;
            let competencies = CompetencySections::of(handbook, level, &outline);
            let edits = FileEdits::of(source(project, path)?);
            self.files.insert(path.clone(), LevelFile { outline, competencies, edits });
        }
        self.files.get_mut(path).ok_or_else(|| "its file cannot be read".to_owned())
    }

    /// Takes out what leaves, cell by cell.
    fn cut(&mut self) {
        let handbook = self.base.handbook;
        let all = std::mem::take(&mut self.leaving);
        for (level, leaving) in &all {
            for cell in &handbook.untracked().body(*level).cells {
                if cell.criteria().any(|it| leaving.contains_key(&*it.id)) {
                    self.cut_cell(*level, cell, leaving);
                }
            }
        }
        self.leaving = all;
    }

    fn cut_cell(&mut self, level: LevelIx, cell: &Cell, leaving: &Leaving) {
        let coming = self.coming.get(&(level, cell.competency));
        let is_left = coming.is_none();
        let lists = last_lists(cell);
        let spots = coming.into_iter().flat_map(|it| &it.spots);
        let joined: BTreeSet<usize> =
            spots.filter_map(|(groups, _)| lists.get(&titles(groups)).copied()).collect();
        let is_registered = self.base.handbook[cell.competency].place.path.extension() != "md";
        let leaves = |it: &Criterion| leaving.contains_key(&*it.id);
        for (number, block) in cell.blocks.iter().enumerate() {
            let BlockContent::Criteria { lead_in, criteria } = &block.content else { continue };
            if !criteria.iter().any(leaves) {
                continue;
            }
            let cut = self.file(level).and_then(|LevelFile { edits, .. }| {
                let items = items(criteria, edits.source)?;
                let found = cuts(&items, |at| leaves(&criteria[at]), None, edits.source);
                if criteria.iter().all(leaves) && !joined.contains(&number) {
                    // What leads to a list says nothing without it.
                    let lead_in = lead_in.as_ref().and_then(|it| it.place());
                    edits.cut_list(found, lead_in.map(|place| place.span.start));
                } else {
                    edits.begin_list(&items, |at| leaves(&criteria[at]));
                    edits.cut(found);
                }
                Ok(())
            });
            if let Err(reason) = cut {
                let numbers = criteria.iter().filter_map(|it| leaving.get(&*it.id).copied());
                self.refuse(numbers, &reason);
            }
        }
        if let Ok(LevelFile { outline, edits, .. }) = self.file(level)
            && let Some(at) = outline.at(&cell.place).filter(|_| is_left)
        {
            // Where the headings are the competencies, one may be the last that says that there is this one.
            sections::cut_empty(outline, at, is_registered, edits);
        }
    }

    /// Puts in what comes.
    fn put(&mut self) {
        let leaving = std::mem::take(&mut self.leaving);
        for ((level, competency), Coming { spots, .. }) in std::mem::take(&mut self.coming) {
            let result = self.put_into_cell(level, competency, &spots, leaving.get(&level));
            let refused = result.unwrap_or_else(|reason| {
                let contents = spots.iter().flat_map(|(_, contents)| contents);
                contents.map(|(number, _)| (*number, reason.clone())).collect()
            });
            self.refused.extend(refused);
        }
    }

    /// Puts into a cell what comes below each of some headings. Returns what cannot be put there, or why nothing can.
    fn put_into_cell(
        &mut self,
        level: LevelIx,
        competency: CompetencyIx,
        spots: &[(Vec<String>, Contents)],
        leaving: Option<&Leaving>,
    ) -> Result<Vec<Refusal>, String> {
        let handbook = self.base.handbook;
        let LevelFile { outline, competencies, edits } = self.file(level)?;
        let mut refused = Vec::new();
        let cell = handbook.untracked().cell(level, competency);
        let cell = cell.and_then(|it| Some((it, outline.at(&it.place)?)));
        let lists = cell.map(|(it, _)| last_lists(it)).unwrap_or_default();
        let groups_there = cell.map(|(_, at)| outline.groups(at));
        for (groups, contents) in spots {
            let list = lists
                .get(&titles(groups))
                .and_then(|number| cell.and_then(|(it, _)| criteria(&it.blocks[*number].content)));
            if let Some(criteria) = list {
                let stays =
                    |at: usize| leaving.is_none_or(|it| !it.contains_key(&*criteria[at].id));
                refused.extend(put_into_list(edits, criteria, stays, contents));
                continue;
            }
            let place = match &groups_there {
                Some(inside) => sections::of_group(outline, inside, groups),
                None => competencies.place(handbook, competency, outline, edits.source.len()),
            };
            let missing = &groups[place.groups_there..];
            let put = edits.put_section(&place, missing, contents.iter().map(|(_, it)| it));
            if let Err(reason) = put {
                refused.extend(contents.iter().map(|(number, _)| (*number, reason.clone())));
            }
        }
        Ok(refused)
    }
}

/// Puts what comes behind a list. Returns what cannot be put there.
fn put_into_list(
    edits: &mut FileEdits,
    criteria: &[Criterion],
    stays: impl Fn(usize) -> bool,
    contents: &Contents,
) -> Vec<Refusal> {
    let items = match items(criteria, edits.source) {
        Ok(items) => items,
        Err(reason) => return contents.iter().map(|(it, _)| (*it, reason.clone())).collect(),
    };
    edits.put_into_list(&items, stays, contents.iter().map(|(_, it)| it));
    let misfit = |(number, content): &(usize, Content)| {
        Some((*number, FileEdits::fits(&items, content).err()?))
    };
    contents.iter().filter_map(misfit).collect()
}

fn source<'t>(project: &'t Tree, path: &RelPath) -> Result<&'t str, String> {
    let file = project.get(path.as_str()).ok_or("its file is not there")?;
    file.text().map(|it| &**it).ok_or_else(|| "its file is no text".to_owned())
}

fn items(criteria: &[Criterion], source: &str) -> Result<Vec<Item>, String> {
    let all: Option<Vec<Item>> = criteria.iter().map(|it| Item::of(it, source)).collect();
    all.ok_or_else(|| "the list has lines that are not its own; do that in the file".to_owned())
}

/// Which block of a cell is the last list below some headings.
fn last_lists(cell: &Cell) -> HashMap<Vec<&str>, usize> {
    let lists = cell.blocks.iter().enumerate().filter(|(_, block)| !block.is_prose());
    let titled = lists
        .map(|(number, block)| (block.groups.iter().map(|it| it.title.as_str()).collect(), number));
    titled.collect()
}

fn titles(groups: &[String]) -> Vec<&str> {
    groups.iter().map(String::as_str).collect()
}

fn criteria(content: &BlockContent) -> Option<&[Criterion]> {
    match content {
        BlockContent::Criteria { criteria, .. } => Some(criteria),
        BlockContent::Prose(_) => None,
    }
}
