//! The law of the memo: a warm build gives what a cold one gives, whatever was edited in between.

use ladderbook::builtin;
use ladderbook::memo::Memo;
use ladderbook::site;
use ladderbook::tree::{File, RelPath, Tree};
use proptest::prelude::*;

use crate::support::{build, report};

/// What an author may do between two builds.
#[derive(Clone, Debug)]
enum Edit {
    /// Removes some bytes of a file, by its number.
    Cut(usize, usize, usize),
    /// Puts a text into a file, by its number.
    Insert(usize, usize, &'static str),
    /// Removes a file.
    Remove(usize),
    /// Gives a file another one's name.
    Move(usize, &'static str),
    /// Puts the original file back.
    Restore(usize),
    /// Writes a letter into a word of a file, by its number: what an author does most of the time.
    Word(usize, usize),
    /// Changes book.toml.
    Book(&'static str),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let texts = prop_oneof![
        Just("\n## Communication\n\n- Writes it down\n"),
        Just("[[staff]] and [[nobody]]"),
        Just("---\n"),
        Just("\n- One {#one .new}\n  - An example\n"),
        Just("title: Another\n"),
        Just("{.none}"),
        Just("\n- Knows [[#writes-it-down]] and [[senior#delivery]]\n"),
        Just("\n{{<criterion id=\"writes-it-down\" />}}\n"),
        Just("\n{{<compare from=\"ic/senior\" to=\"ic/staff\" />}}\n"),
        Just("same-as: senior\n"),
        Just("next: [{to: staff, kind: lateral, note: A note}]\n"),
        Just("\u{1f600} ü"),
    ];
    let names = prop_oneof![
        Just("content/levels/ic/9-new.md"),
        Just("content/levels/third/1-first.md"),
        Just("content/guides/feedback.md"),
        Just("content/page.md"),
        Just("themes/default/templates/page.html"),
    ];
    let books = prop_oneof![
        Just("book.title = \"Other\"\n"),
        Just("book.title = \"T\"\nbuild.pretty-urls = false\n"),
        Just("book.title = \"T\"\nladder.cumulative = false\n"),
        Just("book.title = "),
    ];
    let edit = prop_oneof![
        4 => (any::<usize>(), any::<usize>(), 1..200usize).prop_map(|(f, a, n)| Edit::Cut(f, a, n)),
        4 => (any::<usize>(), any::<usize>(), texts).prop_map(|(f, a, t)| Edit::Insert(f, a, t)),
        8 => (any::<usize>(), any::<usize>()).prop_map(|(f, a)| Edit::Word(f, a)),
        1 => any::<usize>().prop_map(Edit::Remove),
        1 => (any::<usize>(), names).prop_map(|(f, name)| Edit::Move(f, name)),
        3 => any::<usize>().prop_map(Edit::Restore),
        1 => books.prop_map(Edit::Book),
    ];
    proptest::collection::vec(edit, 1..6)
}

fn apply(edit: &Edit, tree: &mut Tree, original: &Tree) {
    let nth = |tree: &Tree, number: usize| -> Option<(RelPath, File)> {
        let number = number.checked_rem(tree.len())?;
        tree.iter().nth(number).map(|(path, file)| (path.clone(), file.clone()))
    };
    match edit {
        Edit::Cut(file, at, length) => {
            let Some((path, file)) = nth(tree, *file) else { return };
            let mut bytes = file.bytes().to_vec();
            let start = at.checked_rem(bytes.len()).unwrap_or(0);
            let end = (start + length).min(bytes.len());
            bytes.drain(start..end);
            tree.insert(path, File::new(bytes));
        }
        Edit::Insert(file, at, text) => {
            let Some((path, file)) = nth(tree, *file) else { return };
            let mut bytes = file.bytes().to_vec();
            let at = at.checked_rem(bytes.len().max(1)).unwrap_or(0);
            bytes.splice(at..at, text.bytes());
            tree.insert(path, File::new(bytes));
        }
        Edit::Word(file, at) => {
            let Some((path, file)) = nth(tree, *file) else { return };
            let mut bytes = file.bytes().to_vec();
            let start = at.checked_rem(bytes.len()).unwrap_or(0);
            let word = bytes[start..].iter().position(u8::is_ascii_lowercase);
            if let Some(word) = word {
                bytes.insert(start + word, b'x');
                tree.insert(path, File::new(bytes));
            }
        }
        Edit::Remove(file) => {
            if let Some((path, _)) = nth(tree, *file) {
                tree.remove(&path);
            }
        }
        Edit::Move(file, name) => {
            if let Some((path, file)) = nth(tree, *file) {
                tree.remove(&path);
                tree.insert(RelPath::new(name).expect("a path"), file);
            }
        }
        Edit::Restore(file) => {
            if let Some((path, file)) = nth(original, *file) {
                tree.insert(path, file);
            }
        }
        Edit::Book(text) => {
            tree.insert(RelPath::new("book.toml").expect("a path"), File::new(text.as_bytes()));
        }
    }
}

/// The sample handbook with tracks and levels that take from others, and pages that show parts of
/// others, so that an edit in one file has to reach the pages of many.
fn related() -> Tree {
    let mut tree = builtin::sample();
    let tracks = tree.get("content/tracks.yaml").expect("the register").bytes();
    let tracks = std::str::from_utf8(tracks).expect("text");
    let data = "  - {id: data, title: Data, extends: ic, inherit: {competencies: [delivery]}}\n";
    let level =
        "---\ntitle: Analyst\ngrade: 2\n---\n\n## Communication\n\n- Explains a chart {#chart}\n";
    let twin = "---\ntitle: Twin\ngrade: 3\nsame-as: {level: ic/senior, but-also: true}\nnext: [ic/staff]\n---\n";
    let guide = "---\ntitle: Parts\n---\n\nSee [[#chart]] and [[ic/senior#delivery]].\n\n\
                 {{<criterion id=\"chart\" />}}\n\n{{<matrix track=\"data\" />}}\n";
    let files = [
        ("content/tracks.yaml", format!("{tracks}{data}")),
        ("content/levels/data/1-analyst.md", level.to_owned()),
        ("content/levels/data/2-twin.md", twin.to_owned()),
        ("content/guides/parts.md", guide.to_owned()),
    ];
    for (path, text) in files {
        tree.insert(RelPath::new(path).expect("a path"), File::new(text.into_bytes()));
    }
    tree
}

#[test]
fn the_related_handbook_is_sound() {
    let tree = related();
    let found = build(&tree).diagnostics;
    assert!(!found.has_errors(), "{}", report(&found, &tree));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn warm_build_equals_cold_build(rounds in proptest::collection::vec(edits(), 1..6)) {
        let original = related();
        let mut tree = original.clone();
        let mut memo = Memo::default();
        site::build(&tree, &mut memo);
        for round in rounds {
            for edit in &round {
                apply(edit, &mut tree, &original);
            }
            let warm = site::build(&tree, &mut memo);
            let cold = build(&tree);
            prop_assert_eq!(report(&warm.diagnostics, &tree), report(&cold.diagnostics, &tree));
            prop_assert!(warm.output == cold.output, "the warm site differs from the cold one");
        }
    }
}

#[test]
fn nothing_is_rendered_again_when_nothing_has_changed() {
    let tree = builtin::sample();
    let mut memo = Memo::default();
    let first = site::build(&tree, &mut memo);
    assert_eq!(first.rendered, first.pages);
    let second = site::build(&tree, &mut memo);
    assert_eq!(second.rendered, 0);
    assert!(first.output == second.output);
}

#[test]
fn an_edit_of_one_guide_renders_its_page_and_the_one_for_paper() {
    let mut tree = builtin::sample();
    let mut memo = Memo::default();
    site::build(&tree, &mut memo);
    let path = RelPath::new("content/guides/feedback.md").expect("a path");
    let mut bytes = tree.get(path.as_str()).expect("the guide").bytes().to_vec();
    bytes.extend(b"\nOne more sentence.\n");
    tree.insert(path, File::new(bytes));
    assert_eq!(site::build(&tree, &mut memo).rendered, 2);
}

#[test]
fn two_builds_give_the_same_bytes() {
    let tree = builtin::sample();
    assert!(build(&tree).output == build(&tree).output);
}
