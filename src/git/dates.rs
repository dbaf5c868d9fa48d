//! When files were last changed, by git's log.

use std::collections::BTreeMap;

use crate::tree::RelPath;

/// The first day that a log, newest first, names with each file. An entry is its day behind a byte of its own, and
/// the paths of its files from the root of the repository on; all of them end in a zero byte, and line breaks
/// stand between.
pub fn parse(log: &[u8], folder: &str) -> BTreeMap<RelPath, String> {
    let mut days = BTreeMap::new();
    let mut day = String::new();
    for field in log.split(|byte| *byte == 0) {
        let field = String::from_utf8_lossy(field);
        let field = field.trim_start_matches('\n');
        if let Some(next) = field.strip_prefix('\u{1}') {
            next.clone_into(&mut day);
            continue;
        }
        let path = RelPath::new(field);
        let path = if folder.is_empty() { path } else { path.and_then(|it| it.inside(folder)) };
        if let Some(path) = path {
            days.entry(path).or_insert_with(|| day.clone());
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_day_counts() {
        let log = b"\x012026-03-02\0\ndocs/content/b.md\0\x012026-03-01\0\ndocs/content/a.md\0docs/content/b.md\0other/c.md\0";
        let days = parse(log, "docs");
        let days: Vec<(&str, &str)> =
            days.iter().map(|(path, day)| (path.as_str(), day.as_str())).collect();
        assert_eq!(days, [("content/a.md", "2026-03-01"), ("content/b.md", "2026-03-02")]);
    }
}
