//! Names: how people spell them in files, folders, links and registers, and what they mean.

use std::sync::Arc;

use ladderbook::diagnostic::Code;
use ladderbook::tree::Tree;

use crate::html::attributes;
use crate::ladders::{LADDERS, ladder};
use crate::support::{build, json, project, report, text};

/// Composed and decomposed: one name to people.
const COMPOSED: &str = "r\u{e9}vis\u{e9}";
const DECOMPOSED: &str = "re\u{301}vise\u{301}";

const LEVEL: &str = "---\ntitle: One\n---\n";

/// The output of a project that has nothing to report.
fn output(files: &[(&str, &str)]) -> Tree {
    let project = project(files);
    let build = build(&project);
    assert!(build.diagnostics.is_empty(), "{}", report(&build.diagnostics, &project));
    Arc::unwrap_or_clone(build.output)
}

/// Code, first file and helps of each report.
fn told(files: &[(&str, &str)]) -> Vec<(Code, String, String)> {
    let found = build(&project(files)).diagnostics;
    let told = found.iter().map(|it| {
        let file = it.place.as_ref().map(|place| place.path.to_string()).unwrap_or_default();
        (it.code, file, it.help.join("; "))
    });
    told.collect()
}

/// Ids of the levels in their order.
fn levels(output: &Tree) -> Vec<String> {
    let json = json(output);
    let levels = json["levels"].as_array().expect("levels").iter();
    levels.map(|level| level["id"].as_str().expect("an id").to_owned()).collect()
}

#[test]
fn composed_and_decomposed_names_are_one_everywhere() {
    for (in_files, in_texts) in [(DECOMPOSED, COMPOSED), (COMPOSED, DECOMPOSED)] {
        let named = |text: &str| text.replace("NAME", in_texts);
        let level = format!("content/levels/{in_files}/2-{in_files}.md");
        let page = format!("content/guides/{in_files}.md");
        let picture = format!("content/images/{in_files}.svg");
        let competency = format!("content/competencies/{in_files}.md");
        let prose = format!("content/moves/one--{in_files}.md");
        let first = format!("content/levels/{in_files}/1-one.md");
        let output = output(&[
            (
                "book.toml",
                &named(
                    "[book]\ntitle = \"T\"\nlogo = \"images/NAME.svg\"\n[redirects]\n\"/old/\" = \"/guides/NAME/\"\n",
                ),
            ),
            ("content/tracks.yaml", &named("tracks:\n- {id: NAME, title: T}\n")),
            (
                "content/competencies.yaml",
                &named("competencies:\n- {id: NAME, title: Craft, aliases: [De\u{301}NAME]}\n"),
            ),
            ("content/glossary.yaml", &named("terms:\n- {term: NAME wort, text: Explained}\n")),
            (
                &first,
                &named(
                    "---\ntitle: One\nnext: [NAME]\naliases: [/NAME/old/]\nexpect: {NAME: 2}\n---\n## D\u{e9}NAME\n\n- Reads [[NAME/NAME]], [[guides/NAME]], [it](../../guides/NAME.md)\n- Sees ![x](/images/NAME.svg) and ![[NAME.svg]]\n- Says [[NAME wort]]\n",
                ),
            ),
            (&level, &named("---\ntitle: Two\n---\n## Craft\n\n- Links [up](1-one.md#NAME)\n")),
            (&page, &named("# A page\n\nThe NAME wort is marked.\n")),
            (&picture, "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
            (&competency, "# Craft\n\nAbout it.\n"),
            (&prose, "About the move.\n"),
        ]);
        // Addresses are composed, whatever the file system does.
        let page = text(&output, &format!("guides/{COMPOSED}/index.html"));
        assert!(page.contains("class=\"term\""), "the term is marked: {page}");
        let level = text(&output, &format!("levels/{COMPOSED}/one/index.html"));
        assert!(level.contains(&format!("id=\"{COMPOSED}\"")), "{level}");
        assert!(output.get(&format!("{COMPOSED}/old/index.html")).is_some(), "the alias");
        assert!(output.get("old/index.html").is_some(), "the redirect");
    }
}

#[test]
fn numbers_order_files_however_they_are_separated() {
    let level = |title: &str| format!("---\ntitle: {title}\n---\n");
    let output = output(&[
        ("content/levels/ic/10-f.md", &level("F")),
        ("content/levels/ic/1 - a.md", &level("A")),
        ("content/levels/ic/02_c.MD", &level("C")),
        ("content/levels/ic/3. d.markdown", &level("D")),
        ("content/levels/ic/1.5-b.md", &level("B")),
        ("content/levels/ic/3.25-e.md", &level("E")),
        ("content/guides/01_start.md", "# Start\n\nSee [[2 - next]], [[guides/2 - next]].\n"),
        ("content/guides/2 - next.md", "# Next\n"),
    ]);
    assert_eq!(levels(&output), ["ic/a", "ic/b", "ic/c", "ic/d", "ic/e", "ic/f"]);
    assert!(output.get("guides/start/index.html").is_some());
    assert!(output.get("guides/next/index.html").is_some());
}

#[test]
fn a_year_in_front_of_a_page_is_part_of_its_name() {
    let output = output(&[
        ("content/levels/ic/1-one.md", LEVEL),
        ("content/minutes/2023-talks.md", "# Talks in 2023\n\n[[2024-talks]]\n"),
        ("content/minutes/2024-talks.md", "# Talks in 2024\n\n[[minutes/2023-talks]]\n"),
        ("content/minutes/2024-05-02-day.md", "# A day\n"),
        ("content/minutes/3-other.md", "# Other\n"),
    ]);
    for address in ["2023-talks", "2024-talks", "2024-05-02-day", "other"] {
        assert!(output.get(&format!("minutes/{address}/index.html")).is_some(), "{address}");
    }
    let page = text(&output, "minutes/2023-talks/index.html");
    assert!(page.contains("<a href=\"../2024-talks/\">Talks in 2024</a>"), "{page}");
}

#[test]
fn grades_order_a_track_without_numbers() {
    let level = |grade: u32| format!("---\ntitle: L{grade}\ngrade: {grade}\n---\n");
    let output = output(&[
        ("content/levels/ic/a.md", &level(3)),
        ("content/levels/ic/b.md", &level(1)),
        ("content/levels/ic/c.md", &level(2)),
    ]);
    assert_eq!(levels(&output), ["ic/b", "ic/c", "ic/a"]);
}

#[test]
fn what_only_the_alphabet_orders_is_told() {
    let found = told(&[
        ("book.toml", "book.title = \"T\"\ncheck.duplicate-name = \"off\"\n"),
        ("content/levels/ic/1-one.md", LEVEL),
        ("content/levels/ic/other.md", LEVEL),
        ("content/levels/lead/a.md", LEVEL),
        ("content/levels/lead/b.md", "---\ntitle: Two\ngrade: 2\n---\n"),
        ("content/levels/lead/c.md", LEVEL),
        // Two levels are as likely meant in this order as in the other.
        ("content/levels/small/a.md", LEVEL),
        ("content/levels/small/b.md", LEVEL),
    ]);
    let found: Vec<(Code, &str)> =
        found.iter().map(|(code, file, _)| (*code, file.as_str())).collect();
    assert_eq!(
        found,
        [
            (Code::UnorderedLevel, "content/levels/ic/other.md"),
            (Code::UnorderedLevel, "content/levels/lead/a.md")
        ]
    );
}

#[test]
fn a_misspelt_register_is_one_report_and_no_download() {
    let registers = [
        (
            "content/track.yaml",
            "tracks:\n- {id: ic, title: Engineers, extends: base}\n- {id: base, title: B}\n",
        ),
        ("content/competences.yml", "competencies:\n- {id: craft, title: Craft, scale: words}\n"),
        ("content/scale.yaml", "scales:\n  words: [Learns, Owns]\n"),
        ("glossary.yaml", "terms:\n- {term: Canary, text: Bird}\n"),
    ];
    let level = "---\ntitle: One\nexpect: {craft: Owns}\n---\n## Craft\n\n- Breeds a [[canary]]\n";
    let mut files = registers.to_vec();
    files.extend([("content/levels/ic/1-one.md", level), ("content/levels/base/1-b.md", level)]);
    let found = told(&files);
    let expected = [
        ("content/competences.yml", "did you mean `content/competencies.yml`?"),
        ("content/scale.yaml", "did you mean `content/scales.yaml`?"),
        ("content/track.yaml", "did you mean `content/tracks.yaml`?"),
        ("glossary.yaml", "did you mean `content/glossary.yaml`?"),
    ];
    let expected: Vec<(Code, String, String)> = expected
        .iter()
        .map(|(file, help)| (Code::InvalidFileName, (*file).to_owned(), (*help).to_owned()))
        .collect();
    assert_eq!(found, expected, "and none that follows from them");
    let output = build(&project(&files)).output;
    for (path, _) in registers {
        let path = path.trim_start_matches("content/");
        assert!(output.get(path).is_none(), "{path} is published");
    }
}

#[test]
fn a_misspelt_folder_is_one_report() {
    let found = told(&[
        ("content/level/ic/1-one.md", "---\ntitle: One\n---\n## Craft\n\n- Ships\n"),
        ("content/level/ic/2-two.md", "---\ntitle: Two\n---\n## Craft\n\n- Leads\n"),
        ("content/Competency/craft.md", "# Craft\n"),
        ("content/move/one--two.md", "Prose.\n"),
    ]);
    let found: Vec<(Code, &str)> =
        found.iter().map(|(code, _, help)| (*code, help.as_str())).collect();
    let help =
        |written: &str| format!("did you mean `{written}`?; rename it to `content/{written}/`");
    let (competencies, levels, moves) = (help("competencies"), help("levels"), help("moves"));
    let expected = [competencies.as_str(), &levels, &moves].map(|it| (Code::InvalidFileName, it));
    assert_eq!(found, expected);
}

#[test]
fn a_readme_is_the_page_of_its_folder() {
    let output = output(&[
        (
            "content/README.md",
            "# Home of all\n\nTo the [guides](guides/README.md) and [pay](pay/README.md).\n",
        ),
        ("content/guides/README.md", "# Guides\n\nIn [a folder](../guides/).\n"),
        ("content/pay/README.md", "# How to edit this folder\n"),
        ("content/pay/index.md", "# Pay\n"),
        ("content/levels/ic/README.md", "# Engineers\n\nProse of the track.\n"),
        ("content/levels/ic/1-one.md", LEVEL),
    ]);
    assert!(text(&output, "index.html").contains("href=\"guides/\""));
    assert!(text(&output, "index.html").contains("href=\"pay/\""));
    assert!(text(&output, "levels/ic/index.html").contains("Prose of the track."));
    assert!(!text(&output, "pay/index.html").contains("How to edit"));
    let readme = output.iter().find(|(path, _)| path.as_str().to_lowercase().contains("readme"));
    assert_eq!(readme.map(|(path, _)| path.to_string()), None);
}

#[test]
fn a_level_is_named_by_id_stem_and_path() {
    let output = output(&[
        (
            "content/levels/ic/1-one.md",
            "---\ntitle: One\nnext: [2-two]\n---\n[[ic/2-two|to it]] [[2-two|to it]] [[levels/ic/2-two|to it]] [[Two|to it]] [[IC/Two|to it]]\n",
        ),
        (
            "content/levels/ic/2-two.md",
            "---\ntitle: Two of ic\nnext: [{to: lead/2-two, kind: lateral}]\n---\n",
        ),
        (
            "content/levels/lead/1-one.md",
            "---\ntitle: First lead\nnext: [two]\n---\n[[two]] and [[#c]]\n\n## Craft\n\n- Calls {#c}\n",
        ),
        (
            "content/levels/lead/2-two.md",
            "---\ntitle: Two of lead\n---\n## Craft\n\n- Leads [[one]]\n",
        ),
        ("content/moves/ic.2-two--lead.2-two.md", "Sideways.\n"),
    ]);
    let one = text(&output, "levels/ic/one/index.html");
    assert_eq!(one.matches("<a href=\"../two/\">to it</a>").count(), 5, "{one}");
    let lead = text(&output, "levels/lead/one/index.html");
    assert!(lead.contains("<a href=\"../two/\">Two of lead</a>"), "{lead}");
    // The same words mean the same where another page shows them.
    let matrix = text(&output, "matrix/index.html");
    assert!(matrix.contains("<a href=\"../levels/lead/one/\">First lead</a>"), "{matrix}");
}

#[test]
fn a_name_in_any_case_and_folder_finds_the_only_page_that_has_it() {
    let pages = [
        ("content/levels/ic/1-one.md", LEVEL),
        ("content/guides/10-pay.md", "# Money\n"),
        (
            "content/guides/start.md",
            "# Start\n\n[[Pay]] [[10-pay]] [[PAY|more]] [[Guides/Pay]] [[guides/10-pay]] [[One]]\n",
        ),
    ];
    let page = text(&output(&pages), "guides/start/index.html");
    assert_eq!(page.matches("<a href=\"../pay/\">").count(), 5, "{page}");

    let mut twice = pages.to_vec();
    twice.push(("content/archive/pay.md", "# Old money\n"));
    let found = told(&twice);
    assert!(
        found.iter().all(|(code, file, help)| {
            *code == Code::AmbiguousReference
                && file == "content/guides/start.md"
                && help == "write `archive/pay.md` or `guides/pay.md`"
        }),
        "{found:?}"
    );
    assert_eq!(found.len(), 2, "the names with a folder are still certain: {found:?}");
}

#[test]
fn pictures_are_embedded_by_name() {
    let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    let files = [
        (
            "content/levels/ic/1-one.md",
            "---\ntitle: One\n---\n## Craft\n\n- Draws ![[Map.svg|120]]\n",
        ),
        ("content/images/map.svg", picture),
        (
            "content/guides/start.md",
            "# Start\n\n![[map.svg]] ![[map.svg|300]] ![[images/map.svg|A map|30x20]] ![[map.svg|The map]]\n",
        ),
    ];
    let output = output(&files);
    let page = text(&output, "guides/start/index.html");
    let source = "<img src=\"../../images/map.svg\" loading=\"lazy\"";
    for rest in [
        " alt=\"map\">",
        " width=\"300\" alt=\"map\">",
        " width=\"30\" height=\"20\" alt=\"A map\">",
        " alt=\"The map\">",
    ] {
        assert!(page.contains(&format!("{source}{rest}")), "{rest}: {page}");
    }
    for (path, up) in [("levels/ic/one", "../../.."), ("matrix", ".."), ("print", "..")] {
        let page = text(&output, &format!("{path}/index.html"));
        assert!(
            page.contains(&format!(
                "<img src=\"{up}/images/map.svg\" loading=\"lazy\" width=\"120\""
            )),
            "{path}"
        );
    }

    let mut wrong = files.to_vec();
    wrong.push(("content/old/map.svg", picture));
    wrong.push(("content/guides/wrong.md", "# Wrong\n\n![[gone.svg]] ![[start]] ![x](start.md)\n"));
    let codes: Vec<Code> = told(&wrong)
        .into_iter()
        .filter(|(_, file, _)| file.ends_with("wrong.md"))
        .map(|(code, ..)| code)
        .collect();
    assert_eq!(codes, [Code::BrokenLink; 3]);
    assert!(told(&wrong).iter().any(|(code, ..)| *code == Code::AmbiguousReference));
}

#[test]
fn an_embedded_file_that_is_no_picture_is_a_link() {
    let output = output(&[
        (
            "content/levels/ic/1-one.md",
            "---\ntitle: One\n---\n![[Old ladder.pdf]] and [[old ladder.pdf|it]]\n",
        ),
        ("content/files/Old ladder.pdf", "x"),
    ]);
    let page = text(&output, "levels/ic/one/index.html");
    let href = "<a href=\"../../../files/Old%20ladder.pdf\">";
    for words in ["Old ladder", "it"] {
        assert!(page.contains(&format!("{href}{words}</a>")), "{words}: {page}");
    }
}

#[test]
fn a_link_from_the_root_starts_at_the_site_or_at_the_repository() {
    let output = output(&[
        (
            "content/levels/ic/1-one.md",
            "---\ntitle: One\n---\n## Craft\n\n- Reads [a](/content/guides/pay.md), [b](/guides/pay.md), [c](/guides/pay/), [d](/docs/ladder/content/guides/pay.md#bands)\n",
        ),
        ("content/guides/pay.md", "# Pay\n\n## Bands\n"),
    ]);
    let page = text(&output, "levels/ic/one/index.html");
    assert_eq!(page.matches("href=\"../../../guides/pay/\"").count(), 3, "{page}");
    assert_eq!(page.matches("href=\"../../../guides/pay/#bands\"").count(), 1, "{page}");
}

#[test]
fn c_and_its_sisters_are_three_competencies_and_terms() {
    let output = output(&[
        (
            "content/glossary.yaml",
            "terms:\n- {term: C, text: One}\n- {term: C++, text: Two}\n- {term: \"C#\", text: Three}\n- {term: .NET, text: Four}\n",
        ),
        (
            "content/levels/ic/1-one.md",
            "---\ntitle: One\n---\nKnows C++, C# on .NET and C.\n\n## C\n\n- Reads\n\n## C++\n\n- Reads\n\n## C#\n\n- Reads [[C#]] twice\n",
        ),
    ]);
    let page = text(&output, "levels/ic/one/index.html");
    assert!(page.contains(">C#</a> twice"), "a name with a sign is no name with an anchor: {page}");
    for (anchor, words) in [("c-plus-plus", "C++"), ("c-sharp", "C#"), ("net", ".NET"), ("c", "C")]
    {
        let link = format!(
            "#term-{anchor}\" class=\"term\" aria-describedby=\"lb-term-{anchor}\">{words}</a>"
        );
        assert!(page.contains(&link), "{words}: {page}");
        if anchor != "net" {
            assert!(output.get(&format!("competencies/{anchor}/index.html")).is_some(), "{anchor}");
        }
    }
}

#[test]
fn ids_in_any_script_are_words_and_short() {
    let sentence = "設計の判断を文書に残し、関係者が後から経緯をたどれるようにする。".repeat(5);
    let body = format!(
        "---\ntitle: One\n---\n## नेतृत्व\n\n- {sentence}甲\n- {sentence}乙\n- 🚀🌱\n- ผู้นำ\n\n## 🚀\n\n- Lifts\n"
    );
    let output = output(&[("content/levels/ic/1-one.md", &body)]);
    let json = json(&output);
    let ids: Vec<&str> = json["competencies"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|it| it["id"].as_str())
        .collect();
    assert_eq!(ids, ["नेतृत्व", "u1f680"]);
    let cell = &json["levels"][0]["cells"][0]["criteria"];
    let ids: Vec<&str> =
        cell.as_array().expect("criteria").iter().filter_map(|it| it["id"].as_str()).collect();
    assert_eq!(ids[2..], ["u1f680-u1f331", "ผู้นำ"]);
    assert!(ids[0].len() <= 120 && ids[0] != ids[1] && ids[1].starts_with(ids[0]), "{ids:?}");
    assert!(output.iter().all(|(path, _)| path.name().len() < 200), "file names fit any disk");
}

/// A track in which a row ends, one begins late, one has a gap, and one is of another track.
fn rows_of_all_kinds() -> Tree {
    let level = |title: &str, cells: &[&str]| {
        let cell = |it: &&str| format!("## {it}\n\n- {title} does {it}\n\n");
        let cells: String = cells.iter().map(cell).collect();
        format!("---\ntitle: {title}\n---\n\n{cells}")
    };
    project(&[
        (
            "content/competencies.yaml",
            "competencies:\n- {id: all, title: All}\n- {id: ends, title: Ends, cumulative: true}\n- {id: ended, title: Ended}\n- {id: late, title: Late, cumulative: true}\n- {id: gap, title: Gap}\n- {id: theirs, title: Theirs, tracks: [em], cumulative: true}\n- {id: upper, title: Upper, from: ic/three, cumulative: true}\n",
        ),
        ("content/levels/ic/1-one.md", &level("One", &["All", "Ends", "Ended", "Gap"])),
        ("content/levels/ic/2-two.md", &level("Two", &["All", "Ends"])),
        ("content/levels/ic/3-three.md", &level("Three", &["All", "Late", "Gap", "Upper"])),
        ("content/levels/ic/4-four.md", &level("Four", &["All"])),
        ("content/levels/em/1-lead.md", &level("Lead", &["All", "Theirs"])),
        ("content/levels/em/2-head.md", &level("Head", &["All"])),
    ])
}

/// A page shows what is stated there, what was forgotten, and what stays expected of earlier levels.
#[test]
fn a_link_to_a_cell_holds_where_the_page_of_the_level_has_it() {
    let own = ("rows of all kinds", rows_of_all_kinds());
    let ladders = LADDERS.iter().map(|name| (*name, ladder(name)));
    let (mut holding, mut dead) = (0, 0);
    for (name, project) in ladders.chain([own]) {
        let output = build(&project).output;
        let handbook = json(&output);
        let ids = |list: &str| -> Vec<String> {
            let list = handbook[list].as_array().expect("a list").iter();
            list.map(|it| it["id"].as_str().expect("an id").to_owned()).collect()
        };
        let mut pages = Vec::new();
        for level in handbook["levels"].as_array().expect("levels") {
            let (Some(level), Some(url)) = (level["id"].as_str(), level["url"].as_str()) else {
                continue;
            };
            let page = text(&output, &format!("{}index.html", url.trim_start_matches('/')));
            let anchors = attributes(&page, "id");
            for competency in ids("competencies") {
                let path = format!("content/links/{}.md", pages.len());
                let link = format!("[[{level}#{competency}]]");
                pages.push((path, link, anchors.contains(&competency)));
            }
        }
        let links = pages.iter().map(|(path, link, _)| (path.as_str(), link.as_str()));
        let found = build(&project.overlay(&Tree::from_texts(links))).diagnostics;
        let is_dead = |file: &str| {
            let places = found.iter().flat_map(|it| {
                let others = it.repeats.iter().map(|(place, _)| place);
                it.place.iter().chain(others)
            });
            places.into_iter().any(|place| place.path.as_str() == file)
        };
        for (path, link, has_anchor) in &pages {
            assert_eq!(!is_dead(path), *has_anchor, "{name}: {link}");
            if *has_anchor { holding += 1 } else { dead += 1 }
        }
    }
    assert!(holding > 50 && dead > 10, "{holding} links hold, {dead} do not");
}
