//! Levels: their order, their facts and the names in their front matter.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use super::parts::Parts;
use super::tracks;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Span, Spanned};
use crate::handbook::former;
use crate::handbook::level_names::{LevelNames, Unresolved};
use crate::handbook::{
    Body, Handbook, Level, LevelIx, MOST_STEPS, Move, MoveKind, Noted, SameAs, Status, Track,
    TrackIx, level_labels, source,
};
use crate::read::level::ParsedLevel;

pub type Ordered<'a> = (TrackIx, &'a ParsedLevel);

/// Levels in the order of the handbook: track by track, by number, those without one last by name. Where no
/// level of a track has a number, their grades order them if all have one. Levels of a track that this
/// build leaves out are left out with it.
pub fn in_order<'a>(
    parts: &Parts<'a>,
    handbook: &Handbook,
    diagnostics: &mut Diagnostics,
) -> Vec<Ordered<'a>> {
    let of_track = |track: &Track| {
        let mut levels = parts.levels.get(track.id.as_str()).cloned().unwrap_or_default();
        order(&mut levels);
        let mut found = Diagnostics::default();
        report_order(&track.id, &levels, &mut found);
        (levels, found)
    };
    let of_tracks: Vec<_> = handbook.tracks.par_iter().map(of_track).collect();
    let mut ordered: Vec<Ordered> = Vec::with_capacity(parts.levels_found);
    for (index, (levels, found)) in of_tracks.into_iter().enumerate() {
        ordered.extend(levels.into_iter().map(|level| (TrackIx(index), level)));
        diagnostics.extend(found);
    }
    let ordered = without_twins(ordered, diagnostics);
    report_equal_numbers(&ordered, diagnostics);
    ordered
}

/// Two levels of a track with one number stand in the order of their names, which says nothing.
fn report_equal_numbers(ordered: &[Ordered], diagnostics: &mut Diagnostics) {
    for pair in ordered.windows(2) {
        let [(track, first), (other, second)] = pair else { continue };
        let is_same = second.name.number.is_some() && first.name.number == second.name.number;
        if track == other && is_same {
            let (first_name, name) = (first.path.name(), second.path.name());
            let message = format!("`{first_name}` and `{name}` have the same number");
            diagnostics.push(
                Diagnostic::new(Code::DuplicateNumber, message)
                    .at(Place::new(&second.path, Span::default()))
                    .related(Place::new(&first.path, Span::default()), "the other one")
                    .help(
                        "the number in front of a file's name gives the order; rename one of them",
                    ),
            );
        }
    }
}

fn order(levels: &mut [&ParsedLevel]) {
    let by_grade = levels.iter().all(|it| it.name.number.is_none() && !it.grades.is_empty());
    levels.sort_by(|a, b| {
        fn key<'a>(level: &'a ParsedLevel, by_grade: bool) -> impl Ord + 'a {
            let number = &level.name.number;
            let grade = level.grades.first().filter(|_| by_grade);
            (number.is_none(), number, grade, level.name.id.as_str(), &level.path)
        }
        key(a, by_grade).cmp(&key(b, by_grade))
    });
}

/// Reports levels of a track, in their order, that nothing but the alphabet puts there.
fn report_order(track: &str, levels: &[&ParsedLevel], diagnostics: &mut Diagnostics) {
    let numbered = levels.iter().take_while(|it| it.name.number.is_some()).count();
    let (Some(last), unnumbered) = (levels[..numbered].last(), &levels[numbered..]) else {
        return report_alphabet(track, levels, diagnostics);
    };
    for level in unnumbered {
        let message = format!("`{}` has no number and stands last in its track", level.path.name());
        diagnostics.push(
            Diagnostic::new(Code::UnorderedLevel, message)
                .at(Place::new(&level.path, Span::default()))
                .related(Place::new(&last.path, Span::default()), "the last level with a number")
                .help("put a number and a hyphen in front of the name of the file: `3-…`, or `2.5-…` between two"),
        );
    }
}

/// Reports a track of more than two levels that neither numbers nor grades order.
fn report_alphabet(track: &str, levels: &[&ParsedLevel], diagnostics: &mut Diagnostics) {
    let grades: BTreeSet<u32> = levels.iter().filter_map(|it| it.grades.first().copied()).collect();
    if levels.len() <= 2 || grades.len() == levels.len() {
        return;
    }
    let titles: Vec<&str> = levels.iter().map(|level| level.title.as_str()).collect();
    let message =
        format!("nothing orders the levels of `{track}`, which are now {}", titles.join(" → "));
    diagnostics.push(
        Diagnostic::new(Code::UnorderedLevel, message)
            .at(Place::new(&levels[0].path, Span::default()))
            .help("put numbers in front of the names of their files: `1-…`, `2-…`")
            .help("or give each level a `grade` of its own"),
    );
}

/// Says what each level is called, once all titles are known.
pub fn name(handbook: &mut Handbook) {
    let labels = level_labels(handbook);
    for (level, label) in handbook.levels.iter_mut().zip(labels) {
        level.label = Noted::new(label);
    }
}

/// Leaves out levels whose id stands in their track already.
fn without_twins<'a>(ordered: Vec<Ordered<'a>>, diagnostics: &mut Diagnostics) -> Vec<Ordered<'a>> {
    let mut kept: Vec<Ordered> = Vec::with_capacity(ordered.len());
    let mut seen: HashMap<(TrackIx, &str), &Place> = HashMap::with_capacity(ordered.len());
    for (track, level) in ordered {
        let id = level.name.id.as_str();
        if let Some(first) = seen.get(&(track, id)) {
            let message = format!("the track `{}` has two levels `{id}`", level.name.track);
            diagnostics.push(
                Diagnostic::new(Code::DuplicateId, message)
                    .at(level.place.clone())
                    .related((*first).clone(), "first here")
                    .help("the number in front of a file's name is not part of its id; rename one"),
            );
            continue;
        }
        seen.insert((track, id), &level.place);
        kept.push((track, level));
    }
    kept
}

/// The levels as their files have them, in their order, before the names in them are resolved.
pub fn alone(ordered: &[Ordered], config: &Config, handbook: &Handbook) -> Vec<Level> {
    let mut counts = vec![0; handbook.tracks.len()];
    let orders = ordered.iter().map(|(track, _)| {
        counts[track.0] += 1;
        counts[track.0] - 1
    });
    let orders: Vec<usize> = orders.collect();
    let alone = |((track, parsed), order): (&Ordered, usize)| {
        let level = level(*track, order, parsed, config);
        Level { internal: level.internal || handbook[*track].internal, ..level }
    };
    ordered.par_iter().zip(orders).map(alone).collect()
}

/// Fills in the levels, without their cells. `alone` are those of `ordered`, in which names are not resolved yet.
pub fn assemble(
    ordered: &[Ordered],
    alone: Vec<Level>,
    names: &LevelNames,
    handbook: &mut Handbook,
    diagnostics: &mut Diagnostics,
) {
    for (index, level) in alone.iter().enumerate() {
        handbook.tracks[level.track.0].levels.push(LevelIx(index));
    }
    handbook.levels = alone;
    for (index, (_, parsed)) in ordered.iter().enumerate() {
        resolve(LevelIx(index), parsed, names, handbook, diagnostics);
    }
    place_guests(ordered, handbook, diagnostics);
}

fn level(track: TrackIx, order: usize, parsed: &ParsedLevel, config: &Config) -> Level {
    let facts = parsed.facts.iter().map(|(name, fact)| (name.value.clone(), fact.clone()));
    let mut facts: Vec<(String, Spanned<String>)> = facts.collect();
    let wanted = &config.ladder.facts;
    facts.sort_by_key(|(name, _)| {
        wanted.iter().position(|it| it.value == *name).unwrap_or(wanted.len())
    });
    Level {
        track,
        id: parsed.name.id.clone(),
        order,
        title: Noted::new(parsed.title.clone()),
        label: Noted::new(parsed.title.clone()),
        code: parsed.code.clone(),
        code_place: parsed.code_place.clone().unwrap_or_else(|| parsed.place.clone()),
        grades: parsed.grades.clone(),
        grade_place: parsed.grade_place.clone().unwrap_or_else(|| parsed.place.clone()),
        summary: parsed.summary.clone(),
        next: Vec::new(),
        facts,
        status: parsed.status,
        replaced_by: None,
        internal: parsed.internal,
        aliases: parsed.aliases.clone(),
        was: was(parsed),
        same_as: None,
        sublevels: parsed.sublevels.clone(),
        links: parsed.links.clone(),
        incomplete: parsed.broken,
        unread: parsed.broken,
        file: parsed.path.clone(),
        place: parsed.place.clone(),
    }
}

/// Names that a level had, each in full.
fn was(parsed: &ParsedLevel) -> Vec<Spanned<String>> {
    let full = |old: &Spanned<String>| Spanned {
        value: former::full_name(&parsed.name.track, &old.value),
        place: old.place.clone(),
    };
    parsed.was.iter().map(full).collect()
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
                Some(Move {
                    to: find(&it.to)?,
                    kind: it.kind,
                    note: it.note.clone(),
                    place: Some(it.to.place.clone()),
                })
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
    let next = without_itself(level, next, diagnostics);
    let it = &mut handbook.levels[level.0];
    (it.replaced_by, it.same_as, it.next) = (replaced_by, same_as, next);
}

/// The moves of a level but those that lead back to it, which are reported.
fn without_itself(level: LevelIx, moves: Vec<Move>, diagnostics: &mut Diagnostics) -> Vec<Move> {
    let (to_itself, moves): (Vec<Move>, Vec<Move>) =
        moves.into_iter().partition(|step| step.to == level);
    for place in to_itself.into_iter().filter_map(|step| step.place) {
        diagnostics.push(
            Diagnostic::new(Code::InvalidValue, "this level is next of itself")
                .at(place)
                .help("name another level, or write `next: []` if none follows"),
        );
    }
    moves
}

/// The level with a name; an unknown or ambiguous one is reported.
pub fn find(
    handbook: &Handbook,
    names: &LevelNames,
    name: &Spanned<String>,
    diagnostics: &mut Diagnostics,
) -> Option<LevelIx> {
    let found = names.get(&name.value, &name.place.path).map_err(|unresolved| {
        handbook.hidden(&name.value).map_or(unresolved, |hidden| Unresolved::Hidden(hidden.clone()))
    });
    match found {
        Ok(level) => {
            diagnostics.extend(names.note(name));
            Some(level)
        }
        Err(unresolved) => {
            let diagnostic = unresolved.diagnostic("a level", &name.value);
            let diagnostic = match name.value.to_lowercase().as_str() {
                "none" | "nothing" | "-" => diagnostic.help("an empty list means none: `[]`"),
                _ => diagnostic,
            };
            diagnostics.push(diagnostic.at(name.place.clone()));
            None
        }
    }
}

/// Cuts `same-as` that leads back to where it started, be it through inheritance between tracks.
pub fn cut_circles(ordered: &[Ordered], handbook: &mut Handbook, diagnostics: &mut Diagnostics) {
    // Levels that lead into no circle but a reported one: no way needs to be followed through them again.
    let mut settled = vec![false; handbook.levels.len()];
    // For each level the last start from which it was reached.
    let mut reached: Vec<Option<usize>> = vec![None; handbook.levels.len()];
    for (index, (_, parsed)) in ordered.iter().enumerate() {
        let (start, mut way) = (LevelIx(index), vec![LevelIx(index)]);
        let Some((name, _)) = &parsed.same_as else { continue };
        // Where the way comes back to another level than the first, that one's own turn tells.
        let mut circle = None;
        while let Some(next) = source(handbook, way[way.len() - 1]).filter(|it| !settled[it.0]) {
            if reached[next.0].replace(index) == Some(index) {
                circle = Some(next);
                break;
            }
            way.push(next);
            if next == start {
                let names: Vec<String> = way.iter().map(|it| handbook.level_name(*it)).collect();
                let message = format!("levels are the same in a circle: {}", names.join(" → "));
                diagnostics.push(
                    Diagnostic::new(Code::ReferenceLoop, message)
                        .at(name.place.clone())
                        .help("one level of the circle must state its expectations"),
                );
                handbook.levels[index].same_as = None;
                // What it inherits instead may lead into another circle.
                circle = source(handbook, start).map(|_| start);
                break;
            }
        }
        let is_outside = |level: &&LevelIx| Some(**level) != circle;
        way.iter().take_while(is_outside).for_each(|level| settled[level.0] = true);
    }
}

/// Cuts `same-as` at levels that take over from more others, one after the other, than are gone through. There are no
/// circles any more.
pub fn cut_long_chains(
    ordered: &[Ordered],
    handbook: &mut Handbook,
    diagnostics: &mut Diagnostics,
) {
    if ordered.iter().all(|(_, parsed)| parsed.same_as.is_none()) {
        return;
    }
    // For each level from how many others it takes over.
    let mut steps: Vec<Option<usize>> = vec![None; handbook.levels.len()];
    for index in 0..ordered.len() {
        let (mut way, mut next) = (Vec::new(), Some(LevelIx(index)));
        while let Some(level) = next.filter(|it| steps[it.0].is_none()) {
            steps[level.0] = Some(0);
            way.push(level);
            next = source(handbook, level);
        }
        let mut taken = next.map_or(0, |it| steps[it.0].unwrap_or_default() + 1);
        for level in way.into_iter().rev() {
            if taken > MOST_STEPS
                && handbook[level].same_as.is_some()
                && let Some((name, _)) = &ordered[level.0].1.same_as
            {
                let message = format!(
                    "the level takes over from more than {MOST_STEPS} levels, one after the other"
                );
                diagnostics.push(
                    Diagnostic::new(Code::ReferenceLoop, message)
                        .at(name.place.clone())
                        .help("name the level that states its expectations itself"),
                );
                handbook.levels[level.0].same_as = None;
                taken = 0;
            }
            steps[level.0] = Some(taken);
            taken += 1;
        }
    }
}

/// A level that is the same as another one without `but-also` states nothing itself.
pub fn check_same_as(
    level: &Level,
    parsed: &ParsedLevel,
    body: &Body,
    diagnostics: &mut Diagnostics,
) {
    let (Some(same), Some((name, _))) = (&level.same_as, &parsed.same_as) else { return };
    let own = body.cells.iter().find(|cell| cell.criteria().next().is_some());
    if let Some(own) = own.filter(|_| !same.but_also) {
        let message =
            format!("the level is the same as `{}` but has criteria of its own", name.value);
        diagnostics.push(
            Diagnostic::new(Code::InvalidValue, message)
                .at(name.place.clone())
                .related(own.place.clone(), "here")
                .help("write `same-as: {level: …, but-also: true}`, or remove them"),
        );
    }
}

/// Gives each track its rungs: its own levels, and its guests beside those of the same grade.
fn place_guests(ordered: &[Ordered], handbook: &mut Handbook, diagnostics: &mut Diagnostics) {
    let mut guests: Vec<Vec<Guest>> = handbook.tracks.iter().map(|_| Vec::new()).collect();
    let tracks = tracks::Numbers::new(handbook);
    for (index, (own, parsed)) in ordered.iter().enumerate() {
        for name in &parsed.also_in {
            let Some(track) = tracks.find(handbook, name, diagnostics) else { continue };
            if track == *own {
                let message = format!("the level already stands in `{}`", name.value);
                let diagnostic = Diagnostic::new(Code::InvalidValue, message);
                diagnostics.push(diagnostic.at(name.place.clone()).help("name another track"));
                continue;
            }
            guests[track.0].push((LevelIx(index), parsed.grades.first().copied()));
        }
    }
    for (index, guests) in guests.into_iter().enumerate() {
        let own = &handbook.tracks[index].levels;
        let grades: Vec<Option<u32>> =
            own.iter().map(|level| handbook[*level].grades.first().copied()).collect();
        handbook.tracks[index].rungs = among(own, &grades, guests);
    }
}

/// A level in another track than its own, with its lowest grade.
type Guest = (LevelIx, Option<u32>);

/// Levels of a track, whose lowest grades are given, and guests among them, each before the first level or earlier guest
/// of a higher grade; one without grade stands behind all that came before it.
fn among(own: &[LevelIx], grades: &[Option<u32>], guests: Vec<Guest>) -> Vec<LevelIx> {
    let highest = |highest: &mut Option<u32>, grade: &Option<u32>| {
        *highest = (*highest).max(*grade);
        Some(*highest)
    };
    let highest_so_far: Vec<Option<u32>> = grades.iter().scan(None, highest).collect();
    let mut highest_behind = None;
    let mut placed: Vec<(usize, Option<u32>, LevelIx)> = Vec::with_capacity(guests.len());
    for (guest, grade) in guests {
        let before = match grade {
            Some(_) => highest_so_far.partition_point(|highest| *highest <= grade),
            None => own.len(),
        };
        // Behind all levels, one without grade keeps those of the highest grade so far before it.
        if before == own.len() {
            highest_behind = highest_behind.max(grade);
        }
        placed.push((before, grade.or(highest_behind), guest));
    }
    placed.sort_by_key(|(before, grade, _)| (*before, *grade));
    let mut placed = placed.into_iter().peekable();
    let mut rungs = Vec::with_capacity(own.len() + placed.len());
    for (number, level) in own.iter().enumerate() {
        while let Some((_, _, guest)) = placed.next_if(|(before, ..)| *before == number) {
            rungs.push(guest);
        }
        rungs.push(*level);
    }
    rungs.extend(placed.map(|(_, _, guest)| guest));
    rungs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Puts one guest after another before the first rung of a higher grade.
    fn one_by_one(own: &[Guest], guests: &[Guest]) -> Vec<LevelIx> {
        let mut rungs = own.to_vec();
        for (level, grade) in guests {
            let higher = |(_, it): &Guest| grade.is_some() && it > grade;
            let at = rungs.iter().position(higher).unwrap_or(rungs.len());
            rungs.insert(at, (*level, *grade));
        }
        rungs.into_iter().map(|(level, _)| level).collect()
    }

    proptest! {
        #[test]
        fn guests_stand_where_they_would_one_by_one(
            own in prop::collection::vec(prop::option::of(0_u32..6), 0..8),
            guests in prop::collection::vec(prop::option::of(0_u32..6), 0..12),
        ) {
            let level = |index: usize, grade: &Option<u32>| (LevelIx(index), *grade);
            let count = own.len();
            let grades = own;
            let own: Vec<Guest> = grades.iter().enumerate().map(|(i, it)| level(i, it)).collect();
            let guests: Vec<Guest> =
                guests.iter().enumerate().map(|(i, it)| level(count + i, it)).collect();
            let levels: Vec<LevelIx> = own.iter().map(|(level, _)| *level).collect();
            let expected = one_by_one(&own, &guests);
            prop_assert_eq!(among(&levels, &grades, guests), expected);
        }
    }
}
