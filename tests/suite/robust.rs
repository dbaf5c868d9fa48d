//! Whatever stands in the files: a build ends, in good time, with a diagnostic or a site.

use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use ladderbook::diagnostic::Code;
use ladderbook::site::{Build, handbook};
use ladderbook::tree::{File, RelPath, Tree};
use proptest::prelude::*;

use crate::support::{build, project, report, text};

fn level(body: &str) -> Tree {
    project(&[("content/levels/ic/1-junior.md", body)])
}

#[test]
fn a_one_line_book_with_two_levels_builds() {
    let project = project(&[
        ("content/levels/ic/1-junior.md", "---\ntitle: Junior\n---\n\n## Delivery\n\n- Ships it\n"),
        ("content/levels/ic/2-senior.md", "---\ntitle: Senior\n---\n\n## Delivery\n\n- Plans it\n"),
    ]);
    let build = build(&project);
    assert!(build.diagnostics.is_empty(), "{}", report(&build.diagnostics, &project));
    assert!(text(&build.output, "levels/ic/senior/index.html").contains("Plans it"));
}

#[test]
fn a_fence_as_the_last_line_without_newline_closes_the_front_matter() {
    let project = level("---\ntitle: Junior\n---");
    let build = build(&project);
    assert!(build.diagnostics.is_empty(), "{}", report(&build.diagnostics, &project));
}

#[test]
fn crlf_and_a_byte_order_mark_make_no_difference() {
    let text_of = |body: &str| {
        let build = build(&level(body));
        assert!(build.diagnostics.is_empty());
        text(&build.output, "levels/ic/junior/index.html").replace('\r', "")
    };
    let plain = "---\ntitle: Junior\nfacts: {scope: One task}\n---\n\nHello.\n\n## Delivery\n\n- Ships it\n";
    assert_eq!(text_of(plain), text_of(&plain.replace('\n', "\r\n")));
    assert_eq!(text_of(plain), text_of(&format!("\u{feff}{plain}")));
}

#[test]
fn many_equal_headings_take_linear_time() {
    let page = "# Page\n\n".to_owned() + &"## Same\n\ntext\n\n".repeat(20_000);
    let project = level("---\ntitle: Junior\n---\n")
        .overlay(&Tree::from_texts([("content/page.md", page.as_str())]));
    let build = build(&project);
    assert!(build.diagnostics.is_empty());
    assert!(text(&build.output, "page/index.html").contains("id=\"same-20000\""));
}

#[test]
fn a_stray_closing_tag_does_no_harm() {
    let project = level("---\ntitle: Junior\n---\n\nText </p> and </div>.\n\n</section>\n");
    assert!(!build(&project).diagnostics.has_errors());
}

#[test]
fn an_alias_bomb_is_refused() {
    let mut bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (name, before) in ["b", "c", "d", "e", "f", "g", "h", "i"].iter().zip("abcdefgh".chars()) {
        let aliases = vec![format!("*{before}"); 10].join(", ");
        bomb.push_str(&format!("{name}: &{name} [{aliases}]\n"));
    }
    let project = level("---\ntitle: Junior\n---\n")
        .overlay(&Tree::from_texts([("content/tracks.yaml", bomb.as_str())]));
    let report = report(&build(&project).diagnostics, &project);
    assert!(report.contains("[invalid-yaml]"), "{report}");
}

#[test]
fn a_file_of_fifty_megabytes_is_refused_as_text_and_copied_as_an_asset() {
    let large: std::sync::Arc<[u8]> = vec![b'a'; 50 << 20].into();
    let mut project = level("---\ntitle: Junior\n---\n");
    project.insert(RelPath::new("content/video.mp4").expect("a path"), File::new(large.clone()));
    assert!(!build(&project).diagnostics.has_errors());
    project.insert(RelPath::new("content/page.md").expect("a path"), File::new(large));
    let found = build(&project).diagnostics;
    assert_eq!(found.iter().map(|it| it.code.name()).collect::<Vec<_>>(), ["file-too-large"]);
}

#[test]
fn deeply_nested_markdown_ends() {
    for body in ["> ".repeat(5_000), "- ".repeat(5_000), "[".repeat(20_000), "*a".repeat(20_000)] {
        let body = format!("---\ntitle: Junior\n---\n\n{body}\n");
        build(&level(&body));
    }
}

#[test]
fn deeply_nested_yaml_is_refused() {
    let body = format!("---\ntitle: {}x{}\n---\n", "[".repeat(3_000), "]".repeat(3_000));
    let project = level(&body);
    assert!(build(&project).diagnostics.has_errors());
}

#[test]
fn templates_escape_what_authors_write() {
    let evil = "<script>alert(1)</script>";
    let project = level(&format!(
        "---\ntitle: '{evil}'\ncode: '{evil}'\nsummary: '{evil}'\nfacts: {{scope: '{evil}'}}\n---\n"
    ));
    let html = text(&build(&project).output, "levels/ic/junior/index.html");
    assert!(!html.contains(evil), "a title is text, not markup");
    assert!(html.contains("&lt;script&gt;"));
}

#[test]
fn raw_html_can_be_switched_off() {
    let body = "---\ntitle: Junior\n---\n\n<b>bold</b>\n\n<div>block</div>\n";
    let on = text(&build(&level(body)).output, "levels/ic/junior/index.html");
    assert!(on.contains("<b>bold</b>") && on.contains("<div>block</div>"));
    let off = level(body)
        .overlay(&Tree::from_texts([("book.toml", "book.title = \"T\"\nmarkdown.html = false\n")]));
    let off = text(&build(&off).output, "levels/ic/junior/index.html");
    assert!(off.contains("&lt;b&gt;bold&lt;/b&gt;") && !off.contains("<div>block</div>"));
}

/// Editors on Windows save UTF-8 with a byte-order mark.
#[test]
fn a_byte_order_mark_is_welcome_in_every_text() {
    let plain = [
        ("book.toml", "[book]\ntitle = \"Test\"\nlanguage = \"fr\"\n[build]\ntheme = \"mine\"\n"),
        ("content/levels/ic/1-junior.md", "---\ntitle: Junior\n---\n\n## Delivery\n\n- Ships it\n"),
        ("content/competencies.yaml", "competencies:\n  - {id: delivery, title: Delivery}\n"),
        ("content/about.md", "# About\n\nText.\n"),
        ("themes/mine/i18n/fr.toml", "skip = \"Aller au contenu\"\n"),
        (
            "themes/mine/templates/page.html",
            "{% extends \"default/page.html\" %}\n{% block main %}{{ page.title }}!{% endblock %}\n",
        ),
        (
            "themes/mine/components/note.html",
            "{% component note() %}A note.{% endcomponent note %}\n",
        ),
    ];
    let marked = plain.map(|(path, text)| (path, format!("\u{feff}{text}")));
    let marked: Vec<(&str, &str)> =
        marked.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let (plain, marked) = (build(&project(&plain)), build(&project(&marked)));
    assert!(text(&plain.output, "about/index.html").contains("About!"));
    let changes = plain.output.diff(&marked.output);
    // What is made later is told apart by what it is made from.
    let differ = changes.iter().map(|change| change.path().as_str()).filter(|path| {
        let bytes = |build: &Build| build.output.get(path).map(|file| file.bytes().to_vec());
        bytes(&plain) != bytes(&marked)
    });
    assert_eq!(differ.collect::<Vec<_>>(), Vec::<&str>::new());
    let messages = |build: &Build| -> Vec<String> {
        build.diagnostics.iter().map(|it| it.message.clone()).collect()
    };
    assert_eq!(messages(&plain), messages(&marked));
    assert!(!marked.diagnostics.has_errors(), "{:?}", messages(&marked));
}

#[test]
fn a_fault_behind_a_byte_order_mark_has_its_place() {
    let faults = [
        ("book.toml", "book.title = \"T\"\nbuild.theme = \"mine\"\n[boook]\n", "3:2"),
        ("themes/mine/i18n/en.toml", "skip = [\n", "1:"),
        ("themes/mine/templates/page.html", "{{ page.titel }}\n", "1:9"),
    ];
    for (path, fault, position) in faults {
        let fault = format!("\u{feff}{fault}");
        let files = [
            ("book.toml", "book.title = \"T\"\nbuild.theme = \"mine\"\n"),
            ("content/levels/ic/1-junior.md", "---\ntitle: Junior\n---\n"),
            ("content/about.md", "# About\n"),
            ("themes/mine/a.txt", ""),
        ];
        let project = Tree::from_texts(files).overlay(&Tree::from_texts([(path, fault.as_str())]));
        let report = report(&build(&project).diagnostics, &project);
        assert!(report.contains(&format!(" --> {path}:{position}")), "{report}");
    }
}

/// A cell or step that shows, through a component, what it stands in. It is checked by a process of its own,
/// since what does not end takes its process along.
#[test]
fn a_part_that_shows_itself_does_not_stop_a_build() {
    let level = |body: &str| {
        format!("---\ntitle: One\nexpect: {{craft: Owns}}\n---\n\n## Craft\n\n{body}\n")
    };
    let step = |text: &str| {
        format!(
            "competencies:\n- id: craft\n  title: Craft\n  steps: [{{title: Owns, text: '{text}'}}]\n"
        )
    };
    let call = "{{<matrix track=\"ic\" />}}";
    let cases = [
        ("a criterion", level("- Asks {{<criterion id=\"asks\" />}} {#asks}"), step("")),
        ("a matrix in a cell", level(call), step("")),
        ("a matrix in a step", level("- Asks"), step(call)),
    ];
    for (name, level, register) in cases {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("makes a folder");
            fs::write(path, text).expect("writes a file");
        };
        write("book.toml", "book.title = \"T\"\n");
        write("content/levels/ic/1-one.md", &level);
        write("content/competencies.yaml", &register);
        let mut check = Command::new(env!("CARGO_BIN_EXE_ladderbook"))
            .arg("check")
            .arg(folder.path())
            .stderr(Stdio::null())
            .spawn()
            .expect("starts");
        let started = Instant::now();
        let status = loop {
            if let Some(status) = check.try_wait().expect("its state") {
                break status;
            }
            if started.elapsed() > Duration::from_secs(60) {
                check.kill().expect("it runs");
                panic!("{name} that shows itself: the build does not end");
            }
            thread::sleep(Duration::from_millis(20));
        };
        assert!(matches!(status.code(), Some(0 | 1)), "{name} that shows itself: {status}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// Any bytes in any kind of file.
    #[test]
    fn no_bytes_make_a_build_panic(
        file in prop_oneof![
            Just("book.toml"), Just("content/tracks.yaml"), Just("content/competencies.yaml"),
            Just("content/scales.yaml"), Just("content/glossary.yaml"), Just("content/page.md"),
            Just("content/levels/ic/1-junior.md"), Just("content/moves/a--b.md"),
            Just("themes/default/templates/level.html"), Just("themes/default/i18n/en.toml"),
        ],
        bytes in prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..200),
            "(---\n)?[ -~\n\t:#{}\\[\\]|>&*!]{0,200}".prop_map(String::into_bytes),
            "(tracks|competencies|terms|scales|categories):\n(- (id|title|term|text|steps|extends): [a-z{}\\[\\]&*]{0,9}\n){0,6}"
                .prop_map(String::into_bytes),
            "---\n(title|grade|next|expect|facts|same-as|links|aliases): [ -~]{0,30}\n---\n(## [a-z]{1,4}( \\{[ -~]{0,9}\\})?\n\n- [ -~]{0,20}\n){0,3}"
                .prop_map(String::into_bytes),
        ],
    ) {
        let mut project = level("---\ntitle: Junior\n---\n");
        project.insert(RelPath::new(file).expect("a path"), File::new(bytes));
        let build = build(&project);
        report(&build.diagnostics, &project);
    }
}

/// Levels, tracks or cells, each of which takes over from the one before it.
fn chain(kind: &str, length: usize) -> Tree {
    let mut files = Vec::new();
    let mut tracks = "tracks:\n".to_owned();
    for number in 0..length {
        let first = "\n## Craft\n\n- Works on what was asked for\n".to_owned();
        let before = number.checked_sub(1);
        let (folder, head, body) = match (kind, before) {
            ("level", Some(before)) => {
                ("ic".to_owned(), format!("same-as: step-{before}\n"), String::new())
            }
            ("cell", Some(before)) => {
                ("ic".to_owned(), String::new(), format!("\n## Craft {{same-as=step-{before}}}\n"))
            }
            ("track", Some(_)) => (format!("track-{number}"), String::new(), String::new()),
            ("track", None) => (format!("track-{number}"), String::new(), first),
            _ => ("ic".to_owned(), String::new(), first),
        };
        let place = if kind == "track" { 0 } else { number };
        let path = format!("content/levels/{folder}/{}-step-{number}.md", place + 1);
        files.push((path, format!("---\ntitle: Step {number}\n{head}---\n{body}")));
        let extends = before.map(|it| format!(", extends: track-{it}")).unwrap_or_default();
        tracks += &format!("  - {{id: track-{number}, title: Track {number}{extends}}}\n");
    }
    if kind == "track" {
        files.push(("content/tracks.yaml".to_owned(), tracks));
    }
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    project(&files)
}

#[test]
fn a_chain_is_followed_to_its_end_or_refused() {
    for (kind, last) in [
        ("level", "levels/ic/step-64/index.html"),
        ("cell", "levels/ic/step-64/index.html"),
        ("track", "levels/track-64/step-64/index.html"),
    ] {
        let whole = build(&chain(kind, 65));
        assert!(!whole.diagnostics.has_errors(), "{kind}");
        assert!(text(&whole.output, last).contains("Works on what was asked for"), "{kind}");

        // One that would need more stack than there is ends as well, with a place in each part of it.
        for (length, faults) in [(66, 1), (400, 6)] {
            let found = handbook(&chain(kind, length)).1;
            let places = found.iter().filter(|it| it.code == Code::ReferenceLoop);
            let places: usize = places.map(|it| 1 + it.repeats.len()).sum();
            assert_eq!(places, faults, "{kind} of {length}");
        }
    }
}
