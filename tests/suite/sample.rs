//! The sample handbook, which `init` writes as well: complete, without a warning.

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
fn every_level_has_three_to_five_criteria_a_cell() {
    let json = json(&build(&builtin::sample()).output);
    for level in json["levels"].as_array().expect("levels") {
        let cells = level["cells"].as_array().expect("cells");
        assert_eq!(cells.len(), 7, "{}", level["id"]);
        for cell in cells {
            let criteria = cell["criteria"].as_array().expect("criteria");
            assert!((3..=5).contains(&criteria.len()), "{} {}", level["id"], cell["competency"]);
            for criterion in criteria {
                let words = criterion["text"].as_str().expect("text").split_whitespace().count();
                assert!(words <= 22, "{}: {words} words", criterion["id"]);
            }
        }
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
    assert_eq!(kind("ic/senior", "management/tech-lead"), "lateral");
    assert_eq!(kind("ic/staff", "management/engineering-manager"), "lateral");
    assert_eq!(kind("management/tech-lead", "ic/senior"), "back");
    assert_eq!(kind("management/engineering-manager", "ic/staff"), "back");
}
