//! Rows that a sheet had when it was written and has no longer.

use std::collections::BTreeSet;

use super::places::Places;
use super::sheet::Exported;
use super::subject::{Criteria, Named, Subject};
use super::wish::{Open, Wish};
use crate::exchange::sheets::{List, hash, traces};
use crate::handbook::{CompetencyIx, Handbook, LevelIx};
use crate::import::grid::Remark;

/// What becomes of the criteria of such rows.
#[derive(Default)]
pub struct Gone {
    pub wishes: Vec<Wish>,
    pub open: Vec<Open>,
    pub remarks: Vec<Remark>,
}

/// Finds the criteria whose rows are gone, by the traces of them that other rows have: a criterion that was written since
/// has none, and neither has one that the sheet was not to show. Where all rows of a level or of a competency are gone,
/// or most of all rows, the sheet is taken for an extract of the handbook, and these are left alone.
pub fn gone(
    exported: &Exported,
    list: &List,
    handbook: &Handbook,
    places: &Places,
    deletes: bool,
) -> Gone {
    let mut gone = Gone::default();
    let Some(sheet) = exported.criteria.first().map(|row| row.sheet.as_str()) else { return gone };
    let criteria = Criteria::of(handbook);
    let found = Absent::of(exported, list, handbook, places, &criteria);
    let (held, free): (Vec<usize>, Vec<usize>) =
        found.criteria.iter().copied().partition(|at| found.is_part(*at, list));
    let id = |at: &usize| list.rows[*at][0].as_str();
    let mut remark = |rows: Vec<String>, why: &str| {
        if !rows.is_empty() {
            gone.remarks.push(Remark::new(
                sheet,
                None,
                format!("has no row for {}: {why}", few(&rows)),
            ));
        }
    };
    let names = |rows: &[usize]| rows.iter().map(|at| format!("`{}`", id(at))).collect::<Vec<_>>();
    remark(
        names(&held),
        "with nothing else of a level or a competency, or with little at all, it is taken for a part of the handbook; \
         nothing is removed",
    );
    let cells = found.cells.iter().map(|at| {
        format!("the step of {} in {}", list.field(*at, "level"), list.field(*at, "competency"))
    });
    remark(cells.collect(), "steps are not removed; take them out of `expect` in the file");
    if !deletes {
        remark(names(&free), "nothing is removed without `--delete`");
        return gone;
    }
    let traces = traces(handbook, list);
    for at in free {
        let named = Named { id: id(&at).to_owned(), level: list.subjects[at].level };
        let place = criteria.get(&named).map(|it| it.place.clone());
        let wish = Wish {
            sheet: sheet.to_owned(),
            at: None,
            subject: Subject::Gone(named),
            field: "row".to_owned(),
            old: list.field(at, "text").to_owned(),
            new: String::new(),
        };
        if exported.traces.contains(&traces[at]) {
            gone.wishes.push(wish);
        } else {
            let reason = "conflict: it was taken out of the sheet, and changed in the files";
            gone.open.push(Open { wish, place, reason: reason.to_owned() });
        }
    }
    gone
}

/// Rows of the files that the sheet had and has no longer, by their numbers.
#[derive(Default)]
struct Absent {
    criteria: Vec<usize>,
    /// Cells that state a step and have no criterion.
    cells: Vec<usize>,
    /// How many rows the sheet has, and of what.
    present: usize,
    levels: BTreeSet<Option<LevelIx>>,
    competencies: BTreeSet<Option<CompetencyIx>>,
}

impl Absent {
    fn of(
        exported: &Exported,
        list: &List,
        handbook: &Handbook,
        places: &Places,
        criteria: &Criteria,
    ) -> Self {
        const HASH: usize = 12;
        let rows = exported.criteria.iter();
        let ids: BTreeSet<String> = rows
            .clone()
            .flat_map(|row| [row.written("id").to_owned(), hash(row.text("id"))])
            .collect();
        let known: BTreeSet<&str> =
            exported.traces.iter().filter_map(|trace| trace.get(..HASH)).collect();
        // A row of its cell says the step as well.
        let cells: BTreeSet<(LevelIx, CompetencyIx)> =
            rows.filter_map(|row| places.cell(row)).collect();
        let mut absent = Self::default();
        for (at, trace) in traces(handbook, list).iter().enumerate() {
            let (id, subject) = (list.rows[at][0].as_str(), list.subjects[at]);
            let was_written = trace.get(..HASH).is_some_and(|it| known.contains(it));
            if id.is_empty() {
                let cell = subject.level.zip(subject.competency);
                if was_written && !cell.is_some_and(|it| cells.contains(&it)) {
                    absent.cells.push(at);
                }
                continue;
            }
            let named = Named { id: id.to_owned(), level: subject.level };
            let was = criteria.get(&named).map_or(&[][..], |it| it.was());
            let is_there =
                was.iter().map(String::as_str).chain([id]).any(|it| ids.contains(&hash(it)));
            match is_there {
                true => {
                    absent.present += 1;
                    absent.levels.insert(subject.level);
                    absent.competencies.insert(subject.competency);
                }
                false if was_written => absent.criteria.push(at),
                false => {}
            }
        }
        absent
    }

    /// Whether a row seems to be absent since the sheet is of a part of the handbook.
    fn is_part(&self, at: usize, list: &List) -> bool {
        let subject = list.subjects[at];
        self.criteria.len() > self.present
            || !self.levels.contains(&subject.level)
            || !self.competencies.contains(&subject.competency)
    }
}

/// The first of some names, and how many more there are.
fn few(names: &[String]) -> String {
    const SHOWN: usize = 5;
    let shown = names.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
