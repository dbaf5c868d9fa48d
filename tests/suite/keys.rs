//! The tables of keys, and what is made of them.

use std::fs;

use ladderbook::diagnostic::Diagnostics;
use ladderbook::keys::{self, Absent, FILES, Fields, Key, Keys, Kind};
use ladderbook::node::{NodeReader, parse_yaml};
use ladderbook::tree::RelPath;

use crate::support::{blessing, root};

#[test]
fn the_reference_is_current() {
    let path = root().join("docs/keys.md");
    let reference = keys::reference();
    if blessing() {
        fs::write(&path, &reference).expect("writes the reference");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == reference, "docs/keys.md is old: LADDERBOOK_BLESS=1 writes it anew");
}

/// Calls a function with every mapping of keys.
fn for_each_mapping(keys: &Keys, visit: &mut impl FnMut(&Keys)) {
    visit(keys);
    for nested in keys.keys.iter().filter_map(|key| key.nested()) {
        for_each_mapping(nested, visit);
    }
}

#[test]
fn declarations_are_sound() {
    let mut count = 0;
    for file in FILES {
        for_each_mapping(file.keys, &mut |keys| {
            for (at, key) in keys.keys.iter().enumerate() {
                let name = key.name;
                let is_kebab = name.chars().all(|it| it.is_ascii_lowercase() || it == '-');
                assert!(is_kebab, "`{name}` is in kebab-case");
                assert!(!keys.names().skip(at + 1).any(|other| other == name), "`{name}` twice");
                let is_sentence =
                    key.about.starts_with(char::is_uppercase) && key.about.ends_with('.');
                assert!(is_sentence && !key.about.contains(['|', '\n']), "{name}: {}", key.about);
                match (&key.kind, key.if_absent) {
                    (Kind::Boolean, Absent::Value(value)) => {
                        assert!(["true", "false"].contains(&value), "`{name}`: {value}");
                    }
                    (Kind::Choice(words), Absent::Value(value)) => {
                        assert!(words.contains(&value), "`{name}`: {value}");
                    }
                    (Kind::Choice(_) | Kind::Boolean, Absent::Nothing) => {
                        panic!("what holds without `{name}`?");
                    }
                    (Kind::TextOr(nested), _) => {
                        assert_eq!(nested.keys[0].if_absent, Absent::Fault, "`{name}`");
                    }
                    _ => {}
                }
                count += 1;
            }
        });
    }
    assert!(count > 80, "{count} keys are declared");
}

/// The sample's book.toml says of itself that it shows every key.
#[test]
fn the_sample_shows_every_key_of_book_toml() {
    let book = fs::read_to_string(root().join("book.toml")).expect("the sample");
    let shows = |text: &str, name: &str| {
        let assignment = format!("{name} = ");
        text.lines().any(|line| line.trim_start_matches("# ").starts_with(&assignment))
    };
    for section in keys::BOOK.keys {
        if matches!(section.kind, Kind::Versions) {
            let (before, _) = book.split_once("\n[").expect("sections");
            assert!(shows(before, section.name), "`{}` is not shown", section.name);
            continue;
        }
        let header = format!("[{}]", section.name);
        let (_, rest) = book.split_once(&header).unwrap_or_else(|| panic!("no {header}"));
        let body = rest.split("\n[").next().expect("a section");
        for key in section.nested().map(|nested| nested.keys).unwrap_or_default() {
            assert!(shows(body, key.name), "{header} does not show `{}`", key.name);
        }
    }
}

/// A mapping of two keys.
const COUNTED_WORD: Keys = Keys {
    what: "a counted word",
    keys: &[
        Key::required("one", Kind::Text, "The form for one thing."),
        Key::required("other", Kind::Text, "The form for any other number of things."),
    ],
};

/// Reads a counted word in some way.
fn read(text: &str, ask: impl FnOnce(&mut NodeReader, Fields)) -> Vec<String> {
    let path = RelPath::new("words.yaml").expect("a path");
    let mut diagnostics = Diagnostics::default();
    let node = parse_yaml(&path, text, 0, &mut diagnostics).expect("sound YAML");
    let mut reader = NodeReader { path: &path, diagnostics: &mut diagnostics };
    let fields = Fields::of(&mut reader, &COUNTED_WORD, &node).expect("a mapping");
    ask(&mut reader, fields);
    diagnostics.iter().map(|it| it.message.clone()).collect()
}

#[test]
fn what_is_declared_is_read() {
    let messages = read("{one: page, otter: pages}", |reader, mut fields| {
        assert_eq!(fields.plain(reader, "one"), "page");
        // It is reported, and has no effects where the value is used.
        assert_eq!(fields.plain(reader, "other"), "pages");
        fields.finish(reader);
    });
    assert_eq!(messages, ["unknown key `otter` in a counted word"]);
    let messages = read("{one: page, rest: pages}", |reader, mut fields| {
        assert_eq!(fields.plain(reader, "one"), "page");
        assert!(fields.text(reader, "other").is_none());
        fields.finish(reader);
    });
    assert_eq!(messages, ["unknown key `rest` in a counted word"]);
}

#[test]
#[should_panic(expected = "`many` is not declared for a counted word")]
fn an_undeclared_key_cannot_be_asked_for() {
    read("{one: page}", |reader, mut fields| {
        fields.text(reader, "many");
    });
}

#[test]
#[cfg(debug_assertions)]
#[should_panic(expected = "`one` is declared as Text")]
fn a_key_cannot_be_asked_for_another_kind_of_value() {
    read("{one: page}", |reader, mut fields| {
        fields.boolean(reader, "one");
    });
}

/// Every reader of a file ends in this check, so that `schema.rs`, whose documents have every mapping
/// of the format, holds it for all of them.
#[test]
#[cfg(debug_assertions)]
#[should_panic(expected = "only [\"one\"] of a counted word were asked for")]
fn a_declared_key_cannot_be_forgotten() {
    read("{one: page, other: pages}", |reader, mut fields| {
        fields.text(reader, "one");
        fields.finish(reader);
    });
}
