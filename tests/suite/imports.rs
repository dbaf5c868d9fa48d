//! Matrices from elsewhere: what each is understood as, and the handbook that comes of it.
//!
//! The tables stand in `tests/imports`, with what is found in them and the files that are written. Workbooks are made
//! here, since they are no text.

use std::fs;

use ladderbook::import::{self, Imported, Levels, Options, Split, Told};
use rust_xlsxwriter::{Format, Formula, Workbook};

use crate::support::{blessing, build, report, root};

fn table(name: &str) -> Vec<u8> {
    fs::read(root().join("tests/imports").join(name)).expect("a table")
}

fn options() -> Options {
    Options { title: Some("Ladder".to_owned()), ..Options::default() }
}

/// Compares what is found in a table, and its files, with what was blessed; and builds the handbook.
fn check(name: &str, bytes: &[u8], options: &Options) {
    let imported = import::import(name, bytes, options).unwrap_or_else(|it| panic!("{name}: {it}"));
    let Imported { tree, plan, diagnostics } = &imported;
    let mut found = plan.clone();
    if !diagnostics.is_empty() {
        found += &format!("\n==> check\n{}", report(diagnostics, tree));
    }
    for (path, file) in tree.iter() {
        found += &format!("\n==> {path}\n{}", String::from_utf8_lossy(file.bytes()));
    }
    let expected = root().join("tests/imports").join(format!("{name}.txt"));
    if blessing() {
        fs::write(&expected, &found).expect("blessed");
    }
    let expected = fs::read_to_string(&expected).unwrap_or_default();
    assert_eq!(found, expected, "{name}");
    let built = build(tree);
    assert!(!built.diagnostics.has_errors(), "{name}: {}", report(&built.diagnostics, tree));
    let (handbook, _) = ladderbook::site::handbook(tree);
    let all = handbook.untracked().criteria().count();
    assert!(
        all > 0 && handbook.untracked().criteria().all(|it| it.pinned),
        "{name}: ids are pinned"
    );
}

macro_rules! tables {
    ($($test:ident: $name:literal,)*) => {
        $(
            #[test]
            fn $test() {
                check($name, &table($name), &options());
            }
        )*
    };
}

tables! {
    levels_side_by_side: "columns.csv",
    levels_one_below_the_other: "rows.csv",
    two_rows_of_headings: "two-headers.csv",
    blocks_as_tracks: "blocks.csv",
    tables_of_a_wiki: "wiki.html",
    a_pasted_table: "pasted.tsv",
    steps_in_front_of_cells: "steps.csv",
    tables_of_markdown: "notion.md",
    cells_that_refer_to_others: "same.csv",
    a_row_for_each_sentence: "continued.csv",
}

#[test]
fn german_in_an_old_encoding_with_semicolons() {
    let text = String::from_utf8(table("german.csv")).expect("UTF-8");
    let bytes: Vec<u8> = text
        .chars()
        .map(|it| match it {
            '–' => 0x96,
            '„' => 0x84,
            '“' => 0x93,
            it => u8::try_from(u32::from(it)).expect("a letter of Latin-1"),
        })
        .collect();
    let german = Options { language: Some("de".to_owned()), ..options() };
    check("german.csv", &bytes, &german);
}

#[test]
fn sixteen_bits_to_a_letter() {
    let text = String::from_utf8(table("utf16.csv")).expect("UTF-8");
    let units = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    check("utf16.csv", &units(&format!("\u{feff}{text}")), &options());
    let with_mark =
        import::import("a", &units(&format!("\u{feff}{text}")), &options()).expect("a handbook");
    let without =
        import::import("a", &units(&text.replace('ß', "ss")), &options()).expect("a handbook");
    assert_eq!(with_mark.tree.len(), without.tree.len());
    assert!(without.plan.contains("read as UTF-16"), "{}", without.plan);
}

/// The name of a sheet, its rows, and its merged areas: first row and column, last row and column.
type Sheet<'s> = (&'s str, &'s [&'s [&'s str]], &'s [[u32; 4]]);

fn workbook(sheets: &[Sheet]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, rows, merges) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name).expect("a name");
        for (row, texts) in (0..).zip(*rows) {
            for (column, text) in (0..).zip(*texts) {
                if !text.is_empty() {
                    sheet.write_string(row, column, *text).expect("a cell");
                }
            }
        }
        for [row, column, last_row, last_column] in *merges {
            let text = rows[*row as usize].get(*column as usize).copied().unwrap_or_default();
            let number = |it: &u32| u16::try_from(*it).expect("a column");
            sheet
                .merge_range(
                    *row,
                    number(column),
                    *last_row,
                    number(last_column),
                    text,
                    &Format::new(),
                )
                .expect("merged");
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

#[test]
fn merged_cells_and_sheets_as_tracks() {
    let engineers: &[&[&str]] = &[
        &["Engineers of the company"],
        &["", "", "L1\nEngineer", "L2\nSenior Engineer", "L3\nStaff Engineer"],
        &["Craft", "Code", "Writes it", "Reviews it", "Removes it"],
        &["", "Tests", "Adds tests", "Adds tests where it is hard", ""],
        &["People"],
        &["", "Help", "Asks", "Helps", "Teaches"],
    ];
    let managers: &[&[&str]] = &[
        &["Competency", "Team Lead", "Head of Engineering"],
        &["Help", "Helps one person", "Helps leads"],
        &["Salary", "3.5", ""],
    ];
    let bytes = workbook(&[
        ("Engineers", engineers, &[[0, 0, 0, 4], [2, 0, 3, 0], [3, 3, 3, 4], [4, 0, 4, 4]]),
        ("Managers", managers, &[]),
        ("Notes", &[&["Agreed with everybody in May"]], &[]),
        ("Empty", &[], &[]),
    ]);
    check("merged.xlsx", &bytes, &options());
    let only = Options { sheets: vec!["Managers".to_owned()], ..options() };
    let only = import::import("merged.xlsx", &bytes, &only).expect("a handbook");
    assert!(!only.plan.contains("Engineers"), "{}", only.plan);
    let none = Options { sheets: vec!["Bosses".to_owned()], ..options() };
    let error = import::import("merged.xlsx", &bytes, &none).expect_err("no such sheet");
    assert!(error.contains("there are `Engineers`, `Managers`"), "{error}");
}

#[test]
fn headings_above_the_levels_as_tracks() {
    let rows: &[&[&str]] = &[
        &["", "Individual contributors", "", "", "Managers", ""],
        &["Skill", "IC1", "IC2", "IC3", "M1", "M2"],
        &["Code", "Writes", "Reviews", "Designs", "", ""],
        &["People", "Asks", "Helps", "Teaches", "Leads", "Leads leads"],
    ];
    check("groups.xlsx", &workbook(&[("Sheet1", rows, &[[0, 1, 0, 3], [0, 4, 0, 5]])]), &options());
}

#[test]
fn what_is_told_stands_above_what_is_found() {
    let text =
        "Ladder,Bronze,Silver,Gold\nCode,Writes,Reviews,Designs\nTalk,Asks,Answers,Teaches\n";
    let error = import::import("metal.csv", text.as_bytes(), &options()).expect_err("no levels");
    assert!(error.contains("--levels columns --header 3"), "{error}");
    let told =
        |levels| Options { told: Told { levels: Some(levels), header: Some(0) }, ..options() };
    let columns =
        import::import("metal.csv", text.as_bytes(), &told(Levels::Columns)).expect("a handbook");
    assert!(columns.plan.contains("1-bronze \"Bronze\" (B1): 2 cells"), "{}", columns.plan);
    let rows =
        import::import("metal.csv", text.as_bytes(), &told(Levels::Rows)).expect("a handbook");
    assert!(rows.plan.contains("1-code \"Code\" (A2): 3 cells"), "{}", rows.plan);
    let split = Options { split: Split::Sentences, ..options() };
    let text =
        "Skill,Junior,Senior\nCode,Writes it. Tests it.,\"Reviews it, e.g. Fridays. Ends it.\"\n";
    let sentences = import::import("a.csv", text.as_bytes(), &split).expect("a handbook");
    assert!(
        sentences.plan.contains("1-junior \"Junior\" (B1): 1 cell, 2 criteria"),
        "{}",
        sentences.plan
    );
}

#[test]
fn files_that_are_no_tables_are_refused_in_words() {
    let refused = |bytes: &[u8]| match import::import("x", bytes, &options()) {
        Err(message) => message,
        Ok(imported) => panic!("{}", imported.plan),
    };
    assert!(
        refused(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
            .contains("protected with a password")
    );
    assert!(refused(b"%PDF-1.7").contains("is a PDF"));
    assert!(refused(b"").contains("no levels were found"));
    assert!(refused(b"PK\x03\x04 and nothing more").contains("damaged"));
    assert!(refused(&[b'a', 0, 0, 0, 0, b'b', 0, 0, 0, 0, 1, 200]).contains("no text"));
    assert!(refused(&[0xEF, 0xBB, 0xBF, b'a', 0xFF]).contains("says that it is UTF-8"));
    let empty = workbook(&[("Ladder", &[], &[])]);
    assert!(refused(&empty).contains("Ladder: is empty"));
}

#[test]
fn a_formula_is_told_and_an_error_left_out() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, text) in (0..).zip(["Skill", "Junior", "Senior"]) {
        sheet.write_string(0, column, text).expect("a cell");
    }
    sheet.write_string(1, 0, "Code").expect("a cell");
    sheet.write_formula(1, 1, Formula::new("=B9").set_result("Writes it")).expect("a formula");
    sheet.write_formula(1, 2, Formula::new("=1/0").set_result("#DIV/0!")).expect("a formula");
    let bytes = book.save_to_buffer().expect("a workbook");
    let imported = import::import("f.xlsx", &bytes, &options()).expect("a handbook");
    assert!(imported.plan.contains("Sheet1!B2: is the first of 2 formulas"), "{}", imported.plan);
    assert!(imported.plan.contains("Sheet1!C2: is the error"), "{}", imported.plan);
    assert!(imported.plan.contains("1 cell, 1 criterion"), "{}", imported.plan);
}

#[test]
fn a_hundred_thousand_rows_are_no_ladder() {
    let mut text = "Skill,Junior,Senior\n".to_owned();
    for number in 0..100_000 {
        text += &format!("Skill {number},Does {number},Does {number} twice\n");
    }
    let error = import::import("long.csv", text.as_bytes(), &options()).expect_err("too long");
    assert!(error.contains("has 100001 rows, which are too many for a ladder"), "{error}");
}

/// An archive of one file that unfolds to many zeros, and says that it does not.
fn bomb() -> Vec<u8> {
    use std::io::Write;
    let mut packed = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    let zeros = vec![0; 1024 * 1024];
    for _ in 0..300 {
        packed.write_all(&zeros).expect("packed");
    }
    let packed = packed.finish().expect("packed");
    let size = u32::try_from(packed.len()).expect("small").to_le_bytes();
    let mut bytes = b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0".to_vec();
    bytes.extend(size.iter().chain(&[9, 0, 0, 0]).chain(&[1, 0, 0, 0]).chain(b"a"));
    bytes.extend(&packed);
    let directory = u32::try_from(bytes.len()).expect("small").to_le_bytes();
    bytes.extend(b"PK\x01\x02\x14\0\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0");
    bytes.extend(size.iter().chain(&[9, 0, 0, 0]).chain(&[1, 0]).chain(&[0; 16]).chain(b"a"));
    bytes.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    bytes.extend([47, 0, 0, 0].iter().chain(&directory).chain(&[0, 0]));
    bytes
}

#[test]
fn an_archive_that_unfolds_to_much_is_refused_before_it_does() {
    let bytes = bomb();
    assert!(bytes.len() < 1024 * 1024, "it is small");
    let error = import::import("bomb.xlsx", &bytes, &options()).expect_err("a bomb");
    assert!(error.contains("unfolds to more than 256 MB"), "{error}");
}
