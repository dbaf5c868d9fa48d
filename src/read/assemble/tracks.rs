//! Tracks: from the register, or from the folders.

use std::collections::{HashMap, HashSet};

use super::parts::Parts;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span, Spanned};
use crate::handbook::former;
use crate::handbook::level_names::Unresolved;
use crate::handbook::{
    CompetencyIx, Handbook, Hidden, Inheritance, MOST_STEPS, Status, Track, TrackIx,
};
use crate::read::level::ParsedLevel;
use crate::read::registers::ParsedTrack;
use crate::spelling::capitalized;
use crate::suggestion::nearest;

/// Fills in the tracks, without what they inherit, which needs the competencies.
pub fn assemble(parts: &Parts, handbook: &mut Handbook, diagnostics: &mut Diagnostics) {
    let mut shown: HashMap<&str, &Place> = HashMap::new();
    for track in parts.tracks.iter().flat_map(|register| &register.tracks) {
        let id = track.id.value.as_str();
        if let Some(earlier) = shown.get(id) {
            diagnostics.push(
                Diagnostic::new(Code::DuplicateId, format!("there are two tracks `{id}`"))
                    .at(track.id.place.clone())
                    .related((*earlier).clone(), "first here")
                    .help("give one of them another id, or remove it"),
            );
            continue;
        }
        match parts.visibility.of_track(id).or_else(|| parts.without_levels(id)) {
            None => {
                let internal = parts.visibility.is_internal_track(id);
                handbook.tracks.push(registered(track, internal));
                shown.insert(id, &track.id.place);
            }
            Some(reason) => {
                let hidden = Hidden::new(&track.id.place.path, format!("levels/{id}"), reason);
                let was = track.was.iter();
                let was = was.flat_map(|old| [old.value.clone(), format!("levels/{}", old.value)]);
                let aliases = was.chain([id.to_owned()]).collect();
                handbook.hidden.push(Hidden { aliases, ..hidden });
            }
        }
    }
    add_folders(parts, handbook, diagnostics);
    let numbers = Numbers::new(handbook);
    for track in parts.tracks.iter().flat_map(|register| &register.tracks) {
        if let Some(named) = &track.replaced_by {
            let found = numbers.find(handbook, named, diagnostics);
            if let Some(own) = numbers.of_today(handbook, &track.id.value) {
                handbook.tracks[own.0].replaced_by = found;
            }
        }
    }
}

fn registered(track: &ParsedTrack, internal: bool) -> Track {
    Track {
        id: track.id.value.clone(),
        title: track.title.clone(),
        was: track.was.clone(),
        summary: track.summary.clone(),
        group: track.group.clone(),
        status: track.status,
        internal,
        replaced_by: None,
        extends: None,
        is_abstract: track.is_abstract,
        cumulative: track.cumulative,
        levels: Vec::new(),
        rungs: Vec::new(),
        place: track.id.place.clone(),
    }
}

/// The folders are the tracks where there is no register; with one, a folder that is not in it is
/// an error, since it is most likely a misspelt one.
fn add_folders(parts: &Parts, handbook: &mut Handbook, diagnostics: &mut Diagnostics) {
    let register = parts.tracks.filter(|it| !parts.unread.tracks && !it.tracks.is_empty());
    let known: HashSet<String> = handbook.tracks.iter().map(|track| track.id.clone()).collect();
    let folders = parts.levels.iter().filter(|(folder, _)| !known.contains(**folder));
    for (folder, levels) in folders.map(|(folder, levels)| (*folder, levels)) {
        let [level, ..] = levels.as_slice() else { continue };
        if register.is_some() {
            diagnostics.push(unregistered(folder, level, parts, handbook));
        }
        handbook.tracks.push(Track {
            id: folder.to_owned(),
            title: title_of(folder),
            was: Vec::new(),
            summary: String::new(),
            group: String::new(),
            status: Status::Active,
            internal: parts.visibility.is_internal_track(folder),
            replaced_by: None,
            extends: None,
            is_abstract: false,
            cumulative: None,
            levels: Vec::new(),
            rungs: Vec::new(),
            place: level.place.clone(),
        });
    }
}

/// How many tracks without a folder are shown beside a folder without a track.
const MOST_RELATED: usize = 8;

/// A folder that is not in the register: most likely it, or one without a folder there, is misspelt.
fn unregistered(
    folder: &str,
    first: &ParsedLevel,
    parts: &Parts,
    handbook: &Handbook,
) -> Diagnostic {
    let has_folder = |track: &Track| parts.levels.contains_key(track.id.as_str());
    let without: Vec<&Track> =
        handbook.tracks.iter().filter(|it| !it.is_abstract && !has_folder(it)).collect();
    let message = format!("the folder `levels/{folder}/` is not in tracks.yaml");
    let mut diagnostic = Diagnostic::new(Code::UnknownReference, message)
        .at(Place::new(&first.path, Span::default()));
    for track in without.iter().take(MOST_RELATED) {
        diagnostic = diagnostic.related(track.place.clone(), "this track has no folder");
    }
    let ids = without.iter().map(|track| track.id.as_str());
    let near = nearest(folder, ids).map(|near| near.meant);
    if let Some(near) = &near {
        diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
    }
    let only = match without.as_slice() {
        [only] => Some(only.id.clone()),
        _ => None,
    };
    diagnostic.help(match near.or(only) {
        Some(id) => format!(
            "rename the folder to `levels/{id}/`, or add the track `{folder}` to tracks.yaml"
        ),
        None => "add the track to tracks.yaml or rename the folder".to_owned(),
    })
}

/// A title from an id: `data-science` becomes `Data science`; two letters are taken for initials.
pub fn title_of(id: &str) -> String {
    if id.len() <= 2 {
        return id.to_uppercase();
    }
    capitalized(&id.replace(['-', '_'], " "))
}

/// The tracks of a handbook by their names.
#[derive(Default)]
pub struct Numbers(HashMap<String, TrackIx>);

impl Numbers {
    /// Those of all tracks that there are by now.
    pub fn new(handbook: &Handbook) -> Self {
        let tracks = handbook.tracks().map(|(track, it)| (track, &it.id, &it.was));
        Self(by_name(&tracks.collect::<Vec<_>>()))
    }

    /// The track that has an id today.
    fn of_today(&self, handbook: &Handbook, id: &str) -> Option<TrackIx> {
        self.0.get(id).copied().filter(|track| handbook[*track].id == id)
    }

    /// The track with a name; an unknown one is reported.
    pub fn find(
        &self,
        handbook: &Handbook,
        name: &Spanned<String>,
        diagnostics: &mut Diagnostics,
    ) -> Option<TrackIx> {
        let found = self.0.get(&name.value).copied();
        match found {
            Some(track) => {
                let id = &handbook[track].id;
                if *id != name.value {
                    diagnostics.push(former::note(former::renamed(&name.value, id), &name.place));
                }
            }
            None if is_hidden(handbook, &name.value) || handbook.incomplete => {}
            None => diagnostics.push(unknown(handbook, name)),
        }
        found
    }
}

/// Numbers by their ids and by those that they had. An id of today comes before one of earlier days, and of two with one
/// id the first counts.
fn by_name<N: Copy>(all: &[(N, &String, &Vec<Spanned<String>>)]) -> HashMap<String, N> {
    let today = all.iter().map(|(number, id, _)| (*id, *number));
    let former =
        all.iter().flat_map(|(number, _, was)| was.iter().map(|old| (&old.value, *number)));
    let mut by_name = HashMap::new();
    for (name, number) in today.chain(former) {
        by_name.entry(name.clone()).or_insert(number);
    }
    by_name
}

fn unknown(handbook: &Handbook, name: &Spanned<String>) -> Diagnostic {
    let message = format!("`{}` is not the name of a track", name.value);
    let diagnostic = Diagnostic::new(Code::UnknownReference, message).at(name.place.clone());
    let near = nearest(&name.value, handbook.tracks.iter().map(|track| track.id.as_str()));
    let ids: Vec<String> = handbook.tracks.iter().map(|track| format!("`{}`", track.id)).collect();
    match near {
        None if !ids.is_empty() => diagnostic.help(format!("the tracks are {}", ids.join(", "))),
        near => diagnostic.suggest(near),
    }
}

/// Whether this build leaves out a track, or all its levels.
pub fn is_hidden(handbook: &Handbook, id: &str) -> bool {
    let (own, inside) = (format!("levels/{id}"), format!("{id}/"));
    handbook.hidden.iter().any(|it| it.name == own || it.name.starts_with(&inside))
}

/// Fills in what each track inherits; a circle is reported and cut.
pub fn inherit(parts: &Parts, handbook: &mut Handbook, diagnostics: &mut Diagnostics) {
    let mut extends: HashMap<TrackIx, &Spanned<String>> = HashMap::new();
    let numbers = Numbers::new(handbook);
    let competencies = handbook.competencies().map(|(key, it)| (key, &it.id, &it.was));
    let competencies = by_name(&competencies.collect::<Vec<_>>());
    for track in parts.tracks.iter().flat_map(|register| &register.tracks) {
        let Some(named) = &track.extends else { continue };
        let Some(own) = numbers.of_today(handbook, &track.id.value) else { continue };
        let Some(parent) = numbers.find(handbook, named, diagnostics) else {
            if let Some(hidden) = handbook.hidden(&format!("levels/{}", named.value)) {
                let unresolved = Unresolved::Hidden(hidden.clone());
                let diagnostic = unresolved.diagnostic("a track", &named.value);
                diagnostics.push(diagnostic.at(named.place.clone()));
            }
            continue;
        };
        let competencies = track.inherit.as_ref().map(|names| {
            let find = |name| competency(parts, handbook, &competencies, name, diagnostics);
            names.iter().filter_map(find).collect()
        });
        extends.insert(own, named);
        handbook.tracks[own.0].extends = Some(Inheritance {
            parent,
            competencies,
            before: track.before,
            examples: track.examples,
        });
    }
    for index in 0..handbook.tracks.len() {
        let (message, help) = match way(handbook, TrackIx(index)) {
            Way::Ends => continue,
            Way::Circle(circle) => (
                format!("tracks extend each other in a circle: {circle}"),
                "let one of them extend nothing",
            ),
            Way::Long => (
                format!("the track extends more than {MOST_STEPS} tracks, one after the other"),
                "let it extend the one that most of it comes from",
            ),
        };
        handbook.tracks[index].extends = None;
        let Some(named) = extends.get(&TrackIx(index)) else { continue };
        let diagnostic = Diagnostic::new(Code::ReferenceLoop, message);
        diagnostics.push(diagnostic.at(named.place.clone()).help(help));
    }
}

/// Where the way leads from a track to the one that it extends, and on.
enum Way {
    Ends,
    /// Back to the track: the ids of all on the way.
    Circle(String),
    /// Over more tracks than are gone through, be it in a circle of others, which is theirs to report.
    Long,
}

fn way(handbook: &Handbook, start: TrackIx) -> Way {
    let mut way = vec![start];
    while let Some(inheritance) = &handbook[way[way.len() - 1]].extends {
        let next = inheritance.parent;
        if next == start {
            way.push(next);
            let ids: Vec<&str> = way.iter().map(|it| handbook[*it].id.as_str()).collect();
            return Way::Circle(ids.join(" → "));
        }
        if way.contains(&next) {
            return Way::Ends;
        }
        if way.len() > MOST_STEPS {
            return Way::Long;
        }
        way.push(next);
    }
    Way::Ends
}

fn competency(
    parts: &Parts,
    handbook: &Handbook,
    numbers: &HashMap<String, CompetencyIx>,
    name: &Spanned<String>,
    diagnostics: &mut Diagnostics,
) -> Option<CompetencyIx> {
    let found = numbers.get(&name.value).copied();
    let today = found.map(|found| &handbook[found].id).filter(|id| **id != name.value);
    if let Some(today) = today {
        let renamed = former::renamed(&name.value, today);
        diagnostics.push(former::note(renamed, &name.place));
    }
    let is_hidden = || handbook.hidden(&format!("competencies/{}", name.value)).is_some();
    if found.is_none() && !parts.unread.competencies && !is_hidden() {
        let message = format!("`{}` is not the name of a competency", name.value);
        let ids = handbook.competencies.iter().map(|known| known.id.as_str());
        diagnostics.push(
            Diagnostic::new(Code::UnknownReference, message)
                .at(name.place.clone())
                .did_you_mean(&name.value, ids),
        );
    }
    found
}
