//! The handbooks below tests/ladders: small, written for the tests, together with everything that a
//! handbook may hold.

use ladderbook::disk;
use ladderbook::tree::Tree;

use crate::support::{build, report, root};

/// Their folders.
pub const LADDERS: [&str; 6] = ["axes", "blocks", "everything", "frameworks", "numbers", "themes"];

/// One of them.
pub fn ladder(name: &str) -> Tree {
    let (project, found) = disk::read(&root().join("tests/ladders").join(name)).expect("a folder");
    assert!(found.is_empty(), "{name}: {found:?}");
    project
}

#[test]
fn they_are_sound() {
    for name in LADDERS {
        let project = ladder(name);
        let found = build(&project).diagnostics;
        assert!(!found.has_errors(), "{name}: {}", report(&found, &project));
    }
}

/// Each thing of the format, and a text that stands where it is used.
const FEATURES: [(&str, &str); 70] = [
    ("a book's authors", "book.authors = "),
    ("a logo", "book.logo = "),
    ("a picture for sharing", "book.image = "),
    ("an address in full", "build.base-url = "),
    ("a theme", "build.theme = "),
    ("links to the forge", "repository.edit-url = "),
    ("nested lists", "ladder.nested = "),
    ("the order of facts", "ladder.facts = "),
    ("a book whose criteria add up", "ladder.cumulative = true"),
    ("a severity", "check.missing-cell = "),
    ("redirects", "redirects."),
    ("abstract tracks", "abstract: true"),
    ("tracks that extend another", "extends: core"),
    ("a chain of them", "extends: backend"),
    ("some competencies inherited", "competencies: [listening, impact]"),
    ("all competencies inherited", "competencies: all"),
    ("inheriting before", "place: before"),
    ("inheriting after", "place: after"),
    ("inheriting without examples", "examples: false"),
    ("groups of tracks", "group: "),
    ("a track's own word on adding up", "cumulative: false"),
    ("draft tracks", "status: draft, group"),
    ("retired tracks", "status: retired, replaced-by"),
    ("scales", "scale: words"),
    ("categories", "category: making"),
    ("aliases of competencies", "aliases: [Shipping]"),
    ("competencies of some tracks", "tracks: [people]"),
    ("competencies from a grade on", "from: 2"),
    ("steps with text", "    text: |"),
    ("steps with criteria", "    criteria:"),
    ("steps with examples", "    examples: ["),
    ("calls in steps", "      {{<criterion id="),
    ("terms with aliases", "aliases: [backlog"),
    ("terms with links", "link: guides/"),
    ("codes", "code: "),
    ("one grade", "grade: 1"),
    ("several grades", "grade: [2, 3]"),
    ("facts", "facts: {"),
    ("expected numbers", "expect: {depth: 2,"),
    ("expected ranges", "depth: [2, 3]"),
    ("expectations open above", "breadth: 1+"),
    ("moves", "kind: lateral, note: "),
    ("addresses that levels had", "aliases: [/old/"),
    ("guests from other tracks", "also-in: ["),
    ("the same expectations", "same-as: people/lead"),
    ("the same and more", "but-also: true"),
    ("retired levels", "status: retired\nreplaced-by"),
    ("internal levels", "visibility: internal"),
    ("steps within a level", "sublevels: "),
    ("links of a level", "links: [{label: "),
    ("prose in a level", "{.prose}"),
    ("internal parts", "{.internal}"),
    ("empty cells", "{.none}"),
    ("new criteria", ".new}"),
    ("dropped criteria", ".drop}"),
    ("old ids", " was="),
    ("grown criteria", " replaces="),
    ("cells that are the same", "{same-as="),
    ("links to criteria", "[[#"),
    ("links to cells", "[[senior#writing]]"),
    ("links to files", "(2-mid.md)"),
    ("footnotes", "[^a]"),
    ("lists with numbers that go on", "\n3. "),
    ("paragraphs that lead to lists", "requires:\n\n- "),
    ("groups in groups", "\n##### "),
    ("lists that belong to a criterion", "{.detail}"),
    ("text under a category", "## Craft\n\nCraft is"),
    ("boxes and struck words", "- [x] Helps ~~"),
    ("components of a theme", "{% component note("),
    ("templates over others", "{% extends \"default/"),
];

/// Files that a handbook may have.
const FILES: [&str; 16] = [
    "content/index.md",
    "content/tracks.yaml",
    "content/competencies.yaml",
    "content/scales.yaml",
    "content/glossary.yaml",
    "content/glossary.md",
    "content/matrix.md",
    "content/compare.md",
    "content/competencies/index.md",
    "content/competencies/delivery.md",
    "content/levels/ic/index.md",
    "content/moves/senior--lead.md",
    "content/guides/index.md",
    "content/brand/logo.svg",
    "themes/own/assets/css/brand.css",
    "themes/default/i18n/en.toml",
];

#[test]
fn together_they_use_everything() {
    let ladders: Vec<Tree> = LADDERS.iter().map(|name| ladder(name)).collect();
    let texts: Vec<String> = ladders
        .iter()
        .flat_map(|ladder| ladder.iter())
        .map(|(_, file)| String::from_utf8_lossy(file.bytes()).into_owned())
        .collect();
    for (feature, mark) in FEATURES {
        assert!(
            texts.iter().any(|text| text.contains(mark)),
            "no handbook has {feature}: {mark:?}"
        );
    }
    for path in FILES {
        assert!(ladders.iter().any(|it| it.get(path).is_some()), "no handbook has `{path}`");
    }
    for (component, _) in ladderbook::handbook::components::COMPONENTS {
        let call = format!("{{{{<{component} ");
        assert!(texts.iter().any(|text| text.contains(&call)), "no handbook calls `{component}`");
    }
}
