//! Radar charts: right at three to twelve axes, absent outside of that.

use ladderbook::tree::Tree;

use crate::html::elements;
use crate::ladders::ladder;
use crate::support::{build, project, published, text};

/// A page with the chart of two levels over this many competencies of four steps.
fn chart(axes: usize) -> String {
    let mut register = "competencies:\n".to_owned();
    let (mut low, mut high) = (String::new(), String::new());
    for axis in 0..axes {
        register
            .push_str(&format!("- {{id: c{axis}, title: Number {axis}, steps: [A, B, C, D]}}\n"));
        low.push_str(&format!("c{axis}: {}, ", axis % 4 + 1));
        high.push_str(&format!("c{axis}: 4, "));
    }
    let level =
        |title: &str, expect: &str| format!("---\ntitle: {title}\nexpect: {{{expect}}}\n---\n");
    let project = project(&[
        ("content/competencies.yaml", register.as_str()),
        ("content/levels/ic/1-low.md", level("Low", &low).as_str()),
        ("content/levels/ic/2-high.md", level("High", &high).as_str()),
        ("content/page.md", "# Page\n\n{{<radar levels=\"low high\" />}}\n"),
    ]);
    let build = build(&project);
    assert!(!build.diagnostics.has_errors());
    text(&build.output, "page/index.html")
}

/// The points of all polygons of a page.
fn polygons(html: &str) -> Vec<Vec<(f64, f64)>> {
    let point = |point: &str| {
        let (x, y) = point.split_once(',').expect("a point");
        (x.parse().expect("a number"), y.parse().expect("a number"))
    };
    let polygons = elements(html, "polygon");
    polygons.iter().map(|it| it.get("points").split(' ').map(point).collect()).collect()
}

#[test]
fn has_a_point_on_each_of_three_to_twelve_axes() {
    for axes in 3..=12 {
        let polygons = polygons(&chart(axes));
        assert_eq!(polygons.len(), 4 + 2, "four rings and two levels");
        for polygon in &polygons {
            assert_eq!(polygon.len(), axes);
        }
        let (low, high) = (&polygons[4], &polygons[5]);
        for (axis, (x, y)) in low.iter().enumerate() {
            let share = x.hypot(*y) / 50.0;
            assert!((share - (axis % 4 + 1) as f64 / 4.0).abs() < 0.01, "axis {axis} of {axes}");
        }
        for (x, y) in high {
            assert!((x.hypot(*y) - 50.0).abs() < 0.2);
        }
        assert_eq!(high[0], (0.0, -50.0), "the first axis points up");
    }
}

#[test]
fn is_absent_with_too_few_or_too_many_axes() {
    for axes in [1, 2, 13] {
        assert!(polygons(&chart(axes)).is_empty(), "{axes} axes");
    }
}

/// The charts of two levels of a handbook with five axes lie over each other.
fn assert_two_over_each_other(project: &Tree, levels: &str, rings: usize) {
    let page = format!("# Page\n\n{{{{<radar levels=\"{levels}\" />}}}}\n");
    let page = Tree::from_texts([("content/page.md", page.as_str())]);
    let html = text(&build(&project.overlay(&page)).output, "page/index.html");
    let polygons = polygons(&html);
    assert_eq!(polygons.len(), rings + 2, "the rings and two levels");
    assert!(polygons.iter().all(|polygon| polygon.len() == 5), "five axes");
    assert_ne!(polygons[rings], polygons[rings + 1]);
}

#[test]
fn a_master_and_a_head_lie_over_each_other() {
    assert_two_over_each_other(&ladder("axes"), "master head", 4);
}

#[test]
#[ignore = "needs the published ladders"]
fn jorgef_d4_and_tl4_lie_over_each_other() {
    assert_two_over_each_other(&published("jorgef").0, "d4 tl4", 5);
}
