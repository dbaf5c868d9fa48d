//! The criteria of the sample handbook, held to the rules of its guide "How to write a criterion" as far as a
//! machine can tell.

use std::collections::{BTreeMap, BTreeSet};

use ladderbook::builtin;
use serde_json::Value;

use crate::support::{build, json};

/// Praise and fillers that nobody can observe, and turns that make a second-language reader stop.
const BANNED: [&str; 30] = [
    "strong",
    "strongly",
    "excellent",
    "outstanding",
    "good",
    "great",
    "best",
    "very",
    "highly",
    "always",
    "regularly",
    "consistently",
    "continuously",
    "effectively",
    "efficiently",
    "successfully",
    "proactively",
    "proactive",
    "passionate",
    "truly",
    "clearly",
    "openly",
    "plainly",
    "leverages",
    "ensures",
    "drives",
    "somebody",
    "whoever",
    "%",
    ";",
];

/// Joints that hide a second behaviour.
const JOINTS: [&str; 4] = ["as well as", "together with", "while also", "by which"];

/// A criterion of a level's own, with the track and the order of its level.
struct Criterion {
    track: String,
    level: String,
    order: usize,
    id: String,
    text: String,
    replaces: Vec<String>,
    examples: Vec<String>,
}

fn criteria() -> Vec<Criterion> {
    let json = json(&build(&builtin::sample()).output);
    let mut orders: BTreeMap<String, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for level in array(&json["levels"]) {
        let track = text(&level["track"]);
        let order = orders.entry(track.clone()).or_default();
        *order += 1;
        for criterion in array(&level["cells"]).iter().flat_map(|cell| array(&cell["criteria"])) {
            if criterion["origin"].is_null() {
                found.push(Criterion {
                    track: track.clone(),
                    level: text(&level["id"]),
                    order: *order,
                    id: text(&criterion["id"]),
                    text: text(&criterion["text"]),
                    replaces: texts(&criterion["replaces"]),
                    examples: texts(&criterion["examples"]),
                });
            }
        }
    }
    assert!(found.len() > 200, "{} criteria", found.len());
    found
}

fn array(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

fn texts(value: &Value) -> Vec<String> {
    array(value)
        .iter()
        .map(|it| it.as_str().map_or_else(|| it.to_string(), str::to_owned))
        .collect()
}

/// What breaks a rule in a criterion, in words; empty if nothing does.
fn faults(criterion: &str, verbs: &BTreeSet<String>) -> Vec<String> {
    let mut faults = Vec::new();
    let words: Vec<String> = criterion
        .split_whitespace()
        .map(|word| word.trim_matches([',', ':', '“', '”', '.']).to_lowercase())
        .collect();
    if !(4..=20).contains(&words.len()) {
        faults.push(format!("{} words", words.len()));
    }
    if criterion.ends_with(['.', '!', '?']) {
        faults.push("ends like a sentence".to_owned());
    }
    if verb(criterion).is_none() {
        faults.push("does not begin with a verb in the third person".to_owned());
    }
    let lower = criterion.to_lowercase();
    for banned in BANNED {
        let is_sign = !banned.chars().all(char::is_alphabetic);
        if words.iter().any(|word| word == banned) || is_sign && lower.contains(banned) {
            faults.push(format!("says “{banned}”"));
        }
    }
    for joint in JOINTS.iter().filter(|joint| lower.contains(**joint)) {
        faults.push(format!("joins with “{joint}”"));
    }
    for pair in words.windows(2) {
        if matches!(pair[0].as_str(), "and" | "or" | "then") && verbs.contains(&pair[1]) {
            faults.push(format!("does a second thing: {} {}", pair[0], pair[1]));
        }
    }
    faults
}

/// The verb that a criterion begins with, if it is one in the third person.
fn verb(criterion: &str) -> Option<String> {
    let first = criterion.split_whitespace().next()?;
    let is_capital = first.starts_with(char::is_uppercase);
    let is_word = first.chars().all(char::is_alphabetic);
    let is_third = first.ends_with('s') && !first.ends_with("ss");
    (is_capital && is_word && is_third).then(|| first.to_lowercase())
}

#[test]
fn each_is_one_observable_behaviour_in_plain_words() {
    let criteria = criteria();
    let verbs: BTreeSet<String> = criteria.iter().filter_map(|it| verb(&it.text)).collect();
    let found: Vec<String> = criteria
        .iter()
        .flat_map(|it| {
            let faults = faults(&it.text, &verbs).into_iter();
            faults.map(move |fault| format!("{} #{}: {fault}", it.level, it.id))
        })
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_rules_find_what_they_are_for() {
    let verbs = ["reviews", "mentors"].map(str::to_owned).into();
    let count = |text: &str| faults(text, &verbs).len();
    assert_eq!(count("Reviews a design for how it will fail"), 0);
    assert_eq!(count("Strong communicator in all situations"), 2);
    assert_eq!(count("Reviews designs and mentors colleagues in other teams"), 1);
    assert_eq!(count("Ensures quality regularly by which users gain"), 3);
    assert_eq!(count("Able to explain a trade-off to others"), 1);
    assert_eq!(count("Reviews code"), 1);
    assert_eq!(count("Reviews a design for how it will fail."), 1);
}

#[test]
fn examples_are_scenes_without_percentages() {
    for it in criteria() {
        for example in &it.examples {
            assert!(!example.contains('%'), "{} #{}: {example}", it.level, it.id);
        }
    }
}

#[test]
fn no_two_say_the_same() {
    let mut seen = BTreeMap::new();
    for it in criteria() {
        if let Some(other) = seen.insert(it.text.to_lowercase(), it.id.clone()) {
            panic!("#{other} and #{} say the same: {}", it.id, it.text);
        }
    }
}

/// Ids of what is still expected at the last level of a track: what it and the levels before say, without what a
/// later one replaces.
fn expected_at_the_end(criteria: &[Criterion], track: &str) -> BTreeSet<String> {
    let of_track = || criteria.iter().filter(|it| it.track == track);
    let replaced: BTreeSet<&String> = of_track().flat_map(|it| &it.replaces).collect();
    of_track().map(|it| &it.id).filter(|id| !replaced.contains(id)).cloned().collect()
}

#[test]
fn what_has_grown_is_not_expected_beside_what_it_grew_into() {
    let criteria = criteria();
    let ic = expected_at_the_end(&criteria, "ic");
    let management = expected_at_the_end(&criteria, "management");
    for gone in ["finishes-prepared-tasks", "reports-flaky-tests", "handles-alerts"] {
        assert!(criteria.iter().any(|it| it.id == gone), "there is no `{gone}`");
        assert!(!ic.contains(gone), "a distinguished engineer is still expected `{gone}`");
    }
    for gone in ["rotates-dull-work", "limits-work-under-way", "notices-quiet-tasks"] {
        assert!(criteria.iter().any(|it| it.id == gone), "there is no `{gone}`");
        assert!(!management.contains(gone), "a CTO is still expected `{gone}`");
    }
}

#[test]
fn each_level_after_the_first_grows_something_of_the_one_before() {
    let criteria = criteria();
    let level_of: BTreeMap<&str, &Criterion> =
        criteria.iter().map(|it| (it.id.as_str(), it)).collect();
    let levels: BTreeMap<&str, (&str, usize)> =
        criteria.iter().map(|it| (it.level.as_str(), (it.track.as_str(), it.order))).collect();
    for (level, (track, order)) in levels.into_iter().filter(|(_, (_, order))| *order > 1) {
        let own = criteria.iter().filter(|it| it.level == level);
        let grown = own.flat_map(|it| &it.replaces).filter(|id| {
            let earlier = level_of.get(id.as_str());
            earlier.is_some_and(|it| it.track == track && it.order + 1 == order)
        });
        assert!(grown.count() >= 4, "{level} hardly grows out of the level before");
    }
}
