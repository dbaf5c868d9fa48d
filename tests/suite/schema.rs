//! The JSON Schema of each kind of file against the reader of such files: both are fed the same
//! documents, and both accept them or refuse them.

use std::collections::BTreeSet;

use jsonschema::Validator;
use ladderbook::diagnostic::{Code, Severity};
use ladderbook::keys::{self, FILES, FileKind, Keys, Kind};
use ladderbook::site;
use serde_json::{Value, json};

use crate::support::project;

/// Documents of a kind of file: one that has every key, fragments that are good, fragments that are bad.
/// A fragment is put over the smallest good document.
struct Cases {
    kind: &'static str,
    complete: Value,
    smallest: Value,
    good: Vec<Value>,
    bad: Vec<Value>,
}

fn book() -> Cases {
    Cases {
        kind: "book",
        complete: json!({
            "book": {
                "title": "T", "description": "D", "language": "en", "authors": ["Ada"],
                "logo": "logo.svg", "image": "card.png",
            },
            "build": {
                "output": "www", "base-url": "https://example.com/", "theme": "default",
                "pretty-urls": false, "markdown": "all", "drafts": true, "audience": "internal",
                "overrides": false, "copy": ["downloads/*.pdf", "**/x"],
            },
            "requires": ">=0.1",
            "footer": {
                "text": "T", "contact": "mailto:a@example.com", "legal": "https://example.com",
                "links": { "L": "https://example.com/l" },
            },
            "repository": { "url": "https://example.com", "edit-url": "https://example.com/{path}",
                "feedback-url": "https://example.com/{id}", "dates": false },
            "ladder": { "nested": "detail", "facts": ["scope"], "cumulative": true },
            "markdown": { "smart-punctuation": true, "html": false },
            "search": { "enabled": false },
            "review": { "enabled": false },
            "calibrate": { "enabled": true },
            "print": { "enabled": false },
            "export": { "xlsx": true, "csv": true },
            "check": { "missing-cell": "error" },
            "redirects": { "/old/": "/" },
            "editions": [
                { "name": "2026-04", "rev": "v4", "in-force": "2026-04-01", "note": "N" },
            ],
        }),
        smallest: json!({ "book": { "title": "T" } }),
        good: vec![
            json!({ "book": { "title": 3, "authors": "Ada" } }),
            json!({ "build": { "output": "a/b/" } }),
            json!({ "build": { "copy": "media/**" } }),
            json!({ "check": { "missing-cell": "off", "unused-scale": "note" } }),
            json!({ "redirects": {} }),
            json!({ "editions": [{ "name": "2026", "rev": "v1" }] }),
        ],
        bad: vec![
            json!({ "book": {} }),
            json!({ "book": { "title": ["T"] } }),
            json!({ "biuld": {} }),
            json!({ "build": { "drafts": "yes" } }),
            json!({ "build": { "audience": "private" } }),
            json!({ "build": { "markdown": true } }),
            json!({ "build": { "overrides": "no" } }),
            json!({ "build": { "output": "../www" } }),
            json!({ "build": { "output": "/www" } }),
            json!({ "build": { "output": "a//b" } }),
            json!({ "build": { "output": "a\\b" } }),
            json!({ "build": { "base-url": "example.com" } }),
            json!({ "check": { "missing-cell": "ignore" } }),
            json!({ "check": { "unknown-key": "off" } }),
            json!({ "search": true }),
            json!({ "requires": [">=0.1"] }),
            json!({ "footer": { "links": ["https://example.com"] } }),
            json!({ "footer": { "imprint": "https://example.com" } }),
            json!({ "editions": [{ "name": "2026" }] }),
            json!({ "editions": [{ "rev": "v1" }] }),
            json!({ "editions": [{ "name": "2026", "rev": "v1", "in-force": "2026-13-01" }] }),
            json!({ "editions": [{ "name": "2026", "rev": "v1", "in-force": "soon" }] }),
            json!({ "editions": [{ "name": "2026", "rev": "v1", "tag": "v1" }] }),
        ],
    }
}

fn level() -> Cases {
    Cases {
        kind: "level",
        complete: json!({
            "title": "T", "code": "IC1", "summary": "S", "grade": [1, 2],
            "next": [{ "to": "staff", "kind": "lateral", "note": "N" }, "lead"],
            "facts": { "scope": "A task" },
            "expect": { "delivery": [2, "Owns"], "care": "2+" },
            "status": "retired", "replaced-by": "staff", "visibility": "internal",
            "was": ["mid", "lead/mid"], "aliases": ["/old/"], "also-in": ["lead"],
            "same-as": { "level": "staff", "but-also": true },
            "sublevels": ["a", "b"],
            "links": [{ "label": "L", "url": "https://example.com" }],
        }),
        smallest: json!({ "title": "T" }),
        good: vec![
            json!({ "grade": 3, "next": "staff", "aliases": "/old/", "same-as": "staff" }),
            json!({ "grade": "3" }),
            json!({ "next": { "to": "staff" } }),
            json!({ "next": null, "facts": null, "links": null, "aliases": null }),
            json!({ "summary": null, "same-as": null, "status": null, "facts": { "a": null } }),
            json!({ "facts": { "a": 1, "b": true } }),
            json!({ "expect": { "care": 3 } }),
        ],
        bad: vec![
            json!({ "title": null }),
            json!({ "tilte": "T" }),
            json!({ "grade": -1 }),
            json!({ "grade": 1.5 }),
            json!({ "grade": "third" }),
            json!({ "status": "retierd" }),
            json!({ "visibility": "private" }),
            json!({ "next": [{ "kind": "back" }] }),
            json!({ "next": [{ "to": "staff", "kind": "up" }] }),
            json!({ "same-as": { "but-also": true } }),
            json!({ "links": [{ "label": "L" }] }),
            json!({ "links": [{ "label": "L", "url": "https://example.com", "rel": "me" }] }),
            json!({ "facts": "A task" }),
            json!({ "facts": { "a": ["b"] } }),
            json!({ "expect": { "care": [] } }),
            json!({ "expect": { "care": [1, 2, 3] } }),
        ],
    }
}

fn page() -> Cases {
    Cases {
        kind: "page",
        complete: json!({
            "title": "T", "summary": "S", "status": "retired", "visibility": "internal",
            "aliases": ["/old/"],
        }),
        smallest: json!({}),
        good: vec![
            json!({ "title": 2026 }),
            json!({ "aliases": "/old/" }),
            json!({ "summary": null, "status": null }),
        ],
        bad: vec![json!({ "grade": 1 }), json!({ "status": true })],
    }
}

fn tracks() -> Cases {
    Cases {
        kind: "tracks",
        complete: json!({ "tracks": [{
            "id": "ic", "title": "T", "status": "active", "summary": "S", "group": "G", "was": ["eng"],
            "visibility": "internal",
            "replaced-by": "lead", "extends": "lead", "abstract": false, "cumulative": true,
            "inherit": { "competencies": ["care"], "place": "after", "examples": false },
        }] }),
        smallest: json!({}),
        good: vec![
            json!({ "tracks": null }),
            json!({ "tracks": [{ "id": "ic", "inherit": { "competencies": "all" } }] }),
            json!({ "tracks": [{ "id": "ic", "inherit": null }] }),
        ],
        bad: vec![
            json!({ "track": [] }),
            json!({ "tracks": { "ic": {} } }),
            json!({ "tracks": [{ "title": "T" }] }),
            json!({ "tracks": [{ "id": "ic", "abstract": 1 }] }),
            json!({ "tracks": [{ "id": "ic", "inherit": { "place": "between" } }] }),
            json!({ "tracks": [{ "id": "ic", "inherit": { "all": true } }] }),
        ],
    }
}

fn competencies() -> Cases {
    Cases {
        kind: "competencies",
        complete: json!({
            "categories": [
                { "id": "craft", "title": "T", "summary": "S", "visibility": "public" },
            ],
            "competencies": [
                {
                    "id": "care", "title": "T", "category": "craft", "summary": "S",
                    "aliases": ["Kindness"], "was": ["nursing"], "tracks": ["ic"], "from": 1,
                    "scale": "practice",
                    "cumulative": false, "visibility": "internal",
                },
                {
                    "id": "delivery",
                    "steps": [
                        "Learns",
                        { "title": "Owns", "text": "T", "criteria": ["Ships"], "examples": ["E"] },
                    ],
                },
            ],
        }),
        smallest: json!({}),
        good: vec![
            json!({ "competencies": [{ "id": "care", "aliases": "Kindness", "tracks": "ic" }] }),
            json!({ "competencies": [{ "id": "care", "steps": [1, 2] }] }),
        ],
        bad: vec![
            json!({ "competences": [] }),
            json!({ "competencies": [{ "title": "T" }] }),
            json!({ "competencies": [{ "id": "care", "Tracks": ["ic"] }] }),
            json!({ "competencies": [{ "id": "care", "cumulative": "no" }] }),
            json!({ "competencies": [{ "id": "care", "steps": [{ "text": "T" }] }] }),
            json!({ "competencies": [{ "id": "care", "steps": "Learns" }] }),
            json!({ "categories": [null] }),
        ],
    }
}

fn scales() -> Cases {
    Cases {
        kind: "scales",
        complete: json!({ "scales": { "practice": [{ "title": "Learns", "text": "With help" }, "Owns"], "words": ["a", "b"] } }),
        smallest: json!({}),
        good: vec![json!({ "scales": null }), json!({ "scales": { "numbers": [1, 2] } })],
        bad: vec![
            json!({ "scale": {} }),
            json!({ "scales": [["Learns"]] }),
            json!({ "scales": { "practice": "Learns" } }),
            json!({ "scales": { "practice": [["Learns"]] } }),
        ],
    }
}

fn glossary() -> Cases {
    Cases {
        kind: "glossary",
        complete: json!({ "terms": [
            {
                "term": "T", "aliases": ["A"], "was": ["U"], "text": "M", "link": "https://example.com",
                "visibility": "internal",
            },
        ] }),
        smallest: json!({}),
        good: vec![json!({ "terms": [{ "term": "T", "text": "M", "aliases": "A" }] })],
        bad: vec![
            json!({ "terms": [{ "term": "T" }] }),
            json!({ "terms": [{ "text": "M" }] }),
            json!({ "terms": [{ "term": "T", "text": "M", "see": "A" }] }),
            json!({ "terms": "T" }),
            json!({ "terms": [{ "term": "T", "text": "M", "visibility": "hidden" }] }),
        ],
    }
}

impl Cases {
    fn file(&self) -> &'static FileKind {
        FileKind::from_name(self.kind).expect("a kind of file")
    }

    /// The smallest document with the members of a fragment in the place of its own.
    fn with(&self, fragment: &Value) -> Value {
        let mut document = self.smallest.clone();
        for (key, value) in fragment.as_object().expect("a fragment is a mapping") {
            document[key] = value.clone();
        }
        document
    }
}

/// Whether the reader finds nothing wrong with the document itself. What only other files can tell,
/// such as that a name means nothing, does not count.
fn reader_accepts(kind: &str, document: &Value) -> bool {
    let (path, text) = match kind {
        "book" => ("book.toml", toml(document)),
        "level" => ("content/levels/ic/1-junior.md", format!("---\n{document}\n---\n")),
        "page" => ("content/about.md", format!("---\n{document}\n---\n")),
        "tracks" => ("content/tracks.yaml", document.to_string()),
        "competencies" => ("content/competencies.yaml", document.to_string()),
        "scales" => ("content/scales.yaml", document.to_string()),
        "glossary" => ("content/glossary.yaml", document.to_string()),
        _ => panic!("no file of the kind `{kind}`"),
    };
    let (_, diagnostics) = site::handbook(&project(&[(path, &text)]));
    diagnostics.iter().all(|it| {
        let is_here = it.place.as_ref().is_some_and(|place| place.path.as_str() == path);
        let codes = [Code::UnknownKey, Code::WrongType, Code::InvalidValue, Code::MissingKey];
        assert!(
            !matches!(it.code, Code::InvalidYaml | Code::InvalidToml),
            "{}: {text}",
            it.message
        );
        it.severity != Severity::Error || !is_here || !codes.contains(&it.code)
    })
}

/// A document as TOML, which has no null.
fn toml(document: &Value) -> String {
    let members = document.as_object().expect("a document of TOML is a mapping");
    members.iter().map(|(key, value)| format!("{} = {}\n", json!(key), inline(value))).collect()
}

fn inline(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", "))
        }
        Value::Object(members) => {
            let member =
                |(key, value): (&String, &Value)| format!("{} = {}", json!(key), inline(value));
            format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(", "))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.to_string(),
    }
}

fn has_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().any(has_null),
        Value::Object(members) => members.values().any(has_null),
        _ => false,
    }
}

fn validator(file: &FileKind) -> Validator {
    let schema: Value = serde_json::from_str(&keys::schema(file)).expect("the schema is JSON");
    assert!(jsonschema::meta::is_valid(&schema), "the schema of `{}` is one", file.name);
    jsonschema::validator_for(&schema).expect("the schema can be used")
}

/// Every declared key of a mapping and of those in it.
fn declared(keys: &Keys, found: &mut BTreeSet<(&'static str, &'static str)>) {
    for key in keys.keys {
        found.insert((keys.what, key.name));
        if let Some(nested) = key.nested() {
            declared(nested, found);
        }
    }
}

/// Every declared key that occurs in a document.
fn occurring(keys: &Keys, document: &Value, found: &mut BTreeSet<(&'static str, &'static str)>) {
    for key in keys.keys {
        let Some(value) = document.get(key.name) else { continue };
        found.insert((keys.what, key.name));
        let Some(nested) = key.nested() else { continue };
        let values: Vec<&Value> = match (&key.kind, value) {
            (Kind::Entries(_), Value::Object(entries)) => entries.values().collect(),
            (_, value) => vec![value],
        };
        for value in values {
            match value {
                Value::Array(items) => items.iter().for_each(|item| occurring(nested, item, found)),
                value => occurring(nested, value, found),
            }
        }
    }
}

/// Every document that differs from this one in one place: another value, a value less, a key more.
fn variations(document: &Value) -> Vec<Value> {
    let mut probes = vec![
        json!(null),
        json!(true),
        json!(false),
        json!(7),
        json!(-7),
        json!(1.5),
        json!("7"),
        json!("text"),
        json!([]),
        json!(["text"]),
        json!([7]),
        json!([null]),
        json!([[]]),
        json!({}),
        json!({ "zzz": 7 }),
    ];
    probes.extend(words());
    let mut found = probes;
    match document {
        Value::Array(items) => {
            for at in 0..items.len() {
                let mut fewer = items.clone();
                fewer.remove(at);
                found.push(Value::Array(fewer));
                for variation in variations(&items[at]) {
                    let mut other = items.clone();
                    other[at] = variation;
                    found.push(Value::Array(other));
                }
            }
        }
        Value::Object(members) => {
            let mut more = members.clone();
            more.insert("zzz".to_owned(), json!(7));
            found.push(Value::Object(more));
            for (key, value) in members {
                let mut fewer = members.clone();
                fewer.remove(key);
                found.push(Value::Object(fewer));
                for variation in variations(value) {
                    let mut other = members.clone();
                    other.insert(key.clone(), variation);
                    found.push(Value::Object(other));
                }
            }
        }
        _ => {}
    }
    found
}

/// One word of each choice of the format.
fn words() -> Vec<Value> {
    fn collect(keys: &Keys, words: &mut BTreeSet<&'static str>) {
        for key in keys.keys {
            if let Kind::Choice(choices) = key.kind {
                words.insert(choices[choices.len() - 1]);
            }
            key.nested().into_iter().for_each(|nested| collect(nested, words));
        }
    }
    let mut words = BTreeSet::new();
    FILES.iter().for_each(|file| collect(file.keys, &mut words));
    words.into_iter().map(|word| json!(word)).collect()
}

fn check(cases: &Cases) {
    let file = cases.file();
    let schema = validator(file);
    let (mut all, mut shown) = (BTreeSet::new(), BTreeSet::new());
    declared(file.keys, &mut all);
    occurring(file.keys, &cases.complete, &mut shown);
    assert_eq!(all, shown, "every key of `{}` occurs", file.name);

    let whole = [&cases.complete, &cases.smallest].map(|document| (document.clone(), true));
    let good = cases.good.iter().map(|fragment| (cases.with(fragment), true));
    let bad = cases.bad.iter().map(|fragment| (cases.with(fragment), false));
    for (document, is_good) in whole.into_iter().chain(good).chain(bad) {
        let verdicts = (schema.is_valid(&document), reader_accepts(file.name, &document));
        assert_eq!(verdicts, (is_good, is_good), "schema and reader of {document}");
    }

    let mut counts = [0, 0];
    let mut differences = String::new();
    for document in variations(&cases.complete).into_iter().filter(Value::is_object) {
        if file.name == "book" && has_null(&document) {
            continue;
        }
        let verdicts = (schema.is_valid(&document), reader_accepts(file.name, &document));
        counts[usize::from(verdicts.0)] += 1;
        if verdicts.0 != verdicts.1 {
            differences.push_str(&format!("{verdicts:?} {document}\n"));
        }
    }
    assert!(differences.is_empty(), "schema and reader disagree:\n{differences}");
    assert!(counts.iter().all(|count| *count > 10), "some are refused, some accepted: {counts:?}");
}

macro_rules! agree {
    ($($kind:ident),*) => {
        $(
            mod $kind {
                #[test]
                fn schema_and_reader_agree() {
                    super::check(&super::$kind());
                }
            }
        )*

        #[test]
        fn every_kind_of_file_has_cases() {
            let kinds = [$(stringify!($kind)),*];
            assert_eq!(kinds.to_vec(), FILES.iter().map(|file| file.name).collect::<Vec<_>>());
        }
    };
}

agree!(book, level, page, tracks, competencies, scales, glossary);
