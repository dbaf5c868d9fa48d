//! What registers say as JSON: tracks, categories, competencies, scales.

use std::collections::BTreeSet;

use serde::Serialize;

use super::steps::{self, JsonStep};
use super::texts::some_markdown;
use crate::handbook::{CompetencyIx, From, Handbook, Inheritance, PageKey, TrackIx};
use crate::view::{Markup, Notes, Site};

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct JsonTrack<'h> {
    id: &'h str,
    /// Ids that it had before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    was: Vec<&'h str>,
    title: &'h str,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'h str,
    #[serde(skip_serializing_if = "str::is_empty")]
    group: &'h str,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    replaced_by: Option<&'h str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    internal: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    extends: Option<&'h str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inherit: Option<JsonInheritance<'h>>,
    #[serde(rename = "abstract", skip_serializing_if = "std::ops::Not::not")]
    is_abstract: bool,
    /// The number of its colour; an abstract track has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    hue: Option<usize>,
    levels: Vec<String>,
    cumulative: Vec<&'h str>,
    #[serde(flatten)]
    address: JsonAddress,
    #[serde(skip_serializing_if = "Option::is_none")]
    markdown: Option<String>,
}

/// How a track takes over what the one says that it extends.
#[derive(Serialize)]
struct JsonInheritance<'h> {
    #[serde(skip_serializing_if = "Option::is_none")]
    competencies: Option<Vec<&'h str>>,
    place: &'static str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    examples: bool,
}

#[derive(Serialize)]
pub struct JsonCategory<'h> {
    id: &'h str,
    title: &'h str,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'h str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    internal: bool,
}

#[derive(Serialize)]
pub struct JsonCompetency<'h> {
    id: &'h str,
    /// Ids that it had before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    was: Vec<&'h str>,
    title: &'h str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    aliases: &'h [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<&'h str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'h str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    internal: bool,
    /// The tracks that it applies to, if not to all.
    #[serde(skip_serializing_if = "Option::is_none")]
    tracks: Option<Vec<&'h str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<JsonFrom>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scale: Option<&'h str>,
    steps: Vec<JsonStep<'h>>,
    #[serde(flatten)]
    address: JsonAddress,
    #[serde(skip_serializing_if = "Option::is_none")]
    markdown: Option<String>,
}

/// From where on a competency applies.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum JsonFrom {
    Grade(u32),
    Level(String),
}

#[derive(Serialize)]
pub struct JsonScale<'h> {
    id: &'h str,
    steps: Vec<JsonStep<'h>>,
}

/// Where a page stands: from the root of the site on, and in full where book.toml has a base-url.
#[derive(Serialize)]
pub struct JsonAddress {
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    canonical: Option<String>,
}

impl JsonAddress {
    /// The address of a page; neither if the site does not have it.
    pub fn of(site: &Site, page: PageKey) -> Self {
        let is_there = site.routes.has(page);
        Self {
            url: is_there.then(|| site.routes.url(page)),
            canonical: site.routes.canonical(page).filter(|_| is_there),
        }
    }
}

/// The tracks.
pub fn tracks<'h>(site: &'h Site<'h>, notes: &'h Notes) -> Vec<JsonTrack<'h>> {
    let with_prose = |track| {
        let page = PageKey::Track(track);
        let markup = Markup::new(site, notes, page);
        let markdown = some_markdown(markup, markup.handbook().prose(page));
        JsonTrack { markdown, ..track_without_prose(site, track) }
    };
    site.handbook.tracks().map(|(track, _)| with_prose(track)).collect()
}

/// A track without what its page says of it.
pub fn track_without_prose<'h>(site: &'h Site<'h>, track: TrackIx) -> JsonTrack<'h> {
    let handbook = site.handbook;
    let it = &handbook[track];
    JsonTrack {
        id: &it.id,
        was: it.was.iter().map(|old| old.value.as_str()).collect(),
        title: &it.title,
        summary: &it.summary,
        group: &it.group,
        status: it.status.name(),
        replaced_by: it.replaced_by.map(|by| handbook[by].id.as_str()),
        internal: it.internal,
        extends: it.extends.as_ref().map(|extends| handbook[extends.parent].id.as_str()),
        inherit: it.extends.as_ref().map(|extends| json_inheritance(handbook, extends)),
        is_abstract: it.is_abstract,
        hue: (!it.is_abstract).then(|| handbook.hue(track)),
        cumulative: handbook
            .competencies()
            .filter(|(key, _)| handbook.is_cumulative(track, *key))
            .map(|(_, competency)| competency.id.as_str())
            .collect(),
        levels: it.rungs.iter().map(|rung| handbook.level_name(*rung)).collect(),
        address: JsonAddress::of(site, PageKey::Track(track)),
        markdown: None,
    }
}

fn json_inheritance<'h>(handbook: &'h Handbook, it: &Inheritance) -> JsonInheritance<'h> {
    let ids = |competencies: &Vec<CompetencyIx>| {
        competencies.iter().map(|it| handbook[*it].id.as_str()).collect()
    };
    JsonInheritance {
        competencies: it.competencies.as_ref().map(ids),
        place: if it.before { "before" } else { "after" },
        examples: it.examples,
    }
}

/// The categories of competencies.
pub fn categories(handbook: &Handbook) -> Vec<JsonCategory<'_>> {
    let categories = handbook.categories.iter().map(|it| JsonCategory {
        id: &it.id,
        title: &it.title,
        summary: &it.summary,
        internal: it.internal,
    });
    categories.collect()
}

/// The competencies.
pub fn competencies<'h>(site: &'h Site<'h>, notes: &'h Notes) -> Vec<JsonCompetency<'h>> {
    let all = site.handbook.competencies();
    all.map(|(competency, _)| json_competency(site, notes, competency)).collect()
}

fn json_competency<'h>(
    site: &'h Site<'h>,
    notes: &'h Notes,
    competency: CompetencyIx,
) -> JsonCompetency<'h> {
    let handbook = site.handbook;
    let it = &handbook[competency];
    let page = PageKey::Competency(competency);
    let markup = Markup::new(site, notes, page);
    let ids = |tracks: &'h BTreeSet<TrackIx>| {
        tracks.iter().map(|track| handbook[*track].id.as_str()).collect()
    };
    JsonCompetency {
        id: &it.id,
        was: it.was.iter().map(|old| old.value.as_str()).collect(),
        title: &it.title,
        aliases: &it.aliases,
        category: it.category.map(|category| handbook[category].id.as_str()),
        summary: &it.summary,
        internal: it.internal,
        tracks: it.tracks.as_ref().map(ids),
        from: it.from.map(|from| match from {
            From::Grade(grade) => JsonFrom::Grade(grade),
            From::Level(level) => JsonFrom::Level(handbook.level_name(level)),
        }),
        scale: handbook.scale_of(&it.steps).map(|it| it.id.as_str()),
        steps: steps::of_competency(markup, &it.steps),
        address: JsonAddress::of(site, page),
        markdown: some_markdown(markup, markup.handbook().prose(page)),
    }
}

/// The scales of the competencies. One that only a competency uses that is left out of this build is left out with
/// it.
pub fn scales<'h>(site: &'h Site<'h>, notes: &'h Notes) -> Vec<JsonScale<'h>> {
    let handbook = site.handbook;
    let markup = Markup::new(site, notes, PageKey::Competencies);
    let shown = handbook.scales.iter().filter(|it| handbook.uses(it));
    shown
        .map(|scale| JsonScale { id: &scale.id, steps: steps::of_scale(markup, &scale.steps) })
        .collect()
}
