//! The laws of the house, held by a machine.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use ladderbook::check;
use ladderbook::diagnostic::Code;

use crate::support::{files, root};

/// The rooms in the order of lib.rs; each uses only those before it.
fn rooms() -> Vec<String> {
    let lib = fs::read_to_string(root().join("src/lib.rs")).expect("lib.rs");
    let modules = lib.lines().filter_map(|line| line.strip_prefix("pub mod "));
    modules.map(|line| line.trim_end_matches(';').to_owned()).collect()
}

/// The room of a source file, and its path inside the room.
fn room(path: &Path) -> (String, String) {
    let inside = path.strip_prefix(root().join("src")).expect("below src");
    let inside = inside.to_string_lossy().into_owned();
    let (room, rest) = inside.split_once('/').unwrap_or((inside.trim_end_matches(".rs"), ""));
    (room.to_owned(), rest.to_owned())
}

#[test]
fn imports_run_down_the_list() {
    let rooms = rooms();
    let position = |name: &str| rooms.iter().position(|room| room == name);
    for path in files(&root().join("src"), "rs") {
        let (room, _) = room(&path);
        let Some(own) = position(&room) else { continue };
        let source = fs::read_to_string(&path).expect("a source file");
        for rest in source.split("crate::").skip(1) {
            let used: String =
                rest.chars().take_while(|it| it.is_alphanumeric() || *it == '_').collect();
            if let Some(other) = position(&used) {
                assert!(
                    other <= own,
                    "{}: `{room}` uses `{used}`, which comes later",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn no_child_imports_its_parent() {
    for path in files(&root().join("src"), "rs") {
        if path.ends_with("mod.rs") || path.parent() == Some(&root().join("src")) {
            continue;
        }
        let source = fs::read_to_string(&path).expect("a source file");
        // Unit tests, at the end of a file, are the children of that file.
        let source = source.split("#[cfg(test)]").next().expect("a first part");
        for rest in source.split("super::").skip(1) {
            let is_module = rest.starts_with(|first: char| first.is_ascii_lowercase());
            let name: String =
                rest.chars().take_while(|it| it.is_alphanumeric() || *it == '_').collect();
            let folder = path.parent().expect("a folder");
            let sibling = folder.join(format!("{name}.rs")).exists() || folder.join(&name).is_dir();
            let above = folder.parent().expect("a folder").join(format!("{name}.rs")).exists();
            assert!(
                is_module && (sibling || above || name == "super"),
                "{}: `super::{name}` is not a sibling",
                path.display()
            );
        }
    }
}

/// Foreign crates that only one room may know, so that another could take their place.
const ONE_ROOM: [(&str, &str); 21] = [
    ("serde_yaml", "node/yaml.rs"),
    ("toml", "node/toml.rs"),
    ("tera", "render/templates.rs"),
    ("walkdir", "disk"),
    ("include_dir", "builtin.rs"),
    ("annotate_snippets", "report/human.rs"),
    ("clap", "cli"),
    ("open", "cli"),
    ("notify", "serve/watcher.rs"),
    ("xxhash_rust", "fingerprint.rs"),
    ("strsim", "suggestion.rs"),
    ("serde_json", "keys/schema.rs or exchange/json.rs or report/json.rs or serve/sse.rs"),
    ("axum", "serve"),
    ("form_urlencoded", "serve/sse.rs"),
    ("futures_util", "serve/sse.rs"),
    ("headers", "serve"),
    ("hyper", "serve/server.rs"),
    ("hyper_util", "serve/server.rs"),
    ("mime_guess", "serve/responses.rs"),
    ("pagefind", "search.rs"),
    ("tokio", "serve or cli or search.rs"),
];

#[test]
fn foreign_crates_stay_in_their_rooms() {
    let mut users: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for path in files(&root().join("src"), "rs") {
        let source = fs::read_to_string(&path).expect("a source file");
        let inside = path.strip_prefix(root().join("src")).expect("below src");
        for (name, _) in ONE_ROOM {
            let uses = format!("use {name}::");
            let names = format!("{name}::");
            let used = source.lines().any(|line| {
                let line = line.trim_start();
                !line.starts_with("//")
                    && (line.starts_with(&uses)
                        || line.split(&names).skip(1).count() > 0
                            && !line.contains(&format!("::{names}"))
                            && !line.contains(&format!("_{names}")))
            });
            if used {
                users.entry(name).or_default().insert(inside.to_string_lossy().into_owned());
            }
        }
    }
    for (name, allowed) in ONE_ROOM {
        let users = users.get(name).cloned().unwrap_or_default();
        assert!(!users.is_empty(), "nobody uses `{name}`");
        for user in users {
            let fine = allowed.split(" or ").any(|room| user.starts_with(room));
            assert!(fine, "`{user}` uses `{name}`, which belongs to `{allowed}`");
        }
    }
}

#[test]
fn every_rule_is_in_the_table() {
    let in_table: BTreeSet<Code> = check::RULES.iter().map(|(code, _, _)| *code).collect();
    // Rules that a stage reports itself, since only it knows.
    let elsewhere = BTreeSet::from([Code::MissingWord, Code::HiddenReference]);
    for code in Code::ALL.iter().filter(|code| code.is_rule()) {
        assert!(in_table.contains(code) ^ elsewhere.contains(code), "`{code}`");
    }
}

/// Every path in backticks or links of the documentation that looks like one of ours exists.
#[test]
fn documentation_names_paths_that_exist() {
    let mut checked = 0;
    for name in ["README.md", "ARCHITECTURE.md", "CHANGELOG.md"] {
        let text = fs::read_to_string(root().join(name)).expect("the documentation");
        for word in text.split('`').skip(1).step_by(2) {
            let is_path = ["src/", "tests/", "themes/default", "benches/", ".ci/", "docs/"]
                .iter()
                .any(|start| word.starts_with(start));
            if is_path && !word.contains([' ', '<', '*', '…']) {
                let word = word.split(':').next().expect("a word");
                assert!(root().join(word).exists(), "{name} names `{word}`, which is not there");
                checked += 1;
            }
        }
    }
    assert!(checked > 10, "the documentation names paths");
}

#[test]
fn functions_fit_on_two_screens() {
    for path in files(&root().join("src"), "rs") {
        let source = fs::read_to_string(&path).expect("a source file");
        let mut start: Option<(usize, String)> = None;
        for (number, line) in source.lines().enumerate() {
            let indent = line.len() - line.trim_start().len();
            let is_fn = line.trim_start().split("fn ").count() > 1
                && (line.trim_start().starts_with("fn ")
                    || line.trim_start().starts_with("pub fn "));
            if is_fn {
                start = Some((number, " ".repeat(indent) + "}"));
            }
            if let Some((first, end)) = &start
                && line == end
            {
                let length = number - first + 1;
                assert!(length <= 80, "{}:{} has {length} lines", path.display(), first + 1);
                start = None;
            }
        }
    }
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
    let tokens = read("themes/default/assets/css/tokens.css");
    let hues = tokens.matches(".hue-").count();
    assert!(
        hues > 1
            && read("themes/default/assets/js/handbook.js")
                .contains(&format!("const HUES = {hues};"))
    );
    assert!(read("src/view/site.rs").contains(&format!("before % {hues} + 1")));
    let anchor = ladderbook::handbook::criterion_anchor("1");
    let prefix = anchor.strip_suffix('1').expect("an id stands at the end of its anchor");
    assert!(
        read("themes/default/assets/js/handbook.js").contains(&format!("? \"{prefix}\" : \"\""))
    );
}
