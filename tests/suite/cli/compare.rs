//! `ladderbook compare`.

use serde_json::Value;
use tempfile::TempDir;

use super::commands::run;
use super::folder;

fn book() -> TempDir {
    folder(&[
        ("book.toml", "book.title = \"T\"\n"),
        (
            "content/levels/ic/1-junior.md",
            "---\ntitle: Junior\nfacts: {scope: A task}\n---\n\n## Delivery\n\n- Finishes small tasks {#tasks}\n- Asks early\n\n## Craft\n\n- Writes *clear* code\n",
        ),
        (
            "content/levels/ic/2-senior.md",
            "---\ntitle: Senior\nfacts: {scope: A system}\n---\n\n## Delivery\n\n- Lands projects of a quarter {replaces=tasks}\n- Writes clear code.\n\n## Craft\n\n### Designs\n\n- Draws what others build\n",
        ),
        ("content/levels/mgmt/1-senior.md", "---\ntitle: Senior\n---\n"),
    ])
}

#[test]
fn two_levels_as_text() {
    let dir = book();
    let (code, out, err) = run(dir.path(), &["compare", "junior", "ic/senior"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let expected = "\
Junior (ic/junior) → Senior (ic/senior)

  scope: A task → A system

Delivery
  ~ Lands projects of a quarter
      from: Finishes small tasks
  > Writes clear code.
      from: Writes clear code (Craft)
  - Asks early

Craft
  + Draws what others build
  > Writes clear code (see Delivery)
";
    assert_eq!(out, expected);
    let (_, out, _) = run(dir.path(), &["compare", "junior", "ic/1-junior"]);
    assert_eq!(out, "Junior (ic/junior) → Junior (ic/junior)\n\nNothing differs.\n");
}

#[test]
fn two_levels_as_markdown() {
    let dir = book();
    let format = ["compare", "junior", "ic/senior", "--format", "markdown"];
    let (code, out, err) = run(dir.path(), &format);
    assert_eq!((code, err.as_str()), (0, ""));
    let expected = "\
## Junior (ic/junior) → Senior (ic/senior)

- scope: A task → A system

### Delivery

- **reworded**: Lands projects of a quarter
  - from: Finishes small tasks
- **moved**: Writes clear code.
  - from: Writes clear code (Craft)
- **no longer listed**: Asks early

### Craft

- **new**: Draws what others build
- **moved**: Writes clear code (see Delivery)
";
    assert_eq!(out, expected);
}

#[test]
fn two_levels_as_json() {
    let dir = book();
    let elsewhere = folder(&[]);
    let path = dir.path().to_string_lossy().into_owned();
    let arguments = ["compare", "junior", "ic/senior", &path, "--format", "json"];
    let (code, out, err) = run(elsewhere.path(), &arguments);
    assert_eq!((code, err.as_str()), (0, ""));
    let found: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&found["from"], &found["to"]), (&"ic/junior".into(), &"ic/senior".into()));
    let [delivery, craft] = found["competencies"].as_array().unwrap().as_slice() else { panic!() };
    let told = |competency: &Value| -> Vec<String> {
        let criteria = competency["criteria"].as_array().unwrap().iter();
        criteria
            .map(|it| {
                format!("{} {} {} {}", it["kind"], it["by"], it["from"]["id"], it["to"]["id"])
            })
            .collect()
    };
    let expected = [
        r#""reworded" "author" "tasks" "lands-projects-of-a-quarter""#,
        r#""moved" "words" "writes-clear-code" "writes-clear-code-2""#,
        r#""gone" null "asks-early" null"#,
    ];
    assert_eq!(told(delivery), expected);
    let moved = &delivery["criteria"][1];
    assert_eq!(
        (&moved["from"]["competency"], &moved["to"]["competency"], &moved["likeness"]),
        (&"craft".into(), &"delivery".into(), &1.0.into())
    );
    assert_eq!(craft["criteria"][0]["to"]["group"], "Designs");
    assert_eq!(craft["criteria"].as_array().unwrap().len(), 1);
}

#[test]
fn a_name_that_means_nothing_certain_is_an_error() {
    let dir = book();
    let (code, out, err) = run(dir.path(), &["compare", "juniro", "ic/senior"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert_eq!(err, "error: `juniro` is not the name of a level\nhelp: did you mean `junior`?\n");
    let (code, _, err) = run(dir.path(), &["compare", "junior", "senior"]);
    assert_eq!(code, 2);
    assert_eq!(
        err,
        "error: `senior` is the name of more than one thing\nhelp: write `ic/senior` or `mgmt/senior`\n"
    );
}

#[test]
fn a_handbook_with_errors_is_not_compared() {
    let dir = folder(&[
        ("book.toml", "book.title = \"T\"\n"),
        ("content/levels/ic/1-junior.md", "---\ntitle: Junior\nnext: nobody\n---\n"),
    ]);
    let (code, out, err) = run(dir.path(), &["compare", "junior", "junior"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("error[unknown-reference]: `nobody`"), "{err}");
}
