//! Criteria that come, go and stand elsewhere -> edits of the levels' files, all of them together: what goes and what
//! comes may meet in one list.

use std::collections::{BTreeMap, BTreeSet};

use super::item::{Content, Item, cuts};
use super::lines::FileEdits;
use super::outline::Outline;
use super::sections;
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

/// The edits after which criteria stand where they are wished to be, for wishes that are structural. New ones are given
/// their ids, in the order of the wishes.
///
/// # Errors
///
/// If one of them cannot be carried over, with the reason.
pub fn plan(wishes: &[&Wish], base: &Base, ids: &mut Ids) -> Result<Vec<Edit>, String> {
    let mut planner = Planner {
        base,
        files: BTreeMap::new(),
        leaving: BTreeSet::new(),
        coming: Vec::new(),
        numbers: BTreeMap::new(),
        groups: BTreeMap::new(),
        ids,
    };
    for wish in wishes {
        planner.add(wish)?;
    }
    planner.cut()?;
    planner.put()?;
    let edits = planner.files.into_iter().flat_map(|(path, (_, file))| file.edits(&path));
    Ok(edits.collect())
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

/// Why some changes cannot be made together.
const ONE_BY_ONE: &str = "it needs a heading that another change needs as well";

struct Planner<'a> {
    base: &'a Base<'a>,
    /// For each file that changes its headings and its edits.
    files: BTreeMap<RelPath, (Outline, FileEdits<'a>)>,
    leaving: BTreeSet<Named>,
    /// What comes where, in the order of the sheet.
    coming: Vec<(Spot, Vec<Content>)>,
    /// Where among them each spot is.
    numbers: BTreeMap<Spot, usize>,
    /// The headings inside each cell below which something comes.
    groups: BTreeMap<(LevelIx, CompetencyIx), Vec<Vec<String>>>,
    ids: &'a mut Ids,
}

impl<'a> Planner<'a> {
    fn add(&mut self, wish: &Wish) -> Result<(), String> {
        match &wish.subject {
            Subject::Gone(named) => {
                self.item(named)?;
                self.leaving.insert(named.clone());
            }
            Subject::Place(named, spot) => {
                let (it, item, source) = self.item(named)?;
                let handbook = self.base.handbook;
                let from = self.base.criteria.spot(named);
                let is_hidden = from.is_some_and(|it| it.is_internal(handbook));
                if is_hidden && !it.internal && !spot.is_internal(handbook) {
                    return Err("it is internal where it stands, and would be public there; \
                                mark it with `{.internal}`, or move it in the file"
                        .to_owned());
                }
                self.leaving.insert(named.clone());
                self.come(spot, Content::of(&item, source));
            }
            Subject::New(spot, examples) => {
                if wish.new.contains('\n') {
                    return Err("it has line breaks, which a criterion cannot have".to_owned());
                }
                let id = self.ids.give(&wish.field, &wish.new);
                let words = as_line(&escaped(&wish.new));
                let examples = examples.iter().map(|it| format!("- {}", as_line(&escaped(it))));
                self.come(spot, Content::new(format!("{words} {{#{id}}}"), examples));
            }
            _ => {}
        }
        Ok(())
    }

    fn come(&mut self, spot: &Spot, content: Content) {
        match self.numbers.get(spot) {
            Some(number) => self.coming[*number].1.push(content),
            None => {
                self.numbers.insert(spot.clone(), self.coming.len());
                let of_cell = self.groups.entry((spot.level, spot.competency)).or_default();
                of_cell.push(spot.groups.clone());
                self.coming.push((spot.clone(), vec![content]));
            }
        }
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

    /// The headings of a level's file, and its edits so far.
    fn file(&mut self, level: LevelIx) -> Result<&mut (Outline, FileEdits<'a>), String> {
        let Base { handbook, project, options, .. } = self.base;
        let path = &handbook[level].file;
        if !self.files.contains_key(path) {
            let outline = Outline::read(path, project, options);
            let outline = outline.ok_or("its file cannot be read")?;
            let edits = FileEdits::of(source(project, path)?);
            self.files.insert(path.clone(), (outline, edits));
        }
        self.files.get_mut(path).ok_or_else(|| "its file cannot be read".to_owned())
    }

    /// Takes out what leaves, cell by cell.
    fn cut(&mut self) -> Result<(), String> {
        let handbook = self.base.handbook;
        let leaving = self.leaving.clone();
        let levels: BTreeSet<LevelIx> = leaving.iter().filter_map(|it| it.level).collect();
        for level in levels {
            let leaves = |it: &Criterion| {
                leaving.contains(&Named { id: it.id.to_string(), level: Some(level) })
            };
            for cell in &handbook.untracked().body(level).cells {
                if cell.criteria().any(leaves) {
                    self.cut_cell(level, cell, &leaves)?;
                }
            }
        }
        Ok(())
    }

    fn cut_cell(
        &mut self,
        level: LevelIx,
        cell: &Cell,
        leaves: &impl Fn(&Criterion) -> bool,
    ) -> Result<(), String> {
        let comes = self.groups.get(&(level, cell.competency)).cloned().unwrap_or_default();
        let joined: BTreeSet<usize> =
            comes.iter().filter_map(|groups| list(cell, groups)).collect();
        let is_registered = self.base.handbook[cell.competency].place.path.extension() != "md";
        let (outline, edits) = self.file(level)?;
        for (number, block) in cell.blocks.iter().enumerate() {
            let BlockContent::Criteria { lead_in, criteria } = &block.content else { continue };
            if !criteria.iter().any(leaves) {
                continue;
            }
            let items = items(criteria, edits.source)?;
            let found = cuts(&items, |at| leaves(&criteria[at]), None, edits.source);
            let all_go = criteria.iter().all(leaves);
            if all_go && !joined.contains(&number) {
                // What leads to a list says nothing without it.
                let lead_in = lead_in.as_ref().and_then(|it| it.place());
                edits.cut_list(found, lead_in.map(|place| place.span.start));
            } else {
                edits.begin_list(&items, |at| leaves(&criteria[at]));
                edits.cut(found);
            }
        }
        if let Some(at) = outline.at(&cell.place).filter(|_| comes.is_empty()) {
            // Where the headings are the competencies, one may be the last that says that there is this one.
            sections::cut_empty(outline, at, is_registered, edits);
        }
        Ok(())
    }

    /// Puts in what comes.
    fn put(&mut self) -> Result<(), String> {
        let handbook = self.base.handbook;
        let leaving = std::mem::take(&mut self.leaving);
        let mut with_headings: BTreeSet<(LevelIx, CompetencyIx)> = BTreeSet::new();
        for (spot, contents) in std::mem::take(&mut self.coming) {
            // Headings that several of them need would be put in several times.
            let of_cell = (spot.level, spot.competency);
            let cell = handbook.untracked().cell(spot.level, spot.competency);
            let (outline, edits) = self.file(spot.level)?;
            let Some(cell) = cell.filter(|cell| outline.at(&cell.place).is_some()) else {
                if !with_headings.insert(of_cell) {
                    return Err(ONE_BY_ONE.to_owned());
                }
                let place = sections::of_competency(handbook, &spot, outline, edits.source.len())?;
                edits.put_section(&place, &spot.groups, &contents)?;
                continue;
            };
            match list(cell, &spot.groups) {
                Some(number) => {
                    let BlockContent::Criteria { criteria, .. } = &cell.blocks[number].content
                    else {
                        continue;
                    };
                    let items = items(criteria, edits.source)?;
                    let level = Some(spot.level);
                    let stays = |at: usize| {
                        !leaving.contains(&Named { id: criteria[at].id.to_string(), level })
                    };
                    edits.put_into_list(&items, stays, &contents)?;
                }
                None => {
                    let place = sections::of_group(outline, &cell.place, &spot.groups)?;
                    let missing = &spot.groups[place.groups_there..];
                    if !missing.is_empty() && !with_headings.insert(of_cell) {
                        return Err(ONE_BY_ONE.to_owned());
                    }
                    edits.put_section(&place, missing, &contents)?;
                }
            }
        }
        Ok(())
    }
}

fn source<'t>(project: &'t Tree, path: &RelPath) -> Result<&'t str, String> {
    let file = project.get(path.as_str()).ok_or("its file is not there")?;
    file.text().map(|it| &**it).ok_or_else(|| "its file is no text".to_owned())
}

fn items(criteria: &[Criterion], source: &str) -> Result<Vec<Item>, String> {
    let all: Option<Vec<Item>> = criteria.iter().map(|it| Item::of(it, source)).collect();
    all.ok_or_else(|| "the list has lines that are not its own; do that in the file".to_owned())
}

/// Which block of a cell is the last list below these headings.
fn list(cell: &Cell, groups: &[String]) -> Option<usize> {
    cell.blocks
        .iter()
        .rposition(|block| block.groups.iter().map(|it| &it.title).eq(groups) && !block.is_prose())
}
