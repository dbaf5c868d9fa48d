//! The handbook as JSON is a contract: every handbook that there is keeps to the schema that is published with it.

use std::collections::BTreeMap;

use jsonschema::Validator;
use ladderbook::builtin;
use ladderbook::config::{Audience, Overrides};
use ladderbook::disk;
use ladderbook::editions::{Past, Revision};
use ladderbook::memo::Memo;
use ladderbook::site;
use ladderbook::tree::Tree;
use serde_json::{Map, Value, json};

use crate::format::declared;
use crate::ladders::{LADDERS, ladder};
use crate::support::{build, files, json as exported, level, project, published, root, text};
use crate::{literate, support};

/// The schema of a site.
fn schema(output: &Tree) -> Value {
    serde_json::from_str(&text(output, "api/handbook.schema.json")).expect("valid JSON")
}

/// The schema of all sites.
fn the_schema() -> Value {
    schema(&build(&builtin::starter("empty")).output)
}

/// A validator for what this version writes. Others are to read past keys that they do not know; here there is to be
/// none.
fn strict(mut schema: Value) -> Validator {
    fn close(schema: &mut Value) {
        match schema {
            Value::Object(members) => {
                if members.get("type") == Some(&json!("object"))
                    && members.contains_key("properties")
                {
                    members.insert("additionalProperties".to_owned(), json!(false));
                }
                members.values_mut().for_each(close);
            }
            Value::Array(items) => items.iter_mut().for_each(close),
            _ => {}
        }
    }
    assert!(jsonschema::meta::is_valid(&schema), "it is a schema");
    close(&mut schema);
    jsonschema::validator_for(&schema).expect("the schema can be used")
}

/// What a handbook has that the schema does not allow, or that says nothing.
fn faults(validator: &Validator, handbook: &Value) -> Vec<String> {
    let errors = validator.iter_errors(handbook);
    let mut found: Vec<String> =
        errors.map(|it| format!("{}: {it}", it.instance_path())).take(5).collect();
    empty(handbook, "", &mut found);
    found
}

/// Values that say that there is nothing: for that a key is left out.
fn empty(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Null | Value::Bool(false) => found.push(format!("{path}: {value}")),
        Value::Array(items) => items.iter().for_each(|it| empty(it, path, found)),
        Value::Object(members) => {
            members.iter().for_each(|(key, it)| empty(it, &format!("{path}/{key}"), found));
        }
        _ => {}
    }
}

/// All handbooks of the suite by their names: those of our own, those of the manual, and published ones.
fn handbooks() -> Vec<(String, Tree)> {
    let mut all = vec![
        ("the sample".to_owned(), builtin::sample()),
        ("small".to_owned(), builtin::starter("small")),
        ("empty".to_owned(), builtin::starter("empty")),
    ];
    let folders = std::fs::read_dir(root().join("tests/cases")).expect("the cases");
    for folder in folders.map(|it| it.expect("an entry").path()).filter(|it| it.is_dir()) {
        let (tree, _) = disk::read(&folder.join("in")).expect("a project");
        all.push((folder.display().to_string(), tree));
    }
    let manual = files(&root().join("tests/diagnostics"), "md").into_iter();
    for page in manual.chain([root().join("docs/format.md")]) {
        let cases = literate::projects(&page).into_iter();
        all.extend(cases.map(|(title, tree)| (format!("{}: {title}", page.display()), tree)));
    }
    all
}

fn assert_kept(name: &str, project: &Tree, validator: &Validator) -> usize {
    let mut kept = 0;
    for audience in [Audience::Public, Audience::Internal] {
        let overrides = Overrides {
            audience: Some(audience),
            base_url: (audience == Audience::Internal)
                .then(|| "https://example.com/careers".into()),
            ..Overrides::default()
        };
        let (Some(bytes), _) = site::export_json(project, &overrides) else { continue };
        let handbook: Value = serde_json::from_slice(&bytes).expect("valid JSON");
        let found = faults(validator, &handbook);
        assert!(found.is_empty(), "{name}, {audience:?}: {}", found.join("\n"));
        kept += 1;
    }
    kept
}

#[test]
fn every_handbook_keeps_to_the_schema() {
    let validator = strict(the_schema());
    let all = handbooks();
    let kept: usize = all.iter().map(|(name, tree)| assert_kept(name, tree, &validator)).sum();
    assert!(kept > 200, "{kept} handbooks without errors");
}

#[test]
fn every_kind_of_ladder_keeps_to_the_schema() {
    let validator = strict(the_schema());
    for name in LADDERS {
        assert!(assert_kept(name, &ladder(name), &validator) > 0, "{name}");
    }
}

#[test]
#[ignore = "needs the published ladders: LADDERBOOK_CORPUS"]
fn published_ladders_keep_to_the_schema() {
    let validator = strict(the_schema());
    for name in ["ft", "monzo", "jorgef"] {
        let (tree, _) = published(name);
        assert_eq!(assert_kept(name, &tree, &validator), 2, "{name}");
    }
}

#[test]
fn the_schema_refuses_what_is_none_of_it() {
    let validator = strict(the_schema());
    let sample = exported(&build(&builtin::sample()).output);
    assert_eq!(faults(&validator, &sample), Vec::<String>::new());
    for (pointer, value) in [
        ("/format", json!(2)),
        ("/levels/0/status", json!("gone")),
        ("/levels/0/cells/0/state", json!("hidden")),
        ("/levels/0/cells/0/criteria/0", json!({"id": "a", "text": "A", "colour": "red"})),
        ("/levels/0/url", json!("levels/ic/junior/")),
        ("/levels/0/summary", json!("")),
        ("/tracks/0/group", Value::Null),
    ] {
        let mut broken = sample.clone();
        match broken.pointer_mut(pointer) {
            Some(it) => *it = value,
            None => broken["tracks"][0]["group"] = value,
        }
        assert!(!faults(&validator, &broken).is_empty(), "{pointer}");
    }
}

/// The keys of each object of the schema, and whether they are optional.
fn declared_by_schema(schema: &Value) -> BTreeMap<String, BTreeMap<String, bool>> {
    let keys = |object: &Value| -> BTreeMap<String, bool> {
        let required = object["required"].as_array().expect("required keys");
        let properties: &Map<String, Value> = object["properties"].as_object().expect("keys");
        let is_optional = |key: &String| !required.contains(&json!(key));
        properties.keys().map(|key| (key.clone(), is_optional(key))).collect()
    };
    let named = schema["$defs"].as_object().expect("definitions").iter();
    let named = named.map(|(name, it)| (name.clone(), keys(it)));
    named.chain([("Handbook".to_owned(), keys(schema))]).collect()
}

#[test]
fn the_declaration_says_what_the_schema_says() {
    assert_eq!(declared("docs/handbook.d.ts"), declared_by_schema(&the_schema()));
}

/// A stability promise is kept by what was promised once: no key may go, none may become required or optional, and
/// none change its type.
#[test]
fn what_was_promised_for_the_format_still_holds() {
    let path = root().join("tests/suite/promised.json");
    let types = |object: &Value| -> Value {
        let properties = object["properties"].as_object().expect("keys").iter();
        let required = object["required"].as_array().expect("required keys");
        let plain = |(key, it): (&String, &Value)| {
            let mut it = it.clone();
            if let Some(members) = it.as_object_mut() {
                members.remove("description");
            }
            (key.clone(), json!([required.contains(&json!(key)), it]))
        };
        Value::Object(properties.map(plain).collect())
    };
    let schema = the_schema();
    let mut now: Map<String, Value> = schema["$defs"].as_object().expect("definitions").clone();
    now.values_mut().for_each(|it| *it = types(it));
    now.insert("Handbook".to_owned(), types(&schema));
    let now = Value::Object(now);
    if support::blessing() {
        let text = serde_json::to_string_pretty(&now).expect("JSON") + "\n";
        std::fs::write(&path, text).expect("written");
        return;
    }
    let promised = std::fs::read_to_string(&path).expect("what was promised");
    let promised: Value = serde_json::from_str(&promised).expect("valid JSON");
    for (name, keys) in promised.as_object().expect("objects") {
        for (key, said) in keys.as_object().expect("keys") {
            assert_eq!(now[name][key], *said, "`{key}` of `{name}` within format 1");
        }
    }
}

const TRACKS: &str = "tracks:\n- {id: ic, title: Engineers}\n- {id: lead, title: Leads, extends: ic, inherit: {place: after}, replaced-by: ic, status: retired}\n";
const REGISTER: &str = "categories:\n- {id: craft, title: Craft}\ncompetencies:\n- {id: code, title: Code, category: craft, aliases: [Coding], scale: practice, was: [hacking]}\n- {id: sales, title: Sales, tracks: [lead]}\n- {id: care, title: Care, from: 2}\n- {id: later, title: Later}\n";
const SENIOR: &str = "---\ntitle: Senior\ngrade: 2\nsublevels: [I, II]\naliases: [/old/]\nlinks: [{label: Jobs, url: 'https://example.com/jobs'}, {label: Glossary, url: /glossary/}]\nexpect: {code: 2+}\n---\n\nA *senior* has a [[bus factor]] of two.\n\n## Code\n\nBefore the list.\n\nShows:\n\n- Ships `it` to [[junior]] {#ships was=sends}\n  - a scene\n\n## Care {.none}\n\n## How to read this {.prose}\n\nSlowly.\n";

fn rich() -> Vec<(&'static str, &'static str)> {
    vec![
        ("content/tracks.yaml", TRACKS),
        ("content/competencies.yaml", REGISTER),
        (
            "content/scales.yaml",
            "scales:\n  practice: [Learns, {title: Owns, text: Answers for it}]\n  unused: [A, B]\n",
        ),
        (
            "content/glossary.yaml",
            "terms:\n- {term: bus factor, text: How *many*, aliases: [bus], link: senior}\n",
        ),
        (
            "content/levels/ic/1-junior.md",
            "---\ntitle: Junior\ngrade: 1\n---\n\n## Code\n\n- Reads {#reads}\n",
        ),
        ("content/levels/ic/2-senior.md", SENIOR),
        (
            "content/levels/lead/1-lead.md",
            "---\ntitle: Lead\ngrade: 2\nsame-as: {level: ic/senior, but-also: true}\n---\n\n## Code\n\n- Leads {#leads replaces=reads .new}\n",
        ),
        (
            "content/levels/lead/2-head.md",
            "---\ntitle: Head\n---\n\n## Later\n\n- Heads {#heads}\n",
        ),
        ("content/moves/ic.junior--ic.senior.md", "The [[guides/work|work]] changes.\n"),
        ("content/guides/work.md", "---\ntitle: Work\nsummary: How.\n---\nLong.\n"),
        ("content/competencies/code.md", "About code.\n"),
    ]
}

#[test]
fn the_json_says_what_authors_wrote() {
    let book = exported(&build(&project(&rich())).output);
    let senior = level(&book, "ic/senior");
    assert_eq!(book["format"], 1);
    assert_eq!(book["generator"], concat!("ladderbook ", env!("CARGO_PKG_VERSION")));
    assert_eq!(senior["sublevels"], json!(["I", "II"]));
    assert_eq!(senior["aliases"], json!(["/old/"]));
    assert_eq!(
        senior["links"],
        json!([{"label": "Jobs", "url": "https://example.com/jobs"}, {"label": "Glossary", "url": "/glossary/"}])
    );
    assert_eq!(
        senior["markdown"],
        "A *senior* has a [bus factor](/glossary/#term-bus-factor) of two."
    );
    assert_eq!(senior["sections"], json!([{"title": "How to read this", "markdown": "Slowly."}]));
    assert_eq!(senior["source"], "content/levels/ic/2-senior.md");
    let code = &senior["cells"][0];
    assert_eq!(code["expect"]["or-above"], true);
    let prose = json!({"after": 0, "text": "Before the list.", "html": "<p>Before the list.</p>", "markdown": "Before the list."});
    assert_eq!(code["prose"], json!([prose]));
    let criterion = &code["criteria"][0];
    assert_eq!(criterion["lead-in"]["text"], "Shows:");
    assert_eq!(criterion["markdown"], "Ships `it` to [Junior](/levels/ic/junior/)");
    assert_eq!(
        criterion["html"],
        "Ships <code>it</code> to <a href=\"levels/ic/junior/\">Junior</a>"
    );
    assert_eq!(criterion["was"], json!(["sends"]));
    assert_eq!(
        level(&book, "lead/lead")["same-as"],
        json!({"level": "ic/senior", "but-also": true})
    );
    let leads = &level(&book, "lead/lead")["cells"][0]["criteria"];
    let leads = leads.as_array().expect("criteria").iter().find(|it| it["id"] == "leads");
    assert_eq!(leads.expect("the criterion")["replaces"], json!(["reads"]));
    assert_eq!(leads.expect("the criterion")["new"], true);
    assert_eq!(book["tracks"][1]["inherit"], json!({"place": "after", "examples": true}));
    assert_eq!(book["tracks"][1]["replaced-by"], "ic");
    assert_eq!(book["competencies"][0]["scale"], "practice");
    assert_eq!(book["competencies"][0]["markdown"], "About code.");
    assert_eq!(book["competencies"][1]["tracks"], json!(["lead"]));
    assert_eq!(book["competencies"][2]["from"], json!({"grade": 2}));
    assert_eq!(book["scales"].as_array().expect("scales").len(), 1, "unused ones say nothing");
    let term = json!({"term": "bus factor", "aliases": ["bus"], "anchor": "term-bus-factor", "text": "How many", "html": "How <em>many</em>", "markdown": "How *many*", "link": "/levels/ic/senior/"});
    assert_eq!(book["glossary"], json!([term]));
    assert_eq!(book["moves"][0]["markdown"], "The [work](/guides/work/) changes.");
    assert_eq!(
        book["guides"][0],
        json!({"id": "guides/work", "title": "Work", "summary": "How.", "status": "active", "url": "/guides/work/"})
    );
}

/// Each competency is in one state at each level, and what is hidden in none.
#[test]
fn the_state_of_each_cell_is_told_but_for_what_is_hidden() {
    let book = exported(&build(&project(&rich())).output);
    let junior = level(&book, "ic/junior");
    assert_eq!(junior["without"], json!(["sales", "care", "later"]));
    assert_eq!(
        junior["not-applicable"],
        json!(["sales", "care"]),
        "`later` is no row of the track"
    );
    let senior = level(&book, "ic/senior");
    assert_eq!(senior["cells"][1]["state"], "none");
    assert_eq!(senior["without"], json!(["sales", "later"]));

    let mut hidden = rich();
    hidden.push((
        "content/levels/ic/1-junior.md",
        "---\ntitle: Junior\ngrade: 1\n---\n\n## Code {.internal}\n\n- Reads {#reads}\n",
    ));
    hidden.retain(|(path, text)| {
        *path != "content/levels/ic/1-junior.md" || text.contains("internal")
    });
    hidden.retain(|(path, _)| *path != "content/levels/lead/1-lead.md");
    let book = exported(&build(&project(&hidden)).output);
    let junior = level(&book, "ic/junior");
    assert_eq!(junior["cells"], json!([]));
    assert!(!junior["without"].to_string().contains("code"), "{junior}");
    assert!(!junior.to_string().contains("not-applicable\":[\"code"), "{junior}");
}

#[test]
fn addresses_are_full_where_the_site_knows_where_it_is() {
    let mut files = rich();
    files.push((
        "book.toml",
        "[book]\ntitle = \"T\"\n[build]\nbase-url = \"https://example.com/careers\"\n",
    ));
    let book = exported(&build(&project(&files)).output);
    let senior = level(&book, "ic/senior");
    assert_eq!(book["book"]["base-url"], "https://example.com/careers/");
    assert_eq!(senior["url"], "/levels/ic/senior/");
    assert_eq!(senior["canonical"], "https://example.com/careers/levels/ic/senior/");
    let link = "[bus factor](https://example.com/careers/glossary/#term-bus-factor)";
    assert!(senior["markdown"].as_str().expect("text").contains(link), "{senior}");
}

#[test]
fn export_and_site_are_the_same_bytes_and_tell_the_revision() {
    let project = project(&rich());
    let overrides = Overrides { revision: Some("c0ffee".to_owned()), ..Overrides::default() };
    let (exported, _) = site::export_json(&project, &overrides);
    let built = site::build_with(&project, &overrides, &mut Memo::default());
    let exported = String::from_utf8(exported.expect("no errors")).expect("text");
    assert_eq!(exported, text(&built.output, "api/handbook.json"));
    let book: Value = serde_json::from_str(&exported).expect("valid JSON");
    assert_eq!(book["revision"], "c0ffee");
}

#[test]
fn an_edition_says_which_it_is() {
    let mut files = rich();
    files.push((
        "book.toml",
        "[book]\ntitle = \"T\"\n[[editions]]\nname = \"2025\"\nrev = \"v1\"\nnote = \"Agreed.\"\n",
    ));
    let revision =
        Revision { day: "2025-01-10".into(), commit: "abc".into(), tree: project(&rich()) };
    let past = Past::new([("v1".to_owned(), Ok(revision))]);
    let overrides = Overrides { past, ..Overrides::default() };
    let built = site::build_with(&project(&files), &overrides, &mut Memo::default());
    let book: Value = serde_json::from_str(&text(&built.output, "editions/2025/api/handbook.json"))
        .expect("valid JSON");
    assert_eq!(
        book["edition"],
        json!({"name": "2025", "in-force": "2025-01-10", "note": "Agreed."})
    );
    assert_eq!(book["revision"], "abc");
    assert_eq!(exported(&built.output).get("edition"), None);
    assert_eq!(faults(&strict(schema(&built.output)), &book), Vec::<String>::new());
    let link = "[bus factor](/editions/2025/glossary/#term-bus-factor)";
    assert!(level(&book, "ic/senior")["markdown"].as_str().expect("text").contains(link));
}
