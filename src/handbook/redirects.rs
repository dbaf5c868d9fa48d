//! Old addresses: those that authors declare, and those that follow from them.

use std::collections::BTreeMap;

use super::former::FormerNames;
use super::ix::LevelIx;
use super::level_names::LevelNames;
use super::model::Handbook;
use super::page::PageKey;
use crate::diagnostic::Spanned;

/// Old addresses that the authors of pages declare: `aliases` in front matter, and ids that a competency
/// had.
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
    aliases.chain(ids).collect()
}

/// The path that an author means by an address: without `/` at its ends, and without extension.
pub fn path(address: &str) -> &str {
    let trimmed = address.trim_matches('/');
    trimmed.strip_suffix(".html").unwrap_or(trimmed)
}

/// Paths at which pages stood while levels had the names that they had: their own, where a track had
/// another name, and those of comparisons.
pub fn implied(
    handbook: &Handbook,
    former: &FormerNames,
    names: &LevelNames,
    pairs: &[(LevelIx, LevelIx)],
) -> Vec<(String, PageKey)> {
    let mut old: BTreeMap<LevelIx, Vec<String>> = BTreeMap::new();
    let mut paths = Vec::new();
    for (level, name) in former.iter() {
        paths.push((format!("levels/{name}"), PageKey::Level(level)));
        let id = name.split_once('/').map_or(name, |(_, id)| id);
        let is_own = handbook[level].id == id && names.is_unique(id);
        let is_unique = !names.has(id) && former.iter().filter(|it| ends_in(it.1, id)).count() == 1;
        let short = is_own || is_unique;
        old.entry(level).or_default().push(if short { id.to_owned() } else { dotted(name) });
    }
    for (from, to) in pairs {
        let of = |level: LevelIx| {
            let today = comparison_name(handbook, names, level);
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

/// A level in the address of a comparison: `senior`, or `ic.senior` where that is not unique.
pub fn comparison_name(handbook: &Handbook, names: &LevelNames, level: LevelIx) -> String {
    let short = &handbook[level].id;
    if names.is_unique(short) { short.clone() } else { dotted(&handbook.level_name(level)) }
}

fn dotted(name: &str) -> String {
    name.replace('/', ".")
}

fn ends_in(name: &str, id: &str) -> bool {
    name.rsplit('/').next() == Some(id)
}
