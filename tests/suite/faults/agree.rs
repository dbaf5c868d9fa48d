//! `check` and `build` end alike: what no folder can hold is reported with its place, and nothing is written.

use std::path::Path;
use std::process::Command;

use ladderbook::diagnostic::Severity;
use ladderbook::disk;
use ladderbook::tree::{File, RelPath, Tree};

use super::{exit_code, files_of, put_all, seed, version};
use crate::random::Random;
use crate::support::{build, number, report};

const LEVEL: &str = "---\ntitle: Junior\n---\n\n## Code\n\n- Writes code\n";

/// A handbook with these files over others.
fn with(files: &[(&str, &str)]) -> Tree {
    let base = Tree::from_texts([
        ("book.toml", "book.title = \"T\"\n"),
        ("content/levels/ic/1-junior.md", LEVEL),
    ]);
    base.overlay(&Tree::from_texts(files.iter().copied()))
}

/// A book.toml with one redirect.
fn redirect(from: &str) -> String {
    format!("book.title = \"T\"\n[redirects]\n{from:?} = \"/levels/ic/junior/\"\n")
}

/// Handbooks that no folder can hold, each with one mistake.
fn impossible() -> Vec<(String, Tree)> {
    let long = "b".repeat(300);
    let mut cases = Vec::new();
    for file in [
        "search",
        "assets",
        "api",
        "compare",
        "matrix",
        "print",
        "review",
        "competencies",
        "search/pagefind",
        "404.html/x.txt",
        "index.html/x.txt",
        "assets/css/site.css/x.txt",
        "api/handbook.json",
    ] {
        let path = format!("content/{file}");
        let link = format!("[x](/{file})\n");
        cases.push((path.clone(), with(&[(&path, "x"), ("content/index.md", &link)])));
    }
    for address in [
        "/assets/css/site.css/",
        "/api/handbook.json",
        "/404.html/x/",
        "/.ladderbook-manifest/",
        "/.ladderbook-lock",
        "/a\nb/",
        "/a%0Ab/",
        "/%00/",
        "//example.com/x/",
        "/search/pagefind/x/",
        &format!("/{long}/"),
        &format!("/{long}.html"),
        &"/deep".repeat(200),
    ] {
        cases.push((format!("redirect {address:.30}"), with(&[("book.toml", &redirect(address))])));
    }
    let two = "book.title = \"T\"\n[redirects]\n\"/c.html\" = \"/\"\n\"/c.html/d\" = \"/\"\n";
    cases.push(("a redirect below another".to_owned(), with(&[("book.toml", two)])));
    let ids = ["a", "b"].map(|it| format!("content/levels/ic/{}.md", it.repeat(130)));
    let by_ids = with(&[(&ids[0], "---\ntitle: A\n---\n"), (&ids[1], "---\ntitle: B\n---\n")]);
    cases.push(("two long ids".to_owned(), by_ids));
    let alias = format!("---\ntitle: Junior\naliases: [/{long}.html]\n---\n");
    let plain = "book.title = \"T\"\nbuild.pretty-urls = false\n";
    let by_alias = with(&[("content/levels/ic/1-junior.md", &alias), ("book.toml", plain)]);
    cases.push(("a long alias without folders".to_owned(), by_alias));
    let name = format!("content/{}.md", "n".repeat(252));
    cases.push((
        "a name with another ending".to_owned(),
        with(&[(&name, "x"), ("book.toml", plain)]),
    ));
    for output in ["content", "content/site", "themes", "book.toml", "Content/x", "a\\nb", &long] {
        let book = format!("book.title = \"T\"\nbuild.output = \"{output}\"\n");
        cases.push((format!("output {output:.30}"), with(&[("book.toml", &book)])));
    }
    cases
}

#[test]
fn what_no_folder_can_hold_is_an_error_with_a_place() {
    for (name, project) in impossible() {
        let found = build(&project).diagnostics;
        let errors = found.iter().filter(|it| it.severity == Severity::Error);
        let places = errors.map(|it| it.place.is_some()).collect::<Vec<_>>();
        assert!(!places.is_empty(), "{name} is taken");
        assert!(places.iter().all(|it| *it), "{name}: {}", report(&found, &project));
    }
}

fn run(command: &str, project: &Path) -> (i32, String) {
    let mut ladderbook = Command::new(env!("CARGO_BIN_EXE_ladderbook"));
    let output = ladderbook.arg(command).arg(project).output().unwrap();
    (exit_code(&output), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn both_commands_end_alike_and_the_old_site_stays() {
    let dir = tempfile::tempdir().unwrap();
    put_all(dir.path(), &version(false));
    assert_eq!(run("build", dir.path()).0, 0);
    let before = files_of(&dir.path().join("public"));
    // As many as tell the kinds apart; the rest is one test above.
    for at in [0, 13, 18, 28] {
        let (name, mistake) = &impossible()[at];
        let project = tempfile::tempdir().unwrap();
        put_all(project.path(), &version(false).overlay(mistake));
        let public = project.path().join("public");
        let whole: Tree = before
            .iter()
            .map(|(path, bytes)| (RelPath::new(path).unwrap(), File::new(bytes.clone())))
            .collect();
        put_all(&public, &whole);
        let (checked, built) = (run("check", project.path()), run("build", project.path()));
        assert_eq!((checked.0, built.0), (1, 1), "{name}: {} {}", checked.1, built.1);
        assert_eq!(files_of(&public), before, "{name}");
    }
}

/// Names that are odd on their own or together.
const NAMES: [&str; 26] = [
    "a",
    "A",
    "search",
    "api",
    "assets",
    "index",
    "404",
    "404.html",
    "matrix",
    "print",
    "con",
    "a b",
    "ä",
    "a\u{308}",
    ".ladderbook-x",
    "x.html",
    "index.html",
    "compare",
    "a--b",
    "levels",
    "%41",
    "a%2Fb",
    "pagefind",
    "handbook.json",
    "x\ty",
    "..",
];

/// A handbook whose names are put together at random.
fn random_handbook(random: &mut Random) -> Tree {
    let mut name = |parts: usize| {
        let parts: Vec<String> = (0..parts)
            .map(|_| match random.within(0..24) {
                0 => "n".repeat(random.within(100..400)),
                _ => NAMES[random.within(0..NAMES.len())].to_owned(),
            })
            .collect();
        parts.join("/")
    };
    let mut files: Vec<(String, String)> = Vec::new();
    let mut links = String::new();
    for number in 0..6 {
        let asset = name(1 + number % 3);
        links.push_str(&format!("[x](</{asset}>) "));
        files.push((format!("content/{asset}"), "x".to_owned()));
        files.push((format!("content/{}.md", name(1 + number % 2)), format!("# Page {number}\n")));
        files.push((format!("content/levels/ic/{number}-{}.md", name(1)), LEVEL.to_owned()));
    }
    let redirects: String =
        (0..6).map(|it| format!("{:?} = \"/\"\n", format!("/{}", name(1 + it % 3)))).collect();
    let pretty = name(1).len() % 2 == 0;
    let book =
        format!("book.title = \"T\"\nbuild.pretty-urls = {pretty}\n[redirects]\n{redirects}");
    let mut project = with(&[("content/index.md", &links), ("book.toml", &book)]);
    for (path, text) in files {
        if let Some(path) = RelPath::new(&path) {
            project.insert(path, File::new(text.as_bytes()));
        }
    }
    project
}

/// Leaves what was reported as an error out until nothing is, so that most handbooks can be built.
fn without_errors(mut project: Tree) -> Option<Tree> {
    for _ in 0..40 {
        let found = build(&project).diagnostics;
        let Some(error) = found.iter().find(|it| it.severity == Severity::Error) else {
            return Some(project);
        };
        let place = error.place.clone()?;
        if place.path.as_str() == "book.toml" {
            let text = String::from_utf8(project.get("book.toml")?.bytes().to_vec()).ok()?;
            let start = text[..place.span.start].rfind('\n').map_or(0, |at| at + 1);
            let end = text[place.span.start..]
                .find('\n')
                .map_or(text.len(), |at| place.span.start + at + 1);
            let text = format!("{}{}", &text[..start], &text[end..]);
            project.insert(place.path, File::new(text.as_bytes()));
        } else if place.path.as_str() == "content/index.md" {
            project.insert(place.path, File::new("x".as_bytes()));
        } else {
            project.remove(&place.path)?;
        }
    }
    None
}

#[test]
fn a_site_without_errors_can_be_written() {
    let mut random = Random::new(seed());
    let mut written = 0;
    let trials = number("LADDERBOOK_TRIALS").unwrap_or(8);
    for trial in 0..trials {
        let Some(project) = without_errors(random_handbook(&mut random)) else { continue };
        let built = build(&project);
        let dir = tempfile::tempdir().unwrap();
        let output = dir.path().join("public");
        let result = disk::write(&output, dir.path(), &built.output);
        assert!(result.is_ok(), "trial {trial}: {:#}: {project:?}", result.unwrap_err());
        assert_eq!(files_of(&output).len(), built.output.len(), "trial {trial}");
        written += 1;
    }
    assert!(written >= trials / 2, "only {written} of {trials} handbooks could be built");
}
