//! A comparison of two levels as text: for a terminal, for a document, for programs.

use serde::Serialize;

use crate::handbook::compare::{Comparison, CompetencyPair, CriterionPair, FactPair, Kind};
use crate::handbook::effective::EffectiveCriterion;
use crate::handbook::likeness::ALL;
use crate::handbook::{CompetencyIx, Expectation, Handbook, LevelIx, step_title};

/// What a comparison is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComparisonFormat {
    /// Lines for a terminal.
    Text,
    /// A section for a document.
    Markdown,
    /// All of it, for programs.
    Json,
}

/// A comparison in a format, with a newline at its end.
pub fn comparison(handbook: &Handbook, it: &Comparison, format: ComparisonFormat) -> String {
    match format {
        ComparisonFormat::Text => Lines { handbook, style: &TEXT }.all(it),
        ComparisonFormat::Markdown => Lines { handbook, style: &MARKDOWN }.all(it),
        ComparisonFormat::Json => {
            let json = serde_json::to_string_pretty(&json(handbook, it));
            json.expect("plain data is always JSON") + "\n"
        }
    }
}

#[derive(Serialize)]
struct JsonComparison<'h> {
    from: String,
    to: String,
    competencies: Vec<JsonCompetency<'h>>,
}

#[derive(Serialize)]
struct JsonCompetency<'h> {
    id: &'h str,
    #[serde(rename = "from-step", skip_serializing_if = "Option::is_none")]
    from_step: Option<String>,
    #[serde(rename = "to-step", skip_serializing_if = "Option::is_none")]
    to_step: Option<String>,
    criteria: Vec<JsonPair<'h>>,
}

#[derive(Serialize)]
struct JsonPair<'h> {
    kind: &'static str,
    from: Option<JsonSide<'h>>,
    to: Option<JsonSide<'h>>,
    /// From 0 to 1.
    likeness: Option<f64>,
    by: Option<&'static str>,
}

#[derive(Serialize)]
struct JsonSide<'h> {
    id: &'h str,
    text: &'h str,
    competency: &'h str,
    group: Option<String>,
}

fn json<'h>(handbook: &'h Handbook, comparison: &Comparison<'h>) -> JsonComparison<'h> {
    let step = |pair: &CompetencyPair, expect: Option<&Expectation>| {
        expect.map(|it| step_title(&handbook[pair.competency], it.first))
    };
    let competencies = comparison.competencies.iter().map(|pair| JsonCompetency {
        id: &handbook[pair.competency].id,
        from_step: step(pair, pair.from),
        to_step: step(pair, pair.to),
        criteria: pair.criteria.iter().map(|it| json_pair(handbook, pair, it)).collect(),
    });
    JsonComparison {
        from: handbook.level_name(comparison.from),
        to: handbook.level_name(comparison.to),
        competencies: competencies.collect(),
    }
}

fn json_pair<'h>(
    handbook: &'h Handbook,
    pair: &CompetencyPair<'h>,
    it: &CriterionPair<'h>,
) -> JsonPair<'h> {
    let side = |side: Option<EffectiveCriterion<'h>>, competency: Option<CompetencyIx>| {
        let side = side?;
        Some(JsonSide {
            id: &side.criterion.id,
            text: side.criterion.text.text(),
            competency: &handbook[competency.unwrap_or(pair.competency)].id,
            group: group(&side),
        })
    };
    JsonPair {
        kind: it.kind.name(),
        from: side(it.from, it.moved_from),
        to: side(it.to, it.moved_to),
        likeness: it.reason.map(|it| f64::from(it.likeness) / f64::from(ALL)),
        by: it.reason.map(|it| it.by.name()),
    }
}

/// The headings that a criterion stands under.
fn group(it: &EffectiveCriterion) -> Option<String> {
    let titles: Vec<&str> = it.group_titles().collect();
    (!titles.is_empty()).then(|| titles.join(" › "))
}

/// How the parts of a comparison are written for people.
struct Style {
    title: fn(&str) -> String,
    competency: fn(&str) -> String,
    /// What an item starts with, by what happens to it.
    item: fn(Kind) -> String,
    /// What stands before the words of the other side.
    other: &'static str,
    /// What stands before a line on its own.
    indent: &'static str,
    words: fn(&str) -> String,
}

const TEXT: Style = Style {
    title: |title| format!("{title}\n"),
    competency: |title| format!("\n{title}\n"),
    item: |kind| format!("  {} ", sign(kind)),
    other: "      from: ",
    indent: "  ",
    words: str::to_owned,
};

const MARKDOWN: Style = Style {
    title: |title| format!("## {title}\n"),
    competency: |title| format!("\n### {title}\n\n"),
    item: |kind| format!("- **{}**: ", word(kind)),
    other: "  - from: ",
    indent: "",
    words: escaped,
};

struct Lines<'a> {
    handbook: &'a Handbook,
    style: &'a Style,
}

impl Lines<'_> {
    fn all(&self, comparison: &Comparison) -> String {
        let title = |level: LevelIx| (self.style.words)(&self.title(level));
        let heading = format!("{} → {}", title(comparison.from), title(comparison.to));
        let mut text = (self.style.title)(&heading);
        let facts = comparison.facts.iter().filter(|fact| !fact.is_same());
        let facts: Vec<String> = facts.map(|fact| self.fact(fact)).collect();
        if !facts.is_empty() {
            text += "\n";
            text += &facts.concat();
        }
        let mut competencies = comparison.competencies.iter().filter(|it| !it.is_same()).peekable();
        if facts.is_empty() && competencies.peek().is_none() {
            text += "\nNothing differs.\n";
        }
        for pair in competencies {
            text += &self.competency(pair);
        }
        text
    }

    /// The title of a level with its name, since two levels may have one title.
    fn title(&self, level: LevelIx) -> String {
        format!("{} ({})", self.handbook[level].title, self.handbook.level_name(level))
    }

    fn fact(&self, fact: &FactPair) -> String {
        let value = |value: &str| match value {
            "" => "nothing".to_owned(),
            value => (self.style.words)(value),
        };
        // A line of its own in Markdown as well.
        let item = if self.style.indent.is_empty() { "- " } else { self.style.indent };
        format!("{item}{}: {} → {}\n", fact.name, value(&fact.from), value(&fact.to))
    }

    fn competency(&self, pair: &CompetencyPair) -> String {
        let it = &self.handbook[pair.competency];
        let step = |expect: Option<&Expectation>| {
            expect.map_or_else(|| "no step".to_owned(), |expect| step_title(it, expect.first))
        };
        let mut title = (self.style.words)(&it.title);
        if pair.from != pair.to {
            let steps = format!("{} → {}", step(pair.from), step(pair.to));
            title += &format!(": {}", (self.style.words)(&steps));
        }
        let mut text = (self.style.competency)(&title);
        if let Some(level) = pair.missing {
            let level = (self.style.words)(&self.handbook[level].label);
            text += &format!("{}Not written yet at {level}.\n", self.style.indent);
        }
        for it in &pair.criteria {
            text += &self.criterion(it);
        }
        for it in &pair.moved_away {
            text += &self.moved_away(it);
        }
        let unchanged = pair.count(Kind::Same) + pair.count(Kind::Expected);
        if unchanged > 0 {
            let break_ = if self.style.indent.is_empty() { "\n" } else { "" };
            text += &format!("{break_}{}{unchanged} unchanged.\n", self.style.indent);
        }
        // Where its step alone differs, nothing stands below the title.
        text.truncate(text.trim_end().len());
        text + "\n"
    }

    fn criterion(&self, it: &CriterionPair) -> String {
        if matches!(it.kind, Kind::Same | Kind::Expected) {
            return String::new();
        }
        let words = |side: &Option<EffectiveCriterion>| {
            side.map(|it| (self.style.words)(it.criterion.text.text())).unwrap_or_default()
        };
        let shown = if it.to.is_some() { words(&it.to) } else { words(&it.from) };
        let mut text = format!("{}{shown}\n", (self.style.item)(it.kind));
        if let Some(from) = it.from.filter(|_| it.to.is_some()) {
            text += self.style.other;
            let competency = it.moved_from.map(|it| self.handbook[it].title.clone());
            let place: Vec<String> = competency.into_iter().chain(group(&from)).collect();
            if it.kind == Kind::Regrouped {
                text += &(self.style.words)(place.first().map_or("no group", String::as_str));
            } else {
                text += &words(&it.from);
                if it.moved_from.is_some() {
                    text += &format!(" ({})", (self.style.words)(&place.join(", ")));
                }
            }
            text += "\n";
        }
        text
    }

    /// Where a criterion stands now that stood here.
    fn moved_away(&self, it: &CriterionPair) -> String {
        let (Some(from), Some(to)) = (it.from, it.moved_to) else { return String::new() };
        let words = (self.style.words)(from.criterion.text.text());
        let place = (self.style.words)(&self.handbook[to].title);
        format!("{}{words} (see {place})\n", (self.style.item)(it.kind))
    }
}

fn sign(kind: Kind) -> char {
    match kind {
        Kind::Same | Kind::Expected => '=',
        Kind::Reworded => '~',
        Kind::Regrouped | Kind::Moved => '>',
        Kind::Likely => '?',
        Kind::New => '+',
        Kind::Gone => '-',
    }
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Likely => "perhaps from another",
        Kind::Gone => "no longer listed",
        Kind::Expected => "still expected",
        kind => kind.name(),
    }
}

/// Words as Markdown that shows them as they are.
fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for character in words.chars() {
        if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '|' | '#') {
            text.push('\\');
        }
        text.push(character);
    }
    text
}
