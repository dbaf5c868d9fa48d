//! Criteria that a sheet puts elsewhere, takes out or adds: what stands in the files afterwards, byte for byte.

use ladderbook::config::Audience;
use ladderbook::import::{MergeOptions, Merged};
use ladderbook::site::{self, SheetRequest};
use ladderbook::tree::Tree;

use crate::merges::{column, csv_of_rows, exported, merged_with, open, resaved, rows_of_csv};
use crate::support::{build, project, report, text};

const JUNIOR: &str = "content/levels/ic/1-junior.md";
const SENIOR: &str = "content/levels/ic/2-senior.md";
const LEAD: &str = "content/levels/people/1-lead.md";

const DELETE: MergeOptions = MergeOptions { delete: true };
const KEEP: MergeOptions = MergeOptions { delete: false };

/// Two tracks, lists of several kinds, and what stands beside criteria.
fn ladder() -> Tree {
    project(&[
        (
            "content/competencies.yaml",
            "categories:\n- {id: craft, title: Craft}\n- {id: people, title: With people}\ncompetencies:\n\
             - {id: code, title: Code, category: craft}\n- {id: tests, title: Tests & checks, category: craft}\n\
             - {id: talk, title: Talk, category: people}\n- {id: hire, title: Hiring, category: people}\n",
        ),
        (
            JUNIOR,
            "---\ntitle: Junior\n---\n\nBegins. <!-- kept -->\n\n## Code\n\nDoes these:\n\n* Reads **all** of\n  it, `twice` {#reads}\n  \
             1. A scene\n\n     in two parts\n* Writes {#writes .new}\n\n  <!-- a note on it -->\n* Asks\n\n### On call\n\n- Wakes up {#wakes}\n\n\
             ## Hiring\n\n1. Meets {#meets}\n2. Listens {#listens}\n3. Decides {#decides}\n",
        ),
        (
            SENIOR,
            "---\ntitle: Senior\n---\n\n## Code\n\n- Plans {#plans}\n\n- Leads {#leads}\n\n## Talk\n\nSays it\nplainly. {#says}\n\nHears it. {#hears}\n",
        ),
        (
            LEAD,
            "---\ntitle: Lead\n---\n\n## With people\n\n### Talk\n\n- Tells {#tells .internal}\n- Knows {#knows}\n",
        ),
    ])
}

/// The sheet of a project in which fields of some rows say something else.
fn sheet(project: &Tree, changes: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut rows = rows_of_csv(&exported(project, SheetRequest::Csv, Audience::Internal));
    let id = column(&rows, "id");
    for (criterion, field, value) in changes {
        let at = column(&rows, field);
        let row = rows.iter_mut().find(|row| row[id] == *criterion).expect("a row");
        (*value).clone_into(&mut row[at]);
    }
    csv_of_rows(&rows)
}

/// The sheet of a project without some rows.
fn without(project: &Tree, ids: &[&str]) -> Vec<u8> {
    let mut rows = rows_of_csv(&exported(project, SheetRequest::Csv, Audience::Internal));
    let id = column(&rows, "id");
    rows.retain(|row| !ids.contains(&row[id].as_str()));
    csv_of_rows(&rows)
}

fn remarks(merged: &Merged) -> Vec<String> {
    merged.remarks.iter().map(ToString::to_string).collect()
}

/// Compares a file with what stood there before, with parts of it replaced; all other files are to be as they were.
fn assert_changed(before: &Tree, after: &Tree, files: &[(&str, &[(&str, &str)])]) {
    let mut expected = before.clone();
    for (path, changes) in files {
        let mut new = text(before, path);
        for (from, to) in *changes {
            assert_eq!(new.matches(from).count(), 1, "{from:?} in {path}");
            new = new.replace(from, to);
        }
        expected = expected.overlay(&Tree::from_texts([(*path, new.as_str())]));
    }
    for (path, _) in expected.iter() {
        assert_eq!(text(after, path.as_str()), text(&expected, path.as_str()), "{path}");
    }
    assert_eq!(after, &expected);
    let found = build(after).diagnostics;
    assert!(!found.has_errors(), "{}", report(&found, after));
}

/// Imports a change of one row, and the same sheet once more.
fn moved(changes: &[(&str, &str, &str)], files: &[(&str, &[(&str, &str)])]) {
    let project = ladder();
    let sheet = sheet(&project, changes);
    let first = merged_with(&project, "x.csv", &sheet, KEEP);
    assert_eq!(open(&first), [""; 0], "{changes:?}");
    assert_changed(&project, &first.tree, files);
    let again = merged_with(&first.tree, "x.csv", &sheet, KEEP);
    assert_eq!((open(&again).len(), again.done.len()), (0, 0), "{:?}", open(&again));
    assert!(again.tree == first.tree);
}

#[test]
fn a_criterion_moves_to_another_level_with_all_that_is_its_own() {
    moved(
        &[("reads", "level", "Senior")],
        &[
            (
                JUNIOR,
                &[(
                    "* Reads **all** of\n  it, `twice` {#reads}\n  1. A scene\n\n     in two parts\n",
                    "",
                )],
            ),
            (
                SENIOR,
                &[(
                    "- Leads {#leads}\n",
                    "- Leads {#leads}\n\n- Reads **all** of\n  it, `twice` {#reads}\n  1. A scene\n\n     in two parts\n",
                )],
            ),
        ],
    );
    // Attributes and comments go along, and an id that was not written down is.
    moved(
        &[("writes", "level", "Senior"), ("asks", "level", "Senior")],
        &[
            (JUNIOR, &[("* Writes {#writes .new}\n\n  <!-- a note on it -->\n* Asks\n", "")]),
            (
                SENIOR,
                &[(
                    "- Leads {#leads}\n",
                    "- Leads {#leads}\n\n- Writes {#writes .new}\n\n  <!-- a note on it -->\n\n- Asks {#asks}\n",
                )],
            ),
        ],
    );
    // A list with numbers begins as before, and one that gets an item counts on.
    moved(
        &[
            ("meets", "competency", "Code"),
            ("plans", "competency", "Hiring"),
            ("plans", "level", "Junior"),
        ],
        &[
            (
                JUNIOR,
                &[
                    ("* Asks\n", "* Asks\n* Meets {#meets}\n"),
                    ("1. Meets {#meets}\n2. Listens", "1. Listens"),
                    ("3. Decides {#decides}\n", "3. Decides {#decides}\n4. Plans {#plans}\n"),
                ],
            ),
            (SENIOR, &[("- Plans {#plans}\n\n", "")]),
        ],
    );
}

#[test]
fn paragraphs_become_items_where_there_is_a_list_and_stay_what_they_are_elsewhere() {
    moved(
        &[("says", "competency", "Code")],
        &[(
            SENIOR,
            &[
                ("- Leads {#leads}\n", "- Leads {#leads}\n\n- Says it\n  plainly. {#says}\n"),
                ("Says it\nplainly. {#says}\n\n", ""),
            ],
        )],
    );
    moved(
        &[("plans", "competency", "Talk")],
        &[(
            SENIOR,
            &[
                ("- Plans {#plans}\n\n", ""),
                ("Hears it. {#hears}\n", "Hears it. {#hears}\n\nPlans {#plans}\n"),
            ],
        )],
    );
    let project = ladder();
    let with_example =
        sheet(&project, &[("reads", "level", "Senior"), ("reads", "competency", "Talk")]);
    let refused = merged_with(&project, "x.csv", &with_example, KEEP);
    assert!(open(&refused)[0].contains("has paragraphs and no list"), "{:?}", open(&refused));
    assert!(refused.tree == project);
}

#[test]
fn a_heading_that_is_missing_is_made_where_the_handbook_has_it() {
    // Between its neighbours, at the end, and before all others.
    moved(
        &[("writes", "competency", "tests"), ("listens", "level", "Senior")],
        &[
            (
                JUNIOR,
                &[
                    ("* Writes {#writes .new}\n\n  <!-- a note on it -->\n", ""),
                    (
                        "- Wakes up {#wakes}\n\n",
                        "- Wakes up {#wakes}\n\n## Tests & checks\n\n- Writes {#writes .new}\n\n  <!-- a note on it -->\n\n",
                    ),
                    ("2. Listens {#listens}\n", ""),
                ],
            ),
            (
                SENIOR,
                &[(
                    "Hears it. {#hears}\n",
                    "Hears it. {#hears}\n\n## Hiring\n\n- Listens {#listens}\n",
                )],
            ),
        ],
    );
    // Below the heading of its category, or with it.
    moved(
        &[("decides", "level", "Lead"), ("decides", "track", "people"), ("asks", "level", "Lead")],
        &[
            (JUNIOR, &[("3. Decides {#decides}\n", ""), ("* Asks\n", "")]),
            (
                LEAD,
                &[
                    ("---\n\n## With", "---\n\n## Craft\n\n### Code\n\n- Asks {#asks}\n\n## With"),
                    (
                        "- Knows {#knows}\n",
                        "- Knows {#knows}\n\n### Hiring\n\n- Decides {#decides}\n",
                    ),
                ],
            ),
        ],
    );
    // A group stays with its criterion, and can be changed.
    moved(
        &[("wakes", "level", "Senior"), ("writes", "group", "On call › At night")],
        &[
            (
                JUNIOR,
                &[
                    ("* Writes {#writes .new}\n\n  <!-- a note on it -->\n", ""),
                    (
                        "- Wakes up {#wakes}\n",
                        "#### At night\n\n- Writes {#writes .new}\n\n  <!-- a note on it -->\n",
                    ),
                ],
            ),
            (
                SENIOR,
                &[(
                    "- Leads {#leads}\n",
                    "- Leads {#leads}\n\n### On call\n\n- Wakes up {#wakes}\n",
                )],
            ),
        ],
    );
}

#[test]
fn headings_that_several_criteria_need_are_made_once() {
    // Each behind what stands below it already, deeper ones first.
    moved(
        &[
            ("writes", "group", "On call › At night › Alone"),
            ("asks", "group", "On call › At night"),
            ("wakes", "group", "On call › By day"),
            ("reads", "group", "Off duty"),
        ],
        &[(
            JUNIOR,
            &[(
                "Does these:\n\n* Reads **all** of\n  it, `twice` {#reads}\n  1. A scene\n\n     in two parts\n\
                 * Writes {#writes .new}\n\n  <!-- a note on it -->\n* Asks\n\n### On call\n\n- Wakes up {#wakes}\n",
                "### On call\n\n#### At night\n\n- Asks {#asks}\n\n##### Alone\n\n- Writes {#writes .new}\n\n  <!-- a note on it -->\n\n\
                 #### By day\n\n- Wakes up {#wakes}\n\n### Off duty\n\n\
                 - Reads **all** of\n  it, `twice` {#reads}\n  1. A scene\n\n     in two parts\n",
            )],
        )],
    );
    // The heading of a category with two competencies.
    moved(
        &[
            ("asks", "level", "Lead"),
            ("asks", "track", "people"),
            ("writes", "level", "Lead"),
            ("writes", "track", "people"),
            ("writes", "competency", "tests"),
        ],
        &[
            (JUNIOR, &[("* Writes {#writes .new}\n\n  <!-- a note on it -->\n* Asks\n", "")]),
            (
                LEAD,
                &[(
                    "---\n\n## With",
                    "---\n\n## Craft\n\n### Code\n\n- Asks {#asks}\n\n### Tests & checks\n\n- Writes {#writes .new}\n\n  \
                     <!-- a note on it -->\n\n## With",
                )],
            ),
        ],
    );
}

/// However many there are.
#[test]
fn each_change_that_cannot_be_carried_over_is_told_and_all_others_are_made() {
    const COUNT: usize = 150;
    let criteria = (0..COUNT).map(|it| format!("- Notes {it}[^{it}] {{#notes-{it}}}\n"));
    let notes = (0..COUNT).map(|it| format!("[^{it}]: Note {it}.\n\n"));
    let junior = format!(
        "---\ntitle: Junior\nexpect: {{tests: 1}}\n---\n\n## Code\n\n{}- Stays {{#stays}}\n\n{}",
        criteria.collect::<String>(),
        notes.collect::<String>()
    );
    let project = project(&[
        ("content/scales.yaml", "scales:\n  depth: [Learns, Owns]\n"),
        (
            "content/competencies.yaml",
            "competencies:\n- {id: code, title: Code, scale: depth}\n- {id: tests, title: Tests, scale: depth}\n",
        ),
        (JUNIOR, &junior),
        (SENIOR, "---\ntitle: Senior\nexpect: {code: 1}\n---\n\n## Code\n\n- Leads {#leads}\n"),
    ]);
    let names: Vec<String> = (0..COUNT).map(|it| format!("notes-{it}")).collect();
    let mut changes: Vec<(&str, &str, &str)> =
        names.iter().map(|id| (id.as_str(), "level", "Senior")).collect();
    changes.extend([
        ("stays", "level", "Senior"),
        ("leads", "step", "Owns"),
        ("", "step", "Knows"),
    ]);
    let merged = merged_with(&project, "x.csv", &sheet(&project, &changes), KEEP);
    let done: Vec<String> = merged.done.iter().map(ToString::to_string).collect();
    assert_eq!(done.len(), 2, "{done:?}");
    let open = open(&merged);
    assert_eq!(open.len(), COUNT + 1);
    let is_told = |it: &&String| it.contains("it would be read as something else");
    assert_eq!(open.iter().filter(is_told).count(), COUNT, "{:?}", open.first());
    let step = "the handbook would have an error: the scale `depth` has no step `Knows`";
    assert!(open.iter().any(|it| it.contains(step)));
    let senior = text(&merged.tree, SENIOR);
    assert!(senior.contains("expect: {code: Owns}") && senior.contains("- Stays {#stays}"));
}

#[test]
fn what_the_files_moved_meanwhile_is_a_conflict_unless_it_is_the_same_place() {
    let project = ladder();
    let elsewhere =
        sheet(&project, &[("decides", "competency", "Talk"), ("plans", "level", "Junior")]);
    let theirs = sheet(&project, &[("decides", "level", "Senior"), ("plans", "level", "Junior")]);
    let now = merged_with(&project, "theirs.csv", &theirs, KEEP).tree;
    let merged = merged_with(&now, "x.csv", &elsewhere, KEEP);
    assert_eq!(
        open(&merged),
        [
            "x.csv!D8: place of decides: \"ic/senior, Hiring\" -> \"ic/senior, Talk\": conflict: it was moved in the sheet to \
             ic/senior, Talk, and in the files to ic/senior, Hiring"
        ]
    );
    assert_eq!(merged.open[0].place.as_ref().expect("a place").path.as_str(), SENIOR);
    assert!(merged.tree == now && merged.done.is_empty());
    // Levels that are called otherwise meanwhile are the same levels.
    let renamed = text(&project, JUNIOR).replace("title: Junior", "title: Beginner");
    let now = project.overlay(&Tree::from_texts([(JUNIOR, renamed.as_str())]));
    let sheet = sheet(&project, &[("decides", "level", "Senior"), ("plans", "level", "junior")]);
    let merged = merged_with(&now, "x.csv", &sheet, KEEP);
    assert_eq!((open(&merged), merged.done.len()), (Vec::new(), 2));
}

#[test]
fn words_examples_and_the_place_of_one_criterion_change_together() {
    moved(
        &[
            ("writes", "text", "Writes [it]"),
            ("writes", "examples", "One\nTwo"),
            ("writes", "level", "Senior"),
        ],
        &[
            (JUNIOR, &[("* Writes {#writes .new}\n\n  <!-- a note on it -->\n", "")]),
            (
                SENIOR,
                &[(
                    "- Leads {#leads}\n",
                    "- Leads {#leads}\n\n- Writes \\[it\\] {#writes .new}\n\n  <!-- a note on it -->\n  - One\n  - Two\n",
                )],
            ),
        ],
    );
}

#[test]
fn what_is_internal_does_not_move_to_where_all_see_it() {
    let hidden = text(&ladder(), SENIOR).replace("## Code", "## Code {.internal}");
    let project = ladder().overlay(&Tree::from_texts([(SENIOR, hidden.as_str())]));
    let sheet = sheet(
        &project,
        &[
            ("plans", "level", "Junior"),
            ("tells", "level", "Senior"),
            ("knows", "level", "Senior"),
            ("knows", "competency", "Code"),
        ],
    );
    let merged = merged_with(&project, "x.csv", &sheet, KEEP);
    let told = open(&merged);
    assert!(told.len() == 1 && told[0].contains("would be public there"), "{told:?}");
    let files: String = merged
        .tree
        .iter()
        .map(|(_, it)| String::from_utf8_lossy(it.bytes()).into_owned())
        .collect();
    assert!(files.contains("Tells {#tells .internal}"));
    assert_eq!(merged.done.len(), 2);
}

#[test]
fn what_would_mean_something_else_elsewhere_stays() {
    let texts = [
        (
            JUNIOR,
            "---\ntitle: Junior\n---\n\n## Code\n\n- Follows [it](2-senior.md) {#follows}\n- As[^1] {#as}\n- Stays {#stays}\n\n[^1]: A note.\n",
        ),
        (SENIOR, "---\ntitle: Senior\n---\n\n## Code\n\n- Leads {#leads}\n"),
        (LEAD, "---\ntitle: Lead\n---\n\n## Code\n\n- Tells {#tells}\n"),
    ];
    let project = project(&texts);
    let sheet = sheet(
        &project,
        &[("follows", "level", "Lead"), ("follows", "track", "people"), ("as", "level", "Senior")],
    );
    let merged = merged_with(&project, "x.csv", &sheet, KEEP);
    assert_eq!(open(&merged).len(), 2, "{:?}", open(&merged));
    assert!(merged.tree == project);
}

#[test]
fn rows_that_were_taken_out_are_removed_when_it_is_said() {
    let project = ladder();
    let without_some = without(&project, &["writes", "listens", "says"]);
    let told = merged_with(&project, "x.csv", &without_some, KEEP);
    assert_eq!(
        remarks(&told),
        [
            "x.csv: has no row for `writes`, `listens`, `says`: nothing is removed without `--delete`"
        ]
    );
    assert!(told.tree == project && told.open.is_empty());
    let merged = merged_with(&project, "x.csv", &without_some, DELETE);
    assert_eq!((open(&merged), remarks(&merged)), (Vec::new(), Vec::new()));
    assert_changed(
        &project,
        &merged.tree,
        &[
            (
                JUNIOR,
                &[
                    ("* Writes {#writes .new}\n\n  <!-- a note on it -->\n", ""),
                    ("2. Listens {#listens}\n", ""),
                ],
            ),
            (SENIOR, &[("Says it\nplainly. {#says}\n\n", "")]),
        ],
    );
    let again = merged_with(&merged.tree, "x.csv", &without_some, DELETE);
    assert!(again.tree == merged.tree && again.open.is_empty() && again.remarks.is_empty());
}

#[test]
fn a_heading_goes_with_the_last_that_stands_below_it() {
    let project = ladder();
    let merged =
        merged_with(&project, "x.csv", &without(&project, &["wakes", "plans", "leads"]), DELETE);
    assert_eq!((open(&merged), remarks(&merged)), (Vec::new(), Vec::new()));
    assert_changed(
        &project,
        &merged.tree,
        &[
            (JUNIOR, &[("### On call\n\n- Wakes up {#wakes}\n\n", "")]),
            (SENIOR, &[("## Code\n\n- Plans {#plans}\n\n- Leads {#leads}\n\n", "")]),
        ],
    );
    // What leads to a list goes with it; at the end of a file no blank line stays.
    let project = ladder();
    let merged = merged_with(
        &project,
        "x.csv",
        &without(&project, &["reads", "writes", "asks", "meets", "listens", "decides"]),
        DELETE,
    );
    assert!(remarks(&merged)[0].contains("taken for a part"), "nothing else is about hiring");
    assert_changed(
        &project,
        &merged.tree,
        &[(
            JUNIOR,
            &[(
                "Does these:\n\n* Reads **all** of\n  it, `twice` {#reads}\n  1. A scene\n\n     in two parts\n* Writes {#writes .new}\n\n  \
                 <!-- a note on it -->\n* Asks\n\n",
                "",
            )],
        )],
    );
    // Where headings are the competencies, one says more than what stands below it.
    let files = [
        (
            JUNIOR,
            "---\ntitle: Junior\n---\n\n## Code\n\n- Reads {#reads}\n- Writes {#writes}\n\n## Talk\n\n- Talks {#talks}\n",
        ),
        (
            SENIOR,
            "---\ntitle: Senior\n---\n\n## Code\n\n- Plans {#plans}\n\n## Talk\n\n- Listens {#listens}\n",
        ),
    ];
    let project = crate::support::project(&files);
    let merged = merged_with(&project, "x.csv", &without(&project, &["talks"]), DELETE);
    assert_changed(&project, &merged.tree, &[(JUNIOR, &[("\n- Talks {#talks}\n", "")])]);
}

#[test]
fn what_both_sides_touched_is_not_removed() {
    let project = ladder();
    let gone = without(&project, &["meets", "plans", "hears"]);
    let theirs = sheet(&project, &[("meets", "text", "Meets all"), ("plans", "level", "Junior")]);
    let now = merged_with(&project, "theirs.csv", &theirs, KEEP).tree;
    let merged = merged_with(&now, "x.csv", &gone, DELETE);
    let reason = "conflict: it was taken out of the sheet, and changed in the files";
    assert_eq!(
        open(&merged),
        [
            format!("x.csv: no row for plans: \"Plans\": {reason}"),
            format!("x.csv: no row for meets: \"Meets all\": {reason}"),
        ]
    );
    assert!(merged.open.iter().all(|it| it.place.is_some()));
    assert_eq!(merged.done.len(), 1);
    assert_changed(&now, &merged.tree, &[(SENIOR, &[("\n\nHears it. {#hears}", "")])]);
    // What was changed in the sheet and removed from the files is told the other way round.
    let changed = sheet(&project, &[("hears", "text", "Hears all.")]);
    let merged = merged_with(&merged.tree, "x.csv", &changed, DELETE);
    assert!(open(&merged)[0].contains("is not in the files any more"), "{:?}", open(&merged));
    // What others refer to stays.
    let linked = text(&project, SENIOR).replace("{#leads}", "{#leads replaces=writes}");
    let project = project.overlay(&Tree::from_texts([(SENIOR, linked.as_str())]));
    let merged = merged_with(&project, "x.csv", &without(&project, &["writes"]), DELETE);
    assert!(open(&merged)[0].contains("the handbook would have an error"), "{:?}", open(&merged));
    assert!(merged.tree == project);
}

#[test]
fn a_sheet_of_a_part_takes_nothing_out_elsewhere() {
    let project = ladder();
    let rows = rows_of_csv(&exported(&project, SheetRequest::Csv, Audience::Internal));
    let part = |keeps: &dyn Fn(&[String]) -> bool| {
        let kept: Vec<Vec<String>> = rows
            .iter()
            .enumerate()
            .filter(|(at, row)| *at == 0 || keeps(row))
            .map(|(_, it)| it.clone())
            .collect();
        merged_with(&project, "x.csv", &csv_of_rows(&kept), DELETE)
    };
    let [track, level, competency, id] =
        ["track", "level", "competency", "id"].map(|it| column(&rows, it));
    for merged in [
        part(&|row| row[track] == "IC"),
        part(&|row| row[level] == "Junior"),
        part(&|row| row[competency] == "Code"),
        part(&|row| row[id] == "plans"),
    ] {
        assert!(merged.tree == project && merged.done.is_empty());
        assert!(
            remarks(&merged).iter().all(|it| it.contains("taken for a part")),
            "{:?}",
            remarks(&merged)
        );
        assert!(!merged.remarks.is_empty());
    }
    // What the public sheet never had, what is new in the files and sheets that are hidden are no rows taken out.
    let public = exported(&project, SheetRequest::Workbook, Audience::Public);
    let more = text(&project, SENIOR).replace("- Leads", "- Is new {#is-new}\n\n- Leads");
    let now = project.overlay(&Tree::from_texts([(SENIOR, more.as_str())]));
    let merged = merged_with(&now, "x.xlsx", &resaved(&public, "", |_| {}), DELETE);
    assert!(merged.tree == now && merged.remarks.is_empty(), "{:?}", remarks(&merged));
}

#[test]
fn a_row_that_was_copied_is_told() {
    let project = ladder();
    let mut rows = rows_of_csv(&exported(&project, SheetRequest::Csv, Audience::Internal));
    let (id, level) = (column(&rows, "id"), column(&rows, "level"));
    let mut copy = rows.iter().find(|row| row[id] == "plans").expect("a row").clone();
    "Junior".clone_into(&mut copy[level]);
    rows.push(copy);
    let merged = merged_with(&project, "x.csv", &csv_of_rows(&rows), DELETE);
    assert!(open(&merged)[0].contains("is a copy of another one"), "{:?}", open(&merged));
    assert!(merged.tree == project);
}

#[test]
fn examples_come_and_go() {
    let list = "---\ntitle: Junior\n---\n\n## Code\n\n- Reads {#reads}\n  - One scene\n  - Two scenes <!-- why -->\n  - Three\n- Writes {#writes}\n";
    let project = project(&[(JUNIOR, list)]);
    let with = |examples: &str, options: MergeOptions| {
        let sheet = sheet(&project, &[("reads", "examples", examples)]);
        let merged = merged_with(&project, "x.csv", &sheet, options);
        let again = merged_with(&merged.tree, "x.csv", &sheet, options);
        assert!(again.tree == merged.tree && open(&again) == open(&merged), "{:?}", open(&again));
        merged
    };
    let all = |merged: &Merged| text(&merged.tree, JUNIOR);
    let merged = with("None before\nOne scene\nTwo scenes\nThree or so\nFour *now*", KEEP);
    assert_eq!(open(&merged), [""; 0]);
    assert_eq!(
        all(&merged),
        list.replace("  - One scene\n", "  - None before\n  - One scene\n")
            .replace("  - Three\n", "  - Three or so\n  - Four \\*now\\*\n")
    );
    let merged = with("One scene\nThree and a half", KEEP);
    assert_eq!(all(&merged), list.replace("- Three\n", "- Three and a half\n"));
    assert_eq!(
        open(&merged),
        [
            "x.csv!G2: examples of reads: \"Two scenes\" -> \"\": an example was taken out, which stays: nothing is removed without `--delete`"
        ]
    );
    let merged = with("One scene\nThree and a half", DELETE);
    assert_eq!(open(&merged), [""; 0]);
    assert_eq!(
        all(&merged),
        list.replace("  - Two scenes <!-- why -->\n", "")
            .replace("- Three\n", "- Three and a half\n")
    );
    let merged = with("", DELETE);
    assert_eq!(
        all(&merged),
        "---\ntitle: Junior\n---\n\n## Code\n\n- Reads {#reads}\n- Writes {#writes}\n"
    );
    let merged = with("Two scenes\nOne scene\nThree", DELETE);
    assert!(open(&merged)[0].contains("the order of examples"), "{:?}", open(&merged));
    assert!(merged.tree == project);
    // Both sides.
    let theirs =
        project.overlay(&Tree::from_texts([(JUNIOR, list.replace("Three", "3").as_str())]));
    let sheet = sheet(&project, &[("reads", "examples", "One scene\nTwo scenes\nThree\nFour")]);
    let merged = merged_with(&theirs, "x.csv", &sheet, DELETE);
    assert!(open(&merged)[0].contains("conflict"), "{:?}", open(&merged));
    assert!(merged.tree == theirs);
}

#[test]
fn texts_in_registers_keep_the_style_that_they_are_written_in() {
    let register = "competencies:\n- id: code\n  title: Code\n  steps:\n  - title: One # first\n    criteria:\n    - Plain words {#plain} # a comment\n\
                    \x20   - 'It''s single {#single}'\n    - \"Says \\\"no\\\" {#double}\"\n    - |\n      A block {#block}\n\
                    \x20   - >-\n      Folded\n      words {#folded}\n    - Over\n      two lines {#over}\n    - &anchor An anchor {#anchor}\n  - title: Two\n    criteria: [In brackets, *anchor]\n";
    let register = register.replace(", *anchor", "");
    let project = project(&[
        ("content/competencies.yaml", register.as_str()),
        (JUNIOR, "---\ntitle: Junior\nexpect: {code: One}\n---\n"),
    ]);
    let cases = [
        ("plain", "Plain: words", "- Plain words {#plain} #", "- \"Plain: words {#plain}\" #"),
        ("plain", "Plain and new words", "Plain words", "Plain and new words"),
        ("single", "It's Ann's", "'It''s single", "'It''s Ann''s"),
        ("double", "Says \"yes\\no\"", "Says \\\"no\\\"", "Says \\\"yes\\\\no\\\""),
        ("block", "A block: #1", "A block", "A block: #1"),
        ("folded", "Folded letters", "      words", "      letters"),
        ("over", "Over two pages", "two lines", "two pages"),
        ("anchor", "Another anchor", "&anchor An anchor", "&anchor Another anchor"),
    ];
    for (id, new, from, to) in cases {
        let merged = merged_with(&project, "x.csv", &sheet(&project, &[(id, "text", new)]), KEEP);
        assert_eq!(open(&merged), [""; 0], "{id}");
        assert_changed(&project, &merged.tree, &[("content/competencies.yaml", &[(from, to)])]);
    }
    // Braces cannot stand without quotes in a list in brackets.
    let in_brackets = sheet(&project, &[("in-brackets", "text", "In others")]);
    let merged = merged_with(&project, "x.csv", &in_brackets, KEEP);
    assert!(open(&merged)[0].contains("its id cannot be written"), "{:?}", open(&merged));
    assert!(merged.open[0].place.is_some() && merged.tree == project);
    let (handbook, _) = site::handbook(&project);
    assert_eq!(handbook.untracked().criteria().count(), 8);
}
