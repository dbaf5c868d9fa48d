//! The ladder map: what stands in which cell, and where arrows lead.

use crate::support::{build, project, text};

/// The map of levels, each given by its file and its front matter: its rows from the top, each with its cells as
/// `track: levels`, with the rows that a cell spans; then the paths of its arrows.
fn map(levels: &[(&str, &str)]) -> (Vec<Vec<String>>, Vec<String>) {
    let levels: Vec<(String, String)> = levels
        .iter()
        .map(|(name, head)| {
            let (_, title) = name.split_once('-').expect("a number");
            let text = format!("---\ntitle: {title}\n{head}\n---\n");
            (format!("content/levels/{name}.md"), text)
        })
        .collect();
    let files: Vec<(&str, &str)> =
        levels.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let build = build(&project(&files));
    assert!(!build.diagnostics.has_errors(), "{:?}", build.diagnostics);
    let page = text(&build.output, "index.html");
    let arrows = page.split(" d=\"").skip(1).filter_map(|it| it.split_once("\" marker-end"));
    let arrows = arrows.map(|(path, _)| path.to_owned()).collect();
    let (_, body) = page.split_once("<tbody>").expect("a map");
    let (body, _) = body.split_once("</tbody>").expect("its end");
    let rows = body.split("<tr").skip(1).map(|row| row.split("<td").skip(1).map(cell).collect());
    (rows.collect(), arrows)
}

fn cell(html: &str) -> String {
    let value = |name: &str| Some(html.split_once(&format!("{name}=\""))?.1.split_once('"')?.0);
    let titles = html.split("class=\"rung-title\">").skip(1);
    let titles: Vec<&str> = titles.filter_map(|it| Some(it.split_once("</span>")?.0)).collect();
    let rows = value("rowspan").map(|it| format!(" x{it}")).unwrap_or_default();
    format!("{}{rows}: {}", value("data-track").expect("a track"), titles.join(", "))
        .trim_end()
        .to_owned()
}

#[test]
fn a_level_of_several_grades_spans_their_rows_where_it_has_them_to_itself() {
    let (rows, _) = map(&[
        ("a/1-one", "grade: 1"),
        ("a/2-two", "grade: [2, 4]"),
        ("b/1-three", "grade: [1, 3]"),
        ("b/2-four", "grade: 2"),
        ("c/1-five", "grade: [3, 4]"),
        ("c/2-six", "grade: [3, 4]"),
        ("c/3-seven", ""),
    ]);
    let expected: [&[&str]; 4] = [
        &["a x3: two", "b:", "c: seven, six, five"],
        &["b: three", "c:"],
        &["b: four", "c:"],
        &["a: one", "b:", "c:"],
    ];
    assert_eq!(rows, expected);
}

#[test]
fn what_a_guest_spans_in_one_track_says_nothing_of_another() {
    let (rows, _) = map(&[
        ("a/1-low", "grade: 3"),
        ("a/2-high", "grade: [3, 4]\nalso-in: [b]"),
        ("b/1-top", "grade: 5"),
    ]);
    let expected: [&[&str]; 3] = [&["a:", "b: top"], &["a: high", "b x2: high"], &["a: low"]];
    assert_eq!(rows, expected);
}

#[test]
fn tracks_without_grades_stand_in_the_last_row_or_else_in_their_order() {
    let (rows, _) = map(&[("a/1-one", "grade: 2"), ("b/1-two", ""), ("b/2-three", "")]);
    let expected: [&[&str]; 2] = [&["a: one", "b:"], &["a:", "b: three, two"]];
    assert_eq!(rows, expected);

    let (rows, _) = map(&[("a/1-one", ""), ("b/1-two", ""), ("b/2-three", "")]);
    let expected: [&[&str]; 2] = [&["a:", "b: three"], &["a: one", "b: two"]];
    assert_eq!(rows, expected);
}

/// A column is 20 units wide, a row 7 for each card on another; a card is 15.2 wide and 4.9 high. A guest has its arrows
/// in its own track.
#[test]
fn arrows_lead_from_card_to_card() {
    let (rows, arrows) = map(&[
        ("a/1-one", "grade: 1\nnext: [two, {to: b/four, kind: lateral}]"),
        ("a/2-two", "grade: [2, 3]\nnext: [b/three]\nalso-in: [c]"),
        ("b/1-three", "grade: 2\nnext: [{to: a/one, kind: back}]"),
        ("b/2-four", "grade: 2\nnext: []"),
        ("c/1-five", "grade: 1\nnext: [a/two]"),
    ]);
    let expected: [&[&str]; 3] =
        [&["a x2: two", "b:", "c x2: two"], &["b: four, three"], &["a: one", "b:", "c: five"]];
    assert_eq!(rows, expected);
    let expected = [
        "M10.0 22.1V12.9",
        "M17.6 23.6C20.0 23.6 20.0 9.6 22.4 9.6",
        "M17.6 9.6C20.0 9.6 20.0 16.6 22.4 16.6",
        "M22.4 18.4C20.0 18.4 20.0 25.4 17.6 25.4",
        "M42.4 23.6C30.0 23.6 30.0 9.6 17.6 9.6",
    ];
    assert_eq!(arrows, expected);
}
