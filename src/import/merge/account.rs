//! What a handbook says, piece by piece: to see that edits did what they should and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use super::examples;
use super::moves::Base;
use super::subject::{Named, Spot, Subject};
use super::wish::Wish;
use crate::exchange::sheets::{self, GROUPS, List, tidy};
use crate::handbook::{BlockContent, Criterion, Handbook, LevelIx, PageKey};
use crate::site::Whole;

/// A level and a competency by its id, since edits may change the order of competencies; no level for criteria of steps.
type Key = (Option<LevelIx>, String);

/// What is said about one criterion.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    id: String,
    group: String,
    text: String,
    examples: String,
    is_internal: bool,
    /// What its links lead to.
    links: String,
}

/// All that edits of a sheet could change.
pub struct Account {
    /// What is said in each cell; `None` is left where something went.
    cells: BTreeMap<Key, Vec<Option<Entry>>>,
    /// The cell of each criterion by the level in whose file it stands and its id, and its number there.
    entries: BTreeMap<(Option<LevelIx>, String), (Key, usize)>,
    steps: BTreeMap<Key, String>,
    levels: List,
    /// The row of each level.
    rows: BTreeMap<LevelIx, usize>,
    /// Prose, and the order of competencies.
    others: Vec<String>,
}

impl Account {
    pub fn of(whole: &Whole) -> Self {
        let handbook = &whole.handbook;
        let list = sheets::criteria(handbook, &whole.routes);
        let links = links(whole);
        let levels = sheets::levels(handbook);
        let rows = levels.subjects.iter().enumerate();
        let mut account = Self {
            cells: BTreeMap::new(),
            entries: BTreeMap::new(),
            steps: BTreeMap::new(),
            rows: rows.filter_map(|(at, it)| Some((it.level?, at))).collect(),
            levels,
            others: others(handbook),
        };
        for (at, subject) in list.subjects.iter().enumerate() {
            let competency = subject.competency.map_or("", |it| handbook[it].id.as_str());
            let key = (subject.level, competency.to_owned());
            let id = list.field(at, "id").to_owned();
            let step = list.field(at, "step").to_owned();
            if !id.is_empty() {
                let field = |column| tidy(list.field(at, column));
                let links = links.get(&(subject.level, id.clone())).cloned().unwrap_or_default();
                let entry = Entry {
                    group: if subject.level.is_some() { field("group") } else { step.clone() },
                    text: field("text"),
                    examples: field("examples"),
                    is_internal: field("visibility") == "internal",
                    id,
                    links,
                };
                account.put(key.clone(), entry);
            }
            if subject.level.is_some() && !step.is_empty() {
                account.steps.insert(key, step);
            }
        }
        account
    }

    /// Compares this with what another one says once wishes are carried over. `new` has the ids of new criteria.
    ///
    /// # Errors
    ///
    /// If it is not the same, the numbers of the wishes of which something else has come; none if what differs is not
    /// what a wish is about.
    pub fn compare(
        mut self,
        before: Self,
        wishes: &[&Wish],
        new: &[String],
        base: &Base,
    ) -> Result<(), Vec<usize>> {
        let mut expected = before;
        let mut rearranged: BTreeSet<Key> = BTreeSet::new();
        let mut ids = new.iter();
        for (number, wish) in wishes.iter().enumerate() {
            let done = match &wish.subject {
                Subject::New(spot, examples) => {
                    ids.next().map(|id| expected.add(wish, id, spot, examples, base))
                }
                _ => expected.carry(wish, base),
            };
            if done.is_none() {
                return Err(vec![number]);
            }
            rearranged.extend(touched(wish, base.handbook, &expected));
        }
        let others = self.otherwise(&expected, wishes, new, base.handbook);
        for account in [&mut self, &mut expected] {
            account.cells.values_mut().for_each(|entries| entries.retain(Option::is_some));
        }
        // Items that come stand behind those of their own group, wherever the sheet has them.
        for key in &rearranged {
            for account in [&mut self, &mut expected] {
                if let Some(entries) = account.cells.get_mut(key) {
                    entries.sort();
                }
            }
        }
        self.cells.retain(|_, it| !it.is_empty());
        expected.cells.retain(|_, it| !it.is_empty());
        let is_same = self.cells == expected.cells
            && self.steps == expected.steps
            && self.others == expected.others
            && is_same(&self.levels, &expected.levels);
        if is_same { Ok(()) } else { Err(others) }
    }

    /// The numbers of the wishes of which something else has come than expected.
    fn otherwise(
        &self,
        expected: &Self,
        wishes: &[&Wish],
        new: &[String],
        handbook: &Handbook,
    ) -> Vec<usize> {
        let is_said = |level: Option<LevelIx>, id: &str| {
            let key = (level, id.to_owned());
            self.entry(&key) == expected.entry(&key)
        };
        let mut ids = new.iter();
        let mut is_otherwise = |wish: &Wish| match &wish.subject {
            Subject::Criterion(named) | Subject::Gone(named) => !is_said(named.level, &named.id),
            Subject::Place(named, spot) => !is_said(Some(spot.level), &named.id),
            Subject::New(spot, _) => ids.next().is_none_or(|id| !is_said(Some(spot.level), id)),
            Subject::Cell(level, competency) => {
                let key = (Some(*level), handbook[*competency].id.clone());
                self.steps.get(&key) != expected.steps.get(&key)
            }
            Subject::Level(level) => {
                self.field(*level, &wish.field) != expected.field(*level, &wish.field)
            }
            Subject::Unknown(_) => true,
        };
        (0..wishes.len()).filter(|it| is_otherwise(wishes[*it])).collect()
    }

    fn field(&self, level: LevelIx, column: &str) -> Option<String> {
        Some(tidy(self.levels.field(*self.rows.get(&level)?, column)))
    }

    fn put(&mut self, key: Key, entry: Entry) {
        let entries = self.cells.entry(key.clone()).or_default();
        self.entries.insert((key.0, entry.id.clone()), (key, entries.len()));
        entries.push(Some(entry));
    }

    /// What is said under an id, and in which cell.
    fn entry(&self, id: &(Option<LevelIx>, String)) -> Option<(&Key, &Entry)> {
        let (key, at) = self.entries.get(id)?;
        Some((key, self.cells.get(key)?.get(*at)?.as_ref()?))
    }

    fn entry_mut(&mut self, named: &Named) -> Option<&mut Option<Entry>> {
        let (key, at) = self.entries.get(&(named.level, named.id.clone()))?;
        self.cells.get_mut(key)?.get_mut(*at)
    }

    /// Carries a wish over; `None` if what it is about is not there.
    fn carry(&mut self, wish: &Wish, Base { handbook, criteria, .. }: &Base) -> Option<()> {
        match &wish.subject {
            Subject::Criterion(named) => {
                let entry = self.entry_mut(named)?.as_mut()?;
                match wish.field.as_str() {
                    "text" => entry.text = tidy(&wish.new),
                    "examples" => entry.examples = tidy(&wish.new),
                    _ => return None,
                }
            }
            Subject::Place(named, spot) => {
                let mut entry = self.entry_mut(named)?.take()?;
                entry.group = spot.groups.join(GROUPS);
                entry.is_internal |= criteria.is_internal(spot);
                self.put(key_of(spot, handbook), entry);
            }
            Subject::Gone(named) => {
                self.entry_mut(named)?.take()?;
            }
            Subject::Cell(level, competency) => {
                let key = (Some(*level), handbook[*competency].id.clone());
                self.steps.insert(key, wish.new.clone());
            }
            Subject::Level(level) => {
                let at = self.levels.place(&wish.field)?;
                let row = self.levels.rows.get_mut(*self.rows.get(level)?)?;
                row[at].clone_from(&wish.new);
            }
            Subject::New(..) | Subject::Unknown(_) => return None,
        }
        Some(())
    }

    fn add(&mut self, wish: &Wish, id: &str, spot: &Spot, examples: &[String], base: &Base) {
        let entry = Entry {
            id: id.to_owned(),
            group: spot.groups.join(GROUPS),
            text: tidy(&wish.new),
            examples: examples::lines(&examples.join("\n")).join("\n"),
            is_internal: base.criteria.is_internal(spot),
            links: String::new(),
        };
        self.put(key_of(spot, base.handbook), entry);
    }
}

fn key_of(spot: &Spot, handbook: &Handbook) -> Key {
    (Some(spot.level), handbook[spot.competency].id.clone())
}

/// The cell in which a wish puts something.
fn touched(wish: &Wish, handbook: &Handbook, account: &Account) -> Option<Key> {
    match &wish.subject {
        Subject::Place(_, spot) | Subject::New(spot, _) => {
            Some(key_of(spot, handbook)).filter(|key| account.cells.contains_key(key))
        }
        _ => None,
    }
}

/// Whether levels say the same. Their own fingerprints follow from that.
fn is_same(a: &List, b: &List) -> bool {
    let is_same_row = |a: &Vec<String>, b: &Vec<String>| {
        let last = a.len() - 1;
        a.len() == b.len() && a[..last].iter().zip(&b[..last]).all(|(a, b)| tidy(a) == tidy(b))
    };
    a.columns == b.columns
        && a.rows.len() == b.rows.len()
        && a.rows.iter().zip(&b.rows).all(|(a, b)| is_same_row(a, b))
}

/// What the links of criteria lead to, of those that have any.
fn links(whole: &Whole) -> BTreeMap<(Option<LevelIx>, String), String> {
    let handbook = &whole.handbook;
    let tracked = handbook.untracked();
    let mut found = BTreeMap::new();
    let mut add = |level: LevelIx, it: &Criterion| {
        let prose = it.examples().chain([&it.text]).filter(|prose| prose.has_references());
        let links: Vec<String> = prose
            .flat_map(|prose| prose.links())
            .map(|link| match whole.names.link(tracked, &link, PageKey::Level(level)) {
                Ok(target) => format!("{target:?}"),
                Err(_) => format!("nothing by {}", link.target),
            })
            .collect();
        if !links.is_empty() {
            found.insert((Some(level), it.id.to_string()), links.join("\n"));
        }
    };
    for (level, _) in handbook.levels() {
        tracked.body(level).criteria().for_each(|it| add(level, it));
    }
    found
}

/// What no edit of a sheet changes.
fn others(handbook: &Handbook) -> Vec<String> {
    let tracked = handbook.untracked();
    let mut others: Vec<String> =
        handbook.competencies().map(|(_, it)| format!("{} {}", it.id, it.title)).collect();
    for (level, _) in handbook.levels() {
        let body = tracked.body(level);
        let mut say = |what: String| others.push(format!("{}: {what}", handbook.level_name(level)));
        say(body.intro.text().to_owned());
        body.sections.iter().for_each(|it| say(format!("{} {}", it.title, it.prose.text())));
        body.categories.iter().for_each(|(_, prose)| say(prose.text().to_owned()));
        for block in body.cells.iter().flat_map(|cell| &cell.blocks) {
            if let BlockContent::Prose(prose) = &block.content {
                say(prose.text().to_owned());
            }
        }
    }
    others
}
