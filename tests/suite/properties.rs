//! What holds for any bytes, asked of inputs that are like what people write, and of damaged ones. `fuzz/` asks the
//! same of many more.

#[path = "../../fuzz/properties.rs"]
mod shared;

use std::fs;
use std::panic::catch_unwind;
#[cfg(feature = "sheets")]
use std::sync::LazyLock;

use proptest::prelude::*;

#[cfg(feature = "sheets")]
use ladderbook::config::Overrides;
#[cfg(feature = "sheets")]
use ladderbook::{import, site};

use crate::random::Random;
use crate::support;

/// Texts with something of each format, which are damaged at random.
const TEXTS: [&str; 8] = [
    "---\ntitle: Junior\ncode: IC1\ngrade: [1, 2]\nnext: [senior, {to: x, kind: lateral}]\nfacts: {scope: A system}\nexpect: {code: 2+}\nlinks: [{label: a, url: \"https://a.b\"}]\n---\n\nWords.\n\n## Code {.prose}\n\n- Writes [[senior#code]] {#a .new replaces=b}\n  - An example\n\n### Exceeds {.internal}\n\n1. One\n",
    "# Page\n\n[[senior|S]] [a](page.md#x) ![b](c.png) <a href=\"page.md\">c</a> [^1] `code`\n\n[^1]: Note\n\n> [!NOTE]\n> Text\n\n|a|b|\n|-|-|\n|[[senior\\|x]]|{{<ladder-map />}}|\n\n<!-- a\n-->\n\nTerm\n: Meaning\n",
    "[book]\ntitle = \"T\"\nlanguage = \"de\"\n\n[build]\npretty-urls = false\ncopy = [\"*.pdf\"]\n\n[check]\nmissing-cell = \"off\"\n\n[redirects]\n\"/old%20/\" = \"/page/#x\"\n",
    "tracks:\n- {id: ic, title: IC, group: G, extends: em, inherit: {competencies: all, place: before}}\n- {id: em, title: EM, abstract: true}\n",
    "categories:\n- {id: c, title: C}\ncompetencies:\n- id: code\n  title: Code\n  category: c\n  scale: s\n  steps:\n  - {title: A, text: x, criteria: [y], examples: [z]}\n",
    "scales:\n  s: [Low, High]\n",
    "terms:\n- {term: bus factor, aliases: [bf], text: \"A *number*\", link: senior}\n",
    "{% extends \"default/page.html\" %}{% block main %}{{ page.title | upper }}{{<ui.rung />}}{% endblock %}",
];

/// Tables as spreadsheets, wikis and people write them.
#[cfg(feature = "sheets")]
const TABLES: [&str; 4] = [
    ",Junior,Senior,Staff\nGrade,1,2,3\nCode,\"Writes code\nReads code\",• Reviews,—\nTalking,,\"Says \"\"why\"\"\",Listens\n",
    "Level;Craft;Talking\nJunior;Writes;Asks\nSenior;Reviews, and says why;\n",
    "<table><tr><th>Skill<th>IC1<th>IC2</tr><tr><td rowspan=2>Craft<td><ul><li>Writes<li>Tests</ul><td>Reviews</tr></table>",
    "| Competency | Mid | Senior |\n|---|:-:|---|\n| **Craft** | Writes<br>Tests | [Reviews](https://a.b) |\n",
];

/// A text with some bytes left out, doubled, replaced or put elsewhere.
fn damaged(seed: u64) -> Vec<u8> {
    damaged_one(&TEXTS, seed)
}

fn damaged_one(texts: &[&str], seed: u64) -> Vec<u8> {
    const INSERTED: [&[u8]; 14] = [
        b"\xff",
        b"\xc3",
        b"\"",
        b"[[",
        b"]]",
        b"{",
        b"}",
        b"---\n",
        b"\n",
        b"\t",
        b"\0",
        b"<!--",
        b"&a *a",
        "\u{301}ä\u{202e}".as_bytes(),
    ];
    let mut random = Random::new(seed);
    let mut bytes = texts[random.within(0..texts.len())].as_bytes().to_vec();
    for _ in 0..random.within(1..6) {
        let at = random.within(0..bytes.len() + 1);
        let until = (at + random.within(0..20)).min(bytes.len());
        match random.within(0..4) {
            0 => drop(bytes.drain(at..until)),
            1 => {
                let copy = bytes[at..until].to_vec();
                let to = random.within(0..bytes.len() + 1);
                drop(bytes.splice(to..to, copy));
            }
            2 => bytes.truncate(until),
            _ => drop(
                bytes.splice(at..at, INSERTED[random.within(0..INSERTED.len())].iter().copied()),
            ),
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_file_is_reported_or_built(kind in any::<u8>(), seed in any::<u64>()) {
        let mut bytes = vec![kind];
        bytes.extend(damaged(seed));
        shared::file(&bytes);
    }

    #[test]
    fn several_damaged_files_are_reported_or_built(parts in proptest::collection::vec((0u8..12, any::<u64>()), 1..5)) {
        let mut bytes = Vec::new();
        for (kind, seed) in parts {
            bytes.push(kind);
            bytes.extend(damaged(seed).into_iter().filter(|it| *it != 0xff));
            bytes.push(0xff);
        }
        shared::several(&bytes);
    }

    #[cfg(feature = "sheets")]
    #[test]
    fn a_damaged_table_is_refused_or_makes_a_handbook(seed in any::<u64>()) {
        shared::sheet(&damaged_one(&TABLES, seed));
    }

    #[test]
    fn any_address_can_be_asked_for(path in "[/a-zä%0-9.?# ]{0,40}") {
        shared::address(path.as_bytes());
    }
}

/// A sheet of the project as it is exported.
#[cfg(feature = "sheets")]
static EXPORTED: LazyLock<String> = LazyLock::new(|| {
    let request = site::SheetRequest::Csv;
    let (csv, _) = site::export_sheet(&shared::project(), &Overrides::default(), request);
    String::from_utf8(csv.expect("a sheet")).expect("text")
});

#[cfg(feature = "sheets")]
proptest! {
    // Each is merged twice, with several builds.
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// What is carried over does not break the handbook.
    #[test]
    fn a_damaged_export_is_merged_without_an_error(seed in any::<u64>()) {
        shared::sheet(&damaged_one(&[&EXPORTED], seed));
    }
}

/// Asks a property of short inputs that the fuzzer of a target found worth keeping.
fn holds_for_the_corpus(target: &str, holds: fn(&[u8])) {
    let folder = support::root().join("fuzz/corpus").join(target);
    let inputs: Vec<_> = fs::read_dir(&folder).expect("a corpus").collect();
    assert!(inputs.len() > 10, "{} inputs", inputs.len());
    for input in inputs {
        let path = input.expect("an input").path();
        let bytes = fs::read(&path).expect("an input");
        let result = catch_unwind(|| holds(&bytes));
        assert!(result.is_ok(), "{} fails, see above", path.display());
    }
}

#[test]
fn files_of_the_corpus_are_reported_or_built() {
    holds_for_the_corpus("file", shared::file);
}

#[test]
fn projects_of_the_corpus_are_reported_or_built() {
    holds_for_the_corpus("project", shared::several);
}

#[cfg(feature = "sheets")]
#[test]
fn sheets_of_the_corpus_are_refused_or_make_a_handbook() {
    holds_for_the_corpus("sheet", shared::sheet);
}

#[test]
fn addresses_of_the_corpus_can_be_asked_for() {
    holds_for_the_corpus("address", shared::address);
}

/// A control character is allowed in JSON, but not in a report.
#[test]
fn a_control_character_in_a_page_is_in_no_report() {
    shared::file(b"\x09{% extends \"default/page.html\" %}{% block main %}{{ page.title }\x7f{{<ui.rung />}}{% endblock %}");
}

/// A sheet without the column that says what a criterion is cannot be merged, which is said.
#[cfg(feature = "sheets")]
#[test]
fn an_export_without_its_words_is_known_as_one() {
    let sheet = EXPORTED.replacen(",text,", ",words,", 1);
    assert_ne!(sheet, *EXPORTED);
    let exported = import::exported("sheet.csv", sheet.as_bytes(), &[]).expect("a table");
    let exported = exported.expect("it came from `export`");
    let merged = import::merge(&exported, &shared::project(), import::MergeOptions::default());
    let merged = merged.expect("no errors");
    assert_eq!(merged.tree, shared::project());
    let remarks: Vec<String> = merged.remarks.iter().map(ToString::to_string).collect();
    assert!(remarks.iter().any(|it| it.contains("has lost its column `text`")), "{remarks:?}");
}
