//! What this build leaves out, noted so that references to it are told from slips.

use super::ids::first_words;
use super::levels::Ordered;
use super::parts::Parts;
use super::vocabulary::Vocabulary;
use crate::handbook::{Handbook, Hidden, INTERNAL, LevelIx, Prose, slug};
use crate::read::visibility::HiddenParts;
use crate::text::TextFile;
use crate::tree::RelPath;

/// Notes what is left out of files that are part of this build.
pub fn note_parts(
    parts: &Parts,
    levels: &[Ordered],
    vocabulary: &Vocabulary,
    handbook: &mut Handbook,
) {
    for (index, (_, level)) in levels.iter().enumerate() {
        let blocks = level.blocks.get();
        let headings = blocks.hidden.headings.iter();
        for competency in headings.filter_map(|it| vocabulary.hidden_competency(it)) {
            handbook.hidden_cells.insert((LevelIx(index), competency));
            handbook.hidden_mentions.insert(competency);
        }
        note_anchors(&level.path, &blocks.hidden, handbook);
    }
    for page in &parts.pages {
        note_anchors(&page.path, &page.hidden, handbook);
    }
    for level in &parts.hidden_levels {
        let blocks = level.blocks.get();
        let headings = blocks.headings.iter().map(|heading| &heading.title);
        let mentioned = headings.filter_map(|title| vocabulary.competency(title));
        handbook.hidden_mentions.extend(mentioned);
    }
}

fn note_anchors(path: &RelPath, hidden: &HiddenParts, handbook: &mut Handbook) {
    let headings = hidden.headings.iter().map(|heading| slug(&heading.title));
    let texts = hidden
        .texts
        .iter()
        .map(|text| first_words(&Prose::new(&TextFile::without_text(path), text.clone())));
    let anchors = hidden.ids.iter().cloned().chain(headings).chain(texts);
    for id in anchors {
        handbook.hidden_anchors.entry(id).or_default().insert(path.clone());
    }
}

/// Notes something internal of a register, which nothing is found by.
pub fn hide<'n>(
    handbook: &mut Handbook,
    path: &RelPath,
    folder: &str,
    id: &'n str,
    aliases: impl IntoIterator<Item = &'n String>,
) {
    let named = |name: &str| format!("{folder}/{name}");
    let aliases = aliases.into_iter().map(String::as_str).chain([id]);
    let aliases = aliases.flat_map(|it| [named(it), named(&slug(it)), it.to_owned()]).collect();
    handbook.hidden.push(Hidden { aliases, ..Hidden::new(path, named(id), INTERNAL) });
}
