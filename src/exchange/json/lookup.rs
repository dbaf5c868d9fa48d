//! Where criteria are found that a page has not loaded: in which words they stand anywhere, and where first. It is
//! divided by their ids, so that a page asks for what it needs.

use std::collections::BTreeMap;

use serde::Serialize;

use super::level::Sentence;
use crate::handbook::parts::file_of_criterion;

/// The criteria of which the ids belong into one file.
#[derive(Default, Serialize)]
pub struct JsonLookup<'h> {
    criteria: BTreeMap<&'h str, JsonFound<'h>>,
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
    level: Option<String>,
    /// Its fragment where it stands first, if that is not its id; empty if it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    anchor: Option<&'h str>,
}

/// As many files as are wanted, of what levels say: each with its name, whether it has a page, and its sentences.
pub fn lookup<'h>(
    levels: impl Iterator<Item = (String, bool, &'h [Sentence])>,
    files: usize,
) -> Vec<JsonLookup<'h>> {
    let mut all: Vec<JsonLookup> = (0..files).map(|_| JsonLookup::default()).collect();
    for (name, has_page, sentences) in levels {
        for it in sentences {
            let file = &mut all[file_of_criterion(&it.id, files)];
            let found = file.criteria.entry(&it.id).or_insert_with(|| JsonFound {
                texts: Vec::new(),
                level: None,
                anchor: it.anchor.as_deref(),
            });
            if !found.texts.contains(&it.text.as_str()) {
                found.texts.push(&it.text);
            }
            if has_page && found.level.is_none() {
                found.level = Some(name.clone());
            }
            for old in &it.was {
                all[file_of_criterion(old, files)].renamed.insert(old, &it.id);
            }
        }
    }
    all
}
