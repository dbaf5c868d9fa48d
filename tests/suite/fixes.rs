//! Slips in the sample handbook: `check --fix` undoes them, or leaves them to a person.

use std::collections::BTreeSet;
use std::ops::Range;

use ladderbook::disk;
use ladderbook::fix::SafeFixes;
use ladderbook::memo::Memo;
use ladderbook::site;
use ladderbook::tree::{File, RelPath, Tree};

use crate::support::{report, root};

/// Keys of the format that the sample uses, long enough to be fixed.
const KEYS: [&str; 14] = [
    "title",
    "code",
    "grade",
    "summary",
    "next",
    "facts",
    "expect",
    "tracks",
    "categories",
    "competencies",
    "category",
    "scale",
    "terms",
    "text",
];

/// Of how many names one is tried: each costs a build.
const EACH: usize = 3;

/// The keys and the targets of wikilinks in a file.
fn names(path: &RelPath, text: &str) -> Vec<Range<usize>> {
    let mut names = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let key = line.trim_start_matches([' ', '-']);
        let at = start + line.len() - key.len();
        let is_yaml = path.extension() == "yaml" || path.folder().starts_with("content/levels");
        let key = key.split_once(':').map_or("", |(key, _)| key);
        if is_yaml && KEYS.contains(&key) {
            names.push(at..at + key.len());
        }
        start += line.len();
    }
    for (at, _) in text.match_indices("[[") {
        let inside = &text[at + 2..];
        names.push(at + 2..at + 2 + inside.find(['#', '|', ']']).unwrap_or_default());
    }
    names
}

/// The name with two of its letters swapped, or one left out or doubled.
fn slips(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let middle = letters.len() / 2;
    let mut swapped = letters.clone();
    swapped.swap(middle - 1, middle);
    let (mut short, mut long) = (letters.clone(), letters.clone());
    short.remove(middle);
    long.insert(middle, letters[middle]);
    [swapped, short, long].into_iter().map(String::from_iter).filter(|it| it != name).collect()
}

#[test]
fn a_slip_is_undone_or_left_alone() {
    let (sample, _) = disk::read(&root()).expect("the sample");
    let mut memo = Memo::default();
    let (mut slipped, mut undone) = (0, 0);
    let mut seen = BTreeSet::new();
    for (path, file) in sample.iter() {
        let Ok(text) = std::str::from_utf8(file.bytes()) else { continue };
        for (number, name) in names(path, text).into_iter().enumerate() {
            let written = &text[name.clone()];
            let is_new = written.chars().count() > 1 && seen.insert((path.extension(), written));
            if !is_new || !seen.len().is_multiple_of(EACH) {
                continue;
            }
            let all = slips(written);
            let slip = &all[number % all.len()];
            let changed = format!("{}{slip}{}", &text[..name.start], &text[name.end..]);
            let mut project: Tree = sample.clone();
            project.insert(path.clone(), File::new(changed.into_bytes()));
            let diagnostics = site::build(&project, &mut memo).diagnostics;
            let safe = SafeFixes::first(&diagnostics, &project);
            let fixed = project.apply(&safe.edits).expect("the edits were made for the project");
            assert!(
                safe.count == 0 || fixed == sample,
                "`{slip}` for `{written}` in {path} was not undone:\n{}",
                report(&diagnostics, &project)
            );
            slipped += 1;
            undone += safe.count;
        }
    }
    assert!(slipped > 20 && undone * 4 > slipped * 3, "{undone} of {slipped} were undone");
}
