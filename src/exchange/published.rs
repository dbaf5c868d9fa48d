//! What a site had that others may refer to, read from its files.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::handbook::published::Published;
use crate::tree::RelPath;

/// The part of `api/handbook.json` that tells of ids. What an older version wrote may lack any of it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Data {
    tracks: Vec<Shown>,
    competencies: Vec<Shown>,
    levels: Vec<Level>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Shown {
    internal: bool,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Level {
    id: String,
    internal: bool,
    cells: Vec<Cell>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Cell {
    internal: bool,
    criteria: Vec<Criterion>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Criterion {
    id: String,
    was: Vec<String>,
    internal: bool,
}

/// What a site had, from the names of its files and its data. Without data that can be read no ids are known.
pub fn published<'p>(files: impl IntoIterator<Item = &'p RelPath>, data: &[u8]) -> Published {
    let pages = files.into_iter().filter(|path| path.extension() == "html");
    let data: Data = serde_json::from_slice(data).unwrap_or_default();
    let mut ids = BTreeMap::new();
    for level in &data.levels {
        for it in level.cells.iter().flat_map(|cell| &cell.criteria) {
            for id in std::iter::once(&it.id).chain(&it.was).filter(|id| !id.is_empty()) {
                ids.entry(id.clone()).or_insert_with(|| level.id.clone());
            }
        }
    }
    let cells = || data.levels.iter().flat_map(|it| &it.cells);
    let is_internal = data.tracks.iter().chain(&data.competencies).any(|it| it.internal)
        || data.levels.iter().any(|it| it.internal)
        || cells().any(|it| it.internal || it.criteria.iter().any(|it| it.internal));
    Published { files: pages.map(|path| path.as_str().to_owned()).collect(), ids, is_internal }
}
