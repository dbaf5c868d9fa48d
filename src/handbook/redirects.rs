//! Old addresses: those that authors declare, and those that follow from them.

use std::collections::{BTreeMap, HashMap};

use super::former::FormerNames;
use super::ix::LevelIx;
use super::model::Handbook;
use super::page::PageKey;
use super::url::decoded;
use crate::diagnostic::Spanned;

/// Old addresses that the authors of pages declare: `aliases` in front matter, and ids that a competency,
/// track or level had.
pub fn declared(handbook: &Handbook) -> Vec<(PageKey, Spanned<String>)> {
    let levels = handbook.levels().map(|(key, it)| (PageKey::Level(key), &it.aliases));
    let texts = handbook.texts.iter().map(|(key, text)| (*key, &text.aliases));
    let aliases = levels
        .chain(texts)
        .flat_map(|(key, aliases)| aliases.iter().map(move |alias| (key, alias.clone())));
    let ids = handbook.competencies().flat_map(|(key, it)| {
        it.was.iter().map(move |old| {
            let value = format!("competencies/{}", old.value);
            (PageKey::Competency(key), Spanned { value, place: old.place.clone() })
        })
    });
    let tracks = handbook.tracks().flat_map(|(key, it)| {
        let has_pages = !it.is_abstract;
        it.was.iter().filter(move |_| has_pages).map(move |old| {
            let value = format!("levels/{}", old.value);
            (PageKey::Track(key), Spanned { value, place: old.place.clone() })
        })
    });
    let levels = handbook.levels().filter(|(key, _)| handbook.has_page(*key));
    let names = levels.flat_map(|(key, it)| {
        it.was.iter().map(move |old| {
            let value = format!("levels/{}", old.value);
            (PageKey::Level(key), Spanned { value, place: old.place.clone() })
        })
    });
    aliases.chain(ids).chain(tracks).chain(names).collect()
}

/// The path that an author means by an address: decoded, without `/` at its ends, and without extension.
pub fn path(address: &str) -> String {
    let path = decoded(address.trim_matches('/'));
    path.strip_suffix(".html").unwrap_or(&path).to_owned()
}

/// Paths at which pages stood while levels had the names that they had: their own, where a track had
/// another name, and those of comparisons.
pub fn implied(
    handbook: &Handbook,
    former: &FormerNames,
    ids: &Ids,
    pairs: &[(LevelIx, LevelIx)],
) -> Vec<(String, PageKey)> {
    let mut old: BTreeMap<LevelIx, Vec<String>> = BTreeMap::new();
    let mut paths = Vec::new();
    for (level, name) in former.iter() {
        paths.push((format!("levels/{name}"), PageKey::Level(level)));
        let id = name.split_once('/').map_or(name, |(_, id)| id);
        let is_own = handbook[level].id == id && ids.count(id) == 1;
        let is_unique = ids.count(id) == 0
            && former.iter().all(|(other, name)| other == level || !ends_in(name, id));
        let short = is_own || is_unique;
        let known = old.entry(level).or_default();
        let name = if short { id.to_owned() } else { dotted(name) };
        if !known.contains(&name) {
            known.push(name);
        }
    }
    for (from, to) in pairs {
        let of = |level: LevelIx| {
            let today = ids.name(handbook, level);
            std::iter::once(today).chain(old.get(&level).into_iter().flatten().cloned())
        };
        let all = of(*from).flat_map(|left| of(*to).map(move |right| (left.clone(), right)));
        // The first is what the page is called today.
        for (left, right) in all.skip(1) {
            paths.push((format!("compare/{left}--{right}"), PageKey::Compare(*from, *to)));
        }
    }
    paths
}

/// How often each id is that of a level.
pub struct Ids<'h>(HashMap<&'h str, usize>);

impl<'h> Ids<'h> {
    /// The ids of a handbook's levels.
    pub fn of(handbook: &'h Handbook) -> Self {
        let mut ids = HashMap::new();
        for level in &handbook.levels {
            *ids.entry(level.id.as_str()).or_default() += 1;
        }
        Self(ids)
    }

    /// A level in the address of a comparison: `senior`, or `ic.senior` where that is not unique.
    pub fn name(&self, handbook: &Handbook, level: LevelIx) -> String {
        let id = &handbook[level].id;
        if self.count(id) == 1 { id.clone() } else { dotted(&handbook.level_name(level)) }
    }

    fn count(&self, id: &str) -> usize {
        self.0.get(id).copied().unwrap_or_default()
    }
}

fn dotted(name: &str) -> String {
    name.replace('/', ".")
}

fn ends_in(name: &str, id: &str) -> bool {
    name.rsplit('/').next() == Some(id)
}
