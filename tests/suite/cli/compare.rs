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

1 new, 1 grown, 1 moved, 1 no longer listed.

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

1 new, 1 grown, 1 moved, 1 no longer listed.

- scope: A task → A system

### Delivery

- **grown**: Lands projects of a quarter
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

/// Two tracks with a competency in which they share something, and one in which they share nothing.
fn two_tracks(language: &str) -> TempDir {
    let book = format!("[book]\ntitle = \"T\"\nlanguage = \"{language}\"\n");
    folder(&[
        ("book.toml", &book),
        ("content/scales.yaml", "scales:\n  words: [Knows, Owns]\n"),
        (
            "content/competencies.yaml",
            "competencies:\n- {id: craft, title: Craft, scale: words}\n- {id: people, title: People}\n",
        ),
        (
            "content/levels/ic/1-staff.md",
            "---\ntitle: Staff\nfacts: {scope: Systems}\nexpect: {craft: Owns}\n---\n\n## Craft\n\n- Draws designs\n\n## People\n\n- Listens\n- Teaches\n",
        ),
        (
            "content/levels/mgmt/1-manager.md",
            "---\ntitle: Manager\nfacts: {scope: A team}\nexpect: {craft: Knows}\n---\n\n## Craft\n\n- Hires\n- Pays\n\n## People\n\n- Listens\n- Leads\n",
        ),
    ])
}

#[test]
fn between_tracks_nothing_is_new_or_gone() {
    let dir = two_tracks("en");
    let format = ["compare", "staff", "manager", "--format", "markdown"];
    let (code, out, err) = run(dir.path(), &format);
    assert_eq!((code, err.as_str()), (0, ""));
    let expected = "\
## Staff (ic/staff) · Manager (mgmt/manager)

1 in both, 2 only at Staff, 3 only at Manager; 1 step higher at Staff.

- scope: Systems · A team

### Craft: Owns · Knows (higher at Staff)

Staff:

- Draws designs

Manager:

- Hires
- Pays

### People

only at Staff:

- Teaches

only at Manager:

- Leads

1 in both.
";
    assert_eq!(out, expected);
    let (_, out, _) = run(dir.path(), &["compare", "manager", "staff"]);
    assert!(out.starts_with("Manager (mgmt/manager) · Staff (ic/staff)\n"), "{out}");
    assert!(out.contains("(higher at Staff)\n  Manager:\n    Hires\n"), "{out}");
}

#[test]
fn words_are_those_of_the_handbooks_language() {
    let dir = two_tracks("de");
    let (_, out, _) = run(dir.path(), &["compare", "staff", "manager", "--format", "markdown"]);
    assert!(
        out.contains(
            "1 bei beiden, 2 nur bei Staff, 3 nur bei Manager; 1 Ausprägung höher bei Staff."
        ),
        "{out}"
    );
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
