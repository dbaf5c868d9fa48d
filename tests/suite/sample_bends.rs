//! What a company does first with the sample: other names, fewer levels, one track more or less. Each change is
//! made as a newcomer would make it, and counts the places that are wrong afterwards.

use ladderbook::builtin;
use ladderbook::diagnostic::Severity;
use ladderbook::tree::{File, RelPath, Tree};

use crate::support::{build, json, report};

const IC: [&str; 6] = ["junior", "mid", "senior", "staff", "principal", "distinguished"];
const MANAGEMENT: [&str; 5] = ["tech-lead", "engineering-manager", "director", "vp", "cto"];

/// The sample without the files for which `leaves_out` holds, and with `edit` made in the others.
fn changed(leaves_out: impl Fn(&str) -> bool, edit: impl Fn(&str, String) -> String) -> Tree {
    let mut changed = Tree::default();
    for (path, file) in builtin::sample().iter().filter(|(path, _)| !leaves_out(path.as_str())) {
        let text = String::from_utf8(file.bytes().to_vec()).expect("the sample is text");
        changed.insert(path.clone(), File::new(edit(path.as_str(), text).into_bytes()));
    }
    changed
}

fn with(mut project: Tree, path: &str, text: &str) -> Tree {
    project.insert(RelPath::new(path).expect("a path"), File::new(text.as_bytes()));
    project
}

fn same(_: &str, text: String) -> String {
    text
}

/// How many places of a project are wrong; a message that stands for several counts them all.
fn wrong_places(project: &Tree) -> usize {
    let found = build(project).diagnostics;
    found.iter().filter(|it| it.severity != Severity::Note).map(|it| 1 + it.repeats.len()).sum()
}

#[track_caller]
fn assert_sound(project: &Tree) {
    let found = build(project).diagnostics;
    assert!(found.is_empty(), "{}", report(&found, project));
}

#[track_caller]
fn assert_at_most(limit: usize, project: &Tree) {
    let count = wrong_places(project);
    assert!(count > 0, "the change did nothing, or asks for nothing");
    assert!(
        count <= limit,
        "{count} places instead of {limit}:\n{}",
        report(&build(project).diagnostics, project)
    );
}

/// The file of a level, and its number in the track.
fn level_file(track: &str, number: usize, id: &str) -> String {
    format!("content/levels/{track}/{number}-{id}.md")
}

/// Whether a file is that of a level or of a move from or to one.
fn is_about(path: &str, levels: &[&str]) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".md");
    let is_move = path.starts_with("content/moves/");
    let ends = name.split("--").map(|end| end.rsplit('.').next().unwrap_or(end));
    levels.iter().any(|id| {
        is_move && ends.clone().any(|end| end == *id)
            || path.starts_with("content/levels/")
                && name.split_once('-').is_some_and(|it| it.1 == *id)
    })
}

#[test]
fn levels_called_by_numbers() {
    let numbered = changed(
        |_| false,
        |path, text| {
            let ic = IC.iter().enumerate().map(|(at, id)| (level_file("ic", at + 1, id), at + 1));
            let management = MANAGEMENT.iter().enumerate();
            let management =
                management.map(|(at, id)| (level_file("management", at + 1, id), at + 3));
            match ic.chain(management).find(|(file, _)| file == path) {
                Some((_, grade)) => with_line(&text, "title: ", &format!("title: L{grade}")),
                None => text,
            }
        },
    );
    assert_sound(&numbered);

    // Prose that a reader meets outside the pages of the levels themselves names none of them by its old title.
    let json = json(&build(&builtin::sample()).output);
    let levels = json["levels"].as_array().expect("levels");
    let titles: Vec<&str> =
        levels.iter().map(|it| it["title"].as_str().expect("a title")).collect();
    assert_eq!(titles.len(), IC.len() + MANAGEMENT.len());
    for (path, file) in numbered.iter() {
        let text = String::from_utf8_lossy(file.bytes()).to_lowercase();
        for title in &titles {
            assert!(
                !text.contains(&title.to_lowercase()) || is_own(path.as_str(), title),
                "{path}: {title}"
            );
        }
    }
}

/// Whether a file is the level's own, which is edited when its title is.
fn is_own(path: &str, title: &str) -> bool {
    path.starts_with("content/levels/") && path.contains(&title.to_lowercase().replace(' ', "-"))
}

/// A text whose first line that begins with `start` is another one.
fn with_line(text: &str, start: &str, line: &str) -> String {
    let mut replaced = false;
    let lines = text.lines().map(|it| match it.starts_with(start) && !replaced {
        true => {
            replaced = true;
            line
        }
        false => it,
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    assert!(replaced, "no line begins with `{start}`");
    text + "\n"
}

#[test]
fn files_of_levels_renamed() {
    let mut renamed = Tree::default();
    for (path, file) in builtin::sample().iter() {
        let number = path.name().split_once('-').map(|(number, _)| number);
        let is_level = path.inside("content/levels").is_some() && number.is_some();
        let new = match number.filter(|_| is_level) {
            Some(number) => format!("{}/{number}-l{number}.md", path.folder()),
            None => path.as_str().to_owned(),
        };
        renamed.insert(RelPath::new(&new).expect("a path"), file.clone());
    }
    assert_eq!(renamed.len(), builtin::sample().len());
    assert_at_most(36, &renamed);
}

#[test]
fn four_levels() {
    let gone = ["staff", "principal", "distinguished", "tech-lead", "director", "vp", "cto"];
    assert_at_most(22, &changed(|path| is_about(path, &gone), same));
}

#[test]
fn no_management() {
    let is_management = |path: &str| {
        path.starts_with("content/levels/management/")
            || is_about(path, &MANAGEMENT)
            || ["two-tracks", "shift-to-management"]
                .iter()
                .any(|guide| path.ends_with(&format!("-{guide}.md")))
    };
    let without_track = |path: &str, text: String| match path {
        "content/tracks.yaml" => {
            let (kept, _) = text.split_once("  - id: management").expect("the track");
            kept.to_owned()
        }
        _ => text,
    };
    assert_at_most(10, &changed(is_management, without_track));
}

/// The sample with a track more, whose levels have the file names of the first track's.
fn with_track(id: &str, entry: &str, body: impl Fn(usize) -> String) -> Tree {
    let project = changed(
        |_| false,
        |path, text| match path {
            "content/tracks.yaml" => format!("{text}  - id: {id}\n    title: {id}\n{entry}"),
            _ => text,
        },
    );
    IC[..4].iter().enumerate().fold(project, |project, (at, level)| {
        let text = format!("---\ntitle: {id} {level}\ngrade: {}\n---\n\n{}", at + 1, body(at + 1));
        with(project, &level_file(id, at + 1, level), &text)
    })
}

#[test]
fn a_track_for_quality() {
    let competencies = [
        "Technical judgement",
        "Delivery",
        "Ownership",
        "Communication",
        "Collaboration",
        "Growing others",
        "Strategy",
    ];
    let body = |number: usize| {
        let cell = |title: &str| format!("## {title}\n\n- Tries out {title} of kind {number}\n\n");
        competencies.map(cell).concat()
    };
    assert_sound(&with_track("qa", "", body));
}

#[test]
fn a_track_for_data_that_extends_the_first() {
    assert_sound(&with_track("data", "    extends: ic\n", |_| String::new()));
}

#[test]
fn other_names_of_steps() {
    let names = [
        ("Learns", "Begins"),
        ("Applies", "Works alone"),
        ("Owns", "Answers"),
        ("Multiplies", "Lifts"),
        ("Directs", "Leads"),
    ];
    let renamed = changed(
        |_| false,
        |path, mut text| match path {
            "content/scales.yaml" => {
                for (name, other) in names {
                    let title = format!("title: {name},");
                    assert_eq!(text.matches(&title).count(), 1, "the scale has other steps");
                    text = text.replace(&title, &format!("title: {other},"));
                }
                text
            }
            _ => text,
        },
    );
    assert_sound(&renamed);
}
