//! Ids of pages: each stands once on its page, and what refers to one finds it, whatever authors call
//! things and however often a page shows them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use ladderbook::config::Overrides;
use ladderbook::editions::{Past, Revision};
use ladderbook::memo::Memo;
use ladderbook::site::{self, Build};
use ladderbook::tree::Tree;

use crate::html::attributes;
use crate::ladders::{LADDERS, ladder};
use crate::site_links::dead_links;
use crate::support::{build, project, report, root};

/// Attributes whose values are ids of the same page. What scripts fill in names ids that they make.
const REFERENCES: [&str; 4] = ["aria-labelledby", "aria-describedby", "for", "headers"];

/// The pages of a site, by their paths.
fn pages(output: &Tree) -> BTreeMap<String, String> {
    let pages = output.iter().filter(|(path, _)| path.extension() == "html");
    pages
        .map(|(path, file)| (path.to_string(), String::from_utf8_lossy(file.bytes()).into_owned()))
        .collect()
}

/// What is wrong with the ids of the pages.
fn faults(pages: &BTreeMap<String, String>) -> Vec<String> {
    let mut faults = Vec::new();
    for (path, html) in pages {
        let mut ids: BTreeMap<String, usize> = BTreeMap::new();
        attributes(html, "id").into_iter().for_each(|id| *ids.entry(id).or_default() += 1);
        let twice = ids.iter().filter(|(_, count)| **count > 1);
        faults.extend(twice.map(|(id, _)| format!("{path}: `{id}` stands twice")));
        if ids.contains_key("") {
            faults.push(format!("{path} has an empty id"));
        }
        for attribute in REFERENCES {
            let named = attributes(html, attribute);
            let named = named.iter().flat_map(|value| value.split_whitespace());
            let lost = named.filter(|id| !id.contains('{') && !ids.contains_key(*id));
            faults.extend(lost.map(|id| format!("{path}: {attribute} names `{id}`")));
        }
    }
    faults
}

/// A level with notes wherever text stands, raw anchors, old ids, and ids that other things have as well.
fn level(title: &str, own: &str, front: &str) -> String {
    format!(
        "---\ntitle: {title}\ngrade: 1\n{front}---\n\nIntroduced.[^1] <a id=\"spot\"></a>\n\n### Delivery\n\n\
         ## Craft\n\nStraight under the category.[^craft] <a name=\"craft\"></a>\n\n### Delivery\n\n\
         Prose of the cell.[^1] <b id=\"{own}-raw\">raw</b> <b id=\"ships-{own}\">raw</b>\n\nLeads to it:[^lead]\n\n\
         - Ships {own}[^1] {{#{own}-ships was=ships-{own} was=delivery}}\n  - Example[^example]\n\
         - Ships more[^1][^lead] {{#{own}-more was={own}-ships}}\n- Ships the same\n- #### Headed\n\n  In an item\n\n\
         #### Delivery\n\n1. Counted[^1]\n2. Counted again\n\n<p id=\"spot\">Raw</p>\n\n\
         ## Care\n\n- Ships the same\n- Listens {{#text-notes-{own}}}\n\n## Notes {{.prose #care}}\n\n### Again {{#{own}-more}}\n\n### Delivery\n\n### Delivery\n\n\
         Again.[^1] <i id=\"delivery\">raw</i> <i id=\"lb-main\">raw</i> <i id=\"lb-fn-1\">raw</i>\n\n\
         [^1]: One of {own}.[^inner]\n[^lead]: Two of {own}.\n[^craft]: Three.\n[^example]: Four.\n[^inner]: Five of {own}.\n"
    )
}

/// An edition in which all stands as it stands today.
const EDITION: &str = "[[editions]]\nname = \"then\"\nrev = \"then\"\n";

/// The site of a handbook with its edition, whose pages have the same ids.
fn with_edition(project: &Tree) -> Build {
    let revision = Revision {
        day: "2025-01-10".to_owned(),
        commit: "c0ffee".to_owned(),
        tree: project.clone(),
    };
    let past = Past::new([("then".to_owned(), Ok(revision))]);
    let overrides = Overrides { past, ..Overrides::default() };
    site::build_with(project, &overrides, &mut Memo::default())
}

fn handbook(audience: &str) -> Tree {
    let book = format!(
        "[book]\ntitle = \"Ids\"\n[build]\naudience = \"{audience}\"\ndrafts = true\n[calibrate]\nenabled = true\n{EDITION}"
    );
    let lead = level("Lead", "lead", "same-as: {level: ic/two, but-also: true}\n");
    let (one, two, three) = (
        level("One", "one", "expect: {care: 1}\nnext: [two, em/lead]\n"),
        level("Two", "two", "expect: {care: 2}\nalso-in: [em]\n"),
        level("Three", "three", "expect: {care: 2}\nvisibility: internal\n"),
    );
    project(&[
        ("book.toml", &book),
        (
            "content/index.md",
            "Home.[^1]\n\n## Delivery\n\n## Delivery\n\n<a id=\"delivery\"></a>\n\n[^1]: Of home.\n",
        ),
        (
            "content/tracks.yaml",
            "tracks:\n- {id: ic, title: Makers, cumulative: true}\n- {id: em, title: Managers}\n- {id: more, title: More, extends: ic}\n",
        ),
        (
            "content/competencies.yaml",
            "categories:\n- {id: craft, title: Craft}\ncompetencies:\n- {id: delivery, title: Delivery, category: craft, was: [shipping, care]}\n- id: care\n  title: Care\n  was: [kindness, shipping]\n  steps:\n  - title: Learns\n    text: |\n      Learns.[^1]\n\n      [^1]: A note of the step.\n    criteria: ['Asks {#asks was=ask}']\n  - title: Owns\n    text: |\n      Owns.[^1]\n\n      ### How\n\n      [^1]: A note of the other step.\n    criteria: ['Answers {#answers}']\n    examples: ['<a id=\"spot\">raw</a>']\n",
        ),
        (
            "content/competencies/delivery.md",
            "Prose.[^1] <a id=\"spot\"></a>\n\n## Makers {#track-ic}\n\n[^1]: Of the competency.\n",
        ),
        (
            "content/glossary.yaml",
            "terms:\n- term: spot\n  text: |\n    A place.[^1] <a id=\"term-spot\"></a>\n\n    [^1]: A note of the term.\n- {term: Spot on, aliases: [exact], text: Right.}\n",
        ),
        ("content/glossary.md", "Words.[^1]\n\n## Spot {#term-spot}\n\n[^1]: Of words.\n"),
        ("content/matrix.md", "All.[^1] <a id=\"spot\"></a>\n\n## Makers\n\n[^1]: Of all.\n"),
        ("content/compare.md", "Two.[^1]\n\n## Picker\n\n[^1]: Of two.\n"),
        (
            "content/levels/ic/index.md",
            "Track.[^1] <a id=\"spot\"></a>\n\n## Delivery\n\n[^1]: Of the track.\n",
        ),
        ("content/levels/ic/1-one.md", &one),
        ("content/levels/ic/2-two.md", &two),
        ("content/levels/ic/3-three.md", &three),
        ("content/levels/em/1-lead.md", &lead),
        (
            "content/levels/more/1-one.md",
            "---\ntitle: One more\ngrade: 1\n---\n\n## Care\n\n- Listens longer\n",
        ),
        (
            "content/moves/one--two.md",
            "Move.[^1] <a id=\"delivery\"></a>\n\n## Delivery\n\n[^1]: Of the move.\n",
        ),
        (
            "content/competencies/index.md",
            "Both.[^1]\n\n## Craft\n\n<a id=\"craft\"></a>\n\n[^1]: Of both.\n",
        ),
        ("content/guides/index.md", "# Guides\n\n## LB main\n\n## lb contents\n"),
        (
            "content/guides/twice.md",
            "# Twice\n\n## Same {#same}\n\n## Same {#same}\n\n## Same\n\n## Same 1\n\n<a id=\"same\" name=\"same\"></a><a id=\"same-1\"></a>\n\nSpot.[^1]\n\n{{<criterion id=\"one-ships\" />}}\n\n{{<matrix track=\"ic\" />}}\n\n{{<matrix track=\"ic\" />}}\n\n{{<compare from=\"ic/one\" to=\"ic/two\" />}}\n\n{{<radar levels=\"ic/one ic/two\" />}}\n\n{{<ladder-map />}}\n\n{{<ladder-map />}}\n\n[^1]: Of twice.\n",
        ),
    ])
}

#[test]
fn no_id_stands_twice_and_each_that_is_named_is_there() {
    for audience in ["public", "internal"] {
        let project = handbook(audience);
        let build = with_edition(&project);
        // What is called like something else is reported, and shown all the same.
        assert!(build.pages > 25, "{}", report(&build.diagnostics, &project));
        let pages = pages(&build.output);
        assert_eq!(faults(&pages), Vec::<String>::new(), "{audience}");
        let dead = dead_links(&build.output, "/");
        assert!(dead.is_empty(), "{audience}: {dead:?}");

        let of_source = fs::read_to_string(root().join("src/handbook/page.rs")).expect("a source");
        let kinds: BTreeSet<&str> = of_source
            .split("name: \"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|name| !name.is_empty())
            .collect();
        let is_of =
            |html: &str, kind: &str| html.contains(&format!("<body class=\"kind-{kind}\">"));
        let missing = kinds.iter().filter(|kind| !pages.values().any(|html| is_of(html, kind)));
        assert_eq!(missing.collect::<Vec<_>>(), Vec::<&&str>::new(), "kinds without a page");

        // Each note that is on a page is led to from there, and has its own words.
        for path in ["levels/ic/one", "matrix", "competencies/delivery", "levels/ic", "print"] {
            let html = &pages[&format!("{path}/index.html")];
            let ids: Vec<String> = attributes(html, "id");
            let notes = ids.iter().filter(|id| id.starts_with("lb-fn-")).count();
            let marks = ids.iter().filter(|id| id.starts_with("lb-fnref-")).count();
            assert!(notes >= 2 && notes == marks, "{path}: {notes} notes, {marks} marks");
        }
    }
}

#[test]
fn the_ladders_of_the_tests_have_no_id_twice() {
    for name in LADDERS {
        let pages = pages(&build(&ladder(name)).output);
        assert_eq!(faults(&pages), Vec::<String>::new(), "{name}");
    }
}
