//! Components that are called with constants show on every page what they would if each page asked for it.

use ladderbook::tree::Tree;

use crate::support::{build, project, report, text};

const BOOK: (&str, &str) =
    ("book.toml", "book.title = \"T\"\n[build]\ntheme = \"mine\"\npretty-urls = true\n");
const ABOUT: (&str, &str) = ("content/about.md", "# About\n");
const TEAM: (&str, &str) = ("content/team.md", "# Team\n");

/// Two pages with these words in their midst, and a component `mark` and one that reads what stands around it.
fn pages(main: &str) -> Tree {
    let page = format!(
        "{{% extends \"default/page.html\" %}}\n{{% block main %}}[{main}]{{% endblock %}}\n"
    );
    project(&[
        BOOK,
        ABOUT,
        TEAM,
        ("themes/mine/templates/page.html", &page),
        (
            "themes/mine/components/mark.html",
            "{% component mark(name: string = \"?\") %}<b>{{ name }}</b>{% endcomponent mark %}",
        ),
        (
            "themes/mine/components/here.html",
            "{% component here(@page) %}<i>{{ page.title }}</i>{% endcomponent here %}",
        ),
        (
            "themes/mine/components/broken.html",
            "{% component broken(name: string) %}{{ throw(message=\"no \" ~ name) }}{% endcomponent broken %}",
        ),
    ])
}

#[test]
fn a_call_shows_the_same_with_constants_and_without() {
    let built = build(&pages(
        "{{ <mark name=\"a & b\" /> }} {{ <mark name={page.title} /> }} {{ <mark /> }} {{ <here /> }}",
    ));
    let about = text(&built.output, "about/index.html");
    assert!(about.contains("[<b>a &amp; b</b> <b>About</b> <b>?</b> <i>About</i>]"), "{about}");
    let team = text(&built.output, "team/index.html");
    assert!(team.contains("[<b>a &amp; b</b> <b>Team</b> <b>?</b> <i>Team</i>]"), "{team}");
}

#[test]
fn a_component_of_the_theme_takes_the_place_of_the_built_in_one() {
    let icon = "{% component ui.icon(name: string) %}<svg data-mine=\"{{ name }}\"></svg>{% endcomponent ui.icon %}";
    let icon = Tree::from_texts([("themes/mine/components/icon.html", icon)]);
    let about = text(&build(&pages("").overlay(&icon)).output, "about/index.html");
    assert!(about.contains("<svg data-mine=\"menu\"></svg>"), "{about}");
    assert!(!about.contains("icon-menu"), "{about}");
}

/// What is wrong with a call is said as if it were not known before.
#[test]
fn faults_stand_at_their_calls_and_behind_others() {
    for (main, place, words) in [
        ("{{ <mark name=\"a\" /> }} {{ nothing.at.all }}", "2:45", "nothing"),
        ("{{ <mark name=\"a\" /> }} {{ <mark title=\"a\" /> }}", "2:45", "title"),
        ("{{ <mark name=\"a\" /> }} {{ <marc name=\"a\" /> }}", "2:46", "marc"),
    ] {
        let project = pages(main);
        let report = report(&build(&project).diagnostics, &project);
        assert!(report.contains(words), "{report}");
        assert!(report.contains(&format!("themes/mine/templates/page.html:{place}")), "{report}");
    }
    let project = pages("{{ <broken name=\"luck\" /> }}");
    let report = report(&build(&project).diagnostics, &project);
    assert!(report.contains("no luck"), "{report}");
}
