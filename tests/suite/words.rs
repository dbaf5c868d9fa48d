//! UI strings: each language has all of them, each of them is used, each that is used is there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::support::{build, files, project, report, root, text};

/// Languages that the binary carries.
const LANGUAGES: [&str; 2] = ["en", "de"];

/// The UI strings of a language: the names of the placeholders of each, and whether it is a plural.
fn words(language: &str) -> BTreeMap<String, (BTreeSet<String>, bool)> {
    let path = root().join(format!("themes/default/i18n/{language}.toml"));
    let table: toml::Table = fs::read_to_string(path).expect("a file").parse().expect("TOML");
    table
        .into_iter()
        .map(|(key, value)| {
            let counted = value.is_table();
            let forms: Vec<String> = match value {
                toml::Value::Table(forms) => {
                    let form = |it: &toml::Value| it.as_str().expect("a form is text").to_owned();
                    forms.values().map(form).collect()
                }
                other => vec![other.as_str().expect("a word is text").to_owned()],
            };
            assert!(forms.iter().all(|form| !form.trim().is_empty()), "{language}: {key} is empty");
            let names = forms.iter().flat_map(|form| placeholders(form)).collect();
            (key, (names, counted))
        })
        .collect()
}

fn placeholders(form: &str) -> Vec<String> {
    let after = form.split('{').skip(1);
    after.filter_map(|it| it.split_once('}')).map(|(name, _)| name.to_owned()).collect()
}

/// The headings of the sections and the keys of a language file, in their order.
fn order(language: &str) -> Vec<String> {
    let path = root().join(format!("themes/default/i18n/{language}.toml"));
    let text = fs::read_to_string(path).expect("a file");
    let body = text.split_once("\n\n").expect("a comment at the head").1.to_owned();
    body.lines()
        .filter(|line| !line.is_empty())
        .map(|line| line.split(" = ").next().unwrap_or(line).to_owned())
        .collect()
}

#[test]
fn every_language_has_the_same_words_in_the_same_order() {
    for language in LANGUAGES {
        assert_eq!(order(language), order("en"), "{language}");
    }
}

#[test]
fn every_language_has_the_same_placeholders() {
    for language in LANGUAGES {
        assert_eq!(words(language), words("en"), "{language}");
    }
}

/// A key that is asked for, or how one begins: `"move-" ~ kind` and `format!("alert-{name}")`.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Asked {
    Key(String),
    Start(String),
}

/// What the templates and the Rust side ask for, with a place that does.
fn asked() -> BTreeMap<Asked, String> {
    let mut asked = BTreeMap::new();
    let theme = root().join("themes/default");
    for path in
        [files(&theme.join("templates"), "html"), files(&theme.join("components"), "html")].concat()
    {
        let text = fs::read_to_string(&path).expect("a template");
        for call in text.split("t(key=").skip(1) {
            let Some((literal, rest)) = call.strip_prefix('"').and_then(|it| it.split_once('"'))
            else {
                // A variable: the literals that it stands for are found by `is_mentioned`.
                continue;
            };
            let part = rest.trim_start().starts_with('~');
            let literal = literal.to_owned();
            let found = if part { Asked::Start(literal) } else { Asked::Key(literal) };
            asked.insert(found, path.display().to_string());
        }
    }
    let rust = ["src/view", "src/exchange"].map(|folder| files(&root().join(folder), "rs"));
    for path in rust.concat() {
        let text = fs::read_to_string(&path).expect("a source file");
        for call in ["messages.plain(", "messages.get("] {
            for call in text.split(call).skip(1) {
                let call = call.trim_start().trim_start_matches('&');
                let call = call.strip_prefix("format!(").unwrap_or(call);
                let literal = call.strip_prefix('"').and_then(|it| it.split_once('"'));
                let Some((literal, _)) = literal else { continue };
                let found = match literal.split_once('{') {
                    Some((start, _)) => Asked::Start(start.to_owned()),
                    None => Asked::Key(literal.to_owned()),
                };
                asked.insert(found, path.display().to_string());
            }
        }
    }
    let kinds = fs::read_to_string(root().join("src/handbook/page.rs")).expect("a source file");
    for field in ["title: \"", "description: \""] {
        for literal in kinds.split(field).skip(1).filter_map(|it| it.split('"').next()) {
            if !literal.is_empty() {
                asked.insert(Asked::Key(literal.to_owned()), "src/handbook/page.rs".to_owned());
            }
        }
    }
    asked
}

#[test]
fn every_word_that_is_asked_for_is_there() {
    let words = words("en");
    let asked = asked();
    assert!(asked.len() > 100, "only {} words are asked for", asked.len());
    for (asked, path) in asked {
        let there = match &asked {
            Asked::Key(key) => words.contains_key(key),
            Asked::Start(start) => words.keys().any(|key| key.starts_with(start.as_str())),
        };
        assert!(there, "{path} asks for {asked:?}, which en.toml does not have");
    }
}

#[test]
fn every_word_is_used() {
    let asked = asked();
    let mut sources = String::new();
    let places = [
        ("src/view", "rs"),
        ("src/exchange", "rs"),
        ("src/handbook", "rs"),
        ("themes/default", "html"),
    ];
    for (folder, extension) in places {
        for path in files(&root().join(folder), extension) {
            sources.push_str(&fs::read_to_string(Path::new(&path)).expect("a source file"));
        }
    }
    let is_used = |key: &String| {
        let starts = asked.keys().any(|asked| match asked {
            Asked::Key(_) => false,
            Asked::Start(start) => key.starts_with(start.as_str()),
        });
        // Also as the value of a variable or the argument of a component: `key="nothing-differs"`.
        starts || sources.contains(&format!("\"{key}\""))
    };
    let unused: Vec<String> = words("en").into_keys().filter(|key| !is_used(key)).collect();
    assert!(unused.is_empty(), "nothing uses {unused:?}");
}

#[test]
fn a_handbook_in_german_is_german_throughout() {
    let level =
        ("content/levels/ic/1-eins.md", "---\ntitle: Eins\n---\n\n## Handwerk\n\n- Fragt nach\n");
    let book = ("book.toml", "[book]\ntitle = \"Leiter\"\nlanguage = \"de-AT\"\n");
    let build = build(&project(&[book, level]));
    assert!(build.diagnostics.is_empty());
    let html = text(&build.output, "levels/ic/eins/index.html");
    assert!(html.contains("lang=\"de-AT\""));
    assert!(html.contains("Zum Inhalt springen") && html.contains("Was erwartet wird"), "{html}");
    let english = ["Skip to content", "What is expected", "Compare", "Colour scheme", "All levels"];
    for word in english {
        assert!(!html.contains(word), "`{word}` is English");
    }
}

#[test]
fn a_project_may_say_some_words_in_its_own_way() {
    let words = ("themes/default/i18n/en.toml", "expectations = \"What good looks like\"\n");
    let level = ("content/levels/ic/1-one.md", "---\ntitle: One\n---\n\n## Craft\n\n- Asks\n");
    let html = text(&build(&project(&[words, level])).output, "levels/ic/one/index.html");
    assert!(html.contains("What good looks like") && html.contains("Skip to content"), "{html}");
}

#[test]
fn a_language_file_that_lacks_words_is_told_so() {
    let book = ("book.toml", "[book]\ntitle = \"Échelle\"\nlanguage = \"fr\"\n");
    let words = ("themes/default/i18n/fr.toml", "home = \"Accueil\"\n");
    let level = ("content/levels/ic/1-un.md", "---\ntitle: Un\n---\n\n## Craft\n\n- Asks\n");
    let project = project(&[book, words, level]);
    let build = build(&project);
    let report = report(&build.diagnostics, &project);
    assert!(
        report.starts_with("warning[missing-word]: UI strings are missing in `fr`: "),
        "{report}"
    );
    assert!(report.contains("themes/default/i18n/fr.toml:1:1"), "{report}");
    assert!(!report.contains("`home`") && report.ends_with("1 warning\n"), "{report}");
    let html = text(&build.output, "levels/ic/un/index.html");
    assert!(html.contains("Accueil") && html.contains("Skip to content"), "{html}");
}

/// The first cells of the matrix of a handbook in `language` whose levels state 1, 2, 5 and 22 criteria.
fn counts(language: &str, plural: &str) -> Vec<String> {
    let book = format!("[book]\ntitle = \"Test\"\nlanguage = \"{language}\"\n");
    let strings = format!("criteria-count = {{ {plural} }}\n");
    let path = format!("themes/default/i18n/{language}.toml");
    let levels = [1, 2, 5, 22].map(|count| {
        let criteria: String = (0..count).map(|it| format!("- Does {count} of {it}\n")).collect();
        let text = format!("---\ntitle: Level {count}\n---\n\n## Craft\n\n{criteria}");
        (format!("content/levels/ic/{count}-l{count}.md"), text)
    });
    let mut all = vec![("book.toml", book.as_str()), (path.as_str(), strings.as_str())];
    all.extend(levels.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let build = build(&project(&all));
    assert!(!build.diagnostics.has_errors(), "{:?}", build.diagnostics);
    let html = text(&build.output, "matrix/index.html");
    let cells = html.split("class=\"matrix-step\"").skip(1);
    let shown = cells.filter_map(|it| it.split_once('>')?.1.split_once('<'));
    shown.map(|(text, _)| text.to_owned()).collect()
}

#[test]
fn a_plural_has_the_forms_that_its_language_needs() {
    let polish = "one = \"{n} kryterium\", few = \"{n} kryteria\", many = \"{n} kryteriów\"";
    let shown = ["1 kryterium", "2 kryteria", "5 kryteriów", "22 kryteria"];
    assert_eq!(counts("pl", polish), shown);
    let arabic =
        "zero = \"z\", one = \"o\", two = \"t\", few = \"f\", many = \"m\", other = \"{n} x\"";
    assert_eq!(counts("ar", arabic), ["o", "t", "f", "m"]);
    assert_eq!(counts("ja", "other = \"{n}個\""), ["1個", "2個", "5個", "22個"]);
}

/// A string that a language file lacks is English, and so is its grammar.
#[test]
fn a_plural_of_another_language_keeps_its_own_rules() {
    let book = ("book.toml", "[book]\ntitle = \"Test\"\nlanguage = \"ja\"\n");
    let strings = ("themes/default/i18n/ja.toml", "home = \"ホーム\"\n");
    let level = ("content/levels/ic/1-one.md", "---\ntitle: One\n---\n\n## Craft\n\n- Asks\n");
    let html = text(&build(&project(&[book, strings, level])).output, "matrix/index.html");
    assert!(html.contains(">1 criterion</a>"), "{html}");
}
