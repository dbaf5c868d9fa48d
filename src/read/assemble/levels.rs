//! Levels: their order, their facts and the names in their front matter.

use super::parts::Parts;
use super::tracks;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Spanned};
use crate::handbook::names::{LevelNames, Unresolved};
use crate::handbook::{Handbook, Level, LevelIx, Move, MoveKind, Prose, SameAs, Status, TrackIx};
use crate::read::level::ParsedLevel;

/// A parsed level with its track.
pub type Ordered<'a> = (TrackIx, &'a ParsedLevel);

/// Levels in the order of the handbook: track by track, by number, those without one last by name.
/// Levels of a track that this build leaves out are left out with it.
pub fn in_order<'a>(parts: &Parts<'a>, handbook: &Handbook) -> Vec<Ordered<'a>> {
    let mut ordered: Vec<Ordered> = parts
        .levels
        .iter()
        .filter_map(|level| {
            let track = handbook.tracks.iter().position(|track| track.id == level.name.track)?;
            Some((TrackIx(track), *level))
        })
        .collect();
    ordered.sort_by_key(|(track, level)| {
        let number = level.name.number;
        (*track, number.is_none(), number, level.name.id.clone(), level.path.clone())
    });
    ordered
}

/// Fills in the levels, without their cells.
pub fn assemble(
    ordered: &[Ordered],
    names: &LevelNames,
    config: &Config,
    handbook: &mut Handbook,
    diagnostics: &mut Diagnostics,
) {
    for (index, (track, parsed)) in ordered.iter().enumerate() {
        let own = &handbook[*track].levels;
        if let Some(twin) = own.iter().find(|it| handbook[**it].id == parsed.name.id) {
            let message =
                format!("the track `{}` has two levels `{}`", parsed.name.track, parsed.name.id);
            diagnostics.push(
                Diagnostic::new(Code::DuplicateId, message)
                    .at(parsed.place.clone())
                    .related(handbook[*twin].place.clone(), "first here")
                    .help("the number in front of a file's name is not part of its id; rename one"),
            );
        }
        let order = own.len();
        handbook.tracks[track.0].levels.push(LevelIx(index));
        handbook.levels.push(level(*track, order, parsed, config));
    }
    for (index, (_, parsed)) in ordered.iter().enumerate() {
        resolve(LevelIx(index), parsed, names, handbook, diagnostics);
    }
    cut_circles(ordered, handbook, diagnostics);
    place_guests(ordered, handbook, diagnostics);
}

fn level(track: TrackIx, order: usize, parsed: &ParsedLevel, config: &Config) -> Level {
    let mut facts = parsed.facts.clone();
    let wanted = &config.ladder.facts;
    facts.sort_by_key(|(name, _)| wanted.iter().position(|it| it == name).unwrap_or(wanted.len()));
    Level {
        track,
        id: parsed.name.id.clone(),
        order,
        title: parsed.title.clone(),
        code: parsed.code.clone(),
        grades: parsed.grades.clone(),
        summary: parsed.summary.clone(),
        next: Vec::new(),
        facts,
        status: parsed.status,
        replaced_by: None,
        internal: parsed.internal,
        aliases: parsed.aliases.clone(),
        same_as: None,
        sublevels: parsed.sublevels.clone(),
        links: parsed.links.clone(),
        intro: Prose::default(),
        cells: Vec::new(),
        sections: Vec::new(),
        headings: parsed.document.headings.clone(),
        incomplete: parsed.broken,
        file: parsed.path.clone(),
        place: parsed.place.clone(),
    }
}

fn resolve(
    level: LevelIx,
    parsed: &ParsedLevel,
    names: &LevelNames,
    handbook: &mut Handbook,
    diagnostics: &mut Diagnostics,
) {
    let mut find = |name: &Spanned<String>| find(handbook, names, name, diagnostics);
    let replaced_by = parsed.replaced_by.as_ref().and_then(&mut find);
    let same_as = parsed
        .same_as
        .as_ref()
        .and_then(|(name, but_also)| Some(SameAs { level: find(name)?, but_also: *but_also }));
    let declared: Option<Vec<Move>> = parsed.next.as_ref().map(|moves| {
        moves
            .iter()
            .filter_map(|it| {
                let to = find(&it.to)?;
                let kind = it.kind.unwrap_or(MoveKind::Promotion);
                Some(Move { to, kind, note: it.note.clone(), place: Some(it.to.place.clone()) })
            })
            .collect()
    });
    let next = declared.unwrap_or_else(|| {
        let following = handbook.following(level);
        let active = following.filter(|it| handbook[*it].status != Status::Retired);
        active
            .map(|to| Move { to, kind: MoveKind::Promotion, note: String::new(), place: None })
            .into_iter()
            .collect()
    });
    let it = &mut handbook.levels[level.0];
    (it.replaced_by, it.same_as, it.next) = (replaced_by, same_as, next);
}

/// The level with a name; an unknown or ambiguous one is reported.
fn find(
    handbook: &Handbook,
    names: &LevelNames,
    name: &Spanned<String>,
    diagnostics: &mut Diagnostics,
) -> Option<LevelIx> {
    let found = names.get(&name.value).map_err(|unresolved| {
        let hidden = handbook.hidden.iter().find(|hidden| {
            hidden.name == name.value || hidden.name.ends_with(&format!("/{}", name.value))
        });
        hidden.map_or(unresolved, |hidden| Unresolved::Hidden(hidden.reason))
    });
    match found {
        Ok(level) => Some(level),
        Err(unresolved) => {
            let diagnostic = unresolved.diagnostic("a level", &name.value);
            diagnostics.push(diagnostic.at(name.place.clone()));
            None
        }
    }
}

/// Cuts `same-as` that leads back to where it started.
fn cut_circles(ordered: &[Ordered], handbook: &mut Handbook, diagnostics: &mut Diagnostics) {
    for (index, (_, parsed)) in ordered.iter().enumerate() {
        let start = LevelIx(index);
        let mut at = start;
        for _ in 0..=handbook.levels.len() {
            let Some(same) = &handbook[at].same_as else { break };
            at = same.level;
            if at == start {
                handbook.levels[index].same_as = None;
                let Some((name, _)) = &parsed.same_as else { break };
                diagnostics.push(
                    Diagnostic::new(Code::ReferenceLoop, "this level is the same as itself")
                        .at(name.place.clone())
                        .help("one level of the circle must state its expectations"),
                );
                break;
            }
        }
    }
}

/// Gives each track its rungs: its own levels, and its guests beside those of the same grade.
fn place_guests(ordered: &[Ordered], handbook: &mut Handbook, diagnostics: &mut Diagnostics) {
    for track in &mut handbook.tracks {
        track.rungs = track.levels.clone();
    }
    for (index, (own, parsed)) in ordered.iter().enumerate() {
        for name in &parsed.also_in {
            let Some(track) = tracks::find(handbook, name, diagnostics) else { continue };
            if track == *own {
                let message = format!("the level already stands in `{}`", name.value);
                let diagnostic = Diagnostic::new(Code::InvalidValue, message);
                diagnostics.push(diagnostic.at(name.place.clone()).help("name another track"));
                continue;
            }
            let grade = parsed.grades.first().copied();
            let rungs = &handbook[track].rungs;
            let at = rungs
                .iter()
                .position(|rung| grade.is_some() && handbook[*rung].grades.first().copied() > grade)
                .unwrap_or(rungs.len());
            handbook.tracks[track.0].rungs.insert(at, LevelIx(index));
        }
    }
}
