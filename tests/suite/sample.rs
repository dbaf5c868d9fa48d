//! The sample handbook, which `init` writes as well: complete, without a warning.

use std::collections::BTreeSet;

use ladderbook::builtin;

use crate::support::{build, json, level, report, text};

const IC: [&str; 6] = ["junior", "mid", "senior", "staff", "principal", "distinguished"];
const MANAGEMENT: [&str; 5] = ["tech-lead", "engineering-manager", "director", "vp", "cto"];

#[test]
fn builds_without_a_word() {
    let sample = builtin::sample();
    let build = build(&sample);
    assert!(build.diagnostics.is_empty(), "{}", report(&build.diagnostics, &sample));
}

#[test]
fn has_a_page_for_each_of_the_eleven_levels() {
    let output = build(&builtin::sample()).output;
    let ic = IC.iter().map(|id| format!("levels/ic/{id}/index.html"));
    let management = MANAGEMENT.iter().map(|id| format!("levels/management/{id}/index.html"));
    for path in ic.chain(management) {
        assert!(text(&output, &path).contains("<h1"), "{path}");
    }
}

#[test]
fn every_level_has_three_to_five_criteria_of_its_own_a_cell() {
    let json = json(&build(&builtin::sample()).output);
    for level in json["levels"].as_array().expect("levels") {
        let cells = level["cells"].as_array().expect("cells");
        assert_eq!(cells.len(), 7, "{}", level["id"]);
        for cell in cells {
            let criteria = cell["criteria"].as_array().expect("criteria");
            let own = criteria.iter().filter(|it| it["origin"].is_null()).count();
            assert!((3..=5).contains(&own), "{} {}: {own}", level["id"], cell["competency"]);
        }
    }
}

#[test]
fn a_tech_lead_is_expected_all_that_a_senior_engineer_is() {
    let json = json(&build(&builtin::sample()).output);
    let ids = |level_id: &str| -> BTreeSet<String> {
        let cells = level(&json, level_id)["cells"].as_array().expect("cells").clone();
        let criteria = cells.iter().flat_map(|it| it["criteria"].as_array().expect("criteria"));
        criteria.map(|it| it["id"].to_string()).collect()
    };
    assert!(ids("management/tech-lead").is_superset(&ids("ic/senior")));
}

/// A committee with a spreadsheet must not find that the steps of one grade come to one sum, and take it for a rule.
#[test]
fn steps_of_one_grade_are_not_balanced() {
    let json = json(&build(&builtin::sample()).output);
    let sum = |id: &str| -> u64 {
        let cells = level(&json, id)["cells"].as_array().expect("cells").clone();
        cells.iter().map(|it| it["expect"]["first"]["number"].as_u64().expect("a step")).sum()
    };
    for (engineer, manager) in [
        ("ic/senior", "management/tech-lead"),
        ("ic/staff", "management/engineering-manager"),
        ("ic/principal", "management/director"),
        ("ic/distinguished", "management/vp"),
    ] {
        assert_ne!(sum(engineer), sum(manager), "{engineer} and {manager}");
    }
}

#[test]
fn every_level_states_the_four_facts() {
    let json = json(&build(&builtin::sample()).output);
    for level in json["levels"].as_array().expect("levels") {
        for fact in ["scope", "autonomy", "impact", "experience"] {
            assert!(level["facts"][fact].is_string(), "{} has no {fact}", level["id"]);
        }
    }
}

#[test]
fn moves_lead_from_one_track_to_the_other_and_back() {
    let json = json(&build(&builtin::sample()).output);
    let kind = |from: &str, to: &str| {
        let moves = level(&json, from)["next"].as_array().expect("moves").clone();
        let found = moves.iter().find(|step| step["to"] == to).cloned();
        found.unwrap_or_else(|| panic!("no move from {from} to {to}"))["kind"].clone()
    };
    assert_eq!(kind("ic/senior", "ic/staff"), "promotion");
    for (one, other) in
        [("ic/senior", "management/tech-lead"), ("ic/staff", "management/engineering-manager")]
    {
        assert_eq!(kind(one, other), "lateral", "{one} to {other}");
        assert_eq!(kind(other, one), "lateral", "{other} to {one}");
    }
    assert_eq!(kind("management/tech-lead", "ic/staff"), "promotion");
    // Who manages for the first time is not promoted by the title.
    assert_eq!(kind("ic/senior", "management/engineering-manager"), "lateral");
    assert_eq!(kind("management/tech-lead", "management/engineering-manager"), "lateral");
    assert_eq!(kind("management/engineering-manager", "ic/senior"), "back");
}
