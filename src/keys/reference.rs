//! From the declarations to the reference of all keys, as Markdown.

use super::declaration::{Absent, Key, Keys, Kind};
use super::files::{FILES, FileKind};

/// The reference of every key of every file.
pub fn reference() -> String {
    let mut text = String::from(INTRODUCTION);
    for file in FILES {
        of_file(file, &mut text);
    }
    text
}

const INTRODUCTION: &str = "\
# Every key

Made from the tables in `src/keys/` by `LADDERBOOK_BLESS=1 cargo test keys`. The same tables are printed
for editors by `ladderbook schema`.

Text may be a number or `true`, which are taken as they are written. A key may be left out; where the
table does not say what holds then, that is the same as an empty value.
";

fn of_file(file: &FileKind, text: &mut String) {
    text.push_str(&format!("\n## {}: {}\n", file.name, file.about));
    text.push_str(&format!("\nWhere: {}\n", file.path));
    of_keys(file.keys, "", text);
}

/// The table of the keys of a mapping, then those of the mappings in it. `path` leads to the mapping.
fn of_keys(keys: &Keys, path: &str, text: &mut String) {
    if !path.is_empty() {
        text.push_str(&format!("\n### {path}\n"));
    }
    text.push_str("\n| key | value | if absent | meaning |\n|---|---|---|---|\n");
    for key in keys.keys {
        text.push_str(&row(key));
    }
    for key in keys.keys {
        if let Some(nested) = key.nested() {
            let path = if path.is_empty() { String::new() } else { format!("{path} › ") };
            of_keys(nested, &format!("{path}`{}`", key.name), text);
        }
    }
}

fn row(key: &Key) -> String {
    let if_absent = match key.if_absent {
        Absent::Fault => "an error".to_owned(),
        Absent::Nothing => String::new(),
        Absent::Value(value) => format!("`{value}`"),
        Absent::Otherwise(words) => words.to_owned(),
    };
    format!("| `{}` | {} | {if_absent} | {} |\n", key.name, value(&key.kind), key.about)
}

/// What a value is, in words.
fn value(kind: &Kind) -> String {
    match kind {
        Kind::Text => "text".to_owned(),
        Kind::Url => "address with `https://` or `http://`".to_owned(),
        Kind::UrlOfCriterion => "address with `{id}` or `{url}` in it".to_owned(),
        Kind::UrlOfFile => "address with `{path}` in it".to_owned(),
        Kind::Folder => "folder inside the project".to_owned(),
        Kind::Segment => "text of letters from a to z, digits, `-`, `_` and `.`".to_owned(),
        Kind::Day => "day such as `2026-03-01`".to_owned(),
        Kind::Versions => "versions such as `>=0.2`".to_owned(),
        Kind::Boolean => "`true` or `false`".to_owned(),
        Kind::Number => "whole number".to_owned(),
        Kind::Choice(words) => {
            let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
            words.join(", ")
        }
        Kind::Steps => "step, or a list of two".to_owned(),
        Kind::Mapping(_) => "mapping, see below".to_owned(),
        Kind::TextOr(keys) => format!("`{}`, or a mapping, see below", keys.keys[0].name),
        Kind::List(item) => format!("list; each item: {}", value(item)),
        Kind::OneOrMany(item) => format!("one or a list of: {}", value(item)),
        Kind::Entries(item) => {
            format!("mapping with keys of your own; each value: {}", value(item))
        }
        Kind::Rules(item) => format!("mapping from names of rules; each value: {}", value(item)),
    }
}
