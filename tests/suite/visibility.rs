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
            "---\ntitle: A\nlinks: [{label: Job, url: ../../guides/job.pdf}]\n---\n\n![](shown.png)\n\n![](hidden.png) {.internal}\n",
        ),
        ("content/levels/ic/shown.png", "png"),
        ("content/levels/ic/hidden.png", "png"),
        ("content/logo.svg", "<svg/>"),
        ("content/guides/job.pdf", "pdf"),
        ("content/guides/other.pdf", "pdf"),
        ("content/guides/pay.md", "---\nvisibility: internal\n---\n![](pay.png)\n"),
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
        "api/handbook.json",
        "downloads/all.pdf",
        "guides/job.pdf",
        "levels/ic/shown.png",
        "logo.svg",
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
    assert_eq!(found.len(), 9, "{}", report(&public.diagnostics, &tree));
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
