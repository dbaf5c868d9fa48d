//! What a build leaves out goes with all that hangs on it, what it shows of the internal is marked, and the
//! command line decides as far as book.toml lets it.

use ladderbook::config::{Audience, Overrides};
use ladderbook::diagnostic::Code;
use ladderbook::memo::Memo;
use ladderbook::site::{self, Build, LeftOutReason};
use ladderbook::tree::Tree;

use crate::support::{build, json, level, project, report, text};

const INTERNAL: &str = "[book]\ntitle = \"T\"\n[build]\naudience = \"internal\"\n";

fn codes(build: &Build) -> Vec<Code> {
    build.diagnostics.iter().map(|it| it.code).collect()
}

#[test]
fn a_hidden_cell_takes_its_step_along_and_is_not_missed() {
    let levels = |middle: &str| {
        [("1-junior", "One", ""), ("2-mid", "Two", middle), ("3-senior", "Three", "")]
            .map(|(name, step, class)| {
                let text = format!(
                    "---\ntitle: {name}\nexpect: {{care: {step}, craft: {step}}}\n---\n\n## Care{class}\n\n- Cares at {name}\n\n## Craft\n\n- Works at {name}\n"
                );
                (format!("content/levels/ic/{name}.md"), text)
            })
            .to_vec()
    };
    let register = "competencies:\n- {id: care, title: Care, steps: [One, Two, Three]}\n- {id: craft, title: Craft, steps: [One, Two, Three]}\n";
    let of = |files: &[(String, String)]| {
        let mut all = vec![("content/competencies.yaml", register)];
        all.extend(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
        build(&project(&all))
    };
    let shown = of(&levels(""));
    let hidden = of(&levels(" {.internal}"));
    assert_eq!(codes(&hidden), [], "{:?}", hidden.diagnostics);
    let competencies = |build: &Build| {
        let level = level(&json(&build.output), "ic/mid").to_string();
        ["\"care\"", "\"craft\""].map(|id| level.contains(id))
    };
    assert_eq!(competencies(&shown), [true, true]);
    assert_eq!(competencies(&hidden), [false, true]);
    let page = text(&hidden.output, "levels/ic/mid/index.html");
    assert!(!page.contains(">Care<") && !page.contains("id=\"care\""), "{page}");
    assert!(page.contains("id=\"craft\""));
    // The other levels say what they said.
    for name in ["junior", "senior"] {
        let page = text(&hidden.output, &format!("levels/ic/{name}/index.html"));
        assert!(page.contains("id=\"care\"") && page.contains(">Craft<"), "{page}");
    }
}

#[test]
fn a_file_is_published_where_something_refers_to_it() {
    let files = [
        (
            "book.toml",
            "[book]\ntitle = \"T\"\nlogo = \"logo.svg\"\n[build]\ncopy = [\"downloads/*.pdf\"]\n",
        ),
        (
            "content/levels/ic/1-a.md",
            "---\ntitle: A\nlinks: [{label: Job, url: ../../guides/job.pdf}]\n---\n\n![A](shown.png)\n\n![A](hidden.png) {.internal}\n",
        ),
        ("content/levels/ic/shown.png", "png"),
        ("content/levels/ic/hidden.png", "png"),
        ("content/logo.svg", "<svg/>"),
        ("content/guides/job.pdf", "pdf"),
        ("content/guides/other.pdf", "pdf"),
        ("content/guides/pay.md", "---\nvisibility: internal\n---\n![A](pay.png)\n"),
        ("content/guides/pay.png", "png"),
        ("content/downloads/all.pdf", "pdf"),
        ("content/downloads/all.xlsx", "xlsx"),
        ("content/secret/index.md", "---\nvisibility: internal\n---\n"),
        ("content/secret/x.png", "png"),
        ("content/_drafts/idea.md", "# Idea\n"),
        ("content/.well-known/security.txt", "x"),
    ];
    let build = build(&project(&files));
    assert_eq!(codes(&build), [], "{}", report(&build.diagnostics, &project(&files)));
    let own = |path: &&str| !path.ends_with(".html") && !path.starts_with("assets/");
    let published: Vec<&str> =
        build.output.iter().map(|(path, _)| path.as_str()).filter(own).collect();
    let expected = [
        ".nojekyll",
        "_headers",
        "api/handbook.json",
        "api/handbook.schema.json",
        "api/words.json",
        "compare/index.md",
        "competencies/index.md",
        "criteria/index.md",
        "downloads/all.pdf",
        "guides/job.pdf",
        "index.md",
        "levels/ic/a/index.md",
        "levels/ic/index.md",
        "levels/ic/shown.png",
        "levels/index.md",
        "llms.txt",
        "logo.svg",
        "matrix/index.md",
    ];
    assert_eq!(published, expected);
    let left_out = |reason: LeftOutReason| -> Vec<&str> {
        let those = build.left_out.iter().filter(|it| it.reason == reason);
        let mut paths: Vec<&str> = those.map(|it| it.path.as_str()).collect();
        paths.sort_unstable();
        paths
    };
    assert_eq!(
        left_out(LeftOutReason::Internal),
        ["content/guides/pay.md", "content/secret/index.md", "content/secret/x.png"]
    );
    assert_eq!(left_out(LeftOutReason::Draft), ["content/_drafts/idea.md"]);
    assert_eq!(
        left_out(LeftOutReason::Unreferenced),
        [
            "content/.well-known/security.txt",
            "content/downloads/all.xlsx",
            "content/guides/other.pdf",
            "content/guides/pay.png",
            "content/levels/ic/hidden.png",
        ]
    );
}

#[test]
fn no_pattern_publishes_what_is_in_an_internal_folder() {
    let files = [
        ("book.toml", "[book]\ntitle = \"T\"\n[build]\ncopy = [\"**/*.png\"]\n"),
        ("content/levels/ic/1-a.md", "---\ntitle: A\n---\n\n![x](../../pay/x.png)\n"),
        ("content/pay/index.md", "---\nvisibility: internal\n---\n"),
        ("content/pay/x.png", "png"),
    ];
    let build = build(&project(&files));
    assert!(build.output.get("pay/x.png").is_none());
    assert_eq!(codes(&build), [Code::HiddenReference]);
}

#[test]
fn one_repository_serves_both_audiences() {
    let files = [
        (
            "content/levels/ic/1-a.md",
            "---\ntitle: A\nnext: b\nlinks: [{label: Bands, url: guides/pay}]\n---\n\nSee [[guides/pay|the bands]], [[guides/pay]], [here](../../guides/pay.md), [[lead]], [[bands]].\n\n{{<facts level=\"b\" />}}\n",
        ),
        (
            "content/levels/ic/2-b.md",
            "---\ntitle: Bee\nvisibility: internal\nfacts: {scope: All}\n---\n",
        ),
        ("content/levels/lead/1-c.md", "---\ntitle: Cee\n---\n"),
        (
            "content/tracks.yaml",
            "tracks:\n- {id: ic}\n- {id: lead, title: Leaders, visibility: internal}\n",
        ),
        (
            "content/guides/pay.md",
            "---\ntitle: Payment\nvisibility: internal\naliases: [/money/]\n---\n",
        ),
        ("content/glossary.yaml", "terms:\n- {term: bands, text: Money., visibility: internal}\n"),
        ("book.toml", "[book]\ntitle = \"T\"\n[redirects]\n\"/old/\" = \"/guides/pay/\"\n"),
    ];
    let tree = project(&files);
    let public = build(&tree);
    let found = codes(&public);
    assert!(found.iter().all(|code| *code == Code::HiddenReference), "{found:?}");
    let places: usize = public.diagnostics.iter().map(|it| 1 + it.repeats.len()).sum();
    assert_eq!((found.len(), places), (5, 9), "{}", report(&public.diagnostics, &tree));
    let page = text(&public.output, "levels/ic/a/index.html");
    assert!(page.contains("See the bands, guides/pay, here, lead, bands."), "{page}");
    assert!(page.contains("<li>Bands</li>"), "{page}");
    for word in ["Payment", "Bee", "Cee", "Leaders", "Money"] {
        for (path, file) in public.output.iter() {
            assert!(!String::from_utf8_lossy(file.bytes()).contains(word), "{word} in {path}");
        }
    }
    assert!(public.output.get("old/index.html").is_none());
    assert!(public.output.get("money/index.html").is_none());
    let overrides = Overrides { audience: Some(Audience::Internal), ..Overrides::default() };
    let internal = site::build_with(&tree, &overrides, &mut Memo::default());
    assert_eq!(codes(&internal), [], "{:?}", internal.diagnostics);
    for path in ["old/index.html", "money/index.html", "levels/lead/c/index.html"] {
        assert!(internal.output.get(path).is_some(), "{path}");
    }
}

#[test]
fn notes_that_only_hidden_text_refers_to_go_with_it() {
    let text_of = |book: &str| {
        let files = [
            ("book.toml", book),
            ("content/levels/ic/1-a.md", "---\ntitle: A\n---\n"),
            (
                "content/page.md",
                "# Page\n\nOne.[^a] Two.[^b]\n\nThree.[^c] {.internal}\n\n[^a]: Alpha.[^d]\n\n[^b]: Beta. {.internal}\n\n[^c]: Gamma.[^e]\n\n[^d]: Delta.\n\n[^e]: Epsilon.\n",
            ),
        ];
        text(&build(&project(&files)).output, "page/index.html")
    };
    let page = text_of("book.title = \"T\"\n");
    for (word, is_shown) in
        [("Alpha", true), ("Beta", false), ("Gamma", false), ("Delta", true), ("Epsilon", false)]
    {
        assert_eq!(page.contains(word), is_shown, "{word}: {page}");
    }
    assert!(page.contains("Two.</p>"), "{page}");
    let page = text_of(INTERNAL);
    assert!(["Alpha", "Beta", "Gamma", "Delta", "Epsilon"].iter().all(|it| page.contains(it)));
}

#[test]
fn the_command_line_stands_above_the_book_as_far_as_that_allows() {
    let files = |book: &'static str| {
        project(&[
            ("book.toml", book),
            ("content/levels/ic/1-a.md", "---\ntitle: A\n---\n"),
            ("content/levels/ic/2-b.md", "---\ntitle: B\nvisibility: internal\n---\n"),
            ("content/levels/ic/3-c.md", "---\ntitle: C\nstatus: draft\n---\n"),
        ])
    };
    let shown = |tree: &Tree, overrides: &Overrides| {
        let build = site::build_with(tree, overrides, &mut Memo::default());
        let has = |id: &str| build.output.get(&format!("levels/ic/{id}/index.html")).is_some();
        ((has("b"), has("c")), codes(&build))
    };
    let all = Overrides {
        audience: Some(Audience::Internal),
        drafts: true,
        base_url: Some("https://example.com/x".to_owned()),
        ..Overrides::default()
    };
    let fewer = Overrides { audience: Some(Audience::Public), ..Overrides::default() };
    let open = files("book.title = \"T\"\n");
    assert_eq!(shown(&open, &Overrides::default()), ((false, false), vec![]));
    assert_eq!(shown(&open, &all), ((true, true), vec![]));
    let locked = files("[book]\ntitle = \"T\"\n[build]\noverrides = false\n");
    let forbidden = vec![Code::ForbiddenOverride; 2];
    assert_eq!(shown(&locked, &all), ((false, false), forbidden));
    assert_eq!(shown(&locked, &fewer), ((false, false), vec![]));
    let internal =
        files("[book]\ntitle = \"T\"\n[build]\naudience = \"internal\"\noverrides = false\n");
    assert_eq!(shown(&internal, &fewer), ((false, false), vec![]));
    let same = Overrides { audience: Some(Audience::Internal), ..Overrides::default() };
    assert_eq!(shown(&internal, &same), ((true, false), vec![]));
    let page = site::build_with(&open, &all, &mut Memo::default()).output;
    let page = text(&page, "levels/ic/a/index.html");
    assert!(page.contains("https://example.com/x/levels/ic/a/"), "{page}");
}

#[test]
fn a_site_for_the_company_is_no_matter_of_search_engines() {
    let files =
        [("content/levels/ic/1-a.md", "---\ntitle: A\n---\n"), ("content/page.md", "# P\n")];
    let robots = "<meta name=\"robots\" content=\"noindex\">";
    let public = build(&project(&files)).output;
    let internal = build(&project(&files).overlay(&Tree::from_texts([("book.toml", INTERNAL)])));
    let html = |tree: &Tree| -> Vec<(String, bool)> {
        let pages = tree.iter().filter(|(path, _)| path.as_str().ends_with(".html"));
        pages
            .map(|(path, _)| (path.to_string(), text(tree, path.as_str()).contains(robots)))
            .collect()
    };
    assert!(html(&internal.output).iter().all(|(_, is_out)| *is_out));
    for (path, is_out) in html(&public) {
        assert_eq!(is_out, path == "print/index.html", "{path}");
    }
}

/// A handbook in which one of each is internal, and one is not.
fn marked() -> Tree {
    project(&[
        ("book.toml", INTERNAL),
        (
            "content/tracks.yaml",
            "tracks:\n- {id: ic, title: IC}\n- {id: lead, title: Leads, visibility: internal}\n",
        ),
        (
            "content/competencies.yaml",
            "categories:\n- {id: money, title: Money, visibility: internal}\ncompetencies:\n- {id: care, title: Care}\n- {id: craft, title: Craft}\n- {id: pay, title: Pay, category: money}\n",
        ),
        (
            "content/glossary.yaml",
            "terms:\n- {term: band, text: Pay., visibility: internal}\n- {term: seen, text: Seen.}\n",
        ),
        (
            "content/levels/ic/1-junior.md",
            "---\ntitle: Junior\nnext: [senior, boss]\n---\n\nIntro. {.internal}\n\n## Care\n\n- Cares\n- Cares much {#much .internal}\n  - For instance\n\n### Group {.internal}\n\n- In a group\n\n## Craft {.internal}\n\n- Crafts\n\n## Notes {.prose .internal}\n\nNoted.\n\n## Pay\n\n- Pays\n",
        ),
        (
            "content/levels/ic/2-senior.md",
            "---\ntitle: Senior\nvisibility: internal\n---\n\n## Care\n\n- Cares more\n\n## Craft\n\n- Crafts\n\n## Pay\n\n- Pays\n",
        ),
        (
            "content/levels/lead/1-boss.md",
            "---\ntitle: Boss\n---\n\n## Care\n\n- Leads\n\n## Craft\n\n- Crafts\n\n## Pay\n\n- Pays\n",
        ),
        ("content/moves/junior--boss.md", "---\nvisibility: internal\n---\nAbout it.\n"),
        ("content/matrix.md", "---\nvisibility: internal\n---\nAbout all.\n"),
        (
            "content/guides/talk.md",
            "# Talk\n\n## Part {.internal}\n\nText.\n\n- Item {.internal}\n- Seen\n",
        ),
        ("content/guides/index.md", "# Guides\n"),
        ("content/guides/pay.md", "---\ntitle: Bands\nvisibility: internal\n---\nMoney.\n"),
    ])
}

/// What stands on a page between a text and the mark that follows it, without tags; `None` if no mark does.
fn before_mark(page: &str, text: &str) -> bool {
    let mark = "<span class=\"internal-mark\">internal</span>";
    page.match_indices(text).any(|(at, _)| {
        let rest = &page[at + text.len()..];
        rest.find(mark).is_some_and(|end| {
            let mut words = String::new();
            let mut is_tag = text.starts_with('<') && !text.contains('>');
            for character in rest[..end].chars() {
                match character {
                    '<' => is_tag = true,
                    '>' => is_tag = false,
                    character if !is_tag => words.push(character),
                    _ => {}
                }
            }
            words.trim().trim_start_matches('#').trim().is_empty()
        })
    })
}

#[test]
fn a_site_for_the_company_marks_what_is_internal_on_every_kind_of_page() {
    let build = build(&marked());
    assert_eq!(codes(&build), [], "{}", report(&build.diagnostics, &marked()));
    let notice = "<p class=\"notice notice-internal\">";
    for (path, is_internal) in [
        ("levels/ic/senior", true),
        ("levels/ic/junior", false),
        ("levels/lead", true),
        ("levels/lead/boss", true),
        ("levels/ic", false),
        ("competencies/pay", true),
        ("competencies/care", false),
        ("guides/pay", true),
        ("guides/talk", false),
        ("compare/junior--senior", true),
        ("matrix", false),
    ] {
        let page = text(&build.output, &format!("{path}/index.html"));
        assert_eq!(page.contains(notice), is_internal, "{path}");
    }
    let marks: [(&str, &[&str]); 12] = [
        ("index.html", &["Leads"]),
        (
            "levels/ic/junior/index.html",
            &["Intro.", "Cares much", "Group", "Craft", "Notes", "Pay", "Senior"],
        ),
        ("levels/ic/index.html", &["Senior", "Cares much", "Group", "Pay"]),
        ("competencies/index.html", &["Money", "Pay"]),
        ("competencies/care/index.html", &["Cares much", "Group", "Senior"]),
        ("competencies/craft/index.html", &["Junior"]),
        ("matrix/index.html", &["Senior", "Cares much", "Group", "Pay", "<div class=\"prose\">"]),
        ("compare/junior--senior/index.html", &["Craft", "Pay", "IC"]),
        ("guides/index.html", &["Bands"]),
        ("guides/talk/index.html", &["Part", "Item"]),
        ("glossary/index.html", &["band"]),
        (
            "print/index.html",
            &["Cares much", "Group", "Craft", "Notes", "Pay", "Part", "Item", "band", "Bands"],
        ),
    ];
    let mut missing = Vec::new();
    for (path, words) in marks {
        let page = text(&build.output, path);
        missing.extend(words.iter().filter(|it| !before_mark(&page, it)).map(|it| (path, *it)));
        // What is for everybody has none.
        for word in ["Cares<", "Seen<"] {
            assert!(!before_mark(&page, word), "{word} on {path}");
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");

    let json = json(&build.output);
    let flags = |list: &str| -> Vec<(String, bool)> {
        let all = json[list].as_array().expect("a list").iter();
        all.map(|it| (it["id"].as_str().unwrap_or_default().to_owned(), it["internal"] == true))
            .collect()
    };
    let expected = |all: &[(&str, bool)]| -> Vec<(String, bool)> {
        all.iter().map(|(id, is_internal)| ((*id).to_owned(), *is_internal)).collect()
    };
    assert_eq!(flags("tracks"), expected(&[("ic", false), ("lead", true)]));
    assert_eq!(flags("categories"), expected(&[("money", true)]));
    assert_eq!(
        flags("competencies"),
        expected(&[("care", false), ("craft", false), ("pay", true)])
    );
    assert_eq!(
        flags("levels"),
        expected(&[("ic/junior", false), ("ic/senior", true), ("lead/boss", true)])
    );
    let junior = level(&json, "ic/junior");
    let criteria = junior["cells"][0]["criteria"].as_array().expect("criteria");
    let internal: Vec<bool> = criteria.iter().map(|it| it["internal"] == true).collect();
    assert_eq!(internal, [false, true, true]);
    assert_eq!(junior["cells"][1]["internal"], true);
}
