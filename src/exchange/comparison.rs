//! A comparison of two levels as text: for a terminal, for a document, for programs.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::handbook::compare::{
    Comparison, CompetencyPair, CriterionPair, FactPair, Kind, Row, StepChange,
};
use crate::handbook::effective::EffectiveCriterion;
use crate::handbook::likeness::ALL;
use crate::handbook::{CompetencyIx, Expectation, Handbook, LevelIx, Tracked, step_title};
use crate::theme::Messages;
use crate::view::{Word, Wording, escaped};

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

/// A comparison in a format, with a newline at its end. Formats for people have the words of the book's
/// language.
pub fn comparison(
    handbook: Tracked,
    messages: &Messages,
    it: &Comparison,
    format: ComparisonFormat,
) -> String {
    let wording = Wording::new(handbook, messages, it);
    match format {
        ComparisonFormat::Text => Lines::new(handbook, wording, &TEXT).all(it),
        ComparisonFormat::Markdown => Lines::new(handbook, wording, &MARKDOWN).all(it),
        ComparisonFormat::Json => {
            let json = serde_json::to_string_pretty(&json(handbook.handbook(), it));
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

/// How the parts of a comparison are written for people. The theme's `compare/markdown.js` writes the same
/// Markdown.
struct Style {
    title: fn(&str) -> String,
    competency: fn(&str) -> String,
    /// A line that says something of what follows it.
    line: fn(&str) -> String,
    /// An item of which something is said.
    item: fn(Word, &str) -> String,
    /// What stands before a fact.
    fact: &'static str,
    /// What stands before an item of which nothing more is said.
    plain_item: &'static str,
    /// What stands before a line below an item.
    below_item: &'static str,
    words: fn(&str) -> String,
}

const TEXT: Style = Style {
    title: |title| format!("{title}\n"),
    competency: |title| format!("\n{title}\n"),
    line: |line| format!("  {line}\n"),
    item: |word, _| format!("  {} ", sign(word)),
    fact: "  ",
    plain_item: "    ",
    below_item: "      ",
    words: str::to_owned,
};

const MARKDOWN: Style = Style {
    title: |title| format!("## {title}\n"),
    competency: |title| format!("\n### {title}\n\n"),
    line: |line| format!("\n{line}\n\n"),
    item: |_, shown| format!("- **{shown}**: "),
    fact: "- ",
    plain_item: "- ",
    below_item: "  - ",
    words: escaped,
};

struct Lines<'a> {
    handbook: Tracked<'a>,
    wording: Wording<'a>,
    style: &'a Style,
    /// What items start with, by what is said of them: few words for many items.
    starts: RefCell<BTreeMap<Word, String>>,
}

impl<'a> Lines<'a> {
    fn new(handbook: Tracked<'a>, wording: Wording<'a>, style: &'a Style) -> Self {
        Self { handbook, wording, style, starts: RefCell::default() }
    }

    fn all(&self, comparison: &Comparison) -> String {
        let title = |level: LevelIx| (self.style.words)(&self.title(level));
        let heading = [comparison.from, comparison.to].map(title).join(self.between());
        let mut text = (self.style.title)(&heading);
        let facts: Vec<&FactPair> = comparison.facts.iter().filter(|it| !it.is_same()).collect();
        let competencies: Vec<_> =
            comparison.competencies.iter().filter(|it| !it.is_same()).collect();
        if facts.is_empty() && competencies.is_empty() {
            return text + &format!("\n{}\n", self.word("nothing-differs"));
        }
        let sum = self.wording.sum();
        if !sum.is_empty() {
            text += &format!("\n{}\n", (self.style.words)(&sum));
        }
        if !facts.is_empty() {
            text += "\n";
        }
        for fact in facts {
            text += &self.fact(fact);
        }
        for pair in competencies {
            text += &self.competency(pair);
        }
        text
    }

    /// What stands between the two sides: within a track one becomes the other.
    fn between(&self) -> &'static str {
        if self.wording.is_one_track() { " → " } else { " · " }
    }

    fn word(&self, key: &str) -> String {
        self.wording.message(key, &[])
    }

    /// The title of a level with its name, since two levels may have one title.
    fn title(&self, level: LevelIx) -> String {
        format!("{} ({})", self.handbook.title(level), self.handbook.level_name(level))
    }

    fn fact(&self, fact: &FactPair) -> String {
        let value = |value: &str| match value {
            "" => self.word("not-stated"),
            value => value.to_owned(),
        };
        let values = [&fact.from, &fact.to].map(|it| value(it)).join(self.between());
        let line = format!("{}: {values}", fact.name);
        format!("{}{}\n", self.style.fact, (self.style.words)(&line))
    }

    fn competency(&self, pair: &CompetencyPair) -> String {
        let mut text = (self.style.competency)(&(self.style.words)(&self.heading(pair)));
        if let Some(level) = pair.missing {
            let title = self.handbook.label(level);
            let missing = self.wording.message("not-written-at", &[("title", title)]);
            text += &self.line(&missing);
        }
        let is_one_track = self.wording.is_one_track();
        for row in pair.rows().filter(|row| is_one_track || row.is_shared()) {
            text += &self.criterion(row);
        }
        for it in &pair.moved_away {
            text += &self.moved_away(it);
        }
        if !is_one_track {
            text += &self.columns(pair);
        }
        let unchanged = [Kind::Expected, Kind::Same].map(|kind| pair.count(kind));
        let keys = if is_one_track { ["sum-expected", "sum-same"] } else { ["sum-both"; 2] };
        let unchanged: Vec<String> = unchanged
            .into_iter()
            .zip(keys)
            .filter(|(n, _)| *n > 0)
            .map(|(n, key)| self.wording.message(key, &[("count", &n.to_string())]))
            .collect();
        if !unchanged.is_empty() {
            let comma = format!("{} ", self.word("comma"));
            let unchanged = self.wording.message("sum", &[("text", &unchanged.join(&comma))]);
            text += &self.line(&unchanged);
        }
        // Parts end with a blank line only where another one follows.
        let mut text = text.replace("\n\n\n", "\n\n");
        text.truncate(text.trim_end().len());
        text.push('\n');
        text
    }

    /// The title of a competency, with its steps where they differ.
    fn heading(&self, pair: &CompetencyPair) -> String {
        let it = &self.handbook[pair.competency];
        let step = |expect: Option<&Expectation>| {
            expect.map_or_else(|| self.word("no-step"), |expect| step_title(it, expect.first))
        };
        let (from, to) = self.wording.names();
        let higher_at = match pair.step() {
            StepChange::Raised => to,
            StepChange::Lowered => from,
            StepChange::Same | StepChange::None => return it.title.clone(),
        };
        let steps = [pair.from, pair.to].map(step).join(self.between());
        if self.wording.is_one_track() {
            return format!("{}: {steps}", it.title);
        }
        let higher = self.wording.message("step-higher", &[("title", &higher_at)]);
        format!("{}: {steps} ({higher})", it.title)
    }

    fn line(&self, line: &str) -> String {
        (self.style.line)(&(self.style.words)(line))
    }

    /// What each of two tracks has alone: two lists, since nothing in them belongs together.
    fn columns(&self, pair: &CompetencyPair) -> String {
        let is_plain = !pair.rows().any(Row::is_shared);
        let (from, to) = self.wording.names();
        let mut text = String::new();
        for (word, title) in [(Word::OnlyFrom, from), (Word::OnlyTo, to)] {
            let own = pair.rows().filter(|row| self.wording.word(*row) == word);
            let own: Vec<_> = own.filter_map(Row::shown).collect();
            if own.is_empty() {
                continue;
            }
            let label = if is_plain { title } else { self.wording.shown(word) };
            text += &self.line(&format!("{label}:"));
            for it in own {
                let words = self.words(&it);
                text += &format!("{}{words}\n", self.style.plain_item);
            }
        }
        text
    }

    fn criterion(&self, row: Row) -> String {
        if matches!(row.kind(), Kind::Same | Kind::Expected) {
            return String::new();
        }
        let words = row.shown().map(|it| self.words(&it)).unwrap_or_default();
        let mut text = [&*self.item(row), &words, "\n"].concat();
        if row.is_shared() {
            for pair in row.pairs() {
                text += &self.origin(pair);
            }
        }
        text
    }

    /// What a criterion of both sides is on the left.
    fn origin(&self, pair: &CriterionPair) -> String {
        let Some(from) = pair.from else { return String::new() };
        let side = match self.wording.is_one_track() {
            true => self.word("from"),
            false => self.wording.names().0,
        };
        let competency = pair.moved_from.map(|it| self.handbook[it].title.clone());
        let place: Vec<String> = competency.into_iter().chain(group(&from)).collect();
        let said = if pair.kind == Kind::Regrouped {
            let none = || self.word("no-group");
            (self.style.words)(&place.first().cloned().unwrap_or_else(none))
        } else if pair.moved_from.is_some() {
            format!("{} ({})", self.words(&from), (self.style.words)(&place.join(", ")))
        } else {
            self.words(&from)
        };
        format!("{}{}: {said}\n", self.style.below_item, (self.style.words)(&side))
    }

    fn words(&self, it: &EffectiveCriterion) -> String {
        (self.style.words)(it.criterion.text.text())
    }

    /// What an item starts with.
    fn item(&self, row: Row) -> String {
        let word = self.wording.word(row);
        let make = || (self.style.item)(word, &(self.style.words)(&self.wording.shown(word)));
        self.starts.borrow_mut().entry(word).or_insert_with(make).clone()
    }

    /// Where a criterion stands on the other side that stood here.
    fn moved_away(&self, it: &CriterionPair) -> String {
        let (Some(from), Some(to)) = (it.from, it.moved_to) else { return String::new() };
        let words = self.words(&from);
        let place = self.wording.message("see", &[("title", &self.handbook[to].title)]);
        format!("{}{words} ({})\n", self.item(Row::of(it)), (self.style.words)(&place))
    }
}

fn sign(word: Word) -> char {
    match word {
        Word::Same | Word::Expected | Word::Both => '=',
        Word::Reworded | Word::Grown => '~',
        Word::Regrouped | Word::Moved => '>',
        Word::Likely | Word::MaybeBoth => '?',
        Word::New | Word::OnlyTo => '+',
        Word::Gone | Word::OnlyFrom => '-',
    }
}
