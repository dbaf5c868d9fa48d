//! Whole projects as literate tests, and small projects with expected files of the output.

use crate::literate;
use crate::support::{build, files, root, text};

use ladderbook::diagnostic::Severity;
use ladderbook::disk;

#[test]
fn fifteen_mistakes_are_fifteen_diagnostics() {
    let cases = literate::run(&root().join("tests/cases/fifteen-mistakes.md"));
    let [case] = cases.as_slice() else { panic!("one case") };
    let diagnostics = build(&case.project).diagnostics;
    assert_eq!(diagnostics.iter().count(), 15, "{}: {}", case.title, case.report);
    assert_eq!(diagnostics.count(Severity::Error), 15);
    let with_mistakes: std::collections::BTreeSet<_> = diagnostics
        .iter()
        .map(|diagnostic| diagnostic.place.as_ref().expect("a place").path.clone())
        .collect();
    assert_eq!(with_mistakes.len(), 8, "in eight files: {with_mistakes:?}");
}

/// Each folder in tests/cases has a project in `in` and expected files of its site in `out`.
#[test]
fn outputs_are_as_expected() {
    let cases = root().join("tests/cases");
    let mut count = 0;
    for entry in std::fs::read_dir(&cases).expect("the cases") {
        let folder = entry.expect("an entry").path();
        if !folder.is_dir() {
            continue;
        }
        let (project, found) = disk::read(&folder.join("in")).expect("a project");
        assert!(found.is_empty(), "{}: {found:?}", folder.display());
        let build = build(&project);
        let report = crate::support::report(&build.diagnostics, &project);
        let out = folder.join("out");
        compare(&folder.join("report.txt"), &report);
        for extension in ["json", "html", "txt", "xml"] {
            for path in files(&out, extension) {
                let relative = path.strip_prefix(&out).expect("below out");
                compare(&path, &text(&build.output, &relative.to_string_lossy()));
                count += 1;
            }
        }
    }
    assert!(count > 0, "there are cases with expected files");
}

fn compare(path: &std::path::Path, found: &str) {
    if crate::support::blessing() {
        std::fs::write(path, found).expect("writes the expectation");
        return;
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(expected, found, "{}", path.display());
}
