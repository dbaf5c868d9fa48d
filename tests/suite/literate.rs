//! Literate tests: Markdown files that hold small projects and the reports that they cause.
//!
//! Below each H2 stand fenced blocks. One whose info string is `LANGUAGE PATH FLAGS…` is a file of
//! the project, one with `report` what is reported, one with `diff` what `check --fix` changes; a case
//! need not show that. Flags change the bytes of a file: `bom`, `crlf`, `latin-1`, `utf-16`,
//! `no-newline`,
//! `repeat=N`, `absent`. Without book.toml the project has one with a title, without levels it has one
//! level without cells. In every case, what is fixed is gone after the fix.

use std::fs;
use std::path::Path;

use ladderbook::diagnostic::{Diagnostic, Diagnostics};
use ladderbook::fix::{Fix, SafeFixes};
use ladderbook::report::diff;
use ladderbook::tree::{File, RelPath, Tree};

use crate::support::{blessing, build, report};

/// One project and its report.
pub struct Case {
    /// The heading.
    pub title: String,
    /// The project.
    pub project: Tree,
    /// What is reported; empty if nothing is.
    pub report: String,
}

struct Fence {
    info: String,
    body: String,
    /// Lines of the body in the file.
    lines: std::ops::Range<usize>,
}

/// The projects of all cases of a file, with their titles.
pub fn projects(path: &Path) -> Vec<(String, Tree)> {
    let text = fs::read_to_string(path).expect("a literate test");
    let cases = sections(&text).into_iter();
    cases.map(|(title, fences)| (title, project(&fences))).collect()
}

/// Runs all cases of a file and returns them; with blessing, rewrites their reports.
pub fn run(path: &Path) -> Vec<Case> {
    let text = fs::read_to_string(path).expect("a literate test");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut cases = Vec::new();
    let mut failures = String::new();
    let mut replacements = Vec::new();
    for (title, fences) in sections(&text) {
        let project = project(&fences);
        let diagnostics = build(&project).diagnostics;
        let reported = report(&diagnostics, &project);
        let fixed = fixed(&diagnostics, &project);
        for (kind, found, optional) in [("report", &reported, false), ("diff", &fixed, true)] {
            let expected = fences.iter().find(|fence| fence.info == kind);
            let expected_text = expected.map(|fence| fence.body.clone()).unwrap_or_default();
            if (optional && expected.is_none()) || found.trim_end() == expected_text.trim_end() {
                continue;
            }
            if blessing() {
                let at = expected.map(|fence| fence.lines.clone());
                let at = at.unwrap_or_else(|| panic!("`{title}` needs a block `{kind}`"));
                replacements.push((at, found.clone()));
            }
            failures.push_str(&format!(
                "\n== {} ## {title}\n-- expected\n{expected_text}\n-- found\n{found}",
                path.display()
            ));
        }
        cases.push(Case { title, project, report: reported });
    }
    replacements.sort_by_key(|(at, _)| at.start);
    for (at, found) in replacements.into_iter().rev() {
        lines.splice(at, found.trim_end().lines().map(str::to_owned));
        fs::write(path, lines.join("\n") + "\n").expect("writes the expectation");
    }
    assert!(blessing() || failures.is_empty(), "{failures}");
    cases
}

/// What the safe fixes change. Each does what it promises: its problem is gone, and there is no error
/// that was not there before.
fn fixed(diagnostics: &Diagnostics, project: &Tree) -> String {
    let safe = SafeFixes::of(diagnostics, project);
    let fixed = project.apply(&safe.edits).expect("the edits were made for the project");
    if safe.count == 0 {
        return String::new();
    }
    let name = |it: &Diagnostic| (it.place.as_ref().map(|at| at.path.clone()), it.message.clone());
    let remaining = build(&fixed).diagnostics;
    let count = |all: &Diagnostics, which: &Diagnostic| {
        all.iter().filter(|it| name(it) == name(which)).count()
    };
    for it in diagnostics.iter() {
        let is_fixed = Fix::of(it, project).is_some_and(|fix| fix.safe);
        let (before, after) = (count(diagnostics, it), count(&remaining, it));
        assert!(!is_fixed || after < before, "not fixed: {it:?}");
    }
    diff(project, &fixed, "")
}

/// The H2 sections that have fences, with their fences.
fn sections(text: &str) -> Vec<(String, Vec<Fence>)> {
    let mut sections: Vec<(String, Vec<Fence>)> = Vec::new();
    let mut open: Option<(String, usize, String, Vec<String>)> = None;
    for (number, line) in text.lines().enumerate() {
        if let Some((marker, start, info, mut body)) = open.take() {
            if line.trim_end() == marker {
                let (_, fences) = sections.last_mut().expect("a fence stands below a heading");
                let lines = start + 1..number;
                let body = body.iter().map(|line| format!("{line}\n")).collect();
                fences.push(Fence { info, body, lines });
            } else {
                body.push(line.to_owned());
                open = Some((marker, start, info, body));
            }
        } else if let Some(title) = line.strip_prefix("## ") {
            sections.push((title.to_owned(), Vec::new()));
        } else if line.starts_with("```") && !sections.is_empty() {
            let info = line.trim_start_matches('`');
            let marker = "`".repeat(line.len() - info.len());
            open = Some((marker, number, info.trim().to_owned(), Vec::new()));
        }
    }
    sections.retain(|(_, fences)| !fences.is_empty());
    sections
}

fn project(fences: &[Fence]) -> Tree {
    let mut tree = Tree::from_texts([("book.toml", "book.title = \"Test\"\n")]);
    for fence in fences {
        let mut info = fence.info.split_whitespace().skip(1);
        let Some(path) = info.next() else { continue };
        if path.ends_with('/') {
            continue;
        }
        let path = RelPath::new(path).expect("a relative path");
        let flags: Vec<&str> = info.collect();
        if flags.contains(&"absent") {
            tree.remove(&path);
            continue;
        }
        tree.insert(path, File::new(bytes(&fence.body, &flags)));
    }
    let has_level = tree.iter().any(|(path, _)| path.as_str().starts_with("content/levels/"));
    let wants_none = fences.iter().any(|fence| fence.info.contains("content/levels/ absent"));
    if !has_level && !wants_none {
        let level =
            Tree::from_texts([("content/levels/ic/1-junior.md", "---\ntitle: Junior\n---\n")]);
        tree = tree.overlay(&level);
    }
    tree
}

fn bytes(body: &str, flags: &[&str]) -> Vec<u8> {
    let mut text = body.to_owned();
    for flag in flags {
        if let Some(times) = flag.strip_prefix("repeat=") {
            text = text.repeat(times.parse().expect("a number"));
        }
        match *flag {
            "bom" => text.insert(0, '\u{feff}'),
            "crlf" => text = text.replace('\n', "\r\n"),
            "no-newline" => text.truncate(text.trim_end().len()),
            "latin-1" => {
                return text.chars().map(|it| u8::try_from(it as u32).expect("Latin-1")).collect();
            }
            "utf-16" => {
                let units = std::iter::once(0xfeff).chain(text.encode_utf16());
                return units.flat_map(u16::to_le_bytes).collect();
            }
            _ => {}
        }
    }
    text.into_bytes()
}
