//! Which track, level and competency of an earlier revision is which of a later one.
//!
//! A name that both have is the first witness, then names that the later revision says something had before,
//! then titles together with what is said. A name alone is not believed where the content says otherwise:
//! where levels are numbered, one put in between takes the name of the next.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};

use super::alike::{Said, Sayers};
use super::pairs::{Pairs, numbers};
use super::revision::Revision;
use super::stated::{self, Stated};
use crate::handbook::ix::{CompetencyIx, LevelIx, TrackIx};
use crate::handbook::likeness::{ALL, Candidate, best};
use crate::handbook::model::{Competency, Handbook, Level};
use crate::spelling::folded;

/// What is the same in two revisions.
pub struct Identity {
    pub tracks: Pairs,
    pub levels: Pairs,
    pub competencies: Pairs,
}

impl Identity {
    pub fn find(before: Revision, after: Revision) -> Self {
        let cells = |it: Revision| it.handbook.levels().map(|_| OnceCell::new()).collect();
        let said = [cells(before), cells(after)];
        let search = Search { before, after, said, sayers: Default::default() };
        let (tracks, levels) = search.tracks_and_levels();
        let competencies = search.competencies();
        Self { tracks, levels, competencies }
    }

    pub fn later_level(&self, level: LevelIx) -> Option<LevelIx> {
        self.levels.later(level.0).map(LevelIx)
    }

    pub fn later_track(&self, track: TrackIx) -> Option<TrackIx> {
        self.tracks.later(track.0).map(TrackIx)
    }

    pub fn later_competency(&self, competency: CompetencyIx) -> Option<CompetencyIx> {
        self.competencies.later(competency.0).map(CompetencyIx)
    }
}

/// Half of what two say is the same.
const HALF: u32 = ALL / 2;

struct Search<'h> {
    before: Revision<'h>,
    after: Revision<'h>,
    /// What each level says, of both revisions. Made when it is first asked for: most levels are what they were.
    said: [Vec<OnceCell<Said>>; 2],
    /// The levels of both revisions by that. Made when a level is looked for whose name says nothing.
    sayers: [OnceCell<Sayers>; 2],
}

impl<'h> Search<'h> {
    fn tracks_and_levels(&self) -> (Pairs, Pairs) {
        let (before, after) = (self.before.handbook, self.after.handbook);
        let mut tracks = Pairs::new(before.tracks.len(), after.tracks.len());
        let ids = |it: &'h Handbook| it.tracks.iter().map(|track| track.id.as_str());
        tracks.join_by(ids(before), ids(after));
        let mut levels = Pairs::new(before.levels.len(), after.levels.len());
        self.take_former_names(&mut levels);
        self.take_tracks(&mut tracks);
        let later = |it: &'h Level| Some((tracks.later(it.track.0)?, it.id.as_str()));
        let names = numbers(before.levels.iter().map(later));
        let of_name = |other: usize| {
            let it = &after.levels[other];
            names.get(&Some((it.track.0, it.id.as_str()))).cloned().unwrap_or_default()
        };
        levels.join_among(of_name, |one, other| !self.is_another(one, other));
        self.take_alike_levels(&mut levels, &tracks);
        (tracks, levels)
    }

    /// Levels of which either revision says what they are called in the other one.
    fn take_former_names(&self, levels: &mut Pairs) {
        let (before, after) = (self.before, self.after);
        let says = |of: Revision| {
            of.handbook.levels().any(|(level, _)| !of.routes.former_names(level).is_empty())
        };
        if !says(before) && !says(after) {
            return;
        }
        let names = |of: Revision<'h>| {
            numbers(of.handbook.levels().map(|(level, _)| of.handbook.level_name(level)))
        };
        let former = |of: Revision<'h>| {
            let mut former: HashMap<&str, Vec<usize>> = HashMap::new();
            for (level, _) in of.handbook.levels() {
                for name in of.routes.former_names(level) {
                    former.entry(name).or_default().push(level.0);
                }
            }
            former
        };
        let (names, former_names) = (names(before), former(before));
        let perhaps = |other: usize| {
            let level = LevelIx(other);
            let old = after.routes.former_names(level).iter().filter_map(|it| names.get(it));
            let later = former_names.get(&*after.handbook.level_name(level));
            let mut perhaps: Vec<usize> = old.chain(later).flatten().copied().collect();
            perhaps.sort_unstable();
            perhaps
        };
        levels.join_among(perhaps, |_, _| true);
    }

    /// Tracks that have another id: most of their levels say the same, or are called the same.
    fn take_tracks(&self, tracks: &mut Pairs) {
        if tracks.only_before().next().is_none() || tracks.only_after().next().is_none() {
            return;
        }
        let (before, after) = (self.before.handbook, self.after.handbook);
        let is_same = |one: &LevelIx, other: &LevelIx| {
            before[*one].id == after[*other].id || self.share(one.0, other.0) >= HALF
        };
        let ids = numbers(before.levels.iter().map(|it| it.id.as_str()));
        // Those with a level that is the same.
        let perhaps = |other: usize| {
            let levels = after.tracks[other].levels.iter();
            let mut perhaps: Vec<usize> = levels
                .flat_map(|it| {
                    let alike = self.sayers(0).perhaps_alike(self.said_after(it.0), HALF);
                    ids.get(&*after[*it].id).into_iter().flatten().copied().chain(alike)
                })
                .map(|level| before.levels[level].track.0)
                .collect();
            perhaps.sort_unstable();
            perhaps.dedup();
            perhaps
        };
        tracks.join_among(perhaps, |one, other| {
            let (from, to) = (&before.tracks[one], &after.tracks[other]);
            let same = |it: &&LevelIx| to.levels.iter().any(|other| is_same(it, other));
            let same = from.levels.iter().filter(same).count();
            let all = from.levels.len() + to.levels.len();
            let is_title_same = folded(&from.title) == folded(&to.title);
            4 * same >= all && all > 0 && (is_title_same || 3 * same >= all)
        });
    }

    fn share(&self, before: usize, after: usize) -> u32 {
        self.said_before(before).share(self.said_after(after))
    }

    fn said_before(&self, level: usize) -> &Said {
        self.said[0][level].get_or_init(|| said_by(self.before.handbook, LevelIx(level)))
    }

    fn said_after(&self, level: usize) -> &Said {
        self.said[1][level].get_or_init(|| said_by(self.after.handbook, LevelIx(level)))
    }

    /// The levels of the earlier revision, 0, or of the later one, 1, by what they say.
    fn sayers(&self, revision: usize) -> &Sayers {
        self.sayers[revision].get_or_init(|| {
            let said = |level| match revision {
                0 => self.said_before(level),
                _ => self.said_after(level),
            };
            Sayers::of((0..self.said[revision].len()).map(|level| (level, said(level))))
        })
    }

    /// Whether two levels of one name are not one level: nothing in them is the same, and one of them says
    /// what a level of another name says in the other revision.
    fn is_another(&self, before: usize, after: usize) -> bool {
        let [earlier, later] = [self.before, self.after].map(|it| it.handbook);
        if stated::says_the_same((earlier, LevelIx(before)), (later, LevelIx(after))) {
            return false;
        }
        let (was, is) = (self.said_before(before), self.said_after(after));
        if was.is_empty() || is.is_empty() || self.share(before, after) >= ALL / 10 {
            return false;
        }
        let of_others = self.sayers(1).perhaps_alike(was, HALF).into_iter();
        let mut of_others = of_others.filter(|it| *it != after);
        let by_others = self.sayers(0).perhaps_alike(is, HALF).into_iter();
        let mut by_others = by_others.filter(|it| *it != before);
        of_others.any(|it| self.share(before, it) >= HALF)
            || by_others.any(|it| self.share(it, after) >= HALF)
    }

    /// Levels that are alike in title, code and what they say. Of several choices the best as a whole.
    fn take_alike_levels(&self, levels: &mut Pairs, tracks: &Pairs) {
        if levels.only_before().next().is_none() || levels.only_after().next().is_none() {
            return;
        }
        let later = self.after.handbook;
        let free = |level: &usize| levels.earlier(*level).is_none();
        let titles = numbers(later.levels.iter().map(title));
        let ids = numbers(later.levels.iter().map(|it| it.id.as_str()));
        let mut candidates = Vec::new();
        for before in levels.only_before() {
            let it = &self.before.handbook.levels[before];
            let alike = self.sayers(1).perhaps_alike(self.said_before(before), HALF);
            let named = titles.get(&title(it)).into_iter().chain(ids.get(&*it.id)).flatten();
            // The others are not likely.
            let perhaps: BTreeSet<usize> =
                named.copied().chain(alike).filter(|it| free(it)).collect();
            for after in perhaps {
                let gain = self.likeness_of_levels(before, after, tracks);
                candidates.extend(gain.map(|gain| Candidate { row: before, column: after, gain }));
            }
        }
        for (before, after) in best(&candidates) {
            levels.join(before, after);
        }
    }

    fn likeness_of_levels(&self, before: usize, after: usize, tracks: &Pairs) -> Option<i64> {
        let share = i64::from(self.share(before, after));
        let (from, to) = self.levels(before, after);
        let is_titled_alike = title(from) == title(to);
        let is_one_track = tracks.later(from.track.0) == Some(to.track.0);
        let says_nothing = self.said_before(before).is_empty() || self.said_after(after).is_empty();
        let is_likely = match is_titled_alike || from.id == to.id {
            true => share >= i64::from(ALL / 5) || says_nothing && is_one_track,
            false => share >= i64::from(HALF),
        };
        let witnesses = [
            (is_titled_alike, 4000),
            (from.id == to.id, 2000),
            (!from.code.is_empty() && from.code == to.code, 1000),
            (is_one_track, 1000),
        ];
        let by_names: i64 = witnesses.iter().filter(|(is, _)| *is).map(|(_, gain)| gain).sum();
        is_likely.then_some(share + by_names + 1)
    }

    fn levels(&self, before: usize, after: usize) -> (&'h Level, &'h Level) {
        (&self.before.handbook.levels[before], &self.after.handbook.levels[after])
    }

    fn competencies(&self) -> Pairs {
        let (before, after) = (self.before.handbook, self.after.handbook);
        let (old, new) = (&before.competencies, &after.competencies);
        let mut pairs = Pairs::new(old.len(), new.len());
        let ids = |all: &'h [Competency]| all.iter().map(|it| it.id.as_str());
        pairs.join_by(ids(old), ids(new));
        pairs.join_where(|one, other| {
            has_been(&new[other], &old[one]) || has_been(&old[one], &new[other])
        });
        if pairs.only_before().next().is_none() || pairs.only_after().next().is_none() {
            return pairs;
        }
        let said = [said_of_competencies(before), said_of_competencies(after)];
        let title = |it: &Competency| folded(&it.title);
        let titles = numbers(old.iter().map(title));
        let sayers = Sayers::of(said[0].iter().enumerate());
        let titled = |other: usize| titles.get(&title(&new[other])).into_iter().flatten().copied();
        let perhaps = |other: usize| {
            let alike = sayers.perhaps_alike(&said[1][other], HALF).into_iter();
            let alike = alike.filter(|one| said[0][*one].share(&said[1][other]) >= HALF);
            alike.chain(titled(other)).collect::<BTreeSet<usize>>().into_iter().collect()
        };
        pairs.join_among(perhaps, |_, _| true);
        pairs
    }
}

fn title(level: &Level) -> String {
    folded(&level.title.0)
}

fn said_by(handbook: &Handbook, level: LevelIx) -> Said {
    Said::new(&stated::of_level(handbook, level), handbook.language)
}

/// Whether a competency says that it had the id or the title of another one.
fn has_been(it: &Competency, other: &Competency) -> bool {
    it.was.iter().any(|old| old.value == other.id)
        || it.aliases.iter().any(|alias| folded(alias) == folded(&other.title))
}

fn said_of_competencies(handbook: &Handbook) -> Vec<Said> {
    let mut all: Vec<Vec<Stated>> = vec![Vec::new(); handbook.competencies.len()];
    for it in stated::all(handbook) {
        all[it.competency.0].push(it);
    }
    all.iter().map(|stated| Said::new(stated, handbook.language)).collect()
}
