//! What is the grown form of an earlier criterion, and cells that take over another one, on pages and in the data.

use ladderbook::tree::Tree;

use crate::html::elements;
use crate::support::{build, json, level, project, report, text};

/// A ladder whose second level replaces something of the first by the id that it had before.
fn grown() -> Tree {
    project(&[
        ("book.toml", "book.title = \"T\"\nladder.cumulative = true\n"),
        (
            "content/levels/ic/1-junior.md",
            "---\ntitle: Junior\n---\n\n## Delivery\n\n- Finishes small tasks {#tasks was=chores}\n- Asks early\n",
        ),
        (
            "content/levels/ic/2-senior.md",
            "---\ntitle: Senior\n---\n\n## Delivery\n\n- Lands projects {#projects replaces=chores}\n",
        ),
        (
            "content/levels/ic/3-staff.md",
            "---\ntitle: Staff\n---\n\n## Delivery\n\n- Plans a year\n",
        ),
    ])
}

#[test]
fn a_level_shows_what_its_criteria_have_grown_from() {
    let output = build(&grown()).output;
    let html = text(&output, "levels/ic/senior/index.html");
    let grown = elements(&html, ".grown-from");
    let [grown] = grown.as_slice() else { panic!("one criterion has grown") };
    assert_eq!(
        grown.html(),
        "grown from <a href=\"../junior/#tasks\">Junior</a>: Finishes small tasks"
    );
    assert!(elements(&text(&output, "levels/ic/junior/index.html"), ".grown-from").is_empty());
}

/// A criterion that has grown from three, of which one stood in another competency.
fn grown_from_several() -> Tree {
    project(&[
        ("book.toml", "book.title = \"T\"\nladder.cumulative = true\n"),
        (
            "content/levels/ic/1-junior.md",
            "---\ntitle: Junior\n---\n\n## Delivery\n\n- Finishes small tasks {#tasks}\n- Asks early {#asks}\n\n\
             ## People\n\n- Listens to the team {#listens}\n- Says thank you\n",
        ),
        (
            "content/levels/ic/2-senior.md",
            "---\ntitle: Senior\n---\n\n## Delivery\n\n\
             - Finishes large tasks {#projects replaces=tasks,asks,listens}\n- Plans a month\n",
        ),
    ])
}

#[test]
fn what_has_grown_from_several_is_compared_in_one_row() {
    let output = build(&grown_from_several()).output;
    let html = text(&output, "compare/junior--senior/index.html");
    let sums = elements(&html, ".compare-sum");
    assert_eq!(sums[0].html(), "1 new, 1 grown, 1 still expected.");
    let rows = elements(&html, ".is-reworded");
    let [row] = rows.as_slice() else { panic!("one row: {}", rows.len()) };
    let lefts = row.elements(".on-from");
    let lefts: Vec<&str> = lefts.iter().map(|it| it.html()).collect();
    assert_eq!(lefts.len(), 3, "{lefts:?}");
    for (left, (words, place)) in lefts.iter().zip([
        ("Finishes small tasks", "levels/ic/junior/#tasks"),
        ("Asks early", "levels/ic/junior/#asks"),
        ("Listens to the team", "levels/ic/junior/#listens\">People</a>"),
    ]) {
        assert!(left.starts_with(words) && left.contains(place), "{left}");
    }
    // A word that one of them lacks another may have.
    assert!(row.elements("del").is_empty() && row.elements("ins").is_empty());
    let twin = text(&output, "compare/junior--senior/index.md");
    let told = "- **grown**: Finishes large tasks\n  - from: Finishes small tasks\n  - from: Asks early\n  \
                - from: Listens to the team (People)\n- **new**";
    assert!(twin.contains(told), "{twin}");
}

#[test]
fn what_has_grown_is_not_counted_as_still_expected() {
    let output = build(&grown()).output;
    for page in ["levels/ic/senior", "levels/ic/staff"] {
        let html = text(&output, &format!("{page}/index.html"));
        let earlier = elements(&html, ".earlier");
        let [earlier] = earlier.as_slice() else { panic!("{page} has earlier levels") };
        let counts = earlier.elements(".count");
        // One of the two of the first level is left, and that of the second level.
        assert!(counts.iter().all(|count| count.html() == "(1)"), "{page}: {}", earlier.html());
    }
}

#[test]
fn what_is_still_expected_can_be_unfolded_in_place() {
    let output = build(&grown()).output;
    let html = text(&output, "levels/ic/staff/index.html");
    let folds = elements(&html, "details.earlier");
    let [fold] = folds.as_slice() else { panic!("one competency has earlier levels") };
    let told: Vec<String> = fold
        .elements("li")
        .iter()
        .map(|it| it.html().split(" <a").next().unwrap_or_default().to_owned())
        .collect();
    // Nearest first, and without what a later level has replaced.
    assert_eq!(told, ["Lands projects", "Asks early"]);
    let links = fold.elements("a.permalink");
    assert_eq!(links[0].get("href"), "../senior/#projects");
    let first = text(&output, "levels/ic/junior/index.html");
    assert!(elements(&first, "details.earlier").is_empty());
    assert!(!first.contains("data-unfold=\"before\""));
}

#[test]
fn the_data_have_the_ids_of_today() {
    let found = json(&build(&grown()).output);
    let replaces = |id: &str| level(&found, id)["cells"][0]["criteria"][0]["replaces"].clone();
    assert_eq!(replaces("ic/senior"), serde_json::json!(["tasks"]));
    assert_eq!(replaces("ic/junior"), serde_json::Value::Null);
}

#[test]
fn a_cell_takes_over_that_of_another_level() {
    let project = project(&[
        ("content/levels/ic/1-junior.md", "---\ntitle: Junior\n---\n\n## Craft\n\n- Reads code\n"),
        (
            "content/levels/ic/2-senior.md",
            "---\ntitle: Senior\n---\n\n## Craft\n\n- Writes tests {#tests}\n\n## Delivery\n\n- Finishes features\n",
        ),
        (
            "content/levels/lead/1-lead.md",
            "---\ntitle: Lead\n---\n\n## Craft {same-as=senior}\n\n- Reviews designs\n\n## Delivery\n\n- Plans\n",
        ),
        ("content/levels/lead/2-head.md", "---\ntitle: Head\n---\n\n## Craft {same-as=lead}\n"),
    ]);
    let build = build(&project);
    assert!(build.diagnostics.is_empty(), "{}", report(&build.diagnostics, &project));
    let found = json(&build.output);
    let criteria = |id: &str| -> Vec<(String, String)> {
        let cells = level(&found, id)["cells"].as_array().expect("cells").iter();
        let criteria = cells.flat_map(|cell| cell["criteria"].as_array().expect("criteria").iter());
        let word = |it: &serde_json::Value| it.as_str().unwrap_or_default().to_owned();
        criteria.map(|it| (word(&it["text"]), word(&it["origin"]["id"]))).collect()
    };
    let told = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(text, from)| ((*text).to_owned(), (*from).to_owned())).collect()
    };
    let of_lead = [("Writes tests", "ic/senior"), ("Reviews designs", ""), ("Plans", "")];
    assert_eq!(criteria("lead/lead"), told(&of_lead));
    let of_head = [("Writes tests", "ic/senior"), ("Reviews designs", "lead/lead")];
    assert_eq!(criteria("lead/head"), told(&of_head));
}

/// What overrides an inherited criterion has its id, and may replace something else.
#[test]
fn a_circle_over_an_override_is_told_whatever_the_ids_are() {
    for (inherited, other) in [("a", "b"), ("b", "a")] {
        let level = |title: &str, criterion: String| {
            format!("---\ntitle: {title}\n---\n\n## Craft\n\n- {criterion}\n")
        };
        let project = project(&[
            (
                "content/tracks.yaml",
                "tracks:\n- {id: base, title: Base}\n- {id: web, title: Web, extends: base}\n",
            ),
            ("content/levels/base/1-one.md", &level("One", format!("Works {{#{inherited}}}"))),
            (
                "content/levels/base/2-two.md",
                &level("Two", format!("Leads {{#{other} replaces={inherited}}}")),
            ),
            (
                "content/levels/web/1-one.md",
                &level("Web", format!("Works there {{#{inherited} replaces={other}}}")),
            ),
        ]);
        let found = build(&project).diagnostics;
        let told: Vec<&str> = found.iter().map(|it| it.message.as_str()).collect();
        let circle = format!("`{inherited}` and `{other}` replace each other in a circle");
        assert_eq!(told, [circle], "{}", report(&found, &project));
    }
}
