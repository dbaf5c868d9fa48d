//! What is a mistake if it names something in the handbook: paragraphs that are called like a
//! competency, and facts that are called almost like others.

use std::collections::BTreeMap;

use super::levels::Ordered;
use super::vocabulary::Vocabulary;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Spanned};
use crate::suggestion::{Suggestion, nearest};

/// Reports paragraphs of levels that have the title of a competency or category and look like its heading.
/// What stands below them belongs to the heading above.
pub fn report_titles(levels: &[Ordered], vocabulary: &Vocabulary, diagnostics: &mut Diagnostics) {
    for title in levels.iter().flat_map(|(_, level)| &level.suspects.titles) {
        let words = &title.value;
        if vocabulary.competency(words).is_none() && vocabulary.category(words).is_none() {
            continue;
        }
        let message = format!("`{words}` is no heading here");
        diagnostics.push(
            Diagnostic::new(Code::UnmarkedHeading, message)
                .at(title.place.clone())
                .label("what follows belongs to the heading above")
                .help(format!("a heading starts with hashes and a space: `## {words}`")),
        );
    }
}

/// Reports facts that are most likely misspelt: other levels, or book.toml, have a name one slip away.
pub fn report_facts(levels: &[Ordered], config: &Config, diagnostics: &mut Diagnostics) {
    let mut uses: BTreeMap<&str, Vec<&Spanned<String>>> = BTreeMap::new();
    for (name, _) in levels.iter().flat_map(|(_, level)| &level.facts) {
        uses.entry(&name.value).or_default().push(name);
    }
    let wanted = &config.ladder.facts;
    let is_wanted = |name: &str| wanted.iter().any(|it| it.value == name);
    for (name, places) in uses.iter().filter(|(name, _)| !is_wanted(name)) {
        let is_commoner = |other: &str, count: usize| is_wanted(other) || count > places.len();
        let others = uses.iter().filter(|(other, it)| is_commoner(other, it.len()));
        // Where one level alone has it, book.toml is right.
        let wanted = wanted.iter().map(|it| it.value.as_str()).filter(|_| places.len() == 1);
        let others = others.map(|(other, _)| *other).chain(wanted);
        let Some(near) = slip(name, others) else { continue };
        for place in places {
            let message = format!("the fact `{name}` is probably `{}`", near.meant);
            diagnostics.push(
                Diagnostic::new(Code::MisspeltFact, message)
                    .at(place.place.clone())
                    .suggest(Some(near.clone()))
                    .help("facts are compared from level to level by their names"),
            );
        }
    }
    for name in wanted.iter().filter(|name| !uses.contains_key(name.value.as_str())) {
        let others = uses.iter().filter(|(other, places)| !is_wanted(other) && places.len() > 1);
        let Some(near) = slip(&name.value, others.map(|(other, _)| *other)) else { continue };
        let message = format!("no level has the fact `{}`", name.value);
        diagnostics.push(
            Diagnostic::new(Code::MisspeltFact, message).at(name.place.clone()).suggest(Some(near)),
        );
    }
}

/// The name that differs by so little that it is surely meant.
fn slip<'a>(name: &str, others: impl Iterator<Item = &'a str>) -> Option<Suggestion> {
    nearest(name, others).filter(|near| near.certain)
}
