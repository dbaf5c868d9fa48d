//! Work of `import` grows with the number of rows, levels and columns, not with its square. See `growth.rs` for how
//! that is measured.

use ladderbook::config::Audience;
use ladderbook::import::{self, MergeOptions, Options};
use ladderbook::site::SheetRequest;
use ladderbook::tree::Tree;

use crate::growth::{Input, hold};
use crate::merges::{Rows, column, csv_of_rows, exported, merged_with, resaved, rows_of_csv};
use crate::support::project;

/// A sheet that came from `export` and was changed, and the handbook that it is of.
struct Sheet {
    project: Tree,
    bytes: Vec<u8>,
}

/// Sheets, most of which once took a time that grew with the square of their rows.
const SHEETS: &[Input<Sheet>] = &[
    ("rows of cells without a criterion", 150, |n| changed(steps(n), |_| {})),
    ("copied rows without their ids", 250, |n| {
        changed(levels(n), |rows| {
            copy(rows, &["id"]);
            copy(rows, &["id"]);
        })
    }),
    ("new rows of one level", 200, |n| {
        changed(level(n), |rows| copy(rows, &["id", "fingerprint"]))
    }),
    ("new rows that the files have already", 150, |n| {
        changed(level(n), |rows| {
            let (id, fingerprint) = (column(rows, "id"), column(rows, "fingerprint"));
            rows.iter_mut().skip(1).for_each(|row| {
                row[id].clear();
                row[fingerprint].clear();
            });
        })
    }),
    ("steps of one level", 200, |n| changed(steps(n), |rows| set(rows, "step", |_| "Owns".into()))),
    ("steps that no scale has", 200, |n| {
        changed(steps(n), |rows| set(rows, "step", |it| format!("Masters {it}")))
    }),
    ("facts of one level", 400, |n| {
        let facts: String = (0..n).map(|it| format!("  fact {it}: value {it}\n")).collect();
        let level = format!("---\ntitle: One\nfacts:\n{facts}---\n\n## Craft\n\n- Works\n");
        let project = project(&[("content/levels/ic/1-one.md", &level)]);
        let bytes = exported(&project, SheetRequest::Workbook, Audience::Public);
        let bytes = resaved(&bytes, "Levels", |rows| {
            (0..n).for_each(|it| set(rows, &format!("fact {it}"), |_| "another".into()));
        });
        Sheet { project, bytes }
    }),
    ("rows below headings of their own", 200, |n| {
        changed(level(n), |rows| set(rows, "group", |it| format!("Group {it}")))
    }),
    ("new rows below headings of their own", 200, |n| {
        changed(level(n), |rows| {
            copy(rows, &["id", "fingerprint"]);
            set(rows, "group", |it| format!("Group {it}"));
        })
    }),
    ("new rows of many competencies", 100, |n| {
        changed(competencies(n), |rows| {
            copy(rows, &["id", "fingerprint"]);
            let fingerprint = column(rows, "fingerprint");
            let level = column(rows, "level");
            let new = rows.iter_mut().skip(1).filter(|row| row[fingerprint].is_empty());
            new.for_each(|row| "Two".clone_into(&mut row[level]));
        })
    }),
    ("rows that are gone", 300, |n| {
        changed(level(n), |rows| {
            let half = rows.len() / 2 + 1;
            rows.truncate(half);
        })
    }),
];

/// Tables from elsewhere that did.
const TABLES: &[Input<String>] = &[("words of a cell", 16_000, |n| {
    format!("Competency,L1 One,L2 Two\nCraft,{}Works,Leads\n", "works ".repeat(n))
})];

/// A handbook of levels with a criterion each.
fn levels(count: usize) -> Tree {
    let level = |it: usize| {
        let text = format!("---\ntitle: Level {it}\n---\n\n## Craft\n\n- {}\n", criterion(it));
        (format!("content/levels/track-{}/{}-level-{it}.md", it / 20, it % 20 + 1), text)
    };
    let files: Vec<(String, String)> = (0..count).map(level).collect();
    project(&files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>())
}

/// A handbook of one level with criteria.
fn level(count: usize) -> Tree {
    let criteria: String = (0..count).map(|it| format!("- {}\n", criterion(it))).collect();
    let text = format!("---\ntitle: One\n---\n\n## Craft\n\n{criteria}");
    project(&[("content/levels/ic/1-one.md", &text)])
}

/// A handbook of one level that is expected a step in each competency.
fn steps(count: usize) -> Tree {
    let competencies: String = (0..count)
        .map(|it| format!("  - {{id: craft-{it}, title: Craft {it}, scale: depth}}\n"))
        .collect();
    let expected: String = (0..count).map(|it| format!("  craft-{it}: 1\n")).collect();
    project(&[
        ("content/scales.yaml", "scales:\n  depth: [Learns, Owns]\n"),
        ("content/competencies.yaml", &format!("competencies:\n{competencies}")),
        ("content/levels/ic/1-one.md", &format!("---\ntitle: One\nexpect:\n{expected}---\n")),
    ])
}

/// A handbook of a level with a criterion in each competency, and one without.
fn competencies(count: usize) -> Tree {
    let cells: String =
        (0..count).map(|it| format!("## Craft {it}\n\n- {}\n\n", criterion(it))).collect();
    project(&[
        ("content/levels/ic/1-one.md", &format!("---\ntitle: One\n---\n\n{cells}")),
        ("content/levels/ic/2-two.md", "---\ntitle: Two\n---\n"),
    ])
}

fn criterion(number: usize) -> String {
    format!("Does {} of area {number}", number * 7919 % 101)
}

/// The list of criteria of a handbook with other rows.
fn changed(project: Tree, change: impl Fn(&mut Rows)) -> Sheet {
    let mut rows = rows_of_csv(&exported(&project, SheetRequest::Csv, Audience::Public));
    change(&mut rows);
    Sheet { project, bytes: csv_of_rows(&rows) }
}

/// Sets a field of all rows.
fn set(rows: &mut Rows, name: &str, value: impl Fn(usize) -> String) {
    let at = column(rows, name);
    rows.iter_mut().skip(1).enumerate().for_each(|(number, row)| row[at] = value(number));
}

/// Copies all rows with other texts and without what they have in some columns.
fn copy(rows: &mut Rows, without: &[&str]) {
    let mut copies = rows.clone();
    let text = column(&copies, "text");
    copies.iter_mut().skip(1).for_each(|row| row[text] += " and more");
    for name in without {
        let at = column(&copies, name);
        copies.iter_mut().for_each(|row| row[at].clear());
    }
    rows.extend(copies.into_iter().skip(1));
}

#[test]
fn no_sheet_that_comes_back_grows_with_the_square() {
    hold(SHEETS, |Sheet { project, bytes }| {
        merged_with(project, "x.csv", bytes, MergeOptions { delete: true })
    });
}

#[test]
fn no_table_from_elsewhere_grows_with_the_square() {
    hold(TABLES, |table| {
        import::import("x", table.as_bytes(), &Options::default()).expect("a handbook")
    });
}
