//! The laws of the house, held by a machine.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use ladderbook::check;
use ladderbook::diagnostic::Code;
use pulldown_cmark::{Event, Parser, Tag};

use crate::sources::{Source, Sources};
use crate::support::{files, root};

/// The rooms from the first on: each uses only those before it. Some are not built yet.
const ROOMS: [&str; 36] = [
    "fingerprint",
    "tree",
    "position",
    "spelling",
    "file_names",
    "suggestion",
    "diagnostic",
    "html",
    "text",
    "pattern",
    "edit",
    "fix",
    "builtin",
    "node",
    "keys",
    "editions",
    "config",
    "theme",
    "handbook",
    "read",
    "check",
    "view",
    "render",
    "search",
    "exchange",
    "loaded",
    "memo",
    "site",
    "ids",
    "rename",
    "import",
    "disk",
    "git",
    "report",
    "serve",
    "cli",
];

/// The room of a file.
fn room(file: &str) -> &str {
    file.split('/').next().unwrap_or(file).trim_end_matches(".rs")
}

fn position(room: &str) -> Option<usize> {
    ROOMS.iter().position(|it| *it == room)
}

#[test]
fn lib_tells_the_rooms_in_their_order() {
    let sources = Sources::read();
    let rooms = &sources.root().children;
    assert!(rooms.len() > 15, "lib.rs names its rooms");
    let positions: Vec<usize> = rooms
        .iter()
        .map(|room| position(room).unwrap_or_else(|| panic!("`{room}` is not among the rooms")))
        .collect();
    assert!(positions.is_sorted(), "lib.rs tells its rooms in another order: {rooms:?}");
}

#[test]
fn imports_run_down_the_list() {
    let sources = Sources::read();
    let upward = upward(&sources);
    assert!(upward.is_empty(), "{}", upward.join("\n"));
}

/// What uses a room that comes later.
fn upward(sources: &Sources) -> Vec<String> {
    let of = |source: &Source| -> Vec<String> {
        let Some(own) = position(room(&source.file)) else { return Vec::new() };
        let uses = sources.uses(source).into_values();
        uses.filter(|it| position(room(&it.file)).is_some_and(|other| other > own))
            .map(|it| format!("{} uses `{}`, which comes later", source.file, it.path))
            .collect()
    };
    sources.iter().flat_map(of).collect()
}

#[test]
fn no_files_name_each_other_in_a_circle() {
    let circles = Sources::read().circles();
    let told: Vec<String> = circles
        .iter()
        .map(|it| {
            format!(
                "{} files: {}\n  in all: {}",
                it.files.len(),
                it.way.join(" -> "),
                it.files.join(", ")
            )
        })
        .collect();
    assert!(told.is_empty(), "{} circles\n{}", told.len(), told.join("\n"));
}

#[test]
fn no_child_imports_its_parent() {
    let sources = Sources::read();
    let asking: Vec<String> = sources
        .iter()
        .flat_map(|source| {
            let paths = sources.asks_a_parent(source).into_iter();
            paths.map(|path| format!("{}: `{path}` belongs to a parent", source.file))
        })
        .collect();
    assert!(asking.is_empty(), "{}", asking.join("\n"));
}

/// A crate of files that are not there, to see that each law can be broken.
fn house(files: &[(&str, &str)]) -> Sources {
    Sources::parse(files.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())))
}

#[test]
fn circles_upward_imports_and_parents_are_seen() {
    let sources = house(&[
        ("lib.rs", "pub mod tree; pub mod view;"),
        ("tree.rs", "use crate::view::Page; pub struct Tree;"),
        (
            "view/mod.rs",
            "mod cells; mod prose; mod page; pub use self::page::Page; pub use self::cells::*; pub fn all() {}",
        ),
        (
            "view/cells.rs",
            "pub struct Cell; pub fn cell() { format!(\"{}\", super::prose::html()) }",
        ),
        (
            "view/prose.rs",
            "use super::Cell; pub fn html() {} #[cfg(test)] mod tests { use super::super::page::Page; }",
        ),
        (
            "view/page.rs",
            "use super::all;\nuse std::fmt;\npub struct Page(super::prose::Prose);\npub async fn long() {\n\n}\n",
        ),
    ]);
    let ways: Vec<Vec<String>> = sources.circles().into_iter().map(|it| it.way).collect();
    // What a parent passes on leads to the file behind it, as in `super::Cell`.
    assert!(
        ways.contains(&vec![
            "view/cells.rs".into(),
            "view/prose.rs".into(),
            "view/cells.rs".into()
        ]),
        "{ways:?}"
    );
    assert_eq!(upward(&sources), ["tree.rs uses `crate::view::Page`, which comes later"]);
    let file = |name: &str| sources.iter().find(|it| it.file == name).expect("a file");
    assert_eq!(sources.asks_a_parent(file("view/page.rs")), ["super::all"]);
    assert_eq!(sources.asks_a_parent(file("view/prose.rs")), ["super::Cell"]);
    assert_eq!(file("view/page.rs").functions, [("long".to_owned(), 4, 3)]);
}

/// Who may know which foreign crate, so that another could take its place. Each dependency is in it.
const CRATES: [(&str, &[&str]); 47] = [
    ("ahash", &["render"]),
    ("aho_corasick", &["pattern"]),
    ("annotate_snippets", &["report"]),
    ("anyhow", &["search", "site", "disk", "git", "serve", "cli"]),
    ("axum", &["serve"]),
    ("calamine", &["import"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("csv", &["exchange", "import"]),
    ("encoding_rs", &["import"]),
    ("flate2", &["import"]),
    ("form_urlencoded", &["serve"]),
    ("futures_util", &["serve"]),
    ("headers", &["serve"]),
    ("html5gum", &["handbook", "import"]),
    ("hyper", &["serve"]),
    ("hyper_util", &["serve"]),
    ("include_dir", &["builtin"]),
    ("intl_pluralrules", &["theme"]),
    ("itoa", &["exchange"]),
    ("memchr", &["text", "view", "render"]),
    // The command alone has it, and `main.rs` is no room of the library.
    ("mimalloc", &[]),
    ("mime_guess", &["serve"]),
    ("notify", &["serve"]),
    ("open", &["cli"]),
    ("pagefind", &["search"]),
    ("pagefind_stem", &["handbook"]),
    ("percent_encoding", &["handbook", "serve"]),
    ("pulldown_cmark", &["handbook", "read", "view", "import"]),
    ("pulldown_cmark_escape", &["html"]),
    ("pulldown_cmark_to_cmark", &["view"]),
    ("rayon", &["handbook", "read", "check", "view", "search", "memo", "site", "disk"]),
    ("rust_xlsxwriter", &["exchange"]),
    ("semver", &["config"]),
    (
        "serde",
        &[
            "fingerprint",
            "tree",
            "diagnostic",
            "node",
            "view",
            "render",
            "exchange",
            "report",
            "serve",
        ],
    ),
    ("serde_json", &["keys", "exchange", "report", "serve"]),
    ("serde_yaml", &["node"]),
    ("similar", &["handbook", "report"]),
    ("strsim", &["suggestion"]),
    ("tera", &["render"]),
    ("tokio", &["search", "serve", "cli"]),
    ("toml", &["node"]),
    ("unic_langid", &["theme"]),
    ("unicode_normalization", &["spelling"]),
    ("walkdir", &["disk"]),
    ("xxhash_rust", &["fingerprint"]),
];

#[test]
fn foreign_crates_stay_in_their_rooms() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    let names = manifest["dependencies"].as_table().expect("dependencies").keys();
    let names: BTreeSet<String> = names.map(|name| name.replace('-', "_")).collect();
    let known: Vec<&str> = CRATES.iter().map(|(name, _)| *name).collect();
    let listed: BTreeSet<String> = known.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(names, listed, "Cargo.toml and this table name the same crates");

    let sources = Sources::read();
    let mut rooms: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for source in sources.iter() {
        for name in sources.crates(source, &known) {
            rooms.entry(name).or_default().insert(room(&source.file));
        }
    }
    for (name, allowed) in CRATES {
        let rooms = rooms.remove(name).unwrap_or_default();
        let allowed: BTreeSet<&str> = allowed.iter().copied().collect();
        assert_eq!(rooms, allowed, "the rooms that know `{name}`, and those that may");
    }
}

#[test]
fn every_rule_is_in_the_table() {
    let in_table: BTreeSet<Code> = check::RULES.iter().map(|(code, _, _)| *code).collect();
    // Rules that a stage reports itself, since only it knows.
    let elsewhere = BTreeSet::from([
        Code::MissingWord,
        Code::UnusedWord,
        Code::UnusedThemeFile,
        Code::FormerName,
        Code::HiddenReference,
        Code::StrayMarkup,
        Code::UnmarkedHeading,
        Code::UnmarkedList,
        Code::MissingAlt,
        Code::DuplicateNumber,
        Code::MisspeltFact,
        Code::UnorderedLevel,
        Code::CommentInValue,
        Code::EmptyCriterion,
        Code::UnknownFootnote,
        Code::UnusedFootnote,
        Code::UnportableName,
        Code::UnsafeLink,
        Code::FaultyEdition,
        Code::LostAddress,
        Code::LostId,
    ]);
    for code in Code::ALL.iter().filter(|code| code.is_rule()) {
        assert!(in_table.contains(code) ^ elsewhere.contains(code), "`{code}`");
    }
}

/// Every path that the documentation names, in backticks, as a link or in its text, exists.
#[test]
fn documentation_names_paths_that_exist() {
    let mut checked = 0;
    for name in ["README.md", "ARCHITECTURE.md", "CHANGELOG.md"] {
        let text = fs::read_to_string(root().join(name)).expect("the documentation");
        for path in named_paths(&text) {
            assert!(root().join(&path).exists(), "{name} names `{path}`, which is not there");
            checked += 1;
        }
    }
    assert!(checked > 10, "the documentation names paths");
}

/// What looks like a path of ours, and every relative link.
fn named_paths(markdown: &str) -> Vec<String> {
    let is_ours = |word: &str| {
        let starts = ["src/", "tests/", "themes/default", "benches/", ".ci/", "docs/"];
        starts.iter().any(|start| word.starts_with(start)) && !word.contains(['<', '*', '…', '{'])
    };
    let mut paths = Vec::new();
    for event in Parser::new(markdown) {
        match event {
            Event::Code(words) | Event::Text(words) => {
                let words =
                    words.split_whitespace().map(|it| it.trim_matches(['(', ')', ',', ';', '.']));
                let ours = words.filter(|word| is_ours(word));
                paths.extend(ours.filter_map(|word| word.split(':').next()).map(str::to_owned));
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                let path = dest_url.split('#').next().unwrap_or_default();
                if !path.is_empty() && !path.contains(':') {
                    paths.push(path.to_owned());
                }
            }
            _ => {}
        }
    }
    paths
}

#[test]
fn paths_are_found_in_text_code_and_links() {
    let markdown = "See src/a.rs, `src/b.rs:12` and `tests/*`, [c](docs/c.md#d), [e](https://example.com), ![f](f.png).";
    assert_eq!(named_paths(markdown), ["src/a.rs", "src/b.rs", "docs/c.md", "f.png"]);
}

/// How many lines a function may have, with what it holds.
const LONGEST: usize = 60;

#[test]
fn functions_fit_on_a_screen() {
    let sources = Sources::read();
    let mut count = 0;
    let mut long = Vec::new();
    for source in sources.iter() {
        for (name, line, lines) in &source.functions {
            count += 1;
            if *lines > LONGEST {
                long.push(format!("src/{}:{line}: `{name}` has {lines} lines", source.file));
            }
        }
    }
    assert!(count > 500, "only {count} functions are found");
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// A company sets the colours of its handbook in one place.
#[test]
fn colours_are_in_one_style_sheet() {
    let sheets = files(&root().join("themes/default/assets/css"), "css");
    assert!(sheets.len() > 4, "the style sheets are found");
    for path in
        sheets.iter().filter(|path| !path.ends_with("tokens.css") && !path.ends_with("print.css"))
    {
        let sheet = fs::read_to_string(path).expect("a style sheet");
        for colour in ["oklch(", "rgb(", "hsl(", "light-dark("] {
            assert!(!sheet.contains(colour), "{}: {colour}", path.display());
        }
    }
}

/// What a script cannot be told is written twice, and shall not part.
#[test]
fn scripts_and_program_agree() {
    let read = |path: &str| fs::read_to_string(root().join(path)).expect("a script");
    let index = format!("/{}/", ladderbook::handbook::routes::SEARCH_INDEX);
    assert!(read("src/serve/client/live.js").contains(&index));
    let hues = read("themes/default/assets/css/tokens.css").matches(".hue-").count();
    assert_eq!(hues, ladderbook::handbook::HUES);
    let of_scripts = format!("const HUES = {};", ladderbook::handbook::HUES);
    assert!(read("themes/default/assets/js/handbook.js").contains(&of_scripts));
}
