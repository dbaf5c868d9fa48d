//! From a declaration to a JSON Schema, for editors and other programs.
//!
//! A schema accepts what the reader accepts, value by value. What only a whole handbook can tell, such as
//! whether a name means anything, is left to `check`.

use serde_json::{Map, Value, json};

use super::declaration::{Absent, Key, Keys, Kind};
use super::files::FileKind;
use crate::diagnostic::Code;

/// The JSON Schema of a kind of file, in the edition of 2020-12.
pub fn schema(file: &FileKind) -> String {
    let mut root = of_keys(file.keys);
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["title"] = json!(format!("ladderbook: {}", file.about));
    let text = serde_json::to_string_pretty(&root).expect("a tree of JSON values can be written");
    format!("{text}\n")
}

fn of_keys(keys: &Keys) -> Value {
    let properties: Map<String, Value> =
        keys.keys.iter().map(|key| (key.name.to_owned(), of_key(key))).collect();
    let required: Vec<&str> =
        keys.keys.iter().filter(|key| key.if_absent == Absent::Fault).map(|key| key.name).collect();
    let mut schema = json!({ "properties": properties, "additionalProperties": false });
    // Nothing in the place of a mapping is an empty one.
    if required.is_empty() {
        schema["type"] = json!(["object", "null"]);
    } else {
        schema["type"] = json!("object");
        schema["required"] = json!(required);
    }
    schema
}

fn of_key(key: &Key) -> Value {
    let is_optional = key.if_absent != Absent::Fault;
    let mut schema = of_kind(&key.kind);
    if is_optional {
        schema = or_nothing(schema);
    }
    schema["description"] = json!(key.about);
    if let Absent::Value(value) = key.if_absent {
        schema["default"] = match key.kind {
            Kind::Boolean => json!(value == "true"),
            _ => json!(value),
        };
    }
    schema
}

/// A schema that accepts nothing as well: a key with nothing behind it counts as absent.
fn or_nothing(mut schema: Value) -> Value {
    if let Some(options) = schema.get_mut("anyOf").and_then(Value::as_array_mut) {
        options.push(json!({ "type": "null" }));
    } else if let Some(words) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        words.push(Value::Null);
    } else {
        let mut types = match schema["type"].take() {
            Value::Array(types) => types,
            one => vec![one],
        };
        types.retain(|known| known != "null");
        types.push(json!("null"));
        schema["type"] = Value::Array(types);
    }
    schema
}

fn of_kind(kind: &Kind) -> Value {
    match kind {
        Kind::Text => json!({ "type": TEXT }),
        Kind::Url => {
            json!({ "type": "string", "pattern": "^https?://[^/?#@]+(/[^?#]*)?$" })
        }
        Kind::UrlOfCriterion => json!({ "type": "string", "pattern": "\\{(id|url)\\}" }),
        Kind::UrlOfFile => json!({ "type": "string", "pattern": "\\{path\\}" }),
        Kind::Folder => json!({ "type": TEXT, "pattern": FOLDER }),
        Kind::Segment => json!({ "type": TEXT, "minimum": 0, "pattern": SEGMENT }),
        Kind::Day => json!({ "type": "string", "pattern": DAY }),
        Kind::Versions => json!({ "type": "string", "pattern": VERSIONS }),
        Kind::Boolean => json!({ "type": "boolean" }),
        // A number in quotes is one.
        Kind::Number => json!({
            "type": ["integer", "string"],
            "minimum": 0,
            "maximum": u32::MAX,
            "pattern": "^\\+?[0-9]+$",
        }),
        Kind::Choice(words) => json!({ "enum": words }),
        Kind::Steps => json!({
            "anyOf": [
                of_kind(&Kind::Text),
                { "type": "array", "items": of_kind(&Kind::Text), "minItems": 1, "maxItems": 2 },
            ],
        }),
        Kind::Mapping(keys) => of_keys(keys),
        Kind::TextOr(keys) => json!({ "anyOf": [of_kind(&Kind::Text), of_keys(keys)] }),
        Kind::List(item) => json!({ "type": ["array", "null"], "items": of_kind(item) }),
        Kind::OneOrMany(item) => {
            let many = json!({ "type": ["array", "null"], "items": of_kind(item) });
            json!({ "anyOf": [of_kind(item), many] })
        }
        Kind::Entries(value) => {
            let value = or_nothing(of_kind(value));
            json!({ "type": ["object", "null"], "additionalProperties": value })
        }
        Kind::Rules(value) => {
            let rules = Code::ALL.iter().filter(|code| code.is_rule());
            let properties: Map<String, Value> =
                rules.map(|code| (code.name().to_owned(), of_kind(value))).collect();
            json!({
                "type": ["object", "null"],
                "properties": properties,
                "additionalProperties": false,
            })
        }
    }
}

/// The types that are read as text.
const TEXT: [&str; 3] = ["string", "number", "boolean"];

/// A part of an address that needs no escapes.
const SEGMENT: &str = "^[A-Za-z0-9][A-Za-z0-9._-]*$";

/// A day of the calendar; that a month has it is left to the reader.
const DAY: &str = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";

/// Versions as the crate `semver` reads them, separated by commas. That this program is one of them no schema says.
const VERSIONS: &str =
    r"^(\*|(=|>=?|<=?|~|\^) *\d+(\.(\d+|\*)){0,2}(, *(=|>=?|<=?|~|\^) *\d+(\.(\d+|\*)){0,2})*)$";

/// Names between single slashes, none of which is `.` or `..`; slashes at the end do not matter.
const FOLDER: &str = r"^(?:(?!\.{1,2}(?:/|$))[^/\\\u0000]+(?:/(?!/*$)|/*$))+$";
