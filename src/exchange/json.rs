//! The handbook as JSON: `/api/handbook.json` and `export json`, the same bytes.

use std::sync::Arc;

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::config::Config;
use crate::handbook::effective::{
    self, EffectiveCell, EffectiveContent, EffectiveCriterion, Origin,
};
use crate::handbook::likeness::Words;
use crate::handbook::routes::Routes;
use crate::handbook::succession;
use crate::handbook::{
    CompetencyIx, Expectation, Handbook, LevelIx, Move, PageKey, Prose, TrackIx, criterion_anchor,
    step_title,
};
use crate::view::Markup;

#[derive(Serialize)]
struct JsonHandbook<'h> {
    book: JsonBook<'h>,
    tracks: Vec<JsonTrack<'h>>,
    categories: Vec<JsonCategory<'h>>,
    competencies: Vec<JsonCompetency<'h>>,
    levels: Vec<&'h RawValue>,
}

#[derive(Serialize)]
struct JsonBook<'h> {
    title: &'h str,
    description: &'h str,
    language: &'h str,
    authors: &'h [String],
}

#[derive(Serialize)]
struct JsonTrack<'h> {
    id: &'h str,
    /// Ids that it had before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    was: Vec<&'h str>,
    title: &'h str,
    summary: &'h str,
    group: &'h str,
    status: &'static str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    internal: bool,
    extends: Option<&'h str>,
    #[serde(rename = "abstract")]
    is_abstract: bool,
    /// The number of its colour; an abstract track has none.
    hue: Option<usize>,
    levels: Vec<String>,
    cumulative: Vec<&'h str>,
    url: Option<String>,
}

#[derive(Serialize)]
struct JsonCategory<'h> {
    id: &'h str,
    title: &'h str,
    summary: &'h str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    internal: bool,
}

#[derive(Serialize)]
struct JsonCompetency<'h> {
    id: &'h str,
    /// Ids that it had before.
    was: Vec<&'h str>,
    title: &'h str,
    category: Option<&'h str>,
    summary: &'h str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    internal: bool,
    steps: Vec<JsonStep<'h>>,
    url: String,
}

#[derive(Serialize)]
struct JsonStep<'h> {
    title: &'h str,
    text: &'h str,
}

#[derive(Serialize)]
struct JsonLevel<'h> {
    id: String,
    /// Names that it had before.
    was: &'h [String],
    track: &'h str,
    title: &'h str,
    label: &'h str,
    code: &'h str,
    grade: &'h [u32],
    summary: &'h str,
    #[serde(serialize_with = "in_order")]
    facts: Vec<(&'h str, &'h str)>,
    next: Vec<JsonMove<'h>>,
    url: Option<String>,
    status: &'static str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    internal: bool,
    /// Competencies of which it expects nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    without: Option<Vec<&'h str>>,
    /// What stands straight under the headings of categories.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    categories: Vec<JsonCategoryText<'h>>,
    cells: Vec<JsonCell<'h>>,
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
    note: &'h str,
}

#[derive(Serialize)]
struct JsonCell<'h> {
    competency: &'h str,
    /// `stated`, `none` (empty on purpose) or `missing` (not written yet).
    state: &'static str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    internal: bool,
    expect: Option<JsonExpectation>,
    step: Option<JsonStep<'h>>,
    criteria: Vec<JsonCriterion<'h>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    prose: Vec<JsonProse<'h>>,
}

/// Steps from `first` to `last`, which are the same unless the author gave a range.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct JsonExpectation {
    first: JsonNumberedStep,
    last: JsonNumberedStep,
    or_above: bool,
}

/// A step by its number from 1. Where the competency gives its steps no titles, the title is the number.
#[derive(Serialize)]
struct JsonNumberedStep {
    number: usize,
    title: String,
}

/// A text, and the same with its markup, if it has any.
#[derive(Serialize)]
struct JsonText<'h> {
    text: &'h str,
    #[serde(skip_serializing_if = "Option::is_none")]
    html: Option<String>,
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
    /// The fragment under which it stands on the page of its level.
    anchor: String,
    /// Whether its id is written down; otherwise it follows from its words.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pinned: bool,
    /// Ids that it had before, so that what others keep about it can follow.
    was: &'h [String],
    /// Ids of today of the criteria whose grown form it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    replaces: Vec<&'h str>,
    /// Its number, if its list has numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u64>,
    #[serde(flatten)]
    text: JsonText<'h>,
    examples: Vec<JsonText<'h>>,
    /// Titles of the headings inside the cell that it stands under, the highest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    groups: Vec<&'h str>,
    /// The paragraph that leads to its list.
    #[serde(skip_serializing_if = "Option::is_none")]
    lead_in: Option<JsonText<'h>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    internal: bool,
    origin: JsonOrigin<'h>,
}

/// Where a criterion in effect was written.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum JsonOrigin<'h> {
    Own,
    Track { id: &'h str },
    Level { id: String },
    Step(JsonNumberedStep),
}

/// Pairs as an object whose keys keep their order.
fn in_order<S: Serializer>(pairs: &[(&str, &str)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().copied())
}

/// One level as JSON, without line breaks.
pub struct LevelJson {
    json: Box<RawValue>,
    /// The words of all its criteria, in the order of its cells.
    pub words: Vec<Arc<Words>>,
}

/// One level as JSON. Cells hold what is in effect; those that do not apply are left out.
pub fn level(markup: Markup, routes: &Routes, level: LevelIx) -> LevelJson {
    let json = serde_json::value::to_raw_value(&json_level(markup, routes, level));
    let handbook = markup.handbook();
    let cells = effective::cells(handbook, level);
    let criteria = cells.iter().flat_map(|cell| cell.criteria());
    LevelJson {
        json: json.expect("plain data is always JSON"),
        words: criteria.map(|it| it.criterion.text.words(handbook.language)).collect(),
    }
}

/// The handbook as JSON, with a newline at its end: indented, each level on a line of its own, so that
/// two versions can be compared line by line. `levels` holds one for each level, in their order.
pub fn json(
    handbook: &Handbook,
    routes: &Routes,
    config: &Config,
    levels: &[Arc<LevelJson>],
) -> Vec<u8> {
    let document = JsonHandbook {
        book: JsonBook {
            title: &config.title,
            description: &config.description,
            language: &config.language.value,
            authors: &config.authors,
        },
        tracks: handbook.tracks().map(|(track, _)| json_track(handbook, routes, track)).collect(),
        categories: handbook
            .categories
            .iter()
            .map(|it| JsonCategory {
                id: &it.id,
                title: &it.title,
                summary: &it.summary,
                internal: it.internal,
            })
            .collect(),
        competencies: handbook
            .competencies()
            .map(|(competency, _)| json_competency(handbook, routes, competency))
            .collect(),
        levels: levels.iter().map(|level| &*level.json).collect(),
    };
    let length: usize = levels.iter().map(|level| level.json.get().len() + 4).sum();
    let mut bytes = Vec::with_capacity(length + 4096);
    let formatter = serde_json::ser::PrettyFormatter::with_indent(b" ");
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, formatter);
    document.serialize(&mut serializer).expect("plain data is always JSON");
    bytes.push(b'\n');
    bytes
}

fn json_track<'h>(handbook: &'h Handbook, routes: &Routes, track: TrackIx) -> JsonTrack<'h> {
    let it = &handbook[track];
    JsonTrack {
        id: &it.id,
        was: it.was.iter().map(|old| old.value.as_str()).collect(),
        title: &it.title,
        summary: &it.summary,
        group: &it.group,
        status: it.status.name(),
        internal: it.internal,
        extends: it.extends.as_ref().map(|extends| handbook[extends.parent].id.as_str()),
        is_abstract: it.is_abstract,
        hue: (!it.is_abstract).then(|| handbook.hue(track)),
        cumulative: handbook
            .competencies()
            .filter(|(key, _)| handbook.is_cumulative(track, *key))
            .map(|(_, competency)| competency.id.as_str())
            .collect(),
        levels: it.rungs.iter().map(|rung| handbook.level_name(*rung)).collect(),
        url: routes.has(PageKey::Track(track)).then(|| routes.url(PageKey::Track(track))),
    }
}

fn json_competency<'h>(
    handbook: &'h Handbook,
    routes: &Routes,
    competency: CompetencyIx,
) -> JsonCompetency<'h> {
    let it = &handbook[competency];
    JsonCompetency {
        id: &it.id,
        was: it.was.iter().map(|old| old.value.as_str()).collect(),
        title: &it.title,
        category: it.category.map(|category| handbook[category].id.as_str()),
        summary: &it.summary,
        internal: it.internal,
        steps: (0..it.steps.len())
            .filter_map(|step| json_step(handbook, competency, step))
            .collect(),
        url: routes.url(PageKey::Competency(competency)),
    }
}

fn json_step(handbook: &Handbook, competency: CompetencyIx, step: usize) -> Option<JsonStep<'_>> {
    let step = handbook[competency].steps.get(step)?;
    Some(JsonStep { title: &step.title, text: step.meaning().text() })
}

fn json_level<'h>(markup: Markup<'h>, routes: &'h Routes, level: LevelIx) -> JsonLevel<'h> {
    let handbook = markup.handbook();
    let categories = handbook.body(level).categories.iter();
    let it = &handbook.handbook()[level];
    let cells = effective::cells(handbook, level);
    JsonLevel {
        id: handbook.level_name(level),
        was: routes.former_names(level),
        track: &handbook.handbook()[it.track].id,
        title: handbook.title(level),
        label: handbook.label(level),
        code: &it.code,
        grade: &it.grades,
        summary: &it.summary,
        facts: it.facts.iter().map(|(name, value)| (name.as_str(), value.value.as_str())).collect(),
        next: it.next.iter().map(|step| json_move(&handbook, step)).collect(),
        url: routes.has(PageKey::Level(level)).then(|| routes.url(PageKey::Level(level))),
        status: it.status.name(),
        internal: it.internal,
        without: without(handbook.handbook(), level, &cells),
        categories: categories
            .map(|(category, prose)| JsonCategoryText {
                category: &handbook.handbook()[*category].id,
                prose: json_text(markup, prose),
            })
            .collect(),
        cells: cells.iter().map(|cell| json_cell(markup, level, cell)).collect(),
    }
}

/// The competencies that have no cell at a level, but for those of which this build leaves out what it says:
/// these are named nowhere. `None` where nothing of that kind is left out, so that no cell means nothing
/// expected.
fn without<'h>(
    handbook: &'h Handbook,
    level: LevelIx,
    cells: &[EffectiveCell],
) -> Option<Vec<&'h str>> {
    let is_told = |key: CompetencyIx| {
        handbook.hidden_cells.contains(&(level, key)) || cells.iter().any(|it| it.competency == key)
    };
    let untold = handbook.competencies().filter(|(key, _)| !is_told(*key));
    let ids = untold.map(|(_, competency)| competency.id.as_str());
    (!handbook.hidden_cells.is_empty()).then(|| ids.collect())
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
        expect: cell.expect.map(|expect| json_expectation(handbook, cell.competency, expect)),
        step: cell.expect.and_then(|expect| json_step(handbook, cell.competency, expect.first)),
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
                prose: json_text(markup, prose),
            }),
        }
    }
    all
}

fn json_text<'h>(markup: Markup<'h>, prose: &'h Prose) -> JsonText<'h> {
    JsonText { text: prose.text(), html: markup.html(prose) }
}

fn json_expectation(
    handbook: &Handbook,
    competency: CompetencyIx,
    expect: &Expectation,
) -> JsonExpectation {
    JsonExpectation {
        first: numbered_step(handbook, competency, expect.first),
        last: numbered_step(handbook, competency, expect.last),
        or_above: expect.or_above,
    }
}

fn numbered_step(handbook: &Handbook, competency: CompetencyIx, step: usize) -> JsonNumberedStep {
    JsonNumberedStep { number: step + 1, title: step_title(&handbook[competency], step) }
}

fn json_criterion<'h>(
    markup: Markup<'h>,
    competency: CompetencyIx,
    it: &EffectiveCriterion<'h>,
) -> JsonCriterion<'h> {
    let handbook = markup.handbook().handbook();
    let origin = match it.origin {
        Origin::Own => JsonOrigin::Own,
        Origin::Track(track) => JsonOrigin::Track { id: &handbook[track].id },
        Origin::Level(level) => JsonOrigin::Level { id: handbook.level_name(level) },
        Origin::Step(step) => JsonOrigin::Step(numbered_step(handbook, competency, step)),
    };
    JsonCriterion {
        id: &it.criterion.id,
        anchor: criterion_anchor(&it.criterion.id),
        pinned: it.criterion.pinned,
        was: &it.criterion.was,
        replaces: succession::replaced_by(markup.handbook(), it.criterion),
        number: it.criterion.number,
        text: json_text(markup, &it.criterion.text),
        examples: it.examples().map(|example| json_text(markup, example)).collect(),
        groups: it.group_titles().collect(),
        lead_in: it.lead_in.map(|lead_in| json_text(markup, lead_in)),
        internal: it.is_internal(),
        origin,
    }
}
