//! `ladderbook mv`: files move, references follow, what was stays known, and not a byte besides changes.

use std::collections::BTreeMap;

use ladderbook::rename::{Refusal, Renamed, rename};
use ladderbook::site;
use ladderbook::tree::{RelPath, Tree};
use proptest::prelude::*;

use crate::support::{build, project, report, text};

const TRACKS: &str = "content/tracks.yaml";
const COMPETENCIES: &str = "content/competencies.yaml";
const MID: &str = "content/levels/ic/2-mid.md";
const SENIOR: &str = "content/levels/ic/3-senior.md";
const LEAD: &str = "content/levels/people/1-lead.md";
const GUIDE: &str = "content/guides/2-feedback.md";
const MOVE: &str = "content/moves/mid--ic.senior.md";

/// A handbook with a reference of each kind to each kind of thing.
fn ladder() -> Vec<(&'static str, &'static str)> {
    vec![
        (
            "book.toml",
            "book.title = \"T\"\n[redirects]\n\"/start/\" = \"/levels/ic/mid/\"\n\"/talk/\" = \"/guides/feedback/\"\n",
        ),
        (
            TRACKS,
            "tracks:\n  - {id: ic, title: Makers} # those who make\n  - id: people\n    title: People\n    extends: ic\n    inherit:\n      competencies: [delivery]\n",
        ),
        (
            COMPETENCIES,
            "competencies:\n  # what counts\n  - id: delivery   # first\n    title: Delivery\n  - {id: talks, title: Talks, from: ic/mid}\n  - {id: care, title: Care, tracks: [ic]}\n",
        ),
        ("content/competencies/delivery.md", "On [it](../levels/ic/2-mid.md#delivery).\n"),
        (
            "content/glossary.yaml",
            "terms:\n  - {term: Bet, text: \"See [[mid]] and [[feedback]].\", link: guides/feedback}\n",
        ),
        ("content/levels/ic/index.md", "---\nsummary: Makes.\n---\n\n![a plan](plan.svg)\n"),
        ("content/levels/ic/plan.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>\n"),
        (
            "content/levels/ic/1-junior.md",
            "---\ntitle: Junior\nnext: [mid]\n---\n\n## Delivery\n\n- Ships {#ships}\n\n## Care\n\n- Cares {#cares}\n",
        ),
        (
            MID,
            "---\ntitle: \"Mid\"   # the middle\ngrade: 2\nexpect: {delivery: 1}\n---\n\nNext is [senior](3-senior.md).\n\n## Delivery\n\n- Plans {#plans}\n\n## Talks\n\n- Talks {#says}\n\n## Care\n\n- Hears {#hears}\n",
        ),
        (
            SENIOR,
            "---\ntitle: Senior\nsame-as: {level: mid, but-also: true}\nlinks: [{label: L, url: ic/mid}, {label: G, url: ../../guides/2-feedback.md}]\n---\n\nAs [[mid]], [[2-mid|it]], [[ic/mid#delivery]], [the file](2-mid.md#plans), [the page](/levels/ic/mid/),\n[a guide](../../guides/2-feedback.md), [its page](/guides/feedback/), [[guides/feedback]], [[delivery]], [[ic]]\nand [rooted](/levels/ic/2-mid.md).\n\n{{<compare from=\"mid\" to=\"senior\" />}}\n\n## delivery\n\n- Leads {#leads}\n",
        ),
        (
            LEAD,
            "---\ntitle: Lead\ngrade: 2\nnext: {to: ic/mid, kind: back}\n---\n\nSee ![the plan](../ic/plan.svg).\n\n## Delivery {same-as=mid}\n",
        ),
        (
            GUIDE,
            "# Feedback\n\nFrom [mid](../levels/ic/2-mid.md) on, see [pay](pay.md), [here](2-feedback.md#how) and [[feedback#how]].\n\n## How {#how}\n",
        ),
        (
            "content/guides/pay.md",
            "# Pay\n\nAfter [feedback](2-feedback.md), [[2-feedback]], [[feedback|talks]].\n",
        ),
        (MOVE, "Grow.\n"),
    ]
}

fn renamed(project: &Tree, from: &str, to: &str) -> Renamed {
    rename(project, from, to).unwrap_or_else(|refusal| match refusal {
        Refusal::Errors(found) => panic!("{}", report(&found, project)),
        Refusal::Because(why) => panic!("{from} -> {to}: {why}"),
    })
}

fn refusal(project: &Tree, from: &str, to: &str) -> String {
    match rename(project, from, to) {
        Err(Refusal::Because(why)) => why,
        Err(Refusal::Errors(found)) => report(&found, project),
        Ok(_) => panic!("{from} -> {to} is not refused"),
    }
}

/// What is shown on each page: the words of its main part.
fn bodies(output: &Tree) -> BTreeMap<String, String> {
    let pages = output.iter().filter(|(path, _)| path.extension() == "html");
    pages
        .filter_map(|(path, file)| {
            let html = String::from_utf8_lossy(file.bytes()).into_owned();
            let main = html.split_once("<main")?.1.split_once("</main>")?.0.to_owned();
            let words = main.split('<').filter_map(|it| it.split_once('>')).map(|it| it.1.trim());
            let words = words.filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ");
            Some((path.to_string(), words))
        })
        .collect()
}

/// The site after a renaming has the pages that it had, each at its address of today, and the old addresses
/// lead on. Nothing is reported that was not before.
fn assert_same_site(project: &Tree, from: &str, to: &str, addresses: &[(&str, &str)]) -> Tree {
    let Renamed { tree, .. } = renamed(project, from, to);
    let (before, after) = (build(project), build(&tree));
    let whole = site::whole(&tree);
    assert!(whole.diagnostics.is_empty(), "{}", report(&whole.diagnostics, &tree));
    let (old, new) = (bodies(&before.output), bodies(&after.output));
    for (path, body) in &old {
        let today = addresses.iter().find_map(|(was, is)| {
            let rest = path.strip_prefix(was)?;
            Some(format!("{is}{rest}"))
        });
        let today = today.unwrap_or_else(|| path.clone());
        // The list of criteria and of comparisons name no ids of levels; nothing else may differ.
        assert_eq!(new.get(&today), Some(body), "{path} -> {today}");
        assert!(after.output.get(path).is_some(), "{path} leads nowhere");
    }
    tree
}

#[test]
fn a_level_is_called_otherwise_everywhere() {
    let project = project(&ladder());
    let addresses = [
        ("levels/ic/mid/", "levels/ic/intermediate/"),
        ("compare/junior--mid/", "compare/junior--intermediate/"),
        ("compare/mid--senior/", "compare/intermediate--senior/"),
        ("compare/mid--lead/", "compare/intermediate--lead/"),
        ("compare/lead--mid/", "compare/lead--intermediate/"),
    ];
    let tree = assert_same_site(&project, "ic/mid", "ic/intermediate", &addresses);
    let level = text(&tree, "content/levels/ic/2-intermediate.md");
    assert!(
        level.starts_with("---\ntitle: \"Mid\"   # the middle\nwas: mid\ngrade: 2\n"),
        "{level}"
    );
    let senior = text(&tree, SENIOR);
    for expected in [
        "same-as: {level: intermediate, but-also: true}",
        "url: ic/intermediate}",
        "[[intermediate]], [[intermediate|it]], [[ic/intermediate#delivery]], [the file](2-intermediate.md#plans), [the page](/levels/ic/intermediate/)",
        "[rooted](/levels/ic/2-intermediate.md)",
        "from=\"intermediate\"",
    ] {
        assert!(senior.contains(expected), "{expected}\n{senior}");
    }
    assert!(text(&tree, LEAD).contains("to: ic/intermediate,"));
    assert!(text(&tree, LEAD).contains("{same-as=intermediate}"));
    assert!(text(&tree, "book.toml").contains("\"/levels/ic/intermediate/\""));
    assert!(text(&tree, COMPETENCIES).contains("from: ic/intermediate"));
    assert!(tree.get("content/moves/intermediate--ic.senior.md").is_some());
    assert!(tree.get(MID).is_none() && tree.get(MOVE).is_none());

    // Back again, the old name takes the place of the new one.
    let back = renamed(&tree, "intermediate", "ic/2.5-mid").tree;
    let level = text(&back, "content/levels/ic/2.5-mid.md");
    assert!(level.contains("was: intermediate\n") && !level.contains("was: mid"), "{level}");
}

#[test]
fn a_competency_a_track_and_a_page_are_called_otherwise() {
    let project = project(&ladder());
    let addresses = [("competencies/delivery/", "competencies/shipping/")];
    let tree = assert_same_site(&project, "delivery", "shipping", &addresses);
    let register = text(&tree, COMPETENCIES);
    assert!(
        register.contains("  - id: shipping   # first\n    was: delivery\n    title"),
        "{register}"
    );
    assert!(text(&tree, TRACKS).contains("competencies: [shipping]"));
    assert!(text(&tree, SENIOR).contains("## delivery\n"), "the words of its title stay");
    assert!(tree.get("content/competencies/shipping.md").is_some());

    let addresses = [("levels/ic/", "levels/makers/")];
    let tree = assert_same_site(&project, "levels/ic", "makers", &addresses);
    let register = text(&tree, TRACKS);
    assert!(register.contains("{id: makers, was: ic, title: Makers} # those"), "{register}");
    assert!(register.contains("extends: makers\n"));
    assert!(text(&tree, LEAD).contains("![the plan](../makers/plan.svg)"));
    assert!(tree.get("content/moves/mid--makers.senior.md").is_some());
    assert!(tree.iter().all(|(path, _)| !path.as_str().contains("levels/ic/")));

    let addresses = [("guides/feedback/", "guides/talks/")];
    assert_same_site(&project, "content/guides/2-feedback.md", "guides/talks", &addresses);
    // In another folder it stands elsewhere in the order of pages.
    let tree = renamed(&project, "guides/2-feedback.md", "talks/feedback-talks").tree;
    let whole = site::whole(&tree);
    assert!(whole.diagnostics.is_empty(), "{}", report(&whole.diagnostics, &tree));
    let guide = text(&tree, "content/talks/2-feedback-talks.md");
    let expected = "---\naliases: [/guides/feedback/]\n---\n\n# Feedback\n\nFrom [mid](../levels/ic/2-mid.md) on, see [pay](../guides/pay.md), [here](2-feedback-talks.md#how) and [[talks/feedback-talks#how]].\n\n## How {#how}\n";
    assert_eq!(guide, expected);
    assert!(text(&tree, "content/glossary.yaml").contains("link: talks/feedback-talks}"));
    assert!(text(&tree, "book.toml").contains("\"/talks/feedback-talks/\""));
}

/// Without a register the folders are the tracks, in the order of their names; the register that says what the one
/// was keeps that order.
#[test]
fn what_stands_in_front_of_a_name_stays() {
    let level = "---\ntitle: Mid\n---\n\n## Talk\n\n- Talks\n";
    let project = project(&[
        ("content/levels/ic/03_mid.md", level),
        ("content/levels/ic/4 - high.md", &level.replace("Mid", "High")),
        ("content/guides/02_pay.md", "# Pay\n"),
        ("content/guides/2025-review.md", "# Review\n"),
        ("content/competencies.yaml", "competencies:\n- {id: com, title: Talk}\n"),
        ("content/competencies/com.md", "Words.\n"),
    ]);
    for (from, to, file) in [
        ("ic/mid", "middle", "content/levels/ic/03_middle.md"),
        ("ic/high", "top", "content/levels/ic/4 - top.md"),
        ("ic/high", "5-top", "content/levels/ic/5-top.md"),
        ("guides/pay", "guides/money", "content/guides/02_money.md"),
        // A year is part of the name.
        ("guides/2025-review", "guides/2026-review", "content/guides/2026-review.md"),
        ("competencies/com", "talk", "content/competencies/talk.md"),
    ] {
        let Renamed { files, .. } = renamed(&project, from, to);
        let new: Vec<&str> = files.iter().map(|(_, new)| new.as_str()).collect();
        assert_eq!(new, [file], "{from} -> {to}");
    }
}

#[test]
fn tracks_without_a_register_get_one() {
    let level = |title: &str| format!("---\ntitle: {title}\n---\n\n[[alpha/one]]\n");
    let files = [
        ("content/levels/alpha/1-one.md", level("One")),
        ("content/levels/beta/1-two.md", level("Two")),
    ];
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let addresses = [("levels/alpha/", "levels/zeta/")];
    let tree = assert_same_site(&project(&files), "alpha", "zeta", &addresses);
    assert_eq!(
        text(&tree, TRACKS),
        "tracks:\n  - id: zeta\n    title: \"Alpha\"\n    was: alpha\n  - id: beta\n    title: \"Beta\"\n"
    );
}

#[test]
fn what_cannot_be_is_refused_in_words() {
    let mut files = ladder();
    let refused = |files: &[(&str, &str)], from, to| refusal(&project(files), from, to);
    let cases = [
        ("ic/mid", "ic/senior", "`senior` is taken"),
        ("ic/mid", "people/mid", "cannot move to another track"),
        ("ic/mid", "ic/a b", "cannot be a name"),
        ("ic/mid", "mid", "it is called `mid` already"),
        ("ic/mdi", "ic/x", "did you mean `ic/mid`?"),
        ("people", "ic", "`ic` is taken"),
        ("delivery", "care", "`care` is taken"),
    ];
    for (from, to, expected) in cases {
        let why = refused(&files, from, to);
        assert!(why.contains(expected), "{from} -> {to}: {why}");
    }
    files.push(("content/people.md", "# Another\n"));
    assert!(refused(&files, "people", "x").contains("write `levels/people` or `people`"));
    files.pop();
    files.push((
        "content/levels/ic/9-x.md",
        "---\ntitle: X\n---\n\n<<<<<<< a\n=======\n>>>>>>> b\n",
    ));
    assert!(refused(&files, "ic/mid", "ic/y").contains("could not merge"));
    files.pop();
    // A short name that is that of another level would mean this one in its own track.
    files.push(("content/levels/ic/5-staff.md", "---\ntitle: Staff\nnext: lead\n---\n"));
    let why = refused(&files, "ic/mid", "ic/lead");
    assert!(why.contains("would mean something else"), "{why}");
}

/// Bytes outside names and the new line.
fn without_names(text: &str) -> String {
    let text = text.replace("was: mid\r\n", "").replace("was: mid\n", "");
    text.replace("intermediate", "mid")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever line breaks, tabs, blanks, comments and marks a file has, they stay.
    #[test]
    fn renaming_changes_names_alone(
        is_crlf: bool,
        has_mark: bool,
        comment in prop::sample::select(vec!["", "   ", " # was: so", "\t# é"]),
        blanks in prop::sample::select(vec!["", " ", "\t", "  \n\n\n"]),
        words in "[a-zé ]{0,12}",
    ) {
        let made = |text: &str| {
            let text = text.replace("%c", comment).replace("%b", blanks).replace("%w", &words);
            let text = if is_crlf { text.replace('\n', "\r\n") } else { text };
            if has_mark { format!("\u{feff}{text}") } else { text }
        };
        let files = [
            (MID, made("---\ntitle: Mid%c\ngrade: 2\n---\n\ny%w%b\n\n## Delivery\n\n- Plans%b\n")),
            (SENIOR, made("---\ntitle: Senior\nreplaced-by: mid%c\nstatus: retired\n---\n\ny%w [[mid]]%b [x](2-mid.md 'a')\n")),
            ("content/guides/a.md", made("# A\n\n%b\ny%w x\t[[ic/mid|mid]] `[[mid]]`%b\n")),
        ];
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let project = project(&files);
        let Renamed { tree, files: moved, .. } = renamed(&project, "mid", "intermediate");
        for (path, file) in project.iter() {
            let today = moved.iter().find(|(old, _)| old == path).map_or(path, |(_, new)| new);
            let old = String::from_utf8_lossy(file.bytes()).into_owned();
            let new = text(&tree, today.as_str());
            prop_assert_eq!(without_names(&new), old, "{}", path);
        }
        prop_assert!(text(&tree, "content/guides/a.md").contains("[[ic/intermediate|mid]] `[[mid]]`"));
        prop_assert!(tree.get(RelPath::new(MID).unwrap().as_str()).is_none());
    }
}
