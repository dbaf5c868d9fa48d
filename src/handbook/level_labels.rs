//! What a level is called where its track does not stand beside it.

use std::collections::HashMap;

use super::ix::LevelIx;
use super::model::Handbook;

/// For each level its title, with its code, its track or both in brackets where another level has the same
/// title.
pub fn level_labels(handbook: &Handbook) -> Vec<String> {
    let mut by_title: HashMap<&str, Vec<LevelIx>> = HashMap::new();
    for (level, it) in handbook.levels().filter(|(level, _)| handbook.has_page(*level)) {
        by_title.entry(it.title.0.as_str()).or_default().push(level);
    }
    // They are told apart in one way, so that a list of them reads well.
    let namesakes = by_title.into_iter().filter(|(_, namesakes)| namesakes.len() > 1);
    let ways: HashMap<&str, Way> =
        namesakes.map(|(title, namesakes)| (title, way(handbook, &namesakes))).collect();
    let label = |level: LevelIx| {
        let title = &handbook[level].title.0;
        match ways.get(title.as_str()) {
            Some(way) if handbook.has_page(level) => format!("{title} ({})", way(handbook, level)),
            _ => title.clone(),
        }
    };
    handbook.levels().map(|(level, _)| label(level)).collect()
}

/// What may tell a level from others of the same title.
type Way = fn(&Handbook, LevelIx) -> String;

/// The shortest of code, track, both and name that tells all namesakes apart.
fn way(handbook: &Handbook, namesakes: &[LevelIx]) -> Way {
    let tells_apart = |way: &Way| {
        let mut marks: Vec<String> = namesakes.iter().map(|it| way(handbook, *it)).collect();
        marks.sort();
        marks.windows(2).all(|pair| pair[0] != pair[1]) && marks.iter().all(|it| !it.is_empty())
    };
    [code, track, both].into_iter().find(tells_apart).unwrap_or(Handbook::level_name)
}

fn code(handbook: &Handbook, level: LevelIx) -> String {
    handbook[level].code.clone()
}

fn track(handbook: &Handbook, level: LevelIx) -> String {
    handbook[handbook[level].track].title.clone()
}

fn both(handbook: &Handbook, level: LevelIx) -> String {
    match code(handbook, level).as_str() {
        "" => track(handbook, level),
        code => format!("{}, {code}", track(handbook, level)),
    }
}
