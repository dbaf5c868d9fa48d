//! Sheets that went out and come back: what was changed in them is in the files, and nothing else is.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use ladderbook::config::{Audience, Overrides};
use ladderbook::import::{self, MergeOptions, Merged};
use ladderbook::site::{self, SheetRequest};
use ladderbook::tree::{File, RelPath, Tree};
use proptest::prelude::*;
use rust_xlsxwriter::Workbook;

use crate::support::{number, project, published, report, root};

pub fn exported(project: &Tree, request: SheetRequest, audience: Audience) -> Vec<u8> {
    let overrides = Overrides { audience: Some(audience), ..Overrides::default() };
    let (bytes, found) = site::export_sheet(project, &overrides, request);
    assert!(!found.has_errors(), "{}", report(&found, project));
    bytes.expect("a sheet")
}

pub fn merged(project: &Tree, name: &str, bytes: &[u8]) -> Merged {
    merged_with(project, name, bytes, MergeOptions::default())
}

pub fn merged_with(project: &Tree, name: &str, bytes: &[u8], options: MergeOptions) -> Merged {
    let exported = import::exported(name, bytes, &[]).expect("a sheet").expect("an exported one");
    let merged = import::merge(&exported, project, options);
    merged.unwrap_or_else(|found| panic!("{}", report(&found, project)))
}

/// What was not carried over, in words.
pub fn open(merged: &Merged) -> Vec<String> {
    merged.open.iter().map(|it| format!("{}: {}", it.wish, it.reason)).collect()
}

/// The lines that differ in one file, those of before and of after; panics if another file differs.
fn changed_lines(before: &Tree, after: &Tree) -> Vec<String> {
    let mut lines = Vec::new();
    for change in before.diff(after) {
        let text = |tree: &Tree| -> Vec<String> {
            let bytes = tree.get(change.path().as_str()).expect("a file").bytes();
            String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect()
        };
        let (old, new) = (text(before), text(after));
        lines.extend(old.iter().filter(|line| !new.contains(line)).map(|line| format!("- {line}")));
        lines.extend(new.iter().filter(|line| !old.contains(line)).map(|line| format!("+ {line}")));
    }
    lines
}

pub type Rows = Vec<Vec<String>>;

pub fn rows_of_csv(bytes: &[u8]) -> Rows {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[3..]);
    let rows = reader.records().map(|it| it.expect("a row").iter().map(str::to_owned).collect());
    rows.collect()
}

pub fn csv_of_rows(rows: &Rows) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    rows.iter().for_each(|row| writer.write_record(row).expect("a row"));
    writer.into_inner().expect("bytes")
}

/// The column of a list by its name.
pub fn column(rows: &Rows, name: &str) -> usize {
    rows[0].iter().position(|it| it == name).expect("a column")
}

/// The same workbook as another program would save it, after a change of the texts of a sheet.
pub fn resaved(bytes: &[u8], sheet: &str, change: impl Fn(&mut Rows)) -> Vec<u8> {
    let mut workbook = Xlsx::new(Cursor::new(bytes.to_vec())).expect("a workbook");
    let mut saved = Workbook::new();
    for name in workbook.sheet_names() {
        let range = workbook.worksheet_range(&name).expect("a sheet");
        let value = |cell: &Data| match cell {
            Data::String(text) => text.clone(),
            _ => String::new(),
        };
        let mut rows: Rows = range.rows().map(|row| row.iter().map(value).collect()).collect();
        if name == sheet {
            change(&mut rows);
        }
        let to = saved.add_worksheet();
        to.set_name(&name).expect("a name");
        for (row, texts) in (0..).zip(&rows) {
            for (column, text) in (0..).zip(texts) {
                to.write_string(row, column, text).expect("a cell");
            }
        }
    }
    saved.save_to_buffer().expect("a workbook")
}

/// A handbook with what an edit can stumble over.
fn ladder() -> Tree {
    project(&[
        (
            "content/competencies.yaml",
            "competencies:\n- id: code\n  title: Code\n  steps:\n  - {title: Learns}\n  - title: Owns\n    criteria: [\"Answers for it {#answers}\"]\n- {id: talk, title: Talk}\n",
        ),
        (
            "content/levels/ic/1-junior.md",
            "---\ntitle: Junior # the first\ncode: \"IC1\"\nsummary: Starts.\nfacts: {scope: A task}\nexpect: {code: Learns}\n---\n\n\
             ## Code\n\n- =SUM(A1) is text {#sum}\n  - +1 from a colleague\n- Reads **all** of\n  it, `twice` {#reads}\n- Asks & answers\n\n\
             <!-- kept -->\n\n## Talk\n\nSays what is &lt; it.\n",
        ),
        (
            "content/levels/ic/2-senior.md",
            "---\ntitle: Senior\nexpect:\n  code: Owns\n---\n\n## Code\n\n1. Plans {#plans}\n2. Hides {#hides .internal}\n\n## Talk\n\n- Listens\n",
        ),
    ])
}

#[test]
fn an_untouched_sheet_changes_no_byte() {
    let mut projects = vec![("own".to_owned(), ladder())];
    projects.push(("sample".to_owned(), ladderbook::disk::read(&root()).expect("the sample").0));
    for entry in ["axes", "blocks", "everything", "frameworks", "numbers", "themes"] {
        let folder = root().join("tests/ladders").join(entry);
        projects.push((entry.to_owned(), ladderbook::disk::read(&folder).expect("a ladder").0));
    }
    let mut count = 0;
    for (name, project) in &projects {
        if site::whole(project).diagnostics.has_errors() {
            continue;
        }
        count += 1;
        untouched(name, project);
    }
    assert!(count > 5, "only {count} ladders went out and came back");
}

fn untouched(name: &str, project: &Tree) {
    for audience in [Audience::Public, Audience::Internal] {
        for (file, request) in [("x.csv", SheetRequest::Csv), ("x.xlsx", SheetRequest::Workbook)] {
            let bytes = exported(project, request, audience);
            let merged = merged(project, file, &bytes);
            assert_eq!(open(&merged), [""; 0], "{name}, {file}");
            assert!(merged.done.is_empty() && merged.tree == *project, "{name}, {file}");
            assert!(merged.remarks.is_empty(), "{name}, {file}: {:?}", merged.remarks);
        }
        let bytes = exported(project, SheetRequest::Workbook, audience);
        let merged = merged(project, "x.xlsx", &resaved(&bytes, "", |_| {}));
        assert!(merged.tree == *project && merged.open.is_empty(), "{name}: {:?}", open(&merged));
    }
}

#[test]
#[ignore = "needs the published ladders"]
fn untouched_sheets_of_published_ladders_change_no_byte() {
    for name in ["ft", "monzo", "jorgef"] {
        untouched(name, &published(name).0);
    }
}

#[test]
fn one_sentence_changes_in_one_place() {
    let project = ladder();
    let with = |id: &str, name: &str, text: &str| {
        let mut rows = rows_of_csv(&exported(&project, SheetRequest::Csv, Audience::Public));
        let (at, id_at) = (column(&rows, name), column(&rows, "id"));
        let row = rows.iter().position(|row| row[id_at] == id).expect("a row");
        rows[row][at] = text.to_owned();
        merged(&project, "x.csv", &csv_of_rows(&rows))
    };
    let cases: [(&str, &str, &str, &[&str]); 10] = [
        ("plans", "text", "Plans ahead", &["- 1. Plans {#plans}", "+ 1. Plans ahead {#plans}"]),
        (
            "sum",
            "text",
            "'=SUM(A2) is text",
            &["- - =SUM(A1) is text {#sum}", "+ - =SUM(A2) is text {#sum}"],
        ),
        (
            "sum",
            "examples",
            "'+1 from two colleagues",
            &["-   - +1 from a colleague", "+   - +1 from two colleagues"],
        ),
        // Markup beside the change stays, and the line break in the file.
        (
            "reads",
            "text",
            "Reads all of that, twice",
            &["-   it, `twice` {#reads}", "+   that, `twice` {#reads}"],
        ),
        // An id that follows from the words is written down, so that the criterion stays the same one.
        (
            "asks-answers",
            "text",
            "Asks & answers [well]",
            &["- - Asks & answers", "+ - Asks & answers \\[well\\] {#asks-answers}"],
        ),
        (
            "says-what-is-it",
            "text",
            "Says what is < that.",
            &["- Says what is &lt; it.", "+ Says what is &lt; that. {#says-what-is-it}"],
        ),
        ("plans", "step", "Learns", &["-   code: Owns", "+   code: Learns"]),
        (
            "answers",
            "text",
            "Answers for \"all\"",
            &[
                "-     criteria: [\"Answers for it {#answers}\"]",
                "+     criteria: [\"Answers for \\\"all\\\" {#answers}\"]",
            ],
        ),
        ("sum", "examples", "'+1 from a colleague\nAn #1 *more*", &["+   - An #1 \\*more\\*"]),
        ("reads", "examples", "A scene", &["+   - A scene"]),
    ];
    for (id, name, text, lines) in cases {
        let merged = with(id, name, text);
        assert_eq!(open(&merged), [""; 0], "{id} {name}");
        assert_eq!(changed_lines(&project, &merged.tree), lines, "{id} {name}");
        assert_eq!(merged.done.len(), 1);
    }
    let refused = [
        ("reads", "text", "Reads everything twice", "markup"),
        ("answers", "examples", "One", "register"),
        ("answers", "level", "Senior", "register"),
        ("plans", "text", "", "taken out"),
        ("plans", "step", "Dreams", "error"),
        ("plans", "level", "Director", "which level `Director` is"),
        ("plans", "competency", "Singing", "no competency `Singing`"),
        ("plans", "status", "draft", "is made in the file"),
        ("sum", "examples", "", "nothing is removed without `--delete`"),
        ("says-what-is-it", "examples", "One", "is a paragraph"),
        ("sum", "id", "other", "the id was changed"),
    ];
    for (id, name, text, reason) in refused {
        let merged = with(id, name, text);
        let told = open(&merged);
        assert!(told.len() == 1 && told[0].contains(reason), "{id} {name}: {told:?}");
        assert!(merged.tree == project, "{id} {name}");
    }
}

#[test]
fn what_both_sides_changed_is_a_conflict_and_what_one_did_is_none() {
    let project = ladder();
    let mut rows = rows_of_csv(&exported(&project, SheetRequest::Csv, Audience::Public));
    let (text, id) = (column(&rows, "text"), column(&rows, "id"));
    for row in &mut rows {
        match row[id].as_str() {
            "plans" => "Plans in the sheet".clone_into(&mut row[text]),
            "listens" => "Listens to all".clone_into(&mut row[text]),
            "asks-answers" => "Asks & replies".clone_into(&mut row[text]),
            _ => {}
        }
    }
    let senior = "content/levels/ic/2-senior.md";
    let now = String::from_utf8_lossy(project.get(senior).expect("a file").bytes())
        .replace("Plans {", "Plans in the file {")
        .replace("- Listens", "- Listens to all {#listens}\n- Is new");
    let now = project.overlay(&Tree::from_texts([(senior, now.as_str())]));
    let merged = merged(&now, "x.csv", &csv_of_rows(&rows));
    assert_eq!(
        open(&merged),
        [
            "x.csv!F6: text of plans: \"Plans in the file\" -> \"Plans in the sheet\": conflict: it was changed in the sheet and in the files"
        ]
    );
    let place = merged.open[0].place.as_ref().expect("a place");
    assert_eq!(place.path.as_str(), senior);
    assert_eq!(
        changed_lines(&now, &merged.tree),
        ["- - Asks & answers", "+ - Asks & replies {#asks-answers}"]
    );
}

#[test]
fn levels_come_back_from_their_sheet() {
    let project = ladder();
    let bytes = exported(&project, SheetRequest::Workbook, Audience::Public);
    let bytes = resaved(&bytes, "Levels", |rows| {
        let [title, summary, scope, grade, code] =
            ["title", "summary", "scope", "grade", "code"].map(|name| column(rows, name));
        rows[1][title] = "Apprentice: first".to_owned();
        rows[1][code] = "IC0".to_owned();
        rows[1][scope] = "A task, or two".to_owned();
        rows[2][summary] = "Answers for it.".to_owned();
        rows[2][grade] = "2".to_owned();
    });
    let merged = merged(&project, "x.xlsx", &bytes);
    assert_eq!(open(&merged), [""; 0]);
    assert_eq!(
        changed_lines(&project, &merged.tree),
        [
            "- title: Junior # the first",
            "- code: \"IC1\"",
            "- facts: {scope: A task}",
            "+ title: \"Apprentice: first\" # the first",
            "+ code: IC0",
            "+ facts: {scope: \"A task, or two\"}",
            "+ grade: 2",
            "+ summary: Answers for it.",
        ]
    );
}

#[test]
fn new_rows_are_new_criteria_with_ids() {
    let project = ladder();
    let mut rows = rows_of_csv(&exported(&project, SheetRequest::Csv, Audience::Public));
    let width = rows[0].len();
    let mut add = |id: &str, level: &str, competency: &str, text: &str| {
        let mut row = vec![String::new(); width];
        for (name, value) in
            [("id", id), ("level", level), ("competency", competency), ("text", text)]
        {
            row[column(&rows, name)] = value.to_owned();
        }
        rows.push(row);
    };
    add("", "Senior", "Talk", "Explains *it*");
    add("mine", "ic/senior", "code", "Ends things");
    add("", "Nobody", "Talk", "Is lost");
    let merged = merged(&project, "x.csv", &csv_of_rows(&rows));
    let told = open(&merged);
    assert!(told.len() == 1 && told[0].contains("which level"), "{told:?}");
    assert_eq!(
        changed_lines(&project, &merged.tree),
        ["+ 3. Ends things {#mine}", "+ - Explains \\*it\\* {#explains-it}"]
    );
}

#[test]
fn what_is_put_into_a_file_has_its_line_breaks() {
    let dos = |(path, file): (&RelPath, &File)| {
        let text = String::from_utf8(file.bytes().to_vec()).expect("text");
        (path.clone(), File::new(text.replace('\n', "\r\n").into_bytes()))
    };
    let ladder: Tree = ladder().iter().map(dos).collect();
    let bytes = exported(&ladder, SheetRequest::Workbook, Audience::Internal);
    let bytes = resaved(&bytes, "Levels", |rows| {
        let (grade, scope) = (column(rows, "grade"), column(rows, "scope"));
        rows[2][grade] = "2".to_owned();
        rows[2][scope] = "A team".to_owned();
    });
    let bytes = resaved(&bytes, "Criteria", |rows| {
        let mut row = vec![String::new(); rows[0].len()];
        for (name, text) in [("level", "Junior"), ("competency", "Code"), ("text", "Says so")] {
            row[column(rows, name)] = text.to_owned();
        }
        rows.push(row);
    });
    let merged = merged(&ladder, "ladder.xlsx", &bytes);
    assert_eq!(open(&merged), [""; 0]);
    assert_eq!(merged.done.len(), 3);
    for (path, file) in merged.tree.iter() {
        let text = String::from_utf8_lossy(file.bytes());
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{path}: {text}");
    }
}

#[test]
fn a_row_that_was_taken_out_is_told_and_nothing_is_removed() {
    let project = ladder();
    let mut rows = rows_of_csv(&exported(&project, SheetRequest::Csv, Audience::Public));
    let id = column(&rows, "id");
    rows.retain(|row| row[id] != "plans");
    let merged = merged(&project, "x.csv", &csv_of_rows(&rows));
    let remarks: Vec<String> = merged.remarks.iter().map(ToString::to_string).collect();
    assert_eq!(remarks, ["x.csv: has no row for `plans`: nothing is removed without `--delete`"]);
    assert!(merged.tree == project && merged.open.is_empty());
}

#[test]
fn a_change_in_a_sheet_for_reading_is_told() {
    let project = ladder();
    let bytes = exported(&project, SheetRequest::Workbook, Audience::Public);
    let bytes = resaved(&bytes, "IC", |rows| rows[5][1].push_str(" and more"));
    let merged = merged(&project, "x.xlsx", &bytes);
    let remarks: Vec<String> = merged.remarks.iter().map(ToString::to_string).collect();
    assert!(
        remarks.len() == 1 && remarks[0].starts_with("IC!B6: was changed in a sheet for reading"),
        "{remarks:?}"
    );
    assert!(merged.tree == project);
}

/// Texts that an edit may put in.
fn texts() -> impl Strategy<Value = String> {
    "[A-Z][a-zäß*_&<>{}\\[\\]`#,.' -]{0,30}[a-z]"
        .prop_map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// How often both sides are edited, which `LADDERBOOK_MERGES` says otherwise.
fn cases() -> u32 {
    number("LADDERBOOK_MERGES").map_or(2, |it| u32::try_from(it).expect("a small number"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    /// Edits in the sheet and in the files: none is lost, and what both changed is named.
    #[test]
    fn no_edit_is_lost(
        in_sheet in prop::collection::vec((any::<prop::sample::Index>(), texts()), 1..9),
        in_files in prop::collection::vec((any::<prop::sample::Index>(), texts()), 1..9),
    ) {
        let (sample, _) = ladderbook::disk::read(&root()).expect("the sample");
        let mut rows = rows_of_csv(&exported(&sample, SheetRequest::Csv, Audience::Internal));
        let (text, id) = (column(&rows, "text"), column(&rows, "id"));
        let pristine = rows.clone();
        let last = rows.len() - 1;
        // The files change as the sheet of a second person would change them.
        let mut theirs = pristine.clone();
        for (at, new) in &in_files {
            theirs[1 + at.index(last)][text] = format!("Theirs {new}");
        }
        let now = merged(&sample, "theirs.csv", &csv_of_rows(&theirs));
        for (at, new) in &in_sheet {
            rows[1 + at.index(last)][text] = format!("Ours {new}");
        }
        let both = merged(&now.tree, "ours.csv", &csv_of_rows(&rows));
        let (handbook, _) = site::handbook(&both.tree);
        let found = |id: &str| {
            let all = handbook.untracked();
            let it = all.criteria().find(|it| *it.id == *id).map(|it| it.text.text().to_owned());
            it.unwrap_or_default()
        };
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let refused = |merged: &Merged, new: &str| merged.open.iter().any(|it| it.wish.new == new);
        for (row, first) in rows.iter().zip(&pristine).skip(1) {
            let (ours, old) = (row[text].as_str(), first[text].as_str());
            let their = theirs.iter().find(|it| it[id] == row[id]).map_or("", |it| it[text].as_str());
            let (by_us, by_them) = (ours != old, their != old && !refused(&now, their));
            let said = found(&row[id]);
            match (by_us, by_them) {
                (false, false) => prop_assert_eq!(said, old),
                (false, true) => prop_assert_eq!(words(&said), words(their)),
                (true, false) => prop_assert!(words(&said) == words(ours) || refused(&both, ours), "{} {}", said, ours),
                (true, true) => {
                    prop_assert_eq!(words(&said), words(their));
                    prop_assert!(refused(&both, ours), "a conflict is not named");
                }
            }
        }
        let others = both.open.iter().filter(|it| !it.reason.starts_with("conflict"));
        prop_assert_eq!(others.count(), 0, "the sample is plain, so that all else is carried over: {:?}", open(&both));
        let conflicts = both.open.iter().filter(|it| it.reason.starts_with("conflict")).count();
        let true_ones = rows.iter().zip(&pristine).zip(&theirs).skip(1).filter(|((ours, old), their)| {
            ours[text] != old[text] && their[text] != old[text] && !refused(&now, &their[text])
        });
        prop_assert_eq!(conflicts, true_ones.count());
    }
}
