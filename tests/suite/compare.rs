//! Comparison: its laws, and whole ladders as witnesses.

use ladderbook::builtin;
use ladderbook::handbook::compare::{self, Comparison, Kind, StepChange};
use ladderbook::handbook::effective::EffectiveCriterion;
use ladderbook::handbook::level_names::LevelNames;
use ladderbook::handbook::likeness::By;
use ladderbook::handbook::{CompetencyIx, HUES, Handbook, LevelIx, prerendered_pairs};
use ladderbook::memo::Memo;
use ladderbook::site;
use ladderbook::tree::{RelPath, Tree};
use proptest::prelude::*;

use crate::ladders::ladder;
use crate::support::{project, published};

fn handbook(project: &Tree) -> Handbook {
    let (handbook, found) = site::handbook(project);
    assert!(!found.has_errors(), "{found:?}");
    handbook
}

fn level(handbook: &Handbook, name: &str) -> LevelIx {
    let levels = handbook.levels.iter();
    let levels = levels.map(|it| (handbook[it.track].id.as_str(), it.id.as_str(), &it.file));
    let book = RelPath::new("book.toml").expect("a path");
    LevelNames::new(levels).get(name, &book).unwrap_or_else(|_| panic!("no level `{name}`"))
}

/// A row of a comparison: what happens, and on each side the competency and the words.
type Line = (Kind, Side, Side);
type Side = (usize, String);

/// All rows, sorted, with sides as given.
fn lines(comparison: &Comparison) -> Vec<Line> {
    let mut lines = Vec::new();
    for pair in &comparison.competencies {
        for it in &pair.criteria {
            let side = |side: &Option<EffectiveCriterion>, other: Option<CompetencyIx>| {
                let words = side.map(|it| it.criterion.text.text().to_owned());
                (other.unwrap_or(pair.competency).0, words.unwrap_or_default())
            };
            lines.push((it.kind, side(&it.from, it.moved_from), side(&it.to, it.moved_to)));
        }
    }
    lines.sort();
    lines
}

fn mirrored(comparison: &Comparison) -> Vec<Line> {
    let kind = |kind| match kind {
        Kind::New => Kind::Gone,
        Kind::Gone => Kind::New,
        kind => kind,
    };
    let mut lines: Vec<_> =
        lines(comparison).into_iter().map(|(it, from, to)| (kind(it), to, from)).collect();
    lines.sort();
    lines
}

fn is_mirror(handbook: &Handbook, a: LevelIx, b: LevelIx) {
    let there = compare::levels(handbook.untracked(), a, b);
    let back = compare::levels(handbook.untracked(), b, a);
    assert_eq!(lines(&there), mirrored(&back));
    for (one, other) in there.competencies.iter().zip(&back.competencies) {
        let expected = match one.step() {
            StepChange::Raised => StepChange::Lowered,
            StepChange::Lowered => StepChange::Raised,
            step => step,
        };
        assert_eq!(other.step(), expected);
    }
}

fn says_nothing_of_itself(handbook: &Handbook, level: LevelIx) {
    let comparison = compare::levels(handbook.untracked(), level, level);
    assert!(comparison.facts.iter().all(compare::FactPair::is_same));
    for pair in &comparison.competencies {
        assert!(pair.is_same(), "{:?}", pair.criteria);
    }
}

/// However many there are.
#[test]
fn what_a_later_level_takes_over_is_there_once() {
    let criteria: String = (0..40).map(|it| format!("- Does {it} {{#does-{it}}}\n")).collect();
    let files = project(&[
        ("content/tracks.yaml", "tracks:\n- {id: ic, title: IC, cumulative: true}\n"),
        ("content/levels/ic/1-one.md", &format!("---\ntitle: One\n---\n\n## Craft\n\n{criteria}")),
        (
            "content/levels/ic/2-two.md",
            "---\ntitle: Two\n---\n\n## Craft {same-as=ic/one}\n\n- Rests\n",
        ),
    ]);
    let handbook = handbook(&files);
    let comparison = compare::levels(handbook.untracked(), LevelIx(0), LevelIx(1));
    let later = comparison.competencies[0].criteria.iter().map(|it| it.to);
    let later = later.map(|it| it.map_or("", |it| it.criterion.text.text()).to_owned());
    let mut expected: Vec<String> = (0..40).map(|it| format!("Does {it}")).collect();
    expected.push("Rests".to_owned());
    assert_eq!(later.collect::<Vec<_>>(), expected);
}

#[test]
fn every_pair_of_the_sample_mirrors_and_no_level_differs_from_itself() {
    let handbook = handbook(&builtin::sample());
    assert!(handbook.cumulative);
    for (a, _) in handbook.levels() {
        says_nothing_of_itself(&handbook, a);
        for (b, _) in handbook.levels() {
            is_mirror(&handbook, a, b);
        }
    }
}

/// Sentences that are near to one another, so that likeness has something to decide.
fn sentence() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("plans"),
        Just("writes"),
        Just("a"),
        Just("release"),
        Just("design"),
        Just("team"),
        Just("with"),
        Just("others"),
    ];
    proptest::collection::vec(word, 1..9).prop_map(|words| words.join(" "))
}

fn body() -> impl Strategy<Value = String> {
    let criterion = (sentence(), proptest::option::of(0..6usize));
    proptest::collection::vec(criterion, 0..7).prop_map(|criteria| {
        let mut used = std::collections::BTreeSet::new();
        let mut body = "\n## Delivery\n\n".to_owned();
        for (words, id) in criteria {
            let id = id.filter(|id| used.insert(*id)).map(|id| format!(" {{#id-{id}}}"));
            body.push_str(&format!("- {words}{}\n", id.unwrap_or_default()));
        }
        body + "- last\n"
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn a_comparison_mirrors_its_opposite(one in body(), other in body(), cumulative: bool) {
        // A track that extends another one may repeat its ids.
        let book = format!("book.title = \"T\"\nladder.cumulative = {cumulative}\n");
        let project = project(&[
            ("book.toml", book.as_str()),
            (
                "content/tracks.yaml",
                "tracks:\n- {id: a, title: A}\n- {id: b, title: B, extends: a, inherit: {competencies: []}}\n",
            ),
            ("content/levels/a/1-one.md", &format!("---\ntitle: One\n---\n{one}")),
            ("content/levels/b/1-two.md", &format!("---\ntitle: Two\n---\n{other}")),
            ("content/levels/b/2-three.md", "---\ntitle: Three\n---\n\n## Delivery\n\n- plans a release with others\n"),
        ]);
        let handbook = handbook(&project);
        for (a, _) in handbook.levels() {
            says_nothing_of_itself(&handbook, a);
            for (b, _) in handbook.levels() {
                is_mirror(&handbook, a, b);
            }
        }
    }
}

fn two_levels(one: &str, other: &str) -> Vec<Kind> {
    let project = project(&[
        ("content/levels/a/1-one.md", &format!("---\ntitle: One\n---\n\n## Delivery\n\n{one}\n")),
        ("content/levels/a/2-two.md", &format!("---\ntitle: Two\n---\n\n## Delivery\n\n{other}\n")),
    ]);
    let handbook = handbook(&project);
    let (a, b) = (level(&handbook, "one"), level(&handbook, "two"));
    let comparison = compare::levels(handbook.untracked(), a, b);
    comparison.competencies.iter().flat_map(|pair| &pair.criteria).map(|it| it.kind).collect()
}

#[test]
fn likeness_decides_between_reworded_and_new() {
    let before = "- Plans a release with others";
    assert_eq!(two_levels(before, "- Plans a release with others"), [Kind::Same]);
    assert_eq!(two_levels(before, "- plans a release \u{2013} with others!"), [Kind::Same]);
    assert_eq!(two_levels(before, "- Planning releases with others"), [Kind::Reworded]);
    // Three of five words are just half of what both say, since those that one level says alone are rarer.
    assert_eq!(two_levels(before, "- Plans a release for users"), [Kind::Reworded]);
    assert_eq!(two_levels(before, "- Plans the budget of a department"), [Kind::Likely]);
    assert_eq!(two_levels(before, "- Mentors newcomers"), [Kind::New, Kind::Gone]);
}

#[test]
fn the_more_there_is_to_choose_from_the_more_alike_a_likely_pair_must_be() {
    let (one, other) = ("- Plans a release with others\n", "- Budgets a department for users\n");
    assert_eq!(two_levels(one, other), [Kind::Likely]);
    let more = "- Mentors newcomers\n- Reads logs\n- Answers mail\n- Draws maps\n";
    let kinds = two_levels(&format!("{one}{more}"), &format!("{other}- Hires"));
    assert!(!kinds.contains(&Kind::Likely), "{kinds:?}");
}

#[test]
fn between_tracks_a_likely_pair_must_be_more_alike() {
    let (one, other) = ("- Plans a release with others", "- Budgets a department for users");
    assert_eq!(two_levels(one, other), [Kind::Likely]);
    let found = rows(&format!("## Delivery\n\n{one}"), &format!("## Delivery\n\n{other}"));
    assert_eq!(found.len(), 2, "{found:?}");
}

/// All rows of two levels with the same competencies, as `kind: left | right`.
fn rows(from: &str, to: &str) -> Vec<String> {
    let file = |title: &str, body: &str| format!("---\ntitle: {title}\n---\n\n{body}\n");
    let project = project(&[
        ("content/levels/a/1-one.md", file("One", from).as_str()),
        ("content/levels/b/1-two.md", file("Two", to).as_str()),
    ]);
    let handbook = handbook(&project);
    let (a, b) = (level(&handbook, "a/one"), level(&handbook, "b/two"));
    is_mirror(&handbook, a, b);
    shown(&compare::levels(handbook.untracked(), a, b))
}

fn shown(comparison: &Comparison) -> Vec<String> {
    let lines = lines(comparison).into_iter();
    lines.map(|(kind, (_, from), (_, to))| format!("{}: {from} | {to}", kind.name())).collect()
}

#[test]
fn what_moves_to_another_competency_is_neither_gone_nor_new() {
    let found = rows(
        "## Delivery\n\n- Plans a release with others\n- Fixes what breaks\n\n## People\n\n- Listens",
        "## Delivery\n\n- Fixes what breaks\n\n## People\n\n- Listens\n- Plans a release with others.",
    );
    let expected = [
        "same: Fixes what breaks | Fixes what breaks",
        "same: Listens | Listens",
        "moved: Plans a release with others | Plans a release with others.",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_competency_from_which_a_criterion_moved_away_is_not_the_same() {
    let project = project(&[
        (
            "content/levels/a/1-one.md",
            "---\ntitle: One\n---\n\n## Delivery\n\n- Ships\n- Plans a release\n\n## People\n\n- Listens\n",
        ),
        (
            "content/levels/b/1-two.md",
            "---\ntitle: Two\n---\n\n## Delivery\n\n- Ships\n\n## People\n\n- Listens\n- Plans a release\n",
        ),
    ]);
    let handbook = handbook(&project);
    let (a, b) = (level(&handbook, "a/one"), level(&handbook, "b/two"));
    let comparison = compare::levels(handbook.untracked(), a, b);
    let [delivery, people] = comparison.competencies.as_slice() else { panic!("two") };
    assert_eq!((delivery.moved_away.len(), delivery.criteria.len()), (1, 1));
    assert_eq!((people.moved_away.len(), people.criteria.len()), (0, 2));
    assert!(!delivery.is_same() && !people.is_same());
    assert_eq!(people.criteria[1].moved_from, Some(delivery.competency));
}

#[test]
fn pairs_are_the_best_as_a_whole() {
    // The likest pair alone would leave the other two to each other, who share nothing.
    let found = rows(
        "## Delivery\n\n- Reviews the design of a service\n- Reviews the design of a small service",
        "## Delivery\n\n- Reviews the design of a small shared service\n- Checks the design of a small service",
    );
    let expected = [
        "reworded: Reviews the design of a service | Reviews the design of a small shared service",
        "reworded: Reviews the design of a small service | Checks the design of a small service",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_language_without_spaces_is_compared_by_its_words() {
    let project = project(&[
        ("book.toml", "[book]\ntitle = \"T\"\nlanguage = \"ja\"\n"),
        (
            "content/levels/a/1-one.md",
            "---\ntitle: 初級\n---\n\n## 設計\n\n- 小さな機能を設計して説明する\n- 障害の記録を読む\n",
        ),
        (
            "content/levels/a/2-two.md",
            "---\ntitle: 中級\n---\n\n## 設計\n\n- 後輩の相談に乗る\n- 大きな機能を設計して説明する\n",
        ),
    ]);
    let handbook = handbook(&project);
    let (a, b) = (level(&handbook, "one"), level(&handbook, "two"));
    let comparison = compare::levels(handbook.untracked(), a, b);
    let expected = [
        "reworded: 小さな機能を設計して説明する | 大きな機能を設計して説明する",
        "new:  | 後輩の相談に乗る",
        "gone: 障害の記録を読む | ",
    ];
    assert_eq!(shown(&comparison), expected);
}

/// Two levels of a track, whose criteria have the ids `a0`, `b0` and so on. `replaced` has the numbers of those at
/// the second level that replace one of the first.
fn successors(one: &[String], other: &[String], replaced: &[(usize, usize)]) -> (String, String) {
    let before = one.iter().enumerate().map(|(at, words)| format!("- {words} {{#a{at}}}\n"));
    let after = other.iter().enumerate().map(|(at, words)| {
        let ids = replaced.iter().filter(|(_, to)| *to == at);
        let ids: String = ids.map(|(from, _)| format!(" replaces=a{from}")).collect();
        format!("- {words} {{#b{at}{ids}}}\n")
    });
    (before.collect(), after.collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn the_authors_word_stands_above_likeness(
        one in proptest::collection::vec(sentence(), 1..6),
        other in proptest::collection::vec(sentence(), 1..6),
        wanted in proptest::collection::btree_set((0..6usize, 0..6usize), 0..5),
        cumulative: bool,
    ) {
        let exists = |(from, to): &(usize, usize)| *from < one.len() && *to < other.len();
        let wanted: Vec<(usize, usize)> = wanted.into_iter().filter(exists).collect();
        let (before, after) = successors(&one, &other, &wanted);
        let book = format!("book.title = \"T\"\nladder.cumulative = {cumulative}\n");
        let file = |title: &str, body: &str| format!("---\ntitle: {title}\n---\n\n## Delivery\n\n{body}");
        let project = project(&[
            ("book.toml", book.as_str()),
            ("content/levels/t/1-one.md", &file("One", &before)),
            ("content/levels/t/2-two.md", &file("Two", &after)),
        ]);
        let handbook = handbook(&project);
        let (a, b) = (level(&handbook, "one"), level(&handbook, "two"));
        is_mirror(&handbook, a, b);
        let comparison = compare::levels(handbook.untracked(), a, b);
        let [pair] = comparison.competencies.as_slice() else { panic!("one competency") };
        let ids = |it: &compare::CriterionPair| {
            let id = |side: &Option<EffectiveCriterion>| {
                side.map(|it| it.criterion.id.to_string()).unwrap_or_default()
            };
            (id(&it.from), id(&it.to))
        };
        let by_author = pair.criteria.iter().filter(|it| it.reason.is_some_and(|it| it.by == By::Author));
        let mut by_author: Vec<_> = by_author.map(ids).collect();
        by_author.sort();
        let expected: Vec<_> =
            wanted.iter().map(|(from, to)| (format!("a{from}"), format!("b{to}"))).collect();
        prop_assert_eq!(&by_author, &expected);
        for it in pair.criteria.iter().filter(|it| it.reason.is_none_or(|it| it.by == By::Words)) {
            let (from, to) = ids(it);
            prop_assert!(by_author.iter().all(|(a, b)| *a != from && *b != to), "{from} {to}");
        }
        // Every criterion is there, and by words in one row only.
        for at in 0..other.len() {
            let rows = pair.criteria.iter().filter(|it| ids(it).1 == format!("b{at}")).count();
            prop_assert_eq!(rows, expected.iter().filter(|(_, to)| *to == format!("b{at}")).count().max(1));
        }
    }

    #[test]
    fn equal_handbooks_are_compared_alike(one in body(), other in body()) {
        let file = |title: &str, body: &str| format!("---\ntitle: {title}\n---\n{body}");
        let compared = || {
            let project = project(&[
                ("content/tracks.yaml", "tracks:\n- {id: a, title: A}\n- {id: b, title: B, extends: a, inherit: {competencies: []}}\n"),
                ("content/levels/a/1-one.md", &file("One", &one)),
                ("content/levels/b/1-two.md", &file("Two", &other)),
            ]);
            let handbook = handbook(&project);
            let (a, b) = (level(&handbook, "one"), level(&handbook, "two"));
            lines(&compare::levels(handbook.untracked(), a, b))
        };
        prop_assert_eq!(compared(), compared());
    }
}

/// Three levels, of which each replaces what the one before says.
fn grown(cumulative: bool) -> Handbook {
    let book = format!("book.title = \"T\"\nladder.cumulative = {cumulative}\n");
    handbook(&project(&[
        ("book.toml", book.as_str()),
        (
            "content/levels/t/1-one.md",
            "---\ntitle: One\n---\n\n## Delivery\n\n- Finishes small tasks {#tasks}\n- Asks early {#asks}\n",
        ),
        (
            "content/levels/t/2-two.md",
            "---\ntitle: Two\n---\n\n## Delivery\n\n- Carries features over the line {#features was=stories replaces=tasks}\n",
        ),
        (
            "content/levels/t/3-three.md",
            "---\ntitle: Three\n---\n\n## Delivery\n\n- Lands projects of a quarter {#projects replaces=stories}\n",
        ),
    ]))
}

#[test]
fn what_was_replaced_is_no_longer_expected() {
    let handbook = grown(true);
    let [one, two, three] = ["one", "two", "three"].map(|name| level(&handbook, name));
    let rows = |from, to| shown(&compare::levels(handbook.untracked(), from, to));
    let asks = "expected: Asks early | Asks early";
    let features = "Carries features over the line";
    assert_eq!(rows(one, two), [asks, &format!("reworded: Finishes small tasks | {features}")]);
    // Through the level in between, and through an id of before.
    let grown = "reworded: Finishes small tasks | Lands projects of a quarter";
    assert_eq!(rows(one, three), [asks, grown]);
    let grown = format!("reworded: {features} | Lands projects of a quarter");
    assert_eq!(rows(two, three), [grown]);
    is_mirror(&handbook, one, three);
}

/// Three levels, of which the last replaces what the first says and the second does not.
#[test]
fn what_replaces_something_of_before_both_levels_has_grown_from_it() {
    let level_file = |title: &str, body: &str| format!("---\ntitle: {title}\n---\n\n{body}");
    let one = level_file("One", "## Delivery\n\n- Finishes small tasks {#tasks}\n- Asks early\n");
    let two = level_file("Two", "## Delivery\n\n- Writes tests\n");
    let three =
        level_file("Three", "## People\n\n- Lands projects of a quarter {replaces=tasks}\n");
    let handbook = handbook(&project(&[
        ("book.toml", "book.title = \"T\"\nladder.cumulative = true\n"),
        ("content/levels/t/1-one.md", &one),
        ("content/levels/t/2-two.md", &two),
        ("content/levels/t/3-three.md", &three),
    ]));
    let [one, two, three] = ["one", "two", "three"].map(|name| level(&handbook, name));
    let rows = |from, to| shown(&compare::levels(handbook.untracked(), from, to));
    let grown = "moved: Finishes small tasks | Lands projects of a quarter";
    assert_eq!(rows(two, three), ["expected: Writes tests | Writes tests", grown]);
    // The second level replaces nothing.
    assert_eq!(
        rows(one, two),
        [
            "expected: Asks early | Asks early",
            "expected: Finishes small tasks | Finishes small tasks",
            "new:  | Writes tests"
        ]
    );
    is_mirror(&handbook, two, three);
}

#[test]
fn what_was_replaced_is_paired_where_nothing_adds_up() {
    let handbook = grown(false);
    let (one, three) = (level(&handbook, "one"), level(&handbook, "three"));
    let comparison = compare::levels(handbook.untracked(), one, three);
    let expected =
        ["reworded: Finishes small tasks | Lands projects of a quarter", "gone: Asks early | "];
    assert_eq!(shown(&comparison), expected);
}

#[test]
fn what_changed_in_a_reworded_criterion_is_marked() {
    let from = ["Plans", "a", "small", "release"];
    let to = ["Plans", "a", "release", "of", "systems"];
    let (left, right) = compare::changed_words(&from, &to);
    let changed = |words: &[&'static str], changed: &[bool]| -> Vec<&str> {
        words.iter().zip(changed).filter(|(_, changed)| **changed).map(|(word, _)| *word).collect()
    };
    assert_eq!(changed(&from, &left), ["small"]);
    assert_eq!(changed(&to, &right), ["of", "systems"]);
}

/// A table of all pairs of their words would be larger than a machine.
#[test]
fn of_very_long_texts_what_both_begin_and_end_with_did_not_change() {
    let words: Vec<String> = (0..200_000).map(|it| format!("word{it}")).collect();
    let text = |from: usize, until: usize| {
        let between = words[from..until].iter().map(String::as_str);
        ["It", "says"].into_iter().chain(between).chain(["at", "last"]).collect::<Vec<_>>()
    };
    // Half of the words between are the same, in another place.
    let (from, to) = (text(0, 120_000), text(60_000, 200_000));
    let (left, right) = compare::changed_words(&from, &to);
    for (words, changed) in [(from, left), (to, right)] {
        let kept = words.iter().zip(&changed).filter(|(_, changed)| !**changed);
        let kept: Vec<&str> = kept.map(|(word, _)| *word).collect();
        assert_eq!(kept, ["It", "says", "at", "last"]);
        assert_eq!(changed.len(), words.len());
    }
}

#[test]
fn what_stays_expected_of_the_other_track_is_not_of_one_alone() {
    let file = |title: &str, body: &str| format!("---\ntitle: {title}\n---\n\n## Craft\n\n{body}");
    let handbook = handbook(&project(&[
        ("book.toml", "[book]\ntitle = \"T\"\n[ladder]\ncumulative = true\n"),
        (
            "content/levels/ic/1-mid.md",
            &file("Mid", "- Tests {#tests}\n- Listens\n- Asks {#asks}\n"),
        ),
        (
            "content/levels/ic/2-senior.md",
            &file("Senior", "- Plans {#plans}\n- Answers {replaces=asks}\n"),
        ),
        (
            "content/levels/lead/1-lead.md",
            "---\ntitle: Lead\nsame-as: {level: mid, but-also: true}\n---\n",
        ),
        ("content/levels/other/1-coach.md", &file("Coach", "- listens.\n- Hires\n")),
    ]));
    let rows = |from: &str, to: &str| {
        let [from, to] = [from, to].map(|name| level(&handbook, name));
        is_mirror(&handbook, from, to);
        shown(&compare::levels(handbook.untracked(), from, to))
    };
    // Senior still expects what it does not replace, and says nothing of it where the other level does not either.
    let expected = [
        "same: Listens | Listens",
        "same: Tests | Tests",
        "reworded: Asks | Answers",
        "new:  | Plans",
    ];
    assert_eq!(rows("lead", "senior"), expected);
    let expected =
        ["same: listens. | Listens", "new:  | Answers", "new:  | Plans", "gone: Hires | "];
    assert_eq!(rows("coach", "senior"), expected);
}

#[test]
fn cumulative_criteria_of_the_level_before_are_still_expected() {
    let level_of = |title: &str, criteria: &[&str]| {
        let list: String = criteria.iter().map(|it| format!("- {it}\n")).collect();
        format!("---\ntitle: {title}\n---\n\n## Delivery\n\n{list}")
    };
    let one = level_of("One", &["Finishes small tasks", "Asks before a day is lost"]);
    let two = level_of("Two", &["Tells the team what changed", "Draws the plan of a feature"]);
    let three = level_of("Three", &["Mends what breaks at night", "Hires for what is missing"]);
    let handbook = handbook(&project(&[
        ("book.toml", "book.title = \"T\"\n[ladder]\ncumulative = true\n"),
        ("content/levels/ic/1-one.md", &one),
        ("content/levels/ic/2-two.md", &two),
        ("content/levels/ic/3-three.md", &three),
    ]));
    let (one, three) = (level(&handbook, "one"), level(&handbook, "three"));
    let comparison = compare::levels(handbook.untracked(), one, three);
    let count = |kind| comparison.competencies.iter().map(|pair| pair.count(kind)).sum::<usize>();
    assert_eq!(count(Kind::Expected), 2);
    assert_eq!(count(Kind::New), 4, "what the level between says counts as well");
    assert_eq!(count(Kind::Gone), 0);
}

/// Where words are weighed by all criteria of a book, an edit must not make all comparisons anew.
#[test]
fn an_edit_of_one_criterion_makes_few_pages_anew() {
    let criterion = |level: usize, number: usize| {
        let verbs = ["Plans", "Leads", "Reviews", "Explains", "Designs"];
        let objects = [
            "a release",
            "the design of a system",
            "a budget",
            "what broke",
            "a team",
            "a map",
            "words",
        ];
        format!(
            "- {} {} {}\n",
            verbs[(level + number) % 5],
            objects[(level * 3 + number) % 7],
            level * 7 + number
        )
    };
    let level = |level: usize, last: &str| {
        let criteria: String = (0..8).map(|number| criterion(level, number)).collect();
        let text = format!("---\ntitle: Level {level}\n---\n\n## Delivery\n\n{criteria}{last}");
        (format!("content/levels/ic/{level}-level-{level}.md"), text)
    };
    let book = |last: &str| -> Tree {
        let levels = (1..=60).map(|it| level(it, if it == 30 { last } else { "" }));
        let files: Vec<(String, String)> =
            levels.chain([("book.toml".to_owned(), "book.title = \"T\"\n".to_owned())]).collect();
        Tree::from_texts(files.iter().map(|(path, text)| (path.as_str(), text.as_str())))
    };
    let mut memo = Memo::default();
    let all = site::build(&book("- Asks early\n"), &mut memo).rendered;
    let again =
        site::build(&book("- Asks the team early what a release is for\n"), &mut memo).rendered;
    assert!(all > 120 && again > 3, "{all} {again}");
    assert!(again * 4 < all, "{again} of {all}");
}

/// A published ladder as a handbook.
fn corpus(name: &str) -> Handbook {
    handbook(&published(name).0)
}

/// How many criteria of two levels there are of each kind of change.
fn kinds(handbook: &Handbook, from: &str, to: &str) -> Vec<(Kind, usize)> {
    let comparison =
        compare::levels(handbook.untracked(), level(handbook, from), level(handbook, to));
    let count = |kind| comparison.competencies.iter().map(|pair| pair.count(kind)).sum();
    const ALL: [Kind; 8] = [
        Kind::Same,
        Kind::Reworded,
        Kind::Regrouped,
        Kind::Moved,
        Kind::Likely,
        Kind::New,
        Kind::Gone,
        Kind::Expected,
    ];
    ALL.map(|kind| (kind, count(kind))).into_iter().filter(|(_, count)| *count > 0).collect()
}

#[test]
fn levels_whose_criteria_are_written_anew_share_no_id() {
    let handbook = handbook(&ladder("themes"));
    assert_eq!(
        kinds(&handbook, "engineering/junior", "engineering/engineer"),
        [(Kind::Reworded, 3), (Kind::Likely, 1), (Kind::New, 1)]
    );
    assert_eq!(
        kinds(&handbook, "engineering/senior-ic", "engineering/senior-pm"),
        [(Kind::Same, 1), (Kind::Reworded, 1), (Kind::Likely, 1), (Kind::New, 1), (Kind::Gone, 2)]
    );
}

#[test]
fn steps_of_two_tracks_are_raised_and_lowered() {
    let handbook = handbook(&ladder("axes"));
    let (master, head) = (level(&handbook, "master"), level(&handbook, "head"));
    let comparison = compare::levels(handbook.untracked(), master, head);
    let steps: Vec<StepChange> = comparison.competencies.iter().map(|pair| pair.step()).collect();
    use StepChange::{Lowered, Raised, Same};
    assert_eq!(steps, [Lowered, Lowered, Raised, Raised, Same]);
}

#[test]
fn what_is_inherited_counts_on_both_sides() {
    let handbook = handbook(&ladder("frameworks"));
    let from = level(&handbook, "storage/one");
    let to = level(&handbook, "storage/two");
    let comparison = compare::levels(handbook.untracked(), from, to);
    let sides = comparison.competencies.iter().flat_map(|pair| &pair.criteria);
    let (left, right) = sides.fold((0, 0), |(left, right), it| {
        (left + usize::from(it.from.is_some()), right + usize::from(it.to.is_some()))
    });
    assert_eq!((left, right), (6, 7), "criteria in effect on both sides");
}

#[test]
#[ignore = "needs the published ladders"]
fn jorgef_d4_and_tl4_differ_where_their_steps_do() {
    let handbook = corpus("jorgef");
    let (d4, tl4) = (level(&handbook, "d4"), level(&handbook, "tl4"));
    let comparison = compare::levels(handbook.untracked(), d4, tl4);
    for pair in &comparison.competencies {
        let title = |it: Option<&ladderbook::handbook::Expectation>| {
            let steps = &handbook[pair.competency].steps;
            it.map(|it| steps[it.first].title.clone())
        };
        let same = title(pair.from) == title(pair.to);
        assert_eq!(pair.step() == StepChange::Same, same, "{}", handbook[pair.competency].id);
        assert_eq!(pair.is_same(), same);
    }
    assert!(comparison.competencies.iter().any(|pair| pair.step() == StepChange::Raised));
    assert!(comparison.competencies.iter().any(|pair| pair.step() == StepChange::Lowered));
}

#[test]
#[ignore = "needs the published ladders"]
fn ft_senior_1_and_senior_2_ic_share_no_id() {
    let handbook = corpus("ft");
    let from = level(&handbook, "engineering/senior-1");
    let to = level(&handbook, "engineering/senior-2-ic");
    let comparison = compare::levels(handbook.untracked(), from, to);
    let count = |kind| comparison.competencies.iter().map(|pair| pair.count(kind)).sum::<usize>();
    assert_eq!(count(Kind::Same) + count(Kind::Expected), 0, "every criterion is written anew");
    let pairs = count(Kind::Reworded) + count(Kind::Moved) + count(Kind::Likely);
    assert_eq!((pairs + count(Kind::New), pairs + count(Kind::Gone)), (12, 12));
    // A careful reader finds six sure pairs, and five more that may be some.
    assert!((6..12).contains(&pairs), "{pairs}");
}

#[test]
#[ignore = "needs the published ladders"]
fn monzo_backend_3_and_4_include_what_they_inherit() {
    let handbook = corpus("monzo");
    let from = level(&handbook, "engineering-backend/level-3");
    let to = level(&handbook, "engineering-backend/level-4");
    let comparison = compare::levels(handbook.untracked(), from, to);
    let sides = comparison.competencies.iter().flat_map(|pair| &pair.criteria);
    let (left, right) = sides.fold((0, 0), |(left, right), it| {
        (left + usize::from(it.from.is_some()), right + usize::from(it.to.is_some()))
    });
    assert_eq!((left, right), (30, 39), "criteria in effect on both sides");
}

#[test]
fn rendered_pairs_are_neighbours_moves_and_equal_grades() {
    let handbook = handbook(&builtin::sample());
    let rendered = prerendered_pairs(&handbook);
    let has =
        |from: &str, to: &str| rendered.contains(&(level(&handbook, from), level(&handbook, to)));
    assert!(has("senior", "staff") && has("senior", "engineering-manager"));
    assert!(has("staff", "engineering-manager") && has("engineering-manager", "staff"));
    assert!(has("principal", "director") && has("distinguished", "vp"));
    assert!(!has("junior", "cto") && !has("director", "principal"));
    // Nine neighbours, seven moves from one track to the other, and the pairs of two grades without moves.
    assert_eq!(rendered.len(), 9 + 7 + 2);
}

#[test]
fn the_number_of_rendered_pairs_does_not_grow_with_the_square() {
    let files: Vec<(String, String)> = (0..400)
        .map(|track| {
            (format!("content/levels/t{track}/1-a.md"), "---\ntitle: A\ngrade: 1\n---\n".to_owned())
        })
        .collect();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let handbook = handbook(&project(&files));
    assert!(prerendered_pairs(&handbook).len() <= 66);
}

#[test]
fn neighbours_of_a_generated_handbook_are_left_to_the_picker() {
    let level = |number: usize| {
        let next = if number == 7 { "next: [l9]\n" } else { "" };
        (format!("content/levels/t/{number}-l{number}.md"), format!("---\ntitle: L\n{next}---\n"))
    };
    let files: Vec<(String, String)> = (1..=2_001).map(level).collect();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let large = handbook(&project(&files));
    assert_eq!(prerendered_pairs(&large).len(), 1, "the declared move alone");
    let small = handbook(&project(&files[..2_000]));
    assert_eq!(prerendered_pairs(&small).len(), 1_999 + 1);
}

/// Tracks of one level each, each third of them abstract, and their colours by the definition: each has that of
/// its place among those with pages.
#[test]
fn levels_side_by_side_have_colours_of_their_own() {
    for count in [1, 3, 22, 24, 30] {
        let is_abstract = |it: usize| it % 3 == 1;
        let register: String = (0..count)
            .map(|it| {
                format!("- {{id: t{it}, title: Track {it}, abstract: {}}}\n", is_abstract(it))
            })
            .collect();
        let register = format!("tracks:\n{register}");
        let names: Vec<String> =
            (0..count).map(|it| format!("content/levels/t{it}/1-a{it}.md")).collect();
        let mut files = vec![("content/tracks.yaml", register.as_str())];
        files.extend(names.iter().map(|name| (name.as_str(), "---\ntitle: A\n---\n")));
        let handbook = handbook(&project(&files));
        let with_pages = |until: usize| (0..until).filter(|it| !is_abstract(*it)).count();
        let highest = with_pages(count).min(HUES);
        for it in (0..count).filter(|it| !is_abstract(*it)) {
            let one = level(&handbook, &format!("t{it}/a{it}"));
            let own = with_pages(it) % HUES + 1;
            let free = if highest < HUES { highest + 1 } else { 1 + usize::from(own == 1) };
            assert_eq!(handbook.hue(handbook[one].track), own, "{it} of {count}");
            assert_eq!(handbook.hues_beside(&[one, one]), [own, free], "{it} of {count}");
        }
    }
}
