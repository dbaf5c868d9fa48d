//! What a sheet asks for: rows beside what the files say and what they said.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::examples;
use super::places::{Places, groups};
use super::sheet::{Exported, Row};
use super::subject::{Criteria, Named, Spot, Subject, of_levels};
use crate::diagnostic::Place;
use crate::exchange::sheets::{List, hash, tidy};
use crate::handbook::{CompetencyIx, Handbook, LevelIx};
use crate::import::grid::At;

/// A change that a sheet asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    pub sheet: String,
    /// The cell that asks for it; `None` for a row that is not there.
    pub at: Option<At>,
    pub subject: Subject,
    pub field: String,
    pub old: String,
    pub new: String,
}

/// A change in a sheet that was not carried over.
#[derive(Clone, Debug)]
pub struct Open {
    pub wish: Wish,
    /// What stands there in the files, if it is known.
    pub place: Option<Place>,
    /// A lower-case phrase.
    pub reason: String,
}

/// `Criteria!F7: text of ships-it: "…" -> "…"`.
impl fmt::Display for Wish {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sheet, at, subject, field, old, new } = self;
        let name = match subject {
            Subject::Criterion(Named { id, .. }) | Subject::Unknown(id) => {
                format!("{field} of {id}")
            }
            Subject::Place(Named { id, .. }, _) => format!("place of {id}"),
            Subject::Gone(Named { id, .. }) => format!("no row for {id}"),
            Subject::Cell(..) | Subject::Level(_) => field.clone(),
            Subject::New(..) => "a new criterion".to_owned(),
        };
        write!(f, "{sheet}")?;
        if let Some(at) = at {
            write!(f, "!{at}")?;
        }
        match (old.as_str(), new.as_str()) {
            ("", new) => write!(f, ": {name}: {new:?}"),
            (old, _) if matches!(subject, Subject::Gone(_)) => write!(f, ": {name}: {old:?}"),
            (old, new) => write!(f, ": {name}: {old:?} -> {new:?}"),
        }
    }
}

/// What the lists of a sheet ask for, and what of that cannot be known or is in conflict with the files.
pub fn wishes(
    exported: &Exported,
    [criteria, levels]: &[List; 2],
    handbook: &Handbook,
    places: &Places,
    deletes: bool,
) -> (Vec<Wish>, Vec<Open>) {
    let mut found = Wishes {
        handbook,
        places,
        known: Known::of(criteria, handbook),
        criteria: Criteria::of(handbook),
        said: said(handbook),
        deletes,
        asked: BTreeSet::new(),
        wishes: Vec::new(),
        open: Vec::new(),
    };
    let copies = copies(exported);
    for row in &exported.criteria {
        match copies.get(&row.key()) {
            Some(true) if row.is_changed_anywhere() => found.unknown(
                row,
                row.text("id"),
                "id",
                "this row is a copy of another one; for a new criterion take its id and its fingerprint out",
            ),
            Some(false) => found.unknown(
                row,
                row.text("id"),
                "id",
                "several rows have this id, and each says something else; leave it to one of them",
            ),
            _ => found.criterion(row, criteria),
        }
    }
    let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, row) in levels.rows.iter().enumerate() {
        by_name.entry(&row[0]).or_insert(number);
    }
    for row in &exported.levels {
        found.level(row, levels, by_name.get(row.text("level")).copied());
    }
    (found.wishes, found.open)
}

/// Where the rows of a sheet belong.
pub fn places(exported: &Exported, criteria: &List, handbook: &Handbook) -> Places {
    let known = Known::of(criteria, handbook);
    Places::of(exported, criteria, handbook, |row| known.row(row))
}

/// What rows have in common that are copies of one; and whether one of these is as it was written.
fn copies(exported: &Exported) -> BTreeMap<(String, String), bool> {
    let mut all: BTreeMap<(String, String), Vec<bool>> = BTreeMap::new();
    for row in exported.criteria.iter().filter(|row| row.written.is_some()) {
        if !row.text("id").is_empty() {
            all.entry(row.key()).or_default().push(row.is_changed_anywhere());
        }
    }
    all.retain(|_, changed| changed.len() > 1);
    all.into_iter().map(|(key, changed)| (key, changed.contains(&false))).collect()
}

/// What is said of a criterion, with where it stands: its text and its examples.
type Said = (Spot, String, Vec<String>);

/// What the criteria of levels say.
fn said(handbook: &Handbook) -> BTreeSet<Said> {
    let said = of_levels(handbook).map(|it| {
        let examples = it.criterion.examples().map(|it| tidy(it.text())).collect();
        (it.spot(), tidy(it.criterion.text.text()), examples)
    });
    said.collect()
}

/// Hashes of the names of a track, a level and a competency.
type PlaceHashes = [String; 3];

/// The columns that say which cell a row is of.
const CELL: [&str; 3] = ["track", "level", "competency"];

/// The rows of the files by what those of a sheet have in common with them.
struct Known {
    /// The first row of each id.
    by_id: BTreeMap<String, usize>,
    /// The ids of today of those that were.
    by_old_id: BTreeMap<String, String>,
    /// The first row of each id at each place. Those of cells without a criterion have no id.
    by_place: BTreeMap<(String, PlaceHashes), usize>,
    /// The first row of each cell.
    by_cell: BTreeMap<(LevelIx, CompetencyIx), usize>,
}

impl Known {
    fn of(list: &List, handbook: &Handbook) -> Self {
        let mut known = Self {
            by_id: BTreeMap::new(),
            by_old_id: BTreeMap::new(),
            by_place: BTreeMap::new(),
            by_cell: BTreeMap::new(),
        };
        for (number, row) in list.rows.iter().enumerate() {
            let id = &row[0];
            if !id.is_empty() {
                known.by_id.entry(id.clone()).or_insert(number);
            }
            let hashes = CELL.map(|it| hash(list.field(number, it)));
            known.by_place.entry((id.clone(), hashes)).or_insert(number);
            let subject = list.subjects[number];
            if let Some(cell) = subject.level.zip(subject.competency) {
                known.by_cell.entry(cell).or_insert(number);
            }
        }
        for it in handbook.untracked().criteria() {
            let Some(id) = known.id(&it.id).map(str::to_owned) else { continue };
            for old in it.was().iter().filter(|old| !known.by_id.contains_key(*old)) {
                known.by_old_id.entry(old.clone()).or_insert_with(|| id.clone());
            }
        }
        known
    }

    /// The id of today for one of today or of before.
    fn id<'k>(&'k self, id: &'k str) -> Option<&'k str> {
        match self.by_id.contains_key(id) {
            true => Some(id),
            false => self.by_old_id.get(id).map(String::as_str),
        }
    }

    /// The row of the files for one of the sheet: that of the same id, or of the same cell for one without an id.
    fn row(&self, row: &Row) -> Option<usize> {
        let hashes = CELL.map(|it| row.written(it).to_owned());
        let id = row.text("id");
        if id.is_empty() {
            let is_cell = !row.is_changed("id");
            return self.by_place.get(&(String::new(), hashes)).copied().filter(|_| is_cell);
        }
        let id = self.id(id)?;
        // What overrides an inherited criterion has its id: these are told apart by where they stand.
        self.by_place.get(&(id.to_owned(), hashes)).or_else(|| self.by_id.get(id)).copied()
    }
}

struct Wishes<'h> {
    handbook: &'h Handbook,
    places: &'h Places,
    known: Known,
    criteria: Criteria<'h>,
    said: BTreeSet<Said>,
    deletes: bool,
    /// What has been asked for of each subject and field.
    asked: BTreeSet<(Subject, String, String)>,
    wishes: Vec<Wish>,
    open: Vec<Open>,
}

/// The columns that say where a criterion stands.
const PLACE: [&str; 4] = ["track", "level", "competency", "group"];

impl Wishes<'_> {
    fn criterion(&mut self, row: &Row, list: &List) {
        if row.written.is_none() {
            return self.added(row);
        }
        let mut changed: Vec<&String> =
            list.columns.iter().filter(|it| row.is_changed(it)).collect();
        if row.is_changed("step") && self.step(row, list) {
            changed.retain(|it| *it != "step");
        }
        let Some(first) = changed.first() else { return };
        let Some(current) = self.known.row(row) else {
            let reason = match row.is_changed("id") {
                true => "the id was changed, by which the criterion is known",
                false => "conflict: it was changed in the sheet, and is not in the files any more",
            };
            self.unknown(row, row.text("id"), first, reason);
            return;
        };
        let subject = list.subjects[current];
        let named = Named { id: list.rows[current][0].clone(), level: subject.level };
        let place = self.criteria.get(&named).map(|it| it.place.clone());
        let spot = self.criteria.spot(&named);
        let is_placed = |column: &&String| PLACE.contains(&column.as_str());
        if let Some(column) = changed.iter().find(|it| is_placed(it)) {
            self.place(row, column, &named, spot, place.clone());
        }
        for column in changed.into_iter().filter(|it| !is_placed(it)) {
            let now = list.field(current, column);
            if column == "examples" {
                self.examples(row, now, named.clone(), place.clone());
            } else {
                let subject = Subject::Criterion(named.clone());
                self.compare(row, column, now, subject, place.clone());
            }
        }
    }

    /// A step that the sheet has otherwise: that of the cell in which the row stood, wherever its criterion is now. Says
    /// whether it was that of a cell.
    fn step(&mut self, row: &Row, list: &List) -> bool {
        let Some((level, competency)) = self.places.cell(row) else { return false };
        if PLACE.iter().any(|it| row.is_changed(it)) {
            let reason =
                "its row was moved as well; change the step in a row that stays in its cell";
            self.unknown(row, row.text("id"), "step", reason);
            return true;
        }
        let now = self.known.by_cell.get(&(level, competency));
        let now = now.map(|at| list.field(*at, "step")).unwrap_or_default();
        let cell = self.handbook.untracked().cell(level, competency);
        let place = cell.map_or(&self.handbook[level].place, |cell| &cell.place).clone();
        self.compare(row, "step", now, Subject::Cell(level, competency), Some(place));
        true
    }

    /// A criterion that the sheet has elsewhere than when it was written. `now` is where it stands.
    fn place(
        &mut self,
        row: &Row,
        column: &str,
        named: &Named,
        now: Option<Spot>,
        place: Option<Place>,
    ) {
        let at = Some(row.fields[column].at);
        let reason = if named.id.is_empty() {
            "the step of a cell belongs to its level and competency"
        } else {
            "it is a criterion of a step, and stands in a register; move it there"
        };
        let Some(now) = now else { return self.unknown(row, row.text("id"), column, reason) };
        let wanted = match self.places.wanted(row, &now) {
            Ok(wanted) => wanted,
            Err(reason) => return self.unknown(row, &named.id, column, &reason),
        };
        if wanted == now {
            return;
        }
        let (old, new) = (now.shown(self.handbook), wanted.shown(self.handbook));
        let reason = (!self.places.was_at(row, &now)).then(|| {
            format!("conflict: it was moved in the sheet to {new}, and in the files to {old}")
        });
        let subject = Subject::Place(named.clone(), wanted);
        let (sheet, field) = (row.sheet.clone(), "place".to_owned());
        let wish = Wish { sheet, at, subject, field, old, new };
        match reason {
            Some(reason) => self.open.push(Open { wish, place, reason }),
            None => self.wishes.push(wish),
        }
    }

    /// Examples that the sheet has otherwise than when it was written.
    fn examples(&mut self, row: &Row, now: &str, named: Named, place: Option<Place>) {
        let said = tidy(now);
        let (old, new) = (examples::lines(&said), examples::lines(row.text("examples")));
        let subject = Subject::Criterion(named.clone());
        if old == new {
            return;
        }
        let at = Some(row.fields["examples"].at);
        let outcome = match examples::outcome(&old, &new, self.deletes) {
            Ok(outcome) => outcome,
            Err(reason) => {
                let (sheet, field) = (row.sheet.clone(), "examples".to_owned());
                let (old, new) = (now.to_owned(), row.text("examples").to_owned());
                let wish = Wish { sheet, at, subject, field, old, new };
                return self.open.push(Open { wish, place, reason: reason.to_owned() });
            }
        };
        // What was changed in the files is in the way only of something that would be changed.
        if !row.was("examples", now) && outcome.lines != old {
            return self.compare(row, "examples", now, subject, place);
        }
        let sheet = row.sheet.clone();
        let (field, old) = ("examples".to_owned(), now.to_owned());
        let mut told = |old: String, new: String, reason: &str| {
            let (sheet, field) = (sheet.clone(), field.clone());
            let wish = Wish { sheet, at, subject: subject.clone(), field, old, new };
            self.open.push(Open { wish, place: place.clone(), reason: reason.to_owned() });
        };
        for line in &outcome.kept {
            let reason =
                "an example was taken out, which stays: nothing is removed without `--delete`";
            told(line.clone(), String::new(), reason);
        }
        if outcome.is_reordered {
            let reason = "the order of examples was changed; do that in the file";
            told(old.clone(), row.text("examples").to_owned(), reason);
        }
        let new = outcome.lines.join("\n");
        if new != said {
            self.wishes.push(Wish { sheet, at, subject, field, old, new });
        }
    }

    /// `current` is the row of the files.
    fn level(&mut self, row: &Row, list: &List, current: Option<usize>) {
        let changed: Vec<&String> = row.fields.keys().filter(|it| row.is_changed(it)).collect();
        if changed.is_empty() && row.written.is_some() {
            return;
        }
        let Some((current, level)) = current.and_then(|at| Some((at, list.subjects[at].level?)))
        else {
            let first = changed.first().map_or("level", |it| it.as_str());
            self.unknown(row, row.text("level"), first, "there is no such level in the files");
            return;
        };
        let place = Some(self.handbook[level].place.clone());
        for column in changed {
            let now = list.field(current, column);
            self.compare(row, column, now, Subject::Level(level), place.clone());
        }
    }

    /// Three ways: what the sheet says, what the files say, what both said.
    fn compare(
        &mut self,
        row: &Row,
        column: &str,
        now: &str,
        subject: Subject,
        place: Option<Place>,
    ) {
        let cell = &row.fields[column];
        if tidy(now) == cell.text {
            return;
        }
        let (sheet, old, new) = (row.sheet.clone(), now.to_owned(), cell.text.clone());
        let (at, field) = (Some(cell.at), column.to_owned());
        let wish = Wish { sheet, at, subject, field, old, new };
        if row.was(column, now) {
            let asked = (wish.subject.clone(), wish.field.clone(), wish.new.clone());
            if self.asked.insert(asked) {
                self.wishes.push(wish);
            }
        } else {
            let reason = "conflict: it was changed in the sheet and in the files".to_owned();
            self.open.push(Open { wish, place, reason });
        }
    }

    /// A row without a fingerprint is a criterion to be.
    fn added(&mut self, row: &Row) {
        let text = row.text("text");
        let level = self.places.level(row.text("level"), row.text("track"));
        let competency = self.places.competency(row.text("competency"));
        let reason = match (level, competency) {
            _ if text.is_empty() => "a new row has no text",
            (None, _) => "a new row does not say which level it is for",
            (_, None) => "a new row does not say which competency it is for",
            (Some(level), Some(competency)) => {
                let at = row.fields.get("text").map(|cell| cell.at);
                let (sheet, new) = (row.sheet.clone(), text.to_owned());
                let spot = Spot { level, competency, groups: groups(row.text("group")) };
                let of_row = examples::lines(row.text("examples"));
                let of_row: Vec<String> = of_row.into_iter().map(str::to_owned).collect();
                // The files may have it, such as after the sheet was imported before.
                let wanted = (spot, text.to_owned(), of_row);
                if self.said.contains(&wanted) {
                    return;
                }
                let (spot, _, of_row) = wanted;
                let subject = Subject::New(spot, of_row);
                let field = row.text("id").to_owned();
                self.wishes.push(Wish { sheet, at, subject, field, old: String::new(), new });
                return;
            }
        };
        self.unknown(row, row.text("id"), "text", reason);
    }

    fn unknown(&mut self, row: &Row, name: &str, column: &str, reason: &str) {
        let at = row.fields.get(column).map_or(row.at, |cell| cell.at);
        let wish = Wish {
            sheet: row.sheet.clone(),
            at: Some(at),
            subject: Subject::Unknown(name.to_owned()),
            field: column.to_owned(),
            old: String::new(),
            new: row.text(column).to_owned(),
        };
        self.open.push(Open { wish, place: None, reason: reason.to_owned() });
    }
}
