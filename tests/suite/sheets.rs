//! Sheets: workbooks and CSV, as other programs read them.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use ladderbook::config::{Audience, Overrides};
use ladderbook::site::{self, SheetRequest};
use ladderbook::tree::Tree;

use crate::support::{build, project, report, root, text, unzipped};

/// A small handbook with what a sheet can stumble over.
fn ladder(book: &str) -> Tree {
    project(&[
        ("book.toml", &format!("[book]\ntitle = \"2 & more\"\n{book}")),
        (
            "content/competencies.yaml",
            "categories:\n- {id: craft, title: Craft}\ncompetencies:\n- id: code\n  title: Code\n  category: craft\n  \
             steps:\n  - title: Learns\n  - title: Owns\n    text: Answers for it.\n    criteria: [\"Answers for the code {#answers}\"]\n\
             - {id: talk, title: Talk}\n",
        ),
        (
            "content/levels/ic/1-junior.md",
            "---\ntitle: Junior\ncode: IC1\ngrade: 1\nsummary: Starts.\nfacts: {scope: A task}\nexpect: {code: Learns, talk: 2}\n---\n\n\
             ## Code\n\nAll of these:\n\n- =SUM(A1) is text {#sum}\n  - +1 from a colleague\n  - A second scene\n\n### In *reviews*\n\n\
             1. Reads **all** of it {#reads}\n2. Asks\n",
        ),
        (
            "content/levels/ic/2-senior.md",
            "---\ntitle: Senior\ngrade: [2, 3]\nexpect: {code: Owns}\nstatus: retired\n---\n\n## Code\n\n- Plans {#plans}\n- Hidden {#hidden .internal}\n\n## Talk {.none}\n",
        ),
    ])
}

fn sheet(project: &Tree, request: SheetRequest) -> Vec<u8> {
    let (bytes, found) = site::export_sheet(project, &Overrides::default(), request);
    assert!(!found.has_errors(), "{}", report(&found, project));
    bytes.expect("a sheet")
}

/// The rows of a sheet of a workbook, as another program sees them, with formulas none.
fn rows(bytes: &[u8], name: &str) -> Vec<Vec<String>> {
    let mut workbook = Xlsx::new(Cursor::new(bytes.to_vec())).expect("a workbook");
    let formulas = workbook.worksheet_formula(name).expect("a sheet");
    assert!(formulas.used_cells().next().is_none(), "a text became a formula");
    let range = workbook.worksheet_range(name).expect("a sheet");
    let value = |cell: &Data| match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        other => panic!("a cell is no text: {other:?}"),
    };
    range.rows().map(|row| row.iter().map(value).collect()).collect()
}

fn names(bytes: &[u8]) -> Vec<String> {
    Xlsx::new(Cursor::new(bytes.to_vec())).expect("a workbook").sheet_names()
}

#[test]
fn csv_has_a_row_for_each_criterion_where_it_was_written() {
    let csv = sheet(&ladder(""), SheetRequest::Csv);
    let csv = String::from_utf8(csv).expect("UTF-8");
    let lines = csv.strip_prefix('\u{feff}').expect("a byte-order mark").split("\r\n");
    let lines: Vec<&str> =
        lines.map(|line| line.rsplit_once(',').map_or(line, |(all, _)| all)).collect();
    assert_eq!(
        lines,
        [
            "id,track,level,competency,group,text,examples,step,status,visibility,address",
            "sum,IC,Junior,Code,,'=SUM(A1) is text,\"'+1 from a colleague\nA second scene\",Learns,active,public,/levels/ic/junior/#sum",
            "reads,IC,Junior,Code,In reviews,Reads all of it,,Learns,active,public,/levels/ic/junior/#reads",
            "asks,IC,Junior,Code,In reviews,Asks,,Learns,active,public,/levels/ic/junior/#asks",
            ",IC,Junior,Talk,,,,2,active,public,/levels/ic/junior/",
            "plans,IC,Senior,Code,,Plans,,Owns,retired,public,/levels/ic/senior/#plans",
            "answers,,,Code,,Answers for the code,,Owns,active,public,/competencies/code/",
            "",
        ]
    );
}

#[test]
fn addresses_are_whole_where_the_site_has_one() {
    let csv =
        sheet(&ladder("[build]\nbase-url = \"https://example.com/ladder\"\n"), SheetRequest::Csv);
    let csv = String::from_utf8(csv).expect("UTF-8");
    assert!(csv.contains(",https://example.com/ladder/levels/ic/senior/#plans,"), "{csv}");
}

#[test]
fn a_workbook_shows_the_matrix_as_the_site_does() {
    let bytes = sheet(&ladder(""), SheetRequest::Workbook);
    assert_eq!(names(&bytes), ["IC", "Levels", "Criteria"]);
    let rows = rows(&bytes, "IC");
    let shown: Vec<Vec<&str>> =
        rows.iter().map(|row| row[..4].iter().map(String::as_str).collect()).collect();
    let expected: [[&str; 4]; 8] = [
        ["IC", "", "", ""],
        ["", "", "", ""],
        ["Competency", "IC1 · Junior\nGrade 1", "Senior\nGrade 2–3", "id"],
        ["In a sentence", "Starts.", "", "summary"],
        ["Scope", "A task", "", "fact:scope"],
        ["Craft", "", "", ""],
        [
            "Code",
            "Learns\nAll of these:\n• =SUM(A1) is text\nIn reviews\n1. Reads all of it\n2. Asks",
            "Owns\nAnswers for it.\n• Plans\n• Answers for the code",
            "code",
        ],
        ["Talk", "2", "Nothing at this level", "talk"],
    ];
    assert_eq!(shown[..8], expected.map(Vec::from));
    assert!(rows[6][4].len() > 20, "each row has a fingerprint");
}

#[test]
fn lists_are_the_same_in_a_workbook_and_in_csv() {
    let project = ladder("");
    let bytes = sheet(&project, SheetRequest::Workbook);
    let in_workbook = rows(&bytes, "Criteria");
    let csv = sheet(&project, SheetRequest::Csv);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&csv[3..]);
    let in_csv: Vec<Vec<String>> =
        reader.records().map(|it| it.expect("a row").iter().map(str::to_owned).collect()).collect();
    let marked = |text: &str| text.starts_with(['=', '+']);
    let in_csv: Vec<Vec<String>> = in_csv
        .iter()
        .map(|row| {
            let plain = |text: &String| match text.strip_prefix('\'') {
                Some(rest) if marked(rest) => rest.to_owned(),
                _ => text.clone(),
            };
            row.iter().map(plain).collect()
        })
        .collect();
    assert_eq!(in_workbook, in_csv);
    let levels = rows(&bytes, "Levels");
    assert_eq!(
        levels[0],
        ["level", "track", "title", "code", "grade", "summary", "status", "scope", "fingerprint"]
    );
    assert_eq!(levels[2][..8], ["ic/senior", "IC", "Senior", "", "2–3", "", "retired", ""]);
}

#[test]
fn what_is_for_machines_is_out_of_sight_and_what_is_for_paper_is_set_up() {
    let bytes = sheet(&ladder(""), SheetRequest::Workbook);
    let parts = unzipped(&bytes);
    let part = |name: &str| {
        let found = parts.iter().find(|(it, _)| it == name).expect("a part");
        String::from_utf8_lossy(&found.1).into_owned()
    };
    for number in 1..=3 {
        let sheet = part(&format!("xl/worksheets/sheet{number}.xml"));
        for wanted in [
            "hidden=\"1\"",
            "state=\"frozen\"",
            "orientation=\"landscape\"",
            "fitToHeight=\"0\"",
            "fitToPage=\"1\"",
            "&amp;&amp; more",
        ] {
            assert!(sheet.contains(wanted), "sheet {number} has no {wanted}: {sheet}");
        }
        assert!(!sheet.contains("<f>"), "a formula");
    }
    let workbook = part("xl/workbook.xml");
    assert!(workbook.contains("_xlnm.Print_Titles"), "{workbook}");
    // Only the format says that a text which begins like a formula stays one when it is typed in again.
    assert!(part("xl/styles.xml").contains("quotePrefix=\"1\""));
}

#[test]
fn the_same_handbook_is_the_same_bytes_at_any_time() {
    let project = ladder("");
    for request in [SheetRequest::Csv, SheetRequest::Workbook, SheetRequest::Evidence("senior")] {
        assert_eq!(sheet(&project, request), sheet(&project, request));
    }
    for (name, part) in unzipped(&sheet(&project, SheetRequest::Workbook)) {
        let part = String::from_utf8_lossy(&part).into_owned();
        for (at, _) in part.match_indices("<dcterms:") {
            assert!(part[at..].contains(">1980-01-01T00:00:00Z<"), "{name}: {part}");
        }
    }
}

#[test]
fn evidence_for_a_level_has_a_row_for_each_criterion() {
    let project = ladder("");
    let bytes = sheet(&project, SheetRequest::Evidence("ic/junior"));
    assert_eq!(names(&bytes), ["Junior"]);
    let rows = rows(&bytes, "Junior");
    let shown: Vec<(&str, &str, &str)> =
        rows.iter().map(|row| (&*row[0], &*row[1], &*row[4])).collect();
    assert_eq!(
        shown,
        [
            ("IC1 · Junior", "", ""),
            ("Starts.", "", ""),
            ("Competency", "What is expected", "id"),
            ("Code\nLearns", "All of these:", ""),
            ("", "=SUM(A1) is text\n– +1 from a colleague\n– A second scene", "sum"),
            ("", "In reviews", ""),
            ("", "Reads all of it", "reads"),
            ("", "Asks", "asks"),
            ("Talk\n2", "2", ""),
        ]
    );
    let parts = unzipped(&bytes);
    let sheet = parts.iter().find(|(name, _)| name.ends_with("sheet1.xml")).expect("a sheet");
    let sheet = String::from_utf8_lossy(&sheet.1).into_owned();
    assert!(sheet.contains("\"Not yet,Sometimes,Consistently\""), "{sheet}");

    let unknown = SheetRequest::Evidence("snior");
    let (none, _) = site::export_sheet(&project, &Overrides::default(), unknown);
    assert_eq!(
        none.expect_err("no level"),
        "`snior` is not the name of a level\nhelp: did you mean `senior`?"
    );
}

#[test]
fn an_audience_sees_what_its_site_shows() {
    let project = ladder("");
    let internal = Overrides { audience: Some(Audience::Internal), ..Overrides::default() };
    for request in [SheetRequest::Csv, SheetRequest::Workbook, SheetRequest::Evidence("senior")] {
        let has = |overrides: &Overrides| {
            let (bytes, _) = site::export_sheet(&project, overrides, request);
            let bytes = bytes.expect("a sheet");
            let all: Vec<Vec<u8>> = match request {
                SheetRequest::Csv => vec![bytes],
                _ => unzipped(&bytes).into_iter().map(|(_, part)| part).collect(),
            };
            all.iter().any(|part| String::from_utf8_lossy(part).contains("Hidden"))
        };
        assert!(!has(&Overrides::default()), "{request:?}");
        assert!(has(&internal), "{request:?}");
    }
    let (csv, _) = site::export_sheet(&project, &internal, SheetRequest::Csv);
    let csv = String::from_utf8(csv.expect("CSV")).expect("UTF-8");
    assert!(csv.contains("hidden,IC,Senior,Code,,Hidden,,Owns,retired,internal,"), "{csv}");
}

#[test]
fn a_site_has_the_sheets_that_it_asks_for() {
    let without = build(&ladder(""));
    assert!(without.output.get("handbook.xlsx").is_none());
    assert!(without.output.get("handbook.csv").is_none());
    let project = ladder("[export]\nxlsx = true\ncsv = true\n")
        .overlay(&Tree::from_texts([("content/index.md", "[All of it](/handbook.xlsx)\n")]));
    let with = build(&project);
    assert!(!with.diagnostics.has_errors(), "{}", report(&with.diagnostics, &project));
    let bytes = |path| with.output.get(path).expect("a sheet").bytes();
    assert_eq!(bytes("handbook.xlsx"), sheet(&project, SheetRequest::Workbook));
    assert_eq!(bytes("handbook.csv"), sheet(&project, SheetRequest::Csv));
    assert!(text(&with.output, "index.html").contains("href=\"handbook.xlsx\""));

    let taken = project.overlay(&Tree::from_texts([
        ("content/handbook.csv", "mine"),
        ("content/index.md", "[Mine](handbook.csv)\n"),
    ]));
    let found = report(&build(&taken).diagnostics, &taken);
    assert!(found.contains("duplicate-url") && found.contains("handbook.csv"), "{found}");
    let switched_off = ladder("")
        .overlay(&Tree::from_texts([("content/index.md", "[All of it](/handbook.xlsx)\n")]));
    let found = report(&build(&switched_off).diagnostics, &switched_off);
    assert!(found.contains("handbook.xlsx"), "{found}");
}

#[test]
fn a_cell_that_is_too_high_goes_on_in_the_next_row() {
    let items: String = (0..80).map(|number| format!("- Does the thing {number}\n")).collect();
    let project = project(&[(
        "content/levels/ic/1-junior.md",
        &format!("---\ntitle: Junior\n---\n\n## Code\n\n{items}\n- {}\n", "long ".repeat(9000)),
    )]);
    let rows = rows(&sheet(&project, SheetRequest::Workbook), "IC");
    let of_code: Vec<&Vec<String>> =
        rows.iter().filter(|row| row.get(2).is_some_and(|id| id == "code")).collect();
    assert_eq!(of_code.len(), 4);
    assert_eq!((of_code[0][0].as_str(), of_code[1][0].as_str()), ("Code", ""));
    let all: Vec<&str> = of_code.iter().flat_map(|row| row[1].lines()).collect();
    assert_eq!((all.len(), all[0], all[79]), (81, "• Does the thing 0", "• Does the thing 79"));
    assert!(all[80].ends_with(" […]"));
}

#[test]
fn the_sample_is_a_workbook() {
    let (project, _) = ladderbook::disk::read(&root()).expect("the sample");
    let bytes = sheet(&project, SheetRequest::Workbook);
    assert_eq!(names(&bytes), ["Individual contributor", "Management", "Levels", "Criteria"]);
    let (handbook, _) = site::handbook(&project);
    let ids = handbook.untracked().criteria().filter(|it| !it.dropped).count();
    assert!(ids > 200);
    let with_ids = rows(&bytes, "Criteria").iter().skip(1).filter(|row| !row[0].is_empty()).count();
    assert_eq!(with_ids, ids);
}
