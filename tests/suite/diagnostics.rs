//! The manual of diagnostics: every code has an explanation, and a case that causes it.

use ladderbook::builtin;
use ladderbook::diagnostic::Code;

use crate::literate;
use crate::support::{files, root};

/// Codes that a tree of strings cannot cause; `tests/suite/cli/disk.rs` causes them on a disk,
/// `tests/suite/visibility.rs` by an option, `tests/suite/editions.rs` by a history,
/// `tests/suite/cli/lost.rs` by an earlier site.
const BY_MORE_THAN_FILES: [Code; 7] = [
    Code::UnreadableFile,
    Code::InvalidSymlink,
    Code::ForbiddenOverride,
    Code::UnreadableEdition,
    Code::FaultyEdition,
    Code::LostAddress,
    Code::LostId,
];

#[test]
fn every_case_reports_what_it_says() {
    for path in files(&root().join("tests/diagnostics"), "md") {
        let code = path.file_stem().and_then(|stem| stem.to_str()).expect("a name").to_owned();
        let cases = literate::run(&path);
        let causes = cases.iter().any(|case| case.report.contains(&format!("[{code}]")));
        let is_caused_elsewhere = BY_MORE_THAN_FILES.iter().any(|known| known.name() == code);
        assert!(causes || is_caused_elsewhere, "no case in `{code}.md` causes `{code}`");
    }
}

#[test]
fn every_code_has_an_explanation() {
    for code in Code::ALL {
        let explanation = builtin::explanation(*code)
            .unwrap_or_else(|| panic!("`{code}` has no tests/diagnostics/{code}.md"));
        assert!(
            explanation.starts_with(&format!("# {code}\n")),
            "`{code}.md` starts with its name"
        );
        assert!(explanation.len() > 200, "`{code}.md` explains too little");
    }
}

#[test]
fn every_file_of_the_manual_is_a_code() {
    for path in files(&root().join("tests/diagnostics"), "md") {
        let name = path.file_stem().and_then(|stem| stem.to_str()).expect("a name");
        assert!(Code::from_name(name).is_some(), "there is no code `{name}`");
    }
}

#[test]
fn names_of_codes_are_found_again() {
    for code in Code::ALL {
        assert_eq!(Code::from_name(code.name()), Some(*code));
    }
    assert_eq!(Code::from_name("no-such-code"), None);
}
