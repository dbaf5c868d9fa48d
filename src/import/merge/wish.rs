//! What a sheet asks for: rows beside what the files say and what they said.

use std::collections::BTreeMap;
use std::fmt;

use super::sheet::{Exported, Row};
use crate::diagnostic::Place;
use crate::exchange::sheets::{List, tidy};
use crate::handbook::{CompetencyIx, Criterion, Handbook, LevelIx};
use crate::import::grid::At;
use crate::spelling::folded;

/// A change that a sheet asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    pub sheet: String,
    pub at: At,
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

/// What a change is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A criterion, by its id.
    Criterion(String),
    /// What a level expects in a competency.
    Cell(LevelIx, CompetencyIx),
    Level(LevelIx),
    /// A criterion that is not there yet.
    New(LevelIx, CompetencyIx),
    /// Something that is not known.
    Unknown(String),
}

/// `Criteria!F7: text of ships-it: "…" -> "…"`.
impl fmt::Display for Wish {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sheet, at, subject, field, old, new } = self;
        let name = match subject {
            Subject::Criterion(id) | Subject::Unknown(id) => format!("{field} of {id}"),
            Subject::Cell(..) | Subject::Level(_) => field.clone(),
            Subject::New(..) => "a new criterion".to_owned(),
        };
        match old.as_str() {
            "" => write!(f, "{sheet}!{at}: {name}: {new:?}"),
            old => write!(f, "{sheet}!{at}: {name}: {old:?} -> {new:?}"),
        }
    }
}

/// What the lists of a sheet ask for, and what of that cannot be known or is in conflict with the files.
pub fn wishes(
    exported: &Exported,
    [criteria, levels]: &[List; 2],
    handbook: &Handbook,
) -> (Vec<Wish>, Vec<Open>) {
    let mut found = Wishes { handbook, wishes: Vec::new(), open: Vec::new() };
    let by_id = by_id(criteria, handbook);
    for row in &exported.criteria {
        found.criterion(row, criteria, &by_id);
    }
    for row in &exported.levels {
        found.level(row, levels);
    }
    (found.wishes, found.open)
}

/// The rows of the files by ids old and new.
fn by_id(list: &List, handbook: &Handbook) -> BTreeMap<String, usize> {
    let mut by_id: BTreeMap<String, usize> = BTreeMap::new();
    for (number, row) in list.rows.iter().enumerate().filter(|(_, row)| !row[0].is_empty()) {
        by_id.entry(row[0].clone()).or_insert(number);
    }
    for it in handbook.untracked().criteria() {
        let Some(number) = by_id.get(&it.id).copied() else { continue };
        for old in &it.was {
            by_id.entry(old.clone()).or_insert(number);
        }
    }
    by_id
}

struct Wishes<'h> {
    handbook: &'h Handbook,
    wishes: Vec<Wish>,
    open: Vec<Open>,
}

impl Wishes<'_> {
    fn criterion(&mut self, row: &Row, list: &List, by_id: &BTreeMap<String, usize>) {
        let id = row.text("id");
        if row.written.is_none() {
            return self.added(row);
        }
        let changed: Vec<&String> = list.columns.iter().filter(|it| row.is_changed(it)).collect();
        if changed.is_empty() {
            return;
        }
        let known = by_id.get(id).map(|number| &list.rows[*number]);
        let current = known.or_else(|| self.cell_row(row, list).map(|number| &list.rows[number]));
        let Some(current) = current else {
            let reason = match row.is_changed("id") {
                true => "the id was changed, by which the criterion is known",
                false => "the criterion is not in the files any more",
            };
            self.unknown(row, id, changed[0], reason);
            return;
        };
        let place = self.place(&current[0]);
        for column in changed {
            let now = list.columns.iter().position(|it| it == column).map_or("", |at| &current[at]);
            let subject = match (column.as_str(), self.cell(current, list)) {
                ("step", Some((level, competency))) => Subject::Cell(level, competency),
                _ => Subject::Criterion(current[0].clone()),
            };
            self.compare(row, column, now, subject, place.clone());
        }
    }

    /// The row of the files for a row without an id: that of the same cell.
    fn cell_row(&self, row: &Row, list: &List) -> Option<usize> {
        let place = ["track", "level", "competency"];
        let is_same = |fields: &Vec<String>| {
            fields[0].is_empty()
                && place.iter().all(|name| {
                    let at = list.columns.iter().position(|it| it == name).unwrap_or_default();
                    row.was(name, &fields[at])
                })
        };
        let is_cell = row.text("id").is_empty() && !row.is_changed("id");
        is_cell.then(|| list.rows.iter().position(is_same)).flatten()
    }

    /// The level and the competency of a row of the files.
    fn cell(&self, fields: &[String], list: &List) -> Option<(LevelIx, CompetencyIx)> {
        let field = |name: &str| {
            let at = list.columns.iter().position(|it| it == name).unwrap_or_default();
            fields[at].as_str()
        };
        let level = self.level_called(field("level"), field("track"))?;
        Some((level, self.competency_called(field("competency"))?))
    }

    fn level_called(&self, name: &str, track: &str) -> Option<LevelIx> {
        let tracked = self.handbook.untracked();
        let is_meant = |(key, _): &(LevelIx, &crate::handbook::Level)| {
            let level = &self.handbook[*key];
            let titles = [tracked.label(*key), tracked.title(*key), level.code.as_str()];
            let of_track = &self.handbook[level.track];
            let in_track = track.is_empty()
                || [&of_track.title, &of_track.id].iter().any(|it| folded(it) == folded(track));
            in_track
                && (titles.iter().any(|it| !it.is_empty() && folded(it) == folded(name))
                    || self.handbook.level_name(*key) == name
                    || level.id == name)
        };
        let mut found = self.handbook.levels().filter(is_meant).map(|(key, _)| key);
        let first = found.next().filter(|_| !name.is_empty())?;
        found.next().is_none().then_some(first)
    }

    fn competency_called(&self, name: &str) -> Option<CompetencyIx> {
        let is_meant = |title: &str, id: &str| folded(title) == folded(name) || id == name;
        let mut found = self.handbook.competencies().filter(|(_, it)| is_meant(&it.title, &it.id));
        let first = found.next().map(|(key, _)| key)?;
        found.next().is_none().then_some(first)
    }

    fn level(&mut self, row: &Row, list: &List) {
        let name = row.text("level");
        let changed: Vec<&String> = row.fields.keys().filter(|it| row.is_changed(it)).collect();
        if changed.is_empty() && row.written.is_some() {
            return;
        }
        let found = list.rows.iter().find(|fields| fields[0] == name);
        let level = self
            .handbook
            .levels()
            .map(|(key, _)| key)
            .find(|key| self.handbook.level_name(*key) == name);
        let (Some(current), Some(level)) = (found, level) else {
            let first = changed.first().map_or("level", |it| it.as_str());
            self.unknown(row, name, first, "there is no such level in the files");
            return;
        };
        let place = Some(self.handbook[level].place.clone());
        for column in changed {
            let now = list.columns.iter().position(|it| it == column).map_or("", |at| &current[at]);
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
        let wish = Wish { sheet, at: cell.at, subject, field: column.to_owned(), old, new };
        if row.was(column, now) {
            if !self.wishes.iter().any(|it| {
                it.subject == wish.subject && it.field == wish.field && it.new == wish.new
            }) {
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
        let level = self.level_called(row.text("level"), row.text("track"));
        let competency = self.competency_called(row.text("competency"));
        let reason = match (level, competency) {
            _ if text.is_empty() => "a new row has no text",
            (None, _) => "a new row does not say which level it is for",
            (_, None) => "a new row does not say which competency it is for",
            (Some(level), Some(competency)) => {
                let at = row.fields.get("text").map(|cell| cell.at).unwrap_or_default();
                let (sheet, new) = (row.sheet.clone(), text.to_owned());
                let subject = Subject::New(level, competency);
                let field = row.text("id").to_owned();
                self.wishes.push(Wish { sheet, at, subject, field, old: String::new(), new });
                for column in ["examples", "group"].iter().filter(|it| !row.text(it).is_empty()) {
                    self.unknown(
                        row,
                        "a new criterion",
                        column,
                        "new criteria are carried over with their text alone",
                    );
                }
                return;
            }
        };
        self.unknown(row, row.text("id"), "text", reason);
    }

    fn unknown(&mut self, row: &Row, name: &str, column: &str, reason: &str) {
        let at = row.fields.get(column).map_or(row.at, |cell| cell.at);
        let wish = Wish {
            sheet: row.sheet.clone(),
            at,
            subject: Subject::Unknown(name.to_owned()),
            field: column.to_owned(),
            old: String::new(),
            new: row.text(column).to_owned(),
        };
        self.open.push(Open { wish, place: None, reason: reason.to_owned() });
    }

    fn place(&self, id: &str) -> Option<Place> {
        let is_meant = |it: &&Criterion| it.id == id;
        self.handbook.untracked().criteria().find(is_meant).map(|it| it.place.clone())
    }
}
