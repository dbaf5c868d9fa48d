//! The columns before the levels: categories, competencies, what they mean.

use super::grid::{At, Cell, Remark};
use super::matrix::Row;

/// What a column before the levels has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    Category,
    Competency,
    Summary,
    /// Nothing that is read.
    Aside,
}

/// What each column before the levels has.
#[derive(Clone, Debug)]
pub struct Labels(Vec<Label>);

const CATEGORY: [&str; 14] = [
    "category",
    "area",
    "pillar",
    "dimension",
    "group",
    "theme",
    "section",
    "domain",
    "bereich",
    "kategorie",
    "gruppe",
    "thema",
    "cluster",
    "axis",
];
const SUMMARY: [&str; 8] = [
    "description",
    "definition",
    "summary",
    "meaning",
    "beschreibung",
    "bedeutung",
    "about",
    "erklärung",
];
const ASIDE: [&str; 15] = [
    "id",
    "fingerprint",
    "notes",
    "note",
    "comments",
    "comment",
    "kommentar",
    "kommentare",
    "notizen",
    "owner",
    "link",
    "links",
    "weight",
    "gewicht",
    "#",
];

/// Whether a column is called like one that no ladder needs.
pub fn is_aside(name: &str) -> bool {
    ASIDE.contains(&name.trim().to_lowercase().as_str())
}

/// How long the texts of a column are on average that is taken for one of meanings.
const LONG: usize = 60;

impl Labels {
    /// Told by the titles of the columns, else by how many there are and how long their texts.
    pub fn of(titles: &[Cell], rows: &[&[Cell]]) -> Self {
        let is_blank = |column: usize| rows.iter().all(|row| row[column].is_blank());
        let length = |column: usize| {
            let texts =
                rows.iter().map(|row| row[column].text.chars().count()).filter(|it| *it > 0);
            let (count, sum) = texts.fold((0, 0), |(count, sum), it| (count + 1, sum + it));
            sum.checked_div(count).unwrap_or_default()
        };
        let mut labels: Vec<Option<Label>> = Vec::new();
        for (column, title) in titles.iter().enumerate() {
            let title = title.text.to_lowercase();
            let has = |words: &[&str]| words.contains(&title.trim());
            labels.push(match () {
                () if is_blank(column) || has(&ASIDE) => Some(Label::Aside),
                () if has(&CATEGORY) => Some(Label::Category),
                () if has(&SUMMARY) => Some(Label::Summary),
                () => None,
            });
        }
        let mut open: Vec<usize> = (0..labels.len()).filter(|it| labels[*it].is_none()).collect();
        if open.is_empty() {
            // What is called a category is the only name that there is.
            open.extend(labels.iter().rposition(|it| *it == Some(Label::Category)));
        }
        if let [.., last] = open.as_slice()
            && open.len() > 1
            && length(*last) > LONG
        {
            labels[*last] = Some(Label::Summary);
            open.pop();
        }
        if let Some(competency) = open.pop() {
            labels[competency] = Some(Label::Competency);
        }
        for (number, column) in open.iter().rev().enumerate() {
            labels[*column] = Some(if number == 0 { Label::Category } else { Label::Aside });
        }
        Self(labels.into_iter().map(|it| it.unwrap_or(Label::Aside)).collect())
    }

    fn cell<'g>(&self, row: &'g [Cell], label: Label) -> Option<&'g Cell> {
        self.0.iter().position(|it| *it == label).map(|column| &row[column])
    }
}

/// The rows of a matrix below its header.
pub fn rows(
    sheet: &str,
    labels: &Labels,
    rows: &[&[Cell]],
    columns: &[usize],
    remarks: &mut Vec<Remark>,
) -> Vec<Row> {
    let mut found: Vec<Row> = Vec::new();
    let mut category: Option<String> = None;
    for row in rows {
        let title = labels.cell(row, Label::Competency);
        let text = |label| labels.cell(row, label).map_or("", |it| it.text.as_str());
        if !text(Label::Category).is_empty() {
            category = Some(one_line(text(Label::Category)));
        }
        let own = |cell: &Cell| !cell.is_blank() && !is_part_of_label(cell, row, columns);
        let cells: Vec<Vec<Cell>> = columns
            .iter()
            .map(|column| Some(row[*column].clone()).filter(own).into_iter().collect())
            .collect();
        let is_empty = cells.iter().all(Vec::is_empty);
        let of_last = found.last().map(|last| last.at);
        let is_merged =
            title.is_some_and(|it| it.merged_into.is_some() && it.merged_into == of_last);
        let has_title = title.is_some_and(|it| !it.is_blank()) && !is_merged;
        // Where a category has one competency, some tables name only the category.
        let named = labels
            .cell(row, Label::Category)
            .filter(|it| !has_title && !is_merged && !it.is_blank() && it.merged_into.is_none());
        let name = if has_title { title } else { named };
        match (name, is_empty, found.last_mut()) {
            (None, true, _) => {}
            (Some(name), true, _) => category = Some(one_line(&name.text)),
            (Some(name), false, _) => found.push(Row {
                kind: None,
                category: category.clone(),
                title: one_line(&name.text),
                summary: one_line(text(Label::Summary)),
                at: name.at,
                cells,
            }),
            (None, false, Some(last)) => {
                last.cells.iter_mut().zip(cells).for_each(|(known, more)| known.extend(more));
            }
            (None, false, None) => {
                let at = row.iter().find(|it| !it.is_blank()).map(|it| it.at);
                let message = "stands beside no competency, and was left out with its row";
                remarks.push(Remark::new(sheet, at, message));
            }
        }
    }
    found
}

/// Whether a cell below a level only shows the name of the row, with which it is merged.
fn is_part_of_label(cell: &Cell, row: &[Cell], columns: &[usize]) -> bool {
    let first = columns.first().copied().unwrap_or_default();
    // The places of a row ascend.
    let is_before = |origin: At| row[..first].binary_search_by_key(&origin, |it| it.at).is_ok();
    cell.merged_into.is_some_and(is_before)
}

fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace("**", "")
}
