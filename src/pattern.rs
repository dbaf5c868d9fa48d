//! Patterns of paths, as `[build] copy` has them.

use std::collections::{BTreeSet, HashMap};

/// A pattern of paths: `*` stands for any part of a name, `?` for any character of it, `**` as a name for
/// any folders, none among them.
#[derive(Clone, Copy, Debug)]
pub struct Pattern<'a>(&'a str);

impl<'a> Pattern<'a> {
    /// The pattern that is written so.
    ///
    /// # Errors
    ///
    /// If it can match no path; says why.
    pub fn new(written: &'a str) -> Result<Self, &'static str> {
        let pattern = written.strip_prefix("./").unwrap_or(written).trim_matches('/');
        if pattern.is_empty() {
            return Err("is empty");
        }
        match pattern.split('/').find(|part| matches!(*part, "" | "." | "..")) {
            Some(_) => Err("leads nowhere inside content/"),
            None => Ok(Self(pattern)),
        }
    }

    /// Whether it matches a path; the name of a folder matches all that is in it.
    pub fn matches(self, path: &str) -> bool {
        let names: Vec<&str> = path.split('/').collect();
        let parts: Vec<&str> = self.0.split('/').collect();
        parts_match(&parts, &names)
    }
}

/// Patterns of paths, each looked at only for paths that begin as it does: projects may name each file of many by a
/// pattern of its own. Those that begin with `*` or `?` are looked at for each path.
#[derive(Debug, Default)]
pub struct Patterns<'a> {
    /// By what stands before the first sign of each that is not matched as it is.
    by_start: HashMap<&'a str, Vec<Pattern<'a>>>,
    /// How long these starts are.
    lengths: BTreeSet<usize>,
}

impl<'a> Patterns<'a> {
    /// Whether one of them matches a path.
    pub fn match_any(&self, path: &str) -> bool {
        let starts = self.lengths.iter().filter_map(|length| path.get(..*length));
        let mut patterns = starts.filter_map(|start| self.by_start.get(start)).flatten();
        patterns.any(|pattern| pattern.matches(path))
    }
}

impl<'a> FromIterator<Pattern<'a>> for Patterns<'a> {
    fn from_iter<I: IntoIterator<Item = Pattern<'a>>>(patterns: I) -> Self {
        let mut all = Self::default();
        for pattern in patterns {
            let start = pattern.0.split(['*', '?']).next().unwrap_or_default();
            // `a/**` matches `a` as well.
            let start = start.trim_end_matches('/');
            all.by_start.entry(start).or_default().push(pattern);
            all.lengths.insert(start.len());
        }
        all
    }
}

fn parts_match(parts: &[&str], names: &[&str]) -> bool {
    match (parts, names) {
        // What is left of the path is inside of a folder that the pattern names.
        ([], _) => true,
        (["**", rest @ ..], _) => (0..=names.len()).any(|skip| {
            let is_whole = rest.is_empty() && skip == names.len();
            is_whole || !rest.is_empty() && parts_match(rest, &names[skip..])
        }),
        (_, []) => false,
        ([part, parts @ ..], [name, names @ ..]) => {
            let (part, name): (Vec<char>, Vec<char>) =
                (part.chars().collect(), name.chars().collect());
            name_matches(&part, &name) && parts_match(parts, names)
        }
    }
}

fn name_matches(part: &[char], name: &[char]) -> bool {
    match (part, name) {
        ([], []) => true,
        (['*', rest @ ..], _) => (0..=name.len()).any(|skip| name_matches(rest, &name[skip..])),
        (['?', part @ ..], [_, name @ ..]) => name_matches(part, name),
        ([wanted, part @ ..], [found, name @ ..]) => wanted == found && name_matches(part, name),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Pattern, Patterns};

    #[test]
    fn a_pattern_matches_names_and_folders() {
        for (pattern, matching, other) in [
            ("a.pdf", vec!["a.pdf"], vec!["b/a.pdf", "a.pdf.bak"]),
            ("*.pdf", vec!["a.pdf", ".pdf"], vec!["b/a.pdf", "a.pdfx"]),
            ("**/*.pdf", vec!["a.pdf", "b/c/a.pdf"], vec!["b/a.png"]),
            ("downloads", vec!["downloads/a", "downloads/b/c"], vec!["download", "x/downloads/a"]),
            ("downloads/**", vec!["downloads/a", "downloads/b/c"], vec!["b/downloads/c"]),
            ("a/**/b.txt", vec!["a/b.txt", "a/x/y/b.txt"], vec!["b.txt", "a/c.txt"]),
            ("./a?.*", vec!["ab.c", "aé."], vec!["a.c", "abc"]),
            (".nojekyll", vec![".nojekyll"], vec!["x/.nojekyll"]),
        ] {
            let pattern = Pattern::new(pattern).unwrap();
            for path in matching {
                assert!(pattern.matches(path), "{pattern:?} {path}");
            }
            for path in other {
                assert!(!pattern.matches(path), "{pattern:?} {path}");
            }
        }
    }

    #[test]
    fn patterns_match_what_one_of_them_does() {
        let written =
            ["a/b1.*", "a/b.pdf", "é?/x", "a", "**/*.png", "a/**", "b/*", "b/*.pdf", "c/ä*"];
        let paths = ["a/b1.c", "a/b.pdf", "éa/x", "a/x/y", "b/c.png", "b/c/d.png", "b/c", "b/c/d"];
        let more = ["a", "c/ä", "c/a", "c/é", "é", "éab/x", "b", ""];
        let patterns = |until: usize| written[..until].iter().map(|it| Pattern::new(it).unwrap());
        for until in 0..=written.len() {
            let all: Patterns = patterns(until).collect();
            for path in paths.iter().chain(&more) {
                let is_matched = patterns(until).any(|it| it.matches(path));
                assert_eq!(all.match_any(path), is_matched, "{until} {path}");
            }
        }
    }

    #[test]
    fn a_pattern_stays_inside() {
        for pattern in ["", "/", "../x", "a//b", "a/./b", "."] {
            assert!(Pattern::new(pattern).is_err(), "{pattern}");
        }
    }
}
