//! What all references of a handbook mean, to be compared before and after something is called otherwise.

use std::collections::{BTreeMap, BTreeSet};

use super::subject::{Subject, name};
use super::traces::TRACKS;
use crate::handbook::links::all_links;
use crate::handbook::names::LinkTarget;
use crate::handbook::{From, Handbook, LevelIx, PageKey};
use crate::site::Whole;
use crate::tree::RelPath;

/// What a file refers to.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub struct Meaning {
    file: RelPath,
    to: String,
    /// How often.
    count: usize,
}

impl Meaning {
    /// What is referred to, and where.
    pub fn shown(&self) -> String {
        format!("{} in {}", self.to, self.file)
    }
}

/// All that files refer to. With what is about to be called otherwise, in the names that it will have.
pub fn meanings(
    whole: &Whole,
    renaming: Option<(&Subject, &BTreeMap<RelPath, RelPath>)>,
) -> BTreeSet<Meaning> {
    let handbook = &whole.handbook;
    let name_of = |page: PageKey| match renaming {
        Some((subject, _)) => subject.name_after(handbook, page),
        None => name(handbook, page),
    };
    let anchor_of = |anchor: String| match renaming {
        Some((subject, _)) => subject.anchor_after(anchor),
        None => anchor,
    };
    let file_of =
        |file: &RelPath| renaming.and_then(|(_, map)| map.get(file)).unwrap_or(file).clone();
    let mut all: BTreeMap<(RelPath, String), usize> = BTreeMap::new();
    for (_, it) in handbook.tracks() {
        // Where there is no register of tracks there may be one afterwards.
        let file = RelPath::new(TRACKS).expect("a relative path");
        let parent = it.extends.as_ref().map(|it| it.parent);
        let named = parent.into_iter().chain(it.replaced_by).map(PageKey::Track);
        for to in named.chain(it.rungs.iter().map(|rung| PageKey::Level(*rung))) {
            *all.entry((file.clone(), name_of(to))).or_default() += 1;
        }
    }
    for (file, to) in declared(handbook) {
        *all.entry((file_of(file), name_of(to))).or_default() += 1;
    }
    for (page, link) in all_links(handbook, &whole.names) {
        let to = match whole.names.link(handbook.untracked(), &link, page) {
            Ok(LinkTarget::Page(it)) => {
                format!("{}#{}", name_of(it.page), anchor_of(it.anchor.unwrap_or_default()))
            }
            Ok(LinkTarget::Asset(file)) => file_of(&file.below("content")).to_string(),
            _ => continue,
        };
        *all.entry((file_of(&link.place.path), to)).or_default() += 1;
    }
    all.into_iter().map(|((file, to), count)| Meaning { file, to, count }).collect()
}

/// What front matter and registers refer to.
fn declared(handbook: &Handbook) -> Vec<(&RelPath, PageKey)> {
    let level = |it: LevelIx| PageKey::Level(it);
    let mut all = Vec::new();
    for (_, it) in handbook.levels() {
        let same = it.same_as.as_ref().map(|same| same.level);
        let named = it.next.iter().map(|step| step.to).chain(it.replaced_by).chain(same);
        all.extend(named.map(|to| (&it.file, level(to))));
    }
    for ((from, _), to) in &handbook.same_cells {
        all.push((&handbook[*from].file, level(*to)));
    }
    for (_, it) in handbook.competencies() {
        if let Some(From::Level(from)) = it.from {
            all.push((&it.place.path, level(from)));
        }
        let tracks = it.tracks.iter().flatten();
        all.extend(tracks.map(|track| (&it.place.path, PageKey::Track(*track))));
    }
    for (from, to, text) in handbook.moves() {
        all.extend([from, to].map(|end| (&text.file, level(end))));
    }
    all
}
