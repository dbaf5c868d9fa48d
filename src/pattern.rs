//! Patterns of paths, as `[build] copy` has them.

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
    use super::Pattern;

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
    fn a_pattern_stays_inside() {
        for pattern in ["", "/", "../x", "a//b", "a/./b", "."] {
            assert!(Pattern::new(pattern).is_err(), "{pattern}");
        }
    }
}
