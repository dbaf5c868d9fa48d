//! The handbook as JSON in parts: what `/api/handbook.json` says, and in which words, as far as scripts of pages need
//! it, in files of which a page loads the index and those about what a reader has chosen. `docs/parts.d.ts` declares
//! their shapes. A part depends on its own track alone, so that an edit changes few of them; and the index has the
//! fingerprint of each, so that it changes with any.

use std::collections::HashMap;

use serde::Serialize;

use super::book::{JsonBook, JsonEdition, audience, book, edition};
use super::levels::{LevelText, Levels};
use super::lookup::lookup;
use super::registers::{JsonCategory, JsonTrack, categories, track_without_prose};
use super::sentences::{Mark, Replaced, StepSentences, chains, replaced};
use super::steps::{self, JsonStepText};
use crate::fingerprint::{ByHash, Fingerprint};
use crate::handbook::likeness::{Rarity, Words};
use crate::handbook::{LevelIx, MoveKind, PageKey, Status, TrackIx, parts};
use crate::view::Site;

/// What pages need to know of the handbook as a whole.
#[derive(Serialize)]
struct JsonIndex<'h> {
    #[serde(skip_serializing_if = "Option::is_none")]
    edition: Option<JsonEdition<'h>>,
    audience: &'static str,
    book: JsonBook<'h>,
    tracks: Vec<JsonTrackHead<'h>>,
    categories: Vec<JsonCategory<'h>>,
    competencies: Vec<JsonCompetencyHead<'h>>,
    levels: Vec<JsonLevelHead<'h>>,
    glossary: Vec<JsonTermHead<'h>>,
    /// The fingerprints of the files of where criteria are found, by their numbers.
    criteria: Vec<String>,
}

/// A track of which nothing is chosen.
#[derive(Serialize)]
struct JsonTrackHead<'h> {
    id: &'h str,
    title: &'h str,
    #[serde(skip_serializing_if = "Option::is_none")]
    hue: Option<usize>,
    #[serde(rename = "abstract", skip_serializing_if = "std::ops::Not::not")]
    is_abstract: bool,
    /// Its rungs, if these are not simply its own levels in the order of the handbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    levels: Option<Vec<String>>,
    /// The fingerprint of its part; it has none without levels.
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<String>,
}

#[derive(Serialize)]
struct JsonCompetencyHead<'h> {
    id: &'h str,
    title: &'h str,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<&'h str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    internal: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    steps: Vec<JsonStepText<'h>>,
    /// The highest step that any level expects, if its steps have no names by which they could be counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    highest: Option<usize>,
}

/// A level that is not chosen. What most levels have in common is left out.
#[derive(Serialize)]
struct JsonLevelHead<'h> {
    id: String,
    title: &'h str,
    /// If it is not its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'h str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    was: &'h [String],
    /// If it is not `active`.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    /// If it is not its id below `/levels/`; empty if it has no page.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// Where one can go from it, if that is not simply the next level of its own track.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<Vec<JsonMoveHead>>,
}

#[derive(PartialEq, Serialize)]
struct JsonMoveHead {
    to: String,
    kind: &'static str,
}

#[derive(Serialize)]
struct JsonTermHead<'h> {
    term: &'h str,
    anchor: String,
    text: &'h str,
}

/// A track with all that its levels say.
#[derive(Serialize)]
struct JsonPart<'h> {
    track: JsonTrack<'h>,
    /// Its own levels, as handbook.json has them.
    levels: Vec<LevelText<'h>>,
    words: JsonWords,
    /// For each criterion that its criteria replace, or that those replaced before, what that replaces.
    #[serde(skip_serializing_if = "Replaced::is_empty")]
    replaces: Replaced<'h>,
}

/// The words of the criteria of a track. Stems have numbers in this part alone, so that no part depends on others.
#[derive(Default, Serialize)]
struct JsonWords {
    /// The hash of each stem, by its number.
    stems: Vec<u64>,
    /// The weight of each stem.
    weights: Vec<u32>,
    /// For each level, for each of its criteria: the hash that texts share which say the same, then the numbers of its
    /// stems.
    levels: Vec<Vec<Vec<u64>>>,
}

/// What the parts of a handbook are made from.
pub struct Parts<'h> {
    site: &'h Site<'h>,
    levels: &'h Levels<'h>,
    steps: &'h StepSentences,
    rarity: &'h Rarity,
    replaced: Replaced<'h>,
    /// The fingerprint of that.
    replaced_key: Fingerprint,
}

/// The file of a track, and each level that stands in it as it does there.
pub struct MadeTrack<'h> {
    pub bytes: Vec<u8>,
    pub levels: Vec<(LevelIx, LevelText<'h>)>,
}

impl<'h> Parts<'h> {
    /// The parts of a site. `steps` are those of `levels`.
    pub fn new(site: &'h Site<'h>, levels: &'h Levels<'h>, steps: &'h StepSentences) -> Self {
        let rarity = site.handbook.untracked().rarity();
        let replaced = replaced(site.handbook);
        let replaced_key = Fingerprint::of(&replaced);
        Self { site, levels, steps, rarity, replaced, replaced_key }
    }

    /// The file of a track; `None` if it has no levels.
    pub fn track(&self, track: TrackIx) -> Option<MadeTrack<'h>> {
        let own = own_levels(self.site, track);
        let part = (!own.is_empty()).then(|| self.part(track, &own))?;
        let bytes = written(&part, part.usual_size());
        Some(MadeTrack { bytes, levels: own.into_iter().zip(part.levels).collect() })
    }

    /// A level as it stands in the file of its track.
    pub fn level(&self, level: LevelIx) -> LevelText<'h> {
        self.levels.json(level)
    }

    /// The fingerprint of all that [`Self::track`] is made from, besides what any page may show of any other. Levels
    /// are remembered.
    pub fn track_key(&self, track: TrackIx) -> Fingerprint {
        let own = own_levels(self.site, track).into_iter();
        let own: Vec<_> =
            own.map(|it| self.levels.remembered(it).map(|it| it.fingerprint)).collect();
        Fingerprint::of(&(track, own, self.replaced_key))
    }

    /// The files of where criteria are found that are wanted, each with its number.
    pub fn criteria<'a>(
        &'a self,
        is_wanted: &'a dyn Fn(usize) -> bool,
    ) -> impl Iterator<Item = (usize, Vec<u8>)> {
        let handbook = self.site.handbook;
        let files = parts::criteria_files(handbook);
        let is_found = move |mark: &Mark| is_wanted(parts::file_of_hash(mark.hash, files));
        let levels = handbook.levels().map(|(level, _)| level).filter(move |level| {
            let remembered = self.levels.remembered(*level);
            remembered.is_none_or(|it| it.marks.iter().any(is_found))
        });
        let said = levels.flat_map(|level| {
            let said = self.levels.sentences(self.steps, level);
            said.into_iter().map(move |it| (level, it))
        });
        let found =
            lookup(self.site, said, files).enumerate().filter(move |(file, _)| is_wanted(*file));
        found.map(|(file, it)| (file, written(&it, LOOKUP)))
    }

    /// The fingerprints of all that [`Self::criteria`] are made from, besides what any page may show of any other;
    /// `None` where levels are not remembered.
    pub fn criteria_keys(&self) -> Option<Vec<Fingerprint>> {
        let handbook = self.site.handbook;
        let files = parts::criteria_files(handbook);
        let mut found: Vec<Vec<(LevelIx, u64)>> = vec![Vec::new(); files];
        for (level, _) in handbook.levels() {
            for mark in &self.levels.remembered(level)?.marks {
                found[parts::file_of_hash(mark.hash, files)].push((level, mark.says));
            }
        }
        Some((0..).zip(found).map(|(file, found)| Fingerprint::of(&(file, files, found))).collect())
    }

    /// The index of the files of all tracks, `None` where one has none, and of those of criteria, by their fingerprints.
    pub fn index(&self, tracks: &[Option<Fingerprint>], criteria: &[Fingerprint]) -> Vec<u8> {
        written(&index(self.site, tracks, criteria), 0)
    }

    fn part(&self, track: TrackIx, own: &[LevelIx]) -> JsonPart<'h> {
        let mut words = JsonWords::default();
        let mut numbers = HashMap::default();
        for level in own {
            let texts = self.levels.words(*level);
            let texts = texts.iter();
            let numbered = texts.map(|it| numbered(it, &mut words, &mut numbers, self.rarity));
            let numbered = numbered.collect();
            words.levels.push(numbered);
        }
        JsonPart {
            track: track_without_prose(self.site, track),
            replaces: chains(self.site.handbook.untracked(), own, &self.replaced),
            levels: own.iter().map(|level| self.levels.json(*level)).collect(),
            words,
        }
    }
}

impl JsonPart<'_> {
    /// About how many bytes it has: the words of levels take less than the levels themselves.
    fn usual_size(&self) -> usize {
        2 * self.levels.iter().map(|it| it.get().len()).sum::<usize>()
    }
}

/// Bytes of most files of where criteria are found.
const LOOKUP: usize = 1 << 16;

/// As JSON, with a newline at its end. One that outgrows its usual size is copied each time.
fn written(value: &impl Serialize, usual_size: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(usual_size);
    serde_json::to_writer(&mut bytes, value).expect("plain data is always JSON");
    bytes.push(b'\n');
    bytes
}

/// Some digits of the fingerprint of a file.
fn short(file: Fingerprint) -> String {
    format!("{:016x}", file.short())
}

/// The own levels of a track in the order of the handbook.
fn own_levels(site: &Site, track: TrackIx) -> Vec<LevelIx> {
    let mut own = site.handbook[track].levels.clone();
    own.sort_unstable();
    own
}

// ---- The index ----

fn index<'h>(
    site: &'h Site<'h>,
    parts: &[Option<Fingerprint>],
    criteria: &[Fingerprint],
) -> JsonIndex<'h> {
    let handbook = site.handbook;
    let term = |it: &'h crate::handbook::Term| JsonTermHead {
        term: &it.term,
        anchor: it.anchor(),
        text: it.text.text(),
    };
    let followers = followers(site);
    JsonIndex {
        edition: site.edition.map(edition),
        audience: audience(site.config),
        book: book(site.config),
        tracks: handbook
            .tracks()
            .zip(parts)
            .map(|((track, _), part)| track_head(site, track, *part))
            .collect(),
        categories: categories(handbook),
        competencies: competency_heads(site),
        levels: handbook
            .levels()
            .map(|(level, _)| level_head(site, level, followers.get(&level).copied()))
            .collect(),
        glossary: handbook.terms.iter().map(term).collect(),
        criteria: criteria.iter().copied().map(short).collect(),
    }
}

fn track_head<'h>(
    site: &'h Site<'h>,
    track: TrackIx,
    part: Option<Fingerprint>,
) -> JsonTrackHead<'h> {
    let handbook = site.handbook;
    let it = &handbook[track];
    let is_plain = it.rungs == own_levels(site, track);
    JsonTrackHead {
        id: &it.id,
        title: &it.title,
        hue: (!it.is_abstract).then(|| handbook.hue(track)),
        is_abstract: it.is_abstract,
        levels: (!is_plain)
            .then(|| it.rungs.iter().map(|rung| handbook.level_name(*rung)).collect()),
        part: part.map(short),
    }
}

fn competency_heads<'h>(site: &'h Site<'h>) -> Vec<JsonCompetencyHead<'h>> {
    let handbook = site.handbook;
    let head = |(competency, it): (_, &'h crate::handbook::Competency)| {
        let page = PageKey::Competency(competency);
        JsonCompetencyHead {
            id: &it.id,
            title: &it.title,
            category: it.category.map(|category| handbook[category].id.as_str()),
            internal: it.internal,
            url: site.routes.has(page).then(|| site.routes.url(page)),
            steps: steps::meanings(&it.steps),
            highest: it
                .steps
                .is_empty()
                .then(|| handbook.untracked().highest_step(competency))
                .filter(|highest| *highest > 0),
        }
    };
    handbook.competencies().map(head).collect()
}

fn level_head<'h>(site: &'h Site<'h>, level: LevelIx, after: Option<LevelIx>) -> JsonLevelHead<'h> {
    let handbook = site.handbook.untracked();
    let id = handbook.level_name(level);
    let (title, label) = (handbook.title(level), handbook.label(level));
    let status = handbook.status(level);
    let page = PageKey::Level(level);
    let url = if site.routes.has(page) { site.routes.url(page) } else { String::new() };
    JsonLevelHead {
        title,
        label: Some(label).filter(|label| *label != title),
        was: site.routes.former_names(level),
        status: Some(status.name()).filter(|_| status != Status::Active),
        url: Some(url).filter(|url| *url != format!("/levels/{id}/")),
        next: moves(site, level, after),
        id,
    }
}

/// Where one can go from a level; `None` if that is simply the level `after` it in its own track.
fn moves(site: &Site, level: LevelIx, after: Option<LevelIx>) -> Option<Vec<JsonMoveHead>> {
    let handbook = site.handbook;
    let named =
        |to, kind: MoveKind| JsonMoveHead { to: handbook.level_name(to), kind: kind.name() };
    let moves = &handbook[level].next;
    let moves: Vec<JsonMoveHead> = moves.iter().map(|it| named(it.to, it.kind)).collect();
    let plain = after.map(|to| named(to, MoveKind::Promotion));
    (!moves.iter().eq(plain.iter())).then_some(moves)
}

/// For each level the one after it in its own track, in the order of the handbook.
fn followers(site: &Site) -> HashMap<LevelIx, LevelIx> {
    let tracks = site.handbook.tracks().map(|(track, _)| own_levels(site, track));
    tracks.flat_map(|own| own.clone().into_iter().zip(own.into_iter().skip(1))).collect()
}

// ---- The part of a track ----

/// What a text says, and the numbers of its stems; those that are new get theirs.
fn numbered(
    text: &Words,
    words: &mut JsonWords,
    numbers: &mut HashMap<u64, u64, ByHash>,
    rarity: &Rarity,
) -> Vec<u64> {
    let stems = text.stems().map(|stem| {
        *numbers.entry(stem).or_insert_with(|| {
            words.stems.push(exact(stem));
            words.weights.push(rarity.weight(stem));
            words.stems.len() as u64 - 1
        })
    });
    [exact(text.folded())].into_iter().chain(stems).collect()
}

/// As much of a hash as a script can hold: its numbers are exact up to 53 bits. 48 are as good, and shorter.
fn exact(hash: u64) -> u64 {
    hash >> 16
}
