//! Ids and `replaces=` that are written into the sources: nothing else changes.

use ladderbook::handbook::Handbook;
use ladderbook::ids::{self, Written};
use ladderbook::site;
use ladderbook::tree::Tree;
use proptest::prelude::*;

use crate::ladders::ladder;
use crate::support::{project, text};

fn whole(project: &Tree) -> Handbook {
    let whole = site::whole(project);
    assert!(!whole.diagnostics.has_errors(), "{:?}", whole.diagnostics);
    whole.handbook
}

fn pinned(project: &Tree) -> Written {
    ids::pin(&whole(project), project).expect("the files are those of the handbook")
}

/// The ids of all criteria, and whether each is written.
fn all_ids(project: &Tree) -> Vec<(String, bool)> {
    let whole = site::whole(project);
    let lines = ids::list(&whole.handbook, &whole.routes);
    lines.into_iter().map(|it| (it.id, it.pinned)).collect()
}

fn accept(project: &Tree, list: &str) -> Tree {
    let written = ids::accept(&whole(project), project, list);
    written.expect("the list is right").expect("the files are those of the handbook").tree
}

const REGISTER: &str = "competencies:\n  - id: delivery\n  - id: craft\n    steps:\n    - title: Learns\n      criteria:\n";

#[test]
fn all_kinds_of_criteria_are_pinned_where_they_stand() {
    let project = project(&[
        (
            "content/levels/ic/1-one.md",
            "---\ntitle: One\n---\n\n## Delivery\r\n\r\n- Ships small tasks  \r\n  - An example\r\n- **Asks** early {.new}\r\n- Stays {#stays}\r\n\r\n## Craft\n\nWrites tests of their own\n",
        ),
        (
            "content/competencies.yaml",
            &format!(
                "{REGISTER}        - Reads code # each day\n        - \"Tries: things\"\n        - 'Keeps notes {{.new}}'\n        - >\n          Folds\n          lines\n"
            ),
        ),
    ]);
    let before = all_ids(&project);
    let Written { tree, count, refused } = pinned(&project);
    assert_eq!((count, refused), (7, Vec::new()));
    assert_eq!(
        text(&tree, "content/levels/ic/1-one.md"),
        "---\ntitle: One\n---\n\n## Delivery\r\n\r\n- Ships small tasks {#ships-small-tasks}  \r\n  - An example\r\n- **Asks** early {#asks-early .new}\r\n- Stays {#stays}\r\n\r\n## Craft\n\nWrites tests of their own {#writes-tests-of-their-own}\n"
    );
    assert_eq!(
        text(&tree, "content/competencies.yaml"),
        format!(
            "{REGISTER}        - Reads code {{#reads-code}} # each day\n        - \"Tries: things {{#tries-things}}\"\n        - 'Keeps notes {{#keeps-notes .new}}'\n        - >\n          Folds\n          lines {{#folds-lines}}\n"
        )
    );
    let after = all_ids(&tree);
    assert!(after.iter().all(|(_, is_pinned)| *is_pinned));
    assert!(before.iter().map(|it| &it.0).eq(after.iter().map(|it| &it.0)));
}

#[test]
fn what_cannot_hold_attributes_is_named_and_left_alone() {
    let project = project(&[
        (
            "content/levels/ic/1-one.md",
            "---\ntitle: One\n---\n\n## Delivery\n\n- Runs this:\n\n  ```\n  make\n  ```\n- Ships\n",
        ),
        (
            "content/competencies.yaml",
            "competencies:\n  - id: delivery\n    steps:\n      - title: Learns\n        criteria: [Reads code, \"Asks\"]\n",
        ),
    ]);
    let Written { tree, count, refused } = pinned(&project);
    assert_eq!((count, refused.len()), (2, 2), "{refused:?}");
    let level = text(&tree, "content/levels/ic/1-one.md");
    assert!(level.ends_with("  make\n  ```\n- Ships {#ships}\n"), "{level}");
    let register = text(&tree, "content/competencies.yaml");
    assert!(register.ends_with("[Reads code, \"Asks {#asks}\"]\n"), "{register}");
}

/// Texts of criteria with what Markdown means something by at their ends.
fn words() -> impl Strategy<Value = String> {
    let ends = prop::sample::select(vec![
        "",
        ".",
        " `code`",
        " **bold**",
        " [a](https://example.org)",
        " {x}",
        "  ",
        "\t",
        " \\",
        " é",
        " <b>b</b>",
        " <!-- c -->",
        " {.new}",
        " {#pinned-NN}",
    ]);
    ("[A-Z][a-z]{2,6}( [a-zé]{2,6}){0,4}", ends).prop_map(|(words, end)| words + end)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Every byte outside the new attributes stays, and so does every id.
    #[test]
    fn pinning_only_inserts(
        texts in prop::collection::vec(words(), 1..12),
        is_crlf: bool,
        has_mark: bool,
    ) {
        let items: Vec<String> = texts
            .iter()
            .enumerate()
            .map(|(number, it)| format!("- {}\n", it.replace("NN", &number.to_string())))
            .collect();
        let mut source = format!("---\ntitle: One # a comment\n---\n\n## Delivery\n\n{}", items.concat());
        if is_crlf {
            source = source.replace('\n', "\r\n");
        }
        if has_mark {
            source.insert(0, '\u{feff}');
        }
        let path = "content/levels/ic/1-one.md";
        let project = project(&[(path, source.as_str())]);
        let before = all_ids(&project);
        let Written { tree, refused, .. } = pinned(&project);
        let written = text(&tree, path);
        prop_assert!(is_subsequence(&source, &written), "{source:?}\n{written:?}");
        let after = all_ids(&tree);
        prop_assert!(before.iter().map(|it| &it.0).eq(after.iter().map(|it| &it.0)), "{before:?} {after:?}");
        let unpinned = after.iter().filter(|(_, is_pinned)| !is_pinned).count();
        prop_assert_eq!(unpinned, refused.len());
        prop_assert_eq!(pinned(&tree).count, 0);
    }
}

fn is_subsequence(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    short.chars().all(|wanted| rest.any(|it| it == wanted))
}

const GROWN: [(&str, &str); 2] = [
    (
        "content/levels/ic/1-junior.md",
        "---\ntitle: Junior\n---\n\n## Delivery\n\n- Finishes small tasks of the team\n- Asks early {#asks}\n- Cuts scope {#cuts}\n",
    ),
    (
        "content/levels/ic/2-senior.md",
        "---\ntitle: Senior\n---\n\n## Delivery\n\n- Finishes large tasks of the team\n- Asks {#asks-all replaces=asks}\n",
    ),
];

#[test]
fn a_list_of_candidates_can_be_accepted_as_it_is() {
    let project = project(&GROWN);
    let handbook = whole(&project);
    let candidates = ids::candidates(&handbook);
    let list = ids::listed(&handbook, &candidates);
    let line = "finishes-large-tasks-of-the-team replaces finishes-small-tasks-of-the-team  # ";
    assert!(list.starts_with("# ic/junior -> ic/senior\n") && list.contains(line), "{list}");
    assert_eq!(list.matches("replaces").count(), 1, "what the author said is no candidate\n{list}");
    let accepted = accept(&project, &list);
    let (junior, senior) = (text(&accepted, GROWN[0].0), text(&accepted, GROWN[1].0));
    assert!(
        junior.contains("- Finishes small tasks of the team {#finishes-small-tasks-of-the-team}\n")
    );
    let attributes =
        "{#finishes-large-tasks-of-the-team replaces=finishes-small-tasks-of-the-team}\n";
    assert!(senior.contains(attributes), "{senior}");
    assert!(ids::candidates(&whole(&accepted)).is_empty());
    assert_eq!(accept(&accepted, &list), accepted, "a second time nothing changes");
}

#[test]
fn one_criterion_may_replace_several() {
    let project = project(&GROWN);
    let accepted = accept(&project, "asks-all replaces cuts # by hand\n\n# nothing else\n");
    let senior = text(&accepted, GROWN[1].0);
    assert!(senior.contains("- Asks {#asks-all replaces=asks,cuts}\n"), "{senior}");
}

#[test]
fn lines_that_mean_nothing_are_named() {
    let project = project(&GROWN);
    let faults = ids::accept(&whole(&project), &project, "asks-all replaces cutz\n\nasks = cuts\n");
    let faults: Vec<_> = faults.unwrap_err().into_iter().map(|it| (it.line, it.message)).collect();
    let expected = [
        (1, "there is no criterion `cutz`; did you mean `cuts`?".to_owned()),
        (3, "`asks = cuts` is not of the form `LATER replaces EARLIER`".to_owned()),
    ];
    assert_eq!(faults, expected);
}

/// Where criteria add up, what grows may have been written for a level long before.
#[test]
fn growth_is_looked_for_in_all_that_is_still_expected() {
    let level = |title: &str, criterion: &str| {
        format!("---\ntitle: {title}\n---\n\n## Delivery\n\n- {criterion}\n")
    };
    let project = project(&[
        ("book.toml", "book.title = \"T\"\nladder.cumulative = true\n"),
        ("content/levels/ic/1-one.md", &level("One", "Finishes small tasks of the team {#small}")),
        ("content/levels/ic/2-two.md", &level("Two", "Interviews candidates")),
        ("content/levels/ic/3-three.md", &level("Three", "Finishes large tasks of the team")),
    ]);
    let handbook = whole(&project);
    let candidates = ids::candidates(&handbook);
    let pairs: Vec<(&str, &str)> =
        candidates.iter().map(|it| (&*it.later.id, &*it.earlier.id)).collect();
    assert_eq!(pairs, [("finishes-large-tasks-of-the-team", "small")]);
}

#[test]
fn whole_ladders_are_pinned_without_another_change() {
    for name in ["everything", "blocks", "themes"] {
        let project = ladder(name);
        let before = all_ids(&project);
        let Written { tree, .. } = pinned(&project);
        let after = all_ids(&tree);
        assert!(before.iter().map(|it| &it.0).eq(after.iter().map(|it| &it.0)), "{name}");
        for (path, file) in project.iter() {
            let (old, new) = (file.bytes(), tree.get(path.as_str()).expect("it stays").bytes());
            let of = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            assert!(is_subsequence(&of(old), &of(new)), "{name}: {path}");
        }
    }
}
