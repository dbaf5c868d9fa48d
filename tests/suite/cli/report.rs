//! Diagnostics -> text.

use std::time::Instant;

use ladderbook::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity, Span};
use ladderbook::report::{Format, ReportOptions, report};
use ladderbook::tree::{File, RelPath, Tree};
use proptest::collection::vec;
use proptest::prelude::*;

fn path(path: &str) -> RelPath {
    RelPath::new(path).unwrap()
}

/// The place of the first occurrence of a text.
fn place(project: &Tree, file: &str, needle: &str) -> Place {
    let text = String::from_utf8_lossy(project.get(file).unwrap().bytes()).into_owned();
    let start = text.find(needle).unwrap();
    Place::new(&path(file), Span::new(start, start + needle.len()))
}

fn problem(place: Place) -> Diagnostic {
    Diagnostic::new(Code::UnknownKey, "unknown key `x`").at(place)
}

fn all(problems: impl IntoIterator<Item = Diagnostic>) -> Diagnostics {
    let mut all = Diagnostics::default();
    problems.into_iter().for_each(|problem| all.push(problem));
    all
}

fn shown(format: Format, problems: impl IntoIterator<Item = Diagnostic>, project: &Tree) -> String {
    report(&all(problems), project, ReportOptions { format, folder: "", color: false })
}

fn human(problem: Diagnostic, project: &Tree) -> String {
    let report = shown(Format::Human, [problem], project);
    let end = "\n`ladderbook explain unknown-key` tells more\n1 error\n";
    report.strip_suffix(end).unwrap_or_else(|| panic!("no summary in {report}")).to_owned()
}

fn short(span: Span, project: &Tree) -> String {
    let problem = problem(Place::new(&path("a.md"), span));
    let report = shown(Format::Short, [problem], project);
    report.strip_suffix(": error[unknown-key]: unknown key `x`\n").unwrap().to_owned()
}

#[test]
fn nothing_to_report_is_nothing() {
    for (_, format) in Format::ALL {
        assert_eq!(shown(format, [], &Tree::default()), "");
    }
}

#[test]
fn a_person_sees_the_source() {
    let project = Tree::from_texts([
        ("a.yaml", "first: 1\nsecond: 2\ntitel: 3\n"),
        ("b.yaml", "x: 1\ntitle: 2\n"),
    ]);
    let problem = Diagnostic::new(Code::DuplicateKey, "the key `titel` stands twice")
        .at(place(&project, "a.yaml", "titel"))
        .label("again here")
        .related(place(&project, "b.yaml", "title"), "first here")
        .related(Place::new(&path("gone.yaml"), Span::default()), "and here")
        .help("remove one of them")
        .help("or rename it");
    let warning = Diagnostic::new(Code::MissingCell, "nothing about `x`");
    let expected = "\
error[duplicate-key]: the key `titel` stands twice
 --> a.yaml:3:1
  |
3 | titel: 3
  | ^^^^^ again here
  |
 ::: b.yaml:2:1
  |
2 | title: 2
  | ----- first here
  |
  = note: and here: gone.yaml
  = help: remove one of them
  = help: or rename it

warning[missing-cell]: nothing about `x`

`ladderbook explain duplicate-key` tells more
1 error, 1 warning
";
    assert_eq!(shown(Format::Human, [problem, warning], &project), expected);
}

#[test]
fn the_summary_counts_and_is_silent_about_what_is_not_there() {
    let with = |severity| {
        let mut problem = Diagnostic::new(Code::StepFalls, "x");
        problem.severity = severity;
        problem
    };
    let (warning, note) = (with(Severity::Warning), with(Severity::Note));
    let report = shown(Format::Human, [warning.clone(), warning, note], &Tree::default());
    assert!(report.ends_with("note[step-falls]: x\n\n2 warnings, 1 note\n"), "{report}");
}

#[test]
fn columns_count_characters() {
    let project = Tree::from_texts([("a.md", "日本語 café titel\n")]);
    let problem = problem(place(&project, "a.md", "titel")).label("here");
    let expected = "\
error[unknown-key]: unknown key `x`
 --> a.md:1:10
  |
1 | 日本語 café titel
  |             ^^^^^ here
";
    assert_eq!(human(problem, &project), expected);
}

#[test]
fn line_breaks_of_windows_and_tabs_are_no_trouble() {
    let project = Tree::from_texts([("a.md", "one\r\n\ttitel: x\r\nthree\r\n")]);
    let expected = "\
error[unknown-key]: unknown key `x`
 --> a.md:2:2
  |
2 |     titel: x
  |     ^^^^^
";
    assert_eq!(human(problem(place(&project, "a.md", "titel")), &project), expected);
    let whole_line = problem(place(&project, "a.md", "titel: x\r\n"));
    assert!(human(whole_line, &project).ends_with("  |     ^^^^^^^^\n"));
}

#[test]
fn a_place_on_several_lines_shows_the_first() {
    let project = Tree::from_texts([("a.md", "one two\nthree\nfour\n")]);
    let expected = "\
error[unknown-key]: unknown key `x`
 --> a.md:1:5
  |
1 | one two
  |     ^^^
";
    assert_eq!(human(problem(place(&project, "a.md", "two\nthree")), &project), expected);
}

#[test]
fn a_long_line_is_cropped_around_its_mark() {
    let text = format!("{}titel{}", "é".repeat(500_000), "z".repeat(500_000));
    let project = Tree::from_texts([("a.md", text.as_str())]);
    let problem = problem(place(&project, "a.md", "titel")).label("here");
    let expected = format!(
        "\
error[unknown-key]: unknown key `x`
 --> a.md:1:500001
  |
1 | …{}titel{}…
  |  {}^^^^^ here
",
        "é".repeat(27),
        "z".repeat(102),
        " ".repeat(27)
    );
    assert_eq!(human(problem, &project), expected);
}

#[test]
fn a_mark_longer_than_a_line_can_be_is_cropped() {
    let text = "w".repeat(1_000_000);
    let project = Tree::from_texts([("a.md", text.as_str())]);
    let report = human(problem(place(&project, "a.md", &text)), &project);
    assert!(report.len() < 1000, "{} bytes", report.len());
}

#[test]
fn an_empty_file_and_the_end_of_a_file_are_places() {
    let project = Tree::from_texts([("a.md", "")]);
    let expected = "\
error[unknown-key]: unknown key `x`
 --> a.md:1:1
  |
1 |
  | ^
";
    let at = |start, end| problem(Place::new(&path("a.md"), Span::new(start, end)));
    assert_eq!(human(at(0, 0), &project), expected);
    assert_eq!(human(at(70, 90), &project), expected);

    let project = Tree::from_texts([("a.md", "ab\n")]);
    let report = human(at(3, 3), &project);
    assert!(report.contains("--> a.md:2:1\n  |\n2 |\n  | ^\n"), "{report}");
    let report = human(at(2, 3), &project);
    assert!(report.contains("--> a.md:1:3\n  |\n1 | ab\n  |   ^\n"), "{report}");
}

#[test]
fn a_place_in_a_file_that_is_not_there_is_its_path() {
    let at = Place::new(&path("content/gone"), Span::default());
    let problem = problem(at).help("look");
    let expected = "\
error[unknown-key]: unknown key `x`
--> content/gone
 = help: look
";
    assert_eq!(human(problem.clone(), &Tree::default()), expected);
    let report = shown(Format::Short, [problem], &Tree::default());
    assert_eq!(report, "content/gone: error[unknown-key]: unknown key `x`\n");
}

#[test]
fn a_place_inside_a_character_means_the_whole_character() {
    let project = Tree::from_texts([("a.md", "aéb\n")]);
    assert_eq!(short(Span::new(2, 2), &project), "a.md:1:2");
    let report = human(problem(Place::new(&path("a.md"), Span::new(2, 2))), &project);
    assert!(report.ends_with("1 | aéb\n  |  ^\n"), "{report}");
}

#[test]
fn a_byte_order_mark_has_no_column() {
    let project = Tree::from_texts([("a.md", "\u{feff}titel: x\n")]);
    assert_eq!(short(Span::new(3, 8), &project), "a.md:1:1");
    assert_eq!(short(Span::new(0, 0), &project), "a.md:1:1");
}

#[test]
fn bytes_that_are_no_text_can_be_shown() {
    let mut project = Tree::default();
    project.insert(path("a.md"), File::new(&b"ab\xff\xfe \x80\x80\x80\x80\x80c"[..]));
    let report = human(problem(Place::new(&path("a.md"), Span::new(2, 3))), &project);
    assert!(report.contains("--> a.md:1:3\n"), "{report}");
    assert!(report.ends_with("\u{fffd}c\n  |   ^\n"), "{report}");
}

#[test]
fn nothing_takes_over_the_terminal() {
    let evil = "\u{1b}[31m\u{9b}31m\u{7}\u{202e}\u{2066}\r\u{fffe}:9:9";
    let text = format!("a {evil} titel");
    let name = "a\u{1b}[2J\n\u{fffe}.md";
    let project = Tree::from_texts([(name, text.as_str())]);
    let at = place(&project, name, "titel");
    let problem = Diagnostic::new(Code::UnknownKey, evil)
        .at(at.clone())
        .label(evil)
        .related(at, evil)
        .related(Place::new(&path("\u{1b}gone"), Span::default()), evil)
        .help(evil);
    for format in [Format::Human, Format::Short] {
        let report = shown(format, [problem.clone()], &project);
        let harmful =
            |c: char| c.is_control() && c != '\n' || "\u{202e}\u{2066}\u{fffe}".contains(c);
        assert!(!report.contains(harmful), "{report:?}");
        // What looks like a position of ours in the source is still there.
        assert!(format == Format::Short || report.contains(":9:9 titel"), "{report}");
    }
}

#[test]
fn colour_is_only_for_people_who_want_it() {
    let project = Tree::from_texts([("a.md", "titel")]);
    for (_, format) in Format::ALL {
        for color in [false, true] {
            let problems = all([problem(place(&project, "a.md", "titel"))]);
            let report = report(&problems, &project, ReportOptions { format, folder: "", color });
            assert_eq!(report.contains('\u{1b}'), color && format == Format::Human, "{report}");
        }
    }
}

#[test]
fn short_is_one_line_each_with_a_path_to_follow() {
    let project = Tree::from_texts([("content/a.md", "x\nyy titel\n")]);
    let problems = all([
        problem(place(&project, "content/a.md", "titel")).help("not shown"),
        Diagnostic::new(Code::MissingBook, "there is no\nbook.toml"),
    ]);
    let look = ReportOptions { format: Format::Short, folder: "../book/", color: false };
    let expected = "\
../book/content/a.md:2:4: error[unknown-key]: unknown key `x`
error[missing-book]: there is no book.toml
";
    assert_eq!(report(&problems, &project, look), expected);
}

#[test]
fn json_says_everything_in_one_line_each() {
    let project = Tree::from_texts([("a.md", "é titel\nx\n")]);
    let problem = problem(place(&project, "a.md", "titel\nx"))
        .label("label")
        .related(place(&project, "a.md", "é"), "see \"é\"")
        .help("a\nb");
    let report = shown(Format::Json, [problem, Diagnostic::new(Code::StepJumps, "jump")], &project);
    let expected = concat!(
        r#"{"code":"unknown-key","severity":"error","message":"unknown key `x`","path":"a.md","#,
        r#""line":1,"column":3,"end_line":2,"end_column":2,"start":3,"end":10,"label":"label","#,
        r#""related":[{"message":"see \"é\"","path":"a.md","line":1,"column":1,"end_line":1,"#,
        r#""end_column":2,"start":0,"end":2}],"repeats":[],"help":["a\nb"],"fix":null}"#,
        "\n",
        r#"{"code":"step-jumps","severity":"note","message":"jump","path":null,"line":null,"#,
        r#""column":null,"end_line":null,"end_column":null,"start":null,"end":null,"label":"","#,
        r#""related":[],"repeats":[],"help":[],"fix":null}"#,
        "\n",
    );
    assert_eq!(report, expected);
}

#[test]
fn json_has_no_character_that_a_terminal_obeys() {
    let said = "\u{7f}\u{9b}2J\u{202e}\u{2028}é\t";
    let report = shown(Format::Json, [Diagnostic::new(Code::StepJumps, said)], &Tree::default());
    assert!(report.contains(r"\u007f\u009b2J\u202e\u2028é\t"), "{report}");
    let read: serde_json::Value = serde_json::from_str(&report).expect("JSON");
    assert_eq!(read["message"], said);
}

#[test]
fn github_gets_commands_that_nothing_breaks_out_of() {
    let project = Tree::from_texts([("a,b:c%.md", "titel\nx\n")]);
    let one_line = Diagnostic::new(Code::StepFalls, "100%\r\n::error::x")
        .at(place(&project, "a,b:c%.md", "titel"))
        .help("do, this: now");
    let lines = problem(place(&project, "a,b:c%.md", "titel\nx"));
    let nowhere = Diagnostic::new(Code::StepJumps, "jump");
    let gone = problem(Place::new(&path("gone.md"), Span::default()));
    let expected = "\
::warning file=a%2Cb%3Ac%25.md,line=1,endLine=1,col=1,endColumn=6,title=step-falls::100%25%0D%0A::error::x%0Ahelp: do, this: now
::error file=a%2Cb%3Ac%25.md,line=1,endLine=2,title=unknown-key::unknown key `x`
::notice title=step-jumps::jump
::error file=gone.md,title=unknown-key::unknown key `x`
";
    assert_eq!(shown(Format::Github, [one_line, lines, nowhere, gone], &project), expected);
}

#[test]
fn many_problems_in_a_large_file_are_quick() {
    let text = "a line of a register that was generated\n".repeat(100_000);
    let project = Tree::from_texts([("a.md", text.as_str())]);
    let problems =
        (0..10_000).map(|n| problem(Place::new(&path("a.md"), Span::new(n * 400, n * 400 + 5))));
    let problems: Vec<Diagnostic> = problems.collect();
    #[expect(clippy::disallowed_methods, reason = "this takes the time")]
    let started = Instant::now();
    let report = shown(Format::Short, problems, &project);
    // A look through the whole file for each of them would take a minute.
    assert!(started.elapsed().as_secs() < 15, "{:?}", started.elapsed());
    assert_eq!(report.lines().count(), 10_000);
}

#[test]
fn a_person_is_shown_twenty_problems_of_a_kind_in_a_file() {
    let text = "a line that was generated\n".repeat(1_500);
    let project = Tree::from_texts([("a.md", text.as_str()), ("b.md", text.as_str())]);
    let problems = |name: &str, count: usize| -> Vec<Diagnostic> {
        let at = |n| problem(Place::new(&path(name), Span::new(n * 26, n * 26 + 1)));
        (0..count).map(at).collect()
    };
    let all = || [problems("a.md", 1_500), problems("b.md", 20)].concat();
    let report = shown(Format::Human, all(), &project);
    assert_eq!(report.matches("--> a.md:").count(), 20);
    assert_eq!(report.matches("--> b.md:").count(), 20);
    assert_eq!(report.matches("… and 1480 more `").count(), 1);
    assert!(report.ends_with("1520 errors\n"), "all are counted");
    // Programs are told all.
    assert_eq!(shown(Format::Json, all(), &project).lines().count(), 1_520);
}

proptest! {
    #[test]
    fn every_place_in_every_file_can_be_shown(
        bytes in vec(prop::sample::select(b"ab \n\r\t\x1b\x80\xa9\xc3\xe2\xef\xbb\xbf".to_vec()), 0..400),
        start in 0_usize..420,
        length in 0_usize..300,
    ) {
        let text: Vec<char> = bytes.iter().map(|byte| char::from(*byte)).collect();
        let text = String::from_iter(text).replace("\r\n", "\n").replace('\r', "\n");
        let lines = text.matches('\n').count() + 1;
        let mut project = Tree::default();
        project.insert(path("a.md"), File::new(bytes));
        let at = Place::new(&path("a.md"), Span::new(start, start + length));
        let problem = problem(at.clone()).related(at, "and here");
        let report = human(problem.clone(), &project);
        prop_assert!(report.lines().count() <= 11, "{report}");
        prop_assert!(report.contains("\n --> a.md:") || report.contains("\n  --> a.md:") || report.contains("\n   --> a.md:"));
        let json = shown(Format::Json, [problem], &project);
        let object: serde_json::Value = serde_json::from_str(&json).unwrap();
        let line = object["line"].as_u64().unwrap() as usize;
        prop_assert!((1..=lines).contains(&line));
        prop_assert!(object["end_line"].as_u64() >= object["line"].as_u64());
    }
}
