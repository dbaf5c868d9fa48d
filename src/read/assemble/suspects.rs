//! What is a mistake if it names something in the handbook: paragraphs that are called like a
//! competency, and facts that are called almost like others.

use std::collections::{BTreeMap, BTreeSet};

use super::levels::Ordered;
use super::vocabulary::Vocabulary;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Spanned};
use crate::handbook::CompetencyIx;
use crate::read::blocks::{BlockHeading, BlockKind, Blocks};
use crate::read::level::ParsedLevel;
use crate::suggestion::{Suggestion, nearest};

/// Reports paragraphs of levels that have the title of a competency or category and look like its heading.
/// What stands below them belongs to the heading above.
pub fn report_titles(level: &ParsedLevel, vocabulary: &Vocabulary, diagnostics: &mut Diagnostics) {
    let blocks = level.blocks.get();
    let headings = headings(&blocks, vocabulary);
    // A group or a line may have the name of what has a heading as well; then it is no slip.
    let is_missed = |words: &str| {
        let competency = vocabulary.competency(words);
        competency.is_some_and(|it| !headings.contains(&it))
    };
    let marked = level.suspects.titles.iter().filter(|title| {
        let words = &title.value;
        vocabulary.competency(words).is_some() || vocabulary.category(words).is_some()
    });
    let plain = level.suspects.plain_titles.iter().filter(|title| is_missed(&title.value));
    for title in marked.chain(plain) {
        let words = &title.value;
        let message = format!("`{words}` is no heading here");
        diagnostics.push(
            Diagnostic::new(Code::UnmarkedHeading, message)
                .at(title.place.clone())
                .label("what follows belongs to the heading above")
                .help(format!("a heading starts with hashes and a space: `## {words}`")),
        );
    }
    for (group, above) in groups(&blocks, vocabulary).filter(|it| is_missed(&it.0.title)) {
        let words = &group.title;
        let message = format!("`{words}` is a group of `{above}` here");
        diagnostics.push(
            Diagnostic::new(Code::UnmarkedHeading, message)
                .at(group.place.clone())
                .label("what follows belongs to the heading above")
                .help(format!("the heading of a competency has two hashes: `## {words}`")),
        );
    }
}

/// Competencies that have a heading in a level.
fn headings(blocks: &Blocks, vocabulary: &Vocabulary) -> BTreeSet<CompetencyIx> {
    let in_categories = below_second_level(blocks)
        .filter(|(_, above)| above.is_some_and(|it| vocabulary.category(&it.title).is_some()));
    let highest = blocks.all.iter().filter_map(|block| match &block.kind {
        BlockKind::Heading(heading) if heading.depth <= 2 => Some(heading),
        _ => None,
    });
    let all = highest.chain(in_categories.map(|(heading, _)| heading));
    all.filter_map(|heading| vocabulary.competency(&heading.title)).collect()
}

/// The groups of criteria in a level, each with the title of the competency around it.
fn groups<'a>(
    blocks: &'a Blocks,
    vocabulary: &'a Vocabulary,
) -> impl Iterator<Item = (&'a BlockHeading, &'a str)> {
    below_second_level(blocks).filter_map(|(heading, above)| {
        let competency = vocabulary.competency(&above?.title)?;
        (!above?.attributes.has("prose")).then(|| (heading, vocabulary.title(competency)))
    })
}

/// The H3 headings of a level, each with the H2 above it.
fn below_second_level(
    blocks: &Blocks,
) -> impl Iterator<Item = (&BlockHeading, Option<&BlockHeading>)> {
    let mut above = None;
    blocks.all.iter().filter_map(move |block| {
        let BlockKind::Heading(heading) = &block.kind else { return None };
        if heading.depth <= 2 {
            above = Some(heading);
        }
        (heading.depth == 3).then_some((heading, above))
    })
}

/// How many names of facts a handbook may have for a misspelt one to be looked for.
const MOST_FACTS: usize = 500;

/// Reports facts that are most likely misspelt: other levels, or book.toml, have a name one slip away.
pub fn report_facts(levels: &[Ordered], config: &Config, diagnostics: &mut Diagnostics) {
    let mut uses: BTreeMap<&str, Vec<&Spanned<String>>> = BTreeMap::new();
    for (name, _) in levels.iter().flat_map(|(_, level)| &level.facts) {
        uses.entry(&name.value).or_default().push(name);
    }
    // Each name is held against each that more levels have.
    if uses.len() > MOST_FACTS {
        return;
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
