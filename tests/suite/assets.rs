//! The files of the theme in a site that is published: their folder is named after what is in it.

use std::collections::BTreeSet;
use std::sync::Arc;

use ladderbook::config::Overrides;
use ladderbook::editions::{Past, Revision};
use ladderbook::memo::Memo;
use ladderbook::site;
use ladderbook::tree::{RelPath, Tree};

use crate::ladders::ladder;
use crate::site_links::dead_links;
use crate::support::{build, project, report, text};

const LEVEL: (&str, &str) =
    ("content/levels/ic/1-one.md", "---\ntitle: One\n---\n\n## Code\n\n- Writes\n");

fn published(project: &Tree) -> Tree {
    published_with(project, Overrides::default())
}

fn published_with(project: &Tree, overrides: Overrides) -> Tree {
    let overrides = Overrides { fingerprinted_assets: true, ..overrides };
    let build = site::build_with(project, &overrides, &mut Memo::default());
    assert!(!build.diagnostics.has_errors(), "{}", report(&build.diagnostics, project));
    Arc::unwrap_or_clone(build.output)
}

/// The folders of a site that have files of a theme.
fn folders(site: &Tree) -> BTreeSet<String> {
    let sheets = site.iter().filter_map(|(path, _)| path.as_str().strip_suffix("/css/site.css"));
    sheets.map(str::to_owned).collect()
}

/// The folder of a site without editions.
fn folder(site: &Tree) -> String {
    let folders = folders(site);
    assert_eq!(folders.len(), 1, "{folders:?}");
    folders.into_iter().next().expect("a folder")
}

/// What a preview shows is what is published, but for the name of one folder.
#[test]
fn a_preview_differs_by_the_name_of_the_folder_alone() {
    let plain = ("book.toml", "book.title = \"T\"\nbuild.pretty-urls = false\n");
    for handbook in [ladder("axes"), project(&[LEVEL]), project(&[LEVEL, plain])] {
        let (preview, site) = (build(&handbook).output, published(&handbook));
        let folder = folder(&site);
        let digits = folder.strip_prefix("assets-").expect("a folder as deep as in a preview");
        assert!(digits.len() == 10 && digits.bytes().all(|it| it.is_ascii_hexdigit()), "{folder}");
        assert_eq!(preview.iter().count(), site.iter().count());
        for (path, file) in site.iter().filter(|(path, _)| path.as_str() != "_headers") {
            let shown = path.as_str().replace(&format!("{folder}/"), "assets/");
            let shown = preview.get(&shown).unwrap_or_else(|| panic!("no {shown} in a preview"));
            let bytes = if path.extension() == "html" {
                text(&site, path.as_str()).replace(&format!("{folder}/"), "assets/").into_bytes()
            } else {
                file.bytes().to_vec()
            };
            assert!(shown.bytes() == bytes, "{path}");
        }
        let dead = dead_links(&site, "/");
        assert!(dead.is_empty(), "{dead:#?}");
    }
}

#[test]
fn the_folder_follows_what_is_in_it() {
    let handbook = project(&[LEVEL]);
    let with = |path: &str, text: &str| {
        folder(&published(&handbook.overlay(&Tree::from_texts([(path, text)]))))
    };
    let before = folder(&published(&handbook));
    assert_eq!(before, with("content/guides/note.md", "# Note\n"), "a page is none of it");
    let changed = [
        with("themes/default/assets/css/brand.css", ":root { --accent-hue: 28 }\n"),
        with("themes/default/assets/css/brand.css", ":root { --accent-hue: 29 }\n"),
        with("themes/default/assets/js/parts.js", "export const parts = [];\n"),
        with("themes/default/assets/fonts/LICENCE.txt", "Free.\n"),
    ];
    let all: BTreeSet<&String> = changed.iter().chain([&before]).collect();
    assert_eq!(all.len(), 5, "{all:?}");
}

/// Scripts and style sheets name one another by where they stand to each other, which a folder leaves as it is.
#[test]
fn all_that_they_name_is_there() {
    let site = published(&project(&[LEVEL]));
    let folder = folder(&site);
    let mut named = 0;
    for (path, file) in site.iter().filter(|(path, _)| path.is_inside(&folder)) {
        let source = String::from_utf8_lossy(file.bytes()).into_owned();
        let parts = source.split(['"', '\'', '(', ')']);
        let relative = parts.filter(|it| {
            (it.starts_with("./") || it.starts_with("../"))
                && (it.ends_with(".js") || it.ends_with(".css"))
        });
        for target in relative {
            let mut at: Vec<&str> = path.folder().split('/').collect();
            // A style sheet that a script loads is meant from that script.
            for part in target.split('/').filter(|it| *it != ".") {
                match part {
                    ".." => at.truncate(at.len() - 1),
                    name => at.push(name),
                }
            }
            let found = RelPath::new(&at.join("/")).expect("a path");
            assert!(site.get(found.as_str()).is_some(), "{path} names {target}");
            assert!(found.is_inside(&folder), "{path} names {target}");
            named += 1;
        }
    }
    assert!(named > 40, "{named}");
}

#[test]
fn hosts_may_keep_them_and_nothing_else() {
    let handbook = project(&[LEVEL]);
    let site = published(&handbook);
    let rule = format!(
        "  Cache-Control: no-cache\n\n/{}/*\n  ! Cache-Control\n  Cache-Control: public, max-age=31536000, immutable\n",
        folder(&site)
    );
    assert!(text(&site, "_headers").ends_with(&rule), "{}", text(&site, "_headers"));
    assert!(!text(&build(&handbook).output, "_headers").contains("immutable"));
    let internal = ("book.toml", "book.title = \"T\"\nbuild.audience = \"internal\"\n");
    let internal = published(&project(&[LEVEL, internal]));
    assert!(text(&internal, "_headers").ends_with(&rule), "{}", text(&internal, "_headers"));
    let own = ("content/_headers", "/*\n  X-Mine: 1\n");
    let copy = ("book.toml", "book.title = \"T\"\nbuild.copy = [\"_headers\"]\n");
    assert_eq!(text(&published(&project(&[LEVEL, own, copy])), "_headers"), own.1);
}

#[test]
fn an_edition_has_them_in_its_own_folder() {
    let editions = "book.title = \"T\"\n[[editions]]\nname = \"2025\"\nrev = \"v1\"\n";
    let today = project(&[LEVEL, ("book.toml", editions)]);
    let then = Revision {
        day: "2025-01-10".to_owned(),
        commit: "c0ffee".to_owned(),
        tree: project(&[LEVEL]),
    };
    let past = Past::new([("v1".to_owned(), Ok(then))]);
    let site = published_with(&today, Overrides { past, ..Overrides::default() });
    let folders = folders(&site);
    let [assets, of_edition] = folders.iter().collect::<Vec<_>>()[..] else {
        panic!("two folders: {folders:?}")
    };
    assert_eq!(*of_edition, format!("editions/2025/{assets}"));
    let page = text(&site, "editions/2025/levels/ic/one/index.html");
    assert!(page.contains(&format!("\"../../../{assets}/css/site.css\"")), "{page}");
    let headers = text(&site, "_headers");
    for folder in &folders {
        assert!(headers.contains(&format!("\n/{folder}/*\n  ! Cache-Control\n")), "{headers}");
    }
    assert!(dead_links(&site, "/").is_empty());
}

/// A file of content/ takes the place of the theme's, and is found where pages refer to it as well.
#[test]
fn a_published_file_of_content_takes_the_place_of_one() {
    let copy = ("book.toml", "book.title = \"T\"\nbuild.copy = [\"assets/**\"]\n");
    let icon = ("content/assets/favicon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n");
    let handbook = project(&[LEVEL, copy, icon]);
    let site = published(&handbook);
    assert_eq!(text(&site, &format!("{}/favicon.svg", folder(&site))), icon.1);
    assert_eq!(text(&site, "assets/favicon.svg"), icon.1);
    assert_eq!(text(&build(&handbook).output, "assets/favicon.svg"), icon.1);
    // One that is not published does not.
    let site = published(&project(&[LEVEL, icon]));
    assert_ne!(text(&site, &format!("{}/favicon.svg", folder(&site))), icon.1);
}

/// A style sheet that changes is no reason to render pages in a preview, which shows many such changes.
#[test]
fn in_a_preview_a_style_sheet_changes_no_page() {
    let handbook = project(&[LEVEL]);
    let mut memo = Memo::default();
    let first = site::build(&handbook, &mut memo);
    let brand = Tree::from_texts([("themes/default/assets/css/brand.css", "h1 { color: red }\n")]);
    let second = site::build(&handbook.overlay(&brand), &mut memo);
    assert!(first.rendered > 10);
    assert_eq!(second.rendered, 0);
    let changed: Vec<String> =
        first.output.diff(&second.output).iter().map(|it| it.path().to_string()).collect();
    assert_eq!(changed, ["assets/css/brand.css"]);
}
