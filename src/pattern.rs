//! Patterns of paths, as `[build] copy` has them.

use std::cmp::Reverse;
use std::collections::HashMap;

use aho_corasick::AhoCorasick;

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

    /// What each path that it matches has in it.
    fn literals(self) -> impl Iterator<Item = &'a str> {
        // A sign for folders may stand for none, without the slash beside it.
        self.0.split(['*', '?']).map(|it| it.trim_matches('/')).filter(|it| !it.is_empty())
    }
}

/// Patterns of paths, each looked at only for paths that have what it says literally: projects may name each file of
/// many by a pattern of its own. Those of signs alone are looked at for each path.
#[derive(Debug, Default)]
pub struct Patterns<'a> {
    /// Finds in a path what patterns say literally.
    literals: Option<AhoCorasick>,
    /// For each of these literals the patterns that ask for it.
    by_literal: Vec<Vec<Pattern<'a>>>,
    others: Vec<Pattern<'a>>,
}

impl<'a> Patterns<'a> {
    /// Whether one of them matches a path.
    pub fn match_any(&self, path: &str) -> bool {
        let is_match = |it: &Pattern| it.matches(path);
        let found = self.literals.iter().flat_map(|it| it.find_overlapping_iter(path));
        found.flat_map(|it| &self.by_literal[it.pattern()]).any(is_match)
            || self.others.iter().any(is_match)
    }
}

impl<'a> FromIterator<Pattern<'a>> for Patterns<'a> {
    fn from_iter<I: IntoIterator<Item = Pattern<'a>>>(patterns: I) -> Self {
        let patterns: Vec<Pattern> = patterns.into_iter().collect();
        let mut counts: HashMap<&str, usize> = HashMap::new();
        patterns.iter().flat_map(|it| it.literals()).for_each(|it| {
            *counts.entry(it).or_default() += 1;
        });
        let mut all = Self::default();
        let mut by_literal: HashMap<&str, Vec<Pattern>> = HashMap::new();
        for pattern in patterns {
            // Many may be in one folder, or have one extension.
            match pattern.literals().min_by_key(|it| (counts[it], Reverse(it.len()))) {
                Some(literal) => by_literal.entry(literal).or_default().push(pattern),
                None => all.others.push(pattern),
            }
        }
        let (literals, patterns): (Vec<&str>, Vec<_>) = by_literal.into_iter().unzip();
        match AhoCorasick::new(literals) {
            Ok(literals) => (all.literals, all.by_literal) = (Some(literals), patterns),
            // They are too long for one automaton.
            Err(_) => all.others.extend(patterns.into_iter().flatten()),
        }
        all
    }
}

/// Whether the names of a path are those of a pattern. The path may go on inside of a folder that the pattern names.
fn parts_match(parts: &[&str], names: &[&str]) -> bool {
    let is_name = |part: &&str, name: &&str| {
        let [part, name]: [Vec<char>; 2] = [part, name].map(|it| it.chars().collect());
        name_matches(&part, &name)
    };
    is_made_of(parts, names, |part| *part == "**", is_name, |_| true)
}

fn name_matches(part: &[char], name: &[char]) -> bool {
    let is_char = |wanted: &char, found: &char| *wanted == '?' || wanted == found;
    is_made_of(part, name, |it| *it == '*', is_char, |rest| rest.is_empty())
}

/// Whether items are those of a pattern, in which some stand for any number of items. `may_stay` says whether items may
/// be left at its end. Where the pattern does not go on, only the last of these takes one item more: what fits behind an
/// earlier one fits as soon as it can, so that this takes the product of both lengths at most.
fn is_made_of<P, T>(
    pattern: &[P],
    items: &[T],
    is_any: impl Fn(&P) -> bool,
    is_one: impl Fn(&P, &T) -> bool,
    may_stay: impl Fn(&[T]) -> bool,
) -> bool {
    let (mut wanted, mut rest) = (pattern, items);
    let mut behind_any = None;
    loop {
        (wanted, rest) = match (wanted, rest) {
            ([], rest) if may_stay(rest) => return true,
            ([any, wanted @ ..], _) if is_any(any) => {
                behind_any = Some((wanted, rest));
                (wanted, rest)
            }
            ([one, wanted @ ..], [item, rest @ ..]) if is_one(one, item) => (wanted, rest),
            _ => match behind_any {
                Some((wanted, [_, rest @ ..])) => {
                    behind_any = Some((wanted, rest));
                    (wanted, rest)
                }
                _ => return false,
            },
        };
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
            ("a*b*c", vec!["abc", "abbcbc", "aéb-c"], vec!["acb", "abcd", "ab"]),
            ("**/a/**/b", vec!["a/b", "x/a/a/y/b/z"], vec!["b/a", "a", "a/x"]),
            ("**", vec!["a", "a/b"], vec![]),
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
