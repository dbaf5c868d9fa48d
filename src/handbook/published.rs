//! What a site has that others may refer to, and what of it a later site lacks.

use std::collections::{BTreeMap, BTreeSet};

use super::catalogue::Catalogue;
use super::model::Handbook;
use super::page::PageKey;
use super::routes::Routes;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// What a site has that others may refer to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Files of its pages, those at old addresses included.
    pub files: BTreeSet<String>,
    /// Ids of criteria, old ones included, each with the level that it stood at, if that is known.
    pub ids: BTreeMap<String, String>,
    /// Whether it showed what is internal.
    pub is_internal: bool,
}

impl Published {
    /// What the site of a handbook has.
    pub fn of(handbook: &Handbook, routes: &Routes, catalogue: &Catalogue, internal: bool) -> Self {
        let pages = routes.pages().filter(|page| !matches!(page, PageKey::NotFound));
        let pages = pages.map(|page| routes.file(page).as_str().to_owned());
        let old = routes.redirects().iter().map(|it| it.file.as_str().to_owned());
        let listed = (0..catalogue.parts()).flat_map(|part| catalogue.part(part));
        let ids = listed.map(|(id, it)| {
            let level = it.at.first().map(|level| handbook.level_name(*level));
            (id.to_owned(), level.unwrap_or_default())
        });
        Self { files: pages.chain(old).collect(), ids: ids.collect(), is_internal: internal }
    }

    /// What this site has and a later one lacks, of which nothing tells where it is now. `since` says what this one
    /// is, for messages. What is hidden now is not lost, and a site for fewer readers lacks what they may not see.
    pub fn lost(&self, later: &Self, handbook: &Handbook, since: &str) -> Diagnostics {
        let mut diagnostics = Diagnostics::default();
        if self.is_internal && !later.is_internal {
            return diagnostics;
        }
        let is_hidden = |name: &str| {
            let name = name.strip_prefix("levels/").unwrap_or(name);
            !name.is_empty() && handbook.hidden(name).is_some()
        };
        let files = self.files.difference(&later.files).filter(|file| is_lasting(file));
        let addresses: Vec<String> =
            files.map(|file| address(file)).filter(|it| !is_hidden(it.trim_matches('/'))).collect();
        let ids = self.ids.iter().filter(|(id, _)| !later.ids.contains_key(*id));
        let is_seen =
            |id: &str, level: &str| !is_hidden(level) && handbook.hidden_criterion(id).is_none();
        let ids = ids.filter(|(id, level)| is_seen(id, level));
        let ids: Vec<String> = ids.map(|(id, _)| id.clone()).collect();
        if let [first, ..] = addresses.as_slice() {
            let message = match addresses.len() {
                1 => format!("nothing leads on from the address `{first}` of {since}"),
                count => format!("nothing leads on from {count} addresses of {since}"),
            };
            diagnostics.push(
                Diagnostic::new(Code::LostAddress, message)
                    .help(format!("they are {}", named(&addresses)))
                    .help("say `was:` or `aliases:` where each is now, or lead on in `[redirects]` of book.toml"),
            );
        }
        if let [first, ..] = ids.as_slice() {
            let message = match ids.len() {
                1 => format!("no criterion has the id `{first}` of {since}, now or before"),
                count => format!("no criterion has one of {count} ids of {since}, now or before"),
            };
            diagnostics.push(
                Diagnostic::new(Code::LostId, message)
                    .help(format!("they are {}", named(&ids)))
                    .help("write the old id where the criterion is now: `{#new-id was=old-id}`"),
            );
        }
        diagnostics
    }
}

/// How many names a message has.
const NAMED: usize = 8;

/// Names in a sentence. Of many, some stand for all.
fn named(names: &[String]) -> String {
    let shown = if names.len() > NAMED { NAMED - 1 } else { names.len() };
    let mut words: Vec<String> = names[..shown].iter().map(|it| format!("`{it}`")).collect();
    if names.len() > shown {
        words.push(format!("and {} more", names.len() - shown));
    }
    words.join(", ")
}

/// Whether a page is meant to stay at its address by itself. Comparisons come and go with their levels, parts of the
/// list of criteria with its length, and pages of editions with theirs.
fn is_lasting(file: &str) -> bool {
    let parts: Vec<&str> = file.split('/').collect();
    match parts.as_slice() {
        ["404.html"] => false,
        ["compare", _, ..] => file == "compare/index.html",
        ["criteria", _, ..] => file == "criteria/index.html",
        ["editions", _, rest @ ..] => rest.is_empty() || rest == ["index.html"],
        _ => true,
    }
}

fn address(file: &str) -> String {
    let path = file.strip_suffix("index.html").unwrap_or(file);
    format!("/{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_and_goes_with_something_else_is_not_lasting() {
        for file in ["index.html", "levels/ic/mid/index.html", "compare/index.html", "a.html"] {
            assert!(is_lasting(file), "{file}");
        }
        assert!(is_lasting("editions/2025/index.html"));
        for file in [
            "404.html",
            "compare/a--b/index.html",
            "compare/a--b.html",
            "criteria/2/index.html",
            "editions/2025/levels/ic/mid/index.html",
        ] {
            assert!(!is_lasting(file), "{file}");
        }
    }

    #[test]
    fn of_many_some_are_named() {
        let names: Vec<String> = ('a'..='k').map(String::from).collect();
        assert_eq!(named(&names[..2]), "`a`, `b`");
        assert_eq!(named(&names), "`a`, `b`, `c`, `d`, `e`, `f`, `g`, and 4 more");
    }
}
