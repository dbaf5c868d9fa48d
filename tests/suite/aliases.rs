//! Old addresses, and what follows from them: every page kind, comparisons, names in the exported handbook.

use ladderbook::diagnostic::Code;
use ladderbook::tree::Tree;

use crate::support::{build, json, level, project, report, text};

/// A handbook in which everything was once called otherwise.
fn renamed() -> Tree {
    project(&[
        (
            "book.toml",
            "book.title = \"T\"\n[redirects]\n\"/levels/ic/principal/\" = \"/levels/engineering/staff/\"\n\
             \"/the-work/\" = \"/levels/engineering/staff/#shipping\"\n\
             \"/any-two/\" = \"/compare/?from=engineering/staff&to=engineering/middle\"\n",
        ),
        ("content/index.md", "---\naliases: [/welcome/]\n---\n\nHello.\n"),
        ("content/matrix.md", "---\naliases: [/table/]\n---\n"),
        ("content/compare.md", "---\naliases: [/side-by-side/]\n---\n"),
        ("content/glossary.yaml", "terms:\n  - {term: Bet, text: A guess with a date.}\n"),
        ("content/glossary.md", "---\naliases: [/words/]\n---\n"),
        ("content/competencies/index.md", "---\naliases: [/skills/]\n---\n"),
        ("content/competencies/shipping.md", "---\naliases: [/skills/output/]\n---\n"),
        (
            "content/competencies.yaml",
            "competencies:\n  - {id: shipping, title: Shipping, was: [delivery]}\n",
        ),
        ("content/guides/pay.md", "---\ntitle: Pay\naliases: [/money.html]\n---\n"),
        ("content/moves/middle--staff.md", "---\naliases: [/growing/]\n---\n\nGrow.\n"),
        ("content/levels/engineering/index.md", "---\naliases: [/levels/ic/]\n---\n"),
        (
            "content/levels/engineering/1-middle.md",
            "---\ntitle: Middle\nexpect: {delivery: 1}\naliases: [/levels/ic/mid/]\n---\n\n\
             See [[delivery]] and [[staff#delivery]].\n\n## Shipping\n\n- Ships {#ships}\n",
        ),
        (
            "content/levels/engineering/2-staff.md",
            "---\ntitle: Staff\n---\n\n## Shipping\n\n- Ships with others {#ships-with-others}\n",
        ),
    ])
}

/// Where a page at an old address leads.
fn target(output: &Tree, path: &str) -> String {
    let page = text(output, path);
    let link = page.split("<a href=\"").nth(1).and_then(|rest| rest.split('"').next());
    link.unwrap_or_else(|| panic!("`{path}` leads nowhere")).to_owned()
}

#[test]
fn a_page_of_every_kind_keeps_its_old_address() {
    let project = renamed();
    let build = build(&project);
    let mut others = build.diagnostics.iter().filter(|it| it.code != Code::FormerName);
    assert!(others.next().is_none(), "{}", report(&build.diagnostics, &project));
    let expected = [
        ("welcome/index.html", "../"),
        ("table/index.html", "../matrix/"),
        ("side-by-side/index.html", "../compare/"),
        ("words/index.html", "../glossary/"),
        ("skills/index.html", "../competencies/"),
        ("skills/output/index.html", "../../competencies/shipping/"),
        ("competencies/delivery/index.html", "../shipping/"),
        ("money.html", "guides/pay/"),
        ("growing/index.html", "../compare/middle--staff/"),
        ("levels/ic/index.html", "../engineering/"),
        ("levels/ic/mid/index.html", "../../engineering/middle/"),
    ];
    for (old, new) in expected {
        assert_eq!(target(&build.output, old), new, "{old}");
    }
}

#[test]
fn what_an_alias_brings_along_leads_on() {
    let output = build(&renamed()).output;
    let expected = [
        // The levels of a track that had another folder.
        ("levels/ic/staff/index.html", "../../engineering/staff/"),
        ("levels/ic/middle/index.html", "../../engineering/middle/"),
        ("levels/ic/principal/index.html", "../../engineering/staff/"),
        // Comparisons of levels that had other names, one of them or both.
        ("compare/mid--staff/index.html", "../middle--staff/"),
        ("compare/middle--principal/index.html", "../middle--staff/"),
        ("compare/mid--principal/index.html", "../middle--staff/"),
        // A redirect may lead to a passage, or to a choice.
        ("the-work/index.html", "../levels/engineering/staff/#shipping"),
    ];
    for (old, new) in expected {
        assert_eq!(target(&output, old), new, "{old}");
    }
    let choice = target(&output, "any-two/index.html");
    assert!(choice.starts_with("../compare/?from=engineering/staff&"), "{choice}");
}

#[test]
fn scripts_are_told_what_levels_and_competencies_were_called() {
    let output = build(&renamed()).output;
    let handbook = json(&output);
    let was = |id: &str| level(&handbook, id)["was"].clone();
    assert_eq!(was("engineering/middle"), serde_json::json!(["ic/mid", "ic/middle"]));
    assert_eq!(was("engineering/staff"), serde_json::json!(["ic/principal", "ic/staff"]));
    assert_eq!(handbook["competencies"][0]["was"], serde_json::json!(["delivery"]));
    let picker = text(&output, "compare/index.html");
    assert!(
        picker.contains("value=\"engineering/middle\" data-was=\"ic/mid ic/middle\""),
        "{picker}"
    );
}

#[test]
fn an_old_id_of_a_competency_is_an_anchor_where_the_competency_is_one() {
    let output = build(&renamed()).output;
    for page in ["levels/engineering/staff/index.html", "compare/middle--staff/index.html"] {
        let html = text(&output, page);
        assert_eq!(html.matches("id=\"delivery\"").count(), 1, "{page}");
    }
    assert!(text(&output, "print/index.html").contains("--delivery\""), "on paper");
    assert!(text(&output, "levels/engineering/middle/index.html").contains("staff/#shipping"));
}

#[test]
fn an_old_name_that_is_taken_again_is_that_of_the_new_one() {
    let files = [
        ("content/levels/ic/1-junior.md", "---\ntitle: Junior\n---\n"),
        ("content/levels/ic/2-mid.md", "---\ntitle: Another Mid\n---\n"),
        (
            "content/levels/ic/3-senior.md",
            "---\ntitle: Senior\naliases: [/levels/ic/mid.html]\n---\n",
        ),
        ("content/levels/lead/1-mid.md", "---\ntitle: Lead\naliases: [/levels/people/mid/]\n---\n"),
        ("content/levels/lead/2-head.md", "---\ntitle: Head\n---\n"),
    ];
    let build = build(&project(&files));
    assert!(build.diagnostics.is_empty(), "{}", report(&build.diagnostics, &project(&files)));
    let handbook = json(&build.output);
    assert!(level(&handbook, "ic/senior")["was"].is_null());
    assert_eq!(level(&handbook, "lead/mid")["was"], serde_json::json!(["people/mid"]));
    // Where an id is that of several levels, the track stood in front of it.
    assert_eq!(target(&build.output, "compare/people.mid--head/index.html"), "../lead.mid--head/");
    assert_eq!(target(&build.output, "levels/ic/mid.html"), "senior/");
    assert!(text(&build.output, "levels/ic/mid/index.html").contains("Another Mid"));
}

#[test]
fn an_alias_at_the_address_of_a_page_is_reported_and_what_follows_from_it_is_not() {
    let files = [
        (
            "content/levels/ic/1-junior.md",
            "---\ntitle: Junior\naliases: [/levels/ic/senior/]\n---\n",
        ),
        ("content/levels/ic/2-senior.md", "---\ntitle: Senior\n---\n"),
    ];
    let found: Vec<Code> = build(&project(&files)).diagnostics.iter().map(|it| it.code).collect();
    assert_eq!(found, [Code::DuplicateUrl]);
}

#[test]
fn a_redirect_carries_a_policy_and_works_without_scripts() {
    let page = text(&build(&renamed()).output, "levels/ic/mid/index.html");
    for part in [
        "script-src 'self'",
        "<script src=\"../../../assets/redirect.js\"></script>",
        "<noscript><meta http-equiv=\"refresh\" content=\"0; url=../../engineering/middle/\"></noscript>",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
}
