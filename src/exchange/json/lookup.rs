//! Where criteria are found that a page has not loaded: in which words they stand anywhere, and where first. It is
//! divided by their ids, so that a page asks for what it needs.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::sentences::Sentence;
use crate::handbook::parts::{file_of_hash, hash_of_criterion};
use crate::handbook::{LevelIx, PageKey};
use crate::spelling::beginning;
use crate::view::Site;

/// The criteria of which the ids belong into one file.
#[derive(Serialize)]
pub struct JsonLookup<'h> {
    /// By their ids, in the order of these.
    #[serde(serialize_with = "as_object")]
    criteria: Vec<(&'h str, JsonFound<'h>)>,
    /// Ids of today by those that criteria had before.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    renamed: BTreeMap<&'h str, &'h str>,
}

/// A criterion, wherever it stands.
#[derive(Serialize)]
struct JsonFound<'h> {
    /// All wordings of it, in the order of the handbook.
    texts: Vec<&'h str>,
    /// The first level with a page that has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<Arc<str>>,
    /// Its fragment where it stands first, if that is not its id; empty if it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    anchor: Option<Cow<'h, str>>,
}

/// As many files as are wanted, of what levels say, in the order of the handbook.
pub fn lookup<'h>(
    site: &'h Site<'h>,
    said: impl Iterator<Item = (LevelIx, Sentence<'h>)>,
    files: usize,
) -> impl Iterator<Item = JsonLookup<'h>> {
    // One file after the other is made of these, so that no two are in memory.
    let mut of_files = vec![Entries::default(); files];
    let file_of = |id: &str| file_of_hash(hash_of_criterion(id), files);
    for (level, it) in said {
        of_files[file_of(it.id())].sentences.push((level, it));
        for old in it.was() {
            of_files[file_of(old)].renamed.push((old, it.id()));
        }
    }
    // Each level is named once, not with each criterion of it in the order of their ids.
    let names: Vec<Option<Arc<str>>> = site
        .handbook
        .levels()
        .map(|(level, _)| {
            let has_page = site.routes.has(PageKey::Level(level));
            has_page.then(|| site.handbook.level_name(level).into())
        })
        .collect();
    of_files.into_iter().map(move |entries| of_file(&names, entries))
}

/// What belongs into one file, in the order of the handbook.
#[derive(Clone, Default)]
struct Entries<'h> {
    sentences: Vec<(LevelIx, Sentence<'h>)>,
    renamed: Vec<(&'h str, &'h str)>,
}

/// `names` are those of all levels that have a page.
fn of_file<'h>(names: &[Option<Arc<str>>], entries: Entries<'h>) -> JsonLookup<'h> {
    let Entries { sentences, renamed } = entries;
    let begun = sentences.into_iter().map(|(level, it)| (beginning(it.id()), level, it));
    let mut sorted: Vec<(u128, LevelIx, Sentence)> = begun.collect();
    // The sort is stable: of those with one id the first of the handbook stays the first.
    sorted.sort_by(|one, other| (one.0, one.2.id()).cmp(&(other.0, other.2.id())));
    let mut criteria: Vec<(&str, JsonFound)> = Vec::new();
    for (_, level, it) in sorted {
        if criteria.last().is_none_or(|(id, _)| *id != it.id()) {
            let anchor = it.anchor();
            criteria.push((it.id(), JsonFound { texts: Vec::new(), level: None, anchor }));
        }
        let Some((_, found)) = criteria.last_mut() else { continue };
        if !found.texts.contains(&it.text()) {
            found.texts.push(it.text());
        }
        if found.level.is_none() {
            found.level.clone_from(&names[level.0]);
        }
    }
    JsonLookup { criteria, renamed: renamed.into_iter().collect() }
}

/// Names and values as an object, in their order.
fn as_object<S: Serializer>(
    pairs: &[(&str, impl Serialize)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().map(|(name, value)| (name, value)))
}
