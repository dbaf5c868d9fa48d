//! A level as JSON: what the author wrote, and what is in effect.

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::registers::JsonAddress;
use super::sentences::{KeptSentence, Mark, anchor, kept_sentences};
use super::steps::{self, JsonExpectation, JsonNumberedStep, JsonStepText};
use super::texts::{JsonText, some_markdown, text};
use crate::fingerprint::Fingerprint;
use crate::handbook::effective::{
    self, EffectiveCell, EffectiveContent, EffectiveCriterion, Origin, State,
};
use crate::handbook::likeness::Words;
use crate::handbook::succession;
use crate::handbook::{CompetencyIx, Handbook, LevelIx, Move, PageKey, SameAs, Section, Tracked};
use crate::view::{Link, Markup, Notes, Site};

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct JsonLevel<'h> {
    id: String,
    /// Names that it had before.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    was: &'h [String],
    track: &'h str,
    title: &'h str,
    label: &'h str,
    #[serde(skip_serializing_if = "str::is_empty")]
    code: &'h str,
    grade: &'h [u32],
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'h str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    sublevels: &'h [String],
    #[serde(serialize_with = "in_order")]
    facts: Vec<(&'h str, &'h str)>,
    next: Vec<JsonMove<'h>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<JsonLink>,
    #[serde(flatten)]
    address: JsonAddress,
    /// Old addresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    aliases: Vec<&'h str>,
    /// Its file.
    source: &'h str,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    replaced_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    same_as: Option<JsonSameAs>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    internal: bool,
    /// Its introduction.
    #[serde(skip_serializing_if = "Option::is_none")]
    markdown: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sections: Vec<JsonSection<'h>>,
    /// Competencies of which it expects nothing.
    without: Vec<&'h str>,
    /// Those among them that do not apply to it, by their own word.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_applicable: Vec<&'h str>,
    /// What stands straight under the headings of categories.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    categories: Vec<JsonCategoryText<'h>>,
    cells: Vec<JsonCell<'h>>,
}

/// The level whose expectations are the same.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct JsonSameAs {
    level: String,
    /// Whether this level adds some of its own.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    but_also: bool,
}

/// A link that the author added; without an address it is to something that is left out.
#[derive(Serialize)]
struct JsonLink {
    label: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    url: String,
}

/// A section that the author marked as prose.
#[derive(Serialize)]
struct JsonSection<'h> {
    title: &'h str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    internal: bool,
    markdown: String,
}

/// What a level says about a category as a whole.
#[derive(Serialize)]
struct JsonCategoryText<'h> {
    category: &'h str,
    #[serde(flatten)]
    prose: JsonText<'h>,
}

#[derive(Serialize)]
struct JsonMove<'h> {
    to: String,
    kind: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'h str,
}

#[derive(Serialize)]
struct JsonCell<'h> {
    competency: &'h str,
    /// `stated`, `none` (empty on purpose) or `missing` (not written yet).
    state: &'static str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    internal: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    expect: Option<JsonExpectation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<JsonStepText<'h>>,
    criteria: Vec<JsonCriterion<'h>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    prose: Vec<JsonProse<'h>>,
}

/// Prose of a cell: what is no criterion.
#[derive(Serialize)]
struct JsonProse<'h> {
    /// How many of the cell's criteria stand before it.
    after: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    groups: Vec<&'h str>,
    #[serde(flatten)]
    prose: JsonText<'h>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct JsonCriterion<'h> {
    id: &'h str,
    /// The fragment under which it stands on the page of its level, if that is not its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    anchor: Option<String>,
    /// Whether its id is written down; otherwise it follows from its words.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pinned: bool,
    /// Ids that it had before, so that what others keep about it can follow.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    was: &'h [String],
    /// Ids of today of the criteria whose grown form it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    replaces: Vec<&'h str>,
    /// Its number, if its list has numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u64>,
    #[serde(flatten)]
    text: JsonText<'h>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    examples: Vec<JsonText<'h>>,
    /// Titles of the headings inside the cell that it stands under, the highest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    groups: Vec<&'h str>,
    /// The paragraph that leads to its list.
    #[serde(skip_serializing_if = "Option::is_none")]
    lead_in: Option<JsonText<'h>>,
    /// Whether its author marked it as new.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    new: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    internal: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<JsonOrigin<'h>>,
}

/// Where a criterion in effect was written, if not at the level itself.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum JsonOrigin<'h> {
    Track { id: &'h str },
    Level { id: String },
    Step(JsonNumberedStep),
}

/// Pairs as an object whose keys keep their order.
fn in_order<S: Serializer>(pairs: &[(&str, &str)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().copied())
}

/// What data says of one level.
pub struct LevelJson {
    /// Without line breaks.
    pub json: Box<RawValue>,
    /// The words of all its criteria, in the order of its cells.
    pub words: Vec<Words>,
    /// What it says, without all that is only shown of it.
    pub sentences: Vec<KeptSentence>,
    /// The fingerprint of all that, and of the weights of its words.
    pub fingerprint: Fingerprint,
    /// Where its sentences are looked up.
    pub marks: Vec<Mark>,
}

/// What data says of one level.
pub fn level(site: &Site, notes: &Notes, level: LevelIx) -> LevelJson {
    let handbook = Markup::new(site, notes, PageKey::Level(level)).handbook();
    let (json, words) = (json(site, notes, level), words(handbook, level));
    let sentences = kept_sentences(handbook, level);
    let rarity = handbook.rarity();
    let weights: Vec<u32> =
        words.iter().flat_map(|it| it.stems()).map(|stem| rarity.weight(stem)).collect();
    handbook.note_rarity_of_read();
    LevelJson {
        fingerprint: Fingerprint::of(&(json.get(), &words, weights, &sentences)),
        marks: sentences.iter().flat_map(KeptSentence::marks).collect(),
        sentences,
        json,
        words,
    }
}

/// A level without line breaks. Cells hold what is in effect; those that do not apply are left out.
pub fn json(site: &Site, notes: &Notes, level: LevelIx) -> Box<RawValue> {
    let markup = Markup::new(site, notes, PageKey::Level(level));
    let json = serde_json::value::to_raw_value(&json_level(site, markup, level));
    json.expect("plain data is always JSON")
}

/// The words of all criteria of a level, in the order of its cells.
pub fn words(handbook: Tracked, level: LevelIx) -> Vec<Words> {
    let cells = effective::cells(handbook, level);
    let criteria = cells.iter().flat_map(|cell| cell.criteria());
    criteria.map(|it| it.criterion.text.words(handbook.language)).collect()
}

fn json_level<'h>(site: &'h Site<'h>, markup: Markup<'h>, level: LevelIx) -> JsonLevel<'h> {
    let handbook = markup.handbook();
    let body = handbook.body(level);
    let it = &handbook.handbook()[level];
    let cells = effective::cells(handbook, level);
    let without = without(handbook.handbook(), level, &cells);
    let does_not_apply =
        |key: &CompetencyIx| effective::cell(handbook, level, *key).state == State::Excluded;
    let ids = |keys: &[CompetencyIx]| -> Vec<&'h str> {
        keys.iter().map(|key| handbook.handbook()[*key].id.as_str()).collect()
    };
    JsonLevel {
        id: handbook.level_name(level),
        was: site.routes.former_names(level),
        track: &handbook.handbook()[it.track].id,
        title: handbook.title(level),
        label: handbook.label(level),
        code: &it.code,
        grade: &it.grades,
        summary: &it.summary,
        sublevels: &it.sublevels,
        facts: it.facts.iter().map(|(name, value)| (name.as_str(), value.value.as_str())).collect(),
        next: it.next.iter().map(|step| json_move(&handbook, step)).collect(),
        links: markup.level_links(level).into_iter().map(json_link).collect(),
        address: JsonAddress::of(site, PageKey::Level(level)),
        aliases: it.aliases.iter().map(|old| old.value.as_str()).collect(),
        source: it.file.as_str(),
        status: handbook.status(level).name(),
        replaced_by: it.replaced_by.map(|by| handbook.level_name(by)),
        same_as: it.same_as.as_ref().map(|same| json_same_as(&handbook, same)),
        internal: it.internal,
        markdown: some_markdown(markup, Some(&body.intro)),
        sections: body.sections.iter().map(|section| json_section(markup, section)).collect(),
        not_applicable: ids(&without.iter().copied().filter(does_not_apply).collect::<Vec<_>>()),
        without: ids(&without),
        categories: body
            .categories
            .iter()
            .map(|(category, prose)| JsonCategoryText {
                category: &handbook.handbook()[*category].id,
                prose: text(markup, prose),
            })
            .collect(),
        cells: cells.iter().map(|cell| json_cell(markup, level, cell)).collect(),
    }
}

/// The competencies that have no cell at a level, but for those of which this build leaves out what it says:
/// these are named nowhere.
fn without(handbook: &Handbook, level: LevelIx, cells: &[EffectiveCell]) -> Vec<CompetencyIx> {
    let is_told = |key: CompetencyIx| {
        handbook.hidden_cells.contains(&(level, key)) || cells.iter().any(|it| it.competency == key)
    };
    handbook.competencies().map(|(key, _)| key).filter(|key| !is_told(*key)).collect()
}

fn json_same_as(handbook: &Handbook, same: &SameAs) -> JsonSameAs {
    JsonSameAs { level: handbook.level_name(same.level), but_also: same.but_also }
}

fn json_link(link: Link) -> JsonLink {
    JsonLink { label: link.title, url: link.href }
}

fn json_section<'h>(markup: Markup<'h>, section: &'h Section) -> JsonSection<'h> {
    JsonSection {
        title: &section.title,
        internal: section.internal,
        markdown: markup.markdown(&section.prose),
    }
}

fn json_move<'h>(handbook: &Handbook, step: &'h Move) -> JsonMove<'h> {
    JsonMove { to: handbook.level_name(step.to), kind: step.kind.name(), note: &step.note }
}

fn json_cell<'h>(markup: Markup<'h>, level: LevelIx, cell: &EffectiveCell<'h>) -> JsonCell<'h> {
    let handbook = markup.handbook().handbook();
    JsonCell {
        competency: &handbook[cell.competency].id,
        state: cell.state.name(),
        internal: markup.handbook().is_internal_cell(level, cell.competency),
        expect: cell.expect.map(|expect| steps::expectation(handbook, cell.competency, expect)),
        step: cell.expect.and_then(|expect| steps::first(handbook, cell.competency, expect)),
        criteria: cell.criteria().map(|it| json_criterion(markup, cell.competency, it)).collect(),
        prose: json_prose(markup, cell),
    }
}

/// The prose of a cell, block by block.
fn json_prose<'h>(markup: Markup<'h>, cell: &EffectiveCell<'h>) -> Vec<JsonProse<'h>> {
    let mut after = 0;
    let mut all = Vec::new();
    for block in &cell.blocks {
        match &block.content {
            EffectiveContent::Criteria { criteria, .. } => after += criteria.len(),
            EffectiveContent::Prose(prose) => all.push(JsonProse {
                after,
                groups: block.groups.iter().map(|group| group.title.as_str()).collect(),
                prose: text(markup, prose),
            }),
        }
    }
    all
}

fn json_criterion<'h>(
    markup: Markup<'h>,
    competency: CompetencyIx,
    it: &EffectiveCriterion<'h>,
) -> JsonCriterion<'h> {
    let handbook = markup.handbook().handbook();
    let origin = match it.origin {
        Origin::Own => None,
        Origin::Track(track) => Some(JsonOrigin::Track { id: &handbook[track].id }),
        Origin::Level(level) => Some(JsonOrigin::Level { id: handbook.level_name(level) }),
        Origin::Step(step) => Some(JsonOrigin::Step(steps::numbered(handbook, competency, step))),
    };
    JsonCriterion {
        id: &it.criterion.id,
        anchor: anchor(&it.criterion.id),
        pinned: it.criterion.pinned,
        was: it.criterion.was(),
        replaces: succession::replaced_by(markup.handbook(), it.criterion),
        number: it.criterion.number.map(u64::from),
        text: text(markup, &it.criterion.text),
        examples: it.examples().map(|example| text(markup, example)).collect(),
        groups: it.group_titles().collect(),
        lead_in: it.lead_in.map(|lead_in| text(markup, lead_in)),
        new: it.criterion.new,
        internal: it.is_internal(),
        origin,
    }
}
