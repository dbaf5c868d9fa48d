//! The handbook format, rule by rule.

use std::collections::BTreeMap;

use ladderbook::diagnostic::Code;
use ladderbook::tree::Tree;
use serde_json::{Value, json};

use crate::support::{build, json as exported, level, project, report, root, text};

/// The exported handbook of a project without errors.
fn export(files: &[(&str, &str)]) -> Value {
    let project = project(files);
    let build = build(&project);
    assert!(!build.diagnostics.has_errors(), "{}", report(&build.diagnostics, &project));
    exported(&build.output)
}

/// Codes of all that is reported about a project.
fn codes(files: &[(&str, &str)]) -> Vec<Code> {
    build(&project(files)).diagnostics.iter().map(|it| it.code).collect()
}

/// Ids and origins of the criteria of a level's cell.
fn criteria(book: &Value, id: &str, competency: &str) -> Vec<(String, Value)> {
    let cells = level(book, id)["cells"].as_array().expect("cells").clone();
    let cell = cells.iter().find(|cell| cell["competency"] == competency).cloned();
    let cell = cell.unwrap_or_else(|| panic!("no cell `{competency}` in `{id}`"));
    let criteria = cell["criteria"].as_array().expect("criteria").clone();
    criteria
        .iter()
        .map(|it| (it["id"].as_str().expect("an id").to_owned(), it["origin"].clone()))
        .collect()
}

fn ids(book: &Value, id: &str, competency: &str) -> Vec<String> {
    criteria(book, id, competency).into_iter().map(|(id, _)| id).collect()
}

const GENERIC: &str = "content/levels/generic/1-one.md";
const WEB: &str = "content/levels/web/1-one.md";
const TRACKS: &str = "content/tracks.yaml";

const INHERITED: &str = "---\ntitle: Generic one\ngrade: 1\n---\n\n## Delivery\n\n- Ships {#ships}\n  - A scene\n- Plans {#plans}\n\n## Care\n\n- Cares {#cares}\n";

#[test]
fn inherited_criteria_stand_before_own_ones_and_show_their_origin() {
    let book = export(&[
        (
            TRACKS,
            "tracks:\n- {id: generic, title: Generic}\n- {id: web, title: Web, extends: generic}\n",
        ),
        (GENERIC, INHERITED),
        (WEB, "---\ntitle: Web one\ngrade: 1\n---\n\n## Delivery\n\n- Deploys {#deploys}\n"),
    ]);
    assert_eq!(
        criteria(&book, "web/one", "delivery"),
        [
            ("ships".into(), json!({"kind": "track", "id": "generic"})),
            ("plans".into(), json!({"kind": "track", "id": "generic"})),
            ("deploys".into(), Value::Null)
        ]
    );
    assert_eq!(ids(&book, "web/one", "care"), ["cares"]);
}

#[test]
fn inheritance_can_be_placed_after_limited_and_without_examples() {
    let book = export(&[
        (
            TRACKS,
            "tracks:\n- {id: generic, title: Generic}\n- id: web\n  title: Web\n  extends: generic\n  inherit: {competencies: [delivery], place: after, examples: false}\n",
        ),
        (GENERIC, INHERITED),
        (WEB, "---\ntitle: Web one\ngrade: 1\n---\n\n## Delivery\n\n- Deploys {#deploys}\n"),
    ]);
    assert_eq!(ids(&book, "web/one", "delivery"), ["deploys", "ships", "plans"]);
    let cells = level(&book, "web/one")["cells"].as_array().expect("cells").clone();
    assert_eq!(cells.len(), 1, "care is not inherited: {cells:?}");
    assert_eq!(cells[0]["criteria"][1]["examples"], Value::Null);
}

#[test]
fn an_id_overrides_what_is_inherited_and_drop_removes_it() {
    let book = export(&[
        (
            TRACKS,
            "tracks:\n- {id: generic, title: Generic}\n- {id: web, title: Web, extends: generic}\n",
        ),
        (GENERIC, INHERITED),
        (
            WEB,
            "---\ntitle: Web one\ngrade: 1\n---\n\n## Delivery\n\n- Ships to browsers {#ships}\n- gone {#plans .drop}\n",
        ),
    ]);
    assert_eq!(criteria(&book, "web/one", "delivery"), [("ships".into(), Value::Null)]);
}

#[test]
fn inheritance_may_be_chained_and_pairs_by_grade() {
    let book = export(&[
        (
            TRACKS,
            "tracks:\n- {id: generic, title: Generic, abstract: true}\n- {id: engineering, title: Engineering, extends: generic}\n- {id: web, title: Web, extends: engineering}\n",
        ),
        (GENERIC, INHERITED),
        (
            "content/levels/generic/2-two.md",
            "---\ntitle: Generic two\ngrade: 2\n---\n\n## Delivery\n\n- Leads {#leads}\n",
        ),
        (
            "content/levels/engineering/1-a.md",
            "---\ntitle: A\ngrade: 2\n---\n\n## Delivery\n\n- Codes {#codes}\n",
        ),
        (
            "content/levels/web/1-b.md",
            "---\ntitle: B\ngrade: [2, 3]\n---\n\n## Delivery\n\n- Styles {#styles}\n",
        ),
    ]);
    assert_eq!(
        criteria(&book, "web/b", "delivery"),
        [
            ("leads".into(), json!({"kind": "track", "id": "generic"})),
            ("codes".into(), json!({"kind": "track", "id": "engineering"})),
            ("styles".into(), Value::Null)
        ]
    );
    assert_eq!(level(&book, "generic/one")["url"], Value::Null, "an abstract track has no pages");
    assert_eq!(level(&book, "web/b")["grade"], json!([2, 3]));
}

#[test]
fn tracks_that_extend_each_other_are_an_error() {
    let found = codes(&[
        (
            TRACKS,
            "tracks:\n- {id: generic, title: G, extends: web}\n- {id: web, title: W, extends: generic}\n",
        ),
        (GENERIC, INHERITED),
        (WEB, "---\ntitle: Web one\n---\n\n## Delivery\n\n- Deploys\n"),
    ]);
    assert_eq!(found.iter().filter(|code| **code == Code::ReferenceLoop).count(), 1, "{found:?}");
}

const REGISTER: &str = "content/competencies.yaml";
const JUNIOR: &str = "content/levels/ic/1-junior.md";
const SENIOR: &str = "content/levels/ic/2-senior.md";

#[test]
fn steps_bring_their_text_and_criteria() {
    let book = export(&[
        (
            REGISTER,
            "competencies:\n- id: delivery\n  title: Delivery\n  steps:\n  - Learns\n  - title: Owns\n    text: Sees it **through**\n    criteria: ['Finishes {#finishes}']\n    examples: [A scene]\n",
        ),
        (JUNIOR, "---\ntitle: Junior\nexpect: {delivery: 1}\n---\n"),
        (
            SENIOR,
            "---\ntitle: Senior\nexpect: {delivery: owns}\n---\n\n## Delivery\n\n- Plans {#plans}\n",
        ),
    ]);
    let cell = &level(&book, "ic/senior")["cells"][0];
    let owns = json!({"number": 2, "title": "Owns"});
    assert_eq!(cell["expect"], json!({"first": owns, "last": owns}));
    assert_eq!(cell["step"], json!({"title": "Owns", "text": "Sees it through"}));
    assert_eq!(
        criteria(&book, "ic/senior", "delivery"),
        [
            ("plans".into(), Value::Null),
            ("finishes".into(), json!({"kind": "step", "number": 2, "title": "Owns"}))
        ]
    );
    let expect = &level(&book, "ic/junior")["cells"][0]["expect"];
    assert_eq!(expect["first"], json!({"number": 1, "title": "Learns"}));
}

#[test]
fn expectations_are_names_numbers_ranges_or_open_above() {
    let book = export(&[
        ("content/scales.yaml", "scales:\n  practice: [Learns, Applies, Owns, Leads]\n"),
        (
            REGISTER,
            "competencies:\n- {id: a, title: A, scale: practice}\n- {id: b, title: B, scale: practice}\n- {id: c, title: C, scale: practice}\n- {id: d, title: D}\n",
        ),
        (JUNIOR, "---\ntitle: Junior\nexpect: {a: Owns, b: 2+, c: [3, 4], d: 5}\n---\n"),
    ]);
    let cells = level(&book, "ic/junior")["cells"].as_array().expect("cells").clone();
    let expects: Vec<Value> = cells.iter().map(|it| it["expect"].clone()).collect();
    let step = |number: usize, title: &str| json!({"number": number, "title": title});
    let range = |first: &Value, last: &Value, or_above: bool| match or_above {
        true => json!({"first": first, "last": last, "or-above": true}),
        false => json!({"first": first, "last": last}),
    };
    let (applies, owns, leads, five) =
        (step(2, "Applies"), step(3, "Owns"), step(4, "Leads"), step(5, "5"));
    assert_eq!(
        expects,
        [
            range(&owns, &owns, false),
            range(&applies, &applies, true),
            range(&owns, &leads, false),
            range(&five, &five, false)
        ]
    );
    assert_eq!(cells[3]["step"], Value::Null, "a bare number has no step");
}

#[test]
fn a_level_of_another_track_is_the_same_where_headings_are_the_competencies() {
    let book = export(&[
        (JUNIOR, "---\ntitle: Junior\n---\n\n## Craft\n\n- Ships {#ships}\n"),
        ("content/levels/lead/1-lead.md", "---\ntitle: Lead\nsame-as: ic/junior\n---\n"),
        ("content/levels/chief/1-chief.md", "---\ntitle: Chief\nsame-as: lead/lead\n---\n"),
    ]);
    for name in ["lead/lead", "chief/chief"] {
        assert_eq!(level(&book, name)["cells"][0]["criteria"][0]["id"], "ships", "{name}");
    }
}

#[test]
fn a_step_of_a_scale_says_once_on_a_page_what_it_means() {
    let files = [
        (
            "content/scales.yaml",
            "scales:\n  practice:\n  - Learns\n  - {title: Owns, text: \"answers for it, *alone*\"}\n",
        ),
        (
            REGISTER,
            "competencies:\n- {id: a, title: A, scale: practice}\n- {id: b, title: B, scale: practice}\n",
        ),
        (JUNIOR, "---\ntitle: Junior\nexpect: {a: 1, b: 1}\n---\n"),
        (
            "content/levels/ic/2-senior.md",
            "---\ntitle: Senior\nexpect: {a: 2, b: 2}\n---\n\n## A\n\n- Ships\n",
        ),
    ];
    let book = export(&files);
    let owns = json!({"title": "Owns", "text": "answers for it, alone"});
    assert_eq!(book["scales"][0]["steps"][1]["markdown"], "answers for it, *alone*");
    let mut step = book["competencies"][1]["steps"][1].clone();
    let markup = ["html", "markdown"].map(|key| step.as_object_mut().expect("a step").remove(key));
    assert_eq!(markup[1], Some(json!("answers for it, *alone*")));
    assert_eq!(step, owns);
    let mut all = vec![("book.toml", "[book]\ntitle = \"T\"\n")];
    all.extend(files);
    let built = build(&project(&all));
    let count = |page: &str| text(&built.output, page).matches("answers for it").count();
    assert_eq!(count("levels/ic/junior/index.html"), 0);
    // With the change from the level before, and in the list of the steps.
    assert_eq!(count("levels/ic/senior/index.html"), 2);
    assert_eq!(count("compare/junior--senior/index.html"), 1);
    for page in ["competencies/a/index.html", "competencies/b/index.html"] {
        assert!(text(&built.output, page).contains("answers for it, <em>alone</em>"), "{page}");
    }
    assert_eq!(count("matrix/index.html"), 0);
}

#[test]
fn a_category_groups_competencies_below_it_and_an_alias_counts() {
    let book = export(&[
        (
            REGISTER,
            "categories:\n- {id: craft, title: Craft}\ncompetencies:\n- {id: delivery, title: Delivery, category: craft, aliases: [Shipping]}\n- {id: care, title: Care, category: craft}\n",
        ),
        (
            JUNIOR,
            "---\ntitle: Junior\n---\n\n## Craft\n\n### Shipping\n\n- Ships {#ships}\n\n#### Exceeds\n\n- Plans {#plans}\n\n### Care\n\n- Cares {#cares}\n",
        ),
    ]);
    assert_eq!(ids(&book, "ic/junior", "delivery"), ["ships", "plans"]);
    let cells = level(&book, "ic/junior")["cells"].as_array().expect("cells").clone();
    assert_eq!(cells[0]["criteria"][0]["groups"], Value::Null);
    assert_eq!(cells[0]["criteria"][1]["groups"], json!(["Exceeds"]));
    assert_eq!(ids(&book, "ic/junior", "care"), ["cares"]);
}

#[test]
fn paragraphs_are_criteria_only_where_there_is_no_list() {
    let book = export(&[(
        JUNIOR,
        "---\ntitle: Junior\n---\n\n## Delivery\n\nAbout delivery.\n\n- Ships\n\n## Care\n\nCares for people {#cares}\n\nListens\n",
    )]);
    assert_eq!(ids(&book, "ic/junior", "delivery"), ["ships"]);
    assert_eq!(ids(&book, "ic/junior", "care"), ["cares", "listens"]);
}

#[test]
fn a_nested_list_is_examples_or_detail() {
    let body = "---\ntitle: Junior\n---\n\n## Delivery\n\n- Ships\n  - a scene\n  - another\n";
    let book = export(&[(JUNIOR, body)]);
    let criterion = &level(&book, "ic/junior")["cells"][0]["criteria"][0];
    let words: Vec<&Value> = criterion["examples"]
        .as_array()
        .expect("examples")
        .iter()
        .map(|example| &example["text"])
        .collect();
    assert_eq!(words, ["a scene", "another"]);
    let book = export(&[
        ("book.toml", "book.title = \"T\"\nladder.nested = \"detail\"\n"),
        (JUNIOR, body),
    ]);
    let criterion = &level(&book, "ic/junior")["cells"][0]["criteria"][0];
    assert_eq!(criterion["examples"], Value::Null);
    assert_eq!(criterion["text"], "Ships a scene; another");
}

#[test]
fn the_three_states_of_a_cell_differ() {
    let files = [
        (
            REGISTER,
            "competencies:\n- {id: delivery, title: Delivery}\n- {id: care, title: Care, from: 2}\n- {id: sales, title: Sales, tracks: [other]}\n",
        ),
        (JUNIOR, "---\ntitle: Junior\ngrade: 1\n---\n\n## Delivery {.none}\n"),
        (
            "content/levels/ic/2-middle.md",
            "---\ntitle: Middle\ngrade: 2\n---\n\n## Delivery\n\nNothing at this level.\n\n## Care\n\n- Cares\n",
        ),
        (
            "content/levels/ic/3-senior.md",
            "---\ntitle: Senior\ngrade: 3\n---\n\n## Delivery {.none}\n",
        ),
        (
            "content/levels/ic/4-staff.md",
            "---\ntitle: Staff\ngrade: 4\n---\n\n## Delivery\n\n- Ships\n\n## Care\n\n- Cares more\n",
        ),
        (
            "content/levels/ic/5-fellow.md",
            "---\ntitle: Fellow\ngrade: 5\n---\n\n## Delivery\n\n- Leads\n",
        ),
        (
            "content/levels/other/1-x.md",
            "---\ntitle: X\ngrade: 1\n---\n\n## Delivery\n\n- Ships\n\n## Sales\n\n- Sells\n",
        ),
        (
            "content/levels/other/2-y.md",
            "---\ntitle: Y\ngrade: 2\n---\n\n## Delivery\n\n- Ships\n\n## Sales\n\n- Sells\n\n## Care\n\n- Cares\n",
        ),
    ];
    let project = project(&files);
    let found = build(&project);
    let missing: Vec<&str> = found
        .diagnostics
        .iter()
        .filter(|it| it.code == Code::MissingCell)
        .map(|it| it.place.as_ref().expect("a place").path.as_str())
        .collect();
    let senior = "content/levels/ic/3-senior.md";
    assert_eq!(missing, [senior], "only Care at Senior was forgotten: it stands before and after");
    let book = exported(&found.output);
    assert_eq!(
        level(&book, "ic/junior")["cells"],
        json!([{"competency": "delivery", "state": "none", "criteria": []}])
    );
    let page = text(&found.output, "levels/ic/senior/index.html");
    assert!(page.contains("id=\"care\""), "a forgotten cell is shown as such");
    let page = text(&found.output, "levels/ic/junior/index.html");
    assert!(
        !page.contains("id=\"care\"") && !page.contains("id=\"sales\""),
        "excluded ones are not"
    );
    let page = text(&found.output, "levels/ic/fellow/index.html");
    assert!(!page.contains("id=\"care\""), "the track has no such row any more");
}

#[test]
fn ids_are_slugs_unless_pinned_and_stay_unique() {
    let book = export(&[
        (
            JUNIOR,
            "---\ntitle: Junior\n---\n\n## Delivery\n\n- Ships it to the users on time and again\n- Pinned {#ships-it-too}\n",
        ),
        (
            SENIOR,
            "---\ntitle: Senior\n---\n\n## Delivery\n\n- Ships it to the users on Mondays\n- Delivery\n- Ships it too\n",
        ),
    ]);
    assert_eq!(ids(&book, "ic/junior", "delivery"), ["ships-it-to-the-users-on", "ships-it-too"]);
    assert_eq!(
        ids(&book, "ic/senior", "delivery"),
        ["ships-it-to-the-users-on-2", "delivery-2", "ships-it-too-2"]
    );
}

#[test]
fn an_old_id_still_leads_to_its_criterion() {
    let output = build(&project(&[(
        JUNIOR,
        "---\ntitle: Junior\n---\n\nSee [[junior#old-name]].\n\n## Delivery\n\n- Ships {#ships was=old-name}\n",
    )]));
    let codes: Vec<Code> = output.diagnostics.iter().map(|it| it.code).collect();
    assert_eq!(codes, [Code::FormerName]);
    assert!(text(&output.output, "levels/ic/junior/index.html").contains("href=\"#ships\""));
}

#[test]
fn same_as_takes_over_and_but_also_adds() {
    let book = export(&[
        (JUNIOR, "---\ntitle: Junior\n---\n\n## Delivery\n\n- Ships {#ships}\n"),
        ("content/levels/other/1-twin.md", "---\ntitle: Twin\nsame-as: ic/junior\n---\n"),
        (
            "content/levels/other/2-more.md",
            "---\ntitle: More\nsame-as: {level: junior, but-also: true}\n---\n\n## Delivery\n\n- Plans {#plans}\n",
        ),
    ]);
    assert_eq!(
        criteria(&book, "other/twin", "delivery"),
        [("ships".into(), json!({"kind": "level", "id": "ic/junior"}))]
    );
    assert_eq!(ids(&book, "other/more", "delivery"), ["ships", "plans"]);
}

#[test]
fn also_in_shows_a_level_in_a_second_track() {
    let book = export(&[
        (JUNIOR, "---\ntitle: Junior\ngrade: 1\n---\n"),
        ("content/levels/lead/1-lead.md", "---\ntitle: Lead\ngrade: 3\n---\n"),
        (SENIOR, "---\ntitle: Senior\ngrade: 2\nalso-in: [lead]\n---\n"),
    ]);
    let tracks = book["tracks"].as_array().expect("tracks");
    let lead = tracks.iter().find(|track| track["id"] == "lead").expect("the track");
    assert_eq!(lead["levels"], json!(["ic/senior", "lead/lead"]));
}

#[test]
fn moves_default_to_the_next_level_and_can_be_declared() {
    let book = export(&[
        (JUNIOR, "---\ntitle: Junior\n---\n"),
        (SENIOR, "---\ntitle: Senior\nnext: [{to: lead, kind: lateral, note: Try it}]\n---\n"),
        (
            "content/levels/m/1-lead.md",
            "---\ntitle: Lead\nnext: [{to: ic/senior, kind: back}]\n---\n",
        ),
    ]);
    assert_eq!(
        level(&book, "ic/junior")["next"],
        json!([{"to": "ic/senior", "kind": "promotion"}])
    );
    assert_eq!(
        level(&book, "ic/senior")["next"],
        json!([{"to": "m/lead", "kind": "lateral", "note": "Try it"}])
    );
    assert_eq!(level(&book, "m/lead")["next"], json!([{"to": "ic/senior", "kind": "back"}]));
}

#[test]
fn internal_and_draft_content_is_left_out_of_a_public_build() {
    let files = [
        (JUNIOR, "---\ntitle: Junior\nvisibility: internal\n---\n"),
        (
            SENIOR,
            "---\ntitle: Senior\n---\n\n## Delivery\n\n- Ships\n- Secret {.internal}\n\n## Pay {.internal}\n\n- Money\n\n## Notes {.prose .internal}\n\nHidden notes\n",
        ),
        ("content/guides/draft.md", "---\ntitle: Draft\nstatus: draft\n---\n"),
    ];
    let public = build(&project(&files)).output;
    assert!(public.get("levels/ic/junior/index.html").is_none());
    assert!(public.get("guides/draft/index.html").is_none());
    for (path, file) in public.iter() {
        let text = String::from_utf8_lossy(file.bytes());
        for word in ["Secret", "Money", "Hidden notes"] {
            assert!(!text.contains(word), "`{word}` in {path}");
        }
    }
    let book = "book.title = \"T\"\n[build]\naudience = \"internal\"\ndrafts = true\n";
    let all = build(&project(&files).overlay(&Tree::from_texts([("book.toml", book)]))).output;
    assert!(all.get("levels/ic/junior/index.html").is_some());
    assert!(all.get("guides/draft/index.html").is_some());
    let senior = text(&all, "levels/ic/senior/index.html");
    assert!(["Secret", "Money", "Hidden notes"].iter().all(|word| senior.contains(word)));
}

#[test]
fn a_reference_to_hidden_content_is_words_and_a_warning() {
    let files = [
        (JUNIOR, "---\ntitle: Junior\nvisibility: internal\n---\n"),
        (SENIOR, "---\ntitle: Senior\n---\n\nBefore: [[junior]].\n"),
    ];
    let build = build(&project(&files));
    let found: Vec<Code> = build.diagnostics.iter().map(|it| it.code).collect();
    assert_eq!(found, [Code::HiddenReference]);
    assert!(text(&build.output, "levels/ic/senior/index.html").contains("Before: junior."));
}

#[test]
fn old_addresses_lead_to_new_ones() {
    let output = build(&project(&[
        (
            "book.toml",
            "book.title = \"T\"\n[redirects]\n\"/was/here.html\" = \"/levels/ic/junior/\"\n\"/away/\" = \"https://example.com/\"\n",
        ),
        (JUNIOR, "---\ntitle: Junior\naliases: [/old/junior/]\n---\n"),
    ]));
    assert!(output.diagnostics.is_empty());
    assert!(text(&output.output, "old/junior/index.html").contains("../../levels/ic/junior/"));
    assert!(text(&output.output, "was/here.html").contains("../levels/ic/junior/"));
    assert!(text(&output.output, "away/index.html").contains("https://example.com/"));
}

#[test]
fn facts_come_in_the_books_order() {
    let output = build(&project(&[
        ("book.toml", "book.title = \"T\"\nladder.facts = [\"scope\", \"impact\"]\n"),
        (JUNIOR, "---\ntitle: Junior\nfacts: {pay: yes, impact: 1.10, scope: A task}\n---\n"),
    ]));
    assert!(output.diagnostics.is_empty());
    let html = text(&output.output, "levels/ic/junior/index.html");
    let at = |word: &str| html.find(word).unwrap_or_else(|| panic!("`{word}` is on the page"));
    assert!(at("Scope") < at("Impact") && at("Impact") < at("Pay"));
    let book = exported(&output.output);
    let facts = &level(&book, "ic/junior")["facts"];
    assert_eq!(facts, &json!({"pay": "yes", "impact": "1.10", "scope": "A task"}), "as written");
}

#[test]
fn numbers_of_files_order_levels_and_leave_addresses_alone() {
    let book = export(&[
        ("content/levels/ic/10-ten.md", "---\ntitle: Ten\n---\n"),
        ("content/levels/ic/9-nine.md", "---\ntitle: Nine\n---\n"),
        ("content/levels/ic/other.md", "---\ntitle: Other\n---\n"),
    ]);
    let ids: Vec<&str> = book["levels"]
        .as_array()
        .expect("levels")
        .iter()
        .map(|it| it["id"].as_str().expect("id"))
        .collect();
    assert_eq!(ids, ["ic/nine", "ic/ten", "ic/other"]);
    assert_eq!(level(&book, "ic/ten")["url"], "/levels/ic/ten/");
}

#[test]
fn cumulative_levels_name_what_stays_expected() {
    let files = [
        (JUNIOR, "---\ntitle: Junior\n---\n\n## Delivery\n\n- Ships {#ships}\n"),
        (SENIOR, "---\ntitle: Senior\n---\n\n## Delivery\n\n- Plans {#plans}\n"),
    ];
    let link = "../junior/#delivery";
    let page = |book: &str| {
        let project = project(&files).overlay(&Tree::from_texts([("book.toml", book)]));
        text(&build(&project).output, "levels/ic/senior/index.html")
    };
    assert!(page("book.title = \"T\"\nladder.cumulative = true\n").contains(link));
    assert!(!page("book.title = \"T\"\n").contains(link));
    let exported_with = |book: &str| {
        let project = project(&files).overlay(&Tree::from_texts([("book.toml", book)]));
        exported(&build(&project).output)["levels"].clone()
    };
    assert_eq!(
        exported_with("book.title = \"T\"\nladder.cumulative = true\n"),
        exported_with("book.title = \"T\"\n"),
        "cumulative changes what is shown, never the data"
    );
}

#[test]
fn other_files_are_copied_as_they_are() {
    let output = build(&project(&[
        (JUNIOR, "---\ntitle: Junior\n---\n\n[A](<../../guides/a b.pdf>)\n"),
        ("content/guides/a b.pdf", "pdf"),
    ]))
    .output;
    assert_eq!(text(&output, "guides/a b.pdf"), "pdf");
}

#[test]
fn components_in_prose_show_what_they_are_asked_for() {
    let files = [
        (
            REGISTER,
            "competencies:\n- {id: a, title: Alpha, steps: [One, Two]}\n- {id: b, title: Beta, steps: [One, Two]}\n- {id: c, title: Gamma, steps: [One, Two]}\n",
        ),
        (
            JUNIOR,
            "---\ntitle: Junior\nfacts: {scope: A task}\nexpect: {a: One, b: One, c: One}\n---\n\n## Alpha\n\n- Ships it {#ships}\n",
        ),
        (
            SENIOR,
            "---\ntitle: Senior\nfacts: {scope: A system}\nexpect: {a: Two, b: Two, c: One}\n---\n",
        ),
        (
            "content/page.md",
            "# Page\n\n{{<ladder-map />}}\n\n{{<matrix track=\"ic\" />}}\n\n{{<compare from=\"junior\" to='senior' />}}\n\nText {{<facts level=\"junior\"/>}} text.\n\n{{<radar levels=\"junior senior\" />}}\n\n{{<criterion id=\"ships\" />}}\n\n`{{<radar />}}`\n",
        ),
    ];
    let project = project(&files);
    let build = build(&project);
    assert!(build.diagnostics.is_empty(), "{}", report(&build.diagnostics, &project));
    let html = text(&build.output, "page/index.html");
    for part in [
        "class=\"map",
        "class=\"matrix\"",
        "A system",
        "A task",
        "<polygon",
        "Ships it",
        "{{&lt;radar",
    ] {
        assert!(html.contains(part), "`{part}` is not on the page");
    }
    assert!(!html.contains("<!--component"), "every mark is replaced");
    let off = Tree::from_texts([("book.toml", "book.title = \"T\"\nmarkdown.html = false\n")]);
    let html = text(&crate::support::build(&project.overlay(&off)).output, "page/index.html");
    assert!(html.contains("<polygon"), "components are not raw HTML");
}

#[test]
fn criteria_tell_their_old_ids_to_programs() {
    let book = export(&[(
        "content/levels/ic/1-junior.md",
        "---\ntitle: Junior\n---\n\n## Delivery\n\n- Ships {#ships was=sends was=posts}\n- Plans {#plans}\n",
    )]);
    let criteria = &level(&book, "ic/junior")["cells"][0]["criteria"];
    assert_eq!(criteria[0]["was"], json!(["sends", "posts"]));
    assert_eq!(criteria[1]["was"], Value::Null);
}

#[test]
fn each_level_leads_to_its_gap_sheet_unless_there_is_none() {
    let level = ("content/levels/ic/1-c++ & more.md", "---\ntitle: One\n---\n");
    let on = build(&project(&[level])).output;
    let page = on.iter().find(|(path, _)| path.as_str().starts_with("levels/ic/c"));
    let page = text(&on, page.expect("the level's page").0.as_str());
    assert!(page.contains("review/?level=ic/c%2B%2B%20%26%20more\""), "{page}");
    assert!(text(&on, "review/index.html").contains("data-level=\"ic/c++ &amp; more\""));

    let off = [level, ("book.toml", "book.title = \"T\"\nreview.enabled = false\n")];
    let off = build(&project(&off)).output;
    assert!(off.get("review/index.html").is_none());
    for (path, file) in off.iter().filter(|(path, _)| path.extension() == "html") {
        assert!(!String::from_utf8_lossy(file.bytes()).contains("review"), "{path}");
    }
}

/// The keys of each interface of a declaration, and whether they are optional.
pub fn declared(file: &str) -> BTreeMap<String, BTreeMap<String, bool>> {
    let source = std::fs::read_to_string(root().join(file)).expect("the declaration");
    let mut interfaces = BTreeMap::new();
    for block in source.split("export interface ").skip(1) {
        let (name, rest) = block.split_once(" {").expect("an interface");
        let (body, _) = rest.split_once("\n}").expect("the end of an interface");
        let properties = body.lines().filter(|line| line.ends_with(';'));
        let names = properties
            .filter_map(|line| line.split_once(": "))
            .map(|(name, _)| name.trim().replace('"', ""))
            .map(|name| (name.trim_end_matches('?').to_owned(), name.ends_with('?')));
        interfaces.insert(name.to_owned(), names.collect());
    }
    interfaces
}

#[test]
fn the_step_zero_says_that_nothing_is_expected() {
    let files = [
        (TRACKS, "tracks:\n- {id: generic, title: G}\n- {id: web, title: W, extends: generic}\n"),
        (
            "content/competencies.yaml",
            "competencies:\n- id: craft\n  title: Craft\n  steps: [{title: Learns, criteria: ['Reads {#reads}']}, {title: Owns, criteria: ['Owns {#owns}']}]\n- {id: care, title: Care}\n",
        ),
        (GENERIC, "---\ntitle: One\nexpect: {craft: 2, care: 1}\n---\n"),
        ("content/levels/generic/2-two.md", "---\ntitle: Two\nexpect: {craft: 0, care: 0}\n---\n"),
        (
            WEB,
            "---\ntitle: Web\nexpect: {craft: 0, care: 0}\n---\n## Care\n\n- Listens {#listens}\n",
        ),
    ];
    let project = project(&files);
    let output = build(&project).output;
    let book = exported(&output);
    assert_eq!(ids(&book, "generic/one", "craft"), ["owns"]);
    for id in ["generic/two", "web/one"] {
        let cells = level(&book, id)["cells"].as_array().expect("cells").clone();
        let craft = cells.iter().find(|cell| cell["competency"] == "craft").expect("said");
        assert_eq!((&craft["state"], &craft["expect"]), (&json!("none"), &Value::Null), "{id}");
        let page = text(&output, &format!("levels/{id}/index.html"));
        assert!(page.contains("Nothing is expected here"), "{id}: {page}");
    }
    // What the level states itself is stated, without a step.
    assert_eq!(ids(&book, "web/one", "care"), ["listens"]);
    let matrix = text(&output, "matrix/index.html");
    assert!(matrix.contains("Nothing at this level"), "{matrix}");
    let comparison = text(&output, "compare/generic.one--two/index.html");
    assert!(comparison.contains("lowered"), "{comparison}");
    assert!(
        build(&project).diagnostics.is_empty(),
        "{}",
        report(&build(&project).diagnostics, &project)
    );
}

#[test]
fn zero_is_a_step_where_a_step_is_called_so_and_none_of_a_range() {
    let competencies =
        "competencies:\n- {id: craft, title: Craft, scale: s}\n- {id: care, title: Care}\n";
    let scales = "scales:\n  s: [\"0\", \"1\"]\n";
    let book = export(&[
        ("content/competencies.yaml", competencies),
        ("content/scales.yaml", scales),
        ("content/levels/ic/1-one.md", "---\ntitle: One\nexpect: {craft: 0, care: 1}\n---\n"),
    ]);
    let cells = level(&book, "ic/one")["cells"].as_array().expect("cells").clone();
    assert_eq!(cells[0]["expect"]["first"], json!({"number": 1, "title": "0"}));
    let found = codes(&[
        ("content/competencies.yaml", competencies),
        ("content/scales.yaml", scales),
        ("content/levels/ic/1-one.md", "---\ntitle: One\nexpect: {craft: 1, care: [0, 2]}\n---\n"),
    ]);
    assert_eq!(found, [Code::UnknownStep]);
}

#[test]
fn an_optional_key_with_nothing_behind_it_is_absent() {
    let book = export(&[
        (
            "content/levels/ic/1-one.md",
            "---\ntitle: One\ncode:\nsummary:\ngrade:\nnext:\nfacts:\n  scope:\nexpect:\n  craft:\nstatus:\nvisibility:\nreplaced-by:\naliases:\nalso-in:\nsame-as:\nsublevels:\nlinks:\n---\n## Craft\n\n- Ships\n",
        ),
        ("content/levels/ic/2-two.md", "---\ntitle: Two\nnext: []\n---\n## Craft\n\n- Leads\n"),
        ("content/levels/ic/3-three.md", "---\ntitle: Three\n---\n## Craft\n\n- Owns\n"),
        (
            TRACKS,
            "tracks:\n- {id: ic, title: Engineers, summary: , group: , status: , extends: , inherit: , abstract: , cumulative: }\n",
        ),
        (
            "content/competencies.yaml",
            "categories:\ncompetencies:\n- id: craft\n  title: Craft\n  category:\n  aliases:\n  tracks:\n  from:\n  scale:\n  steps:\n",
        ),
        ("content/guides/a.md", "---\ntitle:\nsummary:\nstatus:\n---\n# A\n"),
    ]);
    let next = |id: &str| level(&book, id)["next"].as_array().expect("moves").len();
    assert_eq!((next("ic/one"), next("ic/two")), (1, 0), "an empty list is no absent one");
    assert_eq!(level(&book, "ic/one")["status"], "active");
    assert_eq!(codes(&[("content/levels/ic/1-one.md", "---\ntitle:\n---\n")]), [Code::MissingKey]);
}

#[test]
fn a_tab_in_a_block_of_text_is_content() {
    let project = project(&[
        ("content/levels/ic/1-one.md", "---\ntitle: One\n---\n## Craft\n\n- Ships\n"),
        (
            "content/glossary.yaml",
            "terms:\n- term: Recipe\n  text: |\n    As in\n\n    ```\n    all:\n    \tbuild\n    ```\n",
        ),
    ]);
    let build = build(&project);
    assert!(build.diagnostics.is_empty(), "{}", report(&build.diagnostics, &project));
    assert!(text(&build.output, "glossary/index.html").contains("all:\n\tbuild"));
}

#[test]
fn what_is_escaped_is_shown_and_no_slip() {
    let page = |line: &str| {
        build(&project(&[("content/page.md", line)])).diagnostics.iter().map(|it| it.code).collect()
    };
    for escaped in [
        "a \\{{<v x",
        "a {\\{<v x",
        "a {{\\<v x",
        "a \\{\\{\\<v x",
        "a \\{{ site.title }}",
        "a \\{#id} b",
        "a \\[[v x",
        "a [\\[v x",
    ] {
        let codes: Vec<Code> = page(escaped);
        assert!(!codes.contains(&Code::UnknownComponent), "{escaped}: {codes:?}");
        assert!(!codes.contains(&Code::StrayMarkup), "{escaped}: {codes:?}");
    }
    // A backslash that is escaped itself escapes nothing.
    for (written, code) in [
        ("a \\\\{{<v x", Code::UnknownComponent),
        ("a {{<v x", Code::UnknownComponent),
        ("a {{ site.title }}", Code::StrayMarkup),
        ("a \\\\[[v x", Code::StrayMarkup),
    ] {
        let codes: Vec<Code> = page(written);
        assert!(codes.contains(&code), "{written}: {codes:?}");
    }
}
