//! What a level is called where its track does not stand beside it.

use std::collections::HashMap;

use super::ix::LevelIx;
use super::model::Handbook;

/// For each level its title, with its code, its track or both in brackets where another level has the same
/// title.
pub fn level_labels(handbook: &Handbook) -> Vec<String> {
    let mut by_title: HashMap<&str, Vec<LevelIx>> = HashMap::new();
    for (level, it) in handbook.levels().filter(|(level, _)| handbook.has_page(*level)) {
        by_title.entry(it.title.as_str()).or_default().push(level);
    }
    let label = |level: LevelIx| {
        let title = &handbook[level].title;
        match by_title.get(title.as_str()) {
            Some(namesakes) if namesakes.len() > 1 && handbook.has_page(level) => {
                format!("{title} ({})", mark(handbook, level, namesakes))
            }
            _ => title.clone(),
        }
    };
    handbook.levels().map(|(level, _)| label(level)).collect()
}

/// The shortest of code, track, both and name that tells a level from its namesakes.
fn mark(handbook: &Handbook, level: LevelIx, namesakes: &[LevelIx]) -> String {
    let code = |it: LevelIx| handbook[it].code.clone();
    let track = |it: LevelIx| handbook[handbook[it].track].title.clone();
    let both = |it: LevelIx| match code(it).as_str() {
        "" => track(it),
        code => format!("{}, {code}", track(it)),
    };
    let ways: [&dyn Fn(LevelIx) -> String; 3] = [&code, &track, &both];
    // All namesakes are told apart in one way, so that a list of them reads well.
    let tells_apart = |way: &&&dyn Fn(LevelIx) -> String| {
        let mut marks: Vec<String> = namesakes.iter().map(|it| way(*it)).collect();
        marks.sort();
        marks.windows(2).all(|pair| pair[0] != pair[1]) && marks.iter().all(|it| !it.is_empty())
    };
    let way = ways.iter().find(tells_apart);
    way.map_or_else(|| handbook.level_name(level), |way| way(level))
}
