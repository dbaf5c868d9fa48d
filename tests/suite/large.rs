//! Pages that a large handbook divides, or leaves to smaller ones.

use ladderbook::memo::Memo;
use ladderbook::site::{self, Build};
use ladderbook::tree::Tree;

use crate::support::{project, text};

const MATRIX: &str = "matrix/index.html";

/// A handbook of tracks of four levels, each of which has a criterion of a kilobyte in ten competencies, and of a track
/// to which none of them applies.
fn handbook(tracks: usize) -> Tree {
    let mut files = Vec::new();
    for track in 0..tracks {
        for number in 1..=4 {
            let words = "who says in plain words what it was for, and to whom ".repeat(18);
            let competency = |it| format!("## Craft {it}\n\n- Does {it} for {track}, {words}\n\n");
            let competencies: String = (0..10).map(competency).collect();
            files.push((
                format!("content/levels/track-{track}/{number}-step-{number}.md"),
                format!("---\ntitle: Step {number}\n---\n\n{competencies}"),
            ));
        }
    }
    let silent = "---\ntitle: Guest\n---\n\nReads along.\n";
    files.push(("content/levels/visitors/1-guest.md".to_owned(), silent.to_owned()));
    let names: Vec<String> = (0..tracks).map(|it| format!("track-{it}")).collect();
    let names = names.join(", ");
    let craft = |it| format!("- {{id: craft-{it}, title: Craft {it}, tracks: [{names}]}}\n");
    let crafts: String = (0..10).map(craft).collect();
    files.push(("content/competencies.yaml".to_owned(), format!("competencies:\n{crafts}")));
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    project(&files)
}

fn built(tracks: usize, memo: &mut Memo) -> Build {
    let build = site::build(&handbook(tracks), memo);
    assert!(!build.diagnostics.has_errors());
    build
}

/// Some text between two others.
fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("no {start}"));
    rest.split_once(end).unwrap_or_else(|| panic!("no {end}")).0
}

#[test]
fn a_matrix_that_would_be_too_large_gives_way_to_those_of_tracks() {
    let mut memo = Memo::default();
    let whole = built(20, &mut memo).output;
    let matrix = text(&whole, MATRIX);
    assert_eq!(matrix.matches("<table").count(), 20);
    assert!(matrix.contains("href=\"#track-track-7\""));
    // The estimate is of the right size: what is near to the limit is not far from a megabyte.
    assert!((800_000..1_100_000).contains(&matrix.len()), "{}", matrix.len());

    let divided = built(30, &mut memo).output;
    let matrix = text(&divided, MATRIX);
    assert_eq!(matrix.matches("<table").count(), 0);
    assert!(matrix.len() < 50_000, "{}", matrix.len());
    assert!(matrix.contains("Each track has its own matrix."));
    for track in 0..30 {
        let item = between(&matrix, &format!("id=\"track-track-{track}\">"), "</li>");
        let href = between(item, "href=\"", "\"");
        assert_eq!(href, format!("../levels/track-{track}/#lb-matrix"));
        let page = text(&divided, &format!("levels/track-{track}/index.html"));
        assert_eq!(page.matches("<h2 id=\"lb-matrix\"").count(), 1);
        assert_eq!(page.matches("<table").count(), 1);
    }
    let level = text(&divided, "levels/track-7/step-2/index.html");
    assert!(level.contains("href=\"../#lb-matrix\""));
    // Where a track has no matrix, its page is what there is.
    let item = between(&matrix, "id=\"track-visitors\">", "</li>");
    assert_eq!(between(item, "href=\"", "\""), "../levels/visitors/");
    assert!(!text(&divided, "levels/visitors/index.html").contains("lb-matrix"));
    let twin = text(&divided, "matrix/index.md");
    assert!(twin.contains("levels/track-7/"), "{twin}");

    // What is remembered follows: back to one page, and to the links that lead to it.
    let again = built(20, &mut memo).output;
    assert_eq!(text(&again, MATRIX), text(&whole, MATRIX));
    let level = "levels/track-7/step-2/index.html";
    assert_eq!(text(&again, level), text(&whole, level));
}

/// A criterion by its id, which leads to a page that lists few of them.
#[test]
fn a_list_of_very_many_criteria_names_stretches_of_them() {
    let criteria = |level: usize| -> String {
        let criterion = |it| format!("- Does what {level} of {it} calls for\n");
        (0..2_600).map(criterion).collect()
    };
    let level = |number: usize| {
        let text = format!("---\ntitle: Step {number}\n---\n\n## Craft\n\n{}", criteria(number));
        (format!("content/levels/ic/{number}-step-{number}.md"), text)
    };
    let list = |levels: usize| {
        let files: Vec<(String, String)> = (1..=levels).map(level).collect();
        let files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let build = site::build(&project(&files), &mut Memo::default());
        assert!(!build.diagnostics.has_errors());
        build.output
    };
    let few = list(1);
    let few = text(&few, "criteria/index.html");
    assert_eq!(few.matches("<i id=\"").count(), 2_600);

    let output = list(2);
    let many = text(&output, "criteria/index.html");
    assert_eq!(many.matches("<i id=\"").count(), 0);
    // Each criterion is in the one stretch that its id is not outside of, on the page that this leads to.
    let stretches: Vec<(&str, &str, &str)> = many
        .split("<li data-first=\"")
        .skip(1)
        .map(|it| {
            let (first, _) = it.split_once('"').expect("an id");
            (first, between(it, "data-last=\"", "\""), between(it, "href=\"", "#"))
        })
        .collect();
    assert!(stretches.len() >= 5_200 / 50);
    assert!(stretches.is_sorted());
    for (first, last, page) in stretches {
        let page = text(&output, &format!("criteria/{page}index.html"));
        for id in [first, last] {
            assert!(page.contains(&format!("<li id=\"{id}\"")), "{id}");
        }
    }
}

/// The page of a competency that would be too large leads to the matrices of tracks, that of comparisons to pages of
/// tracks.
#[test]
fn competencies_and_comparisons_of_many_tracks_lead_to_those_of_each() {
    let mut memo = Memo::default();
    let handbook = |tracks: usize| {
        let level = |track, number: usize| {
            let words = "who says in plain words what it was for, and to whom ".repeat(20);
            let text = format!(
                "---\ntitle: Step {number} of {track}\ngrade: {number}\n---\n\n## Craft\n\n- Does it, {words}{track}{number}\n"
            );
            (format!("content/levels/track-{track}/{number}-step-{number}.md"), text)
        };
        let files: Vec<(String, String)> =
            (0..tracks).flat_map(|track| (1..=4).map(move |number| level(track, number))).collect();
        let files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        project(&files)
    };
    let mut built = |tracks| {
        let build = site::build(&handbook(tracks), &mut memo);
        assert!(!build.diagnostics.has_errors());
        build.output
    };
    let (craft, compare) = ("competencies/craft/index.html", "compare/index.html");

    let whole = built(70);
    let page = text(&whole, craft);
    assert_eq!(page.matches("<div class=\"growth-level").count(), 280);
    assert_eq!(text(&whole, compare).matches("<div class=\"grade-level").count(), 280);

    // The estimate is of the right size: what is near to the limit is not far from 750 kB.
    let near = text(&built(118), craft);
    assert_eq!(near.matches("<div class=\"growth-level").count(), 472);
    assert!((600_000..900_000).contains(&near.len()), "{}", near.len());

    let divided = built(140);
    let page = text(&divided, craft);
    assert_eq!(page.matches("<div class=\"growth-level").count(), 0);
    assert!(page.len() < 60_000, "{}", page.len());
    for track in [0, 139] {
        let item = between(&page, &format!("id=\"track-track-{track}\">"), "</li>");
        let href = between(item, "href=\"", "\"");
        assert_eq!(href, format!("../../matrix/#track-track-{track}"));
    }
    let twin = text(&divided, "competencies/craft/index.md");
    assert_eq!(twin.matches("#track-track-").count(), 140, "{twin}");
    assert!(!twin.contains("Does it"), "{twin}");
    let page = text(&divided, compare);
    assert_eq!(page.matches("<div class=\"grade-level").count(), 0);
    // The levels can be chosen, and stand on the page once.
    assert_eq!(page.matches("<option value=\"track-139/step-4\"").count(), 1);
    assert!(page.contains("href=\"../levels/track-139/\""));

    // What is remembered follows.
    let again = built(70);
    for page in [craft, compare] {
        assert_eq!(text(&again, page), text(&whole, page));
    }
}

#[test]
fn the_navigation_lists_thirty_pages_of_the_author() {
    let pages: Vec<String> = (10..43).map(|it| format!("content/{it}-page-{it}.md")).collect();
    let texts: Vec<String> = (10..43).map(|it| format!("---\ntitle: Page {it}\n---\n")).collect();
    let level = ("content/levels/ic/1-one.md", "---\ntitle: One\n---\n\n## Craft\n\n- Works\n");
    let pages = pages.iter().map(String::as_str).zip(texts.iter().map(String::as_str));
    let build = site::build(
        &project(&[level].into_iter().chain(pages).collect::<Vec<_>>()),
        &mut Memo::default(),
    );
    assert!(!build.diagnostics.has_errors());
    for page in ["index.html", "page-10/index.html", "page-42/index.html"] {
        let html = text(&build.output, page);
        let navigation = between(&html, "<nav class=\"site-nav\"", "</nav>");
        let own = (10..43).filter(|it| navigation.contains(&format!(">Page {it}</a>")));
        assert_eq!(own.collect::<Vec<_>>(), (10..40).collect::<Vec<_>>(), "{page}");
    }
    let home = text(&build.output, "index.html");
    let further = between(&home, "<nav class=\"home-further\"", "</nav>");
    let links = (40..43).map(|it| format!("<li><a href=\"page-{it}/\">Page {it}</a></li>"));
    assert_eq!(further.matches("<li>").count(), 3);
    assert!(links.into_iter().all(|link| further.contains(&link)), "{further}");
    let twin = text(&build.output, "index.md");
    assert!(twin.ends_with(
        "## Further pages\n\n- [Page 40](/page-40/)\n- [Page 41](/page-41/)\n- [Page 42](/page-42/)\n"
    ));
    assert!(!text(&build.output, "page-42/index.html").contains("home-further"));
}

#[test]
fn empty_places_of_a_matrix_count() {
    let levels = (0..4).flat_map(|track| (0..60).map(move |level| (track, level)));
    let files: Vec<(String, String)> = levels
        .map(|(track, level)| {
            let path = format!("content/levels/track-{track}/{level}-step-{level}.md");
            let craft = format!("## Craft {track} {level}\n\n- Works\n");
            (path, format!("---\ntitle: Step {level}\n---\n\n{craft}"))
        })
        .collect();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let build = site::build(&project(&files), &mut Memo::default());
    assert!(!build.diagnostics.has_errors());
    let matrix = text(&build.output, MATRIX);
    assert!(!matrix.contains("<table"));
    let track = text(&build.output, "levels/track-3/index.html");
    assert!(track.contains("<table"));
    assert!(matrix.len() < 1_000_000 && track.len() < 1_000_000);
}

#[test]
fn a_long_scale_is_told_in_words() {
    for (steps, marks) in [(24, 1), (25, 0)] {
        let titles: String =
            (1..=steps).map(|it| format!("    - {{title: Step {it}, text: Means.}}\n")).collect();
        let build = site::build(
            &project(&[
                ("content/scales.yaml", &format!("scales:\n  depth:\n{titles}")),
                (
                    "content/competencies.yaml",
                    "competencies:\n  - {id: craft, title: Craft, scale: depth}\n",
                ),
                ("content/levels/ic/1-one.md", "---\ntitle: One\nexpect: {craft: Step 7}\n---\n"),
            ]),
            &mut Memo::default(),
        );
        assert!(!build.diagnostics.has_errors());
        let level = text(&build.output, "levels/ic/one/index.html");
        assert_eq!(level.matches("class=\"step-mark\"").count(), marks);
        assert!(level.contains(&format!("step 7 of {steps}")), "{level}");
    }
}

/// The ladder map and other tables of tracks by grades stand there as long as they are not too large, however few of
/// their cells hold a level.
#[test]
fn a_table_of_tracks_by_grades_that_would_be_too_large_gives_way_to_tracks() {
    let mut memo = Memo::default();
    let handbook = |tracks: usize| {
        let level = |track: usize| {
            let next = if track == 0 { String::new() } else { "next: [track-0/step]\n".to_owned() };
            let text = format!(
                "---\ntitle: Step {track}\ngrade: {}\n{next}---\n\n## Craft\n\n- Does {track}\n",
                track + 1
            );
            (format!("content/levels/track-{track}/1-step.md"), text)
        };
        let mut files: Vec<(String, String)> = (0..tracks).map(level).collect();
        let guide = "---\ntitle: Guide\n---\n\n{{<ladder-map />}}\n".to_owned();
        files.push(("content/guide.md".to_owned(), guide));
        let book = "[book]\ntitle = \"T\"\n[build]\nmarkdown = \"all\"\n".to_owned();
        files.push(("book.toml".to_owned(), book));
        let files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        project(&files)
    };
    let mut built = |tracks| {
        let build = site::build(&handbook(tracks), &mut memo);
        assert!(!build.diagnostics.has_errors());
        build.output
    };
    let (compare, craft) = ("compare/index.html", "competencies/craft/index.html");
    let pages = ["index.html", "guide/index.html", "print/index.html", compare, craft];

    let whole = built(44);
    for page in ["index.html", "guide/index.html"] {
        let page = text(&whole, page);
        assert_eq!(page.matches("<td class=\"hue-").count(), 44 * 44);
        assert_eq!(page.matches("<path class=\"move-promotion\" d=").count(), 43 + 1);
        assert!(!page.contains("too large to read"));
    }
    assert_eq!(text(&whole, compare).matches("<td data-track=").count(), 44 * 44);

    let divided = built(45);
    for (page, to) in [("index.html", ""), ("guide/index.html", "../")] {
        let page = text(&divided, page);
        assert!(!page.contains("<table"), "{page}");
        assert!(page.contains("One map of all tracks would be too large to read."));
        for track in 0..45 {
            assert!(
                page.contains(&format!("href=\"{to}levels/track-{track}/\"><span class=\"dot\">"))
            );
        }
        // The moves stand there in words.
        assert_eq!(page.matches("class=\"move-").count(), 0);
        let moves = between(&page, "<ul class=\"moves-list\">", "</ul>");
        assert_eq!(moves.matches("<li>").count(), 44);
    }
    assert_eq!(text(&divided, compare).matches("<td data-track=").count(), 0);
    // On the page of a competency each track stands for itself.
    let page = text(&divided, craft);
    assert_eq!(page.matches("<table").count(), 0);
    for track in 0..45 {
        assert!(
            page.contains(&format!("Does {track}\n")) || page.contains(&format!("Does {track}<"))
        );
    }
    let twin = text(&divided, "guide/index.md");
    assert!(twin.contains("One map of all tracks would be too large to read."), "{twin}");
    assert!(twin.contains("](/levels/track-44/)\n"), "{twin}");
    assert_eq!(twin.matches(" → ").count(), 44, "{twin}");
    let twin = text(&divided, "index.md");
    assert_eq!(twin.matches(" → ").count(), 44, "{twin}");

    // What is remembered follows.
    let again = built(44);
    for page in pages {
        assert_eq!(text(&again, page), text(&whole, page));
    }
}

#[test]
fn a_comparison_offers_some_of_the_others() {
    let targets = (0..14).map(|track| {
        let path = format!("content/levels/track-{track}/1-step.md");
        (path, format!("---\ntitle: Step {track}\n---\n\n## Craft\n\n- Works\n"))
    });
    let next: Vec<String> = (0..14).map(|track| format!("track-{track}/step")).collect();
    let start =
        format!("---\ntitle: Start\nnext: [{}]\n---\n\n## Craft\n\n- Works\n", next.join(", "));
    let files = targets.chain([("content/levels/ic/1-start.md".to_owned(), start)]);
    let files: Vec<(String, String)> = files.collect();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let build = site::build(&project(&files), &mut Memo::default());
    assert!(!build.diagnostics.has_errors());
    let pages = build.output.iter().map(|(path, _)| path.as_str());
    let pages: Vec<&str> =
        pages.filter(|path| path.starts_with("compare/") && path.contains("track-0")).collect();
    let page = text(&build.output, pages.first().expect("a comparison"));
    let onward = between(&page, "<nav class=\"onward\"", "</nav>");
    let others = (0..14).filter(|track| onward.contains(&format!("Step {track}<")));
    assert_eq!(others.collect::<Vec<_>>(), (1..13).collect::<Vec<_>>(), "{onward}");
}
