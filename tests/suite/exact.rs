//! What changes sources changes the bytes that it means and no other, whatever line breaks, tabs, blanks, comments
//! and marks stand around them. `mv` has its own in rename.rs.

use ladderbook::fix::SafeFixes;
use ladderbook::ids;
use ladderbook::site;
use ladderbook::tree::Tree;
use proptest::prelude::*;

use crate::support::{build, project, report, text};

const REGISTER: &str = "content/competencies.yaml";
const JUNIOR: &str = "content/levels/ic/1-junior.md";
const SENIOR: &str = "content/levels/ic/2-senior.md";

/// How files are written: line breaks, a byte-order mark, what stands at ends of lines, words.
#[derive(Clone, Debug)]
struct Hand {
    is_crlf: bool,
    has_mark: bool,
    comment: &'static str,
    blanks: &'static str,
    words: String,
}

fn hand() -> impl Strategy<Value = Hand> {
    let comment = prop::sample::select(vec!["", "  ", " # delivery, [x]", "\t# é ☃"]);
    let blanks = prop::sample::select(vec!["", " ", "\t", "  \n\n\t\n"]);
    let parts = (any::<bool>(), any::<bool>(), comment, blanks, "[a-zé][a-zé\t ]{0,10}");
    parts.prop_map(|(is_crlf, has_mark, comment, blanks, words)| {
        let words = words.trim_end().to_owned();
        Hand { is_crlf, has_mark, comment, blanks, words }
    })
}

impl Hand {
    /// A text in which `%c` is the end of a line of YAML, `%b` that of one of prose, and `%w` words.
    fn write(&self, text: &str) -> String {
        let text = text.replace("%c", self.comment).replace("%b", self.blanks);
        let text = text.replace("%w", &self.words);
        let text = if self.is_crlf { text.replace('\n', "\r\n") } else { text };
        if self.has_mark { format!("\u{feff}{text}") } else { text }
    }

    fn project(&self, files: &[(&str, &str)]) -> Tree {
        let files: Vec<(&str, String)> =
            files.iter().map(|(path, text)| (*path, self.write(text))).collect();
        let files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        project(&files)
    }
}

const FILES: [(&str, &str); 3] = [
    (
        REGISTER,
        "competencies:%c\n  - id: shipping%c\n    titel: 'Shipping'%c\n    was: [delivery]%c\n    steps:%c\n      - title: Learns%c\n        criteria:%c\n          - Reads %w%c\n          - \"Asks: %w\"%c\n",
    ),
    (
        JUNIOR,
        "---\ntitle: Junior%c\nsumary: \"%w\"%c\nexpect:%c\n  delivery: 1%c\n---\n\ny%w%b\n\n## delivery\n\n- Ships %w\n- **Plans** y%w {.new}%b\n",
    ),
    (
        SENIOR,
        "---\ntitle: Senior\n---\n\ny%w [[juniro|juniro]] [[junior#delivery]] [[delivery|delivery]] `[[delivery]]`%b\n\n## Shipping\n\n1. Leads %w `x`\n2. Stays {#stays}%b\n",
    ),
];

/// What a project is once everything is mended that is mended without asking.
fn fixed(project: &Tree) -> Tree {
    let mut tree = project.clone();
    for _ in 0..8 {
        let safe = SafeFixes::first(&build(&tree).diagnostics, &tree);
        if safe.count == 0 {
            break;
        }
        tree = tree.apply(&safe.edits).expect("the edits were made for the project");
    }
    tree
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn fixes_change_names_alone(hand in hand()) {
        let project = hand.project(&FILES);
        let tree = fixed(&project);
        let names = [
            ("titel: '", "title: '"),
            ("sumary: ", "summary: "),
            ("  delivery: 1", "  shipping: 1"),
            ("## delivery", "## Shipping"),
            ("[[juniro|", "[[junior|"),
            ("[[junior#delivery]]", "[[junior#shipping]]"),
            ("[[delivery|", "[[shipping|"),
        ];
        for (path, _) in FILES {
            let mut expected = text(&project, path);
            for (old, new) in names {
                expected = expected.replacen(old, new, 1);
            }
            prop_assert_eq!(text(&tree, path), expected, "{}", path);
        }
        let found = build(&tree).diagnostics;
        prop_assert!(!found.has_errors(), "{}", report(&found, &tree));
    }

    #[test]
    fn ids_are_inserted_and_nothing_else(hand in hand()) {
        let tree = fixed(&hand.project(&FILES));
        let whole = site::whole(&tree);
        prop_assert!(!whole.diagnostics.has_errors(), "{}", report(&whole.diagnostics, &tree));
        let pinned = ids::pin(&whole.handbook, &tree).expect("the files are those of the handbook");
        prop_assert_eq!(&pinned.refused, &Vec::new());
        prop_assert_eq!(pinned.count, 5);
        for (path, _) in FILES {
            let (old, new) = (text(&tree, path), text(&pinned.tree, path));
            prop_assert_eq!(without_ids(&new), without_ids(&old), "{}", path);
            prop_assert!(path == SENIOR || new != old, "{}", path);
        }
    }
}

/// A text without ids, and without the blank and the braces that hold nothing else.
fn without_ids(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::new();
    while let Some(at) = rest.find("{#") {
        let end = rest[at..].find('}').map_or(rest.len(), |end| at + end + 1);
        let inside = rest[at + 2..end - 1].split_once(' ').map(|(_, others)| others);
        match inside {
            Some(others) => kept.push_str(&format!("{}{{{others}}}", &rest[..at])),
            None => kept.push_str(rest[..at].strip_suffix(' ').unwrap_or(&rest[..at])),
        }
        rest = &rest[end..];
    }
    kept + rest
}
