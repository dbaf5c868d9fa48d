//! Competencies: from the register, or from the headings.

use std::collections::{BTreeSet, HashMap};

use super::hidden;
use super::levels::Ordered;
use super::parts::Parts;
use super::shared_names::{self, Named};
use super::tracks;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Spanned};
use crate::handbook::level_names::LevelNames;
use crate::handbook::{
    Category, CategoryIx, Competency, Criterion, From, Handbook, Prose, Scale, Step, TrackIx,
};
use crate::read::blocks::BlockKind;
use crate::read::registers::{ParsedCompetency, ParsedStep};
use crate::suggestion::nearest;

/// Fills in scales, categories and competencies.
pub fn assemble(
    parts: &Parts,
    ordered: &[Ordered],
    names: &LevelNames,
    handbook: &mut Handbook,
    diagnostics: &mut Diagnostics,
) {
    let mut known = Known { tracks: tracks::Numbers::new(handbook), ..Known::default() };
    add_scales(parts, handbook, &mut known);
    add_categories(parts, handbook, &mut known, diagnostics);
    if is_registered(parts) {
        add_registered(parts, &known, names, handbook, diagnostics);
        report_shared_names(parts, diagnostics);
    } else {
        from_headings(parts, ordered, handbook);
    }
}

/// What the registers have, by their ids. Of equal ones the first counts.
#[derive(Default)]
struct Known<'p> {
    categories: HashMap<&'p str, CategoryIx>,
    /// Whether categories are internal, those that this build leaves out as well.
    internal_categories: HashMap<&'p str, bool>,
    /// The places of scales.
    scales: HashMap<&'p str, usize>,
    tracks: tracks::Numbers,
}

fn add_scales<'p>(parts: &Parts<'p>, handbook: &mut Handbook, known: &mut Known<'p>) {
    for (id, steps) in parts.scales.iter().flat_map(|register| &register.scales) {
        known.scales.entry(&id.value).or_insert(handbook.scales.len());
        let steps = steps.iter().map(of_scale).collect();
        let scale = Scale { id: id.value.clone(), steps, used: false, place: id.place.clone() };
        handbook.scales.push(scale);
    }
}

fn add_categories<'p>(
    parts: &Parts<'p>,
    handbook: &mut Handbook,
    known: &mut Known<'p>,
    diagnostics: &mut Diagnostics,
) {
    for category in parts.competencies.iter().flat_map(|register| &register.categories) {
        let id = &category.id;
        known.internal_categories.entry(&id.value).or_insert(category.internal);
        if category.internal && parts.visibility.hides_internal() {
            hidden::hide(handbook, &id.place.path, "competencies", &id.value, [&category.title]);
            continue;
        }
        let number = CategoryIx(handbook.categories.len());
        let earlier = *known.categories.entry(&id.value).or_insert(number);
        if earlier == number {
            handbook.categories.push(Category {
                id: id.value.clone(),
                title: category.title.clone(),
                summary: category.summary.clone(),
                internal: category.internal,
                place: id.place.clone(),
            });
        } else {
            diagnostics.push(twice("categories", id, &handbook[earlier].place));
        }
    }
}

fn add_registered(
    parts: &Parts,
    known: &Known,
    names: &LevelNames,
    handbook: &mut Handbook,
    diagnostics: &mut Diagnostics,
) {
    let mut places: HashMap<&str, &Place> = HashMap::new();
    for parsed in parts.competencies.iter().flat_map(|register| &register.competencies) {
        if let Some(earlier) = places.get(parsed.id.value.as_str()) {
            diagnostics.push(twice("competencies", &parsed.id, earlier));
            continue;
        }
        let category = parsed.category.as_ref().map(|name| name.value.as_str());
        let internal = parsed.internal
            || category.is_some_and(|it| known.internal_categories.get(it) == Some(&true))
            || parts.visibility.has_internal_page(&parsed.id.value);
        if internal && parts.visibility.hides_internal() {
            leave_out(parsed, known, handbook);
            continue;
        }
        places.insert(&parsed.id.value, &parsed.id.place);
        let competency = registered(parsed, parts, known, names, handbook, diagnostics);
        handbook.competencies.push(Competency { internal, ..competency });
    }
}

/// Notes a competency that this build leaves out. Its scale counts as used.
fn leave_out(parsed: &ParsedCompetency, known: &Known, handbook: &mut Handbook) {
    let aliases = parsed.aliases.iter().map(|alias| &alias.value);
    let was = parsed.was.iter().map(|old| &old.value);
    let (id, aliases) = (&parsed.id, aliases.chain(was).chain([&parsed.title]));
    hidden::hide(handbook, &id.place.path, "competencies", &id.value, aliases);
    let scale = parsed.scale.as_ref().and_then(|it| known.scales.get(it.value.as_str()));
    if let Some(scale) = scale {
        handbook.scales[*scale].used = true;
    }
}

fn report_shared_names(parts: &Parts, diagnostics: &mut Diagnostics) {
    let registered = parts.competencies.iter().flat_map(|register| &register.competencies);
    let named = registered.map(|it| Named {
        names: vec![&it.title, &it.id.value],
        aliases: &it.aliases,
        place: &it.id.place,
    });
    shared_names::report("competency", &named.collect::<Vec<_>>(), diagnostics);
}

/// Where the headings are the competencies, a track also has those of the track that it extends, and of the
/// tracks whose levels its own are the same as.
pub fn inherit_headings(parts: &Parts, handbook: &mut Handbook) {
    if is_registered(parts) {
        return;
    }
    let extended = handbook
        .tracks
        .iter()
        .enumerate()
        .filter_map(|(index, track)| Some((TrackIx(index), track.extends.as_ref()?.parent)));
    let same = handbook
        .levels
        .iter()
        .filter_map(|level| Some((level.track, handbook[level.same_as.as_ref()?.level].track)));
    let sources: BTreeSet<(TrackIx, TrackIx)> = extended.chain(same).collect();
    for tracks in handbook.competencies.iter_mut().filter_map(|it| it.tracks.as_mut()) {
        let mut count = 0;
        // What a track has anew, those have that extend it.
        while tracks.len() > std::mem::replace(&mut count, tracks.len()) {
            for (own, source) in &sources {
                if tracks.contains(source) {
                    tracks.insert(*own);
                }
            }
        }
    }
}

/// Whether competencies come from the register; otherwise the H2 headings are the competencies.
fn is_registered(parts: &Parts) -> bool {
    parts.competencies.is_some_and(|register| !register.competencies.is_empty())
}

fn twice(what: &str, id: &Spanned<String>, first: &Place) -> Diagnostic {
    Diagnostic::new(Code::DuplicateId, format!("there are two {what} `{}`", id.value))
        .at(id.place.clone())
        .related(first.clone(), "first here")
        .help("give one of them another id, or remove it")
}

fn registered(
    parsed: &ParsedCompetency,
    parts: &Parts,
    known: &Known,
    names: &LevelNames,
    handbook: &mut Handbook,
    diagnostics: &mut Diagnostics,
) -> Competency {
    let category = parsed.category.as_ref().and_then(|name| {
        let found = known.categories.get(name.value.as_str()).copied();
        if found.is_none() && !parts.unread.competencies {
            let message = format!("`{}` is not the name of a category", name.value);
            let ids = handbook.categories.iter().map(|known| known.id.as_str());
            let diagnostic = Diagnostic::new(Code::UnknownReference, message)
                .at(name.place.clone())
                .did_you_mean(&name.value, ids);
            diagnostics.push(diagnostic);
        }
        found
    });
    let tracks = parsed.tracks.as_ref().map(|named| {
        let find = |name| known.tracks.find(handbook, name, diagnostics);
        named.iter().filter_map(find).collect()
    });
    let steps = match &parsed.scale {
        Some(scale) if !parsed.steps.is_empty() => {
            let message = format!("`{}` has both a scale and steps of its own", parsed.id.value);
            let diagnostic = Diagnostic::new(Code::InvalidValue, message);
            diagnostics.push(diagnostic.at(scale.place.clone()).help("remove one of them"));
            steps(parsed)
        }
        Some(name) => scale(parts, known, name, handbook, diagnostics),
        None => steps(parsed),
    };
    let from = parsed.from.as_ref().and_then(|name| from(name, names, handbook, diagnostics));
    Competency {
        id: parsed.id.value.clone(),
        title: parsed.title.clone(),
        category,
        summary: parsed.summary.clone(),
        aliases: parsed.aliases.iter().map(|alias| alias.value.clone()).collect(),
        was: parsed.was.clone(),
        internal: parsed.internal,
        tracks,
        from,
        steps,
        cumulative: parsed.cumulative,
        place: parsed.id.place.clone(),
    }
}

fn steps(parsed: &ParsedCompetency) -> Vec<Step> {
    parsed.steps.iter().map(step).collect()
}

fn step(parsed: &ParsedStep) -> Step {
    let criteria = parsed.criteria.iter().map(|(text, attributes, place)| Criterion {
        id: attributes.written().id.as_deref().unwrap_or_default().into(),
        pinned: attributes.written().id.is_some(),
        other_ids: attributes.other_ids(place),
        text: text.clone(),
        example_lists: Box::default(),
        number: None,
        new: attributes.has("new"),
        dropped: false,
        internal: false,
        place: place.clone(),
        attributes: place.span.into(),
    });
    Step {
        title: parsed.title.clone(),
        text: parsed.text.clone(),
        scale_text: Prose::default(),
        criteria: criteria.collect(),
        examples: parsed.examples.clone(),
    }
}

/// Counts the scale of a competency that is left out as used.
/// A step of a scale.
fn of_scale(parsed: &ParsedStep) -> Step {
    Step {
        title: parsed.title.clone(),
        text: Prose::default(),
        scale_text: parsed.text.clone(),
        criteria: Vec::new(),
        examples: Vec::new(),
    }
}

/// The steps of a scale by its name; an unknown one is reported.
fn scale(
    parts: &Parts,
    known: &Known,
    name: &Spanned<String>,
    handbook: &mut Handbook,
    diagnostics: &mut Diagnostics,
) -> Vec<Step> {
    if let Some(place) = known.scales.get(name.value.as_str()) {
        let scale = &mut handbook.scales[*place];
        scale.used = true;
        return scale.steps.clone();
    }
    if !parts.unread.scales {
        let message = format!("`{}` is not the name of a scale", name.value);
        let ids = handbook.scales.iter().map(|known| known.id.as_str());
        let diagnostic = Diagnostic::new(Code::UnknownReference, message).at(name.place.clone());
        let near = nearest(&name.value, ids);
        let meant = near.as_ref().map(|near| near.meant.clone());
        diagnostics.push(match near {
            Some(_) => diagnostic.suggest(near),
            None => {
                diagnostic.help(format!("add it to scales.yaml: `{}: [lowest, …]`", name.value))
            }
        });
        // The scale that was probably meant is not reported as unused.
        for known in &mut handbook.scales {
            known.used |= meant.as_deref() == Some(known.id.as_str());
        }
    }
    Vec::new()
}

fn from(
    name: &Spanned<String>,
    names: &LevelNames,
    handbook: &Handbook,
    diagnostics: &mut Diagnostics,
) -> Option<From> {
    if let Ok(grade) = name.value.parse() {
        return Some(From::Grade(grade));
    }
    match names.get(&name.value, &name.place.path) {
        Ok(level) => {
            diagnostics.extend(names.note(name));
            Some(From::Level(level))
        }
        Err(_) if handbook.hidden(&name.value).is_some() => None,
        Err(unresolved) => {
            let diagnostic = unresolved.diagnostic("a level", &name.value);
            diagnostics.push(diagnostic.at(name.place.clone()).help("or write a grade: `from: 3`"));
            None
        }
    }
}

/// The H2 headings in the order of their first appearance. Each applies to the tracks in which it
/// stands.
fn from_headings(parts: &Parts, ordered: &[Ordered], handbook: &mut Handbook) {
    let ids = handbook.competencies.iter().map(|it| it.id.clone());
    let mut known: HashMap<String, usize> = ids.zip(0..).collect();
    for (track, level) in ordered {
        for block in &level.blocks.get().all {
            let BlockKind::Heading(heading) = &block.kind else { continue };
            // What makes no address is reported where the level's body is read.
            if heading.depth > 2 || heading.attributes.has("prose") || heading.slug.is_empty() {
                continue;
            }
            let id = heading.slug.as_str();
            let internal = parts.visibility.has_internal_page(id);
            if internal && parts.visibility.hides_internal() {
                if handbook.hidden(&format!("competencies/{id}")).is_none() {
                    hidden::hide(handbook, &level.path, "competencies", id, []);
                }
                continue;
            }
            let Some(number) = known.get(id) else {
                known.insert(id.to_owned(), handbook.competencies.len());
                let competency = unregistered(id.to_owned(), heading, *track);
                handbook.competencies.push(Competency { internal, ..competency });
                continue;
            };
            if let Some(tracks) = &mut handbook.competencies[*number].tracks {
                tracks.insert(*track);
            }
        }
    }
}

fn unregistered(
    id: String,
    heading: &crate::read::blocks::BlockHeading,
    track: TrackIx,
) -> Competency {
    Competency {
        id,
        title: heading.title.clone(),
        category: None,
        summary: String::new(),
        aliases: Vec::new(),
        was: Vec::new(),
        internal: false,
        tracks: Some(BTreeSet::from([track])),
        from: None,
        steps: Vec::new(),
        cumulative: None,
        place: heading.place.clone(),
    }
}
