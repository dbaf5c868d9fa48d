//! Levels by their names, and why a name means nothing certain.

use std::collections::HashMap;

use super::ix::LevelIx;
use crate::diagnostic::{Code, Diagnostic};
use crate::suggestion::{Suggestion, nearest};

/// Levels by their names: `ic/senior` always, `senior` where it is unique.
#[derive(Clone, Debug, Default)]
pub struct LevelNames {
    full: HashMap<String, LevelIx>,
    short: HashMap<String, Vec<LevelIx>>,
    all: Vec<String>,
}

/// Why a name means nothing certain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unresolved {
    /// Nothing has this name; the nearest that something has.
    Unknown(Option<Suggestion>),
    /// Several things have it: their unambiguous names.
    Ambiguous(Vec<String>),
    /// What has it is left out of this build: `internal` or `a draft`.
    Hidden(&'static str),
    /// The page exists but has no such anchor: its title, the anchor, the nearest that it has.
    NoAnchor(String, String, Option<Suggestion>),
}

impl Unresolved {
    /// The diagnostic for a reference to `what`, which is one of `a level`, `a page` and so on.
    pub fn diagnostic(&self, what: &str, name: &str) -> Diagnostic {
        match self {
            Self::Unknown(near) => Diagnostic::new(
                Code::UnknownReference,
                format!("`{name}` is not the name of {what}"),
            )
            .suggest(near.clone()),
            Self::Ambiguous(names) => {
                let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
                Diagnostic::new(
                    Code::AmbiguousReference,
                    format!("`{name}` is the name of more than one thing"),
                )
                .help(format!("write {}", names.join(" or ")))
            }
            Self::Hidden(reason) => Diagnostic::new(
                Code::HiddenReference,
                format!("`{name}` is {reason} and left out of this build"),
            )
            .help("leave this page out as well, or remove the reference"),
            Self::NoAnchor(page, anchor, near) => Diagnostic::new(
                Code::BrokenLink,
                format!("nothing on the page `{page}` is called `{anchor}`"),
            )
            .suggest(near.clone()),
        }
    }
}

impl LevelNames {
    /// The names of levels given as track id and level id; the handles are their positions.
    pub fn new<'a>(levels: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut names = Self::default();
        for (index, (track, id)) in levels.into_iter().enumerate() {
            let full = format!("{track}/{id}");
            names.full.insert(full.clone(), LevelIx(index));
            names.short.entry(id.to_owned()).or_default().push(LevelIx(index));
            names.all.push(full);
        }
        names
    }

    /// The level with this name.
    ///
    /// # Errors
    ///
    /// If no level has it, or a short name is that of several.
    pub fn get(&self, name: &str) -> Result<LevelIx, Unresolved> {
        if let Some(level) = self.full.get(name.strip_prefix("levels/").unwrap_or(name)) {
            return Ok(*level);
        }
        match self.short.get(name).map(Vec::as_slice) {
            Some([level]) => Ok(*level),
            Some(levels) => {
                let names = levels.iter().map(|level| self.all[level.0].clone()).collect();
                Err(Unresolved::Ambiguous(names))
            }
            None => Err(Unresolved::Unknown(self.nearest(name))),
        }
    }

    fn nearest(&self, name: &str) -> Option<Suggestion> {
        let mut short: Vec<&str> =
            self.all.iter().filter_map(|it| it.split_once('/')).map(|it| it.1).collect();
        short.sort_unstable();
        short.dedup();
        let found =
            nearest(name, short).or_else(|| nearest(name, self.all.iter().map(String::as_str)))?;
        match self.short.get(&found.meant).map(Vec::as_slice) {
            Some([first, _, ..]) => {
                Some(Suggestion { meant: self.all[first.0].clone(), ..found.uncertain() })
            }
            _ => Some(found),
        }
    }
}
